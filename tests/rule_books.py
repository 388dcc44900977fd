"""Quy định mở khóa: a trigger keeps rules that have begun; a test may need a clean book."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models


@contextmanager
def unlocked(*tables: type[models.Model]) -> Iterator[None]:
    """Inside, rows of these tables may be changed and taken away as of any other."""
    names = [connection.ops.quote_name(one._meta.db_table) for one in tables]
    with connection.cursor() as cursor:
        _settle(cursor)
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        _settle(cursor)
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _settle(cursor):
    """What is pending is looked at now: a table with something pending is not altered."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def cleared(table: type[models.Model], **which) -> None:
    """Without the rows that the law file laid, or those of them that are named."""
    with unlocked(table):
        table._default_manager.filter(**which).delete()
