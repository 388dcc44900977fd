"""Chỗ đứng: to which unit a record belongs, and so whose administrators read of it."""

from units import presence
from units.models import User

# The attribute of a record that holds its unit's id without a query; the first that is there.
_ATTRIBUTES = (
    "issuer_id", "host_id", "unit_id", "cluster_id", "successor_id", "home_id",
)  # fmt: skip


def place_of(thing, by: User | None) -> int | None:
    """Id of the unit: the record's own; else the one for which a role was just used; else
    where ``by`` works. None where nothing tells: such a line no administrator of a branch sees.
    """
    own = _own(thing)
    if own is not None:
        return own
    if by is None:
        return None
    if capacity := presence.capacity_of(by):
        return capacity.used_for
    return by.home_id or min(by.units_as(), default=None)


def _own(thing) -> int | None:
    if isinstance(thing, type):  # a list of records is of nobody's
        return None
    if thing._meta.label == "units.Unit":
        return thing.pk
    for name in _ATTRIBUTES:
        found = getattr(thing, name, None)
        if found is not None:
            return found
    return None
