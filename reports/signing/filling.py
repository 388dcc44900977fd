"""Điền số và ngày: the clerk's lines, written in the agency's own revision.

Not in a revision of their own before it: pyHanko's difference analysis takes an
appearance that an earlier revision than the signature's wrote for a change made after
it, and would call a sealed paper with locked fields altered at its next time stamp.
"""

import unicodedata
from typing import Any

from pyhanko.pdf_utils import generic  # noqa: TID253  loaded only by the signing worker

from reports.errors import SigningRefused
from reports.signing import lettering
from reports.signing.lettering import Stream
from reports.signing.preconditions import fields_of
from reports.signing.values import FieldName, Lines
from reports.signing.writing import PlainWriter

_READ_ONLY = 1


def fill(writer: PlainWriter, lines: Lines) -> None:
    """Set value and appearance of both text fields of the paper that ``writer`` extends."""
    found = fields_of(writer)
    for name, place, text in (
        (FieldName.NUMBER, lines.places.number, lines.number),
        (FieldName.DATE, lines.places.date, lines.date),
    ):
        if place is None or name.value not in found:
            raise SigningRefused("Văn bản không có chỗ điền số và ngày.")
        text = unicodedata.normalize("NFC", text)
        field = found[name.value].get_object()
        field["/V"] = generic.TextStringObject(text)
        field["/Ff"] = generic.NumberObject(_READ_ONLY)
        # A new appearance, never a new stream under the old number: who validates may
        # allow the one and must distrust the other.
        field["/AP"] = generic.DictionaryObject(
            {generic.NameObject("/N"): _build(writer, lettering.line(place, text))}
        )
        writer.update_container(field)


def _build(writer: PlainWriter, drawing: Any) -> Any:
    """A drawing of :mod:`lettering` as objects of ``writer``."""
    match drawing:
        case Stream(data=data, entries=entries):
            stream = generic.StreamObject(
                _dictionary(writer, entries), stream_data=data
            )
            stream.compress()
            return writer.add_object(stream)
        case dict():
            made = generic.DictionaryObject(_dictionary(writer, drawing))
            return writer.add_object(made) if "/Type" in drawing else made
        case list():
            return generic.ArrayObject(_build(writer, value) for value in drawing)
        case str():
            return generic.NameObject(drawing)
        case bytes():
            return generic.TextStringObject(drawing.decode("ascii"))
        case int():
            return generic.NumberObject(drawing)
        case float():
            return generic.FloatObject(f"{drawing:.3f}")
    raise TypeError(type(drawing))


def _dictionary(writer: PlainWriter, entries: dict[str, Any]) -> dict[Any, Any]:
    return {
        generic.NameObject(key): _build(writer, value) for key, value in entries.items()
    }
