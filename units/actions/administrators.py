"""Người quản trị cuối cùng: a tree that nobody administers could never be opened again."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.utils.timezone import localdate

from units.errors import Refused
from units.models import Handover, Membership, Unit, User

DAY = timedelta(days=1)
_TOPS = {"role": Membership.Role.ADMINISTRATOR, "unit__parent": None}


def hold_tops_of(user_id: int) -> None:
    """Lock the tops of trees that the person administers, before anything else is locked.

    Two administrators who take each other's right away at one moment come one after the other.
    """
    roles = Membership.objects.filter(user=user_id, **_TOPS)
    hold_tops(set(roles.values_list("unit", flat=True)))


def hold_tops(unit_ids: Collection[int]) -> None:
    tops = Unit.objects.filter(pk__in=unit_ids, parent=None).order_by("pk")
    list(tops.select_for_update(no_key=True))


def require_others(
    membership: Membership, since: date, last: date | None, *, closing: bool = False
) -> None:
    """On every day from ``since`` to ``last`` (None: for ever) somebody else administers the tree.

    What is over is over; a role to come counts from its first day, a closed account never:
    of the one that is now ``closing`` no other role counts either.
    """
    unit = membership.unit
    if not membership.user.is_active:
        return
    if membership.role != Membership.Role.ADMINISTRATOR or unit.parent_id is not None:
        return
    others = Membership.objects.filter(unit=unit, role=membership.role)
    others = others.exclude(pk=membership.pk).order_by("valid_from", "pk")
    # Locked: an account that is being closed at this moment is waited for.
    users = User.objects.filter(pk__in=others.values("user")).exclude(
        pk=membership.user_id
    )
    open_ones = {
        user.pk
        for user in users.select_for_update(no_key=True).order_by("pk")
        if user.is_active
    }
    if not closing:
        open_ones.add(membership.user_id)
    day = max(since, localdate())
    for other in others:
        if last is not None and day > last:
            return
        if other.user_id not in open_ones or other.valid_from > day:
            continue
        if other.valid_to is None:
            return
        day = max(day, other.valid_to + DAY)
    if last is None or day <= last:
        raise Refused(
            f"{membership.user} là quản trị duy nhất của {unit}. "
            "Giao vai trò này cho người khác trước."
        )


def require_keepers(units: Iterable[Unit], day: date) -> None:
    """Of the tops among ``units`` that are no more on ``day`` somebody administers the heir.

    Their own administrators end with them, and who reads what they leave is looked after there.
    """
    for unit in units:
        if unit.parent_id is not None or not unit.has_ended(day):
            continue
        handover = Handover.objects.filter(unit=unit).select_related("heir").first()
        if handover is None:
            raise Refused(
                f"{unit} đứng đầu một cây đơn vị: kết thúc thì không còn ai quản trị nó. Chọn "
                "đơn vị tiếp nhận.",
                at="successor",
            )
        keeping = Membership.objects.on(day).filter(
            role=Membership.Role.ADMINISTRATOR, unit__in=handover.heir.chain,
            user__is_active=True,
        )  # fmt: skip
        if not keeping.exists():
            raise Refused(
                f"{handover.heir} chưa có ai quản trị vào ngày {day:%d/%m/%Y}, mà các quản trị "
                f"của {unit} kết thúc cùng nó. Cho quản trị của {unit} tiếp tục ở đó, hoặc giao "
                "vai trò quản trị ở đó trước."
            )


def require_others_than(user: User) -> None:
    """Likewise of all that a person administers, whose account is being closed."""
    roles = Membership.objects.reaching(localdate()).filter(user=user, **_TOPS)
    for held in roles.select_related("unit", "user").order_by("unit", "pk"):
        require_others(held, held.valid_from, held.valid_to, closing=True)
