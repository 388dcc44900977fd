"""Xem lại bản đọc: the head, the recipients and the signing block of a plan that was read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.html import format_html

from campaigns.content import Letterhead, PaperKind, PlanContent, SignatureBlock
from campaigns.forms.fields import LinesField
from campaigns.forms.planning import bare_helper, side_by_side
from campaigns.heads import Foreign, one_line
from campaigns.models.plan import KIND_LABELS
from campaigns.readiness import OWN_HEAD
from campaigns.revising import SURE
from units.fields import VietnameseDateField

AREA = {"rows": 2}


class ReadForm(forms.Form):
    """Fields as the reader understood them; one that it is not sure of says so beside its label.

    ``PATHS``: where the reader tells how sure it was of each field.
    """

    PATHS: dict[str, str] = {}

    def __init__(
        self, *args: Any, sure: Mapping[str, float] | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        for name, path in self.PATHS.items():
            if (sure or {}).get(path, 1.0) < SURE and self.initial.get(name):
                field = self.fields[name]
                field.help_text = format_html(
                    '<b class="td-warn">? Nên xem lại</b> {}', field.help_text
                )


class HeadForm(ReadForm):
    """Phần đầu văn bản; ``compare`` tells where the file names another authority."""

    PATHS = {
        "kind": "kind",
        "title": "title",
        "parent_authority": "letterhead.parent_authority",
        "authority": "letterhead.authority",
        "number": "letterhead.number",
        "symbol": "letterhead.symbol",
        "place": "letterhead.place",
        "issued_on": "letterhead.issued_on",
        "addressees": "letterhead.addressees",
    }

    title = forms.CharField(
        label="Trích yếu", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Loại văn bản",
        choices=[(kind.value, label) for kind, label in KIND_LABELS.items()],
    )
    symbol = forms.CharField(label="Ký hiệu", max_length=30, required=False)
    number = forms.IntegerField(
        label="Số trên văn bản gốc", min_value=1, max_value=2_000_000_000, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "td-num td-w-num"}),
    )  # fmt: skip
    place = forms.CharField(label="Địa danh", max_length=100, required=False)
    issued_on = VietnameseDateField(label="Ngày trên văn bản gốc", required=False)
    parent_authority = forms.CharField(
        label="Cơ quan chủ quản", max_length=300, required=False,
        widget=forms.Textarea(attrs=AREA),
    )  # fmt: skip
    authority = forms.CharField(
        label="Cơ quan ban hành", max_length=300, required=False,
        widget=forms.Textarea(attrs=AREA),
    )  # fmt: skip
    addressees = LinesField(
        label="Kính gửi", longest=300, required=False, widget=forms.Textarea(attrs=AREA)
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="dau", **kwargs)
        self.helper = bare_helper(
            "title",
            side_by_side("kind", "symbol", "number"),
            side_by_side("place", "issued_on"),
            # Each alone: what the unit's own paper has may stand above it in three lines.
            "parent_authority",
            "authority",
            "addressees",
        )

    def compare(self, slips: Sequence[Foreign]) -> None:
        """Say beside each of these fields what the unit has there; one button takes it all."""
        for place, slip in enumerate(slips):
            field = self.fields[slip.field]
            button = (
                format_html(
                    ' <button class="td-linkbtn" name="act" value="{}">Dùng tên cơ quan mình'
                    "</button>",
                    OWN_HEAD,
                )
                if place == 0
                else ""
            )
            field.help_text = format_html(
                '<b class="td-warn">Tệp ghi: {}; cơ quan anh/chị: {}.</b>{} {}',
                one_line(slip.found),
                one_line(slip.own) or "không ghi",
                button,
                field.help_text,
            )

    @staticmethod
    def values_of(content: PlanContent) -> dict[str, Any]:
        head = content.letterhead
        return {
            "kind": content.kind.value,
            "title": content.title,
            "symbol": head.symbol,
            "number": head.number,
            "place": head.place,
            "issued_on": head.issued_on,
            "parent_authority": head.parent_authority,
            "authority": head.authority,
            "addressees": list(head.addressees),
        }

    def apply(self, content: PlanContent) -> PlanContent:
        """The content with what was typed; a field that is not valid keeps its old value."""
        said = self.values_of(content) | self.cleaned_data
        return replace(
            content,
            kind=PaperKind(said["kind"]),
            title=" ".join(said["title"].split()),
            letterhead=Letterhead(
                parent_authority=_lines(said["parent_authority"]),
                authority=_lines(said["authority"]),
                number=said["number"],
                symbol=said["symbol"],
                place=said["place"],
                issued_on=said["issued_on"],
                addressees=tuple(said["addressees"]),
            ),
        )


class FootForm(ReadForm):
    """Nơi nhận và khối ký."""

    PATHS = {"recipients": "recipients", "signer": "signature.signer"}

    recipients = LinesField(
        label="Nơi nhận", longest=300, required=False,
        help_text="Mỗi nơi nhận một dòng; dòng cuối ghi “Lưu: VT, …”.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    authority_lines = LinesField(
        label="Quyền hạn, chức vụ", longest=150, required=False,
        help_text="Mỗi dòng in thành một dòng.", widget=forms.Textarea(attrs=AREA),
    )  # fmt: skip
    title_below = forms.CharField(
        label="Chức vụ ở cơ quan", max_length=150, required=False
    )
    signer = forms.CharField(label="Họ tên người ký", max_length=100, required=False)
    drafter_mark = forms.CharField(
        label="Ký hiệu người soạn thảo", max_length=30, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="cuoi", **kwargs)
        self.helper = bare_helper(
            "recipients",
            side_by_side("authority_lines", "title_below"),
            side_by_side("signer", "drafter_mark"),
        )

    @staticmethod
    def values_of(content: PlanContent) -> dict[str, Any]:
        block = content.signature
        return {
            "recipients": list(content.recipients),
            "authority_lines": list(block.authority_lines),
            "title_below": block.title_below,
            "signer": block.signer,
            "drafter_mark": content.drafter_mark,
        }

    def apply(self, content: PlanContent) -> PlanContent:
        """The content with what was typed; a field that is not valid keeps its old value."""
        said = self.values_of(content) | self.cleaned_data
        return replace(
            content,
            recipients=tuple(text.strip(" -;.") for text in said["recipients"]),
            drafter_mark=said["drafter_mark"],
            signature=SignatureBlock(
                authority_lines=tuple(said["authority_lines"]),
                title_below=said["title_below"],
                signer=said["signer"],
            ),
        )


def _lines(text: str) -> str:
    """Lines without empty ones; a letterhead's line breaks are printed."""
    return "\n".join(
        " ".join(line.split()) for line in text.splitlines() if line.strip()
    )
