"""Hoàn cảnh: from where, and in what capacity, the work at hand is done.

An act is told who acts (``by=``). What else the book wants to know of it stands here, so that
no act has to hand it on: the visitor's address, set for every request, and the role that
granted the act, noted where the permission was asked. Each request and each task has a
context of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import now


@dataclass(frozen=True)
class Capacity:
    """Tư cách: the role ``role`` held in unit ``held_in``, used for unit ``used_for``."""

    user_id: int
    role: str
    held_in: int
    used_for: int


@dataclass(frozen=True)
class Looking:
    """Xem với vai: in which view (``SupportView``), and who looks."""

    view_id: int
    supporter_id: int


_ADDRESS: ContextVar[str | None] = ContextVar("presence_address", default=None)
_CAPACITY: ContextVar[Capacity | None] = ContextVar("presence_capacity", default=None)
_LOOKING: ContextVar[Looking | None] = ContextVar("presence_looking", default=None)
_RECORDED: ContextVar[datetime | None] = ContextVar("presence_recorded", default=None)
_SAFE: ContextVar[bool] = ContextVar("presence_safe", default=True)


def begin(address: str | None, *, safe: bool = True) -> None:
    """A visitor has come from ``address``; nothing was asked of their roles yet.

    ``safe``: the request only reads (GET, HEAD).
    """
    _ADDRESS.set(address)
    _CAPACITY.set(None)
    _LOOKING.set(None)
    _SAFE.set(safe)


def end() -> None:
    begin(None)


def address() -> str | None:
    """Where the work comes from; None: from this installation itself."""
    return _ADDRESS.get()


def note(user_id: int, role: str, *, held_in: int, used_for: int) -> None:
    """A permission was granted by this role; what is written next was done in it."""
    _CAPACITY.set(Capacity(user_id, role, held_in, used_for))


def capacity_of(user) -> Capacity | None:
    """The last role that granted this person anything in this context."""
    noted = _CAPACITY.get()
    return noted if noted and user and noted.user_id == user.pk else None


def look_on(view_id: int, supporter_id: int) -> None:
    """The work at hand is a supporter's who sees the product as another."""
    _LOOKING.set(Looking(view_id, supporter_id))


def as_oneself() -> None:
    """The supporter acts under their own name: to end the view."""
    _LOOKING.set(None)


def looking() -> Looking | None:
    return _LOOKING.get()


def may_act() -> bool:
    """Whoever looks on as another reads, and nothing else."""
    return _SAFE.get() or _LOOKING.get() is None


@contextmanager
def recorded(at: datetime) -> Iterator[None]:
    """Ghi ngoài mạng: what is done inside was done at ``at`` where no network was, and is handed
    in now."""
    token = _RECORDED.set(at)
    try:
        yield
    finally:
        _RECORDED.reset(token)


def recorded_at() -> datetime | None:
    """When the act at hand was recorded without network; None: it is done now."""
    return _RECORDED.get()


def moment() -> datetime:
    """Khi nào việc ấy xảy ra: now, or when it was recorded without network."""
    return _RECORDED.get() or now()
