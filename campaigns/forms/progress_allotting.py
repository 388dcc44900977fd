"""Giao chỉ tiêu: a block pasted from Excel, a total spread over units."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from campaigns.models import Indicator
from campaigns.progress.aggregation import PLACES
from campaigns.progress.spreading import Spread
from units.fields import VietnameseDecimalField
from units.forms.tree import helper_of
from units.wording import excerpt

WIDE = {"class": "td-w-lg"}


class PasteForm(forms.Form):
    """Dán từ Excel."""

    table = forms.CharField(
        label="Bảng dán từ Excel",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "td-num", "spellcheck": "false"}),
        help_text="Dòng đầu là tên chỉ tiêu (tên gọn hoặc tên đủ), cột đầu là tên đơn vị. Ô trống "
        "để nguyên mức đang có.",
        error_messages={"required": "Dán bảng chép từ Excel vào ô này."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa giao được theo bảng này")


class SpreadForm(forms.Form):
    """Chia một tổng cho các đơn vị."""

    indicator = forms.TypedChoiceField(
        label="Chỉ tiêu", coerce=int, widget=forms.Select(attrs=WIDE),
        error_messages={"required": "Chọn chỉ tiêu cần chia."},
    )  # fmt: skip
    total = VietnameseDecimalField(
        label="Tổng cần chia",
        max_digits=20,
        decimal_places=PLACES,
        required=False,
        help_text="Để trống: lấy con số của kế hoạch.",
    )
    rule = forms.ChoiceField(
        label="Cách chia",
        choices=[(one.value, one.label) for one in Spread],
        initial=Spread.EQUALLY.value,
        widget=forms.RadioSelect,
    )
    places = forms.TypedChoiceField(
        label="Làm tròn đến",
        coerce=int,
        choices=[(0, "số nguyên"), (1, "1 chữ số sau dấu phẩy"), (2, "2 chữ số sau dấu phẩy")],
        initial=0,
        widget=forms.Select(attrs={"class": "td-w-md"}),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._indicators = {one.pk: one for one in indicators}
        field: Any = self.fields["indicator"]
        field.choices = [
            ("", "—"), *[(one.pk, excerpt(str(one), 90)) for one in indicators]
        ]  # fmt: skip
        self.helper = helper_of(
            "Chưa chia được",
            "indicator",
            Row(Column("total"), Column("places")),
            "rule",
        )
        self.helper.mark_optional = False

    @property
    def chosen(self) -> Indicator:
        return self._indicators[self.cleaned_data["indicator"]]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("indicator") and "total" not in self.errors:
            if given.get("total") is None:
                given["total"] = self.chosen.value
            if given["total"] is None:
                self.add_error("total", "Kế hoạch không ghi con số. Ghi tổng cần chia.")
        return given
