"""Chung cho các trang đề nghị: what the person may see, crumbs, forms on a page of their own."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from awards.council.recusing import told_to
from awards.dossier import day_of, goes_to_head
from awards.models import OpinionRequest, Proposal
from awards.models.proposals import Status
from awards.proposal_words import TAGS, flow
from awards.shelf import Shelf, shelf_of
from campaigns.evidence import LARGEST_FILE, Looked
from campaigns.models import Campaign
from campaigns.views.progress.files_sent import looked
from units.errors import Refused, Unreadable
from units.models import Unit, User
from units.pages import numbers_of
from units.uploads import LimitedUpload
from units.views import shared

UNPROCESSABLE = 422
PICKED = "ma"  # ids of proposals in an address or a form
MOST = 200  # of them


def get_proposal(request: HttpRequest, pk: int) -> Proposal:
    """The proposal, or 404 where the person may not see it."""
    seen = Proposal.objects.visible_to(request.user).for_page()
    proposal = get_object_or_404(seen, pk=pk)
    if not told_to(proposal, request.user):
        raise Http404
    return proposal


def picked(request: HttpRequest) -> list[Proposal]:
    """The proposals that the address or the form names, of those that the person sees."""
    data = request.POST if request.method == "POST" else request.GET
    ids = numbers_of(data.getlist(PICKED)[:MOST])
    seen = Proposal.objects.visible_to(request.user).within(ids)
    return list(seen.for_page().order_by("pk"))


def shelf_for(user: User, proposals: Sequence[Proposal]) -> Shelf:
    """All about their dossiers that the person may read, who may be about to send them."""
    seen = OpinionRequest.objects.visible_to(user)
    return shelf_of(proposals, user.pk, seen)


def head_of(proposal: Proposal, shelf: Shelf) -> dict[str, Any]:
    """What stands above every page of one proposal."""
    kind, picture = TAGS[Status(proposal.status)]
    through = bool(proposal.confirmed_at) or proposal.status == Status.CONFIRMING
    through = through or (
        not proposal.sent_at and goes_to_head(proposal, shelf, proposal.sent_by_id)
    )
    return {
        "proposal": proposal,
        "award_name": shelf.name(proposal.award, day_of(proposal)),
        "tag": kind,
        "picture": picture,
        "flow": flow(proposal, through_head=through),
        "crumbs": crumbs(proposal),
    }


def crumbs(proposal: Proposal | None = None) -> list[tuple[str, str]]:
    found = [("Khen thưởng", reverse("awards:proposal-list"))]
    if proposal is not None:
        url = reverse("awards:proposal-list") + f"?dv={proposal.unit_id}"
        found.append((f"Đề nghị của {proposal.unit}", url))
    return found


def below(proposal: Proposal) -> list[tuple[str, str]]:
    """Crumbs of a page under that of one proposal."""
    page = reverse("awards:proposal", args=[proposal.pk])
    return [*crumbs(proposal), (str(proposal), page)]


def form_page(
    request: HttpRequest, form: Any, *, title: str, lead: str, act: str, back: str,
    path: list[tuple[str, str]], danger: bool = False, multipart: bool = False,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """A form on a page of its own."""
    return shared.form_page(
        request, "awards/proposals/form.html", form, title=title, lead=lead, act=act,
        back=back, crumbs=path, danger=danger, multipart=multipart, **more,
    )  # fmt: skip


def to_page(proposal: Proposal) -> HttpResponse:
    return redirect("awards:proposal", proposal.pk)


def refused(request: HttpRequest, proposal: Proposal, refusal: Refused) -> HttpResponse:
    """A refusal of a button without a form of its own: told on the page of the proposal."""
    messages.error(request, str(refusal))
    return to_page(proposal)


def units_of(ids: Iterable[int]) -> list[Unit]:
    return list(Unit.objects.on().within(ids).for_pick())


def campaigns_for(user: User, current: Campaign | None = None) -> list[Campaign]:
    """Phong trào đã phát động that the person sees, the newest first; and the one chosen."""
    seen = Campaign.objects.visible_to(user).filter(plans__status="issued")
    found = list(seen.order_by("-starts_on", "-pk")[:60])
    if current is not None and current not in found:
        found.append(current)
    return found


def looked_file(request: HttpRequest, limit: LimitedUpload, name: str) -> Looked | None:
    """The file that came under that name, looked at; None: none was sent.

    Raises ``Refused`` with the sentence for its box.
    """
    if limit.too_large:
        raise Refused(
            f"Tệp nặng hơn {LARGEST_FILE // 2**20} MB; thu nhỏ hoặc tách tệp rồi gửi lại.",
            at=name,
        )
    file = request.FILES.get(name)
    if file is None:
        return None
    try:
        return looked(request, file)
    except (Refused, Unreadable) as error:
        raise Refused(str(error), at=name) from error
