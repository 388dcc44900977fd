"""Mốc sắp tới: days that the issued plans a person sees have named."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.models import Campaign, Deadline, Phase, Plan, Registration
from units.models import User

DAYS_AHEAD = 45


@dataclass(frozen=True)
class Milestone:
    """Một mốc: what ends or falls due on ``day`` in which campaign."""

    day: date
    text: str
    campaign: Campaign


def upcoming(user: User, today: date, limit: int = 6) -> list[Milestone]:
    """The nearest of the next DAYS_AHEAD days; three queries."""
    plans = Plan.objects.reaching(user).current()
    until = today + timedelta(DAYS_AHEAD)
    found = []
    for table, column, words in (
        (Deadline, "due_on", lambda note: note.text),
        (Registration, "deadline", lambda note: f"Hạn đăng ký {note.what}"),
        (Phase, "ends_on", lambda note: f"Kết thúc {note.name}"),
    ):
        rows = (
            table.objects.filter(
                line__plan__in=plans,
                **{f"{column}__gte": today, f"{column}__lte": until},
            )
            .select_related("line__plan__campaign")
            .order_by(column)[:limit]
        )
        found += [
            Milestone(getattr(row, column), words(row), row.line.plan.campaign)
            for row in rows
        ]
    return sorted(found, key=lambda milestone: milestone.day)[:limit]
