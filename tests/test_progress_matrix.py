"""Đợt và chỉ tiêu: what stands in each cell, and that every count opens the list it counts."""

import pytest
from django.urls import reverse
from lxml import html

from campaigns.keeping import keep
from campaigns.models import Indicator
from tests.desk_forms import texts
from tests.factories import MembershipFactory, ProgressReportFactory, Role, ward
from tests.overseen import STREETS, TREES, Overseen
from units.models import UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return Overseen()


@pytest.fixture
def office(client, running):
    client.force_login(running.host.officer)
    return client


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def rows_of(page) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.xpath("//table[@class='td-mxt']/tbody/tr")
    ]


def test_each_cell_says_its_figure_and_how_it_stands(office, running):
    one, two = running.units
    running.received(one, 2, streets=9, trees=75)
    running.received(two, 1, streets=2, trees=0)

    page = page_of(office, running.url())

    assert rows_of(page) == [
        ["Phường An Bình", "9 đạt", "75 gần đạt", "1/2 chỉ tiêu đã đến hạn đạt"],
        ["Phường Bồ Đề", "2 chậm", "0 chậm", "0/2 chỉ tiêu đã đến hạn đạt"],
    ]
    assert texts(page, "//table/thead//th[@scope='colgroup']") == [
        "Đô thị",
        "Môi trường",
    ]
    assert texts(page, "//table/thead/tr[2]/th") == [
        "Đơn vị", "Hẻm nở hoa, tuyến≥ 8 tuyến", "Cây xanh trồng mới, cây≥ 80 cây", "Đạt",
    ]  # fmt: skip
    assert texts(page, "//table/tfoot/tr/*") == [
        "Cả phong trào", "112/2 đơn vị có số", "752/2 đơn vị có số", "",
    ]  # fmt: skip


def test_a_period_shows_its_own_approved_reports_against_what_was_due_then(
    office, running
):
    one, two = running.units
    running.received(one, 1, streets=4, trees=10)
    running.received(one, 2, streets=9, trees=90)
    running.received(two, 1, streets=3, trees=50, submitted=True)

    page = page_of(office, f"{running.url()}?ky={running.periods[1].pk}")

    assert rows_of(page) == [
        ["Phường An Bình", "4 đạt", "10 chậm", "1/2 chỉ tiêu đã đến hạn đạt"],
        ["Phường Bồ Đề", "– chưa nộp", "– chưa nộp", "Chờ tiếp nhận"],
    ]
    assert texts(page, "//table/thead/tr[2]/th/span[@class='td-mxt__t']") == [
        "≥ 4 tuyến", "≥ 40 cây",
    ]  # fmt: skip


def test_zero_is_a_figure_and_blank_is_none(office, running):
    running.received(running.units[0], 2, trees=0)

    page = page_of(office, running.url())

    assert rows_of(page)[0][1:3] == ["– chưa nộp", "0 chậm"]


def test_figures_of_each_period_are_added_up_where_the_rule_says_so(office, running):
    Indicator.objects.filter(pk=running.streets.pk).update(over_periods="sum")
    one = running.units[0]
    running.received(one, 0, streets=3)
    running.received(one, 1, streets=2)

    page = page_of(office, f"{running.url()}?ky={running.periods[1].pk}")

    assert rows_of(page)[0][1] == "5 đạt"


def test_who_has_not_reported_is_overdue_when_the_day_has_passed(office, running):
    page = page_of(office, running.url())

    assert [row[3] for row in rows_of(page)] == ["Quá hạn", "Quá hạn"]
    running.received(
        running.units[0],
        2,
        status="exempt",
        exempt_reason="Lũ lụt",
        exempted_by=running.host.officer,
        exempted_at=running.plan.created_at,
    )
    page = page_of(office, f"{running.url()}?ky={running.periods[2].pk}")
    assert [row[1:] for row in rows_of(page)] == [
        ["miễn được miễn", "miễn được miễn", "Được miễn"],
        ["– chưa nộp", "– chưa nộp", "Quá hạn"],
    ]


def test_only_what_is_behind(office, running):
    one, two = running.units
    running.received(one, 2, streets=9, trees=10)
    running.received(two, 2, streets=9, trees=90)

    page = page_of(office, running.url())
    (link,) = page.xpath("//a[contains(., 'Chỉ hiện ô chậm')]")
    assert " ".join(link.text_content().split()) == "Chỉ hiện ô chậm 1"
    page = page_of(office, running.url() + link.get("href"))

    assert rows_of(page) == [
        ["Phường An Bình", "không chậm", "10 chậm", "1/2 chỉ tiêu đã đến hạn đạt"]
    ]


def test_the_list_behind_each_count_has_that_count(office, running):
    one, two = running.units
    running.received(one, 2, streets=9, trees=75)
    running.received(two, 2, streets=2)

    page = page_of(office, running.url("indicator-figures"))
    links = page.xpath("//nav[@aria-label='Lọc theo tình trạng']//a")
    counts = {}
    for link in links:
        label, count = " ".join(link.text_content().split()).rsplit(" ", 1)
        counts[label] = int(count)
        address = link.get("href").replace("?", running.url("indicator-figures") + "?")
        rows = page_of(office, address).xpath("//tbody/tr")
        assert len(rows) == int(count), label
    assert counts == {
        "Tất cả": 4, "Đã đến hạn": 4, "Đạt": 1, "Gần đạt": 1, "Chậm": 1, "Chưa có số": 1,
        "Có số": 3,
    }  # fmt: skip


def test_kinds_of_units_are_chosen_among(office, running):
    room = UnitKind.objects.get_or_create(code="phong", defaults={"name": "Phòng"})[0]
    running.unit("Phòng Văn hóa", kind=room)

    page = page_of(office, f"{running.url()}?nhom=phong")

    assert [row[0] for row in rows_of(page)] == ["Phòng Văn hóa"]
    assert texts(page, "//nav[@aria-label='Loại đơn vị']//a")[0] == "Mọi đơn vị 3"


def test_a_cell_opens_what_stands_behind_it(office, running):
    one = running.units[0]
    running.received(one, 0, streets=1)
    running.received(one, 1, streets=2, cause="Mưa nhiều")
    running.received(one, 2, streets=4, cause="Thiếu cây giống")
    line = running.line(one, running.streets)
    address = f"{running.url()}{line.pk}/"

    page = page_of(office, address)

    assert texts(page, "//main//h2")[0] == f"Phường An Bình: {STREETS}"
    assert texts(page, "//main//dl/dd") == [
        "4 tuyến · thiếu 4 tuyến", "≥ 8 tuyến",
        f"Mức phải đạt đến {running.periods[2].ends_on:%d/%m/%Y} là 8 tuyến theo mốc “Mốc 2”; "
        "gần đạt khi thiếu không quá 10%, chậm nhiều khi thiếu quá 25% mức ấy.",
        "Số lũy kế đến cuối kỳ",
        texts(page, "//main//dl/dd")[4],
        "Thiếu cây giống", "chưa có tệp nào gắn với chỉ tiêu này",
    ]  # fmt: skip
    assert texts(page, "//main//dl/dd")[4].startswith("Với nhịp hiện nay, đến ")
    assert texts(page, "//main//tbody/tr/th/a") == ["Kỳ 3", "Kỳ 2", "Kỳ 1"]

    dock = office.get(
        address, headers={"HX-Request": "true", "HX-Target": "o-chi-tiet"}
    )
    fragment = html.fromstring(f"<div>{dock.content.decode()}</div>")
    assert not fragment.xpath("//h1")
    assert texts(fragment, "//div[@class='td-celldock__id']/b") == ["Phường An Bình"]
    (link,) = fragment.xpath("//a[contains(., 'Mở báo cáo')]")
    report = one.reports.get(period=running.periods[2])
    assert link.get("href") == reverse("campaigns:report", args=[report.pk])


def test_what_is_not_received_stands_in_the_cell_s_page_but_does_not_count(
    office, running
):
    one = running.units[0]
    running.received(one, 2, streets=9, submitted=True)
    ProgressReportFactory(participation=one, period=running.periods[1])  # a draft
    line = running.line(one, running.streets)

    page = page_of(office, f"{running.url()}{line.pk}/")

    assert texts(page, "//main//dl/dd")[0] == "chưa có số"
    assert texts(page, "//main//tbody/tr") == ["Kỳ 39 tuyếnchưa tínhĐã nộp"]


def test_only_who_runs_the_campaign_sees_it(client, running):
    line = running.line(running.units[0], running.trees)
    addresses = [
        running.url(), running.url("indicator-figures"), f"{running.url()}{line.pk}/"
    ]  # fmt: skip
    member = running.host.person(Role.REPORTER)
    client.force_login(member)
    assert [client.get(one).status_code for one in addresses] == [200, 200, 200]
    client.force_login(ward_under(running))
    assert [client.get(one).status_code for one in addresses] == [403, 403, 403]
    client.force_login(ward().officer)
    assert [client.get(one).status_code for one in addresses] == [404, 404, 404]


def ward_under(running):
    return MembershipFactory(unit=running.units[0].unit, role=Role.REPORTER).user


@pytest.mark.parametrize("units", [1, 3])
def test_the_matrix_costs_the_same_however_many_units(
    client, units, django_assert_num_queries
):
    running = Overseen(units)
    for one in running.units:
        running.received(one, 2, streets=3, trees=4)
    keep(running.campaign.pk)
    client.force_login(running.host.officer)
    counts = {"campaign-indicators": 20, "indicator-figures": 19, "indicator-list": 20}
    for name, count in counts.items():
        address = running.url(name)
        client.get(address)
        with django_assert_num_queries(count):
            client.get(address)


def test_the_names_of_indicators_are_whole_for_who_looks_closer(office, running):
    page = page_of(office, running.url())

    assert page.xpath("//table/thead/tr[2]/th/@title") == [STREETS, TREES]


def test_a_figure_is_told_as_the_plan_wrote_it(office, running):
    Indicator.objects.filter(pk=running.streets.pk).update(
        value="0.3333", shown="1/3", unit_of_measure="số hộ", over_periods="latest"
    )
    running.streets.steps.all().delete()

    page = page_of(office, running.url())

    assert texts(page, "//table/thead/tr[2]/th/span[@class='td-mxt__t']")[0] == "≥ 1/3"
