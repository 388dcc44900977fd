"""Biểu mẫu loại đơn vị."""

from typing import Any

from django import forms

from units.fields import VietnameseDateField
from units.forms.tree import StoredField, helper_of
from units.models import UnitKind

WIDE = {"class": "td-w-lg"}


class KindForm(forms.Form):
    """Thêm, sửa một loại; the code of one that there is does not change."""

    code = forms.SlugField(
        label="Mã loại",
        max_length=30,
        help_text="Chữ thường không dấu, số, gạch nối; không đổi được về sau.",
        widget=forms.TextInput(attrs={"class": "td-w-md", "autocomplete": "off"}),
    )
    name = StoredField(
        label="Tên loại", max_length=100, widget=forms.TextInput(attrs=WIDE)
    )
    is_territorial = forms.BooleanField(
        label="Theo địa bàn: khi sáp nhập, chia thì theo sang đơn vị mới",
        required=False,
    )
    valid_from = VietnameseDateField(label="Có từ ngày", required=False)
    valid_to = VietnameseDateField(
        label="Đến hết ngày",
        required=False,
        help_text="Sau ngày này không lập đơn vị mới thuộc loại này.",
    )
    basis = StoredField(
        label="Văn bản căn cứ",
        max_length=300,
        required=False,
        help_text="Bắt buộc khi ghi ngày.",
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(self, *args: Any, kind: UnitKind | None = None, **kwargs: Any):
        if kind:
            names = ("name", "is_territorial", "valid_from", "valid_to", "basis")
            kwargs.setdefault("initial", {one: getattr(kind, one) for one in names})
        super().__init__(*args, **kwargs)
        if kind:
            del self.fields["code"]
        self.helper = helper_of("Chưa lưu được loại đơn vị")
