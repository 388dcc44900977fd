"""Tên trong văn bản thành đơn vị: which units of this installation a name surely means.

A name means a unit when it is that unit's name or short name, letter by letter but for capitals,
the usual abbreviations and where a tone mark stands, and no other unit near the issuer is called
so. A group ("UBND các phường", "05 tổ dân phố") means the units directly under the issuer. What
is not certain is left to people.
"""

import re
import unicodedata
from collections.abc import Iterable

from units.models import Unit
from units.vietnamese import older_placing

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


class Known:
    """Các đơn vị gần cơ quan ban hành, by their names."""

    def __init__(self, issuer: Unit, units: Iterable[Unit]) -> None:
        self.issuer = issuer
        units = list(units)
        self.below = [unit for unit in units if unit.parent_id == issuer.pk]
        self.named: dict[str, list[Unit]] = {}
        for unit in units:
            for name in {key(unit.name), key(unit.short_name)}:
                self.named.setdefault(name, []).append(unit)

    def meant_by(self, text: str) -> list[Unit]:
        """The units that the words mean; none where that is not certain."""
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
