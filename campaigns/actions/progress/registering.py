"""Đăng ký mô hình, công trình: what a unit does, and its authority on its behalf."""

from datetime import date
from decimal import Decimal
from types import EllipsisType
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate, now

from campaigns import permissions
from campaigns.models import (
    LatePermission,
    Participation,
    RegistrationCall,
    Undertaking,
)
from campaigns.registering import lacks
from units import audit
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend, amend_as, move, remove_whole

Kind, Status = Undertaking.Kind, Undertaking.Status
GONE = "Đơn vị không còn tham gia phong trào này nên không đăng ký được nữa."


class Facts(TypedDict, total=False):
    """Điều đơn vị ghi; what is not mentioned stays."""

    kind: str
    name: str
    description: str
    place: str
    cost: Decimal | None
    funding: str
    person_in_charge: str
    starts_on: date | None
    ends_on: date | None


class Done(TypedDict, total=False):
    """Việc thực hiện."""

    begun_on: date | None
    finished_on: date | None
    inaugurated_on: date | None
    plaque_on: date | None
    actual_cost: Decimal | None
    outcome: str


@transaction.atomic
def begin_undertaking(
    participation_id: int, *, by: User, call_id: int | None = None,
    **facts: Unpack[Facts],
) -> Undertaking:  # fmt: skip
    """Bắt đầu một đăng ký: a draft, of which nothing is asked yet but its kind."""
    taking = _lock_taking(participation_id)
    require(permissions.can_register(by, taking))
    return _begin(taking, call_id, by, facts)


@transaction.atomic
def register_for_unit(
    participation_id: int, *, by: User, provenance: str, call_id: int | None = None,
    **facts: Unpack[Facts],
) -> Undertaking:  # fmt: skip
    """Nhập thay: from the paper that the unit sent, which is named."""
    taking = _lock_taking(participation_id)
    require(permissions.can_register_for(by, taking))
    if not provenance.strip():
        raise Refused(
            "Ghi rõ nhập thay theo văn bản nào của đơn vị (số, ngày, người gửi).",
            at="provenance",
        )
    told = {"entered_for_unit": True, "provenance": provenance.strip()}
    return _begin(taking, call_id, by, facts, **told)


@transaction.atomic
def save_undertaking(
    undertaking_id: int, *, by: User, seen: int | None = None,
    call_id: int | EllipsisType | None = ..., provenance: str | None = None,
    **facts: Unpack[Facts],
) -> Undertaking:  # fmt: skip
    """Lưu nháp. Nothing is asked for here; ``seen``: where the book stood on the page.

    ``call_id`` None: by no call; what is not mentioned stays.
    """
    undertaking = _lock_open(undertaking_id, by)
    audit.require_unchanged(undertaking, seen, by=by)
    changes: dict[str, Any] = {**facts}
    if not isinstance(call_id, EllipsisType) and call_id != undertaking.call_id:
        changes["call"] = _call(undertaking.participation, call_id)
    if undertaking.entered_for_unit and provenance is not None:
        changes["provenance"] = provenance.strip()
    if amend(undertaking, by=by, **changes):
        touch(undertaking)
    return undertaking


@transaction.atomic
def submit_undertaking(undertaking_id: int, *, by: User) -> Undertaking:
    """Gửi đăng ký: the one act that asks for completeness, and whether it is still taken."""
    undertaking = _lock_open(undertaking_id, by)
    first = require_sendable(undertaking)
    move(undertaking, Status.SUBMITTED, by=by, submitted_by=by, **first)
    touch(undertaking)
    return undertaking


@transaction.atomic
def withdraw_undertaking(undertaking_id: int, *, by: User) -> Undertaking:
    """Rút về để sửa, until it is approved."""
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_write_undertaking(by, undertaking))
    if undertaking.status != Status.SUBMITTED:
        raise Refused(
            f"Đăng ký đang ở trạng thái “{undertaking.get_status_display()}”, không rút "
            "được. Đã duyệt thì đề nghị cơ quan phát động hủy duyệt."
        )
    move(undertaking, Status.DRAFT, by=by)
    touch(undertaking)
    return undertaking


@transaction.atomic
def drop_undertaking(undertaking_id: int, *, by: User) -> None:
    """Bỏ bản nháp: of what was never sent; the book keeps all that it said."""
    undertaking = _lock_open(undertaking_id, by)
    if undertaking.submitted_at is not None:
        raise Refused("Đăng ký đã gửi thì không bỏ được; sửa rồi gửi lại.")
    if undertaking.evidence.exists():
        raise Refused("Gỡ ảnh, tệp của đăng ký này trước, rồi bỏ.")
    remove_whole(undertaking, by=by)


@transaction.atomic
def record_carrying_out(
    undertaking_id: int, *, by: User, seen: int | None = None, **done: Unpack[Done]
) -> Undertaking:
    """Ghi việc thực hiện: begun, finished, inaugurated, plaque, money, outcome."""
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_carry_out(by, undertaking))
    if undertaking.status != Status.APPROVED:
        raise Refused("Đăng ký được duyệt rồi mới ghi việc thực hiện.")
    audit.require_unchanged(undertaking, seen, by=by)
    _require_days_in_order(undertaking, done)
    if amend_as("carried_out", undertaking, by=by, **done):
        touch(undertaking)
    return undertaking


def require_sendable(undertaking: Undertaking) -> dict[str, Any]:
    """Refuses with all that is missing to send it; else when, and by which call, it counts as
    sent.
    """
    if undertaking.participation.left_at is not None:
        raise Refused(GONE)
    if missing := lacks(undertaking):
        whole = " ".join(sentence for _, sentence in missing)
        raise Refused(whole, parts=missing)
    return _first_sent(undertaking)


def lock_undertaking(undertaking_id: int) -> Undertaking:
    """The undertaking, its row locked until the transaction ends."""
    found = Undertaking.objects.for_page().select_for_update(of=["self"], no_key=True)
    return found.get(pk=undertaking_id)


def touch(undertaking: Undertaking) -> None:
    undertaking.version = F("version") + 1
    undertaking.changed_at = now()
    undertaking.save(update_fields=["version", "changed_at"])
    undertaking.refresh_from_db(fields=["version", "changed_at"])


def _lock_taking(participation_id: int) -> Participation:
    rows = Participation.objects.select_related("campaign__host", "unit")
    return rows.select_for_update(of=["self"], no_key=True).get(pk=participation_id)


def _lock_open(undertaking_id: int, by: User) -> Undertaking:
    undertaking = lock_undertaking(undertaking_id)
    require(permissions.can_write_undertaking(by, undertaking))
    if not undertaking.is_open:
        raise Refused(
            f"Đăng ký đang ở trạng thái “{undertaking.get_status_display()}” nên không sửa "
            "được. Chưa duyệt thì rút về để sửa; đã duyệt thì đề nghị cơ quan phát động hủy "
            "duyệt."
        )
    return undertaking


def _begin(taking, call_id, by, facts, **told) -> Undertaking:
    if taking.left_at is not None:
        raise Refused(GONE)
    undertaking = Undertaking(
        participation=taking, campaign=taking.campaign, unit=taking.unit,
        call=_call(taking, call_id), created_by=by, **{"kind": Kind.MODEL, **facts}, **told,
    )  # fmt: skip
    add(undertaking, by=by)
    return undertaking


def _call(taking: Participation, call_id: int | None) -> RegistrationCall | None:
    """One of the campaign's own that still asks."""
    if call_id is None:
        return None
    calls = RegistrationCall.objects.filter(campaign=taking.campaign_id)
    call = calls.filter(pk=call_id).first()
    if call is None:
        raise Refused("Yêu cầu đăng ký này không có trong phong trào.", at="call")
    _require_asked(call)
    return call


def _require_asked(call: RegistrationCall | None) -> None:
    if call is not None and call.ended_at is not None:
        raise Refused(
            f"Kế hoạch không còn yêu cầu “{call}”; chọn yêu cầu khác, hoặc chọn đơn vị tự đăng "
            "ký thêm.",
            at="call",
        )


def _first_sent(undertaking: Undertaking) -> dict[str, Any]:
    """The day on which it was first there, by this call: what was returned, or taken back, keeps
    it; by another call it is sent for the first time.
    """
    call = undertaking.call
    if undertaking.submitted_at and call in (None, undertaking.sent_for):
        return {}
    _require_asked(call)
    late = _late_permission(undertaking)
    return {"submitted_at": now(), "sent_for": call, "late_permitted": late}


def _late_permission(undertaking: Undertaking) -> str:
    """Why it is taken although the day is over; "" within it. Refused where nobody said so."""
    call, today = undertaking.call, localdate()
    if call is None or call.due_on is None or today <= call.due_on:
        return ""
    permissions_ = LatePermission.objects.filter(
        call=call, participation=undertaking.participation
    )
    permission = permissions_.in_use(today).first()
    if permission is None:
        raise Refused(
            f"Đã quá hạn đăng ký {vn_date(call.due_on)}. Bản nháp còn đây; đề nghị "
            f"{undertaking.campaign.host} cho đăng ký muộn rồi gửi.",
            at="call",
        )
    return permission.reason


def _require_days_in_order(undertaking, done) -> None:
    def day(name):
        return done.get(name, getattr(undertaking, name))

    begun, finished = day("begun_on"), day("finished_on")
    if begun and finished and finished < begun:
        raise Refused(
            f"Ngày hoàn thành không được trước ngày bắt đầu {vn_date(begun)}. "
            f"Đang nhập: {vn_date(finished)}.",
            at="finished_on",
        )
    for name, label in (("inaugurated_on", "khánh thành"), ("plaque_on", "gắn biển")):
        if day(name) and begun and day(name) < begun:
            raise Refused(
                f"Ngày {label} không được trước ngày bắt đầu {vn_date(begun)}. "
                f"Đang nhập: {vn_date(day(name))}.",
                at=name,
            )
    for name in ("begun_on", "finished_on"):
        if day(name) and day(name) > localdate():
            raise Refused(
                f"Chỉ ghi ngày đã đến. Đang nhập: {vn_date(day(name))}.", at=name
            )
