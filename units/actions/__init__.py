"""Everything that changes units and people: one function, one act of an administrator."""

from units.actions.accounts import (
    amend_account,
    change_password,
    close_account,
    create_user,
    reopen_account,
    set_password,
)
from units.actions.reform import (
    dissolve_unit,
    divide_unit,
    merge_units,
    move_unit,
    rename_unit,
)
from units.actions.roles import end_membership, grant_membership
from units.actions.tree import UNIT_FIELDS, amend_unit, create_unit, establish

__all__ = [
    "UNIT_FIELDS",
    "amend_account",
    "amend_unit",
    "change_password",
    "close_account",
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
    "reopen_account",
    "set_password",
]
