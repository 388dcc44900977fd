"""Nhận loại tệp: by what the bytes are, then whether the name agrees."""

import re
from enum import StrEnum

from campaigns.reading.errors import Unreadable


class FileKind(StrEnum):
    """Loại tệp."""

    WORD = "docx"
    OLD_WORD = "doc"
    PDF = "pdf"
    HTML = "html"
    TEXT = "txt"
    RTF = "rtf"


_NAMES = {
    FileKind.WORD: "Word (.docx)",
    FileKind.OLD_WORD: "Word cũ (.doc)",
    FileKind.PDF: "PDF",
    FileKind.HTML: "HTML",
    FileKind.TEXT: "văn bản thường (.txt)",
    FileKind.RTF: "RTF",
}
_WORDS = frozenset((FileKind.WORD, FileKind.OLD_WORD, FileKind.HTML, FileKind.RTF))
# Which contents a name may hold; Word opens all of its own under .doc.
_ALLOWED = {
    "docx": frozenset((FileKind.WORD,)),
    "doc": _WORDS,
    "dot": _WORDS,
    "rtf": _WORDS,
    "pdf": frozenset((FileKind.PDF,)),
    "txt": frozenset((FileKind.TEXT, FileKind.HTML)),
    "text": frozenset((FileKind.TEXT, FileKind.HTML)),
    "md": frozenset((FileKind.TEXT, FileKind.HTML)),
    "html": frozenset((FileKind.HTML, FileKind.TEXT)),
    "htm": frozenset((FileKind.HTML, FileKind.TEXT)),
    "mht": frozenset(),
}
_REFUSED_NAMES = {
    "docm": "Tệp Word có chứa macro nên không được nhận; hãy lưu lại dạng .docx (không macro)"
    " rồi nhập lại.",
    "dotm": "Tệp mẫu Word có chứa macro nên không được nhận; hãy lưu lại dạng .docx rồi nhập lại.",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|meta|table|div|p|br|h[1-6]|span)\b", re.I
)
_FOREIGN = (
    (b"\x89PNG", "ảnh"), (b"\xff\xd8\xff", "ảnh"), (b"GIF8", "ảnh"), (b"BM", "ảnh"),
    (b"II*\x00", "ảnh"), (b"MM\x00*", "ảnh"), (b"MZ", "chương trình"), (b"\x7fELF", "chương trình"),
    (b"Rar!", "nén"), (b"7z\xbc\xaf", "nén"), (b"\x1f\x8b", "nén"),
)  # fmt: skip


def sniff(name: str, data: bytes) -> FileKind:
    """Kind of the file by its content. Raises ``Unreadable`` for kinds that are not taken
    and for a name that promises another kind."""
    extension = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if extension in _REFUSED_NAMES:
        raise Unreadable(_REFUSED_NAMES[extension])
    kind = _content(data)
    allowed = _ALLOWED.get(extension)
    if allowed is not None and kind not in allowed:
        raise Unreadable(
            f"Tệp có đuôi .{extension} nhưng nội dung là {_NAMES[kind]};"
            " hãy kiểm tra lại tệp, đổi đúng đuôi rồi nhập lại."
        )
    return kind


def _content(data: bytes) -> FileKind:
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return FileKind.WORD
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(_OLE):
        return _ole(data)
    if data.lstrip()[:5] == b"{\\rtf":
        return FileKind.RTF
    for mark, what in _FOREIGN:
        if data.startswith(mark) and (len(mark) > 2 or _looks_binary(data)):
            raise Unreadable(_foreign(what))
    if _HTML.search(data[:4096].replace(b"\x00", b"")):
        return FileKind.HTML
    return FileKind.TEXT


def _foreign(what: str) -> str:
    if what == "ảnh":
        return (
            "Tệp là ảnh, không có chữ để đọc; hãy nhận dạng chữ (OCR) rồi lưu dạng .docx"
            " hoặc .pdf có lớp chữ."
        )
    if what == "nén":
        return "Tệp nén không được nhận; hãy giải nén và chọn tệp kế hoạch bên trong."
    return "Tệp là chương trình, không phải văn bản; hãy chọn tệp kế hoạch dạng .docx hoặc .pdf."


def _looks_binary(data: bytes) -> bool:
    return b"\x00" in data[:512]


def _ole(data: bytes) -> FileKind:
    """Old Word, or what else lives in such a container: encrypted .docx, Excel, a message."""
    if _has_stream(data, "EncryptedPackage"):
        raise Unreadable(
            "Tệp Word được đặt mật khẩu; hãy mở bằng Word, gỡ mật khẩu (Tệp → Thông tin →"
            " Bảo vệ tài liệu), lưu lại rồi nhập lại."
        )
    if _is_cut_short(data):
        raise Unreadable(
            "Tệp Word bị hỏng hoặc tải chưa đủ; hãy mở bằng Word, lưu lại dạng .docx rồi nhập lại."
        )
    if not _has_stream(data, "WordDocument"):
        raise Unreadable(
            "Tệp không phải văn bản Word; hãy chọn tệp kế hoạch dạng .docx, .pdf, .txt hoặc .html."
        )
    if _has_stream(data, "_VBA_PROJECT") or _has_stream(data, "Macros"):
        raise Unreadable(_REFUSED_NAMES["docm"])
    return FileKind.OLD_WORD


def _is_cut_short(data: bytes) -> bool:
    """The list of streams is to begin in a sector that is not there any more."""
    power = int.from_bytes(data[30:32], "little")
    first = int.from_bytes(data[48:52], "little")
    return power in (9, 12) and (first + 1) << power >= len(data)


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data
