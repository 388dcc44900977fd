"""Đúng tên cơ quan: whether the head of a plan is that of the authority that issues it.

A plan that was read from a file brings the head of whoever wrote the file. What a unit is
called on paper is settled in one place, its own record, and by date; a plan prints that name
and no other (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục 2–4: the name of the agency,
the symbol and the place are those of the agency that issues).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.content import KIND_CODES, Letterhead, PaperKind
from units.calendar import name_on
from units.likeness import ON_PAPER, begins_agency, same_agency
from units.models import Unit, UnitName

LONGEST_SYMBOL = 18  # "Số:" and the symbol stand in a column 6,8 cm wide
_FILED = re.compile(
    r"-?\s*[Ll]ưu\s*:\s*VT\s*,\s*(?P<unit>[A-ZĐÂÊÔƠƯĂ]{2,8})(?=[\s.,;(]|$)"
)
# Field of Letterhead → column of Plan, and what the screen calls it.
COLUMNS = {
    "parent_authority": "letterhead_parent",
    "authority": "letterhead",
    "symbol": "symbol",
    "place": "place",
}
LABELS = {
    "parent_authority": "cơ quan chủ quản",
    "authority": "cơ quan ban hành",
    "symbol": "ký hiệu",
    "place": "địa danh",
}


@dataclass(frozen=True)
class Foreign:
    """Một ô ghi khác: ``field`` of Letterhead, what stands there, what the unit has there."""

    field: str
    found: str
    own: str

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def is_short(self) -> bool:
        """The unit's own, not written to the end."""
        return begins_agency(self.found, self.own)


def own_head(unit: Unit | UnitName, kind: PaperKind) -> dict[str, str]:
    """The head that ``unit`` prints over a paper of that kind, by the fields of Letterhead."""
    return {
        "parent_authority": unit.letterhead_parent,
        "authority": unit.letterhead,
        "symbol": default_symbol(kind, unit),
        "place": unit.place,
    }


def own_columns(unit: Unit, kind: PaperKind, fields: Iterable[str]) -> dict[str, str]:
    """``own_head`` as columns of a plan, of those fields only."""
    head = own_head(unit, kind)
    return {COLUMNS[name]: head[name] for name in fields}


def default_symbol(
    kind: PaperKind, unit: Unit | UnitName, recipients: Sequence[str] = ()
) -> str:
    """KH-UBND; of a letter UBND-VP: the authority and who drafted it (R116).

    Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục 3: a letter bears the letters of the
    drafting unit instead of a kind's. The last of ``recipients``, "Lưu: VT, VP", names it;
    where it does not, the authority stands alone.
    """
    code, own = KIND_CODES[kind], unit.symbol
    if not own:
        return own
    if code:
        return f"{code}-{own}"
    drafter = drafting_unit(recipients)
    whole = f"{own}-{drafter}"
    fits = drafter and drafter != own and len(whole) <= LONGEST_SYMBOL
    return whole if fits else own


def drafting_unit(recipients: Sequence[str]) -> str:
    """VP of "Lưu: VT, VP.(10)"; "" where none is named, or not by its letters."""
    found = _FILED.match(recipients[-1].strip()) if recipients else None
    return found["unit"] if found else ""


def foreign(
    unit: Unit, kind: PaperKind, head: Letterhead, day: date | None = None
) -> list[Foreign]:
    """The fields that are not the unit's own, by its name of today or of ``day``.

    Capitals, line breaks, spaces, dashes, "UBND" for "Ủy ban nhân dân" and the place of a tone
    (hòa, hoà) make no difference. Fields left empty are missing, not foreign; only the higher
    authority may be missed here, since its line tells whose council this is. A unit that
    issues no papers has nothing to compare with.
    """
    found = _differing(unit, kind, head)
    if not found or day is None or unit.pk is None:
        return found
    before = name_on(unit, day)
    if before is not None and not _differing(before, kind, head):
        return []
    return found


def _differing(unit: Any, kind: PaperKind, head: Letterhead) -> list[Foreign]:
    if not unit.letterhead:
        return []
    found = []
    for name, own in own_head(unit, kind).items():
        said = getattr(head, name)
        optional = name == "parent_authority"
        if (not own and not optional) or (not said.strip() and not optional):
            continue
        same = _same_symbol(unit, said) if name == "symbol" else alike(said, own)
        if not same:
            found.append(Foreign(name, said, own))
    return found


def _same_symbol(unit: Any, symbol: str) -> bool:
    """The part after the kind's letters; a letter goes on with the writer's (UBND-VX)."""
    own, said = unit.symbol.upper(), symbol.strip().upper()
    first, dash, rest = said.partition("-")
    part = rest if dash and first in KIND_CODES.values() else said
    return part == own or part.startswith(f"{own}-")


def alike(one: str, other: str) -> bool:
    """The same name, however it is set."""
    return same_agency(one, other, ON_PAPER)


def one_line(text: str) -> str:
    """A name of several lines in one."""
    return " ".join(text.split())
