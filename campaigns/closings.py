"""Lời kết: paragraphs that close the plan as a whole and belong to no unit.

One rule for the reader, the editor and the overview. Texts may be as typed or folded.
"""

import re
from collections.abc import Sequence

_OPENS = re.compile(
    r"(?:trên\s+đây\s+là|trong\s+quá\s+trình|đề\s+nghị|yêu\s+cầu|nhận\s+được|căn\s+cứ|giao\b|"
    r"các\s+(?:cơ\s+quan|đơn\s+vị|phòng|ban|sở)|thủ\s+trưởng|kế\s+hoạch\s+này|chỉ\s+thị\s+này|"
    r"(?:ủy|uỷ)\s+ban|ubnd|hội\s+đồng|phòng|ban|sở|công\s+đoàn|rất\s+mong|mọi\s+vướng\s+mắc)"
)
_WHOLE = re.compile(
    r"(?:kế hoạch|hướng dẫn|chỉ thị|công văn|thông báo|nội dung)\s+(?:này|nêu trên|trên)|\./\.?$|"
    r"(?:nghiêm túc|triển khai|tổ chức|khẩn trương)\s+(?:\w+\s+\w+\s+)?thực hiện"
)
_SUMS_UP = re.compile(r"trên\s+đây\b")
_DIFFICULTIES = re.compile(
    r"trong\s+quá\s+trình\s+(?:triển\s+khai\s+|tổ\s+chức\s+)?thực\s+hiện\b"
)


def sums_up(text: str) -> bool:
    """ "Trên đây là Kế hoạch …": always an end."""
    return bool(_SUMS_UP.match(text.strip().lower()))


def closes(text: str) -> bool:
    """Whether a paragraph without a number speaks of the plan as a whole."""
    text = text.strip().lower()
    return sums_up(text) or bool(_OPENS.match(text) and _WHOLE.search(text))


def first_closing(paragraphs: Sequence[str | None]) -> int:
    """Where the closing words begin in the lines before the annexes; their number if nowhere.

    ``None`` stands for a line that is no plain paragraph: closing words stand behind the last
    of these. Above "Trên đây là …" only what closes too, or tells what to do when something
    hinders ("Trong quá trình thực hiện …"), belongs to the end.
    """
    found = index = len(paragraphs)
    summed = False
    while index > 0:
        index -= 1
        text = paragraphs[index]
        if text is None:
            break
        if closes(text) or (summed and _DIFFICULTIES.match(text.strip().lower())):
            found = index
        elif summed and text.strip():
            break
        summed = summed or sums_up(text)
    return found
