"""Chú thích của một minh chứng."""

from collections.abc import Sequence
from typing import Any

from django import forms

from campaigns.forms.planning import bare_helper


class EvidenceForm(forms.Form):
    """Minh chứng nói gì, về chỉ tiêu nào."""

    caption = forms.CharField(
        label="Chú thích",
        max_length=300,
        required=False,
        help_text="Ở đâu, việc gì, ai làm. Một câu ngắn.",
    )
    allocation = forms.TypedChoiceField(
        label="Về chỉ tiêu", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [("", "Cả báo cáo"), *lines]
        self.fields["allocation"].choices = choices  # type: ignore[attr-defined]
        self.helper = bare_helper("caption", "allocation")
        self.helper.form_error_title = "Chưa lưu được"
