"""Trang trình diễn: ``python -m config.demo [--once | --stop]``, what ``make demo`` runs.

Prepares database, static files and the demonstration PKI, starts every process that an
office's installation has (web, two workers, clock) as they are run there, fills in the
demonstration data and keeps all of it running until Ctrl-C. ``--once`` verifies the
papers instead, prints a table of them and ends.
"""

import argparse
import ctypes
import fcntl
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from config import services
from config.serving import ServiceError, last_lines, wait_until

ROOT = Path(__file__).resolve().parent.parent
VAR = services.VAR
LOGS = VAR / "log"
PKI = VAR / "pki"
PYTHON = sys.executable
# Only the signing worker may see where the keys are.
KEY_SETTINGS = (
    "SIGN_KEYS_DIR",
    "SIGN_KEYS_PASSPHRASE_FILE",
    "PKCS11_MODULE",
    "PKCS11_TOKEN_LABEL",
    "PKCS11_PIN_FILE",
    "CSC_URL",
    "CSC_OAUTH_URL",
    "CSC_CLIENT_ID",
    "CSC_CLIENT_SECRET_FILE",
    "CSC_PINS_DIR",
)
CRASHES = 5  # of one process before `--once` gives up
PR_SET_PDEATHSIG = 1


class DemoError(RuntimeError):
    """The demonstration cannot go on; the message says why, in Vietnamese."""


@dataclass
class Program:
    """One process of the site, started again when it dies."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    crashes: int = 0
    not_before: float = 0.0

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"

    def start(self, environment: dict[str, str]) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=environment | self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for us alone; we end the others in order.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def watch(self, environment: dict[str, str]) -> None:
        """Start it when it is not running; a crash makes the next start wait longer."""
        if self.process is None:
            if time.monotonic() >= self.not_before:
                self.start(environment)
            return
        code = self.process.poll()
        if code is None:
            return
        self.process = None
        self.crashes += 1
        self.not_before = time.monotonic() + min(2**self.crashes, 30)
        _say(f"{self.name} dừng bất thường (mã {code}), sẽ chạy lại. Xem {self.log}")

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


class Site:
    """The running demonstration."""

    def __init__(self, port: int, once: bool) -> None:
        self.port = port
        self.once = once
        self.found = services.ensure()
        self.environment = _environment(self.found, port)
        self.programs = _programs(port)
        self.started = False

    def watch(self) -> None:
        """Once a second or so: whatever died lives again."""
        with suppress(ServiceError):
            found = services.ensure()
            if found != self.found:  # Valkey had to move: everybody must hear of it
                self.found = found
                self.environment |= found
                self.stop()
        for program in self.programs:
            program.watch(self.environment)
            if self.once and program.crashes >= CRASHES:
                raise DemoError(
                    f"{program.name} không chạy được:\n{last_lines(program.log)}"
                )

    def manage(self, *arguments: str) -> int:
        """Run ``manage.py`` while watching the others; its exit code."""
        command = subprocess.Popen(
            [PYTHON, "manage.py", *arguments],
            env=self.environment,
            cwd=ROOT,
            preexec_fn=_die_with_parent,
        )
        try:
            while command.poll() is None:
                if self.started:
                    self.watch()
                with suppress(subprocess.TimeoutExpired):
                    command.wait(0.5)
        except BaseException:
            command.terminate()
            command.wait()
            raise
        return command.returncode

    def prepare(self) -> None:
        _say("Cập nhật cơ sở dữ liệu")
        self._must("migrate", "--no-input", "--verbosity=0")
        with _when_changed(VAR / "static.stamp", _static_sum()) as changed:
            if changed:
                _say("Gom tệp tĩnh")
                self._must("collectstatic", "--no-input", "--verbosity=0")
        subprocess.run(
            [PYTHON, "-m", "reports.pki", "--dir", str(PKI), "init"],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def start(self) -> None:
        _say("Khởi động web, worker, đồng hồ, chứng thư trình diễn")
        LOGS.mkdir(parents=True, exist_ok=True)
        for program in self.programs:
            program.log.unlink(missing_ok=True)
            program.start(self.environment)
        self.started = True

        def answered() -> bool:
            self.watch()
            return _answers(self.port)

        if not wait_until(answered, 60):
            raise DemoError(f"Web không trả lời:\n{last_lines(LOGS / 'web.log', 30)}")

    def stop(self) -> None:
        """Web and clock first, so that no new work comes; then the workers."""
        deadline = time.monotonic() + 20
        for program in self.programs:
            program.ask_to_end()
        for program in self.programs:
            program.end(deadline)

    def _must(self, *arguments: str) -> None:
        if self.manage(*arguments):
            raise DemoError(f"manage.py {' '.join(arguments)} không thành công.")


def _environment(found: dict[str, str], port: int) -> dict[str, str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in KEY_SETTINGS
    }
    return environment | found | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "THIDUA_DEMO": "1",
        "VAR_DIR": str(VAR),
        "PKI_DIR": str(PKI),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL") or f"http://localhost:{port}",
        "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def _programs(port: int) -> list[Program]:
    celery = [PYTHON, "-m", "celery", "-A", "config.celery"]
    worker = [*celery, "worker", "--without-gossip", "--without-mingle", "-c", "1"]
    keys = {
        "SIGN_KEYS_DIR": str(PKI / "keystore"),
        "SIGN_KEYS_PASSPHRASE_FILE": str(PKI / "passphrase"),
    }
    return [
        Program(
            "web",
            [PYTHON, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"],
            {"BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "2", "WEB_THREADS": "4"},
        ),
        Program("beat", [*celery, "beat", "--pidfile="]),
        Program("worker", [*worker, "-Q", "default,pdf", "-n", "pdf@thidua"]),
        Program("signer", [*worker, "-Q", "sign", "-n", "sign@thidua"], keys),
        Program("pki", [PYTHON, "-m", "reports.pki", "--dir", str(PKI), "serve"]),
    ]


def _die_with_parent() -> None:
    """Nobody stays behind when we are killed (Linux; elsewhere ``make stop`` finds none)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise DemoError(f"Các cổng từ {wanted} đến {wanted + 99} đều bận. Đặt PORT=….")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def _when_changed(stamp: Path, value: str) -> Iterator[bool]:
    """Whether ``value`` differs from the stamp; remembered when the block succeeds."""
    changed = not stamp.exists() or stamp.read_text() != value
    yield changed
    if changed:
        stamp.write_text(value)


def _static_sum() -> str:
    """A sum over everything that collected static files depend on."""
    total = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    total.update((ROOT / "config/staticfiles.py").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            facts = path.stat()
            total.update(f"{path} {facts.st_size} {facts.st_mtime_ns}".encode())
    return total.hexdigest()


@contextmanager
def _alone() -> Iterator[Callable[[str], None] | None]:
    """The lock of the one demonstration of this checkout; None where another has it.

    Gives a function that writes down who and where we are, for the others to read.
    """
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return

        # Commands run in this checkout afterwards are in demonstration mode too.
        (VAR / "demo_mode").touch()

        def note(text: str) -> None:
            lock.truncate(0)
            lock.write(text)
            lock.flush()

        yield note
        note("")


def _other() -> tuple[int, int]:
    """Process number and port of the demonstration that holds the lock."""
    pid, port = (VAR / "demo.lock").read_text().split()
    return int(pid), int(port)


def _stop_services_if_idle(found: dict[str, str]) -> None:
    """End our database servers unless tests or another command still use them."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    with suppress(psycopg.Error), psycopg.connect(found["DATABASE_URL"]) as connection:
        [others] = connection.execute(
            "select count(*) from pg_stat_activity"
            " where backend_type = 'client backend' and pid <> pg_backend_pid()"
        ).fetchone() or [0]
        if others:
            return
    services.stop()


def _run(once: bool) -> int:
    with _alone() as note:
        if note is None:
            port = _other()[1]
            if not once:
                _say(f"Trang trình diễn đang chạy rồi: http://localhost:{port}")
                return 1
            # The one that runs does the work; we only look at it.
            return _fill_in(Site(port, once))
        port = _free_port(int(os.environ.get("PORT") or 8000))
        note(f"{os.getpid()} {port}")
        site = Site(port, once)
        try:
            site.prepare()
            site.start()
            code = _fill_in(site)
            if once or code:
                return code
            _say(f"\nĐang chạy: http://localhost:{port}   (dừng bằng Ctrl-C)")
            while True:
                time.sleep(1)
                site.watch()
        finally:
            site.stop()
            _stop_services_if_idle(site.found)


def _fill_in(site: Site) -> int:
    return site.manage("seed_demo") or (site.once and site.manage("demo_report")) or 0


def _stop() -> int:
    with _alone() as note:
        if note is None:
            pid, _ = _other()
            os.kill(pid, signal.SIGTERM)
            wait_until(lambda: not _lives(pid), 60)
    services.stop()
    return 0


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _say(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.demo", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--once", action="store_true")
    what.add_argument("--stop", action="store_true")
    options = parser.parse_args()
    # SIGTERM ends us as Ctrl-C does; a shell that starts us in the background ignores both.
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.default_int_handler)
    try:
        return _stop() if options.stop else _run(options.once)
    except KeyboardInterrupt:
        _say("\nĐã dừng.")
        return 0
    except (DemoError, ServiceError) as error:
        _say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
