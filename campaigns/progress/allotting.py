"""Ô giao chỉ tiêu: what is typed in a cell of the grid, and how it is shown there.

A cell of figures is empty (the unit does not owe the target), "chung" (it owes what the plan
asks of everybody) or a level of its own, of which a range has two ends.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from campaigns.progress.entering import Unclear, entered, said
from campaigns.progress.measures import Measure, Scale
from units.numerals import parse_decimal, vn_number

COMMON_WORD = "chung"
EXEMPT_WORD = "miễn"
_COMMON = {COMMON_WORD, "mức chung", "x", "có giao"}
_ENDS = re.compile(r"\s*(?:\.\.|[-\u2013\u2014]|đến|tới)\s*(?=\d)")
_WEIGHT_PLACES, _MOST_WEIGHT = 4, Decimal(10) ** 8
SHOWN = 40


class Face(StrEnum):
    """Mặt của bảng: what its cells hold."""

    LEVEL = "muc"
    WEIGHT = "trong-so"
    BASELINE = "so-goc"

    @property
    def label(self) -> str:
        return _FACES[self]


_FACES = {
    Face.LEVEL: "Mức giao",
    Face.WEIGHT: "Trọng số",
    Face.BASELINE: "Số gốc để so",
}


@dataclass(frozen=True, slots=True)
class Allotted:
    """Mức giao một đơn vị; without ``value`` it is the common one."""

    is_owed: bool = True
    value: Decimal | None = None
    value_max: Decimal | None = None


NONE, COMMON = Allotted(is_owed=False), Allotted()


def allotted(text: str, scale: Scale) -> Allotted:
    """What a cell of figures says. Raises ``Unclear``."""
    plain = " ".join(text.split())
    if not plain:
        return NONE
    if plain.casefold() in _COMMON or scale.measure == Measure.NARRATIVE:
        return COMMON
    ends = _ends(plain) if scale.is_counted else [plain]
    figures = [_level(end, scale, plain) for end in ends]
    if len(figures) == 2 and figures[1] < figures[0]:
        raise Unclear(
            f"Số đầu của khoảng phải nhỏ hơn số cuối. Đang nhập: {plain[:SHOWN]}"
        )
    return Allotted(True, figures[0], figures[1] if len(figures) == 2 else None)


def shown_level(cell: Allotted, scale: Scale) -> str:
    """As ``allotted`` reads it again."""
    if not cell.is_owed:
        return ""
    if cell.value is None:
        return COMMON_WORD
    if not scale.is_counted:
        return said(cell.value, scale)
    ends = [cell.value] if cell.value_max is None else [cell.value, cell.value_max]
    return "–".join(vn_number(end) for end in ends)


def weight(text: str) -> Decimal:
    """Trọng số. Raises ``Unclear``."""
    plain = " ".join(text.split())
    number = parse_decimal(plain) if plain else None
    if number is None or number < 0 or number >= _MOST_WEIGHT:
        raise Unclear(
            f"Trọng số là một số từ 0 trở lên, ví dụ 1 hoặc 1,5. Đang nhập: "
            f"{plain[:SHOWN] or '(trống)'}"
        )
    if number != round(number, _WEIGHT_PLACES):
        raise Unclear(
            f"Trọng số có nhiều nhất {_WEIGHT_PLACES} chữ số sau dấu phẩy. Đang nhập: "
            f"{plain[:SHOWN]}"
        )
    return number


def baseline(text: str, scale: Scale) -> Decimal | None:
    """Số gốc; None of an empty cell. Raises ``Unclear``."""
    found = entered(text, scale)
    return found.value if found else None


def shown_figure(value: Decimal | None) -> str:
    return "" if value is None else vn_number(value)


def _ends(plain: str) -> list[str]:
    """A minus in front is a sign, between two figures a range."""
    ends = _ENDS.split(plain[1:], maxsplit=1)
    return [plain[0] + ends[0], *ends[1:]]


def _level(text: str, scale: Scale, whole: str) -> Decimal:
    found = entered(text.removesuffix("%") if scale.sign == "%" else text, scale)
    if found is None or found.value is None:
        raise Unclear(f"Ghi một mức, ví dụ 10 hoặc 10–12. Đang nhập: {whole[:SHOWN]}")
    return found.value
