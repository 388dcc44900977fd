"""Đợt suy tôn ở cụm, khối: opened, amended, put to the vote, closed by the head's people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate, now

from awards import acclaim, permissions
from awards.cluster_rounds import (
    candidates_of,
    members_today,
    rows_of,
    terms_of,
    voters_of,
)
from awards.models import (
    Award,
    ClusterChecker,
    ClusterCriterion,
    ClusterEntry,
    ClusterRound,
    CriterionKind,
)
from campaigns.pacts import head_of
from units import audit
from units.errors import Refused
from units.models import Unit, User
from units.models.tree import CLUSTER
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend, amend_as, move, move_as, remove

Status = ClusterRound.Status
MOST = 60  # criteria of a round
FEWEST = 2  # entries between which there is something to vote on


@dataclass(frozen=True)
class Asked:
    """Một tiêu chí as the head writes it."""

    name: str
    maximum: Decimal
    kind: str = CriterionKind.BASE


@transaction.atomic
def open_acclaim(
    cluster_id: int, *, by: User, criteria: Sequence[Asked], **terms: Any
) -> ClusterRound:
    """Mở đợt suy tôn of a year."""
    clusters = Unit.objects.of_kind(CLUSTER).select_for_update(no_key=True)
    cluster = clusters.get(pk=cluster_id)
    require(permissions.can_lead_acclaim(by, head_of(cluster)))
    _require_criteria(criteria)
    round_ = ClusterRound(cluster=cluster, opened_by=by, **_columns(terms))
    add(round_, by=by)
    _write_criteria(round_, criteria, by)
    return round_


@transaction.atomic
def amend_acclaim(
    round_id: int, *, by: User, criteria: Sequence[Asked], seen: int | None = None,
    **terms: Any,
) -> ClusterRound:  # fmt: skip
    """Sửa đợt suy tôn while points are given; its criteria until somebody has given any."""
    round_ = lock_led(round_id, by)
    require_status(round_, Status.SCORING, doing="sửa")
    audit.require_unchanged(round_, seen, by=by)
    _require_criteria(criteria)
    amend(round_, by=by, **_columns(terms))
    there = [Asked(one.name, one.maximum, one.kind) for one in round_.criteria.all()]
    if there != list(criteria):
        if round_.entries.exists():
            raise Refused(
                "Đã có đơn vị chấm điểm nên không đổi tiêu chí được. Cần đổi thì thôi đợt này "
                "rồi mở đợt khác.",
                at="criteria",
            )
        for one in round_.criteria.all():
            remove(one, by=by, name=one.name)
        _write_criteria(round_, criteria, by)
    return round_


@transaction.atomic
def cancel_acclaim(round_id: int, *, by: User, reason: str) -> ClusterRound:
    """Thôi đợt suy tôn that has no result yet."""
    round_ = lock_led(round_id, by)
    if round_.is_over:
        raise Refused(
            f"Đợt này {round_.get_status_display().lower()} nên không thôi được."
        )
    if not reason.strip():
        raise Refused("Ghi lý do thôi đợt suy tôn.", at="reason")
    move(round_, Status.CANCELLED, by=by, cancel_reason=reason.strip())
    return round_


@transaction.atomic
def name_checkers(
    round_id: int, *, by: User, unit_ids: Collection[int]
) -> ClusterRound:
    """Cử đơn vị chấm chéo; none: every member checks the others."""
    round_ = lock_led(round_id, by)
    require_status(round_, Status.SCORING, doing="cử đơn vị chấm chéo")
    members = {one.pk: one for one in members_today(round_.cluster)}
    if not set(unit_ids) <= members.keys():
        raise Refused("Chỉ cử đơn vị đang là thành viên chấm chéo.", at="units")
    there = {one.unit_id: one for one in round_.checkers.select_related("unit")}
    for pk in there.keys() - set(unit_ids):
        remove(there[pk], by=by, name=str(there[pk].unit))
    for pk in sorted(set(unit_ids) - there.keys()):
        add(ClusterChecker(round=round_, unit=members[pk]), by=by)
    return round_


@transaction.atomic
def open_acclaim_vote(round_id: int, *, by: User) -> ClusterRound:
    """Mở biểu quyết, once the points of all who sent theirs are settled."""
    round_ = lock_led(round_id, by)
    require_status(round_, Status.SCORING, doing="mở biểu quyết")
    sent = [row for row in rows_of(round_) if row.is_sent and row.is_member]
    if len(sent) < FEWEST:
        raise Refused(
            f"Mới có {len(sent)} đơn vị gửi bảng tự chấm điểm; cần ít nhất {FEWEST} đơn vị để "
            "bỏ phiếu suy tôn."
        )
    if waiting := [row.unit for row in sent if row.settled is None]:
        names = ", ".join(str(one) for one in waiting)
        raise Refused(f"Còn chưa thống nhất điểm của {names}. Thống nhất điểm trước.")
    move(round_, Status.VOTING, by=by)
    return round_


@transaction.atomic
def reopen_scoring(round_id: int, *, by: User) -> ClusterRound:
    """Đưa về chấm điểm, while nobody has voted."""
    round_ = lock_led(round_id, by)
    require_status(round_, Status.VOTING, doing="đưa về chấm điểm")
    if round_.ballots.exists():
        raise Refused("Đã có đơn vị bỏ phiếu nên không đưa về chấm điểm được.")
    move_as("reopened", round_, Status.SCORING, by=by)
    return round_


@transaction.atomic
def close_acclaim(
    round_id: int, *, by: User, held_on: date, chair: str, place: str = "",
    secretary: str = "", number: str = "", remarks: str = "",
    order: Mapping[int, int] | None = None, order_reason: str = "",
) -> ClusterRound:  # fmt: skip
    """Khép biểu quyết, ghi kết quả. ``order``: of equals among whom it was voted again, the
    number of each entry.
    """
    round_ = lock_led(round_id, by)
    require_status(round_, Status.VOTING, doing="ghi kết quả")
    if held_on > localdate():
        raise Refused(
            f"Ngày họp không được sau hôm nay. Đang nhập: {vn_date(held_on)}.",
            at="held_on",
        )
    if not chair.strip():
        raise Refused("Ghi người chủ trì hội nghị.", at="chair")
    rows = rows_of(round_)
    voters = voters_of(round_, rows)
    if not round_.ballots.exists():
        raise Refused("Chưa có đơn vị nào bỏ phiếu nên chưa có kết quả để ghi.")
    terms = terms_of(round_, voters)
    order = _order_of(acclaim.contested(candidates_of(rows, {}), terms), order or {})
    if order and not order_reason.strip():
        raise Refused(
            "Ghi kết quả biểu quyết lại giữa các đơn vị bằng phiếu: bao nhiêu phiếu cho từng "
            "đơn vị.",
            at="order_reason",
        )
    entries = {row.entry.pk: row.entry for row in rows if row.entry}
    for one in acclaim.ranked(candidates_of(rows, order), terms):
        amend_as(
            "ranked", entries[one.candidate.key], by=by, votes=one.candidate.votes,
            place=one.place, order=one.candidate.order, distinction=one.distinction,
        )  # fmt: skip
    move(
        round_, Status.CLOSED, by=by, held_on=held_on, chair=chair.strip(),
        place=place.strip(), secretary=secretary.strip(), number=number.strip(),
        remarks=remarks.strip(), voters=voters, closed_by=by, closed_at=now(),
        order_reason=order_reason.strip() if order else "",
    )  # fmt: skip
    return round_


def _order_of(contested, said: Mapping[int, int]) -> dict[int, int]:
    """What was said of those among whom the votes do not decide; of the others nothing."""
    found: dict[int, int] = {}
    for group in contested:
        given = {one.key: said.get(one.key) for one in group}
        if set(given.values()) != set(range(1, len(group) + 1)):
            names = ", ".join(one.name for one in group)
            raise Refused(
                f"{names} bằng phiếu mà số được suy tôn không đủ cho cả hạng. Biểu quyết lại "
                f"giữa các đơn vị này rồi ghi thứ tự từ 1 đến {len(group)}, mỗi đơn vị một số.",
                at=f"order-{group[0].key}",
            )
        found |= {key: number for key, number in given.items() if number}
    return found


def lock_round(round_id: int) -> ClusterRound:
    rows = ClusterRound.objects.for_page()
    return rows.select_for_update(of=["self"], no_key=True).get(pk=round_id)


def lock_led(round_id: int, by: User) -> ClusterRound:
    """One that ``by`` leads."""
    round_ = lock_round(round_id)
    require(permissions.can_lead_acclaim(by, head_of(round_.cluster)))
    return round_


def lock_entry(entry_id: int) -> ClusterEntry:
    """With its round, which is locked first."""
    found = ClusterEntry.objects.only("round").get(pk=entry_id)
    round_ = lock_round(found.round_id)
    entry = ClusterEntry.objects.select_related("unit").get(pk=entry_id)
    entry.round = round_
    return entry


def require_status(round_: ClusterRound, wanted: str, *, doing: str) -> None:
    if round_.status != wanted:
        raise Refused(
            f"Đợt suy tôn đang ở tình trạng “{round_.get_status_display()}” nên không {doing} "
            "được."
        )


def require_member(round_: ClusterRound, unit: Unit) -> None:
    if unit.pk not in {one.pk for one in members_today(round_.cluster)}:
        raise Refused(f"{unit} không phải thành viên của {round_.cluster} hôm nay.")


def _require_criteria(criteria: Sequence[Asked]) -> None:
    if not any(one.kind == CriterionKind.BASE for one in criteria):
        raise Refused("Ghi ít nhất một tiêu chí có điểm.", at="criteria")
    if len(criteria) > MOST:
        raise Refused(
            f"Có {len(criteria)} tiêu chí, nhiều hơn {MOST}. Gộp bớt.", at="criteria"
        )


def _write_criteria(round_, criteria, by) -> None:
    for position, one in enumerate(criteria, 1):
        row = ClusterCriterion(
            round=round_, position=position, name=one.name, maximum=one.maximum,
            kind=one.kind,
        )  # fmt: skip
        add(row, by=by)


def _columns(terms: dict[str, Any]) -> dict[str, Any]:
    columns = dict(terms)
    for name in ("flag_award", "certificate_award"):
        if f"{name}_id" in columns:
            number = columns.pop(f"{name}_id")
            award = Award.objects.filter(pk=number).first() if number else None
            if number and award is None:
                raise ObjectDoesNotExist
            columns[name] = award
    return columns
