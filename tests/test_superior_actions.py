"""Trả lời cấp trên: begun, brought nearer, its changes seen; who may, and when not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from campaigns import actions, tidying
from campaigns.answers import changed_since, content_issued, drift_of, newest
from campaigns.content import TargetNote
from campaigns.drifting import State
from campaigns.models import (
    Assignment,
    Campaign,
    ImportDraft,
    Plan,
    PlanAnswer,
    SuperiorNote,
    Target,
)
from campaigns.offering import Chosen
from campaigns.queries import content_of, rows_of
from campaigns.twin import to_twin
from tests.factories import ImportDraftFactory, Role
from tests.superiors import superior_content, tiers, with_target
from units import audit
from units.errors import Refused
from units.models import Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return tiers()


def drifts(plan):
    plan = Plan.objects.get(pk=plan.pk)
    rows = rows_of(plan)
    return drift_of(plan.answer, rows, content_of(plan, rows))


def states(plan):
    return {one.kind: (one.state, one.words) for one in drifts(plan).drifts}


def test_all_that_was_taken_is_kept(place):
    source = place.issued()
    plan = place.answered(source)

    assert {state for state, _ in states(plan).values()} == {State.KEPT}
    assert drifts(plan).behind == []
    assert (plan.issuer, plan.status) == (place.ward.unit, "draft")
    assert plan.campaign.answers == source.campaign
    answer = plan.answer
    assert (answer.origin, answer.source, answer.file_sha256) == ("here", source, "")
    assert answer.cited == (
        "Kế hoạch số 15/KH-UBND ngày 05/07/2023 của Ủy ban nhân dân tỉnh Mẫu"
    )
    last = plan.lines.filter(kind="basis").last()
    assert last.text == "Căn cứ Kế hoạch số 15/KH-UBND;"
    book = list(audit.history(answer).values_list("action", "actor"))
    assert book == [("plananswer.added", place.ward.officer.pk)]


def test_one_kept_one_adapted_one_left_out(place):
    plan = place.answered(
        place.issued(), "registrations",
        targets=Chosen("targets", 0, value=Decimal("0.5")),
    )  # fmt: skip

    assert states(plan) == {
        "targets": (
            State.CHANGED,
            "cao hơn cấp trên giao: ghi không quá 0,5%, cấp trên giao không quá 0,39%",
        ),
        "registrations": (State.LEFT_OUT, ""),
        "deadlines": (State.KEPT, ""), "phases": (State.KEPT, ""),
        "periods": (State.KEPT, ""), "assignments": (State.KEPT, ""),
    }  # fmt: skip


def test_what_is_the_business_of_others_is_neither_taken_nor_missed(place):
    content = superior_content()
    note = replace(content.deadlines[0], line=0)
    theirs = replace(
        content,
        targets=(
            *content.targets,
            TargetNote(line=6, name="Biên chế", responsible="Sở Nội vụ"),
        ),
        deadlines=(note,),
    )  # fmt: skip
    source = place.issued(theirs)
    chosen = [Chosen("targets", 0)]

    plan = actions.answer_plan(
        source.pk, by=place.ward.officer, host_id=place.ward.unit.pk, title="Thi đua",
        cited="Kế hoạch số 15", chosen=chosen,
    )  # fmt: skip

    kinds = SuperiorNote.objects.filter(answer__plan=plan).values_list("kind", "place")
    assert ("targets", 1) not in set(kinds)
    assert {one.name for one in drifts(plan).behind} == {
        "mô hình", "Báo cáo kết quả", "Đợt 1", "Các tổ dân phố",
        "01/08/2023 – 15/12/2023",
    }  # fmt: skip


def test_whose_plan_may_be_answered(place):
    source = place.issued()
    ours = place.ward.officer
    draft = place.above.draft(superior_content())
    theirs = place.beside.draft()
    Plan.objects.filter(pk=theirs.pk).update(
        status="issued", submitted_by=place.beside.officer, submitted_at=theirs.created_at,
        approved_by=place.beside.leader, approved_at=theirs.created_at,
    )  # fmt: skip
    given = {
        "title": "Thi đua", "cited": "Kế hoạch", "chosen": [Chosen("targets", 0)],
    }  # fmt: skip
    before = Plan.objects.count()

    for plan, by, host in (
        (draft, ours, place.ward.unit),  # not issued
        (theirs, ours, place.ward.unit),  # a neighbour's
        (source, place.above.officer, place.above.unit),  # one's own
        (source, place.ward.leader, place.ward.unit),  # no officer
        (source, ours, place.beside.unit),  # for another ward
        (source, place.above.officer, place.ward.unit),
    ):
        with pytest.raises(PermissionDenied):
            actions.answer_plan(plan.pk, by=by, host_id=host.pk, **given)

    assert Plan.objects.count() == before


def test_a_plan_that_gives_us_a_task_may_be_answered(place):
    """Of an agency that does not stand above us: only where it reaches us and names us."""
    source = place.issued()
    Assignment.objects.filter(line__plan=source).update(unit=place.ward.unit)
    host = place.ward.unit

    assert Plan.objects.to_answer(place.ward.officer, host).get() == source
    Assignment.objects.filter(line__plan=source).update(unit=None)
    Plan.objects.filter(pk=source.pk).update(issuer=place.ward.unit)
    assert not Plan.objects.to_answer(place.ward.officer, host).exists()


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([], "Chọn ít nhất một chỉ tiêu"),
        ([Chosen("citations", 0)], "Chọn ít nhất một chỉ tiêu"),
        ([Chosen("targets", 7)], "Kế hoạch cấp trên vừa đổi"),
        ([Chosen("award_forms", 0)], "Kế hoạch cấp trên vừa đổi"),
    ],
)
def test_what_cannot_be_chosen(place, chosen, sentence):
    source = place.issued()

    with pytest.raises(Refused, match=sentence):
        actions.answer_plan(
            source.pk, by=place.ward.officer, host_id=place.ward.unit.pk, title="Thi đua",
            cited="Kế hoạch", chosen=chosen,
        )  # fmt: skip

    assert not Campaign.objects.filter(host=place.ward.unit).exists()


def test_from_a_reading(place):
    officer = place.ward.officer
    content = superior_content()
    draft = ImportDraftFactory(
        owner=officer, file_name="tinh.pdf", twin=to_twin(content).decode(),
        is_superior=True, is_proven=True, sha256="a" * 64, signers="Nguyễn Văn Mẫu",
    )  # fmt: skip

    plan = actions.answer_reading(
        draft.pk, by=officer, host_id=place.ward.unit.pk, title="Thi đua", cited="Kế hoạch",
        chosen=[Chosen("targets", 0)],
    )  # fmt: skip

    answer = plan.answer
    assert (answer.origin, answer.source) == ("signed", None)
    assert (answer.file_name, answer.file_sha256, answer.signers) == (
        "tinh.pdf", "a" * 64, "Nguyễn Văn Mẫu",
    )  # fmt: skip
    assert plan.campaign.answers is None
    assert newest(answer) is None
    assert plan.reading_number == draft.pk
    assert not ImportDraft.objects.filter(pk=draft.pk).exists()
    other = ImportDraftFactory(owner=place.beside.officer)
    with pytest.raises(Refused):
        actions.answer_reading(
            other.pk, by=officer, host_id=place.ward.unit.pk, title="T", cited="K",
            chosen=[Chosen("targets", 0)],
        )  # fmt: skip


# ---- nearer to the superior --------------------------------------------------------------------


def test_following_all_that_drifts_leaves_no_drift(place):
    plan = place.answered(
        place.issued(), "registrations", "phases", "assignments", "periods",
        targets=Chosen("targets", 0, value=Decimal("0.5")),
        deadlines=Chosen("deadlines", 0, day=date(2023, 12, 1)),
    )  # fmt: skip
    assert len(drifts(plan).drifts) == 6

    for one in drifts(plan).drifts:
        if one.state is not State.KEPT:
            actions.take_superior_note(one.item.pk, by=place.ward.officer)

    assert {state for state, _ in states(plan).values()} == {State.KEPT}
    target = Target.objects.get(line__plan=plan)
    assert (target.value, target.shown) == (Decimal("0.39"), "0,39%")
    assert target.line.text == "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."
    registration = plan.lines.get(registration_notes__isnull=False)
    assert registration.text == (
        "Đăng ký ít nhất 01 mô hình, chậm nhất đến ngày 15/8/2023."
    )


def test_only_who_writes_on_an_open_plan_follows(place):
    plan = place.answered(place.issued(), "registrations")
    item = SuperiorNote.objects.get(answer__plan=plan, kind="registrations")

    for user in (place.ward.leader, place.above.officer, place.beside.officer):
        with pytest.raises(PermissionDenied):
            actions.take_superior_note(item.pk, by=user)
    Plan.objects.filter(pk=plan.pk).update(
        status="submitted",
        submitted_by=place.ward.officer,
        submitted_at=plan.created_at,
    )
    with pytest.raises(Refused, match="Chờ duyệt"):
        actions.take_superior_note(item.pk, by=place.ward.officer)


def test_the_link_comes_back_with_a_line_that_was_removed(place):
    plan = place.answered(place.issued())
    target = Target.objects.get(line__plan=plan)

    kept = actions.remove_line(target.line_id, by=place.ward.officer)
    assert states(plan)["targets"][0] is State.LEFT_OUT
    actions.undo_remove(plan.pk, by=place.ward.officer, **kept)

    assert states(plan)["targets"][0] is State.KEPT


# ---- when the superior issues again --------------------------------------------------------------


def test_the_newer_plan_is_told_until_it_is_seen(place):
    source = place.issued()
    plan = place.answered(source)
    content = superior_content()
    more = TargetNote(line=6, name="Hồ sơ trực tuyến", value=Decimal(80), unit="%")
    later = place.newer(
        source,
        replace(
            with_target(content, value=Decimal("0.3"), shown="0,3%"),
            targets=(
                more,
                replace(content.targets[0], value=Decimal("0.3"), shown="0,3%"),
            ),
            deadlines=(),
        ),
    )
    answer = plan.answer
    assert list(PlanAnswer.objects.to_look_at(place.ward.officer)) == [answer]
    for user in (place.ward.leader, place.beside.officer, place.above.officer):
        assert not PlanAnswer.objects.to_look_at(user).exists()
    told = [(one.kind, one.before, one.after) for one in changed_since(answer, later)]
    assert told == [
        ("targets", 0, 1), ("targets", None, 0), ("deadlines", 0, None),
    ]  # fmt: skip

    actions.see_superior_changes(plan.pk, by=place.ward.officer, source_id=later.pk)

    answer.refresh_from_db()
    assert (answer.source, answer.seen_by) == (later, place.ward.officer)
    assert not PlanAnswer.objects.to_look_at(place.ward.officer).exists()
    found = [(one.kind, one.name, one.state) for one in drifts(plan).drifts]
    assert found == [
        ("targets", "Tỷ lệ hộ nghèo", State.CHANGED),
        ("targets", "Hồ sơ trực tuyến", State.LEFT_OUT),
        ("registrations", "mô hình", State.KEPT),
        ("phases", "Đợt 1", State.KEPT),
        ("periods", "01/08/2023 – 15/12/2023", State.KEPT),
        ("assignments", "Các tổ dân phố", State.KEPT),
        ("deadlines", "Báo cáo kết quả", State.ADDED),
    ]  # fmt: skip
    assert audit.history(answer).filter(action="plananswer.seen").count() == 1
    with pytest.raises(Refused, match="đã được đánh dấu"):
        actions.see_superior_changes(plan.pk, by=place.ward.officer, source_id=later.pk)
    gone = SuperiorNote.objects.get(answer=answer, place=None)
    with pytest.raises(Refused, match="không còn điều này"):
        actions.take_superior_note(gone.pk, by=place.ward.officer)


def test_what_was_issued_since_the_page_was_shown_is_not_seen_by_it(place):
    source = place.issued()
    plan = place.answered(source)
    first = place.newer(source, superior_content())
    place.newer(source, superior_content(), number=17)

    with pytest.raises(Refused, match="vừa ban hành thêm"):
        actions.see_superior_changes(plan.pk, by=place.ward.officer, source_id=first.pk)
    with pytest.raises(PermissionDenied):
        actions.see_superior_changes(plan.pk, by=place.ward.leader, source_id=first.pk)


def test_a_draft_of_the_superior_is_not_its_word(place):
    source = place.issued()
    plan = place.answered(source)
    draft = place.above.draft(superior_content())
    Plan.objects.filter(pk=draft.pk).update(campaign=source.campaign)

    assert newest(plan.answer) is None
    assert not PlanAnswer.objects.to_look_at(place.ward.officer).exists()


# ---- reforms, trash, constraints ---------------------------------------------------------------


def test_a_ward_that_moved_away_keeps_what_it_answered(place):
    source = place.issued()
    plan = place.answered(source, "registrations")
    unit = place.ward.unit
    elsewhere = tiers().above.unit
    Unit.objects.filter(pk=unit.pk).update(
        parent=elsewhere, path=f"{elsewhere.path}{unit.pk:09d}/"
    )
    place.newer(source, superior_content())

    assert states(plan)["registrations"][0] is State.LEFT_OUT
    assert content_issued(source).letterhead.number == 15
    assert not PlanAnswer.objects.issued_below(source.campaign).exists()


def test_only_issued_answers_of_the_branch_are_shown_above(place):
    source = place.issued()
    plan = place.answered(source)
    assert not PlanAnswer.objects.issued_below(source.campaign).exists()

    Plan.objects.filter(pk=plan.pk).update(
        status="issued", submitted_by=place.ward.officer, submitted_at=plan.created_at,
        approved_by=place.ward.leader, approved_at=plan.created_at,
    )  # fmt: skip

    assert list(PlanAnswer.objects.issued_below(source.campaign)) == [plan.answer]


def test_a_draft_that_answers_goes_to_the_trash_and_comes_back(place):
    plan = place.answered(place.issued(), "registrations")
    actions.discard_draft(plan.pk, by=place.ward.officer)
    assert not PlanAnswer.objects.to_look_at(place.ward.officer).exists()

    actions.restore_draft(plan.campaign_id, by=place.ward.officer)

    assert states(plan)["registrations"][0] is State.LEFT_OUT


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"origin": "read"}, "an_answer_knows_what_it_answers"),
        ({"source": None}, "an_answer_knows_what_it_answers"),
        ({"origin": "signed", "source": None, "file_name": "a.pdf"}, "a_signed_source_has"),
        ({"twin": ""}, "an_answer_has_what_it_answers"),
        ({"seen_at": "2026-01-01T00:00Z"}, "seen_changes_have_who_saw_them"),
    ],
)  # fmt: skip
def test_the_database_holds_what_an_answer_is(place, values, constraint):
    answer = place.answered(place.issued()).answer

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PlanAnswer.objects.filter(pk=answer.pk).update(**values)


def test_one_row_a_note_of_a_known_kind(place):
    answer = place.answered(place.issued()).answer
    row = answer.items.get(kind="targets")

    with pytest.raises(IntegrityError, match="one_row"), transaction.atomic():
        SuperiorNote.objects.create(answer=answer, kind="targets", place=row.place)
    with pytest.raises(IntegrityError, match="kind_is_known"), transaction.atomic():
        SuperiorNote.objects.filter(pk=row.pk).update(kind="citations")


def test_roles_that_do_not_write_see_nothing_to_look_at(place):
    source = place.issued()
    place.answered(source)
    place.newer(source, superior_content())

    for role in Role:
        seen = PlanAnswer.objects.to_look_at(place.ward.person(role)).exists()
        assert seen is (role == Role.OFFICER)


def test_the_plan_of_an_authority_that_was_merged_away_still_counts(place):
    """Its heir stands above the ward now: the plan is answered, and a newer one is told."""
    source = place.issued()
    plan = place.answered(source)
    place.newer(source, superior_content())
    heir = tiers().above.unit
    unit, old = place.ward.unit, place.above.unit
    Unit.objects.filter(pk=old.pk).update(heir=heir, valid_to=date(2025, 6, 30))
    Unit.objects.filter(pk=unit.pk).update(
        parent=heir, path=f"{heir.path}{unit.pk:09d}/"
    )
    officer = User.objects.get(pk=place.ward.officer.pk)
    host = Unit.objects.get(pk=unit.pk)

    assert source in Plan.objects.to_answer(officer, host)
    assert list(PlanAnswer.objects.to_look_at(officer)) == [plan.answer]


def test_who_takes_the_plan_over_goes_on_with_its_answer(place):
    plan = place.answered(place.issued(), "registrations")
    Plan.objects.filter(pk=plan.pk).update(issuer=place.beside.unit)
    officer = place.beside.officer

    assert PlanAnswer.objects.visible_to(officer).get() == plan.answer
    item = plan.answer.items.get(kind="registrations")
    actions.take_superior_note(item.pk, by=officer)
    assert drifts(plan).behind == []
    assert not PlanAnswer.objects.visible_to(place.ward.officer).exists()


def test_what_the_trash_is_emptied_of_takes_its_answer_along(place, settings):
    plan = place.answered(place.issued())
    actions.discard_draft(plan.pk, by=place.ward.officer)
    Campaign.discarded.update(discarded_at=now() - timedelta(days=4000))

    assert tidying.empty_trash() == 1

    assert not PlanAnswer.objects.exists()
    assert not SuperiorNote.objects.exists()
    assert Plan.objects.get().answered_by.count() == 0


def test_the_book_tells_it_to_who_administers_the_ward(place):
    plan = place.answered(place.issued())

    entry = audit.history(plan.answer).get()

    assert entry.unit_id == place.ward.unit.pk
    assert "twin" not in entry.detail["after"]
