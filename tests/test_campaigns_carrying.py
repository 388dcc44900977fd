"""Dùng lại kế hoạch năm trước: years that move, years that stay, and what a person must see to."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from campaigns import actions, carrying
from campaigns.content import (
    CitationNote,
    DeadlineNote,
    Letterhead,
    Line,
    PeriodNote,
    PlanContent,
    SignatureBlock,
    TargetNote,
)
from campaigns.models import Campaign, Plan
from campaigns.outline import LineKind as K
from campaigns.queries import content_of
from tests.desk_forms import words_of
from tests.factories import other_ward, ward
from units.errors import Refused
from units.models import AuditEntry

BASE = 2026


def shifted(text, years=1):
    return carrying.Frame(BASE, BASE + 1, years).text(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("từ ngày 01/01/2026 đến ngày 15/12/2026", "từ ngày 01/01/2027 đến ngày 15/12/2027"),
        ("ngày 05 tháng 3 năm 2026", "ngày 05 tháng 3 năm 2027"),
        ("tháng 7/2026, quý IV/2026, năm 2026", "tháng 7/2027, quý IV/2027, năm 2027"),
        ("hết quý I năm 2027", "hết quý I năm 2028"),
        ("năm học 2026 - 2027", "năm học 2027 - 2028"),
        ("tăng 5% so với năm 2025", "tăng 5% so với năm 2026"),
        ("giảm so với cùng kỳ năm 2025", "giảm so với cùng kỳ năm 2026"),
        ("Phấn đấu năm 2026: 2.026 cây, 2026 cây", "Phấn đấu năm 2027: 2.026 cây, 2027 cây"),
        # history, papers, programmes and terms stay
        ("thành lập ngày 08/01/2004", "thành lập ngày 08/01/2004"),
        ("kết quả năm 2025", "kết quả năm 2025"),
        ("giai đoạn 2026 - 2030", "giai đoạn 2026 - 2030"),
        ("nhiệm kỳ 2025 - 2030", "nhiệm kỳ 2025 - 2030"),
        ("Kế hoạch số 12/KH-UBND ngày 20/01/2026 của UBND tỉnh",
         "Kế hoạch số 12/KH-UBND ngày 20/01/2026 của UBND tỉnh"),
        ("Nghị định số 161/2026/NĐ-CP ngày 15 tháng 5 năm 2026 và hạn 30/6/2026",
         "Nghị định số 161/2026/NĐ-CP ngày 15 tháng 5 năm 2026 và hạn 30/6/2027"),
        ("theo Chỉ thị 02-CT/TW, năm 2026", "theo Chỉ thị 02-CT/TW, năm 2027"),
        ("Luật Dân số ngày 10 tháng 12 năm 2026", "Luật Dân số ngày 10 tháng 12 năm 2026"),
("năm học 2025 - 2026, 2025/2026", "năm học 2026 - 2027, 2026/2027"),
        ("Tập huấn Luật An ninh mạng cho cán bộ, xong trước ngày 30 tháng 6 năm 2026",
         "Tập huấn Luật An ninh mạng cho cán bộ, xong trước ngày 30 tháng 6 năm 2027"),
        ("Tuyên truyền Luật Thi đua, khen thưởng trong năm 2026",
         "Tuyên truyền Luật Thi đua, khen thưởng trong năm 2027"),
        ("mục tiêu đến năm 2030, tầm nhìn đến năm 2045",
         "mục tiêu đến năm 2030, tầm nhìn đến năm 2045"),
        ("từ năm 2026 đến năm 2030", "từ năm 2026 đến năm 2030"),
        ("Nghị quyết số 57-NQ/TW về chuyển đổi số đến năm 2030",
         "Nghị quyết số 57-NQ/TW về chuyển đổi số đến năm 2030"),
        ("so với cuối năm 2025, so với 2025", "so với cuối năm 2026, so với 2026"),
        ("năm 2026 - Đẩy mạnh thi đua", "năm 2027 - Đẩy mạnh thi đua"),
    ],
)  # fmt: skip
def test_years_of_the_plan_move_and_others_stay(before, after):
    assert shifted(before) == after


@pytest.mark.parametrize(
    ("text", "years", "moved"),
    [
        ("trước ngày 29/02/2028", 1, "trước ngày 28/02/2029"),
        ("ngày 29 tháng 02 năm 2028", 1, "ngày 28 tháng 02 năm 2029"),
        ("trước ngày 29/2/2028", 4, "trước ngày 29/2/2032"),
    ],
)
def test_the_day_that_only_leap_years_have(text, years, moved):
    frame = carrying.Frame(2028, 2029, years)
    assert frame.text(text) == moved
    assert frame.day(date(2028, 2, 29)) == date(
        2028 + years, 2, 29 if years == 4 else 28
    )


@given(
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    st.integers(0, 5),
    st.sampled_from(["{:%d/%m/%Y}", "{0.day}/{0.month}/{0.year}",
                     "{0.day:02d} tháng {0.month} năm {0.year}"]),
)  # fmt: skip
def test_the_words_and_the_note_move_alike(day, years, form):
    """What a note says of a day stays what its line says."""
    text = "Báo cáo trước ngày " + form.format(day)
    frame = carrying.Frame(BASE, 2035, years)
    moved = frame.day(day)
    assert frame.text(text) == "Báo cáo trước ngày " + form.format(moved)
    if not BASE <= day.year <= 2035 or not years:
        assert moved == day
    else:
        assert moved.year == day.year + years
        assert abs((moved.replace(year=2000) - day.replace(year=2000)).days) <= 1


def test_moving_by_no_year_changes_nothing_but_the_head():
    content = last_year()
    carried = carrying.carry_on(content, 0)
    assert carried.moved == []
    assert carried.content.lines == content.lines
    assert carried.content.letterhead == Letterhead()


def last_year(**more) -> PlanContent:
    lines = (
        Line(
            kind=K.BASIS,
            text="Căn cứ Kế hoạch số 7/KH-UBND ngày 05/01/2026 của UBND tỉnh;",
        ),
        Line(kind=K.SECTION, text="THỜI GIAN"),
        Line(kind=K.ITEM, text="Từ ngày 01/01/2026 đến ngày 15/12/2026."),
        Line(kind=K.ITEM, text="Kỷ niệm 20 năm Ngày thành lập phường (08/01/2004)."),
        Line(kind=K.ITEM, text="Sơ kết vào thứ Sáu, ngày 26/6/2026; đạt 90% năm 2026."),
    )
    values = {
        "title": "Thi đua năm 2026",
        "lines": lines,
        "letterhead": Letterhead(number=3, symbol="KH-UBND", issued_on=date(2026, 1, 10)),
        "citations": (
            CitationNote(
                line=0, text="Kế hoạch số 7/KH-UBND ngày 05/01/2026", number="7/KH-UBND",
                issued_on=date(2026, 1, 5), is_superior_plan=True,
            ),
        ),
        "periods": (
            PeriodNote(line=2, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 15)),
        ),
        "targets": (TargetNote(line=4, name="đạt 90% năm 2026", deadline=date(2026, 12, 31)),),
        "deadlines": (
            DeadlineNote(line=4, text="Sơ kết ngày 26/6/2026", due_on=date(2026, 6, 26)),
        ),
        "recipients": ("Các tổ dân phố", "Lưu: VT, VP"),
        "signature": SignatureBlock(signer="Người đã nghỉ"),
    }  # fmt: skip
    return PlanContent(**(values | more))


def test_lines_and_notes_move_and_the_basis_stays():
    carried = carrying.carry_on(last_year(), 1)
    content = carried.content
    assert content.title == "Thi đua năm 2027"
    assert [line.text for line in content.lines] == [
        "Căn cứ Kế hoạch số 7/KH-UBND ngày 05/01/2026 của UBND tỉnh;",
        "THỜI GIAN",
        "Từ ngày 01/01/2027 đến ngày 15/12/2027.",
        "Kỷ niệm 20 năm Ngày thành lập phường (08/01/2004).",
        "Sơ kết vào thứ Sáu, ngày 26/6/2027; đạt 90% năm 2027.",
    ]
    assert content.citations == last_year().citations
    (period,), (target,), (deadline,) = (
        content.periods,
        content.targets,
        content.deadlines,
    )
    assert (period.starts_on, period.ends_on) == (date(2027, 1, 1), date(2027, 12, 15))
    assert (target.name, target.deadline) == ("đạt 90% năm 2027", date(2027, 12, 31))
    assert (deadline.text, deadline.due_on) == (
        "Sơ kết ngày 26/6/2027",
        date(2027, 6, 26),
    )
    assert content.recipients == ("Các tổ dân phố", "Lưu: VT, VP")
    assert [one.line for one in carried.moved] == [None, 2, 4]


def test_what_no_rule_can_move_is_told():
    remarks = carrying.carry_on(last_year(), 1).remarks
    assert [(remark.line, remark.text) for remark in remarks] == [
        (3, "Dòng ghi “Kỷ niệm 20 năm” như năm trước: xem số còn đúng không."),
        (4, "Ngày đã đổi năm, “thứ Sáu” còn như cũ: xem lại thứ của ngày."),
        (0, "Căn cứ của năm trước: “Kế hoạch số 7/KH-UBND ngày 05/01/2026”. Xem có văn bản "
            "của năm nay thay không."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Từ 01/12/2025 đến 30/11/2026", 2025),
        ("Theo Kế hoạch số 5/KH-UBND ngày 20/01/2026", 2026),
        ("Sơ kết năm 2026, tổng kết năm 2027", None),  # both move
        ("giai đoạn 2026 - 2030", None),
        ("đến năm 2030", None),
        ("thành lập năm 2004", None),
    ],
)
def test_a_year_near_the_plans_own_that_stays_is_told(text, year):
    assert carrying.Frame(BASE, BASE + 1, 1).left(text) == year


def test_a_day_that_no_calendar_has_stays():
    last = date(9998, 12, 31)
    assert carrying.Frame(9996, 9999, 5).day(last) == last


def test_a_plan_of_several_years_moves_to_its_end():
    period = PeriodNote(line=0, starts_on=date(2026, 1, 1), ends_on=date(2028, 6, 30))
    line = Line(kind=K.ITEM, text="Từ ngày 01/01/2026 đến 30/6/2028.")
    content = PlanContent(title="Thi đua", lines=(line,), periods=(period,))
    carried = carrying.carry_on(content, 3).content
    assert carried.lines[0].text == "Từ ngày 01/01/2029 đến 30/6/2031."
    assert carried.periods[0].ends_on == date(2031, 6, 30)


def test_a_plan_that_names_no_year_is_taken_as_it_is():
    content = PlanContent(
        title="Thi đua", lines=(Line(kind=K.SECTION, text="MỤC ĐÍCH"),)
    )
    assert carrying.year_of(content) is None
    assert carrying.carry_on(content, 3).moved == []


# ---- done ------------------------------------------------------------------------------------


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def old(place):
    _ = place.leader
    plan = actions.create_campaign_from_content(
        by=place.officer, host_id=place.unit.pk, content=last_year()
    )
    Plan.objects.filter(pk=plan.pk).update(
        status="issued", signer=place.signer, submitted_by=place.officer,
        submitted_at=now(), approved_by=place.leader, approved_at=now(),
    )  # fmt: skip
    return Plan.objects.get(pk=plan.pk)


@pytest.mark.django_db
def test_a_new_campaign_begins_with_it_and_the_old_one_stays(place, old):
    before = content_of(old)

    plan = actions.carry_on(old.pk, by=place.officer, host_id=place.unit.pk, years=1)

    assert plan.campaign != old.campaign
    assert (plan.campaign.name, plan.campaign.starts_on) == (
        "Thi đua năm 2027",
        date(2027, 1, 1),
    )
    assert (plan.status, plan.source_number, plan.source_date) == ("draft", None, None)
    assert plan.letterhead == place.unit.letterhead
    assert plan.signer.user == place.leader  # who signed then is no more: the head
    assert content_of(Plan.objects.get(pk=old.pk)) == before
    entry = AuditEntry.objects.get(action="plan.carried_on")
    assert (entry.subject_id, entry.detail["source"]) == (plan.pk, old.pk)
    kept = list(plan.doubts.order_by("pk").values_list("text", flat=True))
    assert kept[0] == "Dòng ghi “Kỷ niệm 20 năm” như năm trước: xem số còn đúng không"


@pytest.mark.django_db
def test_who_does_not_see_it_or_may_not_start_makes_nothing(place, old):
    stranger = other_ward()
    for who, host in (
        (stranger.officer, stranger.unit),
        (place.leader, place.unit),
        (place.officer, stranger.unit),
    ):
        with pytest.raises(PermissionDenied):
            actions.carry_on(old.pk, by=who, host_id=host.pk, years=1)
    for years in (-1, 6):
        with pytest.raises(Refused, match="Dời từ 0 đến 5 năm"):
            actions.carry_on(
                old.pk, by=place.officer, host_id=place.unit.pk, years=years
            )
    assert Campaign.objects.count() == 1


# ---- on the screen ---------------------------------------------------------------------------


def address(plan):
    return reverse("campaigns:plan-carry-on", args=[plan.pk])


@pytest.mark.django_db
def test_what_would_change_is_shown_and_then_done(place, old, client):
    client.force_login(place.officer)
    shown = words_of(client.get(address(old)))
    assert "Dùng lại kế hoạch này" in shown

    again = client.post(address(old), {"years": "2", "buoc": "xem"})
    assert "Đổi từ năm 2026 sang năm 2028" in words_of(again)
    assert "Kỷ niệm 20 năm" in words_of(again)
    assert Campaign.objects.count() == 1

    wrong = client.post(address(old), {"years": "9", "buoc": "lap"})
    assert wrong.status_code == 422
    assert "Số năm dời thêm từ 0 đến 5." in words_of(wrong)

    made = client.post(address(old), {"years": "1", "buoc": "lap"})
    plan = Plan.objects.exclude(pk=old.pk).get()
    assert made.url == reverse("campaigns:plan-check", args=[plan.pk])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2026, 11, 26), 1), (date(2026, 3, 1), 0), (date(2028, 9, 1), 3),
     (date(2040, 1, 1), 5)],
)  # fmt: skip
def test_the_year_offered_is_the_one_that_is_planned_now(
    place, old, client, monkeypatch, day, years
):
    from campaigns.views import carrying as page  # noqa: PLC0415 the view, not the module above

    monkeypatch.setattr(page, "localdate", lambda: day)
    client.force_login(place.officer)
    assert f'name="years" value="{years}"' in client.get(address(old)).content.decode()


@pytest.mark.django_db
def test_it_is_offered_where_one_looks_for_it(place, old, client):
    client.force_login(place.officer)
    start = client.get(reverse("campaigns:campaign-start"))
    assert "Từ kế hoạch năm trước" in words_of(start)
    assert address(old) in start.content.decode()
    overview = client.get(
        reverse("campaigns:campaign", args=[old.campaign_id]), follow=True
    )
    assert "Dùng lại kế hoạch" in words_of(overview)
    client.force_login(place.leader)
    overview = client.get(
        reverse("campaigns:campaign", args=[old.campaign_id]), follow=True
    )
    assert "Dùng lại kế hoạch" not in words_of(overview)
    assert client.get(address(old)).status_code == 403
    client.force_login(other_ward().officer)
    assert client.get(address(old)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_query_count(place, client, django_assert_num_queries, count):
    content = last_year()
    plan = place.draft(
        last_year(deadlines=content.deadlines * count, targets=content.targets * count)
    )
    client.force_login(place.officer)
    client.get(address(plan))
    with django_assert_num_queries(18):
        client.get(address(plan))
