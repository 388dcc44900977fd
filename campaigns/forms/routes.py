"""Quy trình duyệt: a step and whom it asks, the day from which a route holds, who stands in."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.timezone import localdate

from campaigns.models import ASKED_ROLES, RouteStep, StepMode
from campaigns.models.plan import KIND_LABELS
from campaigns.models.routes import MOST_DAYS, Asked
from units.fields import VietnameseDateField
from units.forms.tree import StoredField, helper_of
from units.models import Membership, Unit, User

Choice = tuple[str, str]
PLACES = ("first", "second", "third", "fourth")
MOST_POSITIONS = 600
ASKS_A_ROLE = (
    "Chọn vai trò, không chọn tên: ai giữ vai trò đó vào ngày xem xét thì xem xét."
)


def key_of(unit_id: int, role: str, title: str) -> str:
    return f"{unit_id}:{role}:{title}"


def positions(unit: Unit, also: Iterable[Asked] = ()) -> list[tuple[str, list[Choice]]]:
    """Who can be asked: roles held today in the authority and its parts, by unit.

    ``also``: what is chosen already, though nobody holds it today.
    """
    near = Unit.objects.filter(pk=unit.pk) | Unit.objects.filter(parent=unit)
    held = Membership.objects.on().in_units(near.values("pk"))
    held = held.filter(role__in=ASKED_ROLES, user__is_active=True)
    held = held.select_related("user", "unit").order_by(
        "unit__path", "capacity_rank", "role", "title", "user__sort_name"
    )
    groups: dict[str, dict[str, str]] = {}
    people: dict[str, list[str]] = {}
    for one in held[:MOST_POSITIONS]:
        key = key_of(one.unit_id, one.role, one.title)
        people.setdefault(key, []).append(str(one.user))
        name = one.title or one.get_role_display()
        groups.setdefault(str(one.unit), {})[key] = name
    for party in also:
        key = key_of(party.unit_id, party.role, party.title)
        if key not in people:
            name = party.title or party.get_role_display()
            groups.setdefault(str(party.unit), {})[key] = name
    return [
        (
            name,
            [(key, _told(label, people.get(key, []))) for key, label in rows.items()],
        )
        for name, rows in groups.items()
    ]


def _told(label, people) -> str:
    return f"{label} ({', '.join(people) or 'hôm nay chưa ai giữ'})"


class BeginRouteForm(forms.Form):
    """Lập quy trình cho một loại văn bản."""

    kind = forms.ChoiceField(
        label="Loại văn bản",
        choices=[(kind.value, label) for kind, label in KIND_LABELS.items()][:-1],
        widget=forms.Select(attrs={"class": "td-w-md"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa lập được quy trình")


class StepForm(forms.Form):
    """Một bước: its name, how long it may take, up to four who are asked."""

    name = StoredField(
        label="Tên bước",
        max_length=60,
        help_text="Ví dụ: Xem xét nội dung; Thẩm tra thể thức; Duyệt.",
        widget=forms.TextInput(attrs={"class": "td-w-lg"}),
        error_messages={"required": "Ghi tên bước."},
    )
    days = forms.IntegerField(
        label="Số ngày làm việc",
        min_value=1,
        max_value=MOST_DAYS,
        initial=2,
        help_text="Không tính thứ Bảy, Chủ nhật.",
        widget=forms.TextInput(
            attrs={"class": "td-w-num td-num", "inputmode": "numeric"}
        ),
        error_messages={
            "required": "Ghi số ngày làm việc.",
            "invalid": "Số ngày làm việc là một số, ví dụ 2.",
            "min_value": f"Số ngày làm việc từ 1 đến {MOST_DAYS}.",
            "max_value": f"Số ngày làm việc từ 1 đến {MOST_DAYS}.",
        },
    )
    mode = forms.ChoiceField(
        label="Khi hỏi nhiều người cùng lúc",
        choices=StepMode.choices,
        initial=StepMode.ALL,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, unit: Unit, step: RouteStep | None = None, **kwargs: Any
    ):
        asked = list(step.parties.all()) if step else []
        if step:
            keys = [key_of(one.unit_id, one.role, one.title) for one in asked]
            kwargs.setdefault(
                "initial",
                {"name": step.name, "days": step.days, "mode": step.mode}
                | dict(zip(PLACES, keys, strict=False)),
            )
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *positions(unit, asked)]
        for number, place in enumerate(PLACES, 1):
            self.fields[place] = forms.ChoiceField(
                label="Người xem xét" if number == 1 else f"Người thứ {number}",
                choices=choices,
                required=number == 1,
                widget=forms.Select(attrs={"class": "td-w-lg"}),
                error_messages={"required": "Chọn ít nhất một người xem xét."},
            )
        self.fields["first"].help_text = ASKS_A_ROLE
        self.helper = helper_of(
            "Chưa lưu được bước",
            "name",
            Fieldset("Ai xem xét", *PLACES, "mode"),
            "days",
        )

    @property
    def given(self) -> dict[str, Any]:
        """What the acts are told of it."""
        data = self.cleaned_data
        asked = [data[place].split(":", 2) for place in PLACES if data.get(place)]
        return {
            "name": data["name"],
            "mode": data["mode"],
            "days": data["days"],
            "positions": [(int(unit), role, title) for unit, role, title in asked],
        }


class ApplyForm(forms.Form):
    """Áp dụng từ một ngày."""

    valid_from = VietnameseDateField(
        label="Áp dụng từ ngày",
        help_text="Kế hoạch trình từ ngày này đi theo quy trình; kế hoạch đang duyệt giữ các "
        "bước cũ.",
        error_messages={"required": "Ghi ngày bắt đầu áp dụng."},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("initial", {"valid_from": localdate()})
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa áp dụng được")


class EndRouteForm(forms.Form):
    """Kết thúc quy trình."""

    valid_to = VietnameseDateField(
        label="Ngày cuối áp dụng",
        help_text="Sau ngày này, nếu không có quy trình khác, kế hoạch trình thẳng người ký.",
        error_messages={"required": "Ghi ngày cuối áp dụng."},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("initial", {"valid_to": localdate()})
        super().__init__(*args, **kwargs)
        self.helper = helper_of("Chưa kết thúc được quy trình")


class StandInForm(forms.Form):
    """Cử người thay khi vắng."""

    absent_id = forms.TypedChoiceField(
        label="Người vắng", coerce=int, widget=forms.Select(attrs={"class": "td-w-lg"}),
        error_messages={"required": "Chọn người vắng."},
    )  # fmt: skip
    deputy_id = forms.TypedChoiceField(
        label="Người thay", coerce=int, widget=forms.Select(attrs={"class": "td-w-lg"}),
        help_text="Xem xét thay ở mọi bước hỏi người vắng ở đơn vị này; ký thì theo văn bản ủy "
        "quyền, không theo việc cử này.",
        error_messages={"required": "Chọn người thay."},
    )  # fmt: skip
    valid_from = VietnameseDateField(
        label="Từ ngày", error_messages={"required": "Ghi ngày bắt đầu thay."}
    )
    valid_to = VietnameseDateField(
        label="Đến hết ngày", error_messages={"required": "Ghi ngày cuối thay."}
    )

    def __init__(self, *args: Any, unit: Unit, by: User, **kwargs: Any):
        kwargs.setdefault("initial", {"valid_from": localdate()})
        super().__init__(*args, **kwargs)
        near = Unit.objects.filter(pk__in=[unit.pk, unit.parent_id])
        near |= Unit.objects.filter(parent=unit)
        held = Membership.objects.on().in_units(near.values("pk"))
        held = held.filter(user__in=User.objects.in_use().reached_by(by))
        held = held.select_related("user", "unit").order_by(
            "unit__path", "user__sort_name"
        )
        held = list(held[:MOST_POSITIONS])
        here = [one for one in held if one.unit_id == unit.pk]
        for name, people in (("absent_id", here), ("deputy_id", held)):
            field: Any = self.fields[name]
            field.choices = [("", "—"), *_people(people)]
        self.helper = helper_of("Chưa cử được người thay")


def _people(held) -> list[tuple[int, str]]:
    found: dict[int, str] = {}
    for one in held:
        name = one.title or one.get_role_display()
        found.setdefault(one.user_id, f"{one.user}, {name}, {one.unit}")
    return list(found.items())
