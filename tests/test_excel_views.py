"""Màn hình nhập Excel: chosen, its columns named, looked through, carried out, undone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import Role, UnitKindFactory, UserFactory
from tests.paper_files import words
from tests.sheet_files import ACCOUNT_HEADS, SINCE, UNIT_HEADS, Office, workbook, worked
from units import inviting
from units.actions import sheets as acts
from units.models import SheetHeading, SheetImport, Unit, User
from units.sheets import UNITS, read_table
from units.wording import vn_datetime

pytestmark = pytest.mark.django_db
Status = SheetImport.Status
LIST, NEW = reverse("sheet-list"), reverse("sheet-new")


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def client(client, office):
    client.force_login(office.administrator)
    return client


def upload(client, office, data, name="bang.xlsx", kind="don-vi", **extra):
    file = SimpleUploadedFile(name, data)
    form = {"kind": kind, "unit": office.ward.pk, "file": file} | extra
    return client.post(NEW, form)


def page(kept):
    return reverse("sheet", args=[kept.pk])


def test_from_the_file_to_the_units(client, office):
    response = upload(client, office, workbook(UNIT_HEADS, office.part_row(2)))

    kept = SheetImport.objects.get()
    assert (response.status_code, response["Location"]) == (302, page(kept))
    said = words(client.get(page(kept)))
    assert "Sẽ thêm 1, sửa 0, giữ nguyên 0 dòng." in said
    assert "H1.2 Tổ dân phố 2" in said
    assert not Unit.objects.filter(code="H1.2").exists()

    client.post(reverse("sheet-carry-out", args=[kept.pk]))
    again = client.post(reverse("sheet-carry-out", args=[kept.pk]), follow=True)

    assert again.redirect_chain == [(page(kept), 302)]
    kept.refresh_from_db()
    at = vn_datetime(kept.done_at)
    assert (
        f"Anh/chị đã nhập tệp này lúc {at}; lần bấm này không nhập thêm gì."
        in words(again)
    )
    colleague = Client()
    colleague.force_login(office.person(office.ward))
    theirs = colleague.post(reverse("sheet-carry-out", args=[kept.pk]), follow=True)
    assert f"{office.administrator} đã nhập tệp này lúc {at};" in words(theirs)
    unit = Unit.objects.get(code="H1.2")
    assert reverse("unit", args=[unit.pk]) in client.get(page(kept)).content.decode()
    undo = reverse("sheet-undo", args=[kept.pk])
    assert "Hoàn tác cả đợt nhập?" in words(client.get(undo))
    client.post(undo)
    assert not Unit.objects.filter(code="H1.2").exists()
    assert "Anh/chị đã hoàn tác đợt nhập này lúc" in words(
        client.post(undo, follow=True)
    )
    assert "Đã hoàn tác" in words(client.get(LIST))


def test_refused_rows_are_told_and_nothing_is_offered(client, office):
    rows = [office.part_row(2), office.part_row(3, kind="khong-co", parent="K1")]
    upload(client, office, workbook(UNIT_HEADS, *rows))
    kept = SheetImport.objects.get()

    said = words(client.get(page(kept)))

    assert "1 dòng bị từ chối nên chưa nhập dòng nào" in said
    assert "Loại: Không có loại đơn vị “khong-co” trong danh mục." in said
    assert "Trực thuộc: Không có đơn vị mã “K1” trong phạm vi anh/chị nhập." in said
    assert "H1.2 Tổ dân phố 2" not in said  # the refused ones first
    assert "H1.2 Tổ dân phố 2" in words(client.get(f"{page(kept)}?xem=them"))
    client.post(reverse("sheet-carry-out", args=[kept.pk]))
    kept.refresh_from_db()
    assert kept.status == Status.REHEARSED

    result = client.get(reverse("sheet-result", args=[kept.pk]))
    table = read_table("ket-qua.xlsx", result.content, UNITS)
    assert table.headings == (*UNIT_HEADS, "Kết quả")
    assert [row.cells[-1] for row in table.rows] == [
        "Thêm: Tổ dân phố, khu phố, trực thuộc UBND phường Mẫu, từ ngày 01/07/2025",
        "Từ chối: Loại: Không có loại đơn vị “khong-co” trong danh mục; "
        "Trực thuộc: Không có đơn vị mã “K1” trong phạm vi anh/chị nhập",
    ]
    # It can be sent back as it is: the last column is known for what it is.
    assert upload(client, office, result.content).status_code == 302
    assert SheetImport.objects.first().status == Status.REHEARSED


def test_the_kind_that_may_be_meant_is_offered(client, office):
    UnitKindFactory(code="cu", name="Tổ dân phố cũ", valid_to="2020-01-01")
    upload(client, office, workbook(UNIT_HEADS, office.part_row(2, kind="Tổ dân phố")))
    kept = SheetImport.objects.get()

    said = words(client.get(page(kept)))

    assert (
        "Không có loại đơn vị “Tổ dân phố” trong danh mục. Có phải: “Tổ dân phố, khu phố”?"
        in said
    )
    assert "1 dòng bị từ chối" in said


def test_a_heading_is_asked_about_once(client, office):
    heads = ("Mã số đơn vị của tôi", *UNIT_HEADS[1:], "Ghi chú nội bộ")
    data = workbook(heads, (*office.part_row(2), "x"))
    first = upload(client, office, data)
    kept = SheetImport.objects.get()
    columns = reverse("sheet-columns", args=[kept.pk])
    assert client.get(first["Location"])["Location"] == columns
    assert "Ghi chú nội bộ" in words(client.get(columns))

    wanted = {
        f"cot-{at}": UNITS.recognised(h).key for at, h in enumerate(heads[1:6], 1)
    }
    refused = client.post(columns, wanted | {"cot-0": "-", "cot-6": ""})
    assert refused.status_code == 422
    assert "Chọn ô dữ liệu cho cột “Ghi chú nội bộ”" in words(refused)
    client.post(columns, wanted | {"cot-0": "code", "cot-6": "-"})

    kept.refresh_from_db()
    assert (kept.status, kept.added) == (Status.REHEARSED, 1)
    remembered = SheetHeading.objects.filter(unit=office.ward)
    assert dict(remembered.values_list("heading", "field")) == {
        "masodonvicuatoi": "code",
        "ghichunoibo": "",
    }
    upload(client, office, data)
    assert SheetImport.objects.first().status == Status.REHEARSED


def test_two_columns_cannot_be_one(client, office):
    upload(client, office, workbook(("Mã", "Cái này"), ("H1.1", "x")))
    columns = reverse("sheet-columns", args=[SheetImport.objects.get().pk])

    refused = client.post(columns, {"cot-0": "code", "cot-1": "code"})

    assert refused.status_code == 422
    assert "Ô dữ liệu này đã ghép với cột “Mã”" in words(refused)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xlsx", b"PK\x03\x04 nothing", "Tệp Excel bị hỏng"),
        ("a.xlsx", b"x", "Tệp Excel bị hỏng"),
        ("a.pdf", b"%PDF-1.7", "không phải bảng Excel"),
        ("a.csv", "Mã;Loại\nH1.2;tổ".encode("utf-16"), "không ở dạng UTF-8"),
        ("a.csv", b"M\xe3;T\xean\nH1;x", "Tệp dùng bảng mã cũ"),
        ("a.xlsx", workbook(("Mã", "Tên"), ("H1", "=1+1")), "Ô B2 chứa công thức"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_kept(client, office, name, data, sentence):
    response = upload(client, office, data, name=name)

    assert response.status_code == 422
    assert sentence in words(response)
    assert not SheetImport.objects.exists()


def test_a_large_file_is_let_go(client, office):
    response = upload(client, office, bytes(11 * 2**20))

    assert response.status_code == 422
    assert "Tệp lớn hơn 10 MB nên chưa đọc" in words(response)


def test_the_list_costs_the_same(client, office, django_assert_num_queries):
    for count in (1, 3):
        while SheetImport.objects.count() < count:
            office.rehearsed(office.part_row(2))
        with django_assert_num_queries(6):
            response = client.get(LIST)
        assert response.content.decode().count("td-rowlink") == count


def test_the_rows_cost_the_same(client, office, django_assert_num_queries):
    for count in (1, 3):
        kept = office.rehearsed(*[office.part_row(n + 2) for n in range(count)])
        with django_assert_num_queries(10):
            response = client.get(page(kept))
        assert response.content.decode().count("Thêm</span>") == count


def test_templates_and_what_there_is(client, office):
    template = client.get(reverse("sheet-template", args=["don-vi"]))
    current = client.get(reverse("sheet-current", args=["don-vi", office.ward.pk]))

    assert template.content[:2] == b"PK"
    assert 'filename="mau-don-vi.xlsx"' in template["Content-Disposition"]
    table = read_table("a.xlsx", current.content, UNITS)
    assert [row.cells[0] for row in table.rows] == ["H1", "H1.1"]
    other = reverse("sheet-current", args=["don-vi", office.other.pk])
    assert client.get(other).status_code == 404
    assert client.get(reverse("sheet-template", args=["khong"])).status_code == 404


def test_new_accounts_are_invited_by_slips(client, office):
    row = ("nva", "Nguyễn Văn Anh", "H1.1", "reporter", "H1.1", SINCE)
    upload(client, office, workbook(ACCOUNT_HEADS, row), kind="tai-khoan")
    kept = SheetImport.objects.get()
    client.post(reverse("sheet-carry-out", args=[kept.pk]))
    assert "1 tài khoản mới chưa được mời" in words(client.get(page(kept)))

    shown = client.post(reverse("sheet-invite", args=[kept.pk]), {"cach": "phieu"})

    link = inviting.link_of(User.objects.get(username="nva").invitations.get())
    assert link in words(shown)
    assert shown["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "chưa được mời" not in words(client.get(page(kept)))


# ---- who ----------------------------------------------------------------------------------


def addresses(kept, office):
    one = [
        "sheet", "sheet-columns", "sheet-watch", "sheet-undo", "sheet-drop", "sheet-result",
    ]  # fmt: skip
    return [reverse(name, args=[kept.pk]) for name in one]


POSTS = ("sheet-rehearse", "sheet-carry-out", "sheet-undo", "sheet-drop",
         "sheet-columns", "sheet-invite")  # fmt: skip


def test_an_import_of_another_authority_is_not_there(client, office):
    kept = office.rehearsed(office.part_row(2))
    for visitor in (office.neighbour, office.person(office.ward, Role.OFFICER)):
        client.force_login(visitor)
        assert {client.get(url).status_code for url in addresses(kept, office)} == {404}
        for name in POSTS:
            assert client.post(reverse(name, args=[kept.pk])).status_code == 404
    kept.refresh_from_db()
    assert kept.status == Status.REHEARSED


def test_who_administers_nothing_has_no_such_room(client, office):
    client.force_login(UserFactory())
    for url in (LIST, NEW, reverse("sheet-template", args=["don-vi"])):
        assert client.get(url).status_code == 403
    client.logout()
    assert client.get(LIST).status_code == 302


def test_nobody_imports_for_an_authority_of_others(client, office):
    data = workbook(UNIT_HEADS, office.part_row(2))

    response = upload(client, office, data, unit=office.other.pk)

    assert response.status_code == 422
    assert not SheetImport.objects.exists()


def test_the_wait_tells_how_far_it_is(client, office):
    kept = office.take(*[office.part_row(n + 2) for n in range(acts.AT_ONCE + 1)])
    watch = reverse("sheet-watch", args=[kept.pk])
    assert "Đang xem thử từng dòng…" in words(client.get(page(kept)))
    fragment = client.get(watch, headers={"hx-request": "true"})
    assert f'max="{acts.AT_ONCE + 1}"' in fragment.content.decode()

    worked(kept)

    over = client.get(watch, headers={"hx-request": "true"})
    assert over["HX-Redirect"] == page(kept)


def test_a_file_is_dropped(client, office):
    kept = office.rehearsed(office.part_row(2))
    drop = reverse("sheet-drop", args=[kept.pk])
    assert "Bỏ tệp “bang.xlsx”?" in words(client.get(drop))

    client.post(drop)

    assert not SheetImport.objects.exists()
