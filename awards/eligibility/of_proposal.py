"""Điều kiện của chính đề nghị: its award, its authority, who made it."""

from django.urls import reverse

from awards.eligibility.found import Found
from awards.models import Subject
from units.models.managers import is_in_force
from units.wording import vn_date


def conferral(rule, proposal, facts, on) -> Found:
    rows = facts.conferrals.get(proposal.award_id, [])
    authority = proposal.authority
    name = facts.name(proposal.award_id, on)
    here = [row for row in rows if row.kind_id == authority.kind_id]
    now = [row for row in here if is_in_force(row, on)]
    address = {"address": reverse("awards:unit-authority", args=[authority.pk])}
    if now:
        return True, f"{now[0].decided_by} quyết định tặng {name}.", address
    if proposal.award.decided_above:
        who = proposal.award.decided_above
        return (
            False,
            f"{name} do {who} quyết định: {authority} xét, trình cấp trên.",
            address,
        )
    gone = [row for row in here if row.valid_to and row.valid_to < on]
    if gone:
        until = vn_date(max(row.valid_to for row in gone))
        says = f"Người đứng đầu {authority} chỉ được tặng {name} đến hết ngày {until}."
        return False, says, address
    says = f"Người đứng đầu {authority} không có thẩm quyền tặng {name} vào ngày {vn_date(on)}."
    return False, says, address


def fits(rule, proposal, facts, on) -> Found:
    whom = proposal.subject_kind
    label = Subject(whom).label if whom else "đối tượng chưa rõ"
    name = facts.name(proposal.award_id, on)
    if whom in proposal.award.subjects:
        return True, f"{name} tặng cho {label}.", {}
    only = proposal.award.subjects_in_words
    return (
        False,
        f"{name} chỉ tặng cho {only}, không tặng cho {label}.",
        {"field": "award"},
    )


def conflict(rule, proposal, facts, on) -> Found | None:
    if proposal.honouree is None or proposal.honouree.account_id is None:
        return None
    own = proposal.honouree.account_id
    if own in (proposal.created_by_id, proposal.sent_by_id, proposal.confirmed_by_id):
        return (
            False,
            "Người lập, người xác nhận đề nghị chính là người được đề nghị.",
            {},
        )
    return True, "Người được đề nghị không tự lập, tự xác nhận đề nghị này.", {}


def dissolved(rule, proposal, facts, on) -> Found | None:
    unit = proposal.collective
    if unit is None:
        return None
    if unit.has_ended(on):
        return (
            False,
            f"{unit} đã kết thúc hoạt động từ sau ngày {vn_date(unit.valid_to)}.",
            {},
        )
    return True, f"{unit} đang hoạt động vào ngày {vn_date(on)}.", {}
