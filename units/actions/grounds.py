"""Điều kiện chung của các việc ở đơn vị: the row held, the paper named, the unit there, and
nothing above itself."""

from datetime import date

from units import calendar
from units.errors import Refused
from units.models import Unit
from units.models.managers import is_in_force


def hold(pk: int) -> Unit:
    """The unit, locked: whatever changes in it waits for its turn."""
    return (
        Unit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("kind", "parent")
        .get(pk=pk)
    )


def require_basis(basis: str) -> None:
    if not basis.strip():
        raise Refused("Ghi văn bản căn cứ (số, ngày, cơ quan ban hành).", at="basis")


def require_there(unit: Unit, day: date, *, at: str = "valid_from") -> None:
    """It exists on that day; ``at`` names the field in which the form asks for the day."""
    if not is_in_force(unit, day):
        raise Refused(f"{unit} không tồn tại vào ngày {day:%d/%m/%Y}.", at=at)


def require_room(parent: Unit, unit: Unit, first: date, last: date | None) -> None:
    """``unit`` may stand under ``parent`` from ``first`` to ``last`` (without end).

    The parent is there all that time, and never stands below the unit, not by a move to come
    either. The caller holds the tree.
    """
    require_there(parent, first, at="effective_on")
    if parent.valid_to and (last is None or last > parent.valid_to):
        raise Refused(
            f"{parent} kết thúc sau ngày {parent.valid_to:%d/%m/%Y} nên không nhận {unit} lâu "
            "hơn ngày đó.",
            at="parent",
        )
    below = [
        stretch.first
        for stretch in calendar.above(parent.pk, first, last)
        if stretch.unit_id == unit.pk
    ]
    if below:
        raise Refused(
            f"{parent} trực thuộc {unit} vào ngày {min(below):%d/%m/%Y} nên không thể nhận "
            f"{unit}.",
            at="parent",
        )
