"""Everything that changes units and people: one function, one act of an administrator."""

from units.actions import sheets
from units.actions.accounts import (
    amend_account,
    change_password,
    close_account,
    create_user,
    reopen_account,
    set_password,
)
from units.actions.books import check_seal, export_book
from units.actions.doubles import merge_honourees, tell_apart, undo_merge
from units.actions.handing import name_heir
from units.actions.honourees import (
    amend_honouree,
    create_honouree,
    link_account,
    place_honouree,
    release_honouree,
    transfer_honourees,
)
from units.actions.personal import (
    carry_out_retention,
    erase_honouree,
    set_retention,
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
    "amend_honouree",
    "amend_unit",
    "carry_out_retention",
    "change_password",
    "check_seal",
    "close_account",
    "create_honouree",
    "create_unit",
    "create_user",
    "dissolve_unit",
    "divide_unit",
    "end_membership",
    "erase_honouree",
    "establish",
    "export_book",
    "grant_membership",
    "link_account",
    "merge_honourees",
    "merge_units",
    "move_unit",
    "name_heir",
    "place_honouree",
    "release_honouree",
    "rename_unit",
    "reopen_account",
    "set_password",
    "set_retention",
    "sheets",
    "tell_apart",
    "transfer_honourees",
    "undo_merge",
]
