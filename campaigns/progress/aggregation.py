"""Cộng số liệu: what results of several periods, or of several units, come to.

A tally is a value: tallies of groups add up to the tally of the whole, in whatever order and
however they are grouped, exactly. Blank is not zero, and exempt is neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction

from campaigns.progress.measures import Goal, OverPeriods, OverUnits

PLACES = 6  # decimals that a result is kept with
_NOTHING = Decimal(0)
# Sums and products of any results that can be stored fit; what would not is an error, never
# a rounding that nobody sees.
_EXACT = Context(prec=200, traps=[Inexact, InvalidOperation])


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Một số liệu: of one unit in one period; without ``value`` it is blank (chưa có số).

    ``numerator`` and ``denominator`` stand beside a percentage that was counted. ``weight`` and
    ``goal`` are those of the unit, for a weighted average and for the number of units that
    reached theirs.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    weight: Decimal = Decimal(1)
    goal: Goal | None = None
    is_exempt: bool = False

    @property
    def is_given(self) -> bool:
        """0 of 0 is an answer too, though no percentage."""
        return not self.is_exempt and (self.value is not None or self.is_ratio)

    @property
    def is_blank(self) -> bool:
        return not self.is_exempt and not self.is_given

    @property
    def is_ratio(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def has_reached(self) -> bool:
        if self.value is None or self.is_exempt or self.goal is None:
            return False
        return self.goal.reached(self.value)


BLANK = Part()  # chưa có số
EXEMPT = Part(is_exempt=True)  # được miễn


def ratio(
    numerator: Decimal,
    denominator: Decimal,
    *,
    weight: Decimal = Decimal(1),
    goal: Goal | None = None,
) -> Part:
    """Tỷ lệ đếm được: 31 of 37, with its percentage."""
    return Part(
        value=percentage(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        weight=weight,
        goal=goal,
    )


def percentage(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Phần trăm; None of nothing: where there was no dossier, none was in time or late."""
    if not denominator:
        return None
    return rounded(Fraction(numerator) / Fraction(denominator) * 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Số cộng: of parts in any order; ``+`` adds two. ``()`` is the tally of nothing."""

    given: int = 0
    blank: int = 0
    exempt: int = 0
    valued: int = 0  # how many of the given have a figure: 0 of 0 has none
    total: Decimal = _NOTHING
    counted: int = 0  # how many of the given have numerator and denominator
    numerators: Decimal = _NOTHING
    denominators: Decimal = _NOTHING
    weights: Decimal = _NOTHING
    weighted: Decimal = _NOTHING  # Σ weight × value
    reached: int = 0
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def __add__(self, other: "Tally") -> "Tally":
        add = _EXACT.add
        return Tally(
            given=self.given + other.given,
            blank=self.blank + other.blank,
            exempt=self.exempt + other.exempt,
            valued=self.valued + other.valued,
            total=add(self.total, other.total),
            counted=self.counted + other.counted,
            numerators=add(self.numerators, other.numerators),
            denominators=add(self.denominators, other.denominators),
            weights=add(self.weights, other.weights),
            weighted=add(self.weighted, other.weighted),
            reached=self.reached + other.reached,
            lowest=min(_there(self.lowest, other.lowest), default=None),
            highest=max(_there(self.highest, other.highest), default=None),
        )

    @property
    def expected(self) -> int:
        """How many owe a figure: those that gave one and those that did not yet."""
        return self.given + self.blank

    @property
    def is_counted(self) -> bool:
        """Every figure has its numerator and denominator: the whole is Σ of Σ."""
        return 0 < self.given == self.counted

    def exactly(
        self, rule: OverUnits, *, is_from_above: bool = False
    ) -> Fraction | None:
        """What the parts come to, unrounded; None where nobody gave a figure."""
        if not self.given:
            return None
        if rule == OverUnits.COUNT:
            return Fraction(self.reached)
        if self.is_counted and rule != OverUnits.WORST:
            return _share(self.numerators, self.denominators, 100)
        if self.lowest is None or self.highest is None:
            return None
        if rule == OverUnits.WORST:
            return Fraction(self.highest if is_from_above else self.lowest)
        if rule == OverUnits.SUM:
            return Fraction(self.total)
        if rule == OverUnits.WEIGHTED:
            return _share(self.weighted, self.weights)
        return _share(self.total, Decimal(self.valued))

    def value(self, rule: OverUnits, *, is_from_above: bool = False) -> Decimal | None:
        """The same, rounded to the decimals that a result is kept with."""
        exact = self.exactly(rule, is_from_above=is_from_above)
        return None if exact is None else rounded(exact)

    def words(self, what: str = "đơn vị") -> str:
        """31/37 đơn vị có số, 2 đơn vị được miễn"""
        if not self.expected:
            return f"{self.exempt} {what} được miễn" if self.exempt else ""
        said = f"{self.given}/{self.expected} {what} có số"
        return f"{said}, {self.exempt} {what} được miễn" if self.exempt else said


def tally(parts: Iterable[Part]) -> Tally:
    """The parts added up, in whatever order they come."""
    found = [*parts]
    given = [part for part in found if part.is_given]
    counted = [part for part in given if part.is_ratio]
    valued = [part for part in given if part.value is not None]
    values = [_of(part.value) for part in valued]
    weights = [part.weight for part in valued]
    return Tally(
        given=len(given),
        blank=sum(part.is_blank for part in found),
        exempt=sum(part.is_exempt for part in found),
        valued=len(values),
        total=_sum(values),
        counted=len(counted),
        numerators=_sum(_of(part.numerator) for part in counted),
        denominators=_sum(_of(part.denominator) for part in counted),
        weights=_sum(weights),
        weighted=_sum(map(_EXACT.multiply, weights, values)),
        reached=sum(part.has_reached for part in given),
        lowest=min(values, default=None),
        highest=max(values, default=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Kết quả cộng: the figure and what stands behind it.

    ``numerator`` and ``denominator`` are there where every part had its own; ``mixed``: only
    some had, so the percentages themselves were put together.
    """

    value: Decimal | None
    tally: Tally
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    mixed: bool = False

    def as_part(
        self, *, weight: Decimal = Decimal(1), goal: Goal | None = None
    ) -> Part:
        """The figure as one part of a larger whole; exempt where all its parts are."""
        return Part(
            value=self.value,
            numerator=self.numerator,
            denominator=self.denominator,
            weight=weight,
            goal=goal,
            is_exempt=bool(self.tally.exempt and not self.tally.expected),
        )


def over_units(
    parts: Iterable[Part], rule: OverUnits, *, is_from_above: bool = False
) -> Outcome:
    """Cộng theo đơn vị. ``is_from_above`` (of the goal): the worst is then the greatest."""
    return of_units(tally(parts), rule, is_from_above=is_from_above)


def of_units(found: Tally, rule: OverUnits, *, is_from_above: bool = False) -> Outcome:
    """The same of a tally that is there already."""
    picks = rule in (OverUnits.WORST, OverUnits.COUNT)
    is_ratio = found.is_counted and not picks
    return Outcome(
        value=found.value(rule, is_from_above=is_from_above),
        tally=found,
        numerator=found.numerators if is_ratio else None,
        denominator=found.denominators if is_ratio else None,
        mixed=0 < found.counted < found.given and not picks,
    )


def over_periods(parts: Iterable[tuple[date, Part]], rule: OverPeriods) -> Outcome:
    """Cộng theo kỳ: parts with the last day of their period, in whatever order they come.

    A running total and the latest figure are those of the last period that has one; a period
    without a figure, or exempt, leaves what stood before it.
    """
    found = sorted(parts, key=lambda pair: pair[0])
    whole = tally(part for _, part in found)
    if rule in (OverPeriods.SUM, OverPeriods.AVERAGE):
        return of_units(whole, OverUnits(str(rule)))
    last = next((part for _, part in reversed(found) if part.is_given), None)
    if last is None:
        return Outcome(value=None, tally=whole)
    return Outcome(
        value=last.value,
        tally=whole,
        numerator=last.numerator,
        denominator=last.denominator,
    )


def rounded(number: Fraction, places: int = PLACES) -> Decimal:
    """To so many decimals, a half away from zero."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    value = Decimal(whole if number >= 0 else -whole).scaleb(-places, _EXACT)
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=_EXACT)
    return value.normalize(_EXACT)


def _share(total: Decimal, of: Decimal, times: int = 1) -> Fraction | None:
    return Fraction(total) / Fraction(of) * times if of else None


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    total = _NOTHING
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def _there(*numbers: Decimal | None) -> list[Decimal]:
    return [number for number in numbers if number is not None]


def _of(number: Decimal | None) -> Decimal:
    assert number is not None
    return number
