"""Phiên họp mang đi: taken, its package, its page without network, handed in, taken back."""

import json
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from awards import actions, permissions
from awards.council import recorded
from awards.council.package import package_of
from awards.forms.away import LeaveForm
from awards.forms.council import WordsForm
from awards.models import SessionLeave
from awards.views.council_sessions import (
    get_session,
    room_page_of,
    session_crumbs,
)
from campaigns.views.shared import small_page
from units.errors import Refused
from units.permissions import require
from units.posted import posted
from units.views.shared import UNPROCESSABLE, done

SHELL = "awards/council/offline.html"


@require_http_methods(["GET", "POST"])
def session_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Mang phiên họp đi; then on to the page that works without network."""
    session = get_session(request, pk)
    require(permissions.can_take_session_away(request.user, session.unit))
    form = LeaveForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, actions.take_session_away, pk, by=request.user, **form.cleaned_data
        )
    ):
        return redirect(f"{reverse('awards:council-offline')}?phien={pk}")
    return small_page(
        request, form, title=f"Mang {str(session).lower()} đi, không cần mạng",
        act="Mang đi", back=room_page_of(session), crumbs=session_crumbs(session),
        lead="Từ lúc mang đi, ở đây chỉ xem: không ai điểm danh, mở lượt, bỏ phiếu được cho đến "
        "khi nộp lại kết quả hoặc lấy lại phiên họp. Bỏ phiếu kín trên điện thoại không làm được "
        "khi không có mạng: chuẩn bị phiếu giấy. Trình duyệt phải bật JavaScript.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def session_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Lấy lại phiên họp."""
    session = get_session(request, pk)
    require(permissions.can_recall_session(request.user, session.unit))
    form = WordsForm(posted(request), name="reason", label="Lý do lấy lại")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, actions.recall_session, pk, by=request.user, **given):
            messages.success(request, f"Đã lấy lại {session}; điều hành tiếp ở đây.")
            return redirect(room_page_of(session))
    return small_page(
        request, form, title=f"Lấy lại {str(session).lower()}", act="Lấy lại phiên họp",
        back=room_page_of(session), crumbs=session_crumbs(session),
        lead="Điều đã ghi trên máy mang đi không nộp lại được nữa; người giữ máy tải về, in ra "
        "được.",
    )  # fmt: skip


@never_cache
@require_safe
@sensitive_variables()
def session_package(request: HttpRequest, pk: int) -> HttpResponse:
    """Gói mang đi: for who took the session, as long as it is away."""
    session = get_session(request, pk)
    require(permissions.can_take_session_away(request.user, session.unit))
    leaves = SessionLeave.objects.visible_to(request.user).of_session(session)
    leave = leaves.away().first()
    if leave is None or leave.taken_by != request.user:
        raise Http404
    return JsonResponse(package_of(leave, session, request.user))


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def session_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Nộp lại kết quả: GET tells which leave stands for this user and what a POST has to bear."""
    session = get_session(request, pk)
    require(permissions.can_take_session_away(request.user, session.unit))
    if request.method != "POST":
        leaves = SessionLeave.objects.visible_to(request.user).of_session(session)
        leave = leaves.away().filter(taken_by=request.user).first()
        stands = {"key": str(leave.key) if leave else None, "now": now().isoformat()}
        return JsonResponse({"csrf": get_token(request)} | stands)
    key = request.POST.get("ma", "")
    try:
        events = recorded.read(request.POST.get("du-lieu", ""))
        actions.return_session(pk, by=request.user, key=key, events=events)
    except actions.Problems as problems:
        told = {"problem": str(problems), "items": problems.found, "over": False}
        return JsonResponse(told, status=UNPROCESSABLE)
    except Refused as refusal:
        over = isinstance(refusal, actions.Over)
        told = {"problem": str(refusal), "items": [], "over": over}
        return JsonResponse(told, status=UNPROCESSABLE)
    return JsonResponse({"url": room_page_of(session)})


@require_safe
def council_offline(request: HttpRequest) -> HttpResponse:
    """Trang không cần mạng: an empty shell, the same for everybody; no data of anybody in it."""
    return render(request, SHELL, _places())


@never_cache
@require_safe
def council_worker(request: HttpRequest) -> HttpResponse:
    """Keeps the shell and what it is drawn with in the browser."""
    fonts = sorted((settings.BASE_DIR / "static/fonts").glob("*.woff2"))
    shell = reverse("awards:council-offline")
    files = [
        shell, static("site.css"), static("offline.js"),
        *(static(f"fonts/{one.name}") for one in fonts),
    ]  # fmt: skip
    whole = json.dumps(files) + render_to_string(SHELL, _places())
    context = {
        "files": mark_safe(json.dumps(files)),
        "shell": mark_safe(json.dumps(shell)),
        "version": sha256(whole.encode()).hexdigest()[:12],
    }
    return render(
        request, "awards/council/worker.js", context, content_type="text/javascript"
    )


def _places():
    """Addresses with 0 for the session, which the page fills in."""
    return {
        "worker": reverse("awards:council-worker"),
        "package": reverse("awards:session-package", args=[0]),
        "hand_in": reverse("awards:session-return", args=[0]),
        "run": reverse("awards:session-run", args=[0]),
    }
