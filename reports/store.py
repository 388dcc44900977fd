"""Kho văn bản: finished papers, one PDF file each, named by their hash.

A paper is written aside under the name of its document and stage and its hash; only when the
database has committed does it get its final name, and what a killed worker left of the same
stage goes. A crash between the two is mended by the next reader. Two workers at once (one of
them has lost its database without knowing) do not touch each other's file.
"""

import contextlib
import logging
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from units import filestore

logger = logging.getLogger(__name__)


class Kept(Protocol):
    """Whatever has a file here: the name under which it is written, and its hash."""

    @property
    def key(self) -> str: ...
    @property
    def sha256(self) -> str: ...


def write_aside(key: str, content: bytes) -> str:
    """Write ``content`` under ``key`` and return its SHA-256; call ``settle`` on commit."""
    digest = filestore.digest_of(content)
    filestore.put(_aside(key, digest), content)
    return digest


def write(key: str, content: bytes) -> str:
    """As ``write_aside``; settled when the transaction commits."""
    digest = write_aside(key, content)
    transaction.on_commit(lambda: settle(key, digest))
    return digest


def settle(key: str, digest: str) -> None:
    """Give the committed paper its final name. Safe to run any number of times."""
    aside = _aside(key, digest)
    # Whoever else settles it at this moment moves the same bytes to the same name.
    with contextlib.suppress(FileNotFoundError):
        written = aside.stat().st_mtime_ns
        aside.replace(path_of(digest))
        _clear(key, written)


def read(key: str, digest: str) -> bytes:
    """The paper's bytes. Raises FileNotFoundError, or ValueError where the file was altered."""
    settle(key, digest)
    return filestore.read(path_of(digest), digest)


def read_stored(file: Kept) -> bytes:
    """Bytes of this very file. Raises OSError or ValueError: they are gone or were altered."""
    return read(file.key, file.sha256)


def is_intact(file: Kept) -> bool:
    """The stored file is still the one whose hash was written down."""
    try:
        read_stored(file)
    except (OSError, ValueError):
        logger.exception("stored file %s", file.key)
        return False
    return True


def path_of(digest: str) -> Path:
    return settings.PAPERS_DIR / f"{digest}.pdf"


def _clear(key: str, before: int) -> None:
    """Remove what earlier tries left: a later one may be about to be committed."""
    for left in _incoming().glob(f"{key}-*"):
        with contextlib.suppress(FileNotFoundError):
            if left.stat().st_mtime_ns < before:
                left.unlink()


def _aside(key: str, digest: str) -> Path:
    return _incoming() / f"{key}-{digest}.pdf"


def _incoming() -> Path:
    return settings.PAPERS_DIR / "incoming"
