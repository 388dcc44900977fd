"""Hội đồng: from the term to the closed session, and what is refused on the way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from awards import actions
from awards.models import (
    AgendaItem,
    BallotBox,
    BallotRound,
    BallotSlip,
    BallotTaken,
    CouncilRule,
    CouncilSession,
    CouncilTerm,
    NamedVote,
    PaperCount,
    Proposal,
    Seat,
)
from tests.council_scene import Sitting
from tests.factories import MembershipFactory, Role, UserFactory
from tests.factories.council import CouncilRuleFactory, ProposalFactory
from tests.rule_books import unlocked
from units.errors import Refused
from units.models import AuditEntry
from units.wording import vn_date

pytestmark = pytest.mark.django_db
TODAY = localdate()
DAY = timedelta(days=1)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*args, **kwargs)
    return str(refusal.value)


# ---- composition -----------------------------------------------------------------------------


def test_a_new_term_ends_the_one_before_with_its_seats():
    place = Sitting(2)

    term = actions.lay_term(
        place.council.pk, by=place.secretary, reference="20/QĐ-UBND", decided_on=TODAY,
        valid_from=TODAY,
    )  # fmt: skip

    assert CouncilTerm.objects.get(pk=place.term.pk).valid_to == TODAY - DAY
    ends = Seat.objects.filter(term=place.term).values_list("valid_to", flat=True)
    assert set(ends) == {TODAY - DAY}
    assert list(CouncilTerm.objects.of_council(place.council)) == [term, place.term]


def test_one_chair_at_a_time_also_round_python():
    place = Sitting(2)

    said = refused(
        actions.add_seat,
        place.term.pk,
        by=place.secretary,
        position="chair",
        name="Bà Hai",
    )
    assert said == (
        "Hội đồng đã có Chủ tịch trong thời gian này. Cho thôi Chủ tịch cũ trước."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=place.seats[1].pk).update(position="chair")

    actions.end_seat(place.seats[0].pk, by=place.secretary, last_day=TODAY - DAY)
    seat = actions.add_seat(
        place.term.pk, by=place.secretary, position="chair", name=" Bà Hai "
    )
    assert (seat.name, seat.valid_from, seat.votes) == ("Bà Hai", TODAY, True)


def test_a_seat_is_of_somebody_with_a_role_at_the_council():
    place = Sitting(1)
    stranger = UserFactory()

    said = refused(
        actions.add_seat, place.term.pk, by=place.secretary, position="member",
        account_id=stranger.pk,
    )  # fmt: skip
    assert said.startswith("Tài khoản này không giữ vai trò nào ở Hội đồng.")
    said = refused(
        actions.add_seat, place.term.pk, by=place.secretary, position="member"
    )
    assert said == "Chọn tài khoản hoặc ghi họ và tên thành viên."

    member = MembershipFactory(unit=place.council, role=Role.MEMBER).user
    seat = actions.add_seat(
        place.term.pk, by=place.secretary, position="member", account_id=member.pk
    )
    assert (seat.name, seat.account) == (member.full_name, member)
    said = refused(
        actions.add_seat, place.term.pk, by=place.secretary, position="vice",
        account_id=member.pk,
    )  # fmt: skip
    assert said == "Người này đã là thành viên Hội đồng trong thời gian này."


def test_ending_a_seat_never_prolongs_it():
    place = Sitting(2)
    seat = place.seats[1]
    last = TODAY + 30 * DAY
    actions.end_seat(seat.pk, by=place.secretary, last_day=last)

    said = refused(actions.end_seat, seat.pk, by=place.secretary, last_day=last + DAY)
    assert said.startswith(f"Ghế này hết hạn ngày {vn_date(last)};")
    Seat.objects.filter(pk=seat.pk).update(valid_to=TODAY - DAY)
    said = refused(actions.end_seat, seat.pk, by=place.secretary, last_day=TODAY - DAY)
    assert said == f"{seat.name} đã thôi từ ngày {vn_date(TODAY - DAY)}."


def test_two_councils_never_vote_in_one_session():
    place = Sitting(2)
    session = place.planned()
    actions.invite(session.pk, by=place.secretary)
    actions.lay_term(
        place.council.pk, by=place.secretary, reference="20/QĐ-UBND", decided_on=TODAY,
        valid_from=TODAY,
    )  # fmt: skip

    for act in (actions.invite, actions.open_session):
        assert refused(act, session.pk, by=place.secretary) == (
            "Giấy mời đã gửi cho thành viên của nhiệm kỳ khác. Hủy phiên họp này, lập phiên "
            "mới rồi mời thành viên của nhiệm kỳ đang có hiệu lực."
        )
    assert place.again(session).status == "invited"


# ---- the session -----------------------------------------------------------------------------


def test_from_the_plan_to_the_end():
    place = Sitting(5)
    session = place.running()

    [item] = place.items(session)
    assert (item.threshold, item.denominator, item.ballot, item.rule_basis) == (
        Decimal(80), "members", "secret", place.rule.basis,
    )  # fmt: skip
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "agree", "agree", "against")
    round_ = place.closed(round_)
    assert (
        round_.members, round_.present, round_.taken_count, round_.agreed,
        round_.against, round_.blank, round_.passed,
    ) == (5, 5, 5, 4, 1, 0, True)  # fmt: skip
    assert place.status() == "ready"

    actions.conclude_item(item.pk, by=place.secretary, words="Nhất trí.")
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.conclusion) == ("passed", "Nhất trí.")
    actions.finish_session(session.pk, by=place.secretary)
    actions.close_session(session.pk, by=place.secretary)
    session.refresh_from_db()
    assert session.status == "closed"
    assert AgendaItem.objects.get().released_at is not None
    told = AuditEntry.objects.filter(subject="awards.CouncilSession").order_by("pk")
    assert list(told.values_list("action", flat=True)) == [
        "councilsession.added", "councilsession.invited", "councilsession.running",
        "councilsession.minutes", "councilsession.closed",
    ]  # fmt: skip


def test_numbers_run_in_a_council_and_a_year():
    place, other = Sitting(1), Sitting(1)

    assert [place.planned().number, other.planned().number] == [1, 1]
    place.proposals = []
    assert place.planned().number == 2


def test_a_proposal_is_in_one_open_session():
    place = Sitting(1)
    first = place.planned()
    [item] = place.items(first)
    with pytest.raises(Refused, match="vừa vào phiên họp khác"), transaction.atomic():
        place.planned()
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(
            session=first, position=9, proposal=place.proposals[0]
        )

    actions.cancel_session(first.pk, by=place.secretary, reason="Trùng lịch")
    assert place.items(place.planned())[0].proposal_id == item.proposal_id


def test_what_is_not_ready_is_not_weighed():
    place = Sitting(1, proposals=0)
    other = ProposalFactory()  # of another authority
    sent = ProposalFactory(authority=place.ward, status="appraising")
    session = place.planned()

    for proposal in (other, sent):
        said = refused(
            actions.add_proposals, session.pk, by=place.secretary,
            proposal_ids=[proposal.pk],
        )  # fmt: skip
        assert "không còn đủ điều kiện trình" in said


def test_an_invitation_is_answered_by_whom_it_is_for():
    place = Sitting(3)
    session = place.planned()
    actions.invite(session.pk, by=place.secretary)
    assert session.attendances.count() == 4

    said = refused(
        actions.answer_invitation, session.pk, by=place.users[1], answer="absent"
    )
    assert said == "Ghi lý do vắng mặt."
    row = actions.answer_invitation(
        session.pk, by=place.users[1], answer="absent", reason=" Đi công tác "
    )
    assert (row.seat, row.answer_reason) == (place.seats[1], "Đi công tác")
    said = refused(
        actions.answer_invitation, session.pk, by=place.users[2], answer="writing"
    )
    assert said.startswith("Phiên họp này không lấy ý kiến bằng văn bản.")
    outsider = MembershipFactory(unit=place.council, role=Role.MEMBER).user
    said = refused(actions.answer_invitation, session.pk, by=outsider, answer="come")
    assert said == "Anh/chị không có ghế trong Hội đồng ở phiên họp này."
    assert refused(actions.invite, session.pk, by=place.secretary) == (
        "Mọi thành viên đã được mời."
    )


def test_the_secretary_answers_for_who_has_no_account():
    place = Sitting(2, without_account=1)
    session = place.planned("mixed")
    actions.invite(session.pk, by=place.secretary)
    row = session.attendances.get(seat=place.seats[2])
    answer = {"by": place.secretary, "answer": "absent"}
    said = refused(actions.record_answer, session.pk, row.pk, **answer)
    assert said == "Ghi lý do vắng mặt."
    actions.record_answer(session.pk, row.pk, **answer, reason="Ốm")
    actions.record_answer(session.pk, row.pk, by=place.secretary, answer="writing")
    place.come(session, 2)
    actions.open_session(session.pk, by=place.secretary)
    [round_] = place.opened(session)
    # The opinion comes in an envelope.
    [taken] = actions.give_paper(
        session.pk, place.seats[2].pk, by=place.secretary, round_ids=[round_.pk]
    )
    assert taken.way == "paper"


def test_no_round_without_a_quorum():
    place = Sitting(7)
    session = place.running(present=4)

    [item] = place.items(session)
    said = refused(
        actions.open_rounds, session.pk, by=place.secretary, item_ids=[item.pk]
    )
    assert said == (
        "Chưa đủ thành viên dự họp: có 4/7, cần ít nhất 5 (2/3 tổng số thành viên). Điểm "
        "danh đủ rồi mở lượt biểu quyết."
    )
    place.mark(session, place.seats[4], "present")
    assert len(place.opened(session)) == 1


def test_where_there_is_no_rule_nothing_is_assumed():
    place = Sitting(3, proposals=2, ruled=False)
    session = place.running()
    first, second = place.items(session)
    assert not first.has_rule
    said = refused(
        actions.open_rounds, session.pk, by=place.secretary, item_ids=[first.pk]
    )
    assert said.startswith("Chưa có quy định bỏ phiếu cho")

    given = {
        "threshold": Decimal(50), "operator": "more_than", "denominator": "present",
        "ballot": "open", "quorum_parts": 1, "quorum_of": 2,
    }  # fmt: skip
    said = refused(actions.enter_rule, first.pk, by=place.secretary, basis=" ", **given)
    assert said.startswith("Ghi căn cứ:")
    amount = actions.enter_rule(
        first.pk, by=place.secretary, basis="Quy chế 15", to_all=True, **given
    )
    assert amount == 2
    assert place.again(second).rule_basis == "Quy chế 15"
    place.opened(session)
    said = refused(
        actions.enter_rule, first.pk, by=place.secretary, basis="Quy chế 16", **given
    )
    assert said == "Đề nghị này đã được biểu quyết nên giữ nguyên quy định."
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=first.pk).update(threshold=1)


def test_a_rule_changed_afterwards_changes_no_session():
    place = Sitting(3)
    session = place.running()
    place.rule.threshold = 90
    with unlocked(CouncilRule):
        place.rule.save(update_fields=["threshold"])

    assert place.items(session)[0].threshold == Decimal(80)


def test_the_nearest_rule_holds():
    place = Sitting(1)
    every = CouncilRuleFactory(award=None, threshold=50, authority=place.ward)
    assert place.items(place.running())[0].threshold == Decimal(50)

    other = Sitting(1, ruled=False)
    CouncilRuleFactory(award=None, threshold=51, authority=other.ward)
    CouncilRuleFactory(award=place.rule.award, threshold=66, authority=other.ward)
    CouncilRuleFactory(threshold=99, authority=place.ward)
    assert other.items(other.running())[0].threshold == Decimal(66)
    every.refresh_from_db()


# ---- ballots ---------------------------------------------------------------------------------


def test_pressed_twice_it_counts_once():
    place = Sitting(3)
    session = place.running()
    [round_] = place.opened(session)
    place.cast(round_, "agree")

    said = refused(
        actions.cast, session.pk, by=place.users[0], choices={round_.pk: "against"}
    )
    assert said.startswith(f"Phiếu của {place.seats[0].name} về")
    place.cast(round_, "agree", "agree", first=1)
    closed = place.closed(round_)
    assert (closed.agreed, closed.against, BallotSlip.objects.count()) == (3, 0, 3)


def test_a_receipt_finds_its_own_slip():
    place = Sitting(3)
    [round_] = place.opened(place.running())
    receipts = place.cast(round_, "agree", "against", "blank")
    assert BallotSlip.objects.count() == 0
    place.closed(round_)

    from awards.council import urn  # noqa: PLC0415 beside what it checks

    found = [
        BallotSlip.objects.get(mark=urn.mark_of(round_.pk, one.code.lower())).choice
        for one in receipts
    ]
    assert found == ["agree", "against", "blank"]
    assert not BallotBox.objects.exists()


def test_who_is_not_there_does_not_vote():
    place = Sitting(4)
    session = place.running(present=3)
    [round_] = place.opened(session)

    said = refused(
        actions.cast, session.pk, by=place.users[3], choices={round_.pk: "agree"}
    )
    assert said == (
        "Anh/chị chưa được điểm danh có mặt. Báo thư ký điểm danh rồi bỏ phiếu."
    )
    said = refused(
        actions.cast, session.pk, by=place.secretary, choices={round_.pk: "agree"}
    )
    assert said == "Anh/chị không có quyền biểu quyết ở Hội đồng này."
    assert not BallotTaken.objects.exists()


def test_several_rounds_are_cast_all_or_none():
    place = Sitting(3, proposals=3)
    session = place.running()
    rounds = place.opened(session)
    assert len(rounds) == 3
    place.closed(rounds[1])

    everything = {round_.pk: "agree" for round_ in rounds}
    said = refused(actions.cast, session.pk, by=place.users[0], choices=everything)
    assert said == "Lượt này đã kiểm phiếu."
    assert not BallotTaken.objects.exists()
    del everything[rounds[1].pk]
    receipts = actions.cast(session.pk, by=place.users[0], choices=everything)
    assert len({one.code for one in receipts}) == 2


def test_a_round_of_another_session_is_none_of_this():
    place, other = Sitting(3), Sitting(3)
    session = place.running()
    [round_] = other.opened(other.running())

    said = refused(
        actions.cast, session.pk, by=place.users[0], choices={round_.pk: "agree"}
    )
    assert said == "Lượt biểu quyết này không thuộc phiên họp đang mở."


def test_an_open_vote_stands_under_its_name():
    place = Sitting(4, without_account=1, ballot="open", denominator="present")
    session = place.running()
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "against")
    last = place.seats[3:]
    actions.record_hands(
        round_.pk, by=place.secretary, choices={seat.pk: "agree" for seat in last}
    )
    assert refused(
        actions.record_hands, round_.pk, by=place.secretary,
        choices={place.seats[0].pk: "against"},
    ).startswith("Phiếu của")  # fmt: skip

    closed = place.closed(round_)
    votes = NamedVote.objects.of_round(round_).for_list()
    assert (votes[0].taken.seat, votes[0].choice) == (place.seats[0], "agree")
    assert (closed.agreed, closed.against, closed.passed) == (4, 1, True)
    assert not BallotSlip.objects.exists()


def test_paper_is_counted_by_two_who_agree():
    place = Sitting(3, without_account=2)
    session = place.running()
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "agree")
    for seat in place.seats[3:]:
        actions.give_paper(
            session.pk, seat.pk, by=place.secretary, round_ids=[round_.pk]
        )
    said = refused(
        actions.give_paper, session.pk, place.seats[0].pk, by=place.secretary,
        round_ids=[round_.pk],
    )  # fmt: skip
    assert said.startswith("Phiếu của")

    def count(by, *numbers):
        agreed, against, blank = numbers
        return actions.count_paper(
            round_.pk, by=by, agreed=agreed, against=against, blank=blank
        )

    said = refused(count, place.secretary, 1, 0, 0)
    assert said == ("Tổng số phiếu phải bằng số phiếu giấy đã phát: 2. Đang nhập: 1.")
    count(place.secretary, 1, 1, 0)
    assert refused(place.closed, round_) == (
        "Có 2 phiếu giấy, mới 1/2 người nhập số đã kiểm. Cần hai người khác nhau cùng nhập."
    )
    count(place.users[1], 2, 0, 0)
    assert "nhập số phiếu giấy khác nhau" in refused(place.closed, round_)
    assert refused(count, place.users[2], 2, 0, 0) == (
        "Đã có hai người nhập số phiếu giấy của lượt này."
    )
    count(place.users[1], 1, 1, 0)
    closed = place.closed(round_)

    assert (closed.agreed, closed.against, closed.taken_count) == (4, 1, 5)
    assert BallotSlip.objects.filter(round=round_).count() == 5
    # Nothing tells any more which of them were of paper.
    counts = PaperCount.objects.values_list("agreed", "against", "blank")
    assert set(counts) == {(None, None, None)}


def test_who_took_paper_votes_no_other_way():
    place = Sitting(3)
    session = place.running()
    [round_] = place.opened(session)
    seat = place.seats[1]
    actions.give_paper(session.pk, seat.pk, by=place.secretary, round_ids=[round_.pk])

    said = refused(
        actions.cast, session.pk, by=place.users[1], choices={round_.pk: "agree"}
    )
    assert "đã nhận phiếu giấy" in said
    actions.take_paper_back(round_.pk, seat.pk, by=place.secretary)
    assert place.cast(round_, "agree", first=1)


# ---- standing aside --------------------------------------------------------------------------


def test_who_stands_aside_neither_votes_nor_runs_the_ballot():
    place = Sitting(5)
    session = place.running()
    [item] = place.items(session)
    actions.declare_recusal(item.pk, by=place.users[0], reason="Vợ được đề nghị")
    recusal = actions.record_recusal(
        item.pk, place.seats[4].pk, by=place.secretary, reason="cùng đơn vị"
    )
    assert not recusal.declared
    said = refused(
        actions.open_rounds, session.pk, by=place.users[0], item_ids=[item.pk]
    )
    assert said.startswith("Anh/chị không tham gia xét đề nghị này;")

    [round_] = place.opened(session)
    said = refused(
        actions.cast, session.pk, by=place.users[4], choices={round_.pk: "agree"}
    )
    assert said == ("Anh/chị không tham gia xét đề nghị này nên không biểu quyết.")
    place.cast(round_, "agree", "agree", "agree", first=1)
    closed = place.closed(round_)
    assert (closed.members, closed.present, closed.recused, closed.recused_present) == (
        5, 5, 2, 2,
    )  # fmt: skip
    assert closed.passed is False  # 3 of 5 members
    assert not BallotRound.objects.visible_to(place.users[4]).exists()
    assert not BallotSlip.objects.visible_to(place.users[4]).exists()
    assert BallotSlip.objects.visible_to(place.users[1]).count() == 3

    actions.conclude_item(item.pk, by=place.secretary, words="Chưa đủ phiếu.")
    actions.finish_session(session.pk, by=place.secretary)
    assert BallotRound.objects.visible_to(place.users[4]).get() == round_


def test_who_has_voted_stands_aside_no_more_in_that_round():
    place = Sitting(3)
    session = place.running()
    [round_] = place.opened(session)
    place.cast(round_, "agree")

    said = refused(
        actions.declare_recusal, round_.item_id, by=place.users[0], reason="Họ hàng"
    )
    assert "đã bỏ phiếu ở lượt gần nhất" in said
    actions.void_round(round_.pk, by=place.secretary, reason="Có người cùng đơn vị")
    actions.declare_recusal(round_.item_id, by=place.users[0], reason="Họ hàng")
    assert not BallotBox.objects.exists()


def test_what_the_minutes_tell_of_standing_aside_stays():
    place = Sitting(3)
    session = place.running()
    [item] = place.items(session)
    recusal = actions.declare_recusal(item.pk, by=place.users[0], reason="Họ hàng")
    actions.defer_item(item.pk, by=place.secretary, words="Chờ hiệp y")
    actions.finish_session(session.pk, by=place.secretary)

    said = refused(
        actions.drop_recusal, recusal.pk, by=place.secretary, reason="Ghi nhầm"
    )
    assert "bỏ việc không tham gia xét" in said
    actions.resume_session(session.pk, by=place.secretary)
    actions.drop_recusal(recusal.pk, by=place.secretary, reason="Ghi nhầm")
    assert place.again(recusal).dropped_at is not None


# ---- again, later, never ---------------------------------------------------------------------


def test_another_round_has_a_reason_and_undoes_the_conclusion():
    place = Sitting(3)
    session = place.running()
    [first] = place.opened(session)
    place.cast(first, "agree", "against", "against")
    assert place.closed(first).passed is False
    said = refused(actions.conclude_item, first.item_id, by=place.secretary)
    assert said == "Ghi lý do không thông qua để đơn vị đề nghị được biết."
    actions.conclude_item(first.item_id, by=place.secretary, words="Chưa rõ số liệu.")
    assert place.status() == "rejected"

    said = refused(
        actions.open_rounds, session.pk, by=place.secretary, item_ids=[first.item_id]
    )
    assert "Ghi lý do biểu quyết lại." in said
    [second] = place.opened(session, reason="Đơn vị bổ sung số liệu")
    assert (second.number, place.status()) == (2, "ready")
    place.cast(second, "agree", "agree", "agree")
    assert place.closed(second).passed is True
    assert actions.conclude_passed(session.pk, by=place.secretary)
    assert place.status() == "passed"
    # The first stays as it was, also round Python.
    assert (place.again(first).agreed, first.slips.count()) == (1, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        BallotRound.objects.filter(pk=first.pk).update(agreed=3, against=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        first.slips.update(choice="agree")

    actions.finish_session(session.pk, by=place.secretary)
    assert refused(
        actions.open_rounds, session.pk, by=place.secretary, item_ids=[first.item_id],
        reason="Lại",
    ) == (
        f"Phiên họp số 1/{TODAY.year} đang ở tình trạng “Chờ ký biên bản” nên không mở lượt "
        "biểu quyết được."
    )  # fmt: skip


def test_what_is_deferred_may_come_before_another_session():
    place = Sitting(3)
    session = place.running()
    [item] = place.items(session)
    assert refused(actions.finish_session, session.pk, by=place.secretary) == (
        "Còn 1 đề nghị chưa có kết luận. Ghi kết luận, hoặc để phiên sau."
    )
    actions.defer_item(item.pk, by=place.secretary, words="Chờ hiệp y")
    actions.finish_session(session.pk, by=place.secretary)

    assert place.status() == "ready"
    assert place.items(place.planned())[0].proposal_id == item.proposal_id


def test_a_withdrawn_proposal_is_not_concluded_on():
    place = Sitting(3)
    session = place.running()
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "agree")
    place.closed(round_)
    Proposal.objects.update(status="withdrawn", withdrawn_because="Rút")

    said = refused(actions.conclude_item, round_.item_id, by=place.secretary)
    assert said.startswith("Đề nghị này đang ở tình trạng “Đã rút”")


# ---- in writing ------------------------------------------------------------------------------


def test_in_writing_the_quorum_is_asked_at_the_end():
    place = Sitting(6, denominator="present", threshold=50)
    session = place.running(kind="written")
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "against")
    assert refused(place.closed, round_) == (
        "Mới có 3/6 thành viên dự họp, cho ý kiến; cần ít nhất 4 (2/3 tổng số thành viên). "
        "Chờ thêm, hoặc hủy lượt này."
    )
    place.cast(round_, "against", first=3)
    closed = place.closed(round_)
    assert (closed.present, closed.agreed, closed.passed) == (4, 2, True)


def test_after_the_deadline_no_opinion_is_taken():
    place = Sitting(3)
    session = place.running(kind="written")
    [round_] = place.opened(session)
    CouncilSession.objects.update(opinions_due=now() - timedelta(minutes=1))

    said = refused(
        actions.cast, session.pk, by=place.users[0], choices={round_.pk: "agree"}
    )
    assert said.startswith("Đã hết hạn nhận ý kiến lúc ")


def test_who_writes_counts_in_a_mixed_session_where_the_rule_takes_it():
    place = Sitting(3)
    session = place.planned("mixed")
    actions.invite(session.pk, by=place.secretary)
    actions.answer_invitation(session.pk, by=place.users[2], answer="writing")
    place.come(session, 1)
    actions.open_session(session.pk, by=place.secretary)

    [round_] = place.opened(session)  # one in the room, one who writes, of three
    place.cast(round_, "agree")
    place.cast(round_, "agree", first=2)
    closed = place.closed(round_)
    assert (closed.present, closed.taken_count) == (2, 2)


def test_where_the_rule_takes_no_writing_only_the_room_counts():
    place = Sitting(3, written_opinions=False)
    session = place.planned("mixed")
    actions.invite(session.pk, by=place.secretary)
    actions.answer_invitation(session.pk, by=place.users[2], answer="writing")
    place.come(session, 2)
    actions.open_session(session.pk, by=place.secretary)
    [round_] = place.opened(session)

    said = refused(
        actions.cast, session.pk, by=place.users[2], choices={round_.pk: "agree"}
    )
    assert said == (
        "Quy định về hình thức khen thưởng này không tính ý kiến bằng văn bản."
    )


# ---- the chair -------------------------------------------------------------------------------


def test_where_the_chair_must_agree_a_secret_ballot_asks_for_it_openly():
    place = Sitting(3, chair_agrees=True, threshold=50)
    session = place.running()
    [round_] = place.opened(session)
    place.cast(round_, "agree", "agree", "agree")
    said = refused(place.closed, round_)
    assert said.startswith("Quy định phải có Chủ tịch đồng ý.")
    closed = place.closed(round_, chair_agreed=False)
    assert (closed.agreed, closed.chair_agreed, closed.passed) == (3, False, False)


def test_in_an_open_vote_it_is_the_chairs_own():
    place = Sitting(3, chair_agrees=True, threshold=50, ballot="open")
    [round_] = place.opened(place.running())
    place.cast(round_, "against", "agree", "agree")
    closed = place.closed(round_)
    assert (closed.chair_agreed, closed.passed) == (False, False)


# ---- lost keys -------------------------------------------------------------------------------


def test_a_box_outlives_a_change_of_the_secret_that_is_kept_as_a_fallback(settings):
    place = Sitting(2)
    [round_] = place.opened(place.running())
    place.cast(round_, "agree")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    place.cast(round_, "agree", first=1)
    assert place.closed(round_).agreed == 2


def test_a_box_whose_key_is_lost_is_called_off(settings):
    place = Sitting(2)
    [round_] = place.opened(place.running())
    place.cast(round_, "agree", "agree")
    settings.SECRET_KEY = "another"
    assert refused(place.closed, round_).startswith("Không mở được hòm phiếu")
    actions.void_round(round_.pk, by=place.secretary, reason="Khóa máy chủ đã đổi")
    [again] = place.opened(place.items(round_.item.session)[0].session, reason="Lại")
    assert again.number == 2
