"""Hoàn thiện tệp: what is added to the engine's PDF before it is written, and read back later."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reports.rendering import structure

TWIN_NAME = "ke-hoach.json"
TWIN_DESCRIPTION = "Dữ liệu của kế hoạch, máy đọc được"
# PDF/A wants a date on an attachment; the paper has none of its own that is always known.
ENCLOSED_ON = datetime(2000, 1, 1, tzinfo=UTC)

# The identification of PDF/UA, and its description, which PDF/A asks of every foreign schema.
_UA_CLAIM = """\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description></rdf:RDF>"""


def tidy(pdf: Any) -> None:
    """Anchors serve the printing only; an associated file is named once (pydyf objects)."""
    import pydyf  # noqa: PLC0415 comes with the engine

    names = pdf.catalog.get("Names")
    if names is not None:
        names.pop("Dests", None)
        if not names:
            del pdf.catalog["Names"]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def finish_tagged(pdf: Any) -> None:
    """Small structure tree, and the claim of PDF/UA beside that of PDF/A (pydyf objects)."""
    structure.compact(pdf)
    metadata = next(
        obj for obj in pdf.objects if obj.reference == pdf.catalog["Metadata"]
    )
    (packet,) = metadata.stream
    metadata.stream = [packet.replace(b"</rdf:RDF>", _UA_CLAIM.encode(), 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """Tệp gắn kèm: what a paper carries for machines. ``relation`` as PDF/A-3 names it."""

    name: str
    description: str
    content: bytes
    relation: str


def twin_of(twin: bytes) -> Enclosed:
    """The machine-readable twin as it is enclosed."""
    return Enclosed(
        name=TWIN_NAME, description=TWIN_DESCRIPTION, content=twin, relation="Source"
    )


def attachment(enclosed: Enclosed, fetcher: Any) -> Any:
    """An attachment of the engine's."""
    from weasyprint import Attachment

    return Attachment(
        string=enclosed.content,
        url_fetcher=fetcher,
        name=enclosed.name,
        description=enclosed.description,
        created=ENCLOSED_ON,
        modified=ENCLOSED_ON,
        relationship=enclosed.relation,
    )


def extract_twin(pdf: bytes) -> bytes | None:
    """The twin's bytes inside a PDF, or None where there is none."""
    return extract(pdf, TWIN_NAME)


def extract(pdf: bytes, name: str) -> bytes | None:
    """The bytes of what a PDF carries under ``name``, or None where there is none.

    Raises ValueError for a file that cannot be read as a PDF.
    """
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            names = opened.attachments
            if name not in names:
                return None
            return bytes(names[name].get_file().read_bytes())
    except pikepdf.PdfError as error:
        raise ValueError("Tệp không đọc được như một tệp PDF.") from error
