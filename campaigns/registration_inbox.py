"""Việc cần làm về đăng ký: what units owe, what waits at the host, pacts to agree to."""

from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns import permissions
from campaigns.inbox import Item
from campaigns.models import Pact, Undertaking
from campaigns.registering import SOON, Answer, Taking, of_person
from campaigns.report_links import page_of
from units.models import ClusterMember, Membership, User
from units.wording import excerpt, vn_date, vn_number

TOLD_LATE = 90  # days after the last day for which a unit is reminded
NUDGED = 7  # days for which a nudge keeps a call without a near day on the list
Role = Membership.Role
Status = Undertaking.Status


def items(user: User) -> list[Item]:
    """Registrations to send or to mend, then to decide, then pacts."""
    if not user.roles:
        return []
    today = localdate()
    return [*_own(user, today), *_received(user), *_pacts(user, today)]


def _own(user: User, today: date) -> list[Item]:
    found = []
    for taking in of_person(user, today):
        if not permissions.can_register(user, taking.participation):
            continue
        found += [
            _missing(answer, today)
            for answer in taking.answers
            if _is_due(answer, today)
        ]
        found += _returned(taking)
    return found


def _is_due(answer: Answer, today: date) -> bool:
    """To be told as work: due soon or lately overdue, or the host has just asked for it."""
    if not answer.missing:
        return False
    nudge, due = answer.nudge, answer.due_on
    if nudge is not None and nudge.sent_on >= today - timedelta(NUDGED):
        return True
    return due is not None and today - timedelta(TOLD_LATE) <= due <= today + timedelta(
        SOON
    )


def _missing(answer: Answer, today: date) -> Item:
    taking, call = answer.participation, answer.call
    assert call is not None, "only a call is owed"
    drafts = [one for one in answer.given if one.status == Status.DRAFT]
    if drafts:
        url = reverse("campaigns:undertaking-edit", args=[drafts[0].pk])
    else:
        url = reverse("campaigns:registration-begin", args=[taking.pk])
        url += f"?yeu-cau={call.pk}"
    nudge = answer.nudge
    told = f" · đôn đốc ngày {vn_date(nudge.sent_on)}" if nudge else ""
    return Item(
        work="dang-ky",
        kind="warn" if nudge else "",
        icon="bell" if nudge else "pencil",
        title=f"Đăng ký {vn_number(answer.missing)} {excerpt(call.what, 90)}",
        url=url,
        context=f"{taking.unit} · {excerpt(taking.campaign.name, 90)}{told}",
        act="Viết tiếp" if drafts else "Đăng ký",
        deadline=answer.due_on,
    )


def _returned(taking: Taking) -> list[Item]:
    return [
        Item(
            work="dang-ky",
            kind="warn",
            icon="arrow-return-left",
            title=f"Sửa đăng ký bị trả lại: {excerpt(str(one), 90)}",
            url=reverse("campaigns:undertaking-edit", args=[one.pk]),
            context=f"{one.unit} · “{excerpt(one.return_reason, 90)}”",
            act="Sửa",
            since=one.returned_at,
        )
        for one in taking.given
        if one.status == Status.RETURNED and not one.entered_for_unit
    ]


def _received(user: User) -> list[Item]:
    """One line a campaign, however many were sent."""
    if not user.units_as(Role.OFFICER, Role.SECRETARY):
        return []
    waiting = (
        Undertaking.objects.to_receive(user)
        .order_by()
        .values("campaign", "campaign__name")
        .annotate(amount=Count("pk"))
        .order_by("campaign")
    )
    return [
        Item(
            work="dang-ky",
            kind="info",
            icon="inbox",
            title=f"Duyệt {vn_number(row['amount'])} đăng ký mô hình, công trình",
            url=_board(row["campaign"], row["campaign__name"]),
            context=excerpt(row["campaign__name"], 120),
            act="Xem",
        )
        for row in waiting
    ]


def _pacts(user: User, today: date) -> list[Item]:
    """Giao ước chờ đơn vị mình đồng ý."""
    own = user.units_as(Role.OFFICER, Role.LEADER)
    if not own:
        return []
    members = ClusterMember.objects.on(today).filter(unit__in=own)
    places = dict(members.values_list("cluster", "unit"))
    if not places:
        return []
    pacts = Pact.objects.open().filter(cluster__in=places).select_related("cluster")
    found = []
    for pact in pacts.prefetch_related("agreements").order_by("pk"):
        agreed = {one.unit_id for one in pact.agreements.all() if not one.lapsed_at}
        if places[pact.cluster_id] in agreed:
            continue
        found.append(
            Item(
                work="cum",
                kind="info",
                icon="journal-check",
                title=f"Đọc và đồng ý giao ước: {excerpt(pact.name, 90)}",
                url=reverse("campaigns:pact", args=[pact.pk]),
                context=str(pact.cluster),
                act="Xem",
            )
        )
    return found


def _board(campaign: int, name: str) -> str:
    return f"{page_of('campaign-registrations', campaign, name)}?tt=cho"
