"""Trang đơn vị; lập đơn vị trực thuộc; sửa thông tin."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories import (
    Capacity,
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
)
from tests.test_units_reform import BASIS, LAST_DAY, REFORM, Province
from units import actions, audit
from units.errors import Refused
from units.models import Unit, UnitName, UnitPlace

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    place = Province()
    client.force_login(place.administrator)
    return place


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def show(client, unit, **query):
    return client.get(reverse("unit", args=[unit.pk]), query)


# ---- the page -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, django_assert_num_queries, count):
    top = UnitFactory()
    unit = UnitFactory(parent=top)
    for n in range(count):
        UnitFactory(parent=unit)
        MembershipFactory(
            unit=unit, leader=True, capacity=Capacity.DEPUTY, title="Phó Chủ tịch",
            valid_from=date(2021, 1, 1 + n),
        )  # fmt: skip
        old = UnitFactory(parent=top)
        actions.merge_units(
            [unit.pk, old.pk], by=None or _above(top), effective_on=date(2022 + n, 1, 1),
            basis=BASIS, into_id=unit.pk,
        )  # fmt: skip
        audit.write("user.amended", unit, by=None)
    client.force_login(_above(top))

    # user, roles; paths of the branch; the
    # unit, its parts (count, page), lineage, places, roles, clusters, reforms to come, names,
    # what it links to,
    # crumbs; places, names, parts of the rows; audit book, what it names (2); shell: memberships
    with django_assert_num_queries(20):
        response = show(client, unit)

    assert response.content.decode().count("Sáp nhập, hợp nhất từ") == count


def _above(top):
    """Its administrator, always the same."""
    held = (
        top.memberships.filter(role=Role.ADMINISTRATOR).select_related("user").first()
    )
    return (held or MembershipFactory(unit=top, role=Role.ADMINISTRATOR)).user


def test_facts_of_an_authority_and_of_a_part(client, here):
    page = text(show(client, here.ward))
    assert f"mã {here.ward.code} · từ 01/01/2020" in page
    assert "Trực thuộc UBND quận Mẫu" in page
    assert "Người đứng đầu Chủ tịch, ký TM. Ủy ban nhân dân" in page
    assert "Con dấu của đơn vị, đường kính 36 mm" in page

    assert "Văn bản không ban hành văn bản" in text(show(client, here.east))
    top = text(show(client, here.top))
    assert "không, đứng đầu một cây đơn vị" in top
    assert "Chuyển nơi trực thuộc cùng mọi" not in top


def test_where_it_comes_from_and_who_followed(client, here):
    merged = here.reform()

    new, old = text(show(client, merged)), text(show(client, here.ward))

    assert (
        "Đi trước UBND phường Đông Sáp nhập, hợp nhất từ 01/07/2025 "
        "UBND phường Tây Sáp nhập, hợp nhất từ 01/07/2025 "
        "UBND quận Mẫu Giải thể, chuyển giao nhiệm vụ từ 01/07/2025" in new
    )
    assert "Tiếp nối UBND phường Đông Tây" in old
    assert "Đã kết thúc" in old
    assert "01/01/2020 – 30/06/2025" in old
    assert "tên, nơi trực thuộc không đổi nữa" in old
    assert BASIS in new  # by which paper it began
    name = UnitName.objects.get(unit=merged)
    assert (name.basis, name.valid_from) == (BASIS, REFORM)
    assert UnitPlace.objects.get(unit=merged).basis == BASIS


def test_people_stand_by_given_name_with_what_they_sign(client, here):
    today = localdate()

    def give(name, **role):
        return MembershipFactory(user__full_name=name, unit=here.ward, **role)

    give("Vũ Văn An", role=Role.LEADER, capacity=Capacity.DEPUTY, title="Phó Chủ tịch")
    give("An Thị Bé", role=Role.CLERK, title="Văn thư", valid_to=today + timedelta(9))
    give("Lê Ấn", role=Role.OFFICER, valid_from=today + timedelta(3))
    give("Người Cũ", role=Role.OFFICER, valid_to=date(2024, 5, 1))

    page = text(show(client, here.ward))

    assert (
        "Vũ Văn An Phó Chủ tịch Lãnh đạo ký: TM. Ủy ban nhân dân, KT. Chủ tịch, "
        "Phó Chủ tịch từ 01/01/2020" in page
    )
    assert page.index("Vũ Văn An") < page.index("An Thị Bé")
    assert f"đến hết {today + timedelta(9):%d/%m/%Y}" in page
    assert f"Lê Ấn Cán bộ soạn thảo Sắp nhận từ {today + timedelta(3):%d/%m/%Y}" in page
    assert "Vai trò đã thôi 1 vai trò" in page
    assert "Người Cũ · Cán bộ soạn thảo · 01/01/2020 – 01/05/2024" in page


def test_its_parts_today_and_those_that_have_ended(client, here):
    UnitFactory(
        parent=here.ward, short_name="Tổ đã bỏ", valid_to=date(2023, 1, 1), quiet=True
    )

    page, whole = text(show(client, here.ward)), text(show(client, here.ward, het=1))

    assert "Đơn vị trực thuộc 1 đơn vị" in page
    assert "Tổ đã bỏ" not in page
    assert "Đơn vị trực thuộc 2 đơn vị" in whole
    assert "Tổ đã bỏ Kết thúc 01/01/2023" in whole


def test_the_book_tells_what_was_done_in_words(client, here):
    actions.rename_unit(
        here.ward.pk, by=here.administrator, effective_on=date(2024, 3, 1), basis=BASIS,
        short_name="UBND phường Bắc",
    )  # fmt: skip
    actions.amend_unit(
        here.ward.pk, by=here.administrator, head_title="Trưởng ban",
        collective="Ủy ban nhân dân", seal_mm=Decimal("32.5"),
    )  # fmt: skip
    here.reform()

    page = text(show(client, here.ward))

    for line in (
        "Ghi tên mới UBND phường Bắc",
        "Định ngày cuối của tên cũ UBND phường Đông; đến ngày: (trống) → 29/02/2024",
        "Tên mới có hiệu lực tên gọn: UBND phường Đông → UBND phường Bắc Hệ thống",
        "Sửa thông tin đơn vị chức danh người đứng đầu: Chủ tịch → Trưởng ban; "
        "đường kính dấu (mm): 36 → 32,5",
        "Ghi kế thừa UBND phường Bắc → UBND phường Đông Tây",
        "Sửa thông tin đơn vị đến ngày: (trống) → 30/06/2025",
    ):
        assert line in page


def test_what_is_offered_is_what_the_visitor_may(client, here):
    acts = (
        "unit-amend", "unit-rename", "unit-name-correct", "unit-move", "unit-divide",
        "unit-dissolve",
    )  # fmt: skip
    offered = {}
    for who in (here.administrator, here.person(here.ward)):
        client.force_login(who)
        page = show(client, here.ward).content.decode()
        offered[who] = [
            name for name in acts if f'"{reverse(name, args=[here.ward.pk])}"' in page
        ]

    above, own = offered.values()
    assert above == list(acts)
    assert own == ["unit-amend", "unit-rename", "unit-name-correct"]
    assert "do quản trị cấp trên làm" in page


# ---- laid ---------------------------------------------------------------------------------


NEW = {
    "kind": "to-dan-pho",
    "code": "H99.7",
    "valid_from": "01/3/2026",
    "name": "Tổ dân phố 7",
    "short_name": "Tổ dân phố 7",
    "seal_mm": "36",
}


def test_a_part_is_laid(client, here):
    address = reverse("unit-create", args=[here.ward.pk])

    answer = client.post(address, NEW)

    unit = Unit.objects.get(code="H99.7")
    assert answer.url == reverse("unit", args=[unit.pk])
    assert (unit.parent, unit.kind.code, unit.valid_from, unit.issues_papers) == (
        here.ward, "to-dan-pho", date(2026, 3, 1), False,
    )  # fmt: skip
    assert "Đã lập Tổ dân phố 7, trực thuộc UBND phường Đông." in text(
        client.get(answer.url)
    )
    assert audit.history(unit).get().actor == here.administrator


def test_two_parts_of_one_whole_are_not_called_the_same(client, here):
    address = reverse("unit-create", args=[here.ward.pk])

    answer = client.post(address, NEW | {"short_name": "tổ dân phố 1"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "short_name": [
            "Đã có đơn vị “tổ dân phố 1” cùng nơi trực thuộc; ghi tên gọn khác để không nhầm."
        ]
    }
    Unit.objects.filter(pk=here.east.pk).update(valid_to=date(2025, 12, 31))
    assert client.post(address, NEW | {"short_name": "Tổ dân phố 1"}).status_code == 302


def test_what_is_too_long_is_refused_and_not_cut(client, here):
    address = reverse("unit-create", args=[here.ward.pk])
    box = client.get(address).context["form"]["short_name"].as_widget()

    answer = client.post(address, NEW | {"short_name": "x" * 101})

    assert "maxlength" not in box
    assert "Tên gọn dài tối đa 100 ký tự. Đang nhập: 101 ký tự." in text(answer)
    assert "x" * 101 in answer.content.decode()


def test_a_part_to_come_is_told_with_its_day(client, here):
    address = reverse("unit-create", args=[here.ward.pk])

    answer = client.post(address, NEW | {"valid_from": "1/3/2099"})

    assert (
        "Đã ghi: từ ngày 01/03/2099 lập Tổ dân phố 7, trực thuộc UBND phường Đông."
        in text(client.get(answer.url))
    )


def test_a_council_is_laid_that_uses_the_seal_of_its_committee(client, here):
    UnitKindFactory(code="hoi-dong-tdkt", name="Hội đồng Thi đua - Khen thưởng")
    data = NEW | {
        "kind": "hoi-dong-tdkt", "letterhead": "HỘI ĐỒNG\r\nTHI ĐUA", "head_title": "Chủ tịch",
        "collective": "Hội đồng", "seal_of": here.ward.pk, "seal_mm": "36,5",
        "symbol": "HĐTĐKT", "letterhead_parent": "UBND PHƯỜNG ĐÔNG",
    }  # fmt: skip

    client.post(reverse("unit-create", args=[here.ward.pk]), data)

    council = Unit.objects.get(code="H99.7")
    assert council.seal_holder == here.ward
    assert council.letterhead == "HỘI ĐỒNG\nTHI ĐUA"
    assert council.seal_mm == Decimal("36.5")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"valid_from": "đầu năm"}, "Đang nhập: đầu năm"),
        (
            {"code": "H29.dup"},
            "Mã định danh “H29.dup” đã có đơn vị khác dùng; ghi mã định danh khác.",
        ),
        (
            {"code": "SAI MÃ@"},
            "Mã định danh gồm các nhóm chữ cái không dấu, chữ số, cách nhau bằng dấu chấm, "
            "ví dụ H29.15.3.",
        ),
        ({"kind": ""}, "Chọn loại đơn vị."),
        ({"name": " "}, "Nhập tên đầy đủ."),
        ({"seal_mm": "900"}, "Đường kính con dấu không được quá 60"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, here, change, sentence):
    UnitFactory(code="H29.dup")
    before = Unit.objects.count()

    page = client.post(reverse("unit-create", args=[here.ward.pk]), NEW | change)

    assert page.status_code == 422
    assert sentence in text(page)
    assert 'value="Tổ dân phố 7"' in page.content.decode()
    assert Unit.objects.count() == before


def test_nothing_is_laid_under_what_has_ended(client, here):
    here.reform()

    page = client.post(reverse("unit-create", args=[here.ward.pk]), NEW)

    assert page.status_code == 422
    assert "UBND phường Đông đã kết thúc ngày 30/06/2025 nên không nhận" in text(page)
    assert not Unit.objects.filter(code="H99.7").exists()


# ---- corrected ----------------------------------------------------------------------------


def test_facts_without_a_date_are_corrected(client, here):
    address = reverse("unit-amend", args=[here.ward.pk])
    assert 'value="Chủ tịch"' in client.get(address).content.decode()

    answer = client.post(
        address, {"head_title": "Trưởng ban", "collective": "", "seal_mm": "34"}
    )

    here.ward.refresh_from_db()
    assert answer.url == reverse("unit", args=[here.ward.pk])
    assert (here.ward.head_title, here.ward.collective, here.ward.seal_mm) == (
        "Trưởng ban", "", Decimal("34"),
    )  # fmt: skip
    entry = audit.history(here.ward).first()
    assert entry.detail["before"]["head_title"] == "Chủ tịch"


def test_only_a_seal_of_what_is_above_or_beside_may_be_used(here):
    facts = {
        "head_title": "Chủ tịch", "collective": "Ủy ban nhân dân", "seal_mm": Decimal("36"),
    }  # fmt: skip
    far = UnitFactory()
    for allowed in (here.district, here.top, here.other):
        actions.amend_unit(
            here.ward.pk, by=here.administrator, seal_of_id=allowed.pk, **facts
        )
        here.ward.refresh_from_db()
        assert here.ward.seal_of == allowed
    for refused in (far, here.east, here.ward):
        with pytest.raises(Refused, match="Chỉ dùng được con dấu của cơ quan cấp trên"):
            actions.amend_unit(
                here.ward.pk, by=here.administrator, seal_of_id=refused.pk, **facts
            )
    actions.amend_unit(here.ward.pk, by=here.administrator, **facts)
    here.ward.refresh_from_db()
    assert here.ward.seal_of is None


def test_whoever_does_not_administer_it_corrects_nothing(here):
    facts = {"head_title": "X", "collective": "", "seal_mm": Decimal("36")}
    strangers = [
        here.person(here.other),
        here.person(here.ward, Role.OFFICER),
        here.person(here.ward, Role.LEADER),
        UserFactory(),
    ]
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            actions.amend_unit(here.ward.pk, by=stranger, **facts)
    here.ward.refresh_from_db()
    assert here.ward.head_title == "Chủ tịch"
    assert here.ward.valid_to is None
    assert LAST_DAY < REFORM
