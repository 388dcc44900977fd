"""Chủ thể của chữ ký: who a certificate names, and whether that is a person or an office."""

from dataclasses import dataclass

from asn1crypto import x509

# Names under which Vietnamese CAs enter an organisation that signs as such.
_OFFICES = (
    "ủy ban", "uỷ ban", "hội đồng", "sở ", "phòng ", "ban ", "văn phòng", "cục ", "chi cục",
    "trung tâm", "trường ", "bộ ", "đảng ủy", "công an", "tòa án", "viện ", "công ty",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    name: str
    post: str
    organisation: str
    is_agency: bool


def subject_of(certificate: x509.Certificate) -> Subject:
    """Strings as they stand, control characters removed: they go onto a public page."""
    entries = certificate.subject.native
    name = _text(entries, "common_name")
    organisation = _text(entries, "organization_name")
    post = _text(entries, "title")
    personal = bool(post) or any(
        key in entries for key in ("surname", "given_name", "pseudonym")
    )
    lowered = name.lower() + " "
    return Subject(
        name=name or organisation,
        post=post,
        organisation=organisation,
        is_agency=not personal
        and (name == organisation or lowered.startswith(_OFFICES)),
    )


def issuer_of(certificate: x509.Certificate) -> str:
    entries = certificate.issuer.native
    return _text(entries, "common_name") or _text(entries, "organization_name")


def _text(entries: dict[str, object], key: str) -> str:
    value = entries.get(key, "")
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return "".join(c for c in str(value) if c.isprintable())[:300]
