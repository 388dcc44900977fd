"""Ảnh của mô hình, công trình: before, while, after; who may, and what stays."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from campaigns import actions
from campaigns.evidence import Kind, Looked
from campaigns.models import Evidence
from tests.evidence_files import photo
from tests.factories import EvidenceFactory
from tests.test_progress_registering import DAY, book
from tests.test_progress_registering_views import Site, on, text
from units.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path


@pytest.fixture
def site():
    return Site()


def looked(number=1):
    return Looked(
        kind=Kind.PDF, name=f"{number}.pdf", content=b"%d" % number,
        sha256=f"{number:064}",
    )  # fmt: skip


def add(undertaking, by, number=1, **more):
    return actions.add_undertaking_file(
        undertaking.pk, by=by, looked=looked(number), **more
    )


def test_photos_are_added_while_it_is_written_and_while_it_is_carried_out(site):
    made = site.begun()
    before = add(made, site.by, moment="before")
    assert (before.undertaking, before.report, before.moment, before.unit) == (
        made, None, "before", site.unit,
    )  # fmt: skip
    assert book(before) == ["evidence.added"]
    assert add(made, site.by) == before
    actions.submit_undertaking(made.pk, by=site.by)
    with pytest.raises(Refused, match="đang chờ duyệt"):
        add(made, site.by, 2)
    actions.approve_undertaking(made.pk, by=site.ward.officer)
    after = add(made, site.by, 2, moment="after")

    with pytest.raises(Refused, match="duyệt thì giữ nguyên"):
        actions.remove_undertaking_file(before.pk, by=site.by)
    actions.remove_undertaking_file(after.pk, by=site.by)
    assert list(made.evidence.all()) == [before]


def test_twenty_are_enough(site):
    made = site.begun()
    for _ in range(20):
        EvidenceFactory(
            report=None, undertaking=made, campaign=site.campaign, unit=site.unit
        )
    with pytest.raises(Refused, match="nhiều nhất được chừng ấy"):
        add(made, site.by)


def test_others_add_nothing_and_the_host_sees_no_drafts(site):
    made = site.begun()
    evidence = add(made, site.by)
    officer = site.ward.officer
    with pytest.raises(PermissionDenied):
        add(made, officer, 2)
    assert list(Evidence.objects.visible_to(officer)) == []
    assert list(Evidence.objects.visible_to(site.by)) == [evidence]
    actions.submit_undertaking(made.pk, by=site.by)
    assert list(Evidence.objects.visible_to(officer)) == [evidence]
    with pytest.raises(PermissionDenied):
        actions.remove_undertaking_file(evidence.pk, by=officer)


def test_files_of_reports_have_acts_of_their_own(site):
    other = EvidenceFactory()
    with pytest.raises(PermissionDenied):
        actions.describe_undertaking_file(
            other.pk, by=site.by, moment="after", caption="x"
        )


def test_sent_described_and_taken_out_on_the_page(client, site):
    made = site.approved()
    client.force_login(site.by)
    url = on("undertaking-files", made)
    page = on("undertaking", made)
    assert client.post(url, {}).status_code == 302
    assert "Chọn ít nhất một tệp" in text(client.get(page))
    files = [
        SimpleUploadedFile("truoc.jpg", photo(1), "image/jpeg"),
        SimpleUploadedFile("la.exe", b"MZ", "application/octet-stream"),
    ]
    client.post(url, {"file": files, "moment": "before"})
    told = text(client.get(page))
    assert "Đã nhận 1 tệp." in told
    assert "la.exe:" in told
    assert "Trước khi làm truoc.jpg" in told

    evidence = Evidence.objects.get()
    describe = reverse("campaigns:undertaking-file-describe", args=[evidence.pk])
    client.post(describe, {"moment": "after", "caption": "Hẻm sau khi trồng hoa"})
    assert "Sau khi xong Hẻm sau khi trồng hoa" in text(client.get(page))
    assert (
        client.get(
            reverse("campaigns:evidence-thumbnail", args=[evidence.pk])
        ).status_code
        == 200
    )
    client.force_login(site.ward.officer)
    seen = client.get(page).content.decode()
    assert "Hẻm sau khi trồng hoa" in seen
    assert "Gửi ảnh, tệp" not in seen
    assert (
        client.get(reverse("campaigns:evidence-file", args=[evidence.pk])).status_code
        == 200
    )

    client.force_login(site.by)
    remove = reverse("campaigns:undertaking-file-remove", args=[evidence.pk])
    assert "Bỏ “Hẻm sau khi trồng hoa”?" in text(client.get(remove))
    client.post(remove)
    assert not Evidence.objects.exists()


def test_a_report_has_no_such_page(client, site):
    of_report = EvidenceFactory(report__participation=site.taking)
    client.force_login(site.by)
    for name in ("describe", "remove"):
        url = reverse(f"campaigns:undertaking-file-{name}", args=[of_report.pk])
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_a_page_with_photos(
    client, site, django_assert_num_queries, count
):
    made = site.approved()
    for _ in range(count):
        EvidenceFactory(
            report=None, undertaking=made, campaign=site.campaign, unit=site.unit,
            uploaded_at=now() - DAY, moment="before",
        )  # fmt: skip
    client.force_login(site.by)
    with django_assert_num_queries(7):  # user, roles; it, steps, files; shell: two
        response = client.get(on("undertaking", made))
    assert response.content.decode().count('id="mc-') == count


def test_the_script_gets_a_row_or_a_sentence(client, site):
    made = site.approved()
    client.force_login(site.by)
    url, htmx = on("undertaking-files", made), {"HTTP_HX_REQUEST": "true"}
    page = client.get(on("undertaking", made)).content.decode()
    assert f'data-evidence="{site.by.pk}-ct-{made.pk}"' in page
    assert "evidence.js" in page
    file = SimpleUploadedFile("sau.jpg", photo(1), "image/jpeg")
    answer = client.post(url, {"file": file, "moment": "after"}, **htmx)
    evidence = Evidence.objects.get()
    row = answer.content.decode().strip()
    assert answer.status_code == 200
    assert row.startswith(f'<li id="mc-{evidence.pk}">')
    assert row.endswith("</li>")
    assert "Sau khi xong · " in row
    assert reverse("campaigns:undertaking-file-remove", args=[evidence.pk]) in row
    bad = SimpleUploadedFile("la.exe", b"MZ", "application/octet-stream")
    answer = client.post(url, {"file": bad}, **htmx)
    assert (answer.status_code, answer["Content-Type"]) == (
        422, "text/plain; charset=utf-8",
    )  # fmt: skip
    assert answer.content.decode().strip() != ""
    assert "messages" not in answer.content.decode()
    again = SimpleUploadedFile("sau.jpg", photo(1), "image/jpeg")
    assert client.post(url, {"file": again}, **htmx).status_code == 200
    assert Evidence.objects.count() == 1


def test_the_camera_is_read_beside_a_photo_that_was_made_smaller(client, site):
    made = site.approved()
    client.force_login(site.by)
    data = {
        "file": SimpleUploadedFile("a.jpg", photo(2), "image/jpeg"),
        "exif": SimpleUploadedFile(
            "exif", b"Exif\0\0II*\0", "application/octet-stream"
        ),
    }
    answer = client.post(on("undertaking-files", made), data, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
