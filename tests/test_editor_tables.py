"""Bảng trong kế hoạch: written cell by cell, rows and columns added and taken out."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from campaigns.content import Line, PlanContent
from campaigns.outline import LineKind
from campaigns.views.desk import Desk
from campaigns.views.posted import read_lines
from campaigns.views.rows import Row
from tests.desk_forms import PageForm, texts, words_of
from tests.factories import ward
from units.vietnamese import stored as composed

TEXT = "TT\tChỉ tiêu\tKế hoạch\n1\tHộ nghèo\t0,39%\n2\tThu ngân sách"


@pytest.fixture
def place(db):
    return ward()


@pytest.fixture
def plan(place):
    table = Line(kind=LineKind.TABLE, text=TEXT)
    dash = Line(kind=LineKind.DASH, text="ý")
    return place.draft(PlanContent(title="Bảng", lines=(table, dash)))


@pytest.fixture
def form(client, place, plan):
    client.force_login(place.officer)
    return PageForm(client, Desk(plan).url("can-cu"))


def table(plan):
    return plan.lines.get(kind="table")


def stored(plan) -> list[list[str]]:
    return [row.split("\t") for row in table(plan).text.split("\n")]


def press(form, act):
    """The cells share one name, which a dict of fields cannot hold."""
    (element,) = form.page.xpath("//form[@id='f-muc']")
    data = {}
    for name, value in element.form_values():
        data.setdefault(name, []).append(value.removeprefix("\n"))
    return form.client.post(form.url, data | {"act": act})


def again(form):
    return PageForm(form.client, form.url)


def test_every_cell_is_a_field_that_says_what_it_is(form):
    names = form.page.xpath("//textarea[contains(@class,'td-cell')]/@aria-label")

    assert names == [
        "Tên cột 1", "Tên cột 2", "Tên cột 3",
        "TT, hàng 1", "Chỉ tiêu, hàng 1", "Kế hoạch, hàng 1",
        "TT, hàng 2", "Chỉ tiêu, hàng 2", "Kế hoạch, hàng 2",
    ]  # fmt: skip
    assert [cell.strip() for cell in texts(form.page, "//table//textarea")][:3] == [
        "TT", "Chỉ tiêu", "Kế hoạch",
    ]  # fmt: skip


def test_saving_what_is_there_changes_nothing(form, plan):
    press(form, "luu")

    plan.refresh_from_db()
    assert plan.version == 1
    assert table(plan).text == TEXT


def test_a_cell_is_written(form, plan):
    cell = form.page.xpath(f"//textarea[@id='l{table(plan).pk}-o-2-2']")[0]
    cell.text = "\n10 tỷ\nđồng"
    press(form, "luu")

    assert stored(plan) == [
        ["TT", "Chỉ tiêu", "Kế hoạch"],
        ["1", "Hộ nghèo", "0,39%"],
        ["2", "Thu ngân sách", "10 tỷ đồng"],
    ]


@pytest.mark.parametrize(
    ("act", "rows"),
    [
        ("hang-them:0", ["TT|Chỉ tiêu|Kế hoạch", "||", "1|Hộ nghèo|0,39%", "2|Thu ngân sách|"]),
        ("hang-them:2", ["TT|Chỉ tiêu|Kế hoạch", "1|Hộ nghèo|0,39%", "2|Thu ngân sách|", "||"]),
        ("hang-bo:1", ["TT|Chỉ tiêu|Kế hoạch", "2|Thu ngân sách|"]),
        ("cot-them:0", ["TT||Chỉ tiêu|Kế hoạch", "1||Hộ nghèo|0,39%", "2||Thu ngân sách|"]),
        ("cot-bo:1", ["TT|Kế hoạch", "1|0,39%", "2|"]),
    ],
)  # fmt: skip
def test_rows_and_columns(form, plan, act, rows):
    response = press(form, f"{act}:{table(plan).pk}")

    assert response.status_code == 302
    assert ["|".join(row) for row in stored(plan)] == rows


def test_the_focus_goes_to_the_new_row(form, plan):
    response = press(form, f"hang-them:1:{table(plan).pk}")

    page = html.fromstring(form.client.get(response.url).content)
    (focused,) = page.xpath("//*[@autofocus]/@id")
    assert focused == f"l{table(plan).pk}-o-2-0"


def test_the_head_stays(form, plan):
    response = press(form, f"hang-bo:0:{table(plan).pk}")

    assert response.status_code == 422
    assert "Hàng đầu là tên các cột" in words_of(response)
    assert table(plan).text == TEXT


def test_the_last_column_stays(form, plan):
    for _ in range(2):
        press(form, f"cot-bo:0:{table(plan).pk}")
        form = again(form)
    response = press(form, f"cot-bo:0:{table(plan).pk}")

    assert "Bảng còn một cột" in words_of(response)
    assert stored(plan) == [["Kế hoạch"], ["0,39%"], [""]]


def test_copied_cells_fill_from_one_cell_and_the_table_grows(form, plan):
    row = table(plan)
    form.page.xpath("//form[@id='f-muc']")[0].append(
        html.fromstring('<input name="dan" value="98%&#9;20/12&#10;5&#9;30/6&#10;">')
    )
    press(form, f"dan-o:2:2:{row.pk}")

    assert stored(plan) == [
        ["TT", "Chỉ tiêu", "Kế hoạch", ""],
        ["1", "Hộ nghèo", "0,39%", ""],
        ["2", "Thu ngân sách", "98%", "20/12"],
        ["", "", "5", "30/6"],
    ]


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("chi-tieu", ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thời hạn"]),
        (
            "nhiem-vu",
            ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"],
        ),
    ],
)
def test_a_table_to_begin_with(form, plan, name, heads):
    dash = plan.lines.get(kind="dash")
    response = press(form, f"bang:{name}:{dash.pk}")

    assert response.status_code == 302
    made = plan.lines.filter(kind="table").latest("position")
    rows = [row.split("\t") for row in made.text.split("\n")]
    assert rows[0] == heads
    assert [row[0] for row in rows] == ["TT", "1", "2", "3"]
    assert made.position == dash.position + 1


def test_a_table_of_no_such_kind(form, plan):
    dash = plan.lines.get(kind="dash")

    assert press(form, f"bang:khac:{dash.pk}").status_code == 422


def test_a_very_large_table_is_a_text(client, place):
    text = "\n".join("\t".join("a" * 12) for _ in range(120))
    plan = place.draft(PlanContent(lines=(Line(kind=LineKind.TABLE, text=text),)))
    client.force_login(place.officer)

    page = PageForm(client, Desk(plan).url("can-cu")).page

    assert page.xpath("//textarea[contains(@class,'td-cell')]") == []
    assert page.xpath("//textarea/text()") == [f"\n{text}"]


cells = st.text("ab1 ,%đ", max_size=5)


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5))
def test_a_table_comes_back_as_it_was_shown(rows):
    text = "\n".join("\t".join(row) for row in rows)
    row = Row(key=7, kind="table", text=text, number="")
    shown = row.grid
    if not shown:  # nothing in it
        return
    page = html.fromstring(
        "<form>"
        + render_to_string("campaigns/line_grid.html", {"row": row})
        + "</form>"
    )
    data = QueryDict(mutable=True)
    for name, value in page.form_values():
        data.appendlist(name, value.removeprefix("\n"))

    assert read_lines(data).edits[7].text == composed(text)
