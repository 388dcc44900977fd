"""The plan's row is the lock for its lines, notes and recipients.

``require_places`` asks whether a return with few open places lets these be changed.
"""

from collections.abc import Iterable

from django.db.models import F
from django.utils.timezone import now

from campaigns import permissions
from campaigns.models import Plan, PlanLine, ReturnPlace
from campaigns.opening import opening_of, part_of
from units.errors import Refused
from units.permissions import require
from units.vietnamese import stored
from units.wording import vn_datetime

LINE_GONE = (
    "Dòng này đã bị xóa trong lúc anh/chị soạn. Tải lại trang để xem bản mới nhất."
)
PLAN_GONE = "Kế hoạch này vừa được bỏ vào thùng rác."


def lock(plan_id: int) -> Plan:
    """The plan, its row locked until the transaction ends."""
    plans = Plan.objects.select_related(
        "campaign", "issuer", "signer__user", "signer__unit", "effect"
    ).select_for_update(of=["self"], no_key=True)
    # Where its authority was changed while we waited for the row, the database finds it no
    # more by the old one; the second look does.
    plan = plans.filter(pk=plan_id).first() or plans.filter(pk=plan_id).first()
    if plan is None:
        raise Refused(PLAN_GONE)
    return plan


def lock_open(plan_id: int, by) -> Plan:
    """The plan, locked, if ``by`` may edit it and it is still being written."""
    plan = lock(plan_id)
    require(permissions.can_edit(by, plan))
    if not plan.is_open:
        raise Refused(
            f"Kế hoạch đang ở trạng thái “{plan.get_status_display()}” nên không sửa được. "
            "Muốn sửa, đề nghị lãnh đạo trả lại hoặc rút về khi chưa duyệt."
        )
    return plan


def where_it_stands(plan: Plan) -> str:
    """One sentence for who comes too late: who brought the plan to where it is, and when."""
    sent = f"{plan.submitted_by} đã trình kế hoạch này lúc {vn_datetime(plan.submitted_at)}"
    approved = (
        f"{plan.approved_by} đã duyệt kế hoạch này lúc {vn_datetime(plan.approved_at)}"
    )
    return {
        Plan.Status.DRAFT: "Kế hoạch đang là bản nháp.",
        Plan.Status.SUBMITTED: f"{sent}, đang chờ duyệt.",
        Plan.Status.RETURNED: "Kế hoạch đã được trả lại để sửa.",
        Plan.Status.APPROVED: f"{approved}, đang chờ ký số.",
        Plan.Status.SIGNED: f"{approved}, đã ký, chờ cấp số.",
        Plan.Status.ISSUED: "Kế hoạch đã ban hành.",
    }[Plan.Status(plan.status)]


def lock_line(line_id: int, by) -> tuple[Plan, PlanLine]:
    """A line and its plan, locked and open; refused where a colleague has removed the line."""
    plan_id = (
        PlanLine.objects.values_list("plan_id", flat=True).filter(pk=line_id).first()
    )
    plan = lock_open(plan_id, by) if plan_id else None
    line = PlanLine.objects.filter(pk=line_id).first()
    if plan is None or line is None:
        raise Refused(LINE_GONE)
    return plan, line


def require_places(
    plan: Plan, *, lines: Iterable[int | None] = (), parts: Iterable[str] = ()
) -> None:
    """Refused where one of them is closed; the caller holds the plan's lock."""
    lines, parts = list(lines), list(parts)
    if not lines and not parts:
        return
    opening = opening_of(plan)
    if opening is not None and not opening.covers(lines, parts):
        raise Refused(opening.sentence)


def require_fields(record, plan: Plan, changes: dict) -> None:
    """Likewise of the fields of the plan or its campaign that would really be another."""
    parts = {
        part_of(name)
        for name, value in changes.items()
        if getattr(record, name) != (stored(value) if isinstance(value, str) else value)
    }
    require_places(plan, parts=sorted(parts))


def open_line(plan: Plan, line: PlanLine) -> None:
    """A new line beside an open one is open, too."""
    if opening := opening_of(plan):
        ReturnPlace.objects.create(returned=opening.returned, line=line)


def touch(plan: Plan) -> None:
    """A change was saved: the version grows, which also renews previews."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1, changed_at=now())
