"""Đọc thành tích khen thưởng của một đối tượng: for its card, its page, the next dossier."""

from dataclasses import dataclass
from datetime import date

from awards.models import AwardName, Honour
from awards.models.catalogue import AwardFamily
from units.models import Honouree, Position, Succession, Unit, User
from units.models.managers import is_in_force

MOST_TURNS = 8  # of mergers, one after the other


@dataclass(frozen=True)
class Row:
    """Một lần được khen, as it is told: where the subject was then, and how sure it is."""

    honour: Honour
    where: str = ""
    inherited: str = ""

    @property
    def year(self) -> int:
        return self.honour.decided_on.year

    @property
    def source(self) -> str:
        """Nguồn: how the row came here."""
        honour = self.honour
        if not honour.imported:
            return "theo quyết định trong hệ thống"
        if honour.source is None:
            return "ghi theo quyết định giấy"
        sent = honour.source
        return f"nhập từ tệp {sent.file_name}, dòng {honour.source_row}, do {sent.created_by} gửi"

    @property
    def certainty(self) -> str:
        if not self.honour.imported:
            return ""
        scanned = bool(self.honour.papers.all())
        return "có bản chụp quyết định" if scanned else "chưa có bản chụp quyết định"


@dataclass(frozen=True)
class Record:
    """Cả đời của một đối tượng: newest first; ``standing`` without what was taken back.

    ``years``: of all its rows, whatever is shown of them.
    """

    rows: list[Row]
    years: list[int]

    @property
    def standing(self) -> int:
        return sum(row.honour.cancelled_on is None for row in self.rows)


def record_of(
    user: User, subject: Honouree | Unit, year: int | None = None, family: str = ""
) -> Record:
    """What the person may see of it, with what its predecessors had; a few queries in all."""
    seen = Honour.objects.visible_to(user).for_list()
    if not isinstance(subject, Unit):
        return _narrowed(_of_honouree(seen, subject), year, family)
    return _narrowed(_of_unit(seen, subject), year, family)


def _narrowed(rows: list[Row], year: int | None, family: str) -> Record:
    years = sorted({row.year for row in rows}, reverse=True)
    if year is not None:
        rows = [row for row in rows if row.year == year]
    if family in AwardFamily:
        rows = [row for row in rows if row.honour.award.family == family]
    return Record(rows, years)


def _of_unit(seen, unit: Unit) -> list[Row]:
    rows = [Row(honour) for honour in seen.of_subject(None, unit.pk)]
    before = predecessors_of(unit)
    if before:
        # Whoever reads of the unit reads of those that it followed, in whatever branch they were.
        inherited = Honour.objects.of_predecessors(before).for_list()
        rows += [Row(one, inherited=str(one.collective)) for one in inherited]
        rows.sort(key=lambda row: (row.honour.decided_on, row.honour.pk), reverse=True)
    return rows


def _of_honouree(seen, honouree: Honouree) -> list[Row]:
    places = list(Position.objects.of(honouree))
    return [
        Row(honour, where=_where(places, honour.decided_on))
        for honour in seen.of_subject(honouree.pk, None)
    ]


def _where(places: list[Position], day: date) -> str:
    there = next((place for place in places if is_in_force(place, day)), None)
    if there is None:
        return ""
    return f"{there.title}, {there.unit}" if there.title else str(there.unit)


def predecessors_of(unit: Unit) -> set[int]:
    """Ids of those that it followed, and that these followed."""
    found: set[int] = set()
    latest = {unit.pk}
    for _ in range(MOST_TURNS):
        rows = Succession.objects.followed_by(latest)
        latest = set(rows) - found - {unit.pk}
        if not latest:
            break
        found |= latest
    return found


def award_choices() -> list[tuple[str, str]]:
    """Every award by its newest name, in the order of the catalogue."""
    names = AwardName.objects.select_related("award").order_by("valid_from")
    newest = {name.award: name.name for name in names}
    ordered = sorted(newest.items(), key=lambda pair: pair[0].position)
    return [(str(award.pk), name) for award, name in ordered]
