"""edXML: written and read back, refused where it would not fit; by paper and by book."""

from base64 import b64encode
from dataclasses import fields, replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reports import actions, edxml, exchange
from reports.models import AgencyCode, Document
from tests.factories import (
    DeliveryFactory,
    NumberBookFactory,
    RegisterEntryFactory,
    other_ward,
    ward,
)
from tests.paper_files import file_of, issued_paper, words
from units.errors import Refused
from units.models import Access, AuditEntry

LETTERS = st.characters(
    codec="utf-8", categories=["L", "N", "P"], include_characters=" &<>\"'"
)


def text(most):
    """Short ones, and the longest that fits."""
    few = st.text(LETTERS, min_size=1, max_size=min(most, 12))
    return st.one_of(few.map(str.strip).filter(bool), st.just("ữ" * most))


CODES = st.lists(st.text("AHZ09", min_size=1, max_size=3), min_size=1, max_size=3).map(
    ".".join
)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1))
MESSAGES = st.builds(
    edxml.Message,
    sender=st.builds(edxml.Party, name=text(200), organ_id=CODES),
    recipients=st.lists(
        st.builds(edxml.Party, name=text(200), organ_id=st.one_of(st.just(""), CODES)),
        max_size=3,
    ).map(tuple),
    number=text(11), notation=text(30), place=text(100), type_name=text(100),
    issued_on=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    subject=text(500), competence=st.one_of(st.just(""), text(100)), position=text(100),
    signer=text(50), pages=st.integers(1, 999), copies=st.integers(1, 999),
    document_id=text(100), file_name=text(50), pdf=st.binary(max_size=300),
    traced_at=MOMENTS.map(lambda moment: moment.replace(microsecond=0)),
)  # fmt: skip


def message(**changes):
    plain = edxml.Message(
        sender=edxml.Party(name="Ủy ban nhân dân phường Mẫu", organ_id="H40.12"),
        recipients=(edxml.Party(name="Báo Mẫu"),), number="05", notation="KH-UBND",
        place="phường Mẫu", issued_on=date(2026, 6, 30), type_name="Kế hoạch",
        subject="Thi đua", competence="TM. Ủy ban nhân dân", position="Chủ tịch",
        signer="Nguyễn Văn Mẫu", pages=2, copies=3, document_id="H40.12,2026/06/30,05/KH-UBND",
        traced_at=datetime(2026, 6, 30, 16, 58), file_name="KH-05-2026-UBND.pdf", pdf=b"%PDF",
    )  # fmt: skip
    return replace(plain, **changes)


# ---- the value and its bytes --------------------------------------------------------------


@given(MESSAGES)
def test_what_was_written_is_read_back(whole):
    assert edxml.faults(whole) == []
    assert edxml.read(edxml.write(whole)) == whole


@given(
    MESSAGES,
    st.sampled_from([field.name for field in fields(edxml.Message)]),
    st.data(),
)
def test_faults_and_schema_agree(whole, name, data):
    """What has no fault keeps to the schema, and what has one does not."""
    if isinstance(getattr(whole, name), str) and name not in ("language", "priority"):
        longer = st.integers(0, 600).map(lambda count: "ữ" * count)
        whole = replace(whole, **{name: data.draw(longer)})
    elif name in ("pages", "copies"):
        whole = replace(whole, **{name: data.draw(st.integers(0, 2000))})
    if edxml.faults(whole):
        with pytest.raises(etree.DocumentInvalid):
            edxml.write(whole)
    else:
        assert edxml.read(edxml.write(whole)) == whole


def test_the_very_bytes():
    told = edxml.write(message()).decode()
    assert told.startswith(
        "<?xml version='1.0' encoding='UTF-8'?>\n<edXML xmlns=\"http://www.go.vn/eDoc\">\n"
    )
    for part in (
        "<CodeNumber>05</CodeNumber>",
        "<CodeNotation>KH-UBND</CodeNotation>",
        "<PromulgationDate>2026/06/30</PromulgationDate>",
        "<Timestamp>2026/06/30 16:58:00</Timestamp>",
        "<PageAmount>2</PageAmount>",
        "<ContentId>cid:KH-05-2026-UBND.pdf</ContentId>",
        f"<ContentTransferEncoded>{b64encode(b'%PDF').decode()}</ContentTransferEncoded>",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"subject": "a" * 501},
            "Trích yếu (Subject) dài 501 ký tự, edXML nhận tối đa 500 ký tự.",
        ),
        (
            {"position": "b" * 101},
            "Chức vụ người ký (Position) dài 101 ký tự, edXML nhận tối đa 100 ký tự.",
        ),
        ({"place": ""}, "Địa danh (Place) để trống."),
        (
            {"copies": 1000},
            "Số lượng bản (PromulgationAmount) là 1000, edXML nhận từ 1 đến 999.",
        ),
        (
            {"sender": edxml.Party(name="Ủy ban nhân dân phường Mẫu")},
            "Ủy ban nhân dân phường Mẫu chưa có mã định danh (OrganId).",
        ),
        (
            {"recipients": (edxml.Party(name="Báo", organ_id="h40"),)},
            "Mã định danh “h40” (OrganId) không đúng dạng.",
        ),
    ],
)
def test_what_does_not_fit_is_named(changes, sentence):
    assert edxml.faults(message(**changes)) == [sentence]


ENTITY = b'<!DOCTYPE edXML [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<edXML/>", b"\0" * 10,
        edxml.write(message()).replace(b"go.vn/eDoc", b"go.vn/khac"),
        edxml.write(message()).replace(b">05<", b">012345678901<"),
        ENTITY + edxml.write(message()).split(b"\n", 1)[1].replace(b">Thi", b">&a;Thi"),
    ],
)  # fmt: skip
def test_what_is_no_message_is_not_read(data):
    with pytest.raises(edxml.NotEdxml):
        edxml.read(data)


# ---- the paper ----------------------------------------------------------------------------


@pytest.fixture
def place():
    return ward()


@pytest.fixture
def paper(place, examine):
    return written(place, 5, examine)


def written(place, number, examine):
    document = issued_paper(place, number=number, title=f"Thi đua {number}")
    examine(document)
    book = NumberBookFactory._meta.model.objects.get_or_create(
        series=place.series, year=document.issued_on.year
    )[0]
    RegisterEntryFactory(
        book=book, number=number, document=document, copies=4, issued_on=document.issued_on,
        recipients="Đảng ủy phường\nBáo Mẫu",
    )  # fmt: skip
    return document


def coded(unit, code="H40.12"):
    return AgencyCode.objects.create(unit=unit, code=code)


@pytest.mark.django_db
def test_the_paper_as_a_message(client, place, paper):
    coded(place.unit)
    beside = other_ward().unit
    coded(beside, "H40.13")
    DeliveryFactory(document=paper, unit=beside, way="system", sent_at=paper.sealed_at)
    DeliveryFactory(document=paper, text="Báo Mẫu")
    client.force_login(place.officer)
    assert "Tải edXML" in words(
        client.get(reverse("reports:document", args=[paper.pk]))
    )

    answer = client.get(reverse("reports:document-edxml", args=[paper.pk]))

    day = paper.issued_on
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="KH-05-{day.year}-UBND.edxml"'
    )
    got = edxml.read(answer.content)
    assert got.sender == edxml.Party(name=place.unit.name, organ_id="H40.12")
    assert got.recipients == (
        edxml.Party(name=beside.name, organ_id="H40.13"), edxml.Party(name="Báo Mẫu"),
    )  # fmt: skip
    assert (got.number, got.notation, got.issued_on) == ("05", "KH-UBND", day)
    assert (got.type_name, got.subject) == ("Kế hoạch", "Thi đua 5")
    competence, _, position = paper.signer_title.rpartition(", ")
    assert (got.competence, got.position, got.signer) == (
        competence,
        position,
        paper.signer_name,
    )
    assert (got.pages, got.copies) == (paper.pages, 4)
    assert got.document_id == f"H40.12,{day:%Y/%m/%d},05/KH-UBND"
    assert got.file_name == f"KH-05-{day.year}-UBND.pdf"
    assert len(got.pdf) == file_of(paper).size
    assert list(Access.objects.values_list("what", "about")) == [
        ("downloaded", "Kế hoạch số 05/KH-UBND: edXML")
    ]


@pytest.mark.django_db
def test_without_recipient_rows_the_register_tells(place, paper):
    found = exchange.message_of(Document.objects.for_exchange().get(pk=paper.pk))
    assert [one.name for one in found.recipients] == ["Đảng ủy phường", "Báo Mẫu"]


@pytest.mark.django_db
def test_without_a_code_the_page_says_so(client, place, paper):
    client.force_login(place.clerk)
    answer = client.get(reverse("reports:document-edxml", args=[paper.pk]), follow=True)
    assert (
        "Kế hoạch số 05/KH-UBND chưa xuất được edXML: "
        f"{place.unit.name} chưa có mã định danh (OrganId)." in words(answer)
    )
    assert Access.objects.count() == 0


# ---- the book -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_papers_of_a_book_from_number_to_number(client, place, examine):
    coded(place.unit)
    papers = [written(place, number, examine) for number in (3, 4, 5)]
    RegisterEntryFactory(book=papers[0].register_entry.book, number=6)
    year = papers[0].issued_on.year
    address = f"{reverse('reports:register-edxml')}?so={place.series.pk}&nam={year}"
    client.force_login(place.officer)

    answer = client.post(address, {"first": 4, "last": 9})

    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as whole:
        assert whole.namelist() == [
            f"KH-{number:02d}-{year}-UBND.edxml" for number in (4, 5)
        ]
        got = [edxml.read(whole.read(name)).number for name in whole.namelist()]
    assert got == ["04", "05"]
    assert Access.objects.get().about.endswith("số 04 đến 09 (2 văn bản)")

    wrong = client.post(address, {"first": 5, "last": 4})
    assert (wrong.status_code, "Số cuối không nhỏ hơn số đầu." in words(wrong)) == (
        422,
        True,
    )
    none = client.post(address, {"first": 6, "last": 6})
    assert "Từ số đến số này không có văn bản nào ban hành trong hệ thống." in words(
        none
    )


@pytest.mark.django_db
def test_one_that_does_not_fit_stops_them_all(place, paper, monkeypatch):
    year = paper.issued_on.year
    given = {"by": place.clerk, "first": 1, "last": 9}
    with pytest.raises(Refused, match=r"05/KH-UBND chưa xuất được edXML: .*OrganId"):
        actions.export_edxml_of(place.series.pk, year, **given)
    coded(place.unit)
    with monkeypatch.context() as patch:
        patch.setattr(exchange, "MOST_MB", 0)
        with pytest.raises(Refused, match=r"quá 0 MB\. Chọn ít số hơn"):
            actions.export_edxml_of(place.series.pk, year, **given)
    monkeypatch.setattr(exchange, "MOST", 0)
    with pytest.raises(Refused, match="tối đa 0 văn bản"):
        actions.export_edxml_of(place.series.pk, year, **given)
    assert Access.objects.count() == 0


@pytest.mark.django_db
def test_the_code_of_an_authority(client, place):
    client.force_login(place.clerk)
    address = reverse("reports:agency-code", args=[place.unit.pk])
    series = reverse("reports:unit-series", args=[place.unit.pk])
    assert "Mã định danh cơ quan (OrganId): chưa ghi" in words(client.get(series))

    wrong = client.post(address, {"code": "h40..12"})
    assert wrong.status_code == 422
    assert "mã định danh gồm chữ hoa không dấu" in words(wrong)
    long = client.post(address, {"code": "A" * 14})
    assert long.status_code == 422
    assert client.post(address, {"code": " h40.12 "}).status_code == 302
    assert "Mã định danh cơ quan (OrganId): H40.12" in words(client.get(series))
    client.post(address, {"code": "H40.13"})
    client.post(address, {"code": ""})
    assert AgencyCode.objects.count() == 0
    told = AuditEntry.objects.filter(subject="reports.AgencyCode").order_by("pk")
    assert list(told.values_list("action", flat=True)) == [
        "agencycode.added", "agencycode.amended", "agencycode.removed",
    ]  # fmt: skip
    coded(other_ward().unit)
    taken = client.post(address, {"code": "H40.12"})
    assert "Mã định danh này đã ghi cho cơ quan khác." in words(taken)
