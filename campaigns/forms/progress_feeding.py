"""Góp vào chỉ tiêu cấp trên nào."""

from collections.abc import Sequence
from typing import Any

from django import forms

from campaigns.models import Indicator
from units.forms.tree import helper_of
from units.wording import excerpt


class FeedForm(forms.Form):
    """Những chỉ tiêu mà cấp trên đã giao cho đơn vị."""

    feeds_id = forms.TypedChoiceField(
        label="Chỉ tiêu cấp trên", coerce=int, required=False, empty_value=None,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(
        self, *args: Any, indicator: Indicator, offered: Sequence[Indicator], **kwargs: Any
    ):  # fmt: skip
        kwargs["initial"] = {"feeds_id": indicator.feeds_id or ""}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["feeds_id"]
        field.choices = [
            ("", "Không góp vào chỉ tiêu nào"),
            *[(one.pk, _words(one)) for one in offered],
        ]
        self.helper = helper_of("Chưa lưu được")
        self.helper.mark_optional = False


def _words(one: Indicator) -> str:
    sign = f" ({one.unit_of_measure})" if one.unit_of_measure else ""
    name = excerpt(str(one), 120)
    return f"{name}{sign}, {one.campaign.host}: {excerpt(one.campaign.name, 80)}"
