"""Ủy quyền ký thừa: recorded from its writing, for a term, and never handed on."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from units import paperkinds, permissions, tree_lock
from units.actions.roles import no_signer, to_letterhead
from units.errors import Refused
from units.models import Delegation, Membership, Unit, User
from units.permissions import require
from units.workflow import add

Capacity = Membership.Capacity


@transaction.atomic
def delegate_signing(
    *, by: User, user_id: int, unit_id: int, title: str, number: str, signed_on: date,
    valid_from: date, valid_to: date | None, kinds: Sequence[str] = (),
) -> Delegation:  # fmt: skip
    """Ghi ủy quyền ký (TUQ.): the unit's head lets the person sign, by that writing.

    Only the head gives it (Điều 13 khoản 3): whoever signs by delegation hands nothing on.
    """
    tree_lock.hold_still()
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_administer(by, unit))
    if not unit.issues_papers:
        raise Refused(no_signer(unit), to_letterhead(unit), at="unit")
    if valid_to is None:
        raise Refused("Ủy quyền phải có thời hạn: ghi ngày cuối.", at="valid_to")
    if signed_on > valid_from:
        raise Refused(
            f"Văn bản ủy quyền ký ngày {signed_on:%d/%m/%Y}, sau ngày bắt đầu ủy quyền "
            f"{valid_from:%d/%m/%Y}.",
            at="signed_on",
        )
    if unknown := set(kinds) - dict(paperkinds.kinds()).keys():
        raise Refused(
            f"Không có loại văn bản {', '.join(sorted(unknown))}.", at="kinds"
        )
    giver = _head(unit, valid_from, valid_to)
    user = User.objects.get(pk=user_id)
    if giver.user_id == user.pk:
        raise Refused(f"{user} là người đứng đầu, không tự ủy quyền cho mình.")
    membership = Membership(
        user=user, unit=unit, role=Membership.Role.LEADER, title=title,
        capacity=Capacity.DELEGATED, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    add(membership, by=by)
    delegation = Delegation(
        membership=membership, giver=giver, number=number, signed_on=signed_on,
        kinds=sorted(kinds),
    )  # fmt: skip
    add(delegation, by=by)
    return delegation


def _head(unit, start, end) -> Membership:
    """Who heads the unit through the whole term."""
    heads = Membership.objects.on(start).filter(
        unit=unit, capacity__in=[Capacity.HEAD, Capacity.ACTING]
    )
    head = heads.select_related("user").order_by("capacity_rank", "pk").first()
    if head is None:
        raise Refused(
            f"{unit} chưa có người đứng đầu vào ngày {start:%d/%m/%Y} nên không ai ủy quyền "
            "được; người được ủy quyền không ủy quyền lại."
        )
    if head.valid_to and head.valid_to < end:
        raise Refused(
            f"{head.user} thôi đứng đầu {unit} ngày {head.valid_to:%d/%m/%Y}; ủy quyền không "
            "được dài hơn.",
            at="valid_to",
        )
    return head
