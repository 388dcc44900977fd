"""Bốn cách đổi một bản ghi, và sổ nhật ký: what is written with it, what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import IntegrityError, transaction
from django.http import Http404
from django_htmx.middleware import HtmxDetails

from campaigns.models import Campaign, Period, Plan, Target
from tests.factories import (
    CampaignFactory,
    MembershipFactory,
    PeriodFactory,
    PlanFactory,
    PlanLineFactory,
    TargetFactory,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
)
from units import audit, workflow
from units.errors import Refused
from units.middleware import RefusalMiddleware
from units.models import AuditEntry, Membership, UnitKind

pytestmark = pytest.mark.django_db


def test_add_inserts_composes_and_writes_one_line():
    host, by = UnitFactory(), UserFactory()
    campaign = Campaign(host=host, name="Phong tra\u0300o\u00a0 “xanh”", created_by=by)

    workflow.add(campaign, by=by)

    assert Campaign.objects.get().name == "Phong trào “xanh”"
    entry = audit.history(campaign).get()
    assert (entry.action, entry.actor, entry.subject, entry.subject_id, entry.detail) == (
        "campaign.added", by, "campaigns.Campaign", campaign.pk,
        {"after": {"host": host.pk, "name": "Phong trào “xanh”", "type": "thematic"}},
    )  # fmt: skip
    assert (entry.unit, entry.about) == (host, "Phong trào “xanh”")


def test_add_never_overwrites():
    campaign = CampaignFactory()

    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        workflow.add(campaign, by=None)


def test_add_of_a_record_with_a_generated_column():
    membership = MembershipFactory.build(user=UserFactory(), unit=UnitFactory())

    workflow.add(membership, by=None)

    assert Membership.objects.get().capacity_rank == 3


def test_add_refuses_in_the_words_of_the_constraint_and_leaves_nothing():
    line = PlanLineFactory()
    upside_down = Period(
        line=line, starts_on=date(2023, 12, 15), ends_on=date(2023, 8, 1)
    )

    with pytest.raises(
        Refused,
        match=r"^Ngày kết thúc thời gian thi đua không được trước ngày bắt đầu.$",
    ):
        workflow.add(upside_down, by=None)
    assert not Period.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_refusal_names_the_field():
    with pytest.raises(
        Refused, match=r"^Tên phong trào: trường này không được để trắng.$"
    ):
        workflow.add(Campaign(host=UnitFactory(), name=""), by=None)


def test_amend_changes_what_differs_and_writes_what_it_was():
    by = UserFactory()
    period = PeriodFactory(starts_on=date(2023, 8, 1), ends_on=date(2023, 12, 15))

    changed = workflow.amend(
        period, by=by, starts_on=date(2023, 8, 1), ends_on=date(2023, 12, 31)
    )

    assert changed is True
    assert Period.objects.get().ends_on == date(2023, 12, 31)
    entry = audit.history(period).get()
    assert (entry.action, entry.actor, entry.detail) == (
        "period.amended",
        by,
        {"before": {"ends_on": "2023-12-15"}, "after": {"ends_on": "2023-12-31"}},
    )


def test_amend_with_nothing_new_writes_nothing():
    campaign = CampaignFactory(name="Phong trào")

    assert workflow.amend(campaign, by=None, name="Phong tra\u0300o") is False
    assert not audit.history(campaign).exists()


def test_amend_saves_only_its_fields():
    """Two people change two fields of one row; neither undoes the other."""
    campaign = CampaignFactory(name="cũ", slogan="cũ")
    mine = Campaign.objects.get(pk=campaign.pk)
    theirs = Campaign.objects.get(pk=campaign.pk)

    workflow.amend(mine, by=None, name="mới")
    workflow.amend(theirs, by=None, slogan="mới")

    campaign.refresh_from_db()
    assert (campaign.name, campaign.slogan) == ("mới", "mới")


def test_amend_of_a_decimal_is_kept_as_text():
    target = TargetFactory(value=Decimal("0.39"))

    workflow.amend(target, by=None, value=Decimal("0.45"))

    assert audit.history(target).get().detail["after"] == {"value": "0.45"}


def test_amend_of_a_person_keeps_the_id():
    plan = PlanFactory()
    signer = MembershipFactory(leader=True, unit=plan.issuer)

    workflow.amend(plan, by=None, signer=signer)

    assert audit.history(plan).get().detail == {
        "before": {"signer": None},
        "after": {"signer": signer.pk},
    }


def test_amend_refuses_and_leaves_the_row():
    target = TargetFactory(value=Decimal(3))

    with pytest.raises(
        Refused, match="Giá trị cuối của khoảng phải lớn hơn giá trị đầu"
    ):
        workflow.amend(target, by=None, value_max=Decimal(2))
    assert Target.objects.get().value_max is None
    assert not audit.history(target).exists()


def test_move_follows_the_table_and_writes_where_from():
    by = UserFactory()
    plan = PlanFactory(submitted=True)

    workflow.move(
        plan, Plan.Status.DRAFT, by=by, submitted_by=None, submitted_at=None
    )  # fmt: skip

    plan.refresh_from_db()
    assert (plan.status, plan.submitted_by, plan.submitted_at) == ("draft", None, None)
    entry = audit.history(plan).get()
    assert (entry.action, entry.actor, entry.detail) == (
        "plan.draft", by, {"before": "submitted"},
    )  # fmt: skip


def test_move_refuses_what_is_not_in_the_table():
    plan = PlanFactory()

    with pytest.raises(
        Refused, match=r"^Không thể chuyển từ “Bản nháp” sang “Đã ban hành”.$"
    ):
        workflow.move(plan, Plan.Status.ISSUED, by=None)
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_remove_keeps_the_words_in_the_book():
    by = UserFactory()
    period = PeriodFactory()
    pk = period.pk

    workflow.remove(period, by=by, starts_on=period.starts_on)

    assert not Period.objects.exists()
    entry = AuditEntry.objects.get(subject="campaigns.Period", subject_id=pk)
    assert (entry.action, entry.actor, entry.detail) == (
        "period.removed", by, {"starts_on": "2023-08-01"},
    )  # fmt: skip


def test_the_line_falls_with_the_change():
    """Nothing is in the book of what was rolled back."""
    with transaction.atomic():
        workflow.amend(CampaignFactory(), by=None, name="mới")
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEntry.objects.update(action="unit.nothing"),
        lambda: AuditEntry.objects.update(detail={}),
        lambda: AuditEntry.objects.all().delete(),
    ],
)
def test_the_book_is_append_only(change):
    entry = audit.write("unit.seen", UnitFactory(), by=None, why="thử")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change()
    assert list(AuditEntry.objects.values_list("action", "detail")) == [
        ("unit.seen", {"why": "thử"})
    ]
    assert entry.at is not None


def test_history_is_of_one_record_newest_first(django_assert_num_queries):
    unit, user = UnitFactory(), UserFactory()
    for action in ("unit.first", "unit.second"):
        audit.write(action, unit, by=user)
    audit.write("user.first", user, by=None)  # same id space, another table
    audit.write("unit.other", UnitFactory(), by=user)

    with django_assert_num_queries(1):
        lines = [(entry.action, entry.actor.full_name) for entry in audit.history(unit)]

    assert lines == [("unit.second", user.full_name), ("unit.first", user.full_name)]


def test_history_outlives_its_record():
    kind = UnitKindFactory(code="tam-thoi")
    audit.write("unitkind.removed", kind, by=None)
    pk = kind.pk
    UnitKind.objects.filter(pk=pk).delete()

    assert AuditEntry.objects.get().subject_id == pk


@pytest.fixture
def middleware():
    return RefusalMiddleware(lambda request: None)


@pytest.fixture
def post(rf):
    def post(**headers):
        request = rf.post("/ke-hoach/1/trinh/", headers=headers)
        request.session = {}
        request._messages = FallbackStorage(request)
        request.htmx = HtmxDetails(request)
        return request

    return post


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://testserver/ke-hoach/1/", "http://testserver/ke-hoach/1/"),
        ("http://evil.example/", "/"),
        ("", "/"),
    ],
)
def test_a_refusal_is_a_message_on_the_page_one_came_from(
    middleware, post, referer, target
):
    request = post(referer=referer)

    response = middleware.process_exception(request, Refused("Chưa trình được."))

    assert (response.status_code, response.url) == (302, target)
    assert [str(message) for message in get_messages(request)] == ["Chưa trình được."]


def test_a_refusal_refreshes_an_htmx_page(middleware, post):
    response = middleware.process_exception(
        post(**{"HX-Request": "true"}), Refused("Không.")
    )

    assert response["HX-Refresh"] == "true"


def test_other_errors_go_on(middleware, post):
    assert middleware.process_exception(post(), Http404()) is None
