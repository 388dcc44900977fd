"""Vỏ chữ ký: the part of a file that no signature can cover, namely the signature itself.

Around the signed attributes a CMS object holds certificates, a time stamp and padding
that nothing signs. None of it can change what was signed, but a changed byte is a changed
file, and whoever uploads one should hear so. Hence: the hexadecimal digits are written
one way, what follows the object is zeros, the object is DER as it would be written anew,
and every certificate in it bears its issuer's true signature.
"""

from collections.abc import Iterable, Sequence

from asn1crypto import cms, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.validation.generic_cms import (  # noqa: TID253  only in the child process
    extract_tst_data_iter,
)
from pyhanko.sign.validation.pdf_embedded import (  # noqa: TID253  likewise
    EmbeddedPdfSignature,
)


def is_well_formed(signature: EmbeddedPdfSignature, data: bytes) -> bool:
    """Whether the container is written as its maker must have written it."""
    if not _is_plain_hex(signature, data):
        return False
    der = signature.pkcs7_content
    content = cms.ContentInfo.load(der, strict=False)
    length = len(content.dump())
    if der[length:].strip(b"\0") or not _is_der(der[:length]):
        return False
    return all(_names_one_digest(signed) for signed in _every(signature))


def has_true_certificates(
    signature: EmbeddedPdfSignature, pool: Sequence[x509.Certificate]
) -> bool:
    """Whether each certificate in the container was made by the issuer that it names.

    ``pool``: certificates from elsewhere (DSS, roots) that may be issuers. A namesake of
    an issuer fails here too, so ask only where every certificate is trusted.
    """
    every = _every(signature)
    known = [*pool, *(c for signed in every for c in _certificates(signed))]
    return all(_certificates_hold(_certificates(signed), known) for signed in every)


def _every(signature: EmbeddedPdfSignature) -> list[cms.SignedData]:
    """The signature's own object and those of its time stamps."""
    tokens = extract_tst_data_iter(signature.signer_info, signed=False)
    return [signature.signed_data, *tokens]


def _is_plain_hex(signature: EmbeddedPdfSignature, data: bytes) -> bool:
    start, end = int(signature.byte_range[1]), int(signature.byte_range[2])
    gap = data[start:end]
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        return False
    digits = gap[1:-1]
    return digits in {digits.lower(), digits.upper()} and not digits.strip(
        b"0123456789abcdefABCDEF"
    )


def _is_der(data: bytes) -> bool:
    """Whether every length is definite, as short as can be, and exactly filled."""
    todo = [(0, len(data))]
    while todo:
        at, end = todo.pop()
        while at < end:
            tag, at = data[at], at + 1
            if tag & 0x1F == 0x1F or at >= end:
                return False  # tags above 30 stand in no CMS object
            length, at = data[at], at + 1
            if length & 0x80:
                count = length & 0x7F
                digits = data[at : at + count]
                length, at = int.from_bytes(digits), at + count
                if not 1 <= count <= 4 or digits[:1] == b"\0" or length < 0x80:
                    return False
            if at + length > end:
                return False
            if tag & 0x20:
                todo.append((at, at + length))
            at += length
    return True


def _names_one_digest(signed: cms.SignedData) -> bool:
    named = {each["algorithm"].native for each in signed["digest_algorithms"]}
    used = {
        each["digest_algorithm"]["algorithm"].native for each in signed["signer_infos"]
    }
    return named == used and signed["version"].native in {"v1", "v3", "v4", "v5"}


def _certificates(signed: cms.SignedData) -> list[x509.Certificate]:
    if not isinstance(signed["certificates"], cms.CertificateSet):
        return []
    return [c.chosen for c in signed["certificates"] if c.name == "certificate"]


def _certificates_hold(
    certificates: Iterable[x509.Certificate], known: Sequence[x509.Certificate]
) -> bool:
    for certificate in certificates:
        issuers = [
            each
            for each in known
            if each.subject == certificate.issuer
            or (
                certificate.authority_key_identifier is not None
                and certificate.authority_key_identifier == each.key_identifier
            )
        ]
        if issuers and not any(_issued(certificate, each) for each in issuers):
            return False
    return True


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        pyca.load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(
            pyca.load_der_x509_certificate(issuer.dump())
        )
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
