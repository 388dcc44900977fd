"""Việc cần làm: submissions to sign, given back, waiting to be written, and their answers."""

from django.urls import reverse

from awards import permissions
from awards.models import Proposal, Submission
from campaigns.inbox import SIGN, Item
from units.models import User
from units.permissions import units_where
from units.wording import excerpt, vn_date


def items(user: User) -> list[Item]:
    """None of who neither drafts nor signs."""
    drafts = permissions.submits_for(user)
    found: list[Item] = []
    if units_where(user, "sign-submission"):
        waiting = Submission.objects.to_sign(user).for_page()
        found += [_to_sign(one) for one in waiting]
    if drafts:
        found += [_returned(one) for one in Submission.objects.returned_in(drafts)]
        found += [_waits(one) for one in Submission.objects.unanswered_in(drafts)]
        if count := Proposal.objects.submittable_in(drafts):
            found.append(_to_draft(count))
    return found


def _to_sign(one: Submission) -> Item:
    return Item(
        work="duyet", kind="gold", icon="pen", title=f"Ký tờ trình: {one}",
        url=reverse("awards:submission", args=[one.pk]),
        context=f"{one.submitted_by} trình, {one.authority}", act=SIGN,
        since=one.submitted_at,
    )  # fmt: skip


def _returned(one: Submission) -> Item:
    return Item(
        work="khen-thuong", kind="warn", icon="arrow-return-left",
        title=f"Sửa tờ trình được trả lại: {one}",
        url=reverse("awards:submission", args=[one.pk]),
        context=excerpt(one.return_reason, 160), act="Sửa", since=one.created_at,
    )  # fmt: skip


def _waits(one) -> Item:
    return Item(
        work="khen-thuong", kind="info", icon="hourglass-split",
        title=f"Chờ cấp trên trả lời {one.waiting} trường hợp: Tờ trình số "
        f"{one.number_and_symbol}",
        url=reverse("awards:submission", args=[one.pk]),
        context=f"Trình {one.superior_name} ngày {vn_date(one.issued_on)}", act="Xem",
        since=one.submitted_at,
    )  # fmt: skip


def _to_draft(count: int) -> Item:
    return Item(
        work="khen-thuong", kind="info", icon="send",
        title=f"Lập tờ trình cấp trên cho {count} đề nghị đã thông qua",
        url=reverse("awards:submission-start"),
        context="Hội đồng đã thông qua hình thức do cấp trên tặng", act="Lập",
    )  # fmt: skip
