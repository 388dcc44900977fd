"""Biểu mẫu sáp nhập, chia, tách: reforms in which several units begin or end at once."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.timezone import localdate

from units.actions.reform import (
    ONE_KIND,
    ONE_OF_THEM,
    TOO_FEW,
)
from units.actions.resettling import IN_NEW
from units.forms.picking import UnitPickField, UnitsField
from units.forms.reform import COMING, WHEN, ReformForm
from units.forms.tree import (
    FACTS,
    NAMES,
    code_field,
    name_fields,
    tell_same_names,
    tell_taken_codes,
)
from units.models import Unit

MOST_PARTS = 8
PART_FACTS = ("code", "name", "short_name", "letterhead", "place")


class MergeForm(ReformForm):
    """Sáp nhập các đơn vị cùng trực thuộc ``unit``, into one of them or into a new one."""

    NEW = "moi"
    marks_optional = False

    units = UnitsField(
        label="Các đơn vị sáp nhập", help_text="Cùng loại, ít nhất hai đơn vị."
    )
    into = forms.ChoiceField(
        label="Đơn vị sau sáp nhập",
        error_messages={"invalid_choice": "Chọn lại đơn vị sau sáp nhập."},
    )

    def add_fields(self):
        parts = self._parts_by_kind()
        self.mine = {part.pk: part for part in parts}
        units = self.fields["units"]
        units.reader = self.user
        units.choices = [(part.pk, f"{part} · {part.kind}") for part in parts]
        if not parts:
            units.help_text = f"{self.unit} chưa có hai đơn vị trực thuộc cùng loại."
        self.fields["into"].choices = [
            (self.NEW, "Một đơn vị mới, ghi ở dưới"),
            *[(str(part.pk), f"{part} nhận các đơn vị khác") for part in parts],
        ]
        self.fields["into"].widget.attrs["class"] = "td-w-lg"
        fresh = {"code": code_field()} | name_fields()
        for name, field in fresh.items():
            field.required = False
            self.fields[name] = field
        self.fields["under"] = UnitPickField(
            route=COMING,
            label="Đơn vị mới trực thuộc",
            required=False,
            help_text=f"Không chọn thì vẫn trực thuộc {self.unit}.",
        )
        self._let_pick("under")

    def layout(self):
        fresh = Fieldset(
            "Đơn vị mới (chỉ ghi khi lập đơn vị mới)", "code", *NAMES.fields, "under"
        )
        return ("units", *WHEN, "into", fresh)

    @property
    def changed(self):
        return [self.mine[pk] for pk in self.cleaned_data.get("units", ())]

    def clean(self):
        given = super().clean()
        if "units" not in self.errors:
            chosen = self.changed
            if len(chosen) < 2:
                self.add_error("units", TOO_FEW)
            elif len({unit.kind_id for unit in chosen}) > 1:
                self.add_error("units", ONE_KIND)
        into = given.get("into")
        # Ticked is ticked, though another of those ticked is no longer there.
        ticked = self.data.getlist("units") if hasattr(self.data, "getlist") else ()
        if into and into != self.NEW and into not in ticked:
            self.add_error("into", ONE_OF_THEM)
        if into == self.NEW:
            tell_taken_codes(self, ["code"])
            whole = given.get("under") or self.unit
            gone = given.get("units", ())
            beside = Unit.objects.filter(parent=whole).exclude(pk__in=gone)
            day = given.get("effective_on") or localdate()
            tell_same_names(self, ["short_name"], beside.reaching(day))
            for name, words in (
                ("code", "Nhập mã định danh của đơn vị mới."),
                ("name", "Nhập tên đầy đủ của đơn vị mới."),
                ("short_name", "Nhập tên gọn của đơn vị mới."),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given

    @property
    def taker(self) -> Unit | None:
        """Which of them takes the others in; None: a new unit."""
        into = self.cleaned_data["into"]
        return None if into == self.NEW else self.mine[int(into)]

    @property
    def aim(self) -> dict[str, Any]:
        """Into which unit, as ``merge_units`` takes it."""
        given = self.cleaned_data
        if given["into"] != self.NEW:
            return {"into_id": int(given["into"])}
        under = {"under_id": given["under"].pk} if given["under"] else {}
        # What is left empty is taken from the first of the units.
        facts = {name: given[name] for name in FACTS if given[name]}
        return under | facts


class DivideForm(ReformForm):
    """Chia, tách: as many new units as ``count`` says, and for each part where it goes.

    Chia needs two new units; tách is content with one: where another was left alone, it is
    not asked for.
    """

    STAYS, ENDS = "tach", "chia"
    marks_optional = False
    way = forms.ChoiceField(
        label="Cách thức",
        choices=[
            (ENDS, "Chia: đơn vị này kết thúc, các đơn vị mới thay thế"),
            (STAYS, "Tách: đơn vị này vẫn còn, một phần thành đơn vị mới"),
        ],
        initial=ENDS,
        widget=forms.RadioSelect,
    )

    def add_fields(self):
        number = str(self.typed.get("count") or "2")
        wanted = int(number) if number.isdecimal() and len(number) == 1 else 2
        self.count = min(max(wanted, 1), MOST_PARTS)
        self.fields["count"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=self.count, label="Số đơn vị mới"
        )
        self.parts = self._parts()
        self.asked_for = [n for n in range(1, self.count + 1) if not self._is_left(n)]
        for n in range(1, self.count + 1):
            for name, field in ({"code": code_field()} | name_fields()).items():
                if name not in PART_FACTS:
                    continue
                field.required = field.required and n in self.asked_for
                field.label = f"{field.label} ({n})"
                field.help_text = field.help_text if n == 1 else ""
                self.fields[f"p{n}_{name}"] = field
        places = [
            ("", "Không chuyển"), *[(str(n), f"Đơn vị mới {n}") for n in range(1, self.count + 1)]
        ]  # fmt: skip
        self.fields["heir"] = forms.TypedChoiceField(
            label="Tiếp nhận việc dở dang và văn bản (khi chia)",
            choices=[(n - 1, f"Đơn vị mới {n}") for n in range(1, self.count + 1)],
            coerce=int,
            required=False,
            empty_value=0,
            help_text="Phong trào, kế hoạch dở dang làm tiếp ở đơn vị này; sổ, văn bản đã ban "
            "hành do đơn vị này giữ.",
            widget=forms.Select(attrs={"class": "td-w-md"}),
        )
        for part in self.parts:
            self.fields[f"takes_{part.pk}"] = forms.ChoiceField(
                label=str(part),
                choices=places,
                required=False,
                widget=forms.Select(attrs={"class": "td-w-md"}),
            )

    def _is_left(self, n):
        """Để trống: a further unit of which nothing is written and to which nothing goes."""
        if n == 1 or self.typed.get("way") != self.STAYS:
            return False
        written = (str(self.typed.get(f"p{n}_{name}") or "") for name in PART_FACTS)
        takes = (str(self.typed.get(f"takes_{part.pk}") or "") for part in self.parts)
        return not any(map(str.strip, written)) and str(n) not in takes

    def layout(self):
        fresh = [
            Fieldset(
                f"Đơn vị mới {n}"
                if n == 1
                else f"Đơn vị mới {n} (khi tách, có thể bỏ trống)",
                *[f"p{n}_{name}" for name in PART_FACTS],
            )
            for n in range(1, self.count + 1)
        ]
        takes = [f"takes_{part.pk}" for part in self.parts]
        went = [Fieldset("Đơn vị trực thuộc về đâu", *takes)] if takes else []
        return ("way", *WHEN, "count", *fresh, "heir", *went)

    def clean(self):
        given = super().clean()
        tell_taken_codes(self, [f"p{n}_code" for n in self.asked_for])
        tell_same_names(self, [f"p{n}_short_name" for n in self.asked_for])
        if given.get("way") == self.ENDS:
            day = given.get("effective_on")
            for part in self.parts:
                name = f"takes_{part.pk}"
                ends_before = day and part.valid_to and part.valid_to < day
                is_chosen = name in self.errors or given.get(name)
                if part.kind.is_territorial and not is_chosen and not ends_before:
                    self.add_error(name, f"Chọn đơn vị mới mà {part} về.")
        return given

    @property
    def other_places(self):
        places = [
            (f"{IN_NEW}{n}", self.cleaned_data[f"p{n}_short_name"])
            for n in self.asked_for
        ]
        return [place for place in places if place[0] != self.heirs_place]

    @property
    def heirs_place(self):
        return f"{IN_NEW}{self.cleaned_data['heir'] + 1}"

    @property
    def stays(self) -> bool:
        return self.cleaned_data["way"] == self.STAYS

    @property
    def new_units(self) -> list[dict[str, Any]]:
        """``parts`` as ``divide_unit`` takes them."""
        given = self.cleaned_data
        return [
            {
                **{name: given[f"p{n}_{name}"] for name in PART_FACTS},
                "takes": [
                    part.pk
                    for part in self.parts
                    if given[f"takes_{part.pk}"] == str(n)
                ],
            }
            for n in self.asked_for
        ]
