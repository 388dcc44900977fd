"""Nơi kiểm tra tách biệt: hands each file to a child process of a helper (``child``).

The helper is started when the first file comes and ends with the process that started it.
"""

import atexit
import contextlib
import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

from reports.verifying.report import VerifierBusy

WALL_SECONDS = 45
_AT_ONCE = 2
_ROOT = Path(__file__).resolve().parents[2]


class Host:
    """The web process's end: starts the host when first needed, one per process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(_AT_ONCE)
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = 0

    def ask(self, request: bytes) -> list[bytes]:
        """The child's answers, each a line of JSON; fewer than hoped where it was ended."""
        if not self._slots.acquire(timeout=WALL_SECONDS):
            raise VerifierBusy
        try:
            return self._ask(request)
        finally:
            self._slots.release()

    def _ask(self, request: bytes) -> list[bytes]:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._hand_over(theirs.fileno())
            ours.settimeout(WALL_SECONDS)
            received = bytearray()
            with contextlib.suppress(OSError):  # a limit ended the child, or time is up
                ours.sendall(struct.pack(">Q", len(request)))
                ours.sendall(request)
                while part := ours.recv(65_536):
                    received += part
        return [line for line in bytes(received).split(b"\n")[:-1] if line]

    def _hand_over(self, descriptor: int) -> None:
        with self._lock:
            for attempt in (1, 2):
                control = self._started()
                try:
                    socket.send_fds(control, [b"v"], [descriptor])
                except OSError:
                    # The host is gone (killed, out of memory): another takes its place.
                    self.close()
                    if attempt == 2:
                        raise
                else:
                    return

    def _started(self) -> socket.socket:
        if self._control is not None and self._pid == os.getpid():
            return self._control
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "reports.verifying.child", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=_ROOT,
                env=_bare_environment(),
                stdin=subprocess.DEVNULL,
            )
        self._control, self._pid = ours, os.getpid()
        return ours

    def close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None and self._pid == os.getpid():
            self._process.terminate()
            self._process.wait()
        self._control = self._process = None


def _bare_environment() -> dict[str, str]:
    """Nothing of the site's environment: no password belongs in there.

    Where its libraries lie stays, for a Python that was not built for its place.
    """
    kept = {
        name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ
    }
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", **kept}


HOST = Host()
atexit.register(HOST.close)
