"""Giữ kế hoạch làm mẫu; lập kế hoạch từ mẫu."""

from typing import Any

from django import forms

from campaigns.forms.starting import HostForm
from units.forms.tree import StoredField, helper_of


class TemplateForm(forms.Form):
    """Tên, dùng khi nào, ai cùng dùng; ``is_offered`` only of one that there is."""

    name = StoredField(
        label="Tên mẫu",
        max_length=120,
        help_text="Ví dụ: Đợt thi đua chào mừng Quốc khánh.",
        widget=forms.TextInput(attrs={"class": "td-w-lg", "autocomplete": "off"}),
        error_messages={"required": "Đặt tên cho mẫu."},
    )
    about = StoredField(
        label="Dùng khi",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_shared = forms.BooleanField(
        label="Các đơn vị bên dưới cùng dùng mẫu này",
        required=False,
        help_text="Họ thấy toàn văn của mẫu.",
    )
    is_offered = forms.BooleanField(
        label="Đang dùng", required=False, help_text="Bỏ chọn thì mẫu được cất đi."
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["is_offered"]
        self.helper = helper_of("Chưa lưu được mẫu")


class BeginForm(HostForm):
    """Lập từ mẫu: for which year, for which authority."""

    order = ("year",)
    year = forms.IntegerField(
        label="Năm của kế hoạch mới",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Nhập năm bằng bốn chữ số, ví dụ 2027.",
        ),
    )

    def __init__(self, *args: Any, base: int | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if base is None:
            self.fields["year"].help_text = "Mẫu không ghi năm nào nên không dời gì."
        else:
            self.fields[
                "year"
            ].help_text = f"Mẫu ghi năm {base}; ngày, năm trong mẫu dời theo."
        self.helper.form_error_title = "Chưa lập được phong trào"
