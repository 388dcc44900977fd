"""Biểu mẫu giấy mời họp: its words, who signs."""

from typing import Any

from django import forms

from awards.forms.drafts import DraftForm
from awards.models import Convocation
from units.forms.tree import StoredField, helper_of


def _lines(label: str, most: int, rows: int, **more: Any) -> StoredField:
    widget = forms.Textarea(attrs={"rows": rows})
    return StoredField(label=label, max_length=most, widget=widget, **more)


class ConvocationForm(DraftForm):
    """Lời giấy mời: one paragraph a line, as it will be printed."""

    TEXTS = ("title", "invitees", "guests", "body", "changes", "notes", "recipients")

    title = _lines("Trích yếu", 300, 2)
    invitees = _lines("Kính mời", 2_000, 2, help_text="Mỗi nhóm hoặc người một dòng.")
    guests = _lines(
        "Khách mời", 2_000, 3, required=False,
        help_text="Mỗi người một dòng: họ tên, đơn vị. Khách mời không biểu quyết.",
    )  # fmt: skip
    body = _lines(
        "Nội dung", 10_000, 5,
        help_text="Mỗi nội dung một dòng; gạch đầu dòng hệ thống tự ghi. Thời gian, địa điểm, chủ "
        "trì lấy theo phiên họp.",
    )  # fmt: skip
    changes = _lines("Nội dung thay đổi", 1_000, 3, required=False)
    notes = _lines("Lưu ý về tài liệu, trả lời", 2_000, 3, required=False)
    recipients = _lines(
        "Nơi nhận", 5_000, 3,
        help_text="Mỗi nơi nhận một dòng; dòng cuối là nơi lưu, như “Lưu: VT, HĐTĐKT”.",
    )  # fmt: skip

    def __init__(self, *args: Any, made: Convocation, **kwargs: Any):
        super().__init__(*args, made=made, **kwargs)
        if made.replaces_id is None:
            del self.fields["changes"]
        if made.is_letter:  # nobody comes
            del self.fields["guests"]
        self.helper = helper_of("Chưa lưu được", "seen", *self.texts, "signer")
