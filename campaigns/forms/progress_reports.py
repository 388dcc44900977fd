"""Biểu mẫu quanh báo cáo tiến độ: reasons and sources, one sentence each."""

from django import forms

from campaigns.forms.reviewing import OneField


class ReasonForm(OneField):
    """Một lý do."""

    reason = forms.CharField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do, một hai câu."},
    )  # fmt: skip


class ProvenanceForm(OneField):
    """Nhập thay theo văn bản nào."""

    provenance = forms.CharField(
        label="Nhập theo văn bản nào của đơn vị", max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Số, ngày, người gửi; ví dụ: Báo cáo số 12/BC-TDP ngày 03/10/2023, ông Lê Văn "
        "Minh gửi bản giấy.",
        error_messages={"required": "Ghi số, ngày văn bản hoặc người gửi bản giấy."},
    )  # fmt: skip
