"""Khó khăn, kiến nghị: to whom the host gives one to answer, and the answer; giải trình: which
figure the host asks a unit to explain.
"""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import permissions
from campaigns.actions.progress.locking import lock_report
from campaigns.models import Allocation, ProgressReport, RaisedItem
from campaigns.owed import answering
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_date, vn_datetime
from units.workflow import add, amend_as, remove


@transaction.atomic
def assign_raised(
    item_id: int, *, by: User, owner_id: int, due_on: date | None
) -> RaisedItem:
    """Giao trả lời: who answers, by when. Given again to another until it is answered."""
    item = _lock(item_id)
    require(permissions.can_assign_raised(by, item.campaign))
    if item.is_explanation:
        raise Refused("Yêu cầu giải trình do chính đơn vị có số liệu ấy trả lời.")
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


@transaction.atomic
def ask_explanation(
    allocation_id: int, *, by: User, text: str, due_on: date | None
) -> RaisedItem:
    """Yêu cầu giải trình một số liệu: the unit finds it among its work, and answers here."""
    rows = Allocation.objects.select_related("campaign__host", "unit", "participation")
    row = rows.select_for_update(of=["self"], no_key=True).get(pk=allocation_id)
    require(permissions.can_ask_explanation(by, row.campaign))
    if row.participation.left_at is not None:
        raise Refused("Đơn vị không còn tham gia phong trào này.")
    if not text.strip():
        raise Refused("Ghi cần giải trình điều gì.", at="text")
    if due_on is not None and due_on < localdate():
        raise Refused(
            f"Ngày trả lời phải từ hôm nay trở đi. Đang nhập: {vn_date(due_on)}.",
            at="due_on",
        )
    item = RaisedItem(
        kind=RaisedItem.Kind.EXPLAIN, allocation=row, campaign=row.campaign,
        unit=row.campaign.host, owner=row.unit, text=text.strip(), due_on=due_on,
    )  # fmt: skip
    add(item, by=by)
    return item


@transaction.atomic
def drop_explanation(item_id: int, *, by: User) -> None:
    """Thôi yêu cầu giải trình, while nobody has answered."""
    item = _lock(item_id)
    require(permissions.can_ask_explanation(by, item.campaign))
    if not item.is_explanation:
        raise Refused("Chỉ thôi được yêu cầu giải trình; kiến nghị là của đơn vị nêu.")
    if item.answered_at is not None:
        raise Refused(
            f"{item.answered_by} đã giải trình lúc {vn_datetime(item.answered_at)}."
        )
    remove(item, by=by)


def _lock(item_id: int) -> RaisedItem:
    """The report's row is the lock for its items: who writes on one waits for who answers it."""
    report = RaisedItem.objects.values_list("report", flat=True).get(pk=item_id)
    if report is not None:
        lock_report(report)
    items = RaisedItem.objects.select_related(
        "campaign__host__kind", "campaign__host__parent", "unit", "owner", "answered_by",
        "report",
    )  # fmt: skip
    return items.select_for_update(of=["self"], no_key=True).get(pk=item_id)


def _require_sent(item: RaisedItem) -> None:
    if item.report and item.report.status == ProgressReport.Status.DRAFT:
        raise Refused(
            "Đơn vị đã rút báo cáo có kiến nghị này về để sửa; chờ đơn vị nộp lại."
        )
