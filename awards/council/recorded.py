"""Điều đã ghi ngoài mạng: what a laptop hands in, read as data that anybody may have written."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import is_aware

from units.errors import Refused

BROKEN = (
    "Không đọc được dữ liệu gửi lên. Tải bản ghi trên máy về để giữ, mở lại trang này rồi nộp "
    "lần nữa."
)
# What may be done without network → what it must say, and of what kind each is.
DEEDS: dict[str, dict[str, type]] = {
    "open": {},
    "mark": {"row": int, "presence": str},
    "absence": {"row": int, "reason": str},
    "recuse": {"item": int, "seat": int, "reason": str},
    "vote": {"item": int, "reason": str},
    "paper": {"item": int, "seats": list},
    "count": {"item": int, "first": list, "second": list, "second_by": int},
    "hands": {"item": int, "choices": dict},
    "close": {"item": int, "passed": bool},
    "conclude": {"item": int, "words": str},
    "defer": {"item": int, "words": str},
    "mended": {"item": int, "reason": str},
    "finish": {},
}
MOST = 20_000  # events of one session
LONGEST = 2_000  # characters of any words


@dataclass(frozen=True)
class Event:
    """Một việc đã ghi: when, what, of which item, and the rest of what it says."""

    at: datetime
    do: str
    item: int | None
    of: dict[str, Any]


def read(text: str) -> list[Event]:
    """The events in the order of their times. Raises ``Refused``."""
    try:
        told = json.loads(text)
        if not isinstance(told, list) or len(told) > MOST:
            raise ValueError
        return [_event(one) for one in told]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused(BROKEN) from error


def _event(one) -> Event:
    at = datetime.fromisoformat(one["at"])
    if not is_aware(at):
        raise ValueError
    of = {name: _value(one[name], kind) for name, kind in DEEDS[one["do"]].items()}
    if one["do"] == "close":
        chair = one.get("chair")
        of["chair"] = chair if chair is None else bool(chair)
    for name in ("first", "second", "seats"):
        of |= {name: [_value(part, int) for part in of[name]]} if name in of else {}
    for name in {"first", "second"} & of.keys():
        if len(of[name]) != 3:
            raise ValueError
    if "choices" in of:
        of["choices"] = {
            str(_value(int(seat), int)): _value(choice, str)
            for seat, choice in of["choices"].items()
        }
    return Event(at, one["do"], of.pop("item", None), of)


def _value(value, kind):
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError
    if kind is int and not 0 <= value < 2**31:
        raise ValueError
    if kind is str and (len(value) > LONGEST or "\x00" in value):
        raise ValueError
    return value
