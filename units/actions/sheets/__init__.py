"""Nhập Excel: units and accounts from a file, by the acts that an administrator does by hand."""

from units.actions.sheets.asking import (
    AT_ONCE,
    ask_to_carry_out,
    ask_to_undo,
    drop_sheet,
    is_long,
    keep_sheet,
    name_columns,
    rehearse_again,
)
from units.actions.sheets.inviting import INVITED_AT_ONCE, invite_all, uninvited
from units.actions.sheets.undoing import Obstacle, obstacles
from units.actions.sheets.working import progress_of, work, work_now

__all__ = [
    "AT_ONCE",
    "INVITED_AT_ONCE",
    "Obstacle",
    "ask_to_carry_out",
    "ask_to_undo",
    "drop_sheet",
    "invite_all",
    "is_long",
    "keep_sheet",
    "name_columns",
    "obstacles",
    "progress_of",
    "rehearse_again",
    "uninvited",
    "work",
    "work_now",
]
