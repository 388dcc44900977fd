"""Chữ ký thêm vào tệp của ta: what was found when a file came back from somebody's own device."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

_MOMENTS = ("signed_at", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkArea:
    """Chỗ được đặt hình chữ ký: points on page ``page`` (from 0)."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Kết quả. ``problem``: a sentence that says what is wrong and what to do, or "".

    Without a problem the file is ours byte for byte, followed by exactly one signature of the
    holder named here. Whether its certificate was revoked is known only as far as the file
    and the kept lists tell.
    """

    problem: str = ""
    field: str = ""
    name: str = ""
    organisation: str = ""
    fingerprint: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    is_time_proven: bool = False
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        return data | {name: data[name] and data[name].isoformat() for name in _MOMENTS}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Added":
        moments = {
            name: data[name] and datetime.fromisoformat(data[name]) for name in _MOMENTS
        }
        return cls(**{**data, **moments})
