"""Bản Word của kế hoạch: the same content as an editable .docx in the decree's layout.

Numbers stand as text before their lines, so that what is printed is what is read back.
Imports python-docx, therefore loaded by those who need it and not with the package.
"""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from campaigns.content import Line, PaperKind, PlanContent
from campaigns.outline import LineKind
from reports.rendering import blocks, naming, tables, wording
from reports.rendering.blocks import is_title
from reports.rendering.decree import as_printed
from reports.rendering.marks import DRAFT
from reports.rendering.metrics import MM
from reports.rendering.paper import attached_to, columns

FONT = "Times New Roman"
BODY = 14
MEASURE_MM = 165
LEFT_MM = 63  # the agency's column over the title
_CENTRE, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def write_docx(content: PlanContent, *, draft: bool = False) -> bytes:
    """Tệp .docx: A4, margins, letterhead, title, lines, recipients and signature, annexes.

    ``draft`` prints "DỰ THẢO" at the head of every page.
    """
    content = as_printed(content)
    document = Document()
    _set_styles(document)
    _set_page(document.sections[0], draft=draft)
    _letterhead(document, content)
    _title(document, content)
    lines, markers = content.lines, content.markers
    starts = [i for i, line in enumerate(lines) if line.kind is LineKind.ANNEX]
    end = starts[0] if starts else len(lines)
    _body(document, lines[:end], markers[:end], draft=draft)
    _ending(document, content)
    for start, stop in pairwise([*starts, len(lines)]):
        _annex(document, content, start, stop, draft=draft)
    _describe(document, content)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# ---- page ------------------------------------------------------------------------------
def _set_styles(document: WordDocument) -> None:
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(BODY)
    fonts = style.element.rPr.rFonts
    for name in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)


def _set_page(section: Section, *, draft: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    _field(number, "PAGE")
    if draft:
        for header in (section.header, section.first_page_header):
            mark = (
                header.add_paragraph()
                if header is section.header
                else header.paragraphs[0]
            )
            mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _run(mark, "DỰ THẢO", bold=True, size=12)


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


# ---- letterhead and title -------------------------------------------------------------
def _letterhead(document: WordDocument, content: PlanContent) -> None:
    head = content.letterhead
    letter = content.kind is PaperKind.LETTER
    # The country's name must not break where fonts are a little wider than ours.
    place, left_pt, _ = columns(head, DRAFT)
    left_mm = min(LEFT_MM, left_pt / MM)
    table = _frame(document, 3 if letter else 2, (left_mm, MEASURE_MM - left_mm))
    left, right = table.cell(0, 0), table.cell(0, 1)
    names = [(line, False) for line in head.parent_authority.split("\n") if line]
    names += [(line, True) for line in head.authority.split("\n") if line]
    for text, bold in names:
        _centred(left, text, size=13, bold=bold)
    _rule(left, left_mm, 0.3)
    _centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    _centred(right, "Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    _rule(right, MEASURE_MM - left_mm, 0.65)
    _centred(table.cell(1, 0), naming.number_line(head.number, head.symbol), size=13)
    _centred(table.cell(1, 1), place, size=13, italic=True)
    if letter and content.title:
        _centred(table.cell(2, 0), f"V/v {content.title}", size=12)
    document.add_paragraph()


def _title(document: WordDocument, content: PlanContent) -> None:
    if content.kind is not PaperKind.LETTER:
        _centred(document, naming.KIND_NAMES[content.kind].upper(), bold=True)
        for part in content.title.split("\n"):
            _centred(document, part, bold=True)
        _rule(document, MEASURE_MM, 0.25)
    named = [text for text in content.letterhead.addressees if text]
    if len(named) == 1:
        _paragraph(document, f"Kính gửi: {named[0]}", indent=30)
    elif named:
        _paragraph(document, "Kính gửi:", indent=30)
        for text in named:
            end = "." if text is named[-1] else ";"
            _paragraph(document, f"- {wording.ended(text, end)}", indent=40)


# ---- body --------------------------------------------------------------------------------
def _body(
    document: WordDocument,
    lines: Sequence[Line],
    markers: Sequence[str],
    *,
    draft: bool,
) -> None:
    last = max((i for i, line in enumerate(lines) if line.text.strip()), default=-1)
    for index, (line, marker) in enumerate(zip(lines, markers, strict=True)):
        if line.kind is LineKind.TABLE:
            _table(document, line.text, f"Dòng {index + 1} của nội dung", draft=draft)
            continue
        text = wording.clean(line.text)
        if line.kind is LineKind.BASIS and not text.endswith((":", "./.")):
            follows = index + 1 < len(lines) and lines[index + 1].kind is LineKind.BASIS
            text = wording.ended(text, ";" if follows else ".")
        if index == last:
            text = wording.closed(text)
        if line.kind is LineKind.PART:
            _centred(document, marker, bold=True, after=0)
            _centred(document, text.upper(), bold=True)
        elif text or marker:
            _line(document, line, marker, text)


def _line(document: WordDocument, line: Line, marker: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_after = Mm(12.7), Pt(6)
    form.line_spacing = 1.1
    form.keep_with_next = is_title(line)
    if line.kind is LineKind.SECTION:
        head, colon, rest = text.partition(": ")
        if colon and rest:
            _run(paragraph, f"{marker} {head.upper()}: ", bold=True)
            _run(paragraph, rest)
            return
        text = text.upper()
    italic = line.kind is LineKind.BASIS
    _run(paragraph, f"{marker} {text}".strip(), bold=is_title(line), italic=italic)


def _table(document: WordDocument, text: str, where: str, *, draft: bool) -> None:
    """Widths and size as on the paper; a table too wide for the page lies across (R1)."""
    parsed = tables.parse(text, where)
    if not parsed.rows:
        return
    laid = tables.layout(parsed, blocks.MEASURE, blocks.MEASURE_ACROSS)
    if laid.landscape:
        _turn(document, across=True, draft=draft)
    table = document.add_table(rows=0, cols=len(parsed.head))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    measure = blocks.MEASURE_ACROSS if laid.landscape else blocks.MEASURE
    widths = [Pt(measure * width / 100) for width in laid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(parsed.rows):
        added = table.add_row()
        for cell, words, width, css in zip(
            added.cells, row, widths, laid.classes, strict=True
        ):
            cell.width = width
            paragraph = cell.paragraphs[0]
            if number == 0 or css == "c":
                paragraph.alignment = _CENTRE
            _run(paragraph, words, bold=number == 0, size=laid.size)
        # the head repeats on every page and no row is parted (R95)
        properties = added._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    if laid.landscape:
        _turn(document, across=False, draft=draft)
    else:
        document.add_paragraph().paragraph_format.space_after = Pt(4)


def _turn(document: WordDocument, *, across: bool, draft: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, draft=draft)
    section.different_first_page_header_footer = False
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    if across:
        section.page_width, section.page_height = Mm(297), Mm(210)


# ---- the end ---------------------------------------------------------------------------
def _ending(document: WordDocument, content: PlanContent) -> None:
    table = _frame(document, 1, (0.44 * MEASURE_MM, 0.56 * MEASURE_MM))
    left, right = table.cell(0, 0), table.cell(0, 1)
    heading = _first(left)
    _run(heading, "Nơi nhận:", bold=True, italic=True, size=12)
    for text in content.recipients:
        end = "." if text is content.recipients[-1] else ";"
        entry = left.add_paragraph()
        _run(entry, f"- {wording.ended(text, '')}{end}", size=11)
    if content.drafter_mark:
        mark = left.add_paragraph()
        mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(mark, content.drafter_mark, size=11)
    block = content.signature
    for text in block.authority_lines:
        _centred(right, text, bold=True, after=0)
    for _ in range(4):
        _centred(right, "", after=0)
    for text in filter(None, (block.title_below, block.signer)):
        _centred(right, text, bold=True, after=0)


def _annex(
    document: WordDocument, content: PlanContent, start: int, stop: int, *, draft: bool
) -> None:
    """An annex begins a page, and its pages are counted from 1 (R93)."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, draft=draft)
    count = OxmlElement("w:pgNumType")
    count.set(qn("w:start"), "1")
    section._sectPr.append(count)
    lines, markers = content.lines, content.markers
    _centred(document, markers[start], bold=True, after=0)
    if lines[start].text:
        _centred(document, lines[start].text.upper(), bold=True)
    note = document.add_paragraph()
    note.alignment, note.paragraph_format.space_after = _CENTRE, Pt(2)
    # Not by _run: the blanks are where number and date will be written.
    note.add_run(" ".join(attached_to(content, 0.9 * blocks.MEASURE))).italic = True
    _rule(document, MEASURE_MM, 0.25)
    _body(document, lines[start + 1 : stop], markers[start + 1 : stop], draft=draft)


def _describe(document: WordDocument, content: PlanContent) -> None:
    properties = document.core_properties
    properties.title = wording.clean(naming.document_title(content))[:255]
    properties.author = wording.clean(naming.authority_in_text(content.letterhead))[
        :255
    ]
    properties.subject = wording.clean(content.title)[:255]
    properties.comments = ""
    properties.language = "vi-VN"


# ---- pieces ------------------------------------------------------------------------------
def _frame(document: WordDocument, rows: int, widths: Sequence[float]) -> Table:
    """A table without lines that puts things side by side."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _close_up(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)  # Word goes by the cells, LibreOffice by the columns
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _close_up(table: Table) -> None:
    """No margins inside the cells: a frame's columns hold all of their width."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    properties.insert_element_before(
        margins, "w:tblLook", "w:tblCaption", "w:tblDescription"
    )


def _first(holder: WordDocument | _Cell) -> Paragraph:
    """The empty paragraph that a cell is born with, else a new one."""
    if isinstance(holder, _Cell):
        paragraph = holder.paragraphs[0]
        if len(holder.paragraphs) == 1 and not paragraph.text and not paragraph.runs:
            return paragraph
    return holder.add_paragraph()


def _centred(
    holder: WordDocument | _Cell,
    text: str,
    *,
    size: float = BODY,
    bold: bool = False,
    italic: bool = False,
    after: float = 2,
) -> None:
    paragraph = _first(holder)
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(after)
    _run(paragraph, text, size=size, bold=bold, italic=italic)


def _paragraph(document: WordDocument, text: str, *, indent: float) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Mm(indent)
    paragraph.paragraph_format.space_after = Pt(4)
    _run(paragraph, text)


def _rule(holder: WordDocument | _Cell, width: float, share: float) -> None:
    """A thin line under what stands above, centred, a share of the column wide."""
    paragraph = holder.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(width * (1 - share) / 2)
    form.line_spacing, form.space_after = Pt(4), Pt(6)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (
        ("val", "single"),
        ("sz", "6"),
        ("space", "0"),
        ("color", "000000"),
    ):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _run(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = BODY,
    bold: bool = False,
    italic: bool = False,
) -> None:
    ends_open = text.endswith(" ")
    run = paragraph.add_run(wording.clean(text) + " " * ends_open)
    run.bold, run.italic = bold or None, italic or None
    if size != BODY:
        run.font.size = Pt(size)
