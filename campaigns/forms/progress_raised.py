"""Giao và trả lời khó khăn, kiến nghị."""

from typing import Any

from django import forms

from campaigns.forms.progress_picking import OWNER, choose_unit
from campaigns.models import Campaign, RaisedItem
from units.fields import VietnameseDateField
from units.forms.picking import UnitPickField
from units.forms.tree import StoredField, helper_of
from units.models import User


class AssignForm(forms.Form):
    """Giao đơn vị trả lời."""

    owner = UnitPickField(
        label="Đơn vị trả lời",
        error_messages={"required": "Tìm và chọn đơn vị trả lời."},
    )
    due_on = VietnameseDateField(label="Trả lời trước ngày", required=False)

    def __init__(
        self,
        *args: Any,
        item: RaisedItem,
        campaign: Campaign,
        user: User,
        **kwargs: Any,
    ):
        there = {"owner": item.owner, "due_on": item.due_on}
        kwargs["initial"] = there | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        choose_unit(self, campaign, user, OWNER)
        self.helper = helper_of("Chưa giao được")


class AnswerForm(forms.Form):
    """Trả lời."""

    answer = StoredField(
        label="Nội dung trả lời", max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Ghi nội dung trả lời."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa trả lời được")


class ExplainForm(forms.Form):
    """Yêu cầu giải trình."""

    text = StoredField(
        label="Cần giải trình", max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ghi cần giải trình điều gì."},
    )  # fmt: skip
    due_on = VietnameseDateField(label="Trả lời trước ngày", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa gửi được yêu cầu")
