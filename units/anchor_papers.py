"""Biên bản niêm: what a higher app makes of an anchor, shown beside it and read back.

Signing stands above this app: ``register`` (called from ``apps.py``) says how the papers of
some anchors are told, and how the anchors in a kept paper are read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from units.models import AuditAnchor, User


@dataclass(frozen=True)
class Paper:
    """Biên bản của một neo: who signed it when and where it is; or why it is not signed yet."""

    url: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    why_not: str = ""


@dataclass(frozen=True)
class Told:
    """What the page says of the papers: by day; why none is signed now and what to do.

    ``choose_url`` leads who may to the choice of the agency that signs.
    """

    by_day: dict[date, Paper] = field(default_factory=dict)
    agency: str = ""
    problem: str = ""
    choose_url: str = ""


@dataclass(frozen=True)
class Kept:
    """Biên bản đã cất: its anchors, a line each, and who signed them, in a sentence."""

    lines: list[str]
    said: str


type Tells = Callable[[Sequence[AuditAnchor], User], Told]
type Reads = Callable[[bytes], Kept]
_tells: list[Tells] = []
_reads: list[Reads] = []


def register(*, tells: Tells, reads: Reads) -> None:
    """Called from ``apps.py``, once."""
    _tells[:], _reads[:] = [tells], [reads]


def of(anchors: Sequence[AuditAnchor], user: User) -> Told | None:
    """What is told of these anchors' papers; None: this installation makes none."""
    return _tells[0](anchors, user) if _tells else None


def read(content: bytes) -> Kept:
    """The anchors that a signed paper holds. Raises ValueError with the reason, if any is."""
    if not _reads:
        raise ValueError("hệ thống này không đọc biên bản PDF")
    return _reads[0](content)
