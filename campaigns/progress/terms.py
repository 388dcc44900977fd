"""Kỳ báo cáo: the periods of a campaign by a rule, and the day by which each is reported."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from campaigns import workdays

DAY = timedelta(days=1)
MOST = 240  # monthly through twenty years; more is a mistyped year
_QUARTERS = ("I", "II", "III", "IV")


class Rhythm(StrEnum):
    """Nhịp báo cáo: how often units report."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    AT_PHASES = "at_phases"

    @property
    def label(self) -> str:
        return _RHYTHMS[self]


_RHYTHMS = {
    Rhythm.MONTHLY: "Hằng tháng",
    Rhythm.QUARTERLY: "Hằng quý",
    Rhythm.HALF_YEARLY: "Sáu tháng một lần",
    Rhythm.YEARLY: "Hằng năm",
    Rhythm.AT_PHASES: "Cuối mỗi đợt thi đua",
}
_MONTHS = {
    Rhythm.MONTHLY: 1,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """Hạn nộp: so many days after the period's end, or a fixed day of the next month.

    ``day_of_next_month`` beyond the end of that month is its last day. A day on which nobody
    works moves to the next working day.
    """

    days_after: int = 5
    day_of_next_month: int | None = None

    def __post_init__(self) -> None:
        day = self.day_of_next_month
        if self.days_after < 0 or (day is not None and not 1 <= day <= 31):
            raise ValueError("a report is due after its period, on a day of a month")

    def on(self, ends_on: date) -> date:
        """The day by which the report of a period that ends on ``ends_on`` is due."""
        if self.day_of_next_month is None:
            return workdays.on_or_after(ends_on + self.days_after * DAY)
        first = _next_month(ends_on)
        last = _next_month(first) - DAY
        day = first.replace(day=min(self.day_of_next_month, last.day))
        return workdays.on_or_after(day)

    @property
    def words(self) -> str:
        """The rule as it is told beside the boxes."""
        moved = "; trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp"
        if self.day_of_next_month is not None:
            return f"ngày {self.day_of_next_month:02d} tháng sau{moved}"
        if not self.days_after:
            return f"ngày cuối kỳ{moved}"
        return f"{self.days_after} ngày sau ngày cuối kỳ{moved}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Một kỳ báo cáo, before it is a row."""

    label: str
    starts_on: date
    ends_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEnd:
    """Cuối một đợt thi đua: its name stands for the period that ends with it."""

    name: str
    ends_on: date


class TooMany(ValueError):
    """Quá nhiều kỳ. ``str(error)`` is one Vietnamese sentence."""


def terms(
    rhythm: Rhythm,
    starts_on: date,
    ends_on: date,
    due: DueRule = DueRule(),
    phases: Iterable[PhaseEnd] = (),
) -> list[Term]:
    """The periods that cover these days without a hole, the first and the last one cut.

    At phase ends, days after the last phase are a period of their own ("Phần còn lại").
    """
    if ends_on < starts_on:
        raise ValueError("the periods of a campaign that ends before it begins")
    found, first = [], starts_on
    ends: Iterable[tuple[date, str]] = (
        _phase_ends(starts_on, ends_on, phases)
        if rhythm == Rhythm.AT_PHASES
        else _calendar_ends(Rhythm(rhythm), starts_on, ends_on)
    )
    for last, label in ends:
        found.append(
            Term(label=label, starts_on=first, ends_on=last, due_on=due.on(last))
        )
        first = last + DAY
    return found


def _calendar_ends(
    rhythm: Rhythm, starts_on: date, ends_on: date
) -> Iterator[tuple[date, str]]:
    step = _MONTHS[rhythm]
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    if months // step >= MOST:
        raise TooMany(
            f"Từ {starts_on:%d/%m/%Y} đến {ends_on:%d/%m/%Y} có hơn {MOST} kỳ báo cáo. Xem "
            "lại năm của ngày bắt đầu và ngày kết thúc."
        )
    first = starts_on
    while first <= ends_on:
        whole = _last_of(first, step)
        last = min(whole, ends_on)
        yield last, _label(rhythm, first)
        first = last + DAY


def _phase_ends(
    starts_on: date, ends_on: date, phases: Iterable[PhaseEnd]
) -> list[tuple[date, str]]:
    names: dict[date, str] = {}
    for phase in sorted(phases, key=lambda one: one.ends_on):
        last = min(phase.ends_on, ends_on)
        if starts_on <= last:
            same = names.get(last)
            names[last] = f"{same}, {phase.name}" if same else phase.name
    if not names:
        return [(ends_on, "Cả phong trào")]
    names.setdefault(ends_on, "Phần còn lại")
    return sorted(names.items())


def _label(rhythm: Rhythm, day: date) -> str:
    match rhythm:
        case Rhythm.MONTHLY:
            month = f"{day.month:02d}" if day.month < 3 else day.month
            return (
                f"Tháng {month}/{day.year}"  # as vn_long_date: 01 and 02, then 3 to 12
            )
        case Rhythm.QUARTERLY:
            return f"Quý {_QUARTERS[(day.month - 1) // 3]}/{day.year}"
        case Rhythm.HALF_YEARLY:
            half = "đầu" if day.month <= 6 else "cuối"
            return f"6 tháng {half} năm {day.year}"
    return f"Năm {day.year}"


def _last_of(day: date, months: int) -> date:
    """The last day of the stretch of so many months of the year in which ``day`` lies."""
    month = (day.month - 1) // months * months + months
    return _next_month(date(day.year, month, 1)) - DAY


def _next_month(day: date) -> date:
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, 1)


def term_on(day: date, found: list[Term]) -> Term | None:
    """The period in which a day lies, of periods in their order."""
    place = bisect_left([term.ends_on for term in found], day)
    if place == len(found) or found[place].starts_on > day:
        return None
    return found[place]
