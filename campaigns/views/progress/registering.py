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
from campaigns.forms.progress_registering import CarryingOutForm
from campaigns.models import Participation, Undertaking
from campaigns.registering import Answer, Taking, lacks, of_person
from campaigns.views.progress.crumbs import (
    Crumbs,
    above_undertaking,
    to_undertaking,
)
from campaigns.views.progress.examples import example_context
from campaigns.views.progress.picturing import pictures_context
from campaigns.views.progress.tabs import unit_tabs
from campaigns.views.shared import campaign_url, small_page
from units.errors import Refused
from units.money import vn_money
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
        "crumbs": above_undertaking(user, undertaking),
        "board_url": campaign_url(undertaking.campaign, "campaign-registrations")
        if host
        else "",
        **example_context(user, undertaking),
        **(pictures_context(user, undertaking) if own or host else {}),
    }
    return render(request, "campaigns/progress/undertaking.html", context)


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
    crumbs: Crumbs | None = None,
) -> HttpResponse:  # fmt: skip
    """A page of one short form."""
    if undertaking:
        above = to_undertaking(request.user, undertaking)
        page = reverse("campaigns:undertaking", args=[undertaking.pk])
    else:
        above, page = [], reverse("campaigns:registration-home")
    return small_page(
        request, form, title=title, act=act, lead=lead, crumbs=crumbs or above,
        about=told or str(undertaking or ""), back=back or page,
    )  # fmt: skip
