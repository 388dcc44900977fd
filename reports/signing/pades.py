"""Ký PAdES: the leader's certifying signature and the agency's over the whole file."""

import asyncio
import io
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from asn1crypto import cms, x509
from PIL import Image
from pyhanko.pdf_utils import layout  # noqa: TID253  loaded only by the signing worker
from pyhanko.pdf_utils.images import PdfImage  # noqa: TID253  likewise
from pyhanko.sign import fields, signers  # noqa: TID253  likewise
from pyhanko.sign.general import SigningError  # noqa: TID253  likewise
from pyhanko.sign.timestamps.common_utils import (  # noqa: TID253  likewise
    TimestampRequestError,
    extract_ts_certs,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore  # noqa: TID253  likewise
from pyhanko.stamp import StaticStampStyle  # noqa: TID253  likewise
from pyhanko_certvalidator.path import ValidationPath  # noqa: TID253  likewise
from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: TID253  likewise

from reports.errors import SignerUnavailable, SigningRefused
from reports.signing import certificates, keys
from reports.signing.certificates import Evidence
from reports.signing.config import SigningConfig
from reports.signing.filling import fill
from reports.signing.network import Stamper, forget_silence
from reports.signing.preconditions import (
    checked,
    require_fillable,
    require_only_the_person,
    require_signed_by,
    require_unsigned,
)
from reports.signing.values import (
    FieldName,
    Level,
    Lines,
    Signed,
    SignerRef,
    Unlock,
)
from reports.signing.writing import PlainWriter, update_of
from reports.steady_reader import SteadyReader

logger = logging.getLogger(__name__)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_HASH = "sha256"
_TO_THE_EDGES = layout.SimpleBoxLayoutRule(
    x_align=layout.AxisAlignment.ALIGN_MID,
    y_align=layout.AxisAlignment.ALIGN_MID,
    margins=layout.Margins.uniform(0),
    inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """One signature to be made."""

    field: str
    ref: SignerRef
    owner: str
    picture: bytes
    reason: str
    location: str
    certify: bool
    lines: Lines | None = None
    unlock: Unlock | None = None


def sign_person(
    pdf: bytes, ref: SignerRef, *, owner: str, picture: bytes, capacity: str,
    place: str, certify: bool, unlock: Unlock | None, config: SigningConfig,
) -> Signed:  # fmt: skip
    """See :func:`reports.signing.sign_person`."""
    act = _Act(
        field=FieldName.SIGNER,
        ref=ref,
        owner=owner,
        picture=picture,
        reason=capacity,
        location=place,
        certify=certify,
        unlock=unlock,
    )
    return _run(lambda: _sign(pdf, act, config, require_unsigned), config)


def sign_agency(
    pdf: bytes, ref: SignerRef, *, owner: str, picture: bytes, lines: Lines | None,
    capacity: str, place: str, config: SigningConfig,
) -> Signed:  # fmt: skip
    """See :func:`reports.signing.sign_agency`."""
    act = _Act(
        field=FieldName.AGENCY,
        ref=ref,
        owner=owner,
        picture=picture,
        reason=capacity,
        location=place,
        certify=False,
        lines=lines,
    )
    return _run(lambda: _sign(pdf, act, config, require_only_the_person), config)


def sign_seat(
    pdf: bytes, ref: SignerRef, *, field: str, before: int, owner: str, picture: bytes,
    capacity: str, place: str, unlock: Unlock | None, config: SigningConfig,
) -> Signed:  # fmt: skip
    """See :func:`reports.signing.sign_seat`."""
    act = _Act(
        field=field,
        ref=ref,
        owner=owner,
        picture=picture,
        reason=capacity,
        location=place,
        certify=False,
        unlock=unlock,
    )
    return _run(lambda: _sign(pdf, act, config, require_signed_by(before)), config)


def seal_record(
    pdf: bytes, ref: SignerRef, *, owner: str, picture: bytes, reason: str, place: str,
    config: SigningConfig,
) -> Signed:  # fmt: skip
    """See :func:`reports.signing.seal_record`."""
    act = _Act(
        field=FieldName.AGENCY,
        ref=ref,
        owner=owner,
        picture=picture,
        reason=reason,
        location=place,
        certify=True,
    )
    return _run(lambda: _sign(pdf, act, config, require_unsigned), config)


def _run(job: Callable[[], Awaitable[Signed]], config: SigningConfig) -> Signed:
    """Run to the end; what a token's failure raises becomes :class:`SignerUnavailable`."""
    try:
        return asyncio.run(_awaited(job))
    except (SigningRefused, SignerUnavailable):
        raise
    except Exception as error:
        if type(error).__module__.startswith("pkcs11"):
            keys.drop_token_session(config)
            raise SignerUnavailable(
                f"Token ký số không trả lời: {type(error).__name__}."
            ) from error
        raise


async def _awaited(job: Callable[[], Awaitable[Signed]]) -> Signed:
    return await job()


async def _sign(
    pdf: bytes,
    act: _Act,
    config: SigningConfig,
    precondition: Callable[[SteadyReader], None],
) -> Signed:
    signer = await keys.signer_named(act.ref, config, act.unlock)
    certificates.check_identity(signer, act.ref, act.owner)
    path, evidence = await certificates.check_signer(signer, config)
    reader = checked(pdf, precondition)
    require_fillable(reader, act.field)
    writer = update_of(reader)
    if act.lines is not None:
        fill(writer, act.lines)
    stamper, stamp_path, owed = await _time_stamper(config, evidence)
    level = Level.B_B if stamper is None else Level.B_T
    paths = [path]
    if stamp_path is not None:
        level = Level.B_LT
        paths.append(stamp_path)
    # The revocation data stands inside the signature's own revision, so that the
    # signature covers it and nothing has to follow.
    add_validation_data(writer, paths, evidence)
    metadata = signers.PdfSignatureMetadata(
        field_name=str(act.field),
        md_algorithm=_HASH,
        certify=act.certify,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        subfilter=fields.SigSeedSubFilter.PADES,
        name=act.ref.name,
        reason=act.reason or None,
        location=act.location or None,
    )
    pdf_signer = signers.PdfSigner(
        metadata, signer, timestamper=stamper, stamp_style=_ink(act.picture)
    )
    try:
        output = await pdf_signer.async_sign_pdf(
            writer,
            existing_fields_only=True,
            bytes_reserved=await _room(signer, stamper),
        )
    except TimestampRequestError as error:
        # It answered within the hour and does not now. The next attempt asks it first, and
        # signs without its stamp if it is still silent.
        _stamper.cache_clear()
        forget_silence()
        raise SignerUnavailable(
            f"Dịch vụ dấu thời gian không trả lời: {error}"
        ) from error
    except SigningError as error:
        raise SigningRefused(f"Không ký được văn bản này: {error}") from error
    moment = stamper.stamped_at if stamper is not None else None
    return Signed(
        pdf=output.getvalue(),
        level=level,
        signed_at=(moment or datetime.now(UTC)).astimezone(HANOI),
        signer_name=act.ref.name,
        fingerprint=act.ref.fingerprint,
        owed=owed,
    )


def add_validation_data(
    writer: PlainWriter, paths: list[ValidationPath], evidence: Evidence
) -> None:
    """Dữ liệu kiểm tra lâu dài (DSS): certificates below the roots, and the answers."""
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[c for path in paths for c in path.iter_certs(include_root=False)],
        ocsps=evidence.ocsps,
        crls=evidence.crls,
    )


def _ink(picture: bytes) -> StaticStampStyle:
    image = Image.open(io.BytesIO(picture))
    return StaticStampStyle(
        border_width=0,
        background=PdfImage(image, writer=None),
        background_opacity=1,
        background_layout=_TO_THE_EDGES,
    )


async def _room(signer: signers.Signer, stamper: Stamper | None) -> int:
    """Hexadecimal digits to keep free for the CMS object: measured parts and a reserve."""
    size = 3_000 + sum(len(cert.dump()) for cert in signer.cert_registry)
    if stamper is not None:
        size += len((await stamper.async_dummy_response(_HASH)).dump()) + 512
    return 2 * size


# -- time stamps --------------------------------------------------------------


def stamper_for(url: str, timeout: float) -> Stamper:
    """One per process and hour: the TSA's certificate, asked for once, may be a new one then."""
    return _stamper(url, timeout, int(time.time() // 3600))


@lru_cache(maxsize=4)
def _stamper(url: str, timeout: float, hour: int) -> Stamper:
    return Stamper(url, timeout)


async def _time_stamper(
    config: SigningConfig, evidence: Evidence
) -> tuple[Stamper | None, ValidationPath | None, tuple[str, ...]]:
    """The stamper, its certificate's path if it can be proven, and what stays owed.

    A silent TSA does not hold up a paper (no rule asks for its stamp, R173): the
    signature is then B-B, and ``upgrade`` puts a document time stamp over it later.
    """
    if not config.tsa_url:
        return None, None, ()
    stamper = stamper_for(config.tsa_url, config.timeout)
    try:
        token = await stamper.async_dummy_response(_HASH)
    except TimestampRequestError as error:
        logger.warning("time stamp owed: %s", error)
        return None, None, ("timestamp",)
    try:
        path = await stamper_path(token, config, evidence)
    except SignerUnavailable as error:
        logger.warning("revocation data of the TSA owed: %s", error)
        return stamper, None, ("revocation",)
    return stamper, path, ()


async def stamper_path(
    token: cms.ContentInfo, config: SigningConfig, evidence: Evidence
) -> ValidationPath:
    """The TSA's proven path; its revocation data are added to ``evidence``."""
    store = SimpleCertificateStore()
    certificate: x509.Certificate = next(iter(extract_ts_certs(token, store)))
    path, found = await certificates.check_stamper(certificate, store, config)
    evidence.ocsps.extend(found.ocsps)
    evidence.crls.extend(found.crls)
    return path
