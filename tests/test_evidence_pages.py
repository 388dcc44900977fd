"""Trang minh chứng: sent with and without a script, private, handed out as what runs nothing."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from campaigns.actions.progress.evidence import MOST
from campaigns.models import Evidence
from campaigns.stores import EVIDENCE
from campaigns.views.progress import evidence as views
from campaigns.views.progress import files_sent
from campaigns.views.progress.evidence_rows import panel_of
from tests.evidence_files import PLACE, opened, pdf, photo, saved, scene, word
from tests.evidence_scene import later, report_under, somebody
from tests.factories import (
    AllocationFactory,
    EvidenceFactory,
    ProgressReportFactory,
    UndertakingFactory,
    UserFactory,
    ward,
)
from units.models import Access

pytestmark = pytest.mark.django_db


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


def address(report):
    return reverse("campaigns:evidence", args=[report.pk])


def sheet(report):
    return reverse("campaigns:report", args=[report.pk])


def upload(data, name="anh.jpg"):
    return SimpleUploadedFile(name, data)


def send(client, report, *files, htmx=False, **fields):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(address(report), {"file": [*files], **fields}, headers=headers)


def text(answer):
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(words).split())


@pytest.fixture
def writing(client, reporter):
    client.force_login(reporter)
    return client


# ---- sending -------------------------------------------------------------------------------


def test_one_file_by_script_is_answered_with_its_row(writing, report):
    line = AllocationFactory(participation=report.participation)

    answer = send(
        writing, report, upload(photo(), "Đường hoa.jpg"), htmx=True, allocation=line.pk
    )

    made = Evidence.objects.get()
    assert answer.status_code == 200
    assert answer.content.decode().startswith(f'<li id="mc-{made.pk}">')
    assert "Đường hoa.jpg" in text(answer)
    assert f"{line.indicator} · " in text(answer)
    assert "chụp lúc 08:15, 20/10/2026" in text(answer)
    assert "tại" not in text(answer)
    assert (made.allocation, made.latitude) == (line, None)
    assert opened(EVIDENCE.read(made.thumbnail_sha256)).format == "WEBP"


def test_the_place_is_kept_where_it_is_asked_for(writing, report):
    answer = send(writing, report, upload(photo()), htmx=True, keep_place="on")

    made = Evidence.objects.get()
    assert (made.latitude, made.longitude) == PLACE
    assert "tại 21,04292; 105,88667" in text(answer)


def test_what_the_browser_took_from_the_camera_comes_beside(writing, report):
    block = opened(photo()).getexif().tobytes()
    shrunk = saved(scene(1))

    send(
        writing,
        report,
        upload(shrunk),
        htmx=True,
        exif=upload(block, "blob"),
        keep_place="on",
    )

    made = Evidence.objects.get()
    assert (made.latitude, made.longitude) == PLACE
    assert made.taken_at is not None


def test_one_file_that_is_refused_is_answered_with_its_sentence(writing, report):
    answer = send(writing, report, upload(pdf(password="x"), "a.pdf"), htmx=True)

    assert (answer.status_code, answer["Content-Type"]) == (
        422, "text/plain; charset=utf-8",
    )  # fmt: skip
    assert answer.content.decode().startswith("Tệp PDF được đặt mật khẩu")


def test_several_files_without_a_script(writing, report):
    answer = writing.post(
        address(report),
        {"file": [upload(photo()), upload(word(), "bao-cao.docx")]},
        headers={"Referer": f"http://testserver{address(report)}#x"},
    )

    assert answer.status_code == 302
    assert answer["Location"] == f"http://testserver{address(report)}#minh-chung"
    page = writing.get(address(report))
    assert "Đã nhận 2 tệp minh chứng." in text(page)
    assert report.evidence.count() == 2


def test_of_several_the_good_ones_are_taken_and_what_was_chosen_stays(writing, report):
    line = AllocationFactory(participation=report.participation)

    answer = send(
        writing, report, upload(photo()), upload(b"MZ\x90", "x.exe"),
        upload(pdf()[:200], "y.pdf"), allocation=line.pk, keep_place="on",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Chưa nhận được 2 tệp Đã nhận 1 tệp khác." in text(answer)
    assert "x.exe : Loại tệp này không được nhận" in text(answer)
    assert "y.pdf : Tệp PDF bị hỏng" in text(answer)
    html = answer.content.decode()
    assert f'<option value="{line.pk}" selected>' in html
    assert re.search(r'name="keep_place" form="f-mc" checked', html)
    assert report.evidence.count() == 1


def test_without_a_file_the_page_says_so(writing, report):
    answer = send(writing, report)

    assert answer.status_code == 422
    assert files_sent.NO_FILE in text(answer)


def test_what_is_far_too_large_is_let_go_while_it_comes(writing, report, monkeypatch):
    monkeypatch.setattr(views, "LARGEST_REQUEST", 300_000)
    answer = send(writing, report, upload(b"\xff\xd8\xff" + b"x" * 600_000), htmx=True)

    assert answer.status_code == 422
    assert answer.content.decode().startswith("Các tệp gửi cùng lúc nặng hơn")


def test_who_sends_without_end_is_asked_to_wait(writing, report, monkeypatch):
    monkeypatch.setattr(files_sent, "TIMES", 1)
    send(writing, report, upload(photo(1)), htmx=True)

    answer = send(writing, report, upload(photo(2)), htmx=True)

    assert (answer.status_code, answer.content.decode()) == (422, files_sent.WAIT)
    assert report.evidence.count() == 1


def test_a_full_report_takes_no_more_and_says_it(writing, report):
    EvidenceFactory.create_batch(MOST, report=report)

    page = writing.get(address(report))
    answer = send(writing, report, upload(photo()), htmx=True)

    assert "Đã đủ 20 tệp." in text(page)
    assert "data-evidence" not in page.content.decode()
    assert answer.status_code == 422


# ---- who sees --------------------------------------------------------------------------------


def test_a_draft_is_not_there_for_others(client, host, report, reporter):
    shown = EvidenceFactory(report=report, thumbnail_sha256="a" * 64)
    pages = [
        address(report),
        *(
            reverse(f"campaigns:evidence-{name}", args=[shown.pk])
            for name in ("file", "thumbnail", "describe", "remove")
        ),
    ]

    for person in (host.officer, UserFactory(), ward().officer, somebody(host.unit)):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [404] * 5


def test_what_was_sent_is_read_by_the_host_and_changed_by_nobody(client, host, report):
    sent = later(report, submitted=True)
    shown = EvidenceFactory(report=sent)
    client.force_login(host.officer)

    page = client.get(address(sent))

    assert page.status_code == 200
    assert str(shown) in text(page)
    assert "data-evidence" not in page.content.decode()
    assert "evidence.js" not in page.content.decode()
    assert reverse("campaigns:evidence-remove", args=[shown.pk]) not in str(
        page.content
    )
    assert client.post(address(sent)).status_code == 403
    for name in ("describe", "remove"):
        page = reverse(f"campaigns:evidence-{name}", args=[shown.pk])
        assert client.get(page).status_code == 403


# ---- used before -----------------------------------------------------------------------------


def rows(user, report):
    return [
        row.used and (row.used.words, row.used.link)
        for row in panel_of(user, report).rows
    ]


def test_one_s_own_unit_is_named_with_a_way_there(reporter, report):
    before = EvidenceFactory(report=later(report, submitted=True))
    EvidenceFactory(report=report, same_as=before)

    assert rows(reporter, report) == [
        ("Ảnh này đã dùng ở báo cáo của đơn vị này:", "Tháng 11/2023")
    ]


def test_a_work_that_shows_the_same_photo_is_named(reporter, report):
    built = UndertakingFactory(participation=report.participation, name="Sân tổ 5")
    before = EvidenceFactory(
        report=None, undertaking=built, campaign=report.campaign, unit=report.unit
    )
    EvidenceFactory(report=report, same_as=before)

    assert rows(reporter, report) == [
        ("Ảnh này đã dùng ở mô hình, công trình của đơn vị này:", "Sân tổ 5")
    ]


def test_of_another_unit_the_sender_learns_no_more_than_that(reporter, host, report):
    other = ProgressReportFactory(
        participation__campaign=report.campaign, period=report.period, submitted=True
    )
    before = EvidenceFactory(report=other)
    sent = later(report, submitted=True)
    EvidenceFactory(report=sent, same_as=before)

    assert rows(reporter, sent) == [("Ảnh này đã dùng ở đơn vị khác.", "")]
    assert rows(host.officer, sent) == [
        (f"Ảnh này đã dùng ở báo cáo của {other.unit}:", "Tháng 10/2023")
    ]


def test_of_another_authority_s_campaign_the_host_learns_no_more(host, report):
    sent = later(report, submitted=True)
    before = EvidenceFactory(kind="pdf", report=ProgressReportFactory(submitted=True))
    EvidenceFactory(report=sent, same_as=before, kind="pdf")

    assert rows(host.officer, sent) == [("Tệp này đã dùng ở đơn vị khác.", "")]


# ---- handing out -----------------------------------------------------------------------------


@pytest.fixture
def kept(writing, report):
    """A photo, and its row."""
    send(writing, report, upload(photo(), "Đường hoa.jpg"), htmx=True)
    return Evidence.objects.get()


def test_a_file_is_a_download_that_runs_nothing(writing, reporter, report, kept):
    answer = writing.get(reverse("campaigns:evidence-file", args=[kept.pk]))

    assert answer.content == EVIDENCE.read(kept.sha256)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C4%90%C6%B0%E1%BB%9Dng%20hoa.jpg"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    line = Access.objects.get()
    assert (line.user, line.what, line.subject, line.subject_id, line.unit_id) == (
        reporter, "downloaded", "campaigns.Evidence", kept.pk, report.unit_id,
    )  # fmt: skip
    assert line.about == f"{report}: Đường hoa.jpg"


def test_a_photo_may_be_looked_at_and_nothing_else(writing, report, kept):
    send(writing, report, upload(word(), "a.docx"), htmx=True)
    paper = Evidence.objects.get(kind="docx")
    seen = writing.get(f"{reverse('campaigns:evidence-file', args=[kept.pk])}?xem=1")
    other = writing.get(f"{reverse('campaigns:evidence-file', args=[paper.pk])}?xem=1")

    assert seen["Content-Disposition"].startswith("inline; ")
    assert other["Content-Disposition"] == 'attachment; filename="a.docx"'
    assert Access.objects.filter(what="downloaded").count() == 2


def test_a_thumbnail_is_kept_by_the_browser_and_not_logged(writing, kept):
    answer = writing.get(reverse("campaigns:evidence-thumbnail", args=[kept.pk]))

    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "image/webp",
        views.KEPT,
    )
    assert "sandbox" in answer["Content-Security-Policy"]
    assert opened(answer.content).format == "WEBP"
    assert not Access.objects.exists()
    again = writing.get(
        reverse("campaigns:evidence-thumbnail", args=[kept.pk]),
        headers={"If-None-Match": answer["ETag"]},
    )
    assert again.status_code == 304


def test_a_file_that_was_altered_is_not_given_out(writing, kept):
    EVIDENCE.path_of(kept.sha256).write_bytes(b"another")
    EVIDENCE.path_of(kept.thumbnail_sha256).unlink()

    answer = writing.get(reverse("campaigns:evidence-file", args=[kept.pk]))
    small = writing.get(reverse("campaigns:evidence-thumbnail", args=[kept.pk]))

    assert (answer.status_code, small.status_code) == (503, 404)
    assert kept.sha256 in text(answer)
    assert not Access.objects.exists()


# ---- describing, taking out ------------------------------------------------------------------


def test_a_caption_is_written(writing, report, kept):
    line = AllocationFactory(participation=report.participation)
    page = reverse("campaigns:evidence-describe", args=[kept.pk])

    answer = writing.post(page, {"caption": "Đường hoa tổ 5", "allocation": line.pk})

    kept.refresh_from_db()
    assert answer["Location"] == f"{sheet(report)}#mc-{kept.pk}"
    assert (kept.caption, kept.allocation) == ("Đường hoa tổ 5", line)
    assert f'<option value="{line.pk}" selected>' in writing.get(page).content.decode()


def test_a_caption_may_be_taken_away(writing, report, kept):
    Evidence.objects.update(caption="Đường hoa")

    answer = writing.post(reverse("campaigns:evidence-describe", args=[kept.pk]))

    kept.refresh_from_db()
    assert (answer.status_code, kept.caption) == (302, "")


def test_a_caption_that_is_too_long_stays_in_its_box(writing, kept):
    words = "rất dài " * 50

    answer = writing.post(
        reverse("campaigns:evidence-describe", args=[kept.pk]), {"caption": words}
    )

    assert answer.status_code == 422
    assert words.strip() in answer.content.decode()


def test_taking_out_asks_first(writing, report, kept):
    page = reverse("campaigns:evidence-remove", args=[kept.pk])

    asked = writing.get(page)
    assert "Bỏ “Đường hoa.jpg”?" in text(asked)
    assert Evidence.objects.exists()

    answer = writing.post(page)
    assert answer["Location"] == f"{sheet(report)}#minh-chung"
    assert not Evidence.objects.exists()


def test_a_refusal_of_an_act_is_told_on_the_page(writing, report, kept):
    """Somebody of the unit has sent the report meanwhile."""
    type(report).objects.filter(pk=report.pk).update(
        status="submitted", submitted_by=kept.uploaded_by, submitted_at=now()
    )

    described = writing.post(
        reverse("campaigns:evidence-describe", args=[kept.pk]), {"caption": "Mới"}
    )

    assert described.status_code == 422
    assert "nên không sửa được" in text(described)
    assert 'value="Mới"' in described.content.decode()


# ---- what it costs -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_however_many_there_are(
    writing, report, count, django_assert_num_queries
):
    line = AllocationFactory(participation=report.participation)
    for _ in range(count):
        before = EvidenceFactory(report=ProgressReportFactory(submitted=True))
        EvidenceFactory(report=report, allocation=line, same_as=before)
    writing.get(address(report))

    with django_assert_num_queries(8):
        writing.get(address(report))
