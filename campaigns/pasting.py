"""Dán từ Word: what the clipboard holds of a document → lines; the looks of it are left behind.

Headings, lists and tables stay what they are; fonts, colours, pictures and the like go.
"""

import re
from dataclasses import replace

from campaigns.content import Line
from campaigns.outline import LineKind
from campaigns.reading.bodylines import read_lines, to_lines
from campaigns.reading.errors import Unreadable
from campaigns.reading.hypertext import read_hypertext

MOST = 400  # lines at once; a whole plan is read in from its file
_BASIS = re.compile(r"(?:căn cứ|thực hiện|theo)\b", re.IGNORECASE)


def pasted_lines(html: str, beside: LineKind) -> tuple[Line, ...]:
    """Lines in their order; none where nothing of it can be read.

    ``beside``: the kind of the line it is pasted at: among căn cứ, a paragraph is one.
    """
    try:
        blocks = read_hypertext(html.encode("utf-8")).blocks
    except Unreadable:
        return ()
    lines = to_lines(read_lines(blocks))
    return tuple(_settled(line, beside) for line in lines if line.text.strip())


def _settled(line, beside):
    # Numbers follow from the outline once these are lines of the plan.
    line = replace(line, marker="")
    if (
        beside is LineKind.BASIS
        and line.kind in (LineKind.PARAGRAPH, LineKind.DASH)
        and _BASIS.match(line.text)
    ):
        return Line(kind=LineKind.BASIS, text=line.text.rstrip(" ;."))
    return line
