"""Trang báo cáo của đơn vị và của cơ quan phát động: what they show, at what cost."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns.actions.progress.receiving import exempt_report, return_report
from campaigns.actions.progress.reporting import begin_report, save_report
from campaigns.filling import Figure, mark_of
from campaigns.models import ProgressReport
from campaigns.views.shared import campaign_url
from tests.factories import (
    AllocationFactory,
    IndicatorFactory,
    MembershipFactory,
    ParticipationFactory,
    Role,
)
from tests.running import Running

pytestmark = pytest.mark.django_db
LIST = reverse("campaigns:report-list")


@pytest.fixture
def running() -> Running:
    return Running()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def sheet(running):
    """A report that the first unit has begun, and the number of its line."""
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    return report, running.line(running.one)


def fields(line, so="", seen=None, **more):
    return {
        f"v{line}-so": so,
        f"v{line}-seen": mark_of(Figure()) if seen is None else seen,
        **more,
    }


def test_what_is_owed_stands_first_and_is_begun_with_one_press(running, client):
    client.force_login(running.reporter(running.one))
    page = client.get(LIST).content.decode()
    assert re.findall(r'<a href="[^"]+"><b>([^<]+)</b>', page) == [
        "Kỳ 1", "Kỳ 2", "Kỳ 3",
    ]  # fmt: skip
    assert page.count("Quá hạn</span>") == 2

    url = reverse(
        "campaigns:report-begin", args=[running.one.pk, running.periods[0].pk]
    )
    answer = client.post(url)
    report = ProgressReport.objects.get()
    assert answer.url == reverse("campaigns:report", args=[report.pk])
    assert client.get(url).url == answer.url


@pytest.mark.parametrize("amount", [1, 3])
def test_the_list_costs_the_same_for_one_period_and_for_three(
    running, client, django_assert_num_queries, amount
):
    for period in running.periods[amount:]:
        period.delete()
    client.force_login(running.reporter(running.one))
    client.get(LIST)
    with django_assert_num_queries(6):
        page = client.get(LIST)
    assert len(page.context["open"]) == amount


def test_saving_keeps_what_is_no_figure_and_says_so(running, client, sheet):
    report, line = sheet
    client.force_login(running.reporter(running.one))
    url = reverse("campaigns:report", args=[report.pk])

    answer = client.post(url, fields(line, "bảy tám", act="luu"), follow=True)

    page = answer.content.decode()
    assert f'name="v{line}-so"' in page
    assert 'value="bảy tám"' in page
    assert "Chưa nhập" not in re.findall(rf'id="dg-v{line}".*?</span></span>', page)
    [value] = report.values.all()
    assert (value.value, value.typed) == (None, "bảy tám")


def test_a_quiet_save_answers_with_marks_and_verdicts_and_touches_no_box(
    running, client, sheet
):
    report, line = sheet
    client.force_login(running.reporter(running.one))
    url = reverse("campaigns:report", args=[report.pk])
    data = fields(line, "3", act="tu-luu")

    answer = client.post(url, data, headers={"HX-Request": "true"})

    html = answer.content.decode()
    assert 'id="save-state" data-state="ok"' in html
    assert "data-behind" in html
    assert 'class="form-control' not in html
    mark = mark_of(Figure(value=Decimal(3)))
    assert f'name="v{line}-seen" value="{mark}"' in html


def test_what_a_colleague_saved_is_not_overwritten_by_a_page_that_is_older(
    running, client, sheet
):
    report, line = sheet
    colleague = MembershipFactory(unit=running.one.unit, role=Role.OFFICER).user
    save_report(report.pk, by=colleague, figures={line: Figure(value=Decimal(5))})
    client.force_login(running.reporter(running.one))
    url = reverse("campaigns:report", args=[report.pk])

    answer = client.post(url, fields(line, "6", act="luu"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="6"' in page
    assert "Người khác vừa lưu: <b>5 tuyến</b>" in page
    assert report.values.get().value == 5
    # The page now knows of it: to save again is to mean it.
    seen = re.search(rf'name="v{line}-seen" value="([0-9a-f]+)"', page)[1]
    client.post(url, fields(line, "6", seen=seen, act="luu"))
    assert report.values.get().value == 6


def test_the_check_page_links_what_is_missing_and_sends_when_all_is_there(
    running, client, sheet
):
    report, line = sheet
    client.force_login(running.reporter(running.one))
    check = reverse("campaigns:report-check", args=[report.pk])
    page = client.get(check).content.decode()
    assert f'href="/bao-cao/{report.pk}/#v{line}-so"' in page
    assert client.post(check).status_code == 422

    save_report(
        report.pk,
        by=running.reporter(running.one),
        figures={line: Figure(value=Decimal(12))},
    )
    answer = client.post(check, follow=True)
    assert f"số biên nhận BC-{report.pk:06d}" in answer.content.decode()


def test_the_host_does_not_see_what_a_unit_is_still_writing(running, client, sheet):
    report, _ = sheet
    client.force_login(running.host.officer)
    assert client.get(reverse("campaigns:report", args=[report.pk])).status_code == 404
    board = client.get(campaign_url(running.campaign, "campaign-reports"))
    assert f"/bao-cao/{report.pk}/" not in board.content.decode()
    assert "Đang nhập" in board.content.decode()


def test_every_count_of_the_board_opens_as_many_units(running, client):
    running.sent(running.one, value=12)
    exempt_report(
        running.two.pk, running.periods[2].pk, by=running.host.officer, reason="Mới lập"
    )
    ParticipationFactory.create_batch(2, campaign=running.campaign)
    client.force_login(running.host.officer)
    url = campaign_url(running.campaign, "campaign-reports")
    counts = {one["key"]: one["count"] for one in client.get(url).context["sorts"]}
    assert counts == {"": 4, "da-nop": 1, "chua-nop": 2, "cho": 1, "mien": 1}
    for key, count in counts.items():
        assert len(client.get(url, {"loc": key}).context["listed"]) == count


def test_the_board_turns_to_the_period_before_and_after(running, client):
    client.force_login(running.host.officer)
    url = campaign_url(running.campaign, "campaign-reports")
    first, second, third = running.periods

    def turns(period):
        page = client.get(url, {"ky": period.pk, "loc": "chua-nop"}).content.decode()
        links = re.findall(r'href="([^"]+)" rel="(\w+)" title="([^"]+)"', page)
        return [(unescape(link), way, words) for link, way, words in links]

    def link(period):
        return f"{url}?ky={period.pk}&loc=chua-nop"

    assert turns(first) == [(link(second), "next", "Kỳ sau: Kỳ 2")]
    assert turns(second) == [
        (link(first), "prev", "Kỳ trước: Kỳ 1"),
        (link(third), "next", "Kỳ sau: Kỳ 3"),
    ]
    assert turns(third) == [(link(second), "prev", "Kỳ trước: Kỳ 2")]


@pytest.mark.parametrize("amount", [1, 3])
def test_the_board_costs_the_same_for_one_unit_and_for_three(
    running, client, django_assert_num_queries, amount
):
    if amount == 1:
        running.two.allocations.all().delete()
        running.two.delete()
    else:
        ParticipationFactory(campaign=running.campaign)
    client.force_login(running.host.officer)
    url = campaign_url(running.campaign, "campaign-reports")
    client.get(url)
    with django_assert_num_queries(13):
        page = client.get(url)
    assert len(page.context["listed"]) == amount


@pytest.mark.parametrize("amount", [1, 3])
def test_the_sheet_costs_the_same_for_one_line_and_for_three(
    running, client, sheet, django_assert_num_queries, amount
):
    report, _ = sheet
    for _number in range(amount - 1):
        AllocationFactory(
            participation=running.one,
            indicator=IndicatorFactory(campaign=running.campaign),
        )
    client.force_login(running.reporter(running.one))
    url = reverse("campaigns:report", args=[report.pk])
    client.get(url)
    with django_assert_num_queries(14):
        page = client.get(url)
    assert len(page.context["rows"]) == amount


def test_returned_lines_are_marked_and_the_others_closed(running, client):
    other = IndicatorFactory(campaign=running.campaign, name="Cây xanh")
    second = AllocationFactory(participation=running.one, indicator=other)
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    twelve = Figure(value=Decimal(12))
    line = running.line(running.one)
    save_report(report.pk, by=by, figures={line: twelve, second.pk: twelve})
    client.force_login(by)
    client.post(reverse("campaigns:report-check", args=[report.pk]))
    client.force_login(running.host.officer)
    url = reverse("campaigns:report-return", args=[report.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(
        url,
        {"reason": "Xem lại", f"v{second.pk}-chon": "1", f"v{second.pk}-xin": "Số cây"},
    )
    client.force_login(by)
    page = client.get(reverse("campaigns:report", args=[report.pk])).content.decode()

    assert "Cần bổ sung: Số cây" in page
    assert re.search(rf'name="v{line}-so"[^>]* readonly', page)
    assert not re.search(rf'name="v{second.pk}-so"[^>]* readonly', page)


def test_the_inbox_tells_units_what_is_due_and_the_host_what_waits(running, client):
    client.force_login(running.reporter(running.one))
    home = client.get(reverse("home")).content.decode()
    assert "Nộp báo cáo kỳ 1" in home
    running.sent(running.one, period=1, value=12)
    report = running.sent(running.two, period=1, value=12)
    return_report(report.pk, by=running.host.officer, reason="Thiếu ảnh")

    client.force_login(running.host.officer)
    home = client.get(reverse("home")).content.decode()
    assert "Tiếp nhận 1 báo cáo kỳ 2" in home
    assert "Đôn đốc 2 đơn vị chưa nộp báo cáo kỳ 1" in home
    assert "chưa nộp báo cáo kỳ 2" not in home

    client.force_login(running.reporter(running.two))
    home = client.get(reverse("home")).content.decode()
    assert "Bổ sung báo cáo kỳ 2" in home
    assert "“Thiếu ảnh”" in home


def test_one_goes_through_everything_due_and_may_skip(running, client):
    client.force_login(running.reporter(running.one))
    url = reverse("campaigns:report-next")
    first = client.get(url).url
    key = f"{running.one.pk}-{running.periods[0].pk}"
    assert f"don-vi-{running.one.pk}/ky-{running.periods[0].pk}/" in first
    second = client.get(url, {"sau": key}).url
    assert f"/ky-{running.periods[1].pk}/" in second
    last = f"{running.one.pk}-{running.periods[2].pk}"
    if running.periods[2].due_on > localdate():
        assert client.get(url, {"sau": last}).url == LIST


def test_saving_by_itself_never_blanks_what_a_colleague_has_typed(
    running, client, sheet
):
    """The page was opened before; it goes on saving what its own person types elsewhere."""
    report, line = sheet
    other = AllocationFactory(
        participation=running.one,
        indicator=IndicatorFactory(campaign=running.campaign, name="Cây xanh"),
    )
    colleague = MembershipFactory(unit=running.one.unit, role=Role.OFFICER).user
    save_report(report.pk, by=colleague, figures={line: Figure(value=Decimal(5))})
    client.force_login(running.reporter(running.one))
    url = reverse("campaigns:report", args=[report.pk])
    data = fields(line) | fields(other.pk, "9", act="tu-luu")

    for typed in ("9", "10"):
        data[f"v{other.pk}-so"] = typed
        html = client.post(url, data, headers={"HX-Request": "true"}).content.decode()
        assert "Người khác vừa lưu: <b>5 tuyến</b>" in html
        # As the browser does: the marks of the answer go into the form.
        data |= dict(re.findall(r'name="(v\d+-seen)" value="([0-9a-f]*)"', html))

    stored = {v.allocation_id: v.value for v in report.values.all()}
    assert stored == {line: 5, other.pk: 10}


@pytest.mark.parametrize("amount", [0, 1])
def test_only_ticked_lines_are_ticked(running, client, amount):
    report = running.sent(running.one, value=12)
    client.force_login(running.host.officer)
    url = reverse("campaigns:report-return", args=[report.pk])
    ticked = {f"v{running.line(running.one)}-chon": "1"} if amount else {}
    page = client.post(url, {"reason": "", **ticked}).content.decode()
    assert page.count(" checked") == amount


def test_a_unit_that_is_added_later_owes_nothing_of_what_was_over(running, client):
    late = ParticipationFactory(campaign=running.campaign, source="added")
    client.force_login(running.reporter(late))
    page = client.get(LIST)
    assert [one["owed"].period.label for one in page.context["open"]] == [
        period.label for period in running.periods if period.ends_on >= localdate()
    ]
    client.force_login(running.host.officer)
    assert "Đôn đốc 2 đơn vị chưa nộp báo cáo kỳ 1" in (
        client.get(reverse("home")).content.decode()
    )
