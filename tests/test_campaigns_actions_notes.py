"""Ghi chú dữ liệu: added, edited, removed; who may, when not, what the book says."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from campaigns import actions
from campaigns.models import NOTE_MODELS, Period, Plan, Target
from campaigns.queries import content_of
from tests import factories
from tests.factories import (
    MilestoneFactory,
    PeriodFactory,
    PlanFactory,
    PlanLineFactory,
    Role,
    TargetFactory,
    UnitFactory,
    other_ward,
    ward,
)
from units import audit
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

VALUES = {
    "can-cu": {"text": "Kế hoạch số 07/KH-UBND", "number": "07/KH-UBND"},
    "thoi-gian": {"starts_on": date(2023, 8, 1), "ends_on": date(2023, 12, 15)},
    "dot": {"name": "Đợt 1", "ends_on": date(2022, 12, 31)},
    "chi-tieu": {
        "name": "Hộ nghèo",
        "value": Decimal("0.39"),
        "unit": "%",
        "comparator": "<=",
    },
    "nhiem-vu": {"unit_name": "Văn phòng"},
    "dang-ky": {"what": "mô hình", "minimum": 1, "deadline": date(2023, 8, 15)},
    "thoi-han": {"text": "Báo cáo", "due_on": date(2023, 12, 20)},
    "khen-thuong": {"name": "Giấy khen"},
    "doi-tuong": {"side": "collective", "name": "05 tổ dân phố"},
}


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def plan(here):
    return PlanFactory(issuer=here.unit)


@pytest.fixture
def line(plan):
    return PlanLineFactory(plan=plan)


def test_there_are_values_for_every_kind():
    assert VALUES.keys() == NOTE_MODELS.keys()


@pytest.mark.parametrize("kind", NOTE_MODELS)
def test_add_edit_remove(here, plan, line, kind):
    note = actions.add_note(line.pk, kind, by=here.officer, **VALUES[kind])

    note = NOTE_MODELS[kind].objects.get(pk=note.pk)
    assert {name: getattr(note, name) for name in VALUES[kind]} == VALUES[kind]
    name = note._meta.model_name
    field, value = next(iter(VALUES[kind].items()))
    other = {"collective": "individual"}.get(value) or (
        f"{value}, sửa" if isinstance(value, str) else date(2023, 7, 1)
    )
    actions.edit_note(note.pk, kind, by=here.officer, **{field: other})
    note.refresh_from_db()
    assert getattr(note, field) == other
    pk = note.pk
    actions.remove_note(note.pk, kind, by=here.officer)

    assert not NOTE_MODELS[kind].objects.exists()
    entries = AuditEntry.objects.filter(subject=note._meta.label, subject_id=pk)
    assert [(e.action, e.actor) for e in entries] == [
        (f"{name}.removed", here.officer),
        (f"{name}.amended", here.officer),
        (f"{name}.added", here.officer),
    ]
    assert entries[0].detail["plan"] == plan.pk
    plan.refresh_from_db()
    assert plan.version == 4


@pytest.mark.parametrize("kind", NOTE_MODELS)
def test_the_line_keeps_its_words(here, line, kind):
    note = actions.add_note(line.pk, kind, by=here.officer, **VALUES[kind])

    actions.remove_note(note.pk, kind, by=here.officer)

    assert type(line).objects.get() == line


def test_a_task_may_name_a_unit_of_this_system(here, line):
    unit = UnitFactory()

    note = actions.add_note(
        line.pk, "nhiem-vu", by=here.officer, unit_name="Tổ dân phố 1", unit=unit
    )
    actions.remove_note(note.pk, "nhiem-vu", by=here.officer)

    assert AuditEntry.objects.first().detail["unit"] == unit.pk


def test_a_note_that_contradicts_itself_is_refused(here, line):
    with pytest.raises(
        Refused, match="Giá trị cuối của khoảng phải lớn hơn giá trị đầu"
    ):
        actions.add_note(
            line.pk,
            "chi-tieu",
            by=here.officer,
            name="x",
            value=Decimal(3),
            value_max=Decimal(2),
        )
    with pytest.raises(
        Refused, match="Ngày kết thúc đợt không được trước ngày bắt đầu"
    ):
        actions.add_note(
            line.pk, "dot", by=here.officer, name="x", starts_on=date(2023, 2, 1),
            ends_on=date(2023, 1, 1),
        )  # fmt: skip
    with pytest.raises(Refused, match="Tên đợt"):
        actions.add_note(line.pk, "dot", by=here.officer, name="")
    assert not AuditEntry.objects.exists()


def test_milestones_are_set_as_a_whole(here, line):
    half = {"label": "6 tháng", "due_on": date(2018, 6, 30), "value": "70"}
    ten = {"label": "10 tháng", "due_on": date(2018, 10, 31), "value": "100"}

    target = actions.add_note(
        line.pk,
        "chi-tieu",
        by=here.officer,
        milestones=[half, ten],
        **VALUES["chi-tieu"],
    )
    actions.edit_note(target.pk, "chi-tieu", by=here.officer, milestones=[half])

    assert [(m.label, m.due_on, m.value) for m in target.milestones.all()] == [
        ("6 tháng", date(2018, 6, 30), Decimal(70))
    ]
    entry = audit.history(target).first()
    assert (
        entry.action,
        [m["label"] for m in entry.detail["before"]],
        entry.detail["after"],
    ) == (
        "target.milestones_set",
        ["6 tháng", "10 tháng"],
        [{"label": "6 tháng", "due_on": "2018-06-30", "value": "70"}],
    )


def test_milestones_stay_when_nothing_is_said_of_them(here, plan):
    target = TargetFactory(line__plan=plan)
    MilestoneFactory(target=target)

    actions.edit_note(target.pk, "chi-tieu", by=here.officer, unit="hộ")
    assert target.milestones.count() == 1
    actions.edit_note(target.pk, "chi-tieu", by=here.officer, milestones=[])
    assert target.milestones.count() == 0


def test_the_same_milestones_are_no_change(here, plan):
    target = TargetFactory(line__plan=plan)
    kept = MilestoneFactory(target=target)
    same = {"label": kept.label, "due_on": None, "value": "70.00"}

    actions.edit_note(target.pk, "chi-tieu", by=here.officer, milestones=[same])

    assert target.milestones.get() == kept
    assert not AuditEntry.objects.exists()


# The campaign's dates follow the plan's period


def dates(plan):
    campaign = Plan.objects.get(pk=plan.pk).campaign
    return campaign.starts_on, campaign.ends_on


def test_the_campaign_follows_its_period(here, plan, line):
    period = actions.add_note(
        line.pk, "thoi-gian", by=here.officer, **VALUES["thoi-gian"]
    )
    assert dates(plan) == (date(2023, 8, 1), date(2023, 12, 15))

    actions.edit_note(
        period.pk, "thoi-gian", by=here.officer, ends_on=date(2023, 12, 31)
    )
    assert dates(plan) == (date(2023, 8, 1), date(2023, 12, 31))
    assert audit.history(plan.campaign).first().actor == here.officer

    actions.remove_note(period.pk, "thoi-gian", by=here.officer)
    assert dates(plan) == (None, None)


def test_of_several_periods_the_first_counts(here, plan):
    first, second = PlanLineFactory(plan=plan), PlanLineFactory(plan=plan)
    late = actions.add_note(
        second.pk, "thoi-gian", by=here.officer, starts_on=date(2023, 9, 1),
        ends_on=date(2023, 9, 30),
    )  # fmt: skip
    early = actions.add_note(
        first.pk, "thoi-gian", by=here.officer, starts_on=date(2023, 8, 1), ends_on=None
    )

    assert dates(plan) == (date(2023, 8, 1), date(2023, 9, 30))
    content = content_of(Plan.objects.get(pk=plan.pk))
    assert (content.starts_on, content.ends_on) == dates(plan)
    actions.remove_note(late.pk, "thoi-gian", by=here.officer)
    assert dates(plan) == (date(2023, 8, 1), None)
    actions.remove_note(early.pk, "thoi-gian", by=here.officer)
    assert dates(plan) == (None, None)


def test_periods_that_contradict_each_other_change_nothing(here, plan, line):
    PeriodFactory(line=line, starts_on=date(2023, 8, 1), ends_on=None)
    later = PlanLineFactory(plan=plan)

    actions.add_note(
        later.pk, "thoi-gian", by=here.officer, starts_on=None, ends_on=date(2023, 7, 1)
    )

    assert dates(plan) == (None, None)
    assert Period.objects.count() == 2


# Who, and when


ACTS = {
    "add": lambda target, by: actions.add_note(
        target.line_id, "khen-thuong", by=by, name="Giấy khen"
    ),
    "edit": lambda target, by: actions.edit_note(
        target.pk, "chi-tieu", by=by, unit="hộ"
    ),
    "remove": lambda target, by: actions.remove_note(target.pk, "chi-tieu", by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_officers_of_the_authority(here, plan, act):
    target = TargetFactory(line__plan=plan)
    for user in [here.person(r) for r in Role if r != Role.OFFICER] + [
        other_ward().officer
    ]:
        with pytest.raises(PermissionDenied):
            ACTS[act](target, user)
    assert Target.objects.get().unit == "%"
    ACTS[act](target, here.officer)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", ["submitted", "approved", "signed", "issued"])
def test_not_while_it_is_under_way(here, act, status):
    plan = PlanFactory(issuer=here.unit, **{status: True})

    with pytest.raises(Refused, match="nên không sửa được"):
        ACTS[act](TargetFactory(line__plan=plan), here.officer)


@pytest.mark.parametrize("act", ["edit", "remove"])
def test_a_note_that_a_colleague_removed(here, plan, act):
    target = TargetFactory(line__plan=plan)
    pk = target.pk
    Target.objects.all().delete()
    target.pk = pk

    with pytest.raises(Refused, match="đã bị bỏ trong lúc anh/chị soạn"):
        ACTS[act](target, here.officer)


def test_a_line_that_a_colleague_removed(here, line):
    pk = line.pk
    line.delete()

    with pytest.raises(Refused, match="đã bị xóa trong lúc anh/chị soạn"):
        actions.add_note(pk, "khen-thuong", by=here.officer, name="Giấy khen")


@pytest.mark.parametrize("kind", NOTE_MODELS)
def test_every_kind_has_a_factory(kind):
    table = NOTE_MODELS[kind]

    assert isinstance(getattr(factories, f"{table.__name__}Factory")(), table)
