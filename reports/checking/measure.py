"""Đo trang: letters, strokes and fields of a finished PDF as a reader's eye meets them.

Form fields are drawn into the page first, so a number that the clerk filled in is measured
like printed text. Lengths are points, x from the left and y from the bottom of the page.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reports.rendering.metrics import advances

MM = 72 / 25.4
_WIDEST_SPACE = 20  # between two words of a justified line


@dataclass(slots=True)
class Run:
    """A stretch of letters of one font, size and colour on one baseline."""

    text: str
    x0: float  # where the first letter's advance begins
    x1: float  # where the last letter's advance ends
    baseline: float
    font: str
    size: float
    colour: tuple[int, int, int, int]

    @property
    def bold(self) -> bool:
        return "bold" in self.font.lower()

    @property
    def italic(self) -> bool:
        return "italic" in self.font.lower() or "oblique" in self.font.lower()


@dataclass
class Line:
    """Một dòng chữ: runs that stand together on a baseline."""

    page: int  # from 0
    runs: list[Run]

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()

    @property
    def x0(self) -> float:
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        return self.runs[-1].x1

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def baseline(self) -> float:
        return self.runs[0].baseline

    @cached_property
    def size(self) -> float:
        return round(max(self.runs, key=lambda run: len(run.text)).size, 1)

    @cached_property
    def sizes(self) -> set[float]:
        return {round(run.size, 1) for run in self.runs if run.text.strip()}

    @cached_property
    def bold(self) -> bool:
        return all(run.bold for run in self.runs if run.text.strip())

    @cached_property
    def italic(self) -> bool:
        return all(run.italic for run in self.runs if run.text.strip())

    @cached_property
    def upright(self) -> bool:
        return not any(run.italic for run in self.runs if run.text.strip())

    @cached_property
    def light(self) -> bool:
        return not any(run.bold for run in self.runs if run.text.strip())


@dataclass(frozen=True, slots=True)
class Stroke:
    """Nét kẻ: a thin straight line."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def across(self) -> bool:
        return self.x1 - self.x0 > self.y1 - self.y0

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass
class Sheet:
    """Một trang: ``lines`` from the top down, left before right."""

    index: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)

    @cached_property
    def tables(self) -> list[Stroke]:
        """Boxes around ruled tables: upright strokes that reach one another."""
        boxes: list[Stroke] = []
        uprights = sorted(
            (s for s in self.strokes if not s.across), key=lambda s: -s.y1
        )
        for stroke in uprights:
            if boxes and stroke.y1 >= boxes[-1].y0 - 3:
                last = boxes[-1]
                boxes[-1] = Stroke(
                    min(last.x0, stroke.x0), min(last.y0, stroke.y0),
                    max(last.x1, stroke.x1), max(last.y1, stroke.y1),
                )  # fmt: skip
            else:
                boxes.append(stroke)
        return boxes

    def in_table(self, line: Line) -> bool:
        middle = line.baseline + line.size / 4
        return any(box.y0 < middle < box.y1 for box in self.tables)


def sheets(pdf: bytes) -> Iterator[Sheet]:
    """The pages of ``pdf``, measured one after another."""
    import pypdfium2  # noqa: PLC0415 a C library that only a worker needs

    with pypdfium2.PdfDocument(pdf) as document:
        if document.get_formtype():
            document.init_forms()
        for index in range(len(document)):
            page = document[index]
            if document.get_formtype():
                page.flatten()
                page.close()
                page = document[index]
            yield _measure(page, index)
            page.close()


def _measure(page: Any, index: int) -> Sheet:
    width, height = page.get_size()
    sheet = Sheet(index, width, height)
    text_page = page.get_textpage()
    sheet.lines = _lines(_runs(text_page), index)
    text_page.close()
    for item in page.get_objects(max_depth=4):
        if item.type == 2:  # a path
            x0, y0, x1, y1 = item.get_bounds()
            if min(x1 - x0, y1 - y0) < 2 and max(x1 - x0, y1 - y0) > 6:
                sheet.strokes.append(Stroke(x0, y0, x1, y1))
    return sheet


def _runs(text_page: Any) -> list[Run]:
    """Runs in the order of the content."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 as above

    x, y, end, ignored = (ctypes.c_double() for _ in range(4))
    box = pdfium.FS_RECTF()
    runs: list[Run] = []
    current, style, last = None, None, 0
    raw = text_page.raw

    def close() -> None:
        if current is not None and current.text.strip():
            pdfium.FPDFText_GetLooseCharBox(raw, last, box)
            pdfium.FPDFText_GetCharOrigin(raw, last, end, ignored)
            # the box holds ink that hangs over, as of a slanted letter
            final = chr(pdfium.FPDFText_GetUnicode(raw, last))
            current.x1 = min(box.right, end.value + advance(current, final))
            runs.append(current)

    for index in range(text_page.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if letter == "\x02":  # how pdfium tells a hyphen at the end of a line
            letter = "-"
        if pdfium.FPDFText_IsGenerated(raw, index):
            # a space that the producer left to the distance between two stretches
            if letter == " " and current is not None:
                current.text += letter
            continue
        if letter in "\r\n\ufffe":
            continue
        owner = ctypes.addressof(pdfium.FPDFText_GetTextObject(raw, index).contents)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        if current is None or owner != style or abs(y.value - current.baseline) > 0.3:
            close()
            current, style = _start(pdfium, raw, index, x.value, y.value), owner
        current.text += letter
        if letter != " ":
            if not current.text[:-1].strip():
                current.x0 = x.value
            last = index
    close()
    return runs


def advance(run: Run, letter: str) -> float:
    """Width that the letter takes in its line; the paper's faces measure as Times New Roman."""
    face = ("bold-" if run.bold else "") + ("italic" if run.italic else "")
    known = advances(face.strip("-") or "regular").get(ord(letter))
    return float("inf") if known is None else known * run.size


def _start(pdfium: Any, raw: Any, index: int, x: float, y: float) -> Run:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 128, flags)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(raw, index, *colour)
    size = pdfium.FPDFText_GetFontSize(raw, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    red, green, blue, alpha = (part.value for part in colour)
    return Run(
        "",
        x,
        x,
        y,
        name.value.decode(errors="replace"),
        size,
        (red, green, blue, alpha),
    )


def _lines(runs: list[Run], page: int) -> list[Line]:
    """Runs of one baseline, parted where a gap is not a space."""
    ordered = sorted(runs, key=lambda run: (-round(run.baseline), run.x0))
    lines: list[Line] = []
    for run in ordered:
        if lines:
            last = lines[-1]
            before = last.runs[-1]
            gap = run.x0 - before.x1
            spaced = before.text.endswith(" ") or run.text.startswith(" ")
            near = gap < (_WIDEST_SPACE if spaced else 0.3 * run.size)
            if near and abs(run.baseline - before.baseline) < 0.7:
                last.runs.append(run)
                continue
        lines.append(Line(page, [run]))
    return lines
