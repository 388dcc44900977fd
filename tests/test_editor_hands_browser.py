"""Tay soạn: dragging, pasting, tables, the keyboard and Vietnamese typing, in a browser."""

import pytest
from playwright.sync_api import expect

from campaigns.content import Line, PlanContent
from campaigns.outline import LineKind
from campaigns.views.desk import Desk
from tests.accessibility import faults, overflow, settled
from tests.factories import ward
from tests.worker import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def plan(place):
    return place.draft()


@pytest.fixture
def window(log_in, place):
    return log_in(place.officer)


def line(plan, start):
    return plan.lines.get(text__startswith=start)


def texts(plan):
    return list(plan.lines.order_by("position").values_list("text", flat=True))


def go(page, plan, slug):
    page.goto(Desk(plan).url(slug))


def box(page, row):
    return page.locator(f"#l{row.pk}-text")


def shown(page):
    return [area.input_value() for area in page.locator(".td-line__in").all()]


# ---- dragging ------------------------------------------------------------------------------


def drag(page, row, over, share=0.9, let_go=True):
    """By its number onto another line: ``share`` of the way down that one."""
    start = page.locator(f"#l{row.pk} .td-line__mark").bounding_box()
    end = page.locator(f"#l{over.pk}").bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] + 30, steps=3)
    page.mouse.move(start["x"] + 8, end["y"] + share * end["height"], steps=8)
    if let_go:
        page.mouse.up()


def test_a_line_is_dragged_below_another(window, plan):
    go(window, plan, "muc-1")
    row, last = line(plan, "Tập thể"), line(plan, "Đợt 1")
    box(window, line(plan, "Từ ngày")).fill("Gõ trước khi kéo")

    drag(window, row, last)

    expect(window.locator(".td-line__in").nth(3)).to_have_value(row.text)
    assert texts(plan)[1:5] == [
        "ĐỐI TƯỢNG, THỜI GIAN",
        "Gõ trước khi kéo",
        last.text,
        row.text,
    ]


def test_escape_lets_the_line_go_where_it_was(window, plan):
    go(window, plan, "muc-1")
    before = texts(plan)
    drag(window, line(plan, "Tập thể"), line(plan, "Đợt 1"), let_go=False)
    expect(window.locator(".is-drag")).to_have_count(1)

    window.keyboard.press("Escape")
    window.mouse.up()

    expect(window.locator(".is-drag, .is-drop")).to_have_count(0)
    assert texts(plan) == before


def test_a_finger_drags_too(browser, live_server, client, place, plan):
    from django.conf import settings  # noqa: PLC0415 used here alone

    client.force_login(place.officer)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    page = context.new_page()
    go(page, plan, "muc-1")
    row, other = line(plan, "Tập thể"), line(plan, "Từ ngày")
    box(page, row).evaluate("box => box.scrollIntoView({ block: 'center' })")
    start = page.locator(f"#l{row.pk} .td-line__mark").bounding_box()
    end = page.locator(f"#l{other.pk}").bounding_box()
    x, y = start["x"] + 6, start["y"] + 10
    finger = context.new_cdp_session(page)

    def touch(kind, *points):
        finger.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": at} for at in points]},
        )

    touch("touchStart", y)
    for step in range(1, 11):
        touch("touchMove", y + (end["y"] + end["height"] * 0.9 - y) * step / 10)
    touch("touchEnd")

    expect(page.locator(".td-line__in").nth(2)).to_have_value(row.text)
    context.close()


# ---- pasting -------------------------------------------------------------------------------


def paste(page, target, html="", text=""):
    """As Ctrl+V does it; whether the browser was left to paste it itself."""
    return target.evaluate(
        """(box, [html, text]) => {
            const data = new DataTransfer();
            if (html) { data.setData("text/html", html); }
            data.setData("text/plain", text);
            return box.dispatchEvent(new ClipboardEvent("paste",
                { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, text],
    )


def test_word_is_pasted_as_lines_and_taken_back(window, plan):
    go(window, plan, "muc-1")
    row, before = line(plan, "Tập thể"), texts(plan)
    html = (
        "<style>p { color: red }</style><!--[if gte mso 9]><xml>x</xml><![endif]-->"
        "<p class=MsoNormal><b>1. Nâng cao</b></p><p>- Một ý</p>"
        "<table><tr><td>TT<td>Việc</table>"
    )

    assert not paste(window, box(window, row), html, "1. Nâng cao\n- Một ý")
    expect(window.locator(".td-undo")).to_contain_text(
        "Đã dán 3 dòng, bỏ định dạng Word."
    )
    place = before.index(row.text) + 1
    assert texts(plan)[place : place + 3] == ["Nâng cao", "Một ý", "TT\tViệc"]

    window.get_by_role("button", name="Hoàn tác").click()
    expect(window.locator(".td-undo")).to_have_count(0)
    assert texts(plan) == before


def test_a_few_words_are_pasted_plainly(window, plan):
    go(window, plan, "muc-1")

    target = box(window, line(plan, "Tập thể"))

    assert paste(window, target, "<p><b>mấy chữ</b></p>", "mấy chữ")


# ---- tables --------------------------------------------------------------------------------


@pytest.fixture
def with_table(place):
    text = "TT\tChỉ tiêu\tKế hoạch\n1\tHộ nghèo\t0,39%\n2\tThu ngân sách\t"
    lines = (
        Line(kind=LineKind.SECTION, text="CHỈ TIÊU"),
        Line(kind=LineKind.TABLE, text=text),
    )
    return place.draft(PlanContent(title="Bảng", lines=lines))


def test_a_table_is_written_cell_by_cell_with_the_keyboard(window, with_table):
    go(window, with_table, "muc-1")
    row = with_table.lines.get(kind="table")
    cell = window.get_by_role("textbox", name="Kế hoạch, hàng 2")
    cell.fill("10 tỷ đồng")
    window.keyboard.press("Control+s")
    wait_for(lambda: texts(with_table)[1].endswith("2\tThu ngân sách\t10 tỷ đồng"), 45)

    window.get_by_role("button", name="Thêm hàng dưới hàng 2").click()
    expect(window.locator(f"#l{row.pk}-o-3-0")).to_be_focused()
    window.keyboard.type("3")
    window.keyboard.press("Tab")
    window.keyboard.type("Mới")
    window.keyboard.press("Control+s")
    wait_for(lambda: texts(with_table)[1].endswith("\n3\tMới\t"), 45)


def test_cells_of_excel_fill_the_table(window, with_table):
    go(window, with_table, "muc-1")
    cell = window.get_by_role("textbox", name="Kế hoạch, hàng 1")

    assert not paste(window, cell, text="0,5%\t31/12\n12 tỷ\t30/6\n")

    expect(window.get_by_role("textbox", name="cột 4, hàng 2")).to_have_value("30/6")
    assert texts(with_table)[1] == (
        "TT\tChỉ tiêu\tKế hoạch\t\n1\tHộ nghèo\t0,5%\t31/12\n2\tThu ngân sách\t12 tỷ\t30/6"
    )


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_axe_and_edges(window, with_table, width, height):
    window.set_viewport_size({"width": width, "height": height})
    found = {}
    find = f"/ke-hoach/{with_table.pk}/tim-thay/"
    for address in (Desk(with_table).url("muc-1"), find, find + "?tim=n&thay=m"):
        window.goto(address)
        settled(window)
        found[address] = (faults(window), overflow(window))

    assert set(map(str, found.values())) == {"([], 0)"}, found


# ---- keyboard, Vietnamese typing -----------------------------------------------------------


def test_lines_move_and_come_by_keys(window, plan):
    go(window, plan, "muc-1")
    row = line(plan, "Tập thể")
    box(window, row).click()

    window.keyboard.press("Alt+Shift+ArrowDown")
    expect(window.locator(".td-line__in").nth(2)).to_have_value(row.text)
    expect(window.locator(f"button[value='xuong:{row.pk}']")).to_be_focused()
    window.keyboard.press("Alt+Shift+ArrowUp")
    expect(window.locator(".td-line__in").nth(1)).to_have_value(row.text)
    expect(window.locator(f"button[value='len:{row.pk}']")).to_be_focused()
    window.keyboard.press("Alt+Shift+Enter")
    expect(window.locator(".td-line__in")).to_have_count(5)
    expect(window.locator(".td-line__in:focus")).to_have_value("")
    window.keyboard.type("Gõ ngay")
    window.keyboard.press("Control+s")
    wait_for(lambda: texts(plan)[3] == "Gõ ngay", 45)


def test_half_a_word_is_not_saved_and_the_caret_stays(window, plan):
    go(window, plan, "muc-1")
    row = line(plan, "Tập thể")
    sent = []
    window.on(
        "request", lambda r: sent.append(r.post_data) if r.method == "POST" else None
    )
    box(window, row).fill("Thi đua ")
    wait_for(lambda: _seen(window, sent), 45)
    sent.clear()
    keyboard = window.context.new_cdp_session(window)

    for part in ("v", "vi", "vie", "viê", "việ"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
        )
    window.wait_for_timeout(2200)
    assert sent == []
    assert box(window, row).evaluate("box => box.selectionStart") == len("Thi đua việ")

    keyboard.send("Input.insertText", {"text": "việc"})
    expect(window.locator("#save-state")).to_contain_text("Đã lưu nháp lúc")
    wait_for(lambda: texts(plan)[2] == "Thi đua việc", 45)
    expect(box(window, row)).to_be_focused()
    assert box(window, row).evaluate("box => box.selectionStart") == len("Thi đua việc")


def _seen(window, sent):
    window.wait_for_timeout(100)
    return sent


def test_unikey_types_by_backspace(window, plan):
    """Without a composition: letters are taken back and typed anew, faster than anybody saves."""
    go(window, plan, "muc-1")
    row = line(plan, "Tập thể")
    box(window, row).fill("")
    back = "Backspace"
    for sign in ("d", back, "đ", *"ua mo", back, "ô", back, "ộ", "t"):
        if sign == back:
            window.keyboard.press(sign)
        else:
            window.keyboard.insert_text(sign)
    window.keyboard.press("Control+s")

    wait_for(lambda: texts(plan)[2] == "đua một", 45)
    expect(box(window, row)).to_have_value("đua một")
