"""Giải mã: bytes of a text file → clean Unicode text."""

import re
import unicodedata

from campaigns.reading.errors import Unreadable
from campaigns.reading.syllables import share_of_syllables

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
NOT_TEXT = (
    "Tệp không phải văn bản đọc được; hãy chọn "
    "tệp kế hoạch dạng .docx, .pdf, .txt hoặc .html."
)

# Spaces of all widths, and signs that nobody sees.
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x85\u2028\u2029]")


def decode(data: bytes) -> str:
    """UTF-8, UTF-16, windows-1258 or -1252, whichever the bytes speak for.

    Raises ``Unreadable`` for bytes that are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise Unreadable(NOT_TEXT) from error
    if wide := _utf16_without_mark(data):
        return wide
    if data.count(0) or _share_of_controls(data) > 0.01:
        raise Unreadable(NOT_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(data)


def tidy(text: str) -> str:
    """Unicode NFC, ordinary spaces and line ends; a form feed stays, since it parts pages.

    Soft hyphens, zero-width and direction signs and control characters go.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unreadable(
            "Văn bản có ký tự hỏng không đọc được; hãy chép lại nội dung từ tệp gốc."
        ) from error
    text = _BREAKS.sub("\n", text)
    text = _UNSEEN.sub("", _SPACES.sub(" ", text))
    text = _CONTROLS.sub("", text)
    return unicodedata.normalize("NFC", text)


def _eight_bit(data: bytes) -> str:
    """Windows-1258 where that makes good Vietnamese, else -1252 (old encodings use it too)."""
    vietnamese = data.decode("cp1258", errors="replace")
    if share_of_syllables(unicodedata.normalize("NFC", vietnamese)) > 0.8:
        return vietnamese
    return data.decode("cp1252", errors="replace")


def _utf16_without_mark(data: bytes) -> str:
    """Text whose every second byte is mostly zero at the line ends and spaces."""
    if len(data) < 4 or len(data) % 2:
        return ""
    for encoding, spaces in (("utf-16-le", b" \x00"), ("utf-16-be", b"\x00 ")):
        if data.count(spaces) * 2 >= len(data) // 20:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if share_of_syllables(text[:5000]) > 0.5 and "\x00" not in text:
                return text
    return ""


def _share_of_controls(data: bytes) -> float:
    sample = data[:200_000]
    controls = sum(
        sample.count(bytes([code]))
        for code in range(32)
        if code not in (7, 9, 10, 11, 12, 13)
    )
    return controls / max(len(sample), 1)
