"""Đánh thức: what a task wakes, and an act does.

Tasks stand below acts and may not import them; an act that is owed says so under a name, and
the task of that name wakes it.
"""

from collections.abc import Callable

_WORK: dict[str, Callable[[int], None]] = {}


def does(name: str) -> Callable[[Callable[[int], None]], Callable[[int], None]]:
    """The function does the work ``name``, given the id of the record that owes it."""

    def keep(work: Callable[[int], None]) -> Callable[[int], None]:
        _WORK[name] = work
        return work

    return keep


def wake(name: str, record_id: int) -> None:
    _WORK[name](record_id)
