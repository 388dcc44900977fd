"""Kể một trang sổ: each line with who, in what capacity, from where, what, before and after.

Whatever a page of lines names (units, people, other records) is fetched by one query a kind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey

from units import acts
from units.models import (
    Access,
    AuditEntry,
    Membership,
    PersonalDataClass,
    Unit,
    User,
)
from units.wording import vn_date, vn_datetime, vn_number

EMPTY = "(trống)"
LONG = 300  # characters of a value on the screen
_STATUS = "Trạng thái"
_WHY = ("reason", "basis", "decided_by")  # why a thing was done, whatever became of it
# Capacity of whoever failed to sign in: the account is known, the person is not.
_TYPED = "tài khoản được gõ tên, chưa chắc là người này"


@dataclass(frozen=True)
class Change:
    """Một chỗ đổi: its name, before and after; either None where it is not known."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Line:
    """Một dòng đã kể. ``actor`` and ``unit`` are None for what the system itself did."""

    pk: int
    at: datetime
    actor: User | None
    capacity: str
    address: str
    act: str
    kind: str
    about: str
    subject: str  # "units.Unit:12", for a filter; "" where it is a list
    unit: Unit | None
    changes: list[Change] = field(default_factory=list)
    support: str = ""  # "khi xem với vai …"

    @property
    def who(self) -> str:
        return str(self.actor) if self.actor else "Hệ thống"


def of_audit(entries: Iterable[AuditEntry], whole: bool = False) -> list[Line]:
    """Lines of the audit book; ``whole``: long values in full, as a file keeps them."""
    entries = list(entries)
    names = _Names(entries, None if whole else LONG)
    return [
        Line(
            pk=entry.pk,
            at=entry.at,
            actor=entry.actor,
            capacity=_capacity(entry),
            address=entry.address or "",
            act=acts.act_of(acts.action_of(entry), entry.subject),
            kind=acts.kind_of(entry.subject),
            about=entry.about or names.record(entry.subject, entry.subject_id),
            subject=f"{entry.subject}:{entry.subject_id}",
            unit=entry.unit,
            changes=names.changes(entry),
        )
        for entry in entries
    ]


def of_access(entries: Iterable[Access]) -> list[Line]:
    return [
        Line(
            pk=entry.pk,
            at=entry.at,
            actor=entry.user,
            capacity=_TYPED if entry.is_warning else _capacity(entry),
            address=entry.address or "",
            act=entry.get_what_display(),
            kind=acts.kind_of(entry.subject),
            about=entry.about,
            subject=f"{entry.subject}:{entry.subject_id}" if entry.subject_id else "",
            unit=entry.unit,
            support=f"khi xem với vai {entry.support.whom}" if entry.support else "",
        )
        for entry in entries
    ]


def _capacity(entry):
    """ "Quản trị đơn vị, UBND phường Đông"; "" where no role was needed."""
    if not entry.role:
        return ""
    label = Membership.Role(entry.role).label
    return f"{label}, {entry.held_in}" if entry.held_in else label


class _Names:
    """Tên của các bản ghi được nhắc: of subjects without a name, and behind foreign keys."""

    def __init__(self, entries: Sequence[AuditEntry], longest: int | None):
        self.longest = longest
        wanted: dict[str, set[int]] = {}
        for entry in entries:
            if not entry.about:
                wanted.setdefault(entry.subject, set()).add(entry.subject_id)
            for name, value in _values(entry):
                column = _column(entry.subject, name)
                if isinstance(column, ForeignKey) and isinstance(value, int):
                    label = column.related_model._meta.label
                    wanted.setdefault(label, set()).add(value)
        self.found = {label: self._fetch(label, ids) for label, ids in wanted.items()}

    def record(self, label: str, pk: int) -> str:
        return self.found.get(label, {}).get(pk) or f"số {pk}"

    def changes(self, entry: AuditEntry) -> list[Change]:
        return [*self._changes(entry), *_recorded(entry)]

    def _changes(self, entry):
        if acts.action_of(entry) in acts.PLAIN:
            return []
        detail = entry.detail
        before, after = detail.get("before"), detail.get("after")
        if isinstance(before, dict) or isinstance(after, dict):
            return [
                *self._by_field(entry, before or {}, after or {}),
                *self._beside(entry, before or {}),
            ]
        found = []
        if "before" in detail or "after" in detail:
            verb = entry.action.partition(".")[2]
            is_move = "after" not in detail and self._status(entry.subject, verb)
            found.append(
                Change(
                    _STATUS if is_move else "Nội dung",
                    self._status(entry.subject, before) or self._plain(before),
                    is_move or self._plain(after),
                )
            )
        return [
            *found,
            *(
                self._kept(entry, name, value)
                for name, value in detail.items()
                if value not in (None, "", [], {})
                and name not in ("before", "after", "plan", "recorded_at")
            ),
        ]

    def _beside(self, entry, before):
        """What the line of a thing that was removed says besides its values, as why."""
        if not entry.action.endswith(".removed"):
            return []
        return [
            self._kept(entry, name, value)
            for name, value in entry.detail.items()
            if value not in (None, "")
            and name not in ("before", "recorded_at")
            and name not in before
        ]

    def _kept(self, entry, name, value):
        """What the line says besides: of a thing that was removed it was, why stays true."""
        label = acts.field_of(entry.subject, name)
        shown = self._shown(entry, name, value)
        if entry.action.endswith(".removed") and name not in _WHY:
            return Change(label, shown, None)
        return Change(label, None, shown)

    def _by_field(self, entry, before, after):
        return [
            Change(
                acts.field_of(entry.subject, name),
                self._shown(entry, name, before[name]) if name in before else None,
                self._shown(entry, name, after[name]) if name in after else None,
            )
            for name in dict.fromkeys([*before, *after])
            if before.get(name) != after.get(name)
        ]

    def _shown(self, entry, name, value):
        column = _column(entry.subject, name)
        if name == "classes":
            labels = dict(PersonalDataClass.Code.choices)
            return self._plain([labels.get(code, code) for code in value])
        if isinstance(column, ForeignKey) and isinstance(value, int):
            return self.record(column.related_model._meta.label, value)
        if column is not None and value not in (None, ""):
            choices = dict(column.flatchoices)
            if isinstance(value, str | int) and value in choices:
                return str(choices[value])
        return self._plain(value)

    def _status(self, label, value) -> str:
        status: Any = getattr(acts.model_of(label), "Status", None)
        known = status is not None and isinstance(value, str) and value in status.values
        return status(value).label if known else ""

    def _plain(self, value) -> str:
        match value:
            case None | "" | [] | {}:
                return EMPTY
            case bool():
                return "có" if value else "không"
            case int() | float():
                return vn_number(value)
            case list():
                return self._cut("; ".join(self._plain(item) for item in value))
            case dict():
                pairs = (self._plain(item) for item in value.values() if item)
                return self._cut("; ".join(pairs))
            case str():
                return self._cut(_day(value) or value)
        return str(value)

    def _cut(self, text):
        if self.longest is None or len(text) <= self.longest:
            return text
        return f"{text[: self.longest]}…"

    @staticmethod
    def _fetch(label, ids):
        model: Any = acts.model_of(label)
        if model is None:
            return {}
        joined = [
            column.name
            for column in model._meta.concrete_fields
            if isinstance(column, ForeignKey)
        ]
        rows = model._base_manager.all()
        if joined:  # without a name, ``select_related`` would follow all
            rows = rows.select_related(*joined)
        return {pk: str(row) for pk, row in rows.in_bulk(ids).items()}


def _recorded(entry):
    """Ghi ngoài mạng: when it was done where no network was, and when it was handed in."""
    if at := entry.detail.get("recorded_at"):
        done, handed = datetime.fromisoformat(at), entry.at
        words = f"{vn_datetime(done)}, nộp lúc {vn_datetime(handed)}"
        yield Change("Ghi ngoài mạng lúc", None, words)


def _values(entry):
    for part in ("before", "after"):
        held = entry.detail.get(part)
        if isinstance(held, dict):
            yield from held.items()
    yield from entry.detail.items()


def _column(label, name) -> Field | None:
    model = acts.model_of(label)
    if model is None:
        return None
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def _day(text):
    """A day or a moment as an official writes it; "" of any other words."""
    try:
        if len(text) == 10:
            return vn_date(date.fromisoformat(text))
        moment = datetime.fromisoformat(text) if text[10:11] == "T" else None
    except ValueError:
        return ""
    return vn_datetime(moment) if moment and moment.tzinfo else ""
