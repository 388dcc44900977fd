"""Soạn giấy mời họp: from the session to what waits for its signer."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from awards import permissions
from awards.actions import _drafts
from awards.actions._council import lock_session, require_home, require_status
from awards.convoking import laying, standing
from awards.convoking.paper import kind_of
from awards.models import Convocation, CouncilSession
from campaigns.actions.planning import require_signer
from units.errors import Refused
from units.models import User
from units.permissions import require
from units.workflow import add, amend, move

Status = Convocation.Status


def lock_convocation(convocation_id: int) -> Convocation:
    """With its session, which is locked first."""
    session_id = Convocation.objects.values_list("session", flat=True).get(
        pk=convocation_id
    )
    session = lock_session(session_id)
    rows = Convocation.objects.for_page()
    made = rows.select_for_update(of=["self"], no_key=True).get(pk=convocation_id)
    made.session = session
    return made


def _lock_open(convocation_id: int, by: User) -> Convocation:
    made = lock_convocation(convocation_id)
    require(permissions.can_convoke(by, made.unit))
    require_home(made.session)
    _drafts.require_open(made)
    return made


@transaction.atomic
def draft_convocation(session_id: int, *, by: User) -> Convocation:
    """Soạn giấy mời từ phiên họp; where one was issued already, another that replaces it."""
    session = lock_session(session_id)
    require(permissions.can_convoke(by, session.unit))
    require_status(session, *CouncilSession.AHEAD, doing="soạn giấy mời")
    if not session.unit.issues_papers:
        raise Refused(
            f"{session.unit} chưa có tên cơ quan, ký hiệu in trên văn bản nên chưa ban hành được "
            "giấy mời. Quản trị đơn vị khai ở trang đơn vị; trong lúc chờ, bấm “Mời họp”."
        )
    if session.chair is None or session.secretary is None:
        raise Refused("Chọn chủ trì và thư ký của phiên họp rồi mới soạn giấy mời.")
    made = Convocation(
        session=session, unit=session.unit, created_by=by,
        **laying.words_of(session), **laying.facts_of(session),
    )  # fmt: skip
    before = Convocation.objects.of_session(session).issued().first()
    if before is not None:
        changes = laying.changes_of(before, session)
        if not changes:
            raise Refused(
                f"{before.noun} số {before.number_and_symbol} đã ban hành, phiên họp chưa đổi thời "
                "gian, địa điểm. Sửa phiên họp trước, rồi soạn giấy mời thay thế."
            )
        made.replaces, made.changes = before, changes
        for name in ("guests", "notes", "recipients", "body", "invitees"):
            setattr(made, name, getattr(before, name))
    add(made, by=by)
    return made


@transaction.atomic
def amend_convocation(
    convocation_id: int, *, by: User, version: int, changes: Mapping[str, Any]
) -> Convocation:
    """Sửa lời giấy mời, khách mời, người ký. ``version``: that the officer had before them."""
    made = _lock_open(convocation_id, by)
    _drafts.require_version(made, version)
    if signer := changes.get("signer"):
        require_signer(signer, made.unit, kind_of(made))
    if amend(made, by=by, **changes):
        _drafts.touch(made)
    return made


@transaction.atomic
def reword_convocation(convocation_id: int, *, by: User) -> Convocation:
    """Soạn lại theo phiên họp: title and content anew, time and place as they are now."""
    made = _lock_open(convocation_id, by)
    words, facts = laying.words_of(made.session), laying.facts_of(made.session)
    if made.replaces is not None:
        words["changes"] = (
            laying.changes_of(made.replaces, made.session) or made.changes
        )
    amend(made, by=by, **words, **facts)
    _drafts.touch(made)
    return made


@transaction.atomic
def drop_convocation(convocation_id: int, *, by: User) -> Convocation:
    """Bỏ bản đang soạn."""
    made = _lock_open(convocation_id, by)
    move(made, Status.DROPPED, by=by)
    return made


@transaction.atomic
def submit_convocation(convocation_id: int, *, by: User) -> Convocation:
    """Trình ký. Everything that is missing is told at once."""
    made = _lock_open(convocation_id, by)
    _drafts.submit(made, by, standing.blocking(made), another="thư ký khác")
    return made


@transaction.atomic
def take_convocation_back(convocation_id: int, *, by: User) -> Convocation:
    """Rút về để sửa, while it is not being signed."""
    made = lock_convocation(convocation_id)
    require(permissions.can_convoke(by, made.unit))
    _drafts.require_submitted(made, "không rút được")
    _drafts.reopen(made, by, verb="taken_back")
    return made


@transaction.atomic
def return_convocation(convocation_id: int, *, by: User, reason: str) -> Convocation:
    """Trả lại để sửa, with the signer's reason."""
    made = lock_convocation(convocation_id)
    require(permissions.can_return_convocation(by, made))
    _drafts.require_submitted(made, "không trả lại được")
    _drafts.give_back(made, by, reason)
    return made


@transaction.atomic
def reopen_convocation(convocation_id: int, *, by: User, reason: str) -> None:
    """Soạn lại: its paper was given up before it had a number."""
    made = lock_convocation(convocation_id)
    _drafts.give_up(made, by, reason)
