"""Việc cần làm: decisions to sign, decisions given back, and what waits for a decision."""

from django.urls import reverse

from awards import permissions
from awards.models import Decision, Proposal
from campaigns.inbox import SIGN, Item
from units.models import User
from units.permissions import units_where
from units.wording import excerpt


def items(user: User) -> list[Item]:
    """At most three queries; none of who neither drafts nor signs."""
    drafts = permissions.drafts_for(user)
    found: list[Item] = []
    if units_where(user, "sign-decision"):
        waiting = Decision.objects.to_sign(user).select_related(
            "authority", "submitted_by"
        )
        found += [_to_sign(one) for one in waiting]
    if drafts:
        found += [_returned(one) for one in Decision.objects.returned_in(drafts)]
        if count := Proposal.objects.waiting_in(drafts):
            found.append(_to_draft(count))
    return found


def _to_sign(decision: Decision) -> Item:
    return Item(
        work="duyet", kind="gold", icon="pen", title=f"Ký quyết định: {decision}",
        url=reverse("awards:decision", args=[decision.pk]),
        context=f"{decision.submitted_by} trình, {decision.authority}", act=SIGN,
        since=decision.submitted_at,
    )  # fmt: skip


def _returned(decision: Decision) -> Item:
    return Item(
        work="khen-thuong", kind="warn", icon="arrow-return-left",
        title=f"Sửa quyết định được trả lại: {decision}",
        url=reverse("awards:decision", args=[decision.pk]),
        context=excerpt(decision.return_reason, 160), act="Sửa",
        since=decision.created_at,
    )  # fmt: skip


def _to_draft(count: int) -> Item:
    return Item(
        work="khen-thuong", kind="info", icon="award",
        title=f"Lập quyết định cho {count} đề nghị đã thông qua",
        url=reverse("awards:decision-start"),
        context="Hội đồng đã thông qua, chưa có trong quyết định nào", act="Lập",
    )  # fmt: skip
