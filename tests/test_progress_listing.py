"""Danh sách chỉ tiêu và tệp Excel: the whole against what was due, and numbers as numbers."""

from datetime import timedelta
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from campaigns.models import Allocation, Indicator, Phase, PlanLine, Target
from campaigns.overseeing import words
from campaigns.overseeing.board import frame_of
from campaigns.overseeing.kept import kept_of
from campaigns.overseeing.wholes import Level, wholes_of
from campaigns.progress.aggregation import rounded
from tests.desk_forms import texts
from tests.overseen import STREETS, TREES, Overseen
from units.models import Access

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


def whole(running, indicator):
    frame = frame_of(running.campaign, running.today)
    wholes = wholes_of(frame, kept_of(frame, running.today).sums)
    return next(one for one in wholes if one.indicator == indicator)


def test_all_units_together_owe_what_each_of_them_owes(running):
    one, two = running.units
    running.received(one, 2, streets=9)
    running.received(two, 2, streets=8)

    found = whole(running, running.streets)

    assert (found.value, found.course.goal.level, found.required.level) == (17, 20, 16)
    assert (found.level, found.done, found.due) == (
        Level.ON_PACE, Fraction(17, 20), Fraction(4, 5),
    )  # fmt: skip


def test_once_the_figure_is_spread_the_plan_s_own_figure_is_the_whole(running):
    one, two = running.units
    for taking, value in ((one, 6), (two, 4)):
        Allocation.objects.filter(
            participation=taking, indicator=running.streets
        ).update(value=value)
    running.received(one, 2, streets=6)

    found = whole(running, running.streets)

    assert (found.value, found.course.goal.level, found.required.level) == (6, 10, 8)
    assert found.level is Level.BEHIND


def test_who_is_exempt_owes_nothing_of_the_whole(running):
    one, two = running.units
    Allocation.objects.filter(participation=two).update(
        exempted_at=running.plan.created_at, exempted_by=running.host.officer,
        exempt_reason="Không có đất",
    )  # fmt: skip
    running.received(one, 2, streets=10)

    found = whole(running, running.streets)

    assert (found.level, found.course.goal.level) == (Level.DONE, 10)


def test_a_count_of_units_is_held_against_all_that_are_due(running):
    Indicator.objects.filter(pk=running.streets.pk).update(over_units="count")
    one, two = running.units
    running.received(one, 2, streets=9)
    running.received(two, 2, streets=1)

    found = whole(running, running.streets)

    assert (found.value, found.required.level, found.level) == (1, 2, Level.BEHIND)


def test_nothing_reported_is_blank_and_not_zero(running):
    found = whole(running, running.trees)

    assert (found.value, found.done, found.level) == (None, None, Level.BLANK)


def test_the_list_tells_the_whole_what_was_due_and_who_left_their_pace(office, running):
    one, two = running.units
    for period, (fast, slow) in enumerate(((10, 10), (20, 20), (90, 21))):
        running.received(one, period, streets=9, trees=fast)
        running.received(two, period, streets=9, trees=slow)

    page = page_of(office, running.url("indicator-list"))

    assert texts(page, "//main//h2") == [STREETS, TREES]
    told = texts(page, "//p[@class='td-indic__n']")
    assert told == [
        "18 tuyến, mức phải đạt đến nay ≥ 16 tuyến; mức giao 20 tuyến (90%) · 2/2 đơn vị có số",
        "111 cây, mức phải đạt đến nay ≥ 160 cây; mức giao 200 cây (55%) · 2/2 đơn vị có số",
    ]
    assert texts(page, "//ul[contains(@class,'td-indic__m')]/li") == [
        "Chậm lại: Phường Bồ Đề. Kỳ này tăng 1 cây; theo nhịp trước là tăng 10 cây.",
        "Bứt lên: Phường An Bình. Kỳ này tăng 70 cây; theo nhịp trước là tăng 10 cây.",
    ]
    labels = page.xpath(
        "//*[local-name()='svg'][contains(@class,'td-bar')]/@aria-label"
    )
    assert labels == [
        "Hẻm nở hoa: đạt 90%, mức phải đạt đến nay 80%",
        f"{TREES}: đạt 55%, mức phải đạt đến nay 80%",
    ]


def test_each_level_lists_as_many_indicators_as_it_counts(office, running):
    running.received(running.units[0], 2, streets=20, trees=1)
    address = running.url("indicator-list")

    page = page_of(office, address)
    counts = {}
    for link in page.xpath("//nav[contains(@aria-label,'Lọc')]//a"):
        label, count = " ".join(link.text_content().split()).rsplit(" ", 1)
        counts[label] = int(count)
        listed = page_of(office, address + link.get("href").replace("?", "?", 1))
        assert len(listed.xpath("//main//h2")) == int(count)
    assert counts == {"Tất cả": 2, "Đã đạt": 1, "Chậm": 1}


def test_only_one_section(office, running):
    page = page_of(office, running.url("indicator-list") + "?phan=Đô thị")

    assert texts(page, "//main//h2") == [STREETS]


def test_the_file_has_numbers_and_what_it_was_narrowed_to(office, running):
    one, two = running.units
    running.received(one, 2, streets=9, trees="75.5")
    running.received(two, 2, trees=0)

    answer = office.get(f"{running.url('indicator-export')}?cham=1")

    book = openpyxl.load_workbook(BytesIO(answer.content))
    grid = [[cell.value for cell in row] for row in book["Ma trận"].iter_rows()]
    assert grid[0][0] == running.campaign.name
    assert [row[0] for row in grid[2:4]] == ["Đơn vị: tất cả (2)", "Chỉ các ô chậm."]
    assert [row[:3] for row in grid[6:10]] == [
        ["Mục", "Đô thị", "Môi trường"],
        ["Chỉ tiêu", STREETS, TREES],
        ["Đơn vị tính", "tuyến", "cây"],
        ["Mức phải đạt", "≥ 8 tuyến", "≥ 80 cây"],
    ]
    assert grid[10][:3] == ["Phường Bồ Đề", None, 0]
    assert grid[11][:3] == ["Cộng chung", 9, 75.5]
    flat = [[cell.value for cell in row] for row in book["Số liệu"].iter_rows()]
    assert [(row[0], row[2], row[4], row[8]) for row in flat[1:]] == [
        ("Phường Bồ Đề", TREES, 0, "chậm")
    ]
    logged = Access.objects.get(what="exported")
    assert (logged.subject_id, logged.about) == (running.campaign.pk, "Bảng chỉ tiêu")


def test_no_text_of_a_file_is_a_formula(office, running):
    Indicator.objects.filter(pk=running.trees.pk).update(section="=1+1")

    answer = office.get(running.url("indicator-export"))

    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [cell for row in book["Số liệu"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s", "s"]


def test_each_phase_shows_its_days_its_targets_and_its_reports(office, running):
    line = PlanLine.objects.filter(plan=running.plan).first()
    today = running.today
    first = Phase.objects.create(
        line=line, name="Đợt đầu", starts_on=running.periods[0].starts_on,
        ends_on=running.periods[1].ends_on,
    )  # fmt: skip
    second = Phase.objects.create(
        line=line, name="Đợt hai", starts_on=today, ends_on=today + timedelta(days=30)
    )
    target = Target.objects.create(line=line, name=STREETS, unit="tuyến", phase=first)
    Indicator.objects.filter(pk=running.streets.pk).update(target=target)
    for one in running.units:
        running.received(one, 1, streets=9, trees=90)

    page = page_of(office, running.url("phase-list"))

    told = []
    for section in page.xpath("//section[starts-with(@aria-labelledby, 'h-dot')]"):
        [name] = texts(section, ".//h2")
        tags = texts(section, "./div/span[contains(@class, 'td-tag')]")
        aims = texts(section, ".//ul[@class='td-list td-phase']//a")
        periods = texts(section, ".//ul[contains(@class, 'td-phase--k')]//a")
        told.append((name, tags, aims, periods))
    own = [row for row in told if row[0] in ("Đợt đầu", "Đợt hai", "Cả phong trào")]
    assert own == [
        ("Đợt đầu", ["Đã qua"], [STREETS], ["Kỳ 1", "Kỳ 2"]),
        ("Đợt hai", ["Đang diễn ra"], [], []),
        ("Cả phong trào", [], [TREES], ["Kỳ 3"]),
    ]
    assert second.pk
    assert "2 đơn vị đã nộp" in page.text_content()


@given(st.decimals(-(10**14) + 1, 10**14 - 1, places=6))
def test_two_decimals_are_those_of_the_law(number):
    assert words.near(number) == rounded(Fraction(number), 2)
    assert str(words.near(number)) == str(rounded(Fraction(number), 2))
