"""Lập phong trào từ kế hoạch của năm trước."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns import carrying
from campaigns.actions.starting import create_campaign_from_content, signer_called
from campaigns.content import PlanContent, SignatureBlock
from campaigns.models import Plan
from campaigns.queries import content_of
from units import audit
from units.errors import Refused
from units.models import Unit, User


@transaction.atomic
def carry_on(plan_id: int, *, by: User, host_id: int, years: int) -> Plan:
    """Dùng lại một kế hoạch mà mình xem được, the years moved on by ``years`` (0 to MOST).

    The old plan stays as it is; the book of the new one tells where it comes from.
    """
    source = Plan.objects.visible_to(by).for_desk().filter(pk=plan_id).first()
    if source is None:
        raise PermissionDenied
    if not 0 <= years <= carrying.MOST:
        raise Refused(f"Dời từ 0 đến {carrying.MOST} năm.", at="years")
    carried = carrying.carry_on(content_of(source), years)
    host = Unit.objects.get(pk=host_id)
    content = fitted(carried.content, host, source.issuer_id == host_id)
    plan = create_campaign_from_content(
        by=by, host_id=host_id, content=content, remarks=carried.remarks
    )
    audit.write("plan.carried_on", plan, by=by, source=source.pk, years=years)
    return plan


def fitted(content: PlanContent, host: Unit, is_own: bool) -> PlanContent:
    """The signing block of another agency, or of who signs no more, is left empty: then the
    head of the new issuer signs."""
    if is_own and signer_called(host, content.signature.signer) is not None:
        return content
    return replace(content, signature=SignatureBlock())
