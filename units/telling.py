"""Kể lại nhật ký: lines of the audit book about a unit or an account, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DecimalField, ForeignKey, QuerySet

from units import acts, families
from units.models import (
    AuditEntry,
    ClusterHandover,
    ClusterMember,
    ClusterOffice,
    FactorRule,
    Handover,
    HandoverItem,
    Honouree,
    HonoureeMerge,
    HouseholdMember,
    Membership,
    Position,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
    User,
)
from units.wording import vn_date, vn_number

_MODELS = {
    model._meta.label: model
    for model in (
        Unit,
        User,
        UnitName,
        UnitPlace,
        Succession,
        Handover,
        Membership,
        Honouree,
        Position,
        FactorRule,
        ClusterMember,
        ClusterOffice,
    )
}
# Records that are named in their line, with what their names ask for.
_JOINED = {
    UnitName: ("unit",),
    UnitPlace: ("unit", "parent"),
    Succession: ("predecessor", "successor"),
    Handover: ("unit", "heir"),
    Membership: ("user", "unit"),
    Position: ("unit",),
    HouseholdMember: ("household",),
    HonoureeMerge: ("kept", "other"),
    FactorRule: ("unit",),
    ClusterMember: ("unit", "cluster"),
    ClusterOffice: ("unit", "cluster"),
    ClusterHandover: ("cluster", "giver", "taker"),
    HandoverItem: ("handover__cluster", "handover__giver", "handover__taker"),
}


@dataclass(frozen=True)
class Event:
    """Một việc đã làm: when, by whom, which act, and in short what it says of the record."""

    at: datetime
    actor: str
    act: str
    detail: str


def about_unit(unit: Unit) -> QuerySet[AuditEntry]:
    """The unit, its names, places, lineage and roles, newest first."""
    return AuditEntry.objects.filter(families.of_unit(unit.pk)).select_related("actor")


def about_user(user: User, seen_by: User) -> QuerySet[AuditEntry]:
    """The account and its roles in the branch of ``seen_by``, newest first."""
    roles = Membership.objects.administered_by(seen_by).filter(user=user)
    wanted = families.about(User, user.pk, (Membership, roles))
    return AuditEntry.objects.filter(wanted).select_related("actor")


def about_own(user: User) -> QuerySet[AuditEntry]:
    """What was done to one's own account, newest first."""
    mine = AuditEntry.objects.filter(families.about(User, user.pk))
    return mine.select_related("actor")


def told(entries: Iterable[AuditEntry]) -> list[Event]:
    """One event a line; one query for each kind of record that they name."""
    entries = list(entries)
    named: dict[tuple[str, int], Any] = {}
    for model, joined in _JOINED.items():
        label = model._meta.label
        ids = [entry.subject_id for entry in entries if entry.subject == label]
        if ids:
            rows = model._default_manager.select_related(*joined).in_bulk(ids)
            named |= {(label, pk): record for pk, record in rows.items()}
    return [
        Event(
            at=entry.at,
            actor=str(entry.actor) if entry.actor else "Hệ thống",
            act=acts.act_of(acts.action_of(entry), entry.subject),
            detail=_detail(entry, named.get((entry.subject, entry.subject_id))),
        )
        for entry in entries
    ]


def _detail(entry, record):
    pieces = [str(record)] if record is not None else []
    if entry.action != "unit.moved":  # its ids say nothing to a person
        pieces += _changes(entry)
    pieces += [work["title"] for work in entry.detail.get("works", ())]
    return "; ".join(pieces)


def _changes(entry):
    model = _MODELS.get(entry.subject)
    if acts.action_of(entry) in acts.PLAIN:
        return
    before, after = entry.detail.get("before"), entry.detail.get("after")
    if model is None or not isinstance(before, dict) or not isinstance(after, dict):
        return
    for field in model._meta.concrete_fields:
        name = field.name if field.name in after else field.attname
        if name not in after or after[name] == before.get(name):
            continue
        old, new = (_shown(field, one.get(name)) for one in (before, after))
        yield f"{field.verbose_name}: {old} → {new}"


def _shown(field, value):
    if value not in (None, "") and isinstance(field, DecimalField):
        return vn_number(value)
    if value and isinstance(field, ForeignKey):
        return str(field.related_model._default_manager.filter(pk=value).first())
    choices = dict(field.flatchoices)
    match value:
        case str() if value in choices:
            return str(choices[value])
        case None | "":
            return "(trống)"
        case bool():
            return "có" if value else "không"
        case int() | float():
            return vn_number(value)
        case str():
            try:
                return vn_date(date.fromisoformat(value))
            except ValueError:
                return value.replace("\n", " / ")
    return str(value)
