"""Điều kiện về đơn vị đề nghị, tập thể và phong trào: caps, targets, registration."""

from decimal import Decimal

from django.urls import reverse

from awards.eligibility.facts import place_of, year_of
from awards.eligibility.found import Found
from campaigns.totals import goal_of
from units.numerals import vn_number
from units.wording import vn_date


def cap(rule, proposal, facts, on) -> Found | None:
    year = year_of(proposal)
    if year is None:
        return None
    taken = facts.counts[proposal.unit_id, proposal.award_id, year]
    name = facts.name(proposal.award_id, on)
    if rule.share is None:
        says = f"Đơn vị đề nghị {taken} {name} năm {year}; được {rule.count}."
        return taken <= rule.count, says, {}
    base = facts.counts[proposal.unit_id, rule.of_award_id, year]
    most = int(Decimal(base) * rule.share / 100)
    of_what = facts.name(rule.of_award_id, on)
    says = (
        f"Đơn vị đề nghị {taken} {name} trên {base} {of_what} năm {year}; "
        f"{vn_number(rule.share)}% là {most}."
    )
    return taken <= most, says, {}


def targets(rule, proposal, facts, on) -> Found | None:
    if proposal.campaign_id is None or proposal.collective_id is None:
        return None
    rows = facts.allocations.get((proposal.campaign_id, place_of(proposal)), [])
    reached, short, blank, newest = 0, [], [], None
    for row in rows:
        indicator = row.indicator
        goal = goal_of(indicator, row)
        if goal is None or row.exempted_at is not None:
            continue
        collects = indicator.source == indicator.Source.COLLECTED
        result = row.collected if collects else row.result
        if result is None:
            blank.append(indicator)
            continue
        newest = max(filter(None, (newest, row.result_on)), default=None)
        if goal.reached(result):
            reached += 1
        else:
            short.append(indicator)
    total = reached + len(short) + len(blank)
    if not total:
        return None
    source = f", số đã tiếp nhận đến {vn_date(newest)}" if newest else ""
    says = f"{reached}/{total} chỉ tiêu được giao đạt{source}."
    if short:
        says += f" Chưa đạt: {_names(short)}."
    if blank:
        says += f" Chưa có số liệu: {_names(blank)}."
    address = {"address": reverse("campaigns:campaign", args=[proposal.campaign_id])}
    return reached == total, says, address


def registration(rule, proposal, facts, on) -> Found | None:
    calls = facts.calls.get(proposal.campaign_id, []) if proposal.campaign_id else []
    if not calls:
        return None
    given = facts.undertakings.get((proposal.campaign_id, place_of(proposal)), [])
    late = [one for one in given if one.is_late]
    answered = {one.call_id for one in given if one.status != one.Status.RETURNED}
    missing = [call for call in calls if call.pk not in answered]
    if missing:
        return (
            False,
            f"Đơn vị chưa đăng ký: {'; '.join(call.what for call in missing)}.",
            {},
        )
    if late:
        return False, f"Đơn vị đã đăng ký đủ, {len(late)} nội dung gửi sau hạn.", {}
    return (
        True,
        f"Đơn vị đã đăng ký đúng hạn {len(calls)} nội dung phong trào yêu cầu.",
        {},
    )


def _names(indicators) -> str:
    return ", ".join(one.short_name or one.name for one in indicators[:3]) + (
        f" và {len(indicators) - 3} chỉ tiêu khác" if len(indicators) > 3 else ""
    )
