"""Dọn kho giấy tờ hồ sơ: a file goes when no row needs it any more."""

import logging
import time

from django.db import transaction

from awards import dossier_store
from awards.models import DossierPaper

logger = logging.getLogger(__name__)

A_DAY = 24 * 60 * 60  # seconds: what is younger may belong to an act that is under way


@transaction.atomic
def drop(digest: str) -> bool:
    """Bỏ một tệp, unless a row still names it. Safe to run any number of times."""
    dossier_store.hold(digest)
    if DossierPaper.objects.with_file(digest).exists():
        return False
    dossier_store.drop(digest)
    return True


def sweep() -> int:
    """Every night: what failed acts and dropped drafts have left; how many went.

    Beside a database without any paper nothing is touched: its data may still come back.
    """
    if not DossierPaper.objects.exists():
        return 0
    before = time.time() - A_DAY
    old = [
        digest
        for digest in dossier_store.everything()
        if dossier_store.path_of(digest).stat().st_mtime < before
    ]
    gone = sum(drop(digest) for digest in old)
    if gone:
        logger.warning("%s files of dossiers had no row and went", gone)
    return gone
