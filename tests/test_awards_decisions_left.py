"""Cơ quan kết thúc: its decisions without a number are dropped, the heir decides anew."""

import pytest
from django.urls import reverse

from awards import actions as awards
from awards.models import Decision, Proposal
from reports import actions
from reports.models import Document
from tests.deciding import Deciding, passed
from tests.factories.decisions import DecisionFactory
from tests.factories.papers import DocumentFactory
from tests.paper_files import words
from tests.test_reform_handover import Place, fresh
from units import estates
from units.errors import Refused
from units.models import AuditEntry, Handover
from units.rehearsal import rehearse

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return Place()


@pytest.fixture
def deciding(here):
    return Deciding(here.old)


@pytest.mark.parametrize("state", ["draft", "submitted", "signing"])
def test_it_is_dropped_and_its_proposals_wait_for_the_heir(here, deciding, state):
    one = passed(here.old)
    made = deciding.draft(one) if state == "draft" else deciding.submitted(one)
    if state == "signing":
        actions.sign_decision(made.pk, by=here.old.leader)

    here.merge()

    made.refresh_from_db()
    assert (made.status, made.lines.count()) == ("dropped", 0)
    assert not Document.objects.exclude(status="dropped").exists()
    told = AuditEntry.objects.get(action="decision.ended")
    assert (told.subject_id, told.actor) == (made.pk, here.administrator)
    officer = fresh(here.new.officer)
    again = awards.draft_decision(here.new.unit.pk, by=officer, proposals=[one.pk])
    assert again.lines.get().proposal == one
    assert here.new.unit.name in again.articles


def test_what_was_passed_and_stands_in_none_goes_too(here):
    one = passed(here.old)

    here.merge()

    assert list(Proposal.objects.to_decide(here.new.unit)) == [one]
    told = AuditEntry.objects.get(action="proposal.amended")
    assert told.detail == {
        "before": {"authority": here.old.unit.pk},
        "after": {"authority": here.new.unit.pk},
    }


def test_what_has_its_number_stays_and_is_sealed(here, deciding):
    made = DecisionFactory(
        authority=here.old.unit, submitted=True, status="signed", signer=deciding.signer
    )
    document = DocumentFactory(
        plan=None, decision=made, kind="decision", issuer=here.old.unit, numbered=True,
        title=made.title, symbol="QĐ-UBND", place="Mẫu", signer=deciding.signer,
    )  # fmt: skip

    here.merge()

    made.refresh_from_db()
    document.refresh_from_db()
    assert (made.status, document.status) == ("signed", "numbered")


def test_one_approved_in_that_very_moment_is_tried_again(here, deciding):
    made = DecisionFactory(
        authority=here.old.unit, submitted=True, status="approved",
        signer=deciding.signer,
    )  # fmt: skip

    with pytest.raises(Refused, match="vừa được duyệt trong lúc này"):
        here.merge()
    assert Decision.objects.get(pk=made.pk).status == "approved"


def test_the_preview_tells_of_it_and_once_more_changes_nothing(here, deciding):
    made = deciding.draft()
    passed(here.old)

    found = rehearse(here.merge, by=here.administrator)

    way = "UBND phường Đông → UBND phường Tây: "
    assert [one for one in found.works if one.startswith(way)] == [
        f"{way}{made} (đang soạn): bỏ; các đề nghị trong quyết định chờ quyết định của đơn vị "
        "tiếp nhận",
        f"{way}1 đề nghị khen thưởng đã thông qua (chờ quyết định): chuyển đơn vị tiếp nhận lập "
        "quyết định khen thưởng",
    ]
    here.merge()
    lines = AuditEntry.objects.count()
    awards.leave_decisions(Handover.objects.get(unit=here.old.unit))
    assert (AuditEntry.objects.count(), estates.carry_out()) == (lines, 0)


def test_the_page_of_its_dropped_paper_says_so(client, here, deciding):
    sent = deciding.submitted()
    document = actions.sign_decision(sent.pk, by=here.old.leader)
    here.merge()
    client.force_login(fresh(here.new.clerk))

    page = words(client.get(reverse("reports:document", args=[document.pk])))

    assert "Văn bản này và quyết định đã bỏ khi cơ quan kết thúc" in page
