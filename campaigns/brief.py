"""Tóm một dòng: what a plan is, for who decides about many of them."""

import re

from campaigns.content import PlanContent
from campaigns.wording import between
from units.vietnamese import fold

# "50 triệu đồng", "1.234.000 đồng", "2,5 tỷ đồng"
_MONEY = re.compile(r"\d[\d.,]*\s*(?:nghìn|triệu|tỷ|tỉ)?\s*đồng", re.IGNORECASE)


def brief(content: PlanContent) -> str:
    """ "Giao 16 đơn vị · 5 chỉ tiêu · từ 01/08/2023 đến 15/12/2023 · kinh phí 50 triệu đồng"."""
    units = len({fold(note.unit) for note in content.assignments})
    targets = len(content.targets)
    parts = [
        f"giao {units} đơn vị" if units else "chưa giao đơn vị nào",
        f"{targets} chỉ tiêu" if targets else "không có chỉ tiêu",
        between(content.starts_on, content.ends_on),
    ]
    if money := _money(content):
        parts.append(f"kinh phí {money}")
    said = " · ".join(filter(None, parts))
    return said[:1].upper() + said[1:]


def _money(content) -> str:
    """The first sum in a line that speaks of money to be spent."""
    for line in content.lines:
        if "kinh phi" in fold(line.text) and (found := _MONEY.search(line.text)):
            return found[0]
    return ""
