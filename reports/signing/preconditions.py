"""Điều kiện trước mỗi bước: what a file must be before it is signed, filled or sealed.

R72: the agency signs only what the authorised person has signed and nobody has touched
since. These checks know our own papers and are as narrow as those; the public
verification (``reports.verifying``) judges any file and takes longer.
"""

import io
from collections.abc import Callable
from typing import Any

from pyhanko.sign.diff_analysis import (  # noqa: TID253  the signing worker's
    DiffResult,
    ModificationLevel,
)
from pyhanko.sign.validation.errors import (  # noqa: TID253  the signing worker's
    SignatureValidationError,
)
from pyhanko.sign.validation.generic_cms import (  # noqa: TID253  likewise
    validate_sig_integrity,
)
from pyhanko.sign.validation.pdf_embedded import (  # noqa: TID253  likewise
    EmbeddedPdfSignature,
)
from pyhanko.sign.validation.status import (  # noqa: TID253  likewise
    SignatureCoverageLevel,
)

from reports.errors import SigningRefused
from reports.signing.values import FieldName
from reports.steady_reader import SteadyReader

_TOUCHED_PACT = "Tệp đã bị sửa sau khi thành viên trước ký: không ký lên tệp này."
_TOUCHED = "Tệp đã bị sửa sau khi người có thẩm quyền ký: không đóng dấu lên tệp này."


def checked(pdf: bytes, rule: Callable[[SteadyReader], None]) -> SteadyReader:
    """A reader of ``pdf``, which meets ``rule``; else :class:`SigningRefused`."""
    try:
        reader = SteadyReader(io.BytesIO(pdf))
        rule(reader)
    except SigningRefused:
        raise
    except Exception as error:
        # A broken file shows itself in a dozen kinds of error; none of them is signed.
        raise SigningRefused(
            "Tệp hỏng hoặc đã bị sửa, không ký lên tệp này."
        ) from error
    return reader


def require_unsigned(reader: SteadyReader) -> None:
    if reader.embedded_signatures:
        raise SigningRefused("Văn bản này đã có chữ ký số.")


def require_fillable(reader: SteadyReader, name: str) -> None:
    """There is a signature field of that name and nobody has signed in it."""
    field = fields_of(reader).get(str(name))
    if field is None or field.get_object().get("/FT") != "/Sig":
        raise SigningRefused(f"Văn bản không có trường chữ ký {name}.")
    if "/V" in field.get_object():
        raise SigningRefused(f"Trường {name} đã được ký.")


def require_signed_by(count: int) -> Callable[[SteadyReader], None]:
    """Exactly ``count`` have signed, each signature is intact, nothing follows the last one."""

    def rule(reader: SteadyReader) -> None:
        signatures = reader.embedded_regular_signatures
        if len(signatures) != count:
            raise SigningRefused(
                f"Tệp có {len(signatures)} chữ ký, sổ ghi {count}: không ký lên tệp này."
            )
        for signature in signatures[:-1]:
            signature.compute_integrity_info(skip_diff=True)
            if signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
                raise SigningRefused(_TOUCHED_PACT)
            _require_sound(signature, _TOUCHED_PACT)
        if signatures:
            _require_intact(signatures[-1], _TOUCHED_PACT)

    return rule


def require_only_the_person(reader: SteadyReader) -> None:
    """Exactly one signature and not in the agency's field, intact, nothing changed behind it.

    A device of the signer's own may have signed in a field that it made, and may have put
    proofs and time stamps behind.
    """
    signatures = reader.embedded_regular_signatures
    if not signatures:
        raise SigningRefused(
            "Văn bản chưa có chữ ký số của người có thẩm quyền, chưa đóng dấu được."
        )
    names = [signature.field_name for signature in signatures]
    if len(names) > 1 or FieldName.AGENCY.value in names:
        raise SigningRefused("Văn bản này đã có chữ ký số của cơ quan.")
    _require_intact(signatures[0])


def fields_of(handler: Any) -> dict[str, Any]:
    """The form's fields by name, as references."""
    try:
        fields = handler.root["/AcroForm"]["/Fields"]
    except KeyError:
        return {}
    return {str(f.get_object().get("/T", "")): f for f in fields}


def _require_intact(signature: EmbeddedPdfSignature, touched: str = _TOUCHED) -> None:
    signature.compute_integrity_info(skip_diff=True)
    if signature.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        signature.compute_integrity_info()
        found = signature.diff_result
        data = signature.reader.stream.getvalue()
        if (
            data[data.rfind(b"%%EOF") + 5 :].strip()
            or signature.coverage != SignatureCoverageLevel.ENTIRE_REVISION
            or not isinstance(found, DiffResult)
            or found.modification_level > ModificationLevel.LTA_UPDATES
        ):
            raise SigningRefused(touched)
    _require_sound(signature, touched)


def _require_sound(signature: EmbeddedPdfSignature, touched: str) -> None:
    """What it signs is what the file holds."""
    try:
        intact, valid = validate_sig_integrity(
            signature.signer_info,
            signature.signer_cert,
            expected_content_type="data",
            actual_digest=signature.compute_digest(),
        )
    except SignatureValidationError as error:
        raise SigningRefused(touched) from error
    if not (intact and valid):
        raise SigningRefused(touched)
