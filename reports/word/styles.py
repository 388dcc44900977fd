"""Kiểu chữ của tệp Word: every kind of paragraph under its Vietnamese name.

Who edits the file changes a style once, and Word's navigation pane lists what has a level.
"""

from dataclasses import dataclass
from typing import Any

from campaigns.content import Line
from campaigns.outline import LineKind
from reports.rendering.blocks import BODY, INDENT, is_title
from reports.word.markup import NAMESPACES, twips

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
_FONTS = "<w:rFonts {}/>".format(
    " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
)
BODY_LINE = 1.25 * BODY  # points: as .body of paper.css
SET_LINE = 1.15  # of the size: everything else
_NORMAL = "Normal"  # Word knows its first style, and its tables', by this name alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Một kiểu đoạn. Lengths in points; ``level`` from 0 is its place in the outline."""

    name: str
    size: float = BODY
    bold: bool = False
    italic: bool = False
    align: str = "left"
    line: float = 0  # 0: as high as the size asks
    after: float = 0
    indent: float = 0
    keep: bool = False
    whole: bool = False  # no page parts it
    level: int | None = None


def _body(name: str, **more: Any) -> Style:
    return Style(
        name=name, align="both", line=BODY_LINE, after=6, indent=INDENT, **more
    )


def _title(name: str, level: int) -> Style:
    return _body(name, bold=True, keep=True, level=level)


STYLES = {
    _NORMAL: Style(name="Normal"),
    "CoQuanChuQuan": Style(name="Cơ quan chủ quản", size=13, align="center"),
    "CoQuanBanHanh": Style(name="Cơ quan ban hành", size=13, align="center", bold=True),
    "QuocHieu": Style(name="Quốc hiệu", size=13, align="center", bold=True),
    "TieuNgu": Style(name="Tiêu ngữ", align="center", bold=True),
    "SoKyHieu": Style(name="Số và ký hiệu", size=13, align="center"),
    "DiaDanhNgay": Style(
        name="Địa danh và ngày tháng", size=13, align="center", italic=True
    ),
    "VeViec": Style(name="Trích yếu công văn", size=12, align="center"),
    "TenLoai": Style(name="Tên loại", align="center", bold=True, keep=True),
    "TrichYeu": Style(name="Trích yếu", align="center", bold=True, keep=True),
    "KinhGui": Style(name="Kính gửi"),
    "GachDuoi": Style(name="Gạch dưới", size=1, align="center"),
    "CanCu": _body("Căn cứ", italic=True),
    "Phan": Style(
        name="Phần", bold=True, align="center", line=BODY_LINE, after=6, keep=True, level=0
    ),
    "MucLon": _title("Mục lớn", 1),
    "Muc": _title("Mục", 2),
    "KhoanTieuDe": _title("Khoản có tiêu đề", 3),
    "Khoan": _body("Khoản"),
    "TieuKhoanTieuDe": _title("Tiểu khoản có tiêu đề", 4),
    "TieuKhoan": _body("Tiểu khoản"),
    "Diem": _body("Điểm"),
    "GachDauDong": _body("Gạch đầu dòng"),
    "YNho": _body("Ý nhỏ"),
    "DoanVan": _body("Đoạn văn"),
    "DauBang": Style(name="Đầu bảng", size=13, bold=True, align="center"),
    "OBang": Style(name="Ô bảng", size=13),
    "NoiNhan": Style(name="Nơi nhận", size=12, bold=True, italic=True),
    "NguoiNhan": Style(name="Người nhận", size=11, whole=True),
    "NguoiKy": Style(name="Người ký", align="center", bold=True),
    "PhuLuc": Style(name="Phụ lục", align="center", bold=True, keep=True, level=0),
    "KemTheo": Style(name="Kèm theo", align="center", italic=True, keep=True),
    "SoTrang": Style(name="Số trang", align="center"),
    "DauDuThao": Style(name="Dấu dự thảo", size=12, align="right", italic=True),
    "ChanTrang": Style(name="Chân trang", size=11),
    "Ngat": Style(name="Ngắt", size=1),
}  # fmt: skip

_OF_KIND = {
    LineKind.BASIS: "CanCu",
    LineKind.PART: "Phan",
    LineKind.SECTION: "MucLon",
    LineKind.DIVISION: "Muc",
    LineKind.ITEM: "Khoan",
    LineKind.SUBITEM: "TieuKhoan",
    LineKind.POINT: "Diem",
    LineKind.DASH: "GachDauDong",
    LineKind.PLUS: "YNho",
    LineKind.PARAGRAPH: "DoanVan",
}


def style_of(line: Line) -> str:
    """The style's id."""
    style = _OF_KIND[line.kind]
    titled = f"{style}TieuDe"
    return titled if is_title(line) and titled in STYLES else style


def sheet() -> str:
    """word/styles.xml."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}<w:sz w:val="28"/><w:szCs w:val="28"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
    )
    tables = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    found = "".join(_style(key, style) for key, style in STYLES.items())
    return f"<w:styles {NAMESPACES}>{defaults}{found}{tables}</w:styles>"


def _style(key: str, style: Style) -> str:
    kind, based, font = ' w:default="1"', "", _FONTS
    if key != _NORMAL:
        kind, based, font = ' w:customStyle="1"', f'<w:basedOn w:val="{_NORMAL}"/>', ""
    paragraph = "<w:keepNext/>" if style.keep else ""
    paragraph += "<w:keepLines/>" if style.whole else ""
    line = style.line or SET_LINE * style.size
    paragraph += (
        f'<w:widowControl/><w:spacing w:before="0" w:after="{twips(style.after)}"'
        f' w:line="{twips(line)}" w:lineRule="atLeast"/>'
    )
    if style.indent:
        paragraph += f'<w:ind w:firstLine="{twips(style.indent)}"/>'
    paragraph += f'<w:jc w:val="{style.align}"/>'
    if style.level is not None:
        paragraph += f'<w:outlineLvl w:val="{style.level}"/>'
    half = round(2 * style.size)
    marks = ("<w:b/>" if style.bold else "") + ("<w:i/>" if style.italic else "")
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{key}">'
        f'<w:name w:val="{style.name}"/>{based}<w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f'<w:rPr>{font}{marks}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )
