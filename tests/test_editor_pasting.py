"""Dán từ Word: headings, lists and tables stay, the rest goes, and one button takes it back."""

import pytest

from campaigns.outline import LineKind
from campaigns.pasting import pasted_lines
from campaigns.views.desk import Desk
from tests.desk_forms import PageForm, words_of
from tests.factories import ward

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal {color:red}</style></head>
<body lang=VI><!--StartFragment-->
<h1 style='mso-list:l0 level1'><b><span style='font-size:14.0pt;color:red'>II. NỘI DUNG
THI ĐUA<o:p></o:p></span></b></h1>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt'>&nbsp; </span></span><![endif]>
Nâng cao chất lượng</p>
<p class=MsoListParagraph style='mso-list:l2 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>-<span>&nbsp;&nbsp;</span></span><![endif]>Một ý <i>nghiêng</i>.</p>
<p class=MsoNormal><img src="file:///c:/a.png">Lời văn bình thường.</p>
<table class=MsoTable border=1><tr><td><p><b>TT</b></p></td><td><p><b>Chỉ tiêu</b></p></td></tr>
<tr><td><p>1</p></td><td><p>Hộ nghèo còn<br>0,39%</p></td></tr></table>
<script>alert(1)</script><!--EndFragment--></body></html>"""


@pytest.fixture
def place(db):
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


@pytest.fixture
def form(client, place, plan):
    client.force_login(place.officer)
    return PageForm(client, Desk(plan).url("muc-1"))


def line(plan, start):
    return plan.lines.get(text__startswith=start)


def rows(plan):
    return list(plan.lines.order_by("position").values_list("kind", "text"))


def test_what_stays_of_a_word_document():
    found = pasted_lines(WORD, LineKind.DASH)

    assert [(line.kind.value, line.text) for line in found] == [
        ("section", "NỘI DUNG THI ĐUA"),
        ("item", "Nâng cao chất lượng"),
        ("dash", "Một ý nghiêng."),
        ("paragraph", "Lời văn bình thường."),
        ("table", "TT\tChỉ tiêu\n1\tHộ nghèo còn 0,39%"),
    ]
    assert {line.marker for line in found} == {""}


TH = "<tr><th rowspan=2>TT<th rowspan=2>Chỉ tiêu<th colspan=2>Năm 2025<th rowspan=2>Ghi chú</tr>"


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (
            TH
            + "<tr><th>Kế hoạch<th>Thực hiện</tr><tr><td>1<td>Hộ nghèo<td>5<td>4<td>x</tr>",
            "TT\tChỉ tiêu\tNăm 2025\t\tGhi chú\n\t\tKế hoạch\tThực hiện\t\n1\tHộ nghèo\t5\t4\tx",
        ),
        (
            "<tr><td>a<td>b<td>c</tr><tr><td colspan=2>d<td>e</tr><tr><td>f<td>g<td>h</tr>",
            "a\tb\tc\nd\t\te\nf\tg\th",
        ),
        (
            "<tr><td rowspan=3>a<td rowspan=2>b<td>c</tr><tr><td>d</tr><tr><td>e<td>f</tr>",
            "a\tb\tc\n\t\td\n\te\tf",
        ),
        # Nothing stands in the second column of any row: it is none.
        ("<tr><td colspan=2>a<td>b</tr><tr><td colspan=2>c<td>d</tr>", "a\tb\nc\td"),
        ("<tr><td colspan=x>a<td rowspan=0>b</tr><tr><td>c<td>d</tr>", "a\tb\nc\td"),
        ("<tr><td colspan=1000>a<td>b</tr><tr><td>c<td>d</tr>", "a\tb\nc\td"),
    ],
)
def test_what_stands_below_a_heading_stays_below_it(rows, cells):
    [line] = pasted_lines(f"<table>{rows}</table>", LineKind.DASH)
    assert line.text == cells


def test_lists_of_a_web_page():
    found = pasted_lines("<ol><li>Một<li>Hai</ol><ul><li>ba</ul>", LineKind.PARAGRAPH)

    assert [(line.kind.value, line.text) for line in found] == [
        ("item", "Một"),
        ("item", "Hai"),
        ("dash", "ba"),
    ]


def test_among_the_bases_a_paragraph_is_one():
    found = pasted_lines(
        "<p>Căn cứ Luật Thi đua, khen thưởng;</p><p>Lời mở đầu.</p>", LineKind.BASIS
    )

    assert [(line.kind.value, line.text) for line in found] == [
        ("basis", "Căn cứ Luật Thi đua, khen thưởng"),
        ("paragraph", "Lời mở đầu."),
    ]


@pytest.mark.parametrize("html", ["", "   ", "<p>&nbsp;</p>", "<img src=x>", "\x00"])
def test_nothing_in_it(html):
    assert pasted_lines(html, LineKind.DASH) == ()


LIST = "<ul><li>Thứ nhất</li><li>Thứ hai</li></ul><p>1. Thứ ba</p>"


def test_it_goes_below_the_line_and_one_button_takes_it_back(form, plan):
    before = rows(plan)
    host = line(plan, "Tập thể")

    response = form.send(f"dan:{host.pk}", dan=LIST)
    after = rows(plan)

    place = before.index((host.kind, host.text)) + 1
    assert after == [
        *before[:place],
        ("dash", "Thứ nhất"), ("dash", "Thứ hai"), ("item", "Thứ ba"),
        *before[place:],
    ]  # fmt: skip
    page = PageForm(form.client, response.url)
    assert "Đã dán 3 dòng, bỏ định dạng Word." in words_of(
        form.client.get(response.url)
    )
    page.send("hoan-tac-dan")
    assert rows(plan) == before
    assert page.send("hoan-tac-dan").status_code == 422


def test_an_empty_line_becomes_the_first(form, plan):
    host = line(plan, "Tập thể")
    form.send("luu", **{f"l{host.pk}__text": ""})
    form = PageForm(form.client, form.url)
    before = rows(plan)

    form.send(f"dan:{host.pk}", dan=LIST)

    host.refresh_from_db()
    assert (host.kind, host.text) == ("dash", "Thứ nhất")
    assert len(rows(plan)) == len(before) + 2
    PageForm(form.client, form.url).send("hoan-tac-dan")
    assert rows(plan) == before


def test_what_is_typed_in_the_form_is_saved_first(form, plan):
    host, other = line(plan, "Tập thể"), line(plan, "Từ ngày")

    form.send(f"dan:{host.pk}", dan=LIST, **{f"l{other.pk}__text": "Đang gõ"})

    assert line(plan, "Đang gõ").pk == other.pk
    assert line(plan, "Thứ ba")


def test_undo_leaves_what_was_written_since(form, plan):
    host = line(plan, "Tập thể")
    response = form.send(f"dan:{host.pk}", dan=LIST)
    page = PageForm(form.client, response.url)
    second = line(plan, "Thứ hai")

    told = page.send(
        "hoan-tac-dan", htmx=True, **{f"l{second.pk}__text": "Thứ hai, đã sửa"}
    )

    assert "Để lại 1 dòng đã sửa sau khi dán." in words_of(told)
    assert [text for _, text in rows(plan) if text.startswith("Thứ")] == [
        "Thứ hai, đã sửa"
    ]


def test_too_much_at_once(form, plan):
    before = rows(plan)
    many = "".join(f"<p>- Ý {n}</p>" for n in range(401))

    told = form.send(f"dan:{line(plan, 'Tập thể').pk}", dan=many)

    assert told.status_code == 422
    assert "Phần vừa dán có 401 dòng, nhiều hơn 400 dòng một lần." in words_of(told)
    assert rows(plan) == before


def test_nothing_to_paste(form, plan):
    told = form.send(f"dan:{line(plan, 'Tập thể').pk}", dan="<img src=x>")

    assert told.status_code == 422
    assert "Phần vừa dán không có chữ nào đọc được." in words_of(told)
