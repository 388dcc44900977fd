"""Bản sao điện tử: the pages of a signed paper with the line of its copy, to be sealed anew.

The pages stay as they are, tags and all. Signatures of the original do not hold in another
file, so their fields become plain ones that show the pictures; the line of the copy (R76)
stands at the top right of page 1, and the agency's new field lies over it without a picture.
"""

import io

from pikepdf import (  # noqa: TID253  loaded only by reports.signing.prepare_copy
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
    String,
)
from PIL import Image

from reports.errors import SigningRefused
from reports.signing.preparation import (
    READ_ONLY,
    saved,
    signature_field,
    tag,
    text_field,
    top_right,
)
from reports.signing.values import FieldName

_WHOSE = {
    FieldName.SIGNER.value: "Hình chữ ký của người ký bản gốc",
    FieldName.AGENCY.value: "Hình dấu của cơ quan trên bản gốc",
}


def prepare_copy(pdf: bytes, line: str) -> bytes:
    """See :func:`reports.signing.prepare_copy`."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.get("/AcroForm")
        if form is None:
            raise SigningRefused("Tệp không phải văn bản ký số của hệ thống này.")
        kept = [field for field in form.Fields if not _is_proof(document, field)]
        # An annex in a file of its own has no signer, and bears a line there already (R75).
        is_annex = all(str(field.T) != FieldName.SIGNER for field in kept)
        for field in kept:
            _let_stand(field)
        for of_signatures in ("/DSS", "/Perms", "/Extensions"):
            if of_signatures in document.Root:
                del document.Root[of_signatures]
        place = top_right(document, line, row=int(is_annex))
        text = text_field(document, FieldName.COPY, place, form.DR.Font, resource="/L3")
        seal = signature_field(document, FieldName.AGENCY, place.box)
        names = [*(str(field.T) for field in kept), FieldName.COPY.value]
        seal.Lock = Dictionary(
            Type=Name.SigFieldLock,
            Action=Name.Include,
            Fields=Array([String(name) for name in names]),
        )
        form.Fields = Array([*kept, text, seal])
        form.SigFlags = 3
        tag(document, {FieldName.COPY: text, FieldName.AGENCY: seal})
        return saved(document)


def nothing_drawn() -> bytes:
    """A picture of nothing: the electronic copy shows no seal (R76)."""
    kept = io.BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(kept, "PNG")
    return kept.getvalue()


def _is_proof(document: Pdf, field: Object) -> bool:
    """A document time stamp: of the other file, and of nothing here. It goes from its page."""
    value = field.get("/V")
    if field.get("/FT") != Name.Sig or value is None:
        return False
    if value.get("/Type") != Name.DocTimeStamp:
        return False
    for page in document.pages:
        notes = page.obj.get("/Annots", Array())
        rest = [note for note in notes if note.objgen != field.objgen]
        if len(rest) < len(notes):
            page.obj.Annots = Array(rest)
    return True


def _let_stand(field: Object) -> None:
    """What it shows stays; a signature is no signature any more."""
    if field.get("/FT") != Name.Sig:
        return
    name = str(field.T)
    for part in ("/V", "/Lock", "/SV"):
        if part in field:
            del field[part]
    field.FT = Name.Tx
    field.Ff = READ_ONLY
    field.T = String(f"{name}Goc")
    field.TU = String(_WHOSE.get(name, "Hình chữ ký trên bản gốc"))
    field.DA = String("/L1 10 Tf 0 g")
