"""Con số kiểu Việt Nam: how a number is read and how it is written.

The comma stands before the decimals, points between the thousands. Nothing here knows a
database or a form, so that values may use it too.
"""

import re
from decimal import Decimal


def parse_decimal(text: str) -> Decimal | None:
    """Số kiểu Việt Nam: "1.234,5", "88,4", "88.4", "1 234"; None when it is no number.

    The comma is the decimal sign. A single point is a decimal sign too, unless exactly three
    digits follow it and one to three, not a zero, stand before ("1.234" is above a thousand).
    Where commas stand before a point ("1,234.5") they can only be thousands.
    """
    text = re.sub(r"[\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", text):
        plain = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?[1-9]\d{0,2}((,\d{3})+\.\d+|(,\d{3}){2,})", text):
        plain = text.replace(",", "")
    elif re.fullmatch(r"-?\d+([.,]\d+)?", text):
        plain = text.replace(",", ".")
    else:
        return None
    return Decimal(plain)


def vn_number(value, places: int | None = None) -> str:
    """1234.5 → "1.234,5". Without ``places`` as many decimals as the number has."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if places is not None:
        text = f"{number:,.{places}f}"
    else:
        text = f"{number:,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def with_unit(number: str, unit: str) -> str:
    """ "88,4%", "1.234 triệu đồng": the percent sign joined, a word after a blank."""
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()
