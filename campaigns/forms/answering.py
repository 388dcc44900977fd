"""Chọn từ kế hoạch cấp trên: what is taken over, with our own figures and sooner days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.boundfield import BoundField

from campaigns.drifting import name_of
from campaigns.forms.planning import bare_helper
from campaigns.forms.starting import ACCEPT, HostForm, reading_helper
from campaigns.models import ANSWERED
from campaigns.offering import Chosen, Offer
from campaigns.reading.limits import LARGEST_FILE
from units.fields import VietnameseDateField, VietnameseDecimalField
from units.wording import vn_date

NOTHING = (
    "Chọn ít nhất một chỉ tiêu, thời hạn, đợt hoặc nhiệm vụ của kế hoạch cấp trên."
)


@dataclass(frozen=True)
class Row:
    """Một hàng để chọn; ``value`` and ``day`` None: the superior says none that could differ."""

    offer: Offer
    take: BoundField
    value: BoundField | None
    day: BoundField | None

    @property
    def is_wrong(self) -> bool:
        return any(one.errors for one in (self.value, self.day) if one is not None)


class SuperiorForm(HostForm):
    """Tên, viện dẫn, và từng điều của cấp trên với con số, hạn của mình."""

    order = ("title", "cited")
    title = forms.CharField(
        label="Trích yếu, tên phong trào",
        max_length=500,
        help_text="Sửa cho đúng tên kế hoạch của cơ quan mình.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    cited = forms.CharField(
        label="Dòng căn cứ kế hoạch cấp trên",
        max_length=1000,
        help_text="In sau chữ “Căn cứ”, ở dòng căn cứ cuối cùng.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offers = offers
        own = [name for name in ("title", "cited", "host") if name in self.fields]
        for offer in offers:
            name = _name(offer)
            self.fields[f"chon-{name}"] = forms.BooleanField(
                required=False, initial=offer.is_ours
            )
            if offer.value is not None:
                self.fields[f"gt-{name}"] = _number(offer)
            if offer.day is not None:
                self.fields[f"han-{name}"] = VietnameseDateField(
                    label="Hạn của mình", initial=offer.day, required=False
                )
        for offer in offers:  # the same label stands beside each of many
            for part in ("gt", "han"):
                if field := self.fields.get(f"{part}-{_name(offer)}"):
                    told = f"{field.label}: {name_of(offer.note)}"
                    field.widget.attrs["aria-label"] = told
        self.helper: FormHelper = bare_helper(*own)

    def rows(self, kind: str) -> Iterator[Row]:
        """The offers of one kind with their fields."""
        for offer in self.offers:
            if offer.kind == kind:
                name = _name(offer)
                yield Row(
                    offer,
                    self[f"chon-{name}"],
                    self[f"gt-{name}"] if f"gt-{name}" in self.fields else None,
                    self[f"han-{name}"] if f"han-{name}" in self.fields else None,
                )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for offer in self.offers:
            name = f"han-{_name(offer)}"
            day = given.get(name)
            if given.get(f"chon-{_name(offer)}") and day and day > offer.day:
                self.add_error(
                    name,
                    f"Hạn của mình không muộn hơn hạn cấp trên giao ({vn_date(offer.day)}). "
                    f"Đang nhập: {vn_date(day)}.",
                )
        taken = any(
            given.get(f"chon-{_name(offer)}") and offer.kind in ANSWERED
            for offer in self.offers
        )
        if not taken:
            self.add_error(None, NOTHING)
        return given

    @property
    def chosen(self) -> list[Chosen]:
        """What was ticked; values left as they stand are the superior's."""
        given = self.cleaned_data
        return [
            Chosen(
                offer.kind,
                offer.place,
                value=given.get(f"gt-{_name(offer)}"),
                day=given.get(f"han-{_name(offer)}"),
            )
            for offer in self.offers
            if given.get(f"chon-{_name(offer)}")
        ]


class SuperiorFileForm(forms.Form):
    """Tệp kế hoạch cấp trên: a signed PDF above all."""

    file = forms.FileField(
        label="Tệp kế hoạch của cấp trên",
        max_length=255,
        help_text="PDF đã ký số thì kiểm tra chữ ký trước; Word, PDF khác thì đọc chữ để xem lại.",
        widget=forms.ClearableFileInput(
            attrs={"accept": ACCEPT, "data-max-mb": str(LARGEST_FILE // 2**20)}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, prefix="ct", **kwargs)
        self.helper = reading_helper("file", "Chưa đọc được tệp")


def _name(offer: Offer) -> str:
    return f"{offer.kind}-{offer.place}"


def _number(offer: Offer) -> forms.Field:
    if offer.kind == "registrations":
        return forms.IntegerField(
            label="Số lượng của mình",
            initial=offer.value,
            required=False,
            min_value=1,
            max_value=10_000,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
    return VietnameseDecimalField(
        label="Con số của mình", initial=offer.value, required=False, max_digits=20,
        decimal_places=6,
    )  # fmt: skip
