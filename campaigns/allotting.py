"""Bảng giao chỉ tiêu: units by targets, what is typed in the cells, the sum against the plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from campaigns.filling import scale_of
from campaigns.models import Allocation, Campaign, Indicator, Participation
from campaigns.progress.aggregation import Part, over_units
from campaigns.progress.allotting import (
    EXEMPT_WORD,
    NONE,
    Allotted,
    Face,
    allotted,
    baseline,
    shown_figure,
    shown_level,
    weight,
)
from campaigns.progress.entering import Unclear, shown
from campaigns.progress.measures import OverUnits, Scale
from campaigns.totals import goal_of
from units.wording import excerpt

type Place = tuple[int, int]  # participation, indicator


@dataclass(frozen=True)
class Check:
    """Đối chiếu với kế hoạch: shown, never forbidden."""

    words: str = ""
    is_off: bool = False


def checks(campaign: Campaign, indicators: Sequence[Indicator]) -> dict[int, Check]:
    """What was allotted against the plan's own figure, of each indicator: one query."""
    found: dict[int, list[tuple]] = defaultdict(list)
    rows = Allocation.objects.owed().filter(campaign=campaign)
    for pk, value, share in rows.values_list("indicator", "value", "weight"):
        found[pk].append((value, share))
    return {one.pk: check(one, found[one.pk]) for one in indicators}


def check(
    indicator: Indicator, owed: Iterable[tuple[Decimal | None, Decimal]],
    against: Decimal | None = None,
) -> Check:  # fmt: skip
    """``owed``: the own level (None: the common one) and the weight of every unit that owes;
    ``against``: what the superior allotted, else the plan's own figure.
    """
    rows = list(owed)
    plan = indicator.value if against is None else against
    if plan is None or not rows:
        return Check()
    sign = scale_of(indicator).sign
    own = [value for value, _ in rows if value is not None]
    rule = OverUnits(indicator.over_units)
    if rule is OverUnits.SUM:
        return _of_sum(sum(own, Decimal(0)), plan, len(own), len(rows))
    if rule is OverUnits.COUNT or not own:
        return Check()
    goal = goal_of(indicator)
    parts = [
        Part(value=plan if value is None else value, weight=share)
        for value, share in rows
    ]
    above = goal is not None and goal.is_from_above
    whole = over_units(parts, rule, is_from_above=above).value
    if whole is None:
        return Check()
    said = f"{rule.label.lower()}: {shown(round(whole, 2), sign)}, kế hoạch {shown(plan, sign)}"
    return Check(said, goal is not None and not goal.reached(whole))


def _of_sum(total: Decimal, plan: Decimal, own: int, owing: int) -> Check:
    if not own:
        return Check("chưa chia cho từng đơn vị")
    said = f"giao {shown(total)}/{shown(plan)}"
    if total != plan:
        over = total - plan
        said += f": {'vượt' if over > 0 else 'thiếu'} {shown(abs(over))}"
    if own < owing:
        said += f", {owing - own} đơn vị chưa có mức riêng"
    return Check(said, total != plan)


@dataclass(frozen=True)
class Column:
    """Một chỉ tiêu."""

    indicator: Indicator
    check: Check

    @property
    def scale(self) -> Scale:
        return scale_of(self.indicator)


@dataclass
class Box:
    """Một ô. ``kept``: what stands in the database; ``text``: what is shown or was typed."""

    place: Place
    row: Allocation | None
    kept: str
    text: str
    label: str
    error: str = ""

    @property
    def name(self) -> str:
        return "o-{}-{}".format(*self.place)

    @property
    def is_exempt(self) -> bool:
        return self.row is not None and self.row.exempted_at is not None


@dataclass
class GridRow:
    participation: Participation
    boxes: list[Box] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Of the hidden box that says what the page showed."""
        return f"cu-{self.participation.pk}"

    @property
    def kept(self) -> str:
        return "|".join(box.kept for box in self.boxes)


def grid(
    columns: Sequence[Column], taking: Sequence[Participation], face: Face
) -> list[GridRow]:
    """Rows of these units: one query."""
    found = Allocation.objects.living().filter(participation__in=taking)
    there = {(row.participation_id, row.indicator_id): row for row in found}
    return [
        GridRow(
            one,
            [_box(one, column, there.get((one.pk, column.indicator.pk)), face)
             for column in columns],
        )
        for one in taking
    ]  # fmt: skip


def _box(one: Participation, column: Column, row: Allocation | None, face: Face) -> Box:
    kept = shown_in(row, column.scale, face)
    label = f"{one.unit}: {excerpt(str(column.indicator), 60)}"
    return Box((one.pk, column.indicator.pk), row, kept, kept, label)


def shown_in(row: Allocation | None, scale: Scale, face: Face) -> str:
    """What the cell shows."""
    if row is None:
        return ""
    if row.exempted_at is not None:
        return EXEMPT_WORD
    match face:
        case Face.WEIGHT:
            return shown_figure(row.weight.normalize())
        case Face.BASELINE:
            return shown_figure(row.baseline_value)
    return shown_level(Allotted(True, row.value, row.value_max), scale)


@dataclass(frozen=True)
class Meant:
    """Điều một ô muốn nói: columns of the allocation, and whether it is owed at all."""

    changes: dict[str, Any]
    is_owed: bool = True


def meant(text: str, scale: Scale, face: Face) -> Meant:
    """What was typed in a cell of this face. Raises ``Unclear``."""
    match face:
        case Face.WEIGHT:
            return Meant({"weight": weight(text)})
        case Face.BASELINE:
            return Meant({"baseline_value": baseline(text, scale)})
    cell = allotted(text, scale)
    if cell == NONE:
        return Meant({}, is_owed=False)
    return Meant({"value": cell.value, "value_max": cell.value_max})


def read_grid(
    rows: Sequence[GridRow],
    columns: Sequence[Column],
    data: Mapping[str, str],
    face: Face,
) -> dict[Place, Meant]:
    """What was changed on the page; an error stands in its box, with what was typed."""
    found: dict[Place, Meant] = {}
    for row in rows:
        showed = str(data.get(row.name, "")).split("|")
        for at, (box, column) in enumerate(zip(row.boxes, columns, strict=True)):
            typed = data.get(box.name)
            before = showed[at] if at < len(showed) else ""
            if typed is None or " ".join(typed.split()) == before or box.is_exempt:
                continue
            if face is not Face.LEVEL and box.row is None:
                continue
            box.text = typed
            if box.kept != before:
                box.error = (
                    f"Người khác vừa đổi ô này thành “{box.kept or 'trống'}”. Lưu lần nữa nếu vẫn "
                    "muốn thay."
                )
                continue
            try:
                found[box.place] = meant(typed, column.scale, face)
            except Unclear as error:
                box.error = str(error)
    return found
