"""Tệp Word cũ (.doc, .rtf): brought to .docx by LibreOffice, or to text by antiword.

The converter runs in ``wordchild``: without network, macros and links, with bounded memory and
time. Where none is installed the officer is asked to save as .docx.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaigns.reading.errors import Unreadable
from campaigns.reading.limits import (
    CONVERTER_MEMORY,
    CONVERTER_PROCESSOR,
    CONVERTER_SECONDS,
)
from campaigns.reading.manuscript import Manuscript
from campaigns.reading.plain import read_plain
from campaigns.reading.word import read_word
from campaigns.reading.wordchild import FOLDERS, TOO_LONG

SAVE_AS = (
    "Tệp Word cũ (.doc) chưa đọc được trên "
    "máy này; hãy mở bằng Word, lưu lại dạng .docx rồi nhập lại."
)
_LOCKED = (
    "Tệp Word được đặt mật khẩu; hãy mở bằng Word, gỡ mật khẩu, lưu lại dạng .docx rồi"
    " nhập lại."
)
_BROKEN = "Tệp Word bị hỏng hoặc tải chưa đủ; hãy mở bằng Word, lưu lại dạng .docx rồi nhập lại."
_SLOW = (
    "Chuyển đổi tệp Word cũ quá lâu; hãy mở bằng Word, lưu lại dạng .docx rồi nhập lại."
)

_CHILD = Path(__file__).with_name("wordchild.py")
_YOUNG = 10  # seconds in which a new folder may not be held yet
_OFFICE = (
    "--headless", "--norestore", "--nolockcheck", "--nodefault",
    "-env:UserInstallation={profile}",
    "--convert-to", "docx", "--outdir", "{folder}", "{source}",
)  # fmt: skip
_TOOLS = (
    ("antiword", "-m", "UTF-8.txt", "-w", "0", "{source}"),
    ("catdoc", "-d", "utf-8", "-w", "{source}"),
)


def check_old_word(data: bytes, extension: str) -> None:
    """What can be said of such a file without converting it. Raises ``Unreadable``."""
    if extension == "doc" and _is_encrypted(data):
        raise Unreadable(_LOCKED)


def read_old_word(data: bytes, extension: str = "doc") -> Manuscript:
    """Bản thảo of a .doc or .rtf. Raises ``Unreadable``."""
    check_old_word(data, extension)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        converted = _convert([office, *_OFFICE], data, extension, "in.docx")
        if converted:
            return read_word(converted)
    if extension == "doc":
        for tool in _TOOLS:
            if path := shutil.which(tool[0]):
                text = _convert([path, *tool[1:]], data, extension).decode(
                    "utf-8", errors="replace"
                )
                if text.strip():
                    return read_plain(text)
    raise Unreadable(_BROKEN if office else SAVE_AS)


def clear_leftovers() -> None:
    """Remove folders of conversions that were killed together with all that watched them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDERS}*"):
        try:
            if time.time() - folder.stat().st_mtime < _YOUNG:
                continue
            held = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:  # another process was quicker, or it is somebody else's
            continue
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(held)


def _is_encrypted(data: bytes) -> bool:
    """The flag in the head of the WordDocument stream, which begins at a sector."""
    for at in range(512, len(data) - 12, 512):
        if data[at : at + 2] == b"\xec\xa5":
            return bool(data[at + 11] & 1)
    return False


def _convert(command: list[str], data: bytes, extension: str, made: str = "") -> bytes:
    """What the converter makes (``made``: a file's name; else what it prints), b"" if nothing."""
    clear_leftovers()
    life, mine = os.pipe()
    limits = (CONVERTER_MEMORY, CONVERTER_PROCESSOR, CONVERTER_SECONDS)
    try:
        done = subprocess.run(
            [
                sys.executable, "-I", str(_CHILD), str(life), *map(str, limits),
                extension, made, *command,
            ],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=[life],
            timeout=CONVERTER_SECONDS + 15,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_SLOW) from error
    finally:
        os.close(life)
        os.close(mine)
    if done.returncode == TOO_LONG:
        raise Unreadable(_SLOW)
    return done.stdout
