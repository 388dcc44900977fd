"""Biểu mẫu quyết định khen thưởng: choosing, words, one line, returning, cancelling."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from awards.forms.drafts import DraftForm
from awards.models import DecisionLine
from units.forms.tree import StoredField, helper_of

_ROWS = {"rows": 3}


class WordsForm(DraftForm):
    """Lời văn: one paragraph a line, as it will be printed."""

    TEXTS = ("title", "bases", "articles", "recipients", "fund")

    title = StoredField(
        label="Trích yếu", max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    bases = StoredField(
        label="Căn cứ", max_length=10_000, required=False,
        help_text="Mỗi căn cứ một dòng; dấu chấm phẩy cuối dòng hệ thống tự ghi.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    articles = StoredField(
        label="Các điều", max_length=20_000, required=False,
        help_text="Mỗi điều một đoạn; “Điều 1.”, “Điều 2.” hệ thống tự ghi. Danh sách in ở phụ "
        "lục.",
        widget=forms.Textarea(attrs={"rows": 9}),
    )  # fmt: skip
    recipients = StoredField(
        label="Nơi nhận", max_length=5_000, required=False,
        help_text="Mỗi nơi nhận một dòng; dòng cuối là nơi lưu.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    fund = StoredField(
        label="Nguồn tiền thưởng", max_length=200, required=False,
        help_text="Ví dụ: Quỹ thi đua, khen thưởng của phường năm 2026.",
        widget=forms.TextInput(attrs={"class": "td-w-lg"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of(
            "Chưa lưu được", "seen", "title", "bases", "articles",
            Row(Column("fund"), Column("signer")), "recipients",
        )  # fmt: skip


class LineForm(forms.Form):
    """Một dòng của danh sách."""

    subject_title = StoredField(
        label="Chức vụ, đơn vị (hoặc địa chỉ)", max_length=300, required=False,
        widget=forms.TextInput(attrs={"class": "td-w-lg"}),
    )  # fmt: skip
    achievement = StoredField(
        label="Thành tích ghi trong quyết định", max_length=1_000,
        help_text="Ngắn gọn, đủ thời gian lập thành tích; bản đầy đủ ở hồ sơ đề nghị.",
        widget=forms.Textarea(attrs=_ROWS),
    )  # fmt: skip
    position = forms.IntegerField(
        label="Thứ tự", min_value=1, max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "td-w-num"}),
    )  # fmt: skip

    def __init__(self, *args: Any, line: DecisionLine, **kwargs: Any):
        names = ("subject_title", "achievement", "position")
        kwargs["initial"] = {name: getattr(line, name) for name in names}
        super().__init__(*args, **kwargs)
        self.helper = helper_of(
            "Chưa lưu được", "subject_title", "achievement", "position"
        )


class DecisionReturnForm(forms.Form):
    """Trả lại để sửa."""

    reason = StoredField(
        label="Lý do trả lại", max_length=1_000, widget=forms.Textarea(attrs=_ROWS)
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa trả lại được", "reason")


class CancelForm(forms.Form):
    """Hủy bỏ: which lines, and why."""

    lines = forms.MultipleChoiceField(
        label="Trường hợp bị hủy bỏ", widget=forms.CheckboxSelectMultiple
    )
    reason = StoredField(
        label="Lý do hủy bỏ", max_length=1_000,
        help_text="In vào quyết định, ví dụ: kê khai thành tích không trung thực (Điều 93 Luật "
        "Thi đua, khen thưởng).",
        widget=forms.Textarea(attrs=_ROWS),
    )  # fmt: skip

    def __init__(self, *args: Any, lines: Sequence[DecisionLine], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [(str(one.pk), str(one)) for one in lines]  # type: ignore[attr-defined]
        self.helper = helper_of("Chưa lập được", "lines", "reason")
