"""Kho minh chứng: apart from papers, one file for equal bytes, held while a row is made."""

import threading
from time import sleep

import pytest
from django.db import connection, transaction

from campaigns.stores import EVIDENCE
from units import filestore

pytestmark = pytest.mark.django_db(transaction=True)


def test_equal_bytes_are_one_file_until_it_is_dropped(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    with transaction.atomic():
        digest = EVIDENCE.keep(b"photo")
        assert EVIDENCE.keep(b"photo") == digest

    assert digest == filestore.digest_of(b"photo")
    assert EVIDENCE.read(digest) == b"photo"
    assert list(EVIDENCE.everything()) == [digest]
    assert not settings.EVIDENCE_DIR.is_relative_to(settings.PAPERS_DIR)

    EVIDENCE.drop(digest)
    EVIDENCE.drop(digest)  # as when two let it go
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with pytest.raises(FileNotFoundError):
        EVIDENCE.read(digest)


def test_nobody_drops_a_file_while_a_row_for_it_is_made(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    order, digest = [], filestore.digest_of(b"photo")

    def let_go():
        with transaction.atomic():
            EVIDENCE.hold(digest)
            order.append("dropped")
        connection.close()

    other = threading.Thread(target=let_go)
    with transaction.atomic():
        EVIDENCE.keep(b"photo")
        other.start()
        sleep(0.3)
        order.append("kept")
    other.join()

    assert order == ["kept", "dropped"]
