"""Ghi việc thực hiện một nhiệm vụ được giao."""

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.core.validators import URLValidator

from campaigns.actions.progress.assigned import Told
from campaigns.models import UnitTask
from units.fields import VietnameseDateField
from units.forms.tree import StoredField, helper_of


class TaskForm(forms.Form):
    """What is wanted for which state the act asks; everything typed is kept."""

    status = forms.ChoiceField(
        label="Đến đâu rồi", choices=UnitTask.Status.choices, widget=forms.RadioSelect
    )
    owner = StoredField(label="Người làm", max_length=100, required=False)
    done_on = VietnameseDateField(
        label="Ngày xong", required=False, help_text="Khi chọn “Đã xong”."
    )
    result = StoredField(
        label="Kết quả", max_length=4000, required=False,
        help_text="Làm được gì, bao nhiêu; bắt buộc khi chọn “Đã xong”.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    link = forms.CharField(
        label="Đường dẫn minh chứng", max_length=500, required=False,
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message="Đường dẫn bắt đầu bằng http:// hoặc https://.",
            )
        ],
        help_text="Bài viết, văn bản, thư mục ảnh; không bắt buộc.",
        widget=forms.URLInput(attrs={"class": "td-w-lg"}),
    )  # fmt: skip
    reason = StoredField(
        label="Lý do không thực hiện được", max_length=1000, required=False,
        help_text="Khi chọn “Không thực hiện được”; cơ quan phát động đọc lý do này.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, task: UnitTask, **kwargs: Any):
        names = ("status", "owner", "done_on", "result", "link", "reason")
        kwargs["initial"] = {name: getattr(task, name) for name in names}
        super().__init__(*args, **kwargs)
        self.helper = helper_of(
            "Chưa lưu được", "status", Row(Column("owner"), Column("done_on")), "result",
            "link", "reason",
        )  # fmt: skip

    @property
    def told(self) -> Told:
        given = self.cleaned_data
        return Told(
            status=UnitTask.Status(given["status"]), owner=given["owner"],
            done_on=given["done_on"], result=given["result"], link=given["link"],
            reason=given["reason"],
        )  # fmt: skip
