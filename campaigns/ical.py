"""Lịch theo RFC 5545: all-day events as calendar programs read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75  # octets of a line (3.1)


@dataclass(frozen=True)
class Event:
    """Một việc cả ngày. ``uid`` stays the same when the rest changes."""

    uid: str
    day: date
    title: str
    text: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event], at: datetime) -> bytes:
    """The whole file; ``at`` in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Thi dua//Han nop//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(1):%Y%m%d}",
            f"SUMMARY:{escaped(event.title)}",
        ]
        if event.text:
            lines.append(f"DESCRIPTION:{escaped(event.text)}")
        if event.url:
            lines.append(f"URL:{event.url}")
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """TEXT (3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    plain = "".join(sign for sign in text if sign >= " " or sign == "\n")
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """At most 75 octets a line, never within a letter; what goes on begins with a blank."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece, b""])


@dataclass(frozen=True)
class Meeting:
    """Một cuộc họp: from when to when; ``is_off``: it was called off."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    text: str = ""
    url: str = ""
    is_off: bool = False


def meeting(one: Meeting, at: datetime) -> bytes:
    """A file with that meeting alone; the later file with the same uid takes its place.

    ``SEQUENCE`` is the minute at which it was asked for: it only ever rises.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Thi dua//Phien hop//VI",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if one.is_off else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"SEQUENCE:{int(at.timestamp()) // 60}",
        f"DTSTAMP:{_utc(at)}",
        f"DTSTART:{_utc(one.starts_at)}",
        f"DTEND:{_utc(one.ends_at)}",
        f"SUMMARY:{escaped(one.title)}",
        f"STATUS:{'CANCELLED' if one.is_off else 'CONFIRMED'}",
    ]
    if one.place:
        lines.append(f"LOCATION:{escaped(one.place)}")
    if one.text:
        lines.append(f"DESCRIPTION:{escaped(one.text)}")
    if one.url:
        lines.append(f"URL:{one.url}")
    return b"".join(folded(line) for line in [*lines, "END:VEVENT", "END:VCALENDAR"])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
