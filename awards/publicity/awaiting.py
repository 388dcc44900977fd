"""Đã hết thời gian công khai chưa: said to the council of what it weighs. It blocks nothing."""

from datetime import date

from django.utils.timezone import localdate, localtime

from awards import rulings
from awards.council.reading import Agenda
from awards.models import CouncilSession, PublicityRow
from units.wording import vn_date


def advice_of(agenda: Agenda) -> tuple[str, str] | None:
    """Kind and sentence; None: the rule shows no nominees, or the session is over.

    Before it is opened, of the day for which it is planned. One query without a rule, else two.
    """
    session = agenda.session
    ids = [row.item.proposal_id for row in agenda.weighed if row.item.proposal_id]
    if not ids or session.status not in CouncilSession.PLANNING:
        return None
    rule = rulings.publicity_rule_on(session.unit.parent, localdate())
    if rule is None or not rule.days_before:
        return None
    day = max(localdate(), localtime(session.planned_at).date())
    if session.status == CouncilSession.Status.RUNNING:
        day = localdate()
    return _said(ids, PublicityRow.objects.last_days(ids), day)


def _said(ids: list[int], last: dict[int, date], day: date) -> tuple[str, str]:
    said = []
    if unshown := sum(pk not in last for pk in ids):
        said.append(f"{unshown} đề nghị chưa công khai theo quy định của cơ quan.")
    running = [until for until in last.values() if until >= day]
    if running:
        said.append(
            f"{len(running)} đề nghị còn công khai đến hết ngày {vn_date(max(running))}."
        )
    if said:
        return "warn", " ".join(said)
    return "info", "Đã hết thời gian công khai của mọi đề nghị trong chương trình."
