"""Đơn vị tham gia: added by typing its name; who answers for it."""

from typing import Any

from django import forms

from campaigns.forms.progress_picking import OTHER, choose_unit
from campaigns.models import Campaign, Participation
from units.forms.picking import UnitPickField
from units.forms.tree import StoredField, helper_of
from units.models import User


class AddUnitForm(forms.Form):
    """Thêm đơn vị."""

    other = UnitPickField(
        label="Đơn vị", error_messages={"required": "Tìm và chọn đơn vị."}
    )

    def __init__(self, *args: Any, campaign: Campaign, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_unit(self, campaign, user, OTHER)
        self.helper = helper_of("Chưa thêm được đơn vị")


class ContactForm(forms.Form):
    """Đầu mối của đơn vị."""

    person_in_charge = StoredField(
        label="Người phụ trách",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "td-w-md", "autocomplete": "off"}),
    )
    contact = StoredField(
        label="Điện thoại công vụ",
        max_length=60,
        required=False,
        help_text="Số của cơ quan, không ghi số riêng.",
        widget=forms.TextInput(
            attrs={"class": "td-w-md", "inputmode": "tel", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, participation: Participation, **kwargs: Any):
        names = ("person_in_charge", "contact")
        kwargs["initial"] = {name: getattr(participation, name) for name in names}
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lưu được đầu mối")
