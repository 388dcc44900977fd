"""Cụm, khối và cây đơn vị những ngày tới: a member stays no longer than with its authority."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.factories import ClusterMemberFactory, MembershipFactory, Role, UnitFactory
from tests.test_clusters_reform import Place
from tests.test_reform_calling_off import call_off
from tests.test_tree_moments import at_once
from units import actions, calendar
from units.errors import Refused
from units.models import ClusterMember

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
BASIS = "Nghị quyết số 8"


class Two(Place):
    """A second province, which the same person administers."""

    def __init__(self):
        super().__init__()
        self.other = UnitFactory(short_name="UBND tỉnh Khác")
        MembershipFactory(unit=self.other, user=self.by, role=Role.ADMINISTRATOR)
        self.part = UnitFactory(parent=self.north, short_name="Trường Bắc", quiet=True)

    def move(self, unit, parent, day):
        return actions.move_unit(
            unit.pk, by=self.by, parent_id=parent.pk, effective_on=day, basis=BASIS
        )

    def join(self, *units, day=TODAY):
        return actions.add_cluster_members(
            self.cluster.pk, by=self.by, unit_ids=[unit.pk for unit in units],
            valid_from=day, basis=BASIS,
        )  # fmt: skip


@pytest.fixture
def here():
    return Two()


def dates(unit):
    rows = ClusterMember.objects.filter(unit=unit).order_by("valid_from")
    return list(rows.values_list("valid_from", "valid_to"))


def test_who_is_to_move_away_is_a_member_until_then(here):
    here.move(here.north, here.other, TODAY + 30 * DAY)

    here.join(here.north, here.part)

    assert dates(here.north) == [(TODAY, TODAY + 29 * DAY)]
    assert dates(here.part) == [(TODAY, TODAY + 29 * DAY)]


def test_who_will_have_moved_away_by_then_does_not_come_in(here):
    here.move(here.north, here.other, TODAY + 30 * DAY)

    with pytest.raises(Refused) as refusal:
        here.join(here.north, day=TODAY + 40 * DAY)

    assert str(refusal.value) == (
        f"UBND xã Bắc không còn thuộc UBND tỉnh Mẫu vào ngày {TODAY + 40 * DAY:%d/%m/%Y}."
    )
    assert dates(here.north) == []


def test_who_comes_under_a_unit_that_is_to_move_away_leaves_with_it(here):
    """The second move is no move of the member at all."""
    here.move(here.north, here.other, TODAY + 30 * DAY)

    here.move(here.west, here.north, TODAY + 10 * DAY)

    [(_, last)] = dates(here.west)
    assert last == TODAY + 29 * DAY


def test_who_will_stand_below_by_then_leaves_too(here):
    """Entered the other way round: today's branch does not hold it yet."""
    here.move(here.west, here.north, TODAY + 10 * DAY)
    [before] = dates(here.west)
    assert before[1] is None

    here.move(here.north, here.other, TODAY + 30 * DAY)

    assert dates(here.west) == [(before[0], TODAY + 29 * DAY)]


def test_who_leaves_the_branch_before_stays_a_member(here):
    ClusterMemberFactory(cluster=here.cluster, unit=here.part)
    here.move(here.part, here.top, TODAY + 10 * DAY)

    here.move(here.north, here.other, TODAY + 30 * DAY)

    [(_, last)] = dates(here.part)
    assert last is None


def test_an_heir_that_is_to_move_away_takes_the_place_until_then(here):
    here.move(here.north, here.other, TODAY + 30 * DAY)

    here.merge(here.north, TODAY + DAY)

    assert dates(here.north) == [(TODAY + DAY, TODAY + 29 * DAY)]


def take_back(here, unit):
    return call_off(unit, here.by)


def test_a_move_taken_back_gives_the_member_and_its_term_their_dates_again(here):
    before = dates(here.east), here.term.valid_to
    here.move(here.east, here.other, TODAY + 30 * DAY)
    here.term.refresh_from_db()
    assert (dates(here.east)[0][1], here.term.valid_to) == (TODAY + 29 * DAY,) * 2

    take_back(here, here.east)

    here.term.refresh_from_db()
    assert (dates(here.east), here.term.valid_to, here.term.end_basis) == (*before, "")
    assert ClusterMember.objects.get(unit=here.east).end_basis == ""


def test_what_was_decided_since_stands(here):
    here.move(here.east, here.other, TODAY + 30 * DAY)
    actions.appoint_cluster_heads(
        here.cluster.pk, by=here.by, head_id=here.west.pk, valid_from=TODAY + 30 * DAY,
        valid_to=TODAY + 60 * DAY, basis=BASIS,
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        take_back(here, here.east)

    assert str(refusal.value) == (
        "Không rút lại được. Cụm, khối đã có trưởng trong thời gian này."
    )
    here.term.refresh_from_db()
    assert here.term.valid_to == TODAY + 29 * DAY
    assert dates(here.east)[0][1] == TODAY + 29 * DAY


def test_who_was_let_go_sooner_does_not_come_back(here):
    here.move(here.west, here.other, TODAY + 30 * DAY)
    member = ClusterMember.objects.get(unit=here.west)
    actions.end_cluster_members(
        here.cluster.pk, by=here.by, member_ids=[member.pk], valid_to=TODAY + 5 * DAY,
        basis="Quyết định 5",
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        take_back(here, here.west)

    assert "“UBND xã Tây – Cụm 1” đã thay đổi sau khi ghi việc này" in str(
        refusal.value
    )
    assert dates(here.west) == [(member.valid_from, TODAY + 5 * DAY)]


def test_no_member_comes_in_since_whom_the_move_cuts_short(here):
    here.move(here.north, here.other, TODAY + 30 * DAY)
    here.join(here.part)

    with pytest.raises(Refused) as refusal:
        take_back(here, here.north)

    assert str(refusal.value) == (
        "Không rút lại được vì Trường Bắc vào Cụm 1 sau khi ghi việc này, và có ngày cuối "
        "theo nó. Cho thôi tham gia trước."
    )


def test_the_first_day_away(here):
    here.move(here.part, here.other, TODAY + 10 * DAY)
    part, north, other = here.part.pk, here.north.pk, here.other.pk

    assert calendar.leaves_on(part, north, TODAY) == TODAY + 10 * DAY
    assert calendar.leaves_on(part, north, TODAY, TODAY + 9 * DAY) is None
    assert calendar.leaves_on(part, north, TODAY, TODAY + 10 * DAY) == TODAY + 10 * DAY
    assert calendar.leaves_on(part, here.top.pk, TODAY) == TODAY + 10 * DAY
    assert calendar.leaves_on(part, other, TODAY + 10 * DAY) is None
    assert calendar.leaves_on(part, other, TODAY) == TODAY


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["moved", "ended"])
def test_nobody_joins_at_the_moment_of_leaving(here, act):
    def leave():
        if act == "moved":
            return here.move(here.north, here.other, TODAY)
        return actions.dissolve_unit(
            here.part.pk, by=here.by, effective_on=TODAY, basis=BASIS,
            successor_ids=[here.north.pk],
        )  # fmt: skip

    leaver = here.north if act == "moved" else here.part
    _, joined = at_once(leave, lambda: here.join(leaver))

    assert isinstance(joined, Refused)
    assert dates(leaver) == []
