"""Đã xem đến đâu: what of a plan its signer has seen, so that the desk tells what is new."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import now

from campaigns.comparing import compare
from campaigns.content import PlanContent
from campaigns.models import Plan, PlanLook, PlanVersion
from campaigns.twin import from_own
from units import fence, presence
from units.models import User


@dataclass(frozen=True)
class Seen:
    """``changes`` since the look ``at`` of version ``number``; None: never looked at."""

    at: datetime
    number: int
    changes: int


def note_look(user: User, plan: Plan) -> None:
    """Ghi lần xem: the version that was sent last. Whoever looks on as another leaves no trace."""
    if presence.looking():
        return
    numbers = PlanVersion.objects.filter(plan=plan).order_by("-number")
    number = numbers.values_list("number", flat=True).first()
    if number is None:
        return
    look = PlanLook(plan=plan, user=user, number=number, looked_at=now())
    with fence.lowered():
        PlanLook.objects.bulk_create(
            [look], update_conflicts=True, unique_fields=["user", "plan"],
            update_fields=["number", "looked_at"],
        )  # fmt: skip


def seen_of(user: User, contents: dict[Plan, PlanContent]) -> dict[Plan, Seen]:
    """Of plans with what they say now: what changed since the person looked; two queries."""
    own = PlanLook.objects.of(user).filter(plan__in=list(contents))
    looks = {look.plan_id: look for look in own}
    wanted = PlanVersion.objects.filter(plan__in=looks)
    twins = {
        (one.plan_id, one.number): one.twin
        for one in wanted
        if one.number == looks[one.plan_id].number
    }
    found = {}
    for plan, content in contents.items():
        look = looks.get(plan.pk)
        twin = twins.get((plan.pk, look.number)) if look else None
        if look and twin:
            changes = compare(from_own(twin), content).total
            found[plan] = Seen(look.looked_at, look.number, changes)
    return found
