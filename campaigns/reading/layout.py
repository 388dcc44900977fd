"""Bố trí trang PDF: lines with places on pages → paragraphs, columns and tables.

A paragraph begins with a first-line indent, a number, a wider gap or after a short line that
ended; two columns side by side (letterhead, recipients and signature) become a table of two
cells; rows of three and more columns a table.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from campaigns.reading import signs
from campaigns.reading.language import fold, is_capitals, starts_small
from campaigns.reading.manuscript import Block, Grid, Par
from campaigns.reading.pagelines import Line, Run, lines_of
from campaigns.reading.persons import is_name

_ENDED = re.compile(r"[.;:!?…/][\"”’)*\]]*$")
_HEAD_LINES = 12


def blocks_of_pages(pages: list[dict]) -> list[Block]:
    """Pages as the child process gives them → paragraphs and tables in reading order."""
    lines = [
        line for number, page in enumerate(pages) for line in lines_of(number, page)
    ]
    if not lines:
        return []
    measure = _Measure(lines)
    found: list[Block] = []
    index = 0
    writer = _Writer(measure, found)
    while index < len(lines):
        end, grid = _zone_at(lines, index, measure)
        if grid is not None:
            writer.close()
            found.append(grid)
            index = end
        else:
            writer.take(lines[index])
            index += 1
    writer.close()
    return found


class _Measure:
    """Lề và bước dòng of the text."""

    def __init__(self, lines: list[Line]):
        wide = [line for line in lines if line.x1 - line.x0 > 250] or lines
        lefts = sorted(line.x0 for line in wide)
        self.left = lefts[len(lefts) // 8]
        rights = sorted(line.x1 for line in wide)
        self.right = rights[int(len(rights) * 0.8)]
        steps = [
            a.y - b.y
            for a, b in pairwise(lines)
            if a.page == b.page and 4 < a.y - b.y < 60
        ]
        self.step = median(steps) if steps else 18.0
        self.middle = (self.left + self.right) / 2

    def is_centred(self, line: Line) -> bool:
        middle = (line.x0 + line.x1) / 2
        inset = (
            line.x0 - self.left > 2.2 * line.size
            and self.right - line.x1 > 2.2 * line.size
        )
        return inset and abs(middle - self.middle) < 14


class _Writer:
    """Puts lines together to paragraphs."""

    def __init__(self, measure: _Measure, found: list[Block]):
        self.measure = measure
        self.found = found
        self.last: Line | None = None
        self.par: Par | None = None
        self.in_head = True  # until the type of the paper, or its first number or basis

    def close(self) -> None:
        self.last = self.par = None

    def take(self, line: Line) -> None:
        text = line.text
        if self.par and self.last and self._continues(self.par, self.last, line, text):
            if self.par.bold and line.runs[0].lead:
                self.par.bold_to = len(self.par.text) + 1 + line.runs[0].lead
            self.par.text += " " + text
        else:
            gap = self._gap(line)
            lead = len(text) if line.bold else line.runs[0].lead
            self.par = Par(
                text, bold_to=lead, centred=self.measure.is_centred(line), gap=gap
            )
            self.found.append(self.par)
        if self._ends_head(text):
            self.in_head = False
        self.last = line

    def _ends_head(self, text: str) -> bool:
        return (
            _is_title(text)
            or signs.begins_with_marker(text)
            or bool(signs.BASIS_START.match(fold(text)))
        )

    def _gap(self, line: Line) -> bool:
        if self.last is None or self.last.page != line.page:
            return False
        return self.last.y - line.y > 1.7 * self.measure.step

    def _continues(self, par: Par, last: Line, line: Line, text: str) -> bool:
        measure = self.measure
        ended = bool(_ENDED.search(par.text))
        full = last.x1 > measure.right - 3.5 * last.size
        if self.in_head and _is_title(text):
            return False
        if signs.goes_on_with_a_figure(par.text, text) and not self._gap(line):
            return True
        if signs.begins_with_marker(text):
            dash = signs.DASH_RAW.match(text)
            after = text[dash.end() :] if dash else ""
            at_margin = line.x0 < measure.left + 0.5 * line.size
            return bool(
                dash
                and (starts_small(after) or after[:1].isdigit())
                and full
                and not ended
                and at_margin
            )
        folded = fold(text)
        if (
            signs.RECIPIENTS.match(folded)
            or signs.ADDRESSEE.match(folded)
            or signs.END_MARK.search(par.text)
        ):
            return False
        if measure.is_centred(line) or measure.is_centred(last):
            return False
        indented = line.x0 > measure.left + 0.9 * line.size
        if self._gap(line):
            return full and not ended and starts_small(text) and not indented
        if indented and last.x0 <= line.x0 - 0.9 * line.size:
            return False
        if indented and abs(last.x0 - line.x0) < 3 and (ended or not full):
            return not ended and starts_small(text)
        return full or (not ended and starts_small(text))


# ---- columns ---------------------------------------------------------------------------
def _zone_at(
    lines: list[Line], start: int, measure: _Measure
) -> tuple[int, Grid | None]:
    """(index after it, table) of columns that begin at ``start``; (start, None) if none do."""
    if len(lines[start].runs) < 2:
        split = _staggered(lines, start) or _staggered_head(lines, start)
        if split is None:
            return start, None
        end = _side_by_side(lines, start, split, measure)
        return end, _two_columns(lines[start:end], split)
    split = _split(lines[start])
    end = _side_by_side(lines, start, split, measure)
    zone = lines[start:end]
    text = fold("\n".join(line.text for line in zone))
    head = lines[start].page == 0 and start < _HEAD_LINES
    if (
        head and (signs.MOTTO.search(text) or signs.NUMBER_LINE.search(text))
    ) or _lists(zone):
        return end, _two_columns(zone, split)
    if len(lines[start].runs) >= 3:
        end = _table_end(lines, start)
        return end, _table(lines[start:end]) if end > start else None
    return start, None


def _staggered(lines: list[Line], start: int) -> float | None:
    """Where the signature's column begins, if the list of recipients begins at ``start``
    beside a signature that stands on base lines of its own."""
    pair = lines[start : start + 2]
    if len(pair) < 2 or pair[0].page != pair[1].page or len(pair[1].runs) > 1:
        return None
    if pair[0].y - pair[1].y > 1.2 * max(pair[0].size, pair[1].size):
        return None
    left, right = sorted(pair, key=lambda line: line.x0)
    if signs.RECIPIENTS.match(fold(left.text)) and right.x0 > left.x1 + 30:
        return right.x0 - 15
    return None


def _staggered_head(lines: list[Line], start: int) -> float | None:
    """Where the right column of a letterhead begins whose columns stand on base lines of
    their own: lines that overlap in height lie side by side."""
    if start >= _HEAD_LINES or start + 1 == len(lines):
        return None
    line, below = lines[start : start + 2]
    if below.page or line.y - below.y > 0.95 * min(line.size, below.size):
        return None
    own = line.runs[0]
    pairs = [(own, below.runs[-1]), (below.runs[0], own)]
    split = next((b.x0 - 15 for a, b in pairs if b.x0 > a.x1 + 10), None)
    text = fold("\n".join(line.text for line in lines[start : start + _HEAD_LINES]))
    marked = signs.MOTTO.search(text) or signs.NUMBER_LINE.search(text)
    return split if marked else None


def _split(line: Line) -> float:
    """Where the right column begins: at the motto, else at the run after the widest gap."""
    for run in line.runs[1:]:
        if signs.MOTTO.search(fold(run.text)):
            return run.x0 - 15
    gaps = [(b.x0 - a.x1, b.x0) for a, b in pairwise(line.runs)]
    return max(gaps)[1] - 15


def _side_by_side(
    lines: list[Line], start: int, split: float, measure: _Measure
) -> int:
    end = start + 1
    while end < len(lines):
        line = lines[end]
        if line.page != lines[end - 1].page and not _goes_on_overleaf(
            lines[start:end], line, split
        ):
            break
        if any(run.x0 < split - 45 and run.x1 > split + 45 for run in line.runs):
            break  # runs across both columns
        if len(line.runs) == 1 and (
            _is_title(line.text) or signs.ANNEX_RAW.match(line.text)
        ):
            break
        if signs.ADDRESSEE.match(fold(line.text)) or signs.BASIS_START.match(
            fold(line.text)
        ):
            break
        end += 1
    return end


def _goes_on_overleaf(zone: list[Line], line: Line, split: float) -> bool:
    """Recipients and signature that a page cuts: more entries, or the rest of the signature."""
    folded = fold(line.text)
    if not _lists(zone) or any(
        pattern.match(text)
        for pattern, text in (
            (signs.ANNEX_RAW, line.text),
            (signs.MOTTO, folded),
            (signs.NUMBER_LINE, folded),
        )
    ):
        return False
    left = [run for run in line.runs if not _is_right(run, split)]
    right = [run.text for line in zone for run in line.runs if _is_right(run, split)]
    if left:
        entry = left[0].text
        return (
            bool(signs.DASH_RAW.match(entry))
            or starts_small(entry)
            or entry.endswith(";")
        )
    return not any(is_name(text) and not is_capitals(text) for text in right)


def _is_right(run: Run, split: float) -> bool:
    return (run.x0 + run.x1) / 2 >= split + 15


def _is_title(text: str) -> bool:
    kind = signs.KIND_LINE.match(fold(text))
    return kind is not None and text[kind.start("kind") : kind.end("kind")].isupper()


def _lists(zone: list[Line]) -> bool:
    return any(
        signs.RECIPIENTS.match(fold(run.text)) for line in zone for run in line.runs
    )


def _two_columns(zone: list[Line], split: float) -> Grid:
    left: list[Par] = []
    right: list[Par] = []
    for line in zone:
        for column, side in ((left, True), (right, False)):
            runs = [run for run in line.runs if _is_right(run, split) is not side]
            if runs:
                text = " ".join(run.text for run in runs)
                column.append(
                    Par(text, bold_to=len(text) if all(r.bold for r in runs) else 0)
                )
    return Grid([[left, right]])


def _table_end(lines: list[Line], start: int) -> int:
    end = start
    rows = 0
    while end < len(lines):
        count = len(lines[end].runs)
        if count >= 3:
            rows += 1
        elif count == 1 and not (
            end > start and _within_column(lines[end], lines[start])
        ):
            break
        end += 1
    return end if rows >= 2 else start


def _within_column(line: Line, head: Line) -> bool:
    """A line of one run that lies inside one column of the table."""
    starts = [run.x0 for run in head.runs[1:]]
    inside = all(not (line.x0 < x - 5 < line.x1 - 5) for x in starts)
    return inside and not signs.begins_with_marker(line.text)


def _at_edges(runs: list[Run], edges: list[float]) -> Iterator[Run]:
    """The runs, parted where the next column begins behind a lesser gap."""
    for run in runs:
        rest = run
        for at, x1, x0 in run.gaps:
            if any(abs(x0 - edge) < 4 for edge in edges if edge > run.x0 + 4):
                done = len(run.text) - len(rest.text)
                first, rest = rest.parted(at - done, x1, x0)
                yield first
        yield rest


def _table(lines: list[Line]) -> Grid:
    """Rows by columns; a line without a first cell goes on in the row above."""
    widest = max(lines, key=lambda line: len(line.runs))
    edges = [run.x0 for run in widest.runs]
    grid = Grid()
    for line in lines:
        row: list[list[Par]] = [[] for _ in edges]
        for run in _at_edges(line.runs, edges):
            column = max((i for i, x in enumerate(edges) if run.x0 >= x - 6), default=0)
            row[column].append(Par(run.text))
        if grid.rows and not row[0]:
            for cell, more in zip(grid.rows[-1], row, strict=True):
                cell.extend(more)
        else:
            grid.rows.append(row)
    return grid
