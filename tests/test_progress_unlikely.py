"""Số có lẽ sai: a note to who writes and who receives, that stands in nobody's way."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.actions.progress.reporting import begin_report, submit_report
from campaigns.filling import sheet_of
from campaigns.models import Indicator
from campaigns.progress.measures import Better, Goal, Measure, OverPeriods
from campaigns.progress.unlikely import unlikely_fall, unlikely_share
from tests.running import Running
from tests.test_progress_nothing_lost import QUIETLY, fields_of, words

UP = Goal(Better.UP, low=Decimal(90))
TURNED = (
    "Số đạt 310 lớn hơn tổng số 37; xem lại có đảo hai số hay gõ thừa chữ số không."
)
LESS = "Số lũy kế 5 thấp hơn 12 đã báo ở Kỳ 2; số lũy kế tính từ đầu phong trào."


@pytest.mark.parametrize(
    ("figure", "goal", "change", "said"),
    [
        ((Decimal("837.8"), 310, 37), UP, False, TURNED),
        ((Decimal(100), 37, 37), UP, False, ""),
        ((Decimal("100.5"), None, None), UP, False,
         "100,5% là quá cả tổng số (100%); xem lại dấu phẩy."),
        ((Decimal(100), None, None), UP, False, ""),
        ((Decimal(884), None, None), None, False,
         "884% là quá cả tổng số (100%); xem lại dấu phẩy."),
        # Of a plan more than the whole may be asked for, and of a change it may come.
        ((Decimal(110), None, None), Goal(Better.UP, low=Decimal(105)), False, ""),
        ((Decimal(110), 110, 100), Goal(Better.UP, low=Decimal(105)), False, ""),
        ((Decimal(110), None, None), UP, True, ""),
        ((None, 0, 0), UP, False, ""),
    ],
)  # fmt: skip
def test_more_than_the_whole(figure, goal, change, said):
    value, numerator, denominator = figure
    found = unlikely_share(
        value, numerator, denominator, Measure.PERCENT, goal, is_change=change
    )
    assert found == said
    assert unlikely_share(value, None, None, Measure.NUMBER, goal) == ""


@pytest.mark.parametrize(
    ("value", "before", "measure", "over", "goal", "is_said"),
    [
        (5, 12, Measure.NUMBER, OverPeriods.RUNNING, UP, True),
        (5, 12, Measure.NUMBER, OverPeriods.RUNNING, None, True),
        (12, 12, Measure.NUMBER, OverPeriods.RUNNING, UP, False),
        (5, None, Measure.NUMBER, OverPeriods.RUNNING, UP, False),
        (None, 12, Measure.NUMBER, OverPeriods.RUNNING, UP, False),
        (5, 12, Measure.NUMBER, OverPeriods.SUM, UP, False),
        (5, 12, Measure.NUMBER, OverPeriods.LATEST, UP, False),
        (5, 12, Measure.PERCENT, OverPeriods.RUNNING, UP, False),
        (5, 12, Measure.NUMBER, OverPeriods.RUNNING,
         Goal(Better.DOWN, high=Decimal(3)), False),
    ],
)  # fmt: skip
def test_a_running_total_that_falls(value, before, measure, over, goal, is_said):
    found = unlikely_fall(value, before, "Kỳ 2", measure, over, goal)
    assert found == (LESS if is_said else "")


@pytest.mark.django_db
def test_who_writes_reads_it_and_saves_and_who_receives_reads_it_too(client):
    running = Running()
    running.received(running.one, period=1, value=12)
    by, line = running.reporter(running.one), running.line(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    client.force_login(by)
    url = reverse("campaigns:report", args=[report.pk])
    page = fields_of(client.get(url)) | {f"v{line}-so": "5", f"v{line}-vi-sao": "Mưa"}

    quiet = client.post(url, page | {"act": "tu-luu"}, headers=QUIETLY)

    assert words(quiet, f"nb-v{line}") == f"{LESS} Đúng như vậy thì cứ lưu."
    assert 'data-state="ok"' in quiet.content.decode()
    assert report.values.get().value == 5
    check = client.get(reverse("campaigns:report-check", args=[report.pk]))
    assert LESS in check.content.decode()
    submit_report(report.pk, by=by)
    client.force_login(running.host.officer)
    assert LESS in client.get(url).content.decode()


@pytest.mark.django_db
def test_of_a_line_that_is_not_reported_nothing_is_said():
    running = Running(measure="percent", unit_of_measure="%", value=Decimal(90))
    report = running.sent(running.one, value=310)
    (line,) = sheet_of(report).lines
    assert line.doubt == "310% là quá cả tổng số (100%); xem lại dấu phẩy."
    Indicator.objects.update(is_change=True)
    (line,) = sheet_of(report).lines
    assert line.doubt == ""
    Indicator.objects.update(is_change=False)
    report.values.update(exempt_reason="Không có hồ sơ")
    (line,) = sheet_of(report).lines
    assert line.doubt == ""
