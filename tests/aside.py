"""Việc làm ở luồng riêng: for a browser's test that needs the signing room."""

import threading

from django.db import connection


def aside(work, *args):
    """In a thread of its own: the signing room runs a loop, and the browser's driver has one."""
    found = []

    def run():
        try:
            found.append(work(*args))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]
