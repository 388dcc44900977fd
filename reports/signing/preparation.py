"""Chuẩn bị tệp ký: every field a paper will need, made before its first signature.

After the leader's certifying signature no field may appear any more, only be filled. So
number, date and both signature fields are put in here, with appearances that PDF/A
accepts, tags that PDF/UA asks for, and bytes that depend on nothing but the input.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pikepdf  # noqa: TID253  loaded only by reports.signing.prepare
from pikepdf import (  # noqa: TID253  likewise
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
    String,
)

from reports.signing import lettering, tagging
from reports.signing.lettering import Stream
from reports.signing.values import MM, Box, FieldName, LinePlace, Places, Seat

_PRINT, _LOCKED = 4, 128  # annotation flags
READ_ONLY = 1  # field flag: only the clerk's act fills these, no reader program
# The line at the top right of page 1 (R75, R76).
_SIZE = 10  # points
_TOP, _RIGHT, _LEFT, _HIGH = 12 * MM, 15 * MM, 25 * MM, 5 * MM
_BELOW = 1.4 * MM  # from the field's edge to the baseline
_DESCRIPTIONS: dict[str, str] = {
    FieldName.NUMBER: "Số, ký hiệu của văn bản",
    FieldName.DATE: "Địa danh và thời gian ban hành văn bản",
    FieldName.SIGNER: "Chữ ký số của người có thẩm quyền",
    FieldName.AGENCY: "Chữ ký số của cơ quan ban hành",
    FieldName.COPY: "Hình thức sao, cơ quan sao, thời gian sao",
}


def prepare(pdf: bytes, places: Places) -> bytes:
    """The paper with its four fields; the same input gives the same bytes."""
    with _opened(pdf) as document:
        fonts = Dictionary()
        fields: dict[str, Object] = {}
        for name, place in (
            (FieldName.NUMBER, places.number),
            (FieldName.DATE, places.date),
        ):
            if place is not None:
                fields[name] = text_field(document, name, place, fonts)
        fields[FieldName.SIGNER] = signature_field(
            document, FieldName.SIGNER, places.signer
        )
        agency = signature_field(document, FieldName.AGENCY, places.seal)
        lines = [str(name) for name in fields if name != FieldName.SIGNER]
        if lines:
            # Once the agency has signed, number and date stand: any reader must see it.
            agency.Lock = Dictionary(
                Type=Name.SigFieldLock,
                Action=Name.Include,
                Fields=Array([String(line) for line in lines]),
            )
        fields[FieldName.AGENCY] = agency
        return _with_form(document, fields, fonts)


def prepare_seal(pdf: bytes, seal: Box) -> bytes:
    """The paper with the agency's field alone; the same input gives the same bytes."""
    with _opened(pdf) as document:
        field = signature_field(document, FieldName.AGENCY, seal)
        return _with_form(document, {FieldName.AGENCY: field}, Dictionary())


def prepare_seats(pdf: bytes, seats: Sequence[Seat]) -> bytes:
    """The paper with a signature field for each seat; the same input gives the same bytes."""
    with _opened(pdf) as document:
        fields = {
            seat.field: signature_field(
                document, seat.field, seat.box, f"Chữ ký số của {seat.who}"
            )
            for seat in seats
        }
        return _with_form(document, fields, Dictionary())


def prepare_annex(pdf: bytes, line: str) -> bytes:
    """See :func:`reports.signing.prepare_annex`."""
    with _opened(pdf) as document:
        fonts = Dictionary()
        place = top_right(document, line)
        text = text_field(document, FieldName.NUMBER, place, fonts)
        seal = signature_field(document, FieldName.AGENCY, place.box)
        seal.Lock = Dictionary(
            Type=Name.SigFieldLock,
            Action=Name.Include,
            Fields=Array([String(FieldName.NUMBER.value)]),
        )
        fields: dict[str, Object] = {
            FieldName.NUMBER: text, FieldName.AGENCY: seal
        }  # fmt: skip
        return _with_form(document, fields, fonts)


def top_right(document: Pdf, line: str, row: int = 0) -> LinePlace:
    """Where ``line`` stands over the title of page 1 (R75, R76): to its right margin.

    ``row`` 1: under a line that stands there already.
    """
    left, _, right, top = (float(edge) for edge in document.pages[0].mediabox)
    letters = lettering.subset("regular", frozenset(line))
    room = right - left - _LEFT - _RIGHT
    wide = min(letters.width(line) * _SIZE / 1000 + 0.5, room)
    x2, y2 = right - _RIGHT, top - _TOP + (1 - row) * _HIGH
    box = Box(page=0, x1=x2 - wide, y1=y2 - _HIGH, x2=x2, y2=y2)
    return LinePlace(
        box=box, centre_x=x2 - wide / 2, baseline_y=box.y1 + _BELOW, font_size=_SIZE,
        face="regular", text=line,
    )  # fmt: skip


@contextmanager
def _opened(pdf: bytes) -> Iterator[Pdf]:
    with Pdf.open(io.BytesIO(pdf)) as document:
        if "/AcroForm" in document.Root:
            raise ValueError("the paper has a form already")
        yield document


def _with_form(document: Pdf, fields: Mapping[str, Object], fonts: Dictionary) -> bytes:
    """The bytes of ``document`` with these fields in its form and its structure tree."""
    document.Root.AcroForm = document.make_indirect(
        Dictionary(
            Fields=Array(fields.values()),
            SigFlags=3,
            DR=Dictionary(Font=fonts),
            DA=String("0 g"),
        )
    )
    tag(document, fields)
    return saved(document)


def tag(document: Pdf, fields: Mapping[str, Object]) -> None:
    if tagging.is_tagged(document):
        tagging.tag_fields(document, fields)


def saved(document: Pdf) -> bytes:
    """The same document gives the same bytes."""
    buffer = io.BytesIO()
    document.save(
        buffer,
        deterministic_id=True,
        # Streams of at most 100 objects: a reader that scans one for every object in
        # it (as pyHanko does) would otherwise need quadratic time on a tagged paper.
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return buffer.getvalue()


def text_field(
    document: Pdf,
    name: FieldName,
    place: LinePlace,
    fonts: Object,
    resource: str = "",
) -> Object:
    form = lettering.line(place, place.text)
    appearance = build(document, form)
    resource = resource or ("/L1" if name == FieldName.NUMBER else "/L2")
    fonts[resource] = appearance.Resources.Font.F0
    return _widget(
        document,
        name,
        place.box,
        appearance,
        FT=Name.Tx,
        V=String(place.text),
        DA=String(f"{resource} {place.font_size:g} Tf 0 g"),
        Q=1,
        Ff=READ_ONLY,
        F=_PRINT,
    )


def signature_field(document: Pdf, name: str, box: Box, said: str = "") -> Object:
    appearance = build(document, lettering.blank(box.width, box.height))
    return _widget(
        document, name, box, appearance, said, FT=Name.Sig, F=_PRINT | _LOCKED
    )


def _widget(
    document: Pdf,
    name: str,
    box: Box,
    appearance: Object,
    said: str = "",
    **entries: Any,
) -> Object:
    page = document.pages[box.page]
    corners = (box.x1, box.y1, box.x2, box.y2)
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            T=String(str(name)),
            TU=String(said or _DESCRIPTIONS[name]),
            Rect=Array([round(corner, 3) for corner in corners]),
            P=page.obj,
            AP=Dictionary(N=appearance),
            **entries,
        )
    )
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(widget)
    return widget


def build(document: Pdf, drawing: Any) -> Any:
    """A drawing of :mod:`lettering` as objects of ``document``."""
    match drawing:
        case Stream(data=data, entries=entries):
            stream = pikepdf.Stream(document, data)
            for key, value in entries.items():
                stream[key] = build(document, value)
            return stream
        case dict():
            made = Dictionary({k: build(document, v) for k, v in drawing.items()})
            return document.make_indirect(made) if "/Type" in drawing else made
        case list():
            return Array([build(document, value) for value in drawing])
        case str():
            return Name(drawing)
        case bytes():
            return String(drawing.decode("ascii"))
        case _:
            return drawing
