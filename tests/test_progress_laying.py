"""Khung theo dõi: what an issued plan makes its units owe, and how amendments are followed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns.actions.progress.laying import lay_down
from campaigns.content import AssignmentNote, DeadlineNote, Line, Milestone
from campaigns.models import (
    Allocation,
    Indicator,
    Participation,
    Plan,
    RegistrationCall,
    ReportingPeriod,
    UnitTask,
)
from campaigns.outline import LineKind
from campaigns.owed import periods
from tests.factories import UnitFactory, UnitKindFactory, Ward, ready_content, ward
from tests.superiors import issue

pytestmark = pytest.mark.django_db
DAY = date(2023, 8, 1)


def place_with_lands(*names: str) -> Ward:
    """A ward with so many tổ dân phố under it."""
    place = ward()
    kind = UnitKindFactory(code="to-dan-pho", name="Tổ dân phố")
    for name in names:
        UnitFactory(
            parent=place.unit, kind=kind, name=name, short_name=name, quiet=True,
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
    return place


def laid(place: Ward, content=None) -> Plan:
    plan = issue(place, content or ready_content(), number=7)
    lay_down(plan.pk, by=place.officer, day=DAY)
    return plan


def test_a_plan_makes_its_units_owe_what_it_asks():
    place = place_with_lands("Tổ dân phố 1", "Tổ dân phố 2")
    plan = laid(place)
    campaign = plan.campaign

    taking = Participation.objects.filter(campaign=campaign).for_list()
    assert [(str(one.unit), one.source) for one in taking] == [
        ("Tổ dân phố 1", "assigned"),
        ("Tổ dân phố 2", "assigned"),
    ]
    [indicator] = Indicator.objects.of(campaign)
    assert (indicator.name, indicator.value, indicator.comparator) == (
        "Tỷ lệ hộ nghèo", Decimal("0.39"), "<=",
    )  # fmt: skip
    assert (indicator.measure, indicator.over_periods, indicator.over_units) == (
        "percent", "latest", "average",
    )  # fmt: skip
    assert indicator.section == "CHỈ TIÊU"
    assert Allocation.objects.filter(indicator=indicator).count() == 2
    [period] = ReportingPeriod.objects.of(campaign)
    assert (period.starts_on, period.ends_on, period.due_on) == (
        date(2023, 8, 1), date(2023, 12, 15), date(2023, 12, 20),
    )  # fmt: skip
    [call] = RegistrationCall.objects.filter(campaign=campaign)
    assert (call.what, call.minimum, call.due_on) == ("mô hình", 1, date(2023, 8, 15))
    tasks = UnitTask.objects.filter(campaign=campaign).for_list()
    assert [(str(task.unit), task.text, task.due_on) for task in tasks] == [
        (
            "Tổ dân phố 1",
            "Đăng ký ít nhất 01 mô hình, chậm nhất đến ngày 15/8/2023.",
            None,
        ),
        ("Tổ dân phố 1", "Báo cáo kết quả trước ngày 20/12/2023.", date(2023, 12, 20)),
        (
            "Tổ dân phố 2",
            "Đăng ký ít nhất 01 mô hình, chậm nhất đến ngày 15/8/2023.",
            None,
        ),
        ("Tổ dân phố 2", "Báo cáo kết quả trước ngày 20/12/2023.", date(2023, 12, 20)),
    ]


def counts(campaign):
    return {
        model.__name__: model.objects.filter(campaign=campaign).count()
        for model in (
            Participation, Indicator, Allocation, ReportingPeriod, RegistrationCall,
            UnitTask,
        )
    }  # fmt: skip


def test_to_lay_down_twice_changes_nothing():
    place = place_with_lands("Tổ dân phố 1", "Tổ dân phố 2")
    plan = laid(place)
    before = counts(plan.campaign)

    lay_down(plan.pk, by=place.officer, day=DAY)

    assert counts(plan.campaign) == before == {
        "Participation": 2, "Indicator": 1, "Allocation": 2, "ReportingPeriod": 1,
        "RegistrationCall": 1, "UnitTask": 4,
    }  # fmt: skip


def test_an_amended_target_stays_the_same_indicator():
    place = place_with_lands("Tổ dân phố 1")
    plan = laid(place)
    [old] = Indicator.objects.of(plan.campaign)
    content = ready_content()
    target = replace(
        content.targets[0], value=Decimal("0.25"), shown="0,25%",
        milestones=(Milestone(label="Giữa đợt", value=Decimal("0.3"), due_on=date(2023, 10, 1)),),
    )  # fmt: skip
    later = issue(place, replace(content, targets=(target,)), number=8)
    Plan.objects.filter(pk=later.pk).update(campaign=plan.campaign)

    lay_down(later.pk, by=place.officer, day=DAY)

    [indicator] = Indicator.objects.of(plan.campaign)
    assert (indicator.pk, indicator.value) == (old.pk, Decimal("0.25"))
    assert [(step.label, step.value) for step in indicator.steps.all()] == [
        ("Giữa đợt", Decimal("0.3"))
    ]
    assert Allocation.objects.filter(campaign=plan.campaign).count() == 1


def test_a_target_that_is_gone_has_ended_and_a_new_one_is_allocated():
    place = place_with_lands("Tổ dân phố 1")
    plan = laid(place)
    content = ready_content()
    other = replace(
        content.targets[0], name="Tuyến hẻm nở hoa", value=Decimal(5), unit="tuyến"
    )
    later = issue(place, replace(content, targets=(other,)), number=8)
    Plan.objects.filter(pk=later.pk).update(campaign=plan.campaign)

    lay_down(later.pk, by=place.officer, day=DAY)

    [indicator] = Indicator.objects.of(plan.campaign)
    assert (indicator.name, indicator.over_periods) == ("Tuyến hẻm nở hoa", "latest")
    assert [str(one.unit) for one in indicator.allocations.all()] == ["Tổ dân phố 1"]
    assert Indicator.objects.filter(campaign=plan.campaign).count() == 2
    assert Allocation.objects.filter(campaign=plan.campaign).living().count() == 1


def test_who_was_taken_out_by_hand_stays_out():
    place = place_with_lands("Tổ dân phố 1", "Tổ dân phố 2")
    plan = laid(place)
    out = Participation.objects.get(campaign=plan.campaign, unit__name="Tổ dân phố 2")
    out.left_at, out.left_by, out.left_reason = (
        "2023-09-01T00:00Z",
        place.officer,
        "Sáp nhập",
    )
    out.save()

    lay_down(plan.pk, by=place.officer, day=DAY)

    active = Participation.objects.filter(campaign=plan.campaign).active()
    assert [one.unit_name for one in active] == ["Tổ dân phố 1"]


def test_a_target_under_a_units_line_is_owed_by_that_unit_alone():
    place = place_with_lands("Tổ dân phố 1", "Tổ dân phố 2")
    content = ready_content()
    lines = (
        *content.lines,
        Line(kind=LineKind.ITEM, text="Tổ dân phố 2", is_title=True),
        Line(kind=LineKind.DASH, text="Trồng ít nhất 50 cây xanh."),
    )
    tree = replace(
        content.targets[0],
        line=14,
        name="Trồng cây xanh",
        value=Decimal(50),
        unit="cây",
    )
    content = replace(
        content, lines=lines, targets=(*content.targets, tree),
        assignments=(*content.assignments, AssignmentNote(line=13, unit="Tổ dân phố 2")),
    )  # fmt: skip
    plan = laid(place, content)

    rows = Allocation.objects.filter(campaign=plan.campaign).for_list()
    assert [(str(row.unit), row.indicator.name) for row in rows] == [
        ("Tổ dân phố 1", "Tỷ lệ hộ nghèo"),
        ("Tổ dân phố 2", "Tỷ lệ hộ nghèo"),
        ("Tổ dân phố 2", "Trồng cây xanh"),
    ]


def test_periods_are_the_days_of_reports_else_the_ends_of_phases():
    content = ready_content()
    twice = replace(
        content,
        deadlines=(
            DeadlineNote(line=12, text="Báo cáo sơ kết", due_on=date(2023, 10, 5)),
            DeadlineNote(line=12, text="Báo cáo tổng kết", due_on=date(2023, 12, 10)),
        ),
    )
    assert [
        (p.label, p.starts_on, p.ends_on, p.due_on) for p in periods(twice, DAY)
    ] == [
        (
            "Báo cáo đến 05/10/2023",
            date(2023, 8, 1),
            date(2023, 10, 5),
            date(2023, 10, 5),
        ),
        (
            "Báo cáo đến 10/12/2023",
            date(2023, 10, 6),
            date(2023, 12, 10),
            date(2023, 12, 10),
        ),
    ]
    none = replace(content, deadlines=())
    assert [(p.label, p.ends_on) for p in periods(none, DAY)] == [
        ("Đợt 1", date(2023, 9, 30))
    ]
    bare = replace(none, phases=())
    assert [(p.label, p.ends_on) for p in periods(bare, DAY)] == [
        ("Cả đợt thi đua", date(2023, 12, 15))
    ]


def test_a_target_that_stands_twice_in_the_plan_is_followed_once():
    place = place_with_lands("Tổ dân phố 1", "Tổ dân phố 2")
    content = ready_content()
    again = replace(content.targets[0], line=12)
    plan = laid(place, replace(content, targets=(*content.targets, again)))

    [indicator] = Indicator.objects.of(plan.campaign)
    assert indicator.allocations.count() == 2


def test_a_call_that_stands_twice_or_is_put_off_stays_one():
    place = place_with_lands("Tổ dân phố 1")
    content = ready_content()
    [asked] = content.registrations
    plan = laid(place, replace(content, registrations=(asked, replace(asked, line=12))))
    [call] = RegistrationCall.objects.filter(campaign=plan.campaign)
    later = replace(asked, deadline=date(2023, 8, 31), minimum=2)
    paper = issue(place, replace(content, registrations=(later,)), number=8)
    Plan.objects.filter(pk=paper.pk).update(campaign=plan.campaign)

    lay_down(paper.pk, by=place.officer, day=DAY)

    [same] = RegistrationCall.objects.filter(campaign=plan.campaign)
    assert (same.pk, same.due_on, same.minimum, same.ended_at) == (
        call.pk, date(2023, 8, 31), 2, None,
    )  # fmt: skip
