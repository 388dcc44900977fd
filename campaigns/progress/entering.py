"""Nhập số liệu: what an officer types in a box, and how a result is shown back.

What can be meant in two ways is refused with a sentence that says how to type it, or, where
the Vietnamese way of writing decides, taken and told (``Entered.note``).
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from campaigns.progress.aggregation import PLACES, percentage, rounded
from campaigns.progress.measures import Measure, Scale
from units.numerals import parse_decimal, vn_number, with_unit

DIGITS = 14  # before the comma, as many as the database keeps
SHOWN = 40  # characters of what was typed that a sentence repeats

_NUMBER = re.compile(r"(?P<number>[+-]? ?\d[\d., ]*)(?P<rest>.*)")
_SPACED = re.compile(r"-?[1-9]\d{0,2}( \d{3})+([.,]\d+)?")
_SPAN = re.compile(r"\d[\d.,]*\s*%?\s*(?:-|đến|tới)\s*\d")
_POINT = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_COMMA = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_NOTHING = {"-", "--", "không", "ko", "không có", "chưa", "chưa có", "n/a", "na", "x"}
_YES = {"có", "đạt", "rồi", "đã", "đã thực hiện", "hoàn thành", "x", "✓", "✔", "1"}
_NO = {"không", "ko", "chưa", "chưa có", "chưa thực hiện", "không đạt", "chưa đạt", "0"}


class Unclear(ValueError):
    """Không rõ là số nào. ``str(error)`` is one Vietnamese sentence for whoever typed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Số đã hiểu. ``echo`` is shown back beside the box, and ``note`` where one could mean
    another number. ``value`` is None of "0/0" alone: nothing came up, so there is no share."""

    value: Decimal | None
    echo: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""


def entered(text: str, scale: Scale = Scale()) -> Entered | None:  # noqa: B008  frozen
    """What is typed, on the scale of its target; None of an empty box. Raises ``Unclear``."""
    plain = _plain(text)
    if not plain:
        return None
    match scale.measure:
        case Measure.NARRATIVE:
            return Entered(value=Decimal(1), echo=said(Decimal(1), scale))
        case Measure.YES_NO:
            value = _yes_or_no(plain)
        case Measure.RANK:
            value = _rank(plain, scale)
        case _:
            return _figure(plain, scale)
    return Entered(value=value, echo=said(value, scale))


def shown(value: Decimal | None, unit: str = "") -> str:
    """88,4% · 1.234 triệu đồng · 3 tuyến; nothing of a blank."""
    return "" if value is None else with_unit(vn_number(value), unit)


def said(value: Decimal | None, scale: Scale) -> str:
    """The same of every scale: "Có", "Tốt", "hạng 3"."""
    if value is None:
        return ""
    match scale.measure:
        case Measure.NARRATIVE:
            return "Đã báo cáo" if value else "Chưa báo cáo"
        case Measure.YES_NO:
            return "Có" if value else "Chưa"
        case Measure.RANK:
            place = int(value)
            known = place == value and 1 <= place <= len(scale.ranks)
            return scale.ranks[place - 1] if known else f"hạng {vn_number(value)}"
    return shown(value, scale.sign)


def _figure(text: str, scale: Scale) -> Entered:
    if scale.measure == Measure.PERCENT and text.count("/") == 1:
        return _ratio(text, scale)
    number, note = _number(text, scale)
    return Entered(value=number, echo=shown(number, scale.sign), note=note)


def _ratio(text: str, scale: Scale) -> Entered:
    if not scale.takes_ratio:
        raise Unclear(f"Chỉ tiêu này ghi tỷ lệ %, ví dụ 88,4. {_typed(text)}")
    ends = [parse_decimal(_joined(end.strip(), text)) for end in text.split("/")]
    numerator, denominator = ends
    if numerator is None or denominator is None or numerator < 0 or denominator < 0:
        raise Unclear(
            "Ghi số đạt, dấu gạch chéo, tổng số, ví dụ 31/37; hoặc ghi tỷ lệ %, ví dụ "
            f"83,8. {_typed(text)}"
        )
    _fits(numerator, text)
    _fits(denominator, text)
    if numerator and not denominator:
        raise Unclear(f"Tổng số (sau dấu gạch chéo) phải lớn hơn 0. {_typed(text)}")
    value = percentage(numerator, denominator)
    written = f"{vn_number(numerator)}/{vn_number(denominator)}"
    if value is None:
        return Entered(
            value=None, numerator=numerator, denominator=denominator,
            echo=f"{written} (không phát sinh)",
        )  # fmt: skip
    share = shown(rounded(Fraction(numerator) / Fraction(denominator) * 100, 2), "%")
    return Entered(
        value=value, numerator=numerator, denominator=denominator,
        echo=f"{written} ({share})",
    )  # fmt: skip


def _number(text: str, scale: Scale) -> tuple[Decimal, str]:
    if text.casefold() in _NOTHING:
        raise Unclear(
            f"Không rõ “{text}” là bằng 0 hay chưa có số. Ghi 0 nếu bằng không, để trống "
            "nếu chưa có số."
        )
    if _SPAN.match(text.casefold()):
        raise Unclear(f"Ghi một số đã đạt, không ghi khoảng. {_typed(text)}")
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Unclear(f"Ghi bằng chữ số, ví dụ 88,4 hoặc 1.234. {_typed(text)}")
    _same_unit(found["rest"], scale.sign, text)
    plain = found["number"].strip().removeprefix("+").removesuffix(".")
    number = parse_decimal(_joined(plain, text))
    if number is None:
        raise Unclear(
            "Không rõ là số nào: dấu chấm chỉ ngăn hàng nghìn (1.234.567), dấu phẩy ngăn "
            f"phần thập phân (88,4). {_typed(text)}"
        )
    _fits(number, text)
    return number, _other_meaning(plain)


def _joined(number: str, text: str) -> str:
    """Without the blanks between thousands; any other blank may part two numbers."""
    number = re.sub(r"^(-?) ", r"\1", number)
    if " " in number and not _SPACED.fullmatch(number):
        raise Unclear(
            "Không rõ là một hay nhiều số. Viết liền các chữ số, ví dụ 1234 hoặc 1.234. "
            f"{_typed(text)}"
        )
    return number.replace(" ", "")


def _other_meaning(plain: str) -> str:
    if _POINT.fullmatch(plain):
        return f"Đã hiểu là hàng nghìn. Nếu là số thập phân, ghi {plain.replace('.', ',')}."
    if _COMMA.fullmatch(plain):
        return f"Đã hiểu là số thập phân. Nếu là hàng nghìn, ghi {plain.replace(',', '.')}."
    return ""


def _same_unit(rest: str, unit: str, text: str) -> None:
    """The unit may be repeated, whole or from its beginning: "12 hộ" of "hộ nghèo"."""
    rest = rest.strip().rstrip(".;").casefold()
    own = _plain(unit).casefold()
    if not rest or rest == own or own.startswith(f"{rest} "):
        return
    if own == "%" and rest in ("phần trăm", "điểm %", "điểm phần trăm"):
        return
    measured = f"Chỉ tiêu này tính bằng {unit}" if unit else "Ô này chỉ ghi số"
    if rest == "%":
        raise Unclear(f"{measured}, không tính bằng %. {_typed(text)}")
    if unit:
        measured += "; đổi ra đơn vị ấy rồi ghi số"
    raise Unclear(f"{measured}, ví dụ {shown(Decimal('12'), unit)}. {_typed(text)}")


def _fits(number: Decimal, text: str) -> None:
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if -exponent > PLACES:
        raise Unclear(f"Ghi nhiều nhất {PLACES} chữ số sau dấu phẩy. {_typed(text)}")
    if len(digits) + exponent > DIGITS:
        raise Unclear(
            f"Số quá lớn: nhiều nhất {DIGITS} chữ số trước dấu phẩy. {_typed(text)}"
        )


def _yes_or_no(text: str) -> Decimal:
    word = text.casefold().rstrip(".")
    if word in _YES:
        return Decimal(1)
    if word in _NO:
        return Decimal(0)
    raise Unclear(f"Ghi “Có” hoặc “Chưa”. {_typed(text)}")


def _rank(text: str, scale: Scale) -> Decimal:
    word = text.casefold().rstrip(".")
    words = [_plain(rank).casefold() for rank in scale.ranks]
    if word in words:
        return Decimal(words.index(word) + 1)
    found = re.fullmatch(r"(?:hạng |thứ |mức )?(\d{1,6})", word)
    place = int(found[1]) if found else 0
    if place and (not words or place <= len(words)):
        return Decimal(place)
    if not words:
        raise Unclear(f"Ghi thứ hạng, ví dụ 3. {_typed(text)}")
    raise Unclear(f"Ghi một trong các mức: {', '.join(scale.ranks)}. {_typed(text)}")


def _plain(text: str) -> str:
    """On one line, composed, with the digits, signs and blanks of a plain keyboard."""
    kept = [
        _of_keyboard(char)
        for char in unicodedata.normalize("NFC", text)
        if unicodedata.category(char) != "Cf"
    ]
    return " ".join("".join(kept).split())


def _of_keyboard(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    return "-" if char in _DASHES else char


def _typed(text: str) -> str:
    cut = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return f"Đang nhập: {cut}"
