"""Gia hạn lưu trữ: a new time stamp over a paper before the last one's certificate ends."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from reports import actions, issuing, signing, store, tasks
from reports.errors import SignerUnavailable
from reports.models import Document, DocumentFile
from reports.queries import standing_of
from reports.signing import pades
from reports.signing.archiving import is_worth_it
from reports.verifying import Verdict, inspection
from tests.factories import DocumentFileFactory
from tests.office import make_signing_ward, take_keys
from tests.signing_kit import days

Stage = DocumentFile.Stage


@pytest.fixture
def issued(db, settings, brief_office, pictures):
    take_keys(settings, brief_office)
    place = make_signing_ward(brief_office, pictures)
    document = actions.approve_and_sign(place.checked().pk, by=place.leader)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    actions.issue_document(document.pk, by=place.clerk, day=localdate())
    issuing.seal(document.pk)
    document.refresh_from_db()
    return document


def archived(document):
    return [*document.files.filter(stage=Stage.ARCHIVED).order_by("pk")]


@pytest.mark.slow
def test_a_stamp_follows_before_the_last_one_ends(
    issued, brief_office, stampers, settings, tmp_path
):
    before = issuing.read_file(issued, Stage.ISSUED)
    file = issued.files.get(stage=Stage.ISSUED)
    assert (file.level, file.stamp_until.date()) == ("B-LTA", days(60).date())
    assert [*issuing.owing_renewal()] == [issued]
    settings.ARCHIVE_RENEW_MONTHS = 1
    assert [*issuing.owing_renewal()] == []
    issuing.renew(issued.pk)
    settings.ARCHIVE_RENEW_MONTHS = 12

    issuing.renew(issued.pk)  # the service has no better one to give
    assert archived(issued) == []

    stampers.use("tsa-middle", brief_office)
    issuing.renew(issued.pk)
    [first] = archived(issued)
    assert first.stamp_until.date() == days(200).date()
    assert [*issuing.owing_renewal()] == [issued]
    stampers.use("tsa", brief_office)
    issuing.renew(issued.pk)
    issuing.renew(issued.pk)
    [_, second] = archived(issued)
    assert second.stamp_until > days(9 * 365)
    assert [*issuing.owing_renewal()] == []

    after = issuing.read_file(issued, Stage.ARCHIVED)
    assert after.startswith(store.read_stored(first))
    assert store.read_stored(first).startswith(before)
    assert standing_of(first.sha256).is_latest
    assert standing_of(second.sha256).is_latest

    trust = brief_office.fresh_trust()
    for moment in (None, days(61), days(201), days(9 * 365)):
        report = inspection.inspect(after, trust, moment)
        assert report.verdict == Verdict.VALID, (moment, report.messages)
    assert report.archived_until == second.stamp_until
    # Without it the proof would have ended with the first stamp's certificate.
    assert inspection.inspect(before, trust, days(9 * 365)).verdict == Verdict.UNTRUSTED

    path = tmp_path / "paper.pdf"
    path.write_bytes(after)
    said = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, text=True, check=True
    ).stdout
    assert said.count("Signature is Valid.") == 2
    # The three stamps are of a kind that it counts and does not check.
    assert (said.count("Signature #"), said.count("Digest Mismatch")) == (5, 0)


@pytest.mark.slow
def test_without_a_service_nothing_happens(issued, brief_office, monkeypatch):
    pdf = issuing.read_file(issued, Stage.ISSUED)
    config = brief_office.config
    assert signing.renew(pdf, config=replace(config, tsa_url="")) is None

    silent = replace(config, tsa_url="http://127.0.0.1:9/tsa", timeout=1)
    with pytest.raises(SignerUnavailable, match="không trả lời"):
        signing.renew(pdf, config=silent)

    monkeypatch.setattr(signing, "renew", lambda pdf: None)
    issuing.renew(issued.pk)
    assert archived(issued) == []


@pytest.mark.slow
def test_what_another_worker_put_on_top_stays_alone(
    issued, brief_office, stampers, monkeypatch
):
    stampers.use("tsa", brief_office)
    renew = signing.renew

    def overtaken(pdf):
        made = renew(pdf)
        issuing._keep_archived(issued, issued.files.official().newest(), renew(pdf))
        return made

    monkeypatch.setattr(signing, "renew", overtaken)
    issuing.renew(issued.pk)

    assert len(archived(issued)) == 1


@pytest.mark.parametrize(
    ("left", "gained", "worth"),
    [
        (200, 90, True),
        (200, 89, False),
        (30, 89, False),
        (29, 1, True),
        (29, 0, False),
        (-1, 400, True),
        (300, -5, False),
    ],
)
def test_when_a_new_stamp_is_worth_its_bytes(left, gained, worth):
    now = datetime(2030, 1, 1, tzinfo=UTC)
    until = now + timedelta(left)
    assert is_worth_it(until, until + timedelta(gained), now) is worth


def test_the_clock_takes_the_soonest_first(db, monkeypatch):
    monkeypatch.setattr(issuing, "A_NIGHT", 2)
    ends = {90: None, 30: None, 60: None, 900: None}
    for left in ends:
        file = DocumentFileFactory(
            stage=Stage.ISSUED, level="B-LTA", stamp_until=days(left),
            document__issued=True,
        )  # fmt: skip
        ends[left] = file.document_id
    renewed = ends[30]
    DocumentFileFactory(
        document_id=renewed, document=Document.objects.get(pk=renewed),
        stage=Stage.ARCHIVED, level="B-LTA", stamp_until=days(800),
    )  # fmt: skip
    sent = []
    monkeypatch.setattr(tasks, "wake", lambda task, *args: sent.append((task, *args)))

    tasks.renew_ending_documents()

    assert sent == [
        (tasks.renew_document, ends[60]),
        (tasks.renew_document, ends[90]),
    ]


def test_only_archived_copies_may_be_several(db):
    file = DocumentFileFactory(stage=Stage.ARCHIVED)
    DocumentFileFactory(document=file.document, stage=Stage.ARCHIVED)
    other = DocumentFileFactory(document=file.document, stage=Stage.ISSUED)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFileFactory(document=other.document, stage=Stage.ISSUED)


def test_the_service_is_asked_again_every_hour_for_its_certificate(monkeypatch):
    monkeypatch.setattr(pades.time, "time", lambda: 3600.0)
    one = pades.stamper_for("http://tsa.example", 5)
    monkeypatch.setattr(pades.time, "time", lambda: 7199.0)
    assert pades.stamper_for("http://tsa.example", 5) is one
    monkeypatch.setattr(pades.time, "time", lambda: 7200.0)
    assert pades.stamper_for("http://tsa.example", 5) is not one
    assert django_settings.ARCHIVE_RENEW_MONTHS == 12
