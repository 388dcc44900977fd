"""Biểu mẫu quanh báo cáo tiến độ: what it is typed in from."""

from django import forms

from campaigns.forms.reviewing import OneField
from units.forms.tree import StoredField


class ProvenanceForm(OneField):
    """Nhập thay theo văn bản nào."""

    provenance = StoredField(
        label="Nhập theo văn bản nào của đơn vị", max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Số, ngày, người gửi; ví dụ: Báo cáo số 12/BC-TDP ngày 03/10/2023, ông Lê Văn "
        "Minh gửi bản giấy.",
        error_messages={"required": "Ghi số, ngày văn bản hoặc người gửi bản giấy."},
    )  # fmt: skip
