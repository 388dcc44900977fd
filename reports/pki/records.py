"""What the demonstration PKI writes down: who holds which certificate."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class PkiError(Exception):
    """A request that the demonstration PKI cannot serve; the text is one Vietnamese line."""


class Capacity(StrEnum):
    """Loại chứng thư số: cá nhân (với chức danh) hay cơ quan, tổ chức (R170)."""

    PERSON = "person"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Thuê bao: one end-entity certificate as it is ordered, in plain values for JSON."""

    common_name: str
    organisation: str
    capacity: str
    post: str
    usage: list[str]
    serial: int
    valid_from: str  # ISO 8601 with offset
    valid_to: str
    revoked_since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """Chứng thư số đã cấp. ``fingerprint``: SHA-256 of the certificate, hex."""

    key: str
    path: Path  # the PKCS#12 file
    fingerprint: str
    common_name: str
    valid_from: datetime
    valid_to: datetime
