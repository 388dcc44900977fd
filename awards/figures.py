"""Số liệu hệ thống đã có: approved results of the subject's unit, to be put into a proposal."""

from dataclasses import dataclass

from awards.models import Proposal, ProposalFigure
from campaigns.models import Allocation
from campaigns.overseeing.words import figure
from units.models import User
from units.wording import vn_date

MOST = 24  # chips


@dataclass(frozen=True)
class Offered:
    """Một số liệu để chèn."""

    allocation: Allocation
    name: str
    shown: str
    told: str  # what is put into the text


@dataclass(frozen=True)
class Used:
    """Một số liệu đã chèn; ``now``: what the approved reports say by now, where that differs."""

    figure: ProposalFigure
    now: str = ""


def unit_id_of(proposal: Proposal) -> int | None:
    """Whose figures tell of the subject."""
    if proposal.collective_id:
        return proposal.collective_id
    return proposal.honouree.unit_id if proposal.honouree else None


def reported(proposal: Proposal):
    """Approved results of that unit in the campaign of the proposal."""
    unit_id = unit_id_of(proposal)
    if unit_id is None or proposal.campaign_id is None:
        return Allocation.objects.none()
    rows = Allocation.objects.filter(
        campaign=proposal.campaign_id, unit=unit_id, result__isnull=False
    )
    return rows.select_related("indicator").order_by("indicator__position", "pk")


def words_of(allocation: Allocation) -> str:
    """ "97%", "12 tuyến"."""
    return figure(allocation.result, allocation.indicator)


def sentence_of(allocation: Allocation) -> str:
    return f"{allocation.indicator.name}: {words_of(allocation)}."


def offered(proposal: Proposal, user: User) -> list[Offered]:
    """What may still be put in; only what the person may see of the campaign."""
    used = ProposalFigure.objects.of(proposal).values("allocation")
    rows = reported(proposal).visible_to(user).exclude(pk__in=used)[:MOST]
    return [
        Offered(row, row.indicator.name, words_of(row), sentence_of(row))
        for row in rows
    ]


def used(proposal: Proposal) -> list[Used]:
    """What was put in, and what has changed since: told, never corrected."""
    rows = list(ProposalFigure.objects.of(proposal).order_by("pk"))
    if not rows:
        return []
    ids = [row.allocation_id for row in rows]
    found = Allocation.objects.select_related("indicator").in_bulk(ids)
    return [Used(row, _changed(row, found.get(row.allocation_id))) for row in rows]


def _changed(row: ProposalFigure, allocation: Allocation | None) -> str:
    if allocation is None or allocation.result == row.value:
        return ""
    if allocation.result is None:
        return "báo cáo đã duyệt không còn số này"
    until = allocation.result_on
    day = f" (đến {vn_date(until)})" if until else ""
    return f"{words_of(allocation)}{day}"
