"""Biểu mẫu dòng gửi về: what the form of a section's lines said, read by hand.

Hundreds of rows make one form; Django's form machinery would cost more than the page.
"""

import re
from dataclasses import dataclass, field

from django.http import QueryDict

from campaigns.actions import LineEdit
from campaigns.cells import table_text
from campaigns.outline import LineKind
from units.vietnamese import stored

LONGEST_TEXT = 200_000
LONGEST_MARKER = 40
MOST_COLUMNS = 40
GONE = "gone"  # instead of a fingerprint: the line was removed by a colleague

_BREAKS = re.compile(r"[\n\t]+")
_TEXT = re.compile(r"l(\d{1,18})-(?:text|cols)")
# Tabs divide cells and newlines divide rows; other control characters have no place in a plan.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass
class PostedLines:
    """``edits`` by line, in the order of the page; ``act`` and ``arguments`` of the button."""

    act: str = ""
    arguments: list[str] = field(default_factory=list)
    edits: dict[int, LineEdit] = field(default_factory=dict)

    @property
    def line(self) -> int | None:
        """The line that the button belongs to."""
        return self.number(-1)

    def number(self, place: int) -> int | None:
        try:
            return int(self.arguments[place])
        except (IndexError, ValueError):
            return None


def read_lines(data: QueryDict) -> PostedLines:
    """Fields ``l<key>-text``, ``-kind``, ``-marker``, ``-title``, ``-seen``; button ``act``."""
    act, *arguments = data.get("act", "luu").split(":")
    posted = PostedLines(act=act, arguments=arguments)
    for name in data:
        match = _TEXT.fullmatch(name)
        if not match:
            continue
        key = int(match[1])
        kind = data.get(f"l{key}-kind", "")
        if kind not in LineKind:
            kind = LineKind.PARAGRAPH.value
        posted.edits[key] = LineEdit(
            pk=key,
            kind=kind,
            text=_text(data, key)[:LONGEST_TEXT],
            seen=data.get(f"l{key}-seen", ""),
            marker=clean(data.get(f"l{key}-marker", "")).strip()[:LONGEST_MARKER],
            is_title=f"l{key}-title" in data,
        )
    return posted


def _text(data, key):
    """What was typed of a line; of a table its cells, row after row."""
    columns = data.get(f"l{key}-cols", "")
    if not columns.isdecimal() or not 0 < int(columns) <= MOST_COLUMNS:
        return clean(data.get(f"l{key}-text", ""))
    cells = [_BREAKS.sub(" ", clean(cell)) for cell in data.getlist(f"l{key}-o")]
    width = int(columns)
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    # A row that was stored shorter than the others stays so until something is in its end.
    for row, length in zip(rows, data.get(f"l{key}-ends", "").split(","), strict=False):
        while length.isdecimal() and len(row) > int(length) and not row[-1]:
            row.pop()
    return table_text(rows)


def clean(text: str) -> str:
    """As it will be stored: composed, one kind of line break, no control characters."""
    return _CONTROL.sub("", stored(text))
