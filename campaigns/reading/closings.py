"""Lời kết: paragraphs that close the plan as a whole and belong to no unit."""

import re

_OPENS = re.compile(
    r"(?:trên\s+đây\s+là|trong\s+quá\s+trình|đề\s+nghị|yêu\s+cầu|nhận\s+được|căn\s+cứ|giao\b|"
    r"các\s+(?:cơ\s+quan|đơn\s+vị|phòng|ban|sở)|thủ\s+trưởng|kế\s+hoạch\s+này|chỉ\s+thị\s+này|"
    r"ủy\s+ban|ubnd|hội\s+đồng|phòng|ban|sở|công\s+đoàn|rất\s+mong|mọi\s+vướng\s+mắc)"
)
_WHOLE = re.compile(
    r"(?:kế hoạch|hướng dẫn|chỉ thị|công văn|thông báo|nội dung)\s+(?:này|nêu trên|trên)|\./\.?$|"
    r"(?:nghiêm túc|triển khai|tổ chức|khẩn trương)\s+(?:\w+\s+\w+\s+)?thực hiện"
)
_SUMS_UP = re.compile(r"trên\s+đây\b")


def sums_up(folded: str) -> bool:
    """ "Trên đây là Kế hoạch …": always the beginning of the end."""
    return bool(_SUMS_UP.match(folded))


def closes(folded: str) -> bool:
    """Whether a paragraph without a number speaks of the plan as a whole."""
    return sums_up(folded) or bool(_OPENS.match(folded) and _WHOLE.search(folded))
