"""Lối ra khi một việc sắp xếp bị từ chối, and what the acts about heirs wait for."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from tests.desk_forms import words_of
from tests.factories import DECISION, MembershipFactory, Role, UnitFactory
from tests.test_clusters_reform import BASIS, Place
from tests.test_tree_moments import at_once
from units import actions, estates, tree_lock
from units.errors import Refused, Way
from units.models import Handover, Unit

TODAY = localdate()
DAY = timedelta(days=1)


class Handing(Place):
    """Xã Đông hands the cluster over to xã Tây, head from 91 days on; it gave one thing."""

    def __init__(self):
        super().__init__()
        self.first_day = TODAY + 91 * DAY
        [self.coming] = actions.appoint_cluster_heads(
            self.cluster.pk, by=self.by, head_id=self.west.pk, valid_from=self.first_day,
            valid_to=TODAY + 200 * DAY, basis=DECISION,
        )  # fmt: skip
        self.handover = self.coming.handover
        self.giver = MembershipFactory(unit=self.east).user
        self.taker = MembershipFactory(unit=self.west).user
        self.item = self.handover.items.first()
        actions.give_item(self.item.pk, by=self.giver)

    def end_west(self, day=TODAY):
        return actions.merge_units(
            [self.west.pk, self.north.pk], by=self.by, effective_on=day, basis=BASIS,
            into_id=self.north.pk,
        )  # fmt: skip


def refused(act) -> Refused:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act()
    return refusal.value


# ---- a hand-over that is not in force yet ----------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("after", [-91, -1, 0])
def test_the_sentence_names_the_hand_over_its_day_and_both_ways_out(after):
    here = Handing()

    refusal = refused(lambda: here.end_west(here.first_day + after * DAY))

    day = f"{here.first_day:%d/%m/%Y}"
    assert str(refusal) == (
        "UBND xã Đông đã bắt đầu bàn giao Cụm 1 cho UBND xã Tây, trưởng cụm từ ngày "
        f"{day}. Chọn ngày có hiệu lực sau ngày {day}, hoặc rút lại các mục đã giao trước."
    )
    assert refusal.way == Way(
        "Xem lần bàn giao này", "cluster-handover", (here.handover.pk,)
    )


@pytest.mark.django_db
def test_who_may_not_read_of_the_cluster_is_told_neither_its_name_nor_a_way():
    """A district has its two wards merged; the cluster is the province's."""
    here = Handing()
    district = UnitFactory(parent=here.top, short_name="UBND huyện Mẫu")
    for unit in (here.west, here.north):
        actions.move_unit(
            unit.pk, by=here.by, parent_id=district.pk, effective_on=TODAY, basis=BASIS
        )
    here.by = MembershipFactory(unit=district, role=Role.ADMINISTRATOR).user
    assert not Unit.objects.clusters_of(here.by).exists()

    refusal = refused(here.end_west)

    day = f"{here.first_day:%d/%m/%Y}"
    assert str(refusal) == (
        f"Một cụm, khối thi đua đang bàn giao cho trưởng mới từ ngày {day}. Chọn ngày có hiệu "
        f"lực sau ngày {day}, hoặc hỏi cơ quan phụ trách cụm, khối đó."
    )
    assert refusal.way is None


@pytest.mark.django_db
def test_both_ways_lead_out():
    here = Handing()
    with transaction.atomic():
        assert here.end_west(here.first_day + DAY) == here.north
        transaction.set_rollback(True)
    actions.withdraw_item(here.item.pk, by=here.giver)
    assert here.end_west(here.first_day) == here.north


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["taken", "returned"])
def test_what_the_other_side_has_answered_is_not_offered_to_be_withdrawn(answer):
    here = Handing()
    if answer == "taken":
        actions.take_item(here.item.pk, by=here.taker)
    else:
        actions.return_item(here.item.pk, by=here.taker, reason="Thiếu biên bản.")

    refusal = refused(here.end_west)

    assert str(refusal).endswith(
        f" Chọn ngày có hiệu lực sau ngày {here.first_day:%d/%m/%Y}."
    )


@pytest.mark.django_db
def test_who_takes_a_planned_head_back_is_told_the_same():
    here = Handing()

    refusal = refused(
        lambda: actions.end_cluster_office(
            here.coming.pk, by=here.by, valid_to=None, basis=DECISION
        )
    )

    day = f"{here.first_day:%d/%m/%Y}"
    assert str(refusal).endswith(
        f" Cho thôi từ ngày {day}, khi nhiệm kỳ đã bắt đầu, hoặc rút lại các mục đã giao "
        "trước."
    )


@pytest.mark.django_db
def test_the_form_links_to_it_and_keeps_what_was_typed(client):
    here = Handing()
    client.force_login(here.by)

    answer = client.post(
        reverse("unit-merge", args=[here.top.pk]),
        {
            "buoc": "xem", "units": [here.west.pk, here.north.pk],
            "into": str(here.north.pk), "effective_on": f"{TODAY:%d/%m/%Y}",
            "basis": "Nghị quyết <7>",
        },
    )  # fmt: skip

    assert answer.status_code == 422
    address = reverse("cluster-handover", args=[here.handover.pk])
    assert f'<a href="{address}">Xem lần bàn giao này</a>' in answer.content.decode()
    assert "UBND xã Đông đã bắt đầu bàn giao Cụm 1" in words_of(answer)
    assert 'value="Nghị quyết &lt;7&gt;"' in answer.content.decode()
    assert client.get(address).status_code == 200


# ---- who names an heir holds the tree ----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_no_heir_is_named_while_it_is_being_ended():
    here = Place()
    actions.dissolve_unit(here.west.pk, by=here.by, effective_on=TODAY, basis=BASIS)

    ended, named = at_once(
        lambda: actions.dissolve_unit(
            here.north.pk, by=here.by, effective_on=TODAY, basis=BASIS
        ),
        lambda: actions.name_heir(
            here.west.pk, by=here.by, heir_id=here.north.pk, basis=BASIS
        ),
    )

    assert isinstance(ended, Unit)
    assert str(named) == (
        f"UBND xã Bắc kết thúc trước ngày {TODAY:%d/%m/%Y} nên không tiếp nhận."
    )
    assert not Handover.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_clock_hands_nothing_over_while_somebody_holds_the_tree():
    here = Place()
    day = TODAY + DAY
    heir = UnitFactory(parent=here.top, short_name="UBND xã Nam")
    actions.dissolve_unit(
        here.north.pk, by=here.by, effective_on=day, basis=BASIS, successor_ids=[heir.pk]
    )  # fmt: skip

    def turn():
        with transaction.atomic():
            return estates.carry_out(day=day)

    _, carried = at_once(tree_lock.hold_alone, turn)

    assert carried == 0
    assert Unit.objects.get(pk=here.north.pk).heir is None
    assert turn() == 1
    assert Unit.objects.get(pk=here.north.pk).heir == heir
