"""Con số: figures as plans write them, with what stands round them.

"0,39%", "10 %", "2.500", "1-2 công trình", "từ 5 đến 7%", "1/3 số hộ nghèo", "ít nhất một
mô hình", "trên 98,5%". Vietnamese writes a comma before decimals and dots between thousands.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from campaigns.content import Comparator
from campaigns.reading.language import fold

_FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<low>{_FIGURE})(?:\s*(?P<lowsign>%))?"
    rf"(?:\s*(?P<join>-|đến|tới|/)\s*(?P<high>{_FIGURE}))?(?:\s*(?P<sign>%))?"
    r"(?!\d|/\d|[.,-]\d|-[a-zđ]|/[a-zđ]+-)"
)
_WORD_NUMBER = re.compile(
    rf"\b(?:ít\s+nhất|tối\s+thiểu)(?:\s+(?:là|có|từ))?\s+(?P<word>{'|'.join(_WORDS)})\b"
)
_AT_LEAST = re.compile(
    r"(?:ít\s+nhất|tối\s+thiểu|không\s+(?:dưới|ít\s+hơn|thấp\s+hơn)|trên|hơn|vượt(?:\s+mức)?|đạt\s+và\s+vượt|"
    r"từ|thấp\s+nhất)(?:\s+(?:là|có|từ|đạt|khoảng))?\s*$"
)
_AT_MOST = re.compile(
    r"(?:không\s+quá|không\s+vượt\s+quá|tối\s+đa|nhiều\s+nhất|(?<!không )dưới|giảm\s+còn|còn|"
    r"xuống(?:\s+còn)?|xuống\s+dưới|không\s+cao\s+hơn)(?:\s+(?:là|dưới|khoảng))?\s*$"
)
_OR_MORE = re.compile(r"\s*(?:\)\s*)?[^.,;:]{0,40}?\btrở\s+lên")
_OR_LESS = re.compile(r"\s*[^.,;:]{0,40}?\btrở\s+xuống")
_DOWN = re.compile(r"\b(?:giảm|cắt\s+giảm|hạ|kéo\s+giảm|rút\s+ngắn)\b[^.;]{0,50}$")
_UP = re.compile(r"\b(?:tăng|nâng|vượt)\b[^.;]{0,40}$")


@dataclass(frozen=True, slots=True)
class Figure:
    """Một con số trong câu: positions, value, upper value of a range, sign, as printed."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    percent: bool = False
    fraction: bool = False
    shown: str = ""
    spelled: bool = False


def figures(text: str) -> list[Figure]:
    """All figures of ``text`` in order; dates and numbers of papers must be masked before."""
    folded = fold(text)
    found = []
    for match in _NUMBER.finditer(folded):
        figure = _figure(match, text)
        if figure:
            found.append(figure)
    for match in _WORD_NUMBER.finditer(folded):
        start, end = match.span("word")
        if not any(f.start < end and start < f.end for f in found):
            value = Decimal(_WORDS[match["word"]])
            found.append(Figure(start, end, value, shown=text[start:end], spelled=True))
    return sorted(found, key=lambda f: f.start)


def parse(written: str) -> Decimal:
    """ "2.500" → 2500, "0,39" → 0.39, "01" → 1. ``written`` must be a figure."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written):
        written = written.replace(".", "")
    return Decimal(written.replace(",", "."))


def comparator(text: str, figure: Figure) -> Comparator:
    """How the sentence holds the result against the figure."""
    folded = fold(text)
    before = folded[max(0, figure.start - 40) : figure.start]
    after = folded[figure.end : figure.end + 60]
    if figure.high is not None:
        return Comparator.RANGE
    if _OR_MORE.match(after):
        return Comparator.AT_LEAST
    if _OR_LESS.match(after):
        return Comparator.AT_MOST
    if _AT_MOST.search(before):
        return Comparator.AT_MOST
    if _AT_LEAST.search(before):
        return Comparator.AT_LEAST
    return Comparator.EQUAL


def is_decrease(text: str, figure: Figure) -> bool:
    return bool(_DOWN.search(fold(text)[max(0, figure.start - 60) : figure.start]))


def is_increase(text: str, figure: Figure) -> bool:
    return bool(_UP.search(fold(text)[max(0, figure.start - 50) : figure.start]))


def _figure(match: re.Match, text: str) -> Figure | None:
    start, end = match.span()
    low, high = parse(match["low"]), match["high"]
    percent = bool(match["sign"] or match["lowsign"])
    shown = text[start:end].strip()
    if not high:
        return Figure(start, end, low, percent=percent, shown=shown)
    upper = parse(high)
    if match["join"] == "/":
        if (
            not match["sign"]
            and upper
            and low < upper <= 10
            and "," not in match["low"] + high
        ):
            value = (low / upper).quantize(Decimal("0.0001"))
            return Figure(start, end, value, fraction=True, shown=shown)
        return None
    if upper <= low:
        return Figure(start, match.end("low"), low, percent=percent, shown=match["low"])
    return Figure(start, end, low, upper, percent=percent, shown=shown)
