"""Tiền như người ta gõ: "45 triệu", "1,2 tỷ", "45.000.000 đồng" → a whole number of đồng."""

import re
from decimal import Decimal

from units.numerals import parse_decimal, vn_number

_SCALES = {
    "tỷ": 9, "tỉ": 9, "ty": 9, "ti": 9, "triệu": 6, "trieu": 6, "tr": 6,
    "nghìn": 3, "ngàn": 3, "nghin": 3, "ngan": 3, "k": 3, "đồng": 0, "đ": 0, "dong": 0,
    "vnđ": 0, "vnd": 0,
}  # fmt: skip
_WORDS = "|".join(sorted(_SCALES, key=len, reverse=True))
_PIECE = re.compile(rf"([\d.,\s]+?)\s*({_WORDS})\b\.?\s*", re.IGNORECASE)
MOST = Decimal(10) ** 15


def parse_money(text: str) -> Decimal | None:
    """Đồng; None where it is no amount of money, or not a whole number of đồng.

    "1 tỷ 200 triệu" is told piece by piece, each smaller than the one before; a trailing
    "đồng" says nothing more.
    """
    text = " ".join(text.replace("\u00a0", " ").split())
    plain = parse_decimal(text)
    if plain is not None:
        return _whole(plain)
    total, before, at = Decimal(0), 99, 0
    for found in _PIECE.finditer(text):
        if found.start() != at:
            return None
        at = found.end()
        number, scale = parse_decimal(found[1]), _SCALES[found[2].lower()]
        if number is None or scale >= before:
            return None
        total += number.scaleb(scale)
        before = scale
        # "triệu đồng": the word only names what it is.
        if rest := re.match(r"(đồng|đ|vnđ|vnd)\b\.?", text[at:], re.IGNORECASE):
            at += rest.end()
            return _whole(total) if at == len(text) else None
    return _whole(total) if at and at == len(text) else None


def _whole(number: Decimal) -> Decimal | None:
    if number < 0 or number >= MOST or number != number.to_integral_value():
        return None
    return number.quantize(Decimal(1))


def vn_money(value: Decimal | None) -> str:
    """45.000.000 đồng; nothing of a blank."""
    return "" if value is None else f"{vn_number(value)} đồng"
