"""Đợt thi đua: its own dates, the plan that it is to have, and the targets that belong to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns import actions, revising
from campaigns.content import Line, PhaseNote, PlanContent, TargetNote
from campaigns.models import Phase, Target
from campaigns.outline import LineKind
from campaigns.queries import content_of
from campaigns.reading import read_text
from campaigns.views.shared import campaign_url
from campaigns.wording import describe
from tests.factories import (
    PhaseFactory,
    PlanFactory,
    PlanLineFactory,
    TargetFactory,
    other_ward,
    ward,
)
from units.errors import Refused

CONTENT = PlanContent(
    title="Thi đua",
    lines=(
        Line(kind=LineKind.DASH, text="Đợt 2: đến 06/11/2023."),
        Line(kind=LineKind.PLUS, text="100% tổ dân phố ra quân."),
    ),
    phases=(
        PhaseNote(
            line=0,
            name="Đợt 2",
            ends_on=date(2023, 11, 6),
            plan_due_on=date(2022, 12, 31),
        ),
    ),
    targets=(
        TargetNote(line=1, name="Ra quân", value=Decimal(100), unit="%", phase="Đợt 2"),
    ),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def plan(here):
    return PlanFactory(issuer=here.unit)


@pytest.fixture
def line(plan):
    return PlanLineFactory(plan=plan)


def test_a_phase_and_its_target_are_stored_and_read_again(here):
    plan = here.draft(CONTENT)
    content = content_of(plan)
    assert content.phases == CONTENT.phases
    assert content.targets == CONTENT.targets
    assert Target.objects.get().phase == Phase.objects.get()


def test_a_target_of_a_phase_that_is_not_there_belongs_to_the_whole(here):
    other = TargetNote(line=1, name="Ra quân", phase="Đợt 9")
    plan = here.draft(
        PlanContent(title="Thi đua", lines=CONTENT.lines, targets=(other,))
    )
    assert content_of(plan).targets[0].phase == ""


def test_a_target_follows_the_new_name_of_its_phase(here):
    plan = here.draft(CONTENT)
    actions.edit_note(
        Phase.objects.get().pk, "dot", by=here.officer, name="Đợt cao điểm"
    )
    assert content_of(plan).targets[0].phase == "Đợt cao điểm"


def test_removing_a_phase_leaves_its_target_to_the_whole_campaign(here):
    plan = here.draft(CONTENT)
    actions.remove_note(Phase.objects.get().pk, "dot", by=here.officer)
    assert content_of(plan).targets[0].phase == ""


def test_a_phase_that_comes_back_has_its_targets_again(here):
    plan = here.draft(CONTENT)
    removed = actions.remove_line(plan.lines.get(position=0).pk, by=here.officer)
    assert content_of(plan).targets[0].phase == ""
    actions.undo_remove(plan.pk, by=here.officer, **removed)
    assert content_of(plan).targets[0].phase == "Đợt 2"


def test_a_target_that_comes_back_after_its_phase_is_gone(here):
    plan = here.draft(CONTENT)
    removed = actions.remove_line(plan.lines.get(position=1).pk, by=here.officer)
    actions.remove_note(Phase.objects.get().pk, "dot", by=here.officer)
    actions.undo_remove(plan.pk, by=here.officer, **removed)
    assert [(t.name, t.phase) for t in content_of(plan).targets] == [("Ra quân", "")]


def test_no_target_belongs_to_the_phase_of_another_plan(here, line):
    foreign = PhaseFactory(line__plan__issuer=other_ward().unit)
    target = TargetFactory(line=line)
    for act in (
        lambda: actions.edit_note(
            target.pk, "chi-tieu", by=here.officer, phase=foreign
        ),
        lambda: actions.add_note(
            line.pk, "chi-tieu", by=here.officer, name="Hộ nghèo", phase=foreign
        ),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert str(refusal.value) == (
            "Đợt đã chọn không còn trong kế hoạch này. Chọn lại đợt của chỉ tiêu."
        )
    assert list(Target.objects.values_list("phase", flat=True)) == [None]


def test_in_a_plan_being_read_targets_follow_their_phase():
    reading = read_text(
        "KẾ HOẠCH\nThi đua\nI. NỘI DUNG, CHỈ TIÊU\n"
        "1. Đợt 1: từ 01/3/2024 đến 30/6/2024\n"
        "- Phấn đấu giảm 15 hộ nghèo.\n"
        "2. Đợt 2: từ 01/7/2024 đến 15/12/2024\n"
        "(Tháng 6/2024 ban hành kế hoạch chi tiết).\n"
    )
    content = reading.content
    assert [(p.name, p.plan_due_on) for p in content.phases] == [
        ("Đợt 1", None),
        ("Đợt 2", date(2024, 6, 30)),
    ]
    assert [t.phase for t in content.targets] == ["Đợt 1"]

    revision = revising.begin(reading)
    first = content.phases[0]
    renamed = revising.set_note(
        revision,
        "phases",
        0,
        PhaseNote(line=first.line, name="Đợt ra quân", starts_on=first.starts_on),
    )
    assert [t.phase for t in renamed.content.targets] == ["Đợt ra quân"]
    without = revising.remove_note(renamed, "phases", 0)
    assert [t.phase for t in without.content.targets] == [""]


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        (
            "- Ban hành kế hoạch chi tiết của đợt 2 trước ngày 15/6/2024.",
            date(2024, 6, 15),
        ),
        ("- Ban hành kế hoạch chi tiết của đợt 1 trước ngày 15/6/2024.", None),
        (
            "- Các đơn vị xây dựng kế hoạch chi tiết gửi trước ngày 15/6/2024.",
            None,
        ),
    ],
)
def test_the_plan_of_a_phase_is_the_one_that_is_named(sentence, due):
    content = read_text(
        "KẾ HOẠCH\nThi đua\nI. THỜI GIAN\n"
        "- Đợt 1: từ 01/3/2024 đến 30/6/2024.\n- Đợt 2: từ 01/7/2024 đến 15/12/2024.\n"
        f"II. TỔ CHỨC THỰC HIỆN\n{sentence}\n"
    ).content
    assert content.phases[1].plan_due_on == due


def test_notes_in_one_line_tell_the_detailed_plan_and_the_phase():
    (phase,), (target,) = CONTENT.phases, CONTENT.targets
    assert (describe(phase), describe(target)) == (
        "Đợt 2 · đến 06/11/2023 · kế hoạch chi tiết hạn 31/12/2022",
        "100% · Đợt 2",
    )
    assert describe(replace(phase, plan_due_on=None)) == "Đợt 2 · đến 06/11/2023"
    assert describe(replace(target, phase="")) == "100%"


def test_the_overview_tells_when_the_detailed_plan_is_due(client, here):
    plan = here.draft(CONTENT)
    client.force_login(here.officer)
    page = client.get(campaign_url(plan.campaign)).text
    assert page.count("Ban hành kế hoạch chi tiết của Đợt 2") == 1
    assert '<span class="td-cellsub">Đợt 2</span>' in page
