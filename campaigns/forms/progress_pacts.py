"""Ai ký giao ước thay mặt một thành viên, việc đơn vị ấy nhận làm."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from campaigns.models import PactAgreement
from units.forms.tree import StoredField, helper_of
from units.models import Membership

ON_PAPER = "giay"


class PactSignerForm(forms.Form):
    """Người ký: a leader with a key, or somebody who signs on paper; may be named later."""

    undertakes = StoredField(
        label="Đơn vị nhận làm", max_length=2000, required=False,
        help_text="In vào bảng của giao ước; mỗi việc một dòng, có số lượng và thời gian.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    signer = forms.ChoiceField(
        label="Người ký giao ước", required=False, widget=forms.RadioSelect
    )
    paper_signer = StoredField(
        label="Họ tên người ký trên giấy", max_length=100, required=False
    )
    paper_title = StoredField(label="Chức vụ", max_length=200, required=False)

    def __init__(
        self, *args: Any, agreement: PactAgreement, signers: Sequence[Membership],
        **kwargs: Any,
    ):  # fmt: skip
        now = ON_PAPER if agreement.on_paper else str(agreement.signer_id or "")
        names = ("undertakes", "paper_signer", "paper_title")
        kwargs["initial"] = {name: getattr(agreement, name) for name in names}
        kwargs["initial"]["signer"] = now
        super().__init__(*args, **kwargs)
        signer: Any = self.fields["signer"]
        signer.choices = [
            *((str(one.pk), f"{one.user}, {one.title or 'lãnh đạo'}: ký số") for one in signers),
            (ON_PAPER, "Ký trên bản giấy rồi gửi bản quét (chưa có chứng thư số)"),
            ("", "Cử sau"),
        ]  # fmt: skip
        self.helper = helper_of(
            "Chưa lưu được", "undertakes", "signer",
            Row(Column("paper_signer"), Column("paper_title")),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("signer") != ON_PAPER:
            return given | {"paper_signer": "", "paper_title": ""}
        for name, words in (("paper_signer", "họ tên"), ("paper_title", "chức vụ")):
            if not given.get(name):
                self.add_error(name, f"Ghi {words} của người ký trên giấy.")
        return given

    @property
    def given(self) -> dict[str, Any]:
        """Arguments of ``name_pact_signer``."""
        said = self.cleaned_data
        chosen = said["signer"]
        return {
            "undertakes": said["undertakes"],
            "signer_id": int(chosen) if chosen.isdecimal() else None,
            "paper_signer": said["paper_signer"], "paper_title": said["paper_title"],
        }  # fmt: skip
