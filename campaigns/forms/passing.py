"""Đồng ý ở một bước của quy trình duyệt."""

from typing import Any

from django import forms

from campaigns.forms.reviewing import OneField


class AgreeForm(OneField):
    """Ý kiến khi chuyển tiếp; ``buoc``: the step that the page showed."""

    remark = forms.CharField(
        label="Ý kiến khi chuyển tiếp",
        max_length=2000,
        required=False,
        help_text="Không bắt buộc. Người soạn và người duyệt sau đều thấy.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    buoc = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper.form_error_title = "Chưa chuyển tiếp được"
        self.helper.render_hidden_fields = True
