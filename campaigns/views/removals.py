"""Dòng vừa xóa: what a person took out of each plan, kept in the session to be put back.

The newest is put back first. A plan's lines leave the pile only when they are back in it, so
an old window of another plan takes nothing away.
"""

import json
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

KEY = "campaigns.removed_lines"
MOST = 20  # of one plan
LARGEST = 200_000  # characters of one plan; the newest is kept whatever its length


def keep(session: SessionBase, plan_id: int, kept: dict[str, Any]) -> None:
    """``kept``: what ``actions.remove_line`` gave."""
    pile = [*_pile(session, plan_id), kept][-MOST:]
    while len(pile) > 1 and len(json.dumps(pile, ensure_ascii=False)) > LARGEST:
        pile.pop(0)
    _set(session, plan_id, pile)


def newest(session: SessionBase, plan_id: int) -> dict[str, Any] | None:
    """The line that comes back first, as it was kept; it stays in the pile until ``drop``."""
    pile = _pile(session, plan_id)
    return pile[-1] if pile else None


def count(session: SessionBase, plan_id: int) -> int:
    """How many lines can be put back."""
    return len(_pile(session, plan_id))


def drop(session: SessionBase, plan_id: int) -> None:
    """The newest is back in its plan."""
    _set(session, plan_id, _pile(session, plan_id)[:-1])


def _pile(session, plan_id) -> list[dict[str, Any]]:
    return session.get(KEY, {}).get(str(plan_id), [])


def _set(session, plan_id, pile):
    piles = {**session.get(KEY, {}), str(plan_id): pile}
    session[KEY] = {plan: lines for plan, lines in piles.items() if lines}
