"""Trang ký giao ước: what each sees, signs with a password, and what anybody may check."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns import actions as campaign_actions
from reports import actions, examining, pacting, tasks
from reports.models import PactPaper, PactSeat
from tests.factories import PASSWORD, MembershipFactory, Role
from tests.office import take_keys
from tests.pact_scene import TODAY, SigningCluster, again, content
from tests.paper_files import small_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    for task in (tasks.render_pact, tasks.sign_pact, tasks.examine_pact):
        monkeypatch.setattr(task, "delay", lambda pk: None)


@pytest.fixture
def cluster(db, settings, office, pictures):
    take_keys(settings, office)
    place = SigningCluster(office, pictures)
    place.keys()
    return place


@pytest.fixture
def paper(cluster):
    return cluster.laid()


def words(response):
    page = response.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def page(client, by, paper):
    client.force_login(by)
    return client.get(f"/giao-uoc/{paper.pact_id}/ban-ky/")


def test_a_member_names_its_signer_and_the_head_lays_the_paper(client, cluster):
    pact = cluster.agreed()
    agreement = pact.agreements.get(unit=cluster.units[1])
    client.force_login(cluster.officers[1])
    url = f"/giao-uoc/dong-y/{agreement.pk}/nguoi-ky/"
    form = client.get(url).context["form"]
    assert [value for value, _ in form.fields["signer"].choices] == [
        str(cluster.roles[1].pk), "giay", "",
    ]  # fmt: skip
    answer = client.post(url, {"signer": "giay", "undertakes": "Một mô hình"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "paper_signer": ["Ghi họ tên của người ký trên giấy."],
        "paper_title": ["Ghi chức vụ của người ký trên giấy."],
    }
    data = {"signer": "giay", "undertakes": "Một mô hình", "paper_signer": "Lò A"}
    answer = client.post(url, data | {"paper_title": "Chủ tịch"})
    assert answer.url == f"/giao-uoc/{pact.pk}/"
    agreement.refresh_from_db()
    assert (agreement.signer, agreement.paper_signer, agreement.undertakes) == (
        None, "Lò A", "Một mô hình",
    )  # fmt: skip
    assert "Ký trên giấy: Lò A" in words(client.get(f"/giao-uoc/{pact.pk}/"))

    client.force_login(cluster.officers[1])
    assert "Lập bản giao ước" not in words(client.get(f"/giao-uoc/{pact.pk}/ban-ky/"))
    client.force_login(cluster.head)
    assert "Lập bản giao ước" in words(client.get(f"/giao-uoc/{pact.pk}/ban-ky/"))
    client.post(f"/giao-uoc/{pact.pk}/ban-ky/lap/")
    laid = PactPaper.objects.get()
    pacting.render(laid.pk)
    seats = laid.seats.values_list("signer_name", "capacity", "undertakes")
    assert seats[1] == ("Lò A", "CHỦ TỊCH", "Một mô hình")


def test_the_leader_signs_from_the_pile_with_a_password(client, paper, cluster):
    leader, seat = cluster.leaders[1], cluster.seat(paper, 1)
    client.force_login(leader)
    pile = words(client.get("/cho-ky/"))
    assert "Giao ước chờ ký 1 giao ước Giao ước thi đua năm 2027 của Cụm số 1" in pile
    assert f"thay mặt {cluster.units[1]}" in pile
    home = words(client.get(reverse("home")))
    assert "Ký giao ước: Giao ước thi đua năm 2027 của Cụm số 1" in home
    url = f"/giao-uoc/cho-ky/{seat.pk}/ky/"
    assert "Làm 2 tuyến" in words(client.get(url))
    wrong = client.post(url, {"mat_khau": "sai"})
    assert wrong.status_code == 422
    assert cluster.seat(paper, 1).asked_at is None
    answer = client.post(url, {"mat_khau": PASSWORD})
    assert answer.url == f"/giao-uoc/{paper.pact_id}/ban-ky/"
    waiting = client.get(answer.url)
    assert "Máy ký đang làm." in words(waiting)
    assert 'http-equiv="refresh"' in waiting.content.decode()
    pacting.sign(paper.pk)
    assert "1/3 thành viên đã ký" in words(client.get(answer.url))
    assert "Giao ước chờ ký" not in words(client.get("/cho-ky/"))
    assert "Anh/chị đã ký giao ước này." in words(client.get(url))


def test_others_see_who_has_signed_and_sign_nothing(client, paper, cluster):
    cluster.sign(paper, 0)
    seen = words(page(client, cluster.officers[2], paper))
    assert (
        f"{cluster.units[0].name} Đã ký số {cluster.leaders[0].full_name} · Ký số"
        in seen
    )
    assert "Không ký" not in seen
    client.force_login(cluster.leaders[2])
    assert (
        client.get(f"/giao-uoc/cho-ky/{cluster.seat(paper, 1).pk}/ky/").status_code
        == 403
    )
    stranger = MembershipFactory(role=Role.LEADER).user
    assert page(client, stranger, paper).status_code == 404
    assert client.get(f"/giao-uoc/ban-ky/{paper.pk}/tep/").status_code == 404


def test_who_refuses_says_why_and_all_read_it(client, paper, cluster):
    seat = cluster.seat(paper, 1)
    client.force_login(cluster.leaders[1])
    url = f"/giao-uoc/cho-ky/{seat.pk}/khong-ky/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Chỉ tiêu quá cao"}).status_code == 302
    said = words(page(client, cluster.officers[2], paper))
    assert f"Bản này không còn hiệu lực. {seat} không ký: Chỉ tiêu quá cao" in said


def test_a_scan_is_kept_beside_the_file_and_shown_as_such(client, cluster):
    paper = cluster.laid(on_paper=(2,))
    cluster.sign(paper, 0, 1)
    seat = cluster.seat(paper, 2)
    client.force_login(cluster.head)
    url = f"/giao-uoc/cho-ky/{seat.pk}/ban-quet/"
    photo = SimpleUploadedFile("a.txt", b"not a pdf", "text/plain")
    answer = client.post(url, {"tep": photo, "signed_on": f"{TODAY:%d/%m/%Y}"})
    assert answer.status_code == 422
    file = SimpleUploadedFile("a.pdf", small_pdf("Quet"), "application/pdf")
    assert client.post(url, {"tep": file, "signed_on": "1/1/2020"}).status_code == 422
    file.seek(0)
    answer = client.post(url, {"tep": file, "signed_on": f"{TODAY:%d/%m/%Y}"})
    assert answer.status_code == 302
    pacting.sign(paper.pk)
    said = words(page(client, cluster.officers[2], paper))
    assert "Đã có bản quét Hoàng Văn Giấy · Ký trên bản giấy ngày" in said
    scan = client.get(f"/giao-uoc/cho-ky/{seat.pk}/ban-quet/tep/")
    assert scan.content == small_pdf("Quet")
    assert "-ban-quet-3.pdf" in scan["Content-Disposition"]
    public = words(client.get(f"/x/{again(paper).code}/"))
    assert "Ký trên bản giấy Hoàng Văn Giấy" in public
    assert "không có chữ ký số trên tệp này" in public


def test_anybody_checks_a_complete_pact_by_code_and_by_file(client, paper, cluster):
    code = paper.code
    assert client.get(f"/x/{code}/").status_code == 404
    cluster.sign(paper, 0, 1)
    assert client.get(f"/x/{code}/").status_code == 404
    assert client.get(f"/x/{code}/giao-uoc/").status_code == 404
    done = cluster.sign(paper, 2)
    assert "Đang xác minh" in words(client.get(f"/x/{code}/"))
    examining.examine_pact(done.newest.pk)
    said = words(client.get(f"/x/{code}/"))
    assert "Giao ước hợp lệ" in said
    assert "Chữ ký số của cơ quan" not in said
    for leader in cluster.leaders:
        assert leader.full_name in said
    given = client.get(f"/x/{code}/giao-uoc/")
    assert given.content == content(done)
    assert f"GU-{code}.pdf" in given["Content-Disposition"]
    file = SimpleUploadedFile("a.pdf", given.content, "application/pdf")
    assert "Giao ước hợp lệ" in words(client.post("/tra-cuu/tep/", {"tep": file}))

    campaign_actions.end_pact(done.pact_id, by=cluster.head, reason="Sắp xếp lại cụm")
    said = words(client.get(f"/x/{code}/"))
    assert "Giao ước đã thôi: Sắp xếp lại cụm" in said
    assert "Không còn hiệu lực" in said
    file.seek(0)
    again_said = words(client.post("/tra-cuu/tep/", {"tep": file}))
    assert "Giao ước đã thôi: Sắp xếp lại cụm" in again_said


def test_a_damaged_file_is_told(client, paper, cluster, monkeypatch):
    done = cluster.sign(paper, 0, 1, 2)
    monkeypatch.setattr(
        "reports.store.read", lambda *args: (_ for _ in ()).throw(ValueError("altered"))
    )
    client.force_login(cluster.head)
    answer = client.get(f"/giao-uoc/ban-ky/{paper.pk}/tep/")
    assert answer.status_code == 503
    assert "Chưa tải được tệp này" in words(answer)
    public = client.get(f"/x/{done.code}/giao-uoc/")
    assert public.status_code == 503
    assert "Không xác minh được lúc này" in words(public)


def test_a_device_of_ones_own_gets_its_three_steps(client, paper, cluster):
    seat = cluster.seat(paper, 0)
    client.force_login(cluster.leaders[0])
    data = {"mat_khau": PASSWORD, "cach": "ngoai"}
    client.post(f"/giao-uoc/cho-ky/{seat.pk}/ky/", data)
    said = words(page(client, cluster.leaders[0], paper))
    assert "Ký bằng thiết bị của anh/chị Tải tệp về: bản mới nhất" in said
    file = SimpleUploadedFile("a.pdf", content(paper), "application/pdf")
    answer = client.post(f"/giao-uoc/cho-ky/{seat.pk}/ban-da-ky/", {"tep": file})
    assert answer.status_code == 422
    assert "Tệp này chưa có chữ ký mới, vẫn như lúc tải về." in words(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_cost(client, settings, office, pictures, django_assert_num_queries, count):
    take_keys(settings, office)
    place = SigningCluster(office, pictures, count=count)
    paper = place.laid()
    client.force_login(place.officers[0])
    url = f"/giao-uoc/{paper.pact_id}/ban-ky/"
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)


def test_what_the_pile_asks(client, paper, cluster, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = list(PactSeat.objects.waiting_for_signer(cluster.leaders[0]))
    assert [one.unit for one in found] == [cluster.units[0]]
    actions.drop_pact_paper(paper.pk, by=cluster.head, reason="Sai")
    assert not PactSeat.objects.waiting_for_signer(cluster.leaders[0])
