"""Giữ phiên bản: by hand, and by the acts that begin or submit a plan."""

from django.db import transaction

from campaigns import permissions
from campaigns.actions.locking import lock, where_it_stands
from campaigns.comparing import compare
from campaigns.content import PlanContent
from campaigns.models import Plan, PlanVersion, VersionOccasion
from campaigns.queries import content_of
from campaigns.twin import from_own, to_twin
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import add

Reason = VersionOccasion.Reason


@transaction.atomic
def keep_version(plan_id: int, *, by: User, name: str) -> VersionOccasion:
    """Giữ mốc: what the draft says now, under a name."""
    plan = lock(plan_id)
    require(permissions.can_edit(by, plan))
    if not plan.is_open:
        raise Refused(
            f"{where_it_stands(plan)} Bản trình đã được giữ trong các phiên bản."
        )
    return _keep(plan, content_of(plan), by, reason=Reason.MARKED, name=name.strip())


def keep_first(plan: Plan, *, by: User) -> None:
    """Bản đầu: of a plan that was made from a file or from another plan."""
    _keep(plan, content_of(plan), by, reason=Reason.BEGUN)


def keep_submitted(plan: Plan, content: PlanContent, *, by: User) -> None:
    """Bản trình; its turn is told by the book, which knows of earlier ones that were not kept."""
    sent = audit.history(plan).filter(action="plan.submitted")
    _keep(plan, content, by, reason=Reason.SUBMITTED, turn=sent.count())


def _keep(plan, content, by, **why) -> VersionOccasion:
    """The caller holds the plan's row, so that numbers follow each other."""
    occasion = VersionOccasion(version=_version(plan, content, by), kept_by=by, **why)
    add(occasion, by=by)
    return occasion


def _version(plan, content, by) -> PlanVersion:
    """The newest where it says the same, else a new one."""
    newest = PlanVersion.objects.newest_of(plan)
    twin = stored(to_twin(content).decode())
    if newest is not None and newest.twin == twin:
        return newest
    changes = compare(from_own(newest.twin), from_own(twin)).total if newest else None
    if newest is not None and changes == 0:
        return newest
    number = newest.number + 1 if newest else 1
    version = PlanVersion(plan=plan, number=number, twin=twin, changes=changes)
    add(version, by=by)
    return version
