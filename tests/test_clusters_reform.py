"""Cụm, khối khi sắp xếp: what becomes of the places and offices of a unit that ends."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import (
    DECISION,
    ClusterFactory,
    ClusterHandoverFactory,
    ClusterMemberFactory,
    ClusterOfficeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
)
from units import actions, estates
from units.errors import Refused
from units.models import ClusterMember, ClusterOffice
from units.queries import clusters
from units.rehearsal import rehearse

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
BASIS = "Nghị quyết số 7"


class Place:
    """Xã Đông is head of a cluster of which xã Tây is a member too; xã Bắc is in none."""

    def __init__(self):
        self.top = UnitFactory(short_name="UBND tỉnh Mẫu")
        self.cluster = ClusterFactory(parent=self.top, short_name="Cụm 1")
        self.east, self.west, self.north = (
            UnitFactory(parent=self.top, short_name=f"UBND xã {name}")
            for name in ("Đông", "Tây", "Bắc")
        )
        for unit in (self.east, self.west):
            ClusterMemberFactory(cluster=self.cluster, unit=unit)
        self.term = ClusterOfficeFactory(
            cluster=self.cluster, unit=self.east, valid_from=TODAY - 10 * DAY,
            valid_to=TODAY + 90 * DAY,
        )  # fmt: skip
        self.by = MembershipFactory(unit=self.top, role=Role.ADMINISTRATOR).user

    def merge(self, into, day=TODAY):
        return actions.merge_units(
            [self.east.pk, into.pk], by=self.by, effective_on=day, basis=BASIS,
            into_id=into.pk,
        )  # fmt: skip


@pytest.fixture
def here():
    return Place()


def places():
    rows = ClusterMember.objects.order_by("unit__short_name", "valid_from")
    return [(str(row.unit), row.valid_from, row.valid_to) for row in rows]


def test_the_heir_takes_the_place_and_the_cluster_stands_without_a_head(here):
    here.merge(here.north)

    row = ClusterMember.objects.get(unit=here.north)
    assert (row.valid_from, row.valid_to, row.basis) == (TODAY, None, BASIS)
    left = ClusterMember.objects.get(unit=here.east)
    assert (left.valid_to, left.end_basis) == (TODAY - DAY, BASIS)
    term = ClusterOffice.objects.get()
    assert (term.unit, term.valid_to, term.end_basis) == (here.east, TODAY - DAY, BASIS)
    page = clusters.page_of_cluster(here.cluster, TODAY)
    assert (page.is_headless, page.headless_since) == (True, TODAY)


def test_who_is_a_member_already_stays_one_once(here):
    here.merge(here.west)

    assert [name for name, *_ in places()] == ["UBND xã Tây", "UBND xã Đông"]
    assert ClusterMember.objects.get(unit=here.west).valid_from < TODAY


def test_an_heir_of_another_authority_does_not_come_in(here):
    outside = UnitFactory(short_name="UBND xã Ngoài")
    MembershipFactory(user=here.by, unit=outside, role=Role.ADMINISTRATOR)
    by = type(here.by).objects.get(pk=here.by.pk)

    actions.dissolve_unit(
        here.east.pk, by=by, effective_on=TODAY, basis=BASIS, successor_ids=[outside.pk]
    )

    assert not ClusterMember.objects.filter(unit=outside).exists()


def test_a_reform_to_come_is_written_down_with_its_day(here):
    day = TODAY + 30 * DAY
    here.merge(here.north, day=day)

    assert ClusterOffice.objects.get().valid_to == day - DAY
    assert ClusterMember.objects.get(unit=here.north).valid_from == day
    assert not clusters.page_of_cluster(here.cluster, TODAY).is_headless
    assert clusters.page_of_cluster(here.cluster, day).is_headless


def test_a_term_to_come_is_dropped_unless_something_was_given(here):
    planned = actions.appoint_cluster_heads(
        here.cluster.pk, by=here.by, head_id=here.west.pk, valid_from=TODAY + 91 * DAY,
        valid_to=TODAY + 200 * DAY, basis=DECISION,
    )  # fmt: skip
    handover = planned[0].handover
    giver = MembershipFactory(unit=here.east).user
    item = handover.items.first()
    actions.give_item(item.pk, by=giver)

    def end():
        return actions.merge_units(
            [here.west.pk, here.north.pk], by=here.by, effective_on=TODAY, basis=BASIS,
            into_id=here.north.pk,
        )  # fmt: skip

    with pytest.raises(
        Refused, match=r"UBND xã Đông đã bắt đầu bàn giao Cụm .* cho UBND xã Tây"
    ):
        end()
    actions.withdraw_item(item.pk, by=giver)
    end()
    assert not ClusterOffice.objects.filter(unit=here.west).exists()


def test_a_head_does_not_end_without_an_heir(here):
    with pytest.raises(Refused, match=r"còn 1 việc dở dang \(Trưởng Cụm 1\)"):
        actions.dissolve_unit(here.east.pk, by=here.by, effective_on=TODAY, basis=BASIS)
    actions.dissolve_unit(here.west.pk, by=here.by, effective_on=TODAY, basis=BASIS)

    row = ClusterMember.objects.get(unit=here.west)
    assert (row.valid_to, row.end_basis) == (TODAY - DAY, "Đơn vị kết thúc")


def test_what_a_unit_leaves_in_clusters_is_told(here):
    ClusterHandoverFactory(giver=here.west, term=here.term)

    east = [work.line for work in estates.open_work(here.east, TODAY)]
    west = [work.line for work in estates.open_work(here.west, TODAY)]

    ending = f"{here.term.valid_to:%d/%m/%Y}"
    assert east == [
        f"Trưởng Cụm 1 (nhiệm kỳ đến hết ngày {ending}): thôi cùng đơn vị; cơ quan "
        "thành lập cử đơn vị khác",
        "Bàn giao Cụm 1 (đã nhận 0/2 mục): đơn vị tiếp nhận giao, nhận tiếp",
    ]
    assert west == east[1:]


def test_the_page_of_consequences_names_it(here):
    found = rehearse(lambda: here.merge(here.north), by=here.by)

    assert found.clusters == [
        "UBND xã Đông thôi là thành viên Cụm 1",
        f"UBND xã Bắc là thành viên Cụm 1 từ ngày {TODAY:%d/%m/%Y}",
        "UBND xã Đông thôi làm trưởng Cụm 1",
    ]
    assert "Cụm, khối thi đua" in [group["title"] for group in found.groups]
    assert [name for name, *_ in places()] == ["UBND xã Tây", "UBND xã Đông"]


def test_a_cluster_that_ends_lets_its_members_go(here, client):
    actions.dissolve_unit(here.cluster.pk, by=here.by, effective_on=TODAY, basis=BASIS)

    assert {until for _, _, until in places()} == {TODAY - DAY}
    assert ClusterOffice.objects.get().valid_to == TODAY - DAY
    client.force_login(here.by)
    page = client.get(reverse("cluster", args=[here.cluster.pk])).content.decode()
    assert "Đã kết thúc" in page
    assert "Việc trông coi" not in page


def test_parts_that_end_with_their_whole_leave_their_clusters(here):
    school = UnitFactory(
        parent=here.east, quiet=True, short_name="Trường Đông",
        kind=UnitKindFactory(code="truong", name="Trường"),
    )  # fmt: skip
    schools = ClusterFactory(parent=here.east, short_name="Cụm trường")
    ClusterMemberFactory(cluster=schools, unit=school)

    here.merge(here.north)

    row = ClusterMember.objects.get(cluster=schools)
    assert (row.unit, row.valid_to) == (school, TODAY - DAY)


def test_who_moves_to_another_authority_leaves_its_clusters(here):
    other = UnitFactory(short_name="UBND tỉnh Khác")
    MembershipFactory(user=here.by, unit=other, role=Role.ADMINISTRATOR)
    by = type(here.by).objects.get(pk=here.by.pk)
    school = UnitFactory(parent=here.east, quiet=True, short_name="Trường Đông")
    schools = ClusterFactory(parent=here.east, short_name="Cụm trường")
    ClusterMemberFactory(cluster=schools, unit=school)
    ClusterMemberFactory(cluster=here.cluster, unit=school)
    day = TODAY + 5 * DAY

    actions.move_unit(
        here.east.pk, by=by, parent_id=other.pk, effective_on=day, basis=BASIS
    )

    found = ClusterMember.objects.filter(cluster=here.cluster)
    assert {(str(row.unit), row.valid_to, row.end_basis) for row in found} == {
        ("UBND xã Đông", day - DAY, BASIS),
        ("Trường Đông", day - DAY, BASIS),
        ("UBND xã Tây", None, ""),
    }
    assert ClusterOffice.objects.get().valid_to == day - DAY
    assert ClusterMember.objects.get(cluster=schools).valid_to is None


def test_who_moves_below_the_same_authority_stays(here):
    actions.move_unit(
        here.east.pk,
        by=here.by,
        parent_id=here.north.pk,
        effective_on=TODAY,
        basis=BASIS,
    )

    assert {until for _, _, until in places()} == {None}


def test_a_cluster_is_not_moved(here):
    with pytest.raises(Refused, match="Cụm 1 thuộc cơ quan đã thành lập"):
        actions.move_unit(
            here.cluster.pk, by=here.by, parent_id=here.north.pk, effective_on=TODAY,
            basis=BASIS,
        )  # fmt: skip


def test_an_heir_that_is_named_later_takes_the_place(here):
    actions.dissolve_unit(here.west.pk, by=here.by, effective_on=TODAY, basis=BASIS)

    actions.name_heir(here.west.pk, by=here.by, heir_id=here.north.pk, basis=DECISION)

    row = ClusterMember.objects.get(unit=here.north)
    assert (row.valid_from, row.valid_to, row.basis) == (TODAY, None, DECISION)


def test_who_had_left_before_its_end_leaves_no_place(here):
    row = ClusterMember.objects.get(unit=here.west)
    actions.end_cluster_members(
        here.cluster.pk, by=here.by, member_ids=[row.pk], valid_to=TODAY - DAY,
        basis=DECISION,
    )  # fmt: skip
    actions.dissolve_unit(here.west.pk, by=here.by, effective_on=TODAY, basis=BASIS)

    actions.name_heir(here.west.pk, by=here.by, heir_id=here.north.pk, basis=DECISION)

    assert not ClusterMember.objects.filter(unit=here.north).exists()
