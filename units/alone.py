"""Một mình: one worker at a time on one piece of work, without locking a row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, connection


@contextmanager
def alone(work: str) -> Iterator[bool]:
    """True for one database session at a time; ``work`` names the work, such as "seal:17".

    The hold is gone the moment its holder is, however that ends, and whoever changes the
    rows meanwhile waits for nobody. PostgreSQL is spoken to directly or through a pooler
    that keeps sessions.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [work])
        [mine] = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            _let_go(work)


def _let_go(work: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [work])
    except (DatabaseError, InterfaceError):
        if not connection.in_atomic_block:
            connection.close()  # the lock lives no longer than its session
