"""Việc cần làm: invitations to sign, to mend, to open; sessions that were called off."""

from django.urls import reverse
from django.utils.timezone import localtime

from awards.models import Convocation, ConvocationCopy, SessionLetter
from campaigns.inbox import SIGN, Item
from units.models import User
from units.permissions import units_where
from units.wording import excerpt, vn_datetime


def items(user: User) -> list[Item]:
    """At most four queries, of who sits in a council."""
    found: list[Item] = []
    if units_where(user, "sign-convocation"):
        waiting = Convocation.objects.to_sign(user).select_related(
            "unit", "submitted_by"
        )
        found += [_to_sign(one) for one in waiting]
    if mine := units_where(user, "convoke"):
        found += [_returned(one) for one in Convocation.objects.returned_in(mine)]
    found += [_to_open(one) for one in ConvocationCopy.objects.unopened_by(user)]
    today = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    off = SessionLetter.objects.calling_off(user, today)
    return found + [_off(one) for one in off]


def _url(pk: int) -> str:
    return reverse("awards:convocation", args=[pk])


def _to_sign(made: Convocation) -> Item:
    return Item(
        work="duyet", kind="gold", icon="pen", title=f"Ký {made.noun.lower()}: {made}",
        url=_url(made.pk), context=f"{made.submitted_by} trình, {made.unit}", act=SIGN,
        since=made.submitted_at,
    )  # fmt: skip


def _returned(made: Convocation) -> Item:
    return Item(
        work="hoi-dong", kind="warn", icon="arrow-return-left",
        title=f"Sửa {made.noun.lower()} được trả lại: {made}", url=_url(made.pk),
        context=excerpt(made.return_reason, 160), act="Sửa", since=made.created_at,
    )  # fmt: skip


def _to_open(copy: ConvocationCopy) -> Item:
    made = copy.convocation
    session = made.session
    changed = " (thay thế giấy mời trước)" if made.replaces_id else ""
    return Item(
        work="hoi-dong", kind="info", icon="send",
        title=f"Mở {made.noun.lower()} số {made.number_and_symbol}{changed}",
        url=_url(made.pk),
        context=f"{session}, {session.title} · {vn_datetime(session.planned_at)} · "
        f"{session.unit}",
        act="Mở", since=copy.sent_at,
    )  # fmt: skip


def _off(letter: SessionLetter) -> Item:
    session = letter.session
    return Item(
        work="hoi-dong", kind="warn", icon="archive",
        title=f"Đã hủy: {session}, {vn_datetime(session.planned_at)}",
        url=reverse("awards:session", args=[session.pk]),
        context=excerpt(session.cancel_reason, 160), act="Xem", since=letter.made_at,
    )  # fmt: skip
