"""Điều kiện chung của các việc ở đơn vị: the row held, the paper named, the unit there."""

from datetime import date

from units.errors import Refused
from units.models import Unit


def hold(pk: int) -> Unit:
    """The unit, locked: whatever changes in it waits for its turn."""
    return (
        Unit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("kind", "parent")
        .get(pk=pk)
    )


def require_basis(basis: str) -> None:
    if not basis.strip():
        raise Refused("Ghi văn bản căn cứ (số, ngày, cơ quan ban hành).")


def require_there(unit: Unit, *days: date) -> None:
    """It exists on each of these days."""
    for day in days:
        if day < unit.valid_from or (unit.valid_to and day > unit.valid_to):
            raise Refused(f"{unit} không tồn tại vào ngày {day:%d/%m/%Y}.")
