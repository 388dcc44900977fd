"""Hai cửa sổ: acts that are done at one moment."""

import threading

import pytest
from django.db import connection

from units.errors import Refused


def at_once(*acts):
    """Each act in a thread of its own, all let go at one moment; what came of them, sorted."""
    gate, told = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(10)
            act()
            told.append("done")
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(told, key=lambda words: words != "done")


def in_thread(act, *args, **options) -> threading.Thread:
    """The act in a thread of its own with its own connection; the caller starts and joins it."""

    def run():
        try:
            act(*args, **options)
        finally:
            connection.close()

    return threading.Thread(target=run)


def wait_until_blocked():
    """Until another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(
                "select count(*) from pg_locks"
                " where pg_backend_pid() = any(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("select pg_sleep(0.02)")
    pytest.fail("nobody waited")
