"""Tiến trình con đọc PDF: bytes on standard input → JSON with the lines of every page.

Runs alone (``python -I pdfchild.py MEMORY SECONDS PAGES CHARACTERS``) and imports nothing of
the project. A line is ``{"y", "size", "runs": [{"x0", "x1", "text", "bold", "lead", "gaps"}]}`` in
points from the bottom left corner. Runs are parted by wide gaps; ``gaps`` are the lesser ones
inside a run, which may be columns that nearly touch: [length of the text before, its right
end, left end of what follows]. ``lead`` counts the bold characters a run begins with.
"""

import ctypes
import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

TWIN_NAME = "ke-hoach.json"
LARGEST_TWIN = 8 * 2**20
MOST_ATTACHMENTS = 20
_BOLD = re.compile(rb"bold|black|heavy|demi", re.I)

END = 1024  # bytes at the end of a PDF in which it says that it ends


def main() -> None:
    memory, seconds, pages, characters = (int(value) for value in sys.argv[1:5])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    data = sys.stdin.buffer.read()
    json.dump(read(data, pages, characters), sys.stdout)


def read(data: bytes, most_pages: int, most_characters: int) -> dict:
    """``{"pages": […]}`` or ``{"error": word}``."""
    # pdfium mends a file that was cut, from an older revision of it: half a paper would be
    # read as a whole one.
    if b"%%EOF" not in data[-END:]:
        return {"error": "broken"}
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return {"error": "locked" if "password" in str(error).lower() else "broken"}
    count = len(document)
    if count > most_pages:
        return {"error": "pages"}
    if not count:
        return {"error": "broken"}
    pages: list[dict[str, Any]] = []
    total = 0
    for index in range(count):
        try:
            page = document[index]
            # number and date filled in by the records clerk stand in form fields
            if raw.FPDFPage_GetAnnotCount(page) > 0:
                raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
                page.close()
                page = document[index]
            text = page.get_textpage()
        except pdfium.PdfiumError:
            pages.append({"width": 595, "height": 842, "lines": []})
            continue
        total += text.count_chars()
        if total > most_characters:
            return {"error": "long"}
        width, height = page.get_size()
        pages.append({"width": width, "height": height, "lines": lines(text)})
        text.close()
        page.close()
    runs = [run for p in pages for line in p["lines"] for run in line["runs"]]
    seen = sum(len(run["text"]) for run in runs)
    twin = attached(document)
    if seen < 20 * min(count, 5) and not twin:
        return {"error": "empty"}
    return {"pages": pages, "twin": twin}


def attached(document) -> str:
    """The machine-readable twin that papers of this product carry, "" if there is none."""
    for index in range(min(document.count_attachments(), MOST_ATTACHMENTS)):
        attachment = document.get_attachment(index)
        if attachment.get_name() == TWIN_NAME:
            data = bytes(attachment.get_data())
            return data.decode("utf-8", "replace") if len(data) <= LARGEST_TWIN else ""
    return ""


def lines(text) -> list[dict]:
    """Characters of a page gathered to lines by their base line, then to runs by gaps."""
    rows: list[dict[str, Any]] = []
    # top to bottom: what was stamped on later stands among the rest
    for char in sorted(characters(text), key=lambda c: -c[4]):
        if not rows or rows[-1]["y"] - char[4] > 0.45 * max(
            char[5], rows[-1]["size"] * 0.6
        ):
            rows.append({"y": char[4], "size": char[5], "chars": []})
        rows[-1]["chars"].append(char)
    made = []
    for row in rows:
        runs = runs_of(sorted(row["chars"], key=lambda c: c[1]))
        if runs:
            made.append(
                {"y": round(row["y"], 1), "size": round(row["size"], 1), "runs": runs}
            )
    return made


def characters(text) -> Iterator[tuple[str, float, float, bool, float, float]]:
    """(character, left, right, bold, base line, size) of all that is seen."""
    x, y = ctypes.c_double(), ctypes.c_double()
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(160)
    matrix = raw.FS_MATRIX()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if (
            code in (0, 10, 13, 0xFFFE, 0xFFFF)
            or raw.FPDFText_IsGenerated(text, index) == 1
        ):
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, loose := raw.FS_RECTF()):
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        size = raw.FPDFText_GetFontSize(text, index) or (loose.top - loose.bottom)
        height = loose.top - loose.bottom
        if raw.FPDFText_GetMatrix(text, index, matrix):
            size *= abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        if size <= 1.5 and height > 1.5:
            size = height / 1.15
        raw.FPDFText_GetFontInfo(text, index, name, 160, flags)
        weight = raw.FPDFText_GetFontWeight(text, index)
        bold = weight >= 600 or bool(_BOLD.search(name.value))
        yield chr(code), loose.left, loose.right, bold, y.value, max(size, 1.0)


def runs_of(chars) -> list[dict]:
    runs: list[dict[str, Any]] = []
    for char, left, right, bold, _, size in chars:
        if char.isspace() or char == "\u00a0":
            if runs:
                runs[-1]["space"] = True
            continue
        gap = left - runs[-1]["x1"] if runs else 0.0
        if not runs or gap > 1.8 * size:
            runs.append(
                {
                    "x0": left,
                    "x1": right,
                    "text": char,
                    "bold": bold,
                    "chars": 1,
                    "dark": int(bold),
                    "gaps": [],
                }
            )
            runs[-1]["lead"] = int(bold)
            continue
        run = runs[-1]
        # a space that a stamped figure covers leaves no gap and counts for nothing
        if gap > (0.1 if run.pop("space", False) else 0.22) * size:
            if gap > 0.55 * size:
                run["gaps"].append(
                    [len(run["text"]), round(run["x1"], 1), round(left, 1)]
                )
            run["text"] += " "
        run["text"] += char
        run["x1"] = max(run["x1"], right)
        run["chars"] += 1
        run["dark"] += bold
        if bold and run["lead"] == len(run["text"].replace(" ", "")) - 1:
            run["lead"] += 1
    for run in runs:
        run.pop("space", None)
        run["bold"] = run["dark"] > 0.85 * run["chars"]
        run["lead"] = _with_spaces(run["text"], run["lead"])
        run["x0"], run["x1"] = round(run["x0"], 1), round(run["x1"], 1)
        del run["chars"], run["dark"]
    return runs


def _with_spaces(text: str, letters: int) -> int:
    """Length of the beginning of ``text`` that holds so many visible characters."""
    for index, char in enumerate(text):
        if letters <= 0:
            return index
        letters -= char != " "
    return len(text)


if __name__ == "__main__":
    main()
