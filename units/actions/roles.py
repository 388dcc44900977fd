"""Vai trò: granted and withdrawn, with dates."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from units import permissions, tree_lock
from units.actions.administrators import hold_tops, require_others
from units.errors import Refused
from units.models import Delegation, Membership, Unit, User
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend, remove

Role = Membership.Role
DAY = timedelta(days=1)


@transaction.atomic
def grant_membership(
    *, by: User, user_id: int, unit_id: int, role: str, valid_from: date,
    valid_to: date | None = None, title: str = "", capacity: str = "", title_below: str = "",
) -> Membership:  # fmt: skip
    """Giao vai trò cho một người ở một đơn vị, trong một thời hạn.

    A unit that has ended may still have people: where it has no heir, somebody must look after
    the papers it left, and who does begins on a day after its last one. Nothing is begun, signed
    or numbered there any more (``has_ended``). One whose last day is still to come has no such
    papers yet: a role that would begin after it is a slip, or is meant for the heir. Nobody
    works in a unit before its first day.
    """
    tree_lock.hold_still()
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_administer(by, unit))
    if valid_from < unit.valid_from:
        raise Refused(not_there_yet(unit, valid_from), at="valid_from")
    if unit.has_ended(valid_from) and not unit.has_ended():
        raise Refused(
            f"{unit} kết thúc ngày {vn_date(unit.valid_to)}, nên vai trò ở đó không bắt đầu từ "
            f"ngày {vn_date(valid_from)} được. Chọn ngày sớm hơn, hoặc giao ở đơn vị tiếp nhận.",
            at="valid_from",
        )
    if capacity == Membership.Capacity.DELEGATED:
        raise Refused(
            "Ký thừa ủy quyền phải có văn bản: ghi ở mục Ủy quyền ký.", at="capacity"
        )
    if capacity and not unit.issues_papers:
        raise Refused(no_signer(unit), at="capacity")
    if capacity == Membership.Capacity.HEAD:
        _require_no_other_head(unit, valid_from, valid_to)
    membership = Membership(
        user=User.objects.get(pk=user_id), unit=unit, role=role, title=title,
        capacity=capacity, title_below=title_below, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    add(membership, by=by)
    return membership


def not_there_yet(unit: Unit, day: date) -> str:
    first = vn_date(unit.valid_from)
    return (
        f"{unit} hoạt động từ ngày {first}, nên vai trò ở đó không bắt đầu từ ngày "
        f"{vn_date(day)} được. Chọn ngày {first} hoặc sau đó."
    )


def no_signer(unit: Unit) -> str:
    return f"{unit} không ban hành văn bản nên không có người ký."


def _require_no_other_head(unit: Unit, first: date, last: date | None) -> None:
    """One signs as the head of an agency at a time; another acts for the head (Q., KT.)."""
    # Locked: two administrators may not name a head each at one moment.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    heads = Membership.objects.filter(unit=unit, capacity=Membership.Capacity.HEAD)
    other = heads.meeting(first, last).select_related("user").first()
    if other:
        until = f" đến {other.valid_to:%d/%m/%Y}" if other.valid_to else ""
        raise Refused(
            f"{other.user} là người đứng đầu {unit} từ {other.valid_from:%d/%m/%Y}{until}. Ghi "
            "ngày thôi của người đó trước, hoặc chọn tư cách Quyền (Q.), Ký thay (KT.).",
            at="capacity",
        )


@transaction.atomic
def drop_membership(membership_id: int, *, by: User) -> Membership:
    """Bỏ vai trò sắp nhận: granted by mistake, or overtaken before its first day."""
    membership = _held(membership_id, by)
    if membership.valid_from <= localdate():
        raise Refused("Vai trò này đã có hiệu lực: ghi ngày thôi thay cho bỏ.")
    require_others(membership, membership.valid_from, membership.valid_to)
    for writing in Delegation.objects.filter(membership=membership):
        remove(writing, by=by)
    remove(membership, by=by)
    return membership


@transaction.atomic
def end_membership(membership_id: int, *, by: User, valid_to: date) -> Membership:
    """Thôi vai trò sau ngày ``valid_to``; yesterday at the earliest, which takes it away at once.

    Days that have passed stay as they were: papers were signed on them. A mistake is ended on
    the day it was made. The last administrator of a top unit stays: else nobody could ever open
    that tree again.
    """
    membership = _held(membership_id, by)
    if why := why_not_end(membership, valid_to):
        raise Refused(why, at="valid_to")
    require_others(membership, valid_to + DAY, membership.valid_to)
    amend(membership, by=by, valid_to=valid_to)
    return membership


def why_not_end(membership: Membership, valid_to: date) -> str:
    """A sentence where the role cannot end on that day; "" where it can."""
    yesterday = localdate() - DAY
    if valid_to < membership.valid_from:
        return (
            f"Vai trò có từ ngày {vn_date(membership.valid_from)}; "
            "ngày thôi không được trước ngày đó."
        )
    if membership.valid_to and membership.valid_to < yesterday:
        return (
            f"Vai trò này đã thôi, ngày cuối là {vn_date(membership.valid_to)}. Người này nhận "
            "lại thì giao vai trò mới."
        )
    is_delegated = membership.capacity == Membership.Capacity.DELEGATED
    if is_delegated and membership.valid_to and valid_to > membership.valid_to:
        return (
            f"Văn bản ủy quyền có thời hạn đến hết ngày {vn_date(membership.valid_to)}. Muốn ký "
            "lâu hơn thì ghi văn bản ủy quyền mới ở mục Ủy quyền ký."
        )
    if valid_to < yesterday:
        return (
            f"Ngày thôi sớm nhất là hôm qua, {vn_date(yesterday)}: những ngày đã qua, kể cả "
            "văn bản ký trong những ngày đó, vẫn thuộc vai trò này."
        )
    return ""


def _held(pk, by) -> Membership:
    """Locked, of somebody whom the person may give roles; the top of the tree before it."""
    place = Membership.objects.filter(pk=pk, role=Role.ADMINISTRATOR)
    hold_tops(list(place.values_list("unit", flat=True)))
    held = Membership.objects.select_for_update(no_key=True, of=("self",))
    membership = held.select_related("unit", "user").get(pk=pk)
    require(permissions.can_administer(by, membership.unit))
    return membership
