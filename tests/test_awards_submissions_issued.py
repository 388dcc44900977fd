"""Tờ trình từ ký đến gói hồ sơ: real pages, real keys, the file that goes with it, who takes it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from awards import actions as awards
from reports import actions, issuing
from reports.models import DocumentFile
from reports.verifying import verify
from tests.factories import MembershipFactory, Role
from tests.submitting import Submitting
from units.models import Access

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def scene(signing_ward):
    found = Submitting(here=False)
    found.place = signing_ward
    found.officer = signing_ward.officer
    found.__dict__.pop("signer", None)
    return found


def carried_out(scene, *proposals):
    place = scene.place
    sent = scene.submitted(*proposals)
    document = actions.sign_submission(sent.pk, by=place.leader, seen=sent.version)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    document.refresh_from_db()
    assert (document.status, document.problem) == ("signed", "")
    actions.issue_document(document.pk, by=place.clerk, day=localdate())
    issuing.seal(document.pk)
    document.refresh_from_db()
    assert document.problem == ""
    return document


def test_a_submission_goes_the_way_of_every_paper(scene):
    document = carried_out(scene, scene.passed(subject_name="Nguyễn Thị Hoà"))

    made = document.submission
    assert (document.status, document.kind, made.status) == (
        "issued", "submission", "issued",
    )  # fmt: skip
    assert made.number_and_symbol == document.number_and_symbol == "01/TTr-UBND"
    report = verify(issuing.read_file(document, DocumentFile.Stage.ISSUED))
    assert [one.name for one in report.signers] == [
        scene.place.leader.full_name, scene.place.unit.name,
    ]  # fmt: skip
    # R90, too: the words lead to the annex.
    assert list(document.findings.values_list("rule", "message")) == []
    # Nobody of the superior works here: it stays, and waits for an answer on paper.
    assert made.arrived_at is None


def test_the_package_has_its_contents_first_and_everything_they_name(scene, client):
    document = carried_out(
        scene, scene.passed(subject_name="Nguyễn Thị Hoà", report="Đã hoàn thành.")
    )
    client.force_login(scene.officer)
    url = reverse("reports:submission-package", args=[document.submission_id])

    answer = client.get(url)

    assert (
        answer["Content-Disposition"] == 'attachment; filename="TTr-01-2026-UBND.zip"'
    )
    with ZipFile(BytesIO(answer.content)) as found:
        names = found.namelist()
        told = found.read("00-muc-luc.txt").decode("utf-8-sig")
        paper = found.read(next(one for one in names if one.startswith("01-")))
        sheet = load_workbook(BytesIO(found.read("02-danh-sach.xlsx"))).active
        (report,) = [one for one in names if one.endswith("bao-cao-thanh-tich.txt")]
        words = found.read(report).decode("utf-8-sig")
    assert names[0] == "00-muc-luc.txt"
    assert all(name in told for name in names[1:])
    assert "Tờ trình số 01/TTr-UBND ngày" in told
    signers = [one.name for one in verify(paper).signers]
    assert signers == [scene.place.leader.full_name, scene.place.unit.name]
    assert "Đã hoàn thành." in words
    assert "Nguyễn Thị Hoà" in [cell.value for cell in sheet[5]]
    assert Access.objects.filter(what="exported").exists()


def test_who_does_not_work_on_it_takes_no_dossiers(scene, client):
    document = carried_out(scene)
    urls = [
        reverse(f"reports:submission-{one}", args=[document.submission_id])
        for one in ("package", "sheet")
    ]
    page = reverse("awards:submission", args=[document.submission_id])
    reporter = MembershipFactory(unit=scene.place.unit, role=Role.REPORTER).user
    for user, status in (
        (scene.officer, 200), (scene.place.leader, 200), (reporter, 403),
        (scene.place.clerk, 403),
    ):  # fmt: skip
        client.force_login(user)
        shown = client.get(page)
        assert shown.status_code == 200
        assert ("Tải gói hồ sơ" in shown.text) == (status == 200)
        assert [client.get(url).status_code for url in urls] == [status, status]


def test_the_superior_takes_it_until_it_is_withdrawn(client):
    scene = Submitting()
    officer = scene.above
    made = scene.issued(scene.passed())
    url = reverse("reports:submission-package", args=[made.pk])
    client.force_login(officer)
    assert client.get(url).status_code == 200
    awards.withdraw_submission(made.pk, by=scene.officer, reason="Trình nhầm")
    assert client.get(url).status_code == 403
    client.force_login(scene.officer)
    assert client.get(url).status_code == 200
