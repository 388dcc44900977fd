"""Trang của một văn bản: pages, verdict, versions, files; who sees which of them."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import now

from reports import steps
from reports.models import Document, DocumentFile
from reports.verifying.report import Verdict as V
from tests.factories import (
    DocumentFindingFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    other_ward,
    ward,
)
from tests.paper_files import (
    file_of,
    issued_paper,
    keep_file,
    person,
    small_pdf,
    words,
)
from units import audit
from units.wording import vn_datetime

pytestmark = pytest.mark.django_db
Stage = DocumentFile.Stage


def url(document, name="document", *more):
    return reverse(f"reports:{name}", args=[document.pk, *more])


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place, examine):
    """An issued paper that was examined and found good."""
    document = issued_paper(
        place,
        number=5,
        issued_on=date(2026, 6, 30),
        title="Thi đua mẫu",
        signer_name="Đỗ Minh Khang",
    )
    for stage in (Stage.ISSUED, Stage.SIGNED):
        examine(document, stage)
    return document


# ---- the page ---------------------------------------------------------------------------


def test_a_good_paper(client, place, paper, asked):
    client.force_login(place.reporter)

    response = client.get(url(paper))
    text = words(response)

    assert "Kế hoạch số 05/KH-UBND Đã ban hành" in text
    assert "Chữ ký số hợp lệ Nội dung không bị thay đổi từ khi ký." in text
    assert (
        "Đỗ Minh Khang TM. Ủy ban nhân dân, Chủ tịch 16:42, 30/06/2026 · chứng thư còn hiệu "
        "lực khi ký · có dấu thời gian" in text
    )
    assert (
        "Ủy ban nhân dân phường Mẫu Chữ ký số của cơ quan (con dấu) 16:58, 30/06/2026"
        in text
    )
    assert "Trang 1 / 2" in text
    assert f"{paper.code[:4]}-{paper.code[4:]}" in text
    assert "Thường trực Đảng ủy Các tổ dân phố Lưu: VT, VP" in text
    assert f"SHA-256 {file_of(paper).sha256}" in text
    assert asked == []


def test_query_count(client, place, paper, django_assert_num_queries):
    client.force_login(place.officer)

    # user, roles, paths of own units, paper, files, findings; campaign, recipients, copies; shell:
    # memberships
    with django_assert_num_queries(11):
        client.get(url(paper))


def test_others_get_404_for_every_address_of_it(client, place, paper):
    client.force_login(other_ward().clerk)
    digest = file_of(paper).sha256[:16]

    for name, more in [
        ("document", ()),
        ("document-text", ()),
        ("document-watch", ()),
        ("document-file", ("issued",)),
        ("document-page", (digest, 1, 90)),
        ("document-strip", (digest,)),
    ]:
        assert client.get(url(paper, name, *more)).status_code == 404, name


def test_units_below_see_the_issued_file_and_no_other(client, place, paper, examine):
    below = UnitFactory(parent=place.unit, quiet=True)
    client.force_login(MembershipFactory(unit=below, role=Role.REPORTER).user)
    DocumentFindingFactory(document=paper, message="Chỉ người trong cơ quan thấy.")

    text = words(client.get(url(paper)))

    assert "Bản ban hành" in text
    assert "Bản trình ký" not in text
    assert "Bản lãnh đạo đã ký" not in text
    assert "Chỉ người trong cơ quan thấy." not in text
    assert client.get(url(paper, "document-file", "issued")).status_code == 200
    assert client.get(url(paper, "document-file", "signed")).status_code == 404
    assert client.get(url(paper, "document-file", "rendered")).status_code == 404
    digest = file_of(paper, Stage.SIGNED).sha256[:16]
    assert client.get(url(paper, "document-page", digest, 1, 90)).status_code == 404


def test_units_below_do_not_see_what_is_under_way(client, place):
    below = UnitFactory(parent=place.unit, quiet=True)
    client.force_login(MembershipFactory(unit=below, role=Role.REPORTER).user)

    assert client.get(url(place.document(signed=True))).status_code == 404


def test_findings_lead_to_their_page(client, place, paper):
    DocumentFindingFactory(document=paper, rule="R82", level="warning", page=2)
    client.force_login(place.officer)

    response = client.get(url(paper))

    assert "Tên loại phải in hoa. Nên xem lại · quy tắc R82 · trang 2" in words(
        response
    )
    assert f'href="{url(paper)}?trang=2#van-ban"' in response.content.decode()


def test_no_findings_is_said(client, place, paper):
    client.force_login(place.officer)

    assert "Không thấy chỗ nào sai thể thức." in words(client.get(url(paper)))


def test_the_second_page_without_scripts(client, place, paper):
    client.force_login(place.officer)
    html = client.get(url(paper), {"trang": "2"}).content.decode()
    digest = file_of(paper).sha256[:16]

    assert f'src="{url(paper, "document-page", digest, 2, 90)}"' in html
    assert (
        f'<a href="{url(paper)}?trang=2#van-ban" aria-current="page" aria-label="Trang 2">'
        in html
    )
    strip = url(paper, "document-strip", digest)
    assert html.count(f'<image href="{strip}" width="20" height="56" y="-28"/>') == 1


@pytest.mark.parametrize("asked_for", ["0", "3", "-1", "x", "99999999999"])
def test_a_page_that_is_not_there_is_the_first(client, place, paper, asked_for):
    client.force_login(place.officer)

    assert "Trang 1 / 2" in words(client.get(url(paper), {"trang": asked_for}))


# ---- verdicts ---------------------------------------------------------------------------


def test_until_there_is_a_verdict_the_page_watches(client, place, asked):
    document = issued_paper(place)
    client.force_login(place.officer)

    response = client.get(url(document))
    html = response.content.decode()

    assert "Đang xác minh chữ ký số" in words(response)
    assert "Chữ ký số hợp lệ" not in html
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html
    assert asked == [("examine_file", file_of(document).pk)]
    client.get(url(document))
    assert len(asked) == 1  # once is enough


def test_a_day_old_verdict_is_shown_and_renewed(client, place, examine, asked):
    document = issued_paper(place)
    examine(document, checked_at=now() - timedelta(days=1, minutes=1))
    client.force_login(place.officer)

    text = words(client.get(url(document)))

    assert "Chữ ký số hợp lệ" in text
    assert asked == [("examine_file", file_of(document).pk)]


@pytest.mark.parametrize(
    ("verdict", "changes", "kind", "said"),
    [
        (
            V.ALTERED,
            {"messages": ("Nội dung không còn như lúc ký.",)},
            "bad",
            "Văn bản đã bị sửa đổi Nội dung không còn như lúc ký.",
        ),
        (V.APPENDED, {}, "bad", "Văn bản bị thêm nội dung sau khi ký"),
        (V.UNTRUSTED, {}, "bad", "Chữ ký số không đủ tin cậy"),
        (V.REVOKED, {}, "bad", "Chứng thư số đã bị thu hồi trước khi ký"),
    ],
)
def test_bad_verdicts_are_red_and_demote_the_download(
    client, place, examine, verdict, changes, kind, said
):
    document = issued_paper(place)
    examine(document, Stage.ISSUED, verdict, **changes)
    client.force_login(place.officer)

    response = client.get(url(document))
    html = response.content.decode()

    assert f"td-verdict--{kind}" in html
    assert said in words(response)
    assert "td-verdict--ok" not in html
    assert re.search(r'class="btn btn-secondary" href="[^"]*/tep/issued/">', html)


def test_a_certificate_revoked_after_signing_leaves_the_paper_valid(
    client, place, examine
):
    document = issued_paper(place)
    revoked = person(revoked_at=now(), name="Đỗ Minh Khang")
    examine(document, signers=(revoked,))
    client.force_login(place.officer)

    response = client.get(url(document))

    assert "td-verdict--info" in response.content.decode()
    assert "Chứng thư số của Đỗ Minh Khang bị thu hồi ngày" in words(response)
    assert "Văn bản ký trước ngày đó vẫn có giá trị." in words(response)


def test_a_paper_that_only_the_leader_signed(client, place, examine):
    document = place.document(signed=True)
    keep_file(document, Stage.SIGNED, small_pdf("signed"))
    examine(document, Stage.SIGNED, V.UNSIGNED, signers=(person(),))
    client.force_login(place.officer)

    text = words(client.get(url(document)))

    assert (
        "Lãnh đạo đã ký số Nội dung không thay đổi từ khi ký. Chờ văn thư cấp số"
        in text
    )
    assert "hợp lệ" not in text


# ---- work under way ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({}, "Đang dựng trang"),
        ({"status": "rendered"}, "Đang ký số"),
        ({"numbered": True}, "Đang đóng dấu"),
    ],
)
def test_work_is_told_in_words(client, place, traits, said):
    document = place.document(**traits)
    client.force_login(place.officer)

    html = client.get(url(document)).content.decode()

    assert f"<b>{said}</b>" in html
    assert 'hx-trigger="every 2s"' in html
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html


def watch_address(html) -> str:
    return unescape(re.search(r'hx-get="([^"]*theo-doi[^"]*)"', html)[1])


def test_the_watch_asks_on_slower_and_reloads_when_the_status_changes(client, place):
    document = place.document()
    client.force_login(place.officer)
    address = watch_address(client.get(url(document)).content.decode())

    for look in range(1, 18):
        html = client.get(address).content.decode()
        assert f'hx-trigger="every {2 if look < 15 else 5}s"' in html
        assert ("Lần này lâu hơn thường lệ" in html) is (look > 15)
        address = watch_address(html)
    Document.objects.filter(pk=document.pk).update(status="rendered")
    response = client.get(address)

    assert response["HX-Refresh"] == "true"
    assert response.content == b""


def test_who_waits_sees_how_many_wait_before(client, place):
    first, stopped, second = place.document(), place.document(), place.document()
    Document.objects.filter(pk=stopped.pk).update(problem="Chứng thư số đã hết hạn.")
    elsewhere = other_ward().document()
    last = place.document()
    client.force_login(place.officer)

    notes = {
        document: re.search(
            r"Trước văn bản này còn (\d+) văn bản", client.get(url(document)).text
        )
        for document in (first, second, last)
    }
    assert notes[first] is None
    assert notes[second][1] == "1"
    assert (
        notes[last][1] == "2"
    )  # of other authorities nothing is told, no number either
    assert str(elsewhere.title) not in client.get(url(last)).text


def test_the_watch_gives_up_on_a_verdict_that_does_not_come(client, place):
    document = issued_paper(place)
    client.force_login(place.officer)
    address = watch_address(client.get(url(document)).content.decode())

    late = re.sub(r"lan=\d+", "lan=61", address)
    html = client.get(late).content.decode()

    assert "Chưa xác minh được lúc này" in html
    assert "hx-get" not in html
    assert "td-verdict--ok" not in html


def test_the_watch_reloads_once_verdict_and_pictures_are_there(client, place, examine):
    document = issued_paper(place)
    client.force_login(place.officer)
    address = watch_address(client.get(url(document)).content.decode())
    examine(document)

    assert client.get(address)["HX-Refresh"] == "true"


def test_a_stopped_paper_says_why_and_who_goes_on(client, place):
    document = place.document(stopped=True)
    client.force_login(place.officer)

    response = client.get(url(document))
    text = words(response)

    assert "Chưa ký được Chứng thư số đã hết hạn." in text
    assert f"Người ký lại hoặc trả về: {document.signer_name}." in text
    assert "Ký lại</button>" not in response.content.decode()
    assert "hx-trigger" not in response.content.decode()


def test_a_second_stop_is_told_from_the_first(client, place):
    """The reason may be the same again: the count and the time say that it was tried anew."""
    document = place.document()
    client.force_login(place.officer)
    told = []
    for _ in range(2):
        steps.say(document.pk, "Token chưa cắm.")
        told.append(words(client.get(url(document))))
        stopped = audit.history(document).filter(action="document.stopped")
        last = vn_datetime(stopped.first().at)
        if len(told) == 1:
            assert f"Thử ký lúc {last} ." in told[0]
        Document.objects.filter(pk=document.pk).update(status="requested", problem="")

    assert f"Đã thử ký 2 lần, lần gần nhất lúc {last} ." in told[1]


def test_a_number_without_a_seal_says_so(client, place):
    document = place.document(numbered=True, number=7, problem="Token chưa cắm.")
    client.force_login(place.clerk)

    text = words(client.get(url(document)))

    assert "Đã cấp số, chưa đóng dấu được Token chưa cắm." in text
    assert "Số 07/KH-UBND đã ghi sổ và giữ nguyên." in text


def test_a_dropped_paper_says_so(client, place):
    document = place.document(status="dropped", problem="Chứng thư số đã hết hạn.")
    client.force_login(place.officer)

    page = words(client.get(url(document)))

    assert "Văn bản này đã bỏ, kế hoạch trở về bản nháp để sửa." in page
    assert "Chưa ký được" not in page
    assert "Chứng thư số đã hết hạn." not in page
