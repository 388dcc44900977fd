"""Xét điều kiện: each rule's line, at the day that the rule names, for many at one cost."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.timezone import now

from awards.dossier import checklist, missing_papers
from awards.eligibility.verdicts import Outcome
from awards.eligibility.weighing import weigh
from awards.models import DossierRequirement, Honour, Proposal
from awards.shelf import shelf_of
from awards.weighed import verdicts_of
from tests.award_law import NOW, confer, lay_law, line, only, propose, rule
from tests.factories import (
    CampaignFactory,
    HonoureeFactory,
    MembershipFactory,
    Role,
    UnitFactory,
    UserFactory,
)
from tests.factories.proposals import PeerReviewLineFactory
from units import actions
from units.models import UnitKind

pytestmark = pytest.mark.django_db
MET, LACKING, COUNCIL = Outcome.MET, Outcome.LACKING, Outcome.COUNCIL
WORDS = (
    "Đồng chí đã vận động nhân dân hiến 64 m² đất mở rộng ngõ 298, hoàn thành tuyến ngõ văn "
    "minh trước kế hoạch 45 ngày, không phát sinh hộ nghèo mới"
)


@pytest.fixture(autouse=True)
def law():
    lay_law()


@pytest.fixture
def place():
    """A ward that confers, an office under it that proposes."""
    here = UnitFactory(kind=UnitKind.objects.get(code="ubnd-xa"))
    return UnitFactory(parent=here, quiet=True)


@pytest.fixture
def person(place):
    return HonoureeFactory(unit=place, name="Trần Thị Nga")


# ---- the dossier ------------------------------------------------------------------------------


def listed(proposal):
    """The list of its dossier."""
    return checklist(proposal, shelf_of([proposal]))


def missing(proposal):
    """Names of the papers that are still to be brought."""
    return [one.name for one in missing_papers(listed(proposal), at_authority=True)]


def confirmed(place, code="giay-khen-xa", **more):
    """One that its head has confirmed: that is its petition."""
    told = {"confirmed_by": UserFactory(), "confirmed_at": now()}
    return propose(place, code, **told | more)


def test_only_missing_papers_are_lacking(place):
    proposal = confirmed(place, "cstd-co-so")
    assert missing(proposal) == [
        "Biên bản bình xét, xét khen thưởng",
        "Chứng nhận, xác nhận sáng kiến, đề tài, đề án",
    ]
    found = verdicts_of(proposal, shelf_of([proposal]))
    lacking = [one for one in found if one.outcome == LACKING]
    assert {one.field for one in lacking} == {"papers"}
    assert [one.title for one in lacking] == missing(proposal)


def test_with_all_papers_the_dossier_is_complete(place):
    proposal = confirmed(place)
    PeerReviewLineFactory(proposal=proposal)
    there = [one for one in listed(proposal) if one.mandatory and one.is_there]
    assert (missing(proposal), len(there)) == ([], 3)


def test_two_confirmations_are_two_papers(place):
    proposal = confirmed(place)
    PeerReviewLineFactory(proposal=proposal)
    names = ["Xác nhận thuế", "Xác nhận bảo hiểm"]
    for name in names:
        DossierRequirement.objects.create(
            authority=place.parent, paper="confirmation", name=name, basis="Quy chế",
            valid_from=date(2026, 1, 1), certainty="read", position=40,
        )  # fmt: skip
    assert missing(proposal) == names


def test_what_is_written_in_the_proposal_is_there(place):
    full, bare = confirmed(place), confirmed(place, report=" ", summary="")
    there = {
        one.pk: {item.paper for item in listed(one) if item.is_there}
        for one in (full, bare)
    }
    assert there == {full.pk: {"petition", "report", "summary"}, bare.pk: {"petition"}}


# ---- authority and subject ----------------------------------------------------------------------


def test_whether_the_authority_confers_it_that_day(place):
    ours, upward = propose(place), propose(place, "bang-khen-tinh")
    above = propose(place, "cstd-toan-quoc")
    assert only(ours, "conferral") == (
        MET,
        "Chủ tịch Ủy ban nhân dân cấp xã quyết định tặng Giấy khen của Chủ tịch UBND cấp xã.",
    )
    assert only(upward, "conferral") == (
        COUNCIL,
        f"Người đứng đầu {place.parent} không có thẩm quyền tặng Bằng khen của Chủ tịch UBND "
        "tỉnh, thành phố vào ngày 27/11/2026.",
    )
    assert only(above, "conferral") == (
        COUNCIL,
        "Chiến sĩ thi đua toàn quốc do Thủ tướng Chính phủ quyết định: "
        f"{place.parent} xét, trình cấp trên.",
    )


def test_a_power_that_has_ended_says_until_when(place):
    here = UnitFactory(kind=UnitKind.objects.get(code="ubnd-huyen"))
    proposal = propose(place, "cstd-co-so", authority=here)
    assert only(proposal, "conferral", date(2025, 6, 30))[0] == MET
    assert only(proposal, "conferral", date(2025, 7, 1)) == (
        COUNCIL,
        f"Người đứng đầu {here} chỉ được tặng Chiến sĩ thi đua cơ sở đến hết ngày 30/06/2025.",
    )


def test_the_award_fits_the_subject(place):
    household = HonoureeFactory(unit=place, kind="household")
    assert only(propose(place, "ldtt"), "subject") == (
        MET, "Lao động tiên tiến tặng cho cá nhân.",
    )  # fmt: skip
    assert only(propose(place, "ldtt", honouree=household), "subject") == (
        COUNCIL,
        "Lao động tiên tiến chỉ tặng cho cá nhân, không tặng cho hộ gia đình.",
    )
    assert only(propose(place, "ttldtt", collective=place), "subject")[0] == MET


# ---- one achievement once ---------------------------------------------------------------------


def test_the_same_award_for_the_same_time(place, person):
    confer(person, "giay-khen-xa", 2026, award_name="Giấy khen")
    proposal = propose(place, honouree=person)
    assert only(proposal, "double") == (
        COUNCIL,
        "Cho thời gian trùng nhau, đối tượng đã được tặng Giấy khen (2026/QĐ-UBND, ngày "
        "15/01/2027).",
    )


def test_another_award_in_other_words_for_that_time_is_told_and_lets_pass(
    place, person
):
    confer(person, "ldtt", 2026, award_name="Lao động tiên tiến", achievement=WORDS)
    other = propose(place, honouree=person, summary="Trực gác suốt mùa bão " * 5)
    assert only(other, "double") == (
        MET,
        "Thời gian trùng nhưng thành tích ghi khác: đã được tặng Lao động tiên tiến "
        "(2026/QĐ-UBND, ngày 15/01/2027).",
    )
    same = propose(place, "bang-khen-tinh", honouree=person, summary=WORDS)
    assert only(same, "double")[0] == COUNCIL


@pytest.mark.parametrize(
    ("period", "outcome"),
    [
        ((date(2026, 10, 31), date(2026, 12, 1)), COUNCIL),
        ((date(2026, 11, 1), date(2026, 12, 1)), MET),
        ((None, None), None),
    ],
)
def test_one_common_day_is_enough(place, person, period, outcome):
    first, last = period
    confer(person, "giay-khen-xa", 2026, period_from=date(2026, 1, 1),
           period_to=date(2026, 10, 31))  # fmt: skip
    found = line(
        propose(place, honouree=person, period_from=first, period_to=last), "double"
    )
    assert [one[0] for one in found] == ([outcome] if outcome else [])


def test_what_was_cancelled_counts_for_nothing(place, person):
    honour = confer(person, "giay-khen-xa", 2026)
    Honour.objects.filter(pk=honour.pk).update(
        cancelled_on=NOW, cancelled_because="Khai sai"
    )
    assert only(propose(place, honouree=person), "double")[0] == MET


def test_who_was_merged_keeps_what_was_conferred(place, person):
    former = HonoureeFactory(unit=place)
    confer(former, "giay-khen-xa", 2026)
    keeper = MembershipFactory(unit=place.parent, role=Role.ADMINISTRATOR).user
    actions.merge_honourees(person.pk, former.pk, by=keeper)
    assert only(propose(place, honouree=person), "double")[0] == COUNCIL


def test_another_proposal_for_the_same_is_mutual_and_names_its_unit_inside_alone(
    place, person
):
    campaign = CampaignFactory()
    other = UnitFactory(parent=place.parent, quiet=True, short_name="Tổ dân phố 9")
    mine = propose(place, honouree=person, campaign=campaign)
    theirs = propose(other, "bang-khen-tinh", honouree=person, campaign=campaign)

    found = weigh([mine, theirs], NOW)
    doubles = {
        pk: next(one for one in lines if one.rule == "double")
        for pk, lines in found.items()
    }

    assert {one.outcome for one in doubles.values()} == {COUNCIL}
    assert doubles[mine.pk].says == (
        "Cho thời gian trùng nhau, đối tượng đang được đơn vị khác đề nghị Bằng khen của Chủ "
        "tịch UBND tỉnh, thành phố."
    )
    assert doubles[mine.pk].inside == (
        f"{other} đề nghị Bằng khen của Chủ tịch UBND tỉnh, thành phố."
    )
    for one in doubles.values():
        assert "Tổ dân phố 9" not in replace(one, inside="").says
    # What has not left another unit is nobody's to know.
    Proposal.objects.filter(pk=theirs.pk).update(status="draft")
    assert only(mine, "double")[0] == MET


# ---- what was conferred before -------------------------------------------------------------------


def test_the_interval_counts_from_the_time_of_the_achievement(place, person):
    rule("interval", months=24, authority=place.parent)
    confer(person, "giay-khen-xa", 2024)
    proposal = propose(place, honouree=person, period_to=date(2026, 12, 30))
    assert only(proposal, "interval") == (
        COUNCIL,
        "Lần trước được tặng Giấy khen của Chủ tịch UBND cấp xã theo 2024/QĐ-UBND, đến 30/12/2026 "
        "được 23 tháng (tính từ thời gian lập thành tích lần trước: 31/12/2024); cần 24 tháng.",
    )
    later = propose(place, honouree=person, period_to=date(2026, 12, 31))
    assert only(later, "interval")[0] == MET


def test_without_a_period_it_counts_from_the_decision_and_says_so(place, person):
    rule("interval", months=12, authority=place.parent)
    confer(
        person, "giay-khen-xa", 2024, period_from=None, period_to=None,
        decided_on=date(2025, 11, 1),
    )  # fmt: skip
    outcome, says = only(propose(place, honouree=person), "interval")
    assert outcome == COUNCIL
    assert "nên tính từ ngày quyết định: 01/11/2025" in says


def test_three_in_a_row_and_a_gap(place, person):
    proposal = propose(place, "cstd-tinh", honouree=person)
    for year in (2021, 2022, 2024, 2025):
        confer(person, year=year)
    assert only(proposal, "chain") == (
        COUNCIL,
        "Đạt Chiến sĩ thi đua cơ sở các năm 2021, 2022, 2024, 2025: liên tục 2 năm (2024–2025); "
        "cần 3 năm.",
    )
    confer(person, year=2023)
    assert only(proposal, "chain")[0] == MET


def test_a_chain_that_broke_off_and_what_was_sudden_do_not_count(place, person):
    proposal = propose(place, "cstd-tinh", honouree=person)
    for year in (2022, 2023, 2024):
        confer(person, year=year)
    assert only(proposal, "chain") == (
        COUNCIL,
        "Đạt Chiến sĩ thi đua cơ sở các năm 2022, 2023, 2024: không còn liên tục đến năm 2026; "
        "cần 3 năm liên tục.",
    )
    confer(person, year=2025, merit="campaign")
    assert only(proposal, "chain")[0] == COUNCIL
    Honour.objects.filter(merit="campaign").update(merit="service")
    assert only(proposal, "chain")[0] == MET


def test_several_awards_of_one_standard_are_several_lines(place, person):
    proposal = propose(place, "bang-khen-ttg", honouree=person)
    confer(person, "bang-khen-tinh", 2022)
    confer(person, year=2025)
    assert line(proposal, "chain") == [
        (
            MET,
            "Có 1 lần đạt Bằng khen của Chủ tịch UBND tỉnh, thành phố trong 60 tháng: 2022; cần 1 "
            "lần.",
        ),
        (
            COUNCIL,
            "Có 1 lần đạt Chiến sĩ thi đua cơ sở trong 60 tháng: 2025; cần 3 lần.",
        ),
    ]
    assert line(propose(place, "ldtt", honouree=person), "chain") == []
