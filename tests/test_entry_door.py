"""Ở cửa: who came in and how, who did not, who left; nothing of names that nobody has."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestedCredentialData
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    PASSWORD,
    MembershipFactory,
    Role,
    UserFactory,
    other_ward,
    ward,
)
from tests.paper_files import words
from tests.test_units_books import told
from units import actions, door, inviting, one_time, presence
from units.forms import signing_in
from units.models import Access, AuthenticatorApp, BookExport, Passkey
from units.narrating import _TYPED

pytestmark = pytest.mark.django_db
LOGIN, STEP, ACCOUNT = reverse("login"), reverse("login-step"), reverse("account")
LOG = reverse("access-log")
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36"
DEVICE = "Chrome trên Windows"
SECRET = b"12345678901234567890"


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    presence.end()


@pytest.fixture
def here():
    return ward()


@pytest.fixture
def user(here):
    return here.officer


@pytest.fixture
def client():
    return Client(headers={"user-agent": CHROME})


def sign_in(client, name, password=PASSWORD, address="192.0.2.1"):
    given = {"username": name, "password": password}
    return client.post(LOGIN, given, REMOTE_ADDR=address)


def lines():
    rows = Access.objects.at_the_door().order_by("pk")
    return list(rows.values_list("user", "what", "about"))


def code():
    return one_time.code_at(SECRET, int(one_time.time.time() // 30))


# ---- what is written ---------------------------------------------------------------------------


def test_in_and_out_are_two_lines_with_way_device_address_and_place(client, here, user):
    sign_in(client, user.username)
    client.post(reverse("logout"), REMOTE_ADDR="192.0.2.8")

    columns = (
        "user", "what", "about", "address", "unit", "subject", "subject_id",
        "role", "held_in", "support",
    )  # fmt: skip
    about = {"subject": "units.User", "subject_id": user.pk, "role": ""}
    both = {"user": user.pk, "unit": here.unit.pk, "held_in": None, "support": None}
    assert list(Access.objects.order_by("pk").values(*columns)) == [
        about | both
        | {"what": "signed_in", "address": "192.0.2.1", "about": f"Mật khẩu; {DEVICE}"},
        about | both
        | {"what": "signed_out", "address": "192.0.2.8", "about": DEVICE},
    ]  # fmt: skip


def test_signing_out_twice_is_told_once(client, user):
    sign_in(client, user.username)
    for _ in range(2):
        client.post(reverse("logout"))

    assert [what for _, what, _ in lines()] == ["signed_in", "signed_out"]


def test_wrong_tries_are_one_line_and_counted_with_the_sign_in(client, user):
    for _ in range(3):
        sign_in(client, f" {user.username.upper()} ", "sai")
    sign_in(client, user.username, "sai", address="192.0.2.2")
    sign_in(client, user.username)

    assert lines() == [
        (user.pk, "failed", f"Mật khẩu; {DEVICE}"),
        (user.pk, "failed", f"Mật khẩu; {DEVICE}"),
        (user.pk, "signed_in", f"Mật khẩu; sau 4 lần sai; {DEVICE}"),
    ]
    addresses = Access.objects.order_by("pk").values_list("address", flat=True)
    assert list(addresses) == ["192.0.2.1", "192.0.2.2", "192.0.2.1"]


def test_a_quarter_of_an_hour_later_it_is_another_line(client, user):
    sign_in(client, user.username, "sai")
    cache.clear()
    sign_in(client, user.username, "sai")

    assert [what for _, what, _ in lines()] == ["failed", "failed"]


def test_the_wait_is_told_once(client, user):
    for _ in range(14):
        sign_in(client, user.username, "sai")

    assert lines() == [
        (user.pk, "failed", f"Mật khẩu; {DEVICE}"),
        (user.pk, "locked", f"Sau 10 lần sai; {DEVICE}"),
    ]


def test_the_wait_of_a_name_tried_from_everywhere_is_told(client, user, monkeypatch):
    monkeypatch.setattr(signing_in, "TRIES_OF_A_NAME", 3)
    for number in range(5):
        sign_in(client, user.username, "sai", address=f"198.51.100.{number}")

    assert [line[1:] for line in lines()] == [
        ("failed", f"Mật khẩu; {DEVICE}"),
    ] * 3 + [("locked", f"Sau 3 lần sai; {DEVICE}")] * 2


def test_whoever_tries_from_everywhere_does_not_fill_the_book(
    client, user, monkeypatch
):
    monkeypatch.setattr(door, "MOST", 4)
    for number in range(9):
        sign_in(client, user.username, "sai", address=f"198.51.100.{number}")

    assert len(lines()) == 4
    sign_in(client, user.username)
    assert lines()[-1][1:] == ("signed_in", f"Mật khẩu; sau 9 lần sai; {DEVICE}")


def test_a_closed_account_is_tried_in_vain(client, user):
    user.is_active = False
    user.save(update_fields=["is_active"])

    sign_in(client, user.username)

    assert [line[:2] for line in lines()] == [(user.pk, "failed")]


def test_the_second_step_is_told_with_the_first(client, user):
    AuthenticatorApp.objects.create(user=user, secret=one_time.seal(SECRET))
    sign_in(client, user.username, "sai")
    sign_in(client, user.username)
    assert len(lines()) == 1  # nobody is in yet
    client.post(STEP, {"code": ""})
    for _ in range(2):
        client.post(STEP, {"code": "000000"})
    client.post(STEP, {"code": code()})

    assert [line[1:] for line in lines()] == [
        ("failed", f"Mật khẩu; {DEVICE}"),
        ("failed", f"Mã ứng dụng; {DEVICE}"),
        ("signed_in", f"Mật khẩu, mã ứng dụng; sau 3 lần sai; {DEVICE}"),
    ]


def test_a_wait_at_the_second_step_is_told_once(client, user):
    AuthenticatorApp.objects.create(user=user, secret=one_time.seal(SECRET))
    sign_in(client, user.username)
    for _ in range(8):
        client.post(STEP, {"code": "000000"})

    assert [line[1:] for line in lines()] == [
        ("failed", f"Mã ứng dụng; {DEVICE}"),
        ("locked", f"Sau 5 mã sai; {DEVICE}"),
    ]


def test_a_recovery_code_is_told(client, user):
    AuthenticatorApp.objects.create(user=user, secret=one_time.seal(SECRET))
    first, *_ = actions.renew_recovery_codes(user.pk, by=user)
    sign_in(client, user.username)
    client.post(STEP, {"code": first})

    assert lines() == [
        (user.pk, "signed_in", f"Mật khẩu, mã dự phòng; {DEVICE}"),
    ]


def test_a_key_that_is_refused_is_told_but_no_late_one(client, user):
    point = {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)}
    stored = AttestedCredentialData.create(Aaguid(bytes(16)), b"1", ES256(point))
    Passkey.objects.create(
        user=user, name="K", credential_id=b"1", credential=bytes(stored)
    )
    answer = {"answer": '{"rawId": "MQ"}'}
    client.post(reverse("login-passkey"), answer)
    assert lines() == []  # no challenge was out

    for _ in range(2):
        client.get(reverse("passkey-options"))
        client.post(reverse("login-passkey"), answer)
    client.post(reverse("login-passkey"), {"answer": '{"rawId": "MTI"}'})

    assert lines() == [(user.pk, "failed", f"Khóa truy cập; {DEVICE}")]


def test_an_invitation_is_told(client, here):
    new = UserFactory(home=here.unit, password=None)
    actions.invite(new.pk, by=here.administrator, by_mail=False)
    address = inviting.link_of(new.invitations.get())
    given = {"new": "nam con ga trong den", "again": "nam con ga trong den"}

    assert client.post(address, given).status_code == 302

    assert lines() == [(new.pk, "signed_in", f"Lời mời; {DEVICE}")]


# ---- names that nobody has ---------------------------------------------------------------------


def test_nothing_is_kept_of_a_name_that_nobody_has(client, user):
    for _ in range(12):
        sign_in(client, "con-meo-nha-toi-1985", "sai")

    assert not Access.objects.exists()


def shapes(client, name, password="sai"):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        sign_in(client, name, password)
    wanted = ("units_access", "units_user", "synchronous_commit")
    return [
        query["sql"].split("VALUES")[0].replace(name, "?")
        for query in asked
        if any(word in query["sql"] for word in wanted)
    ]


@pytest.mark.parametrize("tries", [1, 2, 11])
def test_the_database_does_the_same_for_a_name_that_nobody_has(client, user, tries):
    """The first try, which is a line; the next, which is none; the wait, which is one."""
    for _ in range(tries - 1):
        for name in (user.username, "khong-co-ai"):
            sign_in(client, name, "sai")

    known, unknown = (shapes(client, n) for n in (user.username, "khong-co-ai"))

    assert known == unknown
    assert sum("INSERT" in query for query in known) == (tries != 2)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    tries=st.lists(
        st.tuples(
            st.sampled_from(["mau", "ai-do", "Mật khẩu của tôi"]), st.integers(1, 3)
        ),
        max_size=12,
    )
)
def test_one_line_for_an_account_and_a_place_whatever_is_tried(db, tries):
    cache.clear()
    owner = UserFactory(username="mau")
    before = len(lines())
    for name, number in tries:
        request = RequestFactory().post(LOGIN, REMOTE_ADDR=f"192.0.2.{number}")
        door.turned_away(request, name, door.PASSWORD)

    new = lines()[before:]
    assert len(new) == len({place for name, place in tries if name == "mau"})
    assert {line[0] for line in new} <= {owner.pk}
    owner.username = f"cu-{owner.pk}"
    owner.save(update_fields=["username"])


def test_an_address_that_tries_many_names_is_told_to_the_operator_once(
    client, user, monkeypatch, caplog
):
    monkeypatch.setattr(signing_in, "TRIES_OF_A_PLACE", 3)
    for number in range(6):
        sign_in(client, f"ten-bi-mat-{number}", "sai", address="192.0.2.9")

    said = [one.getMessage() for one in caplog.records if one.name == "units.door"]
    assert said == ["sign-in: more than 3 tries from 192.0.2.9 within 900 seconds"]
    assert not Access.objects.exists()


# ---- who reads it ------------------------------------------------------------------------------


def test_administrators_of_the_branch_read_it_in_words(client, here, user):
    sign_in(client, user.username, "sai")
    sign_in(client, user.username)
    reader = Client()
    reader.force_login(here.administrator)

    page = told(reader.get(LOG, {"viec": "cua"}))

    assert [line.split(" ", 2)[2] for line in page] == [
        f"từ 192.0.2.1 Đăng nhập Mật khẩu; sau 1 lần sai; {DEVICE}, mọi dòng về Tài khoản này "
        f"Tài khoản · {here.unit} {user}",
        f"từ 192.0.2.1 Đăng nhập sai Mật khẩu; {DEVICE}, mọi dòng về Tài khoản này "
        f"Tài khoản · {here.unit} {user} {_TYPED}",
    ]
    assert len(told(reader.get(LOG, {"viec": "failed"}))) == 1
    assert len(told(reader.get(LOG, {"viec": "cua", "q": "sau 1"}))) == 1
    assert told(reader.get(LOG, {"viec": "signed_out"})) == []
    reader.force_login(other_ward().administrator)
    assert told(reader.get(LOG, {"viec": "cua"})) == []


def test_where_somebody_works_counts_before_where_they_hold_a_role(client, here):
    elsewhere = other_ward()
    guest = MembershipFactory(unit=elsewhere.unit, user__home=here.unit).user
    nobody = UserFactory()
    ended = MembershipFactory(
        unit=elsewhere.unit, role=Role.CLERK, valid_to=date(2021, 1, 1)
    ).user
    for person in (guest, nobody, ended):
        sign_in(Client(), person.username, "sai")

    assert list(Access.objects.order_by("pk").values_list("user", "unit")) == [
        (guest.pk, here.unit.pk), (nobody.pk, None), (ended.pk, None),
    ]  # fmt: skip


def test_it_leaves_as_a_file(client, here, user):
    sign_in(client, user.username)
    reader = Client()
    reader.force_login(here.administrator)
    asked = {"dang": "csv", "bo-loc": "viec=cua"}
    reader.post(reverse("book-export", args=["access"]), asked)
    export = BookExport.objects.get()
    answer = reader.get(reverse("export-file", args=[export.pk]))
    text = answer.content.decode("utf-8-sig")

    _, line = text.splitlines()
    assert f"Đăng nhập,Tài khoản,Mật khẩu; {DEVICE},{here.unit}" in line


@pytest.mark.parametrize("count", [1, 3])
def test_a_person_sees_their_own_and_nobody_elses(
    client, here, user, count, django_assert_num_queries
):
    sign_in(client, here.administrator.username, "sai")
    for _ in range(count):
        cache.clear()
        sign_in(client, user.username, "sai", address="198.51.100.4")
    sign_in(client, user.username)
    with CaptureQueriesContext(connection) as asked:
        page = words(client.get(ACCOUNT))

    assert f"Nhật ký đăng nhập {count + 1} dòng mới nhất" in page
    assert page.count("Đăng nhập sai Mật khẩu") == count
    assert page.count("từ địa chỉ 198.51.100.4") == count
    assert f"Đăng nhập Mật khẩu; sau 1 lần sai; {DEVICE}" in page
    assert sum('FROM "units_access"' in query["sql"] for query in asked) == 1


def test_twenty_lines_are_shown_and_none_yet_is_said(client, user):
    client.force_login(user)
    assert "Chưa có lần nào được ghi." in words(client.get(ACCOUNT))
    for number in range(21):
        Access.objects.create(
            user=user, what="signed_in", subject="units.User", about=f"lần {number}"
        )

    page = words(client.get(ACCOUNT))

    assert "lần 20 " in page
    assert "lần 1 " in page
    assert "lần 0 " not in page


def test_the_page_of_an_account_leads_there(client, here, user):
    client.force_login(here.administrator)

    page = client.get(reverse("user", args=[user.pk])).content.decode()

    assert f'href="{LOG}?dt=units.User:{user.pk}&amp;viec=cua"' in page
