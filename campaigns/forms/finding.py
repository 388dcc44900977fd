"""Tìm và thay trong kế hoạch; names of fields are those of the address."""

from typing import Any

from django import forms

from campaigns.forms.planning import bare_helper, side_by_side
from campaigns.seeking import Wanted

LONGEST = 300


class FindForm(forms.Form):
    """Tìm …, thay bằng …."""

    tim = forms.CharField(
        label="Tìm",
        max_length=LONGEST,
        strip=False,
        error_messages={"required": "Ghi chữ cần tìm."},
    )
    thay = forms.CharField(
        label="Thay bằng",
        max_length=LONGEST,
        strip=False,
        required=False,
        help_text="Để trống nếu chỉ tìm, hoặc để bỏ chữ ấy.",
    )
    hoa = forms.BooleanField(label="Phân biệt chữ hoa, chữ thường", required=False)
    tu = forms.BooleanField(label="Chỉ cả từ", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("tim", "thay"):
            self.fields[name].widget.attrs.update(
                autocomplete="off", spellcheck="false"
            )
        self.helper = bare_helper(
            side_by_side("tim", "thay"), side_by_side("hoa", "tu")
        )
        self.helper.form_error_title = "Chưa tìm được"

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        given = self.cleaned_data
        return Wanted(given["tim"], same_case=given["hoa"], whole_words=given["tu"])
