"""Đề nghị chờ Hội đồng: what is ready and in no open session yet."""

from django.db.models import QuerySet

from awards.models import Proposal
from units.models import Unit


def waiting_for(council: Unit) -> QuerySet[Proposal]:
    """Of the authority that the council serves, in the order of their award."""
    found = Proposal.objects.filter(
        authority=council.parent_id, status=Proposal.Status.READY
    ).exclude(agenda_items__released_at=None, agenda_items__isnull=False)
    return found.select_related("award", "unit", "campaign").order_by(
        "award__position", "rank", "subject_name", "pk"
    )
