"""Tệp mẫu để đọc: Word, PDF and text files built byte by byte for tests of reading."""

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import weasyprint
from PIL import Image

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
DOCUMENTS = Path(__file__).resolve().parent / "reading_documents"
W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
)

SHORT = """\
UBND HUYỆN AN TÂY
PHÒNG NỘI VỤ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 15/KH-PNV
An Tây, ngày 04 tháng 3 năm 2024

KẾ HOẠCH
Tổ chức đợt thi đua làm thủ tục đúng hẹn

Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;
Phòng Nội vụ xây dựng Kế hoạch như sau:
I. MỤC ĐÍCH
- Nâng chất lượng phục vụ người dân ở bộ phận một cửa.
II. CHỈ TIÊU
- Phấn đấu đạt 98% hồ sơ trả đúng hẹn trước ngày 30/11/2024.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Ủy ban nhân dân huyện
- Theo dõi, tổng hợp kết quả hằng tháng.
Trên đây là Kế hoạch tổ chức đợt thi đua./.

Nơi nhận:
- Thường trực Huyện ủy;
- Lưu: VT.

TRƯỞNG PHÒNG

Trần Khánh Hòa
"""


def documents() -> list[Path]:
    """Văn bản tự soạn: the documents that have expected values beside them."""
    return sorted(p for p in DOCUMENTS.iterdir() if p.suffix != ".json")


def expected(document: Path) -> dict:
    """What the reader is to find in a document: its .json."""
    return json.loads(document.with_suffix(".json").read_text())


# ---- Word --------------------------------------------------------------------------------
def run(text: str, properties: str = "") -> str:
    """``properties`` are the inside of w:rPr."""
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def par(inside: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    inside = inside if inside.startswith("<") else run(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph that Word numbers by itself."""
    listing = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return par(text, listing)


def grid(*rows: tuple[str, ...]) -> str:
    """A table; a cell holds paragraphs, or plain text."""

    def cell(inside: str) -> str:
        return f"<w:tc><w:tcPr/>{inside if inside.startswith('<w:p') else par(inside)}</w:tc>"

    lines = ("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(lines)}</w:tbl>"


def word(body: str, parts: dict[str, str | bytes] | None = None, **types: str) -> bytes:
    """Tệp .docx: ``body`` is the inside of w:body, ``parts`` are more files of the package.

    ``types`` may replace the content type of the main part (``main=…``).
    """
    main = types.get("main", f"{_OFFICE}wordprocessingml.document.main+xml")
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}relationships">'
        f'<Relationship Id="r1" Type="{_RELATION}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{W_NS}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>",
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def numbering(*levels: tuple[str, str]) -> str:
    """word/numbering.xml with one list, number 1; a level is (format, text)."""
    inside = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    return (
        f'<?xml version="1.0"?><w:numbering xmlns:w="{W_NS}">'
        f'<w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def footnotes(**notes: str) -> str:
    """word/footnotes.xml; a keyword ``n2="…"`` is the note of id 2."""
    inside = "".join(
        f'<w:footnote w:id="{name[1:]}">{par(text)}</w:footnote>'
        for name, text in notes.items()
    )
    return f'<?xml version="1.0"?><w:footnotes xmlns:w="{W_NS}">{inside}</w:footnotes>'


def short_word() -> bytes:
    """``SHORT`` as a Word file, one paragraph a line."""
    return word("".join(par(line) for line in SHORT.splitlines()))


# ---- PDF ---------------------------------------------------------------------------------
def pdf(html: str) -> bytes:
    """Tệp PDF of an HTML body on A4."""
    page = "<style>@page {size: A4; margin: 20mm} body {font: 13pt serif}</style>"
    return weasyprint.HTML(string=page + html).write_pdf()


def picture_pdf(pages: int = 1) -> bytes:
    """A scan: pages that are pictures."""
    picture = Image.new("RGB", (300, 420), "white")
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", save_all=True, append_images=[picture] * (pages - 1))
    return buffer.getvalue()


def joined_pdf(*files: bytes) -> bytes:
    """The pages of several PDFs in one."""
    whole = pikepdf.new()
    for data in files:
        with pikepdf.open(io.BytesIO(data)) as part:
            whole.pages.extend(part.pages)
    return saved(whole)


def locked_pdf(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(
            document, encryption=pikepdf.Encryption(user="mật khẩu", owner="chủ")
        )


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer, **options)
    return buffer.getvalue()


def old_word(soffice: str, folder: Path) -> bytes:
    """``SHORT`` as a .doc that LibreOffice wrote."""
    (folder / "ke-hoach.docx").write_bytes(short_word())
    subprocess.run(
        [
            soffice, "--headless", f"-env:UserInstallation={(folder / 'p').as_uri()}",
            "--convert-to", "doc:MS Word 97", "--outdir", folder, folder / "ke-hoach.docx",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "ke-hoach.doc").read_bytes()
