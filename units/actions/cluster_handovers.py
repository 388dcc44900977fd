"""Bàn giao cụm, khối: opened with a change of head, then given and taken item by item."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from units import permissions
from units.errors import Refused, Way
from units.models import (
    ClusterHandover,
    ClusterOffice,
    HandoverItem,
    HandoverPiece,
    Term,
    Unit,
    User,
)
from units.permissions import require
from units.wording import vn_date, vn_datetime
from units.workflow import add, amend, move, remove_whole

Status = HandoverItem.Status
_NOBODY = {"given_by": None, "given_at": None, "given_note": "", "is_absent": False}


# ---- what appointing a head brings with it; the caller holds the cluster -------------------


def open_for(office: ClusterOffice, due_on: date | None, *, by: User) -> None:
    """Mở bàn giao from the head before; none where that is the same unit, or nobody.

    A change whose days for handing over are past is recorded only: that is history.
    """
    before = _head_before(office)
    if before is None or before.unit_id == office.unit_id:
        return
    days = Term.objects.length("cluster_handover", office.valid_from) or timedelta(0)
    due = due_on or office.valid_from + days
    if due < localdate():
        return
    authority = office.cluster.parent
    assert authority is not None, "a cluster stands under who set it up"
    pieces = HandoverPiece.objects.on(office.valid_from).used_by(authority)
    handed = list(pieces.for_list())
    if not handed:  # nobody could ever be done with it
        return
    handover = ClusterHandover(
        cluster=office.cluster, giver=before.unit, taker=office.unit, term=office,
        due_on=due, opened_by=by,
    )  # fmt: skip
    add(handover, by=by)
    for position, piece in enumerate(handed, 1):
        item = HandoverItem(
            handover=handover, position=position, name=piece.name, hint=piece.hint
        )
        add(item, by=by)


def rejoin(cluster: Unit, day: date, *, by: User) -> None:
    """The head whose term begins next after ``day`` takes over from whoever is now before."""
    heads = ClusterOffice.objects.of_cluster(cluster).heads().select_related("unit")
    following = heads.filter(valid_from__gt=day).order_by("valid_from").first()
    if following is None:
        return
    following.cluster = cluster
    handover = ClusterHandover.objects.filter(term=following).first()
    before = _head_before(following)
    if handover is None:
        open_for(following, None, by=by)
    elif before is None or before.unit_id != handover.giver_id:
        due_on = handover.due_on
        _drop(handover, by=by, instead="Chọn thời gian khác cho nhiệm kỳ đang cử")
        open_for(following, max(due_on, localdate()), by=by)


def take_back(office: ClusterOffice, *, by: User, instead: str) -> None:
    """The hand-over to a head who will not take office; ``instead``: what else may be done."""
    handover = ClusterHandover.objects.filter(term=office).first()
    if handover is not None:
        _drop(handover, by=by, instead=instead)


def _head_before(office) -> ClusterOffice | None:
    heads = ClusterOffice.objects.filter(cluster=office.cluster_id).heads()
    earlier = heads.filter(valid_to__lt=office.valid_from).select_related("unit")
    return earlier.order_by("-valid_to").first()


def _drop(handover, *, by, instead):
    """Only one on which nobody has said anything: the rest is the record of what was done."""
    handover = _lock(handover.pk)
    if handover.is_closed or handover.items.touched().exists():
        raise _begun(handover, instead, by)
    for item in handover.items.order_by("position"):
        remove_whole(item, by=by, name=item.name)
    remove_whole(handover, by=by, unit=handover.giver_id)


def _begun(handover, instead, by) -> Refused:
    """Which hand-over, to the head of which day, and what may be done about it.

    Who may not read of the cluster (of another branch) is told neither its name nor the way.
    """
    term = handover.term
    if not ClusterHandover.objects.visible_to(by).filter(pk=handover.pk).exists():
        return Refused(
            "Một cụm, khối thi đua đang bàn giao cho trưởng mới từ ngày "
            f"{vn_date(term.valid_from)}. {instead}, hoặc hỏi cơ quan phụ trách cụm, khối đó."
        )
    out = "" if handover.is_stuck else ", hoặc rút lại các mục đã giao trước"
    return Refused(
        f"{handover.giver} đã bắt đầu bàn giao {handover.cluster} cho {handover.taker}, "
        f"{term.title.lower()} từ ngày {vn_date(term.valid_from)}. {instead}{out}.",
        Way("Xem lần bàn giao này", "cluster-handover", (handover.pk,)),
    )


# ---- what the two sides do -----------------------------------------------------------------


@transaction.atomic
def give_item(
    item_id: int, *, by: User, note: str = "", is_absent: bool = False
) -> HandoverItem:
    """Giao một mục; ``is_absent``: there is no such thing, and ``note`` says why."""
    item = _item(item_id)
    require(permissions.can_hand_cluster_over(by, item.handover))
    if item.status != Status.WAITING:
        raise Refused(
            f"Mục “{item.name}” đã được {item.given_by} đánh dấu lúc "
            f"{vn_datetime(item.given_at)}."
        )
    if is_absent and not note.strip():
        raise Refused("Ghi lý do không có mục này.", at="note")
    move(
        item, Status.GIVEN, by=by, is_absent=is_absent, given_by=by, given_at=now(),
        given_note=note.strip(),
    )  # fmt: skip
    return item


@transaction.atomic
def withdraw_item(item_id: int, *, by: User) -> HandoverItem:
    """Rút lại một mục đã đánh dấu, before the other side has taken it."""
    item = _item(item_id)
    require(permissions.can_hand_cluster_over(by, item.handover))
    _require_given(item)
    move(item, Status.WAITING, by=by, **_NOBODY)
    return item


@transaction.atomic
def take_item(item_id: int, *, by: User, note: str = "") -> HandoverItem:
    """Nhận một mục; with the last one the hand-over is done, and nothing of it changes."""
    item = _item(item_id)
    require(permissions.can_take_cluster_over(by, item.handover))
    _require_given(item)
    if item.given_by_id == by.pk:
        raise Refused("Anh/chị đã giao mục này nên người khác của bên nhận xác nhận.")
    move(
        item, Status.TAKEN, by=by, taken_by=by, taken_at=now(), taken_note=note.strip()
    )
    if not item.handover.items.left().exists():
        amend(item.handover, by=by, closed_at=now())
    return item


@transaction.atomic
def return_item(item_id: int, *, by: User, reason: str) -> HandoverItem:
    """Trả lại một mục: it is not what it should be; ``reason`` says what is wrong."""
    item = _item(item_id)
    require(permissions.can_take_cluster_over(by, item.handover))
    _require_given(item)
    if not reason.strip():
        raise Refused("Ghi lý do trả lại.", at="note")
    move(item, Status.WAITING, by=by, returned_note=reason.strip(), **_NOBODY)
    return item


def _require_given(item):
    if item.status == Status.TAKEN:
        raise Refused(
            f"Mục “{item.name}” đã được {item.taken_by} nhận lúc "
            f"{vn_datetime(item.taken_at)}."
        )
    if item.status != Status.GIVEN:
        raise Refused(f"Mục “{item.name}” chưa được giao.")


def _item(pk) -> HandoverItem:
    """The item as it stands once the whole hand-over is held: two windows wait for each other."""
    handover = _lock(HandoverItem.objects.values_list("handover", flat=True).get(pk=pk))
    item = HandoverItem.objects.select_related("given_by", "taken_by").get(pk=pk)
    item.handover = handover
    return item


def _lock(pk) -> ClusterHandover:
    held = ClusterHandover.objects.select_for_update(no_key=True, of=("self",))
    return held.select_related("cluster", "giver", "taker", "term__cluster").get(pk=pk)
