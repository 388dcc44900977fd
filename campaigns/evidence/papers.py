"""Tệp Word, Excel làm minh chứng: opened part by part, nothing in them starts or fetches."""

from campaigns.evidence.kinds import (
    DOUBLE,
    LARGEST_PART,
    LARGEST_WHOLE,
    MOST_PARTS,
    Kind,
)
from units import packages
from units.errors import Unreadable

_END = b"PK\x05\x06"
_END_LENGTH = 22  # bytes of the end of a zip without a comment
_MAIN = {Kind.WORD: "word/document.xml", Kind.EXCEL: "xl/workbook.xml"}
_FETCHING = (b"attachedTemplate", b"oleObject", b"/frame", b"subDocument")
FETCHES = (
    "Tệp có liên kết tự tải nội dung từ nơi khác; mở tệp, ngắt các liên kết (hoặc in thành"
    " PDF) rồi gửi lại."
)


def _terms(program: str, extension: str, main: bytes) -> packages.Terms:
    again = f"lưu lại dạng .{extension} rồi gửi lại."
    return packages.Terms(
        largest_part=LARGEST_PART,
        largest_whole=LARGEST_WHOLE,
        most_parts=MOST_PARTS,
        types=(main,),
        broken=f"Tệp {program} bị hỏng hoặc gửi chưa đủ; mở bằng {program}, {again}",
        bomb=f"Tệp {program} phình ra quá lớn khi mở; mở bằng {program}, bỏ bớt ảnh, {again}",
        macros=f"Tệp {program} có chứa macro; mở bằng {program}, bỏ macro, {again}",
        locked=f"Tệp {program} được đặt mật khẩu; mở bằng {program}, gỡ mật khẩu, {again}",
        other=f"Tệp không phải tệp {program}; mở bằng {program}, {again}",
    )


TERMS = {
    Kind.WORD: _terms("Word", "docx", b"wordprocessingml.document"),
    Kind.EXCEL: _terms("Excel", "xlsx", b"spreadsheetml.sheet"),
}


def check_office(data: bytes, kind: Kind) -> None:
    """Raises ``Unreadable``."""
    package = packages.Package(data, TERMS[kind])
    if not package.is_plain or data.rfind(_END) != len(data) - _END_LENGTH:
        raise Unreadable(DOUBLE)
    if any("/activex/" in name for name in package.names):
        raise Unreadable(TERMS[kind].macros)
    package.xml(_MAIN[kind])
    for name in package.names:
        if name.endswith(".rels"):
            _check_links(package, name)


def _check_links(package: packages.Package, name: str) -> None:
    tree = package.xml(name)
    for link in [] if tree is None else tree:
        outside = link.get("TargetMode") == "External"
        if outside and (link.get("Type") or "").encode().endswith(_FETCHING):
            raise Unreadable(FETCHES)
