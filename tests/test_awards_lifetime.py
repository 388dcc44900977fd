"""Thành tích cả đời: across units, mergers and years; copies of papers; a summary."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from awards import actions
from awards.eligibility.of_past import unproven
from awards.models import Award, Honour, HonourPaper
from awards.stores import SCANS
from tests.factories import MembershipFactory, Role, UnitFactory, other_ward, ward
from tests.factories.honourees import HonoureeFactory
from tests.paper_files import small_pdf
from tests.sheet_files import Office, worked
from tests.test_awards_past_import import HEADS, row
from units.actions import sheets as acts
from units.models import Position, Succession

pytestmark = pytest.mark.django_db


def give(subject, number="1", day=date(2024, 3, 5), **more):
    whose = {"honouree": subject} if hasattr(subject, "birth_year") else {
        "collective": subject
    }  # fmt: skip
    award = Award.objects.get(code=more.pop("code", "bang-khen-tinh"))
    return Honour.objects.create(
        award=award, award_name=f"Bằng khen {number}", merit="service", imported=True,
        decided_by="Chủ tịch UBND tỉnh", reference=f"{number}/QĐ-UBND", decided_on=day,
        **whose, **more,
    )  # fmt: skip


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def keeper(place):
    return place.person(Role.ADMINISTRATOR)


def test_what_those_before_had_is_shown_as_theirs(client, place, keeper):
    oldest, before = UnitFactory(name="Xã Cũ", short_name="Xã Cũ"), UnitFactory(
        short_name="Phường Trước"
    )  # fmt: skip
    for one, other in ((oldest, before), (before, place.unit)):
        Succession.objects.create(
            predecessor=one, successor=other, kind="merger", basis="NQ",
            effective_on=date(2025, 7, 1),
        )  # fmt: skip
    give(place.unit, "3", date(2026, 1, 5))
    give(before, "2", date(2024, 1, 5))
    give(oldest, "1", date(2019, 1, 5))
    give(other_ward().unit, "9")
    client.force_login(keeper)
    url = reverse("awards:unit-honours", args=[place.unit.pk])

    page = client.get(url).content.decode()
    assert [page.index(f"Bằng khen {n}") for n in "321"] == sorted(
        page.index(f"Bằng khen {n}") for n in "321"
    )
    assert "tặng Phường Trước" in page
    assert "tặng Xã Cũ" in page
    assert "Bằng khen 9" not in page
    # They are read there; they are not amended there.
    assert page.count("Bỏ dòng ghi nhầm") == 1

    outsider = MembershipFactory(unit=other_ward().unit, role=Role.OFFICER).user
    client.force_login(outsider)
    assert client.get(url).status_code == 404
    file = reverse("awards:unit-honours-file", args=[place.unit.pk])
    assert client.get(file).status_code == 404


def test_a_person_is_told_with_the_unit_of_that_day_and_narrowed(client, place, keeper):
    first = UnitFactory(parent=place.unit, short_name="Tổ dân phố 5")
    who = HonoureeFactory(unit=place.unit, name="Trần Thị Mẫu")
    Position.objects.filter(honouree=who).update(valid_from=date(2025, 1, 1))
    Position.objects.create(
        honouree=who, unit=first, title="Tổ trưởng", valid_from=date(2020, 1, 1),
        valid_to=date(2024, 12, 31),
    )  # fmt: skip
    give(who, "1", date(2024, 3, 5))
    give(who, "2", date(2026, 3, 5), code="cstd-co-so")
    client.force_login(keeper)
    url = reverse("awards:honouree-honours", args=[who.pk])

    page = client.get(url).content.decode()
    assert "khi ở Tổ trưởng, Tổ dân phố 5" in page
    narrowed = client.get(url, {"nam": "2026"}).content.decode()
    assert "Bằng khen 2" in narrowed
    assert "Bằng khen 1" not in narrowed
    forms = client.get(url, {"nhom": "form"}).content.decode()
    assert "Bằng khen 1" in forms
    assert "Bằng khen 2" not in forms
    none = client.get(url, {"nam": "2026", "nhom": "form"}).content.decode()
    assert "Không có lần khen thưởng nào như thế" in none


def test_the_summary_is_a_workbook_oldest_first(client, place, keeper):
    who = HonoureeFactory(unit=place.unit, name="Trần Thị Mẫu")
    give(who, "2", date(2026, 3, 5))
    give(who, "1", date(2024, 3, 5))
    client.force_login(keeper)

    answer = client.get(reverse("awards:honouree-honours-file", args=[who.pk]))

    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet["A1"].value == "BẢNG TÓM TẮT KHEN THƯỞNG"
    assert sheet["A2"].value == f"Trần Thị Mẫu, {place.unit}"
    assert [sheet.cell(line, 3).value for line in (5, 6)] == [
        "Bằng khen 1",
        "Bằng khen 2",
    ]
    assert sheet["J5"].value == "ghi theo quyết định giấy; chưa có bản chụp quyết định"


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_page_costs(client, place, keeper, django_assert_num_queries, count):
    who = HonoureeFactory(unit=place.unit)
    for number in range(count):
        give(who, str(number))
    client.force_login(keeper)
    url = reverse("awards:honouree-honours", args=[who.pk])
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)


def test_a_copy_of_the_decision_is_sent_opened_and_dropped(
    client, place, keeper, settings, tmp_path
):
    settings.EVIDENCE_DIR = tmp_path
    who = HonoureeFactory(unit=place.unit)
    made = give(who)
    client.force_login(keeper)
    add = reverse("awards:honour-scan-add", args=[made.pk])

    empty = client.post(add, {})
    assert empty.status_code == 422
    assert "Chọn một tệp" in empty.content.decode()
    for _ in range(2):  # the same once more is the same
        sent = SimpleUploadedFile("qd.pdf", small_pdf("Quyet dinh"), "application/pdf")
        assert client.post(add, {"file": sent}).status_code == 302
    scan = HonourPaper.objects.get()
    page = client.get(reverse("awards:honouree-honours", args=[who.pk]))
    assert "Bản chụp: qd.pdf" in page.content.decode()
    assert "có bản chụp quyết định" in page.content.decode()
    url = reverse("awards:honour-scan", args=[scan.pk])
    assert client.get(url).status_code == 200

    outsider = MembershipFactory(unit=other_ward().unit, role=Role.OFFICER).user
    client.force_login(outsider)
    assert client.get(url).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.drop_honour_scan(scan.pk, by=outsider)
    client.force_login(keeper)
    drop = reverse("awards:honour-scan-drop", args=[scan.pk])
    assert "không lấy lại được" in client.get(drop).content.decode()
    client.post(drop)
    assert not HonourPaper.objects.exists()
    assert SCANS.path_of(scan.sha256).exists()  # the task lets it go on commit


def test_out_of_a_file_it_is_told_by_whom_and_weighed_as_unproven():
    office = Office()
    HonoureeFactory(unit=office.part, name="Lê Thị Lụa")
    kept = office.rehearsed(row(), kind="honour", heads=HEADS)
    acts.ask_to_carry_out(kept.pk, by=office.administrator, doubts_seen=True)
    worked(kept)

    (made,) = Honour.objects.with_papers()
    assert unproven(made) == "; theo hồ sơ cũ, chưa có bản chụp quyết định"
    HonourPaper.objects.create(
        honour=made, kind="pdf", file_name="a.pdf", sha256="a", original_sha256="a",
        size=1, uploaded_by=office.administrator,
    )  # fmt: skip
    (made,) = Honour.objects.with_papers()
    assert unproven(made) == ""
    # What is built on a row keeps the import.
    (found,) = acts.obstacles(kept)
    assert found.why == "đã có bản chụp quyết định"
