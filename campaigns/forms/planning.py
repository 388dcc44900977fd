"""Thông tin chung, nơi nhận, người ký: what stands around the lines of a plan."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from campaigns.content import PaperKind
from campaigns.forms.concurrent import ConcurrentFields
from campaigns.forms.fields import LinesField, vietnamese
from campaigns.models import Campaign, Plan
from units.authority import authority_lines
from units.models import Membership

OWN_BLOCK = "goc"


class PlanForm(ConcurrentFields, forms.ModelForm):
    """Phần đầu văn bản: letterhead, symbol, place, trích yếu."""

    addressees = LinesField(
        label="Kính gửi",
        longest=300,
        required=False,
        help_text="Mỗi nơi một dòng. Chỉ dùng cho công văn và văn bản có nơi gửi đích danh.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Plan
        fields = [
            "title", "kind", "letterhead_parent", "letterhead", "symbol", "place",
            "addressees", "drafter_mark", "annexes_apart",
        ]  # fmt: skip
        formfield_callback = vietnamese
        labels = {"title": "Trích yếu"}
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": "In đậm dưới tên loại văn bản; không ghi lại chữ “Kế hoạch”.",
            "letterhead_parent": "Để trống nếu không ghi.",
            "letterhead": "Ngắt dòng như trên văn bản.",
            "drafter_mark": "In cuối nơi nhận, ví dụ TĐ.(10).",
            "annexes_apart": "Dùng khi phụ lục dài, là danh sách, biểu mẫu hay gửi riêng. "
            "Cơ quan ký số từng tệp; nội dung phải nhắc đến phụ lục.",
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="kh", **kwargs)
        if self.initial.get("kind") != PaperKind.NEWS:
            self.fields["kind"].choices = [
                choice
                for choice in self.fields["kind"].choices
                if choice[0] not in ("", PaperKind.NEWS)
            ]
        self.helper = bare_helper(
            Fieldset(
                "Văn bản",
                "title",
                side_by_side("kind", "symbol", "place"),
                side_by_side("letterhead_parent", "letterhead"),
                "addressees",
                "drafter_mark",
                "annexes_apart",
            )
        )


class CampaignForm(ConcurrentFields, forms.ModelForm):
    """Phong trào. Its dates are edited here only while no line of the plan tells them."""

    class Meta:
        model = Campaign
        fields = ["name", "slogan", "type", "starts_on", "ends_on"]
        formfield_callback = vietnamese
        widgets = {"name": forms.Textarea(attrs={"rows": 2})}
        labels = {"starts_on": "Từ ngày", "ends_on": "Đến hết ngày"}
        help_texts = {"name": "Tên gọi trong hệ thống; có thể ngắn hơn trích yếu."}

    def __init__(self, *args: Any, dates: bool, **kwargs: Any):
        super().__init__(*args, prefix="pt", **kwargs)
        rows: list = ["name", "slogan", "type"]
        if dates:
            rows.append(side_by_side("starts_on", "ends_on"))
        else:
            del self.fields["starts_on"], self.fields["ends_on"]
        self.helper = bare_helper(Fieldset("Phong trào", *rows))


class RecipientsForm(ConcurrentFields, forms.Form):
    """Nơi nhận: the whole list as text."""

    texts = LinesField(
        label="Nơi nhận",
        longest=300,
        required=False,
        help_text=(
            "Mỗi nơi nhận một dòng, không cần gạch đầu dòng và dấu chấm phẩy. "
            "Dòng cuối ghi “Lưu: VT, …”."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="nn", **kwargs)
        self.helper = bare_helper("texts")


class SignerForm(ConcurrentFields, forms.Form):
    """Người ký: one of the authority's leaders, or the block that the document came with.

    ``signers`` are memberships with a signing capacity. ``initial``: signer (membership id as
    text, or OWN_BLOCK), authority_lines, title_below, signer_name.
    """

    signer = forms.ChoiceField(
        label="Người ký",
        widget=forms.RadioSelect,
        required=False,
    )
    authority_lines = LinesField(
        label="Quyền hạn, chức vụ",
        longest=150,
        required=False,
        help_text="Mỗi dòng in thành một dòng, ví dụ TM. ỦY BAN NHÂN DÂN rồi CHỦ TỊCH.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    title_below = forms.CharField(
        label="Chức vụ ở cơ quan",
        max_length=150,
        required=False,
        help_text="Chỉ dùng khi hội đồng, ban ký bằng con dấu của cơ quan.",
    )
    signer_name = forms.CharField(
        label="Họ tên người ký", max_length=100, required=False
    )

    def __init__(self, *args: Any, signers: list[Membership], **kwargs: Any):
        super().__init__(*args, prefix="nk", **kwargs)
        self.signers = {str(signer.pk): signer for signer in signers}
        own = ("authority_lines", "title_below", "signer_name")
        choices = [(pk, str(signer.user)) for pk, signer in self.signers.items()]
        self.fields["signer"].choices = [
            *choices,
            (OWN_BLOCK, "Khối ký khác, không chọn người trong hệ thống"),
        ]
        self.helper = bare_helper(*own)

    @property
    def options(self) -> list[dict[str, Any]]:
        """One dict a radio button: value, name, title, lines as printed, below, checked."""
        chosen = self["signer"].value()
        return [
            {
                "value": pk,
                "name": signer.user.full_name,
                "title": signer.title or signer.unit.head_title,
                "capacity": signer.get_capacity_display(),
                "block": authority_lines(signer),
                "checked": pk == chosen,
            }
            for pk, signer in self.signers.items()
        ]

    @property
    def own_checked(self) -> bool:
        return self["signer"].value() == OWN_BLOCK

    def plan_changes(self) -> dict[str, Any]:
        """``changes()`` as columns of a plan."""
        changed = self.changes()
        if "signer" in changed:
            changed["signer"] = self.signers.get(changed["signer"])
        return changed


def signer_initial(plan: Plan) -> dict[str, Any]:
    """What SignerForm shows of a plan."""
    return {
        "signer": str(plan.signer_id) if plan.signer_id else OWN_BLOCK,
        "authority_lines": list(plan.authority_lines),
        "title_below": plan.title_below,
        "signer_name": plan.signer_name,
    }


def bare_helper(*rows: Any) -> FormHelper:
    """A helper for fields inside a form that the template owns."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.mark_optional = False  # a draft may lack anything
    helper.layout = Layout(*rows)
    return helper


def side_by_side(*names: str) -> Div:
    """Fields beside each other where there is room."""
    return Div(
        *[Div(name, css_class="td-formrow__c") for name in names],
        css_class="td-formrow",
    )
