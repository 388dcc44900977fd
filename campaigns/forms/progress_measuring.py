"""Cách đo một chỉ tiêu, each rule with an example of its result."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError

from campaigns.actions.progress.measuring import Measured, Step
from campaigns.models import Indicator
from campaigns.progress import examples
from campaigns.progress.aggregation import PLACES
from campaigns.progress.measures import Measure, OverPeriods, OverUnits
from units.fields import VietnameseDecimalField, parse_date
from units.forms.tree import StoredField, helper_of
from units.numerals import parse_decimal, vn_number
from units.wording import vn_date

WIDE = {"class": "td-w-lg"}
_MEASURES = {
    Measure.NUMBER: "đơn vị ghi một số, ví dụ 12 tuyến",
    Measure.PERCENT: "đơn vị ghi 88,4 hoặc tử số, mẫu số, ví dụ 31/37",
    Measure.YES_NO: "đơn vị ghi Có hoặc Chưa",
    Measure.RANK: "đơn vị chọn một trong các mức ghi bên dưới",
    Measure.NARRATIVE: "đơn vị viết kết quả bằng lời",
}
_SAMPLE = "30/06/2026; 70; 6 tháng đầu năm"
_LONGEST = 100  # of the name of a step


class StepsField(forms.Field):
    """Các mốc, a line each: day; level; name."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "td-w-lg"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(
                f"{vn_date(one.due_on)}; {vn_number(one.value)}; {one.label}"
                for one in value
            )
        return value

    def to_python(self, value: Any) -> list[Step]:
        lines = [line for line in str(value or "").splitlines() if line.strip()]
        return [self._step(line) for line in lines]

    def _step(self, line: str) -> Step:
        parts = [part.strip() for part in line.split(";", 2)]
        day = parse_date(parts[0])
        value = parse_decimal(parts[1].removesuffix("%")) if len(parts) > 1 else None
        label = parts[2] if len(parts) > 2 else ""
        if day is None or value is None or len(label) > _LONGEST:
            raise ValidationError(
                "Mỗi dòng một mốc: ngày, dấu chấm phẩy, mức phải đạt, dấu chấm phẩy, tên mốc "
                f"(tối đa {_LONGEST} ký tự), ví dụ {_SAMPLE}. Xem lại dòng: {line[:60]}"
            )
        return Step(day, value, label or f"Đến {vn_date(day)}")


class RanksField(forms.CharField):
    """Các mức, a line each."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines()]
        ranks = [line for line in lines if line]
        if any(len(rank) > 60 for rank in ranks):
            raise ValidationError("Mỗi mức dài tối đa 60 ký tự.")
        return ranks


class MeasureForm(forms.Form):
    """Cách đo."""

    short_name = StoredField(
        label="Tên gọn trên bảng",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
    )
    measure = forms.ChoiceField(
        label="Cách đo",
        choices=[(one.value, f"{one.label}: {_MEASURES[one]}") for one in Measure],
        widget=forms.RadioSelect,
    )
    unit_of_measure = StoredField(
        label="Đơn vị tính",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )
    numerator_label = StoredField(
        label="Tử số là",
        max_length=200,
        required=False,
        help_text="Của tỷ lệ %, ví dụ: hồ sơ trả đúng hạn.",
        widget=forms.TextInput(attrs=WIDE),
    )
    denominator_label = StoredField(
        label="Mẫu số là",
        max_length=200,
        required=False,
        help_text="Ví dụ: hồ sơ đã nhận.",
        widget=forms.TextInput(attrs=WIDE),
    )
    ranks = RanksField(
        label="Các mức, tốt nhất trước",
        required=False,
        help_text="Của xếp hạng; mỗi dòng một mức, ví dụ Tốt, Khá, Trung bình.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "td-w-md"}),
    )
    over_periods = forms.ChoiceField(
        label="Cộng qua các kỳ",
        choices=[
            (one.value, f"{one.label}: {examples.of_periods(one)}")
            for one in OverPeriods
        ],
        widget=forms.RadioSelect,
    )
    over_units = forms.ChoiceField(
        label="Cộng qua các đơn vị",
        choices=[
            (one.value, f"{one.label}: {examples.of_units(one)}") for one in OverUnits
        ],
        widget=forms.RadioSelect,
    )
    source = forms.ChoiceField(
        label="Số lấy từ đâu",
        choices=Indicator.Source.choices,
        widget=forms.RadioSelect,
    )
    baseline_value = VietnameseDecimalField(
        label="Số gốc để so",
        max_digits=20,
        decimal_places=PLACES,
        required=False,
        help_text="Của chung; từng đơn vị có số gốc riêng thì ghi ở bảng giao.",
    )
    steps = StepsField(
        label="Mốc lộ trình",
        required=False,
        help_text=f"Mỗi dòng một mốc: ngày; mức phải đạt; tên mốc. Ví dụ: {_SAMPLE}.",
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any):
        names = [name for name in self.base_fields if name != "steps"]
        kwargs["initial"] = {name: getattr(indicator, name) for name in names} | {
            "steps": [
                Step(one.due_on, one.value, one.label) for one in indicator.steps.all()
            ]
        }
        super().__init__(*args, **kwargs)
        self.helper = helper_of(
            "Chưa lưu được cách đo",
            "short_name",
            "measure",
            "unit_of_measure",
            Row(Column("numerator_label"), Column("denominator_label")),
            "ranks",
            Fieldset("Cộng số liệu", "over_periods", "over_units", "source"),
            Fieldset("So với lộ trình", "baseline_value", "steps"),
        )
        self.helper.mark_optional = False

    @property
    def given(self) -> dict[str, Any]:
        """What the act is told."""
        data = dict(self.cleaned_data)
        steps = data.pop("steps")
        return {"measured": Measured(**data), "steps": steps}
