"""Tệp Word cũ (.doc, .rtf): brought to .docx by LibreOffice, or to text by antiword.

The converter runs with a profile of its own, without macros and links, and only for a
limited time. Where none is installed the officer is asked to save as .docx.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from campaigns.reading.errors import Unreadable
from campaigns.reading.limits import CONVERTER_SECONDS
from campaigns.reading.manuscript import Manuscript
from campaigns.reading.plain import read_plain
from campaigns.reading.word import read_word

SAVE_AS = (
    "Tệp Word cũ (.doc) chưa đọc được trên "
    "máy này; hãy mở bằng Word, lưu lại dạng .docx rồi nhập lại."
)
_LOCKED = "Tệp Word được đặt mật khẩu; hãy gỡ mật khẩu rồi lưu lại dạng .docx."
_BROKEN = "Tệp Word bị hỏng hoặc tải chưa đủ; hãy mở bằng Word, lưu lại dạng .docx rồi nhập lại."

# No macros, no links to outside, no questions.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link"><value>0</value></prop>
</item>
</oor:items>
"""


def read_old_word(data: bytes, extension: str = "doc") -> Manuscript:
    """Bản thảo of a .doc or .rtf. Raises ``Unreadable``."""
    if extension == "doc" and _is_encrypted(data):
        raise Unreadable(_LOCKED)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        converted = _by_office(office, data, extension)
        if converted:
            return read_word(converted)
    if extension == "doc":
        for tool in (
            ("antiword", "-m", "UTF-8.txt", "-w", "0"),
            ("catdoc", "-d", "utf-8", "-w"),
        ):
            if path := shutil.which(tool[0]):
                text = _by_tool([path, *tool[1:]], data)
                if text.strip():
                    return read_plain(text)
    raise Unreadable(_BROKEN if office else SAVE_AS)


def _is_encrypted(data: bytes) -> bool:
    """The flag in the head of the WordDocument stream, which begins at a sector."""
    for at in range(512, len(data) - 12, 512):
        if data[at : at + 2] == b"\xec\xa5":
            return bool(data[at + 11] & 1)
    return False


def _by_office(office: str, data: bytes, extension: str) -> bytes:
    """The file as .docx, b"" if LibreOffice could not make one."""
    with tempfile.TemporaryDirectory(prefix="doc-") as folder:
        source = Path(folder, f"in.{extension}")
        source.write_bytes(data)
        profile = Path(folder, "profile", "user")
        profile.mkdir(parents=True)
        Path(profile, "registrymodifications.xcu").write_text(
            _SETTINGS, encoding="utf-8"
        )
        command = [
            office, "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation={profile.parent.as_uri()}",
            "--convert-to", "docx", "--outdir", folder, str(source),
        ]  # fmt: skip
        _run(command, folder)
        made = Path(folder, "in.docx")
        return made.read_bytes() if made.exists() else b""


def _by_tool(command: list[str], data: bytes) -> str:
    with tempfile.TemporaryDirectory(prefix="doc-") as folder:
        source = Path(folder, "in.doc")
        source.write_bytes(data)
        return _run([*command, str(source)], folder).decode("utf-8", errors="replace")


def _run(command: list[str], folder: str) -> bytes:
    """Run a converter in its own process group; kill all of it when its time is over."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": folder,
        "LANG": "C.UTF-8",
        # anything that asks for a network goes to a port where nobody listens
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            return process.communicate(timeout=CONVERTER_SECONDS)[0]
        except subprocess.TimeoutExpired as error:
            raise Unreadable(
                "Chuyển đổi tệp Word cũ quá lâu; hãy mở bằng Word, lưu lại dạng .docx"
                " rồi nhập lại."
            ) from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
