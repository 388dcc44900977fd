"""Luật kiểm phiếu: any rule, any room, any ballots, against a recount voter by voter."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from awards.council.tally import Count, Rule, needed_of, quorum, result_of
from awards.models import Denominator, Operator


def rule(**more):
    return Rule(
        **{
            "threshold": Decimal(80), "operator": "at_least", "denominator": "members",
            "ballot": "secret", "written_opinions": True, "chair_agrees": False,
            "quorum_parts": 2, "quorum_of": 3, "rule_basis": "Quy chế",
        } | more
    )  # fmt: skip


thresholds = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
rules = st.builds(
    rule,
    threshold=thresholds,
    operator=st.sampled_from(Operator.values),
    denominator=st.sampled_from(Denominator.values),
    chair_agrees=st.booleans(),
)


class Member:
    """Một thành viên: there or not, standing aside or not, and what was cast."""

    def __init__(self, there, aside, choice):
        self.there, self.aside = there, aside
        self.choice = choice if there and not aside else None


members = st.lists(
    st.builds(
        Member,
        there=st.booleans(),
        aside=st.booleans(),
        choice=st.sampled_from([None, "agree", "against", "blank"]),
    ),
    max_size=40,
)


def count_of(room, chair):
    def many(wanted):
        return sum(1 for one in room if wanted(one))

    return Count(
        members=len(room),
        present=many(lambda one: one.there),
        recused=many(lambda one: one.aside),
        recused_present=many(lambda one: one.aside and one.there),
        agreed=many(lambda one: one.choice == "agree"),
        against=many(lambda one: one.choice == "against"),
        blank=many(lambda one: one.choice == "blank"),
        chair=chair,
    )


def recount(room, how, chair):
    """By crossing off each who counts, and without a fraction anywhere."""
    base = agreed = 0
    for one in room:
        if how.denominator == "members":
            counts = True
        elif how.denominator == "present":
            counts = one.there and not one.aside
        else:
            counts = one.choice in ("agree", "against")
        base += counts
        agreed += one.choice == "agree"
    hundredths = int(how.threshold * 100)
    left, right = agreed * 10_000, base * hundredths
    reached = left > right if how.operator == "more_than" else left >= right
    if how.chair_agrees and chair is not True:
        reached = False
    return base > 0 and reached


@given(room=members, how=rules, chair=st.sampled_from([None, True, False]))
def test_as_a_plain_recount(room, how, chair):
    result = result_of(how, count_of(room, chair))

    assert result.passed == recount(room, how, chair)


@given(how=rules, base=st.integers(0, 200))
def test_what_is_needed_is_enough_and_one_less_is_not(how, base):
    needed = needed_of(how, base)
    asked = Fraction(how.threshold) * base / 100

    if how.operator == "more_than":
        assert needed > asked >= needed - 1
    else:
        assert needed >= asked > needed - 1


@given(room=members, how=rules, chair=st.booleans())
def test_one_more_who_agrees_never_turns_it_down(room, how, chair):
    turned = Member(there=True, aside=False, choice="against")
    room = [*room, turned]
    before = result_of(how, count_of(room, chair))
    turned.choice = "agree"
    after = result_of(how, count_of(room, chair))

    assert after.passed >= before.passed


@given(members=st.integers(0, 200), parts=st.integers(1, 9), of=st.integers(1, 9))
def test_a_quorum_is_the_least_whole_number(members, parts, of):
    assume(parts <= of)
    needed = quorum(rule(quorum_parts=parts, quorum_of=of), members)

    assert needed * of >= members * parts > (needed - 1) * of


# Members, present, standing aside (there), for, against, blank → base, needed, passed, percent.
TABLE = [
    # 80 % of all members: 9 of 11 are needed (8,8), whoever is absent.
    (rule(), (11, 10, 0, 9, 1, 0), (11, 9, True, "81,8%")),
    (rule(), (11, 10, 0, 8, 2, 0), (11, 9, False, "72,7%")),
    # Who stands aside goes on being a member of the council.
    (rule(), (11, 11, 2, 8, 1, 0), (11, 9, False, "72,7%")),
    # … but is none of those present.
    (rule(denominator="present"), (11, 11, 2, 8, 1, 0), (9, 8, True, "88,8%")),
    # A blank ballot was cast, but is no valid one.
    (rule(denominator="present"), (10, 10, 0, 7, 0, 3), (10, 8, False, "70%")),
    (rule(denominator="valid"), (10, 10, 0, 7, 0, 3), (7, 6, True, "100%")),
    # More than half is not half.
    (
        rule(threshold=Decimal(50), operator="more_than"),
        (10, 10, 0, 5, 5, 0), (10, 6, False, "50%"),
    ),
    (rule(threshold=Decimal(50)), (10, 10, 0, 5, 5, 0), (10, 5, True, "50%")),
    # Two thirds as people write it: 66,67 % asks for one more than two thirds of nine.
    (rule(threshold=Decimal("66.67")), (9, 9, 0, 6, 3, 0), (9, 7, False, "66,6%")),
    # Nobody left to reckon on.
    (rule(threshold=Decimal(0), denominator="valid"), (3, 3, 0, 0, 0, 3), (0, 0, False, "—")),
]  # fmt: skip


@pytest.mark.parametrize(("how", "numbers", "wanted"), TABLE)
def test_worked_examples(how, numbers, wanted):
    total, present, aside, agreed, against, blank = numbers
    result = result_of(
        how,
        Count(
            members=total, present=present, recused=aside, recused_present=aside,
            agreed=agreed, against=against, blank=blank,
        ),
    )  # fmt: skip

    assert (result.base, result.needed, result.passed, result.percent) == wanted


def test_the_rule_in_words():
    assert rule().words == "từ 80% tổng số thành viên Hội đồng"
    assert rule(threshold=Decimal("66.67"), operator="more_than").words == (
        "trên 66,67% tổng số thành viên Hội đồng"
    )
    assert rule().quorum_words == "2/3 tổng số thành viên"
