"""Dọn kho minh chứng: a file goes when no row needs it any more."""

import logging
import time

from django.db import transaction

from campaigns import evidence_store
from campaigns.models import Evidence

logger = logging.getLogger(__name__)

A_DAY = 24 * 60 * 60  # seconds: what is younger may belong to an act that is under way


@transaction.atomic
def drop(digest: str) -> bool:
    """Bỏ một tệp, unless a row still names it. Safe to run any number of times."""
    evidence_store.hold(digest)
    if Evidence.objects.with_file(digest).exists():
        return False
    evidence_store.drop(digest)
    return True


def sweep() -> int:
    """Every night: what acts that failed and reports that went have left; how many went.

    Beside a database without any evidence nothing is touched: it is another one, or a new
    one whose data are still to come back.
    """
    if not Evidence.objects.exists():
        return 0
    before = time.time() - A_DAY
    old = [
        digest
        for digest in evidence_store.everything()
        if evidence_store.path_of(digest).stat().st_mtime < before
    ]
    gone = sum(drop(digest) for digest in old)
    if gone:
        logger.warning("%s files of evidence had no row and went", gone)
    return gone
