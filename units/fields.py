"""Ô nhập kiểu Việt Nam: dates and numbers as people here write them, kept as typed."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from units.numerals import parse_decimal, vn_number
from units.wording import vn_date

_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(
    r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s*,?\s+năm\s+(\d{4})", re.IGNORECASE
)
SHOWN = 60  # characters of a typed value that a message repeats


def parse_date(text: str) -> datetime.date | None:
    """1/8/2023, 01-08-2023, 2023-08-01, "ngày 1 tháng 8 năm 2023"; None when it is no date."""
    written = _day_month_year(text)
    if written is None:
        return None
    day, month, year = written
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _day_month_year(text: str) -> tuple[int, int, int] | None:
    """What is written as a date, though there may be no such day."""
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _NUMERIC.fullmatch(text) or _WORDS.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    return day, month, year


def _refuse_no_such_day(text: str) -> None:
    """31/02: written as a date is, but no calendar has it."""
    if written := _day_month_year(text):
        raise ValidationError(
            "Không có ngày {:02d}/{:02d}/{:04d}.".format(*written), code="no_such_day"
        )


class _TypedInput(forms.TextInput):
    """A text input of a fixed width, with the keyboard of digits on a phone."""

    def __init__(self, css: str, inputmode: str, attrs: dict[str, str] | None = None):
        base = {"class": f"td-num {css}", "inputmode": inputmode, "autocomplete": "off"}
        super().__init__(attrs={**base, **(attrs or {})})


class VietnameseDateInput(_TypedInput):
    def __init__(self, attrs: dict[str, str] | None = None):
        # Not the digits' keyboard: on phones it has no stroke to write dd/mm/yyyy with.
        super().__init__(
            "td-w-date", "text", {"placeholder": "dd/mm/yyyy", **(attrs or {})}
        )


class VietnameseDecimalInput(_TypedInput):
    def __init__(self, attrs: dict[str, str] | None = None):
        super().__init__("td-w-num", "decimal", attrs)


class VietnameseDateField(forms.Field):
    """Ngày, written dd/mm/yyyy; a refused value stays in the box as it was typed."""

    widget = VietnameseDateInput

    def __init__(self, *, example: str = "15/08/2023", **kwargs: Any):
        self.example = example
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return vn_date(value) if isinstance(value, datetime.date) else value

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        day = parse_date(str(value))
        if day is None:
            _refuse_no_such_day(str(value))
            raise ValidationError(
                f"{self.label or 'Ngày'} phải ghi dạng ngày/tháng/năm, ví dụ "
                f"{self.example}. Đang nhập: {str(value)[:SHOWN]}",
                code="invalid",
            )
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class VietnameseDecimalField(forms.DecimalField):
    """Số, with comma or point; shown back with the comma."""

    widget = VietnameseDecimalInput
    example = "88,4 hoặc 1.234,5"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min, max and step are attributes of number inputs

    def prepare_value(self, value: Any) -> Any:
        return vn_number(value) if isinstance(value, Decimal | int | float) else value

    def to_python(  # type: ignore[override]  # the stubs call every number an int
        self, value: Any
    ) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        number = parse_decimal(str(value))
        if number is None:
            raise ValidationError(
                f"{self.label or 'Số'} phải là một số, ví dụ {self.example}. "
                f"Đang nhập: {str(value)[:SHOWN]}",
                code="invalid",
            )
        return number


class MillimetreField(VietnameseDecimalField):
    """Đường kính con dấu, in millimetres."""

    example = "36 hoặc 36,5"


class BirthField(forms.Field):
    """Ngày sinh, or the year alone: gives (year, date or None)."""

    widget = forms.TextInput(attrs={"class": "td-num td-w-date", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        match value:
            case (_, datetime.date() as day):
                return vn_date(day)
            case (year, None):
                return year or ""
        return value

    def to_python(self, value: Any) -> tuple[int | None, datetime.date | None]:
        text = " ".join(str(value or "").split())
        if not text:
            return None, None
        if re.fullmatch(r"\d{4}", text):
            return int(text), None
        day = parse_date(text)
        if day is None:
            _refuse_no_such_day(text)
            raise ValidationError(
                "Ghi ngày sinh dạng ngày/tháng/năm hoặc chỉ năm sinh, ví dụ 28/02/1985 hoặc "
                f"1985. Đang nhập: {text[:60]}"
            )
        return day.year, day


class MembersField(forms.Field):
    """Thành viên hộ: a line each, "họ tên, quan hệ"; gives pairs."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "td-w-lg"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(", ".join(filter(None, pair)) for pair in value)
        return value

    def to_python(self, value: Any) -> list[tuple[str, str]]:
        lines = [line for line in (value or "").splitlines() if line.strip()]
        pairs = [line.partition(",") for line in lines]
        return [(name.strip(), relation.strip()) for name, _, relation in pairs]

    def validate(self, value: Any) -> None:
        for name, relation in value:
            if not name or len(name) > 100 or len(relation) > 50:
                raise ValidationError(
                    "Mỗi dòng một người: họ và tên (tối đa 100 ký tự), dấu phẩy, quan hệ (tối "
                    f"đa 50 ký tự). Xem lại dòng: {name[:40]}, {relation[:40]}"
                )
