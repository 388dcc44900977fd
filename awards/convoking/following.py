"""Ai đã mở, ai đã trả lời: each member of a session beside their copy of the invitation."""

from dataclasses import dataclass
from datetime import datetime

from awards.models import Attendance, Convocation, ConvocationCopy, SessionLetter


@dataclass(frozen=True)
class Member:
    """Một thành viên: copy, answer, and when last reminded."""

    row: Attendance
    copy: ConvocationCopy | None
    nudged_at: datetime | None
    mail: SessionLetter | None


def members_of(made: Convocation) -> list[Member]:
    """Three queries, however many members; as the answers stand now."""
    copies = {one.seat_id: one for one in ConvocationCopy.objects.of(made)}
    nudges = SessionLetter.objects.nudging(made.session)
    nudged = {one.seat_id: one.made_at for one in nudges}
    sent = {one.seat_id: one for one in SessionLetter.objects.carrying(made)}
    return [
        Member(
            row, copies.get(row.seat_id), nudged.get(row.seat_id),
            sent.get(row.seat_id),
        )
        for row in made.session.attendances.for_list()  # type: ignore[attr-defined]
    ]  # fmt: skip
