"""Kho giấy tờ hồ sơ khen thưởng: named by their hash, beside the evidence of reports.

As ``campaigns.evidence_store``: one file may serve several rows, and goes with the last one.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from units import filestore

FOLDER = (
    "ho-so-khen-thuong"  # the sweep of evidence looks in folders of two letters only
)


def keep(content: bytes) -> str:
    """Its SHA-256. Within the transaction that adds its row."""
    digest = filestore.digest_of(content)
    hold(digest)
    filestore.put(path_of(digest), content)
    return digest


def read(digest: str) -> bytes:
    """Raises FileNotFoundError, or ValueError where the file was altered."""
    return filestore.read(path_of(digest), digest)


def hold(digest: str) -> None:
    """Nobody else adds a row with this hash, or drops its file, until the transaction ends."""
    assert connection.in_atomic_block, "the hold lasts as long as the transaction"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"dossier:{digest}"],
        )


def drop(digest: str) -> None:
    """Remove the file; the caller holds its hash (``hold``) and found no row."""
    path_of(digest).unlink(missing_ok=True)


def everything() -> Iterator[str]:
    """The hash of each file that lies here."""
    for path in (settings.EVIDENCE_DIR / FOLDER).glob("??/*.bin"):
        yield path.stem


def path_of(digest: str) -> Path:
    return settings.EVIDENCE_DIR / FOLDER / digest[:2] / f"{digest}.bin"
