"""Sửa đổi, thay thế, đính chính, thu hồi: which of them, and why."""

from typing import Any

from django import forms

from campaigns.forms.reviewing import OneField
from campaigns.models import PlanEffect
from units.fields import VietnameseDateField

Kind = PlanEffect.Kind
CHOICES = {
    Kind.AMEND: "Sửa đổi, bổ sung: soạn kế hoạch như phải đọc sau khi sửa, văn bản sửa đổi được "
    "viết từ những chỗ khác",
    Kind.CORRECT: "Đính chính: công văn chữa sai sót về thể thức, kỹ thuật trình bày, không đổi "
    "nội dung",
    Kind.REPLACE: "Thay thế: kế hoạch mới, kế hoạch này hết hiệu lực khi kế hoạch mới ban hành",
    Kind.RECALL: "Thu hồi: công văn thu hồi, kế hoạch này không còn hiệu lực",
}
ONLY_RECALL = {
    Kind.RECALL: "Thu hồi: công văn thu hồi, kế hoạch đọc lại như trước khi có văn bản này"
}


class ChangeForm(OneField):
    """``only_recall``: a paper that itself amends or corrects is recalled, nothing else."""

    kind = forms.ChoiceField(
        label="Việc cần làm",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn việc cần làm."},
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        help_text="Viết thành câu như sẽ in trên văn bản.",
        error_messages={"required": "Ghi lý do."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, only_recall: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper.form_error_title = "Chưa bắt đầu được"
        choices = ONLY_RECALL if only_recall else CHOICES
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, words) for kind, words in choices.items()]
        field.initial = next(iter(choices)).value


class DayForm(OneField):
    """Xem như đọc vào một ngày."""

    ngay = VietnameseDateField(label="Đọc vào ngày", example="01/09/2026")
