"""Biểu mẫu sắp xếp đơn vị: each asks from which day on and by which paper."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from units.actions.reform_steps import why_not_from
from units.fields import VietnameseDateField
from units.forms.picking import UnitPickField
from units.forms.tree import (
    NAMES,
    StoredField,
    helper_of,
    name_fields,
    tell_sisters_name,
)
from units.models import NAME_FIELDS, Unit, UnitName, User
from units.queries.becoming import what_became
from units.queries.branch import Branch

COMING = "unit-pick-coming"  # each act is for a day, on which they may be there
WHEN = ("effective_on", "basis")
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
    def heirs_place(self) -> str:
        """What would be said of a role that goes on in the heir, were it another place; "" where
        the heir is none of the new units."""
        return ""

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

    def clean(self):
        given = super().clean()
        day = given.get("effective_on") or localdate()
        tell_sisters_name(self, self.unit, self.unit.short_name, day)
        return given

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
