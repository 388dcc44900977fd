"""Biểu mẫu lập, gửi, thẩm định đề nghị khen thưởng."""

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from awards import subjects
from awards.models import Part, Proposal
from awards.models.merits import Merit
from awards.offers import Offer, key_of
from campaigns.forms import ConcurrentFields
from campaigns.forms.progress_registering import WhyForm
from campaigns.models import Campaign
from units.fields import VietnameseDateField
from units.forms.tree import StoredField, helper_of
from units.models import Unit
from units.wording import excerpt

WIDE = {"class": "td-w-lg"}
LEAST, MOST = 80, 200  # words of a summary, as advice

# Fields of the form by the part of the dossier that opens them.
FIELDS = {
    Part.AWARD: ("offer", "merit"), Part.SUBJECT: ("subject", "posthumous"),
    Part.PERIOD: ("campaign", "period_from", "period_to"), Part.SUMMARY: ("summary",),
    Part.REPORT: ("report",),
}  # fmt: skip


class SubjectPick(forms.Widget):
    """Ô tìm đối tượng, and radio buttons for whom is found; without htmx a button searches."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.unit: Unit | None = None
        self.words = ""
        self.creates = ""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        assert self.unit is not None, "the form says for which unit"
        chosen = subjects.chosen(self.unit, str(value or "")) if value else None
        found, more = subjects.find(self.unit, self.words)
        shown = None
        if chosen and chosen.honouree:
            shown = subjects.found_person(chosen.honouree)
        elif chosen and chosen.collective:
            shown = subjects.found_unit(chosen.collective)
        context = {
            "name": name, "id": (attrs or {}).get("id", f"id_{name}"),
            "attrs": attrs or {}, "words": self.words, "found": found, "more": more,
            "chosen": shown, "unit": self.unit, "creates": self.creates,
            "url": reverse("awards:subject-pick", args=[self.unit.pk]),
        }  # fmt: skip
        return render_to_string("awards/proposals/subject_pick.html", context)


class ProposalForm(ConcurrentFields, forms.Form):
    """Một đề nghị; ``opened``: the parts that may be written now."""

    offer = forms.ChoiceField(
        label="Hình thức khen thưởng đề nghị", required=False, widget=forms.RadioSelect
    )
    merit = forms.ChoiceField(
        label="Loại hình khen thưởng", choices=Merit.choices, required=False,
        widget=forms.Select(attrs=WIDE),
    )  # fmt: skip
    subject = forms.CharField(
        label="Đối tượng được đề nghị", required=False, max_length=20, widget=SubjectPick,
        help_text="Cá nhân, hộ, tập thể hoặc đơn vị; gõ vài chữ trong tên.",
    )  # fmt: skip
    posthumous = forms.BooleanField(
        label="Truy tặng (người được đề nghị đã mất)", required=False
    )
    campaign = forms.TypedChoiceField(
        label="Phong trào", coerce=int, empty_value=None, required=False,
        widget=forms.Select(attrs=WIDE),
    )  # fmt: skip
    period_from = VietnameseDateField(
        label="Lập thành tích từ ngày", required=False, example="01/01/2026"
    )
    period_to = VietnameseDateField(
        label="Đến ngày", required=False, example="31/12/2026"
    )
    summary = StoredField(
        label="Thành tích nổi bật, có số liệu", required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Đoạn này in nguyên văn vào tờ trình và danh sách gửi Hội đồng. Nên từ "
        f"{LEAST} đến {MOST} chữ.",
    )  # fmt: skip
    report = StoredField(
        label="Báo cáo thành tích", required=False, max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Sơ lược tiểu sử hoặc đặc điểm tình hình; thành tích theo từng nội dung; các "
        "hình thức đã được khen. Có tệp Word sẵn thì gửi ở mục Hồ sơ kèm theo.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, proposal: Proposal, offers: Sequence[Offer],
        campaigns: Iterable[Campaign], opened: Iterable[str], words: str = "",
        creates: str = "", **kwargs: Any,
    ):  # fmt: skip
        kwargs["initial"] = initial_of(proposal)
        super().__init__(*args, **kwargs)
        opened = set(opened)
        for part, names in FIELDS.items():
            if part not in opened:
                for name in names:
                    del self.fields[name]
        if "offer" in self.fields:
            self.fields["offer"].choices = [(one.key, one.name) for one in offers]
        if "campaign" in self.fields:
            self.fields["campaign"].choices = campaign_choices(campaigns)
        if "subject" in self.fields:
            pick = self.fields["subject"].widget
            pick.unit, pick.words, pick.creates = proposal.unit, words, creates
        self.helper = helper_of("Chưa gửi được")
        self.helper.mark_optional = False

    def facts(self) -> dict[str, Any]:
        """What the act takes: fields that are valid and differ."""
        given = self.changes()
        if "campaign" in given:
            given["campaign_id"] = given.pop("campaign")
        return given


def campaign_choices(campaigns: Iterable[Campaign]) -> list[tuple[int | str, str]]:
    return [
        ("", "Không theo phong trào nào"),
        *[(one.pk, excerpt(one.name, 110)) for one in campaigns],
    ]


def initial_of(proposal: Proposal) -> dict[str, Any]:
    return {
        "offer": key_of(proposal),
        "merit": proposal.merit,
        "subject": subjects.key_of(proposal),
        "posthumous": proposal.posthumous,
        "campaign": proposal.campaign_id,
        "period_from": proposal.period_from,
        "period_to": proposal.period_to,
        "summary": proposal.summary,
        "report": proposal.report,
    }


class BeginForm(forms.Form):
    """Bắt đầu: for which unit, within which campaign."""

    unit = forms.TypedChoiceField(
        label="Đơn vị đề nghị", coerce=int, widget=forms.Select(attrs=WIDE)
    )
    campaign = forms.TypedChoiceField(
        label="Phong trào", coerce=int, empty_value=None, required=False,
        widget=forms.Select(attrs=WIDE),
        help_text="Khen đột xuất, công trạng hằng năm thì để trống.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: Iterable[Unit], campaigns: Iterable[Campaign],
        **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(one.pk, str(one)) for one in units]  # type: ignore[attr-defined]
        self.fields["campaign"].choices = campaign_choices(campaigns)  # type: ignore[attr-defined]
        self.helper = helper_of("Chưa bắt đầu được", "unit", "campaign")


class PetitionForm(forms.Form):
    """Tờ trình đi cùng các đề nghị."""

    reference = StoredField(
        label="Số, ký hiệu tờ trình", max_length=60, required=False,
        help_text="Để trống nếu chưa có.", widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )  # fmt: skip
    dated = VietnameseDateField(label="Ngày tờ trình", required=False)
    scan = forms.FileField(
        label="Bản chụp tờ trình đã ký", required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png"}),
    )  # fmt: skip

    def __init__(self, *args: Any, needs_scan: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if needs_scan:
            self.fields["scan"].help_text = (
                "Bắt buộc: đơn vị chưa có tài khoản thủ trưởng để xác nhận trong hệ thống. PDF "
                "hoặc ảnh, đến 15 MB."
            )
        else:
            self.fields["scan"].help_text = "Nếu có bản giấy đã ký. Đến 15 MB."
        self.helper = helper_of(
            "Chưa gửi được", Row(Column("reference"), Column("dated")), "scan"
        )
        self.helper.mark_optional = False


class PaperForm(forms.Form):
    """Gửi một giấy tờ."""

    paper = forms.ChoiceField(label="Là giấy tờ gì", widget=forms.Select(attrs=WIDE))
    name = StoredField(
        label="Tên giấy tờ", max_length=200, required=False,
        help_text="Để trống thì lấy tên tệp.", widget=forms.TextInput(attrs=WIDE),
    )  # fmt: skip
    file = forms.FileField(
        label="Tệp", required=False, help_text="PDF, ảnh, Word hoặc Excel, đến 15 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,.pdf,.docx,.xlsx"}),
    )  # fmt: skip

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = papers  # type: ignore[attr-defined]
        self.helper = helper_of("Chưa gửi được tệp", "paper", "name", "file")


class ReasonForm(WhyForm):
    """Một lý do."""

    def __init__(self, *args: Any, longest: int = 2_000, **kwargs: Any):
        super().__init__(*args, longest=longest, title="Chưa thực hiện được", **kwargs)


class ReceiveForm(forms.Form):
    """Ngày tiếp nhận."""

    day = VietnameseDateField(
        label="Ngày tiếp nhận", required=False,
        help_text="Hồ sơ được xét theo quy định có hiệu lực vào ngày này.",
    )  # fmt: skip
    why = StoredField(
        label="Vì sao ghi ngày trước hôm nay", max_length=500, required=False,
        help_text="Chỉ ghi khi ngày tiếp nhận không phải hôm nay.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa tiếp nhận được", "day", "why")
        self.helper.mark_optional = False


class AppraisalForm(forms.Form):
    """Ý kiến thẩm định."""

    text = StoredField(
        label="Ý kiến thẩm định", max_length=4_000, required=False,
        help_text="Cơ quan xét, Hội đồng và đơn vị đề nghị đều đọc được.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lưu được", "text", "seen")
        self.helper.mark_optional = False


class ReturnForm(forms.Form):
    """Trả lại: which parts are opened, and what is to be mended."""

    parts = forms.MultipleChoiceField(
        label="Phần phải bổ sung", choices=Part.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Đơn vị chỉ sửa được các phần đánh dấu.",
    )  # fmt: skip
    reason = StoredField(
        label="Phải bổ sung gì", max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    due_on = VietnameseDateField(label="Bổ sung trước hết ngày", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa trả lại được", "parts", "reason", "due_on")
        self.helper.mark_optional = False
