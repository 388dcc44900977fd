"""Việc với minh chứng: who may, when not, what stays of it, and that its file goes with it."""

import os
import time
from copy import copy
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from campaigns import tasks
from campaigns.actions.progress import evidence as acts
from campaigns.evidence import Kind, Looked
from campaigns.models import Evidence
from campaigns.stores import EVIDENCE
from tests.evidence_scene import later, report_under, somebody
from tests.factories import (
    AllocationFactory,
    EvidenceFactory,
    ProgressReportFactory,
    ProgressValueFactory,
    UserFactory,
    ward,
)
from units import audit, heldfiles
from units.errors import Refused
from units.filestore import digest_of

pytestmark = pytest.mark.django_db
PRINT = 0x0123456789ABCDEF


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def host():
    return ward()


@pytest.fixture
def report(host):
    return report_under(host)


@pytest.fixture
def reporter(report):
    return somebody(report.unit)


def looked(number=1, **changes) -> Looked:
    photo = Looked(
        kind=Kind.PHOTO, name=f"anh-{number}.jpg", content=f"photo {number}".encode(),
        thumbnail=f"small {number}".encode(), sha256=digest_of(f"sent {number}".encode()),
        likeness=PRINT + 2 ** (9 * number), width=1600, height=1200,
        latitude=Decimal("21.04292"), longitude=Decimal("105.88667"),
    )  # fmt: skip
    return replace(photo, **changes)


def files():
    return set(EVIDENCE.everything())


# ---- add ------------------------------------------------------------------------------------


def test_a_photo_is_kept_for_a_line_of_the_report(report, reporter):
    line = AllocationFactory(participation=report.participation)

    made = acts.add_evidence(
        report.pk, by=reporter, looked=looked(), allocation_id=line.pk
    )

    row = Evidence.objects.get()
    assert (row.pk, row.report, row.campaign, row.unit) == (
        made.pk, report, report.campaign, report.unit,
    )  # fmt: skip
    assert (row.kind, row.file_name, row.size) == ("photo", "anh-1.jpg", 7)
    assert (row.allocation, row.uploaded_by) == (line, reporter)
    assert (row.latitude, row.longitude, row.same_as) == (None, None, None)
    assert EVIDENCE.read(row.sha256) == b"photo 1"
    assert EVIDENCE.read(row.thumbnail_sha256) == b"small 1"
    assert row.original_sha256 == digest_of(b"sent 1")
    entry = audit.history(row).get()
    assert (entry.action, entry.actor, entry.unit_id) == (
        "evidence.added", reporter, report.unit_id,
    )  # fmt: skip


def test_the_place_stays_only_where_it_is_wanted(report, reporter):
    made = acts.add_evidence(report.pk, by=reporter, looked=looked(), keep_place=True)

    made.refresh_from_db()
    assert (made.latitude, made.longitude) == (
        Decimal("21.04292"),
        Decimal("105.88667"),
    )


def test_a_file_sent_twice_is_one(report, reporter):
    """The line broke after the first had come: the browser sends it again."""
    one = acts.add_evidence(report.pk, by=reporter, looked=looked())
    other = acts.add_evidence(report.pk, by=reporter, looked=looked())

    assert one.pk == other.pk
    assert Evidence.objects.count() == 1


def test_twenty_files_are_enough(report, reporter):
    EvidenceFactory.create_batch(acts.MOST - 1, report=report)
    acts.add_evidence(report.pk, by=reporter, looked=looked(1))

    with pytest.raises(Refused, match="đã có 20 tệp minh chứng"):
        acts.add_evidence(report.pk, by=reporter, looked=looked(2))

    acts.add_evidence(report.pk, by=reporter, looked=looked(1))  # is there already
    assert report.evidence.count() == acts.MOST
    assert digest_of(b"photo 2") not in files()


def test_a_line_of_another_unit_is_none_of_this_report(report, reporter):
    other = AllocationFactory(participation__campaign=report.campaign)

    with pytest.raises(Refused) as caught:
        acts.add_evidence(
            report.pk, by=reporter, looked=looked(), allocation_id=other.pk
        )

    assert caught.value.parts == (("allocation", acts.NO_LINE),)


@pytest.mark.parametrize("status", ["submitted", "approved"])
def test_what_was_sent_stays_as_it_was(host, reporter, report, status):
    sent = later(report, **{status: True})
    shown = EvidenceFactory(report=sent)

    for act, arguments in [
        (acts.add_evidence, {"report_id": sent.pk, "looked": looked()}),
        (acts.remove_evidence, {"evidence_id": shown.pk}),
        (
            acts.describe_evidence,
            {"evidence_id": shown.pk, "caption": "x", "allocation_id": None},
        ),
    ]:
        with pytest.raises(Refused, match="nên không sửa được"):
            act(by=reporter, **arguments)
    assert Evidence.objects.count() == 1


def test_who_does_not_write_the_report_adds_nothing(host, report):
    stranger = somebody(host.unit)
    ended = somebody(report.unit, valid_from="2022-01-01", valid_to="2023-01-01")

    for person in (stranger, ended, host.officer, host.leader):
        with pytest.raises(PermissionDenied):
            acts.add_evidence(report.pk, by=person, looked=looked())
    assert files() == set()


def test_the_paper_of_the_unit_is_marked_where_its_report_is_typed_in(host, report):
    typed = later(report, entered_for_unit=True, provenance="Công văn 12/CV",
    )  # fmt: skip

    source = acts.add_evidence(
        typed.pk, by=host.officer, looked=looked(), is_source=True
    )

    assert source.is_source


def test_a_unit_that_writes_itself_has_no_such_paper(report, reporter):
    made = acts.add_evidence(report.pk, by=reporter, looked=looked(), is_source=True)

    assert not made.is_source


# ---- returned for some lines -------------------------------------------------------------------


@pytest.fixture
def returned(report):
    """Two lines, one to be mended."""
    back = later(report, submitted=True)
    flagged, settled = (
        ProgressValueFactory(report=back, flagged=asked).allocation
        for asked in (True, False)
    )
    type(back).objects.filter(pk=back.pk).update(
        status="returned", return_reason="Bổ sung ảnh", returned_by=UserFactory()
    )
    return back, flagged, settled


def test_returned_for_a_line_only_that_takes_files(returned, reporter):
    back, flagged, settled = returned
    shown = EvidenceFactory(report=back, allocation=settled)

    acts.add_evidence(back.pk, by=reporter, looked=looked(1), allocation_id=flagged.pk)
    acts.add_evidence(back.pk, by=reporter, looked=looked(2))
    with pytest.raises(Refused) as caught:
        acts.add_evidence(
            back.pk, by=reporter, looked=looked(3), allocation_id=settled.pk
        )
    with pytest.raises(Refused, match="giữ nguyên"):
        acts.remove_evidence(shown.pk, by=reporter)

    assert caught.value.parts == (("allocation", acts.SETTLED),)
    assert back.evidence.count() == 3


# ---- used before -------------------------------------------------------------------------------


def used_before(report, **changes):
    """A file of another report that ``looked()`` may be like."""
    return EvidenceFactory(
        report=ProgressReportFactory(), fingerprint=PRINT + 2**9, **changes
    )


def test_the_same_shot_in_another_report_is_found(report, reporter):
    far = used_before(report)
    near = used_before(report)
    Evidence.objects.filter(pk=far.pk).update(fingerprint=(PRINT + 2**9) ^ 0b111)
    Evidence.objects.filter(pk=near.pk).update(fingerprint=(PRINT + 2**9) ^ 0b1)

    made = acts.add_evidence(report.pk, by=reporter, looked=looked())

    assert made.same_as == near


def test_the_very_file_goes_before_what_looks_like_it(report, reporter):
    used_before(report)
    same = EvidenceFactory(original_sha256=digest_of(b"sent 1"))

    assert acts.add_evidence(report.pk, by=reporter, looked=looked()).same_as == same


def test_seven_bits_away_is_another_shot(report, reporter):
    used_before(report)
    Evidence.objects.update(fingerprint=(PRINT + 2**9) ^ 0b1111111)

    assert acts.add_evidence(report.pk, by=reporter, looked=looked()).same_as is None


def test_six_bits_however_they_lie_are_found(report):
    """One of the seven pieces is always whole."""
    rows = [used_before(report) for _ in range(40)]
    for number, row in enumerate(rows):
        bits = sum(1 << (number * 7 + step * 11) % 64 for step in range(6))
        row.fingerprint = -(2**63) + (PRINT ^ bits)
        row.save(update_fields=["fingerprint"])

    found = Evidence.objects.like("", -(2**63) + PRINT)

    assert {row.pk for row in found} == {row.pk for row in rows}


def test_photos_are_looked_for_by_an_index(report):
    one = EvidenceFactory(report=report)
    rows = []
    for number in range(3000):  # so many that the planner would not read them all
        row = copy(one)
        row.pk, row.original_sha256 = None, f"{number:064x}"
        row.fingerprint = (PRINT * (number + 3)) % 2**63
        rows.append(row)
    Evidence.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE campaigns_evidence")
    plan = Evidence.objects.like("x", PRINT).explain()

    assert "evidence_bands" in plan
    assert "evidence_original" in plan


def test_what_it_was_like_may_go(report, reporter):
    used_before(report)
    made = acts.add_evidence(report.pk, by=reporter, looked=looked())
    made.same_as.delete()

    made.refresh_from_db()
    assert made.same_as is None


# ---- describe, remove ----------------------------------------------------------------------


def test_a_caption_is_written_and_told(report, reporter):
    line = AllocationFactory(participation=report.participation)
    shown = EvidenceFactory(report=report)

    acts.describe_evidence(
        shown.pk, by=reporter, caption="  Đường hoa tổ 5 ", allocation_id=line.pk
    )

    shown.refresh_from_db()
    assert (shown.caption, shown.allocation) == ("Đường hoa tổ 5", line)
    assert audit.history(shown).get().detail["after"] == {
        "caption": "Đường hoa tổ 5", "allocation": line.pk,
    }  # fmt: skip


def test_a_file_that_is_taken_out_leaves_the_disk(
    report, reporter, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(tasks.drop_evidence, "delay", EVIDENCE.let_go)
    made = acts.add_evidence(report.pk, by=reporter, looked=looked())
    pk = made.pk

    with django_capture_on_commit_callbacks(execute=True):
        acts.remove_evidence(pk, by=reporter)

    assert files() == set()
    assert not Evidence.objects.exists()
    entry = audit.AuditEntry.objects.get(action="evidence.removed", subject_id=pk)
    assert entry.detail["file_name"] == "anh-1.jpg"


def test_a_file_that_another_report_shows_stays(report, reporter):
    """Equal bytes are one file."""
    other = later(report)
    made = acts.add_evidence(report.pk, by=reporter, looked=looked())
    acts.add_evidence(other.pk, by=reporter, looked=looked())

    acts.remove_evidence(made.pk, by=reporter)

    assert not EVIDENCE.let_go(made.sha256)
    assert EVIDENCE.read(made.sha256) == b"photo 1"


def test_the_night_takes_what_has_no_row(report, reporter):
    kept = acts.add_evidence(report.pk, by=reporter, looked=looked())
    old, young = (
        EVIDENCE.keep(b"of a report that went"),
        EVIDENCE.keep(b"now"),
    )
    two_days_ago = time.time() - 2 * heldfiles.A_DAY
    for digest in (old, kept.sha256):
        os.utime(EVIDENCE.path_of(digest), (two_days_ago, two_days_ago))

    assert EVIDENCE.sweep() == 1
    assert files() == {young, kept.sha256, kept.thumbnail_sha256}


def test_beside_an_empty_database_the_night_takes_nothing(settings):
    digest = EVIDENCE.keep(b"of another database")
    os.utime(EVIDENCE.path_of(digest), (0, 0))

    assert EVIDENCE.sweep() == 0
    assert files() == {digest}


# ---- who sees it ----------------------------------------------------------------------------


def test_a_draft_is_the_units_own(host, report, reporter):
    writing = EvidenceFactory(report=report)
    sent = EvidenceFactory(report=later(report, submitted=True))
    typed = EvidenceFactory(
        report=later(report, 12, entered_for_unit=True, provenance="Công văn 12/CV",
        )
    )  # fmt: skip

    def seen_by(user):
        return set(Evidence.objects.visible_to(user))

    assert seen_by(reporter) == {writing, sent, typed}
    assert seen_by(host.officer) == {sent, typed}
    assert seen_by(UserFactory()) == set()
