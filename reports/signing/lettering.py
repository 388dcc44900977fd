"""Chữ trong trường điền: one line of text as an appearance stream with a font of its own.

PDF/A wants every font embedded and the paper's own fonts hold only what it prints, so
each line carries a subset made for its very letters (3 to 6 KB). What is built here is a
*drawing*: plain dicts, lists, names ("/X"), numbers and :class:`Stream`, which the two
PDF libraries (pikepdf before the first signature, pyHanko after it) each turn into
objects of their own.
"""

import hashlib
import struct
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from reports.errors import SigningRefused
from reports.signing.values import LinePlace

FONT_DIR = Path(__file__).resolve().parents[2] / "static" / "pdf" / "fonts"
FACES = {
    "regular": "LiberationSerif-Regular.ttf",
    "bold": "LiberationSerif-Bold.ttf",
    "italic": "LiberationSerif-Italic.ttf",
    "bold-italic": "LiberationSerif-BoldItalic.ttf",
}
_SERIF, _SYMBOLIC, _ITALIC = 2, 4, 64
_NARROWEST = 0.8  # a line too long for its place is set narrower, down to this
_DROPPED = (
    "GSUB",
    "GPOS",
    "GDEF",
    "kern",
    "name",
    "gasp",
    "DSIG",
    "FFTM",
    "LTSH",
    "VDMX",
)


@dataclass(frozen=True, slots=True)
class Stream:
    """A PDF stream of a drawing; ``data`` uncompressed."""

    data: bytes
    entries: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """Bộ chữ con: a font file and its measures in 1/1000 em."""

    name: str
    file: bytes
    codes: dict[str, int]  # letter → glyph
    widths: tuple[int, ...]  # by glyph
    bbox: tuple[int, ...]
    ascent: int
    descent: int
    cap_height: int
    italic: bool

    def width(self, text: str) -> int:
        return sum(self.widths[self.codes[letter]] for letter in text)

    def encode(self, text: str) -> str:
        """``text`` as the hexadecimal string of a Tj operator."""
        return "".join(f"{self.codes[letter]:04X}" for letter in text)


@cache
def subset(face: str, letters: frozenset[str]) -> Subset:
    """The part of ``face`` that prints ``letters``; equal letters give equal bytes."""
    import uharfbuzz as hb  # noqa: PLC0415  a C library that only signing needs

    source = _face(face)
    known = hb.Font(source)
    missing = sorted(x for x in letters if not known.get_nominal_glyph(ord(x)))
    if missing:
        raise SigningRefused(
            f"Phông chữ của văn bản không có ký tự: {' '.join(missing)}"
        )
    order = hb.SubsetInput()
    order.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    order.unicode_set.update({ord(letter) for letter in letters})
    order.layout_feature_tag_set.clear()
    order.drop_table_tag_set.update(
        {int.from_bytes(tag.encode(), "big") for tag in _DROPPED}
    )
    small = hb.subset(source, order)
    font = hb.Font(small)
    data = bytes(small.blob.data)
    scale = 1000 / small.upem
    head, os2 = small.reference_table("head").data, small.reference_table("OS/2").data
    extents = font.get_font_extents("ltr")
    prefix = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])
    return Subset(
        name=f"{prefix}+{FACES[face].removesuffix('.ttf')}",
        file=data,
        codes={x: font.get_nominal_glyph(ord(x)) or 0 for x in sorted(letters)},
        widths=tuple(
            round(font.get_glyph_h_advance(glyph) * scale)
            for glyph in range(small.glyph_count)
        ),
        bbox=tuple(round(v * scale) for v in struct.unpack_from(">4h", head, 36)),
        ascent=round(extents.ascender * scale),
        descent=round(extents.descender * scale),
        cap_height=round(struct.unpack_from(">h", os2, 88)[0] * scale),
        italic="italic" in face,
    )


@cache
def _face(face: str) -> Any:
    import uharfbuzz as hb  # noqa: PLC0415  a C library that only signing needs

    return hb.Face(hb.Blob.from_file_path(str(FONT_DIR / FACES[face])))


def line(place: LinePlace, text: str) -> Stream:
    """The form XObject that shows ``text`` at ``place``; its font is its resource F0.

    ``text`` must be NFC. It is centred on the place's axis and set narrower (to 80 % at
    most) where it would leave the field's rectangle, which cannot grow after signing.
    """
    letters = subset(place.face, frozenset(text))
    size, box = place.font_size, place.box
    natural = letters.width(text) * size / 1000
    room = 2 * min(place.centre_x - box.x1, box.x2 - place.centre_x)
    narrowing = min(1.0, room / natural) if natural else 1.0
    if narrowing < _NARROWEST:
        raise SigningRefused(f"Dòng “{text}” dài quá chỗ dành cho nó trên văn bản.")
    x = place.centre_x - box.x1 - natural * narrowing / 2
    y = place.baseline_y - box.y1
    squeeze = f"{_number(narrowing * 100)} Tz " if narrowing < 1 else ""
    operators = (
        f"/Tx BMC q BT /F0 {_number(size)} Tf 0 g {squeeze}"
        f"{_number(x)} {_number(y)} Td <{letters.encode(text)}> Tj ET Q EMC"
    )
    return Stream(
        operators.encode(),
        {
            "/Type": "/XObject",
            "/Subtype": "/Form",
            "/BBox": [0, 0, round(box.width, 3), round(box.height, 3)],
            "/Resources": {"/Font": {"/F0": _font(letters)}},
        },
    )


def blank(width: float, height: float) -> Stream:
    """An appearance that shows nothing, for a signature field before it is signed."""
    return Stream(
        b"",
        {
            "/Type": "/XObject",
            "/Subtype": "/Form",
            "/BBox": [0, 0, round(width, 3), round(height, 3)],
            "/Resources": {},
        },
    )


def _font(letters: Subset) -> dict[str, Any]:
    return {
        "/Type": "/Font",
        "/Subtype": "/Type0",
        "/BaseFont": f"/{letters.name}",
        "/Encoding": "/Identity-H",
        "/ToUnicode": Stream(_to_unicode(letters)),
        "/DescendantFonts": [
            {
                "/Type": "/Font",
                "/Subtype": "/CIDFontType2",
                "/BaseFont": f"/{letters.name}",
                "/CIDToGIDMap": "/Identity",
                "/CIDSystemInfo": {
                    "/Registry": b"Adobe",
                    "/Ordering": b"Identity",
                    "/Supplement": 0,
                },
                "/DW": letters.widths[0],
                "/W": [0, list(letters.widths)],
                "/FontDescriptor": {
                    "/Type": "/FontDescriptor",
                    "/FontName": f"/{letters.name}",
                    "/Flags": _SERIF | _SYMBOLIC | (_ITALIC if letters.italic else 0),
                    "/FontBBox": list(letters.bbox),
                    "/ItalicAngle": -16 if letters.italic else 0,
                    "/Ascent": letters.ascent,
                    "/Descent": letters.descent,
                    "/CapHeight": letters.cap_height,
                    "/StemV": 80,
                    "/FontFile2": Stream(letters.file, {"/Length1": len(letters.file)}),
                },
            }
        ],
    }


def _to_unicode(letters: Subset) -> bytes:
    rows = [f"<{code:04X}> <{ord(x):04X}>" for x, code in letters.codes.items()]
    blocks = [
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
        for part in (rows[i : i + 100] for i in range(0, len(rows), 100))
    ]
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{''.join(blocks)}endcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode()


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
