"""Ở cơ quan xét: received under the law of a day, returned by parts, found fit or unfit."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from awards.actions import appraising, opinions, proposing
from awards.models import OpinionRequest, Proposal, ProposalReturn, Regime
from tests.factories import Role, UnitFactory, UnitKindFactory, Ward
from tests.factories.proposals import (
    DossierRequirementFactory,
    OpinionItemFactory,
    ProposalReturnFactory,
    WardFactory,
    regime,
)
from tests.proposal_scene import Place, a_paper
from tests.rule_books import cleared
from tests.test_awards_proposals import lines_of
from units.errors import Refused
from units.models.tree import COUNCIL

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def place():
    regime()
    return Place()


def test_it_is_received_under_the_law_of_that_day(place):
    cleared(Regime)
    old = Regime.objects.create(
        code="cu", name="Luật cũ", valid_from=date(2020, 1, 1),
        valid_to=localdate() - DAY, basis="x", certainty="read",
    )  # fmt: skip
    new = Regime.objects.create(
        code="moi", name="Luật mới", valid_from=localdate(), basis="x", certainty="read"
    )
    today, before = place.draft(sent=True), place.draft(sent=True)

    appraising.receive_proposal(today.pk, by=place.officer)
    with pytest.raises(Refused) as refusal:
        appraising.receive_proposal(before.pk, by=place.officer, day=localdate() - DAY)
    assert refusal.value.parts[0][0] == "why"
    appraising.receive_proposal(
        before.pk,
        by=place.officer,
        day=localdate() - DAY,
        why="Hồ sơ giấy đến hôm qua.",
    )

    today.refresh_from_db()
    before.refresh_from_db()
    assert (today.received_on, today.regime, today.received_why) == (
        localdate(), new, "",
    )  # fmt: skip
    assert (before.received_on, before.regime) == (localdate() - DAY, old)
    assert before.received_why == "Hồ sơ giấy đến hôm qua."


def test_not_after_today_and_not_without_a_law(place):
    proposal = place.draft(sent=True)

    with pytest.raises(Refused, match="không được sau hôm nay"):
        appraising.receive_proposal(
            proposal.pk, by=place.officer, day=localdate() + DAY
        )
    cleared(Regime)
    with pytest.raises(Refused, match="không có chế độ pháp luật"):
        appraising.receive_proposal(proposal.pk, by=place.officer)


def test_who_wrote_sent_or_confirmed_it_does_not_appraise(place):
    for own in ("created_by", "sent_by"):
        proposal = place.draft(sent=True, **{own: place.officer})
        with pytest.raises(PermissionDenied):
            appraising.receive_proposal(proposal.pk, by=place.officer)
    confirmed = place.draft(sent=True, confirmed_by=place.officer, confirmed_at=now())
    with pytest.raises(PermissionDenied):
        appraising.receive_proposal(confirmed.pk, by=place.officer)


def test_the_secretary_of_the_council_appraises_another_ward_does_not(place):
    kind = UnitKindFactory(code=COUNCIL, name="Hội đồng TĐKT")
    council = UnitFactory(parent=place.ward, kind=kind, quiet=True)
    secretary = place.person(council, Role.SECRETARY)
    proposal = place.draft(sent=True)

    assert set(Proposal.objects.visible_to(secretary)) == {proposal}
    appraising.receive_proposal(proposal.pk, by=secretary)
    for stranger in (Ward(WardFactory()).officer, Ward(place.ward).clerk):
        with pytest.raises(PermissionDenied):
            appraising.mark_unfit(proposal.pk, by=stranger, reason="x")


def test_it_is_returned_for_named_parts_and_only_these_are_open(place):
    proposal = place.draft(appraising=True)

    appraising.return_proposal(
        proposal.pk, by=place.officer, parts=["summary", "papers"], reason="Ghi rõ số."
    )

    returned = ProposalReturn.objects.get()
    assert (returned.parts, returned.reason) == (["summary", "papers"], "Ghi rõ số.")
    proposing.save_proposal(proposal.pk, by=place.writer, summary="Hiến 64 m².")
    with pytest.raises(Refused) as refusal:
        proposing.save_proposal(proposal.pk, by=place.writer, report="Khác.")
    assert refusal.value.parts[0][0] == "report"
    assert "không mở phần “Báo cáo thành tích”" in str(refusal.value)
    kept = Proposal.objects.get()
    assert (kept.status, kept.summary, kept.report) == ("returned", "Hiến 64 m².", "")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"parts": [], "reason": "x"}, "parts"),
        ({"parts": ["summary"], "reason": " "}, "reason"),
        (
            {"parts": ["summary"], "reason": "x", "due_on": date(2020, 1, 1)},
            "due_on",
        ),
    ],
)
def test_a_return_says_what_and_why(place, given, field):
    proposal = place.draft(appraising=True)

    with pytest.raises(Refused) as refusal:
        appraising.return_proposal(proposal.pk, by=place.officer, **given)
    assert refusal.value.parts[0][0] == field
    assert Proposal.objects.get().status == "appraising"


def test_the_database_holds_one_open_return(place):
    proposal = place.draft(appraising=True, status="returned")
    ProposalReturnFactory(proposal=proposal)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalReturnFactory(proposal=proposal)


def test_it_is_found_fit_once_and_undone(place):
    unsigned = place.draft(appraising=True, confirmed_by=None, confirmed_at=None)
    with pytest.raises(Refused, match="Tờ trình"):
        appraising.mark_ready(unsigned.pk, by=place.officer)

    proposal = place.draft(appraising=True)
    appraising.mark_ready(proposal.pk, by=place.officer)
    with pytest.raises(Refused, match="đã kết luận đủ điều kiện trình lúc"):
        appraising.mark_ready(proposal.pk, by=place.second)
    kept = Proposal.objects.get(pk=proposal.pk)
    assert (kept.status, kept.appraised_by) == ("ready", place.officer)

    appraising.undo_appraisal(proposal.pk, by=place.second)
    kept.refresh_from_db()
    assert (kept.status, kept.appraised_by) == ("appraising", None)
    assert lines_of(proposal) == ["proposal.ready", "proposal.appraisal_undone"]


def test_unfit_has_its_reason_which_the_unit_reads(place):
    proposal = place.draft(appraising=True)

    with pytest.raises(Refused) as refusal:
        appraising.mark_unfit(proposal.pk, by=place.officer, reason="")
    assert refusal.value.parts[0][0] == "reason"
    appraising.mark_unfit(proposal.pk, by=place.officer, reason="Đã khen năm 2025.")

    assert Proposal.objects.get().conclusion == "Đã khen năm 2025."


def test_nothing_is_ready_while_an_opinion_is_waited_for(place):
    proposal = place.draft(appraising=True)
    asked = OpinionItemFactory(proposal=proposal).request

    with pytest.raises(Refused, match="Còn chờ ý kiến: Công an phường Mẫu"):
        appraising.mark_ready(proposal.pk, by=place.officer)
    # Overdue, and silence says nothing.
    OpinionRequest.objects.update(due_on=localdate() - DAY)
    with pytest.raises(Refused, match="Còn chờ ý kiến"):
        appraising.mark_ready(proposal.pk, by=place.officer)
    OpinionRequest.objects.update(silence_agrees=True)
    appraising.mark_ready(proposal.pk, by=place.officer)

    assert Proposal.objects.get().status == "ready"
    assert asked.answered_on is None


def test_a_concurrence_that_the_law_asks_for_blocks_until_it_is_there(place):
    DossierRequirementFactory(paper="concurrence", name="Ý kiến hiệp y của Công an")
    proposal = place.draft(appraising=True)

    with pytest.raises(Refused, match="Ý kiến hiệp y của Công an"):
        appraising.mark_ready(proposal.pk, by=place.officer)
    asked = opinions.ask_opinion(
        place.ward.pk, by=place.officer, proposal_ids=[proposal.pk],
        purpose="concurrence", question="Có vi phạm không?", body="Công an phường",
        due_on=localdate() + DAY,
    )  # fmt: skip
    opinions.record_opinion(
        asked.pk, by=place.second, answer="agrees", answered_on=localdate(),
        looked=a_paper("Trả lời"),
    )  # fmt: skip
    appraising.mark_ready(proposal.pk, by=place.officer)

    assert Proposal.objects.get().status == "ready"


def test_who_is_asked_reads_the_words_of_that_day_and_no_dossier(place):
    proposal = place.draft(appraising=True)
    police = UnitFactory(quiet=True, short_name="Công an phường")
    person = place.person(police, Role.OFFICER)
    asked = opinions.ask_opinion(
        place.ward.pk, by=place.officer, proposal_ids=[proposal.pk],
        purpose="opinion", question="Ý kiến?", unit_id=police.pk,
        due_on=localdate() + DAY,
    )  # fmt: skip
    Proposal.objects.update(summary="Khác.")

    assert set(OpinionRequest.objects.visible_to(person)) == {asked}
    assert asked.items.get().summary == "Vận động 42 hộ hiến 64 m² đất mở rộng ngõ."
    assert not Proposal.objects.visible_to(person).exists()
    assert not OpinionRequest.objects.visible_to(place.writer).exists()
    with pytest.raises(PermissionDenied):
        opinions.answer_opinion(asked.pk, by=place.officer, answer="agrees")
    with pytest.raises(Refused) as refusal:
        opinions.answer_opinion(asked.pk, by=person, answer="objects")
    assert refusal.value.parts[0][0] == "text"
    opinions.answer_opinion(asked.pk, by=person, answer="agrees")
    with pytest.raises(Refused, match="đã ghi trả lời"):
        opinions.answer_opinion(asked.pk, by=person, answer="agrees")


def test_nobody_asks_answers_or_records_about_the_own_award(place):
    proposal = place.draft(appraising=True)
    police = UnitFactory(quiet=True, short_name="Công an phường")
    person = place.person(police, Role.OFFICER)
    question = {
        "proposal_ids": [proposal.pk], "purpose": "opinion", "question": "Ý kiến?",
        "unit_id": police.pk, "due_on": localdate() + DAY,
    }  # fmt: skip

    def is_for(account):
        proposal.honouree.account = account
        proposal.honouree.save()

    is_for(place.officer)
    with pytest.raises(Refused, match="cho chính anh/chị"):
        opinions.ask_opinion(place.ward.pk, by=place.officer, **question)
    asked = opinions.ask_opinion(place.ward.pk, by=place.second, **question)
    for work in (
        lambda: opinions.record_opinion(
            asked.pk, by=place.officer, answer="agrees", answered_on=localdate()
        ),
        lambda: opinions.add_opinion_paper(
            asked.pk, by=place.officer, looked=a_paper("Trả lời")
        ),
        lambda: opinions.drop_opinion(asked.pk, by=place.officer, reason="Thôi."),
    ):
        with pytest.raises(Refused, match="cho chính anh/chị"):
            work()
    is_for(person)
    with pytest.raises(Refused, match="cho chính anh/chị"):
        opinions.answer_opinion(asked.pk, by=person, answer="agrees")

    is_for(None)
    opinions.answer_opinion(asked.pk, by=person, answer="agrees")
    assert OpinionRequest.objects.get().answer == "agrees"


def test_a_note_says_when_somebody_else_wrote_meanwhile(place):
    proposal = place.draft(appraising=True)
    appraising.note_appraisal(proposal.pk, by=place.officer, text="Một.", seen="")

    with pytest.raises(Refused, match=r"người khác đã ghi: “Một\.”"):
        appraising.note_appraisal(proposal.pk, by=place.second, text="Hai.", seen="")
    appraising.note_appraisal(
        proposal.pk, by=place.second, text="Một. Hai.", seen="Một."
    )
    assert Proposal.objects.get().appraisal == "Một. Hai."


@pytest.mark.parametrize("status", ["draft", "confirming", "returned", "withdrawn"])
def test_what_is_not_there_is_not_received(place, status):
    more = {"withdrawn_because": "x"} if status == "withdrawn" else {}
    proposal = place.draft(status=status, **more)

    with pytest.raises(Refused, match="không tiếp nhận được"):
        appraising.receive_proposal(proposal.pk, by=place.officer)
