"""Kiểm phiếu: a rule, a count, and whether the one satisfies the other. Whole numbers alone.

Which members a share is reckoned on is written in docs/decisions/0072: who stands aside goes on
being a member of the council (``MEMBERS``), but is none of those present at that item
(``PRESENT``); a blank or spoilt ballot was cast, but is no valid one.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from awards.models import BallotKind, Denominator, Operator
from units.numerals import vn_number

WHOLE = 100


@dataclass(frozen=True)
class Rule:
    """Quy định bỏ phiếu as it stands on an item."""

    threshold: Decimal
    operator: str
    denominator: str
    ballot: str
    written_opinions: bool
    chair_agrees: bool
    quorum_parts: int
    quorum_of: int
    rule_basis: str

    @property
    def is_secret(self) -> bool:
        return self.ballot == BallotKind.SECRET

    @property
    def words(self) -> str:
        """ "từ 80% tổng số thành viên Hội đồng"."""
        share = f"{vn_number(self.threshold)}%"
        at = Operator(self.operator).label
        return f"{at} {share} {Denominator(self.denominator).label}"

    @property
    def quorum_words(self) -> str:
        return f"{self.quorum_parts}/{self.quorum_of} tổng số thành viên"


@dataclass(frozen=True)
class Count:
    """Số đếm của một lượt. ``present`` counts those who stand aside (``recused_present``), too;
    ``chair``: whether the chair agreed, None: not known.
    """

    members: int
    present: int
    recused: int = 0
    recused_present: int = 0
    agreed: int = 0
    against: int = 0
    blank: int = 0
    chair: bool | None = None

    @property
    def taken(self) -> int:
        return self.agreed + self.against + self.blank


@dataclass(frozen=True)
class Result:
    """Kết quả: on how many it was reckoned, how many were needed, how many agreed."""

    base: int
    needed: int
    agreed: int
    passed: bool
    lacks_chair: bool

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.agreed, self.base) if self.base else None

    @property
    def percent(self) -> str:
        """ "90,9%": cut, never rounded up, so that what failed never reads as reached."""
        if self.share is None:
            return "—"
        tenths = floor(self.share * WHOLE * 10)
        return f"{vn_number(Decimal(tenths) / 10)}%"


def quorum(rule: Rule, members: int) -> int:
    """Phải có mặt ít nhất bấy nhiêu thành viên."""
    return ceil(Fraction(members * rule.quorum_parts, rule.quorum_of))


def base_of(rule: Rule, count: Count) -> int:
    """Tính trên bao nhiêu."""
    match rule.denominator:
        case Denominator.MEMBERS:
            return count.members
        case Denominator.PRESENT:
            return count.present - count.recused_present
        case Denominator.VALID:
            return count.agreed + count.against
    raise AssertionError(rule.denominator)


def needed_of(rule: Rule, base: int) -> int:
    """Cần ít nhất bấy nhiêu phiếu đồng ý, exactly."""
    asked = Fraction(rule.threshold) * base / WHOLE
    if rule.operator == Operator.MORE_THAN:
        return floor(asked) + 1
    return ceil(asked)


def result_of(rule: Rule, count: Count) -> Result:
    base = base_of(rule, count)
    needed = needed_of(rule, base)
    lacks_chair = rule.chair_agrees and count.chair is not True
    return Result(
        base=base,
        needed=needed,
        agreed=count.agreed,
        # Nobody to reckon on decides nothing.
        passed=base > 0 and count.agreed >= needed and not lacks_chair,
        lacks_chair=lacks_chair,
    )
