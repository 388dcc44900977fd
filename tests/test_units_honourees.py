"""Đối tượng khen thưởng: who is registered, by whom, where, and what the book says of it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from tests.factories import (
    HonoureeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
    data_classes,
)
from units import actions, audit, calendar, estates, identity
from units.errors import Refused
from units.models import Honouree, HouseholdMember, PersonalChange, Position, Unit
from units.tasks import turn_the_calendar

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SINCE = date(2024, 3, 1)
NUMBER = "036 085 001 234"


class Commune:
    """Một phường with its council and a neighbourhood, and another one beside it."""

    def __init__(self):
        data_classes()
        council = UnitKindFactory(code="hoi-dong-tdkt", name="Hội đồng TĐKT")
        self.top = UnitFactory(short_name="UBND tỉnh Mẫu")
        self.ward = UnitFactory(parent=self.top, short_name="UBND phường Đông")
        self.council = UnitFactory(
            parent=self.ward, kind=council, short_name="Hội đồng TĐKT phường Đông"
        )
        self.street = UnitFactory(
            parent=self.ward, quiet=True, short_name="Tổ dân phố 1"
        )
        self.other = UnitFactory(parent=self.top, short_name="UBND phường Tây")
        self.keeper = self.person(self.ward, Role.ADMINISTRATOR)
        self.secretary = self.person(self.council, Role.SECRETARY)
        self.officer = self.person(self.ward, Role.OFFICER)
        self.neighbour = self.person(self.other, Role.ADMINISTRATOR)
        self.above = self.person(self.top, Role.ADMINISTRATOR)

    def person(self, unit, role):
        return MembershipFactory(unit=unit, role=role).user

    def register(self, name="Lê Thị Hoa", unit=None, by=None, **facts):
        values = {"kind": "individual", "valid_from": SINCE} | facts
        return actions.create_honouree(
            by=by or self.keeper, unit_id=(unit or self.street).pk, name=name, **values
        )


@pytest.fixture
def here():
    return Commune()


def book(record):
    return [(entry.action, entry.actor) for entry in audit.history(record)]


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(*args, **kwargs)
    return str(refused.value)


# ---- registered -----------------------------------------------------------------------------


def test_an_individual_is_written_down_with_the_first_position(here):
    honouree = here.register(
        "  Lê  Thị Hoa ", title="Tổ trưởng", birth_date=date(1985, 2, 28),
        gender="female", identity_number=NUMBER,
    )  # fmt: skip

    honouree.refresh_from_db()
    assert (honouree.name, honouree.status, honouree.unit) == (
        "Lê Thị Hoa", "active", here.street,
    )  # fmt: skip
    assert (honouree.birth_year, honouree.birth_date) == (1985, date(1985, 2, 28))
    assert (honouree.title, honouree.identity_tail) == ("Tổ trưởng", "234")
    position = Position.objects.get()
    assert (position.title, position.unit, position.valid_from, position.valid_to) == (
        "Tổ trưởng", here.street, SINCE, None,
    )  # fmt: skip
    assert book(honouree) == [("honouree.added", here.keeper)]
    assert book(position) == [("position.added", here.keeper)]


def test_the_number_itself_is_kept_nowhere(here):
    honouree = here.register(identity_number=NUMBER)
    digits = "036085001234"

    row = Honouree.objects.filter(pk=honouree.pk).values().get()

    assert digits not in str(row)
    assert row["identity_digest"] == identity.digest(digits)
    assert len(row["identity_digest"]) == 64
    other = here.register("Lê Văn An", identity_number="036085009999")
    assert other.identity_digest != honouree.identity_digest


def test_the_digest_hangs_on_a_key_outside_the_database(settings):
    before = identity.digest("036085001234")
    settings.IDENTITY_KEY = "khóa khác"

    assert identity.digest("036085001234") != before
    assert identity.digest("") == ""


@pytest.mark.parametrize("number", ["12345678", "0360850012345", "03608500123x", "abc"])
def test_what_is_no_number_is_refused(here, number):
    assert refusal(here.register, identity_number=number) == (
        "Số định danh gồm 12 chữ số (căn cước) hoặc 9 chữ số (CMND cũ)."
    )
    assert not Honouree.objects.exists()


def test_a_household_has_members(here):
    household = here.register(
        "Lê Văn Hòa", kind="household",
        members=[("Trần Thị Lụa", "vợ"), ("Lê  Minh", "con")],
    )  # fmt: skip

    assert [str(member) for member in household.members.all()] == [
        "Trần Thị Lụa (vợ)", "Lê Minh (con)",
    ]  # fmt: skip
    first = household.members.get(relation="vợ")

    actions.amend_honouree(
        household.pk, by=here.keeper, name="Lê Văn Hòa",
        members=[("Trần Thị Lụa", "vợ"), ("Lê Thị Mai", "")],
    )  # fmt: skip

    assert [str(member) for member in household.members.all()] == [
        "Trần Thị Lụa (vợ)", "Lê Thị Mai",
    ]  # fmt: skip
    assert household.members.get(relation="vợ").pk == first.pk  # untouched
    assert refusal(here.register, members=[("A", "con")]) == (
        "Chỉ hộ gia đình mới có thành viên."
    )


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"birth_year": 1899}, "Năm sinh phải từ 1900."),
        ({"birth_year": 2999}, "Ngày sinh, năm sinh chưa tới."),
        ({"birth_date": date(2999, 1, 1)}, "Ngày sinh, năm sinh chưa tới."),
        ({"kind": "collective", "birth_year": 1990},
         "Chỉ cá nhân mới có năm sinh, giới tính, số định danh, tài khoản."),
        ({"name": "  "}, "Họ tên, tên gọi: trường này không được để trắng."),
        ({"valid_from": date(2019, 1, 1)},
         "Tổ dân phố 1 không tồn tại vào ngày 01/01/2019. Đơn vị này có từ ngày 01/01/2020: "
         "ghi từ ngày ấy, quãng trước thì ghi ở đơn vị trước đó."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(here, facts, sentence):
    values = {"name": "Lê Thị Hoa"} | facts

    assert refusal(here.register, **values) == sentence
    assert not Honouree.objects.exists()
    assert not Position.objects.exists()


# ---- who may, who sees -----------------------------------------------------------------------


def test_administrators_and_secretaries_of_the_branch_write_nobody_else(here):
    for who in (here.keeper, here.secretary, here.above):
        assert here.register(by=who).unit == here.street
    for who in (here.officer, here.neighbour, here.person(here.street, Role.LEADER)):
        with pytest.raises(PermissionDenied):
            here.register(by=who)
    ended = MembershipFactory(
        unit=here.ward, role=Role.ADMINISTRATOR, valid_to=localdate() - DAY
    ).user
    with pytest.raises(PermissionDenied):
        here.register(by=ended)


def test_a_secretary_of_another_council_reaches_no_further_than_it(here):
    """Only a council serves what it stands under; a secretary elsewhere serves that unit."""
    secretary = here.person(here.street, Role.SECRETARY)

    assert here.register(by=secretary).unit == here.street
    with pytest.raises(PermissionDenied):
        here.register(by=secretary, unit=here.ward)


def test_who_sees_whom(here):
    street = here.register("Ở tổ dân phố")
    ward = here.register("Ở phường", unit=here.ward)
    west = here.register("Ở nơi khác", unit=here.other, by=here.neighbour)
    seen = {
        "keeper": {street, ward}, "secretary": {street, ward}, "officer": {ward},
        "neighbour": {west}, "above": {street, ward, west},
    }  # fmt: skip

    for who, expected in seen.items():
        visible = Honouree.objects.visible_to(getattr(here, who))
        assert set(visible) == expected, who
    kept = {who: set(Honouree.objects.kept_by(getattr(here, who))) for who in seen}
    assert kept == seen | {"officer": set()}
    for nobody in (AnonymousUser(), UserFactory(), here.person(here.ward, Role.CLERK)):
        assert not Honouree.objects.visible_to(nobody).exists()
        assert not Honouree.objects.kept_by(nobody).exists()


def test_who_keeps_every_tree_is_asked_for_none(here):
    """A second tree of somebody else, and the way round is a way round no more."""
    here.register("Ở phường", unit=here.ward)
    assert here.above.keeps_everybody
    assert not here.keeper.keeps_everybody
    stranger = HonoureeFactory(unit=UnitFactory())
    above = type(here.above).objects.get(pk=here.above.pk)

    assert not above.keeps_everybody
    assert stranger not in Honouree.objects.visible_to(above)
    assert Honouree.objects.visible_to(above).count() == 1
    assert not UserFactory().keeps_everybody


def test_an_account_of_the_branch_is_tied_to_one_record(here):
    account = UserFactory(home=here.ward)
    stranger = UserFactory(home=here.other)
    one, two = here.register("Lê Một"), here.register("Lê Hai")

    actions.link_account(one.pk, by=here.keeper, account_id=account.pk)

    one.refresh_from_db()
    assert one.account == account
    assert refusal(
        actions.link_account, two.pk, by=here.keeper, account_id=account.pk
    ) == (f"Tài khoản {account.username} đã gắn với một người khác.")
    for foreign in (stranger, UserFactory()):
        with pytest.raises(PermissionDenied):
            actions.link_account(two.pk, by=here.keeper, account_id=foreign.pk)
    actions.link_account(one.pk, by=here.keeper, account_id=None)
    assert Honouree.objects.get(pk=one.pk).account is None


# ---- positions by date ------------------------------------------------------------------------


def positions(honouree):
    return [
        (str(position), position.valid_from, position.valid_to)
        for position in Position.objects.of(honouree)
    ]


def test_a_new_title_begins_on_its_day(here):
    honouree = here.register(title="Tổ phó")
    day = date(2025, 5, 1)

    actions.place_honouree(
        honouree.pk, by=here.keeper, unit_id=here.ward.pk, title=" Chuyên viên ",
        valid_from=day,
    )  # fmt: skip

    assert positions(honouree) == [
        ("Chuyên viên, UBND phường Đông", day, None),
        ("Tổ phó, Tổ dân phố 1", SINCE, day - DAY),
    ]
    honouree.refresh_from_db()
    assert (honouree.unit, honouree.title) == (here.ward, "Chuyên viên")


def test_a_title_to_come_is_shown_when_its_day_has_come(here, monkeypatch):
    honouree = here.register(title="Tổ phó")
    day = localdate() + 10 * DAY
    actions.place_honouree(
        honouree.pk, by=here.keeper, unit_id=here.ward.pk, title="Tổ trưởng",
        valid_from=day,
    )  # fmt: skip
    honouree.refresh_from_db()
    assert (honouree.unit, honouree.title) == (here.street, "Tổ phó")
    assert calendar.bring_positions_up_to_date() == 0

    assert calendar.bring_positions_up_to_date(day) == 1

    honouree.refresh_from_db()
    assert (honouree.unit, honouree.title) == (here.ward, "Tổ trưởng")
    Honouree.objects.filter(pk=honouree.pk).update(title="lạc")
    turn_the_calendar()
    honouree.refresh_from_db()
    assert (honouree.unit, honouree.title) == (here.street, "Tổ phó")


def test_the_same_day_corrects(here):
    honouree = here.register(title="Tổ phó")

    actions.place_honouree(
        honouree.pk, by=here.keeper, unit_id=here.street.pk, title="Tổ trưởng",
        valid_from=SINCE,
    )  # fmt: skip

    assert positions(honouree) == [("Tổ trưởng, Tổ dân phố 1", SINCE, None)]
    assert Honouree.objects.get().title == "Tổ trưởng"


def test_a_place_that_cannot_be_is_refused(here):
    honouree = here.register(title="Tổ phó")

    def place(day, title="Khác", unit=here.street):
        return refusal(
            actions.place_honouree, honouree.pk, by=here.keeper, unit_id=unit.pk,
            title=title, valid_from=day,
        )  # fmt: skip

    assert place(SINCE - DAY) == (
        "Đã ghi Tổ phó, Tổ dân phố 1 từ ngày 01/03/2024; ngày mới không được trước ngày đó."
    )
    assert place(SINCE + DAY, "Tổ phó") == (
        "Chức vụ, đơn vị mới giống hệt cái đang ghi."
    )
    Unit.objects.filter(pk=here.council.pk).update(valid_to=date(2025, 6, 30))
    assert place(date(2025, 7, 1), unit=here.council) == (
        "Hội đồng TĐKT phường Đông không tồn tại vào ngày 01/07/2025."
    )
    with pytest.raises(PermissionDenied):
        actions.place_honouree(
            honouree.pk, by=here.keeper, unit_id=here.other.pk, title="",
            valid_from=localdate(),
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.place_honouree(
            honouree.pk, by=here.neighbour, unit_id=here.other.pk, title="",
            valid_from=localdate(),
        )  # fmt: skip


def test_the_database_lets_no_two_positions_overlap(here):
    honouree = here.register()

    with pytest.raises(IntegrityError, match="one_position_at_a_time"):
        Position.objects.create(
            honouree=honouree, unit=here.ward, valid_from=SINCE + DAY
        )


def test_leaving_and_coming_back(here):
    honouree = here.register(title="Tổ phó")
    last = date(2025, 12, 31)

    actions.release_honouree(
        honouree.pk, by=here.secretary, left_on=last, because="retired"
    )

    honouree.refresh_from_db()
    assert (honouree.status, honouree.left_on, honouree.left_because) == (
        "left", last, "retired",
    )  # fmt: skip
    assert positions(honouree) == [("Tổ phó, Tổ dân phố 1", SINCE, last)]
    assert book(honouree)[0] == ("honouree.left", here.secretary)
    assert refusal(
        actions.release_honouree, honouree.pk, by=here.keeper, left_on=last,
        because="moved",
    ) == "Lê Thị Hoa đã thôi từ ngày 31/12/2025."  # fmt: skip
    assert refusal(
        actions.place_honouree, honouree.pk, by=here.keeper, unit_id=here.street.pk,
        title="", valid_from=last,
    ) == "Đã ghi thôi từ ngày 31/12/2025; ngày trở lại phải sau ngày đó."  # fmt: skip

    actions.place_honouree(
        honouree.pk, by=here.keeper, unit_id=here.street.pk, title="Tổ phó",
        valid_from=date(2026, 3, 1),
    )  # fmt: skip

    honouree.refresh_from_db()
    assert (honouree.status, honouree.left_on, honouree.left_because) == (
        "active", None, "",
    )  # fmt: skip
    assert len(positions(honouree)) == 2


@pytest.mark.parametrize(
    ("left_on", "because", "sentence"),
    [
        (date(2999, 1, 1), "moved", "Ngày thôi chưa tới; ghi khi đã thôi."),
        (SINCE, "", "Chọn lý do thôi."),
        (SINCE - DAY, "moved", "Đã ghi Tổ dân phố 1 từ ngày 01/03/2024; "
         "ngày thôi không được trước ngày đó."),
    ],
)  # fmt: skip
def test_a_leaving_that_cannot_be_is_refused(here, left_on, because, sentence):
    honouree = here.register()

    assert refusal(
        actions.release_honouree, honouree.pk, by=here.keeper, left_on=left_on,
        because=because,
    ) == sentence  # fmt: skip


def test_the_heir_takes_over_the_people_of_a_unit_that_ends(here):
    day = date(2025, 7, 1)
    one, two = here.register("Lê Một", title="Tổ phó"), here.register("Lê Hai")
    stay = here.register("Ở lại", unit=here.ward)
    left = here.register("Đã thôi")
    actions.release_honouree(
        left.pk, by=here.keeper, left_on=date(2025, 1, 1), because="moved"
    )
    later = here.register("Đã chuyển", title="Kế toán")
    actions.place_honouree(
        later.pk, by=here.keeper, unit_id=here.ward.pk, title="", valid_from=day + DAY
    )
    heir = UnitFactory(parent=here.ward, quiet=True, short_name="Tổ dân phố 9")
    [work] = estates.open_work(here.street, day)
    assert work.line == (
        "3 đối tượng khen thưởng (đang ghi ở đơn vị): sang đơn vị tiếp nhận, giữ chức vụ"
    )

    actions.dissolve_unit(
        here.street.pk, by=here.keeper, effective_on=day, basis="Nghị quyết 1",
        successor_ids=[heir.pk],
    )  # fmt: skip

    assert set(Honouree.objects.filter(unit=heir)) == {one, two, left}
    assert positions(one) == [
        ("Tổ phó, Tổ dân phố 9", day, None),
        ("Tổ phó, Tổ dân phố 1", SINCE, day - DAY),
    ]
    assert positions(left) == [("Tổ dân phố 1", SINCE, date(2025, 1, 1))]
    assert Honouree.objects.get(pk=left.pk).status == "left"
    assert {str(Honouree.objects.get(pk=x.pk).unit) for x in (stay, later)} == {
        "UBND phường Đông"
    }
    assert audit.history(Position.objects.of(one).first()).get().actor == here.keeper
    before = list(Position.objects.order_by("pk").values())
    estates.carry_out()
    assert list(Position.objects.order_by("pk").values()) == before


# ---- what the book says, and what it does not --------------------------------------------------


def test_personal_values_stand_beside_the_book(here):
    honouree = here.register("Lê Thị Hoa", birth_year=1985, identity_number=NUMBER)

    actions.amend_honouree(
        honouree.pk, by=here.keeper, name="Lê Thị Hoà", birth_year=1986
    )

    entry = audit.history(honouree).first()
    assert entry.detail == {
        "before": {"name": "…", "birth_year": "…"},
        "after": {"name": "…", "birth_year": "…"},
    }
    kept = PersonalChange.objects.order_by("field")
    assert [(x.entry, x.field, x.before, x.after) for x in kept] == [
        (entry, "birth_year", "1985", "1986"),
        (entry, "name", "Lê Thị Hoa", "Lê Thị Hoà"),
    ]
    honouree.refresh_from_db()
    assert honouree.identity_tail == "234"  # None: left as it is


def test_a_digest_leaves_no_trace_when_it_changes(here):
    honouree = here.register(identity_number=NUMBER)

    actions.amend_honouree(
        honouree.pk, by=here.keeper, name=honouree.name, identity_number=""
    )

    [kept] = PersonalChange.objects.all()
    assert (kept.field, kept.before, kept.after) == ("identity_tail", "234", "")
    assert Honouree.objects.get().identity_digest == ""


def test_nothing_changed_is_nothing_written(here):
    honouree = here.register(birth_year=1985)

    actions.amend_honouree(
        honouree.pk, by=here.keeper, name="Lê Thị Hoa", birth_year=1985
    )

    assert book(honouree) == [("honouree.added", here.keeper)]


# ---- lists --------------------------------------------------------------------------------------


def test_by_given_name_with_collectives_first():
    unit = UnitFactory()
    for name, kind in (
        ("Trần Văn Bình", "individual"), ("Lê Ánh", "household"), ("Tổ may 2", "collective"),
        ("Lớp 5A", "collective"), ("Vũ Anh", "individual"), ("Đội văn nghệ", "collective"),
    ):  # fmt: skip
        HonoureeFactory(unit=unit, name=name, kind=kind)

    assert [str(one) for one in Honouree.objects.for_list()] == [
        "Đội văn nghệ", "Lớp 5A", "Tổ may 2", "Lê Ánh", "Vũ Anh", "Trần Văn Bình",
    ]  # fmt: skip


def test_found_without_diacritics_at_the_beginning_of_words():
    HonoureeFactory(name="Đặng Thị Thúy")
    HonoureeFactory(name="Trần Bạch Lê")

    def found(text):
        return [str(one) for one in Honouree.objects.named(text)]

    assert found("dang thu") == ["Đặng Thị Thúy"]
    assert found("thuy") == ["Đặng Thị Thúy"]
    assert found("huy") == []
    assert found("le bach") == ["Trần Bạch Lê"]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "x"}, "honouree_kind_is_known"),
        ({"status": "x"}, "honouree_status_is_known"),
        ({"kind": "household", "gender": "male"}, "only_individuals_are_born"),
        ({"birth_date": date(1980, 1, 1)}, "birth_year_is_that_of_the_date"),
        ({"birth_year": 1899}, "birth_year_is_plausible"),
        ({"identity_tail": "123"}, "identity_is_whole"),
        ({"status": "merged"}, "merged_points_to_the_kept_one"),
    ],
)
def test_the_database_holds(changes, constraint):
    honouree = HonoureeFactory()

    with pytest.raises(IntegrityError, match=constraint):
        Honouree.objects.filter(pk=honouree.pk).update(**changes)


def test_members_are_forgotten_with_a_refused_act(here):
    with pytest.raises(Refused):
        here.register("Lê Văn Hòa", kind="household", members=[("", "con")])

    assert not HouseholdMember.objects.exists()
