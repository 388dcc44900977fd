"""Giao chỉ tiêu: what each unit owes of each target, many cells at once; undone as a whole.

The campaign's row is the lock. One change of the grid is one line of the book, "allotted",
that names the lines of its cells; from these it is taken back.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from campaigns.actions.progress.locking import lock_campaign
from campaigns.actions.progress.receiving import renew_allocations
from campaigns.allotting import Meant, Place
from campaigns.collecting import collect
from campaigns.models import Allocation, Campaign, Indicator, Participation
from units import audit
from units.errors import Refused
from units.models import AuditEntry, User
from units.wording import excerpt
from units.workflow import (
    add_all,
    amend_as,
    amend_each,
    put_back,
    remove_all,
    remove_whole,
)

ALLOTTED, UNDONE = "campaign.allotted", "campaign.allotment_undone"
_LEVEL = ("value", "value_max")
_FIELDS = {*_LEVEL, "weight", "baseline_value"}
CHANGED_SINCE = (
    "Không hoàn tác được: sau lần giao ấy một số ô đã được đổi, miễn hoặc đã có số liệu. Sửa "
    "từng ô trên bảng."
)


@transaction.atomic
def allot(
    campaign_id: int, *, by: User, cells: Mapping[Place, Meant]
) -> AuditEntry | None:
    """Giao: the line of the book; None where nothing differs.

    A cell of a unit or of a target that is no more is passed over.
    """
    campaign = lock_campaign(campaign_id, by)
    there, indicators, taking = _known(campaign, cells)
    new: dict[int, list[tuple[Participation, Meant]]] = {}
    changed: list[tuple[Allocation, dict]] = []
    gone: list[Allocation] = []
    for (unit, target), given in cells.items():
        row = there.get((unit, target))
        if row is None:
            if given.is_owed and unit in taking and target in indicators:
                new.setdefault(target, []).append((taking[unit], given))
        elif not given.is_owed:
            gone.append(row)
        elif any(getattr(row, name) != to for name, to in given.changes.items()):
            changed.append((row, dict(given.changes)))
    _refuse_in_use(gone)
    with audit.noting() as lines:
        for row in gone:
            remove_whole(row, by=by)
        amend_each(changed, by=by)
        added = _add(campaign, indicators, new, by)
    if not lines:
        return None
    ids = [line.pk for line in lines]
    entry = audit.write(ALLOTTED, campaign, by=by, lines=ids, cells=len(ids))
    renew_allocations([*added, *(row for row, _ in changed)])
    collect({row.indicator for row in gone})
    return entry


@transaction.atomic
def undo_allotment(campaign_id: int, *, by: User) -> Campaign:
    """Hoàn tác lần giao sau cùng: every cell is what it was before."""
    campaign = lock_campaign(campaign_id, by)
    entry = last_allotment(campaign)
    if entry is None:
        raise Refused("Không có lần giao nào để hoàn tác.")
    lines = AuditEntry.objects.filter(pk__in=entry.detail["lines"])
    by_verb: dict[str, list[AuditEntry]] = {}
    for line in lines.order_by("pk"):
        by_verb.setdefault(line.action.partition(".")[2], []).append(line)
    touched = _take_away(campaign, by_verb.get("added", []), by)
    amended = _set_back(by_verb.get("amended", []), by)
    back = [put_back(line, by=by) for line in by_verb.get("removed", [])]
    audit.write(UNDONE, campaign, by=by, undone=entry.pk)
    rows = [row for row in [*amended, *back] if isinstance(row, Allocation)]
    renew_allocations(rows)
    collect(touched)
    return campaign


def last_allotment(campaign: Campaign) -> AuditEntry | None:
    """The last change of the grid, unless it was undone already."""
    found = audit.history(campaign).filter(action__in=[ALLOTTED, UNDONE])
    entry = found.order_by("-pk").first()
    return entry if entry is not None and entry.action == ALLOTTED else None


@transaction.atomic
def exempt_allocation(allocation_id: int, *, by: User, reason: str) -> Allocation:
    """Miễn một chỉ tiêu cho một đơn vị: it counts as exempt, never as missing."""
    row = _lock(allocation_id, by)
    if row.exempted_at:
        raise Refused(f"{row.unit} đã được miễn chỉ tiêu này.")
    if not reason.strip():
        raise Refused("Ghi lý do miễn chỉ tiêu cho đơn vị.", at="reason")
    amend_as(
        "exempted", row, by=by, exempt_reason=reason.strip(), exempted_by=by,
        exempted_at=now(),
    )  # fmt: skip
    collect([row.indicator])
    return row


@transaction.atomic
def owe_again(allocation_id: int, *, by: User) -> Allocation:
    """Thôi miễn: the unit owes the target again."""
    row = _lock(allocation_id, by)
    if not row.exempted_at:
        raise Refused(f"{row.unit} không còn được miễn chỉ tiêu này.")
    amend_as(
        "owed_again", row, by=by, exempt_reason="", exempted_by=None, exempted_at=None
    )
    collect([row.indicator])
    return row


def _known(campaign, cells):
    """Allocations of these cells by place; living indicators, units that take part."""
    units = {unit for unit, _ in cells}
    targets = {target for _, target in cells}
    found = Allocation.objects.filter(participation__in=units, indicator__in=targets)
    found = found.living().filter(campaign=campaign).select_related("indicator", "unit")
    rows = found.select_for_update(of=["self"], no_key=True).order_by("pk")
    there = {(row.participation_id, row.indicator_id): row for row in rows}
    indicators = {
        one.pk: one for one in Indicator.objects.of(campaign).filter(pk__in=targets)
    }
    taking = Participation.objects.filter(campaign=campaign).active()
    taking = taking.filter(pk__in=units).select_related("campaign", "unit")
    return there, indicators, {one.pk: one for one in taking}


def _refuse_in_use(gone: Iterable[Allocation]) -> None:
    """What was reported of, or is exempt, is not taken away."""
    ids = [row.pk for row in gone]
    used = set(
        Allocation.objects.filter(pk__in=ids, values__isnull=False).values_list(
            "pk", flat=True
        )
    )
    for row in gone:
        name = excerpt(str(row.indicator), 60)
        if row.pk in used:
            raise Refused(
                f"{row.unit} đã có số liệu của chỉ tiêu “{name}” nên không bỏ được. Miễn chỉ "
                "tiêu cho đơn vị nếu không áp dụng nữa."
            )
        if row.exempted_at:
            raise Refused(
                f"{row.unit} đang được miễn chỉ tiêu “{name}”. Thôi miễn trước."
            )


def _add(campaign, indicators, new, by) -> list[Allocation]:
    added = []
    for target, rows in new.items():
        made = [
            Allocation(
                indicator=indicators[target], participation=one, campaign=campaign,
                unit=one.unit, **given.changes,
            )
            for one, given in rows
        ]  # fmt: skip
        add_all(made, by=by)
        added += made
    return added


def _take_away(campaign, lines, by) -> set[Indicator]:
    """Rows that the change added; each must be as it was added."""
    rows = _rows(lines)
    used = Allocation.objects.filter(pk__in=rows, values__isnull=False)
    if used.exists() or any(row.exempted_at for row in rows.values()):
        raise Refused(CHANGED_SINCE)
    for line in lines:
        row, after = rows.get(line.subject_id), line.detail["after"]
        if row is None or _differs(
            row, {n: v for n, v in after.items() if n in _FIELDS}
        ):
            raise Refused(CHANGED_SINCE)
    if rows:
        remove_all(list(rows.values()), by=by, kept=str, place=campaign.host_id)
    return {row.indicator for row in rows.values()}


def _set_back(lines, by) -> list[Allocation]:
    """Rows that the change amended, as they were before it."""
    rows = _rows(lines)
    changes = []
    for line in lines:
        row = rows.get(line.subject_id)
        if row is None or _differs(row, line.detail["after"]):
            raise Refused(CHANGED_SINCE)
        before = {
            name: _kept(name, kept) for name, kept in line.detail["before"].items()
        }
        changes.append((row, before))
    amend_each(changes, by=by)
    return list(rows.values())


def _rows(lines) -> dict[int, Allocation]:
    ids = [line.subject_id for line in lines]
    found = Allocation.objects.filter(pk__in=ids).select_related("indicator", "unit")
    locked = found.select_for_update(of=["self"], no_key=True).order_by("pk")
    return {row.pk: row for row in locked}


def _differs(row: Allocation, said: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != _kept(name, kept) for name, kept in said.items())


def _kept(name: str, kept: Any) -> Any:
    """What the book keeps of a column, as the record has it."""
    column: Any = Allocation._meta.get_field(name)
    return audit.read_back(column, kept)


def _lock(allocation_id: int, by: User) -> Allocation:
    campaign_id = Allocation.objects.values_list("campaign", flat=True)
    lock_campaign(campaign_id.get(pk=allocation_id), by)
    rows = Allocation.objects.select_related("indicator__campaign", "unit")
    return rows.select_for_update(of=["self"], no_key=True).get(pk=allocation_id)
