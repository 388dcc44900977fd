"""Lỗi nói một lần: all that is wrong with a form at once, each beside its box."""

import re
from html import unescape

import pytest
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories import UserFactory
from tests.test_units_reform import BASIS, Province
from units import form_messages
from units.errors import Refused, Way
from units.models import Unit, User

pytestmark = pytest.mark.django_db
TAKEN = "Mã định danh “{}” đã có đơn vị khác dùng; ghi mã định danh khác."


@pytest.fixture
def here(client):
    place = Province()
    client.force_login(place.administrator)
    return place


def beside(response) -> dict[str, list[str]]:
    """Field → what stands beside its box."""
    form = response.context["form"]
    found = {
        name: form_messages.of_field(form[name])
        for name in form.errors
        if name in form.fields
    }
    page = unescape(response.content.decode())
    for name, sentences in found.items():
        box = re.search(
            rf'id="{form[name].auto_id}_error"[^>]*>(.*?)</', page, re.DOTALL
        )
        assert box, name
        assert all(sentence in page for sentence in sentences)
    return found


def post(client, act, unit, /, **data):
    return client.post(reverse(act, args=[unit.pk]), data)


def parts(here, **changes):
    data = {
        "effective_on": "1/7/2025", "basis": BASIS, "buoc": "xem", "way": "chia", "count": "2",
        "p1_code": "H99.1", "p1_name": "A", "p1_short_name": "A",
        "p2_code": "H99.2", "p2_name": "B", "p2_short_name": "B",
        f"takes_{here.east.pk}": "1",
    }  # fmt: skip
    return data | changes


def test_a_code_twice_in_a_division_is_told_at_the_second(client, here):
    answer = post(client, "unit-divide", here.ward, **parts(here, p2_code="H99.1"))

    assert answer.status_code == 422
    assert beside(answer) == {
        "p2_code": ["Trùng với ô “Mã định danh (1)” ở trên; ghi mã khác."]
    }


def test_a_name_twice_in_a_division_is_told_at_the_second(client, here):
    answer = post(client, "unit-divide", here.ward, **parts(here, p2_short_name="a"))

    assert answer.status_code == 422
    assert beside(answer) == {
        "p2_short_name": ["Trùng với ô “Tên gọn (1)” ở trên; ghi tên gọn khác."]
    }


def test_all_that_is_wrong_with_a_division_at_once(client, here):
    data = parts(
        here, effective_on="1/1/1900", p1_code=here.other.code, p2_name="",
        **{f"takes_{here.east.pk}": ""},
    )  # fmt: skip

    answer = post(client, "unit-divide", here.ward, **data)

    day = f"{here.ward.valid_from:%d/%m/%Y}"
    assert beside(answer) == {
        "effective_on": [
            f"UBND phường Đông có từ ngày {day}; ngày hiệu lực phải sau ngày đó."
        ],
        "p1_code": [TAKEN.format(here.other.code)],
        "p2_name": ["Nhập tên đầy đủ (2)."],
        f"takes_{here.east.pk}": ["Chọn đơn vị mới mà Tổ dân phố 1 về."],
    }


def test_all_that_is_wrong_with_a_merger_at_once(client, here):
    answer = post(
        client, "unit-merge", here.district, effective_on="1/1/1900", basis="", buoc="xem",
        units=[here.ward.pk], into="moi", code=here.other.code,
    )  # fmt: skip

    assert set(beside(answer)) == {
        "effective_on", "basis", "units", "code", "name", "short_name",
    }  # fmt: skip
    assert beside(answer)["units"] == ["Chọn ít nhất hai đơn vị để sáp nhập."]
    assert beside(answer)["code"] == [TAKEN.format(here.other.code)]


def test_the_one_that_takes_the_others_in_is_one_of_them(client, here):
    answer = post(
        client, "unit-merge", here.district, effective_on="1/7/2025", basis=BASIS, buoc="xem",
        units=[], into=here.ward.pk,
    )  # fmt: skip
    assert beside(answer)["into"] == [
        "Đơn vị nhận sáp nhập phải là một trong các đơn vị đã chọn."
    ]


def test_all_that_is_wrong_with_a_new_unit_at_once(client, here):
    Unit.objects.filter(pk=here.ward.pk).update(valid_to="2025-06-30")

    answer = post(
        client, "unit-create", here.ward, code=here.other.code, valid_from="1/7/2025",
        kind="phong", name="", short_name="Văn phòng", seal_mm="x",
    )  # fmt: skip

    assert beside(answer) == {
        "code": [TAKEN.format(here.other.code)],
        "valid_from": [
            "UBND phường Đông đã kết thúc ngày 30/06/2025 nên không nhận đơn vị mới."
        ],
        "name": ["Nhập tên đầy đủ."],
        "seal_mm": [
            "Đường kính con dấu phải là một số, ví dụ 36 hoặc 36,5. Đang nhập: x"
        ],
    }


def test_all_that_is_wrong_with_a_new_account_at_once(client, here):
    UserFactory(username="nva")
    typed = {
        "full_name": "", "username": "NVA ", "unit": here.ward.pk, "how": "go",
        "password": "ngắn", "email": "x",
    }  # fmt: skip

    answer = client.post(reverse("user-create"), typed)

    found = beside(answer)
    assert set(found) == {"full_name", "username", "password", "email"}
    assert found["username"] == [
        "Tên đăng nhập “nva” đã có tài khoản khác dùng; ghi tên đăng nhập khác."
    ]
    answer = client.post(reverse("user-create"), typed | {"username": "Nguyễn A"})
    assert beside(answer)["username"][0].startswith("Tên đăng nhập gồm 2 đến 60")


def test_all_that_is_wrong_with_a_role_at_once(client, here):
    user = User.objects.get(pk=here.person(here.ward, "officer").pk)
    typed = {
        "unit": here.east.pk, "role": "leader", "capacity": "deputy", "title": "",
        "valid_from": "2/7/2025", "valid_to": "1/7/2025",
    }  # fmt: skip

    answer = client.post(reverse("role-grant", args=[user.pk]), typed)

    assert beside(answer) == {
        "title": ["Người ký thay, thừa lệnh phải có chức vụ."],
        "capacity": [
            "Tổ dân phố 1 không ban hành văn bản nên không có người ký. "
            f'<a href="/don-vi/{here.east.pk}/sua-ten/">Nếu đơn vị có ban hành, ghi Tên in '
            "trên văn bản</a>"
        ],
        "valid_to": ["Ngày thôi giữ vai trò không được trước ngày nhận."],
    }


def test_what_is_too_long_is_not_called_missing(client, here):
    user = User.objects.get(pk=here.person(here.ward, "officer").pk)
    typed = {
        "unit": here.ward.pk, "role": "leader", "capacity": "deputy", "title": "P" * 101,
        "valid_from": "2/7/2025",
    }  # fmt: skip

    answer = client.post(reverse("role-grant", args=[user.pk]), typed)

    assert list(beside(answer)) == ["title"]
    assert len(beside(answer)["title"]) == 1


class Box(forms.Form):
    name = forms.CharField(required=False)


def test_an_act_says_each_sentence_where_it_belongs():
    form = Box({})
    assert form.is_valid()
    parts = [("name", "Tên sai."), ("", "Cả tờ sai."), ("other", "Ô khác sai.")]

    form_messages.refused(form, Refused("Tất cả.", parts=parts))

    assert form.errors == {
        "name": ["Tên sai."], "__all__": ["Cả tờ sai.", "Ô khác sai."],
    }  # fmt: skip
    assert Refused("Một câu.").parts == (("", "Một câu."),)
    assert Refused("Một câu.", at="name").parts == (("name", "Một câu."),)


@pytest.mark.parametrize("at", ["name", ""])
def test_a_way_out_is_a_link_once(at):
    """Beside its box, or in the summary where it has none; never as letters of a link."""
    form = Box({"name": "x"})
    form.is_valid()
    way = Way("Mở <bản> ghi", "login", ())
    form_messages.refused(form, Refused("Đã có <rồi>.", way=way, at=at))
    link = '<a href="/dang-nhap/">Mở &lt;bản&gt; ghi</a>'

    page = render_to_string("td5/errors.html", {"form": form})

    if not at:
        assert f'<b class="td-bad">Đã có &lt;rồi&gt;. {link}</b>' in page
    else:
        assert '<a href="#id_name">Name: Đã có &lt;rồi&gt;.</a>' in page
        assert form_messages.of_field(form["name"]) == [f"Đã có &lt;rồi&gt;. {link}"]
    assert "&lt;a" not in page
    assert "<a" not in re.sub(r"<a .*?</a>", "", page)
