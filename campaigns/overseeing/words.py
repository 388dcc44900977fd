"""Chữ của bảng: figures and levels as a table shows them, and what a standing is called."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from campaigns.filling import scale_of
from campaigns.models import Indicator
from campaigns.overseeing.board import DUE, Cell
from campaigns.progress.aggregation import rounded
from campaigns.progress.entering import said
from campaigns.progress.measures import Better, Measure, Scale
from campaigns.progress.pace import Required, Standing, level_words
from units.numerals import vn_number
from units.wording import excerpt

SHORT = 48  # characters of an indicator's name at the head of a column
# A standing as a key of addresses (``?tt=``), and as it is called in a list of cells.
SORTS: dict[str, tuple[str, frozenset[Standing]]] = {
    "": ("Tất cả", frozenset(Standing)),
    "den-han": ("Đã đến hạn", frozenset(DUE)),
    "dat": ("Đạt", frozenset([Standing.REACHED])),
    "gan": ("Gần đạt", frozenset([Standing.NEAR])),
    "cham": ("Chậm", frozenset([Standing.BEHIND])),
    "chua": ("Chưa có số", frozenset([Standing.BLANK])),
    "chua-den": ("Chưa đến hạn", frozenset([Standing.NOT_DUE])),
    "mien": ("Được miễn", frozenset([Standing.EXEMPT])),
}
HAS = "co-so"  # the one sort that asks for the figure, not for its standing
TAGS = {
    Standing.REACHED: ("ok", "check-circle-fill"),
    Standing.NEAR: ("warn", "exclamation-circle-fill"),
    Standing.BEHIND: ("bad", "exclamation-triangle-fill"),
    Standing.BLANK: ("mute", "circle"),
    Standing.EXEMPT: ("mute", "dash"),
    Standing.NOT_DUE: ("mute", "clock"),
}
_CENT, _WIDE = Decimal("0.01"), Decimal(10) ** 20
_SIGNS = {
    Standing.REACHED: "ok",
    Standing.NEAR: "warn",
    Standing.BEHIND: "bad",
    Standing.BLANK: "none",
    Standing.EXEMPT: "mute",
    Standing.NOT_DUE: "mute",
}


def sign(standing: Standing) -> str:
    """Of which kind its mark is in the table."""
    return _SIGNS[standing]


def is_in(cell: Cell, sort: str) -> bool:
    if sort == HAS:
        return cell.part.is_given
    return cell.standing in SORTS[sort][1]


def short(indicator: Indicator) -> str:
    return indicator.short_name or excerpt(indicator.name, SHORT)


def figure(value: Decimal | None, indicator: Indicator) -> str:
    """In a cell: without the unit that stands above it, two decimals at most."""
    if value is None:
        return ""
    scale = scale_of(indicator)
    if scale.measure in (Measure.YES_NO, Measure.RANK):
        return said(value, scale)
    if scale.measure is Measure.NARRATIVE:
        return "có"
    return vn_number(near(value))


def near(value: Decimal) -> Decimal:
    """To two decimals, a half away from zero: as ``rounded``, without a fraction on the way,
    for a table has hundreds of figures."""
    if abs(value) >= _WIDE:
        return rounded(Fraction(value), 2)
    found = value.quantize(_CENT, ROUND_HALF_UP) + 0  # there is no -0
    whole = found.to_integral_value()
    return whole if found == whole else found.normalize()


def whole_figure(value: Decimal | None, scale: Scale) -> str:
    """88,4% · 9 tuyến · 3 đơn vị"""
    if value is None:
        return "chưa có số"
    return said(near(value) if scale.is_counted else value, scale)


def cell_figure(cell: Cell, indicator: Indicator) -> str:
    """As it is read alone: "83,8% (31/37)"."""
    if cell.part.is_exempt:
        return "được miễn"
    if cell.value is None:
        return "0/0" if cell.part.is_given else "chưa có số"
    whole = whole_figure(cell.value, scale_of(indicator))
    if cell.part.is_ratio:
        top, bottom = cell.part.numerator, cell.part.denominator
        return f"{whole} ({vn_number(top)}/{vn_number(bottom)})"
    return whole


def need(required: Required | None, indicator: Indicator | None = None) -> str:
    """≥ 75% · ≤ 0,39% · 1–2 công trình; "" where nothing is due.

    With the indicator its figure is told as the plan has it: "1/3", not 0,3333.
    """
    if required is None or required.goal is None:
        return ""
    goal, scale = required.goal, required.course.scale
    if indicator and "/" in indicator.shown and goal.level == indicator.value:
        return f"{'≤' if goal.is_from_above else '≥'} {indicator.shown}"
    if not scale.is_counted:
        return level_words(goal, scale)
    if goal.better is Better.HOLD:
        return f"{vn_number(goal.low)}–{said(goal.high, scale)}"
    return f"{'≤' if goal.is_from_above else '≥'} {said(goal.level, scale)}"
