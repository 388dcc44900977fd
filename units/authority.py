"""Thẩm quyền ký: the lines above a signature follow from who signs in what capacity.

Nghị định 30/2020, Phụ lục I, phần I, mục II.7 and Điều 13 (R64 of the format notes).
"""

from dataclasses import dataclass

from units.models import Membership

Capacity = Membership.Capacity


@dataclass(frozen=True)
class AuthorityLines:
    """Quyền hạn, chức vụ: printed lines in capitals; ``title_below`` is ô 7b or empty."""

    lines: tuple[str, ...]
    title_below: str = ""


def authority_lines(
    membership: Membership, *, own_power: bool = False
) -> AuthorityLines:
    """The authority lines for a paper of ``membership.unit``.

    ``own_power``: the head decides alone (tặng Giấy khen, nhân sự), so "TM." falls away.
    Raises ValueError for a membership without a signing capacity.
    """
    words = authority_words(membership, own_power=own_power)
    return AuthorityLines(
        tuple(line.upper() for line in words), membership.title_below.upper()
    )


def authority_words(
    membership: Membership, *, own_power: bool = False
) -> tuple[str, ...]:
    """The same lines in small letters, for lists and pages: "KT. Chủ tịch", "Phó Chủ tịch"."""
    unit, own = membership.unit, membership.title
    head = unit.head_title
    on_behalf = (f"TM. {unit.collective}",) if unit.collective and not own_power else ()
    match membership.capacity:
        case Capacity.HEAD:
            return (*on_behalf, head)
        case Capacity.ACTING:
            return (*on_behalf, f"Q. {head}")
        case Capacity.DEPUTY:
            return (*on_behalf, f"KT. {head}", own)
        case Capacity.BY_ORDER:
            return (f"TL. {head}", own)
        case Capacity.DELEGATED:
            return (f"TUQ. {head}", own)
    raise ValueError("membership has no signing capacity")
