"""Lần sửa lớn vừa làm: what one button changed in many lines, kept in the session for one undo."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from campaigns.actions import AroundEdit, LineEdit
from campaigns.fingerprint import fingerprint
from campaigns.models import PlanLine

KEY = "campaigns.reworked"


def keep(
    session: SessionBase,
    plan_id: int,
    told: str,
    *,
    before: Iterable[PlanLine] = (),
    made: Iterable[PlanLine] = (),
    around: Iterable[AroundEdit] = (),
    now: dict[int, PlanLine],
) -> None:
    """``told``: one sentence of what was done. ``before``: the lines as they were; ``made``:
    those that are new; ``around``: what puts back what stands around them; ``now``: the lines of
    the plan as they are after it.
    """
    back = [_edit(line, now[line.pk]) for line in before if line.pk in now]
    gone = [_edit(now[line.pk], now[line.pk]) for line in made if line.pk in now]
    kept = {"told": told, "back": back, "gone": gone}
    kept["around"] = [asdict(one) for one in around]
    session[KEY] = {**session.get(KEY, {}), str(plan_id): kept}


def newest(session: SessionBase, plan_id: int) -> dict[str, Any] | None:
    """``told``, and as edits what goes ``back``, what is to be ``gone`` again, ``around``."""
    kept = session.get(KEY, {}).get(str(plan_id))
    if kept is None:
        return None
    edits: dict[str, Any] = {
        name: [LineEdit(**line) for line in kept[name]] for name in ("back", "gone")
    }
    edits["around"] = [AroundEdit(**one) for one in kept.get("around", ())]
    return kept | edits


def drop(session: SessionBase, plan_id: int) -> None:
    """It is undone, or no more to be."""
    kept = dict(session.get(KEY, {}))
    kept.pop(str(plan_id), None)
    session[KEY] = kept


def _edit(line, shown):
    """The words of ``line``, to be put over what stands there as ``shown``."""
    return asdict(
        LineEdit(
            pk=line.pk, kind=str(line.kind), text=line.text, seen=fingerprint(shown),
            marker=line.marker, is_title=line.is_title,
        )
    )  # fmt: skip
