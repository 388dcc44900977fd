"""Xét điều kiện: cases, the unit, words; the whole for many at one cost; the card."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware

from awards.eligibility.verdicts import Outcome, Tally, Verdict, pressing
from awards.eligibility.weighing import weigh
from awards.models import EligibilityRule, Honour, Proposal
from tests.award_law import NOW, award, case, confer, lay_law, line, only, propose, rule
from tests.factories import (
    AllocationFactory,
    CampaignFactory,
    HonoureeFactory,
    IndicatorFactory,
    MembershipFactory,
    ParticipationFactory,
    RegistrationCallFactory,
    UndertakingFactory,
    UnitFactory,
    ward,
)
from units import fence
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


# ---- cases ------------------------------------------------------------------------------------

NEUTRAL = "Cơ quan xét cần đối chiếu thêm về đối tượng này trước khi trình."


def test_a_case_is_told_in_one_neutral_sentence(place, person):
    case(place.parent, honouree=person, basis="Đơn tố cáo số 7")
    proposal = propose(place, honouree=person)

    (found,) = [
        one for one in weigh([proposal], NOW)[proposal.pk] if one.rule == "discipline"
    ]

    assert (found.outcome, found.says) == (COUNCIL, NEUTRAL)
    assert found.inside == "Đang xác minh từ 01/09/2026: Đơn tố cáo số 7."
    assert "tố cáo" not in repr(replace(found, inside=""))


@pytest.mark.parametrize(
    ("status", "ended", "outcome"),
    [
        ("cleared", date(2026, 10, 1), MET),
        ("disciplined", date(2026, 12, 31), COUNCIL),  # it still lasts
        (
            "disciplined",
            date(2026, 1, 1),
            COUNCIL,
        ),  # the achievement began before its end
        ("disciplined", date(2025, 12, 31), MET),
    ],
)
def test_of_who_is_disciplined_achievements_count_from_its_end(
    place, person, status, ended, outcome
):
    case(
        place.parent, honouree=person, status=status, begun_on=date(2025, 6, 1),
        ended_on=ended, settled_by_paper="Kết luận 3",
    )  # fmt: skip
    assert only(propose(place, honouree=person), "discipline")[0] == outcome


def test_whoever_asks_is_told_the_same_behind_the_fence():
    """The engine reads what the fence hides; a person of another unit must get the same line."""
    here = ward()
    person = HonoureeFactory(unit=here.unit)
    case(here.unit, honouree=person)
    office = UnitFactory(parent=here.unit, quiet=True)
    reporter = MembershipFactory(unit=office, role="reporter").user
    proposal = propose(office, honouree=person)
    outside = weigh([proposal], NOW)

    with fence.raised():
        fence.admit(reporter)
        inside = weigh([proposal], NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role')")
            assert cursor.fetchone() != ("none",)

    assert inside == outside
    assert NEUTRAL in {one.says for one in inside[proposal.pk]}


# ---- the unit -----------------------------------------------------------------------------------


def test_a_unit_that_is_no_more(place):
    gone = UnitFactory(parent=place.parent, quiet=True, valid_to=date(2026, 6, 30))
    assert only(propose(place, "ttldtt", collective=gone), "dissolved") == (
        COUNCIL, f"{gone} đã kết thúc hoạt động từ sau ngày 30/06/2026.",
    )  # fmt: skip
    assert only(propose(place, "ttldtt", collective=place), "dissolved")[0] == MET


def test_fifteen_percent_of_the_unit(place):
    rule(
        "cap", award=award("cstd-co-so"), of_award=award("ldtt"), share=15,
        authority=place.parent,
    )  # fmt: skip
    for _ in range(13):
        propose(place, "ldtt")
    propose(place, "ldtt", status="withdrawn", withdrawn_because="Rút")
    propose(place, "ldtt", period_to=date(2025, 12, 31), period_from=None)
    first = propose(place, "cstd-co-so")
    assert only(first, "cap") == (
        MET,
        "Đơn vị đề nghị 1 Chiến sĩ thi đua cơ sở trên 13 Lao động tiên tiến năm 2026; 15% là 1.",
    )
    propose(place, "cstd-co-so")
    assert only(first, "cap")[0] == COUNCIL
    # Another unit's are another's.
    assert line(propose(place, "ldtt"), "cap") == []


def test_a_number_of_the_unit(place):
    rule("cap", award=award("giay-khen-xa"), count=1, authority=place.parent)
    one = propose(place)
    assert only(one, "cap")[0] == MET
    propose(place)
    assert only(one, "cap") == (
        COUNCIL,
        "Đơn vị đề nghị 2 Giấy khen của Chủ tịch UBND cấp xã năm 2026; được 1.",
    )


def test_results_of_the_campaign(place):
    joined = ParticipationFactory(
        unit=place, campaign=CampaignFactory(host=place.parent)
    )
    campaign = joined.campaign
    for name, result in (("Tuyến sạch", 12), ("Hộ nghèo", 9), ("Trồng cây", None)):
        AllocationFactory(
            participation=joined, result=result, result_on=date(2026, 9, 30),
            indicator=IndicatorFactory(campaign=campaign, name=name),
        )  # fmt: skip
    proposal = propose(place, collective=place, campaign=campaign)
    assert only(proposal, "targets") == (
        COUNCIL,
        "1/3 chỉ tiêu được giao đạt, số đã tiếp nhận đến 30/09/2026. Chưa đạt: Hộ nghèo. Chưa có "
        "số liệu: Trồng cây.",
    )
    joined.allocations.update(result=Decimal(10))
    assert only(proposal, "targets")[0] == MET
    assert line(propose(place, campaign=campaign), "targets") == []


def test_registration_informs_and_never_more(place):
    joined = ParticipationFactory(
        unit=place, campaign=CampaignFactory(host=place.parent)
    )
    call = RegistrationCallFactory(
        campaign=joined.campaign, what="mô hình", due_on=date(2026, 3, 1)
    )
    proposal = propose(place, campaign=joined.campaign)
    assert only(proposal, "registration") == (MET, "Đơn vị chưa đăng ký: mô hình.")
    given = UndertakingFactory(
        participation=joined, call=call, status="submitted", submitted_by=joined_by(),
        submitted_at=make_aware(datetime(2026, 2, 1, 9)),
    )  # fmt: skip
    assert only(proposal, "registration")[1] == (
        "Đơn vị đã đăng ký đúng hạn 1 nội dung phong trào yêu cầu."
    )
    type(given).objects.filter(pk=given.pk).update(
        submitted_at=make_aware(datetime(2026, 3, 2, 9))
    )
    assert "1 nội dung gửi sau hạn" in only(proposal, "registration")[1]


def joined_by():
    return ward().officer


def test_who_proposes_themselves(place):
    officer = ward().officer
    own = HonoureeFactory(unit=place, account=officer)
    assert only(propose(place, honouree=own, created_by=officer), "conflict") == (
        COUNCIL, "Người lập, người xác nhận đề nghị chính là người được đề nghị.",
    )  # fmt: skip
    assert only(propose(place, honouree=own), "conflict")[0] == MET
    assert line(propose(place), "conflict") == []


# ---- words --------------------------------------------------------------------------------------


def test_words_of_another_unit_and_year(place, person):
    other = UnitFactory(parent=place.parent, quiet=True, short_name="Tổ dân phố 9")
    theirs = propose(other, summary=WORDS.upper(), subject_name="Lê Văn Khác")
    proposal = propose(place, honouree=person, summary=WORDS)

    found = [
        one for one in weigh([proposal], NOW)[proposal.pk] if one.rule == "wording"
    ]

    assert [(one.outcome, one.says) for one in found] == [
        (
            COUNCIL,
            "Lời văn trùng 100% với 1 báo cáo thành tích khác đã gửi cơ quan xét; ngưỡng nhắc là "
            "60%.",
        )
    ]
    assert found[0].inside == f"Lê Văn Khác, {other}: 100%."
    Proposal.objects.filter(pk=theirs.pk).update(status="draft")
    assert only(proposal, "wording")[0] == MET


def test_words_of_what_was_conferred_years_ago_on_the_same_person(place, person):
    confer(person, "ldtt", 2023, achievement=WORDS, authority=place.parent)
    proposal = propose(place, honouree=person, summary="", report=WORDS)
    assert only(proposal, "wording")[0] == COUNCIL
    Honour.objects.update(decided_on=date(2020, 1, 1))
    assert only(proposal, "wording")[0] == MET


# ---- the whole ----------------------------------------------------------------------------------


def test_an_authoritys_condition_takes_the_place_of_the_countrys(place, person):
    confer(person, "giay-khen-xa", 2026)
    rule("double", share=60, severity="inform", authority=place.parent)
    assert only(propose(place, honouree=person), "double")[0] == MET
    other = UnitFactory(parent=UnitFactory(), quiet=True)
    assert only(propose(other, honouree=person), "double")[0] == COUNCIL


def test_of_a_draft_that_says_nothing_yet_nothing_is_said(place):
    blank = propose(place, status="draft", award=None)
    nobody = propose(place, status="draft", honouree=None)
    assert weigh([blank, nobody], NOW) == {blank.pk: [], nobody.pk: []}
    assert weigh([]) == {}


def test_a_kind_without_a_rule_is_not_looked_at(place):
    early = date(2023, 12, 31)
    assert weigh([propose(place)], early) != {}
    assert all(not lines for lines in weigh([propose(place)], early).values())


def test_the_order_and_the_company_make_no_difference(place, person):
    campaign = CampaignFactory()
    for year in (2023, 2024, 2025):
        confer(person, year=year)
    rows = [
        propose(place, code, honouree=person, campaign=campaign, summary=WORDS)
        for code in ("cstd-tinh", "ldtt", "giay-khen-xa", "bang-khen-ttg")
    ]
    together = weigh(rows, NOW)
    assert together == weigh(rows[::-1], NOW)
    assert together == {row.pk: weigh([row], NOW)[row.pk] for row in rows}


def filled(place, count):
    campaign = CampaignFactory(host=place.parent)
    rows = []
    for number in range(count):
        unit = UnitFactory(parent=place.parent, quiet=True)
        joined = ParticipationFactory(unit=unit, campaign=campaign)
        AllocationFactory(participation=joined, result=3)
        RegistrationCallFactory(campaign=campaign)
        person = HonoureeFactory(unit=unit)
        confer(
            person, year=2025, achievement=f"{WORDS} {number}", authority=place.parent
        )
        case(place.parent, honouree=person)
        rows.append(
            propose(
                unit, "cstd-tinh", honouree=person, campaign=campaign, summary=WORDS
            )
        )
        rows.append(propose(unit, "ttldtt", collective=unit, campaign=campaign))
    return rows


@pytest.mark.parametrize("count", [1, 3, 50])
def test_many_cost_what_one_costs(place, count):
    rule("cap", award=award("cstd-tinh"), count=1, authority=place.parent)
    rule("interval", months=12, authority=place.parent)
    rows = filled(place, count)
    with CaptureQueriesContext(connection) as asked:
        found = weigh(rows, NOW)
    assert len(asked) == 14
    kinds = {one.rule for lines in found.values() for one in lines}
    # Of papers the list of the dossier tells.
    assert kinds == set(EligibilityRule.Kind.values) - {"dossier", "conflict"}


def test_every_line_says_its_basis_and_day(place, person):
    for lines in weigh(filled(place, 1), NOW).values():
        for one in lines:
            assert one.clause
            assert one.on <= NOW + timedelta(days=1)
            assert one.says.endswith(".")
            assert one.title


# ---- the card ----------------------------------------------------------------------------

MISSING = Verdict(
    "paper-review", "Biên bản bình xét", LACKING, "Còn thiếu: biên bản bình xét.",
    clause="Luật Thi đua, khen thưởng số 06/2022/QH15, Điều 84, Điều 85", on=NOW,
    field="papers",
)  # fmt: skip


def drawn(lines, *, links=False, **more):
    told = {"verdicts": pressing(lines), "tally": Tally.of(lines), "links": links}
    page = render_to_string("awards/eligibility.html#card", told | more)
    return page, " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_card_counts_lists_and_says_why(place, person):
    case(place.parent, honouree=person, basis="Đơn kín 77")
    proposal = propose(place, "cstd-co-so", honouree=person)
    page, told = drawn([MISSING, *weigh([proposal], NOW)[proposal.pk]], links=True)

    assert "3 đạt 1 cần bổ sung 1 Hội đồng xem xét" in told
    assert (
        told.index("Còn thiếu: biên bản")
        < told.index(NEUTRAL)
        < told.index("Chưa có lần")
    )
    assert (
        "Luật Thi đua, khen thưởng số 06/2022/QH15, Điều 84, Điều 85, quy định ngày 27/11/2026"
        in told
    )
    assert 'class="is-bad" x="60.0" y="0" width="20.0"' in page
    assert 'href="#giay-to"' in page
    assert "Đơn kín" not in told


def test_the_card_of_the_authority_shows_what_is_inside(place, person):
    case(place.parent, honouree=person, basis="Đơn kín 77")
    proposal = propose(place, honouree=person)
    _, told = drawn(weigh([proposal], NOW)[proposal.pk], shows_inside=True)
    assert "Đang xác minh từ 01/09/2026: Đơn kín 77." in told


def test_the_card_of_a_draft_that_says_nothing_yet():
    _, told = drawn([])
    assert "Chọn đối tượng và danh hiệu, hình thức đề nghị" in told
