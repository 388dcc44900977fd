"""Gói zip của Word: opens the parts of a .docx without trusting what it says of itself.

Sizes are checked as declared and again while inflating; document types and entities in the
XML are refused; nothing outside the file is ever fetched.
"""

import io
import zipfile
import zlib

from lxml import etree

from campaigns.reading.errors import Unreadable
from campaigns.reading.limits import LARGEST_PART, LARGEST_WHOLE, MOST_PARTS

BROKEN = "Tệp Word bị hỏng hoặc tải chưa đủ; hãy mở bằng Word, lưu lại dạng .docx rồi nhập lại."
_BOMB = (
    "Tệp Word phình ra quá lớn khi mở; hãy mở bằng Word, bỏ bớt ảnh, lưu lại dạng .docx"
    " rồi nhập lại."
)
_MACROS = (
    "Tệp Word có chứa macro nên không được "
    "nhận; hãy lưu lại dạng .docx (không macro) rồi nhập lại."
)
_NOT_WORD = (
    "Tệp nén này không phải tệp Word; hãy giải nén và chọn tệp kế hoạch dạng .docx."
)


class Package:
    """Một tệp .docx đang mở."""

    def __init__(self, data: bytes):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            NotImplementedError,
            IndexError,
        ) as error:
            raise Unreadable(BROKEN) from error
        if len(infos) > MOST_PARTS:
            raise Unreadable(_BOMB)
        if sum(info.file_size for info in infos) > LARGEST_WHOLE:
            raise Unreadable(_BOMB)
        self._names = {info.filename.lower().lstrip("/"): info for info in infos}
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable(
                "Tệp Word được đặt mật khẩu; hãy mở bằng Word, gỡ mật khẩu (Tệp → Thông tin →"
                " Bảo vệ tài liệu), lưu lại rồi nhập lại."
            )
        if "[content_types].xml" not in self._names:
            raise Unreadable(_NOT_WORD)
        types = self.read("[content_types].xml")
        if b"macroEnabled" in types or any(
            "vbaproject" in name for name in self._names
        ):
            raise Unreadable(_MACROS)
        if (
            b"wordprocessingml.document" not in types
            and b"wordprocessingml.template" not in types
        ):
            raise Unreadable(_NOT_WORD)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def size(self, name: str) -> int:
        """Inflated bytes of a part, as declared; 0 if there is no such part."""
        info = self._names.get(name.lower())
        return info.file_size if info else 0

    def read(self, name: str) -> bytes:
        """One part, inflated piece by piece up to the limit."""
        info = self._names[name.lower()]
        if info.file_size > LARGEST_PART:
            raise Unreadable(_BOMB)
        pieces, size = [], 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(1 << 16):
                    size += len(piece)
                    if size > LARGEST_PART:
                        raise Unreadable(_BOMB)
                    pieces.append(piece)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise Unreadable(BROKEN) from error
        except RuntimeError as error:  # zipfile's word for "needs a password"
            raise Unreadable(BROKEN) from error
        return b"".join(pieces)

    def xml(self, name: str) -> etree._Element | None:
        """One part as a tree, None if the file has no such part."""
        if name not in self:
            return None
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> etree._Element:
    """XML without document types, entities or network. Raises ``Unreadable``."""
    if (
        b"<!DOCTYPE" in data
        or b"<!ENTITY" in data
        or (_is_wide(data) and _declares_wide(data))
    ):
        raise Unreadable(BROKEN)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(BROKEN) from error


def _is_wide(data: bytes) -> bool:
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:8]


def _declares_wide(data: bytes) -> bool:
    return b"D\x00O\x00C\x00T\x00Y" in data or b"\x00D\x00O\x00C\x00T\x00Y" in data
