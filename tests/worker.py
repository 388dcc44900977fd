"""A real Celery worker, in a process of its own, on the test database."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
from django.conf import settings

from config.celery import app

QUEUES = ("default", "pdf", "sign")
# A paper of this title kills the worker that renders it.
DEADLY = "Phong trào làm máy chủ dừng đột ngột"


def wait_for(condition: Callable[[], object], seconds: float = 60):
    """The first true value of ``condition``; an AssertionError when none came in time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"nothing came of it in {seconds} s"
        time.sleep(0.05)
    return value


class WorkerProcess:
    """One worker of all three queues with one child; ``kill`` is what an outage does."""

    def __init__(self, database: dict) -> None:
        self.name = f"test-{settings.TEST_SLOT}@localhost"
        self.log = Path(tempfile.mkdtemp(dir=settings.TEST_FILES)) / "worker.log"
        self.process: subprocess.Popen | None = None
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url(database),
            "REDIS_URL": settings.REDIS_URL,
            "TEST_SLOT": str(settings.TEST_SLOT),
            "TEST_FILES": str(settings.TEST_FILES),
        }

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, **environment: str) -> None:
        """Start it, with ``environment`` beside its usual one, and wait until it listens."""
        command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker"]
        command += ["--hostname", self.name, "--queues", ",".join(QUEUES)]
        command += ["--concurrency=1", "--without-gossip", "--without-mingle"]
        command += ["--include", "tests.worker_tasks"]
        said = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--loglevel=INFO"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment | environment,
                cwd=settings.BASE_DIR,
                start_new_session=True,
            )
        wait_for(lambda: not self.is_alive or " ready." in self.text()[said:])
        assert self.is_alive, self.text()

    def text(self) -> str:
        """All that it has logged."""
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """kill -9 of the worker and its children, of all at one moment.

        Each is halted before any is killed: whoever lived to see a child die would still clean
        up after it, which an outage gives nobody the time to do.
        """
        worker = psutil.Process(self.pid)
        worker.suspend()
        family = [worker]
        for process in family:  # grows: a halted parent makes no more children
            for child in process.children():
                with suppress(psutil.NoSuchProcess):  # it ended by itself
                    child.suspend()
                    family.append(child)
        for process in reversed(family):
            process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Let it finish what it is doing."""
        if self.is_alive:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    def forget_waiting(self) -> None:
        """What no worker has taken yet."""
        app.control.purge()

    def forget_messages(self) -> None:
        """Also those that a killed worker took with it; they would come back in a quarter hour."""
        self.forget_waiting()
        with app.connection_for_read() as connection:
            connection.default_channel.client.delete("unacked", "unacked_index")

    def is_idle(self) -> bool:
        """No message waits, none is being worked on."""
        with app.connection_for_read() as connection:
            client = connection.default_channel.client
            return not any(client.llen(queue) for queue in QUEUES) and not client.hlen(
                "unacked"
            )


def database_url(database: dict) -> str:
    """The address of a Django database entry, for another process."""
    login = quote(database["USER"], safe="")
    if database["PASSWORD"]:
        login += ":" + quote(database["PASSWORD"], safe="")
    options = {"host": database["HOST"]}
    if database["PORT"]:
        options["port"] = database["PORT"]
    return f"postgresql://{login}@/{quote(database['NAME'])}?{urlencode(options)}"
