"""Hạ tầng khóa công khai trình diễn: a small CA, TSA, OCSP responder and CRL of our own.

It exists so that a demonstration and the tests sign exactly as an office does, with
time stamps and revocation data. Its root is trusted only while demonstration mode is
on (``reports.verifying.trust``); a real installation names the roots of its own CA.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reports.pki.records import Capacity, Issued, PkiError

__all__ = [
    "DEFAULT_ADDRESS",
    "Capacity",
    "Issued",
    "PkiError",
    "initialise",
    "issue",
    "revoke",
]

DEFAULT_ADDRESS = "http://127.0.0.1:8318"


def initialise(directory: Path, address: str = DEFAULT_ADDRESS) -> Path:
    """Lập hạ tầng trình diễn in ``directory``; what already exists is kept.

    Returns the directory of the root certificate. ``address`` is written into the
    certificates as the place of OCSP and CRL, so it holds from the first call on.
    """
    from reports.pki.authority import Authority  # noqa: PLC0415  certomancer is slow to import

    return Authority.create(directory, address).roots_dir


def issue(
    common_name: str,
    *,
    directory: Path,
    key: str,
    organisation: str,
    capacity: Capacity = Capacity.PERSON,
    post: str = "",
    usage: Sequence[str] = ("digital_signature", "non_repudiation"),
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> Issued:
    """Cấp chứng thư số: a certificate and its key as ``keystore/<key>.p12``.

    The same call again returns what was issued before; another subject under the same
    ``key`` is an error (:class:`PkiError`). The file's passphrase is that of the
    directory's ``passphrase`` file.
    """
    from reports.pki.authority import Authority  # noqa: PLC0415  certomancer is slow to import

    return Authority.open(directory).issue(
        common_name,
        key=key,
        organisation=organisation,
        capacity=capacity,
        post=post,
        usage=usage,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def revoke(key: str, *, directory: Path, since: datetime | None = None) -> None:
    """Thu hồi chứng thư số ``key``; the CRL is written anew at once."""
    from reports.pki.authority import Authority  # noqa: PLC0415  certomancer is slow to import

    Authority.open(directory).revoke(key, since=since)
