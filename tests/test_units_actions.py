"""Lập đơn vị, mở tài khoản, giao vai trò: who may, when not, what the book says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from tests.factories import (
    Capacity,
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
    other_ward,
    ward,
)
from tests.windows import at_once
from units import actions, audit
from units.errors import Refused
from units.models import AuditEntry, Membership, Unit, UnitKind, User

pytestmark = pytest.mark.django_db

DEPARTMENT = {
    "kind_code": "phong",
    "kind_name": "Phòng chuyên môn",
    "code": "H29.VX",
    "name": "Phòng Văn hóa - Xã hội",
    "short_name": "Phòng VH-XH",
    "valid_from": date(2025, 7, 1),
}
PERSON = {
    "username": "vanthu.mau",
    "full_name": "Nguyễn Thị Mẫu",
    "password": "ba-con-meo-den-tuyen",
}


def test_establish_lays_the_top_and_its_first_administrator():
    top, administrator = actions.establish(
        kind_code="ubnd", kind_name="Ủy ban nhân dân", code="H29", name="UBND tỉnh Mẫu",
        short_name="UBND tỉnh Mẫu", valid_from=date(1991, 10, 1), **PERSON,
    )  # fmt: skip

    assert (top.parent, top.path, top.kind.name) == (
        None, f"/{top.pk:09d}/", "Ủy ban nhân dân",
    )  # fmt: skip
    assert administrator.check_password(PERSON["password"])
    role = administrator.memberships.get()
    assert (role.unit, role.role, role.valid_from) == (
        top,
        "administrator",
        date(1991, 10, 1),
    )
    entries = [audit.history(record).get() for record in (top, administrator, role)]
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("unit.added", None), ("user.added", None), ("membership.added", None),
    ]  # fmt: skip


def test_create_unit_below_ones_own():
    here = ward()

    unit = actions.create_unit(
        by=here.administrator, parent_id=here.unit.pk, **DEPARTMENT
    )

    assert Unit.objects.get(pk=unit.pk).path == f"{here.unit.path}{unit.pk:09d}/"
    assert unit.kind == UnitKind.objects.get(code="phong")
    assert audit.history(unit).get().actor == here.administrator


def test_create_unit_takes_a_kind_that_exists():
    kind = UnitKindFactory(code="phong-mau", name="Phòng")
    here, facts = ward(), DEPARTMENT | {"kind_code": "phong-mau"}

    unit = actions.create_unit(by=here.administrator, parent_id=here.unit.pk, **facts)

    assert unit.kind == kind
    assert kind.name == "Phòng"


def test_create_unit_composes_its_names():
    here = ward()
    decomposed = "Pho\u0300ng Va\u0306n hoa\u0301 - Xa\u0303 ho\u0323\u0302i"

    unit = actions.create_unit(
        by=here.administrator,
        parent_id=here.unit.pk,
        **(DEPARTMENT | {"name": decomposed}),
    )

    assert unit.name == "Phòng Văn hoá - Xã hội"


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
def test_no_other_role_creates_units(role):
    here = ward()

    with pytest.raises(PermissionDenied):
        actions.create_unit(by=here.person(role), parent_id=here.unit.pk, **DEPARTMENT)
    assert list(Unit.objects.all()) == [here.unit]


def test_an_administrator_creates_nothing_beside_or_above():
    top = UnitFactory()
    here, there = UnitFactory(parent=top), UnitFactory(parent=top)
    user = MembershipFactory(unit=here, role=Role.ADMINISTRATOR).user

    for parent in (top, there):
        with pytest.raises(PermissionDenied):
            actions.create_unit(by=user, parent_id=parent.pk, **DEPARTMENT)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"code": "taken"},
            "Mã định danh “taken” đã có đơn vị khác dùng; ghi mã định danh khác.",
        ),
        (
            {"valid_to": date(2025, 6, 30)},
            "Ngày kết thúc của đơn vị không được trước ngày bắt đầu.",
        ),
        ({"name": ""}, "Tên đầy đủ: trường này không được để trắng."),
    ],
)
def test_create_unit_refuses(changes, sentence):
    here = ward()
    UnitFactory(code="taken")

    with pytest.raises(Refused, match=sentence):
        actions.create_unit(
            by=here.administrator, parent_id=here.unit.pk, **(DEPARTMENT | changes)
        )
    assert Unit.objects.count() == 2


def test_create_unit_knows_its_fields():
    here = ward()

    with pytest.raises(TypeError, match="path"):
        actions.create_unit(
            by=here.administrator, parent_id=here.unit.pk, path="/1/", **DEPARTMENT
        )


def test_create_user():
    here = ward()

    user = actions.create_user(
        by=here.administrator, unit_id=here.unit.pk,
        **(PERSON | {"username": " VanThu.Mau "}), email="a@b.vn",
    )  # fmt: skip

    assert (user.username, user.full_name, user.email, user.home) == (
        "vanthu.mau", "Nguyễn Thị Mẫu", "a@b.vn", here.unit,
    )  # fmt: skip
    assert user.check_password(PERSON["password"])
    assert user.roles == frozenset()
    assert "password" not in audit.history(user).get().detail["after"]


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
def test_no_other_role_opens_accounts(role):
    here = ward()
    with pytest.raises(PermissionDenied):
        actions.create_user(by=here.person(role), unit_id=here.unit.pk, **PERSON)


def test_no_account_is_opened_elsewhere():
    here, there = ward(), other_ward()
    with pytest.raises(PermissionDenied):
        actions.create_user(by=here.administrator, unit_id=there.unit.pk, **PERSON)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "văn thư"}, "Tên đăng nhập gồm"),
        ({"username": "a"}, "Tên đăng nhập gồm"),
        ({"username": "-a"}, "Tên đăng nhập gồm"),
        (
            {"username": "taken"},
            "Tên đăng nhập “taken” đã có tài khoản khác dùng; ghi tên đăng nhập khác.",
        ),
        ({"full_name": ""}, "Họ và tên: trường này không được để trắng."),
        ({"password": "ngắn"}, "15"),
    ],
)
def test_create_user_refuses(changes, sentence):
    here = ward()
    UserFactory(username="taken")
    here.administrator  # noqa: B018 made before the count
    before = User.objects.count()

    with pytest.raises(Refused, match=sentence):
        actions.create_user(
            by=here.administrator, unit_id=here.unit.pk, **(PERSON | changes)
        )
    assert User.objects.count() == before


def test_grant_membership():
    here = ward()
    user = UserFactory()

    membership = actions.grant_membership(
        by=here.administrator, user_id=user.pk, unit_id=here.unit.pk, role=Role.LEADER,
        title="Phó Chủ tịch", capacity=Capacity.DEPUTY, valid_from=date(2025, 7, 1),
    )  # fmt: skip

    assert user.roles == {(here.unit.pk, "leader")}
    assert (membership.title, membership.capacity) == ("Phó Chủ tịch", "deputy")
    entry = audit.history(membership).get()
    assert (entry.action, entry.actor) == ("membership.added", here.administrator)


def test_an_administrator_grants_roles_in_units_below():
    here = ward()
    below = UnitFactory(parent=here.unit, quiet=True)

    membership = actions.grant_membership(
        by=here.administrator, user_id=UserFactory().pk, unit_id=below.pk,
        role=Role.REPORTER, valid_from=date(2025, 7, 1),
    )  # fmt: skip

    assert membership.unit == below


def test_nobody_grants_roles_elsewhere():
    here, there = ward(), other_ward()

    for by in (there.administrator, here.leader, here.officer):
        with pytest.raises(PermissionDenied):
            actions.grant_membership(
                by=by, user_id=by.pk, unit_id=here.unit.pk, role=Role.ADMINISTRATOR,
                valid_from=date(2025, 7, 1),
            )  # fmt: skip


def test_grant_membership_refuses():
    here = ward()
    quiet = UnitFactory(parent=here.unit, quiet=True)
    user = UserFactory()

    def grant(**changes):
        values = {
            "user_id": user.pk,
            "unit_id": here.unit.pk,
            "role": Role.LEADER,
            "valid_from": date(2025, 7, 1),
        }
        return actions.grant_membership(by=here.administrator, **(values | changes))

    with pytest.raises(Refused, match="không ban hành văn bản"):
        grant(unit_id=quiet.pk, capacity=Capacity.HEAD)
    with pytest.raises(Refused, match="Chỉ vai trò Lãnh đạo mới có tư cách ký"):
        grant(role=Role.CLERK, capacity=Capacity.HEAD)
    with pytest.raises(
        Refused, match="Ngày thôi giữ vai trò không được trước ngày nhận"
    ):
        grant(valid_to=date(2025, 6, 30))
    with pytest.raises(Refused, match="Vai trò: giá trị 'boss'"):
        grant(role="boss")
    grant()
    with pytest.raises(Refused, match="đã giữ vai trò đó trong thời gian này"):
        grant(valid_from=date(2026, 1, 1))
    assert user.memberships.count() == 1


def test_nobody_is_given_a_role_before_the_unit_is_there():
    here = ward()
    coming = UnitFactory(
        parent=here.unit, short_name="Phòng Mới", valid_from=date(2025, 7, 1)
    )
    user = UserFactory()

    def grant(day):
        return actions.grant_membership(
            by=here.administrator, user_id=user.pk, unit_id=coming.pk,
            role=Role.OFFICER, valid_from=day,
        )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        grant(date(2025, 6, 30))
    assert str(refusal.value) == (
        "Phòng Mới hoạt động từ ngày 01/07/2025, nên vai trò ở đó không bắt đầu từ ngày "
        "30/06/2025 được. Chọn ngày 01/07/2025 hoặc sau đó."
    )
    assert refusal.value.parts == (("valid_from", str(refusal.value)),)
    assert grant(date(2025, 7, 1)).valid_from == date(2025, 7, 1)


def test_set_password():
    here = ward()

    user = actions.set_password(
        here.officer.pk, by=here.administrator, password="mot-con-vit-xoe"
    )

    user.refresh_from_db()
    assert user.check_password("mot-con-vit-xoe")
    entry = audit.history(user).get()
    assert (entry.action, entry.actor, entry.detail) == (
        "user.password_set", here.administrator, {},
    )  # fmt: skip


def test_set_password_refuses_a_weak_one():
    here = ward()

    with pytest.raises(Refused, match="15"):
        actions.set_password(here.officer.pk, by=here.administrator, password="ngắn")


def test_only_who_administers_their_unit_sets_a_password():
    here, there = ward(), other_ward()
    others = [here.person(role) for role in Role if role != Role.ADMINISTRATOR]
    left = here.person(Role.OFFICER, valid_to=date(2020, 2, 1))
    MembershipFactory(user=there.leader, unit=here.unit, role=Role.MEMBER)
    for by, user in [
        (here.administrator, there.leader),  # it would open the other authority too
        *[(other, here.clerk) for other in others],
        (there.administrator, here.clerk),
        (here.administrator, left),
        (here.administrator, UserFactory()),
    ]:
        with pytest.raises(PermissionDenied):
            actions.set_password(user.pk, by=by, password="mot-con-vit-xoe")


def test_an_account_is_corrected_closed_and_opened_again():
    here = ward()
    user = here.officer
    actions.amend_account(
        user.pk, by=here.administrator, full_name="Trần Thị Mới", email="moi@a.vn"
    )
    actions.close_account(user.pk, by=here.administrator)
    closed = User.objects.get(pk=user.pk)
    assert (closed.full_name, closed.email, closed.is_active, closed.roles) == (
        "Trần Thị Mới", "moi@a.vn", False, frozenset(),
    )  # fmt: skip
    actions.reopen_account(user.pk, by=here.administrator)
    assert User.objects.get(pk=user.pk).roles == {(here.unit.pk, "officer")}
    assert [(e.action, e.detail["after"]) for e in audit.history(user)][:2] == [
        ("user.reopened", {"is_active": True}),
        ("user.closed", {"is_active": False}),
    ]


def test_nobody_closes_their_own_account():
    here = ward()
    with pytest.raises(Refused) as refusal:
        actions.close_account(here.administrator.pk, by=here.administrator)
    assert str(refusal.value) == "Không thể tự ngừng tài khoản của chính mình."


def test_an_account_that_works_elsewhere_too_is_not_looked_after_here():
    here, there = ward(), other_ward()
    shared = UserFactory(home=here.unit)
    MembershipFactory(user=shared, unit=there.unit)
    homeless = UserFactory()
    for user in (shared, homeless, there.officer):
        for act in (actions.close_account, actions.reopen_account):
            with pytest.raises(PermissionDenied):
                act(user.pk, by=here.administrator)
        with pytest.raises(PermissionDenied):
            actions.amend_account(
                user.pk, by=here.administrator, full_name="X", email=""
            )


def test_the_end_of_a_role_is_in_the_book():
    here = ward()
    role = here.officer.memberships.get()
    last = localdate() - timedelta(days=1)

    actions.end_membership(role.pk, by=here.administrator, valid_to=last)

    role.refresh_from_db()
    assert role.valid_to == last
    entry = audit.history(role).get()
    assert (entry.action, entry.actor, entry.detail) == (
        "membership.amended",
        here.administrator,
        {"before": {"valid_to": None}, "after": {"valid_to": last.isoformat()}},
    )


def test_a_role_ends_on_its_last_day():
    here = ward()
    held = here.officer.memberships.get()
    today = localdate()
    actions.end_membership(held.pk, by=here.administrator, valid_to=today)
    assert User.objects.get(pk=here.officer.pk).roles == {(here.unit.pk, "officer")}
    with pytest.raises(Refused) as refusal:
        actions.end_membership(
            held.pk, by=here.administrator, valid_to=date(2019, 12, 31)
        )
    assert str(refusal.value) == (
        "Vai trò có từ ngày 01/01/2020; ngày thôi không được trước ngày đó."
    )
    actions.end_membership(
        held.pk, by=here.administrator, valid_to=today - timedelta(days=1)
    )
    assert User.objects.get(pk=here.officer.pk).roles == frozenset()


def test_a_role_to_come_is_dropped_and_one_at_work_is_not():
    here, there = ward(), other_ward()
    tomorrow = localdate() + timedelta(days=1)
    coming = MembershipFactory(unit=here.unit, role=Role.CLERK, valid_from=tomorrow)
    with pytest.raises(PermissionDenied):
        actions.drop_membership(coming.pk, by=there.administrator)

    actions.drop_membership(coming.pk, by=here.administrator)

    assert not Membership.objects.filter(pk=coming.pk).exists()
    entry = AuditEntry.objects.get(action="membership.removed")
    assert (entry.actor, entry.unit_id) == (here.administrator, here.unit.pk)
    with pytest.raises(Refused, match="Vai trò này đã có hiệu lực"):
        actions.drop_membership(
            here.officer.memberships.get().pk, by=here.administrator
        )


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        (date(2026, 1, 1), date(2026, 5, 31), False),
        (date(2026, 1, 1), date(2026, 6, 1), True),
        (date(2026, 1, 1), None, True),
        (date(2026, 6, 30), None, True),
        (date(2026, 7, 1), None, False),
    ],
)
def test_an_agency_has_one_head_at_a_time(first, last, meets):
    here = ward()
    head = MembershipFactory(
        unit=UnitFactory(parent=here.unit, short_name="Phòng Mẫu"), role=Role.LEADER,
        capacity="head", valid_from=date(2026, 6, 1), valid_to=date(2026, 6, 30),
    )  # fmt: skip

    def name(capacity):
        return actions.grant_membership(
            by=here.administrator, user_id=here.officer.pk, unit_id=head.unit_id,
            role=Role.LEADER, capacity=capacity, valid_from=first, valid_to=last,
        )  # fmt: skip

    if not meets:
        assert name("head").pk
        return
    with pytest.raises(Refused) as refusal:
        name("head")
    assert str(refusal.value) == (
        f"{head.user} là người đứng đầu Phòng Mẫu từ 01/06/2026 đến 30/06/2026. Ghi ngày thôi "
        "của người đó trước, hoặc chọn tư cách Quyền (Q.), Ký thay (KT.)."
    )
    assert name("acting").pk


def test_nobody_ends_a_role_elsewhere():
    here, there = ward(), other_ward()
    held = here.officer.memberships.get()
    for by in (there.administrator, here.leader, here.officer):
        with pytest.raises(PermissionDenied):
            actions.end_membership(held.pk, by=by, valid_to=localdate())


def test_the_last_administrator_of_a_tree_stays():
    here = ward()
    own = here.administrator.memberships.get()
    with pytest.raises(Refused) as refusal:
        actions.end_membership(own.pk, by=here.administrator, valid_to=localdate())
    assert str(refusal.value) == (
        f"{here.administrator} là quản trị duy nhất của {here.unit}. "
        "Giao vai trò này cho người khác trước."
    )
    second = MembershipFactory(unit=here.unit, role=Role.ADMINISTRATOR)
    second.user.is_active = False
    second.user.save(update_fields=["is_active"])
    with pytest.raises(Refused):
        actions.end_membership(own.pk, by=here.administrator, valid_to=localdate())
    second.user.is_active = True
    second.user.save(update_fields=["is_active"])
    actions.end_membership(own.pk, by=here.administrator, valid_to=localdate())


def test_days_that_have_passed_stay_with_the_role():
    """Papers were signed on them: neither an early end nor a late one may change them."""
    here = ward()
    held = here.leader.memberships.get()
    today, day = localdate(), timedelta(days=1)

    def end(on):
        return actions.end_membership(held.pk, by=here.administrator, valid_to=on)

    with pytest.raises(Refused) as refusal:
        end(today - 2 * day)
    assert str(refusal.value) == (
        f"Ngày thôi sớm nhất là hôm qua, {today - day:%d/%m/%Y}: những ngày đã qua, kể cả văn "
        "bản ký trong những ngày đó, vẫn thuộc vai trò này."
    )
    held.refresh_from_db()
    assert held.valid_to is None
    end(today + 3 * day)
    end(today + day)  # what is to come may still be other
    held.refresh_from_db()
    assert held.valid_to == today + day
    end(today - day)
    for on in (today, today + day, None):  # what is over is not held again
        with pytest.raises(Refused) as refusal:
            end(on)
        assert str(refusal.value) == (
            f"Vai trò này đã thôi từ ngày {today:%d/%m/%Y}, ngày cuối là "
            f"{today - day:%d/%m/%Y}. Người này nhận lại thì giao vai trò mới."
        )
    held.refresh_from_db()
    assert held.valid_to == today - day


def test_a_role_to_come_counts_from_its_first_day():
    here = ward()
    own = here.administrator.memberships.get()
    begins = localdate() + timedelta(days=300)
    coming = MembershipFactory(
        unit=here.unit, role=Role.ADMINISTRATOR, valid_from=begins
    )

    def end(on):
        actions.end_membership(own.pk, by=here.administrator, valid_to=on)

    with pytest.raises(Refused, match="là quản trị duy nhất của"):
        end(localdate())
    end(begins - timedelta(days=1))

    with pytest.raises(Refused) as refusal:
        actions.drop_membership(coming.pk, by=here.administrator)
    assert str(refusal.value) == (
        f"{coming.user} là quản trị duy nhất của {here.unit}. "
        "Giao vai trò này cho người khác trước."
    )
    with pytest.raises(Refused, match="là quản trị duy nhất của"):
        actions.close_account(coming.user_id, by=here.administrator)
    MembershipFactory(unit=here.unit, role=Role.ADMINISTRATOR)
    actions.drop_membership(coming.pk, by=here.administrator)
    assert not Membership.objects.filter(pk=coming.pk).exists()


def test_the_last_administrator_of_a_tree_is_not_closed_out():
    here = ward()
    top = UnitFactory(parent=None, short_name="UBND tỉnh Mẫu")
    Unit.objects.filter(pk=here.unit.pk).update(
        parent=top, path=f"{top.path}{here.unit.pk:09d}/"
    )
    first = MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user
    second = MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user

    actions.close_account(first.pk, by=second)
    actions.close_account(here.administrator.pk, by=second)  # of a part, not of the top
    own = first.memberships.get()
    actions.end_membership(own.pk, by=second, valid_to=localdate())  # opens nothing
    third = UserFactory(home=top)
    with pytest.raises(Refused, match="là quản trị duy nhất của UBND tỉnh Mẫu"):
        actions.end_membership(
            second.memberships.get().pk, by=second, valid_to=localdate()
        )
    role = actions.grant_membership(
        by=second, user_id=third.pk, unit_id=top.pk, role=Role.ADMINISTRATOR,
        valid_from=localdate(),
    )  # fmt: skip
    actions.end_membership(
        second.memberships.get().pk, by=second, valid_to=localdate() - timedelta(days=1)
    )
    Membership.objects.filter(user=second).update(valid_to=localdate())
    with pytest.raises(Refused, match=f"{role.user} là quản trị duy nhất"):
        actions.close_account(third.pk, by=User.objects.get(pk=second.pk))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["close", "end"])
def test_two_administrators_do_not_take_each_other_away_at_one_moment(way):
    here = ward()
    first = here.administrator
    second = here.person(Role.ADMINISTRATOR)

    def act(by, other):
        def run():
            if way == "close":
                actions.close_account(other.pk, by=by)
            else:
                actions.end_membership(
                    other.memberships.get().pk, by=by, valid_to=localdate()
                )

        return run

    done, refused = at_once(act(first, second), act(second, first))

    assert done == "done"
    assert "là quản trị duy nhất của" in refused
    left = Membership.objects.on().filter(
        unit=here.unit, role=Role.ADMINISTRATOR, user__is_active=True
    )
    assert left.filter(valid_to=None).count() == 1
