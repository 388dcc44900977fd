"""Khó khăn, kiến nghị: to whom the host gives one to answer, and the answer."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import permissions
from campaigns.actions.progress.locking import lock_report
from campaigns.models import ProgressReport, RaisedItem
from campaigns.owed import answering
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_date, vn_datetime
from units.workflow import amend_as


@transaction.atomic
def assign_raised(
    item_id: int, *, by: User, owner_id: int, due_on: date | None
) -> RaisedItem:
    """Giao trả lời: who answers, by when. Given again to another until it is answered."""
    item = _lock(item_id)
    require(permissions.can_assign_raised(by, item.campaign))
    _require_sent(item)
    if item.answered_at is not None:
        raise Refused(
            f"{item.answered_by} đã trả lời lúc {vn_datetime(item.answered_at)}."
        )
    owner = answering(item.campaign.host).filter(pk=owner_id).first()
    if owner is None:
        raise Refused(
            "Chọn cơ quan phát động hoặc một đơn vị trực thuộc để trả lời.", at="owner"
        )
    if owner.pk == item.unit_id:
        raise Refused(
            f"{owner} nêu kiến nghị này nên không tự trả lời; chọn đơn vị khác.",
            at="owner",
        )
    if due_on is not None and due_on < localdate():
        raise Refused(
            f"Ngày trả lời phải từ hôm nay trở đi. Đang nhập: {vn_date(due_on)}.",
            at="due_on",
        )
    amend_as("assigned", item, by=by, owner=owner, due_on=due_on)
    return item


@transaction.atomic
def answer_raised(item_id: int, *, by: User, answer: str) -> RaisedItem:
    """Trả lời: read at once by the unit in its report. Who answered may say it better."""
    item = _lock(item_id)
    require(permissions.can_answer_raised(by, item))
    _require_sent(item)
    if item.answered_at is not None and item.answered_by_id != by.pk:
        raise Refused(
            f"{item.answered_by} đã trả lời lúc {vn_datetime(item.answered_at)}."
        )
    if not answer.strip():
        raise Refused("Ghi nội dung trả lời.", at="answer")
    amend_as(
        "answered",
        item,
        by=by,
        answer=answer.strip(),
        answered_by=by,
        answered_at=now(),
    )
    return item


def _lock(item_id: int) -> RaisedItem:
    """The report's row is the lock for its items: who writes on one waits for who answers it."""
    report = RaisedItem.objects.values_list("report", flat=True).get(pk=item_id)
    lock_report(report)
    items = RaisedItem.objects.select_related(
        "campaign__host__kind", "campaign__host__parent", "unit", "owner", "answered_by",
        "report",
    )  # fmt: skip
    return items.select_for_update(of=["self"], no_key=True).get(pk=item_id)


def _require_sent(item: RaisedItem) -> None:
    if item.report.status == ProgressReport.Status.DRAFT:
        raise Refused(
            "Đơn vị đã rút báo cáo có kiến nghị này về để sửa; chờ đơn vị nộp lại."
        )
