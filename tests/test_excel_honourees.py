"""Nhập đối tượng khen thưởng: registered, met again, corrected, placed, taken back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tests.paper_files import words
from tests.sheet_files import SINCE, Office, changes, faults, told, worked
from units import actions as unit_actions
from units import identity, sheet_sweep
from units.actions import sheets as acts
from units.models import (
    Access,
    AuditEntry,
    Honouree,
    LikelyDouble,
    PersonalChange,
    SheetCell,
    SheetImport,
)
from units.queries import sheets as queries
from units.sheets import HONOUREES, read_table, writing

pytestmark = pytest.mark.django_db
Status = SheetImport.Status
HEADS = ("Họ tên", "Loại", "Đơn vị", "Chức vụ", "Năm sinh", "Giới tính", "CCCD", "Từ ngày",
         "Thành viên hộ")  # fmt: skip
NUMBER = "001085012345"


@pytest.fixture
def office():
    return Office()


def row(name="Lê Thị Lụa", kind="Cá nhân", unit="H1.1", title="", birth="", gender="",
        number="", since=SINCE, members=""):  # fmt: skip
    return (name, kind, unit, title, birth, gender, number, since, members)


def rehearse(office, *rows, **options):
    return office.rehearsed(*rows, kind="honouree", heads=HEADS, **options)


def carry_out(office, *rows):
    return office.done(*rows, kind="honouree", heads=HEADS)


def test_three_sorts_are_registered(office):
    kept = carry_out(
        office,
        row(title="Tổ phó", birth="28/02/1985", gender="Nữ", number=NUMBER),
        row("Lớp 5A", "collective", "H1"),
        row("Trần Văn Gạo", "household", members="Lê Thị Lụa, vợ\nTrần Văn Thóc, con"),
    )

    assert told(kept)[0] == (2, "added", "Cá nhân, Tổ dân phố 1, từ ngày 01/07/2025")
    lua = Honouree.objects.get(name="Lê Thị Lụa")
    assert (lua.unit, lua.title, lua.birth_date, lua.gender) == (
        office.part, "Tổ phó", date(1985, 2, 28), "female",
    )  # fmt: skip
    assert (lua.identity_digest, lua.identity_tail) == (identity.digest(NUMBER), "345")
    assert lua.positions.get().valid_from == date(2025, 7, 1)
    household = Honouree.objects.get(kind="household")
    assert [str(one) for one in household.members.all()] == [
        "Lê Thị Lụa (vợ)",
        "Trần Văn Thóc (con)",
    ]
    # The file may hold identifying numbers: it goes at once.
    assert kept.source is None


def test_the_number_is_told_nowhere(office):
    kept = rehearse(office, row(number=NUMBER), row("Người Khác", number="12"))

    assert faults(kept) == [
        (
            3,
            "Số định danh",
            "Số định danh gồm 12 chữ số (căn cước) hoặc 9 chữ số (CMND cũ).",
        )
    ]
    said = [*SheetCell.objects.values_list("before", "after", "fault"), *told(kept)]
    assert NUMBER not in str(said)
    assert "'12'" not in str(said)


def test_the_same_file_again_registers_nobody(office):
    rows = [
        row(birth="1985"),
        row("Lê Thị Lụa", birth="1990"),
        row("Lớp 5A", "collective"),
        row("Lê Thị Là", number=NUMBER),
    ]
    carry_out(office, *rows)

    kept = rehearse(office, *rows)

    assert (kept.added, kept.changed, kept.unchanged, kept.refused) == (0, 0, 4, 0)


def test_who_is_meant_by_number_whatever_the_name(office):
    carry_out(office, row("Lê Thị Lụa", birth="1985", number=NUMBER))

    kept = carry_out(office, row("Lê Thị Lụa Mới", birth="1986", number=NUMBER))

    assert changes(kept) == [
        (2, "Họ tên, tên gọi", "Lê Thị Lụa", "Lê Thị Lụa Mới"),
        (2, "Ngày sinh", "1985", "1986"),
    ]
    one = Honouree.objects.get()
    assert (one.name, one.birth_year) == ("Lê Thị Lụa Mới", 1986)

    acts.ask_to_undo(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.UNDONE
    one.refresh_from_db()
    assert (one.name, one.birth_year) == ("Lê Thị Lụa", 1985)


def test_a_new_title_from_a_day_on(office):
    carry_out(office, row(title="Tổ phó"))
    missing = rehearse(office, row(title="Tổ trưởng", since=""))
    assert faults(missing) == [(2, "Từ ngày", "Ghi ngày có chức vụ, đơn vị mới.")]

    kept = carry_out(office, row(title="Tổ trưởng", since="01/09/2025"))

    assert changes(kept) == [(2, "Chức vụ", "Tổ phó", "Tổ trưởng")]
    one = Honouree.objects.get()
    assert (one.title, one.positions.count()) == ("Tổ trưởng", 2)

    acts.ask_to_undo(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.UNDONE
    one.refresh_from_db()
    [position] = one.positions.all()
    assert (one.title, position.title, position.valid_to) == ("Tổ phó", "Tổ phó", None)


def test_a_number_that_somebody_has_is_told_of_its_row(office):
    elsewhere = {"kind": "individual", "valid_from": date(2025, 7, 1)}
    unit_actions.create_honouree(
        by=office.neighbour, unit_id=office.other.pk, name="Lê Bí Mật",
        identity_number=NUMBER, **elsewhere,
    )  # fmt: skip

    kept = rehearse(
        office,
        row("Lê Thị Lụa", number=NUMBER),
        row("Lê A", number="001085099999"),
        row("Lê B", number="001085099999"),
        row("Lê C"),
    )

    assert [(number, outcome) for number, outcome, _ in told(kept)] == [
        (2, "refused"), (3, "refused"), (4, "refused"), (5, "added"),
    ]  # fmt: skip
    words = [words for _, _, words in told(kept)]
    assert words[0].startswith("Số định danh này đã ghi ở một đơn vị ngoài phạm vi")
    assert words[1:3] == ["Dòng này lặp lại dòng 4.", "Dòng này lặp lại dòng 3."]


def test_a_number_that_was_replaced_cannot_come_back(office):
    carry_out(office, row(birth="1985", number=NUMBER))
    kept = carry_out(office, row(birth="1985", number="001085099999"))
    assert changes(kept) == [(2, "Số định danh", "…345", "…999")]

    assert [one.why for one in acts.obstacles(kept)] == [
        "số định danh cũ không được giữ nên không trả lại được"
    ]


def test_taken_back_with_all_that_the_machine_wrote_beside(office):
    first = carry_out(office, row(birth="1985"))
    kept = carry_out(
        office,
        row(unit="H1", birth="1985"),
        row("Hộ Một", "household", members="Người Nhà, con"),
    )
    assert (kept.added, LikelyDouble.objects.count()) == (2, 1)

    acts.ask_to_undo(kept.pk, by=office.administrator)
    assert worked(kept).status == Status.UNDONE

    assert [one.unit for one in Honouree.objects.all()] == [office.part]
    assert not LikelyDouble.objects.exists()
    assert not PersonalChange.objects.exists()
    gone = AuditEntry.objects.filter(action="honouree.removed")
    assert all("Lụa" not in str(line.detail) for line in gone)
    assert gone.count() == 2
    acts.ask_to_undo(first.pk, by=office.administrator)
    assert worked(first).status == Status.UNDONE
    assert not Honouree.objects.exists()


@pytest.mark.parametrize(
    ("given", "column", "sentence"),
    [
        ({"kind": "thú"}, "Loại đối tượng", "Không có loại đối tượng “thú”."),
        ({"kind": ""}, "Loại đối tượng", "Dòng mới phải có ô này."),
        (
            {"unit": "K1"},
            "Đơn vị",
            "Không có đơn vị mã “K1” trong phạm vi anh/chị nhập.",
        ),
        (
            {"unit": "X1"},
            "Đơn vị",
            "Không có đơn vị mã “X1” trong phạm vi anh/chị nhập.",
        ),
        ({"gender": "x"}, "Giới tính", "Không có giới tính “x”."),
        ({"since": ""}, "Từ ngày", "Ghi ngày bắt đầu ở đơn vị."),
        (
            {"kind": "collective", "birth": "1985"},
            "Ngày sinh",
            "Chỉ cá nhân mới có ô này.",
        ),
        ({"name": ""}, "Họ tên, tên gọi", "Dòng mới phải có ô này."),
    ],
)
def test_what_is_refused_and_in_which_cell(office, given, column, sentence):
    kept = rehearse(office, row(**given))
    assert faults(kept) == [(2, column, sentence)]


def test_two_namesakes_are_not_guessed_between(office):
    carry_out(office, row(title="A"), row(title="B"))

    kept = rehearse(office, row(title="A"))

    assert faults(kept)[0] == (
        2,
        "Họ tên, tên gọi",
        "Có 2 người cùng tên ở đơn vị này; ghi mã đối tượng.",
    )


def test_what_there_is_sent_back_changes_nothing_and_is_noted(client, office):
    carry_out(
        office,
        row(title="Tổ phó", birth="28/02/1985", gender="Nữ", number=NUMBER),
        row("Lớp 5A", "collective", "H1"),
        row("Trần Văn Gạo", "household", members="Lê Thị Lụa, vợ"),
    )
    client.force_login(office.administrator)
    address = reverse("sheet-current", args=["doi-tuong", office.ward.pk])
    data = client.get(address).content
    kept = acts.keep_sheet(
        by=office.administrator, unit_id=office.ward.pk, kind="honouree",
        file_name="a.xlsx", content=data, table=read_table("a.xlsx", data, HONOUREES),
    )  # fmt: skip
    worked(kept)

    assert (kept.added, kept.changed, kept.unchanged, kept.refused) == (0, 0, 3, 0)
    assert "Lê Thị Lụa" in words(client.get(reverse("sheet", args=[kept.pk])))
    seen = Access.objects.order_by("pk").values_list("what", "subject")
    assert list(seen) == [
        ("exported", "units.Honouree"),
        ("viewed", "units.SheetImport"),
    ]


def test_unconfirmed_files_of_people_go_after_a_week(office):
    people, units = rehearse(office, row()), office.rehearsed(office.part_row(2))
    SheetImport.objects.update(asked_at=now() - timedelta(days=8))

    sheet_sweep.tidy()

    assert list(SheetImport.objects.all()) == [units]
    assert people.pk != units.pk


def test_words_of_people_that_were_imported_go_after_a_month(office):
    """Though their file went at once."""
    kept = carry_out(office, row())
    assert (kept.source, kept.rows.count()) == (None, 1)
    SheetImport.objects.update(asked_at=now() - timedelta(days=31))

    assert sheet_sweep.tidy() == 1
    assert sheet_sweep.tidy() == 0

    assert kept.rows.count() == 0
    assert SheetImport.objects.get(pk=kept.pk).added == 1


def test_erasing_somebody_takes_the_words_of_the_file_too(office):
    kept = carry_out(office, row())
    honouree = Honouree.objects.get()
    words = list(kept.rows.values())
    assert honouree.name in str(words)

    unit_actions.erase_honouree(
        honouree.pk, by=office.administrator, reason="Theo yêu cầu", basis="Đơn"
    )

    assert not kept.rows.exists()


def test_the_template_is_understood(office):
    data = writing.filled(
        HONOUREES, queries.choices(), [{"name": "A B", "kind": "individual"}]
    )
    table = read_table("a.xlsx", data, HONOUREES)
    known = [HONOUREES.recognised(heading) for heading in table.headings]
    assert known == list(HONOUREES.columns)
