"""Góp ý cho một dòng hoặc cả kế hoạch; trả lời."""

from typing import Any

from crispy_forms.layout import HTML
from django import forms

from campaigns.forms.planning import bare_helper
from campaigns.models.comments import BODY, LINE, QUOTE

REWRITE = "Đề nghị viết lại cả dòng"


class WordsForm(forms.Form):
    """Lời góp ý, lời trả lời."""

    body = forms.CharField(
        label="Góp ý",
        max_length=BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = bare_helper("body")
        self.helper.form_error_title = "Chưa gửi được"


class AnswerForm(WordsForm):
    """Trả lời một góp ý."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["body"].label = "Trả lời"


class LineCommentForm(WordsForm):
    """Góp ý cho một dòng: initial ``proposed`` is the line as it reads, ``seen`` its print.

    The words proposed are asked for below a disclosure that opens by itself once they are.
    """

    quote = forms.CharField(
        label="Về đoạn",
        max_length=QUOTE,
        required=False,
        help_text="Chép lại đoạn được góp ý. Để trống nếu góp ý cho cả dòng.",
    )
    proposed = forms.CharField(
        label="Lời đề nghị",
        max_length=LINE,
        required=False,
        strip=False,
        help_text="Sửa thẳng vào câu. Không sửa gì thì coi như không đề nghị.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_propose: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows: list[Any] = ["body", "quote", "seen"]
        if may_propose:
            typed = self["proposed"].value() or ""
            is_open = self.is_bound and typed != self.initial.get("proposed", "")
            rows += [
                HTML(
                    f'<details class="td-disclose td-disclose--in"{" open" * is_open}>'
                    f"<summary>{REWRITE}</summary>"
                ),
                "proposed",
                HTML("</details>"),
            ]
        else:
            del self.fields["proposed"]
        self.helper = bare_helper(*rows)
        self.helper.form_error_title = "Chưa gửi được"
