"""Bằng chứng: time stamps, certificates and revocation, weighed without any request.

The rule is that of long-term validation, from the outside in. The last document time
stamp must hold now, each earlier one when the next was made, a signature's time stamp
when the first document time stamp over it was made. A signature's certificate is then
judged at the earliest time so proven, with the revocation data that the file carries and
the lists that this installation keeps. Nothing proven: at the present moment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from asn1crypto import crl, ocsp, x509
from cryptography import x509 as pyca
from pyhanko.pdf_utils.misc import (  # noqa: TID253  loaded only in the child process
    PdfReadError,
)
from pyhanko.sign.ades.report import AdESIndeterminate  # noqa: TID253  likewise
from pyhanko.sign.validation.dss import DocumentSecurityStore  # noqa: TID253  likewise
from pyhanko.sign.validation.errors import (  # noqa: TID253  likewise
    NoDSSFoundError,
    SignatureValidationError,
)
from pyhanko.sign.validation.generic_cms import (  # noqa: TID253  likewise
    cms_basic_validation,
    extract_certs_for_validation,
    extract_tst_data_iter,
    message_imprint_checker,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.pdf_embedded import (  # noqa: TID253  likewise
    EmbeddedPdfSignature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: TID253  likewise
from pyhanko_certvalidator import ValidationContext  # noqa: TID253  likewise

from reports.steady_reader import SteadyReader
from reports.trust import Trust

_MAX_EVIDENCE = 500
_SIGNING = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


class Trouble(Enum):
    """Why a certificate did not count at the moment that matters."""

    REVOKED = auto()
    EXPIRED = auto()
    NOT_YET = auto()
    NO_CHAIN = auto()
    WRONG_USE = auto()
    WEAK = auto()
    UNKNOWN_REVOCATION = auto()
    OTHER = auto()


_TROUBLES = {
    AdESIndeterminate.REVOKED_NO_POE: Trouble.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Trouble.REVOKED,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Trouble.NO_CHAIN,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Trouble.WRONG_USE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Trouble.WEAK,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Trouble.WEAK,
}


@dataclass(slots=True)
class Evidence:
    """What the file carries (its DSS) and what this installation knows."""

    roots: list[x509.Certificate]
    certificates: list[x509.Certificate] = field(default_factory=list)
    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)
    own_crls: list[crl.CertificateList] = field(default_factory=list)

    @classmethod
    def of(cls, reader: SteadyReader, trust: Trust) -> "Evidence":
        evidence = cls(
            roots=[x509.Certificate.load(der) for der in trust.roots],
            certificates=[x509.Certificate.load(der) for der in trust.issuers],
            own_crls=[crl.CertificateList.load(der) for der in trust.crls],
        )
        try:
            store = DocumentSecurityStore.read_dss(reader)
        except (NoDSSFoundError, PdfReadError):
            return evidence
        evidence.certificates += list(store.load_certs())[:_MAX_EVIDENCE]
        for reference in store.ocsps[:_MAX_EVIDENCE]:
            evidence.ocsps.append(ocsp.OCSPResponse.load(reference.get_object().data))
        for reference in store.crls[:_MAX_EVIDENCE]:
            evidence.crls.append(crl.CertificateList.load(reference.get_object().data))
        return evidence

    def context(
        self,
        certificate: x509.Certificate,
        moment: datetime,
        *,
        own: bool = False,
    ) -> ValidationContext:
        """Everything that was in force at ``moment``; ``own``: with our lists too.

        Revocation data younger than the moment counts (a revocation has its own date),
        but not younger than the certificate's end: after it, a CA may drop the entry.
        """
        end = certificate.not_valid_after
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=self.certificates,
            moment=moment,
            ocsps=self.ocsps,
            crls=[
                each
                for each in self.crls + (self.own_crls if own else [])
                if each["tbs_cert_list"]["this_update"].native <= end
            ],
            revocation_mode="require",
            retroactive_revinfo=True,
            allow_fetching=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Dấu thời gian that holds: over everything up to ``revision``."""

    revision: int
    moment: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What one signature's cryptography and certificates came to.

    ``trouble`` is None where the certificate was good when it counted.
    """

    is_intact: bool
    moment: datetime  # the proven time, or now
    is_time_proven: bool
    is_self_contained: bool  # the file itself carries the revocation data
    is_stamp_broken: bool  # it bears a time stamp, but not of this signature
    trouble: Trouble | None
    revoked_at: datetime | None


async def standing_stamps(
    stamps: Sequence[EmbeddedPdfSignature], evidence: Evidence, now: datetime
) -> tuple[list[Stamp], bool]:
    """Document time stamps that hold, first to last; and whether one of them is broken."""
    held: list[Stamp] = []
    control, broken = now, False
    for stamp in reversed(stamps):
        moment, is_whole = await _stamped_at(
            stamp.signed_data, stamp.compute_digest, evidence, control
        )
        broken = broken or not is_whole
        if moment is None:
            continue
        control = moment
        held.append(
            Stamp(
                revision=stamp.signed_revision,
                moment=moment,
                expires=stamp.signer_cert.not_valid_after,
            )
        )
    return held[::-1], broken


async def weigh(
    signature: EmbeddedPdfSignature,
    stamps: Iterable[Stamp],
    evidence: Evidence,
    now: datetime,
) -> Weighed:
    """Judge one ordinary signature."""
    over = next((s for s in stamps if s.revision > signature.signed_revision), None)
    control = over.moment if over else now
    moment, proven, broken = control, over is not None, False
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        stamped, is_whole = await _stamped_at(
            token, message_imprint_checker(signature.signer_info), evidence, control
        )
        broken = broken or not is_whole
        if stamped is not None:
            moment, proven = stamped, True
            break
    status, alone = await _status(signature, evidence, moment)
    trouble = await _trouble(signature, status, evidence, moment)
    details = status.get("revocation_details")
    revoked_at = details and details.revocation_date
    if revoked_at is None:
        # One revoked later is told as well; it takes nothing from this signature.
        revoked_at = _in_own_lists(signature.signer_cert, evidence, now)
        early = revoked_at is not None and revoked_at <= moment
        if early and trouble in {None, Trouble.UNKNOWN_REVOCATION}:
            trouble = Trouble.REVOKED
    return Weighed(
        is_intact=bool(status["intact"] and status["valid"]),
        moment=moment,
        is_time_proven=proven,
        is_self_contained=alone,
        is_stamp_broken=broken,
        trouble=trouble,
        revoked_at=revoked_at,
    )


async def _status(
    signature: EmbeddedPdfSignature, evidence: Evidence, moment: datetime
) -> tuple[dict[str, Any], bool]:
    """pyHanko's findings, and whether the file alone sufficed for them."""
    certificate = signature.signer_cert
    status = await _findings(signature, evidence.context(certificate, moment))
    trouble = status["trust_problem_indic"]
    if trouble is None or trouble in _TROUBLES or not evidence.own_crls:
        return status, trouble is None
    helped = evidence.context(certificate, moment, own=True)
    return await _findings(signature, helped), False


async def _findings(
    signature: EmbeddedPdfSignature, context: ValidationContext
) -> dict[str, Any]:
    try:
        return await _checked(signature, context)
    except (AssertionError, ValueError, TypeError):
        # A chain that contradicts itself (a signature of another kind than its issuer's
        # key) ends pyHanko's path check with such an error: there is no chain, then.
        return await _checked(signature, ValidationContext(trust_roots=[]))


async def _checked(
    signature: EmbeddedPdfSignature, context: ValidationContext
) -> dict[str, Any]:
    found: dict[str, Any] = await cms_basic_validation(
        signature.signed_data,
        raw_digest=signature.compute_digest(),
        validation_context=context,
        key_usage_settings=_SIGNING,
    )
    return found


async def _trouble(
    signature: EmbeddedPdfSignature,
    status: dict[str, Any],
    evidence: Evidence,
    moment: datetime,
) -> Trouble | None:
    indication = status["trust_problem_indic"]
    if indication is None:
        return None
    certificate = signature.signer_cert
    if indication in _TROUBLES:
        return _TROUBLES[indication]
    if moment < certificate.not_valid_before:
        return Trouble.NOT_YET
    if moment > certificate.not_valid_after:
        return Trouble.EXPIRED
    lenient = ValidationContext(
        trust_roots=evidence.roots,
        other_certs=evidence.certificates,
        moment=moment,
        revocation_mode="soft-fail",
    )
    if (await _findings(signature, lenient))["trust_problem_indic"] is None:
        return Trouble.UNKNOWN_REVOCATION
    return Trouble.OTHER


async def _stamped_at(
    token: Any, imprint: Any, evidence: Evidence, control: datetime
) -> tuple[datetime | None, bool]:
    """The token's time and whether the token is whole.

    The time is None unless its own certificate was good then and has not run out since;
    a token can be whole and yet worth nothing here, being some unknown service's.
    """
    try:
        info = token["encap_content_info"]["content"].parsed
        moment: datetime = info["gen_time"].native
        certificate = extract_certs_for_validation(token).signer_cert
        status: dict[str, Any] = {}
        for own in (False, True):
            status = await validate_tst_signed_data(
                token, evidence.context(certificate, moment, own=own), imprint
            )
            if status.get("trust_problem_indic") is None:
                break
    except (SignatureValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None, False
    if not (status["intact"] and status["valid"]):
        return None, False
    counts = (
        status.get("trust_problem_indic") is None
        and moment <= control <= certificate.not_valid_after
        and _in_own_lists(certificate, evidence, control) is None
    )
    return (moment if counts else None), True


def _in_own_lists(
    certificate: x509.Certificate, evidence: Evidence, moment: datetime
) -> datetime | None:
    """When our lists say it was revoked, if by ``moment``.

    The lists come from the operator's own directory, so their signatures are not asked.
    They can be long: this library looks a number up without reading all the others.
    """
    issuer = certificate.issuer.dump()
    for each in evidence.own_crls:
        if each.issuer.dump() != issuer:
            continue
        entry = pyca.load_der_x509_crl(
            each.dump()
        ).get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None and entry.revocation_date_utc <= moment:
            return entry.revocation_date_utc
    return None
