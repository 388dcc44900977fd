"""Hai cửa sổ: acts that are done at one moment."""

import threading

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
