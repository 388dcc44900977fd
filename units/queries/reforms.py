"""Việc sắp xếp đã ghi: what it did, and what comes back when it is called off."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from units.models import (
    AuditEntry,
    ClusterMember,
    ClusterOffice,
    Handover,
    Membership,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
    User,
)
from units.rehearsal import grouped, records_of
from units.wording import vn_date


def told_to(user: User, entries: Sequence[AuditEntry]) -> list[AuditEntry]:
    """What units become, and of people, clusters and open work what the person's own branch has."""
    of_units = (Unit, UnitName, UnitPlace, Succession)
    open_to_all = {model._meta.label for model in of_units}
    places = {entry.unit_id for entry in entries if entry.unit_id}
    mine = Unit.objects.administered_by(user).within(places)
    seen = set(mine.values_list("pk", flat=True))
    return [
        entry
        for entry in entries
        if entry.unit_id in seen
        or (entry.subject in open_to_all and entry.action != "unit.work_passed")
    ]


def coming_back(entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """What will be again as it was, in groups for the page."""
    parts = (
        ("Đơn vị mới được bỏ", "trash", "warn", _new(entries)),
        ("Tiếp tục hoạt động", "arrow-return-left", "ok", _going_on(entries)),
        ("Ở lại nơi đang trực thuộc", "arrow-return-left", "ok", _staying(entries)),
        ("Kế thừa, bàn giao được bỏ", "trash", "warn", _passed_on(entries)),
        ("Cụm, khối thi đua", "flag", "ok", _in_clusters(entries)),
        ("Vai trò tiếp tục như trước", "person", "ok", _roles(entries)),
        ("Vai trò sắp nhận được bỏ", "trash", "warn", _granted(entries)),
    )
    return [grouped(*part) for part in parts if part[-1]]


def _new(entries):
    units = records_of(entries, "unit.added", Unit.objects.all())
    return [f"{unit} (mã {unit.code})" for unit in units]


def _going_on(entries):
    units = records_of(entries, "unit.amended", Unit.objects.all())
    before = _before(entries, "unit.amended")
    return [f"{unit}{_until(before[unit.pk])}" for unit in units]


def _staying(entries):
    places = UnitPlace.objects.select_related("unit", "parent")
    moved = {row.unit_id for row in records_of(entries, "unitplace.added", places)}
    rows = records_of(entries, "unitplace.amended", places)
    return [
        f"{row.unit} vẫn trực thuộc {row.parent}"
        for row in rows
        if row.unit_id in moved
    ]


def _passed_on(entries):
    rows = Succession.objects.select_related("predecessor", "successor")
    lines = [
        f"{row.successor} không kế thừa {row.predecessor}"
        for row in records_of(entries, "succession.added", rows)
    ]
    handovers = Handover.objects.select_related("unit", "heir")
    lines += [
        f"{row.unit} không bàn giao cho {row.heir}"
        for row in records_of(entries, "handover.added", handovers)
    ]
    return lines + [
        f"Việc bàn giao của {row.unit} trở lại như đã ghi trước"
        for row in records_of(entries, "handover.amended", handovers)
    ]


def _in_clusters(entries):
    members = ClusterMember.objects.select_related("unit", "cluster")
    lines = [
        f"{row.unit} vẫn là thành viên {row.cluster}"
        for row in records_of(entries, "clustermember.amended", members)
    ]
    lines += [
        f"{row.unit} không vào {row.cluster}"
        for row in records_of(entries, "clustermember.added", members)
    ]
    offices = ClusterOffice.objects.select_related("unit", "cluster")
    before = _before(entries, "clusteroffice.amended")
    lines += [
        f"{row.post}: {row.unit}{_until(before[row.pk])}"
        for row in records_of(entries, "clusteroffice.amended", offices)
    ]
    dropped = {
        "clustermember.removed": "Trả lại thành viên sắp tham gia",
        "clusteroffice.removed": "Trả lại nhiệm kỳ sắp tới",
        "clusterhandover.removed": "Trả lại lần bàn giao",
    }
    return lines + [
        f"{dropped[entry.action]}: {entry.about}"
        for entry in entries
        if entry.action in dropped
    ]


def _roles(entries):
    rows = Membership.objects.select_related("user", "unit")
    before = _before(entries, "membership.amended")
    lines = [
        f"{row}{_until(before[row.pk])}"
        for row in records_of(entries, "membership.amended", rows)
    ]
    return lines + [
        f"{entry.about}, sắp nhận"
        for entry in entries
        if entry.action == "membership.removed"
    ]


def _granted(entries):
    rows = Membership.objects.select_related("user", "unit")
    return [f"{row}" for row in records_of(entries, "membership.added", rows)]


def _before(entries, action) -> dict[int, str | None]:
    """Last day → as it was before these lines set it."""
    found: dict[int, str | None] = defaultdict(lambda: None)
    for entry in entries:
        if entry.action == action:
            found.setdefault(entry.subject_id, entry.detail["before"].get("valid_to"))
    return found


def _until(kept):
    return f", đến hết ngày {vn_date(date.fromisoformat(kept))}" if kept else ""
