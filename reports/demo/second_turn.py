"""Trình lần hai: a plan that came back once, so that its two submissions can be compared."""

from datetime import date

from campaigns import actions
from campaigns.actions import LineEdit
from campaigns.content import Comparator
from campaigns.fingerprint import fingerprint
from campaigns.models import Plan, PlanLine
from campaigns.outline import LineKind
from reports.demo.working_copies import CLEANED, CLEANED_FIRST, VISITS, summed_up
from units.models import User

_REASON = (
    "Hai tuyến với mỗi tổ dân phố là nhiều trong ba tuần: sửa thành ít nhất 01 tuyến và giữ sạch "
    "lâu dài. Thêm việc thăm gia đình chính sách; trình khen thưởng sớm hơn."
)


def send_back(plan: Plan, *, by: User, leader: User) -> None:
    actions.submit_plan(plan.pk, by=by)
    actions.return_plan(plan.pk, by=leader, reason=_REASON)


def correct(plan: Plan, year: int, *, by: User) -> None:
    """What the leader asked for; a mark is kept before the last of it."""
    cleaned = plan.lines.get(text=CLEANED_FIRST)
    rewrite(plan, cleaned, CLEANED, by)
    (target,) = cleaned.target_notes.all()
    actions.edit_note(
        target.pk, "chi-tieu", by=by, value=1, comparator=Comparator.AT_LEAST.value,
        shown="ít nhất 01",
    )  # fmt: skip
    actions.insert_line(
        plan.pk, by=by, after=cleaned.pk, kind=LineKind.ITEM.value, text=VISITS
    )
    actions.keep_version(plan.pk, by=by, name="Gửi các tổ dân phố góp ý")
    summed = plan.lines.get(text=summed_up(year, 15))
    rewrite(plan, summed, summed_up(year, 12), by)
    (deadline,) = summed.deadline_notes.all()
    actions.edit_note(deadline.pk, "thoi-han", by=by, due_on=date(year, 1, 12))


def rewrite(plan: Plan, line: PlanLine, text: str, by: User) -> None:
    edit = LineEdit(
        pk=line.pk, kind=line.kind, text=text, seen=fingerprint(line),
        marker=line.marker, is_title=line.is_title,
    )  # fmt: skip
    actions.save_lines(plan.pk, by=by, edits=[edit])
