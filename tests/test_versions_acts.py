"""Phiên bản: what is kept, when, once, and never changed again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import now

from campaigns import actions, tidying
from campaigns.content import Line, PlanContent
from campaigns.models import Campaign, Plan, PlanVersion, VersionOccasion
from campaigns.outline import LineKind as K
from campaigns.queries import content_of
from campaigns.twin import from_own
from tests.factories import (
    PlanFactory,
    Role,
    UserFactory,
    other_ward,
    ready_content,
    ward,
)
from units.errors import Refused
from units.models import AuditEntry, Term
from units.wording import vn_datetime

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return ward()


def kept(plan):
    """(number, why, changes since the one before) of every version, the first first."""
    return [
        (row.number, [str(one) for one in row.occasions.all()], row.changes)
        for row in PlanVersion.objects.filter(plan=plan).order_by("number")
    ]


def write(plan, here, text="Một ý mới"):
    last = plan.lines.last()
    return actions.insert_line(
        plan.pk, by=here.officer, after=last.pk, kind="dash", text=text
    )


def back(plan, here, reason="Sửa chỉ tiêu."):
    actions.return_plan(plan.pk, by=here.leader, reason=reason)


def test_a_plan_that_was_read_begins_with_its_first_version(here):
    plan = here.draft()

    assert kept(plan) == [(1, ["Bản đầu"], None)]
    version = plan.versions.get()
    assert from_own(version.twin) == content_of(plan)
    assert version.occasions.get().kept_by == here.officer


def test_a_blank_plan_has_no_version_until_it_is_kept(here):
    plan = actions.create_campaign(by=here.officer, host_id=here.unit.pk, name="Trắng")
    assert kept(plan) == []

    occasion = actions.keep_version(plan.pk, by=here.officer, name="  Khung ")

    assert kept(plan) == [(1, ["Mốc: Khung"], None)]
    assert (occasion.name, occasion.kept_by) == ("Khung", here.officer)


def test_each_submission_is_kept_and_counted(here):
    plan = here.draft()
    write(plan, here)
    actions.submit_plan(plan.pk, by=here.officer)
    back(plan, here)
    write(plan, here, "Ý thứ hai")
    write(plan, here, "Ý thứ ba, dài hơn")
    actions.submit_plan(plan.pk, by=here.officer)

    assert kept(plan) == [
        (1, ["Bản đầu"], None), (2, ["Bản trình lần 1"], 1), (3, ["Bản trình lần 2"], 2),
    ]  # fmt: skip
    plan.refresh_from_db()
    assert from_own(plan.versions.last().twin) == content_of(plan)


def test_the_same_words_again_are_one_version_kept_twice(here):
    plan = here.submitted()
    actions.withdraw_plan(plan.pk, by=here.officer)
    actions.keep_version(plan.pk, by=here.officer, name="Xin ý kiến")
    actions.submit_plan(plan.pk, by=here.officer)

    assert kept(plan) == [
        (1, ["Bản đầu", "Bản trình lần 1", "Mốc: Xin ý kiến", "Bản trình lần 2"], None)
    ]


def test_what_was_put_back_is_a_version_of_its_own(here):
    plan = here.draft()
    line = write(plan, here)
    actions.keep_version(plan.pk, by=here.officer, name="Có ý mới")
    actions.remove_line(line.pk, by=here.officer)
    actions.keep_version(plan.pk, by=here.officer, name="Bỏ ý mới")

    assert [row[0] for row in kept(plan)] == [1, 2, 3]
    first, _, last = PlanVersion.objects.filter(plan=plan).order_by("number")
    assert first.twin == last.twin


def test_a_refused_submission_keeps_nothing(here):
    plan = actions.create_campaign(by=here.officer, host_id=here.unit.pk, name="Trắng")

    with pytest.raises(Refused, match="Chưa trình được"), transaction.atomic():
        actions.submit_plan(plan.pk, by=here.officer)

    assert kept(plan) == []


def test_earlier_submissions_that_were_not_kept_are_counted(here):
    """Of plans that were sent before versions were kept."""
    plan = here.submitted()
    actions.withdraw_plan(plan.pk, by=here.officer)
    with transaction.atomic():
        actions.submit_plan(plan.pk, by=here.officer)
    assert VersionOccasion.objects.latest("pk").turn == 2


@pytest.mark.parametrize("name", ["", "   "])
def test_a_mark_has_a_name(here, name):
    plan = here.draft()

    with pytest.raises(Refused, match="Đặt tên cho mốc"), transaction.atomic():
        actions.keep_version(plan.pk, by=here.officer, name=name)

    assert len(kept(plan)[0][1]) == 1


def test_a_name_of_a_hundred_letters_and_no_more(here):
    plan = here.draft()
    actions.keep_version(plan.pk, by=here.officer, name="ổ" * 100)

    with pytest.raises(Refused, match="100"), transaction.atomic():
        actions.keep_version(plan.pk, by=here.officer, name="ổ" * 101)


def test_a_plan_that_waits_is_kept_already(here):
    plan = here.submitted()

    with pytest.raises(Refused) as refused:
        actions.keep_version(plan.pk, by=here.officer, name="Mốc")

    plan.refresh_from_db()
    assert str(refused.value) == (
        f"{here.officer} đã trình kế hoạch này lúc {vn_datetime(plan.submitted_at)}, đang chờ "
        "duyệt. Bản trình đã được giữ trong các phiên bản."
    )


def test_who_keeps_a_mark(here):
    plan = here.draft()
    people = [here.leader, here.clerk, here.reporter, here.administrator]
    people += [other_ward().officer, UserFactory()]

    for person in people:
        with pytest.raises(PermissionDenied):
            actions.keep_version(plan.pk, by=person, name="Mốc")


def test_the_book_tells_of_both_and_holds_no_content(here):
    plan = here.draft()
    write(plan, here)
    occasion = actions.keep_version(plan.pk, by=here.officer, name="Xin ý kiến")

    found = AuditEntry.objects.order_by("-pk")[:2]
    assert [(e.action, e.about, e.detail) for e in found] == [
        (
            "versionoccasion.added", "Mốc: Xin ý kiến",
            {"after": {"reason": "marked", "name": "Xin ý kiến"}},
        ),
        ("planversion.added", "Phiên bản 2", {"after": {}}),
    ]  # fmt: skip
    assert {e.unit_id for e in found} == {here.unit.pk}
    assert occasion.version.number == 2


def test_a_draft_holds_what_no_paper_may(here):
    """Whatever was stored is read back, though the schema of papers would refuse it."""
    content = PlanContent(
        title="x" * 600, lines=(Line(kind=K.TABLE, text="a\tb\n\tc"),)
    )
    plan = here.draft(content)

    assert from_own(plan.versions.get().twin) == content_of(plan)


# ---- frozen ----------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [PlanVersion, VersionOccasion])
def test_nothing_kept_is_changed_or_removed(here, table):
    here.submitted()
    rows = table.objects.all()
    changes = {"number": 9} if table is PlanVersion else {"name": "x"}

    for act in (lambda: rows.update(**changes), rows.delete, rows.first().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_it_goes_with_its_draft_when_the_trash_is_emptied(here):
    gone, stays = here.draft(), here.draft()
    actions.keep_version(gone.pk, by=here.officer, name="Mốc")
    actions.discard_draft(gone.pk, by=here.officer)
    assert len(kept(gone)) == 1
    Term.objects.update_or_create(
        code="trash", defaults={"value": 30, "valid_from": "2025-01-01"}
    )
    Campaign.discarded.update(discarded_at=now() - timedelta(days=40))

    assert tidying.empty_trash() == 1

    assert not Plan.discarded.exists()
    assert [row.plan_id for row in PlanVersion.objects.all()] == [stays.pk]
    assert VersionOccasion.objects.count() == 1


def test_it_comes_back_with_its_draft(here):
    plan = here.draft()
    actions.discard_draft(plan.pk, by=here.officer)
    actions.restore_draft(plan.campaign_id, by=here.officer)

    assert kept(plan) == [(1, ["Bản đầu"], None)]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"number": 1}, "one_version_of_a_number"),
        ({"number": 2, "changes": 0}, "a_later_version_differs"),
        ({"number": 2}, "a_later_version_differs"),
        ({"number": 2, "changes": 1, "twin": ""}, "a_version_has_its_content"),
    ],
)
def test_the_database_refuses_a_version(values, constraint):
    plan = PlanFactory()
    PlanVersion.objects.create(plan=plan, number=1, twin="{}")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PlanVersion.objects.create(**{"plan": plan, "twin": "{}"} | values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"reason": "other"}, "reason_to_keep_a_version_is_known"),
        ({"reason": "submitted"}, "a_submission_has_its_turn"),
        ({"reason": "begun", "turn": 1}, "a_submission_has_its_turn"),
        ({"reason": "marked"}, "a_mark_has_its_name"),
        ({"reason": "begun", "name": "x"}, "a_mark_has_its_name"),
    ],
)
def test_the_database_refuses_an_occasion(values, constraint):
    version = PlanVersion.objects.create(plan=PlanFactory(), number=1, twin="{}")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        VersionOccasion.objects.create(version=version, kept_by=UserFactory(), **values)


# ---- who sees them ---------------------------------------------------------------------------


def test_versions_are_seen_by_those_who_see_the_draft(here):
    plan = here.draft()
    Plan.objects.filter(pk=plan.pk)

    for role in Role:
        seen = PlanVersion.objects.visible_to(here.person(role))
        assert [row.plan_id for row in seen] == [plan.pk], role
    assert not PlanVersion.objects.visible_to(other_ward().officer).exists()
    assert not PlanVersion.objects.visible_to(UserFactory()).exists()


def test_the_heir_of_a_draft_has_its_versions(here):
    plan, heir = here.draft(), other_ward()

    Plan.objects.filter(pk=plan.pk).update(issuer=heir.unit)

    seen = PlanVersion.objects.visible_to(heir.officer)
    assert [row.number for row in seen.filter(plan=plan)] == [1]
    assert ready_content().title == plan.title
