"""Đăng ký của đơn vị: what is owed, one undertaking, written, sent, taken back, carried out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions, permissions
from campaigns.forms.progress_registering import CarryingOutForm, UndertakingForm
from campaigns.models import Participation, RegistrationCall, Undertaking
from campaigns.registering import Answer, Taking, lacks, of_person
from campaigns.views.progress.examples import example_context
from campaigns.views.progress.picturing import pictures_context
from campaigns.views.progress.tabs import unit_tabs
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units import audit, form_messages
from units.errors import Refused
from units.money import vn_money
from units.pages import number_in
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching
from units.wording import vn_number

Status = Undertaking.Status
TAGS = {
    Status.DRAFT: ("mute", "pencil"),
    Status.SUBMITTED: ("info", "send"),
    Status.RETURNED: ("warn", "arrow-return-left"),
    Status.APPROVED: ("ok", "check-circle-fill"),
}
FACTS = (
    "kind", "name", "description", "place", "cost", "funding", "person_in_charge",
    "starts_on", "ends_on",
)  # fmt: skip


@require_safe
def registration_home(request: HttpRequest) -> HttpResponse:
    """Đơn vị mình phải đăng ký gì, đã đăng ký gì, by campaign."""
    today = localdate()
    takings = [
        _taking(one, request.user, today) for one in of_person(request.user, today)
    ]
    context = {"takings": takings, "tabs": unit_tabs("registration-home")}
    return render(request, "campaigns/progress/registrations.html", context)


def _taking(taking: Taking, user, today) -> dict[str, Any]:
    one = taking.participation
    can = permissions.can_register(user, one)
    new = reverse("campaigns:registration-begin", args=[one.pk])
    last = next((a.nudge for a in (*taking.answers, taking.beyond) if a.nudge), None)
    return {
        "participation": one,
        "campaign": one.campaign,
        "answers": [
            {
                "answer": answer,
                "told": _told(answer),
                "is_overdue": answer.is_overdue(today),
                "is_closed": answer.missing and answer.is_closed(today),
                "new_url": f"{new}?yeu-cau={answer.call.pk}"
                if can and answer.call
                else "",
            }
            for answer in taking.answers
        ],
        "new_url": new if can else "",
        "rows": [listed(each) for each in taking.given],
        "nudge": last,
    }


def _told(answer: Answer) -> str:
    """ "Đã gửi 1, được duyệt 0, còn thiếu 1." """
    said = [f"Đã gửi {vn_number(answer.sent)}"]
    if answer.sent:
        said.append(f"được duyệt {vn_number(answer.count(Status.APPROVED))}")
    if returned := answer.count(Status.RETURNED):
        said.append(f"trả lại {vn_number(returned)}")
    said.append(
        f"còn thiếu {vn_number(answer.missing)}" if answer.missing else "đủ số phải gửi"
    )
    return f"{', '.join(said)}."


def listed(undertaking: Undertaking) -> dict[str, Any]:
    """A row of a list."""
    kind, icon = TAGS[Status(undertaking.status)]
    return {
        "undertaking": undertaking,
        "url": reverse("campaigns:undertaking", args=[undertaking.pk]),
        "tag": kind,
        "icon": icon,
        "label": undertaking.get_status_display(),
        "is_late": undertaking.is_late and undertaking.status != Status.DRAFT,
        "stage": undertaking.get_stage_display() if undertaking.stage else "",
        "cost": vn_money(undertaking.cost),
    }


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
    if request.method == "POST" and form.is_valid():
        undertaking = done(
            form,
            actions.begin_undertaking,
            participation.pk,
            by=request.user,
            **form.facts,
        )
        if undertaking is not None:
            return _saved(request, undertaking, form)
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
    if request.method == "POST" and form.is_valid():
        undertaking = done(
            form,
            actions.register_for_unit,
            participation.pk,
            by=request.user,
            **form.facts,
        )
        if undertaking is not None:
            return _saved(request, undertaking, form)
    return form_page(request, form, participation, None, for_unit=True)


@require_http_methods(["GET", "POST"])
def undertaking_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa bản nháp, bản bị trả lại; saved or sent."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_write_undertaking(request.user, undertaking))
    if request.method == "GET" and not undertaking.is_open:
        messages.info(request, "Đăng ký đã gửi. Rút về thì sửa được.")
        return redirect("campaigns:undertaking", pk)
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
        posted(request), initial=initial, calls=_calls(undertaking.participation),
        for_unit=undertaking.entered_for_unit,
    )  # fmt: skip
    return watching(form, undertaking)


def _saved(request, undertaking, form) -> HttpResponse:
    """Saved; where the button says so, sent too, or told what is missing, with all as typed."""
    if request.POST.get("act") != "gui":
        messages.success(request, "Đã lưu nháp. Chưa gửi cho cơ quan phát động.")
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
    messages.success(
        request, f"Đã gửi đăng ký. {undertaking.campaign.host} sẽ duyệt hoặc trả lại."
    )
    return redirect("campaigns:undertaking", undertaking.pk)


def form_page(
    request: HttpRequest, form: Any, participation: Participation,
    undertaking: Undertaking | None, *, for_unit: bool = False, is_kept: bool = False,
) -> HttpResponse:  # fmt: skip
    name = "registration-for-unit" if for_unit else "registration-begin"
    context = {
        "form": form,
        "participation": participation,
        "campaign": participation.campaign,
        "undertaking": undertaking,
        "for_unit": for_unit,
        "is_kept": is_kept,
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
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "campaigns/progress/undertaking_form.html", context, status=status
    )


@require_safe
def undertaking_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một mô hình, công trình: as the unit, the host, and of an example others see it."""
    undertaking = get_undertaking(request, pk)
    user = request.user
    writes = permissions.can_write_undertaking(user, undertaking)
    own = undertaking.unit_id in user.units_read
    host = undertaking.campaign.host_id in user.units_read
    status = Status(undertaking.status)
    decides = permissions.can_decide_registration(user, undertaking)
    context = {
        **listed(undertaking),
        "campaign": undertaking.campaign,
        "call": undertaking.call,
        "own": own,
        "host": host,
        "actual_cost": vn_money(undertaking.actual_cost),
        "can_edit": writes and undertaking.is_open,
        "lacks": lacks(undertaking) if writes and undertaking.is_open else [],
        "can_withdraw": writes and status == Status.SUBMITTED,
        "can_drop": writes and undertaking.is_open and undertaking.submitted_at is None,
        "can_carry_out": status == Status.APPROVED
        and permissions.can_carry_out(user, undertaking),
        "decides": decides and status == Status.SUBMITTED,
        "undoes": decides and status == Status.APPROVED and not undertaking.stage,
        "shows_pictures": own or host,
        "board_url": campaign_url(undertaking.campaign, "campaign-registrations")
        if host
        else "",
        **example_context(user, undertaking),
        **(pictures_context(user, undertaking) if own or host else {}),
    }
    return render(request, "campaigns/progress/undertaking.html", context)


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
    messages.success(
        request, f"Đã gửi đăng ký. {undertaking.campaign.host} sẽ duyệt hoặc trả lại."
    )
    return redirect("campaigns:undertaking", pk)


def _stored_form(undertaking) -> UndertakingForm:
    """The form as if what is stored had been typed."""
    form = UndertakingForm(
        calls=_calls(undertaking.participation), for_unit=undertaking.entered_for_unit
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
        typed, calls=_calls(undertaking.participation),
        for_unit=undertaking.entered_for_unit,
    )  # fmt: skip
    watching(bound, undertaking)
    bound.full_clean()
    return bound


@require_POST
def undertaking_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút về để sửa."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_write_undertaking(request.user, undertaking))
    try:
        actions.withdraw_undertaking(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút về. Sửa xong thì gửi lại.")
    return redirect("campaigns:undertaking", pk)


@require_http_methods(["GET", "POST"])
def undertaking_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ bản nháp."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_write_undertaking(request.user, undertaking))
    page = reverse("campaigns:undertaking", args=[pk])
    if request.method == "POST":
        try:
            actions.drop_undertaking(pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(page)
        messages.success(request, f"Đã bỏ bản nháp “{undertaking}”.")
        return redirect("campaigns:registration-home")
    context = {
        "question": f"Bỏ bản nháp “{undertaking}”?",
        "consequences": ["Bản nháp chưa gửi cho ai. Nhật ký giữ lại những gì đã ghi."],
        "act": "Bỏ bản nháp",
        "danger": True,
        "safe_url": page,
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def undertaking_carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi việc thực hiện."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_carry_out(request.user, undertaking))
    form = watching(
        CarryingOutForm(posted(request), undertaking=undertaking), undertaking
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        saved = done(
            form, actions.record_carrying_out, pk, by=request.user, seen=given.pop("seen"),
            **given,
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã ghi việc thực hiện.")
            return redirect("campaigns:undertaking", pk)
    return small_form(
        request, form, title="Ghi việc thực hiện", act="Lưu", undertaking=undertaking,
        lead="Ghi đến đâu lưu đến đó; cơ quan phát động thấy ngay.",
    )  # fmt: skip


def get_taking(request: HttpRequest, pk: int) -> Participation:
    """A unit in a campaign, or 404 where that is none of the person's business."""
    seen = Participation.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("campaign__host", "unit"), pk=pk)


def get_undertaking(request: HttpRequest, pk: int) -> Undertaking:
    """The undertaking, or 404 where the person may not see it."""
    seen = Undertaking.objects.visible_to(request.user)
    return get_object_or_404(seen.for_page(), pk=pk)


def small_form(
    request: HttpRequest, form: Any, *, title: str, act: str, lead: str = "",
    undertaking: Undertaking | None = None, back: str = "", told: str = "",
) -> HttpResponse:  # fmt: skip
    """A page of one short form."""
    context = {
        "form": form,
        "title": title,
        "act": act,
        "lead": lead,
        "about": told or (str(undertaking) if undertaking else ""),
        "back": back
        or (
            reverse("campaigns:undertaking", args=[undertaking.pk])
            if undertaking
            else reverse("campaigns:registration-home")
        ),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/progress/small_form.html", context, status=status)


def _calls(participation: Participation) -> list[RegistrationCall]:
    calls = RegistrationCall.objects.filter(campaign=participation.campaign_id)
    return list(calls.filter(ended_at=None).order_by("due_on", "pk"))
