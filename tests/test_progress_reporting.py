"""Báo cáo tiến độ: saved as typed, sent when whole, received, returned, taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.actions.progress.raising import Raised
from campaigns.actions.progress.receiving import (
    end_exemption,
    exempt_report,
    receive_report,
    return_report,
    undo_receipt,
)
from campaigns.actions.progress.reporting import (
    begin_report,
    begin_report_for_unit,
    save_report,
    submit_report,
    withdraw_report,
)
from campaigns.filling import Figure, lacks, mark_of, sheet_of
from campaigns.models import (
    Allocation,
    Participation,
    ProgressReport,
)
from campaigns.totals import of_indicators
from tests.factories import (
    AllocationFactory,
    IndicatorFactory,
    IndicatorStepFactory,
    MembershipFactory,
    ParticipationFactory,
    PeriodOpeningFactory,
    Role,
)
from tests.running import Running
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def running() -> Running:
    return Running()


def test_only_what_is_received_counts_and_what_is_taken_back_counts_no_more(running):
    running.received(running.one, value=4)
    assert running.total() == 4
    report = running.sent(running.two, value=5)
    assert running.total() == 4

    receive_report(report.pk, by=running.host.officer)
    assert running.total() == 9

    undo_receipt(report.pk, by=running.host.officer, reason="Số chưa đúng")
    assert running.total() == 4
    [entry] = AuditEntry.objects.filter(action="progressreport.receipt_undone")
    assert entry.detail == {"reason": "Số chưa đúng"}


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    given_by=st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 50)),
        max_size=5, unique_by=lambda one: one[:2],
    ),
    rule=st.sampled_from(["running", "sum", "latest", "average"]),
)  # fmt: skip
def test_to_take_a_receipt_back_restores_every_total_exactly(given_by, rule):
    """Whatever was received before, in whatever order of periods."""
    with transaction.atomic():
        running = Running(over_periods=rule)
        for unit, period, value in given_by:
            running.received(running.units[unit], period, value)
        before = (
            running.total(),
            list(
                Allocation.objects.order_by("pk").values_list(
                    "pk", "result", "result_on"
                )
            ),
        )
        free = next(
            (u, p) for p in (2, 1, 0) for u in (0, 1)
            if (u, p) not in {one[:2] for one in given_by}
        )  # fmt: skip
        report = running.received(running.units[free[0]], free[1], 33)
        undo_receipt(report.pk, by=running.host.officer, reason="Nhầm")

        assert (
            running.total(),
            list(
                Allocation.objects.order_by("pk").values_list(
                    "pk", "result", "result_on"
                )
            ),
        ) == before
        transaction.set_rollback(True)


def test_blank_is_not_zero_and_exempt_is_neither(running):
    running.received(running.one, value=0)
    outcome = of_indicators([running.indicator])[running.indicator.pk]
    assert (outcome.value, outcome.tally.given, outcome.tally.blank) == (0, 1, 1)

    row = Allocation.objects.get(participation=running.two)
    row.exempt_reason, row.exempted_by = "Chưa có hẻm", running.host.officer
    row.exempted_at = "2026-01-01T00:00Z"
    row.save()
    outcome = of_indicators([running.indicator])[running.indicator.pk]
    assert (outcome.value, outcome.tally.blank, outcome.tally.exempt) == (0, 0, 1)


def test_saving_always_works_and_only_sending_asks_for_all_of_it(running):
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    line = running.line(running.one)
    save_report(report.pk, by=by, figures={line: Figure(typed="bảy, tám")})

    with pytest.raises(Refused) as refused:
        submit_report(report.pk, by=by)
    assert str(refused.value) == (
        "Chưa nộp được: “bảy, tám” ở “Tuyến hẻm sáng” chưa phải là số."
    )
    save_report(report.pk, by=by, figures={line: Figure(value=Decimal(3))})
    with pytest.raises(Refused) as refused:
        submit_report(report.pk, by=by)
    assert refused.value.parts == (
        (
            f"v{line}-vi-sao",
            "chưa ghi nguyên nhân và cách khắc phục của “Tuyến hẻm sáng”.",
        ),
    )
    figure = Figure(value=Decimal(3), cause="Chờ vốn")
    save_report(report.pk, by=by, figures={line: figure})
    sent = submit_report(report.pk, by=by)
    assert (sent.status, sent.submitted_by, sent.receipt) == (
        "submitted", by, f"BC-{report.pk:06d}",
    )  # fmt: skip


def test_two_people_save_side_by_side_and_neither_overwrites_the_other(running):
    other = IndicatorFactory(campaign=running.campaign, name="Cây xanh")
    second = AllocationFactory(participation=running.one, indicator=other)
    first = running.line(running.one)
    by = running.reporter(running.one)
    colleague = MembershipFactory(unit=running.one.unit, role=Role.OFFICER).user
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    blank = mark_of(Figure())

    save_report(
        report.pk, by=colleague, figures={second.pk: Figure(value=Decimal(20))},
        marks={second.pk: blank},
    )  # fmt: skip
    saved = save_report(
        report.pk, by=by,
        figures={first: Figure(value=Decimal(6)), second.pk: Figure(value=Decimal(21))},
        marks={first: blank, second.pk: blank},
    )  # fmt: skip

    assert saved.conflicts == {second.pk: Figure(value=Decimal(20))}
    stored = {v.allocation_id: v.value for v in report.values.all()}
    assert stored == {first: 6, second.pk: 20}


def test_who_opens_the_report_twice_has_one(running):
    by = running.reporter(running.one)
    first = begin_report(running.one.pk, running.periods[2].pk, by=by)
    again = begin_report(running.one.pk, running.periods[2].pk, by=by)

    assert first.pk == again.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.create(
            participation=running.one, period=running.periods[2],
            campaign=running.campaign, unit=running.one.unit, created_by=by,
        )  # fmt: skip


def test_returned_for_one_line_only_that_line_is_mended(running):
    other = IndicatorFactory(campaign=running.campaign, name="Cây xanh")
    second = AllocationFactory(participation=running.one, indicator=other)
    first = running.line(running.one)
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    figure = Figure(value=Decimal(12))
    save_report(report.pk, by=by, figures={first: figure, second.pk: figure})
    submit_report(report.pk, by=by)
    sent_at = ProgressReport.objects.get(pk=report.pk).submitted_at
    return_report(
        report.pk, by=running.host.officer, reason="Xem lại số cây",
        lines={second.pk: "Kèm danh sách"},
    )  # fmt: skip

    with pytest.raises(Refused, match="chỉ sửa được các dòng ấy"):
        save_report(report.pk, by=by, figures={first: Figure(value=Decimal(13))})
    save_report(report.pk, by=by, figures={second.pk: Figure(value=Decimal(11))})
    again = submit_report(report.pk, by=by)
    assert again.submitted_at == sent_at
    assert again.sent_again_at is not None
    [line] = [one for one in sheet_of(again).lines if one.flagged]
    assert (line.indicator.name, line.flag_note) == ("Cây xanh", "Kèm danh sách")

    receive_report(report.pk, by=running.host.officer)
    assert not report.values.filter(flagged=True).exists()


def test_nobody_receives_what_they_sent_or_typed_in(running):
    officer = running.host.officer
    report = begin_report_for_unit(
        running.one.pk, running.periods[2].pk, by=officer,
        provenance="Báo cáo số 12/BC-TDP ngày 03/10/2026",
    )  # fmt: skip
    figure = Figure(value=Decimal(12))
    save_report(report.pk, by=officer, figures={running.line(running.one): figure})
    submit_report(report.pk, by=officer)

    with pytest.raises(PermissionDenied):
        receive_report(report.pk, by=officer)
    receive_report(report.pk, by=running.host.person(Role.OFFICER))
    assert running.total() == 12


def test_to_type_in_for_a_unit_one_says_from_what(running):
    with pytest.raises(Refused, match="theo văn bản nào"):
        begin_report_for_unit(
            running.one.pk,
            running.periods[2].pk,
            by=running.host.officer,
            provenance=" ",
        )


def test_a_locked_period_takes_only_what_was_opened(running):
    period = running.periods[0]
    period.locked_at, period.locked_by = "2026-01-01T00:00Z", running.host.officer
    period.locked_reason = "Đã tổng hợp"
    period.save()
    with pytest.raises(Refused, match="Kỳ báo cáo đã khóa"):
        running.sent(running.one, period=0, value=12)

    PeriodOpeningFactory(
        participation=running.two, period=period, reason="Lũ lụt",
        until=running.today + timedelta(days=3),
    )  # fmt: skip
    report = running.sent(running.two, period=0, value=12)
    assert report.opening.reason == "Lũ lụt"


def test_a_report_may_be_taken_back_until_it_is_received(running):
    report = running.sent(running.one)
    by = running.reporter(running.one)
    assert withdraw_report(report.pk, by=by).status == "draft"
    submit_report(report.pk, by=by)
    receive_report(report.pk, by=running.host.officer)
    with pytest.raises(Refused, match="chưa tiếp nhận"):
        withdraw_report(report.pk, by=by)


def test_an_exempt_report_is_exempt_until_that_ends(running):
    by = running.host.officer
    report = exempt_report(
        running.one.pk, running.periods[1].pk, by=by, reason="Mới thành lập"
    )
    assert (report.status, report.exempted_by) == ("exempt", by)
    assert end_exemption(report.pk, by=by).status == "draft"


def test_figures_that_are_added_up_are_judged_by_their_sum():
    running = Running(over_periods="sum")
    IndicatorStepFactory(
        indicator=running.indicator, due_on=running.periods[2].ends_on, value=Decimal(9)
    )
    running.received(running.one, period=0, value=5)
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    save_report(
        report.pk, by=by, figures={running.line(running.one): Figure(value=Decimal(4))}
    )
    [line] = sheet_of(report).lines
    assert (line.required.level, line.verdict.standing) == (9, "reached")
    assert lacks(sheet_of(report)) == []


def test_difficulties_are_kept_one_by_one(running):
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    save_report(
        report.pk, by=by, figures={},
        raised=[Raised("difficulty", "Thiếu xe"), Raised("proposal", " ")],
    )  # fmt: skip
    [item] = report.raised.all()
    save_report(
        report.pk,
        by=by,
        figures={},
        raised=[Raised("proposal", "Cấp thêm xe", item.pk)],
    )
    [item] = report.raised.all()
    assert (item.kind, item.text) == ("proposal", "Cấp thêm xe")
    save_report(report.pk, by=by, figures={}, raised=[Raised("proposal", "", item.pk)])
    assert not report.raised.exists()


def test_what_a_superior_collects_follows_every_receipt():
    above = Running(source="collected")
    below = Running()
    taking = ParticipationFactory(campaign=above.campaign, unit=below.campaign.host)
    row = AllocationFactory(participation=taking, indicator=above.indicator)
    below.indicator.feeds = above.indicator
    below.indicator.save()
    report = below.received(below.one, value=4)
    below.received(below.two, value=3)
    row.refresh_from_db()
    assert row.collected == 7
    assert above.total() == 7

    undo_receipt(report.pk, by=below.host.officer, reason="Nhầm")
    row.refresh_from_db()
    assert (row.collected, above.total()) == (3, 3)


def test_the_sheet_costs_the_same_for_one_line_and_for_three(
    running, django_assert_num_queries
):
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    for amount in (1, 3):
        while Allocation.objects.filter(participation=running.one).count() < amount:
            AllocationFactory(
                participation=running.one,
                indicator=IndicatorFactory(campaign=running.campaign),
            )
        fresh = ProgressReport.objects.for_page().get(pk=report.pk)
        with django_assert_num_queries(5):
            assert len(sheet_of(fresh).lines) == amount


def test_a_locked_period_is_closed_before_its_day_too(running):
    period = running.periods[2]
    period.locked_at, period.locked_by = "2026-01-01T00:00Z", running.host.officer
    period.locked_reason = "Đã tổng hợp"
    period.save()
    assert period.due_on >= running.today

    with pytest.raises(Refused, match="Kỳ báo cáo đã khóa"):
        running.sent(running.one, value=12)


def test_what_is_taken_back_is_not_sent_and_what_answers_a_return_goes_back_to_it(
    running,
):
    report = running.sent(running.one, value=12)
    by = running.reporter(running.one)
    withdrawn = withdraw_report(report.pk, by=by)
    assert (withdrawn.status, withdrawn.submitted_at) == ("draft", None)

    submit_report(report.pk, by=by)
    return_report(report.pk, by=running.host.officer, reason="Xem lại")
    submit_report(report.pk, by=by)
    again = withdraw_report(report.pk, by=by)
    assert (again.status, again.return_reason) == ("returned", "Xem lại")
    assert again.submitted_at is not None


def test_a_line_that_came_after_the_return_can_be_filled_in(running):
    report = running.sent(running.one, value=12)
    by = running.reporter(running.one)
    line = running.line(running.one)
    return_report(
        report.pk, by=running.host.officer, reason="Xem lại", lines={line: ""}
    )
    later = AllocationFactory(
        participation=running.one,
        indicator=IndicatorFactory(campaign=running.campaign, name="Cây xanh"),
    )
    with pytest.raises(Refused, match="chưa nhập “Cây xanh”"):
        submit_report(report.pk, by=by)

    save_report(report.pk, by=by, figures={later.pk: Figure(value=Decimal(10))})
    assert submit_report(report.pk, by=by).status == "submitted"


def test_who_left_the_campaign_sends_nothing_more(running):
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    Participation.objects.filter(pk=running.one.pk).update(
        left_at="2026-01-01T00:00Z",
        left_by=running.host.officer,
        left_reason="Sáp nhập",
    )
    with pytest.raises(Refused, match="không còn tham gia"):
        submit_report(report.pk, by=by)


def test_what_was_answered_stays_as_it_was_asked(running):
    by = running.reporter(running.one)
    report = begin_report(running.one.pk, running.periods[2].pk, by=by)
    save_report(report.pk, by=by, figures={}, raised=[Raised("difficulty", "Thiếu xe")])
    item = report.raised.get()
    item.answer, item.answered_by = "Đã cấp xe", running.host.officer
    item.answered_at = "2026-01-01T00:00Z"
    item.save()

    save_report(
        report.pk,
        by=by,
        figures={},
        raised=[Raised("difficulty", "Thiếu người", item.pk)],
    )
    assert report.raised.get().text == "Thiếu xe"


def test_shares_are_collected_with_what_they_are_shares_of():
    """1 of 2 and 99 of 100 are 100 of 102, not the middle of 50% and 99%."""
    share = {"measure": "percent", "unit_of_measure": "%", "over_periods": "latest",
             "over_units": "average", "value": Decimal(90)}  # fmt: skip
    above, below = Running(source="collected", **share), Running(**share)
    taking = ParticipationFactory(campaign=above.campaign, unit=below.campaign.host)
    row = AllocationFactory(participation=taking, indicator=above.indicator)
    below.indicator.feeds = above.indicator
    below.indicator.save()
    for unit, part, whole in ((below.one, 1, 2), (below.two, 99, 100)):
        report = below.sent(
            unit, value=100 * part / Decimal(whole), numerator=Decimal(part),
            denominator=Decimal(whole),
        )  # fmt: skip
        receive_report(report.pk, by=below.host.officer)

    row.refresh_from_db()
    assert (row.collected_numerator, row.collected_denominator) == (100, 102)
    assert round(row.collected, 2) == Decimal("98.04")
