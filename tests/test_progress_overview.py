"""Tổng quan khi đang thực hiện: each number opens the list that it counts."""

from datetime import timedelta

import pytest
from lxml import html

from campaigns.keeping import keep
from campaigns.models import Participation
from tests.desk_forms import texts
from tests.factories import MembershipFactory, Role, UndertakingFactory
from tests.overseen import Overseen

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return Overseen(3)


@pytest.fixture
def office(client, running):
    client.force_login(running.host.officer)
    return client


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def facts(page) -> list[list[str]]:
    return [
        [" ".join(part.text_content().split()) for part in fact if part.tag != "svg"]
        for fact in page.xpath("//section[contains(@class,'td-facts')]/div")
    ]


def test_the_facts_of_a_campaign_under_way(office, running):
    one, two, _ = running.units
    running.received(one, 2, streets=30, trees=75)
    running.received(two, 2, streets=2, submitted=True)
    UndertakingFactory(participation=one, approved=True, finished_on=running.today)
    UndertakingFactory(participation=two, approved=True)
    UndertakingFactory(participation=two)

    page = page_of(office, running.url("campaign-detail"))

    ends = running.today + timedelta(days=60)
    assert facts(page) == [
        ["Phong trào còn lại", "60 ngày", f"Kết thúc {ends:%d/%m/%Y}"],
        ["Chỉ tiêu đã đạt", "1 / 2", "1 chậm"],
        [
            "Báo cáo kỳ 3", "2 / 3 đơn vị đã nộp",
            "1 đã tiếp nhận · Quá hạn: Phường Cự Khối",
        ],
        ["Mô hình, công trình hoàn thành", "1 / 2 đã duyệt", "1 đang làm · 0 đã gắn biển"],
    ]  # fmt: skip


def test_each_number_opens_a_list_of_that_length(office, running):
    one, two, _ = running.units
    running.received(one, 2, streets=30, trees=75)
    running.received(two, 2, streets=2, submitted=True)
    UndertakingFactory(participation=one, approved=True, finished_on=running.today)
    page = page_of(office, running.url("campaign-detail"))

    counted = {}
    for link in page.xpath("//section[contains(@class,'td-facts')]//a"):
        words = " ".join(link.text_content().split())
        listed = page_of(office, link.get("href"))
        row = "//main//h2" if "danh-sach" in link.get("href") else "//tbody/tr"
        counted[words] = len(listed.xpath(row))
    assert counted == {
        "1 / 2": 1, "1 chậm": 1, "2 / 3 đơn vị đã nộp": 2, "1 đã tiếp nhận": 1,
        "Quá hạn: Phường Cự Khối": 1, "1 / 1 đã duyệt": 1, "0 đang làm": 0, "0 đã gắn biển": 0,
    }  # fmt: skip


def test_sections_tell_what_is_done_what_was_due_and_who_is_worst(office, running):
    for one in running.units:
        running.received(one, 2, streets=9, trees=20)

    page = page_of(office, running.url("campaign-detail"))

    assert [
        [" ".join(part.text_content().split()) for part in section if part.tag != "svg"]
        for section in page.xpath("//div[@class='td-prog']")
    ] == [
        ["Đô thị", "90%", "1/1 chỉ tiêu đúng hoặc vượt tiến độ"],
        ["Môi trường", "20%", "Cây xanh trồng mới: 60 cây, phải đạt ≥ 240 cây"],
    ]
    assert page.xpath("//div[@class='td-prog']/svg/@aria-label") == [
        "Đô thị: đạt 90%, mức phải đạt đến nay 80%",
        "Môi trường: đạt 20%, mức phải đạt đến nay 80%",
    ]


def test_the_heat_map_tells_each_unit_in_each_period(office, running):
    one, two, _ = running.units
    running.received(one, 1, streets=4, trees=20)  # 100% and 50%
    running.received(one, 2, streets=8, trees=160)  # 100% and 120% at most
    running.received(two, 2, streets=0, submitted=True)

    page = page_of(office, running.url("campaign-detail"))

    assert [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.xpath("//table[@class='td-heat']/tbody/tr")
    ] == [
        ["Phường An Bình", "·chưa có số", "75", "110"],
        ["Phường Bồ Đề", "·chưa có số", "·chưa có số", "·chưa có số"],
        ["Phường Cự Khối", "·chưa có số", "·chưa có số", "·chưa có số"],
    ]


def test_what_needs_a_look_is_named_with_its_cause(office, running):
    one, two, three = running.units
    running.received(one, 2, streets=9, trees=50, cause="Chưa có cây giống")
    running.received(two, 2, streets=1, trees=90)
    running.received(three, 2, streets=9, trees=85)

    page = page_of(office, running.url("campaign-detail"))

    items = page.xpath("//ul[contains(@class,'td-attn')]/li/div")
    assert [texts(item, "./*") for item in items] == [
        ["Phường Bồ Đề: Hẻm nở hoa", "mới đạt 1 tuyến, phải đạt ≥ 8 tuyến"],
        [
            "Phường An Bình: Cây xanh trồng mới",
            "mới đạt 50 cây, phải đạt ≥ 80 cây · Chưa có cây giống",
        ],
    ]
    (first, _) = (item.xpath("./a/@href")[0] for item in items)
    assert first.endswith(f"/chi-tieu/{running.line(two, running.streets).pk}/")


def test_who_only_takes_part_sees_the_page_as_the_plan_tells_it(client, running):
    reporter = MembershipFactory(unit=running.units[0].unit, role=Role.REPORTER).user
    client.force_login(reporter)

    page = page_of(client, running.url("campaign-detail"))

    assert [fact[0] for fact in facts(page)] == [
        "Thời gian thi đua", "Chỉ tiêu", "Đơn vị được giao việc", "Việc có thời hạn",
    ]  # fmt: skip
    assert not page.xpath("//table[@class='td-heat']")


def test_a_campaign_without_a_frame_is_as_it_was(office, running):
    Participation.objects.update(
        left_at=running.plan.created_at,
        left_by=running.host.officer,
        left_reason="Thôi",
    )

    page = page_of(office, running.url("campaign-detail"))

    assert facts(page)[0][0] == "Thời gian thi đua"


@pytest.mark.parametrize("units", [1, 3])
def test_the_overview_costs_the_same_however_many_units(
    client, units, django_assert_num_queries
):
    running = Overseen(units)
    for one in running.units:
        running.received(one, 1, streets=3, trees=4)
        running.received(one, 2, streets=3, trees=4)
        UndertakingFactory(participation=one, approved=True)
    keep(running.campaign.pk)
    client.force_login(running.host.officer)
    counts = {"campaign-detail": 38, "campaign-undertakings": 10}
    for name, count in counts.items():
        client.get(running.url(name))
        with django_assert_num_queries(count):
            client.get(running.url(name))
