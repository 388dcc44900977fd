"""Bảng chỉ tiêu: goals that stand in the rows of a table, in the body or in an annex.

Read only where the head of the table says what its columns are: what is to be reached, and
the plan's figure for it. A column of results is what was reached before; a table of points,
awards or money tells of no goal; a row whose figure is not clear is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from campaigns.content import Comparator, Direction
from campaigns.reading import dates, goals, numbers
from campaigns.reading.language import fold, squeeze
from campaigns.reading.numbers import Figure

_ORDINAL = re.compile(r"(?:s?tt|số\s+tt|số\s+thứ\s+tự)\W*")
_NAME = re.compile(
    r"(?:(?:tên|các|nội\s+dung|danh\s+mục|hệ\s+thống)\s+)*"
    r"(?:chỉ\s+tiêu|nội\s+dung|mục\s+tiêu|tiêu\s+chí|nhiệm\s+vụ)\b"
)
_UNIT = re.compile(r"(?:đơn\s+vị(?:\s+tính)?|đvt|đv\s+tính)\W*")
_BEFORE = re.compile(
    r"(?:ước\s+)?(?:thực\s+hiện|kết\s+quả|hiện\s+trạng|đã\s+đạt|th\b|ước)(?!.*\bkế\s+hoạch)"
)
_PLAN = re.compile(
    r"(?:kế\s+hoạch|kh)\b|(?:chỉ\s+tiêu|mục\s+tiêu)\s+(?:được\s+)?(?:giao|thi\s+đua|phấn\s+đấu|kế|năm|đến|\d|đăng\s+ký)"
    r"|(?:được\s+)?giao\b|phấn\s+đấu|dự\s+kiến"
    r"|mức\s+(?:phấn\s+đấu|giao|chỉ\s+tiêu|kế\s+hoạch|đăng\s+ký|cần\s+đạt|phải\s+đạt|đạt(?!\s+được))\b"
)
_PLAIN_PLAN = re.compile(r"(?:chỉ\s+tiêu|mục\s+tiêu)\W*")
# "Chỉ tiêu phấn đấu" over the names where another column holds the figures
_NAMES_TOO = re.compile(
    r"(?:chỉ\s+tiêu|mục\s+tiêu)(?:\s+(?:thi\s+đua|phấn\s+đấu|đăng\s+ký))?\W*"
)
_OWNER = re.compile(
    r"(?:cơ\s+quan|đơn\s+vị|bộ\s+phận|người|tổ\s+chức)\s+(?:chủ\s+trì|thực\s+hiện|phụ\s+trách|được\s+giao|theo\s+dõi|đăng\s+ký)"
    r"|phụ\s+trách\b|chủ\s+trì\b"
)
_DUE = re.compile(r"thời\s+(?:gian|hạn)|hạn\s+hoàn\s+thành|hoàn\s+thành\s+trước")
_NO_GOALS = re.compile(
    r"\bđiểm\b|khen\s+thưởng|danh\s+hiệu|kinh\s+phí|thành\s+tiền|đơn\s+giá"
)
_SIGNS = (
    (re.compile(r"^(?:≥|>=?|=>)"), Comparator.AT_LEAST),
    (re.compile(r"^(?:≤|<=?|=<)"), Comparator.AT_MOST),
)  # fmt: skip
_SUB = re.compile(r"^(?:[-–+•*]|trong\s+đó)\s*:?\s*", re.I)
_HEAD_ROWS = 3
_LONGEST_FIGURE = 40  # characters of a cell that is a figure


@dataclass(frozen=True, slots=True)
class Row:
    """Một chỉ tiêu của bảng."""

    name: str
    figure: Figure
    unit: str
    comparator: Comparator
    direction: Direction
    shown: str
    baseline: str
    owner: str
    due: str
    sure: float


@dataclass(slots=True)
class _Columns:
    """Where in a row stands what; None: the table has no such column."""

    name: int
    value: int
    width: int
    unit: int | None = None
    owner: int | None = None
    due: int | None = None
    before: dict[int, str] = field(default_factory=dict)  # column → its head


def read_rows(table: str, headings: list[str]) -> list[Row]:
    """Goals of a table (rows on lines, cells parted by tabs) under these folded headings."""
    rows = [[squeeze(cell) for cell in line.split("\t")] for line in table.split("\n")]
    setting = goals.setting("", headings)
    if setting.state or (setting.awards and not setting.goal_head):
        return []
    for place, row in enumerate(rows[:_HEAD_ROWS]):
        below = rows[place + 1 :]
        columns = _columns(row)
        if columns is None and below:
            columns = _columns(_two_rows(row, below[0]))
        if columns:
            found = list(_below(below, columns))
            telling = sum(bool(r.unit) for r in found)
            return found if columns.unit is not None or 2 * telling > len(found) else []
    return []


def is_unread(table: str, headings: list[str]) -> bool:
    """Whether a table under a heading of goals holds figures but no goal was understood."""
    setting = goals.setting("", headings)
    first, *rows = table.split("\n")
    if not setting.goal_head or setting.state or _NO_GOALS.search(fold(first)):
        return False
    cells = [cell for row in rows for cell in row.split("\t")[1:]]
    figured = any(
        numbers.figures(cell) for cell in cells if len(cell) <= _LONGEST_FIGURE
    )
    return figured and not read_rows(table, headings)


def _columns(row: list[str]) -> _Columns | None:
    """What the cells of a row that heads a table say; None where it is no table of goals."""
    heads = [fold(cell).strip(" :.") for cell in row]
    if any(_NO_GOALS.search(head) for head in heads):
        return None
    roles: dict[str, list[int]] = {}
    for index, head in enumerate(heads):
        roles.setdefault(_role(head), []).append(index)
    names, plans = roles.get("name", []), roles.get("plan", [])
    if not names and len(plans) == 2 and _NAMES_TOO.fullmatch(heads[plans[0]]):
        names, plans = plans[:1], plans[1:]
    if not names:
        return None
    if not plans:
        plans = [i for i in names[1:] if _PLAIN_PLAN.fullmatch(heads[i])]
    if len(plans) != 1:
        return None  # one column for each of many units, or none: nobody's single goal
    first = {name: places[0] for name, places in roles.items()}
    return _Columns(
        name=names[0],
        value=plans[0],
        width=len(row),
        unit=first.get("unit"),
        owner=first.get("owner"),
        due=first.get("due"),
        before={index: row[index] for index in roles.get("before", [])},
    )


def _two_rows(upper: list[str], lower: list[str]) -> list[str]:
    """Heads in two rows: one cell above several ("Năm 2025" over "Kế hoạch", "Thực hiện"),
    the others reaching over both rows."""
    if len(upper) == len(lower):
        return _over_each_other(upper, lower)
    if "" not in lower or lower.count("") != len(upper) - 1:
        return []
    first = next(i for i, cell in enumerate(lower) if cell)
    if first >= len(upper):
        return []
    heads, over = iter([*upper[:first], *upper[first + 1 :]]), upper[first]
    return [f"{cell} {over}" if cell else next(heads) for cell in lower]


def _over_each_other(upper: list[str], lower: list[str]) -> list[str]:
    """The same where each place of a joined cell is there: empty ones follow its words."""
    if "" not in upper or "" not in lower or not upper[0]:
        return []
    heads, over = [], ""
    for place, (head, below) in enumerate(zip(upper, lower, strict=True)):
        over = head or over
        reaches = head and upper[place + 1 : place + 2] == [""]
        if bool(below) != bool(not head or reaches):
            return []
        heads.append(f"{below} {over}" if below else head)
    return heads


def _role(head: str) -> str:
    if _ORDINAL.fullmatch(head):
        return "ordinal"
    if _UNIT.fullmatch(head):
        return "unit"
    if _OWNER.match(head):
        return "owner"
    if _BEFORE.match(head):
        return "before"
    if _PLAN.match(head):
        return "plan"
    if _NAME.match(head):
        return "name"
    return "due" if _DUE.match(head) else ""


def _below(rows: list[list[str]], columns: _Columns) -> Iterator[Row]:
    above = ""
    for row in rows:
        if len(row) != columns.width:
            continue  # cells joined across columns: whose figure it is cannot be told
        name = row[columns.name].strip(" :;.")
        sub = _SUB.match(name)
        if sub and above:
            name = f"{above}: {name[sub.end() :]}"
        elif name:
            above = name
        found = _row(name, row, columns)
        if found:
            yield found


def _row(name: str, row: list[str], columns: _Columns) -> Row | None:
    cell = row[columns.value]
    if len(name.split()) < 2 or not cell or len(cell) > _LONGEST_FIGURE:
        return None
    figures = numbers.figures(cell)
    if len(figures) != 1 or figures[0].fraction:
        return None
    (figure,) = figures
    unit = _unit(row, columns, figure, cell)
    sentence = f"{name} {cell} {unit}"
    offset = len(name) + 1
    placed = Figure(
        figure.start + offset, figure.end + offset, figure.value, figure.high, figure.percent
    )  # fmt: skip
    sign = next((held for pattern, held in _SIGNS if pattern.match(cell)), None)
    direction = Direction.HOLD
    if numbers.is_decrease(sentence, placed):
        direction = Direction.DOWN
    elif numbers.is_increase(sentence, placed):
        direction = Direction.UP
    before = [
        f"{head}: {row[index]}"
        for index, head in columns.before.items()
        if row[index] and index < columns.value
    ]
    return Row(
        name=name,
        figure=figure,
        unit=unit,
        comparator=sign or numbers.comparator(sentence, placed),
        direction=direction,
        shown=cell,
        baseline=before[-1] if before else "",
        owner="" if columns.owner is None else row[columns.owner].strip(" ;."),
        due="" if columns.due is None else row[columns.due],
        sure=0.85 if columns.unit is not None else 0.7,
    )


def _unit(row: list[str], columns: _Columns, figure: Figure, cell: str) -> str:
    if figure.percent:
        return "%"
    if columns.unit is not None:
        unit = row[columns.unit]
        small = unit[:1].isupper() and unit[1:2].islower()
        return unit[:1].lower() + unit[1:] if small else unit
    match = goals.UNIT.match(fold(cell)[figure.end :])
    return squeeze(cell[figure.end : figure.end + match.end()]) if match else ""


def due_of(row: Row, year: int | None):
    """The last day of the point of time in the row's own column, None if it names none."""
    points = [p for p in dates.moments(row.due, year) if p.last] if row.due else []
    return points[-1].last if points else None
