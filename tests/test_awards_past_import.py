"""Nhập thành tích đã có từ Excel: whom a row means, what is refused, what is odd, going back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from awards import past_sheets
from awards.models import Award, Honour, Proposal
from tests.factories import UnitFactory
from tests.factories.honourees import HonoureeFactory
from tests.factories.proposals import ProposalFactory, regime
from tests.sheet_files import Office, faults, told, worked
from units.actions import sheets as acts
from units.errors import Refused
from units.models import Honouree, Position, SheetImport
from units.sheets import HONOURS, writing

pytestmark = pytest.mark.django_db
Status = SheetImport.Status
HEADS = ("Họ tên", "Loại đối tượng", "Đơn vị", "Năm sinh", "Mã đối tượng", "Hình thức",
         "Số quyết định", "Ngày quyết định", "Cơ quan ban hành", "Loại hình",
         "Thành tích từ ngày", "Thành tích đến ngày", "Tóm tắt thành tích", "Ghi chú",
         "Ghi mới đối tượng")  # fmt: skip
AWARD = "Bằng khen của Chủ tịch UBND tỉnh, thành phố"
GIVER = "Chủ tịch Ủy ban nhân dân tỉnh Hà Lĩnh"


@pytest.fixture
def office():
    return Office()


def row(name="Lê Thị Lụa", kind="Cá nhân", unit="H1.1", birth="", code="", award=AWARD,
        reference="947/QĐ-UBND", day="05/03/2024", by=GIVER, merit="Khen thưởng công trạng",
        first="01/01/2023", last="31/12/2023", words="Làm tốt.", remark="",
        register=""):  # fmt: skip
    return (name, kind, unit, birth, code, award, reference, day, by, merit, first, last,
            words, remark, register)  # fmt: skip


def rehearse(office, *rows, **options):
    return office.rehearsed(*rows, kind="honour", heads=HEADS, **options)


def carry_out(office, *rows):
    kept = rehearse(office, *rows)
    assert faults(kept) == [] or kept.refused == 0, faults(kept)
    acts.ask_to_carry_out(kept.pk, by=office.administrator, doubts_seen=True)
    return worked(kept)


def fault_of(office, *rows):
    return [words for _, _, words in faults(rehearse(office, *rows))]


def test_rows_of_a_person_and_of_a_unit_are_marked_with_file_row_and_sender(office):
    who = HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    kept = carry_out(
        office,
        row(remark="Bản giấy ở tủ 3"),
        row("Tổ dân phố 1", "Tập thể", award="bang-khen-tinh", reference="12/QĐ-UBND"),
    )

    assert kept.status == Status.DONE
    assert told(kept) == [
        (2, "added", f"Lê Thị Lụa, Tổ dân phố 1: {AWARD}, ngày 05/03/2024"),
        (3, "added", f"Tổ dân phố 1: {AWARD}, ngày 05/03/2024"),
    ]
    mine = Honour.objects.get(honouree=who)
    assert (mine.imported, mine.source, mine.source_row, mine.remark, mine.doubt) == (
        True, kept, 2, "Bản giấy ở tủ 3", "",
    )  # fmt: skip
    assert (mine.award_name, mine.decided_on) == (AWARD, date(2024, 3, 5))
    assert mine.source.created_by == office.administrator
    assert Honour.objects.get(collective=office.part).source_row == 3
    assert list(kept.rows.values_list("record_id", flat=True)) == [who.pk, None]


def test_two_of_one_name_are_refused_and_a_code_tells_them_apart(office):
    one = HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    two = HonoureeFactory(unit=office.part, name="Lê Thị Lụa")

    assert fault_of(office, row()) == [
        "Có 2 đối tượng tên này ở Tổ dân phố 1; ghi mã đối tượng: "
        f"{one.pk} (Lê Thị Lụa, Tổ dân phố 1); {two.pk} (Lê Thị Lụa, Tổ dân phố 1)."
    ]
    carry_out(office, row(code=str(two.pk)))
    assert Honour.objects.get().honouree == two


def test_a_year_of_birth_tells_them_apart(office):
    HonoureeFactory(unit=office.part, name="Lê Thị Lụa", birth_year=1980)
    two = HonoureeFactory(unit=office.part, name="Lê Thị Lụa", birth_year=1985)

    carry_out(office, row(birth="1985"))

    assert Honour.objects.get().honouree == two


def test_where_somebody_once_was_they_are_found_and_elsewhere_they_are_offered(office):
    now_in = UnitFactory(code="H1.2", parent=office.ward, short_name="Tổ dân phố 2")
    who = HonoureeFactory(unit=now_in, name="Lê Thị Lụa")
    assert fault_of(office, row()) == [
        "Không có ai tên này ở Tổ dân phố 1; trong phạm vi nhập có: "
        f"{who.pk} (Lê Thị Lụa, Tổ dân phố 2). Đúng người thì ghi mã đối tượng; là người khác "
        "thì ghi “Có” ở cột Ghi mới đối tượng."
    ]

    Position.objects.filter(honouree=who).update(
        unit=office.part, valid_to=date(2025, 12, 31)
    )
    carry_out(office, row())

    assert Honour.objects.get().honouree == who


def test_nobody_is_registered_unless_it_is_asked_for_and_then_once(office):
    assert fault_of(office, row())[0].startswith("Không có đối tượng tên này ở Tổ dân")

    kept = carry_out(
        office, row(register="Có", birth="1985"), row(register="Có", reference="2/QĐ")
    )

    made = Honouree.objects.get()
    assert (made.name, made.unit, made.birth_year) == (
        "Lê Thị Lụa",
        office.part,
        1985,
    )
    assert made.positions.get().valid_from == max(
        date(2024, 3, 5), office.part.valid_from
    )
    assert made.honours.count() == 2
    assert "Ghi mới cá nhân ở Tổ dân phố 1 từ ngày" in told(kept)[0][2]


def test_a_unit_outside_a_kind_and_a_merit_unknown_are_refused_never_guessed(office):
    HonoureeFactory(unit=office.other, name="Lê Thị Lụa")

    assert fault_of(office, row(unit="K1", kind="Người", merit="")) == [
        "Không có loại đối tượng “Người”.",
        "Không có đơn vị mã “K1” trong phạm vi anh/chị nhập.",
        "Chọn loại hình.",
    ]


def test_twice_in_the_file_and_once_in_the_record(office):
    HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    assert fault_of(office, row(), row(reference="947/qđ-ubnd")) == [
        "Trùng dòng 2: cùng đối tượng, hình thức, quyết định."
    ]
    carry_out(office, row())
    assert fault_of(office, row()) == [
        f"Đã ghi “{AWARD}” theo quyết định này cho đối tượng; bỏ dòng khỏi tệp."
    ]
    again = rehearse(office, row())
    with pytest.raises(Refused, match="Còn 1 dòng bị từ chối"):
        acts.ask_to_carry_out(again.pk, by=office.administrator, doubts_seen=True)


def test_an_award_is_what_it_was_called_on_that_day(office):
    ward = {"kind": "Tập thể", "name": "Tổ dân phố 1"}
    old = "Xã, phường, thị trấn tiêu biểu"
    assert fault_of(office, row(**ward, award=old, day="05/03/2026")) == [
        "Ngày 05/03/2026 hình thức này gọi là “Xã, phường, đặc khu tiêu biểu”; ghi đúng tên ấy, "
        "hoặc mã xa-tieu-bieu."
    ]
    near = fault_of(office, row(**ward, award="Tập thể lao động tiến tiến xuất"))[0]
    assert near.startswith("Danh mục ngày 05/03/2024 không có “Tập thể lao động tiến")
    assert "“Tập thể lao động tiên tiến”" in near


def test_impossible_days_and_the_wrong_sort_of_subject(office):
    HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    assert fault_of(
        office,
        row(day="31/02/2024"),
        row(day="05/03/2999"),
        row(first="01/02/2024", last="01/01/2024", award="ttldxs"),
    )[1:] == [
        "Ngày quyết định không được sau hôm nay.",
        "“Tập thể lao động xuất sắc” tặng tập thể, không tặng cá nhân.",
        "Ngày cuối không được trước ngày đầu.",
    ]


def test_who_had_no_power_is_told_and_confirmed(office):
    HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    kept = rehearse(office, row(by="Chủ tịch UBND phường Mẫu"))

    assert (kept.added, kept.refused) == (1, 0)
    assert faults(kept) == [
        (
            2, "Người quyết định",
            f"Người quyết định không có thẩm quyền tặng “{AWARD}” ngày 05/03/2024; thẩm quyền "
            "ngày ấy là: Chủ tịch Ủy ban nhân dân cấp tỉnh.",
        )
    ]  # fmt: skip
    with pytest.raises(Refused, match="Còn 1 dòng cần xem"):
        acts.ask_to_carry_out(kept.pk, by=office.administrator)
    acts.ask_to_carry_out(kept.pk, by=office.administrator, doubts_seen=True)
    worked(kept)
    assert Honour.objects.get().doubt.startswith("Người quyết định không có thẩm quyền")


def test_before_the_catalogue_begins_the_oldest_name_is_taken_and_told(office):
    HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    kept = rehearse(office, row(day="05/03/2019", first="", last=""))
    assert faults(kept) == [
        (
            2, "Người quyết định",
            "Danh mục và thẩm quyền trong hệ thống có từ 01/01/2024; ngày trước đó chưa đối "
            "chiếu được.",
        )
    ]  # fmt: skip


def test_undone_whole_with_those_who_were_registered(office):
    kept = carry_out(office, row(register="Có"))
    assert acts.obstacles(kept) == []
    acts.ask_to_undo(kept.pk, by=office.administrator)

    assert worked(kept).status == Status.UNDONE
    assert not Honour.objects.exists()
    assert not Honouree.objects.exists()


def test_what_a_sent_dossier_was_weighed_by_is_not_undone(office):
    who = HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    kept = carry_out(office, row())
    sent = ProposalFactory(
        unit=office.part, authority=office.ward, honouree=who,
        award=Award.objects.get(code="bang-khen-tinh"),
    )  # fmt: skip
    assert past_sheets.weighed([Honour.objects.get().pk]) == {}
    Proposal.objects.filter(pk=sent.pk).update(
        sent_at=now(), status="rejected", conclusion="Chưa đủ phiếu.",
        received_on=localdate(), regime=regime(),
    )  # fmt: skip

    (found,) = acts.obstacles(kept)
    assert found.row_number == 2
    assert "được xét theo thành tích này" in found.why
    acts.ask_to_undo(kept.pk, by=office.administrator)
    worked(kept)
    assert kept.status == Status.DONE
    assert "được xét theo thành tích này" in kept.problem
    assert Honour.objects.exists()

    # What was weighed before the row came, and is over, did not read it.
    Proposal.objects.filter(pk=sent.pk).update(sent_at=now() - timedelta(days=9))
    assert acts.obstacles(kept) == []
    Proposal.objects.filter(pk=sent.pk).update(status="appraising")
    assert len(acts.obstacles(kept)) == 1


def test_a_dry_run_asks_the_same_whatever_its_rows(office):
    for number in range(12):
        HonoureeFactory(unit=office.part, name=f"Trần Thị Mẫu {number}")

    def cost(count):
        rows = [
            row(f"Trần Thị Mẫu {n}", reference=f"{n}/QĐ-UBND") for n in range(count)
        ]
        kept = office.take(*rows, kind="honour", heads=HEADS)
        with CaptureQueriesContext(connection) as asked:
            worked(kept)
        assert kept.added == count
        return len(asked)

    cost(1)
    assert cost(2) == cost(12)


def test_its_pages(client, office):
    HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    client.force_login(office.administrator)
    kept = rehearse(office, row(by="Chủ tịch UBND phường Mẫu"))

    page = client.get(reverse("sheet", args=[kept.pk])).content.decode()
    assert 'name="da-xem"' in page
    assert "Cần xem" in page
    shown = client.get(reverse("sheet", args=[kept.pk]), {"xem": "can-xem"})
    assert "Lê Thị Lụa" in shown.content.decode()
    template = client.get(reverse("sheet-template", args=[HONOURS.slug]))
    assert template.content[:2] == b"PK"
    current = reverse("sheet-current", args=[HONOURS.slug, office.ward.pk])
    assert client.get(current).status_code == 404
    assert current not in client.get(reverse("sheet-new")).content.decode()
    url = reverse("sheet-carry-out", args=[kept.pk])
    client.post(url)
    assert not Honour.objects.exists()
    client.post(url, {"da-xem": "on"})
    assert Honour.objects.count() == 1


def test_the_template_can_be_filled_in_with_its_own_example():
    from awards.past_sheets import words  # noqa: PLC0415
    from units.queries.sheets import choices  # noqa: PLC0415

    assert set(words()) <= set(choices())
    assert {one.choices for one in HONOURS.columns} - {""} <= set(choices())
    assert writing.template(HONOURS, choices())[:2] == b"PK"
