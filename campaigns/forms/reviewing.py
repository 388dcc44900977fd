"""Trả lại để sửa; xin mở thêm, trả lời."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html, format_html_join

from campaigns.models import PlanReturn, ReturnPlace

Scope = PlanReturn.Scope


class OneField(forms.Form):
    """A form inside a form element that the template owns."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.mark_optional = False
        self.helper.form_error_title = "Chưa gửi được"


class ReturnForm(OneField):
    """Lý do trả lại: what the officer must put right, and how much of the plan is open for it.

    ``places``: words of the lines with open comments of who returns; without any the whole
    plan is open, and nothing is asked.
    """

    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=2000,
        help_text="Nêu rõ chỗ cần sửa. Lý do được ghim trên bản nháp cho đến khi trình lại.",
        error_messages={
            "required": "Ghi lý do trả lại để người soạn biết cần sửa gì.",
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    scope = forms.ChoiceField(
        label="Mở sửa",
        choices=[
            (Scope.WHOLE.value, "Mở sửa cả kế hoạch"),
            (Scope.PLACES.value, "Chỉ mở những chỗ có góp ý của tôi còn mở"),
        ],
        initial=Scope.WHOLE.value,
        required=False,
        widget=forms.RadioSelect,
    )
    parts = forms.MultipleChoiceField(
        label="Mở thêm phần",
        choices=ReturnPlace.Part.choices,
        required=False,
        help_text="Chỉ tính khi không mở cả kế hoạch.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, places: Sequence[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper.form_error_title = "Chưa trả lại được"
        if not places:
            del self.fields["scope"], self.fields["parts"]
            return
        self.fields["scope"].help_text = format_html(
            "Góp ý của anh/chị còn mở ở: {}",
            format_html_join("; ", "“{}”", ((one,) for one in places)),
        )

    @property
    def opens(self) -> dict[str, Any]:
        """What ``actions.return_plan`` is told of it."""
        scope = self.cleaned_data.get("scope") or Scope.WHOLE.value
        return {"scope": scope, "parts": self.cleaned_data.get("parts", [])}


class AskOpeningForm(OneField):
    """Xin mở thêm."""

    reason = forms.CharField(
        label="Cần sửa thêm chỗ nào, vì sao",
        max_length=2000,
        error_messages={"required": "Ghi lý do cần mở thêm."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineOpeningForm(OneField):
    """Chưa mở thêm."""

    answer = forms.CharField(
        label="Trả lời người xin mở thêm",
        max_length=2000,
        error_messages={"required": "Ghi một câu trả lời người xin mở thêm."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
