"""Biểu mẫu nhắc việc: một bậc của bậc thang, cách nhận của mình."""

from typing import Any

from django import forms

from campaigns.models import ReminderChoice, ReminderStep, Rung
from units.forms.tree import helper_of


class StepForm(forms.Form):
    """Một bậc: so many days, before or after, whom."""

    BEFORE, AFTER = "truoc", "sau"
    days = forms.IntegerField(
        label="Số ngày", min_value=0, max_value=ReminderStep.LATEST,
        help_text="0 là đúng ngày đến hạn.",
        widget=forms.NumberInput(attrs={"class": "td-w-num"}),
        error_messages={
            "required": "Ghi số ngày, từ 0 đến 90.", "invalid": "Ghi số ngày, từ 0 đến 90."
        },
    )  # fmt: skip
    side = forms.ChoiceField(
        label="Trước hay sau hạn", choices=[(BEFORE, "Trước hạn"), (AFTER, "Sau hạn")],
        initial=BEFORE, widget=forms.RadioSelect,
        error_messages={"required": "Chọn trước hạn hoặc sau hạn."},
    )  # fmt: skip
    reaches = forms.ChoiceField(
        label="Nhắc ai", choices=Rung.choices, initial=Rung.REPORTER,
        widget=forms.RadioSelect, error_messages={"required": "Chọn nhắc ai."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa thêm được bậc")

    def clean(self):
        given = super().clean()
        days, side = given.get("days"), given.get("side")
        if days is not None and side == self.BEFORE:
            if days > -ReminderStep.EARLIEST:
                self.add_error("days", "Chỉ nhắc trong vòng 60 ngày trước hạn.")
            given["days"] = -days
        return given


class ChoiceForm(forms.Form):
    """Cách nhận nhắc việc của mình."""

    YES, NO, ALL = "co", "khong", ""
    mail = forms.ChoiceField(
        label="Thư nhắc việc của mình",
        choices=[
            (YES, "Gửi một thư mỗi sáng ngày làm việc, lúc 7 giờ 30, khi có việc phải nhắc"),
            (NO, "Không gửi thư, chỉ báo ở trang Thông báo"),
        ],
        initial=YES, widget=forms.RadioSelect,
        error_messages={"required": "Chọn có gửi thư hay không."},
    )  # fmt: skip
    lead = forms.TypedChoiceField(
        label="Nhắc trước hạn", required=False, coerce=int, empty_value=None,
        choices=[
            (ALL, "Theo bậc thang của cơ quan phát động"),
            ("7", "Chỉ trong 7 ngày trước hạn"),
            ("3", "Chỉ trong 3 ngày trước hạn"),
            ("1", "Chỉ từ hôm trước ngày đến hạn"),
            ("0", "Chỉ từ ngày đến hạn"),
        ],
        widget=forms.RadioSelect,
        help_text="Việc đã quá hạn luôn được nhắc.",
    )  # fmt: skip

    def __init__(self, *args: Any, choice: ReminderChoice | None, **kwargs: Any):
        if choice is not None:
            kwargs["initial"] = {
                "mail": self.YES if choice.by_mail else self.NO,
                "lead": self.ALL if choice.lead_days is None else choice.lead_days,
            }
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lưu được")

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "takes_mail": self.cleaned_data["mail"] == self.YES,
            "lead_days": self.cleaned_data["lead"],
        }
