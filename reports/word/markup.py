"""Chữ trong tệp Word: paragraphs and tables as WordprocessingML text. Lengths are in points."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from reports.rendering import wording

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HARD_SPACE = "\u00a0"
# Neither a code nor a figure is broken at its hyphen ("KH-UBND", "2020-2025"): the PDF does not.
_HARD_HYPHEN = re.compile(r"-(?=[^\W_])")


def twips(points: float) -> int:
    return round(20 * points)


def run(
    text: str,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
) -> str:
    """A run of text as it stands; None leaves a property to the style."""
    properties = _toggle("b", bold) + _toggle("i", italic)
    if size is not None:
        half = round(2 * size)
        properties += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    return f"<w:r>{properties}{_text(text)}</w:r>"


def held(text: str) -> str:
    """The text with what a line's end must not part held together, as on the paper."""
    return " ".join(
        unit.replace(" ", _HARD_SPACE) for unit in wording.units(text.strip())
    )


def paragraph(
    inner: str,
    style: str,
    *,
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
    exact: bool = False,
    left: float = 0,
    right: float = 0,
    align: str = "",
    keep: bool | None = None,
    border: bool = False,
    section: str = "",
) -> str:
    """A paragraph; what is None or empty is left to the style."""
    found = [f'<w:pStyle w:val="{style}"/>', _toggle("keepNext", keep)]
    if border:
        found.append(
            '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        )
    spacing = ""
    if before is not None:
        spacing += f' w:before="{twips(before)}"'
    if after is not None:
        spacing += f' w:after="{twips(after)}"'
    if line is not None:
        rule = "exact" if exact else "atLeast"
        spacing += f' w:line="{twips(line)}" w:lineRule="{rule}"'
    if spacing:
        found.append(f"<w:spacing{spacing}/>")
    if left or right:
        found.append(f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}"/>')
    if align:
        found.append(f'<w:jc w:val="{align}"/>')
    return f"<w:p><w:pPr>{''.join(found)}{section}</w:pPr>{inner}</w:p>"


def lines(texts: Iterable[str]) -> str:
    """One run, its lines broken where the paper breaks them."""
    return f"<w:r>{'<w:br/>'.join(map(_text, texts))}</w:r>"


def table(
    rows: Iterable[str], widths: Sequence[float], *, framed: bool, padding: float = 0
) -> str:
    """A table of fixed columns; ``framed`` draws its rules."""
    borders = ""
    if framed:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        borders = f"<w:tblBorders>{sides}</w:tblBorders>"
    high, wide = (twips(2), twips(padding)) if framed else (0, 0)
    margins = "".join(
        f'<w:{side} w:w="{value}" w:type="dxa"/>'
        for side, value in (
            ("top", high), ("left", wide), ("bottom", high), ("right", wide)
        )
    )  # fmt: skip
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>{borders}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(
    cells: Iterable[str],
    widths: Sequence[float],
    *,
    head: bool = False,
    middle: bool = False,
) -> str:
    """A row that no page parts (R95); a ``head`` is printed again on every page."""
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    align = '<w:vAlign w:val="center"/>' if middle else ""
    whole = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{align}</w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{whole}</w:tr>"


def field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _text(text: str) -> str:
    pieces = [
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""
        for piece in _HARD_HYPHEN.split(text)
    ]
    return "<w:noBreakHyphen/>".join(pieces)


def _toggle(name: str, value: bool | None) -> str:
    if value is None:
        return ""
    return f"<w:{name}/>" if value else f'<w:{name} w:val="0"/>'
