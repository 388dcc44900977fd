"""Lập một đề nghị: begun, written and saved by itself, with what is missing told beside it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from awards import figures, subjects
from awards.actions import figures as figure_acts
from awards.actions import proposing
from awards.actions.papers import addable
from awards.actions.proposing import open_parts
from awards.dossier import checklist, goes_to_head, lacks, missing_papers
from awards.forms.proposals import LEAST, MOST, BeginForm, ProposalForm
from awards.models import Part, Proposal, ProposalFigure, ProposalReturn
from awards.models.merits import Merit
from awards.models.proposals import Status
from awards.models.rules import Paper
from awards.naming import name_on
from awards.offers import Offer, key_of, offers_to
from awards.permissions import proposals as permissions
from awards.views.proposals.shared import (
    UNPROCESSABLE,
    campaigns_for,
    crumbs,
    get_proposal,
    head_of,
    shelf_for,
    units_of,
)
from awards.weighed import weighed_of
from campaigns.authorship import author_of
from campaigns.models import Campaign
from units import form_messages
from units.errors import Refused
from units.models import Unit, User
from units.pages import number_in
from units.permissions import can_keep_honourees, require
from units.posted import posted
from units.search import plain_words
from units.views.shared import done
from units.wording import vn_number, vn_time

QUIET = "tu-luu"  # the act of a page that saves by itself
INSERT = "so:"
CONFLICT = 409


@require_http_methods(["GET", "POST"])
def proposal_begin(request: HttpRequest) -> HttpResponse:
    """Đề nghị mới: ``?phong-trao=`` within which campaign; a draft from the first press on."""
    units = units_of(permissions.writes_somewhere(request.user))
    require(bool(units))
    campaigns = campaigns_for(request.user)
    start = {"campaign": number_in(request.GET, "phong-trao"), "unit": units[0].pk}
    form = BeginForm(posted(request), units=units, campaigns=campaigns, initial=start)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["campaign"]
        proposal = done(
            form, proposing.begin_proposal, form.cleaned_data["unit"], by=request.user,
            campaign_id=chosen, **_usual(campaigns, chosen),
        )  # fmt: skip
        if proposal is not None:
            return redirect("awards:proposal-edit", proposal.pk)
    context = {"form": form, "crumbs": crumbs()}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/proposals/begin.html", context, status=status)


@require_http_methods(["GET", "POST"])
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Viết đề nghị; POST saves what is valid, whatever else is wrong."""
    proposal = get_proposal(request, pk)
    require(permissions.can_write_proposal(request.user, proposal))
    if request.method == "GET":
        if not proposal.is_open:
            messages.info(
                request, "Đề nghị đã gửi. Rút lại hoặc được trả lại thì sửa được."
            )
            return redirect("awards:proposal", pk)
        around = _Around(request.user, proposal)
        return _page(request, around, _form(request, around))
    return _save(request, proposal)


@require_safe
def subject_pick(request: HttpRequest, unit: int) -> HttpResponse:
    """Đối tượng tìm được khi gõ, of the branch of a unit for which the person writes."""
    own = Unit.objects.within(permissions.writes_somewhere(request.user))
    unit_row = get_object_or_404(own, pk=unit)
    words = plain_words(request.GET.get("subject_tim"))
    found, more = subjects.find(unit_row, words)
    context = {
        "name": "subject", "id": "id_subject", "found": found, "more": more,
        "words": words, "unit": unit_row, "creates": _creates(request.user, unit_row),
    }  # fmt: skip
    return render(request, "awards/proposals/subject_pick.html#found", context)


@require_http_methods(["GET", "POST"])
def proposal_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ bản nháp; GET asks."""
    proposal = get_proposal(request, pk)
    require(permissions.can_write_proposal(request.user, proposal))
    page = reverse("awards:proposal", args=[pk])
    if request.method == "POST":
        try:
            proposing.drop_proposal(pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(page)
        messages.success(request, "Đã bỏ bản nháp.")
        return redirect("awards:proposal-list")
    context = {
        "question": f"Bỏ bản nháp đề nghị cho {proposal}?",
        "consequences": ["Nội dung và giấy tờ đã gửi bị xóa, không lấy lại được."],
        "act": "Bỏ bản nháp", "danger": True, "safe_url": page,
    }  # fmt: skip
    return render(request, "confirm.html", context)


@require_POST
def figure_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi ghi nguồn của một số liệu."""
    seen = Proposal.objects.visible_to(request.user).order_by()
    rows = ProposalFigure.objects.filter(proposal__in=seen.values("pk"))
    figure = get_object_or_404(rows.select_related("proposal__unit"), pk=pk)
    proposal = figure.proposal
    require(permissions.can_write_proposal(request.user, proposal))
    try:
        figure_acts.drop_figure(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    edit = reverse("awards:proposal-edit", args=[proposal.pk])
    return redirect(f"{edit}#tom-tat")


@dataclass(frozen=True)
class _Around:
    """What forms of that proposal offer: each read when it is asked for, once for all of them."""

    user: User
    proposal: Proposal

    @cached_property
    def offers(self) -> list[Offer]:
        return _offers(self.proposal)

    @cached_property
    def campaigns(self) -> list[Campaign]:
        return campaigns_for(self.user, self.proposal.campaign)

    @cached_property
    def opened(self) -> frozenset[str]:
        return open_parts(self.proposal)

    @cached_property
    def creates(self) -> str:
        return _creates(self.user, self.proposal.unit)


# ---- saving ----------------------------------------------------------------------------------


def _save(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    act = request.POST.get("act", "luu")
    around = _Around(request.user, proposal)
    form = _form(request, around)
    valid = form.is_valid()
    problem = ""
    seen = proposal.version
    try:
        proposal = proposing.save_proposal(
            proposal.pk, by=request.user, version=seen, **form.facts()
        )
    except Refused as refusal:
        valid, problem = False, str(refusal)
        form_messages.refused(form, refusal)
    is_changed = proposal.version != seen
    if is_changed:
        around = _Around(request.user, proposal)
    if request.htmx and act == QUIET:
        return _quiet(request, around, form, problem, is_changed=is_changed)
    if not valid:
        status = UNPROCESSABLE if problem else CONFLICT
        return _page(request, around, form, status=status)
    edit = reverse("awards:proposal-edit", args=[proposal.pk])
    if act.startswith(INSERT):
        return _insert(request, proposal, act, edit)
    if act == "tim":
        words = plain_words(request.POST.get("subject_tim"))
        return redirect(f"{edit}?{urlencode({'tim': words})}#id_subject")
    if act == "gui":
        return _to_send(request, around)
    if act == "xem":
        return redirect("awards:proposal", proposal.pk)
    messages.success(request, "Đã lưu nháp, chưa gửi.")
    return redirect(edit)


def _insert(request, proposal, act, edit) -> HttpResponse:
    number = number_in({"so": act.removeprefix(INSERT)}, "so")
    try:
        figure_acts.insert_figure(
            proposal.pk, by=request.user, allocation_id=number or 0
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{edit}#tom-tat")


def _to_send(request: HttpRequest, around: _Around) -> HttpResponse:
    """On to the page that sends; or what is missing, each beside its box."""
    proposal = around.proposal
    shelf = shelf_for(request.user, [proposal])
    parts = lacks(proposal, shelf)
    items = checklist(proposal, shelf)
    parts += [
        ("papers", f"Còn thiếu giấy tờ: {item.name}. {item.says}")
        for item in missing_papers(items, at_authority=False)
        if item.paper != Paper.PETITION  # asked for where it is sent
    ]
    if not parts:
        return redirect(f"{reverse('awards:proposals-send')}?ma={proposal.pk}")
    form = _stored_form(request, around)
    form_messages.refused(form, Refused("", parts=parts))
    return _page(request, around, form, status=UNPROCESSABLE, is_kept=True)


def _quiet(request, around, form, problem, *, is_changed: bool) -> HttpResponse:
    """Lưu ngầm: how it stands and the marks anew, the rail where something was stored; no box
    is touched.
    """
    unsaved = sum(1 for name in form.errors if name in form.fields)
    if problem:
        state, text = "bad", problem
    elif unsaved:
        state, text = "bad", f"{vn_number(unsaved)} ô chưa lưu được"
    else:
        state, text = "ok", f"Đã lưu nháp lúc {vn_time(now())}"
    proposal = around.proposal
    kept = _form(request, around, data=request.POST)
    kept.full_clean()
    weighed = None
    if is_changed:
        weighed = weighed_of(proposal, shelf_for(request.user, [proposal]))
    context = {
        "state": state, "text": text, "retry": state == "bad", "oob": True,
        "weighed": weighed, "seen": kept.settled(),
        "words": words_in(proposal.summary), "least": LEAST, "most": MOST,
        "has_summary": "summary" in kept.fields,
        "chips": figures.offered(proposal, request.user),
    }  # fmt: skip
    status = UNPROCESSABLE if state == "bad" else 200
    return render(request, "awards/proposals/edit.html#saved", context, status=status)


# ---- the page --------------------------------------------------------------------------------


def _form(request: HttpRequest, around: _Around, data: Any = ...) -> ProposalForm:
    proposal = around.proposal
    form = ProposalForm(
        posted(request) if data is ... else data,
        proposal=proposal, offers=around.offers, campaigns=around.campaigns,
        opened=around.opened, words=plain_words(request.GET.get("tim")),
        creates=around.creates,
    )  # fmt: skip
    form.author = lambda name: author_of(
        proposal, request.user, _column(proposal, name)
    )
    return form


def _stored_form(request, around: _Around) -> ProposalForm:
    """The form as if what is stored had been typed."""
    blank = _form(request, around, data=None)
    typed = {}
    for name, field in blank.fields.items():
        value = field.prepare_value(blank.initial.get(name))
        if value is True:
            typed[name] = "on"
        elif value not in (None, False):
            typed[name] = str(value)
    typed |= dict(blank.seen)
    bound = _form(request, around, data=typed)
    bound.full_clean()
    return bound


def _page(
    request: HttpRequest, around: _Around, form: ProposalForm, *,
    status: int = 200, is_kept: bool = False,
) -> HttpResponse:  # fmt: skip
    proposal = around.proposal
    shelf = shelf_for(request.user, [proposal])
    drops = addable(request.user, proposal)
    value = form["offer"].value() if "offer" in form.fields else ""
    context = head_of(proposal, shelf) | {
        "form": form,
        "url": reverse("awards:proposal-edit", args=[proposal.pk]),
        "offers": [(one, one.key == value) for one in around.offers],
        "returned": ProposalReturn.objects.of(proposal).open().for_page().first()
        if proposal.status == Status.RETURNED
        else None,
        "chips": figures.offered(proposal, request.user)
        if Part.SUMMARY in around.opened
        else [],
        "used": figures.used(proposal),
        "items": checklist(proposal, shelf),
        "drops": drops,
        "can_add": Paper.OTHER in drops,
        "weighed": weighed_of(proposal, shelf),
        "through_head": goes_to_head(proposal, shelf),
        "words": words_in(proposal.summary), "least": LEAST, "most": MOST,
        "save_text": "Chưa gửi cho ai. Trang tự lưu khi anh/chị gõ.",
        "is_kept": is_kept,
    }  # fmt: skip
    return render(request, "awards/proposals/edit.html", context, status=status)


def _offers(proposal: Proposal) -> list[Offer]:
    """What may be proposed now; what is chosen stands there also where the law has changed."""
    today = localdate()
    found = offers_to(proposal.unit, today, proposal.campaign)
    if proposal.sent_at:
        found = [one for one in found if one.authority.pk == proposal.authority_id]
    award = proposal.award
    if award is None:
        return found
    if all(one.key != key_of(proposal) for one in found):
        name = name_on(award, today)
        told = "hôm nay không còn trong danh mục của cơ quan này"
        found.append(Offer(proposal.authority, award, name, told))
    return found


def words_in(text: str) -> int:
    """Số chữ: what stands between blanks."""
    return len(text.split())


def _column(proposal: Proposal, field: str) -> str:
    """Under which name the book tells of that box."""
    if field == "subject":
        return "collective" if proposal.collective_id else "honouree"
    return "award" if field == "offer" else field


def _creates(user: User, unit: Unit) -> str:
    """Where somebody who is missing can be written down; "" for who may not."""
    if not can_keep_honourees(user, unit):
        return ""
    return f"{reverse('honouree-create')}?don-vi={unit.pk}"


def _usual(campaigns: list[Campaign], chosen: int | None) -> dict[str, Any]:
    """The period of the campaign, to be changed at will; without one nothing is guessed."""
    campaign = next((one for one in campaigns if one.pk == chosen), None)
    if campaign is None:
        return {"merit": Merit.SERVICE}
    return {"period_from": campaign.starts_on, "period_to": campaign.ends_on}
