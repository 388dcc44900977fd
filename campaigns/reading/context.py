"""Văn cảnh: the lines of a plan with what stands above each of them."""

import re
from dataclasses import dataclass, field
from datetime import date

from campaigns import outline
from campaigns.outline import LineKind
from campaigns.reading.bodylines import Entry
from campaigns.reading.language import fold

HEADINGS = (
    LineKind.PART, LineKind.SECTION, LineKind.DIVISION, LineKind.ITEM, LineKind.SUBITEM,
    LineKind.POINT, LineKind.DASH,
)  # fmt: skip
_HEADING_WORDS = 30
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

    @property
    def year(self) -> int | None:
        """The year that dates without one mean: of the issue, or named in title or headings."""
        if self.issued_on:
            return self.issued_on.year
        return self.titled_year

    @property
    def titled_year(self) -> int | None:
        years = {int(y) for y in _YEAR.findall(fold(self.title))}
        return years.pop() if len(years) == 1 else None

    def above(self, index: int) -> str:
        """Folded texts of all headings above a line, one a line, the top one first."""
        return "\n".join(self.headings(index))

    def headings(self, index: int) -> list[str]:
        """Folded texts of the headings above a line; a whole paragraph is no heading."""
        return [
            self.folded[i]
            for i in self.chains[index]
            if self.entries[i].is_title or len(self.folded[i].split()) <= _HEADING_WORDS
        ]

    def nearest(self, index: int) -> str:
        """Folded text of the nearest heading above a line, "" at the top."""
        return self.folded[self.chains[index][-1]] if self.chains[index] else ""

    def under(self, index: int) -> range:
        """The line and everything that stands under it, not the closing words."""
        end = index + 1
        own = outline.depth(self.entries[index].kind)
        while end < self.closing_at and outline.depth(self.entries[end].kind) > own:
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
    context.preamble_end = next(
        (
            i
            for i, e in enumerate(entries)
            if e.kind in HEADINGS or e.kind is LineKind.TABLE
        ),
        len(entries),
    )
    context.annex_at = next(
        (i for i, e in enumerate(entries) if e.kind is LineKind.ANNEX), len(entries)
    )
    context.closing_at = _closing(context)
    context.chains = _chains(entries)
    return context


_CLOSES = re.compile(
    r"(?:trên\s+đây\s+là|trong\s+quá\s+trình|đề\s+nghị|yêu\s+cầu|nhận\s+được|căn\s+cứ|giao\b|"
    r"các\s+(?:cơ\s+quan|đơn\s+vị|phòng|ban|sở)|thủ\s+trưởng|kế\s+hoạch\s+này|chỉ\s+thị\s+này|nơi\s+nhận"
    r"|ủy\s+ban|ubnd|hội\s+đồng|phòng|ban|sở|công\s+đoàn|rất\s+mong|mọi\s+vướng\s+mắc)"
)


def _closing(context: Context) -> int:
    """Paragraphs without a number at the very end that speak of the plan as a whole."""
    index = context.annex_at
    found = index
    while index > context.preamble_end:
        entry = context.entries[index - 1]
        if entry.kind is not LineKind.PARAGRAPH or entry.written:
            break
        text = context.folded[index - 1]
        index -= 1
        if text.startswith("trên đây là") or re.match(r"trên đây\b", text):
            return index
        whole = re.search(
            r"(?:kế hoạch|hướng dẫn|chỉ thị|công văn|nội dung)\s+(?:này|nêu trên|trên)|\./\.?$",
            text,
        )
        if _CLOSES.match(text) and whole:
            found = index
    return found


def _chains(entries: list[Entry]) -> list[list[int]]:
    chains: list[list[int]] = []
    open_at: list[int] = []
    for index, entry in enumerate(entries):
        own = outline.depth(entry.kind)
        if entry.kind in outline.DEPTH:
            open_at = [i for i in open_at if outline.depth(entries[i].kind) < own]
        chains.append(list(open_at))
        if entry.kind in outline.DEPTH:
            open_at = [*open_at, index]
    return chains
