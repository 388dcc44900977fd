"""Giấy mời họp on the screen: what each sees, the receipt, the papers of each member."""

import pytest
from django.urls import reverse

from awards import actions
from awards.models import (
    Attendance,
    Convocation,
    ConvocationCopy,
    CouncilSession,
    PapersTaken,
)
from reports import session_papers
from reports.rendering import page_texts
from tests.convoking_scene import Convoking
from tests.paper_files import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Convoking(proposals=2)


def url(name, *args):
    return reverse(name if ":" in name else f"awards:{name}", args=args)


def test_the_secretary_goes_all_the_way_by_hand(client, place):
    session = place.session()
    client.force_login(place.secretary)
    run = client.get(url("session-run", session.pk))
    assert "Soạn giấy mời để ký số" in words(run)
    client.post(url("convocation-draft", session.pk))
    made = Convocation.objects.get()
    page = words(client.get(url("convocation", made.pk)))
    assert "Còn 1 việc trước khi trình" in page
    assert "Chọn người ký." in page
    form = client.get(url("convocation-edit", made.pk))
    assert "Khách mời" in words(form)
    sent = {name: getattr(made, name) for name in ("title", "invitees", "body")}
    sent |= {"recipients": made.recipients, "guests": "Bà Lê Thị C, Công an phường"}
    response = client.post(
        url("convocation-edit", made.pk),
        sent | {"seen": made.version, "signer": place.chair.pk},
    )
    assert response.status_code == 302
    client.post(url("convocation-submit", made.pk))
    made.refresh_from_db()
    assert (made.status, made.guests) == ("submitted", "Bà Lê Thị C, Công an phường")


def test_a_stale_form_is_told_and_loses_nothing(client, place):
    made = place.whole()
    client.force_login(place.secretary)
    response = client.post(
        url("convocation-edit", made.pk),
        {"title": "Khác", "invitees": "A", "body": "B", "recipients": "C", "seen": 0},
    )
    assert response.status_code == 422
    assert "Bản hiện tại ghi" in words(response)


def test_the_chair_finds_it_and_may_give_it_back(client, place):
    made = place.submitted()
    client.force_login(place.users[0])
    page = words(client.get(url("convocation", made.pk)))
    assert "Duyệt và ký" in page
    client.post(url("convocation-return", made.pk), {"reason": "Thiếu khách mời"})
    made.refresh_from_db()
    assert (made.status, made.return_reason) == ("draft", "Thiếu khách mời")


def test_a_look_of_a_member_is_the_receipt(client, place):
    made = place.issued()
    client.force_login(place.users[1])
    page = words(client.get(url("convocation", made.pk)))
    assert "Anh/chị chưa trả lời." in page
    assert "đã mở" not in page  # who else has opened it is for the secretary
    assert ConvocationCopy.objects.get(seat=place.seats[1]).opened_at is not None
    assert Attendance.objects.get(seat=place.seats[1]).presence == ""

    client.force_login(place.secretary)
    page = words(client.get(url("convocation", made.pk)))
    assert "2/5 đã mở · 0/5 đã trả lời" in page
    client.post(url("members-nudge", made.session_id))
    assert "nhắc" in words(client.get(url("convocation", made.pk)))


@pytest.mark.parametrize("members", [1, 3])
def test_the_page_costs_the_same_for_many(
    client, place, members, django_assert_num_queries
):
    place = Convoking(members=members)
    made = place.issued()
    client.force_login(place.secretary)
    client.get(url("convocation", made.pk))
    with django_assert_num_queries(12):
        client.get(url("convocation", made.pk))


def test_whoever_is_not_of_the_council_finds_nothing(client, place):
    made = place.issued()
    other = Convoking(members=2)
    client.force_login(other.secretary)
    for name, pk in (
        ("convocation", made.pk), ("session-calendar", made.session_id),
        ("reports:convocation-preview", made.pk),
        ("reports:session-papers", made.session_id),
    ):  # fmt: skip
        assert client.get(url(name, pk)).status_code == 404, name


def test_the_calendar_file_tells_when_where_and_that_it_is_off(client, place):
    session = place.issued().session
    client.force_login(place.users[1])
    text = client.get(url("session-calendar", session.pk)).content.decode()
    assert f"DTSTART:{session.planned_at:%Y%m%dT%H%M%S}Z" in text
    assert "LOCATION:Phòng họp số 2\r\n" in text
    assert "STATUS:CONFIRMED" in text
    actions.cancel_session(session.pk, by=place.secretary, reason="Hoãn")
    text = client.get(url("session-calendar", session.pk)).content.decode()
    assert "METHOD:CANCEL" in text


def test_members_hear_that_it_is_off(client, place):
    session = place.issued().session
    actions.cancel_session(session.pk, by=place.secretary, reason="Hoãn vì bão")
    client.force_login(place.users[1])
    assert "Đã hủy: Phiên họp số" in words(client.get(reverse("home")))


# ---- tài liệu ----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_copy_has_nothing_of_what_its_member_stands_aside_from(client, place):
    session = place.issued().session
    item = place.items(session)[0]
    actions.record_recusal(
        item.pk, place.seats[1].pk, by=place.secretary, reason="Cùng đơn vị"
    )
    names = [one.subject_name for one in place.proposals]
    texts = {}
    for user in place.users[1:3]:
        client.force_login(user)
        page = url("reports:session-papers", session.pk)
        assert "Đang dựng tài liệu" in words(client.get(page))
        assert client.post(page).status_code == 422
        session_papers.render(session.pk, user.pk)
        response = client.post(page)
        assert response["Content-Type"] == "application/pdf"
        texts[user.pk] = " ".join(" ".join(page_texts(response.content)).split())
    aside, whole = (texts[one.pk] for one in place.users[1:3])

    assert names[0] not in aside
    assert names[1] in aside
    assert all(name in whole for name in names)
    assert "Khách mời: Ông Trần Văn B, Văn phòng UBND" in whole
    taken = PapersTaken.objects.order_by("pk").values_list("person", "left_out")
    assert list(taken) == [(place.users[1].pk, 1), (place.users[2].pk, 0)]
    assert CouncilSession.objects.get(pk=session.pk).status == "invited"
