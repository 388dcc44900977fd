"""Thông báo kết quả xét: sent to each unit when a session is closed, opened by the unit."""

from collections import defaultdict

from django.db import transaction
from django.utils.timezone import localdate, now

from awards import permissions
from awards.models import AgendaItem, CouncilSession, Proposal, ResultLine, ResultNotice
from awards.naming import names_on
from units.models import User
from units.permissions import require
from units.workflow import add_all, amend_as


def tell_units(session: CouncilSession, *, by: User) -> list[ResultNotice]:
    """Thông báo tới từng đơn vị có đề nghị được xét; part of closing the session.

    Of a proposal that was put off and taken up again in the same session the last word counts.
    """
    assert session.opened_at is not None  # what is closed was opened
    day = localdate(session.opened_at)
    weighed = AgendaItem.objects.of_session(session).concluded().for_page()
    last = {item.proposal: item for item in weighed if item.proposal}
    if not last:
        return []
    by_unit: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in last:
        by_unit[proposal.unit_id].append(proposal)
    called = names_on(day, {one.award_id for one in last if one.award_id})
    notices = [
        ResultNotice(
            session=session, unit_id=unit, council=session.unit,
            authority_id=proposals[0].authority_id, number=session.number,
            year=session.year, held_on=day, about=session.title,
            secretary=session.secretary.name if session.secretary else "",
        )
        for unit, proposals in by_unit.items()
    ]  # fmt: skip
    add_all(notices, by=by)
    lines = [
        _line(notice, position, last[proposal], called)
        for notice in notices
        for position, proposal in enumerate(by_unit[notice.unit_id], 1)
    ]
    add_all(lines, by=by)
    return notices


def _line(notice, position, item, called) -> ResultLine:
    award = item.proposal.award
    return ResultLine(
        notice=notice, position=position, proposal=item.proposal, outcome=item.outcome,
        words=item.conclusion, award_name=called.get(award.pk) or award.code,
    )  # fmt: skip


@transaction.atomic
def open_result_notice(notice_id: int, *, by: User) -> ResultNotice:
    """Mở thông báo thay mặt đơn vị: written down of who comes first."""
    rows = ResultNotice.objects.select_for_update(of=["self"], no_key=True)
    notice = rows.select_related("unit").get(pk=notice_id)
    require(permissions.can_open_results(by, notice.unit))
    if notice.opened_at is None:
        amend_as("opened", notice, by=by, opened_at=now(), opened_by=by)
    return notice
