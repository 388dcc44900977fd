"""Trùng: found, told apart, merged with a trace, parted again, also by two at once."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from tests.factories import HonoureeFactory, UserFactory
from tests.test_units_honourees import NUMBER, Commune, positions, refusal
from units import actions, audit, doubles
from units.errors import Refused
from units.models import (
    Honouree,
    HonoureeMerge,
    LikelyDouble,
    MergedLink,
    Position,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Reason = LikelyDouble.Reason


@pytest.fixture
def here():
    return Commune()


def pairs(user):
    return {
        (pair.first, pair.second, pair.reason)
        for pair in LikelyDouble.objects.visible_to(user).open().for_list()
    }


def share_number(one, other):
    """As records did before a number was held to be of one person."""
    rows = Honouree.objects.filter(pk=other.pk)
    tail = {"identity_digest": one.identity_digest, "identity_tail": one.identity_tail}
    rows.update(**tail, shares_number=True)
    other.refresh_from_db()
    doubles.note(other)


# ---- found -------------------------------------------------------------------------------------


def test_three_grounds_the_weightiest_is_told(here):
    one = here.register("Lê Thị Hòa", birth_year=1985, identity_number=NUMBER)
    other = here.register("LÊ THỊ HOA", unit=here.ward, birth_year=1985)
    assert pairs(here.keeper) == {(one, other, Reason.BIRTH)}

    share_number(one, other)
    assert pairs(here.keeper) == {(one, other, Reason.IDENTITY)}

    near = here.register("Lê thị hoa")
    assert pairs(here.keeper) == {
        (one, other, Reason.IDENTITY), (one, near, Reason.UNIT),
    }  # fmt: skip


def test_what_tells_two_people_apart_is_no_pair(here):
    here.register("Lê Thị Hoa", birth_year=1985, identity_number=NUMBER)
    here.register("Lê Thị Hoa", birth_year=1990)
    here.register("Lê Thị Hoa", birth_year=1985, identity_number="036085009999")
    here.register("Lê Thị Hoa", kind="household")
    here.register("Lê Thị Hoa An", birth_year=1985)

    assert pairs(here.keeper) == set()


def test_a_pair_goes_when_it_is_one_no_more(here):
    one = here.register("Lê Thị Hoa")
    other = here.register("Lê Thị Hoa")
    assert pairs(here.keeper) == {(one, other, Reason.UNIT)}

    actions.place_honouree(
        other.pk,
        by=here.keeper,
        unit_id=here.ward.pk,
        title="",
        valid_from=date(2025, 1, 1),
    )
    assert pairs(here.keeper) == set()

    actions.amend_honouree(one.pk, by=here.keeper, name="Lê Thị Hoa", birth_year=1985)
    actions.amend_honouree(other.pk, by=here.keeper, name="Lê thị Hòa", birth_year=1985)
    assert pairs(here.keeper) == {(one, other, Reason.BIRTH)}


def test_a_pair_is_told_only_to_who_keeps_both(here):
    one = here.register("Lê Thị Hoa", birth_year=1985)
    other = here.register(
        "Lê Thị Hoa", unit=here.other, by=here.neighbour, birth_year=1985
    )

    assert pairs(here.above) == {(one, other, Reason.BIRTH)}
    for who in (here.keeper, here.secretary, here.neighbour, here.officer):
        assert pairs(who) == set()


def test_of_a_common_name_only_some_are_paired(here):
    HonoureeFactory.create_batch(30, name="Nguyễn Văn An", birth_year=1980)

    record = here.register("Nguyễn Văn An", birth_year=1980)

    assert LikelyDouble.objects.of(record).count() == doubles.MOST == 20


def test_two_people_stay_two(here):
    one = here.register("Lê Thị Hoa")
    other = here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()

    actions.tell_apart(pair.pk, by=here.secretary)

    assert pairs(here.keeper) == set()
    assert audit.history(pair).first().actor == here.secretary
    actions.amend_honouree(one.pk, by=here.keeper, name="Lê Thị Hoà")
    assert pairs(here.keeper) == set()
    assert LikelyDouble.objects.get().dismissed_by == here.secretary
    assert refusal(actions.tell_apart, pair.pk, by=here.keeper) == (
        "Cặp này đã được ghi là không trùng."
    )
    assert other.status == "active"
    for who in (here.officer, here.neighbour):
        with pytest.raises(PermissionDenied):
            actions.tell_apart(pair.pk, by=who)


# ---- merged ------------------------------------------------------------------------------------


def test_merging_moves_what_pointed_to_the_other(here):
    account = UserFactory(home=here.ward)
    kept = here.register("Lê Thị Hoa", valid_from=date(2025, 1, 1))
    other = here.register(
        "Lê Thị Hoà", unit=here.ward, title="Tổ phó", birth_date=date(1985, 2, 3),
        gender="female", identity_number=NUMBER, valid_from=date(2021, 1, 1),
    )  # fmt: skip
    actions.release_honouree(
        other.pk, by=here.keeper, left_on=date(2024, 12, 31), because="moved"
    )
    actions.link_account(other.pk, by=here.keeper, account_id=account.pk)

    merge = actions.merge_honourees(kept.pk, other.pk, by=here.secretary)

    kept.refresh_from_db()
    other.refresh_from_db()
    assert (other.status, other.merged_into, other.account) == ("merged", kept, None)
    assert (kept.birth_date, kept.birth_year, kept.gender, kept.identity_tail) == (
        date(1985, 2, 3), 1985, "female", "234",
    )  # fmt: skip
    assert (kept.account, kept.name, kept.unit) == (account, "Lê Thị Hoa", here.street)
    assert positions(kept) == [
        ("Tổ dân phố 1", date(2025, 1, 1), None),
        ("Tổ phó, UBND phường Đông", date(2021, 1, 1), date(2024, 12, 31)),
    ]
    [link] = MergedLink.objects.all()
    assert (link.merge, link.table, link.column) == (
        merge,
        "units.Position",
        "honouree",
    )
    assert (merge.status_before, merge.undone_at) == ("left", None)
    assert audit.history(other).first().action == "honouree.merged"
    assert other not in Honouree.objects.present()


def test_a_stay_in_the_same_days_remains_with_the_trace(here):
    kept = here.register("Lê Thị Hoa", title="Tổ phó")
    other = here.register("Lê Thị Hoa", title="Tổ trưởng")

    actions.merge_honourees(kept.pk, other.pk, by=here.keeper)

    assert [row[0] for row in positions(kept)] == ["Tổ phó, Tổ dân phố 1"]
    assert [row[0] for row in positions(other)] == ["Tổ trưởng, Tổ dân phố 1"]
    assert Honouree.objects.get(pk=kept.pk).title == "Tổ phó"
    assert pairs(here.keeper) == set()


def test_members_of_one_name_are_not_doubled(here):
    facts = {"kind": "household"}
    kept = here.register("Lê Văn Hòa", members=[("Trần Thị Lụa", "vợ")], **facts)
    other = here.register(
        "Lê Văn Hoà", members=[("Trần thị Lụa", ""), ("Lê Minh", "con")], **facts
    )

    merge = actions.merge_honourees(kept.pk, other.pk, by=here.keeper)

    assert [str(x) for x in kept.members.all()] == [
        "Trần Thị Lụa (vợ)",
        "Lê Minh (con)",
    ]
    assert [str(x) for x in other.members.all()] == ["Trần thị Lụa"]

    actions.undo_merge(merge.pk, by=here.keeper)

    assert [str(x) for x in kept.members.all()] == ["Trần Thị Lụa (vợ)"]
    assert len(other.members.all()) == 2


@pytest.mark.parametrize("filled", [True, False])
def test_a_merge_can_be_undone(here, filled):
    account = UserFactory(home=here.ward)
    kept = here.register("Lê Thị Hoa", valid_from=date(2025, 1, 1))
    facts = {"birth_year": 1985, "identity_number": NUMBER} if filled else {}
    other = here.register("Lê Thị Hoà", valid_from=date(2021, 1, 1), **facts)
    actions.link_account(other.pk, by=here.keeper, account_id=account.pk)
    actions.release_honouree(
        other.pk, by=here.keeper, left_on=date(2024, 12, 31), because="moved"
    )
    before = list(Honouree.objects.order_by("pk").values())
    stays = list(Position.objects.order_by("pk").values())
    merge = actions.merge_honourees(kept.pk, other.pk, by=here.keeper)
    assert list(Honouree.objects.order_by("pk").values()) != before

    actions.undo_merge(merge.pk, by=here.secretary)

    assert list(Honouree.objects.order_by("pk").values()) == before
    assert list(Position.objects.order_by("pk").values()) == stays
    merge.refresh_from_db()
    assert merge.undone_by == here.secretary
    assert pairs(here.keeper) == {(kept, other, Reason.UNIT)}
    assert refusal(actions.undo_merge, merge.pk, by=here.keeper) == (
        "Lần gộp này đã được gỡ."
    )


def test_what_was_changed_since_stays_when_undone(here):
    kept = here.register("Lê Thị Hoa")
    other = here.register("Lê Thị Hoà", birth_year=1985)
    merge = actions.merge_honourees(kept.pk, other.pk, by=here.keeper)
    actions.amend_honouree(kept.pk, by=here.keeper, name="Lê Thị Hoa", birth_year=1986)

    actions.undo_merge(merge.pk, by=here.keeper)

    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.birth_year, other.birth_year, other.status) == (1986, 1985, "active")


def test_a_chain_is_undone_from_its_end(here):
    one, two, three = (here.register("Lê Thị Hoa") for _ in range(3))
    first = actions.merge_honourees(two.pk, one.pk, by=here.keeper)
    last = actions.merge_honourees(three.pk, two.pk, by=here.keeper)

    assert refusal(actions.undo_merge, first.pk, by=here.keeper) == (
        "Lê Thị Hoa đã gộp tiếp hoặc đã xóa dữ liệu, không gỡ được lần gộp này."
    )
    actions.undo_merge(last.pk, by=here.keeper)
    actions.undo_merge(first.pk, by=here.keeper)
    assert set(Honouree.objects.with_status("active")) == {one, two, three}


def test_what_cannot_be_merged(here):
    kept = here.register("Lê Thị Hoa", birth_year=1985)
    twin = here.register("Lê Thị Hoa", birth_year=1986)
    house = here.register("Lê Thị Hoa", kind="household")
    gone = here.register("Lê Thị Hoa")
    actions.release_honouree(
        gone.pk, by=here.keeper, left_on=date(2025, 1, 1), because="moved"
    )

    def merge(one, other, by=here.keeper):
        return refusal(actions.merge_honourees, one.pk, other.pk, by=by)

    assert merge(kept, kept) == "Chọn hai bản ghi khác nhau để gộp."
    assert merge(kept, house) == "Chỉ gộp được hai bản ghi cùng loại đối tượng."
    assert merge(gone, kept) == "Lê Thị Hoa đã thôi; giữ lại bản ghi đang theo dõi."
    assert merge(kept, twin) == (
        "Hai bản ghi có năm sinh hoặc số định danh khác nhau. Sửa cho khớp trước khi gộp."
    )
    actions.merge_honourees(kept.pk, gone.pk, by=here.keeper)
    assert merge(twin, gone) == (
        "Lê Thị Hoa đã gộp hoặc đã xóa dữ liệu, không gộp được nữa."
    )
    assert refusal(
        actions.amend_honouree, gone.pk, by=here.keeper, name="Khác"
    ) == "Lê Thị Hoa đã gộp vào bản ghi khác; sửa ở bản ghi đó."  # fmt: skip


def test_who_keeps_only_one_of_them_merges_nothing(here):
    one = here.register("Lê Thị Hoa")
    other = here.register("Lê Thị Hoa", unit=here.other, by=here.neighbour)
    for who in (here.keeper, here.neighbour, here.officer):
        with pytest.raises(PermissionDenied):
            actions.merge_honourees(one.pk, other.pk, by=who)
    merge = actions.merge_honourees(one.pk, other.pk, by=here.above)
    with pytest.raises(PermissionDenied):
        actions.undo_merge(merge.pk, by=here.keeper)


def test_the_database_merges_into_one_at_most(here):
    one, two, other = (here.register(f"Lê {n}") for n in "ABC")
    actions.merge_honourees(one.pk, other.pk, by=here.keeper)

    with pytest.raises(IntegrityError, match="merged_into_one_at_most"):
        HonoureeMerge.objects.create(
            kept=two, other=other, merged_by=here.keeper, status_before="active"
        )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_do_it_once():
    """Crosswise too: neither blocks the other, one of them is refused."""
    here = Commune()
    one, two = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    begin, answers = threading.Barrier(2), []

    def merge(kept, other):
        try:
            begin.wait()
            with transaction.atomic():
                actions.merge_honourees(kept.pk, other.pk, by=here.keeper)
            answers.append("merged")
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=merge, args=pair) for pair in ((one, two), (two, one))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(answers) == [
        "Lê Thị Hoa đã gộp hoặc đã xóa dữ liệu, không gộp được nữa.", "merged",
    ]  # fmt: skip
    assert HonoureeMerge.objects.count() == 1
    assert sorted(Honouree.objects.values_list("status", flat=True)) == [
        "active", "merged",
    ]  # fmt: skip
