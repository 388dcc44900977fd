"""Biểu mẫu tờ trình cấp trên: words, returning, withdrawing, the superior's answer."""

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from awards.forms.drafts import DraftForm
from awards.models import Submission, SubmissionLine
from units.fields import VietnameseDateField
from units.forms.tree import StoredField, helper_of

Answer = SubmissionLine.Answer


class SubmissionWordsForm(DraftForm):
    """Lời văn: one paragraph a line, as it will be printed."""

    TEXTS = ("superior_name", "title", "bases", "body", "recipients")

    superior_name = StoredField(
        label="Kính gửi", max_length=300,
        widget=forms.TextInput(attrs={"class": "td-w-lg"}),
    )  # fmt: skip
    title = StoredField(
        label="Trích yếu", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    bases = StoredField(
        label="Căn cứ", max_length=10_000, required=False,
        help_text="Mỗi căn cứ một dòng; dấu chấm phẩy cuối dòng hệ thống tự ghi.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    body = StoredField(
        label="Nội dung trình", max_length=20_000, required=False,
        help_text="Mỗi đoạn một dòng; danh sách trích ngang in ở phụ lục.",
        widget=forms.Textarea(attrs={"rows": 9}),
    )  # fmt: skip
    recipients = StoredField(
        label="Nơi nhận", max_length=5_000, required=False,
        help_text="Mỗi nơi nhận một dòng; dòng cuối là nơi lưu.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, made: Submission, **kwargs: Any):
        super().__init__(*args, made=made, **kwargs)
        if made.superior_id:
            # It goes to the unit that works here, by its own name.
            del self.fields["superior_name"]
        names = ["seen", *self.texts]
        self.helper = helper_of("Chưa lưu được", *names, Row(Column("signer")))


class SubmissionReasonForm(forms.Form):
    """Trả lại để sửa, rút hồ sơ: why."""

    reason = StoredField(max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, lead: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.helper = helper_of(lead, "reason")


class SuperiorAnswerForm(forms.Form):
    """Trả lời của cấp trên, as its paper says it."""

    answer = forms.ChoiceField(
        label="Trả lời", widget=forms.RadioSelect,
        choices=[
            (one.value, one.label)
            for one in (Answer.GIVEN, Answer.REFUSED, Answer.RETURNED)
        ],
        error_messages={"required": "Chọn trả lời của cấp trên."},
    )  # fmt: skip
    reference = StoredField(
        label="Số, ký hiệu văn bản", max_length=60, required=False,
        help_text="Được tặng thì ghi số quyết định khen thưởng, ví dụ 1502/QĐ-UBND.",
        widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )  # fmt: skip
    answered_on = VietnameseDateField(
        label="Ngày văn bản",
        error_messages={"required": "Ghi ngày của văn bản trả lời."},
    )
    reason = StoredField(
        label="Lý do", max_length=2_000, required=False,
        help_text="Không được tặng, trả lại bổ sung: ghi lý do cấp trên nêu.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    scan = forms.FileField(
        label="Bản chụp văn bản", required=False, help_text="PDF hoặc ảnh, đến 15 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = ["answer", "reference", "answered_on", "reason", "scan"]
        self.helper = helper_of("Chưa ghi được", *names)
        self.helper.mark_optional = False
