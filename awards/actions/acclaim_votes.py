"""Bỏ phiếu suy tôn, and the proposals that follow from it."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate

from awards import permissions
from awards.actions.acclaim import (
    Status,
    lock_led,
    lock_round,
    require_member,
    require_status,
)
from awards.actions.papers import keep_paper
from awards.actions.proposing import touch
from awards.cluster_rounds import members_today
from awards.models import (
    ClusterBallot,
    ClusterChoice,
    ClusterEntry,
    ClusterRound,
    Distinction,
    Proposal,
)
from awards.models.merits import Merit
from awards.models.rules import Paper
from campaigns.evidence import Looked
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend_as

MINUTES = "Biên bản suy tôn của cụm, khối"


@transaction.atomic
def cast_acclaim(
    round_id: int, unit_id: int, *, by: User, entries: Collection[int]
) -> ClusterBallot:
    """Bỏ phiếu suy tôn thay mặt đơn vị: one ballot a member, openly, for good."""
    round_ = lock_round(round_id)
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_vote_acclaim(by, unit))
    require_status(round_, Status.VOTING, doing="bỏ phiếu")
    require_member(round_, unit)
    if round_.ballots.filter(unit=unit).exists():
        raise Refused(f"{unit} đã bỏ phiếu suy tôn; phiếu đã bỏ không đổi được.")
    chosen = round_.entries.sent().select_related("unit").in_bulk(list(entries))
    if len(chosen) != len(set(entries)):
        raise ObjectDoesNotExist
    if len(chosen) > round_.places:
        raise Refused(
            f"Chọn nhiều nhất {round_.places} đơn vị. Đang chọn: {len(chosen)}.",
            at="entries",
        )
    members = {one.pk for one in members_today(round_.cluster)}
    for entry in chosen.values():
        if entry.unit_id not in members:
            raise Refused(f"{entry} không còn là thành viên.", at="entries")
        if entry.unit_id == unit.pk and not round_.self_vote:
            raise Refused(
                "Quy định của đợt này: đơn vị không bỏ phiếu cho chính mình.",
                at="entries",
            )
    ballot = ClusterBallot(round=round_, unit=unit, unit_name=unit.name, cast_by=by)
    add(ballot, by=by)
    for entry in chosen.values():
        add(ClusterChoice(round=round_, ballot=ballot, entry=entry), by=by)
    return ballot


@transaction.atomic
def propose_acclaimed(round_id: int, *, by: User, minutes: Looked) -> list[Proposal]:
    """Lập bản nháp đề nghị for each unit that was honoured, with the minutes in its dossier.

    Each unit goes on with its own: it sees to the report and sends it to the authority that
    set the cluster up. Who has a draft already keeps it.
    """
    round_ = lock_led(round_id, by)
    require_status(round_, Status.CLOSED, doing="lập đề nghị")
    found = []
    waiting = round_.entries.exclude(distinction="").filter(proposal=None)
    for entry in waiting.select_related("unit").order_by("place", "order", "pk"):
        if entry.unit.has_ended(localdate()):
            continue
        proposal = _draft(round_, entry, by)
        keep_paper(minutes, by=by, paper=Paper.REVIEW, name=MINUTES, proposal=proposal)
        touch(proposal)
        amend_as("proposed", entry, by=by, proposal=proposal)
        found.append(proposal)
    if not found:
        raise Refused("Các đơn vị được suy tôn đang hoạt động đều đã có đề nghị.")
    return found


def _draft(round_: ClusterRound, entry: ClusterEntry, by: User) -> Proposal:
    is_flag = entry.distinction == Distinction.FLAG
    authority = round_.cluster.parent
    assert authority is not None, "a cluster stands under who set it up"
    assert round_.held_on is not None, "a closed round says when"
    proposal = Proposal(
        unit=entry.unit, authority=authority, created_by=by, merit=Merit.SERVICE,
        award=round_.flag_award if is_flag else round_.certificate_award,
        collective=entry.unit, subject_name=entry.unit.name[:200],
        period_from=date(round_.year, 1, 1), period_to=date(round_.year, 12, 31),
        summary=f"Được {round_.cluster} suy tôn đề nghị tặng {entry.get_distinction_display()} "
        f"năm {round_.year}: {entry.votes}/{round_.voters} phiếu, xếp hạng {entry.place} (biên "
        f"bản ngày {vn_date(round_.held_on)}).",
    )  # fmt: skip
    add(proposal, by=by)
    return proposal
