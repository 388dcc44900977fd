"""Thông báo của một người: reminders of each day, and nudges that people sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from campaigns import telling_due
from campaigns.models import Digest, Nudge, NudgeLetter
from campaigns.telling_due import Told
from units.models import User
from units.wording import excerpt, vn_datetime


@dataclass(frozen=True)
class Nudged:
    """Một lời đôn đốc: of whom, for which unit, what is asked, where it is done."""

    title: str
    context: str
    text: str
    why: str
    url: str


@dataclass
class Day:
    """Một ngày. ``told``: the reminders of that morning, None where there were none."""

    day: date
    told: Told | None = None
    nudges: list[Nudged] = field(default_factory=list)
    is_new: bool = False


def days_of(user: User) -> list[date]:
    """Days on which the person was told anything, the last first: two queries."""
    digests = Digest.objects.of_person(user).order_by().values_list("day", flat=True)
    letters = NudgeLetter.objects.to_person(user).order_by()
    return sorted(
        {*digests, *letters.values_list("nudge__sent_on", flat=True)}, reverse=True
    )


def told_on(user: User, days: Sequence[date], today: date) -> list[Day]:
    """What was told on those days, with what became of it."""
    found = {day: Day(day) for day in days}
    digests = Digest.objects.of_person(user).filter(day__in=days)
    for told in telling_due.of_digests(digests, today):
        found[told.digest.day].told = told
        found[told.digest.day].is_new = told.digest.read_at is None
    for letter in NudgeLetter.objects.to_person(user).of_days(days):
        day = found[letter.nudge.sent_on]
        day.nudges.append(_nudged(letter.nudge))
        day.is_new |= letter.read_at is None
    return list(found.values())


def unread(user: User) -> int:
    """How many are new: one query."""
    digests = Digest.objects.of_person(user).unread().order_by()
    letters = NudgeLetter.objects.to_person(user).unread().order_by()
    return digests.values("pk").union(letters.values("pk"), all=True).count()


def _nudged(nudge: Nudge) -> Nudged:
    registers = nudge.about == Nudge.About.REGISTRATION
    page = "registration-home" if registers else "report-list"
    return Nudged(
        title=f"Đôn đốc {nudge.get_about_display().lower()}",  # type: ignore[attr-defined]
        context=f"{nudge.unit} · {excerpt(nudge.campaign.name, 90)}",
        text=nudge.text,
        why=f"{nudge.sent_by}, {nudge.campaign.host} đôn đốc lúc {vn_datetime(nudge.sent_at)}",
        url=reverse(f"campaigns:{page}"),
    )
