"""Ghi một quy định: the boxes of its kind, then its days, its basis, how it is known."""

from typing import Any, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.timezone import localdate

from awards.models import Award, LawRow, Subject
from awards.rulebook import RuleKind
from units.certainty import Certainty
from units.fields import VietnameseDateField, VietnameseDecimalField
from units.forms.tree import StoredField, helper_of
from units.models import Unit, UnitKind

WIDE = {"class": "td-w-lg", "autocomplete": "off"}
ALL = "0"  # in the boxes: of all, of none in particular
ALL_AWARDS, COMMON = "Mọi danh hiệu, hình thức", "Chung cho mọi cơ quan"
HELP = {
    "value": "Ví dụ 0,3.",
    "position": "Giấy tờ có số nhỏ đứng trước.",
    "quorum_parts": "Họp được khi có mặt ít nhất số phần này …",
    "quorum_of": "… trên tổng số phần này: 2 trên 3 là hai phần ba.",
    "of_award": "Chỉ dùng cho điều kiện đã đạt trước đó, khoảng cách, tỷ lệ.",
    "threshold": "Ví dụ 80 hoặc 66,67.",
    "ho-so.name": "Tên ghi trong danh sách giấy tờ.",
    "ten-goi.name": "Tên mới ghi vào văn bản từ ngày áp dụng; văn bản đã ký giữ tên cũ.",
    "tham-quyen.kind": "Người đứng đầu mọi đơn vị loại này được quyết định.",
    "decided_by": "Ghi chức vụ: Chủ tịch Ủy ban nhân dân cấp xã.",
    "che-do.name": "Ví dụ: Luật Thi đua, khen thưởng sửa đổi năm 2026.",
    "transition": "Hồ sơ tiếp nhận trước ngày ấy thì làm thế nào, theo lời văn bản.",
}


class RuleForm(forms.Form):
    """Một quy định mới. ``like``: the one it takes the place of, whose words stand in the boxes."""

    authority = forms.TypedChoiceField(
        label="Áp dụng cho", coerce=int,
        help_text="Quy định riêng của một cơ quan dùng ở đó và các đơn vị bên dưới, thay quy định "
        "chung.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, kind: RuleKind, awards: list[tuple[Award, str]],
        hosts: list[Unit], keeps_common: bool, like: LawRow | None = None, **kwargs: Any,
    ):  # fmt: skip
        initial = dict(kwargs.pop("initial", None) or {})
        if like is not None:
            initial |= {"authority": like.authority_id or ALL, "basis": ""}
            initial |= {name: _said(like, _column(kind, name)) for name in kind.fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.kind = kind
        self.awards = {str(award.pk): award for award, _ in awards}
        self._authorities(kind, hosts, keeps_common)
        for name in kind.fields:
            self.fields[name] = self._field(name, awards)
        self._days_and_basis()
        self.helper = helper_of("Chưa lưu được quy định")

    def _authorities(self, kind, hosts, keeps_common):
        choices: list[tuple[Any, str]] = [(ALL, COMMON)] if keeps_common else []
        if not kind.is_common:
            choices += [(unit.pk, str(unit)) for unit in hosts]
        box = cast(forms.TypedChoiceField, self.fields["authority"])
        box.choices = choices

    def _field(self, name, awards) -> forms.Field:
        column = _column(self.kind, name)
        label = capfirst(str(column.verbose_name))
        usual = HELP.get(name, str(column.help_text))
        help_text = HELP.get(f"{self.kind.slug}.{name}", usual)
        if column.related_model is UnitKind:
            return forms.ModelChoiceField(
                UnitKind.objects.all(),
                label=label,
                help_text=help_text,
                empty_label="Chọn …",
            )
        if isinstance(column, models.ForeignKey):
            empty = "Không" if name == "of_award" else ALL_AWARDS
            choices = [(ALL, empty)] if column.null else [("", "Chọn …")]
            choices += [(str(award.pk), called) for award, called in awards]
            return forms.ChoiceField(label=label, choices=choices, help_text=help_text)
        if isinstance(column, models.BooleanField):
            return forms.BooleanField(
                label=label, required=False, initial=column.default
            )
        if isinstance(column, models.DecimalField):
            return VietnameseDecimalField(
                label=label, required=not column.null, max_digits=column.max_digits,
                decimal_places=column.decimal_places, help_text=help_text,
            )  # fmt: skip
        if isinstance(column, models.IntegerField):
            initial = column.default if column.has_default() else None
            return VietnameseDecimalField(
                label=label, required=not column.null, decimal_places=0, min_value=0,
                max_value=2_000_000_000 if name in ("amount", "round_to") else 30_000,
                initial=initial, help_text=help_text,
            )  # fmt: skip
        if column.choices:
            known = list(column.flatchoices)
            every = [(ALL, f"Mọi {column.verbose_name}"), *known]
            initial = column.default if column.has_default() else None
            return forms.ChoiceField(
                label=label, choices=every if column.blank else known, initial=initial
            )
        return StoredField(
            label=label, max_length=column.max_length, required=not column.blank,
            help_text=help_text, widget=(
                forms.Textarea(attrs={"rows": 3})
                if column.max_length > 500
                else forms.TextInput(attrs=WIDE)
            ),
        )  # fmt: skip

    def _days_and_basis(self):
        self.fields["valid_from"] = VietnameseDateField(
            label="Áp dụng từ ngày", initial=localdate(),
            help_text="Từ hôm nay trở đi. Quy định đang áp dụng về cùng việc kết thúc vào ngày "
            "trước đó; quyết định đã ký không đổi.",
        )  # fmt: skip
        self.fields["valid_to"] = VietnameseDateField(
            label="Đến hết ngày", required=False, help_text="Để trống nếu chưa biết."
        )
        self.fields["basis"] = StoredField(
            label="Văn bản căn cứ", max_length=300, widget=forms.TextInput(attrs=WIDE),
            help_text="Loại, số, ngày, điều khoản: Nghị định 152/2025/NĐ-CP, Điều 49.",
        )  # fmt: skip
        self.fields["certainty"] = forms.ChoiceField(
            label="Mức chắc chắn",
            choices=Certainty.choices,
            initial=Certainty.READ.value,
        )
        self.fields["source"] = StoredField(
            label="Đã đọc ở", max_length=300, required=False,
            widget=forms.TextInput(attrs=WIDE),
            help_text="Công báo số mấy, trang nào; cổng thông tin nào.",
        )  # fmt: skip
        self.fields["remark"] = StoredField(
            label="Ghi chú", max_length=500, required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    @property
    def authority_id(self) -> int | None:
        return self.cleaned_data["authority"] or None

    @property
    def values(self) -> dict[str, Any]:
        """What the acts take."""
        given = self.cleaned_data
        said = {name: self._value(name, given[name]) for name in self.kind.fields}
        told = ("valid_from", "valid_to", "basis", "certainty", "source", "remark")
        return {"said": said, **{name: given[name] for name in told}}

    def _value(self, name, value):
        column = _column(self.kind, name)
        if column.related_model is Award:
            return self.awards.get(value)
        if isinstance(column, models.IntegerField) and value is not None:
            return int(value)
        return "" if column.choices and value == ALL else value


def _column(kind: RuleKind, name: str) -> Any:
    return kind.model._meta.get_field(name)


def _said(like: LawRow, column: Any) -> Any:
    """As the box says it: what is chosen from a list is never empty."""
    value = getattr(like, column.attname)
    is_chosen = isinstance(column, models.ForeignKey) or column.choices
    return ALL if is_chosen and value in (None, "") else value


class AwardForm(forms.Form):
    """Danh hiệu, hình thức mới."""

    family = forms.ChoiceField(
        label="Nhóm", choices=Award.Family.choices, widget=forms.RadioSelect
    )
    name = StoredField(
        label="Tên gọi", max_length=200, widget=forms.TextInput(attrs=WIDE),
        help_text="Ghi đúng như văn bản.",
    )  # fmt: skip
    subjects = forms.MultipleChoiceField(
        label="Tặng cho", choices=Subject.choices, widget=forms.CheckboxSelectMultiple
    )
    decided_above = StoredField(
        label="Cấp trên quyết định", max_length=150, required=False,
        widget=forms.TextInput(attrs=WIDE),
        help_text="Ví dụ: Thủ tướng Chính phủ. Để trống nếu đơn vị dùng hệ thống này quyết định; "
        "người quyết định ghi ở trang của danh hiệu, hình thức.",
    )  # fmt: skip
    valid_from = VietnameseDateField(label="Có từ ngày", initial=localdate)
    basis = StoredField(
        label="Văn bản căn cứ", max_length=300, widget=forms.TextInput(attrs=WIDE),
        help_text="Loại, số, ngày, điều khoản.",
    )  # fmt: skip
    certainty = forms.ChoiceField(
        label="Mức chắc chắn", choices=Certainty.choices, initial=Certainty.READ.value
    )
    source = StoredField(
        label="Đã đọc ở", max_length=300, required=False,
        widget=forms.TextInput(attrs=WIDE),
        help_text="Công báo số mấy, trang nào; cổng thông tin nào.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa thêm được vào danh mục")


class ConfirmForm(forms.Form):
    """Đã đối chiếu với văn bản."""

    certainty = forms.ChoiceField(
        label="Đã đọc",
        choices=[
            (Certainty.READ.value, "Chính văn bản (Công báo, cơ sở dữ liệu quốc gia)"),
            (Certainty.SECOND.value, "Nguồn dẫn lại (báo chí, cổng của cơ quan khác)"),
        ],
        widget=forms.RadioSelect,
        initial=Certainty.READ.value,
    )
    source = StoredField(
        label="Đọc ở đâu",
        max_length=300,
        help_text="Công báo số mấy, trang nào, hoặc địa chỉ trang.",
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa ghi được việc đối chiếu")


class EndForm(forms.Form):
    """Ngày cuối của một quy định."""

    valid_to = VietnameseDateField(
        label="Áp dụng đến hết ngày",
        help_text="Từ ngày sau đó không còn quy định này; quy định riêng thì trở về quy định "
        "chung.",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa ghi được ngày cuối")
