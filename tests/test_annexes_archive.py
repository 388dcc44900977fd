"""Phụ lục ở tệp riêng, để lâu: what a silent service left owing, and new stamps in time."""

from dataclasses import replace

import pytest
from django.utils.timezone import localdate

from reports import actions, annexing, issuing, store, tasks
from reports.models import AnnexFile
from reports.signing import archiving
from reports.verifying import verify
from tests.office import make_signing_ward, take_keys
from tests.papers import with_annexes
from tests.signing_kit import days

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
Stage = AnnexFile.Stage


@pytest.fixture
def numbered(db, settings, brief_office, pictures):
    take_keys(settings, brief_office)
    place = make_signing_ward(brief_office, pictures)
    plan = place.checked(with_annexes())
    document = actions.approve_and_sign(plan.pk, by=place.leader)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    actions.issue_document(document.pk, by=place.clerk, day=localdate())
    document.refresh_from_db()
    return document


def stages(document):
    files = AnnexFile.objects.of_document(document).official()
    return [*files.order_by("position", "pk").values_list("position", "stage")]


def test_annexes_are_stamped_anew_before_the_last_stamp_ends(
    numbered, brief_office, stampers, settings
):
    settings.ARCHIVE_RENEW_MONTHS = 12
    issuing.seal(numbered.pk)
    assert [file.stamp_until.date() for file in annexing.newest_of(numbered)] == [
        days(60).date()
    ] * 2
    before = [store.read_stored(file) for file in annexing.newest_of(numbered)]

    stampers.use("tsa", brief_office)
    tasks.renew_document(numbered.pk)
    tasks.renew_document(numbered.pk)

    assert stages(numbered) == [
        (1, "issued"), (1, "archived"), (2, "issued"), (2, "archived"),
    ]  # fmt: skip
    assert [*issuing.owing_renewal()] == []
    for file, old in zip(annexing.newest_of(numbered), before, strict=True):
        assert (file.stage, file.level) == (Stage.ARCHIVED, "B-LTA")
        assert file.stamp_until > days(9 * 365)
        assert store.read_stored(file).startswith(old)
        assert verify(store.read_stored(file)).verdict == "HOP_LE"


def test_an_annex_whose_stamp_ends_brings_its_paper_to_the_list(
    numbered, brief_office, stampers, settings
):
    """Its paper has a stamp for years; the annex alone is asked for."""
    settings.ARCHIVE_RENEW_MONTHS = 12
    seal = annexing.seal

    def then_the_service_is_a_better_one(*args, **kwargs):
        seal(*args, **kwargs)
        stampers.use("tsa", brief_office)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annexing, "seal", then_the_service_is_a_better_one)
        issuing.seal(numbered.pk)
    assert numbered.files.get(stage="issued").stamp_until > days(9 * 365)
    assert [*issuing.owing_renewal()] == [numbered]

    issuing.renew(numbered.pk)

    assert [*issuing.owing_renewal()] == []
    assert not numbered.files.filter(stage="archived").exists()
    assert stages(numbered)[1] == (1, "archived")


def test_what_a_silent_service_left_owing_follows_at_night(
    numbered, brief_office, stampers, monkeypatch
):
    stampers.use("tsa", brief_office)
    archived = archiving.archived

    def silent_once(signed, config):
        monkeypatch.setattr(archiving, "archived", archived)
        return replace(signed, owed=("archive",))

    monkeypatch.setattr(archiving, "archived", silent_once)
    issuing.seal(numbered.pk)
    assert [file.owed for file in annexing.newest_of(numbered)] == [["archive"], []]
    assert [*issuing.owing_archive()] == [numbered]

    issuing.archive(numbered.pk)
    issuing.archive(numbered.pk)

    assert stages(numbered) == [(1, "issued"), (1, "archived"), (2, "issued")]
    assert not numbered.files.filter(stage="archived").exists()  # it owed nothing
    assert [*issuing.owing_archive()] == []
    assert annexing.newest_of(numbered)[0].level == "B-LTA"
