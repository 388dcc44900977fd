"""Chỗ trong văn bản: where a line stands, as one says it: "điểm a khoản 1 mục II"."""

from collections.abc import Sequence

from campaigns import outline
from campaigns.outline import DEPTH, LineKind, Written

BASES, OPENING = "căn cứ", "phần mở đầu"
_NAMES = {
    LineKind.SECTION: "mục",
    LineKind.DIVISION: "mục",
    LineKind.ITEM: "khoản",
    LineKind.SUBITEM: "tiểu khoản",
    LineKind.POINT: "điểm",
}


def places(lines: Sequence[Written]) -> list[str]:
    """Of each line; lines without a number stand where the nearest numbered one does."""
    found = []
    above: dict[int, str] = {}  # by depth: what is open
    for line, marker in zip(lines, outline.markers(lines), strict=True):
        kind = LineKind(line.kind)
        if kind in DEPTH:
            depth = DEPTH[kind]
            above = {at: name for at, name in above.items() if at < depth}
            if any(map(str.isalnum, marker)):
                above[depth] = _name(kind, marker)
        if kind is LineKind.BASIS:
            found.append(BASES)
        else:
            found.append(" ".join(_said(above)) or OPENING)
    return found


def _name(kind, marker):
    number = marker.strip(" .)(:")
    if kind not in _NAMES or " " in number:
        return number  # "Phần I", "Phụ lục", "Bước 1"
    return f"{_NAMES[kind]} {number}"


def _said(above):
    """The innermost first; a number that holds the one above it ("1.1") says both."""
    item = DEPTH[LineKind.ITEM]
    return [
        name
        for depth, name in sorted(above.items(), reverse=True)
        if not (depth == item and DEPTH[LineKind.SUBITEM] in above)
    ]
