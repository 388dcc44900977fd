"""What the two embedded servers share: finding and clearing what a dead one left."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil


class ServiceError(RuntimeError):
    """An embedded server cannot run; the message says why, in Vietnamese."""


def processes(name: str, directory: Path) -> list["psutil.Process"]:
    """Live processes called ``name`` whose working directory is ``directory``.

    Both servers move into their data directory, so this finds one whose pid file is gone
    or belongs to a process of long ago, and the children that outlived a killed parent.
    A zombie (killed, in a container whose first process reaps nobody) is dead. A
    directory that was deleted under its server still counts.
    """
    import psutil  # noqa: PLC0415 slow, and needed only when a server starts or stops

    found = []
    for process in psutil.process_iter(["name", "cwd", "status"]):
        facts = process.info
        if facts["name"] != name or facts["status"] == psutil.STATUS_ZOMBIE:
            continue
        # Linux adds the suffix to a directory that was removed and made anew.
        if (facts["cwd"] or "").removesuffix(" (deleted)") == str(directory):
            found.append(process)
    return found


def end(leftovers: Iterable["psutil.Process"], patience: float) -> None:
    """Wait ``patience`` seconds for processes to go, then kill them."""
    import psutil  # noqa: PLC0415 slow, and needed only when a server starts or stops

    leftovers = list(leftovers)
    deadline = time.monotonic() + patience
    while any(_lives(process) for process in leftovers) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in leftovers:
        if _lives(process):
            with suppress(psutil.NoSuchProcess):
                process.kill()
    wait_until(lambda: not any(_lives(process) for process in leftovers), 10)


def _lives(process: "psutil.Process") -> bool:
    import psutil  # noqa: PLC0415 slow, and needed only when a server starts or stops

    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether ``condition`` came true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, for an error message."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
