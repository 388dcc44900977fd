"""Việc cần làm về khó khăn, kiến nghị: given to the person's unit, or to nobody yet."""

from django.db.models import Count
from django.urls import reverse

from campaigns.inbox import Item
from campaigns.models import RaisedItem
from campaigns.report_links import lowered, page_of
from units.models import Membership, User
from units.wording import excerpt

MOST = 20  # that are told one by one
Role = Membership.Role
WORKING = (Role.OFFICER, Role.REPORTER, Role.SECRETARY, Role.LEADER)


def items(user: User) -> list[Item]:
    """To answer, then to give to somebody: two queries at most."""
    return [*_to_answer(user), *_to_assign(user)]


def _to_answer(user: User) -> list[Item]:
    units = user.units_as(*WORKING)
    if not units:
        return []
    found = RaisedItem.objects.open().given_to(units).for_owner()[:MOST]
    return [
        Item(
            work="kien-nghi",
            kind="info",
            icon="chat-left-text",
            title=one.called
            if one.is_explanation
            else f"Trả lời {lowered(one.get_kind_display())} của {one.unit}",
            url=reverse("campaigns:raised-answer", args=[one.pk]),
            context=excerpt(one.text, 120),
            act="Trả lời",
            deadline=one.due_on,
        )
        for one in found
    ]


def _to_assign(user: User) -> list[Item]:
    """One line a campaign, however many there are."""
    hosts = user.units_as(Role.OFFICER)
    if not hosts:
        return []
    rows = (
        RaisedItem.objects.open()
        .sent()
        .filter(owner=None, campaign__host__in=hosts, campaign__discarded_at=None)
        .values("campaign", "campaign__name")
        .annotate(amount=Count("pk"))
        .order_by("campaign")
    )
    return [
        Item(
            work="kien-nghi",
            kind="warn",
            icon="chat-left-text",
            title=f"Giao trả lời {row['amount']} khó khăn, kiến nghị",
            url=_board(row["campaign"], row["campaign__name"]),
            context=excerpt(row["campaign__name"], 120),
            act="Xem",
        )
        for row in rows
    ]


def _board(campaign: int, name: str) -> str:
    return f"{page_of('campaign-raised', campaign, name)}?tt=chua-giao"
