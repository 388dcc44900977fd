"""Sắp xếp đơn vị: the reform of 1 July 2025 and smaller changes, each from a day on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.factories import (
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
)
from units import actions, audit, calendar
from units.errors import Refused
from units.models import Membership, Succession, Unit, UnitName, UnitPlace

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)
LAST_DAY = date(2025, 6, 30)
BASIS = "Nghị quyết số 99/NQ-UBTVQH15 ngày 16/6/2025"


class Province:
    """Một tỉnh before the reform: a district, two wards, their neighbourhoods and an office."""

    def __init__(self):
        neighbourhood = UnitKindFactory(
            code="to-dan-pho", name="Tổ dân phố", is_territorial=True
        )
        office = UnitKindFactory(code="phong", name="Phòng, văn phòng")
        self.top = UnitFactory(short_name="UBND tỉnh Mẫu")
        self.district = UnitFactory(parent=self.top, short_name="UBND quận Mẫu")
        self.ward = UnitFactory(parent=self.district, short_name="UBND phường Đông")
        self.other = UnitFactory(parent=self.district, short_name="UBND phường Tây")
        self.east = UnitFactory(
            parent=self.ward, kind=neighbourhood, quiet=True, short_name="Tổ dân phố 1"
        )
        self.west = UnitFactory(
            parent=self.other, kind=neighbourhood, quiet=True, short_name="Tổ dân phố 2"
        )
        self.office = UnitFactory(
            parent=self.other, kind=office, quiet=True, short_name="Văn phòng"
        )
        self.administrator = self.person(self.top)

    def person(self, unit, role=Role.ADMINISTRATOR):
        user = UserFactory()
        MembershipFactory(user=user, unit=unit, role=role)
        return user

    def reform(self) -> Unit:
        """Two wards become one that stands under the province; the district is no more."""
        merged = actions.merge_units(
            [self.ward.pk, self.other.pk],
            by=self.administrator,
            effective_on=REFORM,
            basis=BASIS,
            under_id=self.top.pk,
            code="H99.1",
            name="Ủy ban nhân dân phường Đông Tây",
            short_name="UBND phường Đông Tây",
            place="Đông Tây",
            letterhead="ỦY BAN NHÂN DÂN\nPHƯỜNG ĐÔNG TÂY",
        )
        actions.dissolve_unit(
            self.district.pk,
            by=self.administrator,
            effective_on=REFORM,
            basis=BASIS,
            successor_ids=[merged.pk],
        )
        return merged


@pytest.fixture
def here():
    return Province()


def names(units):
    return [str(unit) for unit in units]


# ---- the reform ---------------------------------------------------------------------------


def test_after_the_reform_one_ward_stands_under_the_province(here):
    merged = here.reform()

    assert names(Unit.objects.on(REFORM).order_by("path")) == [
        "UBND tỉnh Mẫu",
        "UBND phường Đông Tây",
        "Tổ dân phố 1",
        "Tổ dân phố 2",
    ]
    assert set(Unit.objects.under(merged)) == {merged, here.east, here.west}
    here.east.refresh_from_db()
    assert here.east.chain == [here.top.pk, merged.pk, here.east.pk]
    assert (merged.collective, merged.head_title, merged.symbol) == (
        "Ủy ban nhân dân", "Chủ tịch", "UBND",
    )  # fmt: skip


def test_the_day_before_everything_was_as_it_had_been(here):
    here.reform()

    assert set(names(Unit.objects.on(LAST_DAY))) == {
        "Tổ dân phố 1",
        "Tổ dân phố 2",
        "UBND phường Đông",
        "UBND phường Tây",
        "UBND quận Mẫu",
        "UBND tỉnh Mẫu",
        "Văn phòng",
    }
    before = UnitPlace.objects.on(LAST_DAY).get(unit=here.east)
    assert before.parent == here.ward
    assert UnitPlace.objects.on(REFORM).get(unit=here.east).basis == BASIS


def test_who_follows_whom_is_told(here):
    merged = here.reform()

    assert [
        (str(s.predecessor), s.kind, s.effective_on)
        for s in Succession.objects.around(merged)
    ] == [
        ("UBND phường Đông", "merger", REFORM),
        ("UBND phường Tây", "merger", REFORM),
        ("UBND quận Mẫu", "takeover", REFORM),
    ]


def test_roles_in_what_has_ended_end_with_it(here):
    long_held = MembershipFactory(unit=here.ward, role=Role.OFFICER)
    ended = MembershipFactory(
        unit=here.ward, role=Role.CLERK, valid_to=date(2024, 12, 31)
    )
    to_come = MembershipFactory(
        unit=here.ward, role=Role.LEADER, valid_from=date(2025, 8, 1)
    )
    in_the_office = MembershipFactory(unit=here.office, role=Role.REPORTER)
    goes_on = MembershipFactory(unit=here.east, role=Role.REPORTER)
    here.reform()

    last = dict(Membership.objects.values_list("pk", "valid_to"))
    assert last[long_held.pk] == last[in_the_office.pk] == LAST_DAY
    assert last[ended.pk] == date(2024, 12, 31)
    assert last[goes_on.pk] is None
    assert to_come.pk not in last
    assert long_held.user.units_as() == []


def test_an_administrator_of_the_new_whole_reaches_the_neighbourhoods(here):
    merged = here.reform()
    administrator = here.person(merged)

    renamed = actions.rename_unit(
        here.west.pk,
        by=administrator,
        effective_on=date(2025, 9, 1),
        basis="Nghị quyết số 5/NQ-HĐND",
        short_name="Tổ dân phố Hồ Tây",
    )
    assert renamed.unit == here.west


# ---- names --------------------------------------------------------------------------------


def test_a_name_holds_from_its_day_and_the_old_one_until_the_day_before(here):
    actions.rename_unit(
        here.ward.pk,
        by=here.administrator,
        effective_on=date(2024, 3, 1),
        basis=BASIS,
        name="Ủy ban nhân dân phường Bắc",
        short_name="UBND phường Bắc",
    )
    here.ward.refresh_from_db()

    assert here.ward.short_name == "UBND phường Bắc"
    assert calendar.name_on(here.ward, date(2024, 2, 29)).short_name == (
        "UBND phường Đông"
    )
    assert calendar.name_on(here.ward, date(2024, 3, 1)).short_name == "UBND phường Bắc"
    assert calendar.name_on(here.ward, date(2019, 12, 31)) is None
    # What was not renamed stays.
    assert here.ward.letterhead == UnitName.objects.of_unit(here.ward).last().letterhead


def test_a_name_for_a_day_to_come_waits_for_it(here):
    day = date(2030, 1, 1)
    actions.rename_unit(
        here.ward.pk,
        by=here.administrator,
        effective_on=day,
        basis=BASIS,
        short_name="UBND phường Mai Sau",
    )
    here.ward.refresh_from_db()
    assert here.ward.short_name == "UBND phường Đông"

    assert calendar.bring_up_to_date(day - timedelta(days=1)) == 0
    assert calendar.bring_up_to_date(day) == 1
    assert calendar.bring_up_to_date(day) == 0
    here.ward.refresh_from_db()
    assert here.ward.short_name == "UBND phường Mai Sau"
    entry = audit.history(here.ward).first()
    assert (entry.action, entry.detail["before"]["short_name"]) == (
        "unit.renamed", "UBND phường Đông",
    )  # fmt: skip


def test_two_names_never_hold_on_one_day(here):
    first = UnitName.objects.get(unit=here.ward)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitName.objects.create(
            unit=here.ward, name="A", short_name="A", valid_from=date(2025, 1, 1)
        )
    first.valid_to = date(2024, 12, 31)
    first.save(update_fields=["valid_to"])
    UnitName.objects.create(
        unit=here.ward, name="A", short_name="A", valid_from=date(2025, 1, 1)
    )


# ---- places -------------------------------------------------------------------------------


def test_a_unit_moves_with_all_that_stands_under_it(here):
    actions.move_unit(
        here.other.pk,
        by=here.administrator,
        parent_id=here.top.pk,
        effective_on=date(2024, 1, 1),
        basis=BASIS,
    )

    assert set(Unit.objects.under(here.district)) == {
        here.district, here.ward, here.east,
    }  # fmt: skip
    here.west.refresh_from_db()
    assert here.west.chain == [here.top.pk, here.other.pk, here.west.pk]
    # It may be moved again, and then back.
    actions.move_unit(
        here.other.pk,
        by=here.administrator,
        parent_id=here.district.pk,
        effective_on=date(2024, 6, 1),
        basis=BASIS,
    )
    here.west.refresh_from_db()
    assert here.west.chain == [
        here.top.pk, here.district.pk, here.other.pk, here.west.pk,
    ]  # fmt: skip


def test_a_move_for_a_day_to_come_waits_for_it(here):
    day = date(2030, 1, 1)
    actions.move_unit(
        here.other.pk,
        by=here.administrator,
        parent_id=here.top.pk,
        effective_on=day,
        basis=BASIS,
    )
    here.other.refresh_from_db()
    assert here.other.parent == here.district

    assert calendar.bring_up_to_date(day) == 1
    here.other.refresh_from_db()
    assert here.other.parent == here.top
    assert here.other.chain == [here.top.pk, here.other.pk]


def test_parts_of_a_whole_that_moves_on_the_same_day_end_up_under_it(here):
    """Whichever comes first, the paths agree with the parents."""
    day = date(2030, 1, 1)
    for unit, parent in ((here.east, here.other), (here.other, here.top)):
        actions.move_unit(
            unit.pk,
            by=here.administrator,
            parent_id=parent.pk,
            effective_on=day,
            basis=BASIS,
        )
    calendar.bring_up_to_date(day)

    for unit in Unit.objects.all():
        above = unit.parent.path if unit.parent else "/"
        assert unit.path == f"{above}{unit.pk:09d}/"


# ---- divided ------------------------------------------------------------------------------


def test_a_ward_is_divided_and_says_where_everything_goes(here):
    here.second = UnitFactory(
        parent=here.ward, kind=here.east.kind, quiet=True, short_name="Tổ dân phố 3"
    )
    parts = [
        {"code": "H99.2", "name": "UBND phường Nam", "short_name": "UBND phường Nam",
         "takes": [here.east.pk]},
        {"code": "H99.3", "name": "UBND phường Bắc", "short_name": "UBND phường Bắc",
         "takes": []},
    ]  # fmt: skip
    order = {"by": here.administrator, "effective_on": REFORM, "basis": BASIS}
    with pytest.raises(Refused) as refusal, transaction.atomic():
        actions.divide_unit(here.ward.pk, parts=parts, **order)
    assert str(refusal.value) == "Chưa nói rõ về đâu: Tổ dân phố 3."

    parts[1]["takes"] = [here.second.pk]
    south, north = actions.divide_unit(here.ward.pk, parts=parts, **order)
    here.ward.refresh_from_db()
    assert here.ward.valid_to == LAST_DAY
    assert names(Unit.objects.under(south)) == ["UBND phường Nam", "Tổ dân phố 1"]
    assert names(Unit.objects.under(north)) == ["UBND phường Bắc", "Tổ dân phố 3"]
    assert {s.kind for s in Succession.objects.around(here.ward)} == {"division"}


def test_a_part_is_split_off_and_the_rest_goes_on(here):
    (fresh,) = actions.divide_unit(
        here.ward.pk,
        by=here.administrator,
        effective_on=REFORM,
        basis=BASIS,
        stays=True,
        parts=[
            {
                "code": "H99.2",
                "name": "UBND phường Nam",
                "short_name": "UBND phường Nam",
            }
        ],
    )
    here.ward.refresh_from_db()
    assert here.ward.valid_to is None
    assert (fresh.parent, fresh.kind) == (here.district, here.ward.kind)
    assert names(Unit.objects.under(here.ward)) == ["UBND phường Đông", "Tổ dân phố 1"]


# ---- refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda p, **o: actions.dissolve_unit(p.ward.pk, **o),
            "UBND phường Đông còn 1 đơn vị trực thuộc (Tổ dân phố 1). "
            "Chuyển hoặc giải thể các đơn vị đó trước.",
        ),
        (
            lambda p, **o: actions.merge_units([p.ward.pk], **o),
            "Chọn ít nhất hai đơn vị để sáp nhập.",
        ),
        (
            lambda p, **o: actions.merge_units([p.ward.pk, p.east.pk], **o),
            "Chỉ sáp nhập được các đơn vị cùng loại.",
        ),
        (
            lambda p, **o: actions.merge_units(
                [p.ward.pk, p.other.pk], into_id=p.district.pk, **o
            ),
            "Đơn vị nhận sáp nhập phải là một trong các đơn vị đã chọn.",
        ),
        (
            lambda p, **o: actions.move_unit(p.district.pk, parent_id=p.ward.pk, **o),
            "UBND phường Đông trực thuộc UBND quận Mẫu vào ngày 01/07/2025 nên không thể nhận "
            "UBND quận Mẫu.",
        ),
        (
            lambda p, **o: actions.move_unit(p.ward.pk, parent_id=p.district.pk, **o),
            "UBND phường Đông đã trực thuộc UBND quận Mẫu.",
        ),
        (
            lambda p, **o: actions.rename_unit(
                p.ward.pk, short_name="UBND phường Đông", **o
            ),
            "Tên mới giống hệt tên đang dùng.",
        ),
        (
            lambda p, **o: actions.rename_unit(
                p.ward.pk, short_name="X", **o | {"basis": "  "}
            ),
            "Ghi văn bản căn cứ (số, ngày, cơ quan ban hành).",
        ),
        (
            lambda p, **o: actions.rename_unit(
                p.ward.pk, short_name="X", **o | {"effective_on": date(2020, 1, 1)}
            ),
            "UBND phường Đông có từ ngày 01/01/2020; ngày hiệu lực phải sau ngày đó.",
        ),
        (
            lambda p, **o: actions.divide_unit(
                p.ward.pk, parts=[{"code": "A", "name": "A", "short_name": "A"}], **o
            ),
            "Chia một đơn vị phải có ít nhất hai đơn vị mới.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_has_changed(here, change, sentence):
    before = list(Unit.objects.order_by("pk").values())
    with pytest.raises(Refused) as refusal, transaction.atomic():
        change(here, by=here.administrator, effective_on=REFORM, basis=BASIS)
    assert str(refusal.value) == sentence
    assert list(Unit.objects.order_by("pk").values()) == before


def test_a_unit_that_has_ended_changes_no_more(here):
    here.reform()
    with pytest.raises(Refused) as refusal:
        actions.rename_unit(
            here.ward.pk,
            by=here.administrator,
            effective_on=date(2025, 8, 1),
            basis=BASIS,
            short_name="X",
        )
    assert str(refusal.value) == "UBND phường Đông đã kết thúc ngày 30/06/2025."


# ---- who may ------------------------------------------------------------------------------


def test_only_who_administers_the_whole_reorganises_its_parts(here):
    own = here.person(here.ward)
    beside = here.person(here.other)
    officer = here.person(here.top, Role.OFFICER)
    order = {"effective_on": REFORM, "basis": BASIS}
    acts = [
        lambda by: actions.move_unit(
            here.ward.pk, by=by, parent_id=here.top.pk, **order
        ),
        lambda by: actions.dissolve_unit(here.ward.pk, by=by, **order),
        lambda by: actions.merge_units([here.ward.pk, here.other.pk], by=by, **order),
        lambda by: actions.divide_unit(here.ward.pk, by=by, parts=[], **order),
    ]
    for act in acts:
        for person in (own, beside, officer):
            with pytest.raises(PermissionDenied):
                act(person)
    # Its name an office may look after itself.
    actions.rename_unit(
        here.ward.pk, by=own, short_name="UBND phường Đông Mới", **order
    )
    with pytest.raises(PermissionDenied):
        actions.rename_unit(here.ward.pk, by=beside, short_name="X", **order)


def test_a_unit_is_moved_only_where_one_administers_too(here):
    elsewhere = UnitFactory(short_name="UBND tỉnh Khác")
    with pytest.raises(PermissionDenied):
        actions.move_unit(
            here.ward.pk,
            by=here.administrator,
            parent_id=elsewhere.pk,
            effective_on=REFORM,
            basis=BASIS,
        )
