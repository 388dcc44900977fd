"""Tiền thưởng của một danh hiệu, hình thức: computed from the rules of the day of decision, and
explained: which factors, which base salary, by which decree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from awards import rulings
from awards.models import (
    Award,
    BaseSalary,
    Multiplier,
    RoundingRule,
    Ruling,
    Subject,
    SubjectFactor,
)
from awards.money import Rounding, reckon
from units.certainty import Certainty
from units.models import Unit
from units.numerals import vn_number


class Ask(NamedTuple):
    """Một câu hỏi: for whom by what, decided by ``authority`` on ``day``."""

    award: Award
    subject: str
    day: date
    authority: Unit | None


@dataclass(frozen=True)
class Factor:
    """Một hệ số, and what it is called."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class Reward:
    """Tiền thưởng. ``amount`` None: the rules of the day give no figure, and ``missing`` says
    what is not laid down. ``before`` is the product before rounding.
    """

    amount: int | None
    before: Decimal | None = None
    base: int | None = None
    base_basis: str = ""
    factors: tuple[Factor, ...] = ()
    is_max: bool = False
    basis: str = ""
    certainty: str = Certainty.READ
    missing: str = ""

    @property
    def says(self) -> str:
        """ "0,3 × 2.340.000 = 702.000 đồng, làm tròn lên 710.000 đồng"."""
        if self.amount is None or self.before is None:
            return self.missing
        parts = [vn_number(factor.value) for factor in self.factors]
        product = " × ".join([*parts, vn_number(self.base)])
        told = f"{product} = {vn_number(self.before)} đồng"
        if self.before != self.amount:
            told += f", làm tròn lên {vn_number(self.amount)} đồng"
        return f"Không quá {told}" if self.is_max else told


NO_SALARY = "Danh mục chưa có mức lương cơ sở của ngày này."
NO_MULTIPLIER = "Danh mục chưa có hệ số tiền thưởng của ngày này."


def reward_of(award: Award, subject: str, day: date, authority: Unit | None) -> Reward:
    """Tiền thưởng by the rules in force on ``day``, the day of the decision."""
    ask = Ask(award, subject, day, authority)
    return rewards_of([ask])[0]


def rewards_of(asks: Sequence[Ask]) -> list[Reward]:
    """Of many at once, in their order; four queries."""
    if not asks:
        return []
    book = Book.of({pk for ask in asks for pk in rulings.chain_of(ask.authority)})
    return [book.reward(ask) for ask in asks]


@dataclass(frozen=True)
class Book:
    """Các bảng tiền thưởng, read once."""

    salaries: list[BaseSalary]
    roundings: list[RoundingRule]
    factors: list[SubjectFactor]
    multipliers: list[Multiplier]

    @classmethod
    def of(cls, chain: Iterable[int]) -> "Book":
        chain = list(chain)
        return cls(
            list(BaseSalary.objects.all()),
            list(RoundingRule.objects.binding(chain)),
            list(SubjectFactor.objects.binding(chain)),
            list(Multiplier.objects.binding(chain)),
        )

    def reward(self, ask: Ask) -> Reward:
        award, subject, day, authority = ask
        chain = rulings.chain_of(authority)
        salary = rulings.strongest(self.salaries, day, chain)
        if salary is None:
            return Reward(None, missing=NO_SALARY)
        rows = self._factors(award, subject, day, chain)
        if not rows:
            return Reward(None, missing=NO_MULTIPLIER)
        rule = rulings.strongest(self.roundings, day, chain)
        rounding = Rounding(rule.round_to, rule.once) if rule else Rounding()
        found = reckon(salary.amount, [row.value for row in rows], rounding)
        used: list[Ruling] = [*rows, salary, *([rule] if rule else [])]
        return Reward(
            amount=found.after,
            before=found.before,
            base=salary.amount,
            base_basis=salary.basis,
            factors=tuple(Factor(_label(row), row.value) for row in rows),
            is_max=any(isinstance(row, Multiplier) and row.is_max for row in rows),
            basis="; ".join(dict.fromkeys(row.basis for row in used)),
            certainty=least_certain(used),
        )

    def _factors(self, award, subject, day, chain) -> list[Multiplier | SubjectFactor]:
        """The award's own figure for that subject, else the individual's times how often."""
        own = [row for row in self.multipliers if row.award_id == award.pk]
        exact = rulings.strongest(own, day, chain, subject=subject)
        person = rulings.strongest(own, day, chain, subject=Subject.PERSON)
        times = rulings.strongest(
            [row for row in self.factors if row.family == award.family],
            day, chain, subject=subject,
        )  # fmt: skip
        if exact is not None:
            return [exact]
        if person is None or times is None:
            return []
        return [person, times]


def _label(row) -> str:
    if isinstance(row, SubjectFactor):
        return f"{row.get_subject_display()} so với cá nhân"
    return "hệ số tiền thưởng"


def least_certain(rows: Iterable[Ruling]) -> str:
    """The weakest of what was used is how sure the whole is."""
    order: list[str] = [Certainty.READ, Certainty.SECOND, Certainty.CHECK]
    return max((row.certainty for row in rows), key=order.index, default=Certainty.READ)
