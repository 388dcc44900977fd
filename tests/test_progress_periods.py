"""Kỳ báo cáo: laid by a rule, put off, locked, opened for one unit; and their pages."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from django.utils.timezone import localdate, now
from lxml import html

from campaigns import actions
from campaigns.models import PeriodOpening, ReportingPeriod
from campaigns.progress.terms import DueRule, Rhythm
from campaigns.scheduling import Asked
from tests.desk_forms import texts, words_of
from tests.factories import (
    PeriodOpeningFactory,
    PhaseFactory,
    PlanLineFactory,
    ProgressReportFactory,
    Role,
    holder,
)
from tests.tracked import at, tracked
from units.errors import Refused

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def place():
    return tracked()


@pytest.fixture
def officer(client, place):
    client.force_login(place.officer)
    return client


def asked(rhythm=Rhythm.QUARTERLY, first=YEAR[0], last=YEAR[1], **due):
    return Asked(rhythm=rhythm, starts_on=first, ends_on=last, due=DueRule(**due))


def days(campaign):
    return [
        (one.label, one.starts_on, one.ends_on, one.due_on)
        for one in ReportingPeriod.objects.of(campaign)
    ]


def quarter(place, **values):
    first, last, due = date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 6)
    return place.period("Quý I/2026", first, last, due, **values)


# ---- by a rule -----------------------------------------------------------------------------


def test_a_rule_lays_periods_that_are_due_on_working_days(place):
    laid = actions.lay_periods(place.campaign.pk, by=place.officer, asked=asked())

    # 5/7/2026 and 5/4/2026 are Sundays.
    assert days(place.campaign) == [
        ("Quý I/2026", date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 6)),
        ("Quý II/2026", date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 6)),
        ("Quý III/2026", date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 5)),
        ("Quý IV/2026", date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 5)),
    ]
    assert laid[0].why == (
        "Hằng quý; hạn nộp 5 ngày sau ngày cuối kỳ; trùng ngày nghỉ thì chuyển sang ngày làm "
        "việc kế tiếp"
    )
    assert len(place.told("reportingperiod.added")) == 4


def test_what_comes_before_a_begun_period_is_not_lost(place):
    """The second quarter is begun, the first is not: both stay."""
    quarter(place)
    begun = place.period(
        "Quý II", date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 6)
    )
    [one] = place.taking("Tổ dân phố 1")
    ProgressReportFactory(participation=one, period=begun)

    actions.lay_periods(
        place.campaign.pk, by=place.officer, asked=asked(Rhythm.HALF_YEARLY)
    )

    assert [label for label, *_ in days(place.campaign)] == [
        "Quý I/2026", "Quý II", "6 tháng cuối năm 2026",
    ]  # fmt: skip


def test_a_rule_leaves_alone_what_was_begun(place):
    begun = quarter(place)
    place.period("Còn lại", date(2026, 4, 1), date(2026, 12, 31), date(2027, 1, 5))
    [one] = place.taking("Tổ dân phố 1")
    ProgressReportFactory(participation=one, period=begun)

    actions.lay_periods(
        place.campaign.pk, by=place.officer, asked=asked(Rhythm.HALF_YEARLY)
    )

    assert [label for label, *_ in days(place.campaign)] == [
        "Quý I/2026", "6 tháng đầu năm 2026", "6 tháng cuối năm 2026",
    ]  # fmt: skip
    assert days(place.campaign)[1][1:3] == (date(2026, 4, 1), date(2026, 6, 30))
    gone = {"name": "Còn lại", "campaign": place.campaign.pk}
    assert place.told("reportingperiod.removed") == [gone]


def test_periods_end_with_the_phases_of_the_plan(place):
    line = PlanLineFactory(plan=place.campaign.plans.get())
    PhaseFactory(line=line, name="Đợt 1", starts_on=YEAR[0], ends_on=date(2026, 5, 31))

    actions.lay_periods(
        place.campaign.pk, by=place.officer,
        asked=asked(Rhythm.AT_PHASES, day_of_next_month=20),
    )  # fmt: skip

    assert days(place.campaign) == [
        ("Đợt 1", date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 22)),
        ("Phần còn lại", date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 20)),
    ]


def test_a_rule_that_gives_nothing_is_refused(place):
    quarter(place, locked_at=now(), locked_by=place.officer, locked_reason="Xong")

    with pytest.raises(Refused, match="không có kỳ nào để lập"):
        actions.lay_periods(
            place.campaign.pk, by=place.officer, asked=asked(last=date(2026, 3, 1))
        )
    assert len(days(place.campaign)) == 1


def test_only_a_campaign_that_was_issued_has_periods(place):
    draft = place.ward.draft()

    with pytest.raises(Refused, match="từ khi kế hoạch được ban hành"):
        actions.lay_periods(draft.campaign_id, by=place.officer, asked=asked())


# ---- one by one ----------------------------------------------------------------------------


def test_a_period_with_a_report_keeps_its_days(place):
    period = quarter(place)
    given = {"label": "Quý một", "starts_on": YEAR[0], "ends_on": date(2026, 3, 15)}

    actions.amend_period(period.pk, by=place.officer, **given)

    assert days(place.campaign) == [
        ("Quý một", YEAR[0], date(2026, 3, 15), date(2026, 4, 6))
    ]
    [one] = place.taking("Tổ dân phố 1")
    ProgressReportFactory(participation=one, period=period)
    for act in (
        lambda: actions.amend_period(period.pk, by=place.officer, **given),
        lambda: actions.remove_period(period.pk, by=place.officer),
    ):
        with pytest.raises(Refused, match="đã có báo cáo"):
            act()


def test_two_periods_do_not_share_a_day(place):
    quarter(place)

    with pytest.raises(Refused, match="Kỳ này trùng ngày với kỳ khác của phong trào"):
        actions.add_period(
            place.campaign.pk, by=place.officer, label="Sơ kết",
            starts_on=date(2026, 3, 31), ends_on=date(2026, 4, 30), due_on=date(2026, 5, 5),
        )  # fmt: skip


def test_a_due_day_is_put_off_with_its_reason_and_never_drawn_in(place):
    period = quarter(place)

    actions.postpone_due(
        period.pk, by=place.officer, due_on=date(2026, 4, 20), reason="Bão số 3"
    )
    actions.postpone_due(
        period.pk, by=place.officer, due_on=date(2026, 4, 27), reason="Mất điện"
    )

    period.refresh_from_db()
    assert (period.due_first_on, period.due_on, period.postponed_reason) == (
        date(2026, 4, 6), date(2026, 4, 27), "Mất điện",
    )  # fmt: skip
    first = place.told("reportingperiod.postponed")[0]
    assert first["after"] == {
        "due_on": "2026-04-20", "postponed_reason": "Bão số 3", "due_first_on": "2026-04-06",
    }  # fmt: skip
    for day, reason, sentence in (
        (date(2026, 4, 27), "Vẫn thế", "Hạn mới phải sau hạn đang có \\(27/04/2026\\)"),
        (date(2026, 5, 4), " ", "Ghi lý do lùi hạn nộp."),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.postpone_due(period.pk, by=place.officer, due_on=day, reason=reason)


def test_a_period_is_locked_and_unlocked_with_reasons(place):
    period = quarter(place)

    actions.lock_period(period.pk, by=place.officer, reason="Đã tổng hợp")
    period.refresh_from_db()
    assert (period.locked_by, period.locked_reason) == (place.officer, "Đã tổng hợp")
    with pytest.raises(Refused, match="đã khóa rồi"):
        actions.lock_period(period.pk, by=place.officer, reason="Lại")

    actions.unlock_period(period.pk, by=place.officer, reason="Bổ sung số liệu")
    period.refresh_from_db()
    assert (period.locked_at, period.locked_by) == (None, None)
    assert place.told("reportingperiod.unlocked") == [{"reason": "Bổ sung số liệu"}]
    with pytest.raises(Refused, match="không còn khóa"):
        actions.unlock_period(period.pk, by=place.officer, reason="Lại")


def test_a_locked_period_has_its_reason(place):
    period = quarter(place)

    with pytest.raises(IntegrityError, match="a_locked_period_has_its_reason"):
        ReportingPeriod.objects.filter(pk=period.pk).update(
            locked_at=now(), locked_by=place.officer
        )


def test_a_period_is_opened_for_one_unit_until_a_day(place):
    period = quarter(place)
    one, other = place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    until = localdate() + timedelta(days=3)
    given = {"by": place.officer, "until": until, "reason": "Lũ lụt"}

    opening = actions.open_period(period.pk, unit_id=one.unit_id, **given)

    [there] = PeriodOpening.objects.in_use(localdate())
    assert (there.unit, there.until, there.reason) == (one.unit, until, "Lũ lụt")
    with pytest.raises(Refused, match="Kỳ này đang mở cho đơn vị rồi"):
        actions.open_period(period.pk, unit_id=one.unit_id, **given)
    actions.close_opening(opening.pk, by=place.officer)
    actions.open_period(period.pk, unit_id=one.unit_id, **given)
    with pytest.raises(Refused, match="Mở kỳ đến hôm nay"):
        actions.open_period(
            period.pk, unit_id=other.unit_id, **given | {"until": date(2026, 1, 1)}
        )
    with pytest.raises(Refused, match="không tham gia phong trào"):
        actions.open_period(period.pk, unit_id=place.ward.unit.pk, **given)


def test_an_opening_that_ran_out_makes_way_for_another(place):
    period = quarter(place)
    [one] = place.taking("Tổ dân phố 1")
    old = PeriodOpeningFactory(participation=one, period=period)

    new = actions.open_period(
        period.pk, by=place.officer, unit_id=one.unit_id, until=localdate(), reason="Lũ"
    )

    old.refresh_from_db()
    assert old.closed_at is not None
    assert list(PeriodOpening.objects.open()) == [new]


def test_nobody_else_keeps_the_periods(place):
    period = quarter(place)

    for person in (place.ward.leader, place.ward.clerk, place.ward.reporter):
        with pytest.raises(PermissionDenied):
            actions.lock_period(period.pk, by=person, reason="Xong")


# ---- on the screen -------------------------------------------------------------------------

FORM = {
    "rhythm": "half_yearly", "starts_on": "1/1/2026", "ends_on": "31/12/2026", "due": "fixed",
    "days_after": "5", "day_of_next_month": "10",
}  # fmt: skip


def test_what_a_rule_would_give_is_shown_before_it_is_laid(officer, place):
    page = officer.post(place.url("periods-lay"), FORM | {"buoc": "xem"})

    assert page.status_code == 200
    rows = texts(html.fromstring(page.content.decode()), "//tbody/tr/*")
    assert rows == [
        "6 tháng đầu năm 2026", "01/01/2026", "30/06/2026", "10/07/2026Thứ Sáu",
        "6 tháng cuối năm 2026", "01/07/2026", "31/12/2026", "11/01/2027Thứ Hai",
    ]  # fmt: skip
    assert not ReportingPeriod.objects.exists()

    answer = officer.post(place.url("periods-lay"), FORM | {"buoc": "lap"})

    assert answer.status_code == 302
    assert [label for label, *_ in days(place.campaign)] == [
        "6 tháng đầu năm 2026", "6 tháng cuối năm 2026",
    ]  # fmt: skip


def test_a_wrong_rule_stays_as_typed(officer, place):
    page = officer.post(
        place.url("periods-lay"), FORM | {"day_of_next_month": "40", "ends_on": "mai"}
    )

    assert page.status_code == 422
    text = page.content.decode()
    assert "Ngày của tháng sau là một số từ 1 đến 31." in text
    assert 'value="40"' in text
    assert 'value="mai"' in text


def test_the_page_tells_what_became_of_each_period(officer, place):
    period = quarter(place, why="Kế hoạch yêu cầu báo cáo trước ngày này")
    one, other = place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    ProgressReportFactory(participation=one, period=period, submitted=True)
    url = at("period-postpone", period.pk)
    officer.post(url, {"due_on": "20/04/2026", "reason": "Bão số 3"})
    officer.post(at("period-lock", period.pk), {"reason": "Đã tổng hợp"})
    until = localdate() + timedelta(days=3)
    answer = officer.post(
        at("period-open", period.pk),
        {"unit": other.unit_id, "until": f"{until:%d/%m/%Y}", "reason": "Lũ lụt"},
    )
    assert answer.status_code == 302

    text = words_of(officer.get(place.url("track-periods")))

    assert (
        "hạn nộp 20/04/2026 (hạn ban đầu 06/04/2026; lùi vì: Bão số 3) 1/2 đơn vị đã nộp. "
        "Vì sao có kỳ này: Kế hoạch yêu cầu báo cáo trước ngày này." in text
    )
    assert f"Mở cho Tổ dân phố 2 đến hết ngày {until:%d/%m/%Y}: Lũ lụt" in text
    assert ": Đã tổng hợp" in text
    officer.post(at("opening-close", PeriodOpening.objects.get().pk))
    officer.post(at("period-unlock", period.pk), {"reason": "Bổ sung"})
    text = words_of(officer.get(place.url("track-periods")))
    assert "Mở cho Tổ dân phố 2" not in text
    assert "Đã qua hạn" in text


def test_a_unit_is_found_by_typing_and_what_was_typed_stays(officer, place):
    period = quarter(place)
    place.taking("Tổ dân phố Hoa Sen")
    place.below("Tổ dân phố Hoa Mai")
    given = {"tim": "unit", "unit_tim": "hoa", "until": "x", "reason": "Lũ lụt"}

    page = officer.post(at("period-open", period.pk), given)

    text = words_of(page)
    assert "Tổ dân phố Hoa Sen" in text
    assert "Hoa Mai" not in text
    assert "Lũ lụt" in page.content.decode()
    wrong = officer.post(at("period-open", period.pk), {"until": "x", "reason": ""})
    assert wrong.status_code == 422
    assert "Tìm và chọn đơn vị." in words_of(wrong)


def test_a_period_is_added_amended_and_dropped_on_the_screen(officer, place):
    given = {
        "label": "Sơ kết", "starts_on": "1/1/2026", "ends_on": "31/3/2026",
        "due_on": "5/4/2026",
    }  # fmt: skip
    officer.post(place.url("period-add"), given)
    period = ReportingPeriod.objects.get()

    officer.post(at("period-amend", period.pk), given | {"label": "Sơ kết quý I"})

    period.refresh_from_db()
    assert (period.label, period.due_on) == ("Sơ kết quý I", date(2026, 4, 5))
    officer.post(at("period-remove", period.pk))
    assert not ReportingPeriod.objects.exists()
    assert "Chưa có kỳ báo cáo nào" in words_of(officer.get(place.url("track-periods")))


def test_the_book_of_the_campaign_tells_of_its_periods(officer, place):
    period = quarter(place)
    officer.post(at("period-lock", period.pk), {"reason": "Đã tổng hợp"})
    officer.post(at("period-unlock", period.pk), {"reason": "Bổ sung số liệu"})

    text = words_of(officer.get(place.url("campaign-history")))

    assert "Khóa kỳ báo cáo “Quý I/2026”" in text
    assert "Mở khóa kỳ báo cáo “Bổ sung số liệu”" in text


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(officer, place, django_assert_num_queries, count):
    takers = place.taking(*[f"Tổ dân phố {number}" for number in range(count)])
    for month in range(1, count + 1):
        first = date(2026, month, 1)
        period = place.period(f"Tháng {month}", first, first, first)
        for one in takers:
            PeriodOpeningFactory(participation=one, period=period)
    officer.get(place.url("track-periods"))

    with django_assert_num_queries(14):
        officer.get(place.url("track-periods"))


def test_the_unit_reads_why_its_period_was_put_off_or_locked(client, place):
    period = quarter(
        place, due_first_on=date(2026, 4, 1), postponed_reason="Bão số 3",
        locked_at=now(), locked_by=place.officer, locked_reason="Đã tổng hợp",
    )  # fmt: skip
    [one] = place.taking("Tổ dân phố 1")
    reporter = holder(one.unit, Role.REPORTER, "Tổ trưởng").user
    report = ProgressReportFactory(
        participation=one, period=period, created_by=reporter
    )
    client.force_login(reporter)

    text = words_of(client.get(at("report", report.pk)))

    assert "Hạn nộp 06/04/2026 (lùi từ 01/04/2026: Bão số 3)" in text
    assert "Kỳ đã khóa: Đã tổng hợp" in text
    assert "Ghi đầu mối" in words_of(client.get(reverse("campaigns:report-list")))
