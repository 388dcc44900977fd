"""Ban hành trong lúc có việc khác: nobody's honour stays with a record that is no more."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils.timezone import localdate

from awards import actions as awards
from awards.models import Honour
from tests.deciding import Deciding, passed
from tests.factories import HonoureeFactory, MembershipFactory, Role
from tests.windows import wait_until_blocked
from units.actions import doubles, merge_honourees

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_an_honour_goes_to_the_record_that_a_merge_keeps_meanwhile(monkeypatch):
    deciding = Deciding()
    place = deciding.place
    keeper = MembershipFactory(unit=place.unit, role=Role.ADMINISTRATOR).user
    proposal = passed(place)
    kept = HonoureeFactory(unit=proposal.unit)
    decision = deciding.submitted(proposal)
    awards.approve_decision(decision.pk, by=place.leader)
    awards.record_decision_signature(decision.pk, by=place.leader)
    carry = doubles._carry

    def issue():
        try:
            awards.record_decision_issue(
                decision.pk, by=place.leader, number=1, issued_on=localdate(), code="A"
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:

        def carry_later(*facts):
            begun.append(pool.submit(issue))
            wait_until_blocked()
            carry(*facts)

        begun = []
        monkeypatch.setattr(doubles, "_carry", carry_later)
        merge_honourees(kept.pk, proposal.honouree_id, by=keeper)
        begun[0].result()

    assert list(Honour.objects.values_list("honouree", flat=True)) == [kept.pk]
