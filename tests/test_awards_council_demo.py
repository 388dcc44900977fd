"""Phiên họp trình diễn: it can be held by the accounts that visitors have."""

import pytest
from django.urls import reverse

from awards import actions
from awards.models import AgendaItem, CouncilSession, Publicity, PublicityRule
from reports import signers
from reports.demo import councils, decided, settling
from reports.demo.provinces import NGUYEN_TRAI
from units.models import Unit, User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demonstration(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.PKI_DIR = tmp_path / "pki"


def test_the_decision_of_the_demonstration_names_units_and_a_person(demonstration):
    settling.settle()
    councils.sit()
    ward = Unit.objects.get(code=NGUYEN_TRAI)

    session = decided._held(ward)
    actions.close_session(session.pk, by=User.objects.get(username="thuky"))
    made = decided._drafted(ward, decided._passed(session))

    assert made.status == "submitted"
    named = made.lines.order_by("position").values_list("subject", "subject_name")
    assert sorted(named)[-1] == ("person", "Tống Gia Khiêm")
    assert [subject for subject, _ in sorted(named)] == ["collective"] * 2 + ["person"]


def test_citizens_read_the_nominees_of_the_demonstration(client, demonstration):
    settling.settle()
    councils.sit()
    ward = Unit.objects.get(code=NGUYEN_TRAI)
    decided.publish(ward)
    decided.publish(ward)

    assert PublicityRule.objects.get().certainty == "check"
    assert Publicity.objects.get().rows.count() == 4
    told = client.get(f"/cong-khai/{ward.code}/").content.decode()
    assert "Mai T. Ánh" in told
    assert "Mai Thị Ánh" not in told


def test_the_session_of_the_demonstration_can_be_held(client, demonstration):
    settling.settle()
    councils.sit()
    councils.sit()
    session = CouncilSession.objects.get()
    assert (session.status, session.attendances.count()) == ("invited", 7)
    secretary, member, chair = (
        User.objects.get(username=name) for name in ("thuky", "uyvien", "lanhdao")
    )
    for row in session.attendances.all():
        actions.mark_attendance(session.pk, row.pk, by=secretary, presence="present")
    actions.open_session(session.pk, by=secretary)
    items = list(AgendaItem.objects.of_session(session).weighed())
    assert len(items) == 4
    rounds = actions.open_rounds(
        session.pk, by=secretary, item_ids=[one.pk for one in items]
    )
    for user in (member, chair):
        client.force_login(user)
        answer = client.post(
            reverse("awards:ballot", args=[session.pk]),
            {f"phieu-{one.pk}": "agree" for one in rounds},
        )
        assert answer.status_code == 200
    for row in session.attendances.filter(seat__account=None):
        actions.give_paper(
            session.pk, row.seat_id, by=secretary, round_ids=[one.pk for one in rounds]
        )
    for round_ in rounds:
        for user in (secretary, member):
            actions.count_paper(round_.pk, by=user, agreed=3, against=1, blank=0)
        closed = actions.close_round(round_.pk, by=secretary)
        assert (closed.agreed, closed.members, closed.passed) == (5, 6, True)
    actions.conclude_passed(session.pk, by=secretary)
    actions.finish_session(session.pk, by=secretary)
    # Both have a key: the minutes can be signed as they are in the session that was held.
    session.refresh_from_db()
    assert signers.why_no_signer(session) == signers.without_certificate(session) == ""
