"""Gửi, xác nhận, rút: how proposals leave the unit, and who must not confirm."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from awards.actions import appraising, sending
from awards.models import DossierPaper, Petition, Proposal
from tests.factories import HonoureeFactory, Role
from tests.factories.proposals import (
    DossierRequirementFactory,
    PeerReviewLineFactory,
    ProposalReturnFactory,
    regime,
)
from tests.proposal_scene import Place, a_paper
from tests.test_awards_proposals import lines_of
from units.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    regime()
    return Place()


@pytest.fixture
def alone(place):
    """The group has no head with an account."""
    place.head.is_active = False
    place.head.save(update_fields=["is_active"])
    return place


def send(place, *found, **more):
    ids = [one.pk for one in found]
    return sending.send_proposals(ids, by=place.writer, **more)


def test_what_is_sent_waits_for_the_head_with_one_petition(place):
    first, second = (
        place.draft(),
        place.draft(honouree=HonoureeFactory(unit=place.group)),
    )

    send(place, first, second, reference="05/TTr-TDP", dated=localdate())

    petition = Petition.objects.get()
    assert (petition.reference, petition.unit) == ("05/TTr-TDP", place.group)
    states = Proposal.objects.values_list("status", "petition", "sent_at")
    assert set(states) == {("confirming", petition.pk, None)}
    assert lines_of(first) == ["proposal.confirming"]
    assert not Proposal.objects.visible_to(place.officer).exists()


def test_the_head_confirms_and_it_reaches_the_authority(place):
    proposal = place.draft(confirming=True)

    sending.confirm_proposals({proposal.pk: 0}, by=place.head)

    kept = Proposal.objects.get()
    assert (kept.status, kept.confirmed_by) == ("sent", place.head)
    assert kept.sent_at is not None
    assert set(Proposal.objects.visible_to(place.officer)) == {kept}


def test_who_wrote_or_sent_it_does_not_confirm(place):
    written = place.draft(confirming=True, created_by=place.head, sent_by=place.writer)
    sent = place.draft(confirming=True, sent_by=place.head)

    for proposal in (written, sent):
        with pytest.raises(PermissionDenied):
            sending.confirm_proposals({proposal.pk: 0}, by=place.head)


def test_what_changed_since_the_page_is_not_confirmed_unread(place):
    proposal = place.draft(confirming=True, version=3)

    with pytest.raises(Refused, match="đã đổi từ khi mở trang"):
        sending.confirm_proposals({proposal.pk: 2}, by=place.head)
    assert Proposal.objects.get().status == "confirming"


def test_of_several_all_are_confirmed_or_none(place):
    good, bad = place.draft(confirming=True), place.draft()

    with pytest.raises(Refused):
        sending.confirm_proposals({good.pk: 0, bad.pk: 0}, by=place.head)
    good.refresh_from_db()
    assert good.status == "confirming"


def test_the_head_gives_back_with_a_reason(place):
    proposal = place.draft()
    send(place, proposal, reference="05/TTr")

    with pytest.raises(Refused) as refusal:
        sending.give_back_proposal(proposal.pk, by=place.head, reason=" ")
    assert refusal.value.parts[0][0] == "reason"
    sending.give_back_proposal(proposal.pk, by=place.head, reason="Thiếu số liệu.")

    kept = Proposal.objects.get()
    assert (kept.status, kept.given_back_because) == ("draft", "Thiếu số liệu.")
    assert not Petition.objects.exists()
    assert lines_of(proposal)[-1] == "proposal.given_back"


def test_without_a_head_the_signed_petition_is_asked_for(alone):
    proposal = alone.draft()

    with pytest.raises(Refused) as refusal:
        send(alone, proposal)
    assert refusal.value.parts == (("scan", sending.SCAN_WANTED),)

    send(alone, proposal, looked=a_paper())
    kept = Proposal.objects.get()
    assert kept.status == "sent"
    paper = DossierPaper.objects.get()
    assert (paper.petition, paper.paper) == (kept.petition, "petition")


def test_a_head_who_wrote_it_all_cannot_confirm_so_the_scan_is_asked_for(place):
    proposal = place.draft(created_by=place.head)

    with pytest.raises(Refused, match="bản chụp tờ trình"):
        sending.send_proposals([proposal.pk], by=place.head)


def test_sending_says_all_that_is_missing_each_at_its_field(alone):
    proposal = alone.draft(
        award=None, honouree=None, summary=" ", period_from=None, merit="campaign"
    )

    with pytest.raises(Refused) as refusal:
        send(alone, proposal, looked=a_paper())
    fields = [field for field, _ in refusal.value.parts]
    assert fields == ["offer", "subject", "campaign", "period_from", "summary"]
    assert Proposal.objects.get().status == "draft"


def test_a_mandatory_paper_blocks_and_what_the_system_holds_counts(place):
    DossierRequirementFactory(paper="review", name="Biên bản bình xét")
    DossierRequirementFactory(paper="summary", name="Tóm tắt thành tích")
    DossierRequirementFactory(paper="concurrence", name="Hiệp y")
    proposal = place.draft()

    with pytest.raises(Refused) as refusal:
        send(place, proposal)
    assert [field for field, _ in refusal.value.parts] == ["papers"]
    assert "Biên bản bình xét" in str(refusal.value)

    PeerReviewLineFactory(proposal=proposal)
    send(place, proposal)
    assert Proposal.objects.get().status == "confirming"


def test_a_rule_that_is_over_asks_for_nothing(place):
    DossierRequirementFactory(valid_to=localdate() - timedelta(days=1))
    DossierRequirementFactory(merit="sudden")
    DossierRequirementFactory(subject="household")

    send(place, place.draft())

    assert Proposal.objects.get().status == "confirming"


def test_the_regulation_of_the_authority_goes_before_the_general_one(place):
    DossierRequirementFactory(paper="initiative", name="Chung")
    DossierRequirementFactory(
        paper="initiative", name="Riêng", authority=place.ward, mandatory=False
    )

    send(place, place.draft())

    assert Proposal.objects.get().status == "confirming"


def test_one_petition_is_to_one_authority(place):
    other = place.draft(authority=place.group)

    with pytest.raises(Refused, match="gửi riêng từng cơ quan"):
        send(place, place.draft(), other)


def test_an_award_that_is_not_for_such_a_subject_is_told(place):
    household = HonoureeFactory(unit=place.group, kind="household")
    proposal = place.draft(honouree=household)
    award = proposal.award
    award.subjects = ["person"]
    award.save(update_fields=["subjects"])

    with pytest.raises(Refused) as refusal:
        send(place, proposal)
    [(field, sentence)] = refusal.value.parts
    assert field == "offer"
    assert "đối tượng đang chọn là hộ gia đình" in sentence


def test_from_above_it_needs_no_petition_and_no_head(place):
    proposal = place.draft(unit=place.ward, created_by=place.officer)

    sending.send_proposals([proposal.pk], by=place.officer)

    kept = Proposal.objects.get()
    assert (kept.status, kept.petition) == ("sent", None)
    with pytest.raises(PermissionDenied):
        appraising.receive_proposal(kept.pk, by=place.officer)
    appraising.receive_proposal(kept.pk, by=place.second)
    assert Proposal.objects.get().status == "appraising"


def test_the_unit_withdraws_with_a_reason_until_it_is_ready(place):
    proposal = place.draft(appraising=True)

    with pytest.raises(Refused):
        sending.withdraw_proposal(proposal.pk, by=place.writer)
    sending.withdraw_proposal(proposal.pk, by=place.writer, reason="Ghi nhầm người.")
    kept = Proposal.objects.get()
    assert (kept.status, kept.withdrawn_because) == ("withdrawn", "Ghi nhầm người.")

    ready = place.draft(appraising=True, status="ready")
    with pytest.raises(Refused, match="không rút được"):
        sending.withdraw_proposal(ready.pk, by=place.writer, reason="x")


def test_what_was_returned_comes_back_the_same_way(place):
    proposal = place.draft(appraising=True, status="returned")
    returned = ProposalReturnFactory(proposal=proposal)

    send(place, proposal)
    kept = Proposal.objects.get()
    assert kept.status == "confirming"
    # The authority goes on seeing what it had.
    assert set(Proposal.objects.visible_to(place.officer)) == {kept}
    sending.give_back_proposal(kept.pk, by=place.head, reason="Chưa rõ.")
    assert Proposal.objects.get().status == "returned"

    send(place, proposal)
    version = Proposal.objects.get().version
    sending.confirm_proposals({proposal.pk: version}, by=place.head)
    returned.refresh_from_db()
    assert returned.answered_by == place.head
    received = appraising.receive_proposal(proposal.pk, by=place.officer)
    assert received.received_on == proposal.received_on


def test_a_clerk_of_the_unit_does_not_send(place):
    clerk = place.person(place.group, Role.CLERK)

    with pytest.raises(PermissionDenied):
        sending.send_proposals([place.draft().pk], by=clerk)
