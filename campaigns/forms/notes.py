"""Biểu mẫu ghi chú: one for each kind of note, and the milestones of a target."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from campaigns.forms.concurrent import ConcurrentFields
from campaigns.forms.fields import vietnamese
from campaigns.forms.planning import bare_helper, side_by_side
from campaigns.models import (
    Assignment,
    AwardForm,
    Citation,
    Deadline,
    Period,
    Phase,
    Plan,
    Registration,
    Subject,
    Target,
)
from units.fields import VietnameseDateField, VietnameseDecimalField
from units.models import Unit

PREFIX = "n"


class NoteForm(ConcurrentFields, forms.ModelForm):
    """A note inside the form of its section: no tag and no token of its own.

    ``choices_of`` is the plan whose phases and whose authority's units may be named, None
    where the note is not yet stored anywhere (a plan being read in).
    """

    # Rows of the layout: a name alone, or names side by side.
    rows: tuple = ()

    def __init__(self, *args: Any, choices_of: Plan | None = None, **kwargs: Any):
        kwargs.setdefault("prefix", PREFIX)
        super().__init__(*args, **kwargs)
        self.choose_from(choices_of)
        self.helper = bare_helper(
            *[row if isinstance(row, str) else side_by_side(*row) for row in self.rows]
        )

    def choose_from(self, plan: Plan | None) -> None:
        """Narrow the choices to what belongs to ``plan`` and its authority."""


class CitationForm(NoteForm):
    rows = ("text", ("number", "issued_on"), "issuer", "is_superior_plan")

    class Meta:
        model = Citation
        fields = ["text", "number", "issued_on", "issuer", "is_superior_plan"]
        formfield_callback = vietnamese


class PeriodForm(NoteForm):
    rows = (("starts_on", "ends_on"),)

    class Meta:
        model = Period
        fields = ["starts_on", "ends_on"]
        formfield_callback = vietnamese


class PhaseForm(NoteForm):
    rows = ("name", ("starts_on", "ends_on"), "plan_due_on")

    class Meta:
        model = Phase
        fields = ["name", "starts_on", "ends_on", "plan_due_on"]
        formfield_callback = vietnamese
        help_texts = {"plan_due_on": "Chỉ điền khi đợt này sẽ có kế hoạch riêng."}


class TargetForm(NoteForm):
    rows = (
        "name",
        ("direction", "comparator"),
        ("value", "value_max", "unit"),
        ("deadline", "baseline"),
        ("responsible", "shown"),
        "phase",
    )

    class Meta:
        model = Target
        fields = [
            "name", "direction", "comparator", "value", "value_max", "unit", "deadline",
            "baseline", "responsible", "shown", "phase",
        ]  # fmt: skip
        formfield_callback = vietnamese
        help_texts = {
            "direction": "Làm tốt thì con số tăng, giảm hay giữ nguyên.",
            "comparator": "Kết quả phải thế nào so với giá trị.",
            "value_max": "Chỉ điền khi chỉ tiêu là một khoảng.",
            "unit": "%, hộ, công trình…",
            "shown": "Chỉ điền khi câu ghi khác số, ví dụ 1/3.",
            "baseline": "Ví dụ: năm 2021.",
        }

    def choose_from(self, plan):
        field = self.fields["phase"]
        field.queryset = Phase.objects.of_plan(plan)
        field.empty_label = "Cả phong trào"
        if plan is None or not field.queryset:
            del self.fields["phase"]
            self.rows = self.rows[:-1]


class AssignmentForm(NoteForm):
    rows = ("unit_name", "unit")

    class Meta:
        model = Assignment
        fields = ["unit_name", "unit"]
        formfield_callback = vietnamese
        help_texts = {
            "unit": "Chọn khi đơn vị dùng hệ thống này, để giao việc và nhắc hạn.",
        }

    def choose_from(self, plan):
        if plan is None:
            del self.fields["unit"]
            self.rows = ("unit_name",)
            return
        self.fields["unit"].queryset = (
            Unit.objects.on().under(plan.issuer.seal_holder).for_pick()
        )
        self.fields["unit"].empty_label = "Không chọn"


class RegistrationForm(NoteForm):
    rows = ("what", ("minimum", "deadline"))

    class Meta:
        model = Registration
        fields = ["what", "minimum", "deadline"]
        formfield_callback = vietnamese
        help_texts = {"what": "Ví dụ: mô hình hoặc công trình."}


class DeadlineForm(NoteForm):
    rows = ("text", "due_on")

    class Meta:
        model = Deadline
        fields = ["text", "due_on"]
        formfield_callback = vietnamese


class AwardFormForm(NoteForm):
    rows = ("name",)

    class Meta:
        model = AwardForm
        fields = ["name"]
        formfield_callback = vietnamese


class SubjectForm(NoteForm):
    rows = ("side", "name")

    class Meta:
        model = Subject
        fields = ["side", "name"]
        formfield_callback = vietnamese


NOTE_FORMS: dict[str, type[NoteForm]] = {
    "can-cu": CitationForm,
    "thoi-gian": PeriodForm,
    "dot": PhaseForm,
    "chi-tieu": TargetForm,
    "nhiem-vu": AssignmentForm,
    "dang-ky": RegistrationForm,
    "thoi-han": DeadlineForm,
    "khen-thuong": AwardFormForm,
    "doi-tuong": SubjectForm,
}


class MilestoneForm(forms.Form):
    """Một mốc của chỉ tiêu; a row left wholly empty counts as none."""

    label = forms.CharField(label="Mốc", max_length=100)
    due_on = VietnameseDateField(label="Đến ngày", required=False)
    value = VietnameseDecimalField(
        label="Mức phải đạt", max_digits=20, decimal_places=6
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.empty_permitted = True
        self.use_required_attribute = False


class BaseMilestoneFormSet(BaseFormSet):
    def kept(self) -> list[dict[str, Any]]:
        """Rows that say something: dicts label, due_on, value."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


MilestoneFormSet = formset_factory(
    MilestoneForm, formset=BaseMilestoneFormSet, extra=0, max_num=50, absolute_max=60
)
