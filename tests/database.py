"""CSDL mẫu: the migrations run once for a version of the code, and every process copies.

Migrating takes longer than a hundred quick tests. The first process to find no template
migrates as ever and leaves a copy; one that starts meanwhile waits for it.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "mau_kiem_thu_"  # no test database is called so
LOCK = 4_207_001  # of the server's database "postgres": who looks for a template


def template() -> str:
    """The template's name: another whenever a migration, its data or a package is another."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/law/*")]
    for file in sorted(file for file in files if file.is_file()):
        digest.update(file.name.encode() + file.read_bytes())
    return PREFIX + digest.hexdigest()[:16]


@contextmanager
def copied() -> Iterator[Callable[[], None]]:
    """Inside, the test database is made: from the template, or else to become it.

    What is yielded is called once it is made. Where making it failed nothing is copied.
    """
    name = template()
    with connection._nodb_cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        is_there = _is_there(cursor, name)
        if is_there:
            connection.settings_dict["TEST"]["TEMPLATE"] = name

        def made():
            if not is_there:
                _keep(cursor, name)

        yield made


def _keep(cursor, name: str) -> None:
    test = connection.settings_dict["NAME"]
    connection.close()  # nobody may be in a database that is copied
    for (old,) in _templates(cursor):
        cursor.execute(f'drop database if exists "{old}"')
    cursor.execute(f'create database "{name}" template "{test}"')


def _is_there(cursor, name: str) -> bool:
    cursor.execute("select from pg_database where datname = %s", [name])
    return cursor.fetchone() is not None


def _templates(cursor) -> list[tuple[str]]:
    cursor.execute(
        "select datname from pg_database where datname like %s", [f"{PREFIX}%"]
    )
    return cursor.fetchall()
