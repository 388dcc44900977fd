"""Danh mục khen thưởng trên màn hình: every award with what applies on a day, and all its rules.

So many queries, however many awards and rules there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from awards import rulings
from awards.models import (
    Award,
    AwardName,
    Conferral,
    CouncilRule,
    DossierRequirement,
    LawRow,
    Merit,
    Subject,
)
from awards.naming import all_names, name_of
from awards.rewards import Ask, Book, Reward
from awards.rulebook import KINDS, RuleKind
from units.models import Unit, User
from units.models.managers import is_in_force


@dataclass(frozen=True)
class Entry:
    """Một dòng của danh mục, on one day for one authority."""

    award: Award
    name: str
    deciders: list[str]
    money: list[tuple[str, Reward]]
    vote: CouncilRule | None
    papers: list[DossierRequirement]

    @property
    def mandatory(self) -> list[DossierRequirement]:
        return [row for row in self.papers if row.mandatory]


def entries(day: date, authority: Unit | None) -> list[Entry]:
    """The whole list, in its order: ten queries."""
    chain = rulings.chain_of(authority)
    names = all_names()
    book = Book.of(chain)
    votes = list(CouncilRule.objects.on(day).binding(chain))
    papers = list(DossierRequirement.objects.on(day).binding(chain))
    deciders: dict[int, list[str]] = {}
    for row in Conferral.objects.on(day).for_list():
        deciders.setdefault(row.award_id, []).append(row.decided_by)
    return [
        Entry(
            award=award,
            name=name_of(names.get(award.pk, ()), day) or award.code,
            deciders=list(dict.fromkeys(deciders.get(award.pk, ()))),
            money=money_of(book, award, day, authority),
            vote=rulings.strongest(votes, day, chain, award_id=award.pk),
            papers=rulings.papers_of(
                papers, award.pk, usual_merit(award), award.subjects[0], day, chain
            ),
        )
        for award in Award.objects.all()
    ]


def money_of(book: Book, award: Award, day: date, authority: Unit | None):
    """Tiền thưởng of each kind of subject that the award is given to."""
    return [
        (Subject(subject).label, book.reward(Ask(award, subject, day, authority)))
        for subject in award.subjects
    ]


def usual_merit(award: Award) -> str:
    return Merit.SERVICE if award.family == Award.Family.TITLE else Merit.CAMPAIGN


@dataclass(frozen=True)
class Row:
    """Một quy định trong lịch sử: where it stands on the day, and what may be done with it."""

    rule: LawRow
    state: str  # "now", "coming", "over"
    is_kept: bool
    slug: str
    of_award: str = ""  # the name of what is counted

    @property
    def may_be_confirmed(self) -> bool:
        return self.is_kept and self.rule.certainty != "read" and self.state != "over"

    @property
    def may_be_withdrawn(self) -> bool:
        return self.is_kept and self.state == "coming"

    @property
    def may_be_ended(self) -> bool:
        return self.is_kept and self.state == "now" and self.rule.valid_to is None

    @property
    def may_be_followed(self) -> bool:
        return self.is_kept and self.state == "now"


@dataclass
class Part:
    """Một loại quy định: those that apply or will, and those that are over."""

    kind: RuleKind
    can_lay: bool
    now: list[Row] = field(default_factory=list)
    over: list[Row] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.now or self.over)


def parts(
    award: Award | None, today: date, seen: Sequence[int], kept: Sequence[int],
    keeps_common: bool,
) -> list[Part]:  # fmt: skip
    """Quy định về một danh hiệu (None: về mọi danh hiệu), of the country and of ``seen`` units.

    A query for each kind. ``kept``: units whose rules the visitor lays.
    """
    found = []
    names = all_names()
    for kind in KINDS.values():
        if award is not None and not kind.is_of_award:
            continue
        if award is None and kind.needs_award:
            continue
        rows = kind.rows.binding(seen).for_history()
        if kind.is_of_award:
            rows = rows.filter(award=award)
        part = Part(kind, keeps_common or (bool(kept) and not kind.is_common))
        for rule in rows:
            state = _state(rule, today)
            keeps = (
                keeps_common if rule.authority_id is None else rule.authority_id in kept
            )
            counted = getattr(rule, "of_award_id", None)
            called = name_of(names.get(counted, ()), today) if counted else ""
            row = Row(rule, state, keeps, kind.slug, called)
            (part.over if state == "over" else part.now).append(row)
        found.append(part)
    return found


def _state(rule: LawRow, today: date) -> str:
    if rule.valid_from > today:
        return "coming"
    return "now" if is_in_force(rule, today) else "over"


def coded(code: str) -> Award | None:
    return Award.objects.filter(code=code).first()


def names_of(award: Award) -> list[AwardName]:
    return list(AwardName.objects.filter(award=award).order_by("valid_from"))


def deciders_of(award: Award, day: date) -> list[str]:
    """Ai quyết định vào ngày ấy, each once."""
    rows = Conferral.objects.on(day).for_list().filter(award=award)
    return list(dict.fromkeys(row.decided_by for row in rows))


def named_awards(day: date) -> list[tuple[Award, str]]:
    """Every award with its name of that day."""
    names = all_names()
    return [
        (award, name_of(names.get(award.pk, ()), day) or award.code)
        for award in Award.objects.all()
    ]


def rule_numbered(kind: RuleKind, pk: int | None) -> LawRow | None:
    """Một quy định; None where there is none."""
    return kind.rows.filter(pk=pk).first() if pk else None


def unit_of(user: User) -> Unit | None:
    """Cơ quan mà danh mục áp dụng cho người xem: the first unit in which they hold a role."""
    own = user.units_as()
    if not own:
        return None
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=own)}
    return units.get(own[0]) or next(iter(units.values()), None)
