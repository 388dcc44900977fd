"""Dòng của trang PDF: the lines of a page with their runs, parted where columns nearly touch.

A number or bullet that stands apart belongs to the words behind it; page numbers go.
"""

import re
from dataclasses import dataclass, field

from campaigns.reading import signs
from campaigns.reading.language import fold

_PAGE_NUMBER = re.compile(
    r"[-–]?\s*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?", re.I
)
_MARKER_ALONE = re.compile(
    r"(?:[-–+•*]|[IVX\d]{1,4}(?:\.\d+)*[.)]|[a-zđ][.)]|\(\d+\)|\uf0b7|\uf02d)$"
)


@dataclass(slots=True)
class Run:
    """Một đoạn chữ liền của một dòng."""

    x0: float
    x1: float
    text: str
    bold: bool
    lead: int
    gaps: list[tuple[int, float, float]] = field(default_factory=list)

    def parted(self, at: int, x1: float, x0: float) -> "list[Run]":
        """The two runs that this one becomes at a gap."""
        left, right = self.text[:at], self.text[at + 1 :]
        bold = self.lead >= len(left)
        return [
            Run(self.x0, x1, left, bold, min(self.lead, len(left))),
            Run(x0, self.x1, right, self.bold, len(right) if self.bold else 0),
        ]


@dataclass(slots=True)
class Line:
    """Một dòng chữ trên trang."""

    page: int
    y: float
    size: float
    runs: list[Run]

    @property
    def x0(self) -> float:
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        return self.runs[-1].x1

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)

    @property
    def bold(self) -> bool:
        return all(run.bold for run in self.runs)


def lines_of(number: int, page: dict) -> list[Line]:
    """The lines of a page as the child process gives them."""
    found = []
    for line in page["lines"]:
        runs = [
            Run(r["x0"], r["x1"], r["text"], r["bold"], r["lead"], r["gaps"])
            for r in line["runs"]
        ]
        at_edge = line["y"] > 0.9 * page["height"] or line["y"] < 0.09 * page["height"]
        text = " ".join(run.text for run in runs)
        if at_edge and _PAGE_NUMBER.fullmatch(text.strip()):
            continue
        if len(runs) > 1 and _MARKER_ALONE.fullmatch(runs[0].text):
            first, second = runs[0], runs[1]
            lead = len(first.text) + 1 + second.lead if first.bold or second.bold else 0
            runs[:2] = [
                Run(
                    first.x0,
                    second.x1,
                    f"{first.text} {second.text}",
                    second.bold,
                    lead,
                )
            ]
        found.append(Line(number, line["y"], line["size"], runs))
    for index, line in enumerate(found):
        if len(line.runs) == 1 and line.runs[0].gaps:
            near = found[max(0, index - 3) : index] + found[index + 1 : index + 4]
            line.runs = _parted(line.runs[0], [x for x in near if len(x.runs) == 2])
    return found


def _parted(run: Run, near: list[Line]) -> list[Run]:
    """Columns that nearly touch: parted at the motto, or where both sides stand as the two
    columns of a line near by do."""
    motto = signs.MOTTO.search(fold(run.text))
    for at, x1, x0 in run.gaps:
        two = run.parted(at, x1, x0)
        if motto and motto.start() == at + 1:
            return two
        if any(all(map(_same_column, two, line.runs)) for line in near):
            return two
    return [run]


def _same_column(a: Run, b: Run) -> bool:
    return abs(a.x0 - b.x0) < 3 or abs((a.x0 + a.x1) - (b.x0 + b.x1)) < 10
