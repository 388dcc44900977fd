"""Nhập tài khoản và vai trò: opened, corrected, granted, ended, taken back."""

from datetime import date
from functools import partial

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate, now

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.sheet_files import SINCE, Office, changes, faults, told, worked
from units import actions, inviting
from units.actions import accounts
from units.actions import sheets as acts
from units.errors import Refused
from units.models import (
    AuditEntry,
    Invitation,
    Membership,
    SheetCell,
    SheetImport,
    User,
)
from units.refusals import taken

pytestmark = pytest.mark.django_db
Status = SheetImport.Status
HEADS = ("Tên đăng nhập", "Họ và tên", "Email", "Đơn vị công tác", "Vai trò", "Ở đơn vị",
         "Chức vụ", "Tư cách ký", "Từ ngày", "Đến hết ngày")  # fmt: skip


@pytest.fixture
def office():
    return Office()


def row(username="nva", name="Nguyễn Văn Anh", email="", home="H1", role="", unit="",
        title="", capacity="", since="", until=""):  # fmt: skip
    return (username, name, email, home, role, unit, title, capacity, since, until)


def rehearse(office, *rows, **options):
    return office.rehearsed(*rows, kind="account", heads=HEADS, **options)


def carry_out(office, *rows, **options):
    return office.done(*rows, kind="account", heads=HEADS, **options)


def test_one_person_with_two_roles(office):
    kept = carry_out(
        office,
        row(
            role="Lãnh đạo",
            unit="H1",
            title="Phó Chủ tịch",
            capacity="KT.",
            since=SINCE,
        ),
        row(role="member", unit="H1", since=SINCE, until="31/12/2026"),
    )

    assert told(kept) == [
        (
            2,
            "added",
            "mở tài khoản tại UBND phường Mẫu; giao vai trò Lãnh đạo ở UBND phường Mẫu từ "
            "ngày 01/07/2025",
        ),
        (
            3,
            "added",
            "giao vai trò Ủy viên Hội đồng ở UBND phường Mẫu từ ngày 01/07/2025",
        ),
    ]
    user = User.objects.get(username="nva")
    assert (user.full_name, user.home) == ("Nguyễn Văn Anh", office.ward)
    assert not user.has_usable_password()
    assert authenticate(username="nva", password="") is None
    held = user.memberships.order_by("pk").values_list(
        "role", "title", "capacity", "valid_from", "valid_to"
    )
    assert list(held) == [
        ("leader", "Phó Chủ tịch", "deputy", date(2025, 7, 1), None),
        ("member", "", "", date(2025, 7, 1), date(2026, 12, 31)),
    ]


def test_the_same_file_again_changes_nothing(office):
    rows = [row(role="officer", unit="H1", since=SINCE), row("nvb", "Trần Thị Bình")]
    carry_out(office, *rows)

    kept = rehearse(office, *rows)

    assert (kept.added, kept.changed, kept.unchanged, kept.refused) == (0, 0, 2, 0)
    with pytest.raises(Refused, match="không làm thay đổi gì"):
        acts.ask_to_carry_out(kept.pk, by=office.administrator)


def test_what_is_corrected_and_what_ends(office):
    carry_out(office, row(role="officer", unit="H1", since=SINCE))
    day = f"{localdate():%d/%m/%Y}"

    kept = carry_out(
        office,
        row(
            name="Nguyễn Vân Anh",
            email="a@mau.vn",
            role="officer",
            unit="H1",
            until=day,
        ),
    )

    assert changes(kept) == [
        (2, "Họ và tên", "Nguyễn Văn Anh", "Nguyễn Vân Anh"),
        (2, "Thư điện tử", "(trống)", "a@mau.vn"),
        (2, "Đến hết ngày", "(trống)", day),
    ]
    user = User.objects.get(username="nva")
    assert (user.full_name, user.email) == ("Nguyễn Vân Anh", "a@mau.vn")
    assert user.memberships.get().valid_to == localdate()

    acts.ask_to_undo(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.UNDONE
    user.refresh_from_db()
    assert (user.full_name, user.email) == ("Nguyễn Văn Anh", "")
    assert user.memberships.get().valid_to is None


def test_a_last_day_long_ago_is_told_in_its_cell(office):
    carry_out(office, row(role="officer", unit="H1", since=SINCE))

    kept = rehearse(office, row(role="officer", unit="H1", until="02/07/2025"))

    [(number, column, why)] = faults(kept)
    assert (number, column) == (2, "Đến hết ngày")
    assert why.startswith("Ngày thôi sớm nhất là hôm qua,")


def test_an_import_is_not_undone_that_made_the_last_administrator(office):
    top = office.administrator.memberships.get().unit
    kept = carry_out(
        office, row(role="administrator", unit=top.code, since=SINCE, home=top.code)
    )
    Membership.objects.filter(user=office.administrator).update(valid_to=localdate())

    acts.ask_to_undo(kept.pk, by=office.administrator)
    worked(kept)

    assert kept.status == Status.DONE
    assert kept.problem.startswith("Nguyễn Văn Anh là quản trị duy nhất của")
    assert Membership.objects.filter(user__username="nva").exists()


def test_somebody_moves_to_another_unit(office):
    carry_out(office, row())

    kept = carry_out(office, row(home="H1.1"))

    assert changes(kept) == [(2, "Đơn vị công tác", "UBND phường Mẫu", "Tổ dân phố 1")]
    assert User.objects.get(username="nva").home == office.part
    acts.ask_to_undo(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.UNDONE
    assert User.objects.get(username="nva").home == office.ward


def test_signing_by_delegation_is_not_granted_by_file(office):
    given = row(
        role="leader", unit="H1", title="Trưởng phòng", capacity="TUQ.", since=SINCE
    )
    kept = rehearse(office, given)

    [(_, column, why)] = faults(kept)
    assert column == "Tư cách ký"
    assert why.startswith("Ký thừa ủy quyền phải có văn bản")


@pytest.mark.parametrize(
    ("given", "column", "sentence"),
    [
        ({"role": "boss", "unit": "H1", "since": SINCE}, "Vai trò", "Không có vai trò “boss”."),
        ({"role": "officer", "unit": "", "since": SINCE}, "Ở đơn vị", "Ghi mã đơn vị."),
        (
            {"role": "officer", "unit": "K1", "since": SINCE},
            "Ở đơn vị",
            "Không có đơn vị mã “K1” trong phạm vi anh/chị nhập.",
        ),
        (
            {"role": "officer", "unit": "X9", "since": SINCE},
            "Ở đơn vị",
            "Không có đơn vị mã “X9” trong phạm vi anh/chị nhập.",
        ),
        ({"home": "K1"}, "Đơn vị công tác",
         "Không có đơn vị mã “K1” trong phạm vi anh/chị nhập."),
        ({"role": "officer", "unit": "H1"}, "Từ ngày", "Ghi ngày bắt đầu giữ vai trò mới."),
        (
            {"role": "officer", "unit": "H1", "since": "31/02/2025"},
            "Từ ngày",
            "Không có ngày 31/02/2025.",
        ),
        (
            {"role": "leader", "unit": "H1", "since": SINCE, "capacity": "vua"},
            "Tư cách ký",
            "Không có tư cách ký “vua”.",
        ),
        (
            {"role": "leader", "unit": "H1", "since": SINCE, "capacity": "deputy"},
            "Chức vụ",
            "Người ký thay, thừa lệnh phải có chức vụ.",
        ),
        ({"title": "Chủ tịch"}, "Chức vụ", "Ô này chỉ ghi khi có vai trò."),
        ({"name": ""}, "Họ và tên", "Dòng mới phải có ô này."),
        ({"username": ""}, "Tên đăng nhập", "Dòng mới phải có ô này."),
    ],
)  # fmt: skip
def test_what_is_refused_and_in_which_cell(office, given, column, sentence):
    kept = rehearse(office, row(**given))

    assert faults(kept) == [(2, column, sentence)]
    assert kept.refused == 1


def test_what_the_form_would_say_stands_in_its_cell(office):
    kept = rehearse(
        office,
        row("A B", name="Sai Tên"),
        row("ns", role="officer", unit="H1", since=SINCE, capacity="head"),
        row("nt", role="leader", unit="H1.1", since=SINCE, capacity="head"),
    )

    assert [(column, why.split(".")[0]) for _, column, why in faults(kept)] == [
        (
            "Tên đăng nhập",
            "Tên đăng nhập gồm 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối",
        ),
        ("Tư cách ký", "Chỉ vai trò Lãnh đạo mới có tư cách ký"),
        ("Tư cách ký", "Tổ dân phố 1 không ban hành văn bản nên không có người ký"),
    ]


def test_rows_of_one_account_agree_and_no_role_stands_twice(office):
    kept = rehearse(
        office,
        row(role="officer", unit="H1", since=SINCE),
        row(name="Tên Khác", role="clerk", unit="H1", since=SINCE),
        row(role="officer", unit="H1", since=SINCE),
    )

    assert kept.refused == 3
    assert (3, "Họ và tên", "Khác với dòng 2, 4 của cùng tài khoản này.") in faults(
        kept
    )
    assert told(kept)[0][2] == "Dòng này lặp lại dòng 4."


def test_an_account_of_another_authority_is_not_told_of(office):
    stranger = UserFactory(username="la", full_name="Người Lạ", home=office.other)

    kept = rehearse(office, row("la", name="Tôi"))

    assert told(kept) == [(2, "refused", "")]
    assert faults(kept) == [(2, "Tên đăng nhập", taken(User, "username", "la"))]
    assert not SheetCell.objects.filter(after__contains="Người Lạ").exists()
    stranger.refresh_from_db()
    assert stranger.full_name == "Người Lạ"


def test_a_role_for_somebody_who_works_elsewhere_but_not_their_account(office):
    guest = UserFactory(username="khach", full_name="Khách", home=office.other)
    MembershipFactory(user=guest, unit=office.ward, role=Role.REPORTER)

    kept = rehearse(
        office,
        row("khach", name="Khách", home="", role="officer", unit="H1", since=SINCE),
        row("khach", name="Khách", home="", email="x@y.vn", role="clerk", unit="H1",
            since=SINCE),
    )  # fmt: skip

    assert [outcome for _, outcome, _ in told(kept)] == ["added", "refused"]
    assert told(kept)[1][2].startswith("Việc này do quản trị cấp trên làm")


# ---- taking back ----------------------------------------------------------------------------


def test_whoever_has_signed_in_is_not_taken_back(office):
    kept = carry_out(office, row(), row("nvb", "Trần Thị Bình"))
    User.objects.filter(username="nvb").update(last_login=now())

    assert [(o.row_number, o.what, o.why) for o in acts.obstacles(kept)] == [
        (3, "Trần Thị Bình", "đã đăng nhập sau khi nhập")
    ]
    acts.ask_to_undo(kept.pk, by=office.administrator)
    worked(kept)
    assert kept.status == Status.DONE
    assert kept.problem == "Chưa hoàn tác được vì dòng 3: đã đăng nhập sau khi nhập."
    assert User.objects.filter(username__in=["nva", "nvb"]).count() == 2


def test_a_role_given_by_hand_stands_in_the_way(office):
    kept = carry_out(office, row())
    MembershipFactory(user=User.objects.get(username="nva"), unit=office.ward)

    assert [(o.row_number, o.why) for o in acts.obstacles(kept)] == [
        (2, "đã có vai trò")
    ]


def test_a_name_corrected_by_hand_stands_in_the_way(office):
    kept = carry_out(office, row())
    user = User.objects.get(username="nva")
    actions.amend_account(user.pk, by=office.administrator, full_name="X Y", email="")

    assert [o.why for o in acts.obstacles(kept)] == ["đã được sửa sau khi nhập"]


def test_taken_back_by_the_book(office):
    kept = carry_out(office, row(role="officer", unit="H1", since=SINCE))
    user = User.objects.get(username="nva")

    acts.ask_to_undo(kept.pk, by=office.administrator)
    worked(kept)

    assert not User.objects.filter(pk=user.pk).exists()
    assert not Membership.objects.filter(user_id=user.pk).exists()
    lines = AuditEntry.objects.filter(action__endswith=".removed").order_by("pk")
    assert [(e.action, e.actor, e.unit_id) for e in lines] == [
        ("membership.removed", office.administrator, office.ward.pk),
        ("user.removed", office.administrator, office.ward.pk),
    ]


# ---- invitations ----------------------------------------------------------------------------


def test_new_accounts_are_invited_once(office):
    kept = carry_out(office, row(), row("nvb", "Trần Thị Bình", email="b@mau.vn"))

    [letter] = acts.invite_all(kept.pk, by=office.administrator, by_mail=True)
    [slip] = acts.invite_all(kept.pk, by=office.administrator, by_mail=False)

    assert (letter.user.username, letter.send_to) == ("nvb", "b@mau.vn")
    assert (slip.user.username, slip.send_to) == ("nva", "")
    assert acts.uninvited(kept) == []
    lines = AuditEntry.objects.filter(action="sheetimport.invited")
    assert [line.detail for line in lines] == [{"count": 1}, {"count": 1}]
    with pytest.raises(Refused, match="đã được mời"):
        acts.invite_all(kept.pk, by=office.administrator, by_mail=False)


def test_an_invitation_that_nobody_used_is_taken_back_too(office):
    kept = carry_out(office, row(), row("nvb", "Trần Thị Bình"))
    acts.invite_all(kept.pk, by=office.administrator, by_mail=False)
    assert acts.obstacles(kept) == []
    acts.ask_to_undo(kept.pk, by=office.administrator)

    assert worked(kept).status == Status.UNDONE
    assert not User.objects.filter(username__in=["nva", "nvb"]).exists()
    assert not Invitation.objects.exists()


def test_an_invitation_that_was_used_stands_in_the_way(office):
    kept = carry_out(office, row())
    [slip] = acts.invite_all(kept.pk, by=office.administrator, by_mail=False)
    actions.accept_invitation(
        inviting.token_of(slip), password="bon-tu-khong-lien-quan"
    )

    assert [one.why for one in acts.obstacles(kept)] == ["đã có lời mời"]


def test_only_administrators_of_the_authority_act(office):
    kept = rehearse(office, row())
    for act in (
        acts.rehearse_again, acts.ask_to_carry_out, acts.ask_to_undo, acts.drop_sheet,
        partial(acts.invite_all, by_mail=False),
    ):  # fmt: skip
        for visitor in (office.neighbour, office.person(office.ward, Role.LEADER)):
            with pytest.raises(PermissionDenied):
                act(kept.pk, by=visitor)
    with pytest.raises(PermissionDenied):
        acts.name_columns(kept.pk, by=office.neighbour, fields={0: "username"})
    with pytest.raises(PermissionDenied):
        office.take(row(), kind="account", heads=HEADS, by=office.neighbour)


def test_a_role_before_the_unit_is_there_is_refused_in_its_cell(office):
    UnitFactory(
        parent=office.ward, code="H1.9", short_name="Phòng Mới",
        valid_from=date(2025, 7, 2), quiet=True,
    )  # fmt: skip

    kept = rehearse(office, row("ns", role="officer", unit="H1.9", since=SINCE))

    assert faults(kept) == [
        (
            2,
            "Từ ngày",
            "Phòng Mới hoạt động từ ngày 02/07/2025, nên vai trò ở đó không bắt đầu từ ngày "
            "01/07/2025 được. Chọn ngày 02/07/2025 hoặc sau đó.",
        )
    ]


# ---- all that is wrong with a row -----------------------------------------------------------


def test_all_that_is_wrong_with_a_row_is_told_at_once_in_the_words_of_the_form(office):
    late, early = "02/07/2025", "01/07/2025"
    kept = rehearse(
        office,
        row(email="abc@", role="officer", unit="H1", since=late, until=early),
        row("A B", role="officer", unit="H1", since=late, until=early),
        row("c", name="x" * 101, title="y" * 101, role="clerk", unit="H1.1",
            capacity="head", since=early),
        row(office.neighbour.username, role="sai", unit="H1", since=late, until=early),
    )  # fmt: skip

    backwards = "Ngày thôi giữ vai trò không được trước ngày nhận."
    assert sorted(faults(kept)) == sorted(
        [
            (2, "Thư điện tử",
             "Thư điện tử phải có dạng ten@coquan.gov.vn. Đang nhập: abc@"),
            (2, "Đến hết ngày", backwards),
            (3, "Tên đăng nhập", accounts.why_not_called("a b")),
            (3, "Đến hết ngày", backwards),
            (4, "Tên đăng nhập", accounts.why_not_called("c")),
            (4, "Họ và tên", "Họ và tên dài tối đa 100 ký tự. Đang nhập: 101 ký tự."),
            (4, "Chức vụ", "Chức vụ dài tối đa 100 ký tự. Đang nhập: 101 ký tự."),
            (4, "Tư cách ký", Membership.LEADERS_SIGN),
            (5, "Tên đăng nhập",
             taken(User, "username", office.neighbour.username)),
            (5, "Vai trò", "Không có vai trò “sai”."),
            (5, "Đến hết ngày", backwards),
        ]
    )  # fmt: skip
