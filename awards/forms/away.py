"""Mang phiên họp đi."""

from typing import Any

from django import forms

from units.forms.tree import StoredField, helper_of


class LeaveForm(forms.Form):
    """Máy nào mang đi."""

    device = StoredField(
        label="Tên máy mang đi", max_length=100,
        help_text="Để người khác biết phiên họp đang ở đâu, ví dụ: Máy xách tay Văn phòng số 2.",
        error_messages={"required": "Ghi tên máy mang đi."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa mang đi được")
