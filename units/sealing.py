"""Niêm nhật ký: every line of the audit book linked to the one before, once a minute.

Who changes or removes a line, in the database and round its triggers, breaks the chain from
there on; who forges the whole chain has to forge the anchors too, which are kept elsewhere.
Sealing is apart from writing, so that no act waits for another's line.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from units.models import AuditAnchor, AuditEntry, AuditSeal

logger = logging.getLogger(__name__)
BATCH = 5_000  # lines sealed, or links walked, at a time
LATE = 50_000  # lines that others may write while one transaction lasts
NIGHTS = 31  # anchors that one night makes up for, when the clock stood still
START = bytes(32)  # what the first link is linked to
_LOCK = 0x6E686174_6B79  # "nhatky": one sealer at a time


@dataclass(frozen=True)
class Fault:
    """Chỗ hỏng: ``position`` in the chain, the line's id, one sentence."""

    position: int
    entry_id: int | None
    sentence: str


@dataclass(frozen=True)
class Mark:
    """Chỗ đã đi tới trên chuỗi: the link that was walked last, and how many were walked."""

    position: int
    digest: bytes
    walked: int


BEGINNING = Mark(position=0, digest=START, walked=0)


@dataclass(frozen=True)
class Stretch:
    """Một đoạn đã đi: what is wrong in it, and where it ends."""

    faults: tuple[Fault, ...]
    end: Mark
    is_last: bool


def link(before: bytes, entry: AuditEntry) -> bytes:
    """The digest of a line that follows ``before``; the same on any machine and in any version.

    UTF-8 JSON of [id, time in UTC, actor's id, act, record, record's id, detail], keys sorted,
    without blanks; from form 2 on with [form, role, unit in which it is held, address, unit
    that it concerns, record's name] after them.
    """
    line: list[Any] = [
        entry.pk,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.action,
        entry.subject,
        entry.subject_id,
        entry.detail,
    ]
    if entry.form > 1:
        line += [
            entry.form,
            entry.role,
            entry.held_in_id,
            entry.address,
            entry.unit_id,
            entry.about,
        ]
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(before + text.encode()).digest()


def seal(*, everything: bool = False) -> int:
    """Link what has been written since; how many lines. Any number of workers may run it.

    Looks back a good way from the newest link, for a line of a long transaction comes late;
    with ``everything`` at the whole book.
    """
    total = 0
    while count := _seal_some(everything):
        total += count
        if count < BATCH:
            break
    return total


@transaction.atomic
def _seal_some(everything: bool) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        (mine,) = cursor.fetchone()
    if not mine:
        return 0
    last = newest()
    position, digest = (last.position, bytes(last.digest)) if last else (0, START)
    highest = AuditSeal.objects.aggregate(last=Max("entry_id"))["last"] or 0
    open_lines = AuditEntry.objects.unsealed()
    if not everything:
        open_lines = open_lines.filter(pk__gt=highest - LATE)
    links = []
    for entry in open_lines[:BATCH]:
        position, digest = position + 1, link(digest, entry)
        links.append(AuditSeal(position=position, entry_id=entry.pk, digest=digest))
    AuditSeal.objects.bulk_create(links, batch_size=1_000)
    return len(links)


def newest() -> AuditSeal | None:
    """The last link; its position is how many lines are sealed."""
    return AuditSeal.objects.order_by("position").last()


def waiting(most: int) -> int:
    """How many lines no link holds yet, counted up to ``most`` (a minute's are a few)."""
    last = newest()
    lines = AuditEntry.objects.unsealed()
    if last:
        lines = lines.filter(pk__gt=last.entry_id - LATE)
    return lines.order_by()[:most].count()


def anchor(day: date | None = None) -> AuditAnchor | None:
    """Neo của ``day`` (yesterday): the last link of that day or before. None: nothing is sealed.

    Seals first what is open. An anchor that stands is never made anew.
    """
    seal(everything=True)
    return _anchor_of(day or localdate() - timedelta(days=1))


def anchor_due() -> list[AuditAnchor]:
    """Neo của hôm qua and of the nights before it that were missed, the oldest first.

    At most ``NIGHTS`` at a time; without any anchor yet, yesterday's alone.
    """
    seal(everything=True)
    yesterday = localdate() - timedelta(days=1)
    last = AuditAnchor.objects.newest()
    missed = (yesterday - last.day).days if last else 1
    days = [yesterday - timedelta(days=ago) for ago in reversed(range(missed))]
    made = [_anchor_of(day) for day in days[:NIGHTS]]
    return [one for one in made if one is not None]


def _anchor_of(day: date) -> AuditAnchor | None:
    last = (
        AuditSeal.objects.filter(sealed_at__date__lte=day).order_by("position").last()
    )
    if last is None:
        return None
    made, is_new = AuditAnchor.objects.get_or_create(
        day=day, defaults={"position": last.position, "digest": last.digest}
    )
    if is_new:
        logger.info("audit anchor %s", made)  # a log that goes elsewhere keeps it
    return made


def faults(kept: Iterable[AuditAnchor] = ()) -> Iterator[Fault]:
    """Walk the whole chain: what was changed, removed, put in between or not anchored.

    ``kept``: anchors that were kept outside; they count besides those of the database.
    """
    for stretch in stretches(kept=kept):
        yield from stretch.faults


def stretches(
    mark: Mark = BEGINNING, kept: Iterable[AuditAnchor] = ()
) -> Iterator[Stretch]:
    """Walk the chain from ``mark`` on, ``BATCH`` links at a time; at least one stretch.

    The anchors are read first: one that is made meanwhile lies beyond what is walked.
    """
    anchors: dict[int, list[AuditAnchor]] = {}
    for one in [*AuditAnchor.objects.order_by("position"), *kept]:
        if one.position > mark.position or not mark.walked:
            anchors.setdefault(one.position, []).append(one)
    while True:
        stretch = _walk(mark, anchors)
        yield stretch
        if stretch.is_last:
            return
        mark = stretch.end


def _walk(mark: Mark, anchors: dict[int, list[AuditAnchor]]) -> Stretch:
    """The next stretch; the anchors that it passes are taken out of ``anchors``."""
    links = AuditSeal.objects.order_by("position")
    if mark.walked:
        links = links.filter(position__gt=mark.position)
    seals = list(links[:BATCH])
    entries = AuditEntry.objects.in_bulk([one.entry_id for one in seals])
    found = []
    position, digest = mark.position, mark.digest
    for one in seals:
        before, digest = digest, bytes(one.digest)
        if one.position != position + 1:
            said = f"Thiếu mắt xích {position + 1} đến {one.position - 1}."
            found.append(Fault(position + 1, None, said))
        position = one.position
        entry = entries.get(one.entry_id)
        if entry is None:
            found.append(Fault(position, one.entry_id, "Dòng nhật ký đã bị xóa."))
        elif link(before, entry) != digest:
            said = "Dòng nhật ký, hoặc mắt xích trước nó, đã bị sửa."
            found.append(Fault(position, one.entry_id, said))
        for anchored in anchors.pop(position, ()):
            if bytes(anchored.digest) != digest:
                said = f"Không khớp neo ngày {anchored.day:%d/%m/%Y}."
                found.append(Fault(position, one.entry_id, said))
    is_last = len(seals) < BATCH
    for passed in [at for at in anchors if is_last or at <= position]:
        for anchored in anchors.pop(passed):
            said = f"Chuỗi không còn mắt xích của neo ngày {anchored.day:%d/%m/%Y}."
            found.append(Fault(passed, None, said))
    end = Mark(position, digest, mark.walked + len(seals))
    return Stretch(tuple(found), end, is_last)


def anchor_lines(until: date | None = None) -> list[str]:
    """Every anchor (up to ``until``) as it is kept elsewhere, the oldest first."""
    return [str(one) for one in AuditAnchor.objects.until(until).order_by("day")]


def read_anchor(line: str) -> AuditAnchor:
    """A line as ``AuditAnchor`` prints it. Raises ValueError."""
    day, position, digest = line.split()[-3:]
    return AuditAnchor(
        day=date.fromisoformat(day),
        position=int(position),
        digest=bytes.fromhex(digest),
    )
