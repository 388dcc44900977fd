"""Lưu trữ lâu dài: revocation data and a document time stamp over all there is (B-LTA).

Append only. Once a year, before the last stamp's certificate runs out, ``upgrade`` puts
another stamp on top, and so on for as long as the paper is kept.
"""

import asyncio
import io
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pyhanko.sign.general import SigningError  # noqa: TID253  the signing worker's
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper  # noqa: TID253  likewise
from pyhanko.sign.timestamps.common_utils import (  # noqa: TID253  likewise
    TimestampRequestError,
    extract_ts_certs,
)
from pyhanko_certvalidator import (  # noqa: TID253  likewise
    CertificateValidator,
)
from pyhanko_certvalidator.errors import (  # noqa: TID253  likewise
    PathBuildingError,
    ValidationError,
)
from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: TID253  likewise

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
# A stamp that lasts hardly longer than the one before only makes the file grow …
WORTH_IT = timedelta(days=90)
# … unless that one is about to run out.
LAST_DAYS = timedelta(days=30)


def upgrade(pdf: bytes, config: SigningConfig) -> bytes:
    """See :func:`reports.signing.upgrade`."""
    if not config.tsa_url:
        raise SigningRefused("Chưa cấu hình dịch vụ dấu thời gian (TSA_URL).")
    stamper = stamper_for(config.tsa_url, config.timeout)
    return asyncio.run(_upgrade(pdf, config, stamper))


def renew(pdf: bytes, config: SigningConfig) -> bytes | None:
    """See :func:`reports.signing.renew`."""
    until = stamp_until(pdf)
    if not config.tsa_url or until is None:
        return None
    # Not the one that signing keeps: the service may have got its new certificate since.
    stamper = Stamper(config.tsa_url, config.timeout)
    return asyncio.run(_renew(pdf, until, config, stamper))


async def _renew(
    pdf: bytes, until: datetime, config: SigningConfig, stamper: Stamper
) -> bytes | None:
    try:
        token = await stamper.async_dummy_response(_HASH)
    except TimestampRequestError as error:
        raise SignerUnavailable(
            f"Dịch vụ dấu thời gian không trả lời: {error}"
        ) from error
    certificate = next(iter(extract_ts_certs(token, SimpleCertificateStore())))
    offered = certificate.not_valid_after
    if is_worth_it(until, offered, datetime.now(UTC)):
        return await _upgrade(pdf, config, stamper)
    if until - datetime.now(UTC) < LAST_DAYS:
        logger.warning(
            "an archive time stamp ends %s and the service offers none that lasts longer",
            until,
        )
    return None


def is_worth_it(until: datetime, offered: datetime, now: datetime) -> bool:
    """Whether a stamp that lasts until ``offered`` should follow one that lasts ``until``."""
    gain = offered - until
    return gain >= WORTH_IT or (until - now < LAST_DAYS and gain > timedelta(0))


async def _upgrade(pdf: bytes, config: SigningConfig, stamper: Stamper) -> bytes:
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


def stamp_until(pdf: bytes) -> datetime | None:
    """See :func:`reports.signing.stamp_until`."""
    signatures = SteadyReader(io.BytesIO(pdf)).embedded_signatures
    if not signatures or signatures[-1].sig_object_type != "/DocTimeStamp":
        return None
    end: datetime = signatures[-1].signer_cert.not_valid_after
    return end


def is_archived(pdf: bytes) -> bool:
    """Whether a document time stamp covers the file's last signature."""
    return stamp_until(pdf) is not None
