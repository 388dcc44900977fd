"""Hoàn tác cả đợt nhập: in whatever order its rows stood, and told at once where it fails."""

import pytest
from django.db import IntegrityError, OperationalError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories import UnitFactory
from tests.sheet_files import SINCE, UNIT_HEADS, Office, faults, told, worked
from units.actions import sheets as acts
from units.actions.sheets import working
from units.models import (
    Honouree,
    HouseholdMember,
    Membership,
    Position,
    SheetImport,
    Unit,
    UnitName,
    UnitPlace,
    User,
)

pytestmark = pytest.mark.django_db
Status = SheetImport.Status
OFTEN = settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
ACCOUNT_HEADS = ("Tên đăng nhập", "Họ và tên", "Email", "Đơn vị công tác", "Vai trò",
                 "Ở đơn vị", "Từ ngày")  # fmt: skip
HONOUREE_HEADS = ("Họ tên", "Loại", "Đơn vị", "Từ ngày", "Thành viên hộ")
MORE_HEADS = (
    "Đổi từ ngày",
    "Văn bản căn cứ",
    "Dùng con dấu của",
    "Tên in trên văn bản",
)
DAY = "01/08/2025"
ROLES = ("officer", "reporter", "secretary", "member", "leader", "clerk")
MODELS = (Unit, UnitName, UnitPlace, User, Membership, Honouree, Position,
          HouseholdMember)  # fmt: skip


@pytest.fixture
def office():
    return Office()


def standing():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def undone(office, rows, **options):
    before = standing()
    kept = office.rehearsed(*rows, **options)
    assert not kept.refused, (told(kept), faults(kept))
    acts.ask_to_carry_out(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.DONE, kept.problem
    acts.ask_to_undo(kept.pk, by=office.administrator)
    worked(kept)
    assert (kept.status, kept.problem) == (Status.UNDONE, "")
    assert standing() == before


def account_row(at, sort):
    name = f"Người Thứ {at}"
    match sort:
        case "alone":
            return (f"moi{at}", name, "", "H1.1", "", "", "")
        case "role":
            return (f"moi{at}", name, "", "H1.1", "officer", "H1", SINCE)
        case "second role":
            return ("hai.vai", "Người Hai Vai", "", "H1", ROLES[at], "H1", SINCE)
        case "amended":
            return (f"cu{at}", name, f"cu{at}@mau.vn", "", "", "", "")
    return (f"cu{at}", "", "", "", "officer", "H1", SINCE)


ACCOUNTS = st.lists(
    st.sampled_from(["alone", "role", "second role", "amended", "granted"]),
    min_size=1, max_size=6,
)  # fmt: skip


@OFTEN
@given(sorts=ACCOUNTS)
@example(sorts=["role", "alone"])
@example(sorts=["alone", "role", "amended", "alone", "granted", "alone"])
def test_accounts_in_any_order(office, sorts):
    for at, sort in enumerate(sorts):
        if sort in ("amended", "granted"):
            known = User.objects.filter(username=f"cu{at}").exists()
            known or office.person(office.part, "reporter", username=f"cu{at}")
    rows = [account_row(at, sort) for at, sort in enumerate(sorts)]
    undone(office, rows, kind="account", heads=ACCOUNT_HEADS)


def unit_row(office, at, sort):
    match sort:
        case "part":
            return (*office.part_row(at + 20), "", "", "", "")
        case "part of a part":
            return (*office.part_row(at + 20, parent="H1.19"), "", "", "", "")
        case "sealed":
            return (*office.part_row(at + 20), "", "", "H1.19", "")
        case "renamed":
            return (f"H1.C{at}", "", "", "", f"Tên mới {at}", "", DAY, "QĐ 1", "", "")
    return (f"H1.C{at}", "", "H1.19", "", "", "", DAY, "QĐ 1", "", "")


UNITS = st.lists(
    st.sampled_from(["part", "part of a part", "sealed", "renamed", "moved"]),
    max_size=5,
)  # fmt: skip


@OFTEN
@given(sorts=UNITS, at=st.integers(0, 5))
@example(sorts=["sealed", "moved", "part of a part", "renamed"], at=0)
@example(sorts=["part", "sealed", "moved"], at=3)
def test_units_in_any_order(office, sorts, at):
    for number, sort in enumerate(sorts):
        known = Unit.objects.filter(code=f"H1.C{number}").exists()
        if sort in ("renamed", "moved") and not known:
            UnitFactory(code=f"H1.C{number}", kind=office.kind, parent=office.ward)
    rows = [unit_row(office, number, sort) for number, sort in enumerate(sorts)]
    rows.insert(at, (*office.part_row(19), "", "", "", "BAN QUẢN LÝ"))
    undone(office, rows, heads=UNIT_HEADS + MORE_HEADS)


HONOUREES = st.lists(
    st.sampled_from(["individual", "collective", "household"]), min_size=1, max_size=5
)


@OFTEN
@given(sorts=HONOUREES)
@example(sorts=["household", "individual", "collective"])
def test_honourees_in_any_order(office, sorts):
    rows = [
        (
            f"Tên Thứ {at}", sort, "H1.1", SINCE,
            "Lê Thị Lụa, vợ" if sort == "household" else "",
        )
        for at, sort in enumerate(sorts)
    ]  # fmt: skip
    undone(office, rows, kind="honouree", heads=HONOUREE_HEADS)


# ---- where it fails -------------------------------------------------------------------------


def asked(office):
    kept = office.done(office.part_row(2))
    acts.ask_to_undo(kept.pk, by=office.administrator)
    return kept


@pytest.mark.parametrize("failure", [RuntimeError, IntegrityError])
def test_what_nobody_foresaw_is_told_at_once(office, monkeypatch, failure):
    def fails(*args, **options):
        raise failure

    monkeypatch.setattr(working, "undo", fails)
    monkeypatch.setattr(working, "token_hex", lambda length: "0a1b")

    kept = worked(asked(office))

    assert (kept.status, kept.problem) == (
        Status.DONE,
        "Hệ thống gặp lỗi khi hoàn tác. Chưa hoàn tác dòng nào, dữ liệu đã nhập còn "
        "nguyên. Mã để báo hỗ trợ: 0A1B.",
    )
    assert Unit.objects.filter(code="H1.2").exists()


def test_what_passes_by_itself_stays_owed(office, monkeypatch):
    def fails(*args, **options):
        raise OperationalError

    kept = asked(office)
    monkeypatch.setattr(working, "undo", fails)

    with pytest.raises(OperationalError):
        acts.work(kept.pk)

    kept.refresh_from_db()
    assert (kept.status, kept.tries) == (Status.UNDOING, 1)


def test_given_up_it_does_not_say_that_nothing_was_written(office):
    kept = asked(office)
    SheetImport.objects.filter(pk=kept.pk).update(tries=3)

    worked(kept)

    assert (kept.status, kept.problem) == (
        Status.DONE,
        "Máy hoàn tác ba lần đều dừng giữa chừng. Chưa hoàn tác dòng nào, dữ liệu đã nhập "
        "còn nguyên. Hoàn tác lại sau ít phút; vẫn dừng thì báo hỗ trợ.",
    )
