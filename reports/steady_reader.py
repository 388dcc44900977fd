"""Đọc PDF đều tay: pyHanko's reader without its quadratic cost on object streams.

For every object in an object stream pyHanko 0.38 parses the stream's whole table of
contents again: n objects cost n² steps, and a tagged paper of nine pages holds its
structure in one stream of a thousand objects (4 s per signature). Here each table is
parsed once. What is accepted is the same or less: the same checks, on every entry.
"""

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic  # noqa: TID253  loaded by who signs or verifies
from pyhanko.pdf_utils.decode_limits import DecodePurpose  # noqa: TID253  likewise
from pyhanko.pdf_utils.misc import (  # noqa: TID253  likewise
    PdfReadError,
    PdfStreamError,
    PdfStrictReadError,
)
from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: TID253  likewise

_MAX_OBJECTS = 2_000_000


class SteadyReader(PdfFileReader):
    """Always strict; see the module's docstring."""

    def __init__(self, stream: Any, **options: Any) -> None:
        self._tables: dict[int, tuple[BytesIO, list[tuple[int, int]]]] = {}
        super().__init__(stream, strict=True, **options)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        if stmnum not in self._tables:
            self._tables[stmnum] = self._read_table(stmnum)
        data, table = self._tables[stmnum]
        if not 0 <= idx < len(table):
            raise PdfStrictReadError("Object stream does not contain index")
        number, offset = table[idx]
        if number != idnum:
            raise PdfStrictReadError("Object is in wrong index.")
        data.seek(offset)
        try:
            found = generic.read_object(data, generic.Reference(idnum, 0, self))
        except (PdfStreamError, PdfReadError) as error:
            raise PdfStrictReadError(f"Can't read object stream: {error}") from error
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfStrictReadError(
                "Encountered forbidden object type in object stream"
            )
        return found

    def _read_table(self, stmnum: int) -> tuple[BytesIO, list[tuple[int, int]]]:
        stream = generic.Reference(stmnum, 0, self).get_object()
        if (
            not isinstance(stream, generic.StreamObject)
            or stream.get("/Type") != "/ObjStm"
        ):
            raise PdfStrictReadError("Not an object stream")
        count, first = int(stream["/N"]), int(stream["/First"])
        data = stream.read_data(DecodePurpose.OBJECT_STREAM)
        if not (0 <= count <= _MAX_OBJECTS and 0 <= first <= len(data)):
            raise PdfStrictReadError("Object stream header possibly corrupted")
        words = data[:first].split()
        if len(words) < 2 * count or not all(word.isdigit() for word in words):
            raise PdfStrictReadError("Object stream header possibly corrupted")
        numbers = [int(word) for word in words[0 : 2 * count : 2]]
        if len(set(numbers)) != count:
            raise PdfStrictReadError("Object stream names an object twice")
        offsets = [first + int(word) for word in words[1 : 2 * count : 2]]
        return BytesIO(data), list(zip(numbers, offsets, strict=True))
