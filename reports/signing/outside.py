"""Ký ngoài: what the signing worker does around a signature that somebody's own device makes.

The file itself was judged when it came (``reports.verifying.weigh_addition``). What only this
process may do is ask the certification services, and write number and date before the seal.
"""

import asyncio
import io

from pyhanko.sign.validation.generic_cms import (  # noqa: TID253  the signing worker's
    extract_tst_data_iter,
)
from pyhanko.sign.validation.pdf_embedded import (  # noqa: TID253  likewise
    EmbeddedPdfSignature,
)

from reports.errors import SigningRefused
from reports.signing import certificates
from reports.signing.config import SigningConfig
from reports.signing.filling import fill
from reports.signing.keys import fingerprint
from reports.signing.pades import HANOI
from reports.signing.preconditions import checked, require_only_the_person
from reports.signing.values import Level, Lines, Signed
from reports.signing.writing import update_of
from reports.steady_reader import SteadyReader


def attest(pdf: bytes, wanted: str, config: SigningConfig) -> Signed:
    """See :func:`reports.signing.attest`."""
    signature = _signature_of(pdf, wanted)
    certificate = signature.signer_cert
    others = [certificate, *signature.other_embedded_certs]
    asyncio.run(certificates.check_certificate(certificate, others, config))
    tokens = list(extract_tst_data_iter(signature.signer_info, signed=False))
    moment = signature.self_reported_timestamp
    for token in tokens:
        moment = token["encap_content_info"]["content"].parsed["gen_time"].native
    if moment is None:
        raise SigningRefused("Chữ ký không ghi thời điểm ký.")
    return Signed(
        pdf=pdf,
        level=Level.B_T if tokens else Level.B_B,
        signed_at=moment.astimezone(HANOI),
        signer_name=certificate.subject.native.get("common_name", ""),
        fingerprint=wanted,
    )


def write_lines(pdf: bytes, lines: Lines) -> bytes:
    """See :func:`reports.signing.write_lines`."""
    writer = update_of(checked(pdf, require_only_the_person))
    fill(writer, lines)
    output = io.BytesIO()
    writer.write(output)
    data = output.getvalue()
    if not data.startswith(pdf):
        raise AssertionError("number and date may only be appended")
    return data


def signers_of(pdf: bytes) -> list[str]:
    """See :func:`reports.signing.signers_of`."""
    found = SteadyReader(io.BytesIO(pdf)).embedded_regular_signatures
    return [fingerprint(signature.signer_cert) for signature in found]


def _signature_of(pdf: bytes, wanted: str) -> EmbeddedPdfSignature:
    found = SteadyReader(io.BytesIO(pdf)).embedded_regular_signatures
    for signature in reversed(found):
        if fingerprint(signature.signer_cert) == wanted:
            return signature
    raise SigningRefused("Tệp không có chữ ký của chứng thư số đã nhận.")
