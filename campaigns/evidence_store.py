"""Kho minh chứng: files of progress reports, named by their hash, apart from issued papers.

One file may serve several rows (the same photo in two reports). It goes when the last row has
gone: whoever adds a row and whoever lets a file go hold its hash until they commit, so that
neither takes it from under the other. What a rolled back act left, the nightly sweep finds.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from units import filestore

_EXTENSION = "bin"  # what it is stands in its row


def keep(content: bytes) -> str:
    """Its SHA-256, under which ``read`` finds it. Within the transaction that adds its row."""
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
            [f"evidence:{digest}"],
        )


def drop(digest: str) -> None:
    """Remove the file; the caller holds its hash (``hold``) and found no row."""
    path_of(digest).unlink(missing_ok=True)


def everything() -> Iterator[str]:
    """The hash of each file that lies here."""
    for path in settings.EVIDENCE_DIR.glob(f"??/*.{_EXTENSION}"):
        yield path.stem


def path_of(digest: str) -> Path:
    return settings.EVIDENCE_DIR / digest[:2] / f"{digest}.{_EXTENSION}"
