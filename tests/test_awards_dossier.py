"""Danh mục hồ sơ: which file is which paper, whose head confirms, whose answer is read."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from awards.dossier import checklist, missing_papers
from awards.models import Proposal
from awards.shelf import shelf_of
from tests.factories import HonoureeFactory
from tests.factories.proposals import (
    DossierPaperFactory,
    DossierRequirementFactory,
    OpinionItemFactory,
    PeerReviewLineFactory,
    ProposalReturnFactory,
    regime,
)
from tests.proposal_scene import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    regime()
    return Place()


def items(proposal, sender):
    fresh = Proposal.objects.for_page().get(pk=proposal.pk)
    return checklist(fresh, shelf_of([fresh], sender.pk))


def shown(found):
    """Name of the item, its files; without the petition."""
    return [
        (item.name, [str(one) for one in item.files])
        for item in found
        if item.paper != "petition"
    ]


def missing(found):
    return [item.name for item in missing_papers(found, at_authority=False)]


def asked(*names, paper="other"):
    for name in names:
        DossierRequirementFactory(paper=paper, name=name)


def test_every_file_stands_somewhere(place):
    asked("Bản cam kết")
    proposal = place.draft()
    DossierPaperFactory(proposal=proposal, paper="other", file_name="mot.pdf")
    DossierPaperFactory(proposal=proposal, paper="other", file_name="hai.pdf")
    DossierPaperFactory(proposal=proposal, paper="other", name="Ảnh minh họa")

    assert shown(items(proposal, place.writer)) == [
        ("Bản cam kết", ["mot.pdf", "hai.pdf"]),
        ("Giấy tờ khác", ["Ảnh minh họa"]),
    ]


def test_of_two_papers_of_a_kind_a_file_is_the_one_that_it_is_called(place):
    asked("Xác nhận thuế", "Xác nhận bảo hiểm", paper="confirmation")
    proposal = place.draft()
    DossierPaperFactory(proposal=proposal, paper="confirmation", name="xác nhận Thuế")

    found = items(proposal, place.writer)

    assert missing(found) == ["Xác nhận bảo hiểm"]
    [wanted] = missing_papers(found, at_authority=False)
    assert wanted.says == (
        "Gửi tệp ở mục Hồ sơ kèm theo, ghi tên giấy tờ: Xác nhận bảo hiểm."
    )


def test_one_file_is_not_two_papers(place):
    asked("Bản cam kết", "Sơ yếu lý lịch")
    proposal = place.draft()
    DossierPaperFactory(proposal=proposal, paper="other", name="Bản cam kết")

    assert missing(items(proposal, place.writer)) == ["Sơ yếu lý lịch"]
    DossierPaperFactory(proposal=proposal, paper="other", file_name="khong-ten.pdf")
    found = items(proposal, place.writer)
    assert missing(found) == ["Sơ yếu lý lịch"]
    assert shown(found)[-1] == ("Giấy tờ khác", ["khong-ten.pdf"])


def test_the_only_confirmation_may_have_any_name(place):
    asked("Xác nhận của cơ quan thuế", paper="confirmation")
    proposal = place.draft()
    DossierPaperFactory(proposal=proposal, paper="confirmation", name="Giấy thuế")

    assert missing(items(proposal, place.writer)) == []


def test_the_head_who_opens_it_is_not_taken_for_its_sender(place):
    proposal = place.draft(confirming=True)

    petition = items(proposal, place.head)[0]

    assert (petition.is_there, petition.says) == (
        True, "Thủ trưởng đơn vị xác nhận trong hệ thống khi gửi.",
    )  # fmt: skip


def test_the_unit_does_not_read_who_was_asked_nor_the_answer(client, place):
    asked("Hiệp y", paper="concurrence")
    proposal = place.draft(appraising=True, status="returned")
    ProposalReturnFactory(proposal=proposal, parts=["summary"])
    OpinionItemFactory(
        proposal=proposal, request__answer="objects", request__answer_text="Đang xét.",
        request__answered_on=localdate(), request__recorded_by=place.officer,
    )  # fmt: skip
    client.force_login(place.writer)

    response = client.post(
        reverse("awards:proposal-edit", args=[proposal.pk]),
        {"summary": "Bổ sung.", "act": "tu-luu"}, headers={"HX-Request": "true"},
    )  # fmt: skip

    body = response.content.decode()
    assert "Cơ quan xét hỏi sau khi tiếp nhận." in body
    assert "Công an" not in body
    assert "nhất trí" not in body


@pytest.mark.parametrize("amount", [1, 3])
def test_sending_costs_the_same(client, place, amount, django_assert_num_queries):
    asked("Biên bản bình xét", paper="review")
    asked("Hiệp y", paper="concurrence")
    found = [
        place.draft(honouree=HonoureeFactory(unit=place.group)) for _ in range(amount)
    ]
    for one in found:
        PeerReviewLineFactory(proposal=one)
        DossierPaperFactory(proposal=one)
    client.force_login(place.writer)
    page = reverse("awards:proposals-send")
    client.get(page, {"ma": [one.pk for one in found]})

    with django_assert_num_queries(13):
        response = client.get(page, {"ma": [one.pk for one in found]})
    assert [row["lacks"] for row in response.context["rows"]] == [[]] * amount
