"""Phần trang: size, margins and direction of the pages, their numbers, and the marks they bear."""

from reports.rendering.marks import PaperMarks
from reports.rendering.metrics import MM
from reports.word.markup import field, paragraph, run, twips
from reports.word.packing import Package
from reports.word.watermark import watermark
from units.wording import code_groups

A4 = (210 * MM, 297 * MM)
TOP, BOTTOM, LEFT, RIGHT = 20 * MM, 20 * MM, 30 * MM, 15 * MM
NUMBER_FROM_EDGE = (TOP - 16.1) / 2  # the number stands in the middle of the margin
FOOT = 19 * MM  # ô 13 on page 1; a draft keeps its room
DRAFT_WORDS = "Bản nháp, chưa ban hành"


class Sections:
    """The section under way; ``close`` ends it, ``last`` gives what ends the document."""

    def __init__(self, package: Package, marks: PaperMarks):
        self.across = False
        self._annex, self._first = False, True
        self._has_foot = marks.has_foot
        mark = ""
        if marks.draft:
            mark = paragraph(run(DRAFT_WORDS) + watermark(), "DauDuThao")
        number = paragraph(field("PAGE"), "SoTrang")
        self._numbered = package.add_header(number + mark)
        self._bare = package.add_header(mark or paragraph("", "SoTrang"))
        self._foot = package.add_footer(_foot(marks)) if self._has_foot else ""
        self._no_foot = package.add_footer(paragraph("", "ChanTrang"))

    def open(self, *, across: bool, annex: bool = False) -> None:
        self.across, self._annex, self._first = across, annex, False

    def close(self) -> str:
        return self._properties()

    def last(self) -> str:
        return self._properties()

    def _properties(self) -> str:
        """An annex begins a page, and its pages are counted from 1 (R93)."""
        opens = self._first or self._annex
        has_foot = self._first and self._has_foot
        wide, high = A4[::-1] if self.across else A4
        turned = ' w:orient="landscape"' if self.across else ""
        foot_from_edge = BOTTOM if has_foot else BOTTOM / 2
        parts = [
            f'<w:headerReference w:type="default" r:id="{self._numbered}"/>',
            f'<w:headerReference w:type="first" r:id="{self._bare}"/>',
            '<w:footerReference w:type="first"'
            f' r:id="{self._foot if has_foot else self._no_foot}"/>',
            '<w:type w:val="nextPage"/>',
            f'<w:pgSz w:w="{twips(wide)}" w:h="{twips(high)}"{turned}/>',
            f'<w:pgMar w:top="{twips(TOP)}" w:right="{twips(RIGHT)}" w:bottom="{twips(BOTTOM)}"'
            f' w:left="{twips(LEFT)}" w:header="{twips(NUMBER_FROM_EDGE)}"'
            f' w:footer="{twips(foot_from_edge)}" w:gutter="0"/>',
            '<w:pgNumType w:start="1"/>' if self._annex else "",
            "<w:titlePg/>" if opens else "",
        ]
        return f"<w:sectPr>{''.join(parts)}</w:sectPr>"


def _foot(marks: PaperMarks) -> str:
    """Mã tra cứu under a rule as wide as the text; on a draft only its room (ô 13)."""
    if not marks.code:
        return paragraph("", "ChanTrang", line=FOOT, exact=True)
    words = paragraph(
        run(f"Mã tra cứu: {code_groups(marks.code)}"), "ChanTrang", before=12
    )
    words += paragraph(run(f"Kiểm tra văn bản tại: {marks.url}"), "ChanTrang")
    over = paragraph("", "GachDuoi", line=2 * MM, exact=True, border=True)
    under = FOOT - 2 * MM - 12 - 2 * 12.65
    return over + words + paragraph("", "Ngat", line=under, exact=True)
