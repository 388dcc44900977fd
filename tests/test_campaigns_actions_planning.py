"""Thông tin chung, nơi nhận, người ký: who may, when not, what the book says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from campaigns import actions
from campaigns.models import Plan
from tests.factories import (
    Capacity,
    MembershipFactory,
    PlanFactory,
    PlanRecipientFactory,
    Role,
    UnitFactory,
    other_ward,
    ward,
)
from units import audit
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def plan(here):
    return PlanFactory(issuer=here.unit, title="Cũ")


def test_edit_plan(here, plan):
    actions.edit_plan(
        plan.pk, by=here.officer, title="Mới", place="Kon Tum", addressees=["Các phòng"]
    )

    plan.refresh_from_db()
    assert (plan.title, plan.place, plan.addressees, plan.version) == (
        "Mới", "Kon Tum", ["Các phòng"], 2,
    )  # fmt: skip
    entry = audit.history(plan).get()
    assert (entry.action, entry.actor) == ("plan.amended", here.officer)
    assert entry.detail["before"]["title"] == "Cũ"
    assert entry.detail["after"]["addressees"] == ["Các phòng"]


def test_edit_with_nothing_new(here, plan):
    actions.edit_plan(plan.pk, by=here.officer, title="Cũ")

    plan.refresh_from_db()
    assert plan.version == 1
    assert not AuditEntry.objects.exists()


def test_a_title_may_be_empty_while_one_writes(here, plan):
    actions.edit_plan(plan.pk, by=here.officer, title="")

    plan.refresh_from_db()
    assert plan.title == ""


@pytest.mark.parametrize("field", ["status", "issuer", "submitted_by", "source_number"])
def test_edit_plan_knows_its_fields(here, plan, field):
    with pytest.raises(TypeError, match=field):
        actions.edit_plan(plan.pk, by=here.officer, **{field: 1})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "poem"}, "Loại văn bản"),
        ({"title": "x" * 501}, "Trích yếu"),
        ({"symbol": "x" * 31}, "Ký hiệu"),
    ],
)
def test_edit_plan_refuses(here, plan, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.edit_plan(plan.pk, by=here.officer, **changes)
    plan.refresh_from_db()
    assert (plan.kind, plan.title, plan.symbol, plan.version) == (
        "plan",
        "Cũ",
        "KH-UBND",
        1,
    )


def test_a_signer_is_a_leader_who_may_sign_for_the_authority_today(here, plan):
    elsewhere = MembershipFactory(leader=True, unit=UnitFactory())
    today = localdate()
    wrong = [
        elsewhere,
        MembershipFactory(unit=here.unit, role=Role.LEADER),  # no capacity
        MembershipFactory(
            leader=True, unit=here.unit, valid_to=today - timedelta(days=1)
        ),
        MembershipFactory(
            leader=True, unit=here.unit, valid_from=today + timedelta(days=1)
        ),
        MembershipFactory(unit=here.unit, role=Role.CLERK),
    ]
    for signer in wrong:
        with pytest.raises(Refused, match="Người ký phải là lãnh đạo"):
            actions.edit_plan(plan.pk, by=here.officer, signer=signer)
    deputy = MembershipFactory(
        unit=here.unit, role=Role.LEADER, capacity=Capacity.DEPUTY, title="Phó Chủ tịch"
    )

    actions.edit_plan(plan.pk, by=here.officer, signer=deputy)

    plan.refresh_from_db()
    assert plan.signer == deputy
    actions.edit_plan(plan.pk, by=here.officer, signer=None)
    plan.refresh_from_db()
    assert plan.signer is None


def test_edit_campaign(here, plan):
    actions.edit_campaign(
        plan.pk, by=here.officer, name="Thi đua nước rút", slogan="Xanh, sạch, đẹp",
        starts_on=date(2023, 8, 1), ends_on=date(2023, 12, 15), type="regular",
    )  # fmt: skip

    campaign = Plan.objects.get(pk=plan.pk).campaign
    assert (campaign.name, campaign.slogan, campaign.type) == (
        "Thi đua nước rút", "Xanh, sạch, đẹp", "regular",
    )  # fmt: skip
    assert (campaign.starts_on, campaign.ends_on) == (
        date(2023, 8, 1),
        date(2023, 12, 15),
    )
    entry = audit.history(campaign).get()
    assert (entry.action, entry.actor) == ("campaign.amended", here.officer)


def test_edit_campaign_refuses(here, plan):
    with pytest.raises(
        Refused, match="Ngày kết thúc phong trào không được trước ngày bắt đầu"
    ):
        actions.edit_campaign(
            plan.pk,
            by=here.officer,
            starts_on=date(2023, 2, 1),
            ends_on=date(2023, 1, 1),
        )
    with pytest.raises(Refused, match="Tên phong trào"):
        actions.edit_campaign(plan.pk, by=here.officer, name="")
    with pytest.raises(TypeError, match="host"):
        actions.edit_campaign(plan.pk, by=here.officer, host=here.unit)


def test_recipients_are_stored_without_dashes_and_endings(here, plan):
    actions.set_recipients(
        plan.pk,
        by=here.officer,
        texts=["- Thường trực Đảng ủy;", "", "  ", "Lưu: VT, VP."],
    )

    assert list(plan.recipients.values_list("position", "text")) == [
        (0, "Thường trực Đảng ủy"), (1, "Lưu: VT, VP"),
    ]  # fmt: skip
    entry = audit.history(plan).get()
    assert (entry.action, entry.actor, entry.detail) == (
        "plan.recipients_set",
        here.officer,
        {"before": [], "after": ["Thường trực Đảng ủy", "Lưu: VT, VP"]},
    )


def test_the_same_recipients_are_no_change(here, plan):
    PlanRecipientFactory(plan=plan, text="Lưu: VT")

    actions.set_recipients(plan.pk, by=here.officer, texts=["- Lưu: VT."])

    plan.refresh_from_db()
    assert plan.version == 1
    assert not AuditEntry.objects.exists()


def test_a_recipient_keeps_its_unit(here, plan):
    unit = UnitFactory()
    PlanRecipientFactory(plan=plan, text="Tổ dân phố 1", unit=unit)

    actions.set_recipients(plan.pk, by=here.officer, texts=["Đảng ủy", "Tổ dân phố 1"])

    assert list(plan.recipients.values_list("text", "unit")) == [
        ("Đảng ủy", None), ("Tổ dân phố 1", unit.pk),
    ]  # fmt: skip


ACTS = {
    "plan": lambda plan, by: actions.edit_plan(plan.pk, by=by, title="Mới"),
    "campaign": lambda plan, by: actions.edit_campaign(plan.pk, by=by, name="Mới"),
    "recipients": lambda plan, by: actions.set_recipients(
        plan.pk, by=by, texts=["Lưu: VT"]
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_officers_of_the_authority(here, plan, act):
    for user in [here.person(r) for r in Role if r != Role.OFFICER] + [
        other_ward().officer
    ]:
        with pytest.raises(PermissionDenied):
            ACTS[act](plan, user)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", ["submitted", "approved", "signed", "issued"])
def test_not_while_it_is_under_way(here, act, status):
    plan = PlanFactory(issuer=here.unit, **{status: True})

    with pytest.raises(Refused, match="nên không sửa được"):
        ACTS[act](plan, here.officer)


@pytest.mark.parametrize("act", ACTS)
def test_again_when_it_came_back(here, act):
    plan = PlanFactory(issuer=here.unit, submitted=True, status="returned")

    ACTS[act](plan, here.officer)

    assert AuditEntry.objects.get().actor == here.officer
