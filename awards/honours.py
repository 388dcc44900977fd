"""Đọc thành tích khen thưởng của một đối tượng: for its card, its page, the next dossier."""

from dataclasses import dataclass

from awards.models import AwardName, Honour
from units.models import Honouree, Unit, User


@dataclass(frozen=True)
class Record:
    """Cả đời của một đối tượng: newest first; ``standing`` without what was taken back."""

    rows: list[Honour]

    @property
    def standing(self) -> int:
        return sum(row.cancelled_on is None for row in self.rows)


def record_of(user: User, subject: Honouree | Unit) -> Record:
    """What the person may see of it; one query."""
    seen = Honour.objects.visible_to(user).for_list()
    if isinstance(subject, Unit):
        return Record(list(seen.of_subject(None, subject.pk)))
    return Record(list(seen.of_subject(subject.pk, None)))


def award_choices() -> list[tuple[str, str]]:
    """Every award by its newest name, in the order of the catalogue."""
    names = AwardName.objects.select_related("award").order_by("valid_from")
    newest = {name.award: name.name for name in names}
    ordered = sorted(newest.items(), key=lambda pair: pair[0].position)
    return [(str(award.pk), name) for award, name in ordered]
