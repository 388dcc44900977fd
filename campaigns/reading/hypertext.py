"""Trang HTML → manuscript: pages saved by Word and pages of web sites.

Scripts, forms, menus and the like are left out; nothing is fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from campaigns.reading.decoding import decode
from campaigns.reading.errors import Unreadable
from campaigns.reading.finishing import finish
from campaigns.reading.joined import Joined, apart
from campaigns.reading.language import fold
from campaigns.reading.limits import check_length
from campaigns.reading.manuscript import Block, Grid, Manuscript, Par
from campaigns.reading.plain import blocks_of_lines

_SKIPPED_LIST = """
    script style head title meta link noscript template iframe object embed applet form
    button select option input textarea svg math canvas audio video nav aside footer menu
"""
_SKIPPED = frozenset(_SKIPPED_LIST.split())
_BLOCKS_LIST = """
    p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre center article section main
    header address figure figcaption fieldset td th tr table tbody thead tfoot caption hr
    body
"""
_BLOCKS = frozenset(_BLOCKS_LIST.split())
_BOLD_LIST = """
    b strong h1 h2 h3 h4 h5 h6 th
"""
_BOLD = frozenset(_BOLD_LIST.split())
_ITALIC = frozenset(("i", "em", "cite"))
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|breadcrumbs?|sidebar|footer|banner|advert\w*|quangcao|ads?|share|social|"
    r"comments?|related|popup|login|search|pagination|tinlienquan|tin-lien-quan|widget|topbar)(?:$|[\s_-])",
    re.I,
)
_ENCODING = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_DEEPEST = 220
_MANY_BREAKS = 6  # line breaks in one paragraph


def read_hypertext(data: bytes) -> Manuscript:
    """Bản thảo of an HTML file. Raises ``Unreadable``."""
    text = _decoded(data)
    check_length(len(text) // 4)
    text = re.sub(r"<\?xml[^>]*\?>", "", text, count=1)
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            "Tệp HTML không có nội dung đọc được; hãy mở trang trong trình duyệt, chép phần văn"
            " bản rồi dán vào."
        ) from error
    body = root.find("body")
    body = body if body is not None else root
    _drop_furniture(body)
    manuscript = Manuscript(
        is_web="Word.Document" not in text[:4000]
        and "Microsoft Word" not in text[:4000]
    )
    manuscript.blocks = _blocks(body)
    return finish(manuscript)


def _decoded(data: bytes) -> str:
    """By the mark at its start, else by what it declares, else by what the bytes speak for."""
    declared = _ENCODING.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        if name in ("windows-1252", "iso-8859-1", "latin1", "windows-1258"):
            try:
                return (
                    data.decode("utf-8")
                    if _is_utf8(data)
                    else data.decode(_codec(name), "replace")
                )
            except LookupError:
                pass
    return decode(data)


def _codec(name: str) -> str:
    return "cp1258" if name == "windows-1258" else "cp1252"


def _is_utf8(data: bytes) -> bool:
    """Declared as Western but in truth UTF-8 with letters outside ASCII."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return any(byte > 127 for byte in data)


def _drop_furniture(body: html.HtmlElement) -> None:
    """Take out parts named as menus, adverts, comments, unless they hold most of the text."""
    whole = max(len(body.text_content()), 1)
    for element in list(body.iter()):
        if (
            not isinstance(element.tag, str)
            or element is body
            or element.getparent() is None
        ):
            continue
        named = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
        if element.tag in _SKIPPED or _FURNITURE.search(named) or _is_hidden(element):
            text = element.text_content()
            if len(text) < 0.4 * whole and not _holds_paper(text):
                element.drop_tree()


def _is_hidden(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        "display:none" in style
        or "mso-hide:all" in style
        or element.get("hidden") is not None
    )


def _holds_paper(text: str) -> bool:
    folded = fold(text[:200_000])
    return ("độc lập" in folded and "tự do" in folded) or "nơi nhận" in folded


# ---- paragraphs and tables ---------------------------------------------------------------
def _blocks(parent: html.HtmlElement, depth: int = 0) -> list[Block]:
    """Paragraphs and tables of an element; loose text between them becomes paragraphs too."""
    found: list[Block] = []
    pen = _Pen(_is_centred(parent))
    plain = _Look(bold=parent.tag in _BOLD)
    pen.write(parent.text, plain)
    number = 0
    for child in parent:
        if (
            isinstance(child.tag, str)
            and child.tag not in _SKIPPED
            and depth < _DEEPEST
        ):
            if child.tag == "table":
                pen.flush(found)
                found.extend(_table(child, depth + 1))
            elif child.tag in _BLOCKS or _has_blocks(child):
                pen.flush(found)
                inner = _blocks(child, depth + 1)
                if child.tag == "li" and inner and isinstance(inner[0], Par):
                    number += 1
                    inner[0].marker = inner[0].marker or (
                        f"{number}." if parent.tag == "ol" else "-"
                    )
                found.extend(inner)
            else:
                for text, look in _inline(child, plain, depth):
                    pen.write(text, look)
        pen.write(child.tail, plain)
    pen.flush(found)
    return found


def _table(table: html.HtmlElement, depth: int) -> list[Block]:
    rows = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        cells = [_cell(cell, depth) for cell in row if cell.tag in ("td", "th")]
        if cells:
            rows.append(cells)
    if not rows:
        return _blocks(table, depth)
    grid = Grid(apart(rows))
    if any(
        len(cell) > 25 or sum(len(p.text) for p in cell) > 6000 for cell in grid.cells()
    ):
        # the table only lays out the page: its cells stand one after the other
        return [
            block
            for cell in table.iter("td", "th")
            if next(cell.iterancestors("table"), None) is table
            for block in _blocks(cell, depth)
        ]
    return [grid]


def _cell(cell: html.HtmlElement, depth: int) -> Joined:
    pars: list[Par] = []
    for block in _blocks(cell, depth) if depth < _DEEPEST else []:
        if isinstance(block, Grid):
            pars.extend(par for inner in block.cells() for par in inner)
        else:
            pars.append(block)
    return Joined(pars, _reach(cell, "colspan"), _reach(cell, "rowspan"))


def _reach(cell: html.HtmlElement, name: str) -> int:
    """How far it says that it reaches, at least its own place."""
    said = (cell.get(name) or "").strip()
    return max(1, int(said)) if said.isdecimal() and len(said) < 5 else 1


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    link: bool = False


class _Pen:
    """Writes the text of one paragraph and remembers what was bold."""

    def __init__(self, centred: bool) -> None:
        self.centred = centred
        self._start()

    def _start(self) -> None:
        self.words = ""
        self.bold_to = 0
        self.only_bold = True
        self.italic = self.links = 0

    def write(self, text: str | None, look: _Look) -> None:
        """Add text; None text adds nothing, a newline is a line break."""
        if not text:
            return
        if text == "\n" and look is _BREAK:
            self.words = self.words.rstrip(" ") + "\n"
        else:
            text = re.sub(r"[ \t\r\n]+", " ", text)
            if not self.words or self.words.endswith(("\n", " ")):
                text = text.lstrip(" ")
            self.words += text
            if text.strip(" \u00a0"):
                self.only_bold = self.only_bold and look.bold
                self.italic += len(text) * look.italic
                self.links += len(text) * look.link
        if self.only_bold:
            self.bold_to = len(self.words)

    def flush(self, found: list[Block]) -> None:
        text = self.words.rstrip()
        if text.strip(" \n\u00a0"):
            par = Par(
                text,
                bold_to=min(self.bold_to, len(text)),
                italic=self.italic * 2 > len(text),
                centred=self.centred,
                links=self.links / len(text),
            )
            # A page that parts its paragraphs by line breaks alone is read like plain text.
            found.extend(
                blocks_of_lines(text) if text.count("\n") >= _MANY_BREAKS else [par]
            )
        self._start()


_BREAK = _Look()


def _inline(
    node: html.HtmlElement, look: _Look, depth: int
) -> Iterator[tuple[str, _Look]]:
    """(text, look) of an inline element in order; a line break comes with ``_BREAK``."""
    if not isinstance(node.tag, str) or node.tag in _SKIPPED or depth > _DEEPEST:
        return
    if node.tag == "br":
        yield "\n", _BREAK
        return
    style = (node.get("style") or "").replace(" ", "").lower()
    bold = (
        look.bold
        or node.tag in _BOLD
        or bool(re.search(r"font-weight:(?:bold|[6-9]00)", style))
    )
    look = _Look(
        bold=bold and not re.search(r"font-weight:(?:normal|400)", style),
        italic=look.italic or node.tag in _ITALIC or "font-style:italic" in style,
        link=look.link or node.tag == "a",
    )
    if node.text:
        yield node.text, look
    for child in node:
        yield from _inline(child, look, depth + 1)
        if child.tail:
            yield child.tail, look


def _has_blocks(element: html.HtmlElement) -> bool:
    return any(
        isinstance(e.tag, str) and e.tag in _BLOCKS for e in element.iterdescendants()
    )


def _is_centred(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    align = (element.get("align") or "").lower()
    return "text-align:center" in style or align == "center" or element.tag == "center"
