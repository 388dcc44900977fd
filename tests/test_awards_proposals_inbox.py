"""Việc cần làm về đề nghị khen thưởng: who is told of what, nobody of their own."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from awards import proposal_inbox
from tests.factories import (
    MembershipFactory,
    Role,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
    Ward,
)
from tests.factories.proposals import (
    OpinionRequestFactory,
    ProposalFactory,
    ProposalReturnFactory,
    WardFactory,
    regime,
)
from tests.proposal_scene import Place
from units.models.tree import COUNCIL

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    regime()
    return Place()


def told(user):
    return [item.title for item in proposal_inbox.items(user)]


def test_the_unit_is_told_what_to_mend_and_by_when(place):
    due = localdate() + timedelta(days=3)
    proposal = place.draft(appraising=True, status="returned")
    ProposalReturnFactory(proposal=proposal, due_on=due, reason="Ghi rõ số liệu.")
    place.draft(given_back_because="Thiếu số.", subject_name="Ông Lê Văn Cam")

    first, second = proposal_inbox.items(place.writer)

    assert (first.title, first.deadline) == (
        "Bổ sung đề nghị khen thưởng: Bà Trần Thị Hoa", due,
    )  # fmt: skip
    assert first.context == "UBND phường Mẫu trả lại: “Ghi rõ số liệu.”"
    assert second.context == "Thủ trưởng trả lại: “Thiếu số.”"
    assert told(place.officer) == []


def test_the_head_is_told_of_what_others_wrote(place):
    place.draft(confirming=True)
    place.draft(confirming=True)
    place.draft(confirming=True, created_by=place.head)

    assert told(place.head) == ["Xác nhận 2 đề nghị khen thưởng"]


def test_the_authority_is_told_what_to_receive_and_to_appraise(place):
    place.draft(sent=True)
    place.draft(sent=True, created_by=place.officer)
    place.draft(appraising=True)

    assert told(place.officer) == [
        "Tiếp nhận 1 đề nghị khen thưởng", "Thẩm định 1 đề nghị khen thưởng",
    ]  # fmt: skip
    assert told(place.second)[0] == "Tiếp nhận 2 đề nghị khen thưởng"


def test_nobody_is_told_to_confirm_or_to_weigh_the_own_award(place):
    for stage in ("confirming", "sent"):
        place.draft(**{stage: True})

    def told_of_own(person):
        place.resident.account = person
        place.resident.save(update_fields=["account"])
        return told(person)

    assert told_of_own(place.head) == []
    assert told_of_own(place.officer) == []
    assert told(place.head) == ["Xác nhận 1 đề nghị khen thưởng"]


def test_the_secretary_of_one_council_is_not_that_of_another(place):
    kind = UnitKindFactory(code=COUNCIL, name="Hội đồng TĐKT")
    own, other = (
        UnitFactory(parent=ward, kind=kind, quiet=True)
        for ward in (place.ward, WardFactory())
    )
    secretary = place.person(own, Role.SECRETARY)
    MembershipFactory(user=secretary, unit=other, role=Role.MEMBER)
    place.draft(sent=True)
    ProposalFactory(sent=True, authority=other.parent)

    assert told(secretary) == ["Tiếp nhận 1 đề nghị khen thưởng"]


def test_who_is_asked_for_an_opinion_is_told(place):
    police = UnitFactory(quiet=True)
    person = place.person(police, Role.OFFICER)
    asked = OpinionRequestFactory(authority=place.ward, unit=police)

    [item] = proposal_inbox.items(person)
    assert (item.title, item.deadline) == ("Trả lời: hiệp y khen thưởng", asked.due_on)


def test_strangers_and_who_holds_no_role_are_told_nothing(place):
    place.draft(sent=True)
    place.draft(confirming=True)

    assert told(Ward(WardFactory()).officer) == []
    assert told(UserFactory()) == []


@pytest.mark.parametrize("amount", [1, 3])
def test_it_costs_the_same(place, amount, django_assert_num_queries):
    for _ in range(amount):
        proposal = place.draft(appraising=True, status="returned")
        ProposalReturnFactory(proposal=proposal)
        place.draft(confirming=True)
    _ = place.writer.roles, place.head.roles

    with django_assert_num_queries(3):
        assert len(proposal_inbox.items(place.writer)) == amount
    with django_assert_num_queries(4):
        assert len(proposal_inbox.items(place.head)) == amount + 1
