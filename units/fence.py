"""Hàng rào thứ hai: what survives a filter that somebody forgot.

Whoever opens a page reads as another role of the database (``settings.FENCED_ROLE``), which
owns nothing and passes no row-level policy by itself. Policies on the tables that hold what
belongs to an authority let it see only rows of the person, and without a person none:

  thidua.person  the account      thidua.units  units whose work it reads
  thidua.above   those and all above them: their issued papers reach the person
  thidua.code    the one issued paper that a public page was asked for

All four are settings of one transaction (``SET LOCAL``): nothing of one visitor is left to
the next on a connection of the pool. Workers, commands and acts (POST) run as the owner: they
work for many authorities, and every act asks for its permission first.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from units.models import User

SETTINGS = ("thidua.person", "thidua.units", "thidua.above", "thidua.code")


@contextmanager
def raised() -> Iterator[None]:
    """Dựng rào: from here on rows are seen only by whom ``admit`` or ``disclose`` names."""
    nested = connection.in_atomic_block
    # No savepoint of its own: whoever is inside rolls back as if there were no fence.
    with transaction.atomic(savepoint=False):
        _set(role=settings.FENCED_ROLE)
        try:
            yield
        finally:
            # The end of the transaction takes all of it away; a larger one goes on.
            if nested and not connection.needs_rollback:
                _set(role="none", **dict.fromkeys(SETTINGS, ""))


@contextmanager
def lowered() -> Iterator[None]:
    """Hạ rào for an act that a GET brings about: it runs as the owner, like any other act.

    Behind the fence a page writes its line of the access log and its visitor's session,
    nothing else; whoever lowers it asks for the permission first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        [role] = cursor.fetchone()
    if role != settings.FENCED_ROLE:
        yield
        return
    _set(role="none")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set(role=role)


def admit(user: User) -> None:
    """Cho vào: whoever is signed in, with today's roles as the database knows them."""
    if getattr(user, "seen_by", None) is not None:
        # Somebody looks on as another: as far as those roles reach.
        _set(
            **{
                "thidua.person": str(user.pk or 0),
                "thidua.units": _array(user.units_read),
                "thidua.above": _array(user.chain_of_units),
            }
        )
        return
    _run("SELECT units_admit(%s, %s)", [user.pk, localdate()])


def disclose(code: str) -> None:
    """Công khai một văn bản: the issued paper with this code, to anyone."""
    _set(**{"thidua.code": code})


def _array(ids):
    return "{" + ",".join(map(str, ids)) + "}"


def _set(**values: str) -> None:
    wanted = ", ".join("set_config(%s, %s, true)" for _ in values)
    _run(f"SELECT {wanted}", [part for pair in values.items() for part in pair])


def _run(sql, values):
    """Straight to the driver: the fence is none of the questions that a page asks."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.execute(sql, values)
