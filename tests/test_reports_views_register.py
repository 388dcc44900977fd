"""Sổ đăng ký văn bản đi on the screen: ten columns, voided numbers, papers made outside."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from lxml import etree

from reports.models import NumberBook, RegisterEntry
from tests.factories import (
    NumberBookFactory,
    NumberSeriesFactory,
    RegisterEntryFactory,
    other_ward,
    ward,
)
from tests.paper_files import words
from units.models import Access

pytestmark = pytest.mark.django_db
REGISTER = reverse("reports:register")
PAPER = reverse("reports:register-paper")
FILE = reverse("reports:register-file")


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def book(place):
    return NumberBookFactory(series=place.series, year=2026)


def cells(response) -> list[list[str]]:
    html = response.content.decode()
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    found = []
    for row in re.findall(r"<tr.*?</tr>", body, re.S):
        parts = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        found.append(
            [
                " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())
                for part in parts
            ]
        )
    return found


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, place, book, django_assert_num_queries, count):
    for _ in range(count):
        RegisterEntryFactory(book=book, document=place.document(issued=True))
    client.force_login(place.clerk)

    # user, roles, series, years, count, entries, number to come; shell: memberships
    with django_assert_num_queries(8):
        response = client.get(REGISTER)

    assert len(cells(response)) == count


def test_ten_columns(client, place, book):
    RegisterEntryFactory(
        book=book,
        number=3,
        symbol="QĐ-UBND",
        issued_on=date(2026, 2, 5),
        kind_and_title="Quyết định: về việc khen thưởng",
        signer="Đỗ Minh Khang",
        recipients="Như Điều 3; Lưu: VT",
        archive_unit="Văn phòng",
        copies=1200,
        dispatched_on=date(2026, 2, 6),
        received_by="Bưu điện",
        remarks="Hỏa tốc",
    )
    client.force_login(place.officer)

    response = client.get(REGISTER)
    html = response.content.decode()

    assert re.findall(r'<th scope="col">(.*?)</th>', html) == [
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ]
    assert cells(response) == [
        [
            "03/QĐ-UBND",
            "05/02/2026",
            "Quyết định: về việc khen thưởng",
            "Đỗ Minh Khang",
            "Như Điều 3; Lưu: VT",
            "Văn phòng",
            "1.200",
            "06/02/2026",
            "Bưu điện",
            "Hỏa tốc",
        ]
    ]


def test_a_voided_number_is_struck_and_says_why(client, place, book):
    RegisterEntryFactory(
        book=book,
        number=4,
        void_reason="In hỏng",
        voided_by=place.clerk,
        voided_at=now(),
        remarks="Bản cũ",
    )
    client.force_login(place.clerk)

    response = client.get(REGISTER)
    html = response.content.decode()

    assert "<s>04/KH-UBND</s>" in html
    assert "<s>Kế hoạch: phong trào mẫu</s>" in html
    said = f"Đã hủy số {localdate():%d/%m/%Y}, {place.clerk.full_name}: In hỏng Bản cũ"
    assert cells(response)[0][9] == said
    assert cells(client.get(REGISTER, {"in": "1"}))[0][9] == said


def test_newest_first_on_the_screen_all_in_order_on_paper(client, place, book):
    for number in range(1, 53):
        RegisterEntryFactory(book=book, number=number)
    client.force_login(place.clerk)

    screen = [row[0] for row in cells(client.get(REGISTER))]
    second = [row[0] for row in cells(client.get(REGISTER, {"trang": 2}))]
    paper = client.get(REGISTER, {"in": "1"})

    assert (screen[0], screen[-1], len(screen)) == ("52/KH-UBND", "03/KH-UBND", 50)
    assert second == ["02/KH-UBND", "01/KH-UBND"]
    assert [row[0] for row in cells(paper)][:2] == ["01/KH-UBND", "02/KH-UBND"]
    assert len(cells(paper)) == 52
    assert "Hủy số" not in paper.content.decode()


def test_a_year_and_a_series_are_chosen(client, place, book):
    RegisterEntryFactory(book=book, number=1, kind_and_title="Năm nay")
    old = NumberBookFactory(series=place.series, year=2025)
    RegisterEntryFactory(book=old, number=9, kind_and_title="Năm ngoái")
    other = NumberSeriesFactory(unit=place.unit, name="Mật", kinds=["other"])
    client.force_login(place.clerk)

    assert [row[2] for row in cells(client.get(REGISTER))] == ["Năm nay"]
    last_year = client.get(REGISTER, {"so": place.series.pk, "nam": "2025"})
    assert [row[2] for row in cells(last_year)] == ["Năm ngoái"]
    assert "Sổ năm này chưa có dòng nào" in words(
        client.get(REGISTER, {"so": other.pk})
    )


def test_the_number_to_come_is_for_the_clerk(client, place, book):
    NumberBook.objects.filter(pk=book.pk).update(last_number=11)
    client.force_login(place.clerk)
    assert "số tiếp theo dự kiến 12" in words(client.get(REGISTER))
    client.force_login(place.officer)
    assert "dự kiến" not in words(client.get(REGISTER))


def test_another_authority_sees_no_line_of_it(client, place, book):
    RegisterEntryFactory(book=book)
    stranger = other_ward()
    client.force_login(stranger.clerk)

    assert "Chưa có sổ nào" in words(client.get(REGISTER))
    assert client.get(REGISTER, {"so": place.series.pk}).status_code == 404
    assert client.get(REGISTER, {"so": "x"}).status_code == 404


# ---- ngày chuyển, ký nhận ---------------------------------------------------------------


def dispatch_url(entry):
    return reverse("reports:record-dispatch", args=[entry.pk])


def sent(**changes):
    return {"dispatched_on": f"{localdate():%d/%m/%Y}", "received_by": "Bưu điện"} | (
        changes
    )


def test_the_clerk_notes_when_a_paper_left_and_who_took_it(client, place, entry):
    client.force_login(place.clerk)
    page = client.get(dispatch_url(entry))
    assert "Ngày chuyển, ký nhận của 02/KH-UBND" in words(page)
    assert f'value="{localdate():%d/%m/%Y}"' in page.content.decode()

    response = client.post(dispatch_url(entry), sent())

    entry.refresh_from_db()
    assert (entry.dispatched_on, entry.received_by) == (localdate(), "Bưu điện")
    assert response.url == f"{REGISTER}?so={place.series.pk}&nam=2026#so-{entry.pk}"
    register = client.get(response.url)
    assert "Đã ghi ngày chuyển của văn bản 02/KH-UBND." in words(register)
    assert cells(register)[0][7:9] == [
        f"{localdate():%d/%m/%Y} Sửa ngày chuyển 02/KH-UBND", "Bưu điện",
    ]  # fmt: skip


def test_a_note_that_cannot_be_comes_back_as_typed(client, place, entry):
    client.force_login(place.clerk)
    late = f"{localdate() + timedelta(days=1):%d/%m/%Y}"

    response = client.post(dispatch_url(entry), sent(dispatched_on=late))

    assert response.status_code == 422
    assert f"đến hôm nay. Đang nhập: {late}." in words(response)
    assert f'value="{late}"' in response.content.decode()
    entry.refresh_from_db()
    assert (entry.dispatched_on, entry.received_by) == (None, "")


def test_htmx_gets_the_one_line_alone(client, place, entry):
    client.force_login(place.clerk)
    htmx = {"HX-Request": "true"}

    form = client.get(dispatch_url(entry), headers=htmx)
    wrong = client.post(
        dispatch_url(entry), sent(dispatched_on="31/02/2026"), headers=htmx
    )
    left = client.get(dispatch_url(entry), {"thoi": "1"}, headers=htmx)
    done = client.post(dispatch_url(entry), sent(), headers=htmx)

    for answer in (form, wrong, left, done):
        assert answer.content.decode().startswith(f'<tr id="so-{entry.pk}"')
        assert answer.content.decode().count("<tr") == 1
        assert "HX-Request" in answer["Vary"]
    assert [a.status_code for a in (form, wrong, left, done)] == [200, 422, 200, 200]
    assert f'id="so-{entry.pk}-received_by"' in form.content.decode()
    assert "Không có ngày 31/02/2026." in words(wrong)
    assert "<form" not in left.content.decode()
    assert "Bưu điện" in words(done)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_older_page_does_not_write_over_a_newer_note(client, place, entry, headers):
    client.force_login(place.clerk)
    [seen] = re.findall(
        r'name="seen" value="(\d+)"', client.get(dispatch_url(entry)).content.decode()
    )
    other = sent(received_by="Bà Tư, Đảng ủy phường", seen=seen)
    assert client.post(dispatch_url(entry), other).status_code == 302

    late = client.post(dispatch_url(entry), sent(seen=seen), headers=headers)

    assert late.status_code == 422
    assert "Anh/chị vừa sửa thông tin này ở thẻ khác lúc" in words(late)
    assert 'value="Bưu điện"' in late.content.decode()
    entry.refresh_from_db()
    assert entry.received_by == "Bà Tư, Đảng ủy phường"
    [seen] = re.findall(r'name="seen" value="(\d+)"', late.content.decode())
    client.post(dispatch_url(entry), sent(seen=seen))  # seen now, and still wanted
    entry.refresh_from_db()
    assert entry.received_by == "Bưu điện"


def test_only_the_clerks_screen_offers_it(client, place, entry):
    client.force_login(place.officer)
    assert dispatch_url(entry) not in client.get(REGISTER).content.decode()
    client.force_login(place.clerk)
    assert dispatch_url(entry) in client.get(REGISTER).content.decode()
    paper = client.get(REGISTER, {"in": "1"}).content.decode()
    assert dispatch_url(entry) not in paper
    client.post(void_url(entry), {"reason": "Cấp trùng"})
    assert dispatch_url(entry) not in client.get(REGISTER).content.decode()


# ---- tải sổ -----------------------------------------------------------------------------

SHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheet_rows(content: bytes) -> list[list[tuple[str, str, str]]]:
    """Each row's cells as (type, value, number format): what a spreadsheet would see."""
    with ZipFile(BytesIO(content)) as file:
        strings = etree.fromstring(file.read("xl/sharedStrings.xml"))
        styles = etree.fromstring(file.read("xl/styles.xml"))
        sheet = etree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(one.itertext()) for one in strings.findall("m:si", SHEET)]
    formats = {
        one.get("numFmtId"): one.get("formatCode")
        for one in styles.iterfind("m:numFmts/m:numFmt", SHEET)
    }
    kinds = [
        formats.get(one.get("numFmtId"), one.get("numFmtId"))
        for one in styles.iterfind("m:cellXfs/m:xf", SHEET)
    ]
    found = []
    for row in sheet.iterfind("m:sheetData/m:row", SHEET):
        cells = []
        for cell in row.iterfind("m:c", SHEET):
            value = cell.findtext("m:v", "", SHEET)
            is_text = cell.get("t") == "s"
            cells.append(
                (
                    "s" if is_text else cell.get("t", "n"),
                    texts[int(value)] if is_text else value,
                    kinds[int(cell.get("s", "0"))],
                )
            )
        assert sheet.find(".//m:f", SHEET) is None  # no formula anywhere
        found.append(cells)
    return found


def days(day: date) -> str:
    """The day as a spreadsheet counts it."""
    return str((day - date(1899, 12, 30)).days)


def test_the_register_of_a_year_as_a_spreadsheet(client, place, book):
    RegisterEntryFactory(
        book=book,
        number=3,
        symbol="QĐ-UBND",
        issued_on=date(2026, 2, 5),
        kind_and_title="=HYPERLINK(1) về việc khen thưởng",
        signer="Đỗ Minh Khang",
        recipients="Như Điều 3",
        archive_unit="Văn phòng",
        copies=1200,
        dispatched_on=date(2026, 2, 6),
        received_by="Bưu điện",
        remarks="Hỏa tốc",
    )
    RegisterEntryFactory(
        book=book,
        number=4,
        issued_on=date(2026, 2, 7),
        void_reason="In hỏng",
        voided_by=place.clerk,
        voided_at=now(),
    )
    client.force_login(place.officer)

    response = client.get(FILE, {"so": place.series.pk, "nam": "2026"})

    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert (
        'attachment; filename="so-van-ban-di-2026-' in (response["Content-Disposition"])
    )
    rows = sheet_rows(response.content)
    titles = [row[0][1] for row in rows[:4]]
    assert titles == [
        place.unit.name.upper(),
        "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        f"Năm 2026, {place.series}",
        "Từ số 03 đến số 04, từ ngày 05/02/2026 đến ngày 07/02/2026",
    ]
    assert [cell[1] for cell in rows[4]] == [
        "Số, ký hiệu văn bản", "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản", "Người ký", "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ]  # fmt: skip
    assert [cell[1] for cell in rows[5]] == [f"({n})" for n in range(1, 11)]
    assert rows[6] == [
        ("s", "03/QĐ-UBND", "0"),
        ("n", days(date(2026, 2, 5)), "dd/mm/yyyy"),
        ("s", "=HYPERLINK(1) về việc khen thưởng", "0"),
        ("s", "Đỗ Minh Khang", "0"),
        ("s", "Như Điều 3", "0"),
        ("s", "Văn phòng", "0"),
        ("n", "1200", "#,##0"),
        ("n", days(date(2026, 2, 6)), "dd/mm/yyyy"),
        ("s", "Bưu điện", "0"),
        ("s", "Hỏa tốc", "0"),
    ]
    void = f"Đã hủy số {localdate():%d/%m/%Y}, {place.clerk.full_name}: In hỏng"
    assert (rows[7][7][1], rows[7][9][1]) == ("", void)
    assert len(rows) == 8


def test_who_took_the_register_away_is_written_down(client, place, book):
    RegisterEntryFactory.create_batch(2, book=book)
    client.force_login(place.leader)
    client.get(FILE)

    line = Access.objects.get()
    assert (line.what, line.user, line.role, line.unit, line.about) == (
        "exported", place.leader, "leader", place.unit,
        f"Sổ đăng ký văn bản đi, {book} (2 dòng)",
    )  # fmt: skip


def test_there_is_no_file_of_another_authoritys_or_an_empty_register(
    client, place, book
):
    client.force_login(place.clerk)
    assert client.get(FILE).status_code == 404
    assert FILE not in client.get(REGISTER).content.decode()
    RegisterEntryFactory(book=book)
    assert f"{FILE}?so={place.series.pk}&amp;nam=2026" in (
        client.get(REGISTER).content.decode()
    )
    client.force_login(other_ward().clerk)
    assert client.get(FILE, {"so": place.series.pk}).status_code == 404


# ---- văn bản làm ngoài hệ thống ---------------------------------------------------------


def fields(place, **changes):
    return {
        "series": place.series.pk,
        "day": f"{localdate():%d/%m/%Y}",
        "symbol": "QĐ-UBND",
        "kind_and_title": "Quyết định: kiện toàn Hội đồng",
        "signer": "Đỗ Minh Khang",
        "recipients": "Như Điều 3\nLưu: VT",
        "archive_unit": "Văn thư",
        "copies": "5",
        "remarks": "",
    } | changes


def test_a_paper_made_outside_gets_the_next_number(client, place):
    _ = place.series
    client.force_login(place.clerk)
    assert "số dự kiến 01" in words(client.get(PAPER))

    response = client.post(PAPER, fields(place))
    entry = RegisterEntry.objects.get()

    assert (entry.number, entry.symbol, entry.copies, entry.document) == (
        1,
        "QĐ-UBND",
        5,
        None,
    )
    assert entry.book.year == localdate().year
    assert response.url == (
        f"{REGISTER}?so={place.series.pk}&nam={localdate().year}#so-{entry.pk}"
    )
    assert "Đã cấp số 01/QĐ-UBND và ghi vào sổ." in words(client.get(response.url))


def test_a_day_before_the_last_number_is_refused(client, place):
    NumberBookFactory(series=place.series, last_number=7, last_date=localdate())
    client.force_login(place.clerk)
    before = localdate() - timedelta(days=1)
    if before.year != localdate().year:
        pytest.skip("the first of January has no day before it in its book")

    response = client.post(PAPER, fields(place, day=f"{before:%d/%m/%Y}"))

    assert response.status_code == 422
    assert "văn bản sau không được ghi ngày sớm hơn." in words(response)
    assert "Quyết định: kiện toàn Hội đồng" in response.content.decode()
    assert not RegisterEntry.objects.exists()


def test_another_authoritys_series_cannot_be_chosen(client, place):
    stranger = other_ward()
    client.force_login(place.clerk)

    response = client.post(PAPER, fields(place, series=stranger.series.pk))

    assert response.status_code == 422
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize("role", ["officer", "leader", "reporter", "administrator"])
def test_only_a_clerk_writes_in_the_register(client, place, role):
    _ = place.series
    client.force_login(getattr(place, role))

    assert client.get(PAPER).status_code == 403
    assert client.post(PAPER, fields(place)).status_code == 403
    assert not RegisterEntry.objects.exists()


# ---- hủy số -----------------------------------------------------------------------------


@pytest.fixture
def entry(book):
    return RegisterEntryFactory(book=book, number=2)


def void_url(entry):
    return reverse("reports:void-number", args=[entry.pk])


def test_voiding_asks_for_the_reason(client, place, entry):
    client.force_login(place.clerk)
    assert "Hủy số 02/KH-UBND?" in words(client.get(void_url(entry)))

    empty = client.post(void_url(entry), {"reason": ""})
    assert empty.status_code == 422
    assert "Chưa hủy được số, còn 1 chỗ cần sửa" in words(empty)
    entry.refresh_from_db()
    assert entry.voided_at is None

    response = client.post(void_url(entry), {"reason": "Cấp trùng"})
    entry.refresh_from_db()
    assert (entry.void_reason, entry.voided_by) == ("Cấp trùng", place.clerk)
    assert "Đã hủy số 02/KH-UBND." in words(client.get(response.url))


def test_a_number_is_voided_once(client, place, entry):
    client.force_login(place.clerk)
    client.post(void_url(entry), {"reason": "Cấp trùng"})

    response = client.post(void_url(entry), {"reason": "Lần nữa"})

    assert response.status_code == 422
    assert "Số này đã hủy." in words(response)
    entry.refresh_from_db()
    assert entry.void_reason == "Cấp trùng"


def test_the_number_of_a_signed_paper_is_not_voided(client, place, book):
    entry = RegisterEntryFactory(book=book, document=place.document(issued=True))
    client.force_login(place.clerk)

    response = client.post(void_url(entry), {"reason": "Thôi"})

    assert response.status_code == 422
    assert "Số này đã cấp cho một văn bản đã ký nên không hủy được." in words(response)
    opened = client.get(void_url(entry))
    assert "ban hành văn bản khác thay thế hoặc bãi bỏ." in words(opened)
    assert "<textarea" not in opened.content.decode()
    assert void_url(entry) not in client.get(REGISTER).content.decode()


def test_who_may_void(client, place, entry):
    for user, status in [
        (place.officer, 403),
        (place.leader, 403),
        (other_ward().clerk, 404),
    ]:
        client.force_login(user)
        assert client.get(void_url(entry)).status_code == status
        assert client.post(void_url(entry), {"reason": "Thử"}).status_code == status
    entry.refresh_from_db()
    assert entry.voided_at is None
