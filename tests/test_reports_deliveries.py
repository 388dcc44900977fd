"""Nơi nhận: whom an issued paper reaches, who opened it there, what the clerk settles."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from campaigns.content import Letterhead, PaperKind, PlanContent
from reports import actions, inbox
from reports.models import Delivery, Document
from reports.recipients import copies_of, deliveries_of, resolve
from tests.factories import (
    DeliveryFactory,
    DocumentFactory,
    MembershipFactory,
    PlanFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    other_ward,
    ward,
)
from tests.paper_files import file_of, issued_paper, words
from units import fence
from units.errors import Refused
from units.meant import key
from units.models import Access, AuditEntry

pytestmark = pytest.mark.django_db


def kind(code):
    return UnitKindFactory(code=code)


@pytest.fixture
def province():
    return UnitFactory(name="Ủy ban nhân dân tỉnh Mẫu", short_name="UBND tỉnh Mẫu")


@pytest.fixture
def commune(province):
    return UnitFactory(
        parent=province, kind=kind("ubnd-xa"), name="Ủy ban nhân dân phường Hòa Bình",
        short_name="UBND phường Hòa Bình",
    )  # fmt: skip


def meant(issuer, *names, **head):
    content = PlanContent(
        title="x", recipients=names, letterhead=Letterhead(**head),
        kind=PaperKind.LETTER if head else PaperKind.PLAN,
    )  # fmt: skip
    found = resolve(content, issuer, localdate())
    return [(one.position, one.text, one.unit and one.unit.short_name) for one in found]


# ---- which unit a line means --------------------------------------------------------------


def test_names_above_below_and_itself(commune, province):
    office = UnitFactory(
        parent=commune, kind=kind("phong"), name="Phòng Văn hóa - Xã hội phường Hòa Bình",
        short_name="Phòng VHXH",
    )  # fmt: skip

    assert meant(
        commune,
        "- Uỷ ban nhân dân tỉnh Mẫu (để b/c);",
        "Phòng văn hoá – xã hội phường Hoà Bình;",
        "UBND phường Hòa Bình",
        "Thường trực Đảng ủy phường;",
        "Lưu: VT, VP.",
    ) == [
        (0, "Uỷ ban nhân dân tỉnh Mẫu (để b/c)", "UBND tỉnh Mẫu"),
        (1, "Phòng văn hoá – xã hội phường Hoà Bình", office.short_name),
        (2, "UBND phường Hòa Bình", "UBND phường Hòa Bình"),
        (3, "Thường trực Đảng ủy phường", None),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "UBND tinh Mau",  # a name without its marks may be another's
        "UBND tỉnh Mẫu, Sở Nội vụ",
        "Chủ tịch UBND tỉnh Mẫu",
        "UBND phường Bên Cạnh",  # beside, not above or below
        "Các phòng, ban, đơn vị",
        "Các phòng thuộc UBND phường Bên Cạnh",
        "06 tổ dân phố",  # there are two
        "Các thôn",  # there are none
    ],
)
def test_what_is_not_certain_is_left(commune, province, name):
    UnitFactory(
        parent=province, kind=commune.kind, name="Ủy ban nhân dân phường Bên Cạnh",
        short_name="UBND phường Bên Cạnh",
    )  # fmt: skip
    for number in (1, 2):
        UnitFactory(parent=commune, kind=kind("to-dan-pho"), short_name=f"Tổ {number}")
    UnitFactory(parent=commune, kind=kind("phong"), short_name="Phòng KT")

    assert meant(commune, name) == [(0, name, None)]


def test_a_name_that_two_have_and_one_that_has_ended(commune):
    for code in "ab":
        UnitFactory(parent=commune, short_name="Trường Mẫu", name=f"Trường Mẫu {code}")
    UnitFactory(
        parent=commune, short_name="Trạm cũ", name="Trạm cũ", valid_from="2020-01-01",
        valid_to=localdate() - timedelta(days=1),
    )  # fmt: skip

    assert meant(commune, "Trường Mẫu", "Trạm cũ") == [
        (0, "Trường Mẫu", None), (1, "Trạm cũ", None),
    ]  # fmt: skip


def test_groups_directly_below(commune, province):
    town = UnitFactory(
        parent=province, kind=commune.kind, name="Ủy ban nhân dân xã Đồi",
        short_name="UBND xã Đồi",
    )  # fmt: skip
    for number in (1, 2):
        UnitFactory(parent=commune, kind=kind("to-dan-pho"), short_name=f"Tổ {number}")
    UnitFactory(parent=commune, kind=kind("phong"), short_name="Phòng KT")

    both = sorted(name for *_, name in meant(province, "UBND các xã, phường"))
    assert both == [commune.short_name, town.short_name]
    assert meant(province, "UBND các xã", "UBND các xã và phường") == [
        (0, "UBND các xã", town.short_name),
        (1, "UBND các xã và phường", commune.short_name),
    ]
    assert meant(
        commune, "02 tổ dân phố", "Các phòng thuộc UBND phường", "Các tổ dân phố"
    ) == [
        (0, "02 tổ dân phố", "Tổ 1"),
        (0, "02 tổ dân phố", "Tổ 2"),
        (1, "Các phòng thuộc UBND phường", "Phòng KT"),
    ]


def test_as_above_means_those_it_is_addressed_to(commune):
    assert meant(
        commune, "Như trên", "Lưu: VT", addressees=("UBND tỉnh Mẫu", "Báo Mẫu")
    ) == [(0, "UBND tỉnh Mẫu", "UBND tỉnh Mẫu"), (1, "Báo Mẫu", None)]


def test_a_letter_takes_a_copy_for_each_that_it_is_to_and_one_to_keep():
    letter = PlanContent(
        kind=PaperKind.LETTER, letterhead=Letterhead(addressees=("Đảng ủy", "Các tổ")),
        recipients=("Như trên", "Lưu: VT"),
    )  # fmt: skip
    plan = PlanContent(recipients=("Đảng ủy;", "Báo Mẫu;", "- Lưu: VT."))

    assert [copies_of(letter), copies_of(plan), copies_of(PlanContent())] == [3, 3, 1]


def test_one_spelling():
    assert key("Hội đồng  Thi đua – Khen thưởng QUẬN") == "hđtđkt quận"
    assert key("UỶ BAN NHÂN DÂN xã Hoà") == key("UBND xã Hòa") == "ubnd xã hòa"


# ---- who sees, who opens ------------------------------------------------------------------


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def beside():
    return other_ward()


@pytest.fixture
def paper(place, examine):
    document = issued_paper(place, number=5, title="Thi đua mẫu")
    examine(document)
    return document


@pytest.fixture
def sent(paper, beside):
    return DeliveryFactory(
        document=paper, unit=beside.unit, way="system", sent_at=now(), text="Phường bạn"
    )


def page_of(paper, name="document", *more):
    return reverse(f"reports:{name}", args=[paper.pk, *more])


def receipts(action="delivery.opened"):
    return list(
        AuditEntry.objects.filter(action=action).values_list("actor", "subject_id")
    )


def test_rows_are_made_once(place):
    document = DocumentFactory(plan=PlanFactory(issuer=place.unit), issued=True)
    assert deliveries_of(document) == []  # its words cannot be read
    DeliveryFactory(document=document)
    assert deliveries_of(document) == []


def test_the_unit_gets_that_paper_and_nothing_more(client, beside, paper, sent, place):
    other = issued_paper(place, number=6, title="Văn bản khác")
    client.force_login(beside.reporter)
    digest = file_of(paper).sha256[:16]

    response = client.get(page_of(paper))

    assert response.status_code == 200
    assert (
        "Phong trào"
        not in words(response).split("Văn bản", 1)[1].split("Kế hoạch số")[0]
    )
    assert client.get(page_of(paper, "document-text")).status_code == 200
    assert client.get(page_of(paper, "document-file", "issued")).status_code == 200
    assert client.get(page_of(paper, "document-strip", digest)).status_code == 200
    assert client.get(page_of(other)).status_code == 404
    campaign = reverse("campaigns:campaign", args=[paper.plan.campaign_id])
    assert client.get(campaign).status_code == 404
    assert "Thi đua mẫu" in words(client.get(reverse("reports:document-list")))


def test_behind_the_fence_the_paper_comes_without_its_plan(beside, paper, sent):
    third, officer = MembershipFactory(role=Role.OFFICER).user, beside.officer
    with fence.raised():
        fence.admit(officer)
        assert list(Document._base_manager.values_list("pk", flat=True)) == [paper.pk]
        assert type(paper.plan)._base_manager.count() == 0
        fence.admit(third)
        assert Document._base_manager.count() == Delivery._base_manager.count() == 0


@pytest.mark.parametrize(
    "path", [("document",), ("document-text",), ("document-file", "issued")]
)
def test_opening_is_recorded_once(client, beside, paper, sent, path):
    client.force_login(beside.reporter)
    client.get(page_of(paper, *path))
    client.force_login(beside.leader)
    client.get(page_of(paper, *path))

    sent.refresh_from_db()
    assert sent.first_opened_by == beside.reporter
    assert now() - sent.first_opened_at < timedelta(minutes=1)
    assert receipts() == [(beside.reporter.pk, sent.pk)]


def test_who_opens_nothing(client, beside, paper, sent, place):
    """The issuer, one with no work in the unit, and who asks for the head alone."""
    client.force_login(place.clerk)
    client.get(page_of(paper))
    client.force_login(beside.administrator)
    assert client.get(page_of(paper)).status_code == 200
    client.force_login(beside.reporter)
    client.head(page_of(paper))

    sent.refresh_from_db()
    assert sent.first_opened_at is None
    with pytest.raises(PermissionDenied):
        actions.open_deliveries(paper.pk, by=beside.administrator)


def test_it_waits_in_the_inbox_until_somebody_opens_it(client, beside, paper, sent):
    found = [item for item in inbox.items(beside.officer) if item.work == "den"]

    assert [(item.title, item.context, item.url) for item in found] == [
        (
            "Văn bản đến: Thi đua mẫu",
            f"{paper.issuer} gửi {beside.unit}, Kế hoạch số 05/KH-UBND",
            page_of(paper),
        )
    ]
    actions.open_deliveries(paper.pk, by=beside.leader)
    assert [item for item in inbox.items(beside.officer) if item.work == "den"] == []


def test_a_paper_that_is_not_issued_yet_reaches_nobody(client, beside, place):
    document = DocumentFactory(plan=PlanFactory(issuer=place.unit), numbered=True)
    DeliveryFactory(document=document, unit=beside.unit, way="system", sent_at=now())
    client.force_login(beside.officer)

    assert client.get(page_of(document)).status_code == 404
    assert [item for item in inbox.items(beside.officer) if item.work == "den"] == []
    with pytest.raises(Refused, match="Văn bản chưa ban hành"):
        actions.open_deliveries(document.pk, by=beside.officer)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_leave_one_receipt(beside, paper, sent):
    start = threading.Barrier(2)

    def opening(user):
        start.wait()
        actions.open_deliveries(paper.pk, by=user)
        connection.close()

    people = [beside.reporter, beside.leader]
    threads = [threading.Thread(target=opening, args=[one]) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(receipts()) == 1


def test_a_receipt_stays(beside, paper, sent):
    actions.open_deliveries(paper.pk, by=beside.reporter)
    rows = Delivery.objects.filter(pk=sent.pk)

    for change in (
        {"first_opened_by": beside.leader},
        {"first_opened_at": now()},
        {"unit": paper.issuer},
    ):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        rows.delete()


# ---- the issuing side ---------------------------------------------------------------------


def test_who_opened_it_and_who_did_not(client, place, beside, paper, sent):
    DeliveryFactory(document=paper, text="Báo Mẫu")
    waiting = UnitFactory(short_name="Phòng Chờ")
    DeliveryFactory(document=paper, unit=waiting, way="system", sent_at=now())
    actions.open_deliveries(paper.pk, by=beside.reporter)
    client.force_login(place.officer)

    text = words(client.get(page_of(paper)))
    assert "Nơi nhận Đã mở 1/2 đơn vị trong hệ thống" in text
    assert f"{beside.unit} Theo dòng: Phường bạn {beside.reporter} mở " in text
    assert "Báo Mẫu Ngoài hệ thống, chưa ghi cách gửi" in text
    assert "Sửa nơi nhận" not in text
    text = words(client.get(page_of(paper) + "?noi-nhan=chua-mo"))
    assert "Phòng Chờ" in text
    assert "Phường bạn" not in text
    client.force_login(place.clerk)
    assert "Sửa nơi nhận Báo Mẫu" in words(client.get(page_of(paper)))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(client, place, paper, django_assert_num_queries, count):
    for _ in range(count):
        DeliveryFactory(document=paper, unit=UnitFactory(), way="system", sent_at=now())
    client.force_login(place.officer)

    # as without recipients: tests/test_reports_views_document.py
    with django_assert_num_queries(11):
        client.get(page_of(paper))


def test_the_clerk_says_which_unit_a_line_is(client, place, beside, paper):
    line = DeliveryFactory(document=paper, text="Phường bạn")
    address = reverse("reports:delivery-settle", args=[line.pk])
    client.force_login(place.clerk)

    response = client.post(address, {"way": "system"})
    assert response.status_code == 422
    assert "Chọn đơn vị nhận trong hệ thống." in words(response)
    response = client.post(address, {"way": "system", "unit": beside.unit.pk})

    assert response.status_code == 302
    line.refresh_from_db()
    assert (line.way, line.unit) == ("system", beside.unit)
    assert receipts("delivery.amended") == [(place.clerk.pk, line.pk)]
    client.post(address, {"way": "link"})
    line.refresh_from_db()
    assert (line.way, line.unit, line.sent_at is None) == ("link", None, False)
    client.post(address, {"way": "outside"})
    line.refresh_from_db()
    assert (line.way, line.unit, line.sent_at) == ("outside", None, None)


def test_what_the_clerk_may_not_settle(place, beside, paper, sent):
    line = DeliveryFactory(document=paper)
    by = place.clerk
    with pytest.raises(Refused, match="Đơn vị này đã có trong nơi nhận của văn bản"):
        actions.settle_delivery(line.pk, by=by, way="system", unit_id=beside.unit.pk)
    with pytest.raises(Refused, match="Chọn cách gửi"):
        actions.settle_delivery(line.pk, by=by, way="xe")
    actions.open_deliveries(paper.pk, by=beside.officer)
    with pytest.raises(Refused, match="đã mở văn bản nên nơi nhận này không đổi nữa"):
        actions.settle_delivery(sent.pk, by=by, way="paper")
    for other in (place.officer, beside.clerk):
        with pytest.raises(PermissionDenied):
            actions.settle_delivery(line.pk, by=other, way="paper")


def test_units_are_found_as_the_clerk_types(client, place, beside):
    address = reverse("reports:delivery-unit-pick", args=["unit"])
    client.force_login(place.clerk)

    response = client.get(address, {"unit_tim": beside.unit.short_name})

    assert beside.unit.short_name in words(response)
    client.force_login(place.officer)
    assert client.get(address).status_code == 403
    assert Access.objects.count() == 0
