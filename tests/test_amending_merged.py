"""Sửa đổi of an authority that is merged into another before the paper is issued."""

import pytest
from django.urls import reverse

from campaigns import actions
from campaigns.models import Plan
from campaigns.queries import content_of
from campaigns.readiness import gaps
from reports.actions import approve_and_sign
from tests.amended import NEW, REASON, amending, issued
from tests.drawn import drawn
from tests.test_reform_handover import Place, reread
from units.errors import Refused

pytestmark = pytest.mark.django_db
SENTENCE = (
    "UBND phường Đông đã kết thúc nên văn bản {what} Kế hoạch số 32/KH-UBND không ban hành được "
    "nữa: lập kế hoạch mới của UBND phường Tây từ bản này"
)
AMENDS = SENTENCE.format(what="sửa đổi, bổ sung")


@pytest.fixture
def here():
    return Place()


def send(here, draft):
    actions.submit_plan(draft.pk, by=here.old.officer)
    drawn(reread(draft))


def approve(here, draft):
    send(here, draft)
    approve_and_sign(draft.pk, by=here.old.leader)


@pytest.mark.parametrize("sent", [None, send, approve])
def test_it_is_issued_by_nobody_and_one_sentence_says_so(here, sent):
    plan = issued(here.old)
    draft = amending(here.old, plan)
    if sent:
        sent(here, draft)

    here.merge()

    draft = reread(draft)
    assert (draft.is_open, draft.issuer) == (True, here.new.unit)
    assert reread(plan).issuer == here.old.unit
    assert [gap.text for gap in gaps(draft, content_of(draft))] == [AMENDS]
    with pytest.raises(Refused) as refusal:
        actions.submit_plan(draft.pk, by=here.new.officer)
    assert str(refusal.value) == f"Chưa trình được: {AMENDS}."


@pytest.mark.parametrize(
    ("what", "words"),
    [("replacement", "thay thế"), ("correction", "đính chính"), ("recall", "thu hồi")],
)
def test_whatever_it_does_to_the_plan(here, what, words):
    begin = getattr(actions, f"begin_{what}")
    draft = begin(issued(here.old).pk, by=here.old.officer, reason=REASON)

    here.merge()

    draft = reread(draft)
    found = [gap.text for gap in gaps(draft, content_of(draft))]
    assert found == [SENTENCE.format(what=words)]


def test_the_heir_goes_on_with_a_plan_of_its_own(here, client):
    draft = amending(here.old, issued(here.old))
    here.merge()
    client.force_login(here.new.officer)
    way = reverse("campaigns:plan-carry-on", args=[draft.pk])

    page = client.get(reverse("campaigns:plan-check", args=[draft.pk]))
    assert f'<a href="{way}">Lập kế hoạch mới<' in page.content.decode()
    assert client.get(way).status_code == 200
    made = actions.carry_on(
        draft.pk, by=here.new.officer, host_id=here.new.unit.pk, years=0
    )

    assert (made.issuer, made.lines.filter(text=NEW).count()) == (here.new.unit, 1)
    assert AMENDS not in [gap.text for gap in gaps(made, content_of(made))]
    actions.discard_draft(draft.pk, by=here.new.officer)
    assert not Plan.objects.filter(pk=draft.pk).exists()
