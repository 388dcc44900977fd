"""Thùng rác: thrown away is seen nowhere, comes back whole, goes after its term."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from campaigns import actions, listing, tasks
from campaigns.models import Campaign, ImportDraft, Plan, PlanLine
from campaigns.queries import content_of
from campaigns.views.shared import campaign_url
from tests.factories import (
    CampaignFactory,
    ImportDraftFactory,
    MembershipFactory,
    PlanFactory,
    Role,
    UserFactory,
    other_ward,
    ready_content,
    ward,
)
from tests.paper_files import words
from tests.windows import at_once
from units import audit
from units.errors import Refused
from units.models import AuditEntry, Term

pytestmark = pytest.mark.django_db
TRASH, LIST = reverse("trash"), reverse("campaigns:campaign-list")


@pytest.fixture(autouse=True)
def term():
    Term.objects.update_or_create(
        code="trash", defaults={"value": 30, "valid_from": "2025-01-01"}
    )


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def plan(here):
    return here.draft(ready_content())


def rows(client):
    page = client.get(TRASH)
    return [
        (row.kind.slug, row.thing.name, row.days_left) for row in page.context["page"]
    ]


def aged(model, **older):
    model.discarded.update(discarded_at=now() - timedelta(**older))


def acts(*more):
    wanted = ("discarded", "restored", "purged", *more)
    found = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    return [action for action in found if action.partition(".")[2] in wanted]


# ---- a draft ---------------------------------------------------------------------------------


def test_what_was_thrown_away_is_seen_nowhere(client, here, plan):
    campaign = plan.campaign
    urls = [
        campaign_url(campaign, name)
        for name in ("campaign-detail", "campaign-documents", "campaign-history")
    ] + [
        reverse("campaigns:campaign", args=[campaign.pk]),
        reverse("reports:of-campaign", args=[campaign.pk]),
        *(
            reverse(name, args=[plan.pk])
            for name in (
                "campaigns:plan-edit", "campaigns:plan-check",
                "campaigns:plan-discard", "reports:plan-preview",
            )
        ),
    ]  # fmt: skip
    client.force_login(here.officer)
    before = [client.get(url).status_code for url in urls]
    assert 404 not in before

    actions.discard_draft(plan.pk, by=here.officer)

    nothing = client.get(reverse("campaigns:plan-check", args=[10**6]))
    for url in urls:
        answer = client.get(url)
        assert (answer.status_code, len(answer.content)) == (
            404,
            len(nothing.content),
        ), url
    assert campaign.name not in words(client.get(LIST, {"q": campaign.name})).replace(
        f"“{campaign.name}”", ""
    )
    assert listing.overview(listing.campaigns(here.officer), now().date()).total == 0
    assert campaign.name not in words(client.get(reverse("home")))
    assert not Plan.objects.exists()
    assert not Plan.objects.visible_to(here.officer).exists()
    assert not Campaign.objects.visible_to(here.officer).exists()


def test_it_comes_back_whole(client, here, plan):
    whole, version = content_of(plan), plan.version
    plan.returns.create(reason="Sửa", returned_by=here.leader)
    client.force_login(here.officer)

    page = client.post(reverse("campaigns:plan-discard", args=[plan.pk]), follow=True)
    assert page.redirect_chain == [(LIST, 302)]
    assert f"Đã bỏ bản nháp “{plan.campaign}” vào thùng rác. Hoàn tác" in words(page)
    undo = reverse("trash-restore", args=["phong-trao", plan.campaign_id])
    assert f'action="{undo}"' in page.content.decode()
    assert rows(client) == [("phong-trao", str(plan.campaign), 30)]
    back = client.post(undo, follow=True)

    assert f"Đã khôi phục “{plan.campaign}”." in words(back)
    plan = Plan.objects.get()
    assert (content_of(plan), plan.version, plan.returns.count()) == (whole, version, 1)
    assert rows(client) == []
    assert acts() == [
        "plan.discarded", "campaign.discarded", "campaign.restored", "plan.restored",
    ]  # fmt: skip
    entry = AuditEntry.objects.get(action="campaign.restored")
    assert (entry.actor, entry.role, entry.unit) == (here.officer, "officer", here.unit)


def test_a_colleague_who_writes_too_brings_it_back(client, here, plan):
    actions.discard_draft(plan.pk, by=here.officer)
    client.force_login(here.person(Role.OFFICER))

    assert [row[0] for row in rows(client)] == ["phong-trao"]
    actions.restore_draft(plan.campaign_id, by=here.person(Role.OFFICER))
    assert Plan.objects.get() == plan


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICER])
def test_no_other_role_throws_away_or_brings_back(client, here, plan, role):
    other = here.person(role)
    with pytest.raises(PermissionDenied):
        actions.discard_draft(plan.pk, by=other)
    actions.discard_draft(plan.pk, by=here.officer)
    with pytest.raises(PermissionDenied):
        actions.restore_draft(plan.campaign_id, by=other)
    client.force_login(other)
    assert rows(client) == []
    url = reverse("trash-restore", args=["phong-trao", plan.campaign_id])
    assert client.post(url).status_code == 404


def test_nor_does_another_authority(client, here, plan):
    actions.discard_draft(plan.pk, by=here.officer)
    client.force_login(other_ward().officer)

    assert rows(client) == []
    there = client.post(reverse("trash-restore", args=["phong-trao", plan.campaign_id]))
    nowhere = client.post(reverse("trash-restore", args=["phong-trao", 10**6]))
    unknown = client.post(reverse("trash-restore", args=["van-ban", 1]))
    assert [a.status_code for a in (there, nowhere, unknown)] == [404] * 3
    assert len(there.content) == len(nowhere.content)


def test_nor_a_visitor(client):
    assert client.get(TRASH).url == f"/dang-nhap/?next={TRASH}"


def test_what_is_not_a_draft_stays(here):
    for plan in (here.submitted(), PlanFactory(issuer=here.unit, issued=True)):
        with pytest.raises(Refused, match="nên không sửa được"):
            actions.discard_draft(plan.pk, by=here.officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.filter(pk=plan.pk).update(
                discarded_at=now(), discarded_by=here.officer
            )


def test_what_was_once_approved_or_is_answered_stays(here, plan):
    audit.write("plan.approved", plan, by=here.leader)
    with pytest.raises(Refused, match="đã từng được duyệt"):
        actions.discard_draft(plan.pk, by=here.officer)
    other = here.draft(ready_content())
    CampaignFactory(host=here.unit, answers=other.campaign)
    with pytest.raises(Refused, match="phong trào hưởng ứng"):
        actions.discard_draft(other.pk, by=here.officer)


def test_nobody_writes_on_what_lies_in_the_trash(here, plan):
    line = plan.lines.first()
    actions.discard_draft(plan.pk, by=here.officer)

    for act in (
        lambda: actions.edit_plan(plan.pk, by=here.officer, title="khác"),
        lambda: actions.remove_line(line.pk, by=here.officer),
        lambda: actions.submit_plan(plan.pk, by=here.officer),
        lambda: actions.discard_draft(plan.pk, by=here.officer),
    ):
        with pytest.raises(Refused, match="vừa được bỏ vào thùng rác"):
            act()
    actions.restore_draft(plan.campaign_id, by=here.officer)
    with pytest.raises(Refused, match="đã được khôi phục hoặc đã xóa hẳn"):
        actions.restore_draft(plan.campaign_id, by=here.officer)


def test_it_goes_after_its_term(here, plan):
    pk = plan.campaign_id
    plan.returns.create(reason="Sửa", returned_by=here.leader)
    actions.discard_draft(plan.pk, by=here.officer)
    aged(Campaign, days=29, hours=23)
    tasks.empty_trash()
    assert Campaign.discarded.count() == 1

    aged(Campaign, days=30, minutes=1)
    tasks.empty_trash()

    assert (Campaign.discarded.count(), Plan.discarded.count(), PlanLine.objects.count()) == (
        0, 0, 0,
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="campaign.purged")
    assert (entry.actor, entry.subject_id, entry.about) == (
        None,
        pk,
        str(plan.campaign),
    )


def test_without_a_term_nothing_goes(client, here, plan):
    Term.objects.all().delete()
    actions.discard_draft(plan.pk, by=here.officer)
    aged(Campaign, days=9999)

    tasks.empty_trash()

    client.force_login(here.officer)
    assert rows(client) == [("phong-trao", str(plan.campaign), None)]
    assert "Chưa đặt thời hạn nên không gì bị xóa hẳn." in words(client.get(TRASH))


# ---- a reading -------------------------------------------------------------------------------


def test_a_reading_lies_there_for_its_owner(client, here):
    draft = ImportDraftFactory(owner=here.officer, file_name="Kế hoạch.docx")
    client.force_login(here.officer)
    page = client.post(reverse("campaigns:import-drop", args=[draft.pk]), follow=True)
    assert "Đã bỏ bản đọc “Kế hoạch.docx” vào thùng rác. Hoàn tác" in words(page)
    review = reverse("campaigns:import-review", args=[draft.pk])
    assert client.get(review).status_code == 404
    assert not ImportDraft.objects.exists()
    assert rows(client) == [("ban-doc", "Kế hoạch.docx", 30)]

    client.force_login(here.person(Role.OFFICER))
    assert rows(client) == []
    with pytest.raises(Refused):
        actions.restore_import(draft.pk, by=here.leader)

    actions.restore_import(draft.pk, by=here.officer)
    assert ImportDraft.objects.get() == draft
    assert acts() == ["importdraft.discarded", "importdraft.restored"]


def test_a_reading_goes_after_its_term(here):
    draft = ImportDraftFactory(owner=here.officer)
    actions.drop_import(draft.pk, by=here.officer)
    aged(ImportDraft, days=31)

    tasks.empty_trash()

    assert not ImportDraft.discarded.exists()
    assert acts() == ["importdraft.discarded", "importdraft.purged"]


# ---- lines and notes -------------------------------------------------------------------------


def test_a_line_comes_back_with_its_notes_to_its_place(client, here, plan):
    whole = content_of(plan)
    line = plan.lines.get(position=6)  # a target stands on it
    actions.remove_line(line.pk, by=here.officer)
    client.force_login(here.officer)
    ((slug, name, left),) = rows(client)
    assert (slug, left) == ("dong", 30)
    assert name.startswith("Dòng kế hoạch: Tỷ lệ hộ nghèo")
    pk = client.get(TRASH).context["page"][0].thing.pk

    client.post(reverse("trash-restore", args=["dong", pk]))

    assert content_of(plan) == whole
    assert rows(client) == []
    with pytest.raises(Refused, match="đã được khôi phục"):
        actions.restore_part(pk, by=here.officer)


def test_a_line_that_was_put_back_in_the_editor_is_offered_no_more(client, here, plan):
    kept = actions.remove_line(plan.lines.get(position=6).pk, by=here.officer)
    actions.undo_remove(plan.pk, by=here.officer, **kept)
    client.force_login(here.officer)

    assert rows(client) == []


def test_a_note_comes_back_with_its_milestones(client, here, plan):
    target = plan.lines.get(position=6).target_notes.get()
    actions.edit_note(
        target.pk, "chi-tieu", by=here.officer,
        milestones=[{"label": "6 tháng", "due_on": None, "value": "0.5"}],
    )  # fmt: skip
    whole = content_of(plan)
    actions.remove_note(target.pk, "chi-tieu", by=here.officer)
    client.force_login(here.officer)
    assert rows(client) == [
        ("dong", "Chỉ tiêu: Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%.", 30)
    ]

    pk = client.get(TRASH).context["page"][0].thing.pk
    client.post(reverse("trash-restore", args=["dong", pk]))

    assert content_of(plan) == whole
    assert rows(client) == []


def test_a_note_whose_line_is_gone_says_so(here, plan):
    line = plan.lines.get(position=6)
    actions.remove_note(line.target_notes.get().pk, "chi-tieu", by=here.officer)
    pk = AuditEntry.objects.get(action="target.removed").pk
    actions.remove_line(line.pk, by=here.officer)

    with pytest.raises(Refused, match="Dòng của ghi chú này không còn"):
        actions.restore_part(pk, by=here.officer)


def test_parts_of_other_authorities_and_closed_plans_are_not_offered(
    client, here, plan
):
    foreign = other_ward()
    theirs = foreign.draft(ready_content())
    actions.remove_line(theirs.lines.get(position=6).pk, by=foreign.officer)
    actions.remove_line(plan.lines.get(position=2).pk, by=here.officer)
    pk = AuditEntry.objects.get(action="planline.removed", unit=here.unit).pk
    client.force_login(foreign.officer)
    assert len(rows(client)) == 1
    assert client.post(reverse("trash-restore", args=["dong", pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.restore_part(pk, by=foreign.officer)
    Plan.objects.filter(pk=plan.pk).update(
        status="submitted", submitted_by=here.officer, submitted_at=now()
    )
    client.force_login(here.officer)
    assert rows(client) == []


# ---- the page --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, here, django_assert_num_queries, count):
    for _ in range(count):
        plan = here.draft(ready_content())
        actions.discard_draft(plan.pk, by=here.officer)
        ImportDraftFactory(
            owner=here.officer, discarded_at=now(), discarded_by=here.officer
        )
        still = here.draft(ready_content())
        actions.remove_line(still.lines.get(position=6).pk, by=here.officer)
    user = UserFactory()
    MembershipFactory(user=user, unit=here.unit, role=Role.OFFICER)
    client.force_login(here.officer)

    # user, term; roles, campaigns; readings; parts, their plans; shell: memberships
    with django_assert_num_queries(10):
        page = client.get(TRASH)

    assert len(page.context["page"]) == 3 * count


# ---- two at once -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_throw_away_or_bring_back_at_once():
    place = ward()
    plan = place.draft(ready_content())
    people = [place.officer, place.person(Role.OFFICER)]

    def both(act):
        return sorted(at_once(*[partial(act, by) for by in people]))

    assert both(lambda by: actions.discard_draft(plan.pk, by=by)) == [
        "Kế hoạch này vừa được bỏ vào thùng rác.", "done",
    ]  # fmt: skip
    assert both(lambda by: actions.restore_draft(plan.campaign_id, by=by)) == [
        "Bản nháp này đã được khôi phục hoặc đã xóa hẳn.", "done",
    ]  # fmt: skip
    assert acts() == [
        "plan.discarded", "campaign.discarded", "campaign.restored", "plan.restored",
    ]  # fmt: skip
