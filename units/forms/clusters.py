"""Biểu mẫu cụm, khối thi đua: set up, its members, its heads, the pieces of a hand-over."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.timezone import localdate

from units.fields import VietnameseDateField
from units.forms.picking import KEPT, UnitPickField, UnitsField
from units.forms.tree import StoredField, helper_of
from units.models import (
    ClusterMember,
    ClusterOffice,
    HandoverItem,
    HandoverPiece,
    Unit,
    UnitKind,
    User,
)
from units.pages import numbers_of
from units.queries.clusters import ClusterPage, MemberRow, candidates
from units.search import plain_words

WIDE = {"class": "td-w-lg"}
MOST_OFFERED = 60  # units to tick at once; whoever does not see theirs types on
MOST_DEPUTIES = 3
DAY = timedelta(days=1)
_NOTE = HandoverItem._meta.get_field("given_note").max_length


def basis_field(help_text: str = "Số, ngày, cơ quan ban hành.") -> StoredField:
    return StoredField(
        label="Văn bản căn cứ",
        max_length=300,
        help_text=help_text,
        widget=forms.TextInput(attrs=WIDE),
    )


class FoundForm(forms.Form):
    """Thành lập cụm, khối."""

    unit = UnitPickField(
        label="Cơ quan thành lập",
        route=KEPT,
        help_text="Cụm, khối đứng dưới cơ quan này; thành viên chọn trong các đơn vị của nó.",
        error_messages={"required": "Tìm và chọn cơ quan thành lập."},
    )
    name = StoredField(
        label="Tên đầy đủ",
        max_length=200,
        help_text="Như trong quyết định, ví dụ: Cụm thi đua số 1 các xã, phường tỉnh Mẫu.",
        widget=forms.TextInput(attrs=WIDE),
    )
    short_name = StoredField(
        label="Tên gọn",
        max_length=100,
        help_text="Bắt đầu bằng chữ Cụm hoặc Khối: phần mềm gọi trưởng cụm, trưởng khối theo đó.",
        widget=forms.TextInput(attrs=WIDE),
    )
    valid_from = VietnameseDateField(label="Thành lập từ ngày")
    basis = basis_field("Quyết định thành lập: số, ngày, cơ quan ban hành.")

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        typed = self.data if self.is_bound else self.initial
        unit: Any = self.fields["unit"]
        unit.choose_for(user, typed, "unit")
        self.helper = helper_of("Chưa thành lập được")

    def clean_short_name(self) -> str:
        name = self.cleaned_data["short_name"]
        if not name.casefold().startswith(("cụm", "khối")):
            raise forms.ValidationError(
                f"Tên gọn phải bắt đầu bằng chữ Cụm hoặc Khối. Đang nhập: {name[:60]}"
            )
        return name


class JoinForm(forms.Form):
    """Thêm thành viên: units found by kind and words, as many as are ticked."""

    kind = forms.ChoiceField(
        label="Loại đơn vị",
        required=False,
        widget=forms.Select(attrs={"class": "td-w-lg"}),
    )
    words = StoredField(
        label="Tên có chữ",
        required=False,
        max_length=100,
        help_text="Không cần dấu.",
        widget=forms.TextInput(attrs={"class": "td-w-md", "autocomplete": "off"}),
    )
    units = UnitsField(
        label="Đơn vị",
        error_messages={"required": "Đánh dấu ít nhất một đơn vị."},
    )
    valid_from = VietnameseDateField(
        label="Thành viên từ ngày",
        error_messages={"required": "Nhập ngày bắt đầu là thành viên."},
    )
    basis = basis_field()

    def __init__(self, *args: Any, cluster: Unit, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        typed: Any = self.data if self.is_bound else self.initial
        found = candidates(cluster, localdate()).select_related("kind")
        ticked = numbers_of(_list(typed, "units"))
        chosen = list(found.filter(pk__in=ticked).order_by("path"))
        kind, words = str(typed.get("kind") or ""), plain_words(typed.get("words"))
        narrowed = found.of_kind(kind) if kind else found
        if words:
            narrowed = found.named(words).select_related("kind")
            narrowed = narrowed.of_kind(kind) if kind else narrowed
        elif not kind:
            narrowed = narrowed.filter(parent=cluster.parent_id)
        offered = narrowed.exclude(pk__in=[unit.pk for unit in chosen])
        offered = list(
            offered[: MOST_OFFERED + 1]
            if words
            else offered.order_by("kind__name", "folded_name")[: MOST_OFFERED + 1]
        )
        self.is_cut = len(offered) > MOST_OFFERED
        self.is_empty = not offered
        units: Any = self.fields["units"]
        units.reader = user
        units.choices = [
            (unit.pk, f"{unit} · {unit.kind}")
            for unit in [*chosen, *offered[:MOST_OFFERED]]
        ]
        kinds = UnitKind.objects.filter(units__in=found.order_by()).distinct()
        choose: Any = self.fields["kind"]
        choose.choices = [
            ("", "Trực thuộc cơ quan thành lập"),
            *[(one.code, one.name) for one in kinds.order_by("name")],
        ]
        self.helper = helper_of("Chưa thêm được thành viên")
        self.helper.mark_optional = False


class LeaveForm(forms.Form):
    """Cho thôi thành viên."""

    members = forms.TypedMultipleChoiceField(
        label="Thành viên thôi tham gia",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Đánh dấu ít nhất một thành viên."},
    )
    valid_to = VietnameseDateField(label="Ngày cuối còn là thành viên")
    basis = basis_field()

    def __init__(
        self, *args: Any, rows: Sequence[MemberRow], coming: Iterable[ClusterMember],
        **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        members: Any = self.fields["members"]
        members.choices = [
            *[(row.member.pk, _member_words(row)) for row in rows],
            *[
                (one.pk, f"{one.unit} · thành viên từ ngày {one.valid_from:%d/%m/%Y}")
                for one in coming
            ],
        ]
        self.helper = helper_of("Chưa cho thôi được")


class AppointForm(forms.Form):
    """Cử trưởng, phó for a term; whoever has not been head for longest is named first."""

    head = forms.TypedChoiceField(
        label="Trưởng", coerce=int, required=False, empty_value=None,
        widget=forms.Select(attrs=WIDE),
    )  # fmt: skip
    valid_from = VietnameseDateField(label="Nhiệm kỳ từ ngày", example="01/01/2027")
    valid_to = VietnameseDateField(label="Đến hết ngày", example="31/12/2027")
    basis = basis_field()
    due_on = VietnameseDateField(
        label="Hạn bàn giao",
        required=False,
        help_text="Trưởng đổi sang đơn vị khác thì phần mềm mở lần bàn giao. Để trống: theo "
        "thời hạn chung của hệ thống, tính từ ngày đầu nhiệm kỳ.",
    )

    def __init__(self, *args: Any, page: ClusterPage, **kwargs: Any):
        kwargs["initial"] = next_term(page) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        head: Any = self.fields["head"]
        rows = sorted(page.members, key=_turn)
        head.choices = [
            ("", "Không cử trưởng lần này"),
            *[(row.member.unit_id, _turn_words(row)) for row in rows],
            *[(one.unit_id, str(one.unit)) for one in page.to_come],
        ]
        others = [
            ("", "Không"),
            *[(row.member.unit_id, str(row.member.unit)) for row in page.members],
            *[(one.unit_id, str(one.unit)) for one in page.to_come],
        ]
        self.deputies = [f"deputy_{n}" for n in range(1, MOST_DEPUTIES + 1)]
        for n, name in enumerate(self.deputies, 1):
            self.fields[name] = forms.TypedChoiceField(
                label=f"Phó thứ {('nhất', 'hai', 'ba')[n - 1]}",
                choices=others, coerce=int, required=False, empty_value=None,
                widget=forms.Select(attrs=WIDE),
            )  # fmt: skip
        self.helper = helper_of(
            "Chưa cử được", "head", *self.deputies,
            Row(Column("valid_from"), Column("valid_to")), "basis", "due_on",
        )  # fmt: skip
        self.helper.mark_optional = False

    @property
    def facts(self) -> dict[str, Any]:
        """What ``appoint_cluster_heads`` takes."""
        given = self.cleaned_data
        chosen = [given[name] for name in self.deputies]
        return {
            "head_id": given["head"],
            "deputy_ids": [pk for pk in chosen if pk is not None],
            **{
                name: given[name]
                for name in ("valid_from", "valid_to", "basis", "due_on")
            },
        }


class EndOfficeForm(forms.Form):
    """Cho thôi trưởng, phó; of a term to come only the paper is asked for."""

    valid_to = VietnameseDateField(label="Ngày cuối giữ chức")
    basis = basis_field()

    def __init__(self, *args: Any, office: ClusterOffice, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if office.valid_from > localdate():
            del self.fields["valid_to"]
        self.helper = helper_of("Chưa cho thôi được")


class PieceForm(forms.Form):
    """Một mục của danh mục bàn giao; ``unit`` only of a new one."""

    unit = UnitPickField(
        label="Cơ quan dùng",
        route=KEPT,
        help_text="Dùng cho cụm, khối của cơ quan này và của các đơn vị bên dưới.",
        error_messages={"required": "Tìm và chọn cơ quan dùng mục này."},
    )
    name = StoredField(
        label="Tên mục", max_length=150, widget=forms.TextInput(attrs=WIDE)
    )
    hint = StoredField(
        label="Gồm những gì",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
    )
    position = forms.IntegerField(
        label="Thứ tự",
        min_value=1,
        max_value=999,
        initial=100,
        help_text="Mục có số nhỏ đứng trước.",
        widget=forms.TextInput(
            attrs={"class": "td-w-num td-num", "inputmode": "numeric"}
        ),
    )
    valid_from = VietnameseDateField(label="Dùng từ ngày")
    valid_to = VietnameseDateField(
        label="Đến hết ngày",
        required=False,
        help_text="Lần bàn giao mở sau ngày này không có mục này nữa.",
    )
    basis = StoredField(
        label="Căn cứ",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(
        self, *args: Any, user: User, piece: HandoverPiece | None = None, **kwargs: Any
    ):
        if piece:
            names = ("name", "hint", "position", "valid_from", "valid_to", "basis")
            kwargs["initial"] = {one: getattr(piece, one) for one in names}
        super().__init__(*args, **kwargs)
        if piece:
            del self.fields["unit"]
        else:
            typed = self.data if self.is_bound else self.initial
            unit: Any = self.fields["unit"]
            unit.choose_for(user, typed, "unit")
        self.helper = helper_of("Chưa lưu được mục bàn giao")


class NoteForm(forms.Form):
    """Ghi chú khi giao, khi nhận; lý do."""

    note = StoredField(
        label="Ghi chú", max_length=_NOTE, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def next_term(page: ClusterPage) -> dict[str, date]:
    """The days that nobody heads yet: from today on where the head is vacant, else the year
    after the last term; the whole of this year where nobody was head yet.
    """
    heads = [office for office in page.offices if office.is_head]
    today = localdate()
    until = None
    if not heads:
        start = max(today.replace(month=1, day=1), page.cluster.valid_from)
    elif page.head is None:
        start = max(today, page.cluster.valid_from)
        until = page.following.valid_from - DAY if page.following else None
    else:
        start = heads[0].valid_to + DAY
    return {"valid_from": start, "valid_to": until or start.replace(month=12, day=31)}


def _turn(row: MemberRow):
    last = row.last_head
    return last.valid_to if last else date.min


def _turn_words(row: MemberRow) -> str:
    last = row.last_head
    told = (
        f"làm trưởng gần nhất năm {last.valid_to.year}" if last else "chưa làm trưởng"
    )
    return f"{row.member.unit} · {told}"


def _member_words(row: MemberRow) -> str:
    office = f" · {row.office.title.lower()}" if row.office else ""
    return f"{row.member.unit}{office}"


def _list(typed, name):
    """All values of a name: of a form as it was sent, or as its data were given."""
    return typed.getlist(name) if hasattr(typed, "getlist") else typed.get(name, ())
