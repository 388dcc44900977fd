"""Suy tôn ở cụm, khối: acts, when and by whom, and what the database refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from awards import actions, cluster_rounds
from awards.actions.acclaim_points import Said
from awards.models import (
    ClusterCheck,
    ClusterChoice,
    ClusterEntry,
    ClusterPoint,
    ClusterRound,
    Proposal,
)
from campaigns.evidence import Kind, Looked
from tests.acclaim_scene import CRITERIA, TODAY, Cluster
from tests.factories import MembershipFactory, Role
from units.errors import Refused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return Cluster()


def results(round_):
    found = ClusterEntry.objects.filter(round=round_).order_by("place", "order", "pk")
    return [(one.unit_name, one.votes, one.place, one.distinction) for one in found]


# ---- the round ----------------------------------------------------------------------------


def test_the_head_opens_a_round_with_its_criteria(here):
    round_ = here.open()

    assert [(one.name, one.maximum, one.kind) for one in round_.criteria.all()] == [
        (one.name, one.maximum, one.kind) for one in CRITERIA
    ]
    line = AuditEntry.objects.filter(action="clusterround.added").get()
    assert line.actor == here.head


@pytest.mark.parametrize("name", ["Tây", "Nam"])
def test_no_other_member_opens_one(here, name):
    here.head = here.people[name]

    with pytest.raises(PermissionDenied):
        here.open()


def test_one_round_a_year_until_it_is_given_up(here):
    first = here.open()
    with pytest.raises(Refused, match="đã có đợt suy tôn của năm này"):
        here.open()

    actions.cancel_acclaim(first.pk, by=here.head, reason="Mở nhầm năm")

    assert here.open().pk != first.pk


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"flag_places": 0, "certificate_places": 0}, "Ghi số Cờ thi đua"),
        ({"least_percent": 101}, "từ 0 đến 100"),
        ({"checks_due": TODAY - timedelta(days=1)}, "không được trước hạn tự chấm"),
        ({"criteria": CRITERIA[2:]}, "ít nhất một tiêu chí"),
    ],
)
def test_what_a_round_cannot_be(here, more, said):
    with pytest.raises(Refused, match=said):
        here.open(**more)


def test_criteria_change_until_somebody_gives_points(here):
    round_ = here.open()
    terms = {
        "year": TODAY.year, "scores_due": TODAY, "checks_due": TODAY, "flag_places": 2,
        "certificate_places": 0, "basis": "Quyết định 10", "least_percent": 50,
        "self_vote": True, "ties_by_points": True,
    }  # fmt: skip

    actions.amend_acclaim(round_.pk, by=here.head, criteria=CRITERIA[:2], **terms)
    round_.refresh_from_db()
    assert (round_.flag_places, round_.criteria.count()) == (2, 2)

    here.score(round_, "Tây", 1, 2)
    with pytest.raises(Refused, match="không đổi tiêu chí được"):
        actions.amend_acclaim(round_.pk, by=here.head, criteria=CRITERIA, **terms)


# ---- points -------------------------------------------------------------------------------


def test_a_member_scores_itself_and_sends(here):
    round_ = here.open()
    entry = here.score(round_, "Tây", "55,5".replace(",", "."), 20, 10, 3)

    [row] = [
        one for one in cluster_rounds.rows_of(round_) if one.unit == here.units["Tây"]
    ]
    assert row.claimed == Decimal("82.5")
    assert row.is_sent
    assert entry.sent_by == here.people["Tây"]
    with pytest.raises(Refused, match="đã gửi nên không sửa được"):
        here.score(round_, "Tây", 1, 1, 1, 1)


def test_points_stay_within_the_criterion(here):
    with pytest.raises(Refused, match="Điểm từ 0 đến 60"):
        here.score(here.open(), "Tây", 61, 1, 1, 1)


def test_somebody_of_another_unit_scores_for_nobody(here):
    round_ = here.open()
    here.people["Tây"] = here.people["Nam"]

    with pytest.raises(PermissionDenied):
        here.score(round_, "Tây", 1, 1, 1, 1)


def test_who_is_no_member_today_gives_no_points(here):
    round_ = here.open()
    here.members["Tây"].valid_to = TODAY - timedelta(days=1)
    here.members["Tây"].save(update_fields=["valid_to"])

    with pytest.raises(Refused, match="không phải thành viên"):
        here.score(round_, "Tây", 1, 1, 1, 1)


def check(here, entry, by, *values, why=""):
    points = {
        one.pk: Said(Decimal(value), why)
        for one, value in zip(entry.points.all(), values, strict=True)
    }
    return actions.cross_check(
        entry.pk, here.units[by].pk, by=here.people[by], points=points
    )


def test_others_check_and_say_why(here):
    round_ = here.open()
    entry = here.score(round_, "Tây", 50, 20, 0, 0)
    with pytest.raises(Refused, match="ghi nhận xét"):
        check(here, entry, "Nam", 45, 20, 0, 0)

    check(here, entry, "Nam", 45, 20, 0, 0, why="Thiếu một chỉ tiêu")
    check(here, entry, "Bắc", 50, 20, 0, 0)
    check(here, entry, "Nam", 44, 20, 0, 0, why="Thiếu hai chỉ tiêu")

    [row] = [
        one for one in cluster_rounds.rows_of(round_) if one.unit == here.units["Tây"]
    ]
    assert (row.proposed, row.checkers) == ((Decimal(64), Decimal(70)), 2)
    with pytest.raises(Refused, match="chính mình"):
        check(here, entry, "Tây", 50, 20, 0, 0)


def test_only_whom_the_head_named_checks(here):
    round_ = here.open()
    entry = here.score(round_, "Tây", 50, 20, 0, 0)
    actions.name_checkers(round_.pk, by=here.head, unit_ids=[here.units["Bắc"].pk])

    check(here, entry, "Bắc", 50, 20, 0, 0)
    with pytest.raises(Refused, match="không được cử"):
        check(here, entry, "Nam", 50, 20, 0, 0)


def test_the_head_settles_with_a_reason(here):
    round_ = here.open()
    entry = here.score(round_, "Tây", 50, 20, 0, 0)
    with pytest.raises(Refused, match="ghi lý do"):
        here.settle(entry, p1=(Decimal(48), ""))

    here.settle(entry, p1=(Decimal(48), "Theo số liệu thống kê"))

    [row] = [
        one for one in cluster_rounds.rows_of(round_) if one.unit == here.units["Tây"]
    ]
    assert (row.claimed, row.settled, row.differs) == (Decimal(70), Decimal(68), True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClusterPoint.objects.filter(entry=entry).update(settled=1, reason="")


def test_given_back_it_is_scored_and_checked_anew(here):
    round_ = here.open()
    entry = here.score(round_, "Tây", 50, 20, 0, 0)
    check(here, entry, "Nam", 50, 20, 0, 0)
    here.settle(entry)

    actions.return_entry(entry.pk, by=here.head, reason="Thiếu minh chứng")

    assert not ClusterCheck.objects.exists()
    assert not ClusterPoint.objects.exclude(settled=None).exists()
    assert here.score(round_, "Tây", 49, 20, 0, 0).sent_at


# ---- the vote -----------------------------------------------------------------------------


def test_the_vote_opens_once_all_points_are_settled(here):
    round_ = here.open()
    with pytest.raises(Refused, match="ít nhất 2"):
        actions.open_acclaim_vote(round_.pk, by=here.head)
    first, second = (here.score(round_, name, 1, 1, 1, 1) for name in ("Tây", "Nam"))
    here.settle(first)
    with pytest.raises(Refused, match="chưa thống nhất điểm của UBND xã Nam"):
        actions.open_acclaim_vote(round_.pk, by=here.head)
    here.settle(second)

    assert actions.open_acclaim_vote(round_.pk, by=here.head).status == "voting"
    with pytest.raises(IntegrityError), transaction.atomic():
        ClusterPoint.objects.update(claimed=2)
    actions.reopen_scoring(round_.pk, by=here.head)


def test_each_member_votes_once_and_not_for_itself(here):
    round_, entries = here.voting()
    with pytest.raises(Refused, match="không bỏ phiếu cho chính mình"):
        here.vote(round_, "Tây", entries["Tây"])
    with pytest.raises(Refused, match="nhiều nhất 2"):
        here.vote(round_, "Tây", entries["Đông"], entries["Nam"], entries["Bắc"])

    ballot = here.vote(round_, "Tây", entries["Nam"])

    with pytest.raises(Refused, match="đã bỏ phiếu"):
        here.vote(round_, "Tây", entries["Nam"])
    with pytest.raises(Refused, match="Đã có đơn vị bỏ phiếu"):
        actions.reopen_scoring(round_.pk, by=here.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClusterChoice.objects.create(round=round_, ballot=ballot, entry=entries["Tây"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ClusterChoice.objects.all().delete()


def test_a_round_may_let_members_vote_for_themselves(here):
    round_, entries = here.voting(self_vote=True)

    assert here.vote(round_, "Tây", entries["Tây"]).choices.count() == 1


def test_only_officers_and_leaders_of_the_member_vote(here):
    round_, entries = here.voting()
    reporter = MembershipFactory(unit=here.units["Tây"], role=Role.REPORTER).user
    for somebody in (reporter, here.leaders["Nam"]):
        here.leaders["Tây"] = somebody
        with pytest.raises(PermissionDenied):
            here.vote(round_, "Tây", entries["Nam"])


def test_who_ends_before_the_vote_has_none_and_gets_none(here):
    round_, entries = here.voting()
    here.vote(round_, "Đông", entries["Nam"], entries["Tây"])
    here.vote(round_, "Bắc", entries["Nam"], entries["Tây"])
    ended = here.units["Nam"]
    ended.valid_to = TODAY - timedelta(days=1)
    ended.save(update_fields=["valid_to"])

    with pytest.raises(Refused, match="không phải thành viên"):
        here.vote(round_, "Nam", entries["Tây"])
    here.close(round_)

    # Four members were; one has ended: three votes there could have been.
    assert ClusterRound.objects.get(pk=round_.pk).voters == 3
    assert results(round_) == [
        ("Xã Tây", 2, 1, "flag"),
        ("Xã Đông", 0, 2, ""),
        ("Xã Bắc", 0, 2, ""),
        ("Xã Nam", None, None, ""),
    ]


def test_the_result_by_votes(here):
    round_, entries = here.voting()
    here.vote(round_, "Đông", entries["Tây"], entries["Nam"])
    here.vote(round_, "Tây", entries["Nam"])
    here.vote(round_, "Bắc", entries["Tây"], entries["Nam"])

    here.close(round_)

    assert results(round_)[:2] == [
        ("Xã Nam", 3, 1, "flag"),
        ("Xã Tây", 2, 2, "certificate"),
    ]
    with pytest.raises(Refused, match="không bỏ phiếu được"):
        here.vote(round_, "Nam", entries["Tây"])


def test_less_than_the_least_share_is_honoured_with_nothing(here):
    round_, entries = here.voting(least_percent=50)
    here.vote(round_, "Đông", entries["Tây"], entries["Nam"])
    here.vote(round_, "Bắc", entries["Tây"])

    here.close(round_)

    assert results(round_)[:2] == [("Xã Tây", 2, 1, "flag"), ("Xã Nam", 1, 2, "")]


def test_equals_at_the_edge_are_voted_on_again(here):
    round_, entries = here.voting()
    here.vote(round_, "Đông", entries["Tây"], entries["Nam"])
    east, west = entries["Tây"].pk, entries["Nam"].pk
    with pytest.raises(Refused, match="Biểu quyết lại giữa các đơn vị này"):
        here.close(round_)
    with pytest.raises(Refused, match="kết quả biểu quyết lại"):
        here.close(round_, order={west: 1, east: 2})

    here.close(round_, order={west: 1, east: 2}, order_reason="Xã Nam 3/4 phiếu")

    assert results(round_)[:2] == [
        ("Xã Nam", 1, 1, "flag"),
        ("Xã Tây", 1, 1, "certificate"),
    ]


def test_points_decide_where_the_round_says_so(here):
    round_, entries = here.voting(ties_by_points=True)
    here.vote(round_, "Đông", entries["Tây"], entries["Nam"])

    here.close(round_)

    assert results(round_)[:2] == [
        ("Xã Tây", 1, 1, "flag"),
        ("Xã Nam", 1, 2, "certificate"),
    ]


# ---- proposals ----------------------------------------------------------------------------


def paper():
    content = b"%PDF-1.7 bien ban"
    return Looked(
        kind=Kind.PDF, name="Bien-ban-suy-ton.pdf", content=content, sha256="0" * 64
    )


def test_who_was_honoured_has_a_draft_with_the_minutes(here):
    round_, entries = here.voting()
    here.vote(round_, "Đông", entries["Tây"], entries["Nam"])
    here.vote(round_, "Bắc", entries["Tây"])
    with pytest.raises(Refused, match="không lập đề nghị"):
        actions.propose_acclaimed(round_.pk, by=here.head, minutes=paper())
    here.close(round_)

    drafts = actions.propose_acclaimed(round_.pk, by=here.head, minutes=paper())

    assert [
        (one.unit, one.collective, one.authority, one.status) for one in drafts
    ] == [
        (here.units["Tây"], here.units["Tây"], here.top, "draft"),
        (here.units["Nam"], here.units["Nam"], here.top, "draft"),
    ]
    assert "2/4 phiếu, xếp hạng 1" in drafts[0].summary
    assert [one.paper for one in drafts[0].papers.all()] == ["review"]
    assert drafts[0] in Proposal.objects.visible_to(here.people["Tây"])
    assert drafts[0] not in Proposal.objects.visible_to(here.people["Bắc"])
    with pytest.raises(Refused, match="đều đã có đề nghị"):
        actions.propose_acclaimed(round_.pk, by=here.head, minutes=paper())
