"""Tasks that only the worker of the tests knows."""

import os
import time
from pathlib import Path

from config.celery import app


@app.task(name="tests.take_twice")
def take_twice(notes: str) -> None:
    """Write down who took it; the first one then hangs until it is killed."""
    with Path(notes).open("a") as file:
        file.write(f"{os.getpid()}\n")
    if len(Path(notes).read_text().splitlines()) == 1:
        time.sleep(120)
