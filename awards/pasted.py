"""Danh sách đề nghị: rows of a grid or out of Excel, each understood or refused; nothing guessed.

Columns in the order of the grid: đối tượng, hình thức, tóm tắt thành tích. A pasted row of titles
at the head is known by its first cell.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from awards import subjects
from awards.models.catalogue import Subject
from awards.offers import Offer
from awards.subjects import Found
from units.errors import Unreadable
from units.models import Honouree, Unit
from units.vietnamese import fold, stored
from units.wording import excerpt, vn_number

MOST_ROWS, MOST_TEXT = 200, 400_000
LONGEST_SUMMARY = 4_000
MOST_MISSING, SUGGESTED = (
    20,
    6,
)  # names for which somebody near is suggested, and how many
HEADS = {
    "doi tuong",
    "ho ten",
    "ho va ten",
    "ten",
    "ten doi tuong",
    "ho va ten, tap the",
}
COLUMNS = 3
UNCLOSED = (
    "Bảng dán có ô quá dài, thường do một dấu nháy kép mở ra mà không đóng; sửa ô ấy trong Excel "
    "rồi chép lại."
)
_KINDS = {
    "Cá nhân": Subject.PERSON, "Tập thể": Subject.COLLECTIVE, "Đơn vị": Subject.COLLECTIVE,
    "Hộ gia đình": Subject.HOUSEHOLD,
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """Một dòng as it was typed; ``key``: the subject that was chosen for it."""

    name: str = ""
    award: str = ""
    summary: str = ""
    key: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.award or self.summary)


@dataclass(frozen=True)
class Line:
    """Một dòng đã xét: what it means, or why it means nothing yet."""

    typed: Typed
    subject: Found | None = None
    offer: Offer | None = None
    faults: list[str] = field(default_factory=list)
    choices: list[Found] = field(default_factory=list)

    @property
    def is_fine(self) -> bool:
        return not self.faults


def rows_in(text: str) -> list[Typed]:
    """A block out of Excel, tabs between cells; without the row of titles.

    Raises ``Unreadable``: nothing of it is left out in silence.
    """
    if len(text) > MOST_TEXT:
        raise Unreadable(
            f"Bảng dán dài quá {vn_number(MOST_TEXT)} ký tự; chia ra dán nhiều lần."
        )
    try:
        rows = list(_cells(text))
    except csv.Error as error:
        raise Unreadable(UNCLOSED) from error
    found = [
        Typed(*[cell[: LONGEST_SUMMARY + 1] for cell in cells[:COLUMNS]])
        for cells in rows
    ]
    if found and fold(found[0].name) in HEADS:
        found = found[1:]
    return found


def understood(
    rows: Sequence[Typed], unit: Unit, offers: Sequence[Offer], default: Offer | None
) -> list[Line]:
    """Each row; a fixed number of questions for all of them together.

    ``default``: what is meant where a row names no award.
    """
    named = _named(unit, [row.name for row in rows])
    keys = _keyed(unit, [row.key for row in rows if row.key])
    by_name = _offers(offers)
    lines: list[Line] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 1):
        line = _line(row, named, keys, by_name, default)
        if line.subject and line.offer:
            place = (line.subject.key, line.offer.key)
            if place in seen:
                line.faults.append(
                    f"Trùng dòng {seen[place]}: cùng đối tượng, hình thức."
                )
            seen.setdefault(place, number)
        lines.append(line)
    return lines


def _line(row, named, keys, by_name, default) -> Line:
    faults: list[str] = []
    subject, choices = _subject(row, named, keys, faults)
    offer = _offer(row, by_name, default, faults)
    if subject and offer and _KINDS[subject.kind] not in offer.award.subjects:
        faults.append(
            f"“{offer.name}” tặng {offer.award.subjects_in_words}, không tặng "
            f"{subject.kind.lower()}."
        )
    if len(row.summary) > LONGEST_SUMMARY:
        faults.append("Tóm tắt thành tích dài quá 4.000 ký tự; viết gọn lại.")
    return Line(row, subject, offer, faults, choices)


def _subject(row, named, keys, faults) -> tuple[Found | None, list[Found]]:
    if not row.name:
        faults.append("Thiếu tên đối tượng.")
        return None, []
    found = named.get(fold(row.name), [])
    chosen = keys.get(row.key)
    if chosen is not None:
        return chosen, found
    said = excerpt(row.name, 60)
    if len(found) == 1:
        return found[0], []
    if found:
        faults.append(f"Có {len(found)} đối tượng tên “{said}”; chọn một ở bên.")
        return None, found
    near = named.get(f"~{fold(row.name)}", [])
    if near:
        faults.append(
            f"Không có ai tên đúng “{said}”; chọn tên gần giống, hoặc sửa tên."
        )
        return None, near
    faults.append(
        f"Không có ai, tập thể nào của đơn vị tên “{said}”; sửa tên, hoặc nhờ ghi thêm."
    )
    return None, []


def _offer(row, by_name, default, faults) -> Offer | None:
    if not row.award:
        if default is None:
            faults.append("Thiếu hình thức khen thưởng.")
        return default
    found = by_name.get(fold(row.award), [])
    if len(found) == 1:
        return found[0]
    said = excerpt(row.award, 60)
    if found:
        faults.append(f"“{said}” là hình thức của nhiều cơ quan; chọn ở ô trên bảng.")
    else:
        faults.append(f"Không có hình thức “{said}” trong danh sách được đề nghị.")
    return None


def _offers(offers: Sequence[Offer]) -> Mapping[str, list[Offer]]:
    found: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        found[fold(offer.name)].append(offer)
    return found


def _named(unit: Unit, names: Sequence[str]) -> Mapping[str, list[Found]]:
    """By folded name who bears exactly it; under "~name" whose name holds all its words."""
    wanted = {fold(name) for name in names if name.strip()}
    if not wanted:
        return {}
    found: dict[str, list[Found]] = defaultdict(list)
    exact = [f" {name}" for name in wanted]
    people = subjects.people_of(unit).filter(folded_name__in=exact)
    for person in people.select_related("unit").order_by("pk"):
        found[fold(person.name)].append(subjects.found_person(person))
    for one in subjects.units_of(unit).for_pick():
        for name in {fold(one.name), fold(one.short_name)} & wanted:
            found[name].append(subjects.found_unit(one))
    missing = [name for name in wanted if name not in found]
    # Suggestions for the first; the rest is told all the same.
    last = {name: " ".join(name.split()[-2:]) for name in missing[:MOST_MISSING]}
    near = subjects.near(unit, set(last.values()), SUGGESTED)
    return found | {f"~{name}": near[words] for name, words in last.items()}


def _keyed(unit: Unit, keys: Sequence[str]) -> Mapping[str, Found]:
    """Those of the chosen that may be proposed."""
    said = [place for key in keys if (place := subjects.parse(key))]
    people = [number for kind, number in said if kind == "h"]
    units = [number for kind, number in said if kind == "u"]
    found: dict[str, Found] = {}
    if people:
        rows: list[Honouree] = list(
            subjects.people_of(unit).filter(pk__in=people).select_related("unit")
        )
        found |= {one.key: one for one in map(subjects.found_person, rows)}
    if units:
        some = subjects.units_of(unit).filter(pk__in=units)
        found |= {one.key: one for one in map(subjects.found_unit, some)}
    return found


def _cells(text: str) -> Iterator[list[str]]:
    read = csv.reader(text.splitlines(keepends=True), delimiter="\t")
    for row in read:
        cells = [stored(cell).strip() for cell in row]
        if any(cells):
            yield cells
