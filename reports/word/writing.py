"""Viết tệp Word: the same blocks as the PDF prints, in the same measures and lines.

What a line is, and which lines stay together, is decided in ``reports.rendering``; here it
is only put down in Word's terms. Numbers stand as text before their lines, so that what is
printed is what is read back.
"""

from collections.abc import Iterable

from campaigns.content import PaperKind, PlanContent
from campaigns.outline import LineKind
from reports.rendering import naming, paper, wording
from reports.rendering.blocks import (
    BODY,
    MEASURE,
    MEASURE_ACROSS,
    Block,
    Group,
    is_title,
)
from reports.rendering.decree import as_printed
from reports.rendering.marks import PaperMarks
from reports.rendering.metrics import MM
from reports.rendering.tables import SetTable
from reports.word.ending import ending
from reports.word.markup import held, lines, paragraph, row, run, table
from reports.word.packing import Package
from reports.word.pieces import broken, hairline, names, rule
from reports.word.sections import Sections
from reports.word.styles import SET_LINE, style_of

BELOW_TOP, BELOW_TITLE, BELOW_NOTE = 16.0, 14.0, 12.0  # points, as in paper.css
BELOW_TABLE = 8.0
TITLE_MEASURE = 145 * MM
CELL_PADDING = 4.25  # with its half of the rule, as paper.css


def write(content: PlanContent, marks: PaperMarks) -> bytes:
    """Raises PaperRefused for what the paper refuses."""
    paper.refuse_endless(content)
    printed = as_printed(content)
    package = Package(
        content,
        title=naming.document_title(printed),
        status="Bản nháp" if marks.draft else "",
    )
    sections = Sections(package, marks)
    writer = _Writer(printed, marks, sections)
    return package.close(writer.body(), sections.last())


class _Writer:
    """The document's body, part after part."""

    def __init__(self, content: PlanContent, marks: PaperMarks, sections: Sections):
        self.content, self.marks, self.sections = content, marks, sections
        self.is_letter = content.kind is PaperKind.LETTER
        self.found: list[str] = []
        self.gap = 0.0  # owed above the next paragraph

    def body(self) -> str:
        groups, annexes = paper.parts(self.content)
        self._top()
        self._title()
        for group in groups:
            if group.across != self.sections.across:
                self._turn(across=group.across)
            self._blocks(group)
        self._separate()
        across = self.sections.across
        self.found.append(ending(self.content, MEASURE_ACROSS if across else MEASURE))
        for annex in annexes:
            self._end_section()
            self.sections.open(across=annex.across, annex=True)
            self._annex(annex)
        if self.found[-1].endswith("</w:tbl>"):
            self.found.append(hairline())  # Word's text never ends with a table
        return "".join(self.found)

    # ---- over the text ------------------------------------------------------------------
    def _top(self) -> None:
        head = self.content.letterhead
        place, left, right = paper.columns(head, self.marks)
        size = paper.name_size(head, left)
        inner = left - 2 * MM
        above = wording.lines(head.parent_authority, "regular", size, inner)
        own = wording.lines(head.authority, "bold", size, inner)
        name = "".join(names(above, "CoQuanChuQuan", size))
        name += "".join(names(own, "CoQuanBanHanh", size))
        name += rule(own, "bold", size, left, 0.4)
        country = paragraph(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), "QuocHieu")
        motto = "Độc lập - Tự do - Hạnh phúc"
        country += paragraph(run(motto), "TieuNgu")
        country += rule([motto], "bold", BODY, right, 1.0)
        symbol = wording.check(head.symbol, "Ký hiệu")
        number = naming.number_line(head.number, symbol)
        rows = [
            (name, country),
            (
                paragraph(run(number), "SoKyHieu", before=7),
                paragraph(run(place), "DiaDanhNgay", before=7),
            ),
        ]
        if self.is_letter:
            title = wording.check(self.content.title, "Trích yếu")
            about = broken(f"V/v {title}", "regular", 12, inner)
            cell = paragraph(lines(about), "VeViec", before=6)
            rows.append((cell, paragraph("", "Normal")))
        widths = (left, right)
        self.found.append(
            table((row(cells, widths) for cells in rows), widths, framed=False)
        )
        self.gap = BELOW_TOP

    def _title(self) -> None:
        content = self.content
        if not self.is_letter:
            title = wording.lines(content.title, "bold", BODY, TITLE_MEASURE - 2 * MM)
            for text in title:
                wording.check(text, "Trích yếu")
            kind = naming.KIND_NAMES[content.kind].upper()
            self._put(paragraph(run(kind), "TenLoai", before=self._above()))
            if title:
                self.found.append(paragraph(lines(title), "TrichYeu"))
                self.found.append(rule(title, "bold", BODY, MEASURE, 0.4))
            self.gap = BELOW_TITLE
        if content.competence:
            author = wording.check(content.competence, "Thẩm quyền ban hành")
            named = lines(wording.lines(author, "bold", BODY, TITLE_MEASURE - 2 * MM))
            self._put(paragraph(named, "TrichYeu", before=self._above()))
            self.gap = 12.0
        self._addressees()

    def _addressees(self) -> None:
        named = paper.addressees_of(self.content.letterhead)
        if not named:
            return
        alone = len(named) == 1
        left = 20 * MM if alone else 30 * MM
        dear = f"Kính gửi: {held(named[0])}" if alone else "Kính gửi:"
        self._put(paragraph(run(dear), "KinhGui", left=left, before=self._above()))
        for text in () if alone else named:
            entry = run(held(text))
            self.found.append(paragraph(entry, "KinhGui", left=left + 17 * MM))
        self.gap = 12.0

    # ---- the text -----------------------------------------------------------------------
    def _blocks(self, group: Group) -> None:
        for block in group.blocks:
            if block.table:
                self._table(block, MEASURE_ACROSS if group.across else MEASURE)
            elif block.words:
                self._block(block)

    def _block(self, block: Block) -> None:
        if block.line < 0:  # "QUYẾT ĐỊNH:", which is no line of the content
            inner = run(block.words, bold=True)
            self._put(paragraph(inner, "TrichYeu", keep=True, before=self._above()))
            return
        line = self.content.lines[block.line]
        if line.kind is LineKind.PART:
            inner = lines(block.words.split("\n"))
            self._put(paragraph(inner, "Phan", before=self._above()))
            return
        style = style_of(line)
        by_hand = is_title(line) and not style.endswith(("TieuDe", "MucLon", "Muc"))
        inner = run(held(block.words), bold=True if by_hand else None)
        if block.rest:
            inner += run(" " + held(block.rest), bold=False)
        keep = True if block.keep else None
        if block.rest and not block.keep:
            keep = False  # the style of a title stays with what follows, this does not
        self._put(paragraph(inner, style, keep=keep, before=self._above()))

    def _table(self, block: Block, measure: float) -> None:
        laid: SetTable | None = block.table
        assert laid is not None
        self._separate()
        widths = [measure * width / 100 for width in laid.widths]
        last = len(laid.table.rows) - 1
        self.found.append(
            table(
                (
                    row(
                        _cells(
                            laid,
                            cells,
                            head=number == 0,
                            keep=block.keep and number == last,
                        ),
                        widths,
                        head=number == 0,
                        middle=True,
                    )
                    for number, cells in enumerate(laid.table.rows)
                ),
                widths,
                framed=True,
                padding=CELL_PADDING,
            )
        )
        self.gap = BELOW_TABLE

    def _annex(self, annex: paper.Annex) -> None:
        measure = MEASURE_ACROSS if annex.across else MEASURE
        self.found.append(paragraph(lines(annex.title), "PhuLuc"))
        self.found.append(paragraph(lines(annex.note), "KemTheo"))
        self.found.append(rule(annex.note, "italic", BODY, measure, 0.4))
        self.gap = BELOW_NOTE
        for group in annex.groups:
            self._blocks(group)

    # ---- between ------------------------------------------------------------------------
    def _turn(self, *, across: bool) -> None:
        """The page turns: a section of its own. What was owed below the last line is void."""
        self._end_section()
        self.sections.open(across=across)
        self.gap = 0.0

    def _end_section(self) -> None:
        """By the last paragraph, or by one that nobody sees, where a table stands last."""
        section, last = self.sections.close(), self.found[-1]
        if last.endswith("</w:tbl>"):
            self.found.append(hairline(section))
        else:
            self.found[-1] = last.replace("</w:pPr>", f"{section}</w:pPr>", 1)

    def _put(self, made: str) -> None:
        self.found.append(made)
        self.gap = 0.0

    def _above(self) -> float | None:
        return self.gap or None

    def _separate(self) -> None:
        """Two tables that touch would be one: what is owed between them takes a line."""
        if self.found and self.found[-1].endswith("</w:tbl>"):
            height = self.gap or BELOW_TABLE
            self.found.append(paragraph("", "Ngat", line=height, exact=True, keep=True))
        self.gap = 0.0


def _cells(
    laid: SetTable, cells: Iterable[str], *, head: bool, keep: bool
) -> Iterable[str]:
    size = laid.size if laid.size != 13 else None
    high = SET_LINE * laid.size if size else None
    for text, css in zip(cells, laid.classes, strict=True):
        style = "DauBang" if head else "OBang"
        align = "center" if css == "c" and not head else ""
        words = text if head else held(text)
        yield paragraph(
            run(words, size=size) if words else "",
            style,
            line=high,
            align=align,
            keep=keep or None,
        )
