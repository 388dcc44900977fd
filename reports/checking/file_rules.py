"""R183 and the archive: dữ liệu đặc tả, PDF/A-3, thẻ trợ năng, dữ liệu kèm theo."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from reports.checking.anatomy import Paper
from reports.checking.findings import Fault, rule
from reports.rendering.finishing import TWIN_NAME

FINAL_ONLY = {"PDF/A", "PDF/UA", "JSON"}


def _open(paper: Paper) -> Any:
    import pikepdf

    return pikepdf.open(BytesIO(paper.pdf))


@rule("R183", "Nhan đề, cơ quan, trích yếu và ngôn ngữ có trong dữ liệu đặc tả của tệp")
def metadata(paper: Paper) -> Iterator[Fault]:
    with _open(paper) as pdf:
        info = pdf.docinfo
        for key, what in (
            ("/Title", "nhan đề"),
            ("/Author", "cơ quan"),
            ("/Subject", "trích yếu"),
        ):
            if not str(info.get(key, "")).strip():
                yield Fault(f"Dữ liệu đặc tả của tệp thiếu {what}.")
        if str(pdf.Root.get("/Lang", "")) != "vi":
            yield Fault("Tệp không ghi ngôn ngữ là tiếng Việt.")


@rule("PDF/A", "Tệp PDF/A-3: không mã hóa, phông chữ và hệ màu kèm theo")
def archive(paper: Paper) -> Iterator[Fault]:
    with _open(paper) as pdf:
        if pdf.is_encrypted:
            yield Fault("Tệp bị mã hóa.")
        intents = pdf.Root.get("/OutputIntents", ())
        if not any(
            x.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in x for x in intents
        ):
            yield Fault("Tệp không kèm hệ màu (OutputIntent).")
        xmp = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
        part = re.search(rb"pdfaid:part(?:=\"|>)(\d)", xmp)
        level = re.search(rb"pdfaid:conformance(?:=\"|>)([A-Z])", xmp)
        if not part or part[1] != b"3" or not level or level[1] not in b"AUB":
            yield Fault("Tệp không tự nhận là PDF/A-3.")
        if "/JavaScript" in pdf.Root.get("/Names", {}) or "/OpenAction" in pdf.Root:
            yield Fault("Tệp có mã lệnh hoặc hành động tự chạy.")
        for font in _fonts(pdf):
            name = str(font.get("/BaseFont", "?")).lstrip("/")
            if not _embedded(font):
                yield Fault(f"Phông chữ “{name}” không nằm trong tệp.")
            if "/ToUnicode" not in font and font.get("/Subtype") == "/Type0":
                yield Fault(f"Phông chữ “{name}” không có bảng mã Unicode.")


def _fonts(pdf: Any) -> Iterator[Any]:
    import pikepdf

    for item in pdf.objects:
        if (
            isinstance(item, pikepdf.Dictionary)
            and item.get("/Type") == "/Font"
            and "/CIDSystemInfo" not in item
        ):
            yield item


def _embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    owner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    described = owner.get("/FontDescriptor", {})
    return any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))


@rule("PDF/UA", "Tệp có thẻ cấu trúc để đọc thành tiếng")
def accessible(paper: Paper) -> Iterator[Fault]:
    with _open(paper) as pdf:
        root = pdf.Root
        if (
            not root.get("/MarkInfo", {}).get("/Marked", False)
            or "/StructTreeRoot" not in root
        ):
            yield Fault("Tệp không có thẻ cấu trúc.")
            return
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
            yield Fault("Trình đọc không hiển thị nhan đề của tệp.")
        tags = list(_elements(pdf))
        if not any(tag.S == "/H1" for tag in tags):
            yield Fault("Tên văn bản không được đánh dấu là tiêu đề.")
        if any(tag.S == "/Figure" and not str(tag.get("/Alt", "")) for tag in tags):
            yield Fault("Có hình không có lời thay thế.")
        if any(tag.S == "/TH" and "/Scope" not in tag.get("/A", {}) for tag in tags):
            yield Fault("Có ô tiêu đề bảng không ghi phạm vi.")


def _elements(pdf: Any) -> Iterator[Any]:
    import pikepdf

    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
            yield item


@rule("JSON", "Tệp mang theo dữ liệu máy đọc được của kế hoạch")
def twin(paper: Paper) -> Iterator[Fault]:
    with _open(paper) as pdf:
        linked = [str(x.get("/UF", x.get("/F", ""))) for x in pdf.Root.get("/AF", ())]
        if TWIN_NAME not in pdf.attachments:
            yield Fault(f"Tệp không kèm dữ liệu {TWIN_NAME}.")
        elif TWIN_NAME not in linked:
            yield Fault(f"Dữ liệu {TWIN_NAME} không được nối với văn bản (AF).")
