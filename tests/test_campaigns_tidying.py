"""Bản đọc quá 30 ngày: they go, and the book says so."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from campaigns import tasks
from campaigns.models import ImportDraft
from tests.factories import ImportDraftFactory
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_old_readings_go_and_young_ones_stay():
    old, young = ImportDraftFactory(file_name="cu.docx"), ImportDraftFactory()
    for draft, age in ((old, 31), (young, 29)):
        ImportDraft.objects.filter(pk=draft.pk).update(
            created_at=now() - timedelta(days=age)
        )

    tasks.drop_old_imports()

    assert list(ImportDraft.objects.all()) == [young]
    entry = AuditEntry.objects.get(action="importdraft.expired")
    assert (entry.subject_id, entry.actor, entry.detail) == (
        old.pk,
        None,
        {"file_name": "cu.docx"},
    )
