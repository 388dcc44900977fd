"""Cách nhận nhắc việc của chính mình, địa chỉ lịch, và việc đã xem lời nhắc."""

from django.db import transaction
from django.utils.timezone import now

from campaigns import permissions
from campaigns.models import CalendarFeed, Digest, NudgeLetter, ReminderChoice
from campaigns.models.progress.reminders import new_feed_token
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, amend, amend_as, remove


@transaction.atomic
def choose_reminders(
    user_id: int, *, by: User, takes_mail: bool, lead_days: int | None
) -> ReminderChoice:
    """Chọn cách nhận nhắc việc. ``lead_days`` None: as early as the ladder has it."""
    user = _own(user_id, by)
    choice = ReminderChoice.objects.filter(user=user).first()
    if choice is None:
        choice = ReminderChoice(user=user, by_mail=takes_mail, lead_days=lead_days)
        add(choice, by=by)
    else:
        amend(choice, by=by, by_mail=takes_mail, lead_days=lead_days)
    return choice


@transaction.atomic
def make_calendar(user_id: int, *, by: User) -> CalendarFeed:
    """Lập hoặc đổi địa chỉ lịch; the old address opens nothing from now on."""
    user = _own(user_id, by)
    feed = CalendarFeed.objects.filter(user=user).first()
    if feed is None:
        feed = CalendarFeed(user=user)
        add(feed, by=by)
    else:
        amend_as("renewed", feed, by=by, token=new_feed_token(), made_at=now())
    return feed


@transaction.atomic
def end_calendar(user_id: int, *, by: User) -> None:
    """Bỏ địa chỉ lịch."""
    user = _own(user_id, by)
    feed = CalendarFeed.objects.filter(user=user).first()
    if feed is None:
        raise Refused("Anh/chị chưa có địa chỉ lịch nào.")
    remove(feed, by=by)


@transaction.atomic
def read_notices(user_id: int, *, by: User) -> int:
    """Đã xem mọi lời nhắc, đôn đốc: how many were new. A mark for oneself, not a line of the
    book.
    """
    user = _own(user_id, by)
    rows = (Digest.objects.of_person(user), NudgeLetter.objects.to_person(user))
    return sum(one.unread().update(read_at=now()) for one in rows)


def _own(user_id: int, by: User) -> User:
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    require(permissions.can_choose_reminders(by, user))
    return user
