"""Everything that changes units and people: one function, one act of an administrator."""

from units.actions.accounts import (
    change_password,
    create_user,
    end_membership,
    grant_membership,
    set_password,
)
from units.actions.reform import (
    dissolve_unit,
    divide_unit,
    merge_units,
    move_unit,
    rename_unit,
)
from units.actions.tree import UNIT_FIELDS, create_unit, establish

__all__ = [
    "UNIT_FIELDS",
    "change_password",
    "create_unit",
    "create_user",
    "dissolve_unit",
    "divide_unit",
    "end_membership",
    "establish",
    "grant_membership",
    "merge_units",
    "move_unit",
    "rename_unit",
    "set_password",
]
