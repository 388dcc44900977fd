"""Kiểm tra chứng thư số trước khi ký (R171): who it belongs to, whether it may sign today.

The answer is a validation context that already holds every piece of revocation data, so
that what was checked is exactly what goes into the signature's DSS.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from asn1crypto import crl, ocsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPRequestBuilder
from pyhanko.sign.signers import Signer  # noqa: TID253  the signing worker's
from pyhanko_certvalidator import (  # noqa: TID253  likewise
    CertificateValidator,
    ValidationContext,
)
from pyhanko_certvalidator.errors import (  # noqa: TID253  likewise
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath  # noqa: TID253  likewise

from reports.errors import SignerUnavailable, SigningRefused
from reports.signing.config import SigningConfig
from reports.signing.keys import certificate_of, fingerprint
from reports.signing.network import NotReached, ask
from reports.signing.values import SignerRef
from units.likeness import same_name

_SIGNING_USES = {"digital_signature", "non_repudiation"}
# An answer is asked again after this, so that a batch asks once and a revocation shows soon.
_REUSE = timedelta(seconds=60)


def check_identity(signer: Signer, ref: SignerRef, owner: str) -> None:
    """The certificate is the one registered for ``owner``; else :class:`SigningRefused`."""
    certificate = certificate_of(signer)
    name = certificate.subject.native.get("common_name", "")
    if ref.owner != owner or not same_name(name, ref.name):
        raise SigningRefused(f"Chứng thư số này của {name}, không phải của người ký.")
    if fingerprint(certificate) != ref.fingerprint:
        raise SigningRefused(
            "Chứng thư số trong kho khóa không phải chứng thư đã đăng ký. "
            "Đề nghị quản trị đơn vị đăng ký lại."
        )


@dataclass(slots=True)
class Evidence:
    """Dữ liệu thu hồi gathered so far, as the validator takes it."""

    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)

    def context(
        self, config: SigningConfig, others: Iterable[x509.Certificate], mode: str
    ) -> ValidationContext:
        return ValidationContext(
            trust_roots=[x509.Certificate.load(der) for der in config.trust.roots],
            other_certs=[*others, *map(x509.Certificate.load, config.trust.issuers)],
            ocsps=self.ocsps,
            crls=self.crls,
            revocation_mode=mode,
            allow_fetching=False,
        )


async def check_signer(
    signer: Signer, config: SigningConfig
) -> tuple[ValidationPath, Evidence]:
    """The certificate may sign now; its path and the proof that nothing on it is revoked.

    Raises :class:`SigningRefused` with the reason, or :class:`SignerUnavailable` where
    nobody can say whether it is revoked.
    """
    return await check_certificate(
        certificate_of(signer), list(signer.cert_registry), config
    )


async def check_certificate(
    certificate: x509.Certificate,
    others: list[x509.Certificate],
    config: SigningConfig,
) -> tuple[ValidationPath, Evidence]:
    """As :func:`check_signer`; ``others`` help to find the way to a root."""
    uses = certificate.key_usage_value
    if uses is not None and not uses.native & _SIGNING_USES:
        raise SigningRefused("Chứng thư số không được cấp để ký: sai mục đích sử dụng.")
    try:
        path = await _path(certificate, Evidence(), config, others, "soft-fail")
        evidence = gather(path, config)
        path = await _path(certificate, evidence, config, others, "require")
    except (ValidationError, PathBuildingError) as error:
        raise _refusal(error, certificate) from error
    return path, evidence


async def check_stamper(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    config: SigningConfig,
) -> tuple[ValidationPath, Evidence]:
    """The TSA's path and revocation data. Raises :class:`SignerUnavailable`."""
    others = list(others)
    try:
        path = await _path(certificate, Evidence(), config, others, "soft-fail")
        evidence = gather(path, config)
        path = await _path(certificate, evidence, config, others, "require")
    except (ValidationError, PathBuildingError) as error:
        raise SignerUnavailable(
            f"Dịch vụ dấu thời gian không tin cậy: {error}"
        ) from error
    return path, evidence


async def _path(
    certificate: x509.Certificate,
    evidence: Evidence,
    config: SigningConfig,
    others: list[x509.Certificate],
    mode: str,
) -> ValidationPath:
    context = evidence.context(config, others, mode)
    return await CertificateValidator(
        certificate, validation_context=context
    ).async_validate_path()


def _refusal(error: Exception, certificate: x509.Certificate) -> Exception:
    """The validator's error as one sentence; the order is from the plain to the general."""
    match error:
        case RevokedError():
            when = error.revocation_dt.astimezone(_hanoi()).strftime("%H:%M, %d/%m/%Y")
            return SigningRefused(f"Chứng thư số đã bị thu hồi lúc {when}.")
        case ExpiredError():
            end = certificate.not_valid_after.astimezone(_hanoi())
            return SigningRefused(f"Chứng thư số đã hết hạn ngày {end:%d/%m/%Y}.")
        case NotYetValidError():
            start = certificate.not_valid_before.astimezone(_hanoi())
            return SigningRefused(
                f"Chứng thư số chưa có hiệu lực trước ngày {start:%d/%m/%Y}."
            )
        case PathBuildingError():
            issuer = certificate.issuer.native.get("common_name", "không rõ")
            return SigningRefused(
                f"Chứng thư số do “{issuer}” cấp, không thuộc danh sách tin cậy."
            )
        case InvalidCertificateError() | PathValidationError():
            return SigningRefused(f"Chứng thư số không dùng để ký được: {error}")
    return SignerUnavailable(f"Chưa kiểm tra được chứng thư số: {error}")


# -- revocation data ----------------------------------------------------------

_answers: dict[tuple[str, str], tuple[datetime, Any]] = {}


def gather(path: ValidationPath, config: SigningConfig) -> Evidence:
    """Ask about every certificate of ``path`` below its root. Blocking, and short.

    First the OCSP responder, then the CRL, then the lists that the office keeps.
    """
    evidence = Evidence()
    certificates = list(path.iter_certs(include_root=True))
    for issuer, certificate in pairwise(certificates):
        answer = _ask_about(certificate, issuer, config)
        if isinstance(answer, ocsp.OCSPResponse):
            evidence.ocsps.append(answer)
        else:
            evidence.crls.append(answer)
    return evidence


def _ask_about(
    certificate: x509.Certificate, issuer: x509.Certificate, config: SigningConfig
) -> Any:
    now = datetime.now(UTC)
    trust = fingerprint(issuer)
    known = _answers.get((trust, fingerprint(certificate)))
    if known is not None and now < known[0]:
        return known[1]
    problems = []
    for fetch, urls in (
        (_fetch_ocsp, certificate.ocsp_urls),
        (_fetch_crl, _crl_urls(certificate)),
    ):
        for url in urls:
            try:
                answer = fetch(url, certificate, issuer, config)
            except (NotReached, ValueError) as error:
                problems.append(str(error))
            else:
                if len(_answers) > 2000:
                    _answers.clear()
                _answers[trust, fingerprint(certificate)] = (now + _REUSE, answer)
                return answer
    for der in config.trust.crls:
        kept = crl.CertificateList.load(der)
        tbs = kept["tbs_cert_list"]
        if kept.issuer == certificate.issuer and now < tbs["next_update"].native:
            return kept
    name = certificate.subject.native.get("common_name", "")
    raise SignerUnavailable(
        f"Không tra được chứng thư số “{name}” có bị thu hồi hay không: "
        f"{'; '.join(problems) or 'chứng thư không nêu nơi tra'}"
    )


def _fetch_ocsp(
    url: str,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    config: SigningConfig,
) -> ocsp.OCSPResponse:
    question = OCSPRequestBuilder().add_certificate(
        pyca.load_der_x509_certificate(certificate.dump()),
        pyca.load_der_x509_certificate(issuer.dump()),
        SHA1(),  # what RFC 5019 responders index by; no security rests on it
    )
    data = ask(
        url,
        hosts=config.hosts,
        timeout=config.timeout,
        body=question.build().public_bytes(Encoding.DER),
        content_type="application/ocsp-request",
    )
    answer = ocsp.OCSPResponse.load(data)
    if answer["response_status"].native != "successful":
        raise NotReached(f"{url}: {answer['response_status'].native}")
    status = answer.response_data["responses"][0]["cert_status"].name
    if status == "unknown":
        raise NotReached(f"{url}: the responder does not know the certificate")
    return answer


def _fetch_crl(
    url: str,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    config: SigningConfig,
) -> crl.CertificateList:
    return crl.CertificateList.load(
        ask(url, hosts=config.hosts, timeout=config.timeout)
    )


def _crl_urls(certificate: x509.Certificate) -> list[str]:
    return [
        point.url
        for point in certificate.crl_distribution_points
        if point.url is not None
    ]


def forget_answers() -> None:
    """Ask anew from here on (after a revocation, in tests)."""
    _answers.clear()


def _hanoi() -> Any:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  only for a refusal's text

    return ZoneInfo("Asia/Ho_Chi_Minh")
