"""Trang giấy khen: begun, watched, paused, printed; stock, printers; the page of a code."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import now

from reports import diplomas, examining, printing, store
from reports.models import Diploma, DiplomaBatch, DiplomaPrint, Printer, Stock
from tests.diplomas import Giving
from tests.factories import MembershipFactory, Role, UnitFactory
from tests.paper_files import words
from units.access import What
from units.models import Access

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = 13


def at(name, *args):
    return reverse(f"reports:{name}", args=args)


@pytest.fixture
def giving(signing_ward):
    return Giving(signing_ward, "Đặng Văn Ẩn", "Nguyễn Thị Hoà", "Bùi Thị Ý")


@pytest.fixture
def officer(client, giving):
    client.force_login(giving.place.officer)
    return client


def test_from_the_decision_to_the_files(officer, giving):
    page = officer.get(reverse("awards:decision", args=[giving.decision.pk]))
    url = at("decision-diplomas", giving.decision.pk)
    assert url in page.content.decode()
    form = officer.get(url)
    assert "Đã có thành tích xuất sắc" in form.content.decode()

    answer = officer.post(url, {"merit": "Đã có thành tích xuất sắc năm 2026"})
    assert (answer.status_code, answer.url) == (302, url)
    batch = DiplomaBatch.objects.get()
    page = words(officer.get(url))
    assert "Chờ xem lại chữ in" in page
    assert diplomas.render(batch.pk) == 0
    assert {one.status for one in giving.items()} == {"waiting"}
    officer.post(at("diplomas-resume", batch.pk))
    page = officer.get(url)
    assert "Đang dựng trang, ký số" in words(page)
    assert 'hx-trigger="every 2s"' in page.content.decode()
    assert "Chờ làm" in words(page)
    officer.post(at("diplomas-pause", batch.pk))
    assert "Chờ xem lại chữ in" in words(officer.get(url))
    officer.post(at("diplomas-resume", batch.pk))
    diplomas.render(batch.pk)
    diplomas.seal(batch.pk)
    page = officer.get(url)
    assert "Đã ký số đủ 3 giấy khen" in words(page)
    assert "hx-trigger" not in page.content.decode().split('id="giay-khen"')[1][:200]
    first = giving.items()[0]
    file = officer.get(at("diploma-file", first.pk))
    assert file.content.startswith(b"%PDF-")
    assert f"GK-001-{first.code}.pdf" in file["Content-Disposition"]
    part = officer.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="giay-khen"')
    # Rows that were drawn before the work ended hear of its end.
    assert part.count('hx-swap-oob="true"') == 3
    assert f'id="tt-{first.pk}" hx-swap-oob="true"' in part


def test_a_file_that_was_altered_is_not_given_and_the_page_leads_back(officer, giving):
    giving.made()
    first = giving.items()[0]
    store.settle(first.key, first.sha256)
    store.path_of(first.sha256).write_bytes(b"%PDF-1.7 doctored")

    answer = officer.get(at("diploma-file", first.pk))

    assert answer.status_code == 503
    assert "hệ thống không đưa ra" in words(answer)
    back = at("decision-diplomas", giving.decision.pk)
    assert f'href="{back}"' in answer.content.decode()
    assert not Access.objects.filter(what=What.DOWNLOADED).exists()


def test_a_print_is_asked_for_watched_and_taken(officer, giving):
    batch = giving.begun()
    url = at("diplomas-print", batch.pk)
    nothing = officer.post(url, {})
    assert nothing.status_code == 422
    assert "Chọn ít nhất một giấy khen để in." in words(nothing)

    answer = officer.post(url, {"so": ["1", "3"]})
    assert answer.url == f"{at('decision-diplomas', giving.decision.pk)}#cac-lan-in"
    made = DiplomaPrint.objects.get()
    assert officer.get(at("print-file", made.pk)).status_code == 404
    printing.make(made.pk)
    file = officer.get(at("print-file", made.pk))
    assert file.content.startswith(b"%PDF-")

    again = officer.post(url, {"so": ["1"]})
    assert "hx-get" not in again.content.decode()  # nothing reloads what was ticked
    assert again.status_code == 422
    assert "Giấy khen số 01: Đặng Văn Ẩn đã in rồi." in words(again)
    text = again.content.decode()
    assert 'value="1" checked' in text
    assert 'value="2" checked' not in text
    assert officer.post(url, {"so": ["1"], "reason": "In hỏng"}).status_code == 302


def test_what_stopped_is_mended_and_tried_again(officer, giving):
    batch = giving.begun()
    first = giving.items()[0]
    form = at("diploma-amend", first.pk)
    assert officer.post(form, {"about": "", "merit": ""}).status_code == 422
    officer.post(form, {"about": "", "merit": "Rất dài " * 200})
    diplomas.render(batch.pk)
    page = words(officer.get(at("decision-diplomas", giving.decision.pk)))
    assert "Thành tích của giấy khen số 01 (Đặng Văn Ẩn) dài 1599 ký tự" in page
    assert "Làm lại 1 giấy chưa làm được" in page
    officer.post(form, {"about": "Tổ trưởng", "merit": "Ngắn"})
    officer.post(at("diplomas-retry", batch.pk))
    diplomas.render(batch.pk)
    assert Diploma.objects.get(pk=first.pk).status == "rendered"


def test_without_a_seal_it_says_so_and_prints(officer, giving):
    giving.begun()
    from reports.models import Certificate  # noqa: PLC0415 beside what it takes away

    Certificate.objects.filter(unit=giving.place.unit).update(retired_at=now())
    batch = DiplomaBatch.objects.get()
    diplomas.render(batch.pk)
    diplomas.seal(batch.pk)
    assert {one.status for one in giving.items()} == {"rendered"}
    page = officer.get(at("decision-diplomas", giving.decision.pk))
    assert "chưa có chứng thư số ký bằng máy chủ" in words(page)
    assert "Chờ chứng thư số của con dấu" in words(page)
    assert "hx-trigger" not in page.content.decode()
    giving.printed(batch, 1)
    first = giving.items()[0]
    said = officer.get(at("verify", first.code))
    assert "Tờ giấy này có trong sổ in" in words(said)
    assert "Tải bản điện tử" not in words(said)
    assert officer.get(at("verify-diploma-file", first.code)).status_code == 404
    assert officer.get(at("verify", giving.items()[1].code)).status_code == 404


def test_who_sees_and_who_may(client, giving):
    batch = giving.made()
    url = at("decision-diplomas", giving.decision.pk)
    client.force_login(MembershipFactory(unit=UnitFactory(), role=Role.OFFICER).user)
    assert client.get(url).status_code == 404
    assert client.get(at("diploma-file", giving.items()[0].pk)).status_code == 404
    below = UnitFactory(parent=giving.place.unit)
    client.force_login(MembershipFactory(unit=below, role=Role.REPORTER).user)
    page = client.get(url)
    assert page.status_code == 200
    assert "Lập tệp in" not in words(page)
    assert client.get(at("diploma-file", giving.items()[0].pk)).status_code == 200
    assert client.post(at("diplomas-print", batch.pk), {"so": "1"}).status_code == 403
    assert client.get(at("stock-list")).status_code == 403


# ---- stock and printers ----------------------------------------------------------------------


def test_stock_is_laid_moved_and_given_up(officer, giving):
    ward = giving.place.unit
    answer = officer.post(
        at("stock-add", ward.pk),
        {"name": "Phôi 2026", "width_mm": "297", "height_mm": "210"},
    )
    stock = Stock.objects.get()
    assert answer.url == at("stock", stock.pk)
    page = officer.get(answer.url)
    data = _typed(page, stock)
    data["subject-y_mm"] = "99,5"
    assert officer.post(answer.url, data).status_code == 302
    assert stock.places.get(part="subject").y_mm == Decimal("99.5")
    data["subject-x_mm"] = "250"
    wrong = officer.post(answer.url, data)
    assert wrong.status_code == 422
    assert "ra ngoài khổ phôi" in words(wrong)
    assert 'value="250"' in wrong.content.decode()
    data["subject-x_mm"] = "chữ"
    wrong = officer.post(answer.url, data)
    assert "Cách mép trái phải là một số" in words(wrong)
    text = wrong.content.decode()
    assert 'id="id_subject-x_mm_error"' in text
    assert 'aria-describedby="id_subject-x_mm_error"' in text
    sheet = officer.get(at("stock-calibration", stock.pk))
    assert sheet.content.startswith(b"%PDF-")
    officer.post(at("stock-retire", stock.pk))
    officer.get(at("stock-list"))  # where it is said
    assert "Phôi 2026" not in words(officer.get(at("stock-list")))


def _typed(page, stock):
    data = {"name": stock.name, "width_mm": "297", "height_mm": "210"}
    for row in page.context["rows"]:
        for field in row:
            value = field.value()
            if field.name == "is_printed":
                if value:
                    data[field.html_name] = "on"
            else:
                data[field.html_name] = str(value).replace(".", ",")
    return data


def test_a_printer_is_measured_and_measured_again(officer, giving):
    ward = giving.place.unit
    officer.post(
        at("printer-add", ward.pk), {"name": "HP", "dx_mm": "1,5", "dy_mm": "-0,5"}
    )
    printer = Printer.objects.get()
    assert (printer.dx_mm, printer.dy_mm) == (Decimal("1.5"), Decimal("-0.5"))
    wrong = officer.post(
        at("printer-amend", printer.pk), {"name": "HP", "dx_mm": "99", "dy_mm": "0"}
    )
    assert wrong.status_code == 422
    officer.post(
        at("printer-amend", printer.pk), {"name": "HP", "dx_mm": "2", "dy_mm": "0"}
    )
    printer.refresh_from_db()
    assert printer.dx_mm == 2


# ---- by its code -----------------------------------------------------------------------------


def test_anybody_with_the_code_sees_this_one_sheet(client, giving):
    giving.made()
    first, second, _ = giving.items()
    examining.examine_diploma(first.pk)

    page = client.get(at("verify", first.code))
    said = words(page)
    assert "Giấy khen hợp lệ" in said
    assert "Đặng Văn Ẩn" in said
    assert second.subject not in said
    file = client.get(at("verify-diploma-file", first.code))
    assert file.content.startswith(b"%PDF-")
    assert client.get(at("verify-diploma-file", "ABCDEFGH")).status_code == 404


def test_one_that_is_not_signed_has_no_page(client, giving):
    giving.begun()
    assert client.get(at("verify", giving.items()[0].code)).status_code == 404


# ---- what it costs ---------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(client, signing_ward, django_assert_num_queries, count):
    giving = Giving(signing_ward, *[f"Nguyễn Văn {name}" for name in "ABC"[:count]])
    batch = giving.begun()
    for number in range(count):
        giving.printed(batch, number + 1)
    client.force_login(giving.place.officer)
    url = at("decision-diplomas", giving.decision.pk)
    client.get(url)
    with django_assert_num_queries(PAGE):
        assert client.get(url).status_code == 200
