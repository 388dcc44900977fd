"""Thông báo và cách nhận nhắc việc của chính mình; lịch hạn nộp, read without signing in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import calendar_days, ical, noticing
from campaigns.actions.progress import notices as acts
from campaigns.forms.progress_reminders import ChoiceForm
from campaigns.models import CalendarFeed, ReminderChoice
from campaigns.views.shared import UNPROCESSABLE
from units import fence
from units.errors import Refused
from units.posted import posted
from units.views.account import crumbs
from units.views.shared import done

PAGE = 10  # days


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Thông báo: what was told to the person, the last day first, and what became of it."""
    days = noticing.days_of(request.user)
    page = Paginator(days, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "told": noticing.told_on(request.user, list(page), localdate()),
        "unread": noticing.unread(request.user),
    }
    return render(request, "campaigns/progress/notices.html", context)


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Đã xem tất cả."""
    acts.read_notices(request.user.pk, by=request.user)
    return redirect("campaigns:notices")


@require_http_methods(["GET", "POST"])
@never_cache
def reminder_choice(request: HttpRequest) -> HttpResponse:
    """Nhắc việc và lịch: how one is told, and the address for one's calendar."""
    user = request.user
    choice = ReminderChoice.objects.filter(user=user.pk).first()
    form = ChoiceForm(posted(request), choice=choice)
    if (
        form.is_bound
        and form.is_valid()
        and done(form, acts.choose_reminders, user.pk, by=user, **form.facts)
    ):
        messages.success(request, "Đã lưu cách nhận nhắc việc.")
        return redirect("campaigns:reminder-choice")
    feed = CalendarFeed.objects.filter(user=user.pk).first()
    context: dict[str, Any] = {
        "form": form,
        "crumbs": crumbs(),
        "feed": feed,
        "feed_url": _address(feed) if feed else "",
        "mail_is_sent": settings.MAIL_IS_SENT,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "campaigns/progress/reminder_choice.html", context, status=status
    )


def _address(feed: CalendarFeed) -> str:
    path = reverse("campaigns:calendar-feed", args=[feed.token])
    return f"{settings.PUBLIC_URL}{path}"


@require_POST
def calendar_make(request: HttpRequest) -> HttpResponse:
    """Lập, đổi địa chỉ lịch."""
    acts.make_calendar(request.user.pk, by=request.user)
    messages.success(
        request,
        "Đã lập địa chỉ lịch. Chép địa chỉ ở dưới vào phần mềm lịch; địa chỉ cũ, nếu có, "
        "thôi dùng được.",
    )
    return redirect("campaigns:reminder-choice")


@require_POST
def calendar_end(request: HttpRequest) -> HttpResponse:
    """Bỏ địa chỉ lịch."""
    try:
        acts.end_calendar(request.user.pk, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ địa chỉ lịch.")
    return redirect("campaigns:reminder-choice")


@require_safe
@login_not_required
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Lịch hạn nộp: whoever has the address reads the due days of its person, no more."""
    # The row is its person's own; from here on the page reads as that person does.
    with fence.lowered():
        feeds = CalendarFeed.objects.select_related("user")
        feed = feeds.filter(token=token, user__is_active=True).first()
    if feed is None:
        raise Http404
    fence.admit(feed.user)
    events = calendar_days.of_person(feed.user, localdate())
    answer = HttpResponse(
        ical.calendar("Hạn nộp, Thi đua", events, now()),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = 'inline; filename="thi-dua.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    return answer
