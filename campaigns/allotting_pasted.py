"""Bảng giao dán từ Excel: what its cells mean, and every place where that is not certain.

Nothing is left out in silence: what cannot be allotted is told, with its line.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaigns.allotting import Column, Meant, Place, meant
from campaigns.models import Participation
from campaigns.progress.allotting import EXEMPT_WORD, Face
from campaigns.progress.entering import Unclear
from units.numerals import vn_number
from units.vietnamese import fold
from units.wording import excerpt

MOST_ROWS, MOST_TEXT = 5_000, 1_000_000
NAMED = 60  # characters of a name in a sentence


@dataclass(frozen=True)
class Fault:
    """Một chỗ sai của bảng dán."""

    line: int
    words: str


@dataclass(frozen=True)
class Pasted:
    """Bảng dán: what its cells mean, and what is wrong with others."""

    cells: dict[Place, Meant]
    faults: list[Fault]
    units: int = 0


def read_pasted(
    text: str, columns: Sequence[Column], taking: Sequence[Participation], face: Face,
    owed: Mapping[Place, bool],
) -> Pasted:  # fmt: skip
    """A block out of Excel: the first row names targets, the first column units. An empty
    cell leaves the grid as it is. ``owed``: what is allotted by now, and whether it is exempt.
    """
    if len(text) > MOST_TEXT:
        return _whole(
            f"Bảng dài quá {vn_number(MOST_TEXT)} ký tự; chia ra dán nhiều lần."
        )
    try:
        table = list(_rows(text))
    except csv.Error:
        return _whole(
            "Bảng có ô quá dài, thường do một dấu nháy kép mở ra mà không đóng; sửa ô ấy trong "
            "Excel rồi chép lại."
        )
    if len(table) < 2:
        return _whole("Dán cả dòng tiêu đề và ít nhất một dòng đơn vị.")
    if len(table) - 1 > MOST_ROWS:
        return _whole(
            f"Bảng có {vn_number(len(table) - 1)} dòng đơn vị, một lần dán được "
            f"{vn_number(MOST_ROWS)}; chia ra dán nhiều lần."
        )
    (first, head), *rest = table
    faults: list[Fault] = []
    heads = _heads(head, columns, first, faults)
    names = _names(taking)
    cells: dict[Place, Meant] = {}
    seen: dict[int, int] = {}
    for number, row in rest:
        unit = _unit(row[0], names, number, faults)
        if unit is None:
            continue
        if unit in seen:
            said = f"Đơn vị “{excerpt(row[0], NAMED)}” đã có ở dòng {seen[unit]}."
            faults.append(Fault(number, said))
            continue
        seen[unit] = number
        faults += [
            Fault(
                number,
                f"{row[0]}, cột {at + 1} không có tên chỉ tiêu ở dòng đầu: {typed}",
            )
            for at, typed in enumerate(row)
            if at and typed and not (at < len(head) and head[at])
        ]
        for at, column in heads.items():
            typed = row[at] if at < len(row) else ""
            place = (unit, column.indicator.pk)
            if not typed:
                continue
            try:
                found = _cell(typed, column, face, owed.get(place))
            except Unclear as error:
                name = excerpt(str(column.indicator), 40)
                faults.append(Fault(number, f"{row[0]}, cột “{name}”: {error}"))
            else:
                if found is not None:
                    cells[place] = found
    return Pasted(cells, faults, len(seen))


def _whole(words: str) -> Pasted:
    return Pasted({}, [Fault(1, words)])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, each with its line in what was pasted."""
    read = csv.reader(text.splitlines(), delimiter="\t")
    line = 1
    for row in read:
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            yield line, cells
        line = read.line_num + 1


def _cell(typed: str, column: Column, face: Face, exempt: bool | None) -> Meant | None:
    """``exempt`` None: the unit does not owe the target. None: as it stands. Raises ``Unclear``."""
    if exempt:
        if typed.casefold() == EXEMPT_WORD:
            return None
        raise Unclear(
            "đơn vị đang được miễn chỉ tiêu này; thôi miễn trước, hoặc để trống ô."
        )
    if exempt is None and face is not Face.LEVEL:
        raise Unclear(
            "đơn vị chưa được giao chỉ tiêu này; giao mức trước, hoặc để trống ô."
        )
    return meant(typed, column.scale, face)


def _heads(row, columns, line: int, faults) -> dict[int, Column]:
    known: dict[str, dict[int, Column]] = defaultdict(dict)
    for column in columns:
        for name in (column.indicator.name, column.indicator.short_name):
            if name:
                known[fold(name)][column.indicator.pk] = column
    found: dict[int, Column] = {}
    at_of: dict[int, int] = {}
    for at, name in enumerate(row[1:], 1):
        if not name:
            continue
        said = excerpt(name, NAMED)
        meant_by = list(known.get(fold(name), {}).values())
        if not meant_by:
            faults.append(Fault(line, f"Không có chỉ tiêu nào tên “{said}”."))
            continue
        if len(meant_by) > 1:
            words = f"Có {len(meant_by)} chỉ tiêu cùng tên “{said}”; ghi tên gọn của từng chỉ tiêu."
            faults.append(Fault(line, words))
            continue
        [column] = meant_by
        if column.indicator.pk in at_of:
            first = at_of[column.indicator.pk] + 1
            words = (
                f"Cột {at + 1} “{said}” là chỉ tiêu đã có ở cột {first}; bỏ một cột."
            )
            faults.append(Fault(line, words))
            continue
        at_of[column.indicator.pk] = at
        found[at] = column
    return found


def _names(taking) -> dict[str, set[int]]:
    names: dict[str, set[int]] = defaultdict(set)
    for one in taking:
        for name in (one.unit_name, one.unit.name, one.unit.short_name):
            names[fold(name)].add(one.pk)
    return names


def _unit(name, names, number, faults) -> int | None:
    found = names.get(fold(name), set()) if name else set()
    if len(found) == 1:
        return next(iter(found))
    said = excerpt(name, NAMED)
    if not name:
        faults.append(Fault(number, "Thiếu tên đơn vị ở cột đầu."))
    elif found:
        faults.append(
            Fault(number, f"Có {len(found)} đơn vị cùng tên “{said}”; ghi tên đầy đủ.")
        )
    else:
        faults.append(Fault(number, f"Không có đơn vị nào tên “{said}” tham gia."))
    return None
