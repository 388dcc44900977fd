"""Viết một đăng ký: begun, entered for a unit, saved and sent, with what is missing told."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import actions, permissions
from campaigns.actions.progress.registering import require_sendable
from campaigns.forms.progress_registering import UndertakingForm
from campaigns.models import Participation, RegistrationCall, Undertaking
from campaigns.views.progress.crumbs import above_registration, to_undertaking
from campaigns.views.progress.registering import get_taking, get_undertaking
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units import audit, form_messages
from units.errors import Refused
from units.pages import number_in
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching

FACTS = (
    "kind", "name", "description", "place", "cost", "funding", "person_in_charge",
    "starts_on", "ends_on",
)  # fmt: skip
KEPT = "Đã lưu nháp. Chưa gửi cho cơ quan phát động."
TO_SEND = "gui"  # of the address: what is missing to send it is told


@require_http_methods(["GET", "POST"])
def registration_begin(request: HttpRequest, taking: int) -> HttpResponse:
    """Đăng ký mới: ``?yeu-cau=`` says by which call. Saved as a draft or sent at once."""
    participation = get_taking(request, taking)
    require(permissions.can_register(request.user, participation))
    calls = _calls(participation)
    asked = number_in(request.GET, "yeu-cau")
    known = {call.pk for call in calls}
    first = asked if asked in known else next(iter(known), None)
    form = UndertakingForm(
        posted(request), calls=calls, for_unit=False,
        initial={"call": first, "person_in_charge": participation.person_in_charge},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and form.says_something():
        undertaking = done(
            form,
            actions.begin_undertaking,
            participation.pk,
            by=request.user,
            **form.facts,
        )
        if undertaking is not None:
            return _begun(request, undertaking)
    return form_page(request, form, participation, None)


@require_http_methods(["GET", "POST"])
def registration_for_unit(request: HttpRequest, taking: int) -> HttpResponse:
    """Nhập thay đơn vị, from its paper."""
    participation = get_taking(request, taking)
    require(permissions.can_register_for(request.user, participation))
    calls = _calls(participation)
    first = calls[0].pk if calls else None
    form = UndertakingForm(
        posted(request), calls=calls, for_unit=True, initial={"call": first}
    )
    if request.method == "POST" and form.is_valid() and form.says_something():
        undertaking = done(
            form,
            actions.register_for_unit,
            participation.pk,
            by=request.user,
            **form.facts,
        )
        if undertaking is not None:
            return _begun(request, undertaking)
    return form_page(request, form, participation, None, for_unit=True)


@require_http_methods(["GET", "POST"])
def undertaking_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa bản nháp, bản bị trả lại; saved or sent."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_write_undertaking(request.user, undertaking))
    if request.method == "GET" and not undertaking.is_open:
        messages.info(request, "Đăng ký đã gửi. Rút về thì sửa được.")
        return redirect("campaigns:undertaking", pk)
    if request.method == "GET" and TO_SEND in request.GET:
        return _lacking(request, undertaking)
    form = _edit_form(request, undertaking)
    if request.method == "POST" and form.is_valid():
        given = form.facts
        saved = done(
            form, actions.save_undertaking, pk, by=request.user, seen=given.pop("seen"),
            **given,
        )  # fmt: skip
        if saved is not None:
            return _saved(request, saved, form)
    return form_page(
        request, form, undertaking.participation, undertaking,
        for_unit=undertaking.entered_for_unit,
    )  # fmt: skip


def _edit_form(request, undertaking) -> UndertakingForm:
    initial = {name: getattr(undertaking, name) for name in FACTS}
    initial |= {"call": undertaking.call_id, "provenance": undertaking.provenance}
    form = UndertakingForm(
        posted(request), initial=initial, calls=_calls_of(undertaking),
        for_unit=undertaking.entered_for_unit,
    )  # fmt: skip
    return watching(form, undertaking)


def _begun(request, undertaking) -> HttpResponse:
    """What is stored has an address of its own from now on, also where it is not sent yet."""
    if request.POST.get("act") == "gui":
        try:
            actions.submit_undertaking(undertaking.pk, by=request.user)
        except Refused:
            edit = reverse("campaigns:undertaking-edit", args=[undertaking.pk])
            return redirect(f"{edit}?{TO_SEND}=1")
        return _sent(request, undertaking)
    messages.success(request, KEPT)
    return redirect("campaigns:undertaking", undertaking.pk)


def _lacking(request, undertaking) -> HttpResponse:
    """The form of a draft that was to be sent, with what stands in the way."""
    form = _stored_form(undertaking)
    try:
        require_sendable(undertaking)
    except Refused as refusal:
        form_messages.refused(form, refusal)
    return form_page(
        request, form, undertaking.participation, undertaking,
        for_unit=undertaking.entered_for_unit, is_kept=bool(form.errors), status=200,
    )  # fmt: skip


def _sent(request, undertaking) -> HttpResponse:
    messages.success(
        request, f"Đã gửi đăng ký. {undertaking.campaign.host} sẽ duyệt hoặc trả lại."
    )
    return redirect("campaigns:undertaking", undertaking.pk)


def _saved(request, undertaking, form) -> HttpResponse:
    """Saved; where the button says so, sent too, or told what is missing, with all as typed."""
    if request.POST.get("act") != "gui":
        messages.success(request, KEPT)
        return redirect("campaigns:undertaking", undertaking.pk)
    sent = done(form, actions.submit_undertaking, undertaking.pk, by=request.user)
    if sent is None:
        # What is on the screen is stored by now: the next save is of this page, no other.
        again = watching(form, undertaking)
        data = again.data.copy()
        data["seen"] = str(audit.mark(undertaking))
        again.data = data
        return form_page(
            request, again, undertaking.participation, undertaking,
            for_unit=undertaking.entered_for_unit, is_kept=True,
        )  # fmt: skip
    return _sent(request, undertaking)


def form_page(
    request: HttpRequest, form: Any, participation: Participation,
    undertaking: Undertaking | None, *, for_unit: bool = False, is_kept: bool = False,
    status: int | None = None,
) -> HttpResponse:  # fmt: skip
    name = "registration-for-unit" if for_unit else "registration-begin"
    context = {
        "form": form,
        "participation": participation,
        "campaign": participation.campaign,
        "undertaking": undertaking,
        "for_unit": for_unit,
        "is_kept": is_kept,
        "crumbs": to_undertaking(request.user, undertaking)
        if undertaking
        else above_registration(request.user, participation),
        "action": reverse("campaigns:undertaking-edit", args=[undertaking.pk])
        if undertaking
        else reverse(f"campaigns:{name}", args=[participation.pk])
        + (f"?{request.GET.urlencode()}" if request.GET else ""),
        "back": reverse("campaigns:undertaking", args=[undertaking.pk])
        if undertaking
        else campaign_url(participation.campaign, "campaign-registrations")
        if for_unit
        else reverse("campaigns:registration-home"),
    }
    status = status or (UNPROCESSABLE if form.errors else 200)
    return render(
        request, "campaigns/progress/undertaking_form.html", context, status=status
    )


@require_POST
def undertaking_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi: what is missing is told beside its box."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_write_undertaking(request.user, undertaking))
    try:
        actions.submit_undertaking(pk, by=request.user)
    except Refused as refusal:
        if not undertaking.is_open:
            messages.error(request, str(refusal))
            return redirect("campaigns:undertaking", pk)
        form = _stored_form(undertaking)
        form_messages.refused(form, refusal)
        return form_page(
            request, form, undertaking.participation, undertaking,
            for_unit=undertaking.entered_for_unit,
        )  # fmt: skip
    return _sent(request, undertaking)


def _stored_form(undertaking) -> UndertakingForm:
    """The form as if what is stored had been typed."""
    form = UndertakingForm(
        calls=_calls_of(undertaking),
        for_unit=undertaking.entered_for_unit,
    )
    values = {name: getattr(undertaking, name) for name in FACTS}
    values |= {"call": undertaking.call_id, "provenance": undertaking.provenance}
    typed = {
        name: "" if value is None else str(form.fields[name].prepare_value(value))
        for name, value in values.items()
        if name in form.fields
    }
    typed["seen"] = str(audit.mark(undertaking))
    bound = UndertakingForm(
        typed, calls=_calls_of(undertaking),
        for_unit=undertaking.entered_for_unit,
    )  # fmt: skip
    watching(bound, undertaking)
    bound.full_clean()
    return bound


def _calls(participation: Participation) -> list[RegistrationCall]:
    calls = RegistrationCall.objects.asking()
    return list(calls.filter(campaign=participation.campaign_id))


def _calls_of(undertaking: Undertaking) -> list[RegistrationCall]:
    """Those that still ask, and the one by which it was registered."""
    calls = RegistrationCall.objects.asking(undertaking.call_id)
    return list(calls.filter(campaign=undertaking.campaign_id))
