"""Giấy khen: real pages, a real seal; pause, retry, kill; what is printed and what is refused."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now

from awards import actions as awards
from awards.models import Keepsake
from reports import actions, diplomas, printing, signing, store
from reports.models import (
    Diploma,
    DiplomaBatch,
    DiplomaPrint,
    Printer,
    Stock,
    StockPlace,
)
from reports.rendering import page_texts
from reports.verifying import verify
from tests.diplomas import Giving
from tests.factories import MembershipFactory, Role, UnitFactory
from units.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def giving(signing_ward):
    return Giving(signing_ward, "Bùi Thị Ý", "Đặng Văn Ẩn", "Nguyễn Thị Hoà")


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*args, **kwargs)
    return str(refusal.value)


def words_of(pdf: bytes) -> list[str]:
    return [" ".join(text.split()) for text in page_texts(pdf)]


def test_each_line_has_its_own_signed_sheet(giving):
    batch = giving.made()

    made = giving.items()
    assert [(one.number, one.subject, one.status) for one in made] == [
        (1, "Đặng Văn Ẩn", "signed"), (2, "Nguyễn Thị Hoà", "signed"),
        (3, "Bùi Thị Ý", "signed"),
    ]  # fmt: skip
    assert len({one.code for one in made}) == 3
    first = store.read_stored(made[0])
    report = verify(first)
    assert [one.name for one in report.signers] == [giving.place.unit.name]
    [page] = words_of(first)
    decision = giving.decision
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        batch.head.upper(), "TẶNG", "GIẤY KHEN", "Đặng Văn Ẩn", "Đã có thành tích xuất sắc",
        f"Quyết định số {decision.number_and_symbol}", "Số sổ vàng: 01",
        giving.place.leader.full_name,
    ):  # fmt: skip
        assert said in page
    order = [
        page.index(said) for said in ("CỘNG HÒA", "TẶNG", "GIẤY KHEN", "Đặng Văn Ẩn")
    ]
    assert order == sorted(order)


def test_the_sheet_lies_across_an_a4(giving):
    giving.made()
    page = pypdfium2.PdfDocument(store.read_stored(giving.items()[0]))[0]
    assert [round(side) for side in page.get_size()] == [842, 595]


def test_twice_begun_is_made_once(giving):
    giving.begun()
    assert refused(giving.begun) == "Giấy khen theo quyết định này đã được lập."


def test_only_of_an_issued_decision(signing_ward):
    deciding = Giving(signing_ward, "Bùi Thị Ý").deciding
    draft = deciding.draft()
    said = refused(actions.begin_diplomas, draft.pk, by=signing_ward.officer)
    assert said == "Chỉ làm giấy khen theo quyết định tặng thưởng đã ban hành."


def test_of_an_award_of_money_alone_there_is_none(giving):
    award = giving.decision.lines.first().award
    Keepsake.objects.create(
        award=award, authority=giving.place.unit, certificate=False, frame=False,
        valid_from=giving.decision.issued_on, basis="Quy chế", certainty="read",
    )  # fmt: skip
    assert refused(giving.begun).startswith(
        "Không có trường hợp nào được cấp giấy khen"
    )


def test_paused_it_stands_still_and_goes_on(giving):
    batch = giving.begun()
    actions.pause_diplomas(batch.pk, by=giving.place.officer)
    assert diplomas.render(batch.pk) == 0
    assert {one.status for one in giving.items()} == {"waiting"}
    assert diplomas.owed() == []

    actions.resume_diplomas(batch.pk, by=giving.place.officer)
    assert diplomas.owed() == [batch.pk]
    diplomas.render(batch.pk)
    diplomas.seal(batch.pk)
    assert {one.status for one in giving.items()} == {"signed"}
    assert diplomas.owed() == []


def test_one_that_does_not_fit_stops_alone(giving):
    batch = giving.begun()
    second = giving.items()[1]
    actions.amend_diploma(
        second.pk, by=giving.place.officer, about="", merit="Rất dài " * 200
    )
    diplomas.render(batch.pk)
    diplomas.seal(batch.pk)

    made = giving.items()
    assert [one.status for one in made] == ["signed", "stopped", "signed"]
    assert made[1].problem == (
        "Thành tích của giấy khen số 02 (Nguyễn Thị Hoà) dài 1599 ký tự, không vừa chỗ in. Rút gọn "
        "rồi làm lại."
    )
    actions.amend_diploma(
        second.pk, by=giving.place.officer, about="", merit="Ngắn gọn"
    )
    assert actions.retry_diplomas(batch.pk, by=giving.place.officer) == 1
    diplomas.render(batch.pk)
    diplomas.seal(batch.pk)
    assert giving.items()[1].status == "signed"


def test_sealed_again_changes_nothing(giving):
    batch = giving.made()
    before = [one.sha256 for one in giving.items()]
    diplomas.render(batch.pk)
    diplomas.seal(batch.pk)
    assert [one.sha256 for one in giving.items()] == before
    with pytest.raises(DatabaseError), transaction.atomic():
        Diploma.objects.filter(pk=giving.items()[0].pk).update(subject="Ai khác")


def test_a_worker_killed_half_way_leaves_what_it_was_at(giving, monkeypatch):
    batch = giving.begun()
    diplomas.render(batch.pk)

    class Killed(BaseException):
        pass

    real, calls = signing.seal_record, []

    def dies(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(signing, "seal_record", dies)
    with pytest.raises(Killed):
        diplomas.seal(batch.pk)
    assert [one.status for one in giving.items()] == ["signed", "rendered", "rendered"]
    diplomas.seal(batch.pk)
    assert {one.status for one in giving.items()} == {"signed"}


def test_the_golden_number_is_that_of_the_list(giving):
    giving.made()
    twin = [line.subject_name for line in giving.decision.lines.order_by("position")]
    assert [one.subject for one in giving.items()] == twin


def test_who_may(giving):
    place = giving.place
    stranger = MembershipFactory(unit=UnitFactory(), role=Role.OFFICER).user
    for person in (stranger, place.leader):
        with pytest.raises(PermissionDenied):
            actions.begin_diplomas(giving.decision.pk, by=person)
    batch = actions.begin_diplomas(giving.decision.pk, by=place.clerk)
    assert DiplomaBatch.objects.visible_to(place.officer).get() == batch
    assert not DiplomaBatch.objects.visible_to(stranger).exists()
    with pytest.raises(PermissionDenied):
        actions.print_diplomas(batch.pk, by=stranger, numbers=[1])


def test_what_waits_for_the_seal_is_mended_while_the_batch_rests(giving):
    batch = giving.begun()
    diplomas.render(batch.pk)
    first = giving.items()[0]
    words = {"by": giving.place.officer, "about": "", "merit": "Chữ mới"}
    assert refused(actions.amend_diploma, first.pk, **words) == (
        "Giấy khen này đang chờ đóng dấu. Bấm Tạm dừng rồi sửa."
    )
    actions.pause_diplomas(batch.pk, by=giving.place.officer)
    actions.amend_diploma(first.pk, **words)
    assert [one.status for one in giving.items()] == ["waiting", "rendered", "rendered"]
    actions.resume_diplomas(batch.pk, by=giving.place.officer)
    diplomas.render(batch.pk)
    diplomas.seal(batch.pk)
    assert "Chữ mới" in words_of(store.read_stored(giving.items()[0]))[0]


def test_new_words_of_a_printed_sheet_have_a_code_of_their_own(giving):
    batch = giving.begun()
    giving.printed(batch, 1)
    before = giving.items()[0].code
    actions.amend_diploma(
        giving.items()[0].pk, by=giving.place.officer, about="", merit="Chữ mới"
    )
    assert giving.items()[0].code != before
    second = giving.items()[1]
    actions.amend_diploma(second.pk, by=giving.place.officer, about="", merit="Khác")
    assert giving.items()[1].code == second.code


def test_one_worker_a_step_is_at_a_batch(giving):
    batch = giving.begun()
    with connection.copy().cursor() as cursor:  # another session of the database
        cursor.execute(
            "SELECT pg_advisory_lock(hashtextextended(%s, 0))",
            [f"diplomas-waiting:{batch.pk}"],
        )
        assert diplomas.render(batch.pk) == 0
        cursor.connection.close()
    assert {one.status for one in giving.items()} == {"waiting"}


# ---- what is cancelled -----------------------------------------------------------------------


def test_what_was_taken_back_is_neither_made_nor_printed(giving):
    batch = giving.made()
    line = giving.decision.lines.get(subject_name="Nguyễn Thị Hoà")
    drafted = awards.draft_cancellation(
        giving.decision.pk,
        by=giving.place.officer,
        lines=[line.pk],
        reason="Kê khai sai",
    )
    type(drafted).objects.filter(pk=drafted.pk).update(
        status="issued", number=9, issued_on=giving.decision.issued_on,
        submitted_by=giving.place.officer, submitted_at=now(),
        signer=giving.deciding.signer,
    )  # fmt: skip
    gone = [one.is_recalled for one in Diploma.objects.of_batch(batch).for_page()]
    assert gone == [False, True, False]
    stopped = DiplomaPrint.objects.create(
        batch=batch, asked_by=giving.place.officer, status="stopped", problem="Lỗi."
    )
    stopped.printed.create(diploma=giving.items()[1])
    for act, args in (
        (giving.printed, (batch, 1, 2)),
        (partial(actions.retry_print, by=giving.place.officer), (stopped.pk,)),
    ):
        said = refused(act, *args)
    assert said == (
        "Giấy khen số 02: Nguyễn Thị Hoà đã bị hủy bỏ theo quyết định khác nên không in. Bỏ chọn "
        "rồi in lại."
    )


# ---- printing --------------------------------------------------------------------------------


def test_many_are_one_file_in_the_order_of_the_list(giving):
    batch = giving.begun()
    made = giving.printed(batch, 3, 1)

    assert (made.status, made.done, made.problem) == ("ready", 2, "")
    pages = words_of(store.read_stored(made))
    assert ["Đặng Văn Ẩn" in pages[0], "Bùi Thị Ý" in pages[1], len(pages)] == [
        True, True, 2,
    ]  # fmt: skip


def test_once_more_asks_for_a_reason(giving):
    batch = giving.begun()
    giving.printed(batch, 1)
    said = refused(giving.printed, batch, 1, 2)
    assert said == (
        "Giấy khen số 01: Đặng Văn Ẩn đã in rồi. Ghi lý do in lại (thí dụ: in hỏng, mất, sai vị "
        "trí)."
    )
    made = giving.printed(batch, 1, 2, reason="In hỏng")
    assert [one.reason for one in DiplomaPrint.objects.of_batch(batch)] == [
        "In hỏng",
        "",
    ]
    assert made.status == "ready"
    with pytest.raises(DatabaseError), transaction.atomic():
        DiplomaPrint.objects.filter(pk=made.pk).delete()


def test_onto_stock_only_the_words_each_at_its_millimetre(giving):
    batch = giving.begun()
    stock = actions.add_stock(
        giving.place.unit.pk, by=giving.place.officer, name="Phôi 2026",
        width_mm=Decimal(297), height_mm=Decimal(210),
    )  # fmt: skip
    printer = actions.add_printer(
        giving.place.unit.pk, by=giving.place.officer, name="Máy tầng 2",
        dx_mm=Decimal("2.0"), dy_mm=Decimal("-1.0"),
    )  # fmt: skip
    made = giving.printed(batch, 1, stock_id=stock.pk, printer_id=printer.pk)

    pdf = store.read_stored(made)
    [page] = words_of(pdf)
    assert "Đặng Văn Ẩn" in page
    assert "CỘNG HÒA" not in page
    assert "GIẤY KHEN" not in page
    plain = giving.printed(batch, 1, stock_id=stock.pk, reason="Thử không bù")
    moved = _left_of("Đặng", pdf) - _left_of("Đặng", store.read_stored(plain))
    assert moved == pytest.approx(-2.0 * 72 / 25.4, abs=0.2)


def _left_of(text, pdf):
    """Where its first letter begins, in points."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    at = page.search(text).get_next()[0]
    return page.get_charbox(at)[0]


def test_a_place_beside_the_sheet_is_refused(giving):
    stock = actions.add_stock(
        giving.place.unit.pk, by=giving.place.officer, name="Phôi nhỏ",
        width_mm=Decimal(210), height_mm=Decimal(148),
    )  # fmt: skip
    place = stock.places.get(part="subject")
    assert place.x_mm + place.width_mm <= stock.width_mm
    values = {
        "x_mm": Decimal(200), "y_mm": place.y_mm, "width_mm": Decimal(50),
        "size_pt": place.size_pt, "align": "left", "is_printed": True,
    }  # fmt: skip
    said = refused(
        actions.amend_stock,
        stock.pk,
        by=giving.place.officer,
        places={"subject": values},
    )
    assert "ra ngoài khổ phôi" in said
    assert StockPlace.objects.get(pk=place.pk).x_mm == place.x_mm


def test_stock_of_another_is_none_of_this(giving):
    other = UnitFactory()
    stock = Stock.objects.create(unit=other, name="Phôi lạ")
    batch = giving.begun()
    said = refused(giving.printed, batch, 1, stock_id=stock.pk)
    assert said == "Phôi giấy khen đã chọn không còn dùng. Chọn lại."
    with pytest.raises(PermissionDenied):
        actions.retire_stock(stock.pk, by=giving.place.officer)


def test_files_go_after_thirty_days_the_log_stays(giving):
    batch = giving.begun()
    made = giving.printed(batch, 1)
    store.settle(made.key, made.sha256)
    path = store.path_of(made.sha256)
    printing.clear_old()
    assert path.exists()
    DiplomaPrint.objects.filter(pk=made.pk).update(made_at=now() - timedelta(days=31))
    printing.clear_old()
    made.refresh_from_db()
    assert made.status == "gone"
    assert made.printed.count() == 1


def test_one_name_a_printer(giving):
    for _ in range(2):
        add = {
            "by": giving.place.officer,
            "name": "HP",
            "dx_mm": Decimal(0),
            "dy_mm": Decimal(0),
        }
        said = None
        try:
            actions.add_printer(giving.place.unit.pk, **add)
        except Refused as refusal:
            said = str(refusal)
    assert said == "Đã có máy in mang tên này."
    assert Printer.objects.count() == 1
