"""Thẻ mở từ trước: what became of a unit meanwhile is said by its name, to who may know."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from tests.factories import MembershipFactory, Role, UnitFactory, UserFactory
from tests.test_reform_handover import BASIS, TODAY, Place
from units import actions
from units.errors import Refused
from units.models import AuditEntry, Reform, Unit
from units.wording import vn_date

pytestmark = pytest.mark.django_db
DAY = timedelta(1)


@pytest.fixture
def here(client):
    place = Place()
    place.third = UnitFactory(parent=place.top, short_name="UBND phường Nam")
    client.force_login(place.administrator)
    return place


def page_of(answer):
    return html.fromstring(answer.content)


def said(answer) -> str:
    return " ".join(page_of(answer).text_content().split())


def errors(answer) -> list[str]:
    """What the summary at the top lists."""
    found = page_of(answer).xpath("//*[contains(@class, 'td-errsum')]//li")
    return [" ".join(one.text_content().split()) for one in found]


def merging(here, units, into, day=TODAY):
    return {
        "units": [unit.pk for unit in units], "into": getattr(into, "pk", into),
        "effective_on": vn_date(day), "basis": BASIS, "buoc": "xem",
    }  # fmt: skip


def ask(client, here, *args, **kwargs):
    address = reverse("unit-merge", args=[here.top.pk])
    return client.post(address, merging(here, *args, **kwargs))


def test_a_unit_that_was_merged_meanwhile_is_told_by_name(client, here):
    here.merge()  # Đông into Tây
    old, new = here.old.unit, here.new.unit

    answer = ask(client, here, [old, new], old)

    assert answer.status_code == 422
    [first, second] = errors(answer)
    assert first.startswith(
        "Các đơn vị sáp nhập: UBND phường Đông đã sáp nhập vào UBND phường Tây từ ngày "
        f"{vn_date(TODAY)} ({here.administrator} ghi lúc "
    )
    assert second == "Chọn lại đơn vị sau sáp nhập."
    assert f"“{old.pk}”" not in said(answer)

    [only] = errors(ask(client, here, [old, new], new))
    assert only == first


def test_a_merger_to_come_is_told_with_its_day(client, here):
    here.merge(day=TODAY + 9 * DAY)
    old, third = here.old.unit, here.third

    answer = ask(client, here, [old, third], third, day=TODAY + 9 * DAY)

    assert (
        "UBND phường Đông sẽ sáp nhập vào UBND phường Tây từ ngày "
        f"{vn_date(TODAY + 9 * DAY)} ({here.administrator} ghi lúc"
    ) in said(answer)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("new", "UBND phường Đông đã sáp nhập thành UBND Mới từ ngày"),
        ("division", "UBND phường Đông đã chia thành UBND 1, UBND 2 từ ngày"),
        ("takeover", "UBND phường Đông đã giải thể, UBND phường Tây tiếp nhận, từ ngày"),
        ("end", "UBND phường Đông đã kết thúc, ngày cuối là"),
    ],
)  # fmt: skip
def test_whatever_became_of_it(client, here, how, words):
    old, new = here.old.unit, here.new.unit
    when = {"by": here.administrator, "effective_on": TODAY, "basis": BASIS}
    if how == "new":
        actions.merge_units(
            [old.pk, new.pk], **when, code="M", name="UBND Mới", short_name="UBND Mới"
        )
    elif how == "division":
        parts = [
            {"code": f"P{n}", "name": f"UBND {n}", "short_name": f"UBND {n}"}
            for n in (1, 2)
        ]
        actions.divide_unit(old.pk, parts=parts, **when)
    else:
        heirs = [new.pk] if how == "takeover" else []
        actions.dissolve_unit(old.pk, successor_ids=heirs, **when)

    answer = client.post(
        reverse("unit-move", args=[here.third.pk]),
        {
            "parent": old.pk,
            "effective_on": vn_date(TODAY),
            "basis": BASIS,
            "buoc": "xem",
        },
    )

    assert answer.status_code == 422
    assert f"Chuyển sang trực thuộc: {words}" in said(answer)
    assert "Chọn đơn vị khác." in said(answer)


def test_of_units_elsewhere_nothing_is_told_and_no_number_is_repeated(client, here):
    foreign = UnitFactory(short_name="UBND xã Xa", valid_to=TODAY - DAY)

    for pk in (foreign.pk, 999999):
        answer = client.post(
            reverse("unit-move", args=[here.third.pk]),
            {"parent": pk, "effective_on": vn_date(TODAY), "basis": BASIS, "buoc": "xem"},
        )  # fmt: skip
        assert (
            "Chuyển sang trực thuộc: mục đã chọn không còn trong danh sách. Chọn lại."
            in said(answer)
        )
        assert "UBND xã Xa" not in said(answer)
        assert f"“{pk}”" not in said(answer)


# ---- a unit that was dropped -----------------------------------------------------------------


def part(here):
    return UnitFactory(
        parent=here.third, short_name="Phòng Nhầm", code="NHAM", valid_from=TODAY
    )


PAGES = (
    "unit", "unit-take-back", "unit-amend", "unit-rename", "unit-divide", "unit-name-correct",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_unit_that_was_dropped_says_so(client, here, name):
    unit = part(here)
    address = reverse("unit-take-back", args=[unit.pk])
    assert client.post(address).status_code == 302
    line = AuditEntry.objects.get(action="unit.removed")

    ask = client.get if name == "unit" else client.post
    answer = ask(reverse(name, args=[unit.pk]))

    assert answer.url == reverse("unit-list")
    told = said(client.get(answer.url))
    assert "Phòng Nhầm đã được bỏ lúc" in told
    assert f"người bỏ: {line.actor}." in told


def test_for_all_others_there_is_no_such_page(client, here):
    unit = part(here)
    client.post(reverse("unit-take-back", args=[unit.pk]))
    beside = MembershipFactory(unit=here.old.unit, role=Role.ADMINISTRATOR).user
    officer = MembershipFactory(unit=here.third, role=Role.OFFICER).user
    foreign = MembershipFactory(unit=UnitFactory(), role=Role.ADMINISTRATOR).user

    for somebody in (beside, officer, foreign, UserFactory()):
        client.force_login(somebody)
        for name in PAGES:
            answer = client.get(reverse(name, args=[unit.pk]))
            assert answer.status_code == 404, (somebody, name)
    client.force_login(here.administrator)
    assert client.get(reverse("unit", args=[999999])).status_code == 404


def test_a_dropped_unit_that_is_chosen_is_told(client, here):
    unit = part(here)
    actions.take_back_unit(unit.pk, by=here.administrator)

    answer = client.post(
        reverse("unit-move", args=[here.third.pk]),
        {"parent": unit.pk, "effective_on": vn_date(TODAY), "basis": BASIS, "buoc": "xem"},
    )  # fmt: skip

    assert "Phòng Nhầm đã được bỏ lúc" in said(answer)


# ---- a unit that is only to come -------------------------------------------------------------


def test_what_a_reform_lays_is_dropped_by_calling_it_off(client, here):
    old, new = here.old.unit, here.new.unit
    laid = actions.merge_units(
        [old.pk, new.pk], by=here.administrator, effective_on=TODAY + DAY, basis=BASIS,
        code="M", name="UBND Mới", short_name="UBND Mới",
    )  # fmt: skip
    reform = Reform.objects.get()

    answer = client.post(reverse("unit-take-back", args=[laid.pk]))

    assert answer.status_code == 422
    assert (
        "UBND Mới được lập theo việc “Sáp nhập UBND phường Đông, UBND phường Tây thành UBND "
        f"Mới”, có hiệu lực từ ngày {vn_date(TODAY + DAY)}: rút lại việc đó thì đơn vị này "
        "được bỏ theo." in said(answer)
    )
    assert "đã hoạt động" not in said(answer)
    way = reverse("reform", args=[reform.pk])
    assert page_of(answer).xpath(f"//main//form//a[@href='{way}']")

    actions.call_off_reform(reform.pk, by=here.administrator, reason="Chưa thông qua.")
    assert not Unit.objects.filter(pk=laid.pk).exists()


def test_what_is_to_come_has_never_been_at_work(here):
    unit = UnitFactory(
        parent=here.third, short_name="Phòng Sau", valid_from=TODAY + DAY
    )
    MembershipFactory(unit=unit, valid_from=TODAY + DAY)

    with pytest.raises(Refused) as refusal:
        actions.take_back_unit(unit.pk, by=here.administrator)

    assert str(refusal.value) == (
        "Không bỏ được vì Phòng Sau đã có vai trò. Bỏ vai trò đó trước."
    )


# ---- how a merger is called ------------------------------------------------------------------


def test_into_one_of_them_is_said_so_everywhere(client, here):
    old, new = here.old.unit, here.new.unit
    data = merging(here, [old, new], new, day=TODAY + DAY)
    address = reverse("unit-merge", args=[here.top.pk])

    preview = client.post(address, data)
    done = client.post(address, data | {"buoc": "lam"})

    words = "UBND phường Đông vào UBND phường Tây"
    assert page_of(preview).xpath("string(//h1)") == (
        f"Sáp nhập {words} từ ngày {vn_date(TODAY + DAY)}"
    )
    assert f"Đã ghi: từ ngày {vn_date(TODAY + DAY)} sáp nhập {words}." in said(
        client.get(done.url)
    )
    reform = Reform.objects.get()
    assert str(reform) == f"Sáp nhập {words}"
    actions.call_off_reform(reform.pk, by=here.administrator, reason="Chưa thông qua.")
    line = AuditEntry.objects.get(action="reform.amended")
    assert line.about == f"Sáp nhập {words}"
