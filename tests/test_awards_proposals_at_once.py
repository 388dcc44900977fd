"""Hai người cùng lúc: one of them does it, the other is told; nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from awards.actions import appraising, proposing, sending
from awards.actions.proposing import NO_SUBJECT
from awards.models import Petition, Proposal, ProposalReturn
from tests.factories import HonoureeFactory, Role
from tests.factories.proposals import regime
from tests.proposal_scene import Place
from tests.windows import wait_until_blocked
from units.actions import doubles, merge_honourees
from units.errors import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def place():
    regime()
    return Place()


def both(*acts):
    """What came of each act, begun in the same moment."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(10)
            act()
        except Refused as refusal:
            return str(refusal)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_two_officers_receive_one_proposal(place):
    proposal = place.draft(sent=True)

    told = both(
        lambda: appraising.receive_proposal(proposal.pk, by=place.officer),
        lambda: appraising.receive_proposal(proposal.pk, by=place.second),
    )

    assert told == ["done", "Đề nghị đã được tiếp nhận, đang thẩm định."] or told == [
        "Đề nghị đã được tiếp nhận, đang thẩm định.", "done",
    ]  # fmt: skip


def test_one_finds_it_fit_while_the_other_returns_it(place):
    proposal = place.draft(appraising=True)

    told = both(
        lambda: appraising.mark_ready(proposal.pk, by=place.officer),
        lambda: appraising.return_proposal(
            proposal.pk, by=place.second, parts=["summary"], reason="Ghi rõ."
        ),
    )

    assert told.count("done") == 1
    kept = Proposal.objects.get()
    is_returned = ProposalReturn.objects.exists()
    assert kept.status == ("returned" if is_returned else "ready")


def test_the_unit_withdraws_while_it_is_found_fit(place):
    proposal = place.draft(appraising=True)

    told = both(
        lambda: appraising.mark_ready(proposal.pk, by=place.officer),
        lambda: sending.withdraw_proposal(
            proposal.pk, by=place.writer, reason="Ghi nhầm."
        ),
    )

    assert told.count("done") == 1
    assert Proposal.objects.get().status in ("ready", "withdrawn")


def test_two_presses_of_send_make_one_petition(place):
    proposal = place.draft()

    told = both(*[lambda: sending.send_proposals([proposal.pk], by=place.writer)] * 2)

    assert told.count("done") == 1
    assert Petition.objects.count() == 1


def test_two_presses_enter_a_list_once(place):
    def enter():
        proposing.begin_proposals(
            place.group.pk, by=place.writer, token="t", rows=[{}, {}]
        )

    assert both(enter, enter) == ["done", "done"]
    assert Proposal.objects.count() == 2


def test_the_head_confirms_while_the_writer_takes_it_back(place):
    proposal = place.draft(confirming=True)

    told = both(
        lambda: sending.confirm_proposals({proposal.pk: 0}, by=place.head),
        lambda: sending.withdraw_proposal(proposal.pk, by=place.writer),
    )

    # Taken back first, it is not confirmed; confirmed first, it asks for a reason.
    assert told.count("done") == 1
    assert Proposal.objects.get().status in ("sent", "draft")


@pytest.fixture
def merging(place, monkeypatch):
    """What comes of an act on two records of one, begun while they are merged: of ``kept, other``.

    The merge goes on once the act waits for it, before it looks for what points to the other.
    """
    keeper = place.person(place.ward, Role.ADMINISTRATOR)
    kept = HonoureeFactory(unit=place.group, name="Bà Trần Thị Hoa")
    carry = doubles._carry

    def run(act):
        told = []

        def carry_later(*facts):
            told.append(pool.submit(finish))
            wait_until_blocked()
            carry(*facts)

        def finish():
            try:
                act(kept, place.resident)
            except Refused as refusal:
                return str(refusal)
            else:
                return "done"
            finally:
                connection.close()

        monkeypatch.setattr(doubles, "_carry", carry_later)
        with ThreadPoolExecutor(1) as pool:
            merge_honourees(kept.pk, place.resident.pk, by=keeper)
        return told[0].result()

    return run


def begin_one(place, key):
    proposing.begin_proposal(place.group.pk, by=place.writer, subject=key)


def begin_list(place, key):
    proposing.begin_proposals(
        place.group.pk, by=place.writer, token="t", rows=[{}, {"subject": key}]
    )


def name_in_a_draft(place, key):
    nobody = place.draft(honouree=None)
    proposing.save_proposal(nobody.pk, by=place.writer, subject=key)


@pytest.mark.parametrize("write", [begin_one, begin_list, name_in_a_draft])
def test_nobody_is_proposed_whose_record_is_merged_meanwhile(place, merging, write):
    told = merging(lambda kept, other: write(place, f"h{other.pk}"))

    assert told == NO_SUBJECT
    assert not Proposal.objects.exclude(honouree=None).exists()


def test_a_draft_of_one_record_names_the_other_while_they_are_merged(place, merging):
    """Neither waits for the other for ever: both lock the record before the proposal."""
    proposal = place.draft()

    def save(kept, other):
        assert proposal.honouree == other
        proposing.save_proposal(proposal.pk, by=place.writer, subject=f"h{kept.pk}")
        assert Proposal.objects.get().honouree == kept

    assert merging(save) == "done"
