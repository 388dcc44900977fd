"""Trả lại để sửa."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class ReturnForm(forms.Form):
    """Lý do trả lại: what the officer must put right."""

    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=2000,
        help_text="Nêu rõ chỗ cần sửa. Lý do được ghim trên bản nháp cho đến khi trình lại.",
        error_messages={
            "required": "Ghi lý do trả lại để người soạn biết cần sửa gì.",
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_error_title = "Chưa trả lại được"
