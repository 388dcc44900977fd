"""Gói zip của Office: opens the parts of a .docx or .xlsx without trusting what it says of itself.

Sizes are checked as declared and again while inflating; document types and entities in the
XML are refused; nothing outside the file is ever fetched.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from units.errors import Unreadable


@dataclass(frozen=True)
class Terms:
    """Điều kiện nhận: how large such a file may be, what it must hold, and the sentences else."""

    largest_part: int  # bytes of one inflated part
    largest_whole: int  # bytes of all parts as declared
    most_parts: int
    types: tuple[bytes, ...]  # one of them stands in the list of content types
    broken: str
    bomb: str
    macros: str
    locked: str
    other: str  # an archive of something else


class Package:
    """Một tệp Office đang mở."""

    def __init__(self, data: bytes, terms: Terms):
        self._terms = terms
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
            raise Unreadable(terms.broken) from error
        if len(infos) > terms.most_parts:
            raise Unreadable(terms.bomb)
        if sum(info.file_size for info in infos) > terms.largest_whole:
            raise Unreadable(terms.bomb)
        self._names = {info.filename.lower().lstrip("/"): info for info in infos}
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable(terms.locked)
        if "[content_types].xml" not in self._names:
            raise Unreadable(terms.other)
        types = self.read("[content_types].xml")
        if b"macroEnabled" in types or any(
            "vbaproject" in name for name in self._names
        ):
            raise Unreadable(terms.macros)
        if not any(kind in types for kind in terms.types):
            raise Unreadable(terms.other)
        self.is_plain = len(self._names) == len(infos)  # no part stands there twice

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    @property
    def names(self) -> list[str]:
        """Parts, in lower case."""
        return list(self._names)

    def size(self, name: str) -> int:
        """Inflated bytes of a part, as declared; 0 if there is no such part."""
        info = self._names.get(name.lower())
        return info.file_size if info else 0

    def read(self, name: str) -> bytes:
        """One part, inflated piece by piece up to the limit."""
        info, largest = self._names[name.lower()], self._terms.largest_part
        if info.file_size > largest:
            raise Unreadable(self._terms.bomb)
        pieces, size = [], 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(1 << 16):
                    size += len(piece)
                    if size > largest:
                        raise Unreadable(self._terms.bomb)
                    pieces.append(piece)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise Unreadable(self._terms.broken) from error
        except RuntimeError as error:  # zipfile's word for "needs a password"
            raise Unreadable(self._terms.broken) from error
        return b"".join(pieces)

    def xml(self, name: str) -> etree._Element | None:
        """One part as a tree, None if the file has no such part."""
        if name not in self:
            return None
        return parse_xml(self.read(name), self._terms.broken)


def parse_xml(data: bytes, broken: str) -> etree._Element:
    """XML without document types, entities or network. Raises ``Unreadable``."""
    if declares_types(data):
        raise Unreadable(broken)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(broken) from error


def declares_types(data: bytes) -> bool:
    """A document type or an entity is declared: no office program writes one."""
    return (
        b"<!DOCTYPE" in data
        or b"<!ENTITY" in data
        or (_is_wide(data) and _declares_wide(data))
    )


def _is_wide(data: bytes) -> bool:
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:8]


def _declares_wide(data: bytes) -> bool:
    return b"D\x00O\x00C\x00T\x00Y" in data or b"\x00D\x00O\x00C\x00T\x00Y" in data
