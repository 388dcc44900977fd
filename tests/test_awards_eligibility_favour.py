"""Quy định mới có lợi hơn: the turn of 1 October 2026, condition by condition."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.eligibility.favour import better_of
from awards.eligibility.verdicts import Outcome, Verdict
from awards.eligibility.weighing import weigh
from awards.models import EligibilityRule, Regime
from awards.rulings import regime_on
from tests.award_law import NOW, award, confer, lay_law, propose, rule
from tests.factories import HonoureeFactory, UnitFactory
from tests.rule_books import cleared, unlocked
from units.models import UnitKind

MET, COUNCIL = Outcome.MET, Outcome.COUNCIL


def verdict(proposal, kind):
    (found,) = [one for one in weigh([proposal], NOW)[proposal.pk] if one.rule == kind]
    return found


@pytest.fixture
def place():
    """A ward that confers, an office under it that proposes."""
    lay_law()
    here = UnitFactory(kind=UnitKind.objects.get(code="ubnd-xa"))
    return UnitFactory(parent=here, quiet=True)


@pytest.fixture
def person(place):
    return HonoureeFactory(unit=place, name="Trần Thị Nga")


TURN = date(2026, 10, 1)
BEFORE_TURN = date(2026, 9, 30)


def received(place, person, day, **more):
    return propose(
        place, honouree=person, received_on=day, regime=regime_on(day), **more
    )


def intervals(authority, older, newer):
    rule("interval", months=older, authority=authority, valid_to=BEFORE_TURN)
    rule("interval", months=newer, authority=authority, valid_from=TURN)


@pytest.mark.django_db
def test_the_rule_of_the_day_of_reception_speaks(place, person):
    """Under a newer rule that is harder: who was received before it is not weighed by it."""
    intervals(place.parent, 6, 60)
    confer(person, "giay-khen-xa", 2024)
    before, after = (received(place, person, day) for day in (BEFORE_TURN, TURN))
    found = verdict(before, "interval")
    assert (found.outcome, found.on, found.clause) == (
        MET, BEFORE_TURN, "Quy chế của phường",
    )  # fmt: skip
    assert "quy định mới" not in found.says.lower()
    assert (verdict(after, "interval").outcome, verdict(after, "interval").on) == (
        COUNCIL,
        TURN,
    )


@pytest.mark.django_db
def test_a_newer_rule_that_is_more_favourable_reaches_back(place, person):
    """The transition of 1 October 2026, with what the older rule would have said beside it."""
    intervals(place.parent, 60, 6)
    confer(person, "giay-khen-xa", 2024)
    found = verdict(received(place, person, BEFORE_TURN), "interval")
    assert (found.outcome, found.on) == (MET, NOW)
    now, _, before = found.says.partition(
        " Quy định mới từ ngày 01/10/2026 có lợi hơn nên được áp dụng. Theo quy định lúc tiếp "
        "nhận: "
    )
    assert "cần ít nhất 6 tháng" in now or "6 tháng" in now
    assert "60 tháng" in before


@pytest.mark.django_db
def test_a_condition_that_the_newer_law_no_longer_sets_is_met(place, person):
    rule("interval", months=60, authority=place.parent, valid_to=BEFORE_TURN)
    confer(person, "giay-khen-xa", 2024)
    proposal = received(place, person, BEFORE_TURN)
    common = verdict(
        proposal, "interval"
    )  # the country's own comes back from October on
    cleared(EligibilityRule, kind="interval", authority=None)
    found = verdict(proposal, "interval")
    assert (found.outcome, found.on, found.certainty) == (MET, TURN, "second")
    assert found.says.startswith(
        "Quy định mới từ ngày 01/10/2026 không còn đòi điều kiện này. Theo quy định lúc tiếp "
        "nhận: "
    )
    assert common.rule == found.rule


@pytest.mark.django_db
def test_a_law_that_favours_nobody_reaches_nobody(place, person):
    intervals(place.parent, 60, 6)
    confer(person, "giay-khen-xa", 2024)
    with unlocked(Regime):
        Regime.objects.update(favours=False)
    found = verdict(received(place, person, BEFORE_TURN), "interval")
    assert (found.outcome, found.on) == (COUNCIL, BEFORE_TURN)


@pytest.mark.django_db
def test_what_only_the_newer_law_asks_is_not_asked_of_who_came_before(place, person):
    confer(person, "ldtt", 2025)
    rule("chain", of_award=award("cstd-co-so"), count=2, award=award("giay-khen-xa"),
         authority=place.parent, valid_from=TURN)  # fmt: skip
    kinds = {
        day: {one.rule for one in weigh([one], NOW)[one.pk]}
        for day in (BEFORE_TURN, TURN)
        for one in [received(place, person, day)]
    }
    assert "chain" in kinds[TURN]
    assert "chain" not in kinds[BEFORE_TURN]


_LINES = st.lists(
    st.builds(
        Verdict, rule=st.sampled_from("abc"), title=st.just("t"),
        outcome=st.sampled_from(list(Outcome)), says=st.sampled_from(["1", "2"]),
    ),
    max_size=6,
)  # fmt: skip


@given(_LINES, _LINES)
def test_nobody_is_worse_off_by_the_newer_law(older, newer):
    """Of every condition that was set, the hardest line is the easier of both laws."""
    hard = {MET: 0, COUNCIL: 1, Outcome.LACKING: 2}
    turned = Regime(valid_from=TURN, basis="Luật", certainty="read")

    def hardest(lines, kind):
        return max((hard[one.outcome] for one in lines if one.rule == kind), default=0)

    found = better_of(older, newer, turned)
    assert {one.rule for one in found} == {one.rule for one in older}
    for kind in {one.rule for one in older}:
        assert hardest(found, kind) == min(hardest(older, kind), hardest(newer, kind))
