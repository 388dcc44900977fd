"""Mang phiên họp đi: taken to one laptop, handed in once, or taken back.

What was recorded without network is done anew by the acts of the council themselves, in its order,
each as of the time at which it was recorded; all of it or nothing. See docs/decisions/0083.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from awards import permissions
from awards.actions._council import lock_session, require_status
from awards.actions.council_replay import Replay
from awards.council.recorded import Event
from awards.models import (
    AgendaItem,
    BallotRound,
    Convocation,
    CouncilSession,
    SessionLeave,
)
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.presence import recorded
from units.workflow import add, amend_as


class Problems(Refused):
    """Không nộp được: of each item what stands in the way; nothing was written."""

    def __init__(self, found: Sequence[tuple[int | None, str]]):
        self.found = tuple(found)
        super().__init__(
            "Chưa nộp được. Chưa điều gì được ghi vào phiên họp; sửa những chỗ dưới đây rồi nộp "
            "lại."
        )


class Over(Refused):
    """Lần mang đi ấy đã xong: what that laptop holds is to be kept as a file, never handed in."""


@transaction.atomic
def take_session_away(session_id: int, *, by: User, device: str) -> SessionLeave:
    """Mang phiên họp đi: from now on nothing of it changes here until it is back."""
    session = lock_session(session_id)
    require(permissions.can_take_session_away(by, session.unit))
    require_status(session, *CouncilSession.SITTING, doing="mang đi")
    if session.kind != CouncilSession.Kind.MEETING:
        raise Refused(
            "Chỉ mang đi được phiên họp có mặt: ý kiến bằng văn bản còn gửi tới trên mạng."
        )
    if BallotRound.objects.of_session(session).open().exists():
        raise Refused(
            "Còn lượt biểu quyết đang mở. Kiểm phiếu hoặc hủy lượt ấy rồi mang đi."
        )
    if Convocation.objects.of_session(session).going_out().exists():
        raise Refused(
            "Giấy mời của phiên họp đang trình ký hoặc chờ số. Chờ ban hành, hoặc rút về, rồi mang "
            "đi."
        )
    if not device.strip():
        raise Refused("Ghi tên máy mang đi.", at="device")
    leave = SessionLeave(session=session, device=device.strip(), taken_by=by)
    add(leave, by=by)
    return leave


@transaction.atomic
def recall_session(session_id: int, *, by: User, reason: str) -> SessionLeave:
    """Lấy lại phiên họp: what that laptop recorded can no longer be handed in."""
    session = lock_session(session_id)
    require(permissions.can_recall_session(by, session.unit))
    leave = SessionLeave.objects.of_session(session).away().first()
    if leave is None:
        raise Refused("Phiên họp này không được mang đi.")
    if not reason.strip():
        raise Refused("Ghi lý do lấy lại phiên họp.", at="reason")
    amend_as(
        "recalled", leave, by=by, recalled_at=now(), recalled_by=by,
        recall_reason=reason.strip(),
    )  # fmt: skip
    return leave


@transaction.atomic
def return_session(
    session_id: int, *, by: User, key: str, events: Sequence[Event]
) -> SessionLeave:
    """Nộp lại kết quả: everything that was recorded, or nothing.

    The same once more (pressed twice, another tab) is done already. Raises ``Problems``.
    """
    session = lock_session(session_id)
    require(permissions.can_take_session_away(by, session.unit))
    leave = _of_key(session, key)
    require(leave.taken_by_id == by.pk)
    digest = _digest(events)
    if leave.returned_at is not None:
        if leave.digest == digest:
            return leave
        raise Over(
            "Kết quả phiên họp này đã nộp từ trước, khác với điều đang nộp. Phiên họp giữ bản đã "
            "nộp; tải bản trên máy này về để đối chiếu."
        )
    if leave.recalled_at is not None:
        raise Over(
            f"{leave.recalled_by} đã lấy lại phiên họp: {leave.recall_reason} Không nộp được nữa; "
            "tải bản ghi trên máy này về, in ra rồi ghi lại vào phiên họp."
        )
    # First: the database lets nothing of a session that is away be changed.
    amend_as("returned", leave, by=by, returned_at=now(), digest=digest)
    replay = Replay(session, by)
    found: dict[int | None, str] = {}
    for event in events:
        of_refused = event.item is not None and event.item in found
        if of_refused or (event.do == "finish" and found):
            continue  # what follows from it would only say the same again
        at = min(max(event.at, leave.taken_at), now())
        try:
            with transaction.atomic(), recorded(at):
                replay.do(event)
        except Refused as refusal:
            found.setdefault(event.item, str(refusal))
            if event.do == "open":
                break  # a session that is not open takes nothing
        except (AgendaItem.DoesNotExist, KeyError):
            found[event.item] = "Mục hoặc người này không còn trong phiên họp."
    if found:
        raise Problems(list(found.items()))
    return leave


def _of_key(session, key) -> SessionLeave:
    rows = SessionLeave.objects.select_for_update(of=["self"], no_key=True)
    try:
        wanted = UUID(key)
    except ValueError:
        wanted = None
    leave = rows.filter(session=session, key=wanted).first() if wanted else None
    if leave is None:
        raise Over("Máy này không giữ bản mang đi nào của phiên họp.")
    return leave


def _digest(events):
    told = [(event.at.isoformat(), event.do, event.item, event.of) for event in events]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
