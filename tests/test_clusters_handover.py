"""Bàn giao cụm, khối: item by item, by two sides, at the same moment, and when it is done."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from campaigns import inbox
from tests.factories import (
    ClusterFactory,
    ClusterHandoverFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
)
from tests.windows import at_once
from units import actions
from units.errors import Refused
from units.models import (
    AuditEntry,
    ClusterHandover,
    ClusterOffice,
    HandoverItem,
    Unit,
    User,
)

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
Status = HandoverItem.Status


class Place:
    """Xã Đông was head until yesterday, xã Tây is since today; two items between them."""

    def __init__(self):
        self.top = UnitFactory(short_name="UBND tỉnh Mẫu")
        self.cluster = ClusterFactory(parent=self.top, short_name="Cụm 1")
        self.east, self.west = (
            UnitFactory(parent=self.top, short_name=f"UBND xã {name}")
            for name in ("Đông", "Tây")
        )
        for unit in (self.east, self.west):
            ClusterMemberFactory(cluster=self.cluster, unit=unit)
        self.before = ClusterOfficeFactory(
            cluster=self.cluster, unit=self.east, valid_from=TODAY - 365 * DAY,
            valid_to=TODAY - DAY,
        )  # fmt: skip
        self.term = ClusterOfficeFactory(
            cluster=self.cluster, unit=self.west, valid_from=TODAY,
            valid_to=TODAY + 364 * DAY,
        )  # fmt: skip
        self.handover = ClusterHandoverFactory(giver=self.east, term=self.term)
        self.first, self.second = self.handover.items.order_by("position")
        self.giver = MembershipFactory(unit=self.east).user
        self.taker = MembershipFactory(unit=self.west).user
        self.keeper = MembershipFactory(unit=self.top, role=Role.ADMINISTRATOR).user


@pytest.fixture
def here():
    return Place()


def reread(record):
    return type(record)._default_manager.get(pk=record.pk)


# ---- the way of an item -------------------------------------------------------------------


def test_an_item_is_given_and_taken_with_who_and_when(here):
    actions.give_item(here.first.pk, by=here.giver, note=" Bản giấy và tệp. ")
    item = reread(here.first)
    assert (item.status, item.given_by, item.given_note) == (
        Status.GIVEN, here.giver, "Bản giấy và tệp.",
    )  # fmt: skip
    assert item.given_at is not None

    actions.take_item(here.first.pk, by=here.taker, note="Đủ.")

    item = reread(here.first)
    assert (item.status, item.taken_by, item.taken_note) == (
        Status.TAKEN, here.taker, "Đủ.",
    )  # fmt: skip
    assert not reread(here.handover).is_closed
    verbs = AuditEntry.objects.filter(subject="units.HandoverItem").order_by("pk")
    assert [line.action for line in verbs] == [
        "handoveritem.given",
        "handoveritem.taken",
    ]
    assert [line.unit for line in verbs] == [here.east, here.west]


def test_what_there_is_not_has_a_reason_and_is_taken_too(here):
    with pytest.raises(Refused, match="Ghi lý do không có mục này"):
        actions.give_item(here.first.pk, by=here.giver, is_absent=True, note=" ")
    actions.give_item(
        here.first.pk, by=here.giver, is_absent=True, note="Không lập quỹ."
    )

    item = reread(here.first)
    assert (item.status, item.is_absent) == (Status.GIVEN, True)
    actions.take_item(here.first.pk, by=here.taker)
    assert reread(here.first).is_absent


def test_an_item_comes_back_with_the_reason(here):
    actions.give_item(here.first.pk, by=here.giver, note="Đây.")
    with pytest.raises(Refused, match="Ghi lý do trả lại"):
        actions.return_item(here.first.pk, by=here.taker, reason=" ")

    actions.return_item(here.first.pk, by=here.taker, reason="Thiếu bản năm 2025.")

    item = reread(here.first)
    assert (item.status, item.given_by, item.given_note, item.returned_note) == (
        Status.WAITING, None, "", "Thiếu bản năm 2025.",
    )  # fmt: skip
    actions.give_item(here.first.pk, by=here.giver)


def test_a_mark_is_withdrawn_until_it_is_taken(here):
    actions.give_item(here.first.pk, by=here.giver, is_absent=True, note="Nhầm.")
    actions.withdraw_item(here.first.pk, by=here.giver)
    item = reread(here.first)
    assert (item.status, item.is_absent, item.given_at) == (Status.WAITING, False, None)
    with pytest.raises(Refused, match="Mục “Quy chế” chưa được giao"):
        actions.withdraw_item(here.first.pk, by=here.giver)

    actions.give_item(here.first.pk, by=here.giver)
    actions.take_item(here.first.pk, by=here.taker)

    for act in (actions.withdraw_item, actions.give_item):
        with pytest.raises(Refused, match="Mục “Quy chế” đã được"):
            act(here.first.pk, by=here.giver)
    with pytest.raises(Refused, match=f"đã được {here.taker} nhận lúc"):
        actions.return_item(here.first.pk, by=here.taker, reason="Muộn.")


def test_an_item_that_was_not_given_is_not_taken(here):
    with pytest.raises(Refused, match="chưa được giao"):
        actions.take_item(here.first.pk, by=here.taker)


# ---- who ----------------------------------------------------------------------------------


def test_each_side_does_its_own_part(here):
    actions.give_item(here.second.pk, by=here.giver)
    for by in (here.taker, here.keeper):
        with pytest.raises(PermissionDenied):
            actions.give_item(here.first.pk, by=by)
        with pytest.raises(PermissionDenied):
            actions.withdraw_item(here.second.pk, by=by)
    for by in (here.giver, here.keeper):
        with pytest.raises(PermissionDenied):
            actions.take_item(here.second.pk, by=by)
        with pytest.raises(PermissionDenied):
            actions.return_item(here.second.pk, by=by, reason="Không.")


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEMBER, Role.ADMINISTRATOR])
def test_a_role_that_does_no_work_of_the_unit_hands_nothing_over(here, role):
    with pytest.raises(PermissionDenied):
        actions.give_item(
            here.first.pk, by=MembershipFactory(unit=here.east, role=role).user
        )


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.REPORTER, Role.LEADER, Role.SECRETARY]
)
def test_whoever_works_for_the_unit_does(here, role):
    actions.give_item(
        here.first.pk, by=MembershipFactory(unit=here.east, role=role).user
    )

    assert reread(here.first).status == Status.GIVEN


def test_nobody_takes_what_they_gave(here):
    MembershipFactory(user=here.giver, unit=here.west)
    giver = User.objects.get(pk=here.giver.pk)
    actions.give_item(here.first.pk, by=giver)

    with pytest.raises(Refused, match="người khác của bên nhận xác nhận"):
        actions.take_item(here.first.pk, by=giver)
    with (
        pytest.raises(IntegrityError, match="nobody_takes_what_they_gave"),
        transaction.atomic(),
    ):
        HandoverItem.objects.filter(pk=here.first.pk).update(
            status="taken", taken_by=giver, taken_at="2026-11-26T00:00Z"
        )


# ---- done ---------------------------------------------------------------------------------


def finish(here):
    for item in (here.first, here.second):
        actions.give_item(item.pk, by=here.giver)
        actions.take_item(item.pk, by=here.taker)


def test_the_last_item_closes_it_and_nothing_changes_any_more(here):
    finish(here)

    assert reread(here.handover).is_closed
    assert AuditEntry.objects.filter(action="clusterhandover.amended").count() == 1
    rows = HandoverItem.objects.filter(pk=here.first.pk)
    handover = ClusterHandover.objects.filter(pk=here.handover.pk)
    frozen = pytest.raises(IntegrityError, match="that is done does not change")
    for way in (
        lambda: rows.update(given_note="khác"),
        lambda: rows.delete(),
        lambda: handover.update(closed_at=None),
        lambda: HandoverItem.objects.create(
            handover=here.handover, position=9, name="Thêm"
        ),
    ):
        with frozen, transaction.atomic():
            way()


def test_it_is_not_done_before_everything_is_taken(here):
    actions.give_item(here.first.pk, by=here.giver)
    with (
        pytest.raises(IntegrityError, match="done when all of it is taken"),
        transaction.atomic(),
    ):
        ClusterHandover.objects.update(closed_at="2026-11-26T00:00Z")


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "given"},
        {"status": "nothing"},
        {"is_absent": True},
        {"taken_at": "2026-11-26T00:00Z"},
    ],
)
def test_half_a_mark_does_not_stand(here, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverItem.objects.filter(pk=here.first.pk).update(**changes)


# ---- two windows --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_windows_mark_the_same_item():
    here = Place()
    colleague = MembershipFactory(unit=here.east).user

    done, refused = at_once(
        lambda: actions.give_item(here.first.pk, by=here.giver),
        lambda: actions.give_item(
            here.first.pk, by=colleague, is_absent=True, note="Không lập."
        ),
    )

    item = reread(here.first)
    assert done == "done"
    assert refused.startswith(f"Mục “Quy chế” đã được {item.given_by} đánh dấu lúc")
    assert item.is_absent == (item.given_by == colleague)
    assert AuditEntry.objects.filter(action="handoveritem.given").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_two_items_are_taken_at_once_and_it_closes_once():
    here = Place()
    colleague = MembershipFactory(unit=here.west).user
    for item in (here.first, here.second):
        actions.give_item(item.pk, by=here.giver)

    told = at_once(
        lambda: actions.take_item(here.first.pk, by=here.taker),
        lambda: actions.take_item(here.second.pk, by=colleague),
    )

    assert told == ["done", "done"]
    assert reread(here.handover).is_closed
    assert AuditEntry.objects.filter(action="clusterhandover.amended").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_member_is_not_let_go_while_it_is_made_head():
    here = Place()
    south = UnitFactory(parent=here.top, short_name="UBND xã Nam")
    member = ClusterMemberFactory(cluster=here.cluster, unit=south)
    after = here.term.valid_to + DAY

    told = at_once(
        lambda: actions.appoint_cluster_heads(
            here.cluster.pk, by=here.keeper, head_id=south.pk, valid_from=after,
            valid_to=after + 30 * DAY, basis="QĐ 1",
        ),
        lambda: actions.end_cluster_members(
            here.cluster.pk, by=here.keeper, member_ids=[member.pk], valid_to=after,
            basis="QĐ 2",
        ),
    )  # fmt: skip

    assert told[0] == "done"
    assert told[1].startswith("UBND xã Nam")
    is_head = ClusterOffice.objects.filter(unit=south).exists()
    assert (reread(member).valid_to is None) == is_head


# ---- whose task it is ---------------------------------------------------------------------


def tasks(user, mine=True):
    found = inbox.items(User.objects.get(pk=user.pk))
    return [(item.title, item.context) for item in found if item.mine == mine]


def test_both_sides_are_told_what_waits_for_them(here):
    assert tasks(here.giver) == [
        ("Bàn giao Cụm 1", "cho UBND xã Tây · còn 2/2 mục chưa giao")
    ]
    assert tasks(here.taker) == []
    assert tasks(here.taker, mine=False) == [
        ("Nhận bàn giao Cụm 1", "Chờ UBND xã Đông giao 2 mục")
    ]

    for item in (here.first, here.second):
        actions.give_item(item.pk, by=here.giver)

    assert tasks(here.giver) == []
    assert tasks(here.giver, mine=False) == [
        ("Bàn giao Cụm 1", "Chờ UBND xã Tây xác nhận 2 mục")
    ]
    assert tasks(here.taker) == [
        ("Nhận bàn giao Cụm 1", "từ UBND xã Đông · 2 mục chờ xác nhận")
    ]
    for item in (here.first, here.second):
        actions.take_item(item.pk, by=here.taker)
    for user in (here.giver, here.taker):
        assert tasks(user) == tasks(user, mine=False) == []


def test_its_deadline_is_that_of_the_task(here):
    (item,) = [one for one in inbox.items(here.giver) if one.mine]

    assert (item.deadline, item.work) == (here.handover.due_on, "cum")


def test_who_keeps_a_cluster_is_told_of_a_vacant_head_and_of_a_term_that_ends(here):
    assert tasks(here.keeper) == []
    ClusterOffice.objects.filter(pk=here.term.pk).update(valid_to=TODAY + 30 * DAY)
    ending = f"{TODAY + 30 * DAY:%d/%m/%Y}"
    assert tasks(here.keeper) == [
        ("Cử trưởng cụm kế tiếp: Cụm 1", f"Nhiệm kỳ của UBND xã Tây hết ngày {ending}")
    ]
    ClusterOffice.objects.filter(pk=here.term.pk).update(valid_to=TODAY + 31 * DAY)
    assert tasks(here.keeper) == []

    ClusterOffice.objects.filter(pk=here.term.pk).update(
        valid_from=TODAY + DAY, valid_to=TODAY + 90 * DAY
    )

    assert tasks(here.keeper) == [
        ("Cử trưởng cụm: Cụm 1", "Chưa có đơn vị nào làm trưởng")
    ]
    assert tasks(here.giver, mine=False) == []


# ---- a side that is no more ---------------------------------------------------------------


def merged(here, day=TODAY):
    """Xã Đông goes into a new commune of the same province."""
    other = UnitFactory(parent=here.top, short_name="UBND xã Bắc")
    return actions.merge_units(
        [here.east.pk, other.pk], by=here.keeper, effective_on=day, basis="NQ 7",
        into_id=other.pk,
    )  # fmt: skip


def test_the_heir_hands_over_for_a_unit_that_is_no_more(here):
    heir = merged(here)
    person = MembershipFactory(unit=heir).user

    assert tasks(person) == [
        ("Bàn giao Cụm 1", "cho UBND xã Tây · còn 2/2 mục chưa giao")
    ]
    actions.give_item(here.first.pk, by=person)
    assert Unit.objects.clusters_of(person).get() == here.cluster


def test_an_orphan_is_handed_over_for_by_who_keeps_the_cluster(here):
    Unit.objects.filter(pk=here.east.pk).update(valid_to=TODAY - DAY)

    actions.give_item(here.first.pk, by=here.keeper)

    assert reread(here.first).given_by == here.keeper


def test_who_left_sees_it_until_it_is_handed_over(here):
    actions.end_cluster_members(
        here.cluster.pk, by=here.keeper, member_ids=[
            here.cluster.cluster_members.get(unit=here.east).pk
        ], valid_to=TODAY - DAY, basis="QĐ 3",
    )  # fmt: skip
    assert Unit.objects.clusters_of(here.giver).get() == here.cluster

    finish(here)

    assert not Unit.objects.clusters_of(here.giver).exists()
    assert Unit.objects.clusters_of(here.taker).get() == here.cluster
