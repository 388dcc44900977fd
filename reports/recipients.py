"""Nơi nhận thành đơn vị: which units of this installation a line surely means.

How a name means a unit: ``units.meant``. What is not certain is left to the clerk.
"""

import re
from dataclasses import dataclass

from campaigns.content import ADDRESSED, PlanContent
from campaigns.twin import TwinRefused, from_twin
from reports.models import Delivery, Document
from units.meant import Known
from units.models import Unit
from units.vietnamese import stored

_FILED = re.compile(r"^lưu\b(?!\s+trữ)\s*:?", re.IGNORECASE)
_AS_ABOVE = re.compile(r"^như (trên|kính gửi)$", re.IGNORECASE)


def deliveries_of(document: Document) -> list[Delivery]:
    """Gửi theo Nơi nhận: a new row for every recipient; none for a paper that has its rows."""
    if document.deliveries.exists():
        return []
    content = frozen(document)
    if content is None:
        return []
    return [
        Delivery(
            document=document,
            issuer=document.issuer,
            position=found.position,
            text=stored(found.text),
            unit=found.unit,
            way=Delivery.Way.SYSTEM if found.unit else Delivery.Way.OUTSIDE,
            sent_at=document.sealed_at if found.unit else None,
        )
        for found in resolve(content, document.issuer, document.issued_on)
    ]


def frozen(document: Document) -> PlanContent | None:
    """The words as they were frozen at approval; None where they cannot be read."""
    try:
        return from_twin(document.twin.encode())
    except TwinRefused:
        return None


def registered(content: PlanContent) -> str:
    """Cột Nơi nhận văn bản của sổ: "Lưu: …" is the next column's (R115), unless it is all."""
    return "; ".join(lines_of(content) or [_bare(text) for text in content.recipients])


def copies_of(content: PlanContent) -> int:
    """Số lượng bản: one for each that it is sent to, one for each "Lưu: …"."""
    filed = [text for text in content.recipients if _FILED.match(_bare(text))]
    return len(lines_of(content)) + len(filed) or 1


@dataclass(frozen=True)
class Recipient:
    """Một nơi nhận: its line, and the unit that it means or None."""

    position: int
    text: str
    unit: Unit | None


def resolve(content: PlanContent, issuer: Unit, day) -> list[Recipient]:
    """Every recipient on ``day`` in the order of the paper, no unit twice."""
    units = list(Unit.objects.near(issuer).on(day).for_pick())
    known = Known(issuer, units)
    found, taken = [], set()
    for position, text in enumerate(lines_of(content)):
        meant = known.meant_by(text)
        if not meant:
            found.append(Recipient(position, text, None))
        for unit in meant:
            if unit.pk not in taken:
                taken.add(unit.pk)
                found.append(Recipient(position, text, unit))
    return found


def lines_of(content: PlanContent) -> list[str]:
    """Lines that are sent somewhere: not "Lưu: …"; for "Như trên" those of Kính gửi."""
    names = [_bare(text) for text in content.recipients]
    addressees = content.letterhead.addressees
    if content.kind in ADDRESSED and addressees:
        names = [name for name in names if not _AS_ABOVE.match(name)]
        names = [*(_bare(text) for text in addressees), *names]
    return [name[:300] for name in names if name and not _FILED.match(name)]


def _bare(text):
    return text.strip().removeprefix("- ").rstrip(" ;.,").strip()
