"""Bảng đăng ký của cơ quan phát động: who owes what, approved, returned, late, nudged."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions, nudging, permissions
from campaigns.forms.progress_registering import LateForm, NudgeForm, WhyForm
from campaigns.models import Campaign, LatePermission, RegistrationCall
from campaigns.registering import Answer, State, Taking, of_campaign, owing
from campaigns.views.overview import Head
from campaigns.views.progress.crumbs import above_registration
from campaigns.views.progress.registering import (
    get_taking,
    get_undertaking,
    listed,
    small_form,
)
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units.errors import Refused
from units.permissions import require
from units.posted import posted
from units.views.shared import done
from units.wording import vn_date, vn_number

PAGE = 50
OVERDUE, LATE, BEYOND = "qua-han", "muon", "them"
# Beside the states: what cuts across them.
MORE = {OVERDUE: "Quá hạn", LATE: "Gửi muộn", BEYOND: "Đăng ký thêm"}
TAGS = {
    State.MISSING: ("mute", "circle"),
    State.WAITING: ("info", "send"),
    State.RETURNED: ("warn", "arrow-return-left"),
    State.APPROVED: ("ok", "check-circle-fill"),
}


@require_safe
def campaign_registrations(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Bảng đăng ký: every unit under one call (``?yc=``), narrowed by ``?tt=``."""
    head = _head(request, pk)
    campaign, today = head.campaign, localdate()
    takings = of_campaign(campaign, today)
    calls = list(
        RegistrationCall.objects.filter(campaign=campaign, ended_at=None).order_by(
            "due_on", "pk"
        )
    )
    call = next(
        (one for one in calls if str(one.pk) == request.GET.get("yc")),
        calls[0] if calls else None,
    )
    groups = _groups(takings, call, today)
    sort = request.GET.get("tt", "")
    sort = sort if sort in groups else ""
    page = Paginator(groups[sort], PAGE).get_page(request.GET.get("trang"))
    receives = permissions.can_receive_registrations(request.user, campaign)
    labels = {"": "Tất cả", **{one.value: one.label for one in State}, **MORE}
    context = head.context("campaign-registrations") | {
        "calls": calls,
        "call": call,
        "sort": sort,
        "sorts": [
            {"key": key, "label": label, "count": len(groups[key])}
            for key, label in labels.items()
            if groups[key] or key in ("", sort) or (key in State and call)
        ],
        "page": page,
        "rows": [_row(one, today) for one in page],
        "url": campaign_url(campaign, "campaign-registrations"),
        "receives": receives,
        "enters": permissions.can_register_for(request.user, takings[0].participation)
        if takings
        else False,
        "nudges": permissions.can_nudge(request.user, campaign),
        "owing": len(owing(takings)),
        "nudge_url": campaign_url(campaign, "campaign-nudge"),
        "contacts_url": campaign_url(campaign, "campaign-contacts"),
    }
    return render(request, "campaigns/progress/registration_board.html", context)


def _groups(
    takings: list[Taking], call: RegistrationCall | None, today
) -> dict[str, list[Answer]]:
    """Each filter with exactly the rows that its number counts; "": all."""
    if call is None:
        every = [one.beyond for one in takings]
        return {
            "": every,
            **{one.value: [] for one in State},
            OVERDUE: [],
            LATE: [],
            BEYOND: [one for one in every if one.given],
        }
    every = [
        answer
        for one in takings
        for answer in one.answers
        if answer.call and answer.call.pk == call.pk
    ]
    return {
        "": every,
        **{
            state.value: [one for one in every if one.state is state] for state in State
        },
        OVERDUE: [one for one in every if one.is_overdue(today)],
        LATE: [one for one in every if any(each.is_late for each in one.given)],
        BEYOND: [one.beyond for one in takings if one.beyond.given],
    }


def _row(answer: Answer, today) -> dict[str, Any]:
    kind, icon = TAGS[answer.state] if answer.call else ("mute", "circle")
    return {
        "answer": answer,
        "participation": answer.participation,
        "tag": kind,
        "icon": icon,
        "label": answer.state.label if answer.call else "Đăng ký thêm",
        "is_overdue": answer.is_overdue(today),
        "may_be_late": bool(
            answer.call
            and answer.missing
            and answer.call.due_on
            and answer.call.due_on < today
        ),
        "given": [listed(one) for one in answer.given],
    }


@require_POST
def undertaking_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Duyệt."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_decide_registration(request.user, undertaking))
    try:
        actions.approve_undertaking(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã duyệt “{undertaking}” của {undertaking.unit}.")
    return redirect("campaigns:undertaking", pk)


@require_http_methods(["GET", "POST"])
def undertaking_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại, with a reason."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_decide_registration(request.user, undertaking))
    form = WhyForm(posted(request), longest=2000)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, actions.return_undertaking, pk, by=request.user, reason=reason):
            messages.success(request, f"Đã trả lại cho {undertaking.unit}.")
            return redirect("campaigns:undertaking", pk)
    return small_form(
        request, form, title="Trả lại đăng ký", act="Trả lại", undertaking=undertaking,
        lead="Nêu rõ cần sửa gì. Đơn vị thấy lý do ở đầu trang của mình, sửa rồi gửi lại.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def undertaking_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hủy duyệt, with a reason."""
    undertaking = get_undertaking(request, pk)
    require(permissions.can_decide_registration(request.user, undertaking))
    form = WhyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, actions.undo_approval, pk, by=request.user, reason=reason):
            messages.success(request, "Đã hủy duyệt. Đăng ký lại chờ duyệt.")
            return redirect("campaigns:undertaking", pk)
    return small_form(
        request, form, title="Hủy duyệt đăng ký", act="Hủy duyệt", undertaking=undertaking,
        lead="Đăng ký trở về chờ duyệt, thôi được tính vào số đã duyệt.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def registration_late(request: HttpRequest, taking: int, call: int) -> HttpResponse:
    """Cho một đơn vị đăng ký muộn."""
    participation = get_taking(request, taking)
    calls = RegistrationCall.objects.filter(campaign=participation.campaign_id)
    asked = get_object_or_404(calls, pk=call)
    require(permissions.can_receive_registrations(request.user, participation.campaign))
    back = f"{campaign_url(participation.campaign, 'campaign-registrations')}?yc={call}"
    form = LateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        permission = done(
            form, actions.permit_late, participation.pk, call, by=request.user,
            until=given["until"], reason=given["reason"],
        )  # fmt: skip
        if permission is not None:
            messages.success(
                request,
                f"{participation.unit} được đăng ký đến hết ngày "
                f"{vn_date(permission.until)}.",
            )
            return redirect(back)
    due = f" Hạn của yêu cầu: {vn_date(asked.due_on)}." if asked.due_on else ""
    return small_form(
        request, form, title="Cho đăng ký muộn", act="Cho đăng ký muộn", back=back,
        told=str(participation.unit),
        crumbs=above_registration(request.user, participation, call),
        lead=f"Yêu cầu: {asked.what}, ít nhất {vn_number(asked.minimum)}.{due}",
    )  # fmt: skip


@require_POST
def registration_late_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi cho đăng ký muộn."""
    seen = LatePermission.objects.visible_to(request.user).for_page()
    permission = get_object_or_404(seen, pk=pk)
    require(permissions.can_receive_registrations(request.user, permission.campaign))
    try:
        actions.end_late_permission(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã thôi cho đăng ký muộn.")
    back = campaign_url(permission.campaign, "campaign-registrations")
    return redirect(f"{back}?yc={permission.call_id}")


@require_http_methods(["GET", "POST"])
def campaign_nudge(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Đôn đốc: who still owes, what each will read, one button."""
    head = _head(request, pk)
    campaign = head.campaign
    require(permissions.can_nudge(request.user, campaign))
    found = nudging.to_nudge(campaign, localdate())
    waiting = [one for one in found if not one.is_told_today]
    choices = [
        (
            one.taking.participation.pk,
            f"{one.taking.participation.unit}: {' '.join(one.sentences)}",
        )
        for one in waiting
    ]
    form = NudgeForm(
        posted(request), owing=choices, initial={"units": [pk for pk, _ in choices]}
    )
    back = campaign_url(campaign, "campaign-registrations")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sent = done(
            form, actions.nudge_units, campaign.pk, by=request.user,
            participation_ids=given["units"], note=given["note"],
        )  # fmt: skip
        if sent is not None:
            messages.success(
                request,
                f"Đã đôn đốc {vn_number(len(sent))} đơn vị trên phần mềm và qua thư.",
            )
            return redirect(back)
    units = [one.taking.participation.unit_id for one in waiting]
    people = nudging.people_of(units)
    unreached = [
        one.taking.participation
        for one in waiting
        if not any(
            user.email for user in people.get(one.taking.participation.unit_id, [])
        )
    ]
    context = head.context("campaign-registrations") | {
        "form": form,
        "waiting": waiting,
        "told_today": len(found) - len(waiting),
        "unreached": unreached,
        "contacts_url": campaign_url(campaign, "campaign-contacts"),
        "back": back,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/progress/nudge.html", context, status=status)


@require_safe
def campaign_contacts(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Danh bạ: whom to call in each unit that still owes (``?ai=tat-ca``: in every unit)."""
    head = _head(request, pk)
    campaign = head.campaign
    require(permissions.can_nudge(request.user, campaign))
    every = of_campaign(campaign, localdate())
    owed = owing(every)
    shows_all = request.GET.get("ai") == "tat-ca"
    shown = every if shows_all else owed
    people = nudging.people_of([one.participation.unit_id for one in shown])
    context = head.context("campaign-registrations") | {
        "rows": [
            {
                "participation": one.participation,
                "people": people.get(one.participation.unit_id, []),
            }
            for one in shown
        ],
        "shows_all": shows_all,
        "every": len(every),
        "owed": len(owed),
        "url": campaign_url(campaign, "campaign-contacts"),
        "back": campaign_url(campaign, "campaign-registrations"),
        "nudge_url": campaign_url(campaign, "campaign-nudge"),
    }
    return render(request, "campaigns/progress/contacts.html", context)


def _head(request, pk) -> Head:
    campaigns = Campaign.objects.visible_to(request.user).for_list()
    head = Head.of(request.user, get_object_or_404(campaigns, pk=pk))
    require(permissions.can_see_progress(request.user, head.campaign))
    return head
