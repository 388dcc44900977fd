"""Họ tên toàn chữ thường, toàn chữ hoa: offered the usual way, kept where somebody says so."""

import re
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import test_excel_accounts as accounts
from tests import test_excel_honourees as honourees
from tests.factories import UserFactory
from tests.sheet_files import Office, faults, told
from tests.test_units_honourees import Commune
from tests.test_units_views_honourees import at, text
from units.models import Honouree, User
from units.queries import sheets as queries
from units.vietnamese import usual_name

CREATE, NEW_USER = reverse("honouree-create"), reverse("user-create")


@pytest.fixture
def here(client):
    place = Commune()
    client.force_login(place.keeper)
    return place


# ---- the rule ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("đặng thị ước", "Đặng Thị Ước"),
        ("h'lan niê", "H'Lan Niê"),
        ("K’BRIÊU", "K’Briêu"),
        ("Y MOAN ÊNUÔL", "Y Moan Ênuôl"),
        ("ksor-h'bia", "Ksor-H'Bia"),
        ("AN", "An"),
        ("Nguyễn Văn An", ""),
        ("nguyễn Văn An", ""),  # mixed: somebody meant it
        ("Ksor H'bia", ""),
        ("Y", ""),
        ("A", ""),
        ("", ""),
        ("12", ""),
        ("\u0110\u1eb6NG", "Đặng"),
        ("nguye\u0302\u0303n an", "Nguyễn An"),  # marks typed after their letter
    ],
)
def test_the_usual_way(typed, usual):
    assert usual_name(typed) == usual


NAMES = st.lists(
    st.text(alphabet="aăâbcdđeêhiklmnoôơptuưvxyấờợ'", min_size=1, max_size=7),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip


@given(name=NAMES, case=st.sampled_from([str.lower, str.upper, str.title]))
def test_only_the_case_changes_and_only_once(name, case):
    typed = case(name)
    usual = usual_name(typed)

    assert usual_name(usual) == ""
    if usual:
        assert usual.casefold() == typed.casefold()
        assert typed in (typed.lower(), typed.upper())
        letters = re.findall(r"[^\W\d_]+", usual)
        assert all(
            (run[0].isupper() and not run[1:].isupper()) or len(run) == 1
            for run in letters
        )


# ---- the forms ---------------------------------------------------------------------------------


def person(here, **more):
    return {
        "name": "nguyễn văn an", "birth": "", "gender": "", "title": "Tổ phó",
        "unit": here.street.pk, "valid_from": "01/01/2026", "buoc": "lam",
    } | more  # fmt: skip


def buttons(response):
    page = response.content.decode()
    pattern = r'<button[^>]*name="(viet-hoa|giu-ten)" value="([^"]*)"[^>]*>([^<]*)<'
    return [tuple(map(unescape, found)) for found in re.findall(pattern, page)]


BOTH = [
    ("viet-hoa", "1", "Viết “Nguyễn Văn An”"),
    ("giu-ten", "nguyễn văn an", "Giữ “nguyễn văn an”"),
]


@pytest.mark.django_db
def test_a_name_in_small_letters_comes_back_with_two_ways(client, here):
    answer = client.post(CREATE, person(here))

    assert answer.status_code == 422
    assert not Honouree.objects.exists()
    assert buttons(answer) == BOTH
    page = answer.content.decode()
    assert 'value="nguyễn văn an"' in page
    assert 'value="Tổ phó"' in page
    assert "Họ tên đang viết toàn chữ thường. Chọn một cách viết dưới ô này." in text(
        answer
    )
    capitals = client.post(CREATE, person(here, name="NGUYỄN VĂN AN"))
    assert "Họ tên đang viết toàn chữ hoa." in text(capitals)


WRITTEN = "Đã viết lại họ tên. Xem lại rồi bấm nút ở cuối biểu mẫu để lưu."


@pytest.mark.django_db
def test_what_is_kept_goes_on(client, here):
    kept = client.post(CREATE, person(here, **{"giu-ten": "nguyễn văn an"}))

    assert kept.status_code == 302
    assert Honouree.objects.get().name == "nguyễn văn an"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "written"), [("nguyễn văn an", "Nguyễn Văn An"), ("Lê An", "Lê An")]
)
def test_to_write_the_name_is_not_to_save_yet(client, here, typed, written):
    used = client.post(CREATE, person(here, name=typed, **{"viet-hoa": "1"}))

    assert (used.status_code, Honouree.objects.count()) == (200, 0)
    page = used.content.decode()
    for kept in (written, "Tổ phó", "01/01/2026"):
        assert f'value="{kept}"' in page, kept
    assert 'data-dirty="1"' in page
    assert buttons(used) == []
    assert WRITTEN in text(used)
    assert client.post(CREATE, person(here, name=written)).status_code == 302


@pytest.mark.django_db
def test_a_choice_outlives_another_mistake(client, here):
    wrong = {"valid_from": "hôm qua"}

    used = client.post(CREATE, person(here, **wrong, **{"viet-hoa": "1"}))
    kept = client.post(CREATE, person(here, **wrong, **{"giu-ten": "nguyễn văn an"}))

    assert 'value="Nguyễn Văn An"' in used.content.decode()
    assert buttons(used) == []
    page = kept.content.decode()
    assert '<input type="hidden" name="giu-ten" value="nguyễn văn an">' in page
    assert buttons(kept) == []
    other = client.post(
        CREATE, person(here, name="lê văn bình", **{"giu-ten": "nguyễn văn an"})
    )
    assert other.status_code == 422
    assert buttons(other)[0][2] == "Viết “Lê Văn Bình”"


@pytest.mark.django_db
def test_what_is_typed_is_shown_and_does_no_harm(client, here):
    answer = client.post(CREATE, person(here, name='<b>an</b> "x"'))

    assert buttons(answer)[1][1] == '<b>an</b> "x"'
    assert "<b>an</b>" not in answer.content.decode()


@pytest.mark.django_db
def test_a_household_is_asked_and_a_collective_is_not(client, here):
    facts = {"members": ""}
    asked = client.post(f"{CREATE}?loai=household", person(here, **facts))
    assert buttons(asked) == BOTH

    client.post(f"{CREATE}?loai=collective", person(here, name="đội an ninh"))

    assert Honouree.objects.get().name == "đội an ninh"


@pytest.mark.django_db
def test_a_name_that_is_kept_already_is_offered_but_not_in_the_way(client, here):
    record = here.register("nguyễn văn an")
    address = at("honouree-amend", record)
    assert buttons(client.get(address)) == BOTH
    same = {"name": "nguyễn văn an", "birth": "", "gender": "male"}

    assert client.post(address, same).status_code == 302
    record.refresh_from_db()
    assert (record.name, record.gender) == ("nguyễn văn an", "male")
    used = client.post(address, same | {"viet-hoa": "1", "seen": "7"})
    assert 'name="seen" value="7"' in used.content.decode()
    client.post(address, same | {"name": "Nguyễn Văn An"})
    record.refresh_from_db()
    assert record.name == "Nguyễn Văn An"
    assert buttons(client.get(address)) == []


@pytest.mark.django_db
def test_accounts_are_offered_it_too(client, here):
    typed = {
        "full_name": "TRẦN THỊ BÉ", "username": "be.tt", "email": "",
        "unit": here.ward.pk, "how": "phieu", "password": "",
    }  # fmt: skip
    asked = client.post(NEW_USER, typed)
    assert buttons(asked)[0] == ("viet-hoa", "1", "Viết “Trần Thị Bé”")
    assert not User.objects.filter(username="be.tt").exists()

    used = client.post(NEW_USER, typed | {"viet-hoa": "1"})
    assert 'value="Trần Thị Bé"' in used.content.decode()
    assert 'data-dirty="1"' in used.content.decode()
    assert not User.objects.filter(username="be.tt").exists()
    client.post(NEW_USER, typed | {"full_name": "Trần Thị Bé"})

    assert User.objects.get(username="be.tt").full_name == "Trần Thị Bé"
    other = UserFactory(full_name="lê an", home=here.ward)
    address = at("user-amend", other)
    assert buttons(client.get(address))[0][2] == "Viết “Lê An”"
    asked = client.post(address, {"full_name": "lê ân", "email": ""})
    assert (asked.status_code, buttons(asked)[0][2]) == (422, "Viết “Lê Ân”")


# ---- sheets ------------------------------------------------------------------------------------

HINT = "Viết toàn chữ thường; thường viết “Nguyễn Văn An”. Nhập như đang ghi."


@pytest.mark.django_db
def test_the_dry_run_of_people_hints_and_takes_it_as_it_is():
    office = Office()
    kept = honourees.rehearse(
        office,
        honourees.row("nguyễn văn an"),
        honourees.row("Ksor H'bia"),
        honourees.row("đội an ninh", "Tập thể"),
    )

    assert [outcome for _, outcome, _ in told(kept)] == ["added"] * 3
    assert faults(kept) == [(2, "Họ tên, tên gọi", HINT)]
    _, rows = queries.result_rows(kept)
    _, said, refused = next(rows)
    assert HINT.rstrip(".") in said
    assert not refused
    done = honourees.carry_out(office, honourees.row("nguyễn văn an"))
    assert done.status == "done"
    assert Honouree.objects.get().name == "nguyễn văn an"
    again = honourees.rehearse(office, honourees.row("nguyễn văn an"))
    assert faults(again) == []  # nothing changes: nothing is said


@pytest.mark.django_db
def test_the_dry_run_of_accounts_hints_once_for_an_account():
    office = Office()
    kept = accounts.rehearse(
        office,
        accounts.row(name="NGUYỄN VĂN AN"),
        accounts.row(
            name="NGUYỄN VĂN AN", role="Văn thư", unit="H1", since="01/07/2025"
        ),
    )

    assert [outcome for _, outcome, _ in told(kept)] == ["added", "added"]
    assert faults(kept) == [(2, "Họ và tên", HINT.replace("chữ thường", "chữ hoa"))]
