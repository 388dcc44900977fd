"""Rút lại việc sắp xếp chưa đến ngày: back over the lines that it wrote in the audit book.

What was added is removed, what was amended gets back what it was, what was removed is there
again with the id that it had. Whatever has been built on it since stands in the way: then
nothing is brought back at all.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from units import audit, calendar, permissions, tree_lock
from units.actions.administrators import hold_tops, require_others
from units.actions.clusters import last_day
from units.actions.grounds import require_room
from units.actions.keeping import keep
from units.actions.mistakes import take_away_units
from units.actions.retracing import (
    Subject,
    lines_since,
    records_of,
    standing_again,
    subject_of,
    values_of,
)
from units.errors import Refused, Way
from units.models import (
    AuditEntry,
    ClusterMember,
    ClusterOffice,
    Membership,
    Reform,
    ReformUnit,
    Unit,
    UnitPlace,
    User,
)
from units.permissions import require
from units.referring import referring
from units.wording import vn_date, vn_datetime
from units.workflow import amend, put_back, remove

DAY = timedelta(days=1)
ADDED, AMENDED, REMOVED = "added", "amended", "removed"
DATES = {"valid_from", "valid_to", "end_basis"}


@dataclass(frozen=True)
class _Step:
    """Một việc đã ghi: the line, and the record that it is about as it stands now."""

    entry: AuditEntry
    verb: str
    record: Any

    @property
    def key(self) -> Subject:
        return subject_of(self.entry)


@transaction.atomic
def call_off_reform(reform_id: int, *, by: User, reason: str) -> Reform:
    """Rút lại: only before its day, and only while nothing else counts on it."""
    tree_lock.hold_alone()
    held = Reform.objects.select_for_update(no_key=True, of=("self",))
    reform = held.select_related("unit", "called_off_by").get(pk=reform_id)
    require(permissions.can_call_off(by, reform))
    if not reason.strip():
        raise Refused("Ghi lý do rút lại.", at="reason")
    if reform.called_off_at:
        raise Refused(
            f"{reform.called_off_by} đã rút lại việc này lúc {vn_datetime(reform.called_off_at)}."
        )
    if reform.effective_on <= localdate():
        raise Refused(
            f"Việc này đã có hiệu lực từ ngày {vn_date(reform.effective_on)} nên không rút lại "
            "được. Ghi một việc sắp xếp mới."
        )
    entries = list(reform.lines)
    _hold_tops(entries)
    steps = _still_there(_steps(entries))
    _require_as_it_left_them(steps)
    _require_nothing_built(steps, reform)
    with audit.noting() as written:
        for step in reversed(steps):
            try:
                _go_back(step, by)
            except Refused as refusal:  # of a constraint, by what was entered since
                raise Refused(
                    f"Không rút lại được. {refusal}", refusal.way
                ) from refusal
    keep(reform, written)
    _require_room(steps)
    amend(reform, by=by, called_off_by=by, called_off_at=now(), reason=reason.strip())
    return reform


def standing_in_the_way(reform: Reform) -> Refused | None:
    """Điều đang vướng: why it cannot be called off now, as far as reading alone can tell.

    The page says it before anybody writes a reason; the act itself looks again.
    """
    steps = _still_there(_steps(list(reform.lines), locked=False))
    try:
        _require_as_it_left_them(steps)
        _require_nothing_built(steps, reform)
        _require_room(steps)
    except Refused as refusal:
        return refusal
    return None


def _hold_tops(entries):
    label = Membership._meta.label
    roles = {entry.subject_id for entry in entries if entry.subject == label}
    found = Membership.objects.filter(pk__in=roles).values_list("unit", flat=True)
    hold_tops(set(found))


def _steps(entries: Sequence[AuditEntry], *, locked: bool = True) -> list[_Step]:
    """The lines that tell of a change, each with its record."""
    told = [
        (entry, verb)
        for entry in entries
        if (verb := entry.action.partition(".")[2]) in (ADDED, AMENDED, REMOVED)
    ]
    records = records_of((entry for entry, _ in told), locked=locked)
    return [_Step(entry, verb, records.get(subject_of(entry))) for entry, verb in told]


def _still_there(steps: list[_Step]) -> list[_Step]:
    """Without those that only moved a day of what is no more: it has no day to get back."""
    wrote: dict[Subject, set[str]] = defaultdict(set)
    for step in steps:
        named = step.entry.detail["before"] if step.verb == AMENDED else {step.verb}
        wrote[step.key] |= set(named)
    return [step for step in steps if step.record or not wrote[step.key] <= DATES]


# ---- what stands in the way -----------------------------------------------------------------


def _require_as_it_left_them(steps: list[_Step]) -> None:
    """Every record is as the reform left it; of what it amended only what it changed."""
    newest = {step.key: step for step in steps}
    touched = {step.key for step in steps if step.verb == ADDED}
    wrote: dict[Subject, dict[str, Any]] = defaultdict(dict)
    for step in steps:
        if step.verb == AMENDED:
            wrote[step.key] |= step.entry.detail["after"]
    later = _later(newest)
    for key, step in newest.items():
        if step.verb == REMOVED:
            continue
        if step.record is None:
            raise _changed(step.entry.about, later.get(key))
        # The parts of a new unit's life are its own: what refers to it is asked apart.
        is_fresh = key in touched and not isinstance(step.record, Unit)
        if (is_fresh and key in later) or not _holds(step.record, wrote[key]):
            raise _changed(step.entry.about, later.get(key))


def _holds(record: Any, wrote: dict[str, Any]) -> bool:
    """The record is as the lines about it say that they left it."""
    return all(
        getattr(record, name) == value
        for name, value in values_of(record, wrote).items()
    )


def _later(newest: dict[Subject, _Step]) -> dict[Subject, AuditEntry]:
    """Of each record the newest line that somebody wrote after the reform did."""
    lines = AuditEntry.objects.filter(actor__isnull=False).select_related("actor")
    since = {subject: step.entry.pk for subject, step in newest.items()}
    return {subject_of(entry): entry for entry in lines_since(since, lines)}


def _changed(about: str, later: AuditEntry | None) -> Refused:
    gone = later is not None and later.action.endswith(f".{REMOVED}")
    what, did = ("đã bỏ", "bỏ") if gone else ("đã thay đổi", "sửa")
    who = f": {later.actor} {did} lúc {vn_datetime(later.at)}" if later else ""
    return Refused(f"Không rút lại được vì “{about}” {what} sau khi ghi việc này{who}.")


def _require_nothing_built(steps: list[_Step], reform: Reform) -> None:
    added: dict[str, set[int]] = defaultdict(set)
    own: dict[str, set[int]] = defaultdict(set)
    for step in steps:
        own[step.entry.subject].add(step.entry.subject_id)
        if step.verb == ADDED:
            added[step.entry.subject].add(step.entry.subject_id)
    own[Reform._meta.label].add(reform.pk)
    own[ReformUnit._meta.label] |= set(reform.sides.values_list("pk", flat=True))
    _require_no_later_reform(added[Unit._meta.label], reform)
    records = {step.key: step.record for step in steps}
    for label, ids in added.items():
        for pk, words in referring(apps.get_model(label), ids, own).items():
            raise Refused(
                f"Không rút lại được vì “{records[label, pk]}” đã có {words}. Bỏ {words} đó "
                "trước."
            )
    for step in steps:
        if step.verb == ADDED and isinstance(step.record, ClusterMember):
            _require_no_office(step.record)
    _require_nobody_cut_short(steps, reform)


def _require_no_later_reform(fresh, reform):
    """Of the new units no other reform tells: whatever does was written since."""
    sides = ReformUnit.objects.filter(unit__in=fresh, reform__called_off_at=None)
    sides = sides.exclude(reform=reform.pk)
    side = sides.select_related("unit", "reform").order_by("-reform").first()
    if side:
        later = side.reform
        raise Refused(
            f"Không rút lại được vì còn việc ghi sau, cũng về {side.unit}: {later}, từ ngày "
            f"{vn_date(later.effective_on)}. Rút lại việc đó trước.",
            Way("Xem việc đó", "reform", (later.pk,)),
        )


def _require_no_office(member):
    """Who comes in by the reform was given no office since."""
    offices = ClusterOffice.objects.of_cluster(member.cluster).of_unit(member.unit)
    office = offices.reaching(member.valid_from).select_related("cluster").first()
    if office:
        raise Refused(
            f"Không rút lại được vì {member.unit} đã được cử làm {office.title.lower()} từ ngày "
            f"{vn_date(office.valid_from)}. Bỏ nhiệm kỳ đó trước."
        )


def _require_nobody_cut_short(steps, reform):
    """Nothing came in since whose last day the reform set: it would keep that day."""
    ended = [
        step.entry.subject_id for step in steps if step.entry.action == "unit.amended"
    ]
    moved = [step.record.unit_id for step in steps if _is_place(step, ADDED)]
    last = reform.effective_on - DAY
    own = [step.entry.pk for step in steps]
    after = AuditEntry.objects.filter(pk__gt=min(own, default=0)).exclude(pk__in=own)
    came = after.filter(action="unit.added").values("subject_id")
    laid = Unit.objects.filter(pk__in=came, valid_to=last, parent__in=ended)
    if found := laid.first():
        raise Refused(
            f"Không rút lại được vì {found}, lập sau khi ghi việc này, có ngày cuối theo nó. "
            "Bỏ đơn vị đó trước."
        )
    below = set(ended)
    for pk in moved:
        below |= calendar.below(pk, localdate())
    joined = after.filter(action="clustermember.added").values("subject_id")
    members = ClusterMember.objects.filter(pk__in=joined, valid_to=last)
    cut = members.filter(Q(unit__in=below) | Q(cluster__in=ended)).first()
    if cut:
        raise Refused(
            f"Không rút lại được vì {cut.unit} vào {cut.cluster} sau khi ghi việc này, và có "
            "ngày cuối theo nó. Cho thôi tham gia trước."
        )


def _is_place(step, verb):
    return step.verb == verb and isinstance(step.record, UnitPlace)


def _require_room(steps: list[_Step]) -> None:
    """Whatever stands again where it stood is there still for it, on all its days."""
    ids = {
        step.entry.subject_id
        for step in steps
        if step.entry.subject == UnitPlace._meta.label and step.verb != ADDED
    }
    for place, since in standing_again(ids):
        assert place.parent is not None, "tops were left out"
        require_room(place.parent, place.unit, since, place.valid_to)
    label = ClusterMember._meta.label
    ids = {step.entry.subject_id for step in steps if step.entry.subject == label}
    members = ClusterMember.objects.filter(pk__in=ids).select_related(
        "unit", "cluster__parent"
    )
    for member in members.order_by("pk"):
        _require_membership_room(member)


def _require_membership_room(member):
    last = last_day(member.unit, member.cluster, member.valid_from)
    if last and (member.valid_to is None or member.valid_to > last):
        raise Refused(
            f"Không rút lại được vì {member.unit} không ở {member.cluster} được sau ngày "
            f"{vn_date(last)}."
        )


# ---- going back -----------------------------------------------------------------------------


def _go_back(step: _Step, by: User) -> None:
    if step.verb == REMOVED:
        put_back(step.entry, by=by)
    elif step.verb == AMENDED:
        amend(
            step.record, by=by,
            **values_of(step.record, step.entry.detail["before"]),
        )  # fmt: skip
    else:
        _take_away(step.record, by)


def _take_away(record: models.Model, by: User) -> None:
    if isinstance(record, Unit):
        ReformUnit.objects.filter(unit=record).delete()
        take_away_units([record], by=by, place=record.parent_id or record.pk)
        return
    if isinstance(record, Membership):
        require(permissions.can_administer(by, record.unit))
        remove(record, by=by, unit=record.unit_id, user=record.user_id)
        require_others(record, record.valid_from, record.valid_to)
        return
    remove(record, by=by)
