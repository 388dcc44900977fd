"""Bản nháp có người ký: what a decision, a submission and an invitation have alike on their way.

Each is written by several, sent to its signer, taken or given back, and counts its versions.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.timezone import now

from awards.models import Convocation, Decision, Submission
from units.errors import Overtaken, Refused
from units.models import User
from units.vietnamese import stored
from units.workflow import move, move_as

Draft = Decision | Submission | Convocation


def require_open(made: Draft) -> None:
    """It is still being written."""
    if not made.is_open:
        raise Refused(
            f"{made.noun} đang ở trạng thái “{made.get_status_display()}” nên không sửa được. "
            "Muốn sửa, rút về hoặc đề nghị người ký trả lại."
        )


def require_version(made: Draft, version: int) -> None:
    """What the officer wrote on is what is there; else they are told, and may save it again."""
    if version != made.version:
        raise Overtaken(
            f"{made.noun} đã được sửa ở cửa sổ khác từ lúc anh/chị mở trang này. Điều anh/chị vừa "
            "nhập còn nguyên ở dưới; so với bản hiện tại rồi lưu lại.",
            made.version,
        )


def require_submitted(made: Draft, so: str) -> None:
    """It waits for its signer; ``so``: what else is not done, "không rút được"."""
    if made.status != made.Status.SUBMITTED:
        raise Refused(
            f"{made.noun} đang ở trạng thái “{made.get_status_display()}” nên {so}."
        )


def submit(made: Draft, by: User, faults: Sequence[str], *, another: str) -> None:
    """Trình ký, if nothing is at fault; ``another``: who sends it where the signer may not."""
    if faults:
        raise Refused(" ".join(faults))
    signer = made.signer
    assert signer is not None  # without one that is a fault
    if signer.user_id == by.pk:
        raise Refused(f"{signer.user} là người ký nên không tự trình; {another} trình.")
    move(
        made, made.Status.SUBMITTED, by=by, submitted_by=by, submitted_at=now(),
        return_reason="",
    )  # fmt: skip


def give_back(made: Draft, by: User, reason: str) -> None:
    """Trả lại để sửa, with the signer's reason."""
    if not reason.strip():
        raise Refused("Ghi lý do trả lại.", at="reason")
    reopen(made, by, verb="returned", return_reason=reason.strip())


def give_up(made: Draft, by: User, reason: str) -> None:
    """Soạn lại: its paper was given up before it had a number."""
    if made.status in (made.Status.APPROVED, made.Status.SIGNED):
        reopen(made, by, verb="reopened", return_reason=stored(reason))


def reopen(made: Draft, by: User, *, verb: str, **changes: Any) -> None:
    move_as(
        verb, made, made.Status.DRAFT, by=by, submitted_by=None, submitted_at=None,
        version=made.version + 1, **changes,
    )  # fmt: skip


def touch(made: Draft) -> None:
    """Another version: who has the page open is told when they send what they saw."""
    made.version += 1
    type(made)._default_manager.filter(pk=made.pk).update(version=made.version)
