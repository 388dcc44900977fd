"""Diễn thử: what an act would change, found by doing it and undoing it.

Nothing is computed a second time: the lines that the act writes in the audit book are read
before the transaction is rolled back, so what is shown is what will be done.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from units import audit
from units.estates import Work
from units.models import (
    AuditEntry,
    ClusterMember,
    ClusterOffice,
    Membership,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
    User,
)
from units.models.managers import is_in_force

DAY = timedelta(days=1)
SHOWN = 20  # lines of one kind; of the others only the number is told


@dataclass(frozen=True)
class EndingRole:
    """Một vai trò sẽ thôi: whose, which, where, and who inherits of that unit ("" nobody)."""

    pk: int
    person: str
    role: str
    unit: str
    heir: str
    leads: bool


@dataclass(frozen=True)
class Consequences:
    """Hệ quả: sentences by kind, each list in the order in which it would be done."""

    new: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    inherited: list[str] = field(default_factory=list)
    works: list[str] = field(default_factory=list)
    clusters: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    people: list[EndingRole] = field(default_factory=list)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """For the page: title, icon, kind, count, lines, more; only what happens."""
        return _shown(self._parts([*self.roles, *self.dropped], self.granted))

    @property
    def groups_beside_people(self) -> list[dict[str, Any]]:
        """Likewise, where ``people`` are asked one by one: nobody is told of twice."""
        return _shown(self._parts(self.dropped, []))

    @property
    def lines_beside_people(self) -> dict[str, list[str]]:
        """All the lines of those groups, however many, by the title of the group."""
        return {title: lines for title, *_, lines in self._parts(self.dropped, [])}

    def _parts(self, ending, going_on):
        return (
            ("Đơn vị mới", "plus-lg", "ok", self.new),
            (
                "Chưa ghi để in trên văn bản",
                "exclamation-triangle-fill",
                "warn",
                self.missing,
            ),
            ("Đổi tên", "pencil", "ok", self.renamed),
            ("Còn giữ tên cũ", "exclamation-triangle-fill", "warn", self.unchanged),
            ("Chuyển nơi trực thuộc", "arrow-right", "ok", self.moved),
            ("Kết thúc", "archive", "warn", self.ended),
            ("Kế thừa", "arrow-return-left", "ok", self.inherited),
            ("Việc dở dang", "arrow-right", "warn", self.works),
            ("Cụm, khối thi đua", "flag", "warn", self.clusters),
            ("Vai trò thôi cùng đơn vị", "person", "warn", ending),
            ("Vai trò tiếp tục", "person", "ok", going_on),
        )


def _shown(parts):
    return [grouped(*part) for part in parts if part[-1]]


def grouped(title: str, icon: str, kind: str, lines: list[str]) -> dict[str, Any]:
    """A group as ``units/reform_groups.html`` shows it."""
    return {
        "title": title,
        "icon": icon,
        "kind": kind,
        "count": len(lines),
        "lines": lines[:SHOWN],
        "more": max(0, len(lines) - SHOWN),
    }


def rehearse(act: Callable[[], Any], *, by: User) -> Consequences:
    """Do ``act``, read what it wrote in the name of ``by``, undo it. Raises what it raises."""
    with transaction.atomic():
        _, found = watched(act, by=by)
        transaction.set_rollback(True)
    return found


def watched(act: Callable[[], Any], *, by: User) -> tuple[Any, Consequences]:
    """Do ``act``: what it gives, and what it wrote in the name of ``by``, as it stands then."""
    with audit.noting() as written:
        given = act()
    mine = [entry for entry in written if entry.actor_id == by.pk]
    return given, read(sorted(mine, key=attrgetter("pk")))


def read(entries: Sequence[AuditEntry]) -> Consequences:
    """What these lines of the book have done; of what is no more nothing is told.

    A unit is called as it is on the day that the line is about: what ends on its last day.
    """
    ended = [entry for entry in entries if "valid_to" in entry.detail.get("after", {})]
    new = records_of(entries, "unit.added", Unit.objects.select_related("parent"))
    names = records_of(
        entries, "unitname.added", UnitName.objects.select_related("unit")
    )
    places = records_of(
        entries, "unitplace.added", UnitPlace.objects.select_related("unit", "parent")
    )
    gone = records_of(ended, "unit.amended", Unit.objects.all())
    before = _before(places)
    pairs = Succession.objects.select_related("predecessor", "successor")
    followed = records_of(entries, "succession.added", pairs)
    roles = Membership.objects.select_related("user", "unit")
    leaving = records_of(ended, "membership.amended", roles)
    granted = records_of(entries, "membership.added", roles)
    passed = [entry for entry in entries if entry.action == "unit.work_passed"]
    heirs = Unit.objects.in_bulk({entry.detail["heir"] for entry in passed})
    givers = Unit.objects.in_bulk({entry.subject_id for entry in passed})
    first = {entry.subject_id: _day(entry) for entry in passed}
    _call_as_then(
        [
            *((unit, unit.valid_to) for unit in gone),
            *((unit.parent, unit.valid_from) for unit in new if unit.parent),
            *((place.unit, place.valid_from) for place in places),
            *((place.parent, place.valid_from) for place in places if place.parent),
            *(
                (old.parent, place.valid_from - DAY)
                for place in places
                if (old := before.get(place.unit_id)) and old.parent
            ),
            *((row.predecessor, row.effective_on - DAY) for row in followed),
            *((row.successor, row.effective_on) for row in followed),
            *((role.unit, role.valid_to) for role in leaving),
            *((role.unit, role.valid_from) for role in granted),
            *((unit, first[pk] - DAY) for pk, unit in givers.items()),
            *((heirs[entry.detail["heir"]], _day(entry)) for entry in passed),
        ]
    )
    found = Consequences()
    for unit in new:
        under = f", trực thuộc {unit.parent}" if unit.parent else ""
        last = f", ngày cuối {unit.valid_to:%d/%m/%Y}" if unit.valid_to else ""
        found.new.append(f"{unit} (mã {unit.code}){under}{last}")
    for name in names:
        if old := _name_before(name):
            found.renamed.extend(_renamed(old, name))
            found.unchanged.extend(_unchanged(old, name))
    found.missing.extend(_missing(new, followed))
    found.moved.extend(_moved(place, before.get(place.unit_id)) for place in places)
    found.ended.extend(f"{unit}, ngày cuối {unit.valid_to:%d/%m/%Y}" for unit in gone)
    found.inherited.extend(
        f"{row.successor} kế thừa {row.predecessor}" for row in followed
    )
    found.works.extend(
        f"{givers[e.subject_id]} → {heirs[e.detail['heir']]}: {Work(**work).line}"
        for e in passed
        for work in e.detail["works"]
    )
    found.clusters.extend(_clusters(entries, ended))
    heir_of = {e.subject_id: str(heirs[e.detail["heir"]]) for e in passed}
    going_on = Counter((role.user_id, role.role) for role in granted)
    for role in leaving:  # who goes on is told of there, not here as well
        if going_on[role.user_id, role.role] > 0:
            going_on[role.user_id, role.role] -= 1
        else:
            found.roles.append(f"{role}")
    found.people.extend(_ending(role, heir_of) for role in leaving)
    found.granted.extend(f"{role}" for role in granted)
    dropped = [entry for entry in entries if entry.action == "membership.removed"]
    people = User.objects.in_bulk([entry.detail["user"] for entry in dropped])
    units = Unit.objects.in_bulk([entry.detail["unit"] for entry in dropped])
    for entry in dropped:
        person, unit = people[entry.detail["user"]], units[entry.detail["unit"]]
        found.dropped.append(f"{person} – vai trò sắp nhận – {unit}")
    return found


def _day(entry) -> date:
    return date.fromisoformat(entry.detail["effective_on"])


def _call_as_then(wanted: list[tuple[Unit, date]]) -> None:
    """Each of these units, not yet told, bears the name of its day; one query."""
    rows = defaultdict(list)
    for name in UnitName.objects.filter(unit__in={unit.pk for unit, _ in wanted}):
        rows[name.unit_id].append(name)
    for unit, day in wanted:
        for name in rows[unit.pk]:
            if is_in_force(name, day):
                unit.short_name = name.short_name


def _missing(new, followed):
    """What those before print at the head of their papers, and the new unit would not."""
    before = defaultdict(list)
    for row in followed:
        before[row.successor_id].append(row.predecessor)
    for unit in new:
        lacks = [
            str(UnitName._meta.get_field(field_name).verbose_name)
            for field_name in ("letterhead", "letterhead_parent", "symbol", "place")
            if not getattr(unit, field_name)
            and any(getattr(one, field_name) for one in before[unit.pk])
        ]
        if not lacks:
            continue
        so = "" if unit.letterhead else " Đơn vị mới chưa ban hành văn bản được."
        yield (
            f"{unit} chưa ghi {', '.join(lacks)}, đơn vị trước thì có.{so} Bấm Sửa lại để ghi; "
            "không ban hành văn bản thì để trống."
        )


def _clusters(entries, ended):
    """Who leaves a cluster, who goes on there, which offices end."""
    members = ClusterMember.objects.select_related("unit", "cluster")
    for row in records_of(ended, "clustermember.amended", members):
        yield f"{row.unit} thôi là thành viên {row.cluster}"
    for row in records_of(entries, "clustermember.added", members):
        yield f"{row.unit} là thành viên {row.cluster} từ ngày {row.valid_from:%d/%m/%Y}"
    offices = ClusterOffice.objects.select_related("unit", "cluster")
    for row in records_of(ended, "clusteroffice.amended", offices):
        yield f"{row.unit} thôi làm {row.post[:1].lower()}{row.post[1:]}"
    for entry in entries:
        if entry.action == "clusteroffice.removed":
            yield f"Bỏ nhiệm kỳ sắp tới: {entry.about}"


def _ending(role, heir_of):
    return EndingRole(
        pk=role.pk,
        person=str(role.user),
        role=role.title or role.get_role_display(),
        unit=str(role.unit),
        heir=heir_of.get(role.unit_id, ""),
        leads=role.role == Membership.Role.LEADER,
    )


def records_of(entries: Sequence[AuditEntry], action: str, rows: QuerySet) -> list:
    """Records of that action that are there, in the order of the book."""
    ids = [entry.subject_id for entry in entries if entry.action == action]
    found = rows.in_bulk(ids) if ids else {}
    return [found[pk] for pk in ids if pk in found]


def _renamed(before, name):
    yield f"{before.short_name} → {name.short_name}"
    for field_name in ("name", "place", "symbol", "letterhead_parent", "letterhead"):
        old, new = getattr(before, field_name), getattr(name, field_name)
        if old != new:
            label = UnitName._meta.get_field(field_name).verbose_name
            shown = [text.replace("\n", " / ") or "(trống)" for text in (old, new)]
            yield f"{label[:1].upper()}{label[1:]}: {shown[0]} → {shown[1]}"


def _name_before(name):
    earlier = UnitName.objects.of_unit(name.unit)
    return earlier.filter(valid_from__lt=name.valid_from).first()


def _unchanged(before, name):
    """Where the old name would go on standing: over papers, and in the names of parts."""
    if before.name == name.name:
        return
    head, place = name.letterhead, name.place
    if head and head == before.letterhead:
        shown = head.replace("\n", " / ")
        at = f", địa danh “{place}”" if place and place == before.place else ""
        yield (
            f"Văn bản vẫn in tên “{shown}”{at}: bấm Sửa lại và đổi cả ở đó nếu tên mới phải in ra"
        )
    if before.place and before.place not in name.name:
        parts = (
            Unit.objects.under(name.unit).on(name.valid_from).exclude(pk=name.unit_id)
        )
        bearing = parts.filter(name__contains=before.place).order_by().count()
        if bearing:
            yield (
                f"{bearing} đơn vị trực thuộc còn mang tên “{before.place}”: đổi tên từng đơn vị"
            )


def _before(places: list[UnitPlace]) -> dict[int, UnitPlace]:
    """Unit → where it stood last before the first of these."""
    first: dict[int, date] = {}
    for place in places:
        first.setdefault(place.unit_id, place.valid_from)
    rows = UnitPlace.objects.filter(unit__in=first).select_related("parent")
    return {
        row.unit_id: row
        for row in rows.order_by("valid_from")
        if row.valid_from < first[row.unit_id]
    }


def _moved(place, before):
    below = Unit.objects.under(place.unit).on(place.valid_from).count() - 1
    along = f", cùng {below} đơn vị bên dưới" if below > 0 else ""
    origin = f" từ {before.parent}" if before and before.parent else ""
    return f"{place.unit}:{origin} sang {place.parent}{along}"
