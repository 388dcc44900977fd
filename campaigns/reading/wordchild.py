"""Tiến trình con chuyển tệp Word cũ: bytes on standard input → what a converter makes of them.

Runs alone (``python -I wordchild.py LIFE MEMORY PROCESSOR SECONDS SUFFIX MADE COMMAND…``) and
imports nothing of the project. It keeps the file in a folder of its own, runs COMMAND there
(``{folder}``, ``{profile}`` and ``{source}`` are put in) and writes the file MADE, or what the
command printed when MADE is empty, to standard output. LIFE is the end of a pipe: when
whoever asked dies, it closes, and converter and folder go too. Ends with 3 when COMMAND ran
out of time.

The converter gets no network (a name space of its own, where the system allows one; anywhere
else only proxies that nobody serves), bounded memory, processor time and files.
"""

import contextlib
import ctypes
import fcntl
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

FOLDERS = "thi-dua-doc-"
TOO_LONG = 3
LARGEST_MADE = 200 * 2**20  # bytes of any file that the converter writes
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
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


def main() -> int:
    life, memory, processor = (int(value) for value in sys.argv[1:4])
    seconds = float(sys.argv[4])
    suffix, made, *command = sys.argv[5:]
    data = sys.stdin.buffer.read()
    with tempfile.TemporaryDirectory(prefix=FOLDERS) as folder:
        # held as long as this process lives: a folder that nobody holds may be cleared
        mine = os.open(folder, os.O_RDONLY)
        fcntl.flock(mine, fcntl.LOCK_EX)
        places = _prepare(Path(folder), suffix, data)
        command = [word.format(**places) for word in command]
        if not _run(command, Path(folder), life, seconds, (memory, processor)):
            return TOO_LONG
        result = Path(folder, made or "printed")
        # a link could lead anywhere
        if result.is_file() and not result.is_symlink():
            sys.stdout.buffer.write(result.read_bytes())
    return 0


def _prepare(folder: Path, suffix: str, data: bytes) -> dict[str, str]:
    source = folder / f"in.{suffix}"
    source.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        _SETTINGS, encoding="utf-8"
    )
    return {
        "folder": str(folder),
        "profile": profile.as_uri(),
        "source": str(source),
    }


def _run(
    command: list[str],
    folder: Path,
    life: int,
    seconds: float,
    limits: tuple[int, int],
) -> bool:
    """Run to the end; False where the time was up, or nobody waits for it any more."""
    with (folder / "printed").open("wb") as printed:
        process = _start(command, folder, printed, limits)
        try:
            ended = os.pidfd_open(process.pid)
            ready, _, _ = select.select([life, ended], [], [], seconds)
            return ended in ready
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(command, folder, printed, limits) -> subprocess.Popen:
    start = partial(
        subprocess.Popen,
        command,
        stdin=subprocess.DEVNULL,
        stdout=printed,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "LANG": "C.UTF-8",
            # where there is no name space: a port on which nobody listens
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
        },
        start_new_session=True,
    )
    try:
        return start(preexec_fn=partial(_confine, limits, alone=True))
    except subprocess.SubprocessError:  # no name spaces here
        return start(preexec_fn=partial(_confine, limits, alone=False))


def _confine(limits: tuple[int, int], alone: bool) -> None:
    if alone:
        _leave_the_network()
    memory, processor = limits
    for name, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, LARGEST_MADE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (most, most))
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _leave_the_network() -> None:
    """A name space without any network, as the same user, who is nobody's master in it."""
    user, group = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


if __name__ == "__main__":
    sys.exit(main())
