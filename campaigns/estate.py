"""Việc dở dang của một cơ quan: what it leaves when it ends, and what becomes of each."""

from datetime import date

from campaigns.models import Plan
from campaigns.standing import OF_PLAN, RUNNING
from units.estates import Work
from units.models import Unit

Status = Plan.Status
_ANEW = "trả về để soạn lại, ký và cấp số ở đơn vị tiếp nhận"
FATES = {
    Status.DRAFT: "chuyển nguyên bản nháp; tên cơ quan đổi theo đơn vị tiếp nhận, chọn lại "
    "người ký",
    Status.RETURNED: "chuyển cùng lý do trả lại; tên cơ quan đổi theo đơn vị tiếp nhận, chọn "
    "lại người ký",
    Status.SUBMITTED: _ANEW,
    Status.APPROVED: _ANEW,
    Status.SIGNED: _ANEW,
    Status.ISSUED: "đơn vị tiếp nhận làm tiếp; kế hoạch đã ban hành giữ tên cơ quan cũ",
}


def works(unit: Unit, day: date) -> list[Work]:
    """Plans that are not issued, and campaigns that are not over on the last day."""
    left = Plan.objects.left_by(unit, day).select_related("campaign").order_by("pk")
    return [_work(plan) for plan in left]


def _work(plan):
    status = Status(plan.status)
    standing = RUNNING if status == Status.ISSUED else OF_PLAN[status]
    return Work(str(plan), standing.label, FATES[status])
