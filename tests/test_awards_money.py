"""Tiền thưởng: every figure of the law's table, and the laws of the reckoning."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from awards.models import BaseSalary, Multiplier, RoundingRule
from awards.money import HIGHER, Line, Rounding, reckon, unpaid
from awards.rewards import Ask, reward_of, rewards_of
from tests.award_law import award, lay_law
from tests.factories import UnitFactory
from units.numerals import vn_number

P, T, H = "person", "collective", "household"
NOW = date(2026, 11, 27)  # 2.530.000
YEAR_2025 = date(2025, 12, 1)  # 2.340.000


@pytest.fixture
def law(db):
    lay_law()


# ---- the plain reckoning ---------------------------------------------------------------------

UP = Rounding()


@pytest.mark.parametrize(
    ("base", "factors", "before", "after"),
    [
        # The examples of the body that answers for the rule, at 1.390.000.
        (1_390_000, ["0.8"], "1112000.0", 1_120_000),
        (1_390_000, ["0.6"], "834000.0", 840_000),
        (2_340_000, ["0.3"], "702000.0", 710_000),
        (2_340_000, ["0.3", "1.5"], "1053000.00", 1_060_000),
        (2_530_000, ["1.5"], "3795000.0", 3_800_000),
        (2_530_000, ["1.5", "2"], "7590000.0", 7_590_000),
    ],
)
def test_factors_times_base_rounded_up_once(base, factors, before, after):
    found = reckon(base, [Decimal(one) for one in factors], UP)
    assert (found.before, found.after) == (Decimal(before), after)


def test_rounding_after_each_factor_is_a_setting():
    factors = [Decimal("1.5"), Decimal(2)]
    found = reckon(2_530_000, factors, Rounding(once=False))
    assert (found.before, found.after) == (Decimal(7_590_000), 7_600_000)


factors = st.lists(
    st.decimals("0.001", "100", places=3, allow_nan=False), min_size=1, max_size=3
)
bases = st.integers(100_000, 20_000_000)
roundings = st.builds(
    Rounding, st.sampled_from([1, 1_000, 10_000, 100_000]), st.booleans()
)


@given(bases, factors, roundings)
def test_rounding_never_lowers_and_gives_whole_steps(base, given_factors, rounding):
    found = reckon(base, given_factors, rounding)

    assert found.after >= found.before
    assert found.after % rounding.unit == 0
    if rounding.once:
        assert found.after - found.before < rounding.unit
    assert isinstance(found.after, int)


@given(bases, bases, factors, roundings)
def test_more_base_is_never_less_money(one, other, given_factors, rounding):
    low, high = sorted((one, other))
    assert (
        reckon(low, given_factors, rounding).after
        <= reckon(high, given_factors, rounding).after
    )


@given(bases, factors)
def test_rounded_once_the_order_of_the_factors_does_not_matter(base, given_factors):
    assert reckon(base, given_factors, UP) == reckon(base, given_factors[::-1], UP)


# ---- which of several are paid -----------------------------------------------------------------

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
BEFORE = (date(2025, 1, 1), date(2025, 12, 31))


def line(key, amount, *, title=True, period=YEAR, subject="Nga"):
    return Line(key, subject, title, period, amount)


@pytest.mark.parametrize(
    ("lines", "not_paid"),
    [
        ([line("ldtt", 760_000), line("cstd", 2_530_000)], {"ldtt"}),
        ([line("cstd", 2_530_000), line("ldtt", 760_000)], {"ldtt"}),
        ([line("ldtt", 1), line("cstd", 2), line("tinh", 3)], {"ldtt", "cstd"}),
        ([line("tinh", 3), line("ldtt", 1), line("cstd", 2)], {"ldtt", "cstd"}),
        # Different periods: each. Different people: each. A title and a form: both.
        ([line("ldtt", 1, period=BEFORE), line("cstd", 2)], set()),
        ([line("ldtt", 1, subject="Hoa"), line("cstd", 2)], set()),
        ([line("giay", 1, title=False), line("cstd", 2)], set()),
        ([line("giay", 1, title=False), line("bang", 2, title=False)], set()),
        # Two of one amount: one of them.
        ([line("first", 5), line("second", 5)], {"second"}),
        ([], set()),
    ],
)
def test_of_titles_for_one_period_only_the_highest_is_paid(lines, not_paid):
    assert unpaid(lines) == dict.fromkeys(not_paid, HIGHER)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(1, 9)), max_size=8)
)
def test_of_each_subject_and_period_exactly_one_title_is_paid(drawn):
    lines = [
        Line(key, subject, title, YEAR, amount)
        for key, (subject, title, amount) in enumerate(drawn)
    ]
    left = unpaid(lines)
    for subject in range(4):
        titles = [one for one in lines if one.is_title and one.subject == subject]
        paid = [one for one in titles if one.key not in left]
        assert len(paid) == bool(titles)
        assert all(one.amount == max(t.amount for t in titles) for one in paid)
    assert not [one for one in lines if not one.is_title and one.key in left]


# ---- by the rules of the catalogue -------------------------------------------------------------

TABLE = [
    # award, subject, at 2.530.000 (R4.1)
    ("giay-khen-xa", P, 760_000), ("giay-khen-xa", T, 1_520_000),
    ("giay-khen-xa", H, 1_140_000),
    ("giay-khen-don-vi", P, 760_000), ("giay-khen-don-vi", T, 1_520_000),
    ("giay-khen-don-vi", H, 1_140_000),
    ("ldtt", P, 760_000), ("cstt", P, 760_000), ("ttldtt", T, 2_030_000),
    ("don-vi-tien-tien", T, 2_030_000),
    ("cstd-co-so", P, 2_530_000), ("ttldxs", T, 3_800_000),
    ("don-vi-quyet-thang", T, 3_800_000),
    ("thon-van-hoa", T, 3_800_000), ("xa-tieu-bieu", T, 5_060_000),
    ("bang-khen-tinh", P, 3_800_000), ("bang-khen-tinh", T, 7_590_000),
    ("bang-khen-tinh", H, 5_700_000),
    ("cstd-tinh", P, 7_590_000), ("co-tinh", T, 20_240_000),
    ("gia-dinh-van-hoa", H, 260_000),
    ("cstd-toan-quoc", P, 11_390_000), ("co-chinh-phu", T, 30_360_000),
    ("bang-khen-ttg", P, 8_860_000), ("bang-khen-ttg", T, 17_710_000),
    ("bang-khen-ttg", H, 13_290_000),
    ("hcld-ba", P, 11_390_000), ("hcld-nhi", P, 18_980_000), ("hcld-nhat", P, 22_770_000),
    ("hcld-ba", T, 22_770_000), ("hcld-ba", H, 17_080_000),
    ("ky-niem-chuong", P, 1_520_000),
]  # fmt: skip


@pytest.mark.parametrize(("code", "subject", "amount"), TABLE)
def test_every_figure_at_the_base_salary_of_2026(law, code, subject, amount):
    assert reward_of(award(code), subject, NOW, None).amount == amount


DAYS = [
    # The day of the decision chooses the base salary and the factor, the day before another.
    ("giay-khen-xa", P, date(2024, 1, 1), 1_800_000, "270000", 270_000),
    ("giay-khen-xa", P, date(2024, 6, 30), 1_800_000, "270000", 270_000),
    ("giay-khen-xa", P, date(2024, 7, 1), 2_340_000, "351000", 360_000),
    ("giay-khen-xa", P, date(2025, 6, 30), 2_340_000, "351000", 360_000),
    ("giay-khen-xa", P, date(2025, 7, 1), 2_340_000, "702000", 710_000),
    ("giay-khen-xa", P, date(2026, 6, 30), 2_340_000, "702000", 710_000),
    ("giay-khen-xa", P, date(2026, 7, 1), 2_530_000, "759000", 760_000),
    ("giay-khen-xa", H, YEAR_2025, 2_340_000, "1053000", 1_060_000),
    ("giay-khen-huyen", P, date(2025, 6, 30), 2_340_000, "702000", 710_000),
    ("ttldtt", T, date(2019, 6, 30), 1_390_000, "1112000", 1_120_000),
    ("ttldtt", T, date(2019, 7, 1), 1_490_000, "1192000", 1_200_000),
    # Announced for that day and postponed: 1.600.000 was never in force.
    ("cstd-co-so", P, date(2020, 7, 1), 1_490_000, "1490000", 1_490_000),
    ("cstd-co-so", P, date(2023, 6, 30), 1_490_000, "1490000", 1_490_000),
    ("cstd-co-so", P, date(2023, 7, 1), 1_800_000, "1800000", 1_800_000),
]  # fmt: skip


@pytest.mark.parametrize(("code", "subject", "day", "base", "before", "after"), DAYS)
def test_the_day_of_the_decision_chooses(law, code, subject, day, base, before, after):
    found = reward_of(award(code), subject, day, None)
    assert (found.base, found.before, found.amount) == (base, Decimal(before), after)


def test_no_row_says_1_600_000(law):
    assert not BaseSalary.objects.filter(amount=1_600_000).exists()


def test_it_explains_itself(law):
    found = reward_of(award("giay-khen-xa"), H, YEAR_2025, None)

    assert found.says == (
        "0,3 × 1,5 × 2.340.000 = 1.053.000 đồng, làm tròn lên 1.060.000 đồng"
    )
    assert [(one.label, vn_number(one.value)) for one in found.factors] == [
        ("hệ số tiền thưởng", "0,3"),
        ("hộ gia đình so với cá nhân", "1,5"),
    ]
    assert found.base_basis == "Nghị định 73/2024/NĐ-CP"
    assert found.basis == (
        "Nghị định 152/2025/NĐ-CP ngày 14/6/2025, Điều 54 khoản 1 điểm e; Nghị định "
        "152/2025/NĐ-CP ngày 14/6/2025; Nghị định 73/2024/NĐ-CP; Nghị định 152/2025/NĐ-CP ngày "
        "14/6/2025, Điều 49"
    )
    assert found.certainty == "second"


def test_an_upper_limit_is_said(law):
    found = reward_of(award("ky-niem-chuong"), P, NOW, None)
    assert found.is_max
    assert found.says.startswith("Không quá 0,6 × 2.530.000 = 1.518.000 đồng")


def test_it_is_as_sure_as_its_weakest_part(law):
    assert reward_of(award("gia-dinh-van-hoa"), H, NOW, None).certainty == "check"


@pytest.mark.parametrize(
    ("code", "subject", "day", "missing"),
    [
        ("giay-khen-doanh-nghiep", P, NOW, "hệ số tiền thưởng"),
        ("giay-khen-huyen", P, date(2025, 7, 1), "hệ số tiền thưởng"),
        ("ldtt", T, NOW, "hệ số tiền thưởng"),
        ("ldtt", P, date(2018, 6, 30), "mức lương cơ sở"),
    ],
)
def test_what_is_not_laid_down_is_said_and_no_figure_is_made_up(
    law, code, subject, day, missing
):
    found = reward_of(award(code), subject, day, None)
    assert found.amount is None
    assert found.says == f"Danh mục chưa có {missing} của ngày này."


def own_rule(unit, **more):
    return Multiplier.objects.create(
        **{
            "authority": unit, "award": award("giay-khen-xa"), "subject": P,
            "value": Decimal("0.5"), "valid_from": date(2026, 8, 1),
            "basis": "Nghị quyết 9/2026/NQ-HĐND", "certainty": "read",
        }
        | more
    )  # fmt: skip


def test_the_nearest_authority_goes_before_the_country_there_and_below(law):
    province = UnitFactory()
    ward, other = UnitFactory(parent=province), UnitFactory()
    below = UnitFactory(parent=ward)
    own_rule(province, value="0.4")
    own_rule(ward)
    gk = award("giay-khen-xa")

    def at(unit, day=NOW):
        return reward_of(gk, P, day, unit).amount

    assert (at(province), at(ward), at(below)) == (1_020_000, 1_270_000, 1_270_000)
    assert at(other) == at(None) == 760_000
    assert at(ward, date(2026, 7, 31)) == 760_000
    # A collective's figure follows that of the individual.
    assert reward_of(gk, T, NOW, ward).amount == 2_530_000


def test_a_rounding_of_its_own(law):
    ward = UnitFactory()
    RoundingRule.objects.create(
        authority=ward, round_to=100_000, once=False, valid_from=date(2026, 8, 1),
        basis="Quy chế", certainty="read",
    )  # fmt: skip
    assert reward_of(award("giay-khen-xa"), T, NOW, ward).amount == 1_600_000


def test_many_at_once_say_what_each_says_and_cost_the_same(law):
    ward = UnitFactory()
    own_rule(ward)
    asks = [
        Ask(award(code), subject, day, unit)
        for code, subject, _ in TABLE
        for day in (NOW, YEAR_2025)
        for unit in (None, ward)
    ]

    with CaptureQueriesContext(
        connection,
    ) as one:
        rewards_of(asks[:1])
    with CaptureQueriesContext(connection) as many:
        found = rewards_of(asks)

    assert len(one) == len(many) == 4
    assert found == [reward_of(*ask) for ask in asks]
    assert rewards_of([]) == []


# ---- what the database holds -------------------------------------------------------------------


def test_one_rule_at_a_time_for_the_country_and_for_each_authority_apart(law):
    ward, other = UnitFactory(), UnitFactory()
    own_rule(ward)
    own_rule(other)
    for again in (ward, None):
        with (
            pytest.raises(IntegrityError, match="one_multiplier"),
            transaction.atomic(),
        ):
            own_rule(again, valid_from=NOW + timedelta(days=9))
    own_rule(ward, subject=H)


def test_one_base_salary_at_a_time_and_only_of_the_country(law):
    row = {"amount": 2_600_000, "basis": "Nghị định", "certainty": "read"}
    with pytest.raises(IntegrityError, match="one_base"), transaction.atomic():
        BaseSalary.objects.create(valid_from=NOW, **row)
    with pytest.raises(IntegrityError, match="of_the_country"), transaction.atomic():
        BaseSalary.objects.create(
            valid_from=date(2010, 1, 1), valid_to=date(2010, 1, 2), authority=UnitFactory(),
            **row,
        )  # fmt: skip
