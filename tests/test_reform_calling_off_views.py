"""Trang của việc sắp xếp đã ghi, trang rút lại: seen, asked, refused with all that was typed."""

import pytest
from django.urls import reverse

from tests.accessibility import faults, overflow
from tests.desk_forms import words_of
from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.test_reform_calling_off import REASON, SOON, Here, rows
from units import actions
from units.models import Membership, Reform

pytestmark = pytest.mark.django_db
DAY = f"{SOON:%d/%m/%Y}"


@pytest.fixture
def here():
    return Here()


def entered(here):
    here.merge(people=_staying(here))
    return Reform.objects.get(kind="merger")


def _staying(here):
    found = Membership.objects.filter(unit=here.ward, role="officer")
    return list(found.values_list("pk", flat=True))


def address(name, thing):
    return reverse(name, args=[thing.pk])


def test_every_unit_that_is_in_it_tells_of_it_and_leads_to_it(client, here):
    reform = entered(here)
    client.force_login(here.administrator)

    for side in reform.sides.all():
        answer = client.get(address("unit", side.unit))
        page = words_of(answer)
        assert "Việc sắp xếp chưa đến ngày" in page
        assert f"thành UBND mớitừ ngày {DAY}" in page
        assert f'href="{address("reform", reform)}"' in answer.content.decode()
    assert "chưa đến ngày" not in words_of(client.get(address("unit", here.third)))


def test_the_page_says_what_it_does_and_who_wrote_it(client, here):
    reform = entered(here)
    client.force_login(here.administrator)

    page = words_of(client.get(address("reform", reform)))

    assert "Sáp nhập UBND phường Đông, UBND phường Tây thành UBND mới" in page
    assert "Sắp có hiệu lực" in page
    assert f"Người ghi{here.administrator}" in page
    assert "UBND mới kế thừa UBND phường Đông" in page
    assert "Rút lại việc này" in page


def test_the_confirm_page_says_what_comes_back(client, here):
    reform = entered(here)
    client.force_login(here.administrator)
    before = rows()

    page = words_of(client.get(address("reform-call-off", reform)))

    officer = Membership.objects.get(unit=here.ward, role="officer")
    coming = Membership.objects.get(unit__short_name="UBND mới", role="officer")
    for said in (
        "Đơn vị mới được bỏ1 UBND mới (mã H99.1)",
        "Tiếp tục hoạt động3 UBND phường ĐôngVăn phòngUBND phường Tây",
        "Tổ dân phố 1 vẫn trực thuộc UBND phường Đông",
        "UBND mới không kế thừa UBND phường Tây",
        "Văn phòng không bàn giao cho UBND mới",
        "UBND phường Đông vẫn là thành viên Cụm 1",
        "Trả lại lần bàn giao: Cụm 1: UBND phường Đông bàn giao cho UBND phường Tây",
        f"{officer}",
        f"Vai trò sắp nhận được bỏ1 {coming}",
    ):
        assert said in page
    assert rows() == before


def test_it_is_called_off_with_its_reason_and_the_page_keeps_it(client, here):
    client.force_login(here.administrator)
    before = rows()
    reform = entered(here)
    way = address("reform-call-off", reform)

    empty = client.post(way, {"reason": " "})
    assert empty.status_code == 422
    assert "Ghi lý do rút lại." in words_of(empty)
    answer = client.post(way, {"reason": REASON})

    assert answer.url == address("reform", reform)
    page = words_of(client.get(answer.url))
    assert "Đã rút lại: Sáp nhập UBND phường Đông" in page
    assert f"Lý do rút lại{REASON}" in page
    assert "Rút lại việc này" not in page
    assert client.get(way).url == answer.url
    assert rows() == before


def test_the_second_of_two_tabs_is_led_to_the_page_that_says_who_did_it(client, here):
    client.force_login(here.administrator)
    reform = entered(here)
    actions.call_off_reform(reform.pk, by=here.administrator, reason="Nhập nhầm ngày.")

    answer = client.post(address("reform-call-off", reform), {"reason": REASON})

    assert answer.url == address("reform", reform)
    page = words_of(client.get(answer.url))
    assert f"{here.administrator} đã rút lại việc này lúc " in page
    assert "Lý do rút lạiNhập nhầm ngày." in page


def test_what_stands_in_the_way_is_said_before_a_reason_is_written(client, here):
    reform = entered(here)
    client.force_login(here.administrator)
    way = address("reform-call-off", reform)
    assert "Lúc này còn vướng." not in words_of(client.get(way))
    merged = reform.sides.get(side="new").unit
    here.move(merged, here.top, SOON.replace(year=SOON.year + 1))
    later = Reform.objects.get(kind="move", unit=merged)

    answer = client.get(way)

    assert "Lúc này còn vướng. Không rút lại được vì còn việc ghi sau" in words_of(
        answer
    )
    assert (
        f'<a href="{address("reform", later)}">Xem việc đó</a>'
        in answer.content.decode()
    )


def test_a_refusal_keeps_the_reason_and_leads_to_what_stands_in_the_way(client, here):
    reform = entered(here)
    merged = reform.sides.get(side="new").unit
    here.move(merged, here.top, SOON.replace(year=SOON.year + 1))
    later = Reform.objects.get(kind="move", unit=merged)
    client.force_login(here.administrator)

    answer = client.post(address("reform-call-off", reform), {"reason": REASON})

    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'<a href="{address("reform", later)}">Xem việc đó</a>' in html
    assert REASON in html


def test_who_may_see_and_who_may_call_off(client, here):
    reform = entered(here)
    page, way = address("reform", reform), address("reform-call-off", reform)
    elsewhere = UnitFactory(short_name="UBND tỉnh Khác")
    for who, seen, asked in (
        (None, 302, 302),
        (UserFactory(), 404, 404),
        (here.person(elsewhere), 404, 404),
        (here.person(here.ward, Role.CLERK), 404, 404),
        (here.person(here.ward), 200, 403),
        (here.person(here.district), 200, 200),
    ):
        client.logout()
        if who:
            client.force_login(who)
        got = client.get(page), client.get(way)
        assert [answer.status_code for answer in got] == [seen, asked]
        if seen == 200:
            assert ("Rút lại việc này" in words_of(got[0])) == (asked == 200)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_page(client, django_assert_num_queries, here, count):
    for n in range(count):
        actions.dissolve_unit(
            UnitFactory(parent=here.other, short_name=f"Phòng {n}", quiet=True).pk,
            successor_ids=[here.other.pk], **here.order(),
        )  # fmt: skip
    reform = entered(here)
    client.force_login(here.administrator)

    client.get(address("reform", reform))
    # Warmed: session, user, roles; the reform, its lines, where roles
    # were given; then a query for each kind of record.
    with django_assert_num_queries(27):
        answer = client.get(address("reform", reform))

    assert words_of(answer).count("Chuyển hoặc kết thúc theo") == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(page, log_in):
    here = Here()
    reform = entered(here)
    MembershipFactory(unit=here.top, role=Role.OFFICER)
    window = log_in(here.administrator)
    for width, height in ((1366, 768), (390, 844)):
        window.set_viewport_size({"width": width, "height": height})
        for name, thing in (
            ("unit", here.ward),
            ("reform", reform),
            ("reform-call-off", reform),
        ):
            window.goto(address(name, thing), wait_until="networkidle")
            window.screenshot(path=f"/tmp/w/shot-{name}-{width}.png", full_page=True)
            assert faults(window) == []
            assert overflow(window) == 0


def test_who_may_not_call_it_off_reads_of_no_people_and_clusters_elsewhere(
    client, here
):
    """The ward's own administrator reads of the ward's people, not of the other ward's."""
    reform = entered(here)
    own, others = (
        Membership.objects.get(unit=unit, role="clerk")
        for unit in (here.ward, here.other)
    )
    pages = {}
    for who in (here.administrator, here.person(here.ward), here.person(here.east)):
        client.force_login(who)
        pages[who] = words_of(client.get(address("reform", reform)))
    whole, ward, part = pages.values()

    assert str(own.user) in whole
    assert str(others.user) in whole
    assert "UBND phường Tây thôi là thành viên Cụm 1" in whole
    assert str(own.user) in ward
    assert str(others.user) not in ward
    assert "UBND phường Tây thôi là thành viên Cụm 1" not in ward
    assert str(own.user) not in part
    assert str(others.user) not in part
    assert "Cụm 1" not in part
    for page in pages.values():
        assert "UBND mới kế thừa UBND phường Tây" in page
        assert "UBND phường Tây, ngày cuối" in page
