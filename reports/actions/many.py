"""Ký nhiều: each paper by itself, with one unlock; what stops one does not stop the others."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.models import Plan
from campaigns.permissions import can_sign
from reports.actions.approving import approve_and_sign
from reports.models import SigningItem, SigningRound
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add

MOST = 30
NOT_YOURS = "Kế hoạch này không chờ anh/chị ký."


def sign_many(
    picked: Sequence[tuple[int, str]], *, by: User,
    unlock: Mapping[str, str] | None = None,
) -> SigningRound:  # fmt: skip
    """Duyệt và ký các kế hoạch đã chọn: pairs of a plan and the digest that was listed.

    ``unlock``: the PIN of a key at a remote service, for each of these signatures.

    No transaction around all: each has its own, and its end is kept. What the person does not
    even see is passed over.
    """
    chosen = dict(picked)
    plans = Plan.objects.visible_to(by).filter(pk__in=chosen)
    plans = plans.select_related("issuer", "signer__user")
    found = {plan.pk: plan for plan in plans}
    require(any(can_sign(by, plan) for plan in found.values()))
    if len(chosen) > MOST:
        raise Refused(f"Mỗi lượt ký tối đa {MOST} kế hoạch.")
    round = SigningRound(signer=by)
    with transaction.atomic():
        add(round, by=by)
    for plan_id, digest in chosen.items():
        if plan_id in found:
            _sign(round, found[plan_id], digest, by, unlock)
    return round


def _sign(round, plan, digest, by, unlock):
    item = SigningItem(round=round, plan=plan, title=str(plan)[:500], digest=digest)
    try:
        with transaction.atomic():
            item.document = approve_and_sign(
                plan.pk, by=by, digest=digest, unlock=unlock
            )
            add(item, by=by)
    except (Refused, PermissionDenied) as refusal:
        item.document = None
        item.problem = str(refusal) or NOT_YOURS
        with transaction.atomic():
            add(item, by=by)
