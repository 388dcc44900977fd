"""Giấy mời họp trên màn hình: drafted, sent to its signer, followed, answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from awards import actions, permissions
from awards.convoking import following, standing
from awards.convoking.paper import content_of, kind_of
from awards.deciding.paper import split
from awards.forms.convocations import ConvocationForm
from awards.forms.council import WordsForm
from awards.models import Convocation, ConvocationCopy
from awards.views.council_sessions import (
    get_session,
    page_of,
    room_page_of,
    session_crumbs,
)
from awards.views.drafts import edit_page
from campaigns import ical
from campaigns.views.shared import small_page
from units import fence, presence
from units.errors import Refused
from units.models import Membership
from units.permissions import require
from units.posted import posted
from units.views.shared import done

Status = Convocation.Status
SIGNS = {
    Status.DRAFT: ("mute", "pencil"),
    Status.SUBMITTED: ("gold", "pen"),
    Status.APPROVED: ("info", "arrow-repeat"),
    Status.SIGNED: ("gold", "journal-text"),
    Status.ISSUED: ("ok", "check-circle-fill"),
    Status.DROPPED: ("mute", "archive"),
}
LENGTH = timedelta(hours=2)  # of a meeting in a calendar, where nobody says how long


def convocation_of(request: HttpRequest, pk: int) -> Convocation:
    """The invitation, if this user may see it; else 404."""
    seen = Convocation.objects.visible_to(request.user).for_page()
    return get_object_or_404(seen, pk=pk)


def convocation_url(made: Convocation) -> str:
    return reverse("awards:convocation", args=[made.pk])


@require_POST
def convocation_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Soạn giấy mời of a session."""
    session = get_session(request, pk)
    require(permissions.can_convoke(request.user, session.unit))
    try:
        made = actions.draft_convocation(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(room_page_of(session))
    messages.success(request, "Đã soạn từ phiên họp; xem lại lời văn, chọn người ký.")
    return redirect(convocation_url(made))


@never_cache
@require_safe
def convocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Giấy mời: a member's look at what was issued is its receipt."""
    made = convocation_of(request, pk)
    user = request.user
    issued = made.status == Status.ISSUED
    sits = permissions.can_answer_invitation(user, made.unit)
    # Who looks on as another reads, and leaves no receipt.
    if issued and sits and request.method == "GET" and presence.looking() is None:
        mine = ConvocationCopy.objects.filter(convocation=made, seat__account=user.pk)
        if mine.filter(opened_at=None).exists():
            with fence.lowered():
                actions.open_convocation(pk, by=user)
    drafts = permissions.can_convoke(user, made.unit)
    open_ = drafts and made.is_open
    members = following.members_of(made) if issued else []
    mine_ = (one for one in members if user.pk and one.row.seat.account_id == user.pk)
    own = next(mine_, None)
    session = made.session
    invited = session.status == session.Status.INVITED
    force = standing.force_of(made) if issued else None
    context = {
        "made": made,
        "session": session,
        "sign": SIGNS[Status(made.status)],
        "lines": [line.text for line in content_of(made).lines],
        "recipients": split(made.recipients),
        "faults": standing.blocking(made) if open_ else [],
        "force": force,
        "members": members if drafts else [],
        "opened": sum(1 for one in members if one.copy and one.copy.opened_at),
        "answered": sum(1 for one in members if one.row.answer),
        "mine": own,
        "can_answer": own is not None and sits and session.status in session.SITTING
        and not (force and force.is_over),
        "can_edit": open_,
        "can_take_back": drafts and made.status == Status.SUBMITTED,
        "can_sign": made.status == Status.SUBMITTED
        and permissions.can_sign_convocation(user, made),
        "can_return": made.status == Status.SUBMITTED
        and permissions.can_return_convocation(user, made),
        "can_nudge": drafts and issued and invited
        and any(not one.row.answer for one in members),
        "can_replace": drafts and issued and session.status in session.AHEAD
        and made.differs and not (force and force.is_over),
        "paper_url": reverse("reports:convocation-paper", args=[made.pk])
        if made.status in (Status.APPROVED, Status.SIGNED, Status.ISSUED)
        else "",
        "crumbs": session_crumbs(session),
    }  # fmt: skip
    return render(request, "awards/council/convocation.html", context)


@require_http_methods(["GET", "POST"])
def convocation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa lời; where a colleague was quicker both texts are there."""
    made = convocation_of(request, pk)
    require(permissions.can_convoke(request.user, made.unit))
    if not made.is_open:
        return redirect(convocation_url(made))
    signers = list(Membership.objects.signers_of(made.unit, kind_of(made)))
    form = ConvocationForm(posted(request), made=made, signers=signers)
    return edit_page(
        request, form, actions.amend_convocation, pk,
        template="awards/council/convocation_edit.html", back=convocation_url(made),
        now=lambda: convocation_of(request, pk), made=made, crumbs=_crumbs(made),
    )  # fmt: skip


@require_POST
def convocation_reword(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(
        request, pk, actions.reword_convocation, "Đã soạn lại theo phiên họp hiện nay."
    )


@require_POST
def convocation_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.submit_convocation, "Đã trình ký.")


@require_POST
def convocation_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.take_convocation_back, "Đã rút về để sửa.")


@require_POST
def convocation_drop(request: HttpRequest, pk: int) -> HttpResponse:
    made = convocation_of(request, pk)
    require(permissions.can_convoke(request.user, made.unit))
    try:
        actions.drop_convocation(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(convocation_url(made))
    messages.success(request, "Đã bỏ bản đang soạn.")
    return redirect(room_page_of(made.session))


@require_http_methods(["GET", "POST"])
def convocation_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại để sửa, with a reason."""
    made = convocation_of(request, pk)
    require(permissions.can_return_convocation(request.user, made))
    form = WordsForm(posted(request), name="reason", label="Lý do trả lại")
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, actions.return_convocation, pk, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, "Đã trả lại để sửa, kèm lý do.")
        return redirect(convocation_url(made))
    return small_page(
        request, form, title="Trả lại giấy mời để sửa", act="Trả lại",
        back=convocation_url(made), crumbs=_crumbs(made), lead=str(made),
    )  # fmt: skip


@require_POST
def members_nudge(request: HttpRequest, pk: int) -> HttpResponse:
    """Nhắc thành viên chưa trả lời, one press."""
    session = get_session(request, pk)
    require(permissions.can_convoke(request.user, session.unit))
    try:
        letters = actions.nudge_members(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        mailed = sum(bool(one.address) for one in letters)
        without = len(letters) - mailed
        said = []
        if mailed:
            said.append(f"Thư nhắc gửi {mailed} thành viên, đi trong giờ làm việc.")
        if without:
            said.append(
                f"{without} thành viên chưa trả lời không có thư điện tử: báo bằng cách khác."
            )
        told = " ".join(said)
        messages.success(request, told)
    issued = Convocation.objects.of_session(session).issued().first()
    return redirect(convocation_url(issued) if issued else room_page_of(session))


@never_cache
@require_safe
def session_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Tệp lịch (.ics) of the session, as calendar programs take it."""
    session = get_session(request, pk)
    event = ical.Meeting(
        uid=f"phien-hop-{session.pk}@{request.get_host()}",
        starts_at=session.planned_at,
        ends_at=session.planned_at + LENGTH,
        title=f"{session}: {session.title}",
        place=session.place,
        text=str(session.unit),
        url=f"{settings.PUBLIC_URL}{page_of(session)}",
        is_off=session.status == session.Status.CANCELLED,
    )
    response = HttpResponse(
        ical.meeting(event, now()), content_type="text/calendar; charset=utf-8"
    )
    name = f"phien-hop-{session.number}-{session.year}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _act(
    request: HttpRequest, pk: int, act: Callable[..., Any], said: str
) -> HttpResponse:
    made = convocation_of(request, pk)
    require(permissions.can_convoke(request.user, made.unit))
    try:
        act(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(convocation_url(made))


def _crumbs(made: Convocation) -> list[tuple[str, str]]:
    return [*session_crumbs(made.session), (made.noun, convocation_url(made))]
