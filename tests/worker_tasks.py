"""What only the worker of the tests knows: its tasks, and a paper that kills it."""

import os
import signal
import sys
import time
from pathlib import Path

from config.celery import app
from reports import issuing
from reports.rendering import engine
from tests.worker import DEADLY


def _dying(render_plan):
    """Rendering of a paper of the title ``DEADLY`` ends the process as want of memory does.

    Each time it leaves its process id in the file that ``TEST_DEATHS`` names.
    """

    def render(content, **options):
        if content.title == DEADLY:
            with Path(os.environ["TEST_DEATHS"]).open("a") as file:
                file.write(f"{os.getpid()}\n")
            os.kill(os.getpid(), signal.SIGKILL)
        return render_plan(content, **options)

    return render


# The worker loads this module before it forks its children.
issuing.render_plan = _dying(issuing.render_plan)


@app.task(name="tests.write_down_what_is_loaded")
def write_down_what_is_loaded(notes: str) -> None:
    """Modules of a child that has done nothing yet, and whether the paper engine is set up."""
    Path(notes).write_text(
        f"{engine._press.cache_info().currsize} {' '.join(sys.modules)}"
    )


@app.task(name="tests.take_twice")
def take_twice(notes: str) -> None:
    """Write down who took it; the first one then hangs until it is killed."""
    with Path(notes).open("a") as file:
        file.write(f"{os.getpid()}\n")
    if len(Path(notes).read_text().splitlines()) == 1:
        time.sleep(120)
