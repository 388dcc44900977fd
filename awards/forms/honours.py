"""Ghi thành tích khen thưởng đã có."""

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from awards.models import Merit
from units.fields import VietnameseDateField
from units.forms.tree import StoredField, helper_of


class HonourForm(forms.Form):
    """Một lần được khen, as its paper decision says."""

    award = forms.ChoiceField(label="Danh hiệu, hình thức")
    reference = StoredField(
        label="Số, ký hiệu quyết định", max_length=60, help_text="Ví dụ: 947/QĐ-UBND."
    )
    decided_on = VietnameseDateField(label="Ngày quyết định")
    decided_by = StoredField(
        label="Người quyết định", max_length=200,
        help_text="Ví dụ: Chủ tịch Ủy ban nhân dân tỉnh Hà Lĩnh.",
        widget=forms.TextInput(attrs={"class": "td-w-lg"}),
    )  # fmt: skip
    merit = forms.ChoiceField(label="Loại hình", choices=Merit.choices)
    period_from = VietnameseDateField(label="Lập thành tích từ ngày", required=False)
    period_to = VietnameseDateField(
        label="Đến ngày", required=False,
        help_text="Lần khen sau tính từ thời gian này; quyết định không ghi thì để trống.",
    )  # fmt: skip
    achievement = StoredField(
        label="Thành tích ghi trong quyết định", max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    posthumous = forms.BooleanField(label="Truy tặng", required=False)

    def __init__(self, *args: Any, awards: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["award"].choices = [("", "Chọn"), *awards]  # type: ignore[attr-defined]
        self.helper = helper_of(
            "Chưa ghi được", "award", Row(Column("reference"), Column("decided_on")),
            "decided_by", "merit", Row(Column("period_from"), Column("period_to")),
            "achievement", "posthumous",
        )  # fmt: skip

    @property
    def told(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"award_id": int(given.pop("award")), **given}


class ScanForm(forms.Form):
    """Gửi bản chụp quyết định."""

    file = forms.FileField(
        label="Tệp", required=False, help_text="PDF hoặc ảnh, đến 15 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,.pdf"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa gửi được tệp", "file")
