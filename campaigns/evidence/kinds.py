"""Loại tệp minh chứng: told by what the bytes are; the sentences for what is not taken."""

import zipfile
from enum import StrEnum
from io import BytesIO

from units.errors import Unreadable

LARGEST_FILE = 15 * 2**20  # bytes, as sent
LARGEST_PART = 20 * 2**20  # bytes, one inflated part of an Office file
LARGEST_WHOLE = 120 * 2**20  # bytes, all parts of an Office file as declared
MOST_PARTS = 3_000  # files inside an Office file


class Kind(StrEnum):
    """Loại tệp, by what is kept: any photo is kept as a JPEG."""

    PHOTO = "photo"
    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"


# What the file chooser offers. HEIC is absent, so that an iPhone sends a JPEG instead.
ACCEPTED = "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx"
_TAKEN = "ảnh JPEG, PNG, WebP, tệp PDF, Word (.docx) hoặc Excel (.xlsx)"
_PDF_MARKUP = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?php")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_OTHER_PICTURES = (b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
_APPLE = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")

BROKEN_PHOTO = (
    "Ảnh bị hỏng hoặc gửi chưa đủ; mở ảnh ở máy xem có hiện không rồi gửi lại."
)
LARGE_PHOTO = "Ảnh quá lớn (hơn 64 triệu điểm ảnh); thu nhỏ ảnh rồi gửi lại."
BROKEN_PDF = (
    "Tệp PDF bị hỏng hoặc gửi chưa đủ; mở tệp ở máy, in lại thành PDF mới rồi gửi."
)
LOCKED_PDF = (
    "Tệp PDF được đặt mật khẩu hoặc khóa quyền; mở tệp, in lại thành PDF mới không đặt"
    " mật khẩu rồi gửi tệp mới đó."
)
ACTIVE_PDF = (
    "Tệp PDF có chứa lệnh tự chạy; mở tệp, in lại thành PDF mới rồi gửi tệp mới đó."
)
LONG_PDF = "Tệp PDF dài hơn 300 trang; tách riêng các trang làm minh chứng rồi gửi."
DOUBLE = (
    "Tệp là hai loại tệp ghép làm một nên không nhận; mở tệp, lưu hoặc in lại thành tệp"
    " mới rồi gửi."
)


def kind_of(data: bytes) -> Kind:
    """Raises ``Unreadable`` for a kind that is not taken; the sentence says what to send."""
    if data.startswith(_PHOTOS) or _is_riff(data, b"WEBP"):
        return Kind.PHOTO
    if data.startswith(b"%PDF-"):
        return _single_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    raise Unreadable(_refusal(data))


def check_size(size: int) -> None:
    """Raises ``Unreadable``."""
    if size == 0:
        raise Unreadable("Tệp rỗng, không có nội dung; chọn lại tệp.")
    if size > LARGEST_FILE:
        raise Unreadable(too_large(size))


def too_large(size: int) -> str:
    megabytes = f"{size / 2**20:.1f}".replace(".", ",")
    return (
        f"Tệp nặng {megabytes} MB, vượt {LARGEST_FILE // 2**20} MB; thu nhỏ ảnh hoặc tách"
        " tệp thành nhiều phần rồi gửi lại."
    )


def _single_pdf(data: bytes) -> Kind:
    """Nothing else stands before the PDF's end, nor behind it, that another program would open."""
    if any(mark in data[:1024].lower() for mark in _PDF_MARKUP):
        raise Unreadable(DOUBLE)
    if zipfile.is_zipfile(BytesIO(data)):
        raise Unreadable(DOUBLE)
    if b"%%EOF" not in data[-1024:]:
        raise Unreadable(BROKEN_PDF)
    return Kind.PDF


def _office(data: bytes) -> Kind:
    """By the part that only one of the two has; ``papers`` opens it as such."""
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            "Tệp bị hỏng hoặc gửi chưa đủ; mở tệp ở máy, lưu lại rồi gửi."
        ) from error
    if "word/document.xml" in names:
        return Kind.WORD
    if "xl/workbook.xml" in names:
        return Kind.EXCEL
    raise Unreadable(
        "Tệp nén không được nhận; giải nén rồi gửi từng tệp bên trong: " + _TAKEN + "."
    )


def _refusal(data: bytes) -> str:
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if brand in _APPLE:
        return (
            "Ảnh HEIC chưa đọc được; trên iPhone vào Cài đặt, Camera, Định dạng, chọn “Tương"
            " thích nhất” rồi chụp lại, hoặc lưu ảnh thành JPEG rồi gửi."
        )
    if brand or _is_riff(data, b"AVI ") or data.startswith(b"\x1a\x45\xdf\xa3"):
        return (
            "Phim và tiếng không được nhận; gửi ảnh chụp, hoặc ghi đường dẫn tới phim vào"
            " phần diễn giải."
        )
    if data.startswith(_OTHER_PICTURES):
        return (
            "Loại ảnh này không được nhận; mở ảnh, lưu lại thành JPEG hoặc PNG rồi gửi."
        )
    if data.startswith(_OLE):
        return (
            "Tệp Office bản cũ (.doc, .xls) hoặc có đặt mật khẩu không được nhận; mở tệp, gỡ"
            " mật khẩu nếu có, lưu lại dạng .docx hoặc .xlsx rồi gửi."
        )
    if data.startswith(_PACKED):
        return "Tệp nén không được nhận; giải nén rồi gửi từng tệp bên trong."
    if b"%PDF-" in data[:1024]:
        return DOUBLE
    return f"Loại tệp này không được nhận; gửi {_TAKEN}."


def _is_riff(data: bytes, kind: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == kind
