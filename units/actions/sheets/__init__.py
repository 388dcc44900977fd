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
from units.actions.sheets.first_passwords import (
    Slip,
    draw_first_passwords,
    without_password,
)
from units.actions.sheets.undoing import Obstacle, obstacles
from units.actions.sheets.working import progress_of, work, work_now

__all__ = [
    "AT_ONCE",
    "Obstacle",
    "Slip",
    "ask_to_carry_out",
    "ask_to_undo",
    "draw_first_passwords",
    "drop_sheet",
    "is_long",
    "keep_sheet",
    "name_columns",
    "obstacles",
    "progress_of",
    "rehearse_again",
    "without_password",
    "work",
    "work_now",
]
