"""Biểu mẫu giấy mời họp: its words, who signs."""

from collections.abc import Sequence
from typing import Any

from django import forms

from awards.models import Convocation
from units.forms.tree import StoredField, helper_of
from units.models import Membership


def _lines(label: str, most: int, rows: int, **more: Any) -> StoredField:
    widget = forms.Textarea(attrs={"rows": rows})
    return StoredField(label=label, max_length=most, widget=widget, **more)


class ConvocationForm(forms.Form):
    """Lời giấy mời: one paragraph a line, as it will be printed."""

    TEXTS = ("title", "invitees", "guests", "body", "changes", "notes", "recipients")

    seen = forms.IntegerField(widget=forms.HiddenInput)  # the version written on
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
    signer = forms.ChoiceField(label="Người ký", required=False)

    def __init__(
        self, *args: Any, made: Convocation, signers: Sequence[Membership], **kwargs: Any
    ):  # fmt: skip
        kwargs["initial"] = {name: getattr(made, name) for name in self.TEXTS} | {
            "signer": str(made.signer_id or ""),
            "seen": made.version,
        }
        super().__init__(*args, **kwargs)
        self.signers = {str(one.pk): one for one in signers}
        choices = [
            (pk, f"{one.user} – {one.title or one.get_capacity_display()}")
            for pk, one in self.signers.items()
        ]
        self.fields["signer"].choices = [("", "Chưa chọn"), *choices]  # type: ignore[attr-defined]
        texts = list(self.TEXTS)
        if made.replaces_id is None:
            texts.remove("changes")
            del self.fields["changes"]
        if made.is_letter:  # nobody comes
            texts.remove("guests")
            del self.fields["guests"]
        self.texts = texts
        self.helper = helper_of("Chưa lưu được", "seen", *texts, "signer")

    @property
    def changed(self) -> dict[str, Any]:
        given = self.cleaned_data
        signer = self.signers.get(given["signer"])
        return {name: given[name] for name in self.texts} | {"signer": signer}

    def differing(self, made: Convocation) -> list[tuple[str, str]]:
        """Where it is not what the invitation says now."""
        return [
            (str(self[name].label), getattr(made, name))
            for name in self.texts
            if self.cleaned_data.get(name) != getattr(made, name)
        ]
