"""Nhiệm vụ được giao: the unit says how far it is, that it is done and how, or why it cannot be."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import permissions
from campaigns.models import UnitTask
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_date
from units.workflow import amend_as, move_as

Status = UnitTask.Status
REPORTED = "reported"


@dataclass(frozen=True, kw_only=True)
class Told:
    """Điều đơn vị ghi."""

    status: UnitTask.Status
    owner: str = ""
    result: str = ""
    done_on: date | None = None
    reason: str = ""
    link: str = ""


@transaction.atomic
def report_task(
    task_id: int, *, by: User, told: Told, seen: int | None = None
) -> UnitTask:
    """Ghi việc thực hiện. What is only under way asks for nothing; done and not feasible do."""
    tasks = UnitTask.objects.for_page().select_for_update(of=["self"], no_key=True)
    task = tasks.get(pk=task_id)
    require(permissions.can_report_task(by, task))
    if task.dropped_at:
        raise Refused("Kế hoạch đã sửa, nhiệm vụ này không còn.")
    if task.participation.left_at:
        raise Refused("Đơn vị không còn tham gia phong trào này.")
    audit.require_unchanged(task, seen, by=by, verbs=(REPORTED,))
    _require_whole(told)
    done, unable = told.status == Status.DONE, told.status == Status.UNABLE
    said = {
        "owner": told.owner.strip(), "result": told.result.strip(), "link": told.link.strip(),
        "done_on": told.done_on if done else None,
        "reason": told.reason.strip() if unable else "",
    }  # fmt: skip
    if told.status == task.status:
        amend_as(REPORTED, task, by=by, **said)
        return task
    who = (
        {"done_by": by, "done_at": now()}
        if done
        else {"done_by": None, "done_at": None}
    )
    move_as(REPORTED, task, told.status, by=by, **said, **who)
    return task


def _require_whole(told: Told) -> None:
    """All that is missing at once, each at its field."""
    parts = []
    if told.status == Status.DONE:
        if told.done_on is None:
            parts.append(("done_on", "Ghi ngày xong."))
        elif told.done_on > localdate():
            parts.append(
                (
                    "done_on",
                    f"Chỉ ghi ngày đã đến. Đang nhập: {vn_date(told.done_on)}.",
                )
            )
        if not told.result.strip():
            parts.append(("result", "Ghi kết quả, một hai câu."))
    elif told.status == Status.UNABLE and not told.reason.strip():
        parts.append(("reason", "Ghi lý do không thực hiện được."))
    if parts:
        raise Refused(" ".join(sentence for _, sentence in parts), parts=parts)
