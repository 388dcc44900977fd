"""Ghép cột: whoever names a column sees what it says."""

import pytest
from django.urls import reverse

from tests.paper_files import words
from tests.sheet_files import ACCOUNT_HEADS, SINCE, Office, workbook
from units.models import Access
from units.queries import sheets as queries
from units.sheets import UNITS, read_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def page(kept):
    return reverse("sheet-columns", args=[kept.pk])


def test_the_first_values_stand_beside_each_column(client, office):
    rows = [("H1.2", "Tổ 2", ""), ("H1.3", "Tổ 2", ""), ("H1.4", "Tổ 4", ""),
            ("H1.5", "Tổ 5", ""), ("H1.6", "Tổ 6", "")]  # fmt: skip
    kept = office.take(*rows, heads=("Mã", "Cột lạ", "Trống"))
    client.force_login(office.administrator)

    response = client.get(page(kept))

    said = words(response)
    assert "Trong tệp: H1.2; H1.3; H1.4 " in said
    assert "Trong tệp: Tổ 2; Tổ 4; Tổ 5 " in said  # each once
    assert "Những dòng đầu để trống cột này." in said
    field = response.context["form"]["cot-1"]
    assert f'id="{field.auto_id}_helptext"' in response.content.decode()


def test_they_stand_there_after_a_mistake_as_well(client, office):
    kept = office.take(("H1.2", "Tổ 2"), heads=("Mã", "Cột lạ"))
    client.force_login(office.administrator)

    response = client.post(page(kept), {"cot-0": "code", "cot-1": ""})

    assert response.status_code == 422
    assert "Trong tệp: Tổ 2" in words(response)


def test_what_is_long_is_cut_and_numbers_of_people_are_not_told(office):
    long = "Ủy ban nhân dân phường có tên rất dài và còn dài hơn nữa"
    kept = office.take(
        ("Nguyễn An", long, "079185012345", "số 079185012345", "079 185 012 345"),
        ("Nguyễn An", long, "079185012345", "số 079185012345", "079.185.012-346"),
        heads=("Họ tên", "Nơi", "Giấy tờ", "Ghi", "Khác"), kind="honouree",
    )  # fmt: skip

    assert queries.samples(kept) == {
        0: ["Nguyễn An"],
        1: ["Ủy ban nhân dân phường có tên rất dài v…"],
        2: ["…345"],
        3: ["số …345"],
        4: ["… 345", "…-346"],
    }


def test_only_the_first_rows_are_read(office):
    data = workbook(("Mã", "Tên"), *[(f"H1.{n}", f"Tổ {n}") for n in range(90)])

    table = read_table("a.xlsx", data, UNITS, first=20)

    assert 20 <= len(table.rows) < 40
    assert table.rows == read_table("a.xlsx", data, UNITS).rows[: len(table.rows)]


def test_a_file_that_begins_with_examples_has_none(office):
    rows = [("Ví dụ: H1.2", "x")] * 60 + [("H1.2", "Tổ 2")]
    kept = office.take(*rows, heads=("Mã", "Cột lạ"))

    assert queries.samples(kept) == {}


def test_who_looks_at_values_of_people_is_written_down(client, office):
    row = ("nva", "Nguyễn Văn Anh", "H1.1", "", "", SINCE)
    heads = (*ACCOUNT_HEADS[:-1], "Cột lạ")
    kept = office.take(row, heads=heads, kind="account")
    client.force_login(office.administrator)

    client.get(page(kept))

    assert [(one.what, one.subject_id) for one in Access.objects.all()] == [
        ("viewed", kept.pk)
    ]
