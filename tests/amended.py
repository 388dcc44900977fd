"""Kế hoạch đã ban hành và những lần sửa: what the tests of amending begin with."""

from datetime import date

from campaigns import actions
from campaigns.models import Plan, PlanLine
from tests.drawn import drawn
from tests.factories import Ward, ready_content
from tests.superiors import issue

REASON = "Theo chỉ đạo mới của cấp trên."
OLD = "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."
NEW = "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,30%."


def issued(ward: Ward, number: int = 32) -> Plan:
    """Kế hoạch số 32, đã ban hành."""
    return issue(ward, ready_content(), number=number)


def reword(plan: Plan, old: str, new: str) -> None:
    """The officer writes ``new`` where the working copy says ``old``."""
    PlanLine.objects.filter(plan=plan, text=old).update(text=new)


def amending(ward: Ward, plan: Plan, old: str = OLD, new: str = NEW) -> Plan:
    """Bản sửa đổi đang soạn, one line of it rewritten."""
    draft = actions.begin_amendment(plan.pk, by=ward.officer, reason=REASON)
    reword(draft, old, new)
    return draft


def settle(ward: Ward, draft: Plan, number: int, day: date = date(2023, 9, 1)) -> Plan:
    """Trình, duyệt, ký, cấp số, ban hành; the register's and the signers' part is made short."""
    actions.submit_plan(draft.pk, by=ward.officer)
    drawn(Plan.objects.get(pk=draft.pk))
    actions.approve_plan(draft.pk, by=ward.leader)
    actions.record_signature(draft.pk, by=ward.leader)
    actions.record_issue(
        draft.pk, by=ward.clerk, number=number, issued_on=day, code=f"CODE{number:04d}",
        target_code="TARGET32",
    )  # fmt: skip
    return Plan.objects.get(pk=draft.pk)
