"""Vai trò: granted and withdrawn, with dates."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from units import audit, permissions, tree_lock
from units.actions.administrators import hold_tops, require_others
from units.errors import Asked, Refused, Way
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
    the papers it left, and who does begins on a day after its last one; what has an heir is
    looked after there. Nothing is begun, signed or numbered there any more (``has_ended``). One
    whose last day is still to come has no such papers yet: a role that would begin after it is a
    slip, or is meant for the heir. Nobody works in a unit before its first day. What begins
    while the unit is there ends with it: without a last day it is given the unit's.
    """
    tree_lock.hold_still()
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_administer(by, unit))
    for refusal in why_not_granted(
        unit, role, valid_from, valid_to, capacity=capacity, title=title
    ):
        raise refusal
    if valid_to is None and _outlives(unit, valid_from, None):
        valid_to = unit.valid_to
    if capacity == Membership.Capacity.HEAD:
        _require_no_other_head(unit, valid_from, valid_to)
    membership = Membership(
        user=User.objects.get(pk=user_id), unit=unit, role=role, title=title,
        capacity=capacity, title_below=title_below, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    add(membership, by=by)
    return membership


def why_not_granted(
    unit: Unit | None, role: str, valid_from: date | None, valid_to: date | None = None, *,
    capacity: str = "", title: str = "",
) -> Iterator[Refused]:  # fmt: skip
    """All that speaks against it, each at its field; what others hold is asked by the act.

    None: not told yet, or wrongly.
    """
    if unit and valid_from:
        yield from _why_not_then(unit, valid_from)
    if valid_from and valid_to and valid_to < valid_from:
        yield Refused(Membership.IN_ORDER, at="valid_to")
    elif unit and valid_from and valid_to and _outlives(unit, valid_from, valid_to):
        yield Refused(_ends_with(unit), at="valid_to")
    if capacity == Membership.Capacity.DELEGATED:
        yield Refused(
            "Ký thừa ủy quyền phải có văn bản: ghi ở mục Ủy quyền ký.", at="capacity"
        )
    elif capacity and role and role != Role.LEADER:
        yield Refused(Membership.LEADERS_SIGN, at="capacity")
    elif capacity and unit and not unit.issues_papers:
        yield Refused(no_signer(unit), to_letterhead(unit), at="capacity")
    if capacity in Membership.TITLED and not title:
        yield Refused(Membership.TITLE_WANTED, at="title")


def _why_not_then(unit, day):
    last = unit.valid_to
    if day < unit.valid_from:
        first = vn_date(unit.valid_from)
        yield Refused(
            f"{unit} hoạt động từ ngày {first}, nên vai trò ở đó không bắt đầu từ ngày "
            f"{vn_date(day)} được. Chọn ngày {first} hoặc sau đó.",
            at="valid_from",
        )
    elif unit.has_ended(day) and not unit.has_ended():
        yield Refused(
            f"{unit} kết thúc ngày {vn_date(last)}, nên vai trò ở đó không bắt đầu từ ngày "
            f"{vn_date(day)} được. Chọn ngày sớm hơn, hoặc giao ở đơn vị tiếp nhận.",
            at="valid_from",
        )
    elif unit.has_ended(day) and unit.heir:
        yield Refused(
            f"{unit} đã kết thúc ngày {vn_date(last)}, {unit.heir} tiếp nhận. Giao vai trò ở "
            "đơn vị tiếp nhận.",
            at="unit",
        )


def no_signer(unit: Unit) -> str:
    return f"{unit} không ban hành văn bản nên không có người ký."


def to_letterhead(unit: Unit) -> Way:
    """Where what makes it an authority that issues papers is written, if it was forgotten."""
    words = "Nếu đơn vị có ban hành, ghi Tên in trên văn bản"
    return Way(words, "unit-name-correct", (unit.pk,))


def _require_no_other_head(
    unit: Unit, first: date, last: date | None, *, at: str = "capacity"
) -> None:
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
            at=at,
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


class LosesOwnRight(Asked):
    """Hỏi lại: the person would no longer administer the unit from ``first`` on."""

    def __init__(self, unit: Unit, first: date):
        super().__init__(
            f"Từ ngày {vn_date(first)} anh/chị không còn quản trị {unit} và các đơn vị bên dưới. "
            "Xác nhận rồi mới ghi."
        )
        self.unit, self.first = unit, first


@transaction.atomic
def end_membership(
    membership_id: int, *, by: User, valid_to: date | None, seen: int | None = None,
    is_sure: bool = True,
) -> Membership:  # fmt: skip
    """Thôi vai trò sau ngày ``valid_to``; yesterday at the earliest, which takes it away at once.

    Days that have passed stay as they were: papers were signed on them. A mistake is ended on
    the day it was made. While a last day has not come it is changed, or taken away (None): what
    is over is over, and granted anew. The last administrator of a top unit stays: else nobody
    could ever open that tree again. ``seen``: refused if amended since (``audit.mark``).
    ``is_sure`` False: ``LosesOwnRight`` where one would take it from oneself.
    """
    tree_lock.hold_still()
    membership = _held(membership_id, by)
    if why := why_over(membership):
        raise Refused(why, grant_anew(membership), at="valid_to")
    audit.require_unchanged(membership, seen, by=by)
    if why := why_not_end(membership, valid_to):
        raise Refused(why, at="valid_to")
    if _lengthens(membership, valid_to):
        _require_no_next_head(membership, valid_to)
    elif valid_to is not None:
        require_others(membership, valid_to + DAY, membership.valid_to)
        if not is_sure and _loses_own_right(membership, by, valid_to + DAY):
            raise LosesOwnRight(membership.unit, valid_to + DAY)
    amend(membership, by=by, valid_to=valid_to)
    return membership


def why_over(membership: Membership) -> str:
    """Since when the role is over; "" of one that is held or to come."""
    last = membership.valid_to
    if last is None or last >= localdate():
        return ""
    return (
        f"Vai trò này đã thôi từ ngày {vn_date(last + DAY)}, ngày cuối là {vn_date(last)}. Người "
        "này nhận lại thì giao vai trò mới."
    )


def grant_anew(membership: Membership) -> Way:
    return Way("Giao vai trò", "role-grant", (membership.user_id,))


def why_not_end(membership: Membership, valid_to: date | None) -> str:
    """A sentence where the role cannot end on that day (None: on none); "" where it can."""
    yesterday = localdate() - DAY
    if valid_to and valid_to < membership.valid_from:
        return (
            f"Vai trò có từ ngày {vn_date(membership.valid_from)}; "
            "ngày thôi không được trước ngày đó."
        )
    if why := why_over(membership):
        return why
    is_delegated = membership.capacity == Membership.Capacity.DELEGATED
    if is_delegated and _lengthens(membership, valid_to):
        return (
            f"Văn bản ủy quyền có thời hạn đến hết ngày {vn_date(membership.valid_to)}. Muốn ký "
            "lâu hơn thì ghi văn bản ủy quyền mới ở mục Ủy quyền ký."
        )
    if valid_to and valid_to < yesterday:
        return (
            f"Ngày thôi sớm nhất là hôm qua, {vn_date(yesterday)}: những ngày đã qua, kể cả "
            "văn bản ký trong những ngày đó, vẫn thuộc vai trò này."
        )
    return _why_not_so_long(membership, valid_to)


def can_be_endless(membership: Membership) -> bool:
    """It has a last day that may be taken away again: no writing and no unit's end sets it."""
    is_delegated = membership.capacity == Membership.Capacity.DELEGATED
    return (
        bool(membership.valid_to)
        and not is_delegated
        and not _why_not_so_long(membership, None)
    )


def _lengthens(membership, valid_to):
    """The role would be held on days on which so far it is not."""
    last = membership.valid_to
    return last is not None and (valid_to is None or valid_to > last)


def _outlives(unit, first, last):
    """Longer than the unit, in which it began; who looks after what one left begins later."""
    end = unit.valid_to
    if end is None or first > end:
        return False
    return last is None or last > end


def _ends_with(unit):
    return f"{unit} kết thúc ngày {vn_date(unit.valid_to)} nên vai trò ở đó thôi chậm nhất ngày ấy."


def _why_not_so_long(membership, valid_to):
    """It would go on after its unit, or go on looking after what has an heir by now."""
    unit = membership.unit
    is_longer = _lengthens(membership, valid_to)
    if _outlives(unit, membership.valid_from, valid_to):
        # One that outlasts a unit that is no more may still be ended.
        return "" if unit.has_ended() and not is_longer else _ends_with(unit)
    if is_longer and unit.has_ended() and unit.heir:
        return (
            f"{unit} đã kết thúc ngày {vn_date(unit.valid_to)}, {unit.heir} tiếp nhận, nên vai "
            "trò ở đó không kéo dài thêm. Giao vai trò ở đơn vị tiếp nhận."
        )
    return ""


def _require_no_next_head(membership, valid_to):
    if membership.capacity == Membership.Capacity.HEAD:
        first = membership.valid_to + DAY
        _require_no_other_head(membership.unit, first, valid_to, at="valid_to")


def _loses_own_right(membership, by, first):
    if membership.user_id != by.pk or membership.role != Role.ADMINISTRATOR:
        return False
    others = Membership.objects.on(first).filter(
        user=by, role=Role.ADMINISTRATOR, unit__in=membership.unit.chain
    )
    return not others.exclude(pk=membership.pk).exists()


def _held(pk, by) -> Membership:
    """Locked, of somebody whom the person may give roles; the top of the tree before it."""
    place = Membership.objects.filter(pk=pk, role=Role.ADMINISTRATOR)
    hold_tops(list(place.values_list("unit", flat=True)))
    held = Membership.objects.select_for_update(no_key=True, of=("self",))
    membership = held.select_related("unit", "user").get(pk=pk)
    require(permissions.can_administer(by, membership.unit))
    return membership
