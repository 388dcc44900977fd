"""Người, tài khoản, vai trò trên màn hình."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse
from django.utils.timezone import localdate, now
from lxml import html

from tests.factories import (
    PASSWORD,
    Capacity,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
)
from tests.test_units_reform import Province
from units import audit, form_messages, passwords
from units.models import Membership, User

pytestmark = pytest.mark.django_db
LIST = reverse("user-list")
DAY = timedelta(days=1)


@pytest.fixture
def here(client):
    place = Province()
    client.force_login(place.administrator)
    return place


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def names(response) -> list[str]:
    page = response.content.decode()
    return [unescape(x) for x in re.findall(r'class="td-rowlink"[^>]*>([^<]+)<', page)]


def at(name, subject):
    return reverse(name, args=[subject.pk])


# ---- the list -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, django_assert_num_queries, count):
    unit = UnitFactory()
    client.force_login(MembershipFactory(unit=unit, role=Role.ADMINISTRATOR).user)
    for _ in range(count):
        MembershipFactory(unit=unit, user=UserFactory(home=unit))

    # user, roles; paths and size of the branch, count, page; access log; today's roles;
    # shell: memberships
    with django_assert_num_queries(9):
        response = client.get(LIST)

    assert len(names(response)) == count + 1


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_a_person(client, django_assert_num_queries, count):
    top = UnitFactory()
    client.force_login(MembershipFactory(unit=top, role=Role.ADMINISTRATOR).user)
    person = UserFactory(home=top)
    for n in range(count):
        MembershipFactory(user=person, unit=UnitFactory(parent=top))
        audit.write("user.amended", person, by=None, before={}, after={"email": str(n)})

    # user, roles, paths, size, person; access log, roles, elsewhere, home, audit book, units
    # where the person works (twice: may be looked on as), the person's roles, second factor,
    # shell: memberships
    with django_assert_num_queries(15):
        response = client.get(at("user", person))

    assert response.content.decode().count("Thôi vai trò") == count


def test_people_stand_by_given_name_with_their_roles(client, here):
    officer = UserFactory(full_name="Vũ Văn An", username="an.vv", home=here.ward)
    MembershipFactory(user=officer, unit=here.ward, title="Chuyên viên")
    idle = UserFactory(full_name="Đặng Ánh", home=here.ward)
    idle.last_login = now()
    idle.save(update_fields=["last_login"])
    closed = UserFactory(full_name="Lê Ân", home=here.other, is_active=False)
    here.administrator.full_name = "Trần Zũng"
    here.administrator.save(update_fields=["full_name"])

    page = client.get(LIST)

    assert names(page) == ["Vũ Văn An", "Đặng Ánh", "Lê Ân", "Trần Zũng"]
    assert (
        "Vũ Văn An an.vv Cán bộ soạn thảo Chuyên viên · UBND phường Đông "
        "UBND phường Đông chưa lần nào" in text(page)
    )
    assert f"Lê Ân {closed.username} · Ngừng dùng chưa có" in text(page)
    for query, found in (
        ({"q": "an"}, ["Vũ Văn An", "Đặng Ánh", "Lê Ân"]),
        ({"q": "dang a"}, ["Đặng Ánh"]),
        ({"q": "an.vv"}, ["Vũ Văn An"]),
        ({"vt": "officer"}, ["Vũ Văn An"]),
        ({"vt": "khong"}, ["Đặng Ánh"]),
        ({"vt": "ngung"}, ["Lê Ân"]),
        ({"vt": "clerk"}, []),
        ({"vt": "<x>"}, ["Vũ Văn An", "Đặng Ánh", "Lê Ân", "Trần Zũng"]),
    ):
        assert names(client.get(LIST, query)) == found, query


def test_a_title_that_is_the_role_is_said_once(client, here):
    person = UserFactory(full_name="Vũ An", home=here.ward)
    MembershipFactory(
        user=person, unit=here.ward, role=Role.ADMINISTRATOR, title="Quản trị đơn vị"
    )

    row = text(client.get(LIST, {"q": "vu an"}))
    assert f"Quản trị đơn vị {here.ward}" in row
    assert f"Quản trị đơn vị · {here.ward}" not in row
    assert text(client.get(at("user", person))).count("Quản trị đơn vị Quản trị") == 0


def test_the_label_says_when_a_typed_password_is_asked_for(client, here):
    page = text(client.get(reverse("user-create")))

    assert "Mật khẩu tự gõ (chỉ khi chọn tự gõ)" in page
    assert "Mật khẩu tự gõ (không bắt buộc)" not in page
    assert "Thư điện tử (không bắt buộc)" in page


def test_fifty_people_a_page(client, here):
    UserFactory.create_batch(50, home=here.ward)

    assert len(names(client.get(LIST))) == 50
    assert len(names(client.get(LIST, {"trang": "2"}))) == 1


# ---- a person -----------------------------------------------------------------------------


def test_roles_past_present_and_to_come(client, here):
    today = localdate()
    person = UserFactory(full_name="Lê A", home=here.ward, email="a@mau.gov.vn")
    MembershipFactory(
        user=person, unit=here.ward, role=Role.LEADER, capacity=Capacity.ACTING
    )
    MembershipFactory(user=person, unit=here.east, valid_from=today + DAY)
    MembershipFactory(
        user=person, unit=here.other, role=Role.CLERK, valid_to=date(2024, 1, 31)
    )

    page = text(client.get(at("user", person)))

    assert "Lãnh đạo ký: TM. Ủy ban nhân dân, Q. Chủ tịch UBND phường Đông" in page
    assert f"Tổ dân phố 1 Sắp nhận từ {today + DAY:%d/%m/%Y}" in page
    assert (
        "Vai trò đã thôi 1 vai trò Văn thư · UBND phường Tây · 01/01/2020 – 31/01/2024"
        in (page)
    )
    assert "Thư điện tử a@mau.gov.vn" in page
    assert "chưa đăng nhập lần nào" in page


# ---- opened -------------------------------------------------------------------------------


def test_what_is_wrong_is_listed_as_the_boxes_stand(client, here):
    typed = {"how": "go", "password": "ngắn", "email": "abc@", "username": "A B"}

    answer = client.post(reverse("user-create"), typed | {"buoc": "lam"})

    lines = form_messages.summary(answer.context["form"])
    assert [line["href"] for line in lines] == [
        "id_full_name", "id_username", "id_email", "id_unit", "id_password",
    ]  # fmt: skip


def new(unit, /, **changes):
    return {
        "full_name": "Giàng Thị Mai", "username": "Mai.GT", "unit": unit.pk, "how": "rut",
        "buoc": "lam",
    } | changes  # fmt: skip


def test_an_account_is_opened_and_its_password_shown_once(client, here):
    answer = client.post(reverse("user-create"), new(here.ward))

    (word,) = re.findall(
        r'class="td-code">(\w{4}-\w{4}-\w{4}-\w{4})<', answer.content.decode()
    )
    person = User.objects.get(username="mai.gt")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Mật khẩu chỉ hiện lần này" in text(answer)
    assert authenticate(username="mai.gt", password=word) == person
    assert (person.home, person.roles) == (here.ward, frozenset())
    assert audit.history(person).get().actor == here.administrator
    assert word not in str(list(audit.history(person).values()))
    assert word not in client.get(at("user", person)).content.decode()


def test_drawn_passwords_differ_and_pass_the_rules():
    words = {passwords.drawn() for _ in range(50)}

    assert len(words) == 50
    assert all(
        re.fullmatch(r"[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){3}", w)
        for w in words
    )


def test_a_typed_password_is_not_shown(client, here):
    answer = client.post(
        reverse("user-create"),
        new(here.ward, how="go", password="bốn từ chẳng liên quan"),
    )

    assert "chẳng liên quan" not in text(answer)
    assert authenticate(username="mai.gt", password="bốn từ chẳng liên quan")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "Mai Giàng"}, "Đang nhập: mai giàng"),
        (
            {"username": "co.roi"},
            "Tên đăng nhập “co.roi” đã có tài khoản khác dùng; ghi tên đăng nhập khác.",
        ),
        ({"how": "go", "password": ""}, "Nhập mật khẩu, hoặc chọn rút ngẫu nhiên."),
        ({"how": "go", "password": "ngan"}, "Mật khẩu phải có ít nhất 15 ký tự."),
        ({"unit": ""}, "Tìm và chọn đơn vị công tác."),
        ({"email": "khong-phai"}, "phải có dạng ten@coquan.gov.vn"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, here, change, sentence):
    UserFactory(username="co.roi")
    before = User.objects.count()

    answer = client.post(reverse("user-create"), new(here.ward, **change))

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="Giàng Thị Mai"' in answer.content.decode()
    assert User.objects.count() == before


def test_from_a_units_page_its_unit_is_chosen_already(client, here):
    page = client.get(reverse("user-create"), {"don-vi": here.east.pk}).content.decode()

    assert re.search(rf'name="unit" value="{here.east.pk}" checked', page)
    for nonsense in ("x", "9" * 30, "-1", ""):
        assert (
            client.get(reverse("user-create"), {"don-vi": nonsense}).status_code == 200
        )


def test_a_search_for_the_unit_keeps_all_but_the_password(client, here):
    data = new(
        here.ward, unit="", tim="unit", unit_tim="dong", password="bi-mat-dai-dong"
    )

    page = client.post(reverse("user-create"), data).content.decode()

    assert 'value="Giàng Thị Mai"' in page
    assert f'name="unit" value="{here.ward.pk}"' in page
    assert "bi-mat-dai-dong" not in page


# ---- corrected, locked out, let in --------------------------------------------------------


def test_a_name_is_corrected(client, here):
    person = UserFactory(home=here.ward, full_name="Tên Sai")
    answer = client.post(
        at("user-amend", person), {"full_name": "Tên  Đúng", "email": ""}
    )

    person.refresh_from_db()
    assert (answer.url, person.full_name) == (at("user", person), "Tên Đúng")


def test_a_password_is_set_anew_and_sessions_end(client, here):
    person = UserFactory(home=here.ward)
    theirs = client.__class__()
    theirs.force_login(person)
    assert theirs.get(reverse("home")).status_code == 200

    answer = client.post(at("user-password", person), {"how": "rut"})

    (word,) = re.findall(r'class="td-code">(\S+-\S+)<', answer.content.decode())
    assert authenticate(username=person.username, password=word) == person
    assert authenticate(username=person.username, password=PASSWORD) is None
    assert theirs.get(reverse("home")).status_code == 302


def test_an_account_is_closed_and_used_again(client, here):
    person = UserFactory(home=here.ward)
    question = client.get(at("user-close", person))
    assert f"Ngừng dùng tài khoản của {person}?" in text(question)
    person.refresh_from_db()
    assert person.is_active

    closed = client.post(at("user-close", person), follow=True)
    assert f"Đã ngừng tài khoản của {person}." in text(closed)
    assert authenticate(username=person.username, password=PASSWORD) is None
    client.post(at("user-reopen", person))
    assert authenticate(username=person.username, password=PASSWORD) == person


def test_nobody_closes_their_own(client, here):
    page = client.get(at("user", here.administrator)).content.decode()
    assert at("user-close", here.administrator) not in page

    answer = client.post(at("user-close", here.administrator), follow=True)

    assert "Không thể tự ngừng tài khoản của chính mình." in text(answer)


# ---- roles --------------------------------------------------------------------------------


def given(unit, /, **changes):
    return {
        "unit": unit.pk, "role": "leader", "title": "Phó Chủ tịch", "capacity": "deputy",
        "valid_from": "1/7/2025", "valid_to": "", "buoc": "lam",
    } | changes  # fmt: skip


def test_a_role_is_given_and_the_page_says_how_it_signs(client, here):
    person = UserFactory(home=here.ward)

    answer = client.post(at("role-grant", person), given(here.ward), follow=True)

    role = person.memberships.get()
    assert (role.unit, role.role, role.capacity, role.valid_from, role.valid_to) == (
        here.ward, "leader", "deputy", date(2025, 7, 1), None,
    )  # fmt: skip
    assert (
        f"Đã giao {person} vai trò Lãnh đạo ở UBND phường Đông từ ngày 01/07/2025. "
        "Ký: TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch." in text(answer)
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role": "clerk"}, "Chỉ vai trò Lãnh đạo mới có tư cách ký."),
        ({"title": ""}, "Người ký thay, thừa lệnh phải có chức vụ."),
        (
            {"unit": "east"},
            "Tổ dân phố 1 không ban hành văn bản nên không có người ký.",
        ),
        ({"valid_to": "1/6/2025"}, "Ngày thôi giữ vai trò không được trước ngày nhận."),
        ({"valid_from": "hôm nay"}, "Đang nhập: hôm nay"),
        (
            {"valid_from": "1/1/1950"},
            "nên vai trò ở đó không bắt đầu từ ngày 01/01/1950 được.",
        ),
        ({"role": ""}, "Chọn vai trò."),
    ],
)
def test_a_role_that_cannot_be_is_refused(client, here, change, sentence):
    person = UserFactory(home=here.ward)
    if change.get("unit"):
        change = {"unit": here.east.pk}

    answer = client.post(at("role-grant", person), given(here.ward, **change))

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not person.memberships.exists()


def test_the_same_role_twice_is_refused(client, here):
    person = UserFactory(home=here.ward)
    client.post(at("role-grant", person), given(here.ward))

    answer = client.post(at("role-grant", person), given(here.ward))

    assert "Người này đã giữ vai trò đó trong thời gian này." in text(answer)
    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"capacity": "head"},
            "Khối chữ ký sẽ ghi: TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH .",
        ),
        (
            {"capacity": "deputy", "title": "Phó Chủ tịch", "role": "leader"},
            "Khối chữ ký sẽ ghi: TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH .",
        ),
        (
            {"capacity": "by_order", "title": "Chánh Văn phòng"},
            "Khối chữ ký sẽ ghi: TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG .",
        ),
        (
            {"capacity": "head", "title_below": "Chủ tịch UBND phường"},
            "Khối chữ ký sẽ ghi: TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH , dưới chữ ký: "
            "CHỦ TỊCH UBND PHƯỜNG .",
        ),
        ({"capacity": ""}, ""),
        ({"capacity": "boss"}, ""),
        (
            {"capacity": "head", "role": "clerk"},
            "Chỉ vai trò Lãnh đạo mới có tư cách ký.",
        ),
    ],
)
def test_the_signature_block_is_shown_as_it_is_chosen(client, here, typed, words):
    answer = client.get(reverse("signature-words"), {"unit": here.ward.pk, **typed})

    assert text(answer) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, ""),
        (
            {"capacity": "head", "title": "Chủ tịch"},
            "Khối chữ ký sẽ ghi: TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH .",
        ),
    ],
)
def test_the_page_itself_shows_a_block_only_where_there_is_one(
    client, here, typed, words
):
    person = UserFactory(home=here.ward)
    data = given(here.ward, **typed, valid_from="hôm qua")
    answer = client.post(at("role-grant", person), data) if typed else client.get(
        at("role-grant", person)
    )  # fmt: skip

    (place,) = html.fromstring(answer.content).xpath("//*[@id='khoi-ky']")
    assert " ".join(place.text_content().split()) == words.replace(" .", ".")


def test_no_block_of_a_part_that_issues_nothing(client, here):
    for unit, words in (
        (
            str(here.east.pk),
            "Tổ dân phố 1 không ban hành văn bản nên không có người ký.",
        ),
        ("x", ""),
        ("9" * 30, ""),
    ):
        answer = client.get(
            reverse("signature-words"), {"unit": unit, "capacity": "head"}
        )
        assert text(answer) == words


def test_a_role_ends_on_a_day(client, here):
    today = localdate()
    role = MembershipFactory(unit=here.ward)

    answer = client.post(at("role-end", role), {"valid_to": f"{today:%d/%m/%Y}"})

    role.refresh_from_db()
    assert role.valid_to == today
    assert answer.url == at("user", role.user)
    assert f"đến hết ngày {today:%d/%m/%Y}" in text(client.get(answer.url))


def test_a_role_that_has_not_begun_is_dropped_whole(client, here):
    begins = localdate() + timedelta(days=30)
    role = MembershipFactory(unit=here.ward, role=Role.CLERK, valid_from=begins)
    kept = MembershipFactory(unit=here.ward, user=role.user)
    assert "Bỏ Văn thư ở" in text(client.get(at("user", role.user)))

    asked = text(client.get(at("role-end", role)))
    assert "Bỏ vai trò sắp nhận" in asked
    assert f"từ ngày {begins:%d/%m/%Y}. Chưa đến ngày đó nên bỏ hẳn" in asked
    answer = client.post(at("role-end", role))

    assert answer.url == at("user", role.user)
    assert list(role.user.memberships.all()) == [kept]
    assert "không còn nhận vai trò Văn thư ở" in text(client.get(answer.url))


def test_a_person_of_whom_nothing_is_left_here_is_left_alone(client, here):
    UnitFactory()  # another province: whoever administers all there is sees everybody
    role = MembershipFactory(unit=here.ward)
    day = localdate() - timedelta(days=1)

    answer = client.post(at("role-end", role), {"valid_to": f"{day:%d/%m/%Y}"})

    assert answer.url == LIST
    assert client.get(at("user", role.user)).status_code == 404


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            "31/12/2019",
            "Vai trò có từ ngày 01/01/2020; ngày thôi không được trước ngày đó.",
        ),
        ("01/02/2024", "Ngày thôi sớm nhất là hôm qua,"),
        ("mai", "Đang nhập: mai"),
        ("", "Nhập ngày cuối giữ vai trò."),
    ],
)
def test_an_end_that_cannot_be_is_refused(client, here, day, sentence):
    role = MembershipFactory(unit=here.ward)

    answer = client.post(at("role-end", role), {"valid_to": day})

    role.refresh_from_db()
    assert (answer.status_code, role.valid_to) == (422, None)
    assert sentence in text(answer)


def test_the_last_administrator_of_a_tree_stays(client, here):
    role = here.administrator.memberships.get()

    answer = client.post(at("role-end", role), {"valid_to": f"{localdate():%d/%m/%Y}"})

    assert answer.status_code == 422
    assert "là quản trị duy nhất của UBND tỉnh Mẫu." in text(answer)
