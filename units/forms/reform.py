"""Biểu mẫu sắp xếp đơn vị: each asks from which day on and by which paper."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.timezone import localdate

from units.actions.reform import (
    ONE_KIND,
    ONE_OF_THEM,
    TOO_FEW,
)
from units.actions.reform_steps import why_not_from
from units.actions.resettling import IN_NEW
from units.fields import VietnameseDateField
from units.forms.picking import UnitPickField, UnitsField
from units.forms.tree import (
    FACTS,
    NAMES,
    StoredField,
    code_field,
    helper_of,
    name_fields,
    tell_same_names,
    tell_taken_codes,
)
from units.models import NAME_FIELDS, Unit, UnitName, User
from units.queries.becoming import what_became
from units.queries.branch import Branch

MOST_PARTS = 8
COMING = "unit-pick-coming"  # each act is for a day, on which they may be there
WHEN = ("effective_on", "basis")
PART_FACTS = ("code", "name", "short_name", "letterhead", "place")
FATE = "vt_"  # and the id of a role: what shall become of it


class ReformForm(forms.Form):
    """Từ ngày nào, theo văn bản nào; ``unit`` is the one that the page is about."""

    effective_on = VietnameseDateField(
        label="Có hiệu lực từ ngày",
        help_text="Ngày đầu tiên của cơ cấu mới. Có thể đã qua hoặc chưa đến.",
        example="01/07/2025",
    )
    basis = StoredField(
        label="Văn bản căn cứ",
        max_length=300,
        help_text="Số, ngày, cơ quan ban hành.",
        widget=forms.TextInput(attrs={"class": "td-w-lg"}),
    )
    undone = "Chưa xem trước được"
    # False where what must be filled in depends on what was chosen before.
    marks_optional = True

    def __init__(self, *args: Any, unit: Unit, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.unit, self.user = unit, user
        self.typed = self.data if self.is_bound else self.initial
        # Said on the page of consequences, where the roles are known; kept on the way back.
        self.people = {
            int(name[len(FATE) :]): str(self.typed[name])
            for name in self.typed
            if name.startswith(FATE) and name[len(FATE) :].isdecimal()
        }
        self.add_fields()
        self.helper = helper_of(self.undone, *self.layout())
        # What is wrong is listed as the boxes stand on the page.
        self.order_fields([box.name for box in self.helper.layout.get_field_names()])
        self.helper.mark_optional = self.marks_optional

    def add_fields(self) -> None:
        """Fields that depend on the unit."""

    def layout(self) -> tuple[Any, ...]:
        return WHEN

    def clean(self):
        given = super().clean()
        day = given.get("effective_on")
        if day:
            for unit in self.changed:
                if why := why_not_from(unit, day):
                    ends_before = unit.valid_to is not None and unit.valid_to < day
                    told = what_became(unit) if ends_before else why
                    self.add_error("effective_on", told)
        return given

    @property
    def changed(self) -> list[Unit]:
        """Units that must be there when the change begins."""
        return [self.unit]

    @property
    def other_places(self) -> list[tuple[str, str]]:
        """Where a role may go on besides the heir: what to say of it, and the unit's name."""
        return []

    @property
    def order(self) -> dict[str, Any]:
        """What every act of a reform takes."""
        return {name: self.cleaned_data[name] for name in ("effective_on", "basis")}

    @property
    def day(self) -> date:
        """The first day of the new state."""
        return self.cleaned_data["effective_on"]

    def _let_pick(self, name):
        """Who may be chosen: the act asks whether they are there on the day."""
        self.fields[name].choose_for(self.user, self.typed, name)

    def _parts(self):
        return list(Branch(user=self.user, day=localdate()).parts_of(self.unit))

    def _parts_by_kind(self):
        """Kind by kind; without whom nothing under the same whole could be merged with."""
        kinds: dict[int, list[Unit]] = {}
        for part in self._parts():
            kinds.setdefault(part.kind_id, []).append(part)
        return [part for parts in kinds.values() if len(parts) > 1 for part in parts]


class CallOffForm(forms.Form):
    """Rút lại một việc sắp xếp chưa đến ngày."""

    reason = StoredField(
        label="Lý do rút lại",
        max_length=500,
        help_text="Ghi vào nhật ký và trang của việc này.",
        error_messages={"required": "Ghi lý do rút lại."},
        widget=forms.Textarea(attrs={"rows": 3, "class": "td-w-lg"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa rút lại được")


class RenameForm(ReformForm):
    """Đổi tên."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any):
        newest = UnitName.objects.of_unit(unit).first() or unit
        now = {name: getattr(newest, name) for name in NAME_FIELDS}
        kwargs["initial"] = now | (kwargs.get("initial") or {})
        super().__init__(*args, unit=unit, **kwargs)

    def add_fields(self):
        self.fields.update(name_fields())

    def layout(self):
        return (*WHEN, *NAMES.fields)

    @property
    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NAME_FIELDS}


class MoveForm(ReformForm):
    """Chuyển nơi trực thuộc."""

    parent = UnitPickField(
        route=COMING,
        label="Chuyển sang trực thuộc",
        error_messages={"required": "Tìm và chọn nơi trực thuộc mới."},
    )

    def add_fields(self):
        self._let_pick("parent")

    def layout(self):
        return ("parent", *WHEN)


class DissolveForm(ReformForm):
    """Giải thể; who takes over may be left open."""

    successor = UnitPickField(
        route=COMING,
        label="Đơn vị tiếp nhận nhiệm vụ",
        required=False,
        help_text="Làm tiếp phong trào, kế hoạch dở dang và giữ văn bản, sổ của đơn vị này. Bỏ "
        "trống được khi đơn vị không còn việc dở dang.",
    )
    second = UnitPickField(
        route=COMING, label="Đơn vị tiếp nhận thứ hai", required=False
    )

    def add_fields(self):
        for name in ("successor", "second"):
            self._let_pick(name)

    def layout(self):
        return (*WHEN, "successor", "second")

    @property
    def successor_ids(self) -> list[int]:
        chosen = (self.cleaned_data["successor"], self.cleaned_data["second"])
        return list(dict.fromkeys(unit.pk for unit in chosen if unit))


class HeirForm(ReformForm):
    """Chỉ định đơn vị tiếp nhận of a unit that has ended."""

    heir = UnitPickField(
        route=COMING,
        label="Đơn vị tiếp nhận",
        help_text="Làm tiếp việc dở dang, đọc văn bản và sổ của đơn vị đã kết thúc.",
        error_messages={"required": "Tìm và chọn đơn vị tiếp nhận."},
    )

    def add_fields(self):
        del self.fields["effective_on"]  # the day after the last one
        self._let_pick("heir")

    def layout(self):
        return ("heir", "basis")

    @property
    def day(self) -> date:
        last = self.unit.valid_to
        assert last is not None, "the page is only for units whose last day is known"
        return last + timedelta(days=1)


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
        heir = self.cleaned_data["heir"] + 1
        return [
            (f"{IN_NEW}{n}", self.cleaned_data[f"p{n}_short_name"])
            for n in self.asked_for
            if n != heir
        ]

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
