"""Trang một đề nghị: its words, dossier, way and what may be done with it; its book."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from awards import figures
from awards.actions.papers import addable
from awards.dossier import AT_AUTHORITY, checklist
from awards.forms.proposals import AppraisalForm
from awards.models import OpinionRequest, Proposal, ProposalReturn, ResultLine
from awards.models.proposals import Status
from awards.models.rules import Paper
from awards.permissions import proposals as permissions
from awards.proposal_words import about, appraises_another
from awards.views.proposals.shared import below, get_proposal, head_of, shelf_for
from awards.views.proposals.writing import words_in
from awards.weighed import is_weighed, weighed_of
from campaigns.chronicle import by_day
from units.access import What, looked_at
from units.models import AuditEntry, User


@require_safe
def proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một đề nghị."""
    proposal = get_proposal(request, pk)
    looked_at(request, What.VIEWED, proposal, about=f"Đề nghị khen thưởng: {proposal}")
    context = page_context(request.user, proposal)
    return render(request, "awards/proposals/page.html", context)


def page_context(user: User, proposal: Proposal, **more: Any) -> dict[str, Any]:
    """All that the page shows; also where a form on it was refused."""
    today = localdate()
    may = acts_on(user, proposal)
    shelf = shelf_for(user, [proposal])
    drops = addable(user, proposal)
    at_authority = permissions.can_appraise_at(user, proposal.authority)
    opinions = list(OpinionRequest.objects.visible_to(user).about(proposal).for_page())
    return head_of(proposal, shelf) | {
        "may": may,
        # Bản để ký: of who writes it, also while the head has it.
        "signs": permissions.can_write_proposal(user, proposal),
        "words": words_in(proposal.summary),
        "used": figures.used(proposal),
        "items": checklist(proposal, shelf),
        "drops": drops,
        "can_add": Paper.CONCURRENCE in drops,
        "weighed": weighed_of(proposal, shelf, inside=at_authority)
        if is_weighed(proposal)
        else None,
        "returns": list(ProposalReturn.objects.of(proposal).for_page()),
        "reviews": shelf.reviews[proposal.pk],
        # Before it was received no council has weighed it.
        "results": list(ResultLine.objects.visible_to(user).about(proposal))
        if proposal.received_on
        else [],
        "opinions": [(one, one.holds_up(today)) for one in opinions],
        "appraisal_form": AppraisalForm(
            initial={"text": proposal.appraisal, "seen": proposal.appraisal}
        )
        if "appraise" in may
        else None,
        "appraises": at_authority,
        "own_work": appraises_another(proposal, user)
        if at_authority
        and proposal.status in AT_AUTHORITY
        and not permissions.can_appraise(user, proposal)
        else "",
    } | more  # fmt: skip


def acts_on(user: User, proposal: Proposal) -> set[str]:
    """What the person may do with it now; asked again by every act."""
    found: set[str] = set()
    status = proposal.status
    if permissions.can_write_proposal(user, proposal):
        if proposal.is_open:
            found |= {"edit", "send"}
        if status == Status.DRAFT and not proposal.sent_at and not proposal.petition_id:
            found.add("drop")
        if status in Proposal.WITHDRAWABLE:
            found.add("take-back" if status == Status.CONFIRMING else "withdraw")
        if status == Status.WITHDRAWN:
            found.add("reopen")
    if status == Status.CONFIRMING and permissions.can_confirm_proposal(user, proposal):
        found.add("confirm")
    if permissions.can_appraise(user, proposal):
        if status == Status.SENT:
            found |= {"receive", "return"}
        if status == Status.APPRAISING:
            found |= {"appraise", "return", "ready", "unfit", "ask"}
        if status in (Status.READY, Status.UNFIT):
            found.add("undo")
    return found


@require_safe
def proposal_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Nhật ký: who did what, newest first; whoever sees the proposal reads it."""
    proposal = get_proposal(request, pk)
    lines = AuditEntry.objects.filter(about(proposal)).select_related("actor")
    page = Paginator(lines.order_by("-pk"), 50).get_page(request.GET.get("trang"))
    context = head_of(proposal, shelf_for(request.user, [proposal])) | {
        "page": page,
        "days": by_day(page),
        "crumbs": below(proposal),
        "back": reverse("awards:proposal", args=[pk]),
    }
    return render(request, "awards/proposals/history.html", context)
