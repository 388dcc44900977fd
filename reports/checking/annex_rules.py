"""R90–R95: phụ lục, bảng."""

import re
from collections.abc import Iterator
from itertools import pairwise

from campaigns.outline import roman
from reports.checking.anatomy import Paper
from reports.checking.findings import Fault, Level, rule
from reports.checking.head_rules import in_middle, style, upper
from reports.checking.measure import Sheet, Stroke
from reports.checking.page_rules import quote


@rule("R90", "Nội dung dẫn tới phụ lục; từ hai phụ lục thì đánh số La Mã")
def numbering(paper: Paper) -> Iterator[Fault]:
    annexes = paper.annexes
    if annexes and not any("phụ lục" in p.text.lower() for p in paper.paragraphs):
        yield Fault("Nội dung không nhắc đến phụ lục.", 1, level=Level.WARNING)
    for index, annex in enumerate(annexes, start=1):
        wanted = f"Phụ lục {roman(index)}" if len(annexes) > 1 else "Phụ lục"
        if annex.number.text.lower() != wanted.lower():
            yield Fault(
                f"Phải ghi “{wanted}”.", annex.number.page + 1, quote(annex.number.text)
            )


@rule(
    "R91",
    "“Phụ lục I” in thường, cỡ 14, đậm; tên phụ lục in hoa, cỡ 13–14, đậm; canh giữa",
)
def heading(paper: Paper) -> Iterator[Fault]:
    for annex in paper.annexes:
        yield from style(annex.number, "“Phụ lục”", (14, 14), bold=True)
        yield from in_middle(paper, annex.number, "“Phụ lục”")
        if annex.number.text.startswith("PHỤ"):
            yield Fault("“Phụ lục” in thường.", annex.number.page + 1)
        for line in annex.title:
            yield from style(line, "Tên phụ lục", (13, 14), bold=True)
            yield from upper(line, "Tên phụ lục")
            yield from in_middle(paper, line, "Tên phụ lục")


@rule("R92", "“(Kèm theo …)” in nghiêng, cỡ 13–14, canh giữa, để trống số và ngày")
def attached(paper: Paper) -> Iterator[Fault]:
    for annex in paper.annexes:
        page = annex.number.page + 1
        if not annex.attached:
            yield Fault("Phụ lục thiếu dòng “(Kèm theo …)”.", page)
        for line in annex.attached:
            yield from style(line, "“(Kèm theo …)”", (13, 14), bold=False, italic=True)
            yield from in_middle(paper, line, "“(Kèm theo …)”")
        text = " ".join(line.text for line in annex.attached)
        if re.search(r"số\s+\d+\s*/|ngày\s+\d", text):
            yield Fault(
                "Phụ lục của văn bản điện tử để trống số và ngày.", page, quote(text)
            )


@rule("R93", "Số trang của mỗi phụ lục bắt đầu lại từ 1")
def annex_pages(paper: Paper) -> Iterator[Fault]:
    for annex in paper.annexes:
        for number, sheet in enumerate(annex.sheets, start=1):
            line = paper.numerals.get(sheet.index)
            if number == 1 and line is not None:
                yield Fault(
                    "Trang đầu của phụ lục có hiển thị số trang.", sheet.index + 1
                )
            if number > 1 and (line is None or line.text != str(number)):
                shown = line.text if line else ""
                yield Fault(
                    f"Số trang là “{shown}”, phải là {number}.", sheet.index + 1
                )


@rule("R95", "Bảng qua trang lặp lại hàng tiêu đề và không tách hàng")
def tables_over_pages(paper: Paper) -> Iterator[Fault]:
    head: list[str] = []
    starts = {annex.sheets[0].index for annex in paper.annexes}
    for above, below in pairwise(paper.sheets):
        if not _goes_over(paper, above, below) or below.index in starts:
            head = []
            continue
        before, after = above.tables[-1], below.tables[0]
        if not head or len(above.tables) > 1:  # else it came from the page before
            head = _row(above, before, 0)
        if _row(below, after, 0) != head:
            yield Fault("Bảng sang trang không lặp lại hàng tiêu đề.", below.index + 1)
            continue
        last, first = _row(above, before, -1), _row(below, after, 1)
        if last and first and last[0].isdigit() and first[0] != str(int(last[0]) + 1):
            yield Fault("Một hàng của bảng bị tách giữa hai trang.", below.index + 1,
                        level=Level.WARNING)  # fmt: skip


def _goes_over(paper: Paper, above: Sheet, below: Sheet) -> bool:
    """A table ends the one page and begins the next with the same outer edges."""
    if not above.tables or not below.tables:
        return False
    last, first = above.tables[-1], below.tables[0]
    under = [x for x in above.lines if x.baseline < last.y0 and x not in paper.foot]
    over = [
        x for x in below.lines
        if x.baseline > first.y1 and x is not paper.numerals.get(below.index)
    ]  # fmt: skip
    same = abs(last.x0 - first.x0) < 2 and abs(last.x1 - first.x1) < 2
    return same and not under and not over and above.width == below.width


def _row(sheet: Sheet, box: Stroke, index: int) -> list[str]:
    """Texts of a row's cells' lines, left to right; 0 is the first row, -1 the last."""
    levels = sorted(
        {
            round(s.y1)
            for s in sheet.strokes
            if s.across and box.y0 - 3 < s.y1 < box.y1 + 3
        },
        reverse=True,
    )
    levels = [y for i, y in enumerate(levels) if not i or levels[i - 1] - y > 3]
    if len(levels) < 3:
        return []
    top, low = (
        (levels[-2], levels[-1]) if index < 0 else (levels[index], levels[index + 1])
    )
    cells = [
        x for x in sheet.lines if low < x.baseline < top and box.x0 < x.centre < box.x1
    ]
    return [line.text for line in sorted(cells, key=lambda x: (x.x0, -x.baseline))]
