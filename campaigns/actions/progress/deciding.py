"""Duyệt, trả lại đăng ký; hủy duyệt; cho đăng ký muộn: what the host does."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import permissions
from campaigns.actions.progress.registering import lock_undertaking
from campaigns.models import (
    LatePermission,
    Participation,
    RegistrationCall,
    Undertaking,
)
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_date, vn_datetime
from units.workflow import add, amend_as, move, move_as

Status = Undertaking.Status


@transaction.atomic
def approve_undertaking(undertaking_id: int, *, by: User) -> Undertaking:
    """Duyệt: from now on it counts, and the unit carries it out."""
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_decide_registration(by, undertaking))
    if undertaking.status == Status.APPROVED:
        raise Refused(
            f"{undertaking.approved_by} đã duyệt đăng ký này lúc "
            f"{vn_datetime(undertaking.approved_at)}."
        )
    _require_sent(undertaking)
    move(undertaking, Status.APPROVED, by=by, approved_by=by, approved_at=now())
    return undertaking


@transaction.atomic
def return_undertaking(undertaking_id: int, *, by: User, reason: str) -> Undertaking:
    """Trả lại, with what is to be mended."""
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_decide_registration(by, undertaking))
    _require_sent(undertaking)
    if not reason.strip():
        raise Refused("Ghi lý do trả lại để đơn vị biết cần sửa gì.", at="reason")
    move(
        undertaking, Status.RETURNED, by=by, return_reason=reason.strip(), returned_by=by,
        returned_at=now(),
    )  # fmt: skip
    return undertaking


@transaction.atomic
def undo_approval(undertaking_id: int, *, by: User, reason: str) -> Undertaking:
    """Hủy duyệt: it waits again, to be returned or approved."""
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_decide_registration(by, undertaking))
    if undertaking.status != Status.APPROVED:
        raise Refused("Chỉ hủy được việc duyệt của đăng ký đã duyệt.")
    if undertaking.stage:
        raise Refused("Mô hình đang là điển hình. Thôi chọn làm điển hình trước.")
    if not reason.strip():
        raise Refused("Ghi lý do hủy duyệt.", at="reason")
    audit.write(
        "undertaking.approval_undone", undertaking, by=by, reason=reason.strip()
    )
    move_as(
        "reopened", undertaking, Status.SUBMITTED, by=by, approved_by=None,
        approved_at=None,
    )  # fmt: skip
    return undertaking


@transaction.atomic
def permit_late(
    participation_id: int, call_id: int, *, by: User, until: date, reason: str
) -> LatePermission:
    """Cho đăng ký muộn: one unit, one call, until a day. A new day replaces the one before."""
    rows = Participation.objects.select_related("campaign__host", "unit")
    taking = rows.select_for_update(of=["self"], no_key=True).get(pk=participation_id)
    require(permissions.can_receive_registrations(by, taking.campaign))
    call = RegistrationCall.objects.filter(campaign=taking.campaign_id).get(pk=call_id)
    if call.due_on is None:
        raise Refused("Yêu cầu này không có hạn nên không cần cho đăng ký muộn.")
    if not reason.strip():
        raise Refused("Ghi lý do cho đăng ký muộn.", at="reason")
    if until < localdate() or until <= call.due_on:
        raise Refused(
            f"Ngày cho đăng ký muộn phải sau hạn {vn_date(call.due_on)} và chưa qua. "
            f"Đang nhập: {vn_date(until)}.",
            at="until",
        )
    for before in taking.late_permissions.filter(call=call, closed_at=None):
        amend_as("replaced", before, by=by, closed_at=now())
    permission = LatePermission(
        call=call, participation=taking, campaign=taking.campaign, unit=taking.unit,
        until=until, reason=reason.strip(), opened_by=by,
    )  # fmt: skip
    add(permission, by=by)
    return permission


@transaction.atomic
def end_late_permission(permission_id: int, *, by: User) -> LatePermission:
    """Thôi cho đăng ký muộn."""
    rows = LatePermission.objects.for_page()
    permission = rows.select_for_update(of=["self"], no_key=True).get(pk=permission_id)
    require(permissions.can_receive_registrations(by, permission.campaign))
    if permission.closed_at is not None:
        raise Refused("Việc cho đăng ký muộn này đã thôi.")
    amend_as("ended", permission, by=by, closed_at=now())
    return permission


def _require_sent(undertaking):
    if undertaking.status != Status.SUBMITTED:
        raise Refused(
            f"Đăng ký đang ở trạng thái “{undertaking.get_status_display()}”, không phải chờ "
            "duyệt."
        )
