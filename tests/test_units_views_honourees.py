"""Đối tượng khen thưởng trên màn hình."""

import io
import re
from datetime import date, timedelta
from html import unescape
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import (
    HonoureeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
)
from tests.test_units_honourees import NUMBER, Commune
from units import actions
from units.models import (
    Access,
    Honouree,
    HonoureeMerge,
    LikelyDouble,
    PersonalDataClass,
    RetentionDue,
)

pytestmark = pytest.mark.django_db
LIST = reverse("honouree-list")
DAY = timedelta(days=1)


@pytest.fixture
def here(client):
    place = Commune()
    client.force_login(place.keeper)
    return place


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def names(response) -> list[str]:
    page = response.content.decode()
    return [unescape(x) for x in re.findall(r'class="td-rowlink"[^>]*>([^<]+)<', page)]


def at(name, record):
    return reverse(name, args=[record.pk])


# ---- the list ----


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, django_assert_num_queries, count):
    unit = UnitFactory(parent=UnitFactory())
    client.force_login(MembershipFactory(unit=unit, role=Role.SECRETARY).user)
    HonoureeFactory.create_batch(count, unit=unit)

    # user, roles, branches; the access log; count, page; shell: memberships
    with django_assert_num_queries(8):
        response = client.get(LIST)

    assert len(names(response)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_doubles(client, django_assert_num_queries, count):
    here = Commune()
    client.force_login(here.secretary)
    for n in range(count):
        here.register(f"Lê {n}")
        here.register(f"Lê {n}")

    # user, roles, branches; the access log; count, page; shell: memberships
    with django_assert_num_queries(8):
        response = client.get(reverse("double-list"))

    assert response.content.decode().count("So sánh<") == count


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_what_has_run_out(client, django_assert_num_queries, count):
    here = Commune()
    client.force_login(here.secretary)
    for n in range(count):
        honouree = HonoureeFactory(unit=here.street, name=f"Lê {n}")
        RetentionDue.objects.create(
            honouree=honouree, code="details", due_on=date(2025, 1, 1)
        )

    # user, roles, branches; the access log; count, classes, page; shell: memberships;
    # every tree of the installation
    with django_assert_num_queries(10):
        response = client.get(reverse("personal-data"))

    assert (
        text(response).count("Ngày sinh, giới tính, số định danh 01/01/2025") == count
    )


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_one(client, django_assert_num_queries, count):
    here = Commune()
    client.force_login(here.secretary)
    honouree = here.register("Lê Thị Hoa", birth_year=1980)
    for n in range(count):
        actions.amend_honouree(
            honouree.pk, by=here.keeper, name="Lê Thị Hoa", birth_year=1981 + n
        )
        here.register("Lê Thị Hoa")

    # user, roles, branches, the record; the access log; positions, what was merged into it,
    # members, pairs, merges, classes; audit book, values beside it, names of positions; shell:
    # memberships
    with django_assert_num_queries(16):
        response = client.get(at("honouree", honouree))

    assert response.content.decode().count("So sánh hai bản ghi") == count
    assert text(response).count("năm sinh:") == count


def test_a_row_says_who_where_and_since_when_not(client, here):
    here.register("Vũ An", title="Tổ trưởng", birth_year=1970)
    here.register("Lớp 5A", kind="collective", unit=here.ward)
    gone = here.register("Lê Ánh", kind="household")
    actions.release_honouree(
        gone.pk, by=here.keeper, left_on=date(2025, 6, 30), because="moved"
    )

    page = client.get(LIST)

    assert names(page) == ["Lớp 5A", "Vũ An"]
    assert "2 đối tượng" in text(page)
    assert "Vũ An Cá nhân · 1970 Cá nhân Tổ trưởng Tổ dân phố 1 1970" in text(page)
    for query, found in (
        ({"tt": "left"}, ["Lê Ánh"]),
        ({"tt": "tat-ca"}, ["Lớp 5A", "Vũ An", "Lê Ánh"]),
        ({"loai": "individual"}, ["Vũ An"]),
        ({"loai": "household"}, []),
        ({"q": "vu"}, ["Vũ An"]),
        ({"q": "lop 5"}, ["Lớp 5A"]),
        ({"q": "zzz"}, []),
        ({"dv": here.street.pk}, ["Vũ An"]),
        ({"dv": here.ward.pk, "tt": "tat-ca"}, ["Lớp 5A", "Vũ An", "Lê Ánh"]),
        ({"dv": here.other.pk}, ["Lớp 5A", "Vũ An"]),
        ({"loai": "<x>", "tt": "<x>", "dv": "x"}, ["Lớp 5A", "Vũ An"]),
    ):
        assert names(client.get(LIST, query)) == found, query
    assert "Đã thôi 30/06/2025" in text(client.get(LIST, {"tt": "left"}))


def test_the_unit_is_not_said_twice(client, here):
    home = here.register("Lê Ánh", kind="household", title="tổ dân phố 1")

    assert "Hộ gia đình Hộ gia đình Tổ dân phố 1 " in text(client.get(LIST))
    page = text(client.get(at("honouree", home)))
    assert f"Hộ gia đình · số {home.pk} · Tổ dân phố 1 " in page
    assert "tổ dân phố 1" not in page
    assert str(home.positions.get()) == "Tổ dân phố 1"


def test_htmx_gets_the_results_alone(client, here):
    here.register("Vũ An")

    part = client.get(LIST, {"q": "vu"}, headers={"HX-Request": "true"})

    assert part.content.decode().lstrip().startswith('<div id="kq">')
    assert "HX-Request" in part["Vary"]


def test_empty_lists_say_what_to_do(client, here):
    assert "Ghi đối tượng đầu tiên" in text(client.get(LIST))
    assert "Không tìm thấy “xyz”" in text(client.get(LIST, {"q": "xyz"}))
    assert "Không có cặp nào" in text(client.get(reverse("double-list")))
    assert "không có gì tự xóa" in text(client.get(reverse("personal-data")))
    client.force_login(here.officer)
    page = text(client.get(LIST))
    assert "Quản trị đơn vị hoặc thư ký Hội đồng ghi." in page
    assert (
        "Người ở đơn vị bên dưới (phòng, trường, thôn, tổ dân phố) không hiện" in page
    )
    assert "Ghi đối tượng" not in page


def test_fifty_a_page(client, here):
    HonoureeFactory.create_batch(51, unit=here.street)

    assert len(names(client.get(LIST))) == 50
    assert len(names(client.get(LIST, {"trang": "2"}))) == 1


# ---- registered ----


def filled(here, **changes):
    return {
        "name": "Lê Thị Hoa", "birth": "28/2/1985", "gender": "female",
        "identity_number": NUMBER, "title": "Tổ phó", "unit": here.street.pk,
        "valid_from": "1/3/2024", "buoc": "lam",
    } | changes  # fmt: skip


def test_an_individual_is_registered(client, here):
    answer = client.post(reverse("honouree-create"), filled(here))

    honouree = Honouree.objects.get()
    assert answer["Location"] == at("honouree", honouree)
    assert (honouree.birth_date, honouree.gender, honouree.identity_tail) == (
        date(1985, 2, 28), "female", "234",
    )  # fmt: skip
    page = client.get(at("honouree", honouree))
    assert "Đã ghi Lê Thị Hoa, Tổ dân phố 1." in text(page)
    assert "Ngày sinh 28/02/1985 Giới tính Nữ Số định danh ••• 3 số cuối 234" in text(
        page
    )
    assert "036085001234" not in page.content.decode()


def test_a_household_is_registered_line_by_line(client, here):
    address = reverse("honouree-create") + "?loai=household"
    form = {
        "name": "Lê Văn Hòa", "members": "Trần Thị Lụa, vợ\r\n\r\nLê Minh\r\n",
        "title": "12 Ngõ Mẫu", "unit": here.street.pk, "valid_from": "1/3/2024",
        "buoc": "lam",
    }  # fmt: skip

    client.post(address, form)

    household = Honouree.objects.get()
    assert (household.kind, household.birth_year) == ("household", None)
    assert [str(x) for x in household.members.all()] == [
        "Trần Thị Lụa (vợ)", "Lê Minh",
    ]  # fmt: skip
    page = text(client.get(at("honouree", household)))
    assert "Thành viên hộ 2 người Trần Thị Lụa vợ Lê Minh" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Nhập họ và tên"),
        ({"birth": "1985x"}, "Ghi ngày sinh dạng ngày/tháng/năm hoặc chỉ năm sinh, ví dụ "
         "28/02/1985 hoặc 1985. Đang nhập: 1985x"),
        ({"birth": "31/02/1990"}, "Không có ngày 31/02/1990."),
        ({"birth": "1850"}, "Năm sinh phải từ 1900."),
        ({"identity_number": "123"}, "Số định danh gồm 12 chữ số"),
        ({"unit": ""}, "Tìm và chọn đơn vị."),
        ({"valid_from": "31/2/2024"}, "Không có ngày 31/02/2024."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client, here, changes, sentence
):
    answer = client.post(reverse("honouree-create"), filled(here, **changes))

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="Tổ phó"' in answer.content.decode()
    assert not Honouree.objects.exists()


def test_a_unit_of_somebody_else_cannot_be_chosen(client, here):
    answer = client.post(reverse("honouree-create"), filled(here, unit=here.other.pk))

    assert answer.status_code == 422
    assert "UBND phường Tây" not in answer.content.decode()
    pick = client.get(
        reverse("honouree-unit-pick", args=["unit"]), {"unit_tim": "phuong"}
    )
    assert "UBND phường Đông" in text(pick)
    assert "UBND phường Tây" not in text(pick)


def test_without_scripts_the_search_keeps_what_was_typed(client, here):
    form = filled(here, tim="unit", unit_tim="to dan")

    answer = client.post(reverse("honouree-create"), form)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Tổ dân phố 1" in page
    assert 'value="28/2/1985"' in page
    assert not Honouree.objects.exists()


# ---- alike ----


def test_somebody_alike_is_shown_before_it_is_done(client, here):
    known = here.register("Lê Thị Hoà", title="Tổ trưởng", birth_year=1985)

    first = client.post(reverse("honouree-create"), filled(here))

    assert first.status_code == 422
    assert "Có thể đã ghi rồi." in text(first)
    assert "Lê Thị Hoà (mở thẻ mới) , sinh 1985, Tổ trưởng, Tổ dân phố 1" in text(first)
    assert Honouree.objects.get() == known
    second = client.post(reverse("honouree-create"), filled(here, another="on"))
    assert second.status_code == 302
    assert Honouree.objects.count() == 2


def test_only_those_one_keeps_are_shown(client, here):
    here.register("Lê Thị Hoa", unit=here.other, by=here.neighbour, birth_year=1985)

    answer = client.post(reverse("honouree-create"), filled(here))

    assert answer.status_code == 302


def test_as_one_types(client, here):
    here.register("Lê Thị Hoà", birth_year=1985)
    address = reverse("honouree-alike") + "?loai=individual"

    def asked(**typed):
        return text(client.post(address, typed))

    known = "Lê Thị Hoà (mở thẻ mới) , sinh 1985, Tổ dân phố 1"
    certain = f"Có thể đã ghi rồi. Xem lại trước khi ghi mới: {known}"
    assert asked(name="le thi hoa", birth="1985") == certain
    assert asked(name="le thi hoa", unit=here.street.pk) == certain
    # From the name alone: that there is such a name.
    assert asked(name="le thi hoa") == f"Đã có bản ghi cùng tên: {known}"
    assert asked(name="le thi hoa", birth="1986", unit=here.street.pk) == ""
    assert asked(name="le thi") == ""
    assert asked(name="le thi hoa", birth="1986") == ""
    assert asked(name="le thi hoa", birth="x") == f"Đã có bản ghi cùng tên: {known}"
    assert asked() == ""
    assert client.get(address).status_code == 405


def test_namesakes_stand_below_those_who_are_near(client, here):
    here.register("Lê Thị Hoa", title="Tổ trưởng")
    here.register("Lê Thị Hoa", unit=here.ward)
    here.register("Lê Thị Hoa", unit=here.other, by=here.neighbour)
    address = reverse("honouree-alike") + "?loai=individual"
    typed = {"name": "Lê Thị Hoa", "unit": here.street.pk}

    page = client.post(address, typed)

    assert text(page) == (
        "Có thể đã ghi rồi. Xem lại trước khi ghi mới: Lê Thị Hoa (mở thẻ mới) , Tổ trưởng, "
        "Tổ dân phố 1 Còn có bản ghi cùng tên: Lê Thị Hoa (mở thẻ mới) , UBND phường Đông"
    )
    # Only of those who are near one says that they are another.
    assert page.content.decode().count('name="giong"') == 1


def test_they_are_shown_where_the_name_is_typed(client, here):
    here.register("Lê Thị Hoà", birth_year=1985)

    page = client.post(reverse("honouree-create"), filled(here)).content.decode()

    order = [page.index(x) for x in (
        'name="name"', "Có thể đã ghi rồi.", 'name="another"', 'name="birth"',
    )]  # fmt: skip
    assert order == sorted(order)


def test_typing_asks_the_same_of_one_and_of_three(
    client, here, django_assert_num_queries
):
    address = reverse("honouree-alike") + "?loai=individual"
    for count in (1, 3):
        while Honouree.objects.count() < count:
            here.register("Lê Thị Hoa", title=f"Tổ {Honouree.objects.count()}")
        # user, roles, branches; those near, namesakes
        with django_assert_num_queries(6):
            page = client.post(address, {"name": "Lê Thị Hoa"})
        assert page.content.decode().count("<li>") == count


# ---- another kind ----


def switch(client, kind, now="individual", **typed):
    address = f"{reverse('honouree-create')}?loai={kind}"
    return client.post(address, typed | {"doi": kind})


def test_another_kind_keeps_what_was_typed(client, here):
    typed = {
        "name": "Lê Thị Hoa", "birth": "28/2/1985", "gender": "female",
        "identity_number": NUMBER, "title": "Tổ phó", "unit": here.street.pk,
        "valid_from": "1/3/2024",
    }  # fmt: skip

    answer = switch(client, "household", **typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Họ và tên chủ hộ" in page
    assert "td-errors" not in page
    form = answer.context["form"]
    for name in ("name", "title", "unit", "valid_from"):
        assert str(form[name].value()) == str(typed[name])
    assert [name for name, _ in answer.context["aside"]] == [
        "birth", "gender", "identity_number",
    ]  # fmt: skip
    assert '<input type="hidden" name="birth" value="28/2/1985">' in page
    assert 'data-dirty="1"' in page
    assert not Honouree.objects.exists()

    back = switch(client, "individual", **typed | {"members": "Trần Thị Lụa, vợ"})
    form = back.context["form"]
    for name in ("name", "birth", "gender", "identity_number", "title"):
        assert str(form[name].value()) == typed[name]
    assert back.context["aside"] == [("members", "Trần Thị Lụa, vợ")]


def test_what_another_kind_has_is_not_written_of_this_one(client, here):
    typed = filled(here, name="Lê Văn Hòa", birth="1985", identity_number=NUMBER)

    client.post(f"{reverse('honouree-create')}?loai=household", typed)

    household = Honouree.objects.get()
    assert (household.kind, household.birth_year, household.identity_tail) == (
        "household", None, "",
    )  # fmt: skip


def test_enter_in_a_box_writes_and_does_not_turn_to_another_kind(client, here):
    page = client.get(reverse("honouree-create")).content.decode()
    first = re.search(
        r"<form class=\"td-panel td-fset\".*?(<button[^>]*>)", page, re.DOTALL
    )
    assert 'name="buoc"' in first[1]


# ---- corrected, placed, let go, tied ----


def test_corrected(client, here):
    honouree = here.register("Lê Thị Hoa", birth_year=1985, identity_number=NUMBER)
    address = at("honouree-amend", honouree)
    assert 'value="1985"' in client.get(address).content.decode()

    client.post(address, {"name": "Lê Thị Hoà", "birth": "", "identity_number": ""})

    honouree.refresh_from_db()
    assert (honouree.name, honouree.birth_year, honouree.identity_tail) == (
        "Lê Thị Hoà", None, "234",
    )  # fmt: skip
    client.post(address, {"name": "Lê Thị Hoà", "forget_number": "on"})
    honouree.refresh_from_db()
    assert (honouree.identity_tail, honouree.identity_digest) == ("", "")
    events = text(client.get(at("honouree", honouree)))
    assert "họ tên, tên gọi: Lê Thị Hoa → Lê Thị Hoà" in events
    assert "số cuối của số định danh: 234 → (trống)" in events
    assert "dấu số định danh" not in events


def test_members_are_corrected(client, here):
    household = here.register(
        "Lê Văn Hòa", kind="household", members=[("Lê Minh", "con"), ("Lê An", "")]
    )
    address = at("honouree-amend", household)
    assert "Lê Minh, con\nLê An</textarea>" in client.get(address).content.decode()

    wrong = client.post(address, {"name": "Lê Văn Hòa", "members": ", con"})
    client.post(address, {"name": "Lê Văn Hòa", "members": "Lê Minh, con trai"})

    assert wrong.status_code == 422
    assert "Mỗi dòng một người" in text(wrong)
    assert [str(x) for x in household.members.all()] == ["Lê Minh (con trai)"]


def test_placed_and_let_go(client, here):
    honouree = here.register(title="Tổ phó")
    form = {"unit": here.ward.pk, "title": "Tổ trưởng", "valid_from": "1/5/2025"}

    done = client.post(at("honouree-place", honouree), form | {"buoc": "lam"})
    again = client.post(at("honouree-place", honouree), form | {"buoc": "lam"})

    assert done.status_code == 302
    assert again.status_code == 422
    assert "Chức vụ, đơn vị mới giống hệt cái đang ghi." in text(again)
    assert "Lê Thị Hoa: Tổ trưởng, UBND phường Đông, từ ngày 01/05/2025." in text(again)
    future = {"left_on": "1/1/2999", "because": "died"}
    assert "Ngày thôi chưa tới" in text(
        client.post(at("honouree-release", honouree), future)
    )
    client.post(
        at("honouree-release", honouree), {"left_on": "30/6/2025", "because": "died"}
    )
    page = text(client.get(at("honouree", honouree)))
    assert "Thôi 30/06/2025 · Qua đời" in page
    assert "giữ đến hết 30/06/2027" in page


def test_tied_to_an_account_of_the_branch(client, here):
    honouree = here.register()
    mine = UserFactory(home=here.ward, username="hoa.lt")
    UserFactory(home=here.other, username="noi.khac")
    address = at("honouree-account", honouree)

    answers = {
        name: text(client.post(address, {"username": name}))
        for name in ("noi.khac", "khong.co")
    }
    client.post(address, {"username": "HOA.LT"})

    for name, answer in answers.items():
        assert f"Không có tài khoản “{name}” ở các đơn vị anh/chị trông." in answer
    assert Honouree.objects.get().account == mine
    client.post(address, {"username": ""})
    assert Honouree.objects.get().account is None


# ---- doubles ----


def test_a_pair_is_merged_and_the_old_address_leads_to_the_kept_one(client, here):
    one, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    address = at("double", pair)
    assert "Cùng họ tên, cùng đơn vị" in text(client.get(address))

    merged = client.post(address, {"viec": "gop", "giu": other.pk})

    assert merged["Location"] == at("honouree", other)
    old = client.get(at("honouree", one))
    assert (old.status_code, old["Location"]) == (302, at("honouree", other))
    page = client.get(at("honouree", other))
    assert f"Bản ghi số {one.pk} đã gộp vào bản ghi này, số {other.pk}." in text(page)
    merge = HonoureeMerge.objects.get()
    assert "Gỡ lần gộp" in text(page)
    assert "Gỡ lần gộp số" in text(client.get(at("merge-undo", merge)))

    parted = client.post(at("merge-undo", merge))

    assert parted["Location"] == at("honouree", one)
    assert client.get(at("honouree", one)).status_code == 200
    twice = client.post(at("merge-undo", merge), follow=True)
    assert "Lần gộp này đã được gỡ." in text(twice)


def test_a_pair_is_told_apart(client, here):
    here.register("Lê Thị Hoa")
    here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()

    client.post(at("double", pair), {"viec": "khac"})

    assert "Không có cặp nào" in text(client.get(reverse("double-list")))
    assert LikelyDouble.objects.get().dismissed_by == here.keeper


def test_a_refused_merge_is_said_on_the_page(client, here):
    one, other = here.register("Lê Thị Hoa"), here.register("Lê Thị Hoa")
    pair = LikelyDouble.objects.get()
    actions.release_honouree(
        one.pk, by=here.keeper, left_on=localdate(), because="moved"
    )

    nothing = client.post(at("double", pair), {"viec": "gop"})
    refused = client.post(at("double", pair), {"viec": "gop", "giu": one.pk})

    assert (nothing.status_code, refused.status_code) == (422, 422)
    assert "Chọn bản ghi được giữ lại." in text(nothing)
    assert "Lê Thị Hoa đã thôi; giữ lại bản ghi đang theo dõi." in text(refused)
    assert other.status == "active"


# ---- personal data ----


def test_what_has_run_out_is_erased_after_a_second_look(client, here):
    honouree = here.register(gender="female")
    actions.release_honouree(
        honouree.pk, by=here.keeper, left_on=date(2024, 3, 1), because="moved"
    )
    due = RetentionDue.objects.create(
        honouree=honouree, code="details", due_on=date(2026, 3, 1)
    )
    address = reverse("retention-carry-out")

    asked = client.post(address, {"chon": due.pk})

    assert "Xóa 1 mục dữ liệu hết thời hạn?" in text(asked)
    assert Honouree.objects.get().gender == "female"
    client.post(address, {"chon": due.pk, "buoc": "lam"})
    assert Honouree.objects.get().gender == ""
    again = client.post(address, {"chon": due.pk, "buoc": "lam"}, follow=True)
    assert "Chọn ít nhất một dòng còn trong danh sách." in text(again)


def test_a_term_is_set_on_screen(client, here):
    client.force_login(here.above)
    address = reverse("retention-set", args=["details"])
    assert "Từ 6 đến 120 tháng. Đang áp dụng: 24 tháng." in text(client.get(address))
    form = {"keep_months": "200", "valid_from": "1/1/2027", "decided_by": "QĐ 1"}

    wrong = client.post(address, form)
    right = client.post(address, form | {"keep_months": "36"})

    assert "Thời hạn phải từ 6 đến 120 tháng. Đang nhập: 200." in text(wrong)
    assert right.status_code == 302
    assert PersonalDataClass.objects.filter(code="details").count() == 2
    assert client.get(reverse("retention-set", args=["x"])).status_code == 404
    client.force_login(here.keeper)
    assert client.get(address).status_code == 403


def cells(content: bytes) -> str:
    with ZipFile(io.BytesIO(content)) as file:
        words = file.read("xl/sharedStrings.xml").decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


def test_the_file_of_one_person_holds_all_and_is_logged(client, here):
    honouree = here.register(
        "Lê Thị Hoa", title="=Tổ phó", birth_date=date(1985, 2, 28), gender="female",
        identity_number=NUMBER,
    )  # fmt: skip
    actions.amend_honouree(
        honouree.pk, by=here.keeper, name="Lê Thị Hoà", birth_date=date(1985, 2, 28),
        gender="female",
    )  # fmt: skip

    answer = client.get(at("honouree-file", honouree))

    assert answer["Content-Disposition"] == (
        f'attachment; filename="du-lieu-ca-nhan-{honouree.pk}.xlsx"'
    )
    said = cells(answer.content)
    for words in (
        "Họ tên, tên gọi Lê Thị Hoà", "28/02/1985", "Nữ", "không lưu; 3 số cuối 234",
        "=Tổ phó", "Tổ dân phố 1", "Lê Thị Hoa ", "24 tháng sau khi thôi",
        "Tải về", "91/2025/QH15",
    ):  # fmt: skip
        assert words in said, words
    assert "036085001234" not in said
    line = Access.objects.get()
    assert (line.what, line.user, line.about, line.subject_id, line.unit) == (
        "downloaded", here.keeper, f"Cá nhân số {honouree.pk}", honouree.pk, here.street,
    )  # fmt: skip


def test_every_look_is_logged_without_a_name(client, here):
    honouree = here.register("Lê Thị Hoa")
    client.get(LIST)
    client.get(at("honouree", honouree))

    lines = [(x.what, x.subject, x.subject_id, x.about) for x in Access.objects.all()]

    assert set(lines) == {
        ("viewed", "units.Honouree", None, "Danh sách: đối tượng khen thưởng"),
        ("viewed", "units.Honouree", honouree.pk, f"Cá nhân số {honouree.pk}"),
    }
    assert len(lines) == 2


def test_erased_on_screen(client, here):
    honouree = here.register("Lê Thị Hoa")
    address = at("honouree-erase", honouree)
    form = {"reason": "Theo yêu cầu", "basis": "Đơn ngày 02/3/2026"}

    unsure = client.post(address, form)
    sure = client.post(address, form | {"understood": "on"}, follow=True)

    assert unsure.status_code == 422
    assert "Đánh dấu ô này để xóa." in text(unsure)
    page = text(sure)
    assert "Đã xóa dữ liệu cá nhân của bản ghi số" in page
    assert "Văn bản đã ban hành giữ nguyên." in page
    assert "Lê Thị Hoa" not in page
    assert names(client.get(LIST, {"tt": "tat-ca"})) == []


# ---- who sees what ----


VISITORS = ("keeper", "secretary", "above", "officer", "neighbour", "clerk", "nobody")
ROOM = {"keeper": 200, "secretary": 200, "above": 200, "officer": 403, "neighbour": 200,
        "clerk": 403}  # fmt: skip
OWN = {"keeper": 200, "secretary": 200, "above": 200, "officer": 403, "neighbour": 404,
       "clerk": 404}  # fmt: skip
PAGES = {
    "honouree-list": ROOM | {"officer": 200},
    "honouree-create": ROOM,
    "honouree-unit-pick": ROOM,
    "honouree-unit-pick-ended": ROOM,
    "double-list": ROOM,
    "personal-data": ROOM,
    "honouree": OWN | {"officer": 200},
    "honouree-amend": OWN,
    "honouree-place": OWN,
    "honouree-release": OWN,
    "honouree-account": OWN,
    "honouree-file": OWN,
    "honouree-erase": OWN | {"secretary": 403},
    "double": OWN | {"officer": 404},
    "merge-undo": OWN | {"officer": 404},
    "retention-set": {"keeper": 403, "secretary": 403, "above": 200, "officer": 403,
                      "neighbour": 403, "clerk": 403},
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_who_sees_which_page(client, here, name):
    honouree = here.register("Lê Thị Hoa", unit=here.ward)
    here.register("Lê Thị Hoa", unit=here.ward)
    merge = actions.merge_honourees(
        here.register("Lê Bà", unit=here.ward).pk,
        here.register("Lê Bà", unit=here.ward).pk,
        by=here.keeper,
    )
    here.clerk = here.person(here.ward, Role.CLERK)
    arguments = {
        "honouree-unit-pick": ["unit"], "honouree-unit-pick-ended": ["unit"],
        "retention-set": ["details"],
        "double": [LikelyDouble.objects.visible_to(here.keeper).get().pk], "merge-undo": [merge.pk],
        "honouree-list": [], "honouree-create": [], "double-list": [],
        "personal-data": [],
    }.get(name, [honouree.pk])  # fmt: skip
    address = reverse(name, args=arguments)
    found = {}
    for visitor in VISITORS:
        client.logout()
        if visitor != "nobody":
            client.force_login(getattr(here, visitor))
        found[visitor] = client.get(address).status_code

    assert found == PAGES[name] | {"nobody": 302}


@pytest.mark.parametrize(
    "name", ["honouree-amend", "honouree-place", "honouree-release", "honouree-erase"]
)
def test_who_may_not_changes_nothing(client, here, name):
    honouree = here.register("Lê Thị Hoa", unit=here.ward)
    before = Honouree.objects.values().get()
    form = {
        "name": "Khác", "unit": here.ward.pk, "title": "Khác", "valid_from": "1/5/2025",
        "left_on": "1/5/2025", "because": "moved", "reason": "x", "basis": "x",
        "understood": "on", "buoc": "lam",
    }  # fmt: skip
    for visitor, status in (("officer", 403), ("neighbour", 404)):
        client.force_login(getattr(here, visitor))
        assert client.post(at(name, honouree), form).status_code == status
    client.logout()
    assert client.post(at(name, honouree), form).status_code == 401
    assert Honouree.objects.values().get() == before


def test_a_neighbour_finds_nothing_of_the_ward(client, here):
    here.register("Lê Bí Mật", unit=here.ward, title="Chức Kín")
    here.register("Lê Bí Mật", unit=here.ward)
    client.force_login(here.neighbour)
    answers = [
        client.get(LIST), client.get(LIST, {"q": "bi mat"}),
        client.get(LIST, {"dv": here.ward.pk}), client.get(reverse("double-list")),
        client.get(reverse("personal-data")),
        client.post(reverse("honouree-alike") + "?loai=individual",
                    {"name": "Lê Bí Mật", "unit": here.ward.pk}),
    ]  # fmt: skip

    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 200
        for secret in ("Lê Bí", "Chức Kín", "UBND phường Đông"):
            assert secret not in page.replace("“bi mat”", "")
    assert "<b>0 đối tượng</b>" in answers[1].content.decode()


def test_an_officer_reads_less(client, here):
    honouree = here.register(
        "Lê Thị Hoa", unit=here.ward, birth_date=date(1985, 2, 28),
        identity_number=NUMBER, gender="female",
    )  # fmt: skip
    client.force_login(here.officer)

    page = text(client.get(at("honouree", honouree)))

    assert "Năm sinh 1985" in page
    for secret in ("28/02/1985", "234", "Nữ", "Nhật ký", "Xóa dữ liệu"):
        assert secret not in page, secret


def test_the_bar_leads_there(client, here):
    bar = f'<a href="{LIST}"'
    for visitor, shown in (
        ("secretary", 2), ("officer", 2), ("keeper", 0), ("neighbour", 0),
    ):  # fmt: skip
        client.force_login(getattr(here, visitor))
        page = client.get(reverse("home")).content.decode()
        assert page.count(bar) == shown, visitor
    client.force_login(here.keeper)
    page = client.get(LIST).content.decode()
    assert f'<a href="{LIST}" aria-current="page">Đối tượng khen thưởng</a>' in page
    assert 'aria-current="page">Quản trị' in page


def test_the_page_of_a_unit_leads_to_its_people(client, here):
    here.register("Lê Thị Hoa")
    here.register("Ở phường", unit=here.ward)
    link = f"{LIST}?dv={here.street.pk}"

    assert link in client.get(at("unit", here.street)).content.decode()
    assert names(client.get(link)) == ["Lê Thị Hoa"]
