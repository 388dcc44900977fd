"""Tiến độ: what is due on a day, and how a result stands against it.

Every verdict carries its rule in words, which is printed beside the colour.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from campaigns.content import Milestone
from campaigns.progress.aggregation import rounded
from campaigns.progress.entering import said, shown
from campaigns.progress.measures import Better, Goal, Measure, OverPeriods, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Lộ trình của chỉ tiêu: everything that says how much is due when.

    ``starts_on`` is the first day of the campaign, ``first_period_ends`` the last one of the
    first period that is reported, ``baseline`` the figure that the target begins from.
    """

    goal: Goal | None
    scale: Scale = Scale()  # noqa: RUF009  frozen
    over: OverPeriods = OverPeriods.RUNNING
    starts_on: date | None = None
    deadline: date | None = None
    baseline: Decimal | None = None
    milestones: tuple[Milestone, ...] = ()
    first_period_ends: date | None = None


class Basis(StrEnum):
    """Căn cứ: what the level that is due on a day comes from."""

    NOT_YET = "not_yet"  # nothing is due yet
    MILESTONE = "milestone"
    LINE = "line"  # between the first day and the deadline
    LEVEL = "level"  # the target itself, at all times
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """Mức phải đạt on a day. ``goal`` is None while nothing is due yet, which ``says`` tells;
    otherwise ``says`` is how the level came about."""

    basis: Basis
    says: str
    course: Course
    final: Goal
    goal: Goal | None = None
    by: date | None = None

    @property
    def level(self) -> Decimal | None:
        return self.goal.level if self.goal else None


def required_on(day: date, course: Course) -> Required | None:
    """What is due on that day; None of a target without a figure.

    Milestones are a staircase: the last one whose day has come counts, and the deadline is
    its last step. Without any:

    - a total grows on a straight line from its baseline (or nothing) to the deadline;
    - what should fall goes down from its baseline; without one it is due at the deadline,
      but a sum that may not exceed its figure may not exceed it on any day;
    - a latest figure or an average holds from the first period on;
    - a yes, a rank and a text are due at the deadline.
    """
    goal = course.goal
    if goal is None:
        return None
    steps = _steps(course)
    if course.deadline and day >= course.deadline:
        return _due(course, Basis.DEADLINE, goal, course.deadline)
    if steps:
        come = [step for step in steps if step[0] <= day]
        if not come:
            return _not_yet(course, _first_step(*steps[0], course))
        by, last = come[-1]
        way = f" theo mốc “{last.label}”"
        return _due(course, Basis.MILESTONE, goal.at(last.value), by, way)
    if course.starts_on and day < course.starts_on:
        return _not_yet(course, f"Phong trào bắt đầu ngày {_day(course.starts_on)}.")
    if _holds_always(course, goal):
        first = course.first_period_ends
        if first and day < first:
            return _not_yet(course, f"Kỳ báo cáo đầu tiên kết thúc ngày {_day(first)}.")
        return _due(course, Basis.LEVEL, goal, None)
    if course.deadline is None:
        return _not_yet(course, "Chỉ tiêu chưa ghi thời hạn nên chưa xét nhanh, chậm.")
    if _has_line(course, goal):
        return _on_line(day, course, goal)
    return _not_yet(
        course,
        f"Chỉ xét khi đến hạn {_day(course.deadline)}: {level_words(goal, course.scale)}.",
    )


def level_words(goal: Goal, scale: Scale) -> str:
    """83% · không quá 0,39% · từ 1 đến 2 công trình · Tốt trở lên"""
    if scale.measure == Measure.RANK:
        return f"{said(goal.level, scale)} trở lên"
    if goal.better is Better.HOLD:
        return f"từ {shown(goal.low)} đến {said(goal.high, scale)}"
    return f"{'không quá ' if goal.is_from_above else ''}{said(goal.level, scale)}"


def _steps(course: Course) -> list[tuple[date, Milestone]]:
    """Dated milestones before the deadline, which is a step of its own."""
    dated = [(m.due_on, m) for m in course.milestones if m.due_on]
    end = course.deadline
    before = [step for step in dated if end is None or step[0] < end]
    return sorted(before, key=lambda step: step[0])


def _holds_always(course: Course, goal: Goal) -> bool:
    if not course.scale.is_counted:
        return False
    if course.baseline is not None and goal.reached(course.baseline):
        return True
    if goal.is_from_above:
        return course.over == OverPeriods.SUM and course.baseline is None
    return course.over in (OverPeriods.LATEST, OverPeriods.AVERAGE)


def _has_line(course: Course, goal: Goal) -> bool:
    starts = course.starts_on and course.deadline and course.starts_on < course.deadline
    known = course.baseline is not None or not goal.is_from_above
    return bool(starts and known and course.scale.is_counted)


def _on_line(day: date, course: Course, goal: Goal) -> Required:
    first, last = course.starts_on, course.deadline
    assert first
    assert last
    begin = course.baseline or Decimal(0)
    done = Fraction((day - first).days, (last - first).days)
    exact = Fraction(begin) + (Fraction(goal.level) - Fraction(begin)) * done
    level = _eased(exact, course, goal)
    way = (
        f", tính theo ngày từ {said(begin, course.scale)} ({_day(first)}) "
        f"đến {said(goal.level, course.scale)} ({_day(last)})"
    )
    if level <= begin if not goal.is_from_above else level >= begin:
        return _not_yet(course, f"Đến {_day(day)} chưa phải có kết quả{way}.")
    return _due(course, Basis.LINE, goal.at(level), day, way)


def _eased(exact: Fraction, course: Course, goal: Goal) -> Decimal:
    """To the decimals of the target, in the unit's favour: half a work cannot be done."""
    figures = [goal.level, course.baseline or Decimal(0)]
    places = max(places_of(figure) for figure in figures)
    if course.scale.sign == "%":
        places = max(1, places)
    scaled = exact * 10**places
    whole = ceil(scaled) if goal.is_from_above else floor(scaled)
    return rounded(Fraction(whole, 10**places))


def places_of(figure: Decimal) -> int:
    """Decimals that a figure has: 0,39 has two."""
    exponent = figure.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _first_step(day: date, step: Milestone, course: Course) -> str:
    assert course.goal
    level = level_words(course.goal.at(step.value), course.scale)
    return f"Chưa đến mốc đầu tiên “{step.label}”, {_day(day)}: {level}."


def _due(
    course: Course, basis: Basis, goal: Goal, by: date | None, says: str = ""
) -> Required:
    assert course.goal
    return Required(
        basis=basis, says=says, course=course, final=course.goal, goal=goal, by=by
    )


def _not_yet(course: Course, says: str) -> Required:
    assert course.goal
    return Required(basis=Basis.NOT_YET, says=says, course=course, final=course.goal)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Ngưỡng: how far from the level is still near, as a share of that level."""

    near: Decimal = Decimal("0.10")
    far: Decimal = Decimal("0.25")
    near_ranks: int = 1  # of a rank: so many places


class Standing(StrEnum):
    """Tình trạng of a result against what is due."""

    REACHED = "reached"
    NEAR = "near"
    BEHIND = "behind"
    BLANK = "blank"
    EXEMPT = "exempt"
    NOT_DUE = "not_due"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Standing.REACHED: "đạt",
    Standing.NEAR: "gần đạt",
    Standing.BEHIND: "chậm",
    Standing.BLANK: "chưa nộp",
    Standing.EXEMPT: "được miễn",
    Standing.NOT_DUE: "chưa đến hạn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Nhận định. ``gap`` is above zero past the level and below it short of the level;
    ``rule`` is the sentence that says how it was judged."""

    standing: Standing
    rule: str
    gap: Decimal | None = None
    words: str = ""
    is_far: bool = False  # chậm nhiều


def judge(
    value: Decimal | None,
    required: Required | None,
    *,
    is_exempt: bool = False,
    thresholds: Thresholds = Thresholds(),
) -> Verdict:
    """How a result stands against what is due. Blank is ``None``, never zero."""
    if is_exempt:
        rule = "Đơn vị được miễn báo cáo nên không xét."
        return Verdict(standing=Standing.EXEMPT, rule=rule)
    if required is None:
        rule = "Chỉ tiêu không giao con số nên không xét nhanh, chậm."
        return Verdict(standing=Standing.NOT_DUE, rule=rule)
    if required.goal is None:
        return _early(value, required)
    if value is None:
        rule = _rule(required, thresholds)
        return Verdict(standing=Standing.BLANK, rule=rule)
    gap = required.goal.margin(value)
    standing, is_far = _standing(gap, required, thresholds)
    return Verdict(
        standing=standing,
        rule=_rule(required, thresholds, is_far=is_far),
        gap=gap,
        words=_words(value, gap, required),
        is_far=is_far,
    )


def standing_of(
    value: Decimal | None,
    required: Required | None,
    *,
    is_exempt: bool = False,
    thresholds: Thresholds = Thresholds(),
) -> Standing:
    """The standing that ``judge`` finds, without its words: for tables of thousands."""
    if is_exempt:
        return Standing.EXEMPT
    if required is None:
        return Standing.NOT_DUE
    if required.goal is None:
        return _early(value, required).standing
    if value is None:
        return Standing.BLANK
    return _standing(required.goal.margin(value), required, thresholds)[0]


def _early(value: Decimal | None, required: Required) -> Verdict:
    """Nothing is due yet; who has come to the end already has reached it.

    A total that is not to exceed its figure may still grow past it.
    """
    may_grow = required.course.over in (OverPeriods.RUNNING, OverPeriods.SUM)
    final = required.final
    if value is None or not final.reached(value) or (final.is_from_above and may_grow):
        return Verdict(standing=Standing.NOT_DUE, rule=required.says)
    level = level_words(final, required.course.scale)
    return Verdict(
        standing=Standing.REACHED,
        rule=f"{required.says.removesuffix('.')}; mức cuối ({level}) đã đạt.",
        gap=final.margin(value),
        words="đã đạt mức cuối",
    )


def _standing(
    gap: Decimal, required: Required, thresholds: Thresholds
) -> tuple[Standing, bool]:
    if gap >= 0:
        return Standing.REACHED, False
    measure = required.course.scale.measure
    if measure == Measure.RANK:
        near = -gap <= thresholds.near_ranks
        return (Standing.NEAR if near else Standing.BEHIND), False
    of = _measured_by(required)
    if not required.course.scale.is_counted or not of:
        return Standing.BEHIND, False
    if -gap <= of * thresholds.near:
        return Standing.NEAR, False
    return Standing.BEHIND, -gap > of * thresholds.far


def _measured_by(required: Required) -> Decimal:
    """What the shares of the thresholds are taken of: the level, or the baseline of a level 0."""
    baseline = required.course.baseline or Decimal(0)
    return abs(required.level or Decimal(0)) or abs(baseline)


def _words(value: Decimal, gap: Decimal, required: Required) -> str:
    """thiếu 3 điểm · vượt 5,4 điểm · còn phải giảm 0,2 điểm"""
    scale, goal = required.course.scale, required.goal
    assert goal
    if scale.measure == Measure.YES_NO:
        return "đã thực hiện" if gap >= 0 else "chưa thực hiện"
    if scale.measure == Measure.NARRATIVE:
        return "đã báo cáo" if gap >= 0 else "chưa báo cáo"
    if gap == 0:
        return "trong khoảng" if goal.better is Better.HOLD else "vừa đúng mức"
    by = amount(abs(gap), scale)
    if scale.measure == Measure.RANK:
        return f"hơn {by}" if gap > 0 else f"kém {by}"
    if goal.better is Better.HOLD:
        return f"thiếu {by}" if value < goal.level else f"quá {by}"
    if goal.is_from_above:
        over = "quá" if required.basis is Basis.LEVEL else "còn phải giảm"
        return f"thấp hơn {by}" if gap > 0 else f"{over} {by}"
    return f"vượt {by}" if gap > 0 else f"thiếu {by}"


def amount(number: Decimal, scale: Scale) -> str:
    """5,4 điểm · 3 tuyến · 1 bậc; two decimals are enough to say a difference."""
    number = rounded(Fraction(number), 2) or number
    if scale.measure == Measure.RANK:
        return shown(number, "bậc")
    return shown(number, "điểm" if scale.sign == "%" else scale.sign)


def _rule(required: Required, thresholds: Thresholds, *, is_far: bool = False) -> str:
    course, goal = required.course, required.goal
    assert goal
    until = f"đến hạn {_day(required.by)}" if required.by else "ở mọi kỳ"
    if course.scale.measure == Measure.YES_NO:
        return f"Phải thực hiện xong {until}{required.says}."
    if course.scale.measure == Measure.NARRATIVE:
        return f"Phải báo cáo {until}{required.says}."
    if required.by and required.basis is not Basis.DEADLINE:
        until = f"đến {_day(required.by)}"
    level = level_words(goal, course.scale)
    near = _near_words(required, thresholds, is_far=is_far)
    return f"Mức phải đạt {until} là {level}{required.says}{near}."


def _near_words(required: Required, thresholds: Thresholds, *, is_far: bool) -> str:
    course, goal = required.course, required.goal
    assert goal
    if course.scale.measure == Measure.RANK:
        places = thresholds.near_ranks
        return f"; gần đạt khi kém không quá {places} bậc" if places else ""
    if not thresholds.near or not _measured_by(required):
        return ""
    how = {Better.UP: "thiếu", Better.DOWN: "cao hơn", Better.HOLD: "lệch"}[goal.better]
    of = "mức ấy" if required.level else "mức xuất phát"
    far = f", chậm nhiều khi {how} quá {_share(thresholds.far)}" if is_far else ""
    return f"; gần đạt khi {how} không quá {_share(thresholds.near)}{far} {of}"


def _share(part: Decimal) -> str:
    return shown(part * 100, "%")
