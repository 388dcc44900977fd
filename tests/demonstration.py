"""Cơ quan trình diễn: laid once for the tests of a module, in a transaction rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import override_settings

from reports.demo import settling


@contextmanager
def laid(blocker, directory) -> Iterator[None]:
    """With ``blocker`` lifted; each test of the module then works on a savepoint of its own."""
    places = {"VAR_DIR": directory, "PKI_DIR": directory / "pki"}
    with (
        override_settings(DEMO=True, **places),
        blocker.unblock(),
        transaction.atomic(),
    ):
        settling.settle()
        yield
        transaction.set_rollback(True)
