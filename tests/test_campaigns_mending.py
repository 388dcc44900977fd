"""Sửa theo câu: what one click puts right, and where it is not offered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from campaigns.content import (
    Comparator,
    Line,
    PlanContent,
    RegistrationNote,
    TargetNote,
)
from campaigns.mending import mend
from campaigns.mismatch import mismatches
from campaigns.models import Target
from campaigns.outline import LineKind
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, texts
from tests.factories import ward

POOR = TargetNote(
    line=0,
    name="Tỷ lệ hộ đạt 98%",
    value=Decimal(98),
    unit="%",
    comparator=Comparator.AT_LEAST,
    shown="98 %",
)


def plan_of(text, **notes):
    return PlanContent(lines=(Line(kind=LineKind.DASH, text=text),), **notes)


def target(text, **changes):
    return plan_of(text, targets=(replace(POOR, **changes),))


def told(content):
    return [(slip.field, slip.text) for slip in mismatches(content)]


@pytest.mark.parametrize(
    ("text", "changes", "slips"),
    [
        ("Ít nhất 98% hộ đạt chuẩn", {}, []),
        ("Ít nhất 98 % hộ đạt chuẩn", {"shown": "98%"}, []),
        (
            "Ít nhất 99% hộ đạt chuẩn",
            {},
            [("value", "giá trị 98 không có trong câu")],
        ),
        (
            "Ít nhất 99% hộ đạt chuẩn",
            {"value": Decimal(99)},
            [
                ("shown", "câu không còn ghi “98 %”"),
                ("name", "tên chỉ tiêu ghi 98, không có trong câu"),
            ],
        ),
        (
            "Ít nhất 98% hộ đạt chuẩn",
            {
                "value": Decimal(99)
            },  # the words stand in the line, the figure is another
            [("value", "giá trị 99 không có trong câu")],
        ),
        ("1/3 số tổ đạt", {"value": Decimal("33.3"), "shown": "1/3", "name": "Tổ"}, []),
        ("Tăng gấp đôi", {"value": Decimal(2), "shown": "gấp đôi", "name": "Tổ"}, []),
        ("Ít nhất 98% hộ", {"name": "Hộ đạt năm 2026"}, []),  # a year is said elsewhere
        (
            "Trước 20/8/2026, ít nhất 98% hộ",
            {"name": "Hộ đạt trước 15/8/2026", "shown": ""},
            [("name", "tên chỉ tiêu ghi 15/8/2026, không có trong câu")],
        ),
        (
            "Trước ngày 15/08/2026, ít nhất 98% hộ; xong thủ tục trong 3/4 quý",
            {"name": "Hộ đạt trước 15/8", "shown": ""},
            [],
        ),
    ],
)
def test_name_and_printed_figure_are_held_against_the_line(text, changes, slips):
    assert told(target(text, **changes)) == slips


@pytest.mark.parametrize(
    ("content", "changes", "words"),
    [
        (
            target("Ít nhất 99,5% hộ đạt chuẩn"),
            {"value": Decimal("99.5"), "shown": "99,5%", "name": "Tỷ lệ hộ đạt 99,5%"},
            "Sửa theo câu: ít nhất 99,5%",
        ),
        (
            target(
                "Trước 20/8/2026, ít nhất 98% hộ",
                name="Hộ đạt trước 15/8/2026",
                shown="98%",
            ),
            {"name": "Hộ đạt trước 20/8/2026"},
            "Sửa theo câu: Hộ đạt trước 20/8/2026",
        ),
        (
            target("Ít nhất 99% hộ", value=Decimal(99), shown=""),
            {"name": "Tỷ lệ hộ đạt 99%"},
            "Sửa theo câu: Tỷ lệ hộ đạt 99%",
        ),
        (
            plan_of(
                "Đăng ký ít nhất 02 mô hình trước ngày 20/8/2026",
                registrations=(
                    RegistrationNote(
                        line=0, what="mô hình", minimum=1, deadline=date(2026, 8, 15)
                    ),
                ),
            ),
            {"minimum": 2, "deadline": date(2026, 8, 20)},
            "Sửa theo câu: 20/08/2026, ít nhất 02",
        ),
    ],
)
def test_one_click_takes_what_the_line_says(content, changes, words):
    kind = "targets" if content.targets else "registrations"

    assert mend(content, kind, 0) == (changes, words)
    note = replace(getattr(content, kind)[0], **changes)
    assert told(replace(content, **{kind: (note,)})) == []


@pytest.mark.parametrize(
    "content",
    [
        target("Ít nhất 99% hộ và 95% tổ đạt chuẩn"),  # which of the two
        target("Hộ đạt chuẩn tăng đều"),  # none
        target("Ít nhất 12 hộ đạt chuẩn"),  # of another kind
        target("Ít nhất 98% hộ đạt chuẩn"),  # nothing is wrong
    ],
)
def test_where_the_line_leaves_a_doubt_nothing_is_offered(content):
    assert mend(content, "targets", 0) == ({}, "")


# ---- in the editor ----------------------------------------------------------------------


@pytest.fixture
def plan(client, db):
    place = ward()
    client.force_login(place.officer)
    return place.draft()


@pytest.fixture
def row(plan):
    return plan.lines.get(text__startswith="Tỷ lệ hộ nghèo")


def test_the_button_stands_beside_the_slip_and_mends_the_note(client, plan, row):
    form = PageForm(client, Desk(plan).url("muc-2"))
    note = row.target_notes.get()

    form.send("luu", **{f"l{row.pk}__text": "Tỷ lệ hộ nghèo còn không quá 0,35%."})
    form = PageForm(client, form.url)

    (mender,) = form.page.xpath("//button[contains(@class,'td-line__mend')]")
    assert mender.text == "Sửa theo câu: không quá 0,35%"
    assert mender.get("value") == f"theo-cau:chi-tieu:{note.pk}"

    answer = form.send(mender.get("value"))

    assert answer.status_code == 302
    note.refresh_from_db()
    assert (note.value, note.shown, note.name) == (
        Decimal("0.35"),
        "0,35%",
        "Tỷ lệ hộ nghèo",
    )
    # The deadline is no longer in the line, and no single click knows what became of it.
    page = PageForm(client, form.url).page
    assert texts(page, "//*[contains(@class,'td-line__slip')]") == [
        "thời hạn 31/12/2023 không có trong câu"
    ]


def test_a_note_that_cannot_be_mended_says_so(client, plan, row):
    note = row.target_notes.get()

    answer = PageForm(client, Desk(plan).url("muc-2")).send(
        f"theo-cau:chi-tieu:{note.pk}"
    )

    assert answer.status_code == 422
    assert "mở ghi chú để sửa" in answer.content.decode()


@pytest.mark.parametrize("act", ["theo-cau:chi-tieu:1", "theo-cau:la:1", "theo-cau"])
def test_a_note_that_is_gone_says_so(client, plan, act):
    Target.objects.all().delete()

    answer = PageForm(client, Desk(plan).url("muc-2")).send(act)

    assert answer.status_code == 422
    assert "Ghi chú này đã bị bỏ trong lúc anh/chị soạn." in answer.content.decode()


def test_autosave_brings_the_slips_of_the_words_just_typed(client, plan, row):
    form = PageForm(client, Desk(plan).url("muc-2"))

    answer = form.send(
        "tu-luu",
        htmx=True,
        **{f"l{row.pk}__text": "Tỷ lệ hộ nghèo còn không quá 0,35%."},
    )

    page = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    (signs,) = page.xpath(f"./div[@id='l{row.pk}-gc']")
    assert signs.get("hx-swap-oob") == "true"
    assert texts(signs, ".//*[contains(@class,'td-line__slip')]") == [
        "giá trị 0,39 không có trong câu",
        "thời hạn 31/12/2023 không có trong câu",
    ]
    (summary,) = page.xpath("./div[@id='muc-tom-tat']")
    assert summary.get("hx-swap-oob") == "true"
    assert any("giá trị 0,39" in words for words in texts(summary, ".//li"))


def test_what_is_missing_leads_to_its_field_and_the_outline_stays_short(
    client, plan, row
):
    form = PageForm(client, Desk(plan).url("muc-2"))
    form.send("luu", **{f"l{row.pk}__text": "Tỷ lệ hộ nghèo còn không quá 0,35%."})

    page = PageForm(client, form.url).page

    links = page.xpath("//ul[contains(@class,'td-gaps')]//a/@href")
    assert set(links) == {f"#l{row.pk}-text"}
    assert page.xpath(f"//*[@id='l{row.pk}-text']")
    (now,) = page.xpath("//a[@aria-current='step']//small")
    assert now.text == "2 chỗ cần xem"
    # The plan's screens lie under another address, and belong to the campaigns all the same.
    assert texts(page, "//nav[@class='td-nav']//a[@aria-current='page']") == [
        "Phong trào"
    ]


@pytest.mark.parametrize(
    "slug", ["thong-tin", "can-cu", "muc-1", "noi-nhan", "nguoi-ky"]
)
def test_every_page_has_what_the_sheet_and_the_autosave_look_for(client, plan, slug):
    page = PageForm(client, Desk(plan).url(slug)).page

    for name in ("dang-soan", "muc-tom-tat", "muc-luc", "save-state", "tu-luu"):
        assert len(page.xpath(f"//*[@id='{name}']")) == 1, name
    answer = PageForm(client, Desk(plan).url(slug)).send("tu-luu", htmx=True)
    swapped = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    ids = swapped.xpath("./*[@hx-swap-oob]/@id")
    assert {"muc-tom-tat", "muc-luc"} <= set(ids)
    assert all(page.xpath(f"//*[@id='{name}']") for name in ids), ids
