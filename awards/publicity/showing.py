"""Trang công khai: of one authority the decisions that citizens may read today.

The rule of today decides, also about what was issued before it: to publish is done anew every
day, and a stricter rule holds from its first day. Whoever calls lowers the fence around these
questions (``units.fence``): they ask for nothing but what is public by a rule.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from awards import rulings
from awards.deciding.paper import GROUPS, in_order
from awards.deciding.words import count_words
from awards.models import (
    Decision,
    DecisionLine,
    Publicity,
    PublicityRule,
    Subject,
)
from awards.publicity.veiling import SHORT, Honoured, Veil
from units.models import Unit
from units.wording import excerpt


@dataclass(frozen=True)
class Board:
    """Bảng công khai của một cơ quan: whose, by which rule, on which day."""

    authority: Unit
    rule: PublicityRule
    day: date

    @property
    def since(self) -> date:
        """Quyết định ban hành từ ngày này còn được công khai."""
        return self.day - timedelta(days=self.rule.days_after)

    def nominees(self) -> list[Publicity]:
        """Các đợt công khai đề nghị of today, with their rows (``shown``); none where the rule of
        today shows no nominees.
        """
        if not self.rule.days_before:
            return []
        found = Publicity.objects.on_show(self.authority, self.day)
        return [one for one in found if one.shown]  # type: ignore[attr-defined]

    def decisions(self):
        """Mới nhất trước; none where the rule does not show decisions."""
        if not self.rule.days_after:
            return Decision.objects.none()
        return Decision.objects.on_show(self.authority, self.since)

    def decision(self, pk: int) -> Decision | None:
        """Một quyết định of those; None: another's, under way, or its days are over."""
        return self.decisions().within([pk]).first()

    def last_day_of(self, decision: Decision) -> date:
        assert decision.issued_on is not None
        return decision.issued_on + timedelta(days=self.rule.days_after)


def board_of(key: str, day: date) -> Board | None:
    """By the code of the authority, or its number; None: nothing is published there."""
    authority = Unit.objects.addressed(key)
    if authority is None or not authority.issues_papers:
        return None
    rule = rulings.publicity_rule_on(authority, day)
    return Board(authority, rule, day) if rule else None


@dataclass(frozen=True)
class Named:
    """Một dòng của danh sách công khai, masked."""

    number: int
    name: str
    title: str
    posthumous: bool
    award: str
    achievement: str
    is_cancelled: bool


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[Named]


@dataclass(frozen=True)
class Sheet:
    """Danh sách công khai của một quyết định; ``is_masked``: the paper says more."""

    title: str
    groups: list[Group]
    is_masked: bool


@dataclass(frozen=True)
class Listed:
    """Một dòng của bảng công khai; ``amounts``: "02 tập thể, 05 cá nhân"."""

    decision: Decision
    title: str
    amounts: str
    last_day: date
    gone: int
    is_over: bool
    is_masked: bool


def listed(board: Board, decisions: Sequence[Decision]) -> list[Listed]:
    """Of decisions of ``Board.decisions``; one query for all, since a title may name people."""
    people: dict[int, list[Honoured]] = {one.pk: [] for one in decisions}
    for line in DecisionLine.objects.personal_in(list(people)):
        people[line.decision_id].append(honoured(line))
    return [_listed(board, one, people[one.pk]) for one in decisions]


def _listed(board: Board, decision: Any, people: list[Honoured]) -> Listed:
    veil = _veil(board, decision)
    return Listed(
        decision=decision, title=veil.text(decision.title, people),
        amounts=count_words(
            Counter({kind.value: getattr(decision, kind.value) for kind in Subject})
        ),
        last_day=board.last_day_of(decision), gone=decision.gone,
        is_over=0 < decision.count == decision.gone,
        is_masked=veil.hides(people),
    )  # fmt: skip


def sheet_of(board: Board, decision: Decision) -> Sheet:
    lines = in_order(list(DecisionLine.objects.of(decision).for_public()))
    veil = _veil(board, decision)
    people = [honoured(line) for line in lines]
    groups: dict[str, list[Named]] = {}
    for number, (line, one) in enumerate(zip(lines, people, strict=True), 1):
        row = _named(number, line, one, veil, people)
        groups.setdefault(line.subject, []).append(row)
    return Sheet(
        title=veil.text(decision.title, people),
        groups=[Group(GROUPS[Subject(kind)], rows) for kind, rows in groups.items()],
        is_masked=veil.hides(people),
    )


def _named(number, line: Any, one: Honoured, veil: Veil, people) -> Named:
    """``line``: of ``DecisionLine.objects.for_public``."""
    return Named(
        number=number, name=veil.name(one), title=veil.title(one),
        posthumous=line.posthumous, award=line.award_name,
        achievement=excerpt(veil.text(line.achievement, people), SHORT),
        is_cancelled=line.is_taken_back,
    )  # fmt: skip


def honoured(line: DecisionLine) -> Honoured:
    person = line.honouree
    return Honoured(
        subject=line.subject, name=line.subject_name, title=line.subject_title,
        born_on=person.birth_date if person else None,
        born_in=person.birth_year if person else None,
    )  # fmt: skip


def _veil(board: Board, decision: Decision) -> Veil:
    assert decision.issued_on is not None
    return Veil(board.rule, decision.issued_on)
