"""Phiếu gửi về: what the form of a report said, read by hand: a hundred lines make one form.

Fields of a line ``v<allocation>-so``, ``-chu``, ``-vi-sao``, ``-mien``, ``-seen``; of one that is
asked for no longer, once that was told, ``-biet`` instead of ``-seen``. Of the report
``ket-qua``, ``ket-qua-seen``; of raised items ``kk<number>-loai``, ``-chu``, ``-pk``, ``-seen``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from campaigns.actions.progress.raising import Raised
from campaigns.filling import Figure, Sheet, mark_of, open_lines
from campaigns.models import RaisedItem
from campaigns.progress.entering import Entered, Unclear, entered
from campaigns.progress.measures import Measure, Scale
from campaigns.views.posted import clean
from units.numerals import vn_number

NARRATIVE, RAISED = 10_000, 4000
# Field of a line: how it is called, how much of it is kept.
LONGEST = {
    "text": ("Diễn giải", 4000), "cause": ("Nguyên nhân và cách khắc phục", 2000),
    "exempt_reason": ("Lý do không báo cáo", 500), "typed": ("Ô số liệu", 60),
}  # fmt: skip
QUIET = "tu-luu"  # the act of a page that saves by itself

_LINE = re.compile(r"v(\d{1,18})-(?:so|chu)")
_ITEM = re.compile(r"kk(\d{1,4})-chu")


@dataclass
class PostedSheet:
    """``figures`` by allocation, ``marks`` as the page showed them, ``unclear`` sentences of
    boxes that hold no figure (saved as typed all the same), ``long`` of lines with more than is
    kept of one box (not saved). ``told``: lines of which the page has said that they are gone;
    ``strays``: what was typed in lines that are there no more.
    """

    act: str = "luu"
    figures: dict[int, Figure] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    unclear: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    long: dict[int, str] = field(default_factory=dict)
    told: dict[int, Figure] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    narrative: str | None = None
    narrative_mark: str | None = None
    narrative_long: str = ""
    raised: dict[int, Raised] = field(default_factory=dict)
    raised_long: dict[int, str] = field(default_factory=dict)
    is_refused: bool = False  # nothing of it was saved

    @property
    def figures_to_save(self) -> Mapping[int, Figure]:
        return {pk: one for pk, one in self.figures.items() if pk not in self.long}

    @property
    def touched(self) -> set[int]:
        """Lines that were written on since the page was opened."""
        return {
            pk for pk, one in self.figures.items() if self.marks[pk] != mark_of(one)
        }

    @property
    def narrative_to_save(self) -> str | None:
        return None if self.narrative_long else self.narrative

    @property
    def raised_to_save(self) -> Mapping[int, Raised]:
        return {
            number: one
            for number, one in self.raised.items()
            if number not in self.raised_long
        }

    @property
    def unsaved(self) -> int:
        """Places that hold more than can be kept, or that nobody asks for any more."""
        return (
            len(self.long)
            + bool(self.narrative_long)
            + len(self.raised_long)
            + len(self.strays)
        )


def lines_in(data: QueryDict) -> set[int]:
    """Lines that the page had, whether or not they are still asked for."""
    return {int(found[1]) for name in data if (found := _LINE.fullmatch(name))}


def read_sheet(data: QueryDict, sheet: Sheet) -> PostedSheet:
    """A line that the page did not have is left alone."""
    posted = PostedSheet(act=data.get("act", "luu"))
    only = open_lines(sheet)
    for line in sheet.lines:
        name = f"v{line.pk}"
        if line.gone and f"{name}-biet" in data:
            posted.told[line.pk] = _figure(data, name, line.scale, line.pk, posted)
            continue
        is_closed = only is not None and line.pk not in only and not line.gone
        # What was told to be gone and is asked for again counts as any other.
        seen = data.get(f"{name}-seen", data.get(f"{name}-biet"))
        if is_closed or seen is None:
            continue
        posted.marks[line.pk] = seen
        posted.figures[line.pk] = _figure(data, name, line.scale, line.pk, posted)
    for pk in sorted(lines_in(data) - {line.pk for line in sheet.lines}):
        _read_stray(data, pk, posted)
    if "ket-qua" in data:
        posted.narrative = clean(data["ket-qua"])
        posted.narrative_mark = data.get("ket-qua-seen")
        posted.narrative_long = too_long("Kết quả nổi bật", posted.narrative, NARRATIVE)
    for number in sorted(
        int(found[1]) for name in data if (found := _ITEM.fullmatch(name))
    ):
        _read_raised(data, number, posted)
    return posted


def too_long(label: str, text: str, most: int) -> str:
    """ "Diễn giải dài 4.210 ký tự, chỉ lưu được 4.000; rút ngắn rồi lưu." """
    if len(text) <= most:
        return ""
    return (
        f"{label} dài {vn_number(len(text))} ký tự, chỉ lưu được {vn_number(most)}; rút ngắn rồi "
        "lưu."
    )


def _read_raised(data, number: int, posted: PostedSheet) -> None:
    name = f"kk{number}"
    kind = data.get(f"{name}-loai", "")
    if kind not in RaisedItem.IN_REPORT:
        kind = RaisedItem.Kind.DIFFICULTY
    pk = data.get(f"{name}-pk", "")
    text = clean(data.get(f"{name}-chu", "")).strip()
    posted.raised[number] = Raised(
        kind, text, int(pk) if pk.isdecimal() else None, data.get(f"{name}-seen")
    )
    if said := too_long("Nội dung", text, RAISED):
        posted.raised_long[number] = said


def _read_stray(data, pk: int, posted: PostedSheet) -> None:
    """Of a line that was taken away from the unit nothing is stored, nor is its name known."""
    boxes = ("so", "chu", "vi-sao", "mien")
    words = [clean(data.get(f"v{pk}-{box}", "")).strip() for box in boxes]
    if f"v{pk}-seen" in data and any(words):
        posted.strays.append("; ".join(filter(None, words)))


def _figure(data, name, scale: Scale, pk: int, posted: PostedSheet) -> Figure:
    typed = clean(data.get(f"{name}-so", "")).strip()
    rest = {
        "text": clean(data.get(f"{name}-chu", "")).strip(),
        "cause": clean(data.get(f"{name}-vi-sao", "")).strip(),
        "exempt_reason": clean(data.get(f"{name}-mien", "")).strip(),
    }
    found = _understood(typed, rest, scale, pk, posted)
    said = [
        too_long(label, getattr(found, field), most)
        for field, (label, most) in LONGEST.items()
    ]
    if any(said):
        posted.long[pk] = " ".join(filter(None, said))
    return found


def _understood(
    typed: str, rest: dict[str, str], scale: Scale, pk: int, posted: PostedSheet
) -> Figure:
    if scale.measure is Measure.NARRATIVE:
        return Figure(value=_told(rest["text"], scale), **rest)
    try:
        found = entered(typed, scale)
    except Unclear as unclear:
        posted.unclear[pk] = str(unclear)
        return Figure(typed=typed, **rest)
    if found is None:
        return Figure(**rest)
    if found.note:
        posted.notes[pk] = found.note
    return Figure(
        value=found.value,
        numerator=found.numerator,
        denominator=found.denominator,
        **rest,
    )


def _told(text: str, scale: Scale):
    """A text that is asked for counts as 1 once it is there."""
    found: Entered | None = entered(text, scale)
    return found.value if found else None
