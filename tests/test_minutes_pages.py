"""Trang ký biên bản: what each sees, signs with a password, and what anybody may check."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards import actions as awards
from awards.models import Seat
from reports import actions, examining, pacting, tasks
from reports.models import Certificate, PactPaper
from tests.factories import PASSWORD, MembershipFactory, Role
from tests.factories.council import CouncilFactory
from tests.minutes_scene import WHY_NOT, Minuted, content, fresh
from tests.office import take_keys

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ON_PAPER = "Biên bản đã ký trên bản giấy, kết thúc phiên họp"


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    for task in (tasks.render_pact, tasks.sign_pact, tasks.examine_pact):
        monkeypatch.setattr(task, "delay", lambda pk: None)


@pytest.fixture
def place(db, settings, office, pictures):
    take_keys(settings, office)
    council = Minuted(office, pictures)
    council.keys()
    return council


@pytest.fixture
def paper(place):
    return place.laid()


def words(response):
    page = response.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def at(name, *args):
    return reverse(f"reports:{name}", args=args)


def minutes_of(session):
    return reverse("awards:session-minutes", args=[session.pk])


def test_the_secretary_lays_it_on_the_page_of_the_minutes(client, place):
    session = place.held()
    client.force_login(place.secretary)
    shown = words(client.get(minutes_of(session)))
    assert "Lập biên bản để ký" in shown
    assert ON_PAPER in shown
    answer = client.post(at("minutes-lay", session.pk))
    assert answer.url == at("minutes-paper", session.pk)
    paper = PactPaper.objects.get()
    assert "Đang dựng trang." in words(client.get(answer.url))
    pacting.render(paper.pk)
    assert "0/2 chữ ký" in words(client.get(answer.url))
    again = client.post(at("minutes-lay", session.pk), follow=True)
    assert "đã có biên bản đang ký" in again.content.decode()
    assert PactPaper.objects.count() == 1

    client.force_login(place.users[3])
    shown = words(client.get(minutes_of(session)))
    assert "Lập biên bản để ký" not in shown
    assert ON_PAPER not in shown
    assert client.post(at("minutes-lay", session.pk)).status_code == 403


def test_both_sign_from_their_home_with_a_password(client, paper, place):
    for number, user in enumerate((place.users[0], place.secretary)):
        client.force_login(user)
        home = words(client.get(reverse("home")))
        assert f"Ký biên bản: Biên bản {paper.session}" in home
        shown = words(client.get(at("minutes-paper", paper.session_id)))
        assert "Ký biên bản" in shown
        seat = place.seat(paper, 1 - number)
        url = at("minutes-sign", seat.pk)
        assert "Ký biên bản số 01/BB-UBND?" in client.get(url).content.decode()
        assert client.post(url, {"mat_khau": "sai"}).status_code == 422
        answer = client.post(url, {"mat_khau": PASSWORD})
        assert answer.url == at("minutes-paper", paper.session_id)
        assert "Máy ký đang làm." in words(client.get(answer.url))
        pacting.sign(paper.pk)
        assert "Anh/chị đã ký biên bản này." in words(client.get(url))
        assert "Ký biên bản: " not in words(client.get(reverse("home")))
    shown = words(client.get(at("minutes-paper", paper.session_id)))
    assert "Đủ chữ ký" in shown
    assert ON_PAPER not in shown
    assert place.again(paper.session).status == "closed"


def test_the_chair_finds_it_on_the_pile_too(client, paper, place):
    client.force_login(place.users[0])
    pile = words(client.get(at("desk")))
    assert f"Biên bản chờ ký 1 biên bản Biên bản {paper.session}" in pile
    assert f"{place.council}, chủ tọa phiên họp" in pile


def test_every_member_reads_it_and_others_find_nothing(client, paper, place):
    """Also who stands aside: the session is told."""
    pages = [
        at("minutes-paper", paper.session_id), at("minutes-file", paper.pk),
    ]  # fmt: skip
    aside = place.users[5]
    for user in (place.secretary, place.users[2], aside):
        client.force_login(user)
        assert [client.get(url).status_code for url in pages] == [200, 200]
    other = CouncilFactory()
    for user in (
        MembershipFactory(unit=other, role=Role.SECRETARY).user,
        MembershipFactory(unit=place.ward, role=Role.LEADER).user,
    ):
        client.force_login(user)
        assert [client.get(url).status_code for url in pages] == [404, 404]
        seat = place.seat(paper, 0)
        assert client.get(at("minutes-sign", seat.pk)).status_code == 404
        assert client.post(at("minutes-drop", paper.pk)).status_code == 404
    third = place.users[2]
    client.force_login(third)
    seat = place.seat(paper, 0)
    assert client.get(at("minutes-sign", seat.pk)).status_code == 404
    assert client.post(at("minutes-signed", seat.pk)).status_code == 404
    assert client.get(at("pact-file", paper.pk)).status_code == 404


def test_while_the_session_goes_on_who_stands_aside_reads_nothing(client, paper, place):
    """Its earlier minutes tell of what they stand aside from."""
    awards.resume_session(paper.session_id, by=place.secretary)
    aside, member = place.users[5], place.users[2]
    client.force_login(aside)
    assert client.get(at("minutes-file", paper.pk)).status_code == 404
    assert "Bản trước" not in words(client.get(at("minutes-paper", paper.session_id)))
    client.force_login(member)
    assert client.get(at("minutes-file", paper.pk)).status_code == 200
    shown = words(client.get(at("minutes-paper", paper.session_id)))
    assert "Phiên họp đã họp tiếp sau khi lập biên bản này." in shown
    client.force_login(place.secretary)
    url = at("minutes-sign", place.seat(paper, 0).pk)
    assert "Phiên họp đã họp tiếp" in words(client.get(url))
    answer = client.post(url, {"mat_khau": PASSWORD})
    assert (answer.status_code, place.seat(paper, 0).asked_at) == (422, None)


def test_who_cannot_sign_here_is_named_and_the_printed_way_offered(client, place):
    session = place.held()
    client.force_login(place.secretary)
    Certificate.objects.filter(user=place.users[0]).delete()
    shown = words(client.get(at("minutes-paper", session.pk)))
    assert f"{place.users[0].full_name} chưa đăng ký chứng thư số" in shown
    assert "Lập biên bản để ký" in shown
    Seat.objects.filter(pk=place.seats[0].pk).update(account=None)
    shown = words(client.get(at("minutes-paper", session.pk)))
    assert f"{place.seats[0].name} không có tài khoản còn vai trò ở Hội đồng" in shown
    assert ON_PAPER in shown
    client.post(at("minutes-lay", session.pk))
    assert not PactPaper.objects.exists()
    client.post(reverse("awards:session-close", args=[session.pk]))
    assert place.again(session).status == "closed"


def test_the_secretary_drops_it_with_a_reason(client, paper, place):
    client.force_login(place.secretary)
    url = at("minutes-drop", paper.pk)
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Sai tên"}).url == at(
        "minutes-paper", paper.session_id
    )
    shown = words(client.get(at("minutes-paper", paper.session_id)))
    assert "Đã bỏ bản ký này: Sai tên" in shown
    assert "Lập biên bản khác" in shown


def test_whoever_has_the_code_learns_that_it_is_genuine_and_no_more(
    client, paper, place
):
    assert client.get(f"/x/{paper.code}/").status_code == 404  # not signed yet
    done = place.sign(paper, 0, 1)
    examining.examine_pact(done.newest.pk)
    answer = client.get(f"/x/{done.code}/")
    page = answer.content.decode()
    shown = words(answer)

    assert "Biên bản hợp lệ" in shown
    assert "01/BB-UBND" in shown
    for user in (place.secretary, place.users[0]):
        assert user.full_name in shown
    assert "Nội dung biên bản lưu hành nội bộ" in shown
    hidden = [
        "Xét khen thưởng", WHY_NOT, place.proposals[0].subject_name,
        place.users[3].full_name, done.session.place,
    ]  # fmt: skip
    assert [one for one in hidden if one in page] == []
    for name in ("verify-pact-file", "verify-file"):
        assert client.get(at(name, done.code)).status_code == 404

    file = SimpleUploadedFile("bien-ban.pdf", content(done), "application/pdf")
    told = words(client.post(at("verify-upload"), {"tep": file}))
    assert "Tệp trùng từng byte với biên bản số 01/BB-UBND" in told


def test_the_page_costs_the_same_however_much_was_weighed(
    client, place, django_assert_num_queries
):
    paper = place.laid()
    client.force_login(place.secretary)
    url = at("minutes-paper", paper.session_id)
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
    actions.drop_minutes(paper.pk, by=place.secretary, reason="Lập lại")
    second = place.laid(paper.session)
    place.sign(second, 0)
    with django_assert_num_queries(10):
        client.get(url)
    assert fresh(second).version == 2
