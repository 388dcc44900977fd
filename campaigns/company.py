"""Ai đang cùng soạn: who has a page of the plan's editor open now. A mark in the cache, no record.

A mark lasts a little longer than the pause between two looks of an open page. Two that are
set at one moment may lose one: it is back with that page's next look.
"""

import time
from dataclasses import dataclass

from django.core.cache import cache

from units.models import User
from units.visitors import CACHE_AWAY

LOOK = 20  # seconds between two looks of an open page
LASTS = 50  # seconds that a mark says something


@dataclass(frozen=True)
class Companion:
    """Người cùng soạn, and the name of the page on which they are."""

    name: str
    section: str


def note(plan_id: int, by: User, section: str) -> list[Companion]:
    """Mark ``by`` as being on that page; the others who are in the plan now, by name."""
    now, key = time.time(), f"writing:{plan_id}"
    try:
        marks = cache.get(key) or {}
        marks = {pk: mark for pk, mark in marks.items() if now - mark[0] < LASTS}
        marks[by.pk] = (now, str(by), section)
        cache.set(key, marks, LASTS)
    except CACHE_AWAY:
        return []
    others = [
        Companion(name, place) for pk, (_, name, place) in marks.items() if pk != by.pk
    ]
    return sorted(others, key=lambda one: one.name)
