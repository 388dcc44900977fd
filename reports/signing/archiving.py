"""Lưu trữ lâu dài: revocation data and a document time stamp over all there is (B-LTA).

Append only. Once a year, before the last stamp's certificate runs out, ``upgrade`` puts
another stamp on top, and so on for as long as the paper is kept.
"""

import asyncio
import io
import logging
from dataclasses import replace

from pyhanko.sign.general import SigningError  # noqa: TID253  the signing worker's
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper  # noqa: TID253  likewise
from pyhanko.sign.timestamps.common_utils import (  # noqa: TID253  likewise
    TimestampRequestError,
)
from pyhanko_certvalidator import (  # noqa: TID253  likewise
    CertificateValidator,
)
from pyhanko_certvalidator.errors import (  # noqa: TID253  likewise
    PathBuildingError,
    ValidationError,
)

from reports.errors import SignerUnavailable, SigningRefused
from reports.signing import certificates
from reports.signing.certificates import Evidence
from reports.signing.config import SigningConfig
from reports.signing.network import Stamper
from reports.signing.pades import (
    add_validation_data,
    stamper_for,
    stamper_path,
)
from reports.signing.values import Level, Signed
from reports.signing.writing import update_of
from reports.steady_reader import SteadyReader

logger = logging.getLogger(__name__)

_HASH = "sha256"


def upgrade(pdf: bytes, config: SigningConfig) -> bytes:
    """See :func:`reports.signing.upgrade`."""
    if not config.tsa_url:
        raise SigningRefused("Chưa cấu hình dịch vụ dấu thời gian (TSA_URL).")
    return asyncio.run(_upgrade(pdf, config))


async def _upgrade(pdf: bytes, config: SigningConfig) -> bytes:
    stamper: Stamper = stamper_for(config.tsa_url, config.timeout)
    reader = SteadyReader(io.BytesIO(pdf))
    signatures = reader.embedded_signatures
    if not signatures:
        raise SigningRefused("Văn bản chưa có chữ ký số.")
    evidence = Evidence()
    paths = []
    for signature in signatures:
        soft = Evidence().context(config, signature.other_embedded_certs, "soft-fail")
        try:
            path = await CertificateValidator(
                signature.signer_cert, validation_context=soft
            ).async_validate_path()
        except (ValidationError, PathBuildingError) as error:
            # An old signature whose certificate has run out: its proof is already inside.
            if reader.embedded_timestamp_signatures:
                continue
            raise SigningRefused(
                f"Chứng thư số trong văn bản không còn kiểm tra được: {error}"
            ) from error
        found = certificates.gather(path, config)
        evidence.ocsps.extend(found.ocsps)
        evidence.crls.extend(found.crls)
        paths.append(path)
    writer = update_of(reader)
    try:
        token = await stamper.async_dummy_response(_HASH)
        paths.append(await stamper_path(token, config, evidence))
        add_validation_data(writer, paths, evidence)
        output = await PdfTimeStamper(stamper).async_timestamp_pdf(
            writer, _HASH, bytes_reserved=2 * (len(token.dump()) + 512)
        )
    except TimestampRequestError as error:
        raise SignerUnavailable(
            f"Dịch vụ dấu thời gian không trả lời: {error}"
        ) from error
    except SigningError as error:
        raise SigningRefused(f"Không gia hạn được văn bản này: {error}") from error
    data: bytes = output.getvalue()
    if not data.startswith(pdf):
        raise AssertionError("an upgrade may only append")
    return data


def archived(signed: Signed, config: SigningConfig) -> Signed:
    """``signed`` under a document time stamp, or as it was with that stamp owed."""
    if not config.tsa_url:
        return signed
    try:
        pdf = upgrade(signed.pdf, config)
    except SignerUnavailable as error:
        logger.warning("archive time stamp owed: %s", error)
        return replace(signed, owed=(*signed.owed, "archive"))
    return replace(signed, pdf=pdf, level=Level.B_LTA, owed=())


def is_archived(pdf: bytes) -> bool:
    """Whether a document time stamp covers the file's last signature."""
    signatures = SteadyReader(io.BytesIO(pdf)).embedded_signatures
    return bool(signatures) and signatures[-1].sig_object_type == "/DocTimeStamp"
