"""Lập đề nghị cho đơn vị được suy tôn, with the minutes as a paper of each dossier."""

from django.db import transaction

from awards.actions import propose_acclaimed
from awards.models import ClusterRound, Proposal
from awards.permissions import can_lead_acclaim
from campaigns.pacts import head_of
from reports import acclaim_minutes
from reports.rendering import PaperRefused
from units.errors import Refused
from units.models import User
from units.permissions import require


@transaction.atomic
def lay_acclaim_proposals(round_id: int, *, by: User) -> list[Proposal]:
    """Lập bản nháp đề nghị cùng biên bản suy tôn."""
    rounds = ClusterRound.objects.for_page()
    round_ = rounds.select_for_update(of=["self"], no_key=True).get(pk=round_id)
    require(can_lead_acclaim(by, head_of(round_.cluster)))
    if round_.status != ClusterRound.Status.CLOSED:
        raise Refused("Đợt suy tôn chưa có kết quả nên chưa lập đề nghị được.")
    try:
        minutes = acclaim_minutes.looked_at(round_)
    except PaperRefused as refusal:
        raise Refused(str(refusal)) from refusal
    return propose_acclaimed(round_id, by=by, minutes=minutes)
