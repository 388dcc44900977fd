"""Chấm điểm suy tôn: each member its own, others beside it, the head settles."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now

from awards import permissions
from awards.actions.acclaim import (
    Status,
    lock_entry,
    lock_round,
    require_member,
    require_status,
)
from awards.cluster_rounds import checkers_of, members_today
from awards.models import ClusterCheck, ClusterEntry, ClusterPoint, ClusterRound
from campaigns.pacts import head_of
from units.errors import Refused
from units.models import Unit, User
from units.numerals import vn_number
from units.permissions import require
from units.workflow import add, amend, amend_as, remove


@dataclass(frozen=True)
class Scored:
    """Điểm tự chấm của một tiêu chí."""

    claimed: Decimal
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Said:
    """Điểm đề nghị, điểm thống nhất; ``why`` where it is another than was claimed."""

    value: Decimal
    why: str = ""


@transaction.atomic
def save_scores(
    round_id: int, unit_id: int, *, by: User, points: Mapping[int, Scored],
    send: bool = False,
) -> ClusterEntry:  # fmt: skip
    """Lưu, gửi bảng tự chấm điểm of a member. Sent, it stays until the head gives it back."""
    round_ = lock_round(round_id)
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_score_acclaim(by, unit))
    require_status(round_, Status.SCORING, doing="chấm điểm")
    require_member(round_, unit)
    entry = round_.entries.filter(unit=unit).first()
    if entry is not None and entry.sent_at:
        raise Refused(
            "Bảng tự chấm điểm đã gửi nên không sửa được; đề nghị trưởng trả lại."
        )
    if entry is None:
        entry = ClusterEntry(round=round_, unit=unit, unit_name=unit.name)
        add(entry, by=by)
    there = {one.criterion_id: one for one in entry.points.all()}
    criteria = {one.pk: one for one in round_.criteria.all()}
    if not points.keys() <= criteria.keys():
        raise ObjectDoesNotExist
    for pk, said in points.items():
        _require_bounds(said.claimed, criteria[pk].maximum, at=f"diem-{pk}")
        told = {
            "claimed": said.claimed, "note": said.note.strip(),
            "evidence": said.evidence.strip(),
        }  # fmt: skip
        if pk in there:
            amend(there[pk], by=by, **told)
        else:
            point = ClusterPoint(
                round=round_, entry=entry, criterion=criteria[pk],
                maximum=criteria[pk].maximum, **told,
            )  # fmt: skip
            add(point, by=by)
    if send:
        _require_whole(entry, criteria)
        amend_as("sent", entry, by=by, sent_by=by, sent_at=now(), returned_because="")
    return entry


@transaction.atomic
def return_entry(entry_id: int, *, by: User, reason: str) -> ClusterEntry:
    """Trả lại bảng điểm to be mended; what others said of it goes with it."""
    entry = lock_entry(entry_id)
    require(permissions.can_lead_acclaim(by, head_of(entry.round.cluster)))
    require_status(entry.round, Status.SCORING, doing="trả lại bảng điểm")
    if not entry.sent_at:
        raise Refused("Bảng điểm này chưa gửi.")
    if not reason.strip():
        raise Refused("Ghi lý do trả lại bảng điểm.", at="reason")
    for check in ClusterCheck.objects.filter(point__entry=entry):
        remove(check, by=by, name=str(check))
    for point in entry.points.exclude(settled=None):
        amend(point, by=by, settled=None, reason="")
    amend_as(
        "returned", entry, by=by, sent_by=None, sent_at=None,
        returned_because=reason.strip(),
    )  # fmt: skip
    return entry


@transaction.atomic
def cross_check(
    entry_id: int, unit_id: int, *, by: User, points: Mapping[int, Said]
) -> ClusterEntry:
    """Chấm chéo bảng điểm of another member. Said once more, it takes the place of before."""
    entry = lock_entry(entry_id)
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_score_acclaim(by, unit))
    round_: ClusterRound = entry.round
    require_status(round_, Status.SCORING, doing="chấm chéo")
    require_member(round_, unit)
    if unit.pk == entry.unit_id:
        raise Refused("Đơn vị không chấm chéo bảng điểm của chính mình.")
    if unit not in checkers_of(round_, members_today(round_.cluster)):
        raise Refused(f"{unit} không được cử chấm chéo ở đợt này.")
    mine = _points_of(entry, points)
    there = {
        one.point_id: one
        for one in ClusterCheck.objects.filter(point__entry=entry, checker=unit)
    }
    for pk, said in points.items():
        point = mine[pk]
        _require_bounds(said.value, point.maximum, at=f"diem-{pk}")
        if said.value != point.claimed and not said.why.strip():
            raise Refused(
                f"“{point.criterion}”: đề nghị {vn_number(said.value)} điểm, khác "
                f"{vn_number(point.claimed)} điểm tự chấm, thì ghi nhận xét.",
                at=f"vi-{pk}",
            )
        told = {"proposed": said.value, "remark": said.why.strip()}
        if pk in there:
            amend(there[pk], by=by, **told)
            continue
        check = ClusterCheck(
            round=round_, point=point, checker=unit, checker_name=unit.name,
            maximum=point.maximum, checked_by=by, **told,
        )  # fmt: skip
        add(check, by=by)
    return entry


@transaction.atomic
def settle_points(
    entry_id: int, *, by: User, points: Mapping[int, Said]
) -> ClusterEntry:
    """Thống nhất điểm of a member, with the reason where it is another than claimed."""
    entry = lock_entry(entry_id)
    require(permissions.can_lead_acclaim(by, head_of(entry.round.cluster)))
    require_status(entry.round, Status.SCORING, doing="thống nhất điểm")
    mine = _points_of(entry, points)
    for pk, said in points.items():
        point = mine[pk]
        _require_bounds(said.value, point.maximum, at=f"diem-{pk}")
        differs = said.value != point.claimed
        if differs and not said.why.strip():
            raise Refused(
                f"“{point.criterion}”: {vn_number(said.value)} điểm khác "
                f"{vn_number(point.claimed)} điểm tự chấm; ghi lý do.",
                at=f"vi-{pk}",
            )
        amend_as("settled", point, by=by, settled=said.value, reason=said.why.strip())
    return entry


def _points_of(
    entry: ClusterEntry, said: Mapping[int, Said]
) -> dict[int, ClusterPoint]:
    """All points of an entry that was sent; whoever speaks of it speaks of each."""
    if not entry.sent_at:
        raise Refused(f"{entry} chưa gửi bảng tự chấm điểm.")
    mine = {one.pk: one for one in entry.points.select_related("criterion")}
    if said.keys() != mine.keys():
        raise Refused("Bảng điểm vừa thay đổi. Mở lại trang rồi chấm.")
    return mine


def _require_bounds(value: Decimal, maximum: Decimal, *, at: str) -> None:
    if not 0 <= value <= maximum:
        raise Refused(
            f"Điểm từ 0 đến {vn_number(maximum)}. Đang nhập: {vn_number(value)}.", at=at
        )


def _require_whole(entry, criteria) -> None:
    scored = set(entry.points.values_list("criterion", flat=True))
    for pk, one in criteria.items():
        if pk not in scored:
            raise Refused(f"Chấm điểm “{one}” rồi mới gửi được.", at=f"diem-{pk}")
