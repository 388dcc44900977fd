"""Lời trên màn hình: said exactly, of days, codes, sizes, blocks and accounts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import (
    Capacity,
    MembershipFactory,
    UnitFactory,
    UserFactory,
    ward,
)
from tests.paper_files import words
from units import actions, audit, narrating, one_time, telling
from units.errors import Refused
from units.fields import MillimetreField
from units.forms.signing_in import _not_taken
from units.models import AuditEntry, Membership, Unit
from units.wording import excerpt, vn_span

DAY = timedelta(days=1)


def test_what_has_not_begun_does_not_last_until_now():
    today = localdate()
    assert vn_span(date(2025, 7, 1), None) == "01/07/2025 – nay"
    assert vn_span(today, None).endswith(" – nay")
    assert vn_span(date(2099, 7, 1), None) == "từ 01/07/2099"
    assert vn_span(date(2025, 7, 1), date(2099, 7, 1)) == "01/07/2025 – 01/07/2099"
    assert vn_span(date(2025, 7, 1), date(2025, 8, 1)) == "01/07/2025 – 01/08/2025"


@pytest.mark.django_db
def test_a_unit_to_come_says_so(client):
    here = ward()
    unit = UnitFactory(parent=here.unit, valid_from=localdate() + 30 * DAY, quiet=True)
    client.force_login(here.administrator)

    said = words(client.get(reverse("unit", args=[unit.pk])))

    assert f"từ {unit.valid_from:%d/%m/%Y}" in said
    assert "– nay" not in said


@pytest.mark.django_db
def test_a_role_may_end_on_its_first_day_and_not_before():
    role = MembershipFactory(valid_from=localdate())
    role.valid_to = role.valid_from
    role.full_clean()
    role.valid_to = role.valid_from - DAY
    with pytest.raises(Exception, match="không được trước ngày nhận"):
        role.full_clean()


@pytest.mark.django_db
def test_a_unit_moved_on_its_first_day_is_told_that_it_is_its_first_day():
    here = ward()
    other = UnitFactory(parent=here.unit, valid_from=date(2025, 7, 1))
    unit = UnitFactory(parent=here.unit, valid_from=date(2025, 7, 1))

    def refusal(day):
        with pytest.raises(Refused) as refused:
            actions.move_unit(
                unit.pk, by=here.administrator, parent_id=other.pk, effective_on=day,
                basis="Nghị quyết 1",
            )  # fmt: skip
        return str(refused.value)

    assert refusal(date(2025, 7, 1)) == (
        f"{unit} có từ ngày 01/07/2025; ngày hiệu lực phải sau ngày đó."
    )


@pytest.mark.django_db
def test_a_move_before_another_is_told_which():
    here = ward()
    one, two = (
        UnitFactory(parent=here.unit, valid_from=date(2025, 7, 1)) for _ in "12"
    )
    unit = UnitFactory(parent=here.unit, valid_from=date(2025, 7, 1))

    def move(to, day):
        actions.move_unit(
            unit.pk, by=here.administrator, parent_id=to.pk, effective_on=day,
            basis="Nghị quyết 1",
        )  # fmt: skip

    move(one, localdate())
    with pytest.raises(Refused, match="đã chuyển đến nơi trực thuộc hiện nay từ ngày"):
        move(two, localdate())
    move(two, localdate() + 9 * DAY)
    with pytest.raises(Refused, match="sẽ chuyển đến nơi khác từ ngày"):
        move(here.unit, localdate() + 5 * DAY)


def test_the_example_of_a_seal_is_one_of_a_seal():
    with pytest.raises(Exception, match=r"ví dụ 36 hoặc 36,5\. Đang nhập: x"):
        MillimetreField(label="Đường kính con dấu").clean("x")


@pytest.mark.parametrize("code", ["123", "1234567", "abc", "k7pm-2xwq"])
def test_what_is_no_code_is_called_neither(code):
    assert _not_taken(code).startswith("Mã vừa nhập có ")
    assert "Mã dự phòng chưa đúng" not in _not_taken(code)
    assert "6 chữ số; mã dự phòng có 12 chữ và số" in _not_taken(code)


def test_a_recovery_code_is_called_so():
    for code in one_time.new_recovery_codes():
        for written in (code, code.replace("-", ""), code.upper()):
            assert _not_taken(written).startswith("Mã dự phòng chưa đúng hoặc đã dùng.")


@pytest.mark.django_db
@pytest.mark.parametrize("capacity", [c for c in Capacity.values])
def test_no_block_is_shown_that_says_nothing(client, capacity):
    here = ward()
    Unit.objects.filter(pk=here.unit.pk).update(head_title="")
    client.force_login(here.administrator)
    typed = {"unit": here.unit.pk, "role": "leader", "capacity": capacity}

    said = words(client.get(reverse("signature-words"), typed))

    assert said == f"Trang của {here.unit} chưa ghi chức danh người đứng đầu."


@pytest.mark.django_db
def test_who_signs_for_another_is_asked_for_their_title(client):
    here = ward()
    client.force_login(here.administrator)
    typed = {"unit": here.unit.pk, "role": "leader", "capacity": "deputy"}

    said = words(client.get(reverse("signature-words"), typed))
    whole = words(client.get(reverse("signature-words"), typed | {"title": "Phó"}))

    assert said == Membership.TITLE_WANTED
    assert whole.endswith("/ PHÓ .")


def account_lines(user):
    lines = AuditEntry.objects.filter(subject="units.User", subject_id=user.pk)
    return list(lines.order_by("pk"))


@pytest.mark.django_db
def test_the_book_says_that_an_account_was_closed():
    here = ward()
    actions.close_account(here.officer.pk, by=here.administrator)
    actions.reopen_account(here.officer.pk, by=here.administrator)
    wanted = ["Đóng tài khoản (ngừng dùng)", "Mở lại tài khoản (dùng lại)"]

    told = narrating.of_audit(account_lines(here.officer))

    assert [(one.act, one.changes) for one in told] == [(act, []) for act in wanted]
    events = telling.told(account_lines(here.officer))
    assert [one.act for one in events] == wanted
    assert not any("Đang dùng" in one.detail for one in events)


@pytest.mark.django_db
def test_older_lines_are_told_the_same():
    user = UserFactory()
    for now in (False, True):
        audit.write(
            "user.amended", user, by=None,
            before={"is_active": not now}, after={"is_active": now},
        )  # fmt: skip
    audit.write(
        "user.amended", user, by=None, before={"email": "a"}, after={"email": "b"}
    )

    told = narrating.of_audit(account_lines(user))

    assert [one.act for one in told] == [
        "Đóng tài khoản (ngừng dùng)", "Mở lại tài khoản (dùng lại)", "Sửa tài khoản",
    ]  # fmt: skip
    assert [len(one.changes) for one in told] == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("so với năm 2026", 15, "so với năm 2026"),
        ("so với năm 2026", 14, "so với năm…"),
        ("Tăng 5%, giảm 3%", 9, "Tăng 5%…"),
        ("mộtchữrấtdài", 6, "mộtch…"),
    ],
)
def test_an_excerpt_is_cut_between_words(text, most, shown):
    assert excerpt(text, most) == shown
