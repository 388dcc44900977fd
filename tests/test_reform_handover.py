"""Bàn giao: where plans, campaigns, papers and people of a unit go that is no more."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.timezone import localdate

from campaigns import actions as campaign_actions
from campaigns.models import Campaign, Plan, PlanReturn
from reports import actions as report_actions
from reports.models import Document, NumberSeries, RegisterEntry
from tests.drawn import drawn
from tests.factories import (
    CampaignFactory,
    DocumentFactory,
    MembershipFactory,
    NumberBookFactory,
    PlanFactory,
    RegisterEntryFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
    Ward,
)
from tests.windows import wait_until_blocked
from units import actions, calendar, estates
from units.errors import Refused
from units.models import AuditEntry, Handover, Unit, User
from units.rehearsal import rehearse

pytestmark = pytest.mark.django_db
TODAY = localdate()
BASIS = "Nghị quyết số 99/NQ-UBTVQH15 ngày 16/6/2025"
Status = Plan.Status


class Place:
    """Hai phường của một tỉnh; the first is taken in by the second."""

    def __init__(self):
        self.top = UnitFactory(short_name="UBND tỉnh Mẫu")
        self.old = Ward(UnitFactory(parent=self.top, short_name="UBND phường Đông"))
        self.new = Ward(
            UnitFactory(
                parent=self.top,
                short_name="UBND phường Tây",
                letterhead="ỦY BAN NHÂN DÂN\nPHƯỜNG TÂY",
                place="Tây",
            )
        )
        self.administrator = UserFactory()
        MembershipFactory(
            user=self.administrator, unit=self.top, role=Role.ADMINISTRATOR
        )

    def merge(self, day=TODAY):
        return actions.merge_units(
            [self.old.unit.pk, self.new.unit.pk],
            by=self.administrator,
            effective_on=day,
            basis=BASIS,
            into_id=self.new.unit.pk,
        )

    def plan(self, **traits) -> Plan:
        campaign = CampaignFactory(
            host=self.old.unit, ends_on=traits.pop("ends_on", None)
        )
        return PlanFactory(
            campaign=campaign, issuer=self.old.unit, title="Thi đua mẫu", **traits
        )


@pytest.fixture
def here():
    return Place()


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def reread(record):
    return type(record)._default_manager.get(pk=record.pk)


# ---- where everything goes ----------------------------------------------------------------


def test_a_draft_goes_on_under_the_head_of_the_heir(here):
    draft = here.old.draft()

    here.merge()

    plan = reread(draft)
    assert (plan.status, plan.issuer, plan.campaign.host) == (
        Status.DRAFT, here.new.unit, here.new.unit,
    )  # fmt: skip
    assert (plan.letterhead, plan.place, plan.symbol) == (
        "ỦY BAN NHÂN DÂN\nPHƯỜNG TÂY", "Tây", "KH-UBND",
    )  # fmt: skip
    assert plan.signer is None
    assert plan.version == draft.version + 1
    officer = here.new.officer
    assert Plan.objects.visible_to(officer).get() == plan
    campaign_actions.edit_plan(plan.pk, by=officer, title="Tên khác")
    with pytest.raises(PermissionDenied):
        campaign_actions.edit_plan(plan.pk, by=here.old.officer, title="Tên cũ")


def test_words_that_were_not_the_old_authoritys_own_stay(here):
    draft = here.old.draft()
    Plan.objects.filter(pk=draft.pk).update(letterhead="BAN CHỈ ĐẠO")

    here.merge()

    assert reread(draft).letterhead == "BAN CHỈ ĐẠO"
    assert reread(draft).place == "Tây"


def test_a_plan_that_was_sent_comes_back_to_the_heirs_officers_with_the_reason(here):
    sent = here.old.submitted()

    here.merge()

    plan = reread(sent)
    assert (plan.status, plan.issuer) == (Status.RETURNED, here.new.unit)
    assert Plan.objects.waiting_for(here.new.officer).get() == plan
    returned = PlanReturn.objects.get(plan=plan)
    assert returned.returned_by == here.administrator
    assert returned.reason == (
        f"UBND phường Đông kết thúc, UBND phường Tây tiếp nhận từ ngày {TODAY:%d/%m/%Y} "
        f"({BASIS}). Xem lại tên cơ quan, nơi nhận, chọn người ký rồi trình lại."
    )


@pytest.mark.parametrize("state", ["requested", "stopped", "signed"])
def test_a_paper_without_number_is_dropped_and_its_plan_written_anew(here, state):
    traits = {} if state == "requested" else {state: True}
    document = here.old.document(**traits)
    if state == "signed":
        Plan.objects.filter(pk=document.plan_id).update(status=Status.SIGNED)

    here.merge()

    document = reread(document)
    assert document.status == Document.Status.DROPPED
    assert (document.plan.status, document.plan.issuer) == (
        Status.RETURNED, here.new.unit,
    )  # fmt: skip
    assert document.issuer == here.old.unit
    assert Document.objects.visible_to(fresh(here.new.clerk)).get() == document


def test_a_paper_that_has_its_number_is_sealed_and_stays_the_old_authoritys(here):
    document = here.old.document(numbered=True)
    Plan.objects.filter(pk=document.plan_id).update(status=Status.SIGNED)

    here.merge()

    assert reread(document).status == Document.Status.NUMBERED
    plan = reread(document.plan)
    assert (plan.status, plan.issuer, plan.campaign.host) == (
        Status.SIGNED, here.old.unit, here.new.unit,
    )  # fmt: skip


def test_a_campaign_under_way_is_the_heirs_and_its_plan_keeps_the_old_name(here):
    under_way = here.plan(issued=True, ends_on=TODAY + timedelta(30))
    over = here.plan(issued=True, ends_on=TODAY - timedelta(1))

    here.merge()

    assert reread(under_way.campaign).host == here.new.unit
    assert reread(under_way).issuer == here.old.unit
    assert reread(over.campaign).host == here.old.unit
    seen = Campaign.objects.visible_to(fresh(here.new.officer))
    assert set(seen) == {under_way.campaign, over.campaign}
    assert set(Plan.objects.visible_to(fresh(here.new.officer))) == {under_way, over}


def test_people_below_the_heir_see_what_the_old_authority_issued(here):
    issued = here.plan(issued=True)
    part = UnitFactory(parent=here.new.unit, quiet=True)
    reporter = MembershipFactory(unit=part, role=Role.REPORTER).user
    assert not Plan.objects.visible_to(fresh(reporter)).exists()

    here.merge()

    assert Plan.objects.visible_to(fresh(reporter)).get() == issued


def test_nobody_else_sees_more_than_before(here):
    here.plan(issued=True)
    draft = here.plan()
    other = Ward(UnitFactory(parent=here.top))

    here.merge()

    for user in (other.officer, other.clerk, other.leader, here.administrator):
        assert not Plan.objects.visible_to(fresh(user)).exists()
    assert draft not in Plan.objects.visible_to(fresh(here.old.officer))


def test_the_old_series_ends_and_its_register_is_read_by_the_heirs_clerk(here):
    book = NumberBookFactory(series=here.old.series, year=TODAY.year)
    entry = RegisterEntryFactory(book=book)
    here.merge()
    clerk = fresh(here.new.clerk)
    held = MembershipFactory(unit=here.old.unit, role=Role.CLERK).user

    assert list(NumberSeries.objects.visible_to(clerk)) == [here.old.series]
    assert list(RegisterEntry.objects.visible_to(clerk)) == [entry]
    found = report_actions.export_register(here.old.series.pk, TODAY.year, by=clerk)
    assert found == [entry]
    paper = {
        "symbol": "QĐ-UBND", "kind_and_title": "Quyết định", "signer": "A",
        "recipients": "B", "archive_unit": "VT",
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        report_actions.register_paper(here.old.series.pk, by=clerk, day=TODAY, **paper)
    last = TODAY - timedelta(1)
    with pytest.raises(Refused) as refusal:
        report_actions.register_paper(here.old.series.pk, by=held, day=TODAY, **paper)
    assert str(refusal.value) == (
        f"UBND phường Đông kết thúc ngày {last:%d/%m/%Y}, dãy số đóng từ ngày đó."
    )


def test_a_council_goes_on_in_the_council_of_the_heir(here):
    council = UnitKindFactory(code="hdtdkt", name="Hội đồng TĐKT")
    old = UnitFactory(parent=here.old.unit, kind=council)
    new = UnitFactory(parent=here.new.unit, kind=council)
    campaign = CampaignFactory(host=old)
    PlanFactory(campaign=campaign, issuer=old)

    here.merge()

    assert reread(campaign).host == new
    assert reread(old).heir == new
    assert reread(here.old.unit).heir == here.new.unit


def test_people_at_home_there_are_at_home_with_the_heir(here):
    person = UserFactory(home=here.old.unit)

    here.merge()

    assert reread(person).home == here.new.unit
    entry = AuditEntry.objects.get(action="user.amended", subject_id=person.pk)
    assert entry.detail == {
        "before": {"home": here.old.unit.pk}, "after": {"home": here.new.unit.pk},
    }  # fmt: skip


# ---- when ---------------------------------------------------------------------------------


def test_nothing_moves_before_the_day_and_the_clock_moves_it_then(here):
    draft = here.old.draft()
    day = TODAY + timedelta(5)

    here.merge(day)

    assert reread(draft).issuer == here.old.unit
    assert reread(here.old.unit).heir is None
    assert not Plan.objects.visible_to(fresh(here.new.officer)).exists()
    with transaction.atomic():
        calendar.bring_up_to_date(day)
        assert estates.carry_out(day=day) == 1
        assert estates.carry_out(day=day) == 0
    assert reread(draft).issuer == here.new.unit
    assert reread(here.old.unit).heir == here.new.unit


def test_what_was_begun_in_the_very_moment_is_found_by_the_next_round(here):
    here.merge()
    late = here.plan()

    with transaction.atomic():
        estates.carry_out()

    assert reread(late).issuer == here.new.unit


def test_an_heir_of_an_heir_inherits_everything(here):
    draft = here.old.draft()
    here.merge()
    last = UnitFactory(parent=here.top, short_name="UBND phường Nam")

    actions.dissolve_unit(
        here.new.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS,
        successor_ids=[last.pk],
    )  # fmt: skip

    assert reread(draft).issuer == last
    assert set(Unit.objects.filter(heir=last)) == {here.old.unit, here.new.unit}


def test_an_act_that_would_leave_work_to_nobody_is_refused(here):
    here.plan()

    with pytest.raises(Refused) as refusal:
        actions.dissolve_unit(
            here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS
        )

    assert str(refusal.value) == (
        "UBND phường Đông còn 1 việc dở dang (Thi đua mẫu). Chọn đơn vị tiếp nhận."
    )
    assert reread(here.old.unit).valid_to is None


def test_who_issues_no_papers_inherits_no_plans(here):
    here.plan()
    quiet = UnitFactory(parent=here.top, quiet=True, short_name="Văn phòng")

    with pytest.raises(Refused) as refusal:
        actions.dissolve_unit(
            here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS,
            successor_ids=[quiet.pk],
        )  # fmt: skip

    assert str(refusal.value) == (
        "Văn phòng không ban hành văn bản nên không tiếp nhận được phong trào của UBND "
        "phường Đông."
    )


def test_nobody_gives_work_to_a_unit_they_do_not_administer(here):
    foreign = UnitFactory(short_name="UBND tỉnh Khác")

    with pytest.raises(PermissionDenied):
        actions.dissolve_unit(
            here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS,
            successor_ids=[foreign.pk],
        )  # fmt: skip


# ---- named later --------------------------------------------------------------------------


def test_the_heir_of_what_has_ended_is_named_later(here):
    actions.dissolve_unit(
        here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS
    )
    issued = here.plan(issued=True)
    assert not Plan.objects.visible_to(fresh(here.new.officer)).exists()

    actions.name_heir(
        here.old.unit.pk, by=here.administrator, heir_id=here.new.unit.pk, basis=BASIS
    )

    assert Plan.objects.visible_to(fresh(here.new.officer)).get() == issued
    assert reread(issued.campaign).host == here.new.unit


@pytest.mark.parametrize("who", ["itself", "other"])
def test_only_who_administers_both_names_an_heir(here, who):
    actions.dissolve_unit(
        here.old.unit.pk, by=here.administrator, effective_on=TODAY, basis=BASIS
    )
    by = {"itself": here.new, "other": Ward(UnitFactory())}[who].administrator

    with pytest.raises(PermissionDenied):
        actions.name_heir(
            here.old.unit.pk, by=by, heir_id=here.new.unit.pk, basis=BASIS
        )
    assert not Handover.objects.exists()


def test_a_unit_that_goes_on_has_no_heir(here):
    with pytest.raises(Refused) as refusal:
        actions.name_heir(
            here.old.unit.pk, by=here.administrator, heir_id=here.new.unit.pk,
            basis=BASIS,
        )  # fmt: skip
    assert str(refusal.value) == (
        "UBND phường Đông vẫn hoạt động nên không có gì để bàn giao."
    )


# ---- seen in advance ----------------------------------------------------------------------


@pytest.mark.parametrize("later", [0, 9])
def test_the_preview_names_every_work_and_where_it_goes(here, later):
    here.plan()
    here.plan(submitted=True)
    here.plan(issued=True)

    found = rehearse(
        lambda: here.merge(TODAY + timedelta(later)), by=here.administrator
    )

    way = "UBND phường Đông → UBND phường Tây: "
    assert found.works == [
        f"{way}Thi đua mẫu (bản nháp): chuyển nguyên bản nháp; tên cơ quan đổi theo đơn vị tiếp "
        "nhận, chọn lại người ký",
        f"{way}Thi đua mẫu (chờ duyệt): trả về để soạn lại, ký và cấp số ở đơn vị tiếp nhận",
        f"{way}Thi đua mẫu (đang thực hiện): đơn vị tiếp nhận làm tiếp; kế hoạch đã ban hành giữ "
        "tên cơ quan cũ",
    ]
    assert not Handover.objects.exists()
    assert not Campaign.objects.filter(host=here.new.unit).exists()


def test_the_book_tells_who_handed_what_to_whom(here):
    plan = here.plan()

    here.merge()

    entry = AuditEntry.objects.get(action="campaign.handed_over")
    assert (entry.actor, entry.subject_id, entry.detail) == (
        here.administrator,
        plan.campaign_id,
        {"plan": plan.pk, "parties": ["UBND phường Đông", "UBND phường Tây"]},
    )


# ---- at one moment ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_saves_while_the_plan_changes_hands_writes_into_nobody_elses(here):
    """The old officer's edit waits for the merger, then is refused; nothing of it is stored."""
    draft, officer = here.old.draft(), fresh(here.old.officer)
    assert officer.roles  # as they were when the request began
    locked, outcome = threading.Event(), []

    def edit():
        locked.wait(10)
        try:
            campaign_actions.edit_plan(draft.pk, by=officer, title="Muộn")
            outcome.append("saved")
        except PermissionDenied:
            outcome.append("denied")
        finally:
            connection.close()

    thread = threading.Thread(target=edit)
    thread.start()
    with transaction.atomic():
        here.merge()
        locked.set()
        wait_until_blocked()
    thread.join(10)

    assert outcome == ["denied"]
    assert (reread(draft).title, reread(draft).issuer) == (draft.title, here.new.unit)


@pytest.mark.django_db(transaction=True)
def test_a_signature_of_that_moment_is_either_whole_or_none(here):
    """The leader signs first: the merger finds the paper and drops it, nothing is lost."""
    sent = here.old.submitted()
    plan = reread(sent)
    Plan.objects.filter(pk=plan.pk).update(signer=here.old.signer)
    drawn(reread(plan))

    with transaction.atomic():
        campaign_actions.approve_plan(plan.pk, by=here.old.leader)
        DocumentFactory(plan=reread(plan), signer=here.old.signer)
    here.merge()

    assert reread(plan).status == Status.RETURNED
    assert Document.objects.get().status == Document.Status.DROPPED


def test_a_plan_approved_in_that_very_moment_is_tried_again(here):
    plan = here.plan(approved=True)

    with pytest.raises(Refused) as refusal:
        here.merge()
    assert str(refusal.value) == (
        "Kế hoạch “Thi đua mẫu” vừa được duyệt trong lúc này. Làm lại sau ít phút."
    )
    assert reread(plan).issuer == here.old.unit


def test_the_clock_goes_on_with_the_others_where_one_must_wait(here, caplog):
    day = TODAY + timedelta(1)
    here.plan(approved=True)
    other = UnitFactory(parent=here.top)
    here.merge(day)
    actions.dissolve_unit(
        other.pk, by=here.administrator, effective_on=day, basis=BASIS,
        successor_ids=[here.new.unit.pk],
    )  # fmt: skip

    with transaction.atomic():
        assert estates.carry_out(day=day) == 1

    assert reread(other).heir == here.new.unit
    assert reread(here.old.unit).heir is None
    assert "vừa được duyệt" in caplog.text


def test_in_a_unit_that_has_ended_no_campaign_begins(here):
    here.merge()
    held = MembershipFactory(unit=here.old.unit, role=Role.OFFICER).user

    with pytest.raises(PermissionDenied):
        campaign_actions.create_campaign(
            by=held, host_id=here.old.unit.pk, name="Phong trào mới"
        )


def test_in_the_name_of_what_has_ended_nothing_goes_out_heir_or_none(here):
    """Whoever still holds a role there reads and hands over; the law knows no such agency."""
    plan, sent, series = here.old.draft(), here.old.submitted(), here.old.series
    last = TODAY - timedelta(1)
    Unit.objects.filter(pk=here.old.unit.pk).update(valid_to=last)

    with pytest.raises(PermissionDenied):
        campaign_actions.create_campaign(
            by=fresh(here.old.officer), host_id=here.old.unit.pk, name="Phong trào mới"
        )
    with pytest.raises(Refused) as refusal:
        campaign_actions.submit_plan(plan.pk, by=fresh(here.old.officer))
    assert (
        f"UBND phường Đông đã kết thúc ngày {last:%d/%m/%Y}, không ban hành văn bản nữa: "
        "quản trị đơn vị chọn nơi tiếp nhận để bàn giao kế hoạch này"
    ) in str(refusal.value)
    with pytest.raises(Refused, match="Chưa ký được: UBND phường Đông đã kết thúc"):
        report_actions.approve_and_sign(sent.pk, by=fresh(here.old.leader))
    with pytest.raises(Refused) as refusal:
        report_actions.register_paper(
            series.pk, by=fresh(here.old.clerk), day=TODAY, symbol="QĐ-UBND",
            kind_and_title="Quyết định", signer="A", recipients="B", archive_unit="VT",
        )  # fmt: skip
    assert str(refusal.value) == (
        f"UBND phường Đông kết thúc ngày {last:%d/%m/%Y}, dãy số đóng từ ngày đó."
    )


def test_a_day_of_long_ago_is_a_day_like_any_other(here):
    draft = here.old.draft()

    here.merge(date(2025, 7, 1))

    assert reread(draft).issuer == here.new.unit
