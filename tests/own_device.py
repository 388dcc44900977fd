"""Thiết bị của người ký: what the government's signing programs do with a PDF, by pyHanko.

They append one signature to the file, in an empty field of it or in a field of their own.
"""

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper

from reports.signing import keys
from reports.signing.network import Stamper
from reports.signing.values import Box

OWN = "Signature1"  # the field that such a program makes


def sign_on_device(
    pdf: bytes, office, key: str, *, field: str = OWN, box: Box | None = None,
    certify: bool = False, stamper: TimeStamper | None = None, subfilter="PADES",
) -> bytes:  # fmt: skip
    """``box``: where a field of its own is put; none: the field is in the file."""
    made = None
    if box is not None:
        corners = tuple(map(int, (box.x1, box.y1, box.x2, box.y2)))
        made = fields.SigFieldSpec(field, on_page=box.page, box=corners)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        certify=certify,
        subfilter=fields.SigSeedSubFilter[subfilter],
    )
    signer = PdfSigner(
        metadata,
        keys.signer_for(key, office.config),
        timestamper=stamper,
        new_field_spec=made,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signed = signer.sign_pdf(writer, existing_fields_only=made is None)
    return signed.getvalue()


def stamp_whole(pdf: bytes, office) -> bytes:
    """A document time stamp behind all there is."""
    stamper = PdfTimeStamper(Stamper(office.config.tsa_url, 5))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return stamper.timestamp_pdf(writer, "sha256").getvalue()


def changed(pdf: bytes, change) -> bytes:
    """``change(writer)`` as a revision of its own."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def note_on_page(writer) -> None:
    """Somebody scribbles on page 1."""
    page = writer.find_page_for_modification(0)[0].get_object()
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Text"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                map(generic.NumberObject, (10, 10, 30, 30))
            ),
            generic.pdf_name("/Contents"): generic.TextStringObject("Sửa"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def fill_number(writer) -> None:
    """Somebody writes a number before the clerk does."""
    for each in writer.root["/AcroForm"]["/Fields"]:
        field = each.get_object()
        if field["/T"] == "SoKyHieu":
            field["/V"] = generic.TextStringObject("Số: 99/KH-UBND")
            writer.update_container(field)
