"""Giữ mốc; chọn hai phiên bản để so."""

from typing import Any, cast

from django import forms

from campaigns.forms.planning import bare_helper, side_by_side


class MarkForm(forms.Form):
    """Giữ mốc bản này."""

    name = forms.CharField(
        label="Tên mốc",
        max_length=100,
        help_text="Ví dụ: Gửi xin ý kiến các phòng.",
        error_messages={"required": "Đặt tên cho mốc để sau này nhận ra bản này."},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="moc", **kwargs)
        self.helper = bare_helper("name")
        self.helper.form_error_title = "Chưa giữ được mốc"


class CompareForm(forms.Form):
    """So sánh … với …; names of fields are those of the address."""

    tu = forms.ChoiceField(label="So sánh")
    den = forms.ChoiceField(label="với")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            cast(forms.ChoiceField, field).choices = choices
        self.helper = bare_helper(side_by_side("tu", "den"))
