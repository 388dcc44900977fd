"""Kỳ báo cáo: by a rule, one by one, put off, locked, opened for one unit."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils.timezone import localdate

from campaigns.forms.progress_picking import TAKING, choose_unit
from campaigns.models import Campaign, ReportingPeriod
from campaigns.progress.terms import DueRule, Rhythm
from campaigns.scheduling import Asked
from units.fields import VietnameseDateField
from units.forms.picking import UnitPickField
from units.forms.tree import StoredField, helper_of
from units.models import User

WIDE = {"class": "td-w-lg"}
WEEK = timedelta(days=7)
MOST_DAYS, LAST_DAY = 90, 31
_AFTER, _FIXED = "after", "fixed"


def reason_field(label: str = "Lý do", help_text: str = "") -> StoredField:
    return StoredField(
        label=label,
        max_length=500,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2, "class": "td-w-lg"}),
        error_messages={"required": f"Ghi {label.lower()}."},
    )


def _number_field(label: str, most: int, least: int) -> forms.IntegerField:
    sentence = f"{label} là một số từ {least} đến {most}."
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "td-w-num td-num", "inputmode": "numeric"}
        ),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
    )


class LayPeriodsForm(forms.Form):
    """Lập kỳ theo nhịp."""

    rhythm = forms.ChoiceField(
        label="Nhịp báo cáo",
        choices=[(one.value, one.label) for one in Rhythm],
        initial=Rhythm.MONTHLY.value,
        widget=forms.RadioSelect,
    )
    starts_on = VietnameseDateField(
        label="Từ ngày", error_messages={"required": "Ghi ngày đầu của kỳ đầu tiên."}
    )
    ends_on = VietnameseDateField(
        label="Đến hết ngày",
        error_messages={"required": "Ghi ngày cuối của kỳ cuối cùng."},
    )
    due = forms.ChoiceField(
        label="Hạn nộp",
        choices=[
            (_AFTER, "Sau ngày cuối kỳ một số ngày"),
            (_FIXED, "Một ngày cố định của tháng sau"),
        ],
        initial=_AFTER,
        widget=forms.RadioSelect,
        help_text="Trùng ngày nghỉ, lễ, Tết thì chuyển sang ngày làm việc kế tiếp.",
    )
    days_after = _number_field("Số ngày sau ngày cuối kỳ", MOST_DAYS, 0)
    day_of_next_month = _number_field("Ngày của tháng sau", LAST_DAY, 1)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        start = {
            "starts_on": campaign.starts_on,
            "ends_on": campaign.ends_on,
            "days_after": 5,
            "day_of_next_month": 5,
        }
        kwargs["initial"] = start | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.helper = helper_of(
            "Chưa lập được kỳ báo cáo",
            "rhythm",
            Row(Column("starts_on"), Column("ends_on")),
            Fieldset("Hạn nộp", "due", Row(Column("days_after"), Column("day_of_next_month"))),
        )  # fmt: skip
        self.helper.mark_optional = False
        self.fields["due"].label = "Tính hạn nộp"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        chosen = "days_after" if given.get("due") == _AFTER else "day_of_next_month"
        if given.get(chosen) is None and chosen not in self.errors:
            self.add_error(chosen, f"Ghi {str(self.fields[chosen].label).lower()}.")
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error(
                "ends_on",
                f"Ngày cuối phải sau ngày đầu ({first:%d/%m/%Y}). Đang nhập: "
                f"{last:%d/%m/%Y}.",
            )
        return given

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        fixed = given["day_of_next_month"] if given["due"] == _FIXED else None
        due = DueRule(days_after=given["days_after"] or 0, day_of_next_month=fixed)
        return Asked(
            rhythm=Rhythm(given["rhythm"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            due=due,
        )


class PeriodForm(forms.Form):
    """Một kỳ: its name and days; ``due_on`` only of a new one."""

    label = StoredField(
        label="Tên kỳ",
        max_length=100,
        help_text="Như đơn vị quen gọi, ví dụ: Tháng 10/2023; Sơ kết đợt 1.",
        widget=forms.TextInput(attrs=WIDE),
        error_messages={"required": "Ghi tên kỳ."},
    )
    starts_on = VietnameseDateField(
        label="Từ ngày", error_messages={"required": "Ghi ngày đầu kỳ."}
    )
    ends_on = VietnameseDateField(
        label="Đến hết ngày", error_messages={"required": "Ghi ngày cuối kỳ."}
    )
    due_on = VietnameseDateField(
        label="Hạn nộp",
        help_text="Lập rồi thì chỉ lùi được, có lý do.",
        error_messages={"required": "Ghi hạn nộp."},
    )

    def __init__(
        self, *args: Any, period: ReportingPeriod | None = None, **kwargs: Any
    ):
        if period is not None:
            names = ("label", "starts_on", "ends_on")
            kwargs["initial"] = {name: getattr(period, name) for name in names}
        super().__init__(*args, **kwargs)
        if period is not None:
            del self.fields["due_on"]
        days = Row(Column("starts_on"), Column("ends_on"))
        last = () if period else ("due_on",)
        self.helper = helper_of("Chưa lưu được kỳ báo cáo", "label", days, *last)


class PostponeForm(forms.Form):
    """Lùi hạn nộp."""

    due_on = VietnameseDateField(
        label="Hạn nộp mới", error_messages={"required": "Ghi hạn nộp mới."}
    )
    reason = reason_field("Lý do lùi hạn", "Đơn vị đọc được lý do này.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lùi được hạn nộp")


class ReasonForm(forms.Form):
    """Một lý do; ``title``: what it could not be done."""

    reason = reason_field()

    def __init__(self, *args: Any, title: str, help_text: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
        self.helper = helper_of(title)


class OpenPeriodForm(forms.Form):
    """Mở kỳ cho một đơn vị."""

    unit = UnitPickField(
        label="Đơn vị", error_messages={"required": "Tìm và chọn đơn vị."}
    )
    until = VietnameseDateField(
        label="Được nộp đến hết ngày",
        help_text="Báo cáo nộp trong thời gian này được ghi là nộp muộn, có cho phép.",
        error_messages={"required": "Ghi ngày cuối được nộp."},
    )
    reason = reason_field("Lý do cho nộp muộn", "Đơn vị đọc được lý do này.")

    def __init__(self, *args: Any, campaign: Campaign, user: User, **kwargs: Any):
        start = {"until": localdate() + WEEK}
        kwargs["initial"] = start | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        choose_unit(self, campaign, user, TAKING)
        self.helper = helper_of("Chưa mở được kỳ báo cáo")
