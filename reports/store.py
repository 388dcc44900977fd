"""Kho văn bản: finished papers, one PDF file each, named by their hash.

A paper is written aside under the name of its document and stage, so that a worker killed
half-way is overwritten by the next try; only when the database has committed does it get
its final name. A crash between the two is mended by the next reader.
"""

import os
from hashlib import sha256
from pathlib import Path

from django.conf import settings


def write_aside(key: str, content: bytes) -> str:
    """Write ``content`` under ``key`` and return its SHA-256; call ``settle`` on commit."""
    path = _aside(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return sha256(content).hexdigest()


def settle(key: str, digest: str) -> None:
    """Give the committed paper its final name. Safe to run any number of times."""
    aside, final = _aside(key), path_of(digest)
    if not final.exists() and aside.exists() and _digest(aside) == digest:
        aside.replace(final)
    elif aside.exists() and _digest(aside) == digest:
        aside.unlink()


def read(key: str, digest: str) -> bytes:
    """The paper's bytes. Raises FileNotFoundError, or ValueError where the file was altered."""
    settle(key, digest)
    content = path_of(digest).read_bytes()
    if sha256(content).hexdigest() != digest:
        raise ValueError(f"{path_of(digest).name} is not what was stored")
    return content


def path_of(digest: str) -> Path:
    return settings.PAPERS_DIR / f"{digest}.pdf"


def _aside(key: str) -> Path:
    return settings.PAPERS_DIR / "incoming" / f"{key}.pdf"


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
