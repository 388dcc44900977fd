"""Thẩm quyền khen thưởng: who may confer what, before and after 1 July 2025."""

import re
from datetime import date
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.models import Award, AwardName, Conferral
from awards.queries import authority_of
from tests.factories import (
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
    Ward,
)
from units import actions
from units.errors import Refused
from units.models import UnitKind

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
GIVEN_ON = {
    ("ubnd-huyen", BEFORE): {
        "Thôn, tổ dân phố văn hóa", "Tập thể lao động tiên tiến", "Chiến sĩ thi đua cơ sở",
        "Lao động tiên tiến", "Giấy khen của Chủ tịch UBND cấp huyện",
    },
    ("ubnd-huyen", AFTER): set(),
    ("ubnd-xa", BEFORE): {
        "Lao động tiên tiến", "Gia đình văn hóa", "Giấy khen của Chủ tịch UBND cấp xã",
    },
    ("ubnd-xa", AFTER): {
        "Thôn, tổ dân phố văn hóa", "Tập thể lao động tiên tiến", "Chiến sĩ thi đua cơ sở",
        "Lao động tiên tiến", "Gia đình văn hóa", "Giấy khen của Chủ tịch UBND cấp xã",
    },
    ("ubnd-tinh", BEFORE): {
        "Cờ thi đua của Bộ, ban, ngành, tỉnh", "Chiến sĩ thi đua Bộ, ban, ngành, tỉnh",
        "Tập thể lao động xuất sắc", "Xã, phường, thị trấn tiêu biểu",
        "Bằng khen của Chủ tịch UBND tỉnh, thành phố", "Kỷ niệm chương (nếu có)",
    },
    ("ubnd-tinh", AFTER): {
        "Cờ thi đua của Bộ, ban, ngành, tỉnh", "Chiến sĩ thi đua Bộ, ban, ngành, tỉnh",
        "Tập thể lao động xuất sắc", "Xã, phường, đặc khu tiêu biểu",
        "Bằng khen của Chủ tịch UBND tỉnh, thành phố", "Kỷ niệm chương (nếu có)",
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def _law():
    """As the migrations lay it; a test that empties all tables may have run before."""
    for app, name in (
        ("units", "0020_kinds_of_the_levels"),
        ("awards", "0002_law_as_known_in_november_2026"),
    ):
        import_module(f"{app}.migrations.{name}").fill(apps, None)


def of_kind(code, **dates):
    return UnitFactory(kind=UnitKind.objects.get(code=code), **dates)


def names(authority):
    return {power.name for power in authority.powers}


@pytest.mark.parametrize(("code", "day"), list(GIVEN_ON))
def test_who_may_confer_what_on_the_day_before_and_after_the_reform(code, day):
    assert names(authority_of(of_kind(code), day)) == GIVEN_ON[code, day]


def test_the_chairman_of_a_district_that_is_no_more_confers_nothing():
    district = of_kind("ubnd-huyen", valid_to=BEFORE)

    on_the_last_day, after = (authority_of(district, day) for day in (BEFORE, AFTER))

    assert {power.conferral.decided_by for power in on_the_last_day.powers} == {
        "Chủ tịch Ủy ban nhân dân cấp huyện"
    }
    assert on_the_last_day.exists
    assert (after.exists, after.powers) == (False, [])


def test_a_ward_that_began_on_that_day_had_no_power_the_day_before():
    ward = of_kind("ubnd-xa", valid_from=AFTER)

    assert authority_of(ward, BEFORE).powers == []
    assert len(authority_of(ward, AFTER).powers) == 6


def test_a_council_confers_nothing():
    council = UnitFactory(kind=UnitKindFactory(code="hoi-dong-tdkt", name="Hội đồng"))
    assert authority_of(council, AFTER).powers == []


def test_the_days_on_which_powers_change_are_named():
    assert authority_of(of_kind("ubnd-huyen"), AFTER).turns == [
        date(2024, 1, 1), AFTER,
    ]  # fmt: skip
    assert authority_of(of_kind("ubnd-xa"), AFTER).known_since == date(2024, 1, 1)


def test_every_line_has_its_basis_and_says_how_it_is_known():
    for row in Conferral.objects.all():
        assert re.search(r"\d+/\d{4}/", row.basis)
        assert bool(row.source) == (row.certainty != "check")
    assert set(Conferral.objects.values_list("certainty", flat=True)) == {
        "read", "second", "check",
    }  # fmt: skip


def test_to_load_the_law_again_changes_nothing():
    counts = [t.objects.count() for t in (Award, AwardName, Conferral)]
    import_module("awards.migrations.0002_law_as_known_in_november_2026").fill(
        apps, None
    )
    assert [t.objects.count() for t in (Award, AwardName, Conferral)] == counts
    assert counts == [24, 25, 31]


@pytest.mark.parametrize(
    "change",
    [
        {"certainty": "sure"},
        {"valid_to": date(2020, 1, 1)},
    ],
)
def test_the_database_refuses_what_cannot_be(change):
    row = Conferral.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Conferral.objects.filter(pk=row.pk).update(**change)


def test_one_power_is_written_once_for_a_day():
    row = Conferral.objects.filter(kind__code="ubnd-xa").first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_family_is_known():
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.update(family="other")


# ---- on the page of the unit --------------------------------------------------------------


def text(response) -> str:
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


@pytest.fixture
def ward(client):
    here = Ward(of_kind("ubnd-xa"))
    client.force_login(here.administrator)
    return here.unit


def address(unit):
    return reverse("awards:unit-authority", args=[unit.pk])


def test_the_card_shows_the_powers_of_the_day_asked_for(client, ward):
    before = client.get(address(ward), {"ngay": "30/6/2025"})
    after = client.get(address(ward), {"ngay": "1/7/2025"})

    assert "Chiến sĩ thi đua cơ sở" not in text(before)
    assert "Gia đình văn hóa hộ gia đình Luật Thi đua, khen thưởng" in text(before)
    assert "Chiến sĩ thi đua cơ sở" in text(after)
    assert "Chủ tịch Ủy ban nhân dân cấp xã quyết định" in text(after)
    assert (
        "Nghị định 129/2025/NĐ-CP ngày 11/6/2025 từ 01/07/2025 · Báo Lao Động, dẫn Nghị định "
        "129/2025/NĐ-CP Theo nguồn dẫn lại" in text(after)
    )
    assert "đổi vào: 01/01/2024 , 01/07/2025 ." in text(after)


def test_with_htmx_only_the_card_is_sent(client, ward):
    answer = client.get(address(ward), headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith('<section class="td-panel" id="')


def test_the_units_page_has_the_card(client, ward):
    page = client.get(reverse("unit", args=[ward.pk])).content.decode()
    assert f'hx-get="{address(ward)}"' in page
    assert f'href="{address(ward)}">Xem</a>' in page


def test_a_day_that_is_none_is_said_and_kept(client, ward):
    answer = client.get(address(ward), {"ngay": "31/6/2025"})
    assert 'value="31/6/2025"' in answer.content.decode()
    assert "is-invalid" in answer.content.decode()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("31/12/2023", "Danh mục chỉ có quy định từ ngày 01/01/2024."),
        ("31/12/2019", "không hoạt động vào ngày 31/12/2019"),
    ],
)
def test_days_of_which_nothing_is_known(client, ward, day, sentence):
    assert sentence in text(client.get(address(ward), {"ngay": day}))


def test_a_committee_whose_level_is_not_said_is_told_so(client):
    here = Ward(UnitFactory())
    client.force_login(here.administrator)
    said = text(client.get(address(here.unit), {"ngay": "1/7/2025"}))
    assert "không ghi thẩm quyền nào của loại “Ủy ban nhân dân”" in said
    facts = {"head_title": "Chủ tịch", "collective": "Ủy ban nhân dân", "seal_mm": 36}
    data = facts | {"kind": "ubnd-xa", "seal_of": ""}

    client.post(reverse("unit-amend", args=[here.unit.pk]), data)

    here.unit.refresh_from_db()
    assert here.unit.kind.code == "ubnd-xa"
    with pytest.raises(Refused, match="Ủy ban nhân dân cấp huyện” không còn dùng"):
        actions.amend_unit(
            here.unit.pk, by=here.administrator, kind_code="ubnd-huyen", **facts
        )


@pytest.mark.parametrize(
    ("who", "status"), [("other", 404), ("officer", 404), ("nobody", 302)]
)
def test_nobody_else_opens_the_card(client, ward, who, status):
    client.logout()
    people = {
        "other": lambda: Ward(UnitFactory()).administrator,
        "officer": lambda: MembershipFactory(unit=ward, role=Role.OFFICER).user,
    }
    if who in people:
        client.force_login(people[who]())
    assert client.get(address(ward)).status_code == status


def test_the_card_costs_the_same_however_much_it_holds(
    client, ward, django_assert_num_queries
):
    MembershipFactory(user=UserFactory(), unit=ward)
    for day in ("30/6/2025", "1/7/2025"):
        client.get(address(ward), {"ngay": day})
        with django_assert_num_queries(7):
            client.get(address(ward), {"ngay": day}, headers={"HX-Request": "true"})
