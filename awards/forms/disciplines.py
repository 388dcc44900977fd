"""Ghi vụ việc đang xác minh, ghi kết luận."""

from typing import Any, cast

from django import forms
from django.utils.timezone import localdate

from awards.models import Discipline
from awards.subjects import parse
from units.fields import VietnameseDateField
from units.forms.tree import StoredField, helper_of
from units.models import Unit

WIDE = {"class": "td-w-lg", "autocomplete": "off"}


class DisciplineForm(forms.Form):
    """Một vụ việc; ``found``: who may be meant, by the words that were typed."""

    authority = forms.TypedChoiceField(label="Cơ quan ghi", coerce=int)
    words = StoredField(
        label="Tìm người, hộ, tập thể", max_length=100, required=False,
        help_text="Gõ tên rồi bấm Tìm; tên không cần dấu.",
        widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip
    subject = forms.ChoiceField(
        label="Đối tượng", required=False, widget=forms.RadioSelect
    )
    begun_on = VietnameseDateField(label="Xác minh từ ngày", initial=localdate)
    basis = StoredField(
        label="Văn bản, căn cứ", max_length=300,
        help_text="Số, ngày của văn bản thụ lý, kiểm tra. Không ghi nội dung đơn thư.",
        widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip

    def __init__(
        self, *args: Any, hosts: list[Unit], found: list[tuple[str, str]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        box = cast(forms.TypedChoiceField, self.fields["authority"])
        box.choices = [(unit.pk, str(unit)) for unit in hosts]
        cast(forms.ChoiceField, self.fields["subject"]).choices = found
        if not found:
            del self.fields["subject"]
        self.helper = helper_of("Chưa ghi được vụ việc")

    @property
    def subject_ids(self) -> dict[str, int | None]:
        """ "u12" a unit, "h7" who is in the list of those who can be honoured."""
        kind, number = parse(self.cleaned_data.get("subject") or "") or ("", None)
        return {
            "collective_id": number if kind == "u" else None,
            "honouree_id": number if kind == "h" else None,
        }


class SettleForm(forms.Form):
    """Kết luận."""

    status = forms.ChoiceField(
        label="Kết luận",
        choices=[
            (Discipline.Status.CLEARED.value, "Không vi phạm, không xử lý kỷ luật"),
            (Discipline.Status.DISCIPLINED.value, "Bị kỷ luật"),
        ],
        widget=forms.RadioSelect,
    )
    ended_on = VietnameseDateField(
        label="Đến hết ngày",
        help_text="Không vi phạm: ngày kết luận. Bị kỷ luật: ngày cuối của thời gian kỷ luật; "
        "thành tích chỉ tính từ sau ngày này.",
    )
    paper = StoredField(
        label="Văn bản kết luận",
        max_length=300,
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa ghi được kết luận")
