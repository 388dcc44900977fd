"""Trang quanh các dòng: general information, recipients, signer."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from campaigns import actions
from campaigns.authorship import author_of
from campaigns.forms import CampaignForm, PlanForm, RecipientsForm, SignerForm
from campaigns.forms.planning import signer_initial
from campaigns.models import Plan
from campaigns.readiness import OWN_HEAD
from campaigns.sections import GENERAL, RECIPIENTS, SIGNER, Section
from campaigns.views.desk import Desk
from campaigns.views.lines import Outcome
from units import form_messages
from units.errors import Refused
from units.models import Membership


def forms_of(desk: Desk, page: Section, data: Any = None) -> list[Any]:
    """The forms of a page, in the order in which it shows them."""
    plan = desk.plan
    if page.slug == GENERAL:
        return [
            PlanForm(data, instance=plan),
            CampaignForm(data, instance=plan.campaign, dates=not desk.content.periods),
        ]
    if page.slug == RECIPIENTS:
        return [RecipientsForm(data, initial={"texts": desk.rows.recipients})]
    signers = list(Membership.objects.signers_of(plan.issuer, plan.kind))
    return [SignerForm(data, initial=signer_initial(plan), signers=signers)]


def perform(request: HttpRequest, desk: Desk, page: Section) -> "FactsOutcome":
    """Save every valid field; what is not valid stays on the screen with its reason."""
    # Validating a form of a model changes the model in memory: the desk keeps its own.
    fresh = Desk(Plan.objects.for_desk().get(pk=desk.plan.pk))
    forms = forms_of(fresh, page, request.POST)
    valid = True
    for form in forms:
        form.author = partial(_author, form, fresh.plan, request.user)
        valid = form.is_valid() and valid
        try:
            _write(form, desk.plan.pk, request.user)
        except Refused as refusal:
            form_messages.refused(form, refusal)
            valid = False
    if valid and request.POST.get("act") == "lay-ten":
        plan = Plan.objects.get(pk=desk.plan.pk)
        actions.edit_campaign(plan.pk, by=request.user, name=plan.title)
    if valid and request.POST.get("act") == OWN_HEAD:
        actions.take_own_head(desk.plan.pk, by=request.user)
    return FactsOutcome(status=200 if valid else 422, forms=[] if valid else forms)


class FactsOutcome(Outcome):
    """With the forms as they were typed, where something was wrong with them."""

    def __init__(self, *, status: int, forms: list[Any]):
        super().__init__(status=status)
        self.forms = forms


def context(desk: Desk, page: Section, outcome: Outcome) -> dict[str, Any]:
    forms = getattr(outcome, "forms", None) or forms_of(desk, page)
    found: dict[str, Any] = {
        "forms": forms,
        "form": forms[0],
        "section_template": TEMPLATES[page.slug],
    }
    if page.slug == GENERAL and desk.content.periods:
        period = desk.content.periods[0]
        found["period"] = period
        found["period_url"] = (
            f"{desk.url(desk.page_at(period.line).slug)}"
            f"?dong={desk.rows.lines[period.line].pk}"
        )
    if page.slug == RECIPIENTS:
        found["printed"] = desk.rows.recipients
    return found


def fingerprints(desk: Desk, page: Section, data: Any) -> list[tuple[str, str]]:
    """Hidden inputs of the fields whose typed value is stored now."""
    found: list[tuple[str, str]] = []
    for form in forms_of(desk, page, data):
        form.is_valid()
        found += form.settled()
    return found


def _author(form, plan, by, name):
    """Who changed that field last."""
    record = plan.campaign if isinstance(form, CampaignForm) else plan
    if isinstance(form, RecipientsForm):
        return author_of(record, by, action="plan.recipients_set")
    return author_of(record, by, name)


def _write(form, plan_id, by):
    match form:
        case PlanForm():
            if changed := form.changes():
                actions.edit_plan(plan_id, by=by, **changed)
        case CampaignForm():
            if changed := form.changes():
                actions.edit_campaign(plan_id, by=by, **changed)
        case RecipientsForm():
            if changed := form.changes():
                actions.set_recipients(plan_id, by=by, **changed)
        case SignerForm():
            if changed := form.plan_changes():
                actions.edit_plan(plan_id, by=by, **changed)


TEMPLATES = {
    GENERAL: "campaigns/section_general.html",
    RECIPIENTS: "campaigns/section_recipients.html",
    SIGNER: "campaigns/section_signer.html",
}
