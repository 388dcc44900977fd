"""Hoàn tác một đợt nhập: back over the lines that it wrote in the audit book, the last first.

What was added is removed, what was amended gets back what it was. Whatever has been built on
it since stands in the way, and is told row by row before; then nothing is undone at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import groupby

from django.apps import apps
from django.db import models

from units import calendar, doubles, sheet_sorts, tree_lock
from units.actions.administrators import hold_tops, require_others
from units.actions.grounds import require_room
from units.actions.keeping import forget
from units.actions.mistakes import take_away_units
from units.actions.retracing import (
    lines_since,
    records_of,
    standing_again,
    subject_of,
    values_of,
)
from units.audit import is_personal
from units.errors import Refused
from units.models import (
    AuditEntry,
    Honouree,
    HouseholdMember,
    Invitation,
    LikelyDouble,
    Membership,
    PersonalChange,
    Position,
    Reform,
    ReformUnit,
    ReformWrite,
    SheetImport,
    SheetKind,
    SheetWrite,
    Unit,
    UnitName,
    UnitPlace,
    User,
)
from units.permissions import can_administer, require
from units.referring import referring
from units.workflow import amend, remove_all

BATCH = 2_000
# What the clock writes when the day of a name or a place has come: it follows by itself.
_BY_THE_CLOCK = ("unit.renamed", "unit.moved", "unit.path_mended")
# Being invited, or given a first password, builds on nothing before somebody has signed in.
_GIVEN = ("user.password_set", "user.invited", "user.invitation_withdrawn")


@dataclass(frozen=True)
class Obstacle:
    """Một dòng không hoàn tác được, why, and whose page tells more (its model and id)."""

    row_number: int
    what: str
    why: str
    about: tuple[type[models.Model], int] | None = None


class BuiltUpon(Exception):
    """Something was built on the import; the text is one sentence."""


@dataclass(frozen=True)
class _Write:
    row_number: int
    entry: AuditEntry
    record: models.Model | None

    @property
    def adds(self) -> bool:
        return self.entry.action.endswith(".added")


def obstacles(kept: SheetImport) -> list[Obstacle]:
    """Vì sao chưa hoàn tác được: row by row, in the order of the file; empty where it can be."""
    found = list(_obstacles(kept, _writes(kept)))
    return sorted(found, key=lambda one: (one.row_number, one.what))


def undo(kept: SheetImport, *, by: User) -> None:
    """In the caller's transaction, which holds the row of the import."""
    if kept.kind == SheetKind.UNIT:
        tree_lock.hold_alone()
    require(can_administer(by, kept.unit))
    granted = AuditEntry.objects.filter(
        pk__in=SheetWrite.objects.filter(sheet_import=kept).values("entry_id"),
        subject=Membership._meta.label,
    )
    roles = Membership.objects.filter(pk__in=granted.values("subject_id"))
    hold_tops(set(roles.values_list("unit", flat=True)))
    writes = _writes(kept, locked=True)
    standing = list(_obstacles(kept, writes))
    if standing:
        more = f" và {len(standing) - 1} dòng nữa" if len(standing) > 1 else ""
        first = min(standing, key=lambda one: one.row_number)
        raise BuiltUpon(
            f"Chưa hoàn tác được vì dòng {first.row_number}{more}: {first.why}."
        )
    forget(_lines(kept))
    touched: set[int] = set()
    removed: set[int] = set()
    for run in _runs(reversed(writes)):
        if run[0].adds:
            if run[0].entry.subject == Unit._meta.label:
                # What stood under them by this import stands where it stood before.
                calendar.bring_up_to_date(units=sorted(touched - removed))
            removed |= _take_away(run, by, kept.unit_id)
        else:
            for write in run:
                touched |= _give_back(write, by)
    _require_room(writes)
    calendar.bring_up_to_date(units=sorted(touched - removed))


def _require_room(writes):
    """Where units stand again is still there for them."""
    number = {
        write.record.pk: write.row_number
        for write in writes
        if isinstance(write.record, UnitPlace) and not write.adds
    }
    for place, since in standing_again(number):
        try:
            require_room(place.parent, place.unit, since, place.valid_to)
        except Refused as refusal:
            raise BuiltUpon(
                f"Chưa hoàn tác được vì dòng {number[place.pk]}: {refusal}"
            ) from refusal


# ---- what was written -----------------------------------------------------------------------


def _writes(kept, *, locked=False) -> list[_Write]:
    """Acts of the import in their order; what the clock wrote beside them follows by itself, and
    a reform that was called off is undone already.
    """
    undone = ReformWrite.objects.undone()
    rows = dict(
        SheetWrite.objects.filter(sheet_import=kept).values_list(
            "entry_id", "row_number"
        )
    )
    entries = [
        entry
        for entry in AuditEntry.objects.filter(pk__in=rows)
        .exclude(pk__in=undone)
        .order_by("pk")
        if entry.action not in _BY_THE_CLOCK
    ]
    records = records_of(entries, locked=locked)
    return [
        _Write(rows[entry.pk], entry, records.get(subject_of(entry)))
        for entry in entries
    ]


def _lines(kept):
    """Ids of all the lines that it wrote, also of what was called off since."""
    return SheetWrite.objects.filter(sheet_import=kept).values("entry_id")


def _runs(writes: Iterable[_Write]) -> Iterator[list[_Write]]:
    """What is done in one go: single amendments, and between them additions model by model.

    What refers goes before what it refers to, in whatever order the rows of the file brought
    them: the last row may be of an account alone, and an earlier one of a role.
    """
    for adds, stretch in groupby(writes, key=lambda write: write.adds):
        if not adds:
            yield from ([write] for write in stretch)
            continue
        by_model: dict[str, list[_Write]] = {}
        for write in stretch:
            by_model.setdefault(write.entry.subject, []).append(write)
        for label in _referring_first(by_model):
            yield by_model[label]


def _referring_first(labels: Iterable[str]) -> list[str]:
    """These models (by label), each before those that its columns point to."""
    models_of = {apps.get_model(label): label for label in labels}
    awaits: dict[str, set[str]] = {label: set() for label in models_of.values()}
    for model, label in models_of.items():
        for field in model._meta.concrete_fields:
            whole = field.related_model
            if whole in models_of and whole is not model:
                awaits[models_of[whole]].add(label)
    return list(TopologicalSorter(awaits).static_order())


# ---- what stands in the way -----------------------------------------------------------------


def _obstacles(kept, writes: list[_Write]) -> Iterator[Obstacle]:
    own = {write.entry.pk for write in writes}
    added = defaultdict(set)
    for write in writes:
        if write.adds:
            added[write.entry.subject].add(write.entry.subject_id)
    later = _later(writes, own)
    reforms = ReformWrite.objects.filter(entry_id__in=_lines(kept)).values("reform")
    sides = ReformUnit.objects.filter(reform__in=reforms)
    aside = {
        **_own(writes),
        Reform._meta.label: set(reforms.values_list("reform", flat=True)),
        ReformUnit._meta.label: set(sides.values_list("pk", flat=True)),
    }
    built = {
        label: {
            **sheet_sorts.leaning(kept.kind, label, ids),
            **referring(apps.get_model(label), ids, aside),
        }
        for label, ids in added.items()
    }
    told: set[tuple[str, int]] = set()
    for write in writes:
        name = (write.entry.subject, write.entry.subject_id)
        why = _why(write, later, built)
        if why and name not in told:
            told.add(name)
            what = str(write.record) if write.record is not None else "(đã bỏ)"
            yield Obstacle(write.row_number, what, why, _about(write))


def _own(writes) -> dict[str, set[int]]:
    """All that the import wrote, by label; what others did to it since is told by itself.

    A unit that it moved under one of its new ones goes back before that is taken away.
    """
    own = defaultdict(set)
    for write in writes:
        own[write.entry.subject].add(write.entry.subject_id)
        if isinstance(write.record, UnitPlace):
            own[Unit._meta.label].add(write.record.unit_id)
    return own


def _about(write):
    """The unit, account or honouree of which the line says something."""
    match write.record:
        case UnitName() | UnitPlace() as part:
            return Unit, part.unit_id
        case Membership() as role:
            return User, role.user_id
        case Position() as position:
            return Honouree, position.honouree_id
        case HouseholdMember() as member:
            return Honouree, member.household_id
    model = apps.get_model(write.entry.subject)
    return (model, write.entry.subject_id) if model in (Unit, User, Honouree) else None


def _why(write, later, built):
    subject, pk = write.entry.subject, write.entry.subject_id
    if write.record is None:
        return "đã bị bỏ khỏi hệ thống sau khi nhập"
    if write.adds:
        if isinstance(write.record, User) and write.record.last_login:
            return "đã đăng nhập sau khi nhập"
        if words := built[subject].get(pk):
            return f"đã có {words}"
    if (subject, pk) in later:
        return "đã được sửa sau khi nhập"
    if not write.adds and "identity_digest" in write.entry.detail["before"]:
        return "số định danh cũ không được giữ nên không trả lại được"
    return ""


def _later(writes, own):
    """Records of which the book tells something after the import did it."""
    newest = {subject_of(write.entry): write.entry.pk for write in writes}
    lines = AuditEntry.objects.only("subject", "subject_id").exclude(
        action__in=[*_BY_THE_CLOCK, *_GIVEN]
    )
    return {
        subject_of(entry) for entry in lines_since(newest, lines) if entry.pk not in own
    }


# ---- going back -----------------------------------------------------------------------------


def _take_away(run, by, place) -> set[int]:
    """Remove what was added; ids of units."""
    records = [write.record for write in run]
    if not isinstance(records[0], Unit):
        touched = {
            record.unit_id
            for record in records
            if isinstance(record, UnitName | UnitPlace)
        }
        if isinstance(records[0], User):
            unused = Invitation.objects.filter(user__in=[user.pk for user in records])
            unused.delete()
        if isinstance(records[0], Honouree):
            ids = [honouree.pk for honouree in records]
            LikelyDouble.objects.among(ids).delete()
            PersonalChange.objects.filter(honouree__in=ids).delete()
        name = _number if is_personal(type(records[0])) else str
        remove_all(records, by=by, kept=name, place=place)
        if isinstance(records[0], Membership):
            for role in records:
                require_others(role, role.valid_from, role.valid_to)
        calendar.bring_up_to_date(units=sorted(touched))
        return set()
    depths = defaultdict(list)  # parts before their whole
    for unit in records:
        depths[len(unit.path)].append(unit)
    for depth in sorted(depths, reverse=True):
        take_away_units(depths[depth], by=by, place=place)
    return {unit.pk for unit in records}


def _number(record):
    """Of those who are honoured the book keeps no name."""
    return str(record.pk)


def _give_back(write, by) -> set[int]:
    """Amend back; ids of units whose names or places changed."""
    model = type(write.record)
    said = dict(write.entry.detail["before"])
    aside = PersonalChange.objects.filter(entry=write.entry)
    said |= dict(aside.values_list("field", "before"))
    amend(write.record, by=by, **values_of(model, said))
    if model in (Honouree, Position):
        honouree = write.record if model is Honouree else write.record.honouree
        calendar.bring_positions_up_to_date(honourees=[honouree.pk])
        honouree.refresh_from_db()
        doubles.note(honouree)
    return {write.record.unit_id} if model in (UnitName, UnitPlace) else set()
