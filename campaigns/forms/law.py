"""Ghi văn bản của địa phương vào sổ."""

from typing import Any, cast

from django import forms

from campaigns.models import LegalText
from units.certainty import Certainty
from units.fields import VietnameseDateField
from units.forms.tree import StoredField, helper_of
from units.models import Unit

WIDE = {"class": "td-w-lg", "autocomplete": "off"}
OWN = (
    "kind", "number", "name", "issuer", "issued_on", "valid_from", "valid_to", "source",
    "certainty",
)  # fmt: skip


class LegalTextForm(forms.Form):
    """Một văn bản: what its căn cứ says, its days, and how sure whoever writes it is."""

    unit = forms.TypedChoiceField(
        label="Cơ quan",
        coerce=int,
        help_text="Văn bản áp dụng cho cơ quan này và mọi đơn vị bên dưới.",
    )
    kind = forms.ChoiceField(
        label="Loại văn bản",
        choices=[(kind.value, kind.label) for kind in LegalText.OF_PLACES],
    )
    number = StoredField(
        label="Số, ký hiệu",
        max_length=60,
        help_text="Như ghi trên văn bản: 12/2024/NQ-HĐND.",
        widget=forms.TextInput(attrs={"class": "td-w-md", "autocomplete": "off"}),
    )
    issued_on = VietnameseDateField(label="Ngày ban hành")
    issuer = StoredField(
        label="Cơ quan ban hành",
        max_length=200,
        help_text="Như trong dòng căn cứ: Hội đồng nhân dân tỉnh Khánh Hòa.",
        widget=forms.TextInput(attrs=WIDE),
    )
    name = StoredField(
        label="Trích yếu",
        max_length=500,
        help_text="Phần đứng sau tên cơ quan trong dòng căn cứ: quy định mức chi cho công tác "
        "thi đua, khen thưởng.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    valid_from = VietnameseDateField(label="Có hiệu lực từ ngày", required=False)
    valid_to = VietnameseDateField(
        label="Hiệu lực đến hết ngày",
        required=False,
        help_text="Ngày cuối cùng còn hiệu lực; để trống nếu còn hiệu lực.",
    )
    replaced_by = forms.ChoiceField(
        label="Văn bản thay thế",
        required=False,
        help_text="Ghi vào sổ trước thì chọn được ở đây. Kế hoạch căn cứ văn bản cũ sẽ được gợi "
        "ý thay bằng văn bản này.",
    )
    amends = forms.ChoiceField(label="Sửa đổi, bổ sung cho", required=False)
    certainty = forms.ChoiceField(
        label="Mức chắc chắn",
        choices=Certainty.choices,
        initial=Certainty.READ.value,
    )
    source = StoredField(
        label="Nguồn",
        max_length=300,
        required=False,
        help_text="Nơi xem được bản gốc: Công báo tỉnh, kho văn bản của Văn phòng.",
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(
        self, *args: Any, hosts: list[Unit], known: list[LegalText],
        text: LegalText | None = None, **kwargs: Any,
    ):  # fmt: skip
        if text is not None:
            kwargs["initial"] = {
                **{name: getattr(text, name) for name in OWN},
                "replaced_by": text.replaced_by.code if text.replaced_by else "",
                "amends": text.amends.code if text.amends else "",
            }
        super().__init__(*args, **kwargs)
        self.hosts = hosts
        others = [one for one in known if text is None or one.pk != text.pk]
        choices = [("", "Không có"), *((one.code, _choice(one)) for one in others)]
        for name in ("replaced_by", "amends"):
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        if text is not None or len(hosts) == 1:
            del self.fields["unit"]
        else:
            cast(forms.ChoiceField, self.fields["unit"]).choices = [
                (unit.pk, str(unit)) for unit in hosts
            ]
        self.helper = helper_of("Chưa lưu được văn bản")

    @property
    def unit_id(self) -> int:
        return self.cleaned_data.get("unit") or self.hosts[0].pk

    @property
    def values(self) -> dict[str, Any]:
        """What the acts take."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("unit", "seen")}


def _choice(text: LegalText) -> str:
    return f"{text}: {text.name}"[:110]
