"""Lập phong trào: from a blank page, from a file, from pasted text."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms

from campaigns.carrying import MOST
from campaigns.forms.planning import bare_helper
from campaigns.reading.limits import LARGEST_FILE, LARGEST_TEXT
from units.models import Unit

ACCEPT = ".docx,.doc,.pdf,.txt,.html,.htm"


class HostForm(forms.Form):
    """A form that also asks for which authority, where the person writes for several."""

    host = forms.TypedChoiceField(label="Cơ quan ban hành", coerce=int)

    def __init__(self, *args: Any, hosts: list[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.hosts = hosts
        if len(hosts) == 1:
            del self.fields["host"]
        else:
            choices = [(unit.pk, str(unit)) for unit in hosts]
            cast(forms.ChoiceField, self.fields["host"]).choices = choices
        self.order_fields([*self.order, "host"])
        self.helper = bare_helper(*self.fields)

    order: tuple[str, ...] = ()

    @property
    def host_id(self) -> int:
        return self.cleaned_data.get("host") or self.hosts[0].pk


class BlankForm(HostForm):
    """Trang trắng."""

    order = ("name",)
    name = forms.CharField(
        label="Tên phong trào",
        max_length=500,
        help_text="Ví dụ: Thi đua chào mừng kỷ niệm 20 năm thành lập phường.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="trang", **kwargs)


class CarryForm(HostForm):
    """Dùng lại kế hoạch năm trước."""

    order = ("years",)
    years = forms.IntegerField(
        label="Dời thêm số năm",
        min_value=0,
        max_value=MOST,
        help_text="0 thì giữ nguyên ngày, năm.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": f"Nhập số năm dời thêm, từ 0 đến {MOST}.",
            "invalid": f"Nhập số năm dời thêm, từ 0 đến {MOST}.",
            "min_value": f"Số năm dời thêm từ 0 đến {MOST}.",
            "max_value": f"Số năm dời thêm từ 0 đến {MOST}.",
        },
    )


def reading_helper(field: str, undone: str) -> FormHelper:
    """Nothing is saved by reading, and there is but one thing to put right."""
    helper = bare_helper(field)
    helper.form_error_title = undone
    helper.form_error_uncounted = True
    return helper


class UploadForm(forms.Form):
    """Từ tệp có sẵn."""

    file = forms.FileField(
        label="Tệp kế hoạch",
        max_length=255,
        help_text="Word (.docx, .doc), PDF có lớp chữ, .txt hoặc trang web đã lưu (.html).",
        widget=forms.ClearableFileInput(
            attrs={"accept": ACCEPT, "data-max-mb": str(LARGEST_FILE // 2**20)}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="tep", **kwargs)
        self.helper = reading_helper("file", "Chưa đọc được tệp")


class PasteForm(forms.Form):
    """Dán chữ."""

    text = forms.CharField(
        label="Nội dung kế hoạch",
        max_length=LARGEST_TEXT,
        help_text="Chép toàn bộ văn bản, từ tên cơ quan đến nơi nhận, rồi dán vào đây.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="chu", **kwargs)
        self.helper = reading_helper("text", "Chưa đọc được nội dung")
