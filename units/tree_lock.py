"""Giữ cây đơn vị: whoever writes where units stand holds the tree until its transaction ends.

A path is written from the path above it, and kept beside accounts and roles, so that whoever
comes in while the branch above is carried elsewhere would keep the old one. Those who only
need that nothing moves (``hold_still``) do not disturb each other; who moves or ends units
(``hold_alone``) is alone. The tree is taken before any row. Nobody waits for long, nor in a
queue: a big import would else hold up everybody behind the first who wants to be alone.
"""

from time import monotonic, sleep

from django.db import connection

from units.errors import Refused

PATIENCE = 5.0  # seconds
PAUSE = 0.05
_TREE = "hashtextextended('units.tree', 0)"


class TreeBusy(Refused):
    """Cây đơn vị đang có người khác giữ; the same may be tried again."""

    def __init__(self):
        super().__init__(
            "Các đơn vị đang được sắp xếp hoặc nhập từ Excel. Thử lại sau ít phút."
        )


def hold_still() -> None:
    """Nothing is moved or ended meanwhile; others may add too."""
    if not _took("pg_try_advisory_xact_lock_shared", PATIENCE):
        raise TreeBusy


def hold_alone() -> None:
    """Nobody else adds, moves or ends anything meanwhile."""
    if not _took("pg_try_advisory_xact_lock", PATIENCE):
        raise TreeBusy


def can_hold_alone() -> bool:
    """The same without waiting, for the clock, which comes again."""
    return _took("pg_try_advisory_xact_lock", 0)


def _took(function, patience):
    assert connection.in_atomic_block, "the hold lasts as long as the transaction"
    until = monotonic() + patience
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT {function}({_TREE})")
            if cursor.fetchone()[0]:
                return True
            if monotonic() >= until:
                return False
            sleep(PAUSE)
