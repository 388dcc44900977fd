"""Lập đề nghị khen thưởng: written, saved, offered, dropped; by whom, and what the book says."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from awards import offers
from awards.actions import proposing
from awards.models import Proposal
from tests.factories import HonoureeFactory, Role, UnitFactory, Ward
from tests.factories.proposals import WardFactory, ward_award
from tests.proposal_scene import Place
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place()


def lines_of(proposal):
    rows = AuditEntry.objects.filter(subject="awards.Proposal", subject_id=proposal.pk)
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_a_unit_proposes_to_the_nearest_that_may_confer(place):
    found = offers.offers_to(place.group, localdate())

    assert {one.authority for one in found} == {place.ward}
    assert "giay-khen-xa" in {one.award.code for one in found}


def test_an_authority_proposes_to_itself_and_to_the_one_above(place):
    province = UnitFactory(kind__code="ubnd-tinh", kind__name="UBND tỉnh")
    ward = WardFactory(parent=province)

    found = [one.authority for one in offers.offers_to(ward, localdate())]

    assert set(found) == {ward, province}


def test_what_the_plan_names_comes_first(place):
    assert offers._is_named(
        "Giấy khen của Chủ tịch UBND cấp xã", ["giay khen cua chu tich"]
    )
    assert not offers._is_named("Lao động tiên tiến", ["giay khen cua chu tich"])
    assert offers._is_named("Lao động tiên tiến", ["danh hieu lao dong tien tien nam"])


def test_a_draft_may_say_nothing_and_is_saved_piece_by_piece(place):
    proposal = proposing.begin_proposal(place.group.pk, by=place.writer)
    proposing.save_proposal(proposal.pk, by=place.writer, summary="Hiến đất.")
    proposing.save_proposal(
        proposal.pk, by=place.writer, offer=place.offer, subject=f"h{place.resident.pk}"
    )

    kept = Proposal.objects.get()
    assert (kept.status, kept.authority, kept.award) == (
        "draft",
        place.ward,
        ward_award(),
    )
    assert (kept.subject_name, kept.summary) == ("Bà Trần Thị Hoa", "Hiến đất.")
    assert kept.subject_title == place.group.name
    assert kept.version == 2
    assert lines_of(kept) == ["proposal.added", "proposal.amended", "proposal.amended"]


def test_the_book_holds_nothing_of_who_is_honoured(place):
    proposal = proposing.begin_proposal(
        place.group.pk, by=place.writer, subject=f"h{place.resident.pk}",
        summary="Bà Hoa hiến đất.",
    )  # fmt: skip
    proposing.save_proposal(proposal.pk, by=place.writer, summary="Bà Hoa hiến 64 m².")

    for line in AuditEntry.objects.filter(subject="awards.Proposal"):
        assert "Hoa" not in f"{line.about} {line.detail}"


def test_the_name_in_the_papers_follows_while_it_is_written(place):
    proposal = place.draft()
    place.resident.name = "Bà Trần Thị Hoa (Hòa)"
    place.resident.save(update_fields=["name"])

    proposing.save_proposal(proposal.pk, by=place.writer, summary="Khác.")

    assert Proposal.objects.get().subject_name == "Bà Trần Thị Hoa (Hòa)"


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEMBER, Role.ADMINISTRATOR])
def test_others_of_the_unit_do_not_write(place, role):
    other = place.person(place.group, role)

    with pytest.raises(PermissionDenied):
        proposing.begin_proposal(place.group.pk, by=other)


def test_another_ward_neither_writes_nor_sees(place):
    stranger = Ward(WardFactory()).officer
    proposal = place.draft(sent=True)

    with pytest.raises(PermissionDenied):
        proposing.save_proposal(proposal.pk, by=stranger, summary="x")
    assert not Proposal.objects.visible_to(stranger).exists()


def test_the_authority_sees_it_once_it_was_sent(place):
    draft, confirming = place.draft(), place.draft(confirming=True)
    sent = place.draft(sent=True)
    mended = place.draft(confirming=True, sent_at=sent.sent_at)

    seen = set(Proposal.objects.visible_to(place.officer))
    assert seen == {sent, mended}
    own = set(Proposal.objects.visible_to(place.writer))
    assert own == {draft, confirming, sent, mended}


def test_somebody_of_another_branch_cannot_be_proposed(place):
    elsewhere = HonoureeFactory()
    proposal = place.draft()

    with pytest.raises(Refused) as refusal:
        proposing.save_proposal(
            proposal.pk, by=place.writer, subject=f"h{elsewhere.pk}"
        )
    assert refusal.value.parts == (("subject", proposing.NO_SUBJECT),)


def test_an_award_of_nobody_above_is_refused(place):
    other = WardFactory()
    proposal = place.draft()

    with pytest.raises(Refused, match="nay không đề nghị được"):
        proposing.save_proposal(
            proposal.pk, by=place.writer, offer=f"{other.pk}-{ward_award().pk}"
        )


def test_two_who_save_do_not_overwrite_each_other(place):
    proposal = place.draft()
    proposing.save_proposal(proposal.pk, by=place.writer, version=0, summary="Một.")

    with pytest.raises(Refused) as refusal:
        proposing.save_proposal(proposal.pk, by=place.head, version=0, summary="Hai.")
    assert str(refusal.value) == proposing.STALE
    assert Proposal.objects.get().summary == "Một."


def test_the_period_stands_in_order(place):
    proposal = place.draft()

    with pytest.raises(Refused) as refusal:
        proposing.save_proposal(
            proposal.pk, by=place.writer, period_from=date(2026, 5, 1),
            period_to=date(2026, 4, 1),
        )  # fmt: skip
    assert refusal.value.parts[0][0] == "period_to"


def test_a_list_sent_twice_is_entered_once(place):
    rows = [{"summary": "Một."}, {"summary": "Hai."}]

    first = proposing.begin_proposals(
        place.group.pk, by=place.writer, token="t1", rows=rows
    )
    again = proposing.begin_proposals(
        place.group.pk, by=place.writer, token="t1", rows=rows
    )

    assert [one.pk for one in again] == [one.pk for one in first]
    assert Proposal.objects.count() == 2


def test_a_list_is_entered_whole_or_not_at_all(place):
    rows = [{"summary": "Một."}, {"subject": "h999999"}]

    with pytest.raises(Refused):
        proposing.begin_proposals(
            place.group.pk, by=place.writer, token="t2", rows=rows
        )
    assert not Proposal.objects.exists()


def test_the_database_holds_a_row_of_a_list_once(place):
    place.draft(batch="t", batch_row=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        place.draft(batch="t", batch_row=1)


def test_what_was_sent_is_not_dropped(place):
    sent, draft = place.draft(sent=True), place.draft()

    with pytest.raises(Refused):
        proposing.drop_proposal(sent.pk, by=place.writer)
    proposing.drop_proposal(draft.pk, by=place.writer)

    assert set(Proposal.objects.all()) == {sent}


def test_what_was_withdrawn_begins_anew(place):
    proposal = place.draft(
        sent=True, status="withdrawn", withdrawn_because="Ghi nhầm người."
    )

    proposing.reopen_proposal(proposal.pk, by=place.writer)

    kept = Proposal.objects.get()
    assert (kept.status, kept.sent_at, kept.sent_by) == ("draft", None, None)
    assert not Proposal.objects.visible_to(place.officer).exists()


@pytest.mark.parametrize(("amount", "queries"), [(1, 25), (3, 51)])
def test_the_catalogue_is_read_once_for_a_list(
    place, amount, queries, django_assert_num_queries
):
    rows = [
        {"offer": place.offer, "subject": f"h{place.resident.pk}", "summary": f"{n}."}
        for n in range(amount)
    ]
    _ = place.writer.roles

    with django_assert_num_queries(queries):
        proposing.begin_proposals(place.group.pk, by=place.writer, token="t", rows=rows)
