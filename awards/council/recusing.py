"""Nên không tham gia xét: what speaks for standing aside. It advises; nobody is shut out by it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from awards.models import AgendaItem, Proposal, Recusal, Seat
from units.models import Membership, User


def suggested(
    items: Iterable[AgendaItem], seats: Sequence[Seat]
) -> dict[tuple[int, int], str]:
    """(item, seat) → why that member had better stand aside; one query."""
    accounts = [seat.account_id for seat in seats if seat.account_id]
    council = {seat.unit_id for seat in seats}
    works: dict[int, set[int]] = defaultdict(set)
    held = Membership.objects.on().filter(user__in=accounts)
    for user, unit in held.exclude(unit__in=council).values_list("user", "unit"):
        works[user].add(unit)
    found = {}
    for item in items:
        if item.proposal is None:
            continue
        for seat in seats:
            if not seat.account_id:
                continue
            if why := _why(item.proposal, seat, works[seat.account_id]):
                found[item.pk, seat.pk] = why
    return found


def _why(proposal: Proposal, seat: Seat, units: set[int]) -> str:
    person = seat.account_id
    honouree = proposal.honouree
    if honouree is not None and honouree.account_id == person:
        return "là người được đề nghị khen"
    if proposal.collective_id in units:
        return "làm việc ở tập thể được đề nghị khen"
    if honouree is not None and honouree.unit_id in units:
        return "cùng đơn vị với người được đề nghị khen"
    if proposal.unit_id in units:
        return "làm việc ở đơn vị đề nghị"
    if person == proposal.confirmed_by_id:
        return "đã xác nhận đề nghị này"
    if person in (proposal.sent_by_id, proposal.created_by_id):
        return "đã lập, gửi đề nghị này"
    if person == proposal.appraised_by_id:
        return "đã thẩm định đề nghị này"
    return ""


def hidden_from(user: User) -> set[int]:
    """Ids of proposals whose weighing the person must not see before the minutes are written.

    Of who sits in no council nothing is asked.
    """
    if not user.served_authorities:
        return set()
    rows = Recusal.objects.hiding(user)
    return set(rows.values_list("item__proposal", flat=True))


def told_to(proposal: Proposal, user: User) -> bool:
    """Whether the person may read it: not once the council has spoken of what one stands aside
    from, until the minutes are written.
    """
    return proposal.status not in Proposal.CLOSED or proposal.pk not in hidden_from(
        user
    )
