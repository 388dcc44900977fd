"""Nơi nhận thành đơn vị: which units of this installation a line surely means.

A name means a unit when it is that unit's name or short name, letter by letter but for capitals,
the usual abbreviations and where a tone mark stands, and no other unit near the issuer is called
so. A group ("UBND các phường", "05 tổ dân phố") means the units directly under the issuer. What
is not certain is left to the clerk.
"""

import re
import unicodedata
from dataclasses import dataclass

from campaigns.content import PaperKind, PlanContent
from campaigns.twin import TwinRefused, from_twin
from reports.models import Delivery, Document
from units.models import Unit
from units.vietnamese import older_placing, stored

_FILED = re.compile(r"^lưu\b(?!\s+trữ)\s*:?", re.IGNORECASE)
_AS_ABOVE = re.compile(r"^như (trên|kính gửi)$", re.IGNORECASE)
_NOTE = re.compile(r"\s*\([^()]*\)$")  # "(để b/c)"
_ABBREVIATED = (
    ("ủy ban nhân dân", "ubnd"),
    ("hội đồng nhân dân", "hđnd"),
    ("hội đồng thi đua - khen thưởng", "hđtđkt"),
    ("hội đồng tđkt", "hđtđkt"),
)
_LEVEL = "xã|phường|thị trấn|đặc khu|quận|huyện|thị xã|thành phố"
_COMMITTEES = re.compile(rf"^ubnd các ((?:{_LEVEL})(?:(?:, | và )(?:{_LEVEL}))*)$")
_OFFICES = re.compile(r"^các phòng(?:, ban| ban)?(?: chuyên môn)?$")
_LAND = re.compile(r"^(?:các|(\d{1,3})) (tổ dân phố|thôn)$")
_WITHIN = re.compile(r"^(.+?) (?:trực thuộc|thuộc) (.+)$")
_LANDS = {"tổ dân phố": "to-dan-pho", "thôn": "thon"}


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
    known = _Known(issuer, units)
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
    if content.kind is PaperKind.LETTER and addressees:
        names = [name for name in names if not _AS_ABOVE.match(name)]
        names = [*(_bare(text) for text in addressees), *names]
    return [name[:300] for name in names if name and not _FILED.match(name)]


class _Known:
    def __init__(self, issuer, units):
        self.issuer = issuer
        self.below = [unit for unit in units if unit.parent_id == issuer.pk]
        self.named = {}
        for unit in units:
            for name in {key(unit.name), key(unit.short_name)}:
                self.named.setdefault(name, []).append(unit)

    def meant_by(self, text):
        name = known_as(text)
        same = self.named.get(name, [])
        if same:
            return same if len(same) == 1 else []
        return self._group(name)

    def _group(self, name):
        if within := _WITHIN.match(name):
            if not self._is_issuer(within[2]):
                return []
            name = within[1]
        if levels := _COMMITTEES.match(name):
            begins = tuple(f"ubnd {one} " for one in re.split(", | và ", levels[1]))
            return [unit for unit in self.below if key(unit.name).startswith(begins)]
        if _OFFICES.match(name):
            return self._of_kind("phong")
        if land := _LAND.match(name):
            units = self._of_kind(_LANDS[land[2]])
            return [] if land[1] and int(land[1]) != len(units) else units
        return []

    def _of_kind(self, code):
        return [unit for unit in self.below if unit.kind.code == code]

    def _is_issuer(self, name):
        """By its name, or by its level alone: "UBND phường", "phường"."""
        own = key(self.issuer.name)
        return name in (own, key(self.issuer.short_name)) or bool(
            re.fullmatch(rf"(?:ubnd )?(?:{_LEVEL}|tỉnh)", name)
            and f"{own} ".startswith(f"ubnd {name.removeprefix('ubnd ')} ")
        )


def known_as(text: str) -> str:
    """By which an address book finds a recipient: ``key`` without what the paper is for."""
    return key(_NOTE.sub("", text))


def key(name: str) -> str:
    """One spelling of a name: small letters, one kind of dash, the usual abbreviations."""
    plain = unicodedata.normalize("NFC", name).casefold()
    plain = re.sub(r"\s*[-–—]\s*", " - ", plain)
    plain = older_placing(" ".join(plain.split()))
    for long, short in _ABBREVIATED:
        plain = plain.replace(long, short)
    return plain


def _bare(text):
    return text.strip().removeprefix("- ").rstrip(" ;.,").strip()
