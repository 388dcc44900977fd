"""Việc cần làm về đề nghị khen thưởng: to mend, to confirm, to receive, to appraise, to answer."""

from django.db.models import Count
from django.urls import reverse

from awards.models import OpinionRequest, Proposal, ProposalReturn
from awards.models.proposals import Status
from awards.permissions import proposals as permissions
from campaigns.inbox import Item
from units.models import User
from units.wording import excerpt, vn_number

MOST = 20  # that are told one by one


def items(user: User) -> list[Item]:
    """Four questions at most, however many proposals there are."""
    if not user.roles:
        return []
    return [
        *_to_mend(user), *_to_confirm(user), *_to_weigh(user), *_to_answer(user),
    ]  # fmt: skip


def _to_mend(user: User) -> list[Item]:
    """Bị trả lại: by the authority, or by the head of the unit."""
    own = permissions.writes_somewhere(user)
    if not own:
        return []
    found = Proposal.objects.to_mend(own)[:MOST]
    told = {}
    if any(one.status == Status.RETURNED for one in found):
        returns = ProposalReturn.objects.open().filter(proposal__in=found)
        told = {row.proposal_id: row for row in returns}
    return [_mend(one, told.get(one.pk)) for one in found]


def _mend(one: Proposal, returned: ProposalReturn | None) -> Item:
    reason = returned.reason if returned else one.given_back_because
    who = one.authority if returned else "Thủ trưởng"
    return Item(
        work="khen-thuong",
        kind="warn",
        icon="arrow-return-left",
        title=f"Bổ sung đề nghị khen thưởng: {one}",
        url=reverse("awards:proposal-edit", args=[one.pk]),
        context=f"{who} trả lại: “{excerpt(' '.join(reason.split()), 110)}”",
        act="Bổ sung",
        since=returned.returned_at if returned else None,
        deadline=returned.due_on if returned else None,
    )


def _to_confirm(user: User) -> list[Item]:
    """Chờ thủ trưởng xác nhận: one line a unit; not what is the person's own."""
    led = permissions.confirms_somewhere(user)
    if not led:
        return []
    waiting = (
        Proposal.objects.to_confirm(led)
        .not_own_of(user.pk)
        .order_by()
        .values("unit__short_name", "authority__short_name")
        .annotate(amount=Count("pk"))
        .order_by("unit")
    )
    return [
        Item(
            work="khen-thuong",
            kind="gold",
            icon="check2-square",
            title=f"Xác nhận {vn_number(row['amount'])} đề nghị khen thưởng",
            url=reverse("awards:proposals-confirm"),
            context=f"{row['unit__short_name']} gửi {row['authority__short_name']}",
            act="Xem và xác nhận",
        )
        for row in waiting
    ]


def _to_weigh(user: User) -> list[Item]:
    """Chờ tiếp nhận, đang thẩm định: one line for each; not what is the person's own work."""
    authorities = permissions.appraises_somewhere(user)
    if not authorities:
        return []
    rows = (
        Proposal.objects.in_state(Status.SENT, Status.APPRAISING)
        .filter(authority__in=authorities)
        .not_own_of(user.pk)
        .order_by()
        .values("status")
        .annotate(amount=Count("pk"))
    )
    amounts = {row["status"]: row["amount"] for row in rows}
    told = (
        (Status.SENT, "Tiếp nhận", "da-nop", "inbox", "Tiếp nhận"),
        (Status.APPRAISING, "Thẩm định", "tham-dinh", "eye", "Xem"),
    )
    return [
        Item(
            work="khen-thuong",
            kind="info",
            icon=icon,
            title=f"{verb} {vn_number(amounts[status])} đề nghị khen thưởng",
            url=f"{reverse('awards:proposal-list')}?tt={slug}",
            context="Đề nghị các đơn vị gửi đến",
            act=act,
        )
        for status, verb, slug, icon, act in told
        if amounts.get(status)
    ]


def _to_answer(user: User) -> list[Item]:
    """Cơ quan khác hỏi hiệp y, lấy ý kiến."""
    own = permissions.answers_somewhere(user)
    if not own:
        return []
    asked = OpinionRequest.objects.to_answer(own)
    return [
        Item(
            work="khen-thuong",
            kind="info",
            icon="chat-left-text",
            title=f"Trả lời: {one.get_purpose_display().lower()}",
            url=reverse("awards:opinion", args=[one.pk]),
            context=f"{one.authority} hỏi: “{excerpt(' '.join(one.question.split()), 100)}”",
            act="Trả lời",
            since=one.asked_at,
            deadline=one.due_on,
        )
        for one in asked.select_related("authority").order_by("due_on", "pk")[:MOST]
    ]
