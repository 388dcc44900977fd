"""Xem một tệp minh chứng: what it is, what is kept of it, and what it says of itself."""

import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from campaigns.evidence import kinds
from campaigns.evidence.kinds import Kind
from campaigns.evidence.likeness import signed
from campaigns.evidence.papers import check_office
from units.errors import Unreadable

CHILD_SECONDS = 10  # processor time
CHILD_MEMORY = 1_200 * 2**20  # bytes of address space
LARGEST_EXIF = 64 * 1024  # bytes: as much as a JPEG can say
LONGEST_NAME = 120  # characters
_CHILD = Path(__file__).with_name("child.py")
_HOME_ZONE = "+07:00"
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_SENTENCES = {
    (Kind.PHOTO, "large"): kinds.LARGE_PHOTO,
    (Kind.PDF, "locked"): kinds.LOCKED_PDF,
    (Kind.PDF, "active"): kinds.ACTIVE_PDF,
    (Kind.PDF, "long"): kinds.LONG_PDF,
}
_BROKEN = {Kind.PHOTO: kinds.BROKEN_PHOTO, Kind.PDF: kinds.BROKEN_PDF}
_TYPES = {
    Kind.PHOTO: ("jpg", "image/jpeg"),
    Kind.PDF: ("pdf", "application/pdf"),
    Kind.WORD: (
        "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Kind.EXCEL: (
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Looked:
    """Tệp đã xem: ``content`` is what is kept; of a photo it is a copy that says nothing more.

    What the photo said of its day and place stands apart: whoever sends it chooses.
    """

    kind: Kind
    name: str  # as sent, with the extension of what it is
    content: bytes
    sha256: str  # of what came
    thumbnail: bytes = b""  # WebP, photos only
    likeness: int | None = None  # the print of a photo (``likeness``)
    width: int = 0
    height: int = 0
    pages: int = 0
    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def content_type_of(kind: Kind) -> str:
    return _TYPES[kind][1]


def look_at(data: bytes, name: str, *, exif: bytes = b"") -> Looked:
    """Raises ``Unreadable`` with one sentence that says what to do.

    ``exif``: what a browser took from the photo before it made it smaller.
    """
    kinds.check_size(len(data))
    kind = kinds.kind_of(data)
    whole: dict[str, Any] = {
        "kind": kind,
        "name": _named(name, kind),
        "sha256": sha256(data).hexdigest(),
    }
    if kind in (Kind.WORD, Kind.EXCEL):
        check_office(data, kind)
        return Looked(content=data, **whole)
    said, pictures = _ask_child(kind, data, exif[:LARGEST_EXIF])
    if kind == Kind.PDF:
        return Looked(content=data, pages=said["pages"], **whole)
    place = [Decimal(str(degrees)) for degrees in said.get("place") or ()]
    latitude, longitude = place or (None, None)
    return Looked(
        content=pictures[0], thumbnail=pictures[1],
        width=said["width"], height=said["height"],
        likeness=None if said["print"] is None else signed(said["print"]),
        taken_at=_moment(said.get("taken", ""), said.get("zone", "")),
        latitude=latitude, longitude=longitude,
        **whole,
    )  # fmt: skip


def _ask_child(
    kind: Kind, data: bytes, exif: bytes
) -> tuple[dict[str, Any], list[bytes]]:
    head = json.dumps({"exif": len(exif)}).encode() + b"\n"
    try:
        done = subprocess.run(
            [
                sys.executable,
                "-I",
                str(_CHILD),
                kind,
                str(CHILD_MEMORY),
                str(CHILD_SECONDS),
            ],
            input=head + exif + data,
            capture_output=True,
            timeout=CHILD_SECONDS * 2,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_BROKEN[kind]) from error
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise Unreadable(_BROKEN[kind])
    said = json.loads(line)
    if "error" in said:
        raise Unreadable(_SENTENCES.get((kind, said["error"]), _BROKEN[kind]))
    pictures, at = [], 0
    for size in said["sizes"]:
        pictures.append(rest[at : at + size])
        at += size
    return said, pictures


def _moment(taken: str, zone: str) -> datetime | None:
    """What the camera's clock showed, in Vietnam where it says no zone; None for nonsense."""
    taken, zone = taken.strip("\x00 "), zone.strip("\x00 ")
    zone = zone if re.fullmatch(r"[+-]\d\d:\d\d", zone) else _HOME_ZONE
    try:
        moment = datetime.strptime(taken + zone, "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        return None
    return (
        moment if _EARLIEST <= moment < datetime.now(UTC) + timedelta(days=1) else None
    )


def _named(name: str, kind: Kind) -> str:
    """Without a path and what no file name bears; the extension is that of the contents."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = "".join(
        letter for letter in plain if letter not in '<>:"|?*' and letter.isprintable()
    ).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    own = _TYPES[kind][0]
    known = {"jpg", "jpeg", "png", "webp", "heic", "pdf", "docx", "xlsx", "doc", "xls"}
    if not dot or extension.lower() not in known:
        stem = plain
    return f"{stem.strip(' .')[:LONGEST_NAME] or 'minh-chung'}.{own}"
