"""Giao chỉ tiêu: many cells at once, undone exactly, pasted, spread; who is exempt."""

from decimal import Decimal

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from campaigns import actions, allotting_pasted
from campaigns.actions.progress.laying import lay_down
from campaigns.allotting import Meant, check
from campaigns.models import Allocation
from campaigns.totals import of_indicators
from tests.desk_forms import texts, words_of
from tests.factories import (
    AllocationFactory,
    IndicatorFactory,
    ParticipationFactory,
    ProgressReportFactory,
    ProgressValueFactory,
)
from tests.test_progress_laying import DAY, laid, place_with_lands
from tests.tracked import at, tracked
from units.errors import Refused

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def place():
    return tracked()


@pytest.fixture
def officer(client, place):
    client.force_login(place.officer)
    return client


def streets(place, **values):
    """At least 10 clean streets in all."""
    return IndicatorFactory(
        campaign=place.campaign, name="Tuyến đường sạch", shown="10 tuyến", **values
    )


def level(value, value_max=None):
    return Meant({"value": value, "value_max": value_max})


NONE = Meant({}, is_owed=False)


def allot(place, cells):
    return actions.allot(place.campaign.pk, by=place.officer, cells=cells)


def state():
    """All that the grid holds, exactly."""
    rows = Allocation.objects.order_by("indicator", "participation")
    return list(
        rows.values_list(
            "pk", "indicator", "participation", "value", "value_max", "weight",
            "baseline_value", "result", "exempt_reason",
        )
    )  # fmt: skip


def levels():
    rows = Allocation.objects.order_by("unit__path", "indicator__position")
    return [(str(row.unit), row.value, row.value_max) for row in rows]


# ---- the act -------------------------------------------------------------------------------


def test_cells_are_added_changed_and_taken_away_in_one_act(place):
    one, two, three = place.taking("Tổ 1", "Tổ 2", "Tổ 3")
    target = streets(place)
    AllocationFactory(indicator=target, participation=two, value=D(3))
    AllocationFactory(indicator=target, participation=three)

    entry = allot(
        place,
        {
            (one.pk, target.pk): level(D(4)),
            (two.pk, target.pk): level(D(5), D(6)),
            (three.pk, target.pk): NONE,
        },
    )

    assert levels() == [("Tổ 1", D(4), None), ("Tổ 2", D(5), D(6))]
    [told] = place.told("campaign.allotted")
    assert told == {"lines": entry.detail["lines"], "cells": 3}
    [amended] = place.told("allocation.amended")
    assert amended == {
        "before": {"value": "3.000000", "value_max": None},
        "after": {"value": "5", "value_max": "6"},
    }


def test_nothing_is_written_where_nothing_differs(place):
    [one] = place.taking("Tổ 1")
    target = streets(place)
    AllocationFactory(indicator=target, participation=one, value=D(4))

    assert allot(place, {(one.pk, target.pk): level(D("4.0"))}) is None
    assert place.told("campaign.allotted") == []


def test_who_left_and_what_ended_is_passed_over(place):
    [gone] = place.taking(
        "Tổ 1", left_at=now(), left_by=place.officer, left_reason="Thôi"
    )
    [one] = place.taking("Tổ 2")
    ended = streets(place, ended_at=now())
    target = streets(place)
    other = ParticipationFactory()

    allot(
        place,
        {
            (gone.pk, target.pk): level(D(1)),
            (one.pk, ended.pk): level(D(1)),
            (other.pk, target.pk): level(D(1)),
        },
    )

    assert levels() == []


def test_what_was_reported_or_is_exempt_is_not_taken_away(place):
    one, two = place.taking("Tổ 1", "Tổ 2")
    target = streets(place)
    row = AllocationFactory(indicator=target, participation=one)
    report = ProgressReportFactory(participation=one)
    ProgressValueFactory(report=report, allocation=row)
    AllocationFactory(
        indicator=target, participation=two, exempted_at=now(), exempt_reason="Không có đường",
        exempted_by=place.officer,
    )  # fmt: skip
    before = state()

    with pytest.raises(Refused, match="Tổ 1 đã có số liệu của chỉ tiêu “Tuyến đường"):
        allot(place, {(one.pk, target.pk): NONE})
    with pytest.raises(Refused, match="Tổ 2 đang được miễn chỉ tiêu “Tuyến đường"):
        allot(place, {(two.pk, target.pk): NONE})
    assert state() == before


def test_a_range_below_its_beginning_is_refused_by_the_database(place):
    from django.db import IntegrityError  # noqa: PLC0415  of this test alone

    [one] = place.taking("Tổ 1")
    target = streets(place)
    AllocationFactory(indicator=target, participation=one)

    with pytest.raises(IntegrityError, match="allocated_range_in_order"):
        allot(place, {(one.pk, target.pk): level(D(5), D(4))})


# ---- undone --------------------------------------------------------------------------------

CELL = st.one_of(
    st.just(NONE),
    st.builds(
        level, st.none() | st.integers(0, 50).map(Decimal)
    ),
    st.integers(0, 9).map(lambda n: Meant({"weight": Decimal(n)})),
    st.integers(0, 9).map(lambda n: Meant({"baseline_value": Decimal(n)})),
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
@given(
    first=st.lists(CELL, min_size=6, max_size=6),
    then=st.lists(CELL, min_size=6, max_size=6),
)
def test_undo_brings_back_exactly_what_was(place, first, then):
    Allocation.objects.all().delete()
    units = list(place.campaign.participations.all()) or place.taking("1", "2", "3")
    targets = list(place.campaign.indicators.all()) or [streets(place), streets(place)]
    places = [(unit.pk, target.pk) for unit in units for target in targets]
    allot(place, dict(zip(places, first, strict=True)))
    before = state()

    if allot(place, dict(zip(places, then, strict=True))) is None:
        return
    actions.undo_allotment(place.campaign.pk, by=place.officer)

    assert state() == before


def test_only_the_last_change_is_undone_and_once(place):
    [one] = place.taking("Tổ 1")
    target = streets(place)
    allot(place, {(one.pk, target.pk): level(D(4))})
    allot(place, {(one.pk, target.pk): level(D(5))})

    actions.undo_allotment(place.campaign.pk, by=place.officer)

    assert levels() == [("Tổ 1", D(4), None)]
    with pytest.raises(Refused, match="Không có lần giao nào để hoàn tác"):
        actions.undo_allotment(place.campaign.pk, by=place.officer)


def test_what_was_touched_since_is_not_undone(place):
    [one] = place.taking("Tổ 1")
    target = streets(place)
    allot(place, {(one.pk, target.pk): level(D(4))})
    row = Allocation.objects.get()
    actions.exempt_allocation(row.pk, by=place.officer, reason="Không có đường")

    with pytest.raises(Refused, match="Không hoàn tác được"):
        actions.undo_allotment(place.campaign.pk, by=place.officer)
    assert levels() == [("Tổ 1", D(4), None)]


def test_what_was_taken_away_by_hand_stays_away_when_the_plan_is_amended():
    place = place_with_lands("Tổ dân phố 1", "Tổ dân phố 2")
    plan = laid(place)
    first, _ = Allocation.objects.order_by("pk")
    actions.allot(
        plan.campaign_id, by=place.officer,
        cells={(first.participation_id, first.indicator_id): NONE},
    )  # fmt: skip

    lay_down(plan.pk, by=place.officer, day=DAY)

    assert [str(row.unit) for row in Allocation.objects.all()] == ["Tổ dân phố 2"]


# ---- exempt --------------------------------------------------------------------------------


def test_an_exempt_unit_counts_neither_as_missing_nor_as_zero(place):
    one, two = place.taking("Tổ 1", "Tổ 2")
    target = streets(place)
    row = AllocationFactory(indicator=target, participation=one, result=D(4))
    AllocationFactory(indicator=target, participation=two, result=D(6))

    actions.exempt_allocation(row.pk, by=place.officer, reason=" Không có đường ")

    outcome = of_indicators([target])[target.pk]
    assert (outcome.value, outcome.tally.expected, outcome.tally.exempt) == (6, 1, 1)
    row.refresh_from_db()
    assert (row.exempted_by, row.exempt_reason) == (place.officer, "Không có đường")
    with pytest.raises(Refused, match="đã được miễn"):
        actions.exempt_allocation(row.pk, by=place.officer, reason="Lại")
    actions.owe_again(row.pk, by=place.officer)
    assert of_indicators([target])[target.pk].value == 10
    with pytest.raises(Refused, match="không còn được miễn"):
        actions.owe_again(row.pk, by=place.officer)
    with pytest.raises(Refused, match="Ghi lý do miễn"):
        actions.exempt_allocation(row.pk, by=place.officer, reason=" ")


# ---- the sum against the plan --------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], ""),
        ([None, None], "chưa chia cho từng đơn vị"),
        ([D(8), D(4)], "giao 12/10: vượt 2"),
        ([D(4), D(4)], "giao 8/10: thiếu 2"),
        ([D(4), D(6)], "giao 10/10"),
        ([D(4), None], "giao 4/10: thiếu 6, 1 đơn vị chưa có mức riêng"),
    ],
)
def test_what_was_given_is_held_against_the_plan(values, words):
    target = IndicatorFactory.build(value=D(10), over_units="sum")

    found = check(target, [(value, D(1)) for value in values])

    assert found.words == words
    assert found.is_off == (":" in words)


def test_an_average_is_held_against_the_plan():
    target = IndicatorFactory.build(
        value=D(95), measure="percent", unit_of_measure="%", over_units="weighted"
    )

    found = check(target, [(D(90), D(3)), (None, D(1))])

    assert found.words == "bình quân có trọng số: 91,25%, kế hoạch 95%"
    assert found.is_off


# ---- the grid on the screen ----------------------------------------------------------------


def boxes(page):
    found = html.fromstring(page.content.decode())
    (form,) = found.xpath("//form[@id='f-giao']")
    return dict(form.form_values())


def test_the_grid_is_shown_and_saved(officer, place):
    one, two = place.taking("Tổ 1", "Tổ 2")
    target, share = streets(place), streets(place, measure="narrative", value=None)
    AllocationFactory(indicator=target, participation=one, value=D(4), value_max=D(6))
    AllocationFactory(indicator=share, participation=one)
    url = place.url("track-allotments")
    page = officer.get(url)
    sent = boxes(page)
    assert {name: value for name, value in sent.items() if name[0] in "oc"} == {
        "csrfmiddlewaretoken": sent["csrfmiddlewaretoken"],
        f"cu-{one.pk}": "4–6|chung", f"o-{one.pk}-{target.pk}": "4–6",
        f"o-{one.pk}-{share.pk}": "chung", f"cu-{two.pk}": "|",
        f"o-{two.pk}-{target.pk}": "", f"o-{two.pk}-{share.pk}": "",
    }  # fmt: skip

    changed = {f"o-{two.pk}-{target.pk}": "7 tuyến", f"o-{one.pk}-{share.pk}": ""}
    answer = officer.post(url, sent | changed)

    assert answer.status_code == 302
    assert levels() == [("Tổ 1", D(4), D(6)), ("Tổ 2", D(7), None)]
    text = words_of(officer.get(url))
    assert "Đã giao 2 ô." in text
    assert "giao 11/10: vượt 1" in text
    officer.post(place.url("track-undo"))
    assert Allocation.objects.count() == 2


def test_a_wrong_cell_is_told_and_all_that_was_typed_stays(officer, place):
    one, two = place.taking("Tổ 1", "Tổ 2")
    target = streets(place)
    url = place.url("track-allotments")
    sent = boxes(officer.get(url))
    changed = {f"o-{one.pk}-{target.pk}": "mười", f"o-{two.pk}-{target.pk}": "7"}

    page = officer.post(url, sent | changed)

    assert page.status_code == 422
    kept = boxes(page)
    assert kept[f"o-{one.pk}-{target.pk}"] == "mười"
    assert kept[f"o-{two.pk}-{target.pk}"] == "7"
    lines = texts(html.fromstring(page.content.decode()), "//*[@class='td-errsum']//li")
    assert lines == [
        "Tổ 1: Tuyến đường sạch. Ghi bằng chữ số, ví dụ 88,4 hoặc 1.234. Đang nhập: mười"
    ]
    assert not Allocation.objects.exists()
    assert (
        officer.post(url, kept | {f"o-{one.pk}-{target.pk}": "10"}).status_code == 302
    )
    assert levels() == [("Tổ 1", D(10), None), ("Tổ 2", D(7), None)]


def test_what_somebody_else_changed_is_told_before_it_is_overwritten(officer, place):
    [one] = place.taking("Tổ 1")
    target = streets(place)
    url, name = place.url("track-allotments"), f"o-{one.pk}-{target.pk}"
    sent = boxes(officer.get(url))
    allot(place, {(one.pk, target.pk): level(D(5))})

    page = officer.post(url, sent | {name: "7"})

    assert page.status_code == 422
    assert "Người khác vừa đổi ô này thành “5”." in words_of(page)
    assert levels() == [("Tổ 1", D(5), None)]
    officer.post(url, boxes(page))
    assert levels() == [("Tổ 1", D(7), None)]


def test_weights_and_baselines_have_faces_of_their_own(officer, place):
    one, two = place.taking("Tổ 1", "Tổ 2")
    target = streets(place)
    AllocationFactory(indicator=target, participation=one)
    for face, typed in (("trong-so", "2,5"), ("so-goc", "1.200")):
        url = f"{place.url('track-allotments')}?theo={face}"
        sent = boxes(officer.get(url))
        assert f"o-{two.pk}-{target.pk}" not in sent  # nothing is owed there
        officer.post(url, sent | {f"o-{one.pk}-{target.pk}": typed})

    row = Allocation.objects.get()
    assert (row.value, row.weight, row.baseline_value) == (None, D("2.5"), D(1200))


def test_a_units_targets_with_who_is_exempt(officer, place):
    [one] = place.taking("Tổ 1")
    target = streets(place)
    row = AllocationFactory(indicator=target, participation=one, value=D(4))
    wrong = officer.post(at("allocation-exempt", row.pk), {"reason": ""})
    assert wrong.status_code == 422

    officer.post(at("allocation-exempt", row.pk), {"reason": "Không có đường"})

    text = words_of(officer.get(at("participation-allotments", one.pk)))
    assert ": Không có đường" in text
    assert "Được miễn" in text
    assert "miễn" in words_of(officer.get(place.url("track-allotments")))
    officer.post(at("allocation-owe", row.pk))
    row.refresh_from_db()
    assert row.exempted_at is None


# ---- pasted and spread ---------------------------------------------------------------------


def test_a_block_out_of_excel_is_allotted(officer, place):
    place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    streets(place, short_name="Đường sạch")
    streets(place)
    block = (
        "Đơn vị\tđường sạch\n"
        "TỔ DÂN PHỐ 1\t4\n"
        "\n"
        "to dan pho 2\t5–6\n"
    )  # fmt: skip

    answer = officer.post(place.url("track-paste"), {"table": block})

    assert answer.status_code == 302
    assert levels() == [("Tổ dân phố 1", D(4), None), ("Tổ dân phố 2", D(5), D(6))]
    assert "Đã giao 2 ô." in words_of(officer.get(place.url("track-allotments")))


def test_a_wrong_block_is_told_cell_by_cell_and_stays(officer, place):
    place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    streets(place)
    block = (
        "Đơn vị\tTuyến đường sạch\tCây xanh\r\n"
        "Tổ dân phố 1\tbốn\t3\r\n"
        "Tổ dân phố 9\t5\r\n"
        "Tổ dân phố 2\t5\r\n"
        "Tổ dân phố 2\t6"
    )

    page = officer.post(place.url("track-paste"), {"table": block})

    assert page.status_code == 422
    found = html.fromstring(page.content.decode())
    assert texts(found, "//tbody/tr/td[2]") == [
        "Không có chỉ tiêu nào tên “Cây xanh”.",
        "Tổ dân phố 1, cột “Tuyến đường sạch”: Ghi bằng chữ số, ví dụ 88,4 hoặc 1.234. Đang "
        "nhập: bốn",
        "Không có đơn vị nào tên “Tổ dân phố 9” tham gia.",
        "Đơn vị “Tổ dân phố 2” đã có ở dòng 4.",
    ]
    assert texts(found, "//tbody/tr/td[1]") == ["1", "2", "3", "5"]
    (area,) = found.xpath("//textarea")
    assert area.text.removeprefix("\n").splitlines() == block.splitlines()
    assert not Allocation.objects.exists()


def told_of(officer, place, block: str, **query) -> list[tuple[str, str]]:
    """Lines and words of what is wrong with a block; what was typed is all there."""
    url = place.url("track-paste") + (f"?theo={query['face']}" if query else "")
    page = officer.post(url, {"table": block})
    assert page.status_code == 422
    found = html.fromstring(page.content.decode())
    (area,) = found.xpath("//textarea")
    assert area.text.removeprefix("\n").splitlines() == block.splitlines()
    lines = texts(found, "//tbody/tr/td[1]"), texts(found, "//tbody/tr/td[2]")
    return list(zip(*lines, strict=True))


def test_two_columns_of_one_target_are_refused(officer, place):
    place.taking("Tổ dân phố 1")
    streets(place, short_name="Đường sạch")
    block = "Đơn vị\tTuyến đường sạch\tĐường sạch\nTổ dân phố 1\t4\t5"
    assert told_of(officer, place, block) == [
        ("1", "Cột 3 “Đường sạch” là chỉ tiêu đã có ở cột 2; bỏ một cột.")
    ]
    assert not Allocation.objects.exists()


def test_a_name_of_two_targets_is_refused(officer, place):
    place.taking("Tổ dân phố 1")
    streets(place, short_name="Đường sạch")
    streets(place)
    block = "Đơn vị\tTuyến đường sạch\nTổ dân phố 1\t4"
    assert told_of(officer, place, block) == [
        (
            "1",
            "Có 2 chỉ tiêu cùng tên “Tuyến đường sạch”; ghi tên gọn của từng chỉ tiêu.",
        )
    ]


def test_what_has_no_name_above_it_is_told_with_its_own_line(officer, place):
    place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    streets(place)
    block = (
        "\nĐơn vị\tTuyến đường sạch\t\n"
        "Tổ dân phố 1\t4\t7\n"
        "\n"
        "Tổ dân phố 2\t4\t\t9"
    )  # fmt: skip
    assert told_of(officer, place, block) == [
        ("3", "Tổ dân phố 1, cột 3 không có tên chỉ tiêu ở dòng đầu: 7"),
        ("5", "Tổ dân phố 2, cột 4 không có tên chỉ tiêu ở dòng đầu: 9"),
    ]


def test_a_weight_of_what_is_not_owed_is_told(officer, place):
    one, _ = place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    AllocationFactory(indicator=streets(place), participation=one)
    block = "Đơn vị\tTuyến đường sạch\nTổ dân phố 1\t2\nTổ dân phố 2\t3"
    assert told_of(officer, place, block, face="trong-so") == [
        (
            "3",
            "Tổ dân phố 2, cột “Tuyến đường sạch”: đơn vị chưa được giao chỉ tiêu này; giao mức "
            "trước, hoặc để trống ô.",
        )
    ]


def test_who_is_exempt_stays_so_and_a_figure_for_them_is_told(officer, place):
    one, _ = place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    row = AllocationFactory(indicator=streets(place), participation=one, value=D(3))
    actions.exempt_allocation(row.pk, by=place.officer, reason="Không có đường")
    block = "Đơn vị\tTuyến đường sạch\nTổ dân phố 1\t{}\nTổ dân phố 2\t3"
    assert told_of(officer, place, block.format("4")) == [
        (
            "2",
            "Tổ dân phố 1, cột “Tuyến đường sạch”: đơn vị đang được miễn chỉ tiêu này; thôi miễn "
            "trước, hoặc để trống ô.",
        )
    ]
    # As it is copied out of the grid.
    url = place.url("track-paste")
    assert officer.post(url, {"table": block.format("Miễn")}).status_code == 302
    row.refresh_from_db()
    assert row.value == 3


def test_a_table_that_is_too_big_is_refused_whole(officer, place, monkeypatch):
    place.taking("Tổ dân phố 1", "Tổ dân phố 2")
    streets(place)
    block = "Đơn vị\tTuyến đường sạch\nTổ dân phố 1\t2\nTổ dân phố 2\t3"
    monkeypatch.setattr(allotting_pasted, "MOST_ROWS", 1)
    assert told_of(officer, place, block) == [
        ("1", "Bảng có 2 dòng đơn vị, một lần dán được 1; chia ra dán nhiều lần.")
    ]
    monkeypatch.setattr(allotting_pasted, "MOST_TEXT", 20)
    assert told_of(officer, place, block) == [
        ("1", "Bảng dài quá 20 ký tự; chia ra dán nhiều lần.")
    ]


def test_a_quote_that_is_never_closed_is_told(officer, place):
    place.taking("Tổ dân phố 1")
    streets(place)
    block = 'Đơn vị\tTuyến đường sạch\nTổ dân phố 1\t"' + "2" * 140_000
    assert told_of(officer, place, block) == [
        (
            "1",
            "Bảng có ô quá dài, thường do một dấu nháy kép mở ra mà không đóng; sửa ô ấy trong "
            "Excel rồi chép lại.",
        )
    ]


SPREAD = {"total": "", "rule": "equally", "places": "0", "buoc": "xem"}


def test_a_total_is_spread_after_it_was_shown(officer, place):
    target = streets(place)
    for one in place.taking("Tổ 1", "Tổ 2", "Tổ 3"):
        AllocationFactory(indicator=target, participation=one)
    url = place.url("track-spread")

    page = officer.post(url, SPREAD | {"indicator": target.pk})

    found = html.fromstring(page.content.decode())
    assert texts(found, "//tbody/tr/*") == ["Tổ 1", "4", "Tổ 2", "3", "Tổ 3", "3"]
    assert not Allocation.objects.filter(value__isnull=False).exists()
    officer.post(url, SPREAD | {"indicator": target.pk, "buoc": "giao"})
    assert [value for _, value, _ in levels()] == [4, 3, 3]
    assert "giao 10/10" in words_of(officer.get(place.url("track-allotments")))


def test_a_total_is_spread_by_weights_and_by_results(officer, place):
    target = streets(place)
    one, two = place.taking("Tổ 1", "Tổ 2")
    AllocationFactory(indicator=target, participation=one, weight=D(3))
    row = AllocationFactory(indicator=target, participation=two, weight=D(1))
    url = place.url("track-spread")
    sent = SPREAD | {"indicator": target.pk, "buoc": "giao", "total": "20"}

    officer.post(url, sent | {"rule": "by_weight"})

    assert [value for _, value, _ in levels()] == [15, 5]
    Allocation.objects.exclude(pk=row.pk).update(result=D(1))
    page = officer.post(url, sent | {"rule": "by_result"})
    assert page.status_code == 422
    assert "1/2 đơn vị chưa có kết quả kỳ trước" in words_of(page)
    Allocation.objects.filter(pk=row.pk).update(result=D(4))
    officer.post(url, sent | {"rule": "by_result"})
    assert [value for _, value, _ in levels()] == [4, 16]


def test_a_wrong_total_stays_as_typed(officer, place):
    target = streets(place, value=None)

    page = officer.post(
        place.url("track-spread"), SPREAD | {"indicator": target.pk, "total": "nhiều"}
    )

    assert page.status_code == 422
    assert 'value="nhiều"' in page.content.decode()
    page = officer.post(place.url("track-spread"), SPREAD | {"indicator": target.pk})
    assert "Kế hoạch không ghi con số. Ghi tổng cần chia." in words_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(officer, place, django_assert_num_queries, count):
    units = place.taking(*[f"Tổ {number}" for number in range(count)])
    for _ in range(count):
        target = streets(place)
        for one in units:
            AllocationFactory(
                indicator=target, participation=one, exempted_at=now(),
                exempt_reason="Thôi", exempted_by=place.officer,
            )  # fmt: skip
    for url, number in (
        (place.url("track-allotments"), 17),
        (at("participation-allotments", units[0].pk), 13),
    ):
        officer.get(url)
        with django_assert_num_queries(number):
            officer.get(url)
