"""Quy định theo ngày: which one applies, what a change leaves alone, and the two great turns."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from awards import naming, rulings
from awards.models import (
    AwardName,
    Conferral,
    CouncilRule,
    DossierRequirement,
    EligibilityRule,
    Keepsake,
    LawRow,
    Multiplier,
    Regime,
    TimeLimit,
)
from awards.queries import authority_of
from awards.rewards import reward_of
from tests.award_law import award, lay_law
from tests.factories import UnitFactory
from units.models import UnitKind

pytestmark = pytest.mark.django_db
NOW = date(2026, 11, 27)
DAY = timedelta(days=1)
WRITTEN = {"basis": "Quyết định 5/QĐ-UBND", "certainty": "read"}


@pytest.fixture(autouse=True)
def law():
    lay_law()


@pytest.fixture
def places():
    province = UnitFactory()
    ward = UnitFactory(parent=province)
    return province, ward, UnitFactory()


# ---- the council ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said", "ballot"),
    [
        ("giay-khen-xa", "trên 50% số thành viên dự họp, cho ý kiến", "open"),
        ("ldtt", "từ 70% số thành viên dự họp, cho ý kiến", "secret"),
        ("bang-khen-tinh", "từ 80% tổng số thành viên Hội đồng", "secret"),
        ("cstd-tinh", "từ 90% tổng số thành viên Hội đồng", "secret"),
    ],
)
def test_the_vote_of_an_award_or_the_general_one(code, said, ballot):
    rule = rulings.council_rule_on(award(code), None, NOW)
    assert (str(rule), rule.ballot, rule.certainty) == (said, ballot, "check")
    assert (rule.quorum_parts, rule.quorum_of) == (2, 3)


def test_before_the_catalogue_begins_there_is_no_rule():
    assert rulings.council_rule_on(award("ldtt"), None, date(2023, 12, 31)) is None


def vote(unit, code=None, **more):
    return CouncilRule.objects.create(
        authority=unit, award=award(code) if code else None,
        **{
            "threshold": 60, "operator": "at_least", "denominator": "members",
            "ballot": "secret", "valid_from": date(2026, 1, 1), **WRITTEN,
        } | more,
    )  # fmt: skip


def test_the_nearest_authority_goes_first_then_the_very_award(places):
    province, ward, other = places
    of_province = vote(province, "ldtt")
    of_ward = vote(ward)

    assert rulings.council_rule_on(award("ldtt"), ward, NOW) == of_ward
    assert rulings.council_rule_on(award("ldtt"), province, NOW) == of_province
    assert rulings.council_rule_on(award("cstt"), province, NOW).threshold == 70
    assert rulings.council_rule_on(award("ldtt"), other, NOW).authority is None
    very = vote(ward, "ldtt")
    assert rulings.council_rule_on(award("ldtt"), ward, NOW) == very
    assert rulings.council_rule_on(award("cstt"), ward, NOW) == of_ward


# ---- the papers --------------------------------------------------------------------------------


def papers(code, merit="service", subject="person", unit=None, day=NOW):
    found = rulings.requirements_on(award(code), merit, subject, unit, day)
    return [(row.paper, row.mandatory) for row in found]


def test_papers_of_a_title_of_a_form_and_of_the_simple_procedure():
    usual = [("petition", True), ("report", True), ("review", True), ("summary", False)]
    assert papers("ldtt") == papers("giay-khen-xa") == usual
    assert papers("cstd-co-so") == [*usual, ("initiative", True)]
    assert papers("giay-khen-xa", "sudden") == [
        ("petition", True), ("report", False), ("review", False), ("summary", True),
    ]  # fmt: skip
    assert papers("gia-dinh-van-hoa", subject="household") == [
        ("petition", True), ("review", True), ("summary", False), ("public", True),
        ("report", False),
    ]  # fmt: skip
    assert papers("ldtt", day=date(2023, 12, 31)) == []


def test_an_authority_adds_one_paper_and_lets_one_go(places):
    _, ward, other = places
    for paper, name, mandatory in (
        ("confirmation", "Xác nhận của cơ quan thuế", True),
        ("confirmation", "Xác nhận của bảo hiểm xã hội", True),
        ("report", "Báo cáo thành tích", False),
    ):
        DossierRequirement.objects.create(
            authority=ward, paper=paper, name=name, mandatory=mandatory, position=50,
            valid_from=date(2026, 1, 1), **WRITTEN,
        )  # fmt: skip

    assert papers("ldtt", unit=ward) == [
        ("petition", True), ("review", True), ("summary", False),
        ("confirmation", True), ("confirmation", True), ("report", False),
    ]  # fmt: skip
    assert papers("ldtt", unit=other) == papers("ldtt")


def test_limits_and_keepsakes():
    limit = rulings.time_limit_on(
        "publicity", award("gia-dinh-van-hoa"), "service", None, NOW
    )
    assert str(limit) == "Công khai danh sách: 10 ngày"
    limit = rulings.time_limit_on(
        "processing", award("giay-khen-xa"), "campaign", None, NOW
    )
    assert str(limit) == "Giải quyết hồ sơ: 10 ngày làm việc"
    assert (
        rulings.time_limit_on("publicity", award("giay-khen-xa"), "service", None, NOW)
        is None
    )
    said = {
        code: str(rulings.keepsake_on(award(code), None, NOW))
        for code in ("cstd-co-so", "cstd-tinh", "ldtt", "giay-khen-xa")
    }
    assert said == {
        "cstd-co-so": "Bằng, giấy chứng nhận, khung",
        "cstd-tinh": "Bằng, giấy chứng nhận, khung, huy hiệu, hộp",
        "ldtt": "Chỉ có tiền thưởng, không có hiện vật",
        "giay-khen-xa": "None",
    }


# ---- what a change leaves alone ------------------------------------------------------------------


def test_a_rule_laid_today_changes_no_past_decision():
    gk, decided = award("giay-khen-xa"), localdate() - 30 * DAY
    before = reward_of(gk, "person", decided, None)
    row = Multiplier.objects.get(award=gk, valid_to=None)

    Multiplier.objects.filter(pk=row.pk).update(valid_to=localdate() - DAY)
    Multiplier.objects.create(
        award=gk, subject="person", value=1, valid_from=localdate(), **WRITTEN
    )

    assert reward_of(gk, "person", decided, None) == before
    assert reward_of(gk, "person", localdate(), None).factors[0].value == 1


@pytest.mark.parametrize(
    "change",
    [
        {"value": Decimal("9")}, {"valid_from": date(2025, 7, 2)}, {"basis": "Khác"},
        {"valid_to": date(2026, 1, 1)}, {"is_max": True}, {"subject": "household"},
    ],
)  # fmt: skip
def test_what_has_begun_does_not_change(change):
    row = Multiplier.objects.get(award__code="giay-khen-xa", valid_to=None)
    with pytest.raises(IntegrityError, match="rule"), transaction.atomic():
        Multiplier.objects.filter(pk=row.pk).update(**change)


def test_what_has_begun_is_not_taken_away_and_what_has_ended_is_not_opened_again():
    now = Multiplier.objects.get(award__code="giay-khen-xa", valid_to=None)
    ended = Multiplier.objects.get(
        award__code="giay-khen-xa", valid_to=date(2025, 6, 30)
    )
    for work in (
        lambda: Multiplier.objects.filter(pk=now.pk).delete(),
        lambda: Multiplier.objects.filter(pk=ended.pk).update(
            valid_to=date(2025, 6, 1)
        ),
        lambda: Multiplier.objects.filter(pk=ended.pk).update(valid_to=None),
    ):
        with pytest.raises(IntegrityError, match="rule"), transaction.atomic():
            work()


def test_it_may_be_closed_from_yesterday_on_confirmed_and_withdrawn_before_it_begins():
    now = Multiplier.objects.filter(award__code="giay-khen-xa", valid_to=None)
    now.update(certainty="read", source="Công báo")
    now.update(valid_to=localdate() - DAY)
    to_come = Multiplier.objects.create(
        award=award("giay-khen-xa"), subject="person", value=1,
        valid_from=localdate() + DAY, **WRITTEN,
    )  # fmt: skip
    Multiplier.objects.filter(pk=to_come.pk).update(value=2, basis="Sửa")
    Multiplier.objects.filter(pk=to_come.pk).delete()


def test_every_table_of_rules_stands_still():
    models = [
        model
        for base in (rulings.Ruling, LawRow)
        for model in base.__subclasses__()
        if not model._meta.abstract
    ]
    assert len(models) == 14
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'ruling_stands'"
        )
        held = {name for (name,) in cursor.fetchall()}
    assert held == {model._meta.db_table for model in models}
    overlaps = [
        [type(one).__name__ for one in model._meta.constraints].count(
            "ExclusionConstraint"
        )
        for model in models
    ]
    assert overlaps == [1] * 14


@pytest.mark.parametrize("model", [CouncilRule, TimeLimit, Keepsake, EligibilityRule])
def test_two_rows_of_the_country_for_one_thing_do_not_overlap(model):
    """Where a part of the key is empty, too."""
    row = model.objects.filter(authority=None, valid_to=None).first()
    row.pk, row.valid_from = None, NOW
    with pytest.raises(IntegrityError, match="at_a_time"), transaction.atomic():
        row.save(force_insert=True)
    row.authority = UnitFactory()
    row.save(force_insert=True)


def test_only_missing_papers_block():
    for kind, severity in (("double", "lacking"), ("dossier", "council")):
        with pytest.raises(IntegrityError, match="only_missing"), transaction.atomic():
            EligibilityRule.objects.create(
                kind=kind, severity=severity, share=1, authority=UnitFactory(),
                valid_from=NOW, **WRITTEN,
            )  # fmt: skip


# ---- worked examples: 1 July 2025 and 1 October 2026 -----------------------------------------


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2004, 6, 30), None), (date(2004, 7, 1), "luat-2003"),
        (date(2023, 12, 31), "luat-2003"), (date(2024, 1, 1), "luat-2022-nd98"),
        (date(2025, 6, 30), "luat-2022-nd98"), (date(2025, 7, 1), "luat-2022-nd152"),
        (date(2026, 9, 30), "luat-2022-nd152"), (date(2026, 10, 1), "luat-2026"),
    ],
)  # fmt: skip
def test_the_regime_of_a_day(day, code):
    found = rulings.regime_on(day)
    assert (found.code if found else None) == code


def test_the_reform_of_july_2025_the_ward_confers_what_the_district_did():
    """One CSTĐCS for 2025: proposed in June to the district, in July to the ward."""
    title = award("cstd-co-so")
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    district = UnitFactory(kind=kinds["ubnd-huyen"], valid_to=date(2025, 6, 30))
    ward = UnitFactory(kind=kinds["ubnd-xa"])
    eve, first = date(2025, 6, 30), date(2025, 7, 1)

    def confers(unit, day):
        return title in {
            power.conferral.award for power in authority_of(unit, day).powers
        }

    assert (confers(district, eve), confers(ward, eve)) == (True, False)
    assert (confers(district, first), confers(ward, first)) == (False, True)
    # The money of a giấy khen of the ward doubles that day, by the same base salary.
    amounts = [
        reward_of(award("giay-khen-xa"), "person", day, ward).amount
        for day in (eve, first)
    ]
    assert amounts == [360_000, 710_000]
    # The name that the decision prints.
    name = award("xa-tieu-bieu")
    assert naming.name_on(name, eve) == "Xã, phường, thị trấn tiêu biểu"
    assert naming.name_on(name, first) == "Xã, phường, đặc khu tiêu biểu"


def test_the_turn_of_october_2026_a_dossier_stays_with_the_law_under_which_it_was_received(
    places,
):
    """Received on 30 September and on 1 October, both weighed in November."""
    _, ward, _ = places
    old = EligibilityRule.objects.create(
        authority=ward, kind="interval", months=24, valid_from=date(2024, 1, 1),
        valid_to=date(2026, 9, 30), **WRITTEN,
    )  # fmt: skip
    new = EligibilityRule.objects.create(
        authority=ward,
        kind="interval",
        months=12,
        valid_from=date(2026, 10, 1),
        **WRITTEN,
    )
    rows = list(EligibilityRule.objects.binding(ward.chain))

    def applied(received):
        found = rulings.conditions_of(
            rows, ward.chain, lambda row: received if row.read_on == "received" else NOW,
            award_id=award("ldtt").pk, subject="person",
        )  # fmt: skip
        return [row for row in found if row.kind == "interval"]

    assert applied(date(2026, 9, 30)) == [old]
    assert applied(date(2026, 10, 1)) == [new]
    regime = rulings.regime_on(date(2026, 10, 1))
    assert regime.transition.startswith(
        "Hồ sơ đã tiếp nhận để thẩm định trước 01/10/2026 tiếp tục theo quy định cũ; quy định "
        "mới có lợi hơn thì áp dụng quy định mới."
    )
    assert Regime.objects.get(code="luat-2026").certainty == "second"


def test_no_row_is_surer_than_what_was_read():
    """Of what the newest law changed no text was seen: nothing that begins with it is "read"."""
    turn = date(2026, 10, 1)
    for model in [*rulings.Ruling.__subclasses__(), Regime, Conferral]:
        assert not model.objects.filter(valid_from__gte=turn, certainty="read").exists()
    assert not CouncilRule.objects.exclude(certainty="check").exists()


def test_every_row_has_its_basis_and_every_award_its_name():
    for model in rulings.Ruling.__subclasses__():
        assert all(len(row.basis) > 15 for row in model.objects.all()), model
        assert all(str(row) and row.more is not None for row in model.objects.all())
    named = set(AwardName.objects.values_list("award", flat=True))
    for code in (
        "co-chinh-phu",
        "cstd-toan-quoc",
        "hcld-nhat",
        "bang-khen-ttg",
        "cstt",
    ):
        one = award(code)
        assert one.decided_above
        assert one.pk in named
        assert not Conferral.objects.filter(award=one).exists()
