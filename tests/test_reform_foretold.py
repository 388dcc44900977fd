"""Điều được nói trước khi lưu: last days that come along, names of the day, lines that lack."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.desk_forms import words_of
from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.test_units_reform import BASIS, Province
from units import actions
from units.errors import Refused
from units.models import Membership, Unit
from units.rehearsal import rehearse

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)
SOON = TODAY + 30 * DAY


@pytest.fixture
def here():
    return Province()


def order(here, day=SOON):
    return {"by": here.administrator, "effective_on": day, "basis": BASIS}


def merge(here, **new):
    facts = {"code": "H99.1", "name": "Ủy ban mới", "short_name": "UBND mới"} | new
    return actions.merge_units(
        [here.ward.pk, here.other.pk], **facts, **order(here)
    )  # fmt: skip


# ---- names and lines of papers ----------------------------------------------------------------


def test_units_are_called_as_on_the_day_that_is_told_of(here):
    """Renamed before the day: the new name; what ends is called as on its last day."""
    for unit, day, name in (
        (here.ward, SOON - DAY, "UBND phường Đông Hai"),
        (here.top, SOON, "UBND tỉnh Mẫu Hai"),
        (here.other, SOON, "UBND phường Tây Hai"),
    ):
        actions.rename_unit(
            unit.pk,
            by=here.administrator,
            effective_on=day,
            basis=BASIS,
            short_name=name,
        )

    found = rehearse(
        lambda: merge(here, under_id=here.top.pk, letterhead="UB"),
        by=here.administrator,
    )

    last = f"{SOON - DAY:%d/%m/%Y}"
    assert found.new == ["UBND mới (mã H99.1), trực thuộc UBND tỉnh Mẫu Hai"]
    assert found.ended == [
        f"UBND phường Đông Hai, ngày cuối {last}",
        f"Văn phòng, ngày cuối {last}",
        f"UBND phường Tây, ngày cuối {last}",
    ]
    assert found.inherited == [
        "UBND mới kế thừa UBND phường Đông Hai", "UBND mới kế thừa UBND phường Tây",
    ]  # fmt: skip
    assert found.moved[0] == "Tổ dân phố 1: từ UBND phường Đông Hai sang UBND mới"


def test_lines_that_the_new_unit_lacks_are_told(here):
    Unit.objects.filter(pk=here.ward.pk).update(letterhead_parent="", place="Mẫu")

    def missing(**new):
        return rehearse(lambda: merge(here, **new), by=here.administrator).missing

    assert missing() == [
        "UBND mới chưa ghi tên trên văn bản, địa danh, đơn vị trước thì có. Đơn vị mới chưa "
        "ban hành văn bản được. Bấm Sửa lại để ghi; không ban hành văn bản thì để trống."
    ]
    assert missing(letterhead="ỦY BAN") == [
        "UBND mới chưa ghi địa danh, đơn vị trước thì có. Bấm Sửa lại để ghi; không ban hành "
        "văn bản thì để trống."
    ]
    assert missing(letterhead="ỦY BAN", place="Mẫu") == []


def test_nobody_is_listed_twice(client, here):
    role = MembershipFactory(unit=here.office, role=Role.OFFICER)
    client.force_login(here.administrator)

    answer = client.post(
        reverse("unit-dissolve", args=[here.office.pk]),
        {
            "buoc": "xem", "effective_on": f"{SOON:%d/%m/%Y}", "basis": BASIS,
            "successor": here.ward.pk,
        },
    )  # fmt: skip

    main = words_of(answer)
    # Named in the row of the table, and in the label of its choice.
    assert main.count(str(role.user)) == 1
    assert "Tiếp tục ở UBND phường Đông" in main


# ---- last days ----------------------------------------------------------------------------------


def test_the_form_says_that_a_part_ends_with_its_whole(client, here):
    client.force_login(here.administrator)
    address = reverse("unit-create", args=[here.office.pk])
    said = (
        f"Văn phòng kết thúc ngày {SOON - DAY:%d/%m/%Y}: đơn vị lập ở đây cũng kết thúc ngày "
        "đó."
    )
    assert "kết thúc ngày" not in words_of(client.get(address))

    actions.dissolve_unit(here.office.pk, **order(here))

    assert said in words_of(client.get(address))


def test_a_new_unit_under_a_whole_that_ends_is_told_with_its_last_day(here):
    last = TODAY + 89 * DAY
    Unit.objects.filter(pk=here.district.pk).update(valid_to=last)
    part = UnitFactory(parent=here.district, quiet=True, short_name="Phòng Cũ")
    parts = [{"code": f"H99.{n}", "name": f"Phòng {n}", "short_name": f"Phòng {n}"}
             for n in (1, 2)]  # fmt: skip

    found = rehearse(
        lambda: actions.divide_unit(part.pk, parts=parts, **order(here)),
        by=here.administrator,
    )

    assert found.new == [
        f"Phòng {n} (mã H99.{n}), trực thuộc UBND quận Mẫu, ngày cuối {last:%d/%m/%Y}"
        for n in (1, 2)
    ]


# ---- the last administrator ----------------------------------------------------------------------


@pytest.fixture
def alone():
    """A top without parts, its administrator administers another top too."""
    top, other = (UnitFactory(short_name=f"UBND {name}") for name in ("A", "B"))
    by = MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user
    MembershipFactory(unit=other, user=by, role=Role.ADMINISTRATOR)
    return top, other, by


def end(top, by, *successors):
    return actions.dissolve_unit(
        top.pk, by=by, effective_on=SOON, basis=BASIS,
        successor_ids=[unit.pk for unit in successors],
    )  # fmt: skip


def test_a_top_does_not_end_without_somebody_who_looks_after_it(alone):
    top, other, by = alone

    with pytest.raises(Refused) as refusal:
        end(top, by)

    assert str(refusal.value) == (
        "UBND A đứng đầu một cây đơn vị: kết thúc thì không còn ai quản trị nó. Chọn đơn vị "
        "tiếp nhận."
    )
    assert end(top, by, other).valid_to == SOON - DAY


def test_the_heir_of_a_top_has_an_administrator_on_that_day(alone):
    top, other, by = alone
    Membership.objects.filter(unit=other).update(valid_to=SOON - DAY)

    with pytest.raises(Refused) as refusal:
        end(top, by, other)

    assert str(refusal.value) == (
        f"UBND B chưa có ai quản trị vào ngày {SOON:%d/%m/%Y}, mà các quản trị của UBND A kết "
        "thúc cùng nó. Cho quản trị của UBND A tiếp tục ở đó, hoặc giao vai trò quản trị ở đó "
        "trước."
    )


def test_a_part_of_a_tree_ends_without_that(here):
    assert here.person(here.office)
    assert actions.dissolve_unit(here.office.pk, **order(here)).valid_to == SOON - DAY


# ---- a role that would begin too late -----------------------------------------------------------


def grant(here, day):
    return actions.grant_membership(
        by=here.administrator, user_id=UserFactory().pk, unit_id=here.office.pk,
        role="officer", valid_from=day,
    )  # fmt: skip


def test_no_role_begins_after_the_last_day_that_is_still_to_come(here):
    actions.dissolve_unit(here.office.pk, **order(here))

    with pytest.raises(Refused) as refusal:
        grant(here, SOON)

    assert str(refusal.value) == (
        f"Văn phòng kết thúc ngày {SOON - DAY:%d/%m/%Y}, nên vai trò ở đó không bắt đầu từ ngày "
        f"{SOON:%d/%m/%Y} được. Chọn ngày sớm hơn, hoặc giao ở đơn vị tiếp nhận."
    )
    assert grant(here, SOON - DAY).valid_from == SOON - DAY


def test_somebody_may_still_look_after_what_an_ended_unit_left(here):
    actions.dissolve_unit(here.office.pk, **order(here, TODAY))

    assert grant(here, TODAY).unit == here.office
