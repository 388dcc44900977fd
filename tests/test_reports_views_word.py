"""Tải bản Word: who may, what the file is, and that it is written down."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse

from campaigns.content import Line
from campaigns.models import Plan
from campaigns.outline import LineKind
from campaigns.queries import content_of
from campaigns.reading import read_file
from campaigns.twin import from_twin, to_twin
from reports.models import Document
from reports.word import MIME
from tests.factories import other_ward, ward
from tests.paper_files import issued_paper, words
from units.models import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return ward()


def draft_of(plan: Plan) -> str:
    return reverse("reports:plan-word", args=[plan.pk])


def paper_of(document: Document) -> str:
    return reverse("reports:document-word", args=[document.pk])


def heads(response) -> set[str]:
    document = docx.Document(io.BytesIO(response.content))
    return {
        paragraph.text
        for section in document.sections
        for header in (section.header, section.first_page_header)
        for paragraph in header.paragraphs
    }


def told() -> list[tuple]:
    fields = ("user_id", "what", "subject", "subject_id", "about", "unit_id")
    return list(Access.objects.filter(what="downloaded").values_list(*fields))


def test_a_draft_comes_as_it_stands_and_says_that_it_is_one(client, place):
    plan = place.draft()
    client.force_login(place.officer)

    response = client.get(draft_of(plan))

    assert response["Content-Type"] == MIME
    name = "KH-du-thao-UBND.docx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]
    assert "Bản nháp, chưa ban hành" in heads(response)
    found = read_file("a.docx", response.content).content
    content = content_of(plan)
    assert (found.lines, found.targets) == (content.lines, content.targets)
    assert told() == [
        (
            place.officer.pk, "downloaded", "campaigns.Plan", plan.pk, f"{plan}: {name}",
            place.unit.pk,
        )
    ]  # fmt: skip


def test_the_same_draft_is_the_same_file(client, place):
    plan = place.draft()
    client.force_login(place.officer)
    assert client.get(draft_of(plan)).content == client.get(draft_of(plan)).content


def test_who_may_not_see_the_draft_does_not_get_it(client, place):
    plan = place.draft()
    client.force_login(other_ward().officer)
    assert client.get(draft_of(plan)).status_code == 404
    assert told() == []


def test_a_paper_has_number_date_and_code_and_is_no_draft(client, place):
    document = issued_paper(place, number=5, issued_on=date(2026, 6, 30))
    client.force_login(place.officer)

    response = client.get(paper_of(document))

    number = document.symbol.replace("Đ", "D")
    kind, _, agency = number.partition("-")
    name = f"{kind}-05-2026-{agency}.docx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert heads(response) <= {"", "2"}
    found = read_file("a.docx", response.content).content
    kept = from_twin(document.twin.encode())
    assert (found.lines, found.targets) == (kept.lines, kept.targets)
    head = found.letterhead
    assert (head.number, head.issued_on) == (5, date(2026, 6, 30))
    section = docx.Document(io.BytesIO(response.content)).sections[0]
    foot = "\n".join(p.text for p in section.first_page_footer.paragraphs)
    assert document.code in foot.replace("-", "")
    assert [row[1:4] for row in told()] == [
        ("downloaded", "reports.Document", document.pk)
    ]


def test_a_paper_under_way_is_a_draft_of_those_who_keep_it(client, place):
    document = place.document(signed=True, twin=_twin(place))
    client.force_login(place.officer)
    assert "Bản nháp, chưa ban hành" in heads(client.get(paper_of(document)))
    client.force_login(other_ward().officer)
    assert client.get(paper_of(document)).status_code == 404


def _twin(place) -> str:
    return to_twin(content_of(place.draft())).decode()


def test_what_cannot_be_printed_is_said_and_nothing_is_lost(client, place):
    plan = place.draft()
    wide = "\t".join(f"cột {n}" for n in range(31))
    lines = (*content_of(plan).lines, Line(kind=LineKind.TABLE, text=wide))
    line = plan.lines.last()
    line.kind, line.text = LineKind.TABLE, lines[-1].text
    plan.lines.filter(pk=line.pk).update(kind=line.kind, text=line.text)
    client.force_login(place.officer)

    response = client.get(draft_of(plan), follow=True)

    assert response.redirect_chain[0][0] == reverse(
        "reports:plan-preview", args=[plan.pk]
    )
    assert "Chưa lập được bản Word. " in words(response)
    assert "31 cột" in words(response)
    assert told() == []


def test_pages_of_drafts_and_papers_offer_it(client, place, asked):
    plan = place.draft()
    client.force_login(place.officer)
    for name in (
        "campaigns:plan-check", "campaigns:plan-edit", "reports:plan-preview",
    ):  # fmt: skip
        page = client.get(reverse(name, args=[plan.pk]), follow=True).content.decode()
        assert page.count(f'href="{draft_of(plan)}"') == 1, name
    document = issued_paper(place)
    page = client.get(reverse("reports:document", args=[document.pk])).content.decode()
    assert page.count(f'href="{paper_of(document)}"') == 1
