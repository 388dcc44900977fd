"""Kho tệp có ngày mất: files that rows name by their hash, gone when the last row has gone.

One file may serve several rows (the same photo in two reports). Whoever adds a row and whoever
lets a file go hold its hash until they commit, so that neither takes it from under the other.
What a rolled back act left, the nightly sweep finds.
"""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from units import filestore

logger = logging.getLogger(__name__)

A_DAY = 24 * 60 * 60  # seconds: what is younger may belong to an act that is under way
_EXTENSION = "bin"  # what it is stands in its row


class HeldFiles:
    """Kho tệp của một loại dòng: evidence of reports, papers of dossiers.

    ``name``: in the hold and the log; ``rows``: the model, whose queryset has ``with_file``;
    ``folder``: below ``settings.EVIDENCE_DIR``, longer than the two letters of a hash, so that
    no store sweeps the files of another.
    """

    def __init__(self, name: str, rows: type[Model], folder: str = "") -> None:
        self.name, self.rows, self.folder = name, rows, folder

    def keep(self, content: bytes) -> str:
        """Its SHA-256, by which ``read`` finds it. Within the transaction that adds its row."""
        digest = filestore.digest_of(content)
        self.hold(digest)
        filestore.put(self.path_of(digest), content)
        return digest

    def read(self, digest: str) -> bytes:
        """Raises FileNotFoundError, or ValueError where the file was altered."""
        return filestore.read(self.path_of(digest), digest)

    def hold(self, digest: str) -> None:
        """Nobody else adds a row with this hash, or drops its file, until the transaction ends."""
        assert connection.in_atomic_block, "the hold lasts as long as the transaction"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"{self.name}:{digest}"],
            )

    def drop(self, digest: str) -> None:
        """Remove the file; the caller holds its hash (``hold``) and found no row."""
        self.path_of(digest).unlink(missing_ok=True)

    def everything(self) -> Iterator[str]:
        """The hash of each file that lies here."""
        for path in self._home.glob(f"??/*.{_EXTENSION}"):
            yield path.stem

    def path_of(self, digest: str) -> Path:
        return self._home / digest[:2] / f"{digest}.{_EXTENSION}"

    @transaction.atomic
    def let_go(self, digest: str) -> bool:
        """Bỏ một tệp, unless a row still names it. Safe to run any number of times."""
        self.hold(digest)
        if self._named.with_file(digest).exists():
            return False
        self.drop(digest)
        return True

    def sweep(self) -> int:
        """Every night: what acts that failed and drafts that went have left; how many went.

        Beside a database without any such row nothing is touched: it is another one, or a new
        one whose data are still to come back.
        """
        if not self._named.exists():
            return 0
        before = time.time() - A_DAY
        old = [
            digest
            for digest in self.everything()
            if self.path_of(digest).stat().st_mtime < before
        ]
        gone = sum(self.let_go(digest) for digest in old)
        if gone:
            logger.warning("%s files of %s had no row and went", gone, self.name)
        return gone

    @property
    def _home(self) -> Path:
        return settings.EVIDENCE_DIR / self.folder

    @property
    def _named(self) -> Any:
        return self.rows._default_manager.all()
