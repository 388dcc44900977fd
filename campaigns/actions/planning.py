"""Thông tin chung, nơi nhận, người ký."""

from django.db import transaction

from campaigns import heads
from campaigns.actions.locking import (
    lock_open,
    require_fields,
    require_places,
    touch,
)
from campaigns.content import PaperKind
from campaigns.models import Plan, PlanRecipient
from campaigns.opening import Part
from campaigns.papers import effect_of
from campaigns.queries import letterhead_of
from units import audit
from units.errors import Refused
from units.models import Membership, Unit, User
from units.vietnamese import stored
from units.workflow import amend

PLAN_FIELDS = frozenset(
    {
        "kind", "title", "letterhead_parent", "letterhead", "symbol", "place", "addressees",
        "signer", "authority_lines", "title_below", "signer_name", "drafter_mark",
        "annexes_apart",
    }
)  # fmt: skip
CAMPAIGN_FIELDS = frozenset({"name", "type", "slogan", "starts_on", "ends_on"})


@transaction.atomic
def edit_plan(plan_id: int, *, by: User, **changes) -> Plan:
    """Sửa phần đầu, người ký; ``changes`` are any of PLAN_FIELDS."""
    unknown = changes.keys() - PLAN_FIELDS
    if unknown:
        raise TypeError(
            f"not fields of a plan that an officer edits: {sorted(unknown)}"
        )
    plan = lock_open(plan_id, by)
    if changes.get("kind", plan.kind) != plan.kind and effect_of(plan) is not None:
        raise Refused(
            "Loại văn bản này theo việc sửa đổi, thay thế, thu hồi nên không đổi được.",
            at="kind",
        )
    if signer := changes.get("signer"):
        require_signer(signer, plan.issuer, changes.get("kind", plan.kind))
    require_fields(plan, plan, changes)
    if amend(plan, by=by, **changes):
        touch(plan)
    return plan


def require_signer(signer: Membership, issuer: Unit, kind: str) -> None:
    """Who is chosen to sign such a paper of the authority does so today; else Refused."""
    if not Membership.objects.signers_of(issuer, kind).filter(pk=signer.pk).exists():
        raise Refused(
            "Người ký phải là lãnh đạo đang có tư cách ký của cơ quan ban hành.",
            at="signer",
        )


@transaction.atomic
def take_own_head(plan_id: int, *, by: User) -> Plan:
    """Dùng tên cơ quan mình: every field of the head that is not the issuer's becomes so."""
    plan = lock_open(plan_id, by)
    kind = PaperKind(plan.kind)
    slips = heads.foreign(plan.issuer, kind, letterhead_of(plan))
    fields = [slip.field for slip in slips]
    columns = heads.own_columns(plan.issuer, kind, fields)
    require_fields(plan, plan, columns)
    if amend(plan, by=by, **columns):
        touch(plan)
    return plan


@transaction.atomic
def edit_campaign(plan_id: int, *, by: User, **changes) -> Plan:
    """Sửa thông tin phong trào; ``changes`` are any of CAMPAIGN_FIELDS."""
    unknown = changes.keys() - CAMPAIGN_FIELDS
    if unknown:
        raise TypeError(
            f"not fields of a campaign that an officer edits: {sorted(unknown)}"
        )
    plan = lock_open(plan_id, by)
    require_fields(plan.campaign, plan, changes)
    if amend(plan.campaign, by=by, **changes):
        touch(plan)
    return plan


@transaction.atomic
def set_recipients(plan_id: int, *, by: User, texts: list[str]) -> Plan:
    """Sửa nơi nhận: the whole list, one line each, in order."""
    plan = lock_open(plan_id, by)
    wanted = [text for text in (stored(text).strip(" -;.") for text in texts) if text]
    before = list(plan.recipients.values_list("text", flat=True))
    if wanted == before:
        return plan
    require_places(plan, parts=[Part.RECIPIENTS])
    units = {r.text: r.unit_id for r in plan.recipients.all() if r.unit_id}
    plan.recipients.all().delete()
    PlanRecipient.objects.bulk_create(
        PlanRecipient(
            plan=plan, position=index, text=text[:300], unit_id=units.get(text)
        )
        for index, text in enumerate(wanted)
    )
    audit.write("plan.recipients_set", plan, by=by, before=before, after=wanted)
    touch(plan)
    return plan
