"""Biểu mẫu bình xét, hỏi ý kiến."""

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from awards.forms.proposals import campaign_choices
from awards.models import OpinionRequest, Proposal
from campaigns.models import Campaign
from units.fields import VietnameseDateField
from units.forms.picking import ANYWHERE, UnitPickField
from units.forms.tree import StoredField, helper_of
from units.models import User

WIDE = {"class": "td-w-lg"}
NUMBER = {"class": "td-num td-w-num", "inputmode": "numeric", "autocomplete": "off"}


def _number(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=9_999, widget=forms.TextInput(attrs=NUMBER),
        error_messages={
            "required": f"Ghi {label.lower()}.",
            "invalid": f"{label} phải là số nguyên, ví dụ 41.",
        },
        **more,
    )  # fmt: skip


class ReviewForm(forms.Form):
    """Buổi bình xét, and of every proposal its votes: ``phieu-<id>`` for, ``chong-<id>`` not."""

    held_on = VietnameseDateField(
        label="Ngày họp", error_messages={"required": "Ghi ngày họp bình xét."}
    )
    place = StoredField(
        label="Địa điểm", max_length=200, required=False,
        widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip
    campaign = forms.TypedChoiceField(
        label="Phong trào", coerce=int, empty_value=None, required=False,
        widget=forms.Select(attrs=WIDE),
    )  # fmt: skip
    total = _number("Tổng số người được mời")
    present = _number("Số người dự họp")
    chair = StoredField(
        label="Chủ trì", max_length=150, widget=forms.TextInput(attrs=WIDE),
        error_messages={"required": "Ghi người chủ trì."},
    )  # fmt: skip
    secretary = StoredField(
        label="Thư ký", max_length=150, required=False,
        widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip
    remarks = StoredField(
        label="Ý kiến thảo luận", max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, proposals: Sequence[Proposal], campaigns: Iterable[Campaign],
        **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["campaign"].choices = campaign_choices(campaigns)  # type: ignore[attr-defined]
        self.proposals = list(proposals)
        for one in self.proposals:
            self.fields[f"phieu-{one.pk}"] = _number("Số phiếu đồng ý")
            self.fields[f"chong-{one.pk}"] = _number(
                "Số phiếu không đồng ý", required=False
            )
        self.helper = helper_of(
            "Chưa lưu được", Row(Column("held_on"), Column("place")), "campaign",
            Row(Column("total"), Column("present")),
            Row(Column("chair"), Column("secretary")), "remarks",
        )  # fmt: skip
        self.helper.mark_optional = False

    @property
    def rows(self) -> list[tuple[Proposal, Any, Any]]:
        """Each proposal with its two boxes."""
        return [
            (one, self[f"phieu-{one.pk}"], self[f"chong-{one.pk}"])
            for one in self.proposals
        ]

    @property
    def votes(self) -> dict[int, tuple[int, int]]:
        given = self.cleaned_data
        return {
            one.pk: (given[f"phieu-{one.pk}"], given[f"chong-{one.pk}"] or 0)
            for one in self.proposals
        }

    @property
    def held(self) -> dict[str, Any]:
        names = (
            "held_on", "place", "total", "present", "chair", "secretary", "remarks",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names} | {
            "campaign_id": self.cleaned_data["campaign"]
        }


class AskForm(forms.Form):
    """Hỏi ai, điều gì, đến bao giờ."""

    purpose = forms.ChoiceField(
        label="Việc", choices=OpinionRequest.Purpose.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    unit = UnitPickField(
        label="Đơn vị trong hệ thống", required=False, route=ANYWHERE,
        help_text="Đơn vị có tài khoản thì nhận và trả lời ngay trong hệ thống.",
    )  # fmt: skip
    body = StoredField(
        label="Hoặc cơ quan, tổ chức khác", max_length=200, required=False,
        help_text="Ví dụ: Công an phường Mẫu. Trả lời bằng văn bản thì cơ quan xét ghi lại.",
        widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip
    question = StoredField(
        label="Hỏi về điều gì", max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    reference = StoredField(
        label="Số, ký hiệu văn bản hỏi", max_length=60, required=False,
        widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )  # fmt: skip
    due_on = VietnameseDateField(
        label="Trả lời trước hết ngày",
        error_messages={"required": "Ghi hạn trả lời."},
    )  # fmt: skip
    silence_agrees = forms.BooleanField(
        label="Quá hạn không trả lời thì coi là nhất trí", required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        pick: Any = self.fields["unit"]
        pick.choose_for(user, self.data, "unit")
        self.helper = helper_of(
            "Chưa gửi được", "purpose", "unit", "body", "question",
            Row(Column("due_on"), Column("reference")), "silence_agrees",
        )  # fmt: skip
        self.helper.mark_optional = False


class AnswerForm(forms.Form):
    """Trả lời; ``on_paper``: as it was received in writing."""

    answer = forms.ChoiceField(
        label="Trả lời", choices=OpinionRequest.Answer.choices,
        widget=forms.RadioSelect, error_messages={"required": "Chọn một câu trả lời."},
    )  # fmt: skip
    text = StoredField(
        label="Nội dung ý kiến", max_length=4_000, required=False,
        help_text="Không nhất trí hoặc có ý kiến khác thì ghi rõ.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    answered_on = VietnameseDateField(
        label="Ngày văn bản trả lời",
        error_messages={"required": "Ghi ngày của văn bản trả lời."},
    )  # fmt: skip
    scan = forms.FileField(
        label="Bản chụp văn bản trả lời", required=False, help_text="PDF hoặc ảnh, đến 15 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png"}),
    )  # fmt: skip

    def __init__(self, *args: Any, on_paper: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = ["answer", "text"]
        if on_paper:
            names += ["answered_on", "scan"]
        else:
            del self.fields["answered_on"], self.fields["scan"]
        self.helper = helper_of("Chưa ghi được", *names)
        self.helper.mark_optional = False
