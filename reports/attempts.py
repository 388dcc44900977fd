"""Lượt làm: one worker at a time on one piece of work, and none that dies over it for ever.

What is begun is written into the database first and struck out when it ends, so that a
worker's death shows as a line that nobody struck out. The first retry follows at once, the
next after a rest, and after three deaths the work is given up under a code until somebody
has looked into it (``manage.py resume_work``). The worker goes on with everything else.

Holding work locks no row: an advisory lock of the database session keeps a second worker
off and is gone the moment its holder is. Whoever records a result still checks, under the
row's lock, that nothing has moved on meanwhile.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from secrets import token_hex

from django.db import DatabaseError, InterfaceError, transaction
from django.utils.timezone import now

from reports.models import Attempt
from units.alone import alone

MOST = 3  # deaths
REST = timedelta(minutes=1)  # after the second one; memory may be free again by then
logger = logging.getLogger(__name__)


class GivenUp(Exception):
    """This work has cost ``MOST`` workers their lives; ``code`` is what the log calls it."""

    def __init__(self, work: str, code: str) -> None:
        super().__init__(f"{work} was given up, code {code}")
        self.code = code

    def told(self, doing: str) -> str:
        """Câu nói với người chờ; ``doing``: what the workers died over, "làm bản sao này"."""
        return (
            f"Máy chủ dừng đột ngột {MOST} lần liền khi {doing} nên không thử nữa. Mã để báo "
            f"quản trị hệ thống: {self.code}."
        )


@contextmanager
def attempt(work: str) -> Iterator[bool]:
    """Begin ``work``, such as "seal:17". Call it outside any transaction.

    False: leave it; another worker is at it, or it rests. Raises :class:`GivenUp`.
    """
    with alone(work) as mine:
        if not mine or not _begin(work):
            yield False
            return
        try:
            yield True
        except Exception:
            # Told by its error; only what ends without a word counts as a death.
            forgive(work)
            raise
        forgive(work)


def forgive(*works: str) -> None:
    """Strike out what was counted: the work has ended, or may be tried anew."""
    # Out of reach, the line stays and counts as a death too many: two are still free.
    with suppress(DatabaseError, InterfaceError), transaction.atomic():
        Attempt.objects.filter(work__in=works).delete()


def _begin(work: str) -> bool:
    with transaction.atomic():
        line, _ = Attempt.objects.select_for_update().get_or_create(work=work)
        spent = line.begun >= MOST
        if spent and not line.code:
            line.code = token_hex(2).upper()
            line.save(update_fields=["code"])
            logger.error(
                "%s killed its worker %d times, code %s", work, MOST, line.code
            )
        elif not spent and line.begun == MOST - 1 and now() < line.last_at + REST:
            return False
        elif not spent:
            line.begun += 1
            line.last_at = now()
            line.save(update_fields=["begun", "last_at"])
    if spent:
        raise GivenUp(work, line.code)
    return True
