"""Biểu mẫu của một đơn vị: laid, corrected."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from units.actions.tree import why_no_room
from units.fields import MillimetreField, VietnameseDateField
from units.models import NAME_FIELDS, Unit, UnitKind, UnitName
from units.models.tree import CLUSTER, PLAIN_CODE, PLAIN_NAME
from units.refusals import taken
from units.vietnamese import stored

# Fields of a new unit, for those forms that ask for several units.
FACTS = (
    "code", "name", "short_name", "place", "symbol", "letterhead_parent", "letterhead",
)  # fmt: skip


class StoredField(forms.CharField):
    """Text in the form in which it is kept, so that it can be compared with what is kept."""

    def to_python(self, value: Any) -> str:
        return stored(super().to_python(value) or "").strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without maxlength: the browser would drop the rest of what is pasted, and say nothing."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def helper_of(title: str, *layout: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_error_title = title
    if layout:
        helper.layout = Layout(*layout)
    return helper


def name_fields() -> dict[str, forms.Field]:
    """Tên: what ``UnitName`` holds."""
    return {
        "name": StoredField(
            label="Tên đầy đủ", max_length=_longest("name"),
            validators=[PLAIN_NAME],
            help_text="Viết hoa theo Nghị định 30/2020, ví dụ: Ủy ban nhân dân phường Mẫu.",
            widget=forms.TextInput(attrs={"class": "td-w-lg"}),
        ),
        "short_name": StoredField(
            label="Tên gọn", max_length=_longest("short_name"),
            validators=[PLAIN_NAME],
            help_text="Dùng trên màn hình và khi tìm, ví dụ: UBND phường Mẫu.",
            widget=forms.TextInput(attrs={"class": "td-w-lg"}),
        ),
        "letterhead_parent": StoredField(
            label="Cơ quan chủ quản in trên văn bản",
            max_length=_longest("letterhead_parent"), required=False,
            widget=forms.Textarea(attrs={"class": "td-w-lg", "rows": 1}),
        ),
        "letterhead": StoredField(
            label="Tên in trên văn bản", max_length=_longest("letterhead"), required=False,
            help_text="Chữ in hoa, xuống dòng như trên giấy. Để trống nếu đơn vị không ban "
            "hành văn bản.",
            widget=forms.Textarea(attrs={"class": "td-w-lg", "rows": 2}),
        ),
        "symbol": StoredField(
            label="Ký hiệu", max_length=_longest("symbol"), required=False,
            help_text="Phần sau dấu gạch nối: KH-UBND.",
            widget=forms.TextInput(attrs={"class": "td-w-num"}),
        ),
        "place": StoredField(
            label="Địa danh", max_length=_longest("place"), required=False,
            help_text="Ghi trước ngày tháng của văn bản.",
            widget=forms.TextInput(attrs={"class": "td-w-md"}),
        ),
    }  # fmt: skip


def code_field() -> StoredField:
    return StoredField(
        label="Mã định danh",
        max_length=30,
        validators=[PLAIN_CODE],
        help_text="Theo Quyết định 20/2020/QĐ-TTg, ví dụ H29.15.3.",
        widget=forms.TextInput(attrs={"class": "td-w-md"}),
    )


def paper_fields() -> dict[str, forms.Field]:
    """Ký và đóng dấu."""
    return {
        "head_title": StoredField(
            label="Chức danh người đứng đầu", max_length=100, required=False,
            help_text="Ví dụ: Chủ tịch, Giám đốc. Khối chữ ký lấy từ đây.",
            widget=forms.TextInput(attrs={"class": "td-w-md"}),
        ),
        "collective": StoredField(
            label="Ký thay mặt", max_length=100, required=False,
            help_text="Tập thể lãnh đạo đứng sau chữ TM., ví dụ: Ủy ban nhân dân. Để trống với "
            "cơ quan làm việc theo chế độ thủ trưởng.",
            widget=forms.TextInput(attrs={"class": "td-w-md"}),
        ),
        "seal_mm": MillimetreField(
            label="Đường kính con dấu", max_digits=4, decimal_places=1, min_value=10,
            max_value=60, initial=Decimal("36"), help_text="Tính bằng milimét.",
        ),
        "seal_of": SealField(
            label="Dùng con dấu của", required=False, empty_label="Con dấu của chính đơn vị",
            help_text="Hội đồng, ban dùng con dấu của cơ quan thành lập thì chọn cơ quan đó.",
        ),
    }  # fmt: skip


class KindField(forms.ModelChoiceField):
    """Loại đơn vị: of the kinds of which there are units today, or ``also`` this one."""

    def __init__(self, **kwargs: Any):
        widget = forms.Select(attrs={"class": "td-w-lg"})
        super().__init__(
            UnitKind.objects.none(), label="Loại đơn vị", to_field_name="code",
            widget=widget, **kwargs,
        )  # fmt: skip

    def choose(self, also: UnitKind | None = None) -> None:
        # A cluster is set up on a page of its own.
        kinds = UnitKind.objects.on().exclude(code=CLUSTER)
        if also:
            kinds |= UnitKind.objects.filter(pk=also.pk)
        self.queryset = kinds


class SealField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any):
        widget = forms.Select(attrs={"class": "td-w-lg"})
        super().__init__(Unit.objects.none(), widget=widget, **kwargs)


NAMES = Fieldset(
    "Tên", "name", "short_name", "letterhead", "letterhead_parent",
    Row(Column("symbol"), Column("place")),
)  # fmt: skip
PAPERS = Fieldset(
    "Ký và đóng dấu",
    "head_title", "collective", "seal_of", "seal_mm",
)  # fmt: skip


class CreateUnitForm(forms.Form):
    """Lập đơn vị trực thuộc."""

    kind = KindField(empty_label="Chọn loại")
    code = code_field()
    valid_from = VietnameseDateField(
        label="Thành lập từ ngày", help_text="Ngày có hiệu lực của văn bản thành lập."
    )

    def __init__(self, *args: Any, parent: Unit, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.parent = parent
        self.fields.update(name_fields() | paper_fields())
        self.fields["kind"].choose()  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = localdate()
        seal = self.fields["seal_of"]
        seal.queryset = _givers_to_a_part(parent)  # type: ignore[attr-defined]
        self.helper = helper_of(
            "Chưa lập được đơn vị",
            "kind",
            "code",
            "valid_from",
            NAMES,
            PAPERS,
        )

    def clean(self):
        given = super().clean()
        tell_taken_codes(self, ["code"])
        day = given.get("valid_from")
        if day and (why := why_no_room(self.parent, day)):
            self.add_error("valid_from", why)
        beside = Unit.objects.filter(parent=self.parent).reaching(day or localdate())
        tell_same_names(self, ["short_name"], beside)
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """What ``create_unit`` takes."""
        facts = dict(self.cleaned_data)
        kind = facts.pop("kind")
        return facts | {"kind_code": kind.code, "kind_name": kind.name}


class AmendUnitForm(forms.Form):
    """Sửa thông tin không phải là tên."""

    kind = KindField(
        empty_label=None,
        required=False,
        help_text="Cấp của cơ quan quyết định thẩm quyền khen thưởng.",
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any):
        kwargs.setdefault(
            "initial",
            {
                "kind": unit.kind.code,
                "head_title": unit.head_title,
                "collective": unit.collective,
                "seal_mm": unit.seal_mm,
                "seal_of": unit.seal_of_id,
            },
        )
        super().__init__(*args, **kwargs)
        self.fields["kind"].choose(unit.kind)  # type: ignore[attr-defined]
        self.fields.update(paper_fields())
        givers = Unit.objects.seal_givers(unit)
        if unit.seal_of_id:
            givers |= Unit.objects.filter(pk=unit.seal_of_id)
        self.fields["seal_of"].queryset = givers.order_by("path")  # type: ignore[attr-defined]
        self.helper = helper_of(
            "Chưa lưu được",
            "kind",
            "head_title",
            "collective",
            "seal_of",
            "seal_mm",
        )


class CorrectNameForm(forms.Form):
    """Sửa tên ghi nhầm."""

    def __init__(self, *args: Any, name: UnitName, **kwargs: Any):
        kwargs.setdefault("initial", {key: getattr(name, key) for key in NAME_FIELDS})
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields.update(name_fields())
        self.helper = helper_of("Chưa lưu được", *NAMES.fields)

    def clean(self):
        given = super().clean()
        tell_sisters_name(self, self.name.unit, self.name.short_name, localdate())
        return given


def tell_taken_codes(form: forms.Form, names: Sequence[str]) -> None:
    """Mã đã dùng: said beside each box, together with all else that is wrong.

    Two boxes of one form may not say the same either. The act asks once more.
    """
    given = form.cleaned_data
    typed = {name: given[name] for name in names if given.get(name)}
    there = set(Unit.objects.coded(typed.values()).values_list("code", flat=True))
    first: dict[str, str] = {}
    for name, code in typed.items():
        if code in there:
            form.add_error(name, taken(Unit, "code", code))
        elif code in first:
            label = form.fields[first[code]].label
            form.add_error(name, f"Trùng với ô “{label}” ở trên; ghi mã khác.")
        first.setdefault(code, name)


def tell_same_names(
    form: forms.Form, names: Sequence[str], beside: QuerySet[Unit] | None = None
) -> None:
    """Tên gọn trùng nhau: on every page two parts of one whole are told apart by nothing else.

    ``beside``: units that stand there already.
    """
    given, first = form.cleaned_data, dict[str, str]()
    for name in names:
        said = given.get(name) or ""
        if not said:
            continue
        if said.casefold() in first:
            label = form.fields[first[said.casefold()]].label
            form.add_error(name, f"Trùng với ô “{label}” ở trên; ghi tên gọn khác.")
        elif beside is not None and beside.filter(short_name__iexact=said).exists():
            form.add_error(
                name,
                f"Đã có đơn vị “{said}” cùng nơi trực thuộc; ghi tên gọn khác để không nhầm.",
            )
        first.setdefault(said.casefold(), name)


def tell_sisters_name(form: forms.Form, unit: Unit, known: str, day: date) -> None:
    """Another name for ``unit`` is none that a part of the same whole has from ``day`` on.

    The one it is ``known`` by may be: after a merger two parts may bear one for a time.
    """
    if (form.cleaned_data.get("short_name") or "").casefold() == known.casefold():
        return
    sisters = Unit.objects.filter(parent=unit.parent_id).exclude(pk=unit.pk)
    tell_same_names(form, ["short_name"], sisters.reaching(day))


def _givers_to_a_part(parent: Unit) -> QuerySet[Unit]:
    above = Unit.objects.on().filter(pk__in=parent.chain)
    beside = Unit.objects.on().filter(parent=parent)
    return (above | beside).exclude(letterhead="").order_by("path")


def _longest(name: str) -> int:
    return UnitName._meta.get_field(name).max_length  # type: ignore[return-value, union-attr]
