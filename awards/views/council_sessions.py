"""Phiên họp: planned, invited, answered, opened, ended."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from awards import actions, permissions
from awards.council.attending import room_of
from awards.forms.council import AnswerForm, SessionForm, WordsForm
from awards.models import Attendance, CouncilSession, Seat
from awards.views.council import crumbs_of, get_council, home_of
from campaigns.views.shared import small_page
from units.errors import Refused
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching


def get_session(request: HttpRequest, pk: int) -> CouncilSession:
    found = CouncilSession.objects.visible_to(request.user).for_page()
    return get_object_or_404(found, pk=pk)


def page_of(session: CouncilSession) -> str:
    return reverse("awards:session", args=[session.pk])


def room_page_of(session: CouncilSession) -> str:
    return reverse("awards:session-run", args=[session.pk])


def session_crumbs(session: CouncilSession) -> list[tuple[str, str]]:
    return [*crumbs_of(session.unit), (str(session), page_of(session))]


@require_http_methods(["GET", "POST"])
def session_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập phiên họp."""
    council = get_council(request, pk)
    require(permissions.can_hold_sessions(request.user, council))
    seats = list(Seat.objects.of_council(council).on().for_list())
    form = SessionForm(posted(request), seats=seats)
    if request.method == "POST" and form.is_valid():
        session = done(
            form, actions.plan_session, council.pk, by=request.user, **form.given
        )
        if session is not None:
            messages.success(
                request, f"Đã lập {session}. Đưa đề nghị vào chương trình."
            )
            return redirect("awards:session-pick", session.pk)
    return small_page(
        request, form, title="Lập phiên họp", act="Lập phiên họp", back=home_of(council),
        crumbs=crumbs_of(council), lead="Chưa ai được mời cho đến khi bấm Mời họp.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def session_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa phiên họp."""
    session = get_session(request, pk)
    require(permissions.can_hold_sessions(request.user, session.unit))
    seats = list(Seat.objects.of_council(session.unit).on().for_list())
    form = watching(SessionForm(posted(request), seats=seats, session=session), session)
    if request.method == "POST" and form.is_valid():
        given = form.given | {"seen": form.cleaned_data["seen"]}
        if done(form, actions.amend_session, pk, by=request.user, **given):
            messages.success(request, "Đã lưu phiên họp.")
            return redirect(room_page_of(session))
    lead = "Đang họp thì chỉ hạn nhận ý kiến còn sửa được." * (
        session.status == "running"
    )
    return small_page(
        request, form, title=f"Sửa {str(session).lower()}", act="Lưu",
        back=room_page_of(session), crumbs=session_crumbs(session), lead=lead,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Hủy phiên họp."""
    session = get_session(request, pk)
    require(permissions.can_hold_sessions(request.user, session.unit))
    form = WordsForm(posted(request), name="reason", label="Lý do hủy")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.cancel_session, pk, by=request.user, **given):
            messages.success(request, f"Đã hủy {session}; các đề nghị chờ phiên khác.")
            return redirect(home_of(session.unit))
    return small_page(
        request, form, title=f"Hủy {str(session).lower()}", act="Hủy phiên họp",
        back=room_page_of(session), crumbs=session_crumbs(session),
        lead="Phiên họp vẫn xem được, kèm lý do. Số phiên không dùng lại.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def session_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lời giấy mời."""
    session = get_session(request, pk)
    require(permissions.can_answer_invitation(request.user, session.unit))
    form = AnswerForm(
        posted(request), row=room_of(session).row_of(request.user),
        writes=session.takes_opinions,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.answer_invitation, pk, by=request.user, **given):
            messages.success(request, "Đã gửi trả lời tới thư ký Hội đồng.")
            return redirect(page_of(session))
    return small_page(
        request, form, title="Trả lời giấy mời họp", act="Gửi trả lời",
        back=page_of(session), crumbs=session_crumbs(session),
        lead="Đổi được cho đến khi phiên họp bế mạc.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def attendance_answer(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ghi thay trả lời của một thành viên."""
    session = get_session(request, pk)
    require(permissions.can_hold_sessions(request.user, session.unit))
    asked = get_object_or_404(session.attendances.select_related("seat"), pk=row)
    form = AnswerForm(posted(request), row=asked, writes=session.takes_opinions)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, actions.record_answer, pk, asked.pk, by=request.user,
            **form.cleaned_data,
        )
    ):  # fmt: skip
        messages.success(request, f"Đã ghi trả lời của {asked.seat}.")
        return redirect(f"{room_page_of(session)}#diem-danh")
    return small_page(
        request, form, title=f"Trả lời của {asked.seat}", act="Ghi lại",
        back=room_page_of(session), crumbs=session_crumbs(session),
        lead="Ghi thay khi thành viên báo qua điện thoại, văn bản; lý do vắng vào biên bản.",
    )  # fmt: skip


def _press(request, pk, act: Callable, said: str) -> HttpResponse:
    """One press of the secretary; a refusal is told on the page of the session."""
    session = get_session(request, pk)
    require(permissions.can_hold_sessions(request.user, session.unit))
    try:
        act(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(room_page_of(session))


@require_POST
def session_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Mời họp."""
    return _press(
        request, pk, actions.invite,
        "Đã mời; giấy mời nằm ở Việc cần làm của từng thành viên.",
    )  # fmt: skip


@require_POST
def session_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Khai mạc."""
    day = f"{localdate():%d/%m/%Y}"
    said = (
        f"Đã khai mạc. Quy định bỏ phiếu lấy theo ngày {day}, giữ nguyên cho phiên này."
    )
    return _press(request, pk, actions.open_session, said)


@require_POST
def session_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Bế mạc."""
    return _press(
        request,
        pk,
        actions.finish_session,
        "Đã bế mạc, biên bản lập từ dữ liệu phiên họp.",
    )


@require_POST
def session_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Họp tiếp."""
    return _press(request, pk, actions.resume_session, "Phiên họp tiếp tục.")


@require_POST
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết thúc."""
    return _press(
        request, pk, actions.close_session,
        "Phiên họp đã kết thúc, từ nay không đổi được nữa. Đơn vị có đề nghị được xét thấy "
        "kết quả ở Việc cần làm.",
    )  # fmt: skip


@require_POST
def attendance_mark(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Điểm danh, one press each."""
    session = get_session(request, pk)
    require(permissions.can_hold_sessions(request.user, session.unit))
    asked = get_object_or_404(session.attendances, pk=row)
    presence = request.POST.get("presence", "")
    if presence not in ("", *Attendance.Presence):
        presence = ""
    try:
        actions.mark_attendance(pk, asked.pk, by=request.user, presence=presence)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{room_page_of(session)}#diem-danh")
