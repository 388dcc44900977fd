"""Kho tệp: a file is put in its place whole or not at all, and read against its SHA-256.

Which files lie where is for each store to say (``reports.store``, ``units.heldfiles``). A full
disk is an OSError that the page tells (``units.middleware.no_room``); nothing is left
of the file that did not fit.
"""

import contextlib
import os
from hashlib import sha256
from pathlib import Path
from threading import get_ident


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def put(path: Path, content: bytes) -> None:
    """Write aside, to the disk, then rename: no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}.{os.getpid()}-{get_ident()}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        with contextlib.suppress(
            OSError
        ):  # it has its name, or there was no room for it
            draft.unlink()
    _settle_folder(path.parent)


def read(path: Path, digest: str) -> bytes:
    """Its bytes. Raises FileNotFoundError, or ValueError where the file was altered."""
    content = path.read_bytes()
    if digest_of(content) != digest:
        raise ValueError(f"{path.name} is not what was stored")
    return content


def _settle_folder(folder: Path) -> None:
    """The new name, too, outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
