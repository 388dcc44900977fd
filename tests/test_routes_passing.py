"""Qua các bước duyệt: who is asked when, what comes next, and that nobody signs before."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import actions, chronicle, workdays
from campaigns.models import Plan, PlanReturn, Routing, RoutingParty, RoutingStep
from campaigns.roster import Roster
from campaigns.way import way_of
from reports import actions as report_actions
from tests.drawn import drawn
from tests.factories import (
    Capacity,
    CommentFactory,
    MembershipFactory,
    Role,
    StandInFactory,
    UnitFactory,
    UserFactory,
    holder,
    route_asking,
    ward,
)
from units import audit
from units.errors import Refused
from units.models import Delegation, Membership

pytestmark = pytest.mark.django_db
LINE = "Tỷ lệ hộ nghèo đến hết năm 2023 còn không quá 0,39%."


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def culture(place):
    """Trưởng phòng of an office under the ward."""
    office = UnitFactory(parent=place.unit, quiet=True, short_name="Phòng Văn hóa")
    return holder(office, Role.LEADER, "Trưởng phòng")


@pytest.fixture
def secretary(place):
    return holder(place.unit, Role.OFFICER, "Chánh Văn phòng")


@pytest.fixture
def deputy(place):
    return holder(place.unit, Role.LEADER, "Phó Chủ tịch", capacity=Capacity.DEPUTY)


def step(plan, number=None):
    steps = RoutingStep.objects.filter(routing__plan=plan).exclude(
        routing__status="dropped"
    )
    return steps.get(position=number) if number else steps.get(status="open")


def agree(plan, membership, **more):
    user = getattr(membership, "user", membership)
    return actions.agree_step(plan.pk, by=user, step_id=step(plan).pk, **more)


def send_back(plan, membership, **more):
    return actions.return_at_step(
        plan.pk, by=membership.user, step_id=step(plan).pk, reason="Sửa.", **more
    )


def statuses(plan):
    steps = RoutingStep.objects.filter(routing__plan=plan)
    steps = steps.exclude(routing__status="dropped")
    return list(steps.values_list("status", flat=True))


# ---- setting out ---------------------------------------------------------------------------


def test_without_a_route_nothing_is_asked(place):
    plan = place.submitted()

    assert not Routing.objects.exists()
    assert list(Plan.objects.waiting_for(place.leader)) == [plan]


def test_the_route_of_another_day_kind_or_authority_is_not_gone(place, culture):
    yesterday = localdate() - timedelta(days=1)
    route_asking(place.unit, culture, valid_to=yesterday)
    route_asking(place.unit, culture, valid_from=localdate() + timedelta(days=1))
    route_asking(place.unit, culture, kind="guidance")
    route_asking(place.unit, culture, draft=True)
    route_asking(place.unit.parent or UnitFactory(), culture)

    place.submitted()

    assert not Routing.objects.exists()


def test_the_route_is_copied_with_todays_names(place, culture, secretary, deputy):
    route = route_asking(place.unit, [culture, secretary], (deputy,))

    plan = place.submitted()

    first, second = RoutingStep.objects.filter(routing__plan=plan)
    assert (first.name, first.mode, first.days, first.status) == (
        "Bước 1", "all", 2, "open",
    )  # fmt: skip
    assert (second.mode, second.status, second.due_on) == ("any", "waiting", None)
    assert first.due_on == workdays.after(localdate(), 2)
    assert [(str(one), one.names) for one in first.parties.all()] == [
        ("Trưởng phòng, Phòng Văn hóa", str(culture.user)),
        (f"Chánh Văn phòng, {place.unit}", str(secretary.user)),
    ]
    route.steps.all().delete()
    assert statuses(plan) == ["open", "waiting"]


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 11, 26), 1, date(2026, 11, 27)),
        (date(2026, 11, 26), 2, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (
            date(2026, 2, 13),
            1,
            date(2026, 2, 23),
        ),  # Tết Bính Ngọ, from giao thừa to mùng năm
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Giỗ Tổ on a Sunday: Monday in lieu
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # a Saturday worked for Monday 31/8
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2026, 11, 23), 1, date(2026, 11, 25)),  # Ngày Văn hóa Việt Nam
        (date(2030, 1, 31), 1, date(2030, 2, 7)),  # Tết Canh Tuất, reckoned
    ],
)
def test_holidays_and_weekends_are_no_working_days(day, count, then):
    assert workdays.after(day, count) == then


def test_where_nobody_holds_the_role_it_is_not_sent(place, culture, secretary):
    route_asking(place.unit, culture, secretary)
    Membership.objects.filter(pk=secretary.pk).update(valid_to=date(2020, 1, 1))
    draft = place.draft()

    with pytest.raises(
        Refused, match=r"Bước 2 “Bước 2”: hôm nay chưa ai giữ vai trò Chánh"
    ):
        actions.submit_plan(draft.pk, by=place.officer)

    draft.refresh_from_db()
    assert (draft.status, Routing.objects.count()) == ("draft", 0)


def test_the_author_alone_is_nobody(place):
    own = Membership.objects.get(user=place.officer)
    own.title = "Chánh Văn phòng"
    own.save(update_fields=["title"])
    route_asking(place.unit, own)
    draft = place.draft()

    with pytest.raises(Refused, match="người trình không tự xem xét"):
        actions.submit_plan(draft.pk, by=place.person(Role.OFFICER, title="Khác"))


def test_one_person_is_not_asked_twice(place, culture, secretary):
    route_asking(place.unit, culture, [secretary, culture])
    draft = place.draft()

    with pytest.raises(Refused, match="Bước 1 “Bước 1” và Bước 2 “Bước 2” đều chỉ có"):
        actions.submit_plan(draft.pk, by=place.officer)


# ---- agreeing ------------------------------------------------------------------------------


def test_step_after_step_and_then_the_signer(place, culture, secretary):
    route_asking(place.unit, culture, secretary)
    plan = place.submitted()
    drawn(plan)
    assert list(Plan.objects.waiting_for(place.leader)) == []

    agree(plan, culture, remark=" Nên có kinh phí. ")

    assert statuses(plan) == ["done", "open"]
    party = RoutingParty.objects.get(step=step(plan, 1))
    assert (party.acted_by, party.capacity, party.remark, party.acted_for) == (
        culture.user, "Trưởng phòng", "Nên có kinh phí.", None,
    )  # fmt: skip
    with pytest.raises(Refused, match="đang ở bước 2 “Bước 2”, chờ"):
        report_actions.approve_and_sign(plan.pk, by=place.leader)
    agree(plan, secretary)
    assert Routing.objects.get().status == "done"
    assert list(Plan.objects.waiting_for(place.leader)) == [plan]
    report_actions.approve_and_sign(plan.pk, by=place.leader)
    plan.refresh_from_db()
    assert plan.status == "approved"


def test_the_book_tells_each_step(place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    agree(plan, culture, remark="Được.")

    ((_, events),) = chronicle.by_day(chronicle.of_campaign(plan.campaign))
    assert [(e.act, e.detail) for e in events][:5] == [
        ("Đã qua các bước duyệt, chờ ký", ""),
        ("Xong bước duyệt", "“Bước 1”"),
        ("Đồng ý ở bước duyệt", "“Được.”"),
        ("Chuyển đến bước duyệt", "“Bước 1”"),
        ("Trình duyệt", ""),
    ]
    entry = audit.history(RoutingParty.objects.get()).filter(
        action="routingparty.agreed"
    )
    assert (entry.get().actor, entry.get().role) == (culture.user, "leader")


def test_all_must_agree_or_one(place, culture, secretary, deputy):
    route_asking(place.unit, [culture, secretary], (secretary, deputy))
    plan = place.submitted()

    agree(plan, secretary)
    assert statuses(plan) == ["open", "waiting"]
    agree(plan, culture)
    assert statuses(plan) == ["done", "open"]
    with pytest.raises(Refused, match="bước này cần một người khác"):
        agree(plan, secretary)
    agree(plan, deputy)
    assert statuses(plan) == ["done", "done"]


def test_who_is_not_asked_may_not(place, culture, secretary):
    route_asking(place.unit, culture, secretary)
    plan = place.submitted()
    Membership.objects.filter(pk=culture.pk).update(valid_to=localdate() - timedelta(1))

    for user in (place.leader, place.clerk, place.officer, culture.user, UserFactory()):
        with pytest.raises(PermissionDenied):
            agree(plan, user)
    with pytest.raises(Refused, match="không chờ anh/chị"):
        agree(plan, secretary)
    with pytest.raises(Refused, match="Chưa đến bước 2"):
        actions.agree_step(plan.pk, by=secretary.user, step_id=step(plan, 2).pk)


def test_the_next_holder_of_the_role_acts(place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    Membership.objects.filter(pk=culture.pk).update(valid_to=localdate() - timedelta(1))
    successor = holder(culture.unit, Role.LEADER, "trưởng PHÒNG")

    agree(plan, successor)

    assert RoutingParty.objects.get().acted_by == successor.user


def test_who_stands_in_acts_in_their_place(place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    row = StandInFactory(unit=culture.unit, absent=culture.user)

    assert list(Plan.objects.visible_to(row.deputy)) == [plan]
    agree(plan, row.deputy)

    party = RoutingParty.objects.get()
    assert (party.acted_by, party.acted_for) == (row.deputy, culture.user)
    assert party.capacity == f"thay {culture.user}, Trưởng phòng"


def test_nobody_agrees_twice_or_to_a_step_that_is_over(place, culture, secretary):
    route_asking(place.unit, culture, secretary)
    plan = place.submitted()
    first = step(plan)
    agree(plan, culture)

    with pytest.raises(Refused, match="Anh/chị đã đồng ý ở bước “Bước 1”"):
        actions.agree_step(plan.pk, by=culture.user, step_id=first.pk)


def test_the_database_holds_the_gate_and_the_sender(place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    rows = Plan.objects.filter(pk=plan.pk)

    with pytest.raises(IntegrityError, match="come before"), transaction.atomic():
        rows.update(
            status="approved", approved_by=place.leader, approved_at=plan.submitted_at
        )
    with pytest.raises(IntegrityError, match="nobody_agrees"), transaction.atomic():
        RoutingParty.objects.update(acted_by=place.officer, acted_at=plan.submitted_at)


def test_whom_a_step_asks_reads_the_draft_until_it_is_issued(place, culture):
    route_asking(place.unit, culture)
    draft = place.draft()
    assert not Plan.objects.visible_to(culture.user).exists()

    plan = actions.submit_plan(draft.pk, by=place.officer)
    assert list(Plan.objects.visible_to(culture.user)) == [plan]
    actions.withdraw_plan(plan.pk, by=place.officer)
    assert not Plan.objects.visible_to(culture.user).exists()


# ---- coming back ---------------------------------------------------------------------------


def test_returned_as_a_whole_it_starts_anew(place, culture, secretary):
    route_asking(place.unit, culture, secretary)
    plan = place.submitted()
    agree(plan, culture)

    send_back(plan, secretary)
    assert PlanReturn.objects.get().step.name == "Bước 2"
    actions.submit_plan(plan.pk, by=place.officer)

    assert [one.status for one in Routing.objects.all()] == ["dropped", "running"]
    assert statuses(plan) == ["open", "waiting"]


def test_with_few_places_open_it_comes_back_to_that_step(place, culture, secretary):
    route_asking(place.unit, culture, (secretary,))
    other = holder(place.unit, Role.OFFICER, "Chánh Văn phòng")
    plan = place.submitted()
    agree(plan, culture)
    said = CommentFactory(line=plan.lines.get(text=LINE), author=secretary.user)

    send_back(plan, secretary, scope="places")
    plan = actions.submit_plan(plan.pk, by=place.officer)

    assert statuses(plan) == ["done", "open"]
    assert way_of(plan).turn_of(secretary.user) is not None
    with pytest.raises(Refused, match="đang xem lại các chỗ đã sửa trước"):
        agree(plan, other)
    agree(plan, secretary)
    said.refresh_from_db()
    assert said.status == "done"
    assert PlanReturn.objects.get().looked_again_by == secretary.user
    assert Routing.objects.get().status == "done"


def test_opened_as_a_whole_after_all_it_starts_anew(place, culture, secretary):
    route_asking(place.unit, culture, secretary)
    plan = place.submitted()
    agree(plan, culture)
    CommentFactory(line=plan.lines.get(text=LINE), author=secretary.user)
    send_back(plan, secretary, scope="places")

    actions.ask_opening(plan.pk, by=place.officer, reason="Sửa thêm.")
    actions.open_whole(plan.pk, by=secretary.user)
    actions.submit_plan(plan.pk, by=place.officer)

    assert statuses(plan) == ["open", "waiting"]


def test_who_agreed_does_not_send_it_again(place, culture, secretary):
    route_asking(place.unit, secretary, culture)
    plan = place.submitted()
    agree(plan, secretary)
    CommentFactory(line=plan.lines.get(text=LINE), author=culture.user)
    send_back(plan, culture, scope="places")

    with pytest.raises(Refused, match="một cán bộ khác trình"):
        actions.submit_plan(plan.pk, by=secretary.user)


def test_from_the_desk_with_few_places_it_comes_back_to_the_desk(place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    agree(plan, culture)
    CommentFactory(line=plan.lines.get(text=LINE), author=place.leader)

    actions.return_plan(plan.pk, by=place.leader, reason="Sửa.", scope="places")
    actions.submit_plan(plan.pk, by=place.officer)

    assert statuses(plan) == ["done"]
    assert list(Plan.objects.waiting_for(place.leader)) == [plan]


def test_a_leader_takes_it_back_from_the_steps_as_a_whole_only(place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    CommentFactory(line=plan.lines.get(text=LINE), author=place.leader)

    with pytest.raises(Refused, match="trả lại được cả kế hoạch"):
        actions.return_plan(plan.pk, by=place.leader, reason="Sửa.", scope="places")
    actions.return_plan(plan.pk, by=place.leader, reason="Sửa.")

    assert Routing.objects.get().status == "dropped"


def test_taken_back_it_waits_for_nobody(place, culture):
    route_asking(place.unit, culture)
    plan = place.submitted()
    open_step = step(plan)

    actions.withdraw_plan(plan.pk, by=place.officer)

    assert Routing.objects.get().status == "dropped"
    with pytest.raises(PermissionDenied):
        actions.agree_step(plan.pk, by=culture.user, step_id=open_step.pk)


# ---- the same people, found both ways ------------------------------------------------------

TITLES = ["", "Trưởng phòng", "TRƯỞNG PHÒNG", "Phó Trưởng phòng", "Chủ tịch"]


@given(
    asked=st.sampled_from(TITLES),
    held=st.sampled_from(TITLES[1:]),
    capacity=st.sampled_from(["", "acting", "delegated"]),
    ended=st.booleans(),
    away=st.booleans(),
    kinds=st.sampled_from([[], ["plan"], ["letter"]]),
)
@settings(max_examples=40, deadline=None)
def test_rows_are_found_for_a_person_as_people_are_for_a_row(
    asked, held, capacity, ended, away, kinds
):
    with transaction.atomic():
        place = ward()
        office = UnitFactory(parent=place.unit, quiet=True, head_title="Chủ tịch")
        mine = MembershipFactory(
            unit=office, role=Role.LEADER, title=held, capacity=capacity,
            valid_to=localdate() - timedelta(1) if ended else None,
        )  # fmt: skip
        if capacity == "delegated":
            giver = holder(office, Role.LEADER, "Trưởng phòng", capacity=Capacity.HEAD)
            Delegation.objects.create(
                membership=mine,
                giver=giver,
                number="1",
                signed_on=localdate(),
                kinds=kinds,
            )
        user = mine.user
        if away:
            user = StandInFactory(unit=office, absent=mine.user).deputy
        plan = place.draft()
        route = route_asking(place.unit)
        routing = Routing.objects.create(plan=plan, route=route)
        copied = RoutingStep.objects.create(
            routing=routing, position=1, name="x", days=1, mode="all"
        )
        party = RoutingParty.objects.create(
            routing=routing, step=copied, unit=office, role="leader", title=asked,
            submitted_by=place.officer,
        )  # fmt: skip

        people = {one.user for one in Roster.of([party]).holders(party, "plan")}
        assert RoutingParty.objects.asking(user).exists() == (user in people)
        transaction.set_rollback(True)


# ---- two at once ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_finish_the_step_once():
    place = ward()
    office = UnitFactory(parent=place.unit, quiet=True)
    both = [holder(office, Role.LEADER, f"Phó {n}") for n in "12"]
    last = holder(place.unit, Role.OFFICER, "Chánh Văn phòng")
    route_asking(place.unit, both, last)
    plan = place.submitted()
    open_step, told = step(plan), []
    gate = threading.Barrier(2)

    def act(user):
        gate.wait()
        try:
            actions.agree_step(plan.pk, by=user, step_id=open_step.pk)
            told.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[one.user]) for one in both]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert told == ["done", "done"]
    assert statuses(plan) == ["done", "open"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_holders_where_one_is_enough_the_second_is_told():
    place = ward()
    both = [holder(place.unit, Role.OFFICER, "Chánh Văn phòng") for _ in "12"]
    route_asking(place.unit, both[0])
    plan = place.submitted()
    open_step, told = step(plan), []
    gate = threading.Barrier(2)

    def act(user):
        gate.wait()
        try:
            actions.agree_step(plan.pk, by=user, step_id=open_step.pk)
            told.append("done")
        except Refused as refusal:
            told.append(str(refusal)[-20:])
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[one.user]) for one in both]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert (len(told), told.count("done")) == (2, 1)
    assert RoutingParty.objects.filter(acted_by__isnull=False).count() == 1
