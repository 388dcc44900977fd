"""Công khai danh sách đề nghị: what citizens may read before the council weighs it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from awards import permissions, rulings
from awards.actions._council import lock_council
from awards.deciding.words import names_on
from awards.models import (
    Proposal,
    Publicity,
    PublicityRow,
    PublicityRule,
    Subject,
)
from awards.publicity.veiling import SHORT, Honoured, Veil
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import excerpt
from units.workflow import add, add_all

NO_RULE = (
    "Cơ quan chưa có quy định công khai danh sách đề nghị. Ghi quy định ở trang Quy định dùng "
    "chung, mục Công khai, rồi công khai."
)
GONE = "Có đề nghị vừa được công khai hoặc không còn đủ điều kiện trình. Chọn lại từ danh sách mới."


@transaction.atomic
def open_publicity(
    council_id: int, *, by: User, proposal_ids: Sequence[int]
) -> Publicity:
    """Công khai danh sách đề nghị from today, for the days of the rule; the rows stand."""
    council = lock_council(council_id)
    require(permissions.can_publish_nominees(by, council))
    authority, today = council.parent, localdate()
    rule = rulings.publicity_rule_on(authority, today)
    if authority is None or rule is None or not rule.days_before:
        raise Refused(NO_RULE)
    if not proposal_ids:
        raise Refused("Chọn ít nhất một đề nghị.")
    waiting = Proposal.objects.to_publish(authority.pk, today)
    locked = waiting.select_for_update(of=["self"], no_key=True)
    found = list(locked.filter(pk__in=proposal_ids))
    if len(found) < len(set(proposal_ids)):
        raise Refused(GONE)
    publicity = Publicity(
        unit=council, authority=authority, first_day=today,
        last_day=today + timedelta(days=rule.days_before), basis=rule.basis,
        masked=rule.more, created_by=by,
    )  # fmt: skip
    add(publicity, by=by)
    veil = Veil(rule, today)
    people = [_honoured(one) for one in found]
    called = names_on(today, authority, [one.award for one in found])
    rows = [
        PublicityRow(
            publicity=publicity, position=position, proposal=proposal,
            subject=one.subject, name=veil.name(one), title=veil.title(one),
            award_name=called.get(proposal.award_id, ""),
            proposed_by=_proposer(proposal, rule),
            achievement=excerpt(veil.text(proposal.summary, people), SHORT),
        )
        for position, (proposal, one) in enumerate(zip(found, people, strict=True), 1)
    ]  # fmt: skip
    add_all(rows, by=by)
    return publicity


def _proposer(proposal: Proposal, rule: PublicityRule) -> str:
    """Nơi đề nghị; of a person, or a household, it is the place that the rule masks."""
    hides = rule.masks_post and proposal.subject_kind != Subject.COLLECTIVE
    return "" if hides else proposal.unit.name


def _honoured(proposal: Proposal) -> Honoured:
    person = proposal.honouree
    return Honoured(
        subject=proposal.subject_kind, name=proposal.subject_name,
        title=proposal.subject_title,
        born_on=person.birth_date if person else None,
        born_in=person.birth_year if person else None,
    )  # fmt: skip
