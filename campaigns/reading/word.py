"""Tệp Word (.docx) → manuscript: paragraphs with their numbers, tables, footnotes.

Deleted text of tracked changes is left out, inserted text is kept; field codes, headers and
footers (page numbers) are not read.
"""

from collections.abc import Iterator

from lxml import etree

from campaigns.reading.errors import Unreadable
from campaigns.reading.finishing import finish
from campaigns.reading.joined import Joined, apart
from campaigns.reading.legacy import by_font, is_old_font
from campaigns.reading.manuscript import Block, Grid, Manuscript, Par
from campaigns.reading.packages import BROKEN, Package
from campaigns.reading.wordnumbers import W, WordNumbers, _int

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr",
    f"{_MC}Fallback", f"{W}sectPr", f"{W}tblPr", f"{W}tcPr", f"{W}trPr",
}  # fmt: skip
_DEEPEST = 200


def read_word(data: bytes) -> Manuscript:
    """Bản thảo of a .docx. Raises ``Unreadable``."""
    package = Package(data)
    name = _main_part(package)
    document = package.xml(name)
    folder = name.rsplit("/", 1)[0]
    reader = _Reader(
        WordNumbers(package.xml(f"{folder}/numbering.xml")),
        _Styles(package.xml(f"{folder}/styles.xml")),
    )
    if document is None:
        raise Unreadable(BROKEN)
    body = document.find(f"{W}body")
    manuscript = Manuscript()
    manuscript.blocks = reader.blocks(body if body is not None else document)
    for part in ("footnotes", "endnotes"):
        manuscript.blocks.extend(
            reader.notes(package.xml(f"{folder}/{part}.xml"), part)
        )
    manuscript.warnings = reader.warnings
    return finish(manuscript)


def main_part_size(data: bytes) -> int:
    """Bytes of the part with the text, as declared. Raises ``Unreadable``."""
    package = Package(data)
    return package.size(_main_part(package))


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    if relations is not None:
        for relation in relations:
            if relation.get("Type", "").endswith("/officeDocument"):
                target = relation.get("Target", "").lstrip("/")
                if target in package:
                    return target
    return "word/document.xml"


class _Styles:
    """What a paragraph gets from its style: list, bold, centred, font."""

    def __init__(self, styles: etree._Element | None):
        self._styles: dict[str, etree._Element] = {}
        self.default_font = ""
        if styles is None:
            return
        for style in styles.iterfind(f"{W}style"):
            self._styles[style.get(f"{W}styleId", "")] = style
        fonts = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
        self.default_font = _font(fonts)

    def find(self, style: str, path: str) -> etree._Element | None:
        for _ in range(12):
            element = self._styles.get(style)
            if element is None:
                return None
            found = element.find(path)
            if found is not None:
                return found
            based = element.find(f"{W}basedOn")
            style = "" if based is None else based.get(f"{W}val", "")
        return None


class _Reader:
    def __init__(self, numbers: WordNumbers, styles: _Styles):
        self.numbers = numbers
        self.styles = styles
        self.warnings: list[str] = []
        self._old = False
        self._note_ids: list[tuple[str, str]] = []

    def blocks(self, parent: etree._Element, depth: int = 0) -> list[Block]:
        found: list[Block] = []
        gap = False
        for element in _content(parent):
            if element.tag == f"{W}tbl":
                if depth < _DEEPEST:
                    found.append(self.table(element, depth + 1))
                gap = False
            elif element.tag == f"{W}p":
                boxes: list[etree._Element] = []
                par = self.paragraph(element, boxes)
                for box in boxes:
                    found.extend(
                        self.blocks(box, depth + 1) if depth < _DEEPEST else []
                    )
                if par.text.strip():
                    par.gap = gap
                    found.append(par)
                    gap = False
                else:
                    gap = True
        return found

    def table(self, table: etree._Element, depth: int) -> Grid:
        rows = []
        for row in table.iterfind(f".//{W}tr"):
            if _owner(row, f"{W}tbl") is not table:
                continue
            cells = []
            for cell in row.iterfind(f".//{W}tc"):
                if _owner(cell, f"{W}tr") is not row:
                    continue
                columns = _int(_val(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
                cells.append(Joined(self.cell(cell, depth), max(1, columns)))
            rows.append(cells)
        return Grid(apart(rows))

    def cell(self, cell: etree._Element, depth: int) -> list[Par]:
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and merged.get(f"{W}val", "continue") == "continue":
            return []
        pars: list[Par] = []
        for block in self.blocks(cell, depth):
            if isinstance(block, Grid):
                pars.extend(par for inner in block.cells() for par in inner)
            else:
                pars.append(block)
        return pars

    def paragraph(self, paragraph: etree._Element, boxes: list[etree._Element]) -> Par:
        style = _val(paragraph.find(f"{W}pPr/{W}pStyle"))
        text, bold_to, still_bold, italics, length = "", 0, True, 0, 0
        for piece, bold, italic in self._runs(paragraph, style, boxes):
            text += piece
            if piece.strip():
                length += len(piece)
                italics += len(piece) if italic else 0
                still_bold = still_bold and bold
            if still_bold:
                bold_to = len(text)
        return Par(
            text,
            marker=self._number(paragraph, style) if text.strip() else "",
            bold_to=bold_to,
            italic=bool(length) and italics * 2 > length,
            centred=self._align(paragraph, style) == "center",
        )

    def _number(self, paragraph: etree._Element, style: str) -> str:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is None:
            own = self.styles.find(style, f"{W}pPr/{W}numPr")
        if own is None:
            return ""
        num_id = _val(own.find(f"{W}numId"))
        if not num_id:
            inherited = self.styles.find(style, f"{W}pPr/{W}numPr/{W}numId")
            num_id = _val(inherited)
        level = _int(_val(own.find(f"{W}ilvl")), 0)
        return self.numbers.marker(num_id, level) if num_id != "0" else ""

    def _align(self, paragraph: etree._Element, style: str) -> str:
        own = paragraph.find(f"{W}pPr/{W}jc")
        return _val(
            own if own is not None else self.styles.find(style, f"{W}pPr/{W}jc")
        )

    def _runs(self, paragraph, style, boxes) -> Iterator[tuple[str, bool, bool]]:
        for run in _walk(paragraph):
            if run.tag == f"{W}txbxContent":
                boxes.append(run)
                continue
            properties = run.find(f"{W}rPr")
            text = _text(run, self._note_ids)
            if not text:
                continue
            font = self._font(properties, style)
            if font:
                converted = by_font(text, font)
                if converted != text and not self._old:
                    self._old = True
                    self.warnings.append(
                        "Tệp dùng phông bảng mã cũ (.Vn… hoặc VNI-…), đã chuyển sang Unicode;"
                        " hãy soát lại chữ hoa, dấu."
                    )
                text = converted
            if _on(properties, "caps"):
                text = text.upper()
            yield (
                text,
                self._has(properties, style, "b"),
                self._has(properties, style, "i"),
            )

    def _has(self, properties, style: str, name: str) -> bool:
        if properties is not None:
            own = properties.find(f"{W}{name}")
            if own is not None:
                return own.get(f"{W}val", "1") not in ("0", "false", "off")
        inherited = self.styles.find(style, f"{W}rPr/{W}{name}")
        return inherited is not None and inherited.get(f"{W}val", "1") not in (
            "0",
            "false",
            "off",
        )

    def _font(self, properties, style: str) -> str:
        if properties is not None and (font := _font(properties.find(f"{W}rFonts"))):
            return font
        return (
            _font(self.styles.find(style, f"{W}rPr/{W}rFonts"))
            or self.styles.default_font
        )

    def notes(self, part: etree._Element | None, kind: str) -> list[Block]:
        """Footnotes that the text refers to, each as a paragraph "[n] …"."""
        if part is None:
            return []
        wanted = {note: n for n, (k, note) in enumerate(self._note_ids, 1) if k == kind}
        found: list[Block] = []
        for note in part:
            number = wanted.get(note.get(f"{W}id", ""))
            if number is None or note.get(f"{W}type") in (
                "separator",
                "continuationSeparator",
            ):
                continue
            texts = [b.text for b in self.blocks(note) if isinstance(b, Par) and b.text]
            if texts:
                found.append(Par(f"[{number}] " + " ".join(texts)))
        return found


def _content(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also inside content controls and the like."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag not in _SKIPPED and len(stack) < _DEEPEST:
            stack.append(iter(element))


def _walk(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Runs of a paragraph in order, and text boxes anchored in it."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in _SKIPPED:
            continue
        elif element.tag == f"{W}txbxContent":
            yield element
        elif element.tag == f"{W}r":
            yield element
            inner = [
                e
                for e in element
                if e.tag
                in (f"{_MC}AlternateContent", f"{W}pict", f"{W}drawing", f"{W}object")
            ]
            if inner and len(stack) < _DEEPEST:
                stack.append(iter(inner))
        elif len(stack) < _DEEPEST:
            stack.append(iter(element))


def _text(run: etree._Element, note_ids: list[tuple[str, str]]) -> str:
    if run.tag != f"{W}r":
        return ""
    pieces = []
    for element in run:
        name = element.tag
        if name == f"{W}t":
            pieces.append(element.text or "")
        elif name in (f"{W}tab", f"{W}ptab"):
            pieces.append("\t")
        elif name in (f"{W}br", f"{W}cr"):
            pieces.append("\n")
        elif name == f"{W}noBreakHyphen":
            pieces.append("-")
        elif name == f"{W}sym":
            pieces.append(_symbol(element))
        elif name in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnotes" if "foot" in name else "endnotes"
            note_ids.append((kind, element.get(f"{W}id", "")))
            pieces.append(f"[{len(note_ids)}]")
    return "".join(pieces)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return "•" if 0xE000 <= code <= 0xF8FF else chr(code)


def _owner(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _on(properties: etree._Element | None, name: str) -> bool:
    if properties is None:
        return False
    element = properties.find(f"{W}{name}")
    return element is not None and element.get(f"{W}val", "1") not in (
        "0",
        "false",
        "off",
    )


def _val(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _font(fonts: etree._Element | None) -> str:
    if fonts is None:
        return ""
    names = [fonts.get(f"{W}hAnsi") or "", fonts.get(f"{W}ascii") or ""]
    return next((n for n in names if is_old_font(n)), names[0] or names[1])
