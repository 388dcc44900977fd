"""Niềm tin: whose certificates count, and what is known of their revocation.

Plain bytes and settings, no library: the signing worker and the verifier both read
their roots here, so that what is signed is what will be believed.
"""

import hashlib
import os
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

# Stands in the subject (OU) of every certificate of the demonstration PKI.
DEMO_NOTICE = "TRÌNH DIỄN – không có giá trị pháp lý"

_CERTIFICATE_SUFFIXES = {".pem", ".crt", ".cer", ".der"}
_MAX_CRL = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Danh sách tin cậy, DER.

    ``roots`` are believed without question; ``issuers`` only help to find the way to a
    root; ``crls`` answer for revocation where the file itself does not.
    """

    roots: tuple[bytes, ...]
    issuers: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    @classmethod
    def from_settings(cls) -> "Trust":
        """What ``TRUST_ROOTS_DIR`` and ``TRUST_CRLS_DIR`` hold.

        A self-issued certificate in that directory is a root, any other one an issuer.
        The demonstration PKI counts only while ``DEMO`` is on; outside it, a
        demonstration root is passed over even where someone copied it into the directory.
        """
        certificates = list(_certificates(settings.TRUST_ROOTS_DIR))
        crls = list(_files(getattr(settings, "TRUST_CRLS_DIR", None), {".crl"}))
        if settings.DEMO:
            pki = Path(settings.PKI_DIR)
            certificates += _certificates(pki / "roots")
            crls += _files(pki / "crls", {".crl"})
        else:
            certificates = [der for der in certificates if not is_demonstration(der)]
        return cls.of(certificates, crls)

    @classmethod
    def of(cls, certificates: Iterable[bytes], crls: Iterable[bytes] = ()) -> "Trust":
        roots: list[bytes] = []
        issuers: list[bytes] = []
        for der in dict.fromkeys(certificates):
            (roots if _is_self_issued(der) else issuers).append(der)
        return cls(roots=tuple(roots), issuers=tuple(issuers), crls=tuple(crls))


def is_demonstration(certificate: bytes) -> bool:
    """Chứng thư trình diễn: the notice stands in its DER as it is, UTF-8."""
    return DEMO_NOTICE.encode() in certificate


def refresh_crls(
    urls: Sequence[str], directory: Path, timeout: float = 20
) -> list[str]:
    """Tải danh sách thu hồi from the operator's own addresses; returns what failed.

    Nothing in an uploaded file has a say in where this looks. A list that cannot be
    fetched or read leaves the one before it in place.
    """
    from cryptography import x509  # noqa: PLC0415  only this job needs it

    directory.mkdir(parents=True, exist_ok=True)
    failed = []
    for url in urls:
        target = directory / f"{hashlib.sha256(url.encode()).hexdigest()[:24]}.crl"
        try:
            if not url.startswith(("http://", "https://")):
                raise ValueError("not an HTTP address")
            with urllib.request.urlopen(url, timeout=timeout) as answer:
                data = answer.read(_MAX_CRL + 1)
            if len(data) > _MAX_CRL:
                raise ValueError("too long")
            if data.startswith(b"-----"):
                data = _der(data)
            x509.load_der_x509_crl(data)
        except (OSError, ValueError) as error:
            failed.append(f"{url}: {error}")
            continue
        temporary = target.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(data)
        temporary.replace(target)
    return failed


def _certificates(directory: Path | str | None) -> Iterable[bytes]:
    for data in _files(directory, _CERTIFICATE_SUFFIXES):
        if b"-----BEGIN" in data:
            for block in data.split(b"-----BEGIN CERTIFICATE-----")[1:]:
                yield _der(b"-----BEGIN CERTIFICATE-----" + block)
        else:
            yield data


def _files(directory: Path | str | None, suffixes: set[str]) -> Iterable[bytes]:
    if directory is None:
        return
    for path in sorted(Path(directory).glob("*")):
        if path.suffix.lower() in suffixes:
            yield path.read_bytes()


def _der(pem: bytes) -> bytes:
    from asn1crypto import pem as armour  # noqa: PLC0415  only PEM files need it

    return bytes(armour.unarmor(pem)[2])


def _is_self_issued(der: bytes) -> bool:
    from asn1crypto import x509  # noqa: PLC0415  loaded by who signs or verifies

    certificate = x509.Certificate.load(der)
    return bool(certificate.subject == certificate.issuer)
