"""Xếp hạng suy tôn against a plain recount."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from awards.acclaim import (
    Candidate,
    Terms,
    contested,
    needed_votes,
    ranked,
    ties_in_words,
)

CANDIDATES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=9
).map(
    lambda rows: [
        Candidate(number, f"Xã {number}", votes, Decimal(points))
        for number, (votes, points) in enumerate(rows)
    ]
)
TERMS = st.builds(
    Terms, flags=st.integers(0, 3), certificates=st.integers(0, 4),
    needed=st.integers(1, 4), by_points=st.booleans(),
)  # fmt: skip


def beats(one, other, terms):
    if one.votes != other.votes:
        return one.votes > other.votes
    return terms.by_points and one.points > other.points


@given(CANDIDATES, TERMS)
def test_a_place_is_one_more_than_those_who_are_before(candidates, terms):
    found = ranked(candidates, terms)

    assert sorted(row.candidate.key for row in found) == [one.key for one in candidates]
    for row in found:
        before = [one for one in candidates if beats(one, row.candidate, terms)]
        behind = [one for one in candidates if beats(row.candidate, one, terms)]
        assert row.place == len(before) + 1
        assert row.sharing == len(candidates) - len(before) - len(behind)


@given(CANDIDATES, TERMS)
def test_what_is_certain_is_what_every_order_of_equals_gives(candidates, terms):
    for row in ranked(candidates, terms):
        before = sum(beats(one, row.candidate, terms) for one in candidates)
        possible = set()
        for position in range(before, before + row.sharing):
            if row.candidate.votes < terms.needed:
                possible.add("")
            elif position < terms.flags:
                possible.add("flag")
            elif position < terms.flags + terms.certificates:
                possible.add("certificate")
            else:
                possible.add("")
        is_open = any(row.candidate in group for group in contested(candidates, terms))
        assert is_open == (len(possible) > 1)
        assert row.distinction == ("" if is_open else possible.pop())


@given(CANDIDATES, TERMS, st.randoms())
def test_with_an_order_of_equals_no_place_is_left_or_given_twice(
    candidates, terms, chance
):
    order = {}
    for group in contested(candidates, terms):
        numbers = list(range(1, len(group) + 1))
        chance.shuffle(numbers)
        order |= {one.key: number for one, number in zip(group, numbers, strict=True)}
    ordered = [
        Candidate(one.key, one.name, one.votes, one.points, order.get(one.key))
        for one in candidates
    ]

    found = ranked(ordered, terms)

    given_out = [row.distinction for row in found]
    fit = sum(one.votes >= terms.needed for one in candidates)
    assert given_out.count("flag") == min(terms.flags, fit)
    assert given_out.count("certificate") == min(
        terms.certificates, max(0, fit - terms.flags)
    )
    assert given_out == sorted(given_out, key=["flag", "certificate", ""].index)


@given(st.integers(0, 100), st.integers(1, 60))
def test_the_least_votes_are_the_first_number_that_reaches_the_share(percent, voters):
    needed = needed_votes(percent, voters)

    assert Fraction(needed, voters) >= Fraction(percent, 100)
    assert needed == 1 or Fraction(needed - 1, voters) < Fraction(percent, 100)


def test_a_tie_says_what_decides_it():
    terms = Terms(flags=1, certificates=1)
    same = [Candidate(1, "Xã A", 3, Decimal(9)), Candidate(2, "Xã B", 3, Decimal(8))]

    assert ties_in_words(ranked(same, terms), terms) == [
        "Xã A, Xã B cùng 3 phiếu nên cùng hạng 1–2. Số được suy tôn không đủ cho cả hạng nên "
        "phải biểu quyết lại giữa các đơn vị này."
    ]
    both = Terms(flags=2, certificates=0)
    assert ties_in_words(ranked(same, both), both) == [
        "Xã A, Xã B cùng 3 phiếu nên cùng hạng 1–2. Thứ tự trong hạng không có ý nghĩa."
    ]
