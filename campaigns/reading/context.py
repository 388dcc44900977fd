"""Văn cảnh: the lines of a plan with what stands above each of them."""

import re
from dataclasses import dataclass, field
from datetime import date

from campaigns import closings, outline
from campaigns.outline import LineKind
from campaigns.reading.dates import Moment, same_day
from campaigns.reading.entries import Entry
from campaigns.reading.language import fold, is_capitals

HEADINGS = (
    LineKind.PART, LineKind.SECTION, LineKind.DIVISION, LineKind.ITEM, LineKind.SUBITEM,
    LineKind.POINT, LineKind.DASH,
)  # fmt: skip
_HEADING_WORDS = 30
_DEEPEST = outline.DEPTH[LineKind.DASH]
_YEAR = re.compile(r"\bnăm\s+((?:19|20)\d\d)\b(?!\s*[-/]\s*(?:19|20)\d\d)")
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(slots=True)
class Context:
    """Văn bản đang được hiểu. Indices are positions in ``entries``."""

    entries: list[Entry]
    title: str
    issued_on: date | None
    authority: str = ""
    preamble_end: int = 0  # index of the first line of the outline
    annex_at: int = 0  # index of the first annex line, or len(entries)
    closing_at: int = 0  # index of the first closing paragraph, or annex_at
    chains: list[list[int]] = field(default_factory=list)  # headings above each line
    folded: list[str] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    top_depth: int = 0  # depth of the topmost headings

    @property
    def year(self) -> int | None:
        """The year that dates without one mean: the title's where the plan is made for the
        year to come, else that of the issue."""
        if self.issued_on is None or self.is_for_next_year:
            return self.titled_year
        return self.issued_on.year

    @property
    def is_for_next_year(self) -> bool:
        """Issued late in one year, for the one that its title names."""
        return (
            self.issued_on is not None and self.titled_year == self.issued_on.year + 1
        )

    def soonest(self, point: Moment) -> date | None:
        """The last day of a point of time as a duty means it.

        In a plan for the year to come, what is due "trước ngày 15/12" is due before that year
        begins, if the plan is there by then.
        """
        day, issued_on = point.last, self.issued_on
        if day is None or point.year_given:
            return day
        if issued_on is None or not self.is_for_next_year:
            return day
        earlier = same_day(day, day.year - 1)
        return earlier if earlier >= issued_on else day

    @property
    def titled_year(self) -> int | None:
        years = {int(y) for y in _YEAR.findall(fold(self.title))}
        return years.pop() if len(years) == 1 else None

    def above(self, index: int) -> str:
        """Folded texts of all headings above a line, one a line, the top one first."""
        return "\n".join(self.headings(index))

    def headings(self, index: int) -> list[str]:
        """Folded texts of the headings above a line; a paragraph or a bullet that is a
        sentence of its own is none."""
        return [self.folded[i] for i in self.chains[index] if self._heads(i)]

    def _heads(self, index: int) -> bool:
        entry, folded = self.entries[index], self.folded[index]
        if entry.is_title or folded.endswith(":"):
            return True
        bullet = entry.kind in (LineKind.DASH, LineKind.PLUS)
        return not bullet and len(folded.split()) <= _HEADING_WORDS

    def nearest(self, index: int) -> str:
        """Folded text of the nearest line above in the outline, "" at the top."""
        return self.folded[self.chains[index][-1]] if self.chains[index] else ""

    def depth(self, index: int) -> int:
        """Depth in the outline; an unnumbered heading in capitals stands as a section does."""
        return self.depths[index]

    def under(self, index: int) -> range:
        """The line and everything that stands under it, not the closing words."""
        end = index + 1
        while end < self.closing_at and self.depths[end] > self.depths[index]:
            end += 1
        return range(index, end)

    def body(self) -> range:
        """Indices of the lines that mean something: after the preamble, before the annexes."""
        return range(self.preamble_end, self.annex_at)


def build(
    entries: list[Entry], title: str, issued_on: date | None, authority: str
) -> Context:
    context = Context(entries, title, issued_on, authority)
    context.folded = [fold(entry.text) for entry in entries]
    context.depths = _depths(entries)
    context.preamble_end = next(
        (
            i
            for i, e in enumerate(entries)
            if context.depths[i] <= _DEEPEST or e.kind is LineKind.TABLE
        ),
        len(entries),
    )
    context.annex_at = next(
        (i for i, e in enumerate(entries) if e.kind is LineKind.ANNEX), len(entries)
    )
    context.closing_at = _closing(context)
    context.chains = _chains(context.depths)
    context.top_depth = min(
        (d for d in context.depths[: context.annex_at] if d > 0), default=_DEEPEST
    )
    return context


def has_sections(entries: list[Entry]) -> bool:
    """Whether the top headings are numbered (I., A., Phần I)."""
    return any(
        e.kind in (LineKind.SECTION, LineKind.PART, LineKind.DIVISION) for e in entries
    )


def is_bare_heading(entry: Entry) -> bool:
    """An unnumbered heading: a short paragraph in capitals."""
    return (
        entry.kind is LineKind.PARAGRAPH
        and not entry.written
        and (
            is_capitals(entry.text)
            and len(entry.text.split()) <= 20
            and len(entry.text) > 5
        )
    )


def _depths(entries: list[Entry]) -> list[int]:
    numbered = has_sections(entries)
    section = outline.DEPTH[LineKind.SECTION]
    return [
        section
        if not numbered and is_bare_heading(entry)
        else outline.depth(entry.kind)
        for entry in entries
    ]


def _closing(context: Context) -> int:
    """Paragraphs without a number at the very end that speak of the plan as a whole."""
    start = context.preamble_end
    return start + closings.first_closing(
        [
            context.folded[index]
            if entry.kind is LineKind.PARAGRAPH and not entry.written
            else None
            for index, entry in enumerate(context.entries[: context.annex_at])
            if index >= start
        ]
    )


def _chains(depths: list[int]) -> list[list[int]]:
    """For every line the lines above that it stands under, the top one first."""
    chains: list[list[int]] = []
    open_at: list[int] = []
    for index, own in enumerate(depths):
        if own <= _DEEPEST or own == outline.DEPTH[LineKind.PLUS]:
            open_at = [i for i in open_at if depths[i] < own]
            chains.append(open_at)
            open_at = [*open_at, index]
        else:
            chains.append(list(open_at))
    return chains
