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
    unit = membership.unit
    head, own = unit.head_title.upper(), membership.title.upper()
    on_behalf = (
        (f"TM. {unit.collective.upper()}",) if unit.collective and not own_power else ()
    )
    match membership.capacity:
        case Capacity.HEAD:
            lines = (*on_behalf, head)
        case Capacity.ACTING:
            lines = (*on_behalf, f"Q. {head}")
        case Capacity.DEPUTY:
            lines = (*on_behalf, f"KT. {head}", own)
        case Capacity.BY_ORDER:
            lines = (f"TL. {head}", own)
        case Capacity.DELEGATED:
            lines = (f"TUQ. {head}", own)
        case _:
            raise ValueError("membership has no signing capacity")
    return AuthorityLines(lines, membership.title_below.upper())
