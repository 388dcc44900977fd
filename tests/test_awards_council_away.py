"""Phiên họp mang đi: held elsewhere, handed in whole, once, or taken back."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from awards import actions
from awards.council import recorded
from awards.models import (
    Attendance,
    BallotRound,
    BallotTaken,
    PaperCount,
    Recusal,
    SessionLeave,
)
from tests.council_scene import Sitting
from units.errors import Refused
from units.models import AuditEntry
from units.narrating import of_audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Sitting(5, proposals=2)


def away(place, **more):
    session = place.running(**more)
    leave = actions.take_session_away(
        session.pk, by=place.secretary, device="Máy phòng họp"
    )
    return session, leave


class Laptop:
    """What the laptop writes down, a second apart."""

    def __init__(self, place, session):
        self.place, self.session, self.told = place, session, []
        self.at = now()

    def note(self, do, **more):
        self.at += timedelta(milliseconds=1)
        self.told.append({"at": self.at.isoformat(), "do": do, **more})
        return self

    def vote(self, item, counts, second=None, *, passed, by=1, seats=None, **close):
        seats = seats or self.place.seats
        self.note("vote", item=item.pk, reason="")
        self.note("paper", item=item.pk, seats=[one.pk for one in seats])
        self.note(
            "count", item=item.pk, first=counts, second=second or counts,
            second_by=self.place.users[by].pk,
        )  # fmt: skip
        return self.note("close", item=item.pk, passed=passed, **close)

    def hand_in(self, leave, by=None):
        return actions.return_session(
            self.session.pk, by=by or self.place.secretary, key=str(leave.key),
            events=recorded.read(json.dumps(self.told)),
        )  # fmt: skip


def test_nothing_changes_while_it_is_away(place):
    session, _leave = away(place)
    item = place.items(session)[0]
    row = session.attendances.first()
    for act in (
        lambda: actions.open_rounds(session.pk, by=place.secretary, item_ids=[item.pk]),
        lambda: place.mark(session, place.seats[1], "absent"),
        lambda: actions.answer_invitation(session.pk, by=place.users[1], answer="come"),
        lambda: actions.declare_recusal(item.pk, by=place.users[1], reason="x"),
        lambda: actions.finish_session(session.pk, by=place.secretary),
        lambda: actions.defer_item(item.pk, by=place.secretary, words="x"),
        lambda: actions.take_session_away(
            session.pk, by=place.secretary, device="Khác"
        ),
    ):
        with pytest.raises(Refused, match="mang đi trên máy “Máy phòng họp”"):
            act()
    for change in (
        lambda: BallotRound.objects.create(
            item=item, number=1, opened_by=place.secretary
        ),
        lambda: Attendance.objects.filter(pk=row.pk).update(presence="absent"),
        lambda: Recusal.objects.create(
            item=item, seat=place.seats[0], reason="x", recorded_by=place.secretary
        ),
        lambda: type(session).objects.filter(pk=session.pk).update(status="minutes"),
        lambda: SessionLeave.objects.create(
            session=session, device="Khác", taken_by=place.secretary
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_what_was_recorded_is_done_by_the_same_acts_at_its_times(place):
    session, leave = away(place)
    first, second = place.items(session)
    laptop = Laptop(place, session)
    row = session.attendances.get(seat=place.seats[4])
    laptop.note("mark", row=row.pk, presence="absent")
    laptop.note("absence", row=row.pk, reason="ốm")
    laptop.note("recuse", item=second.pk, seat=place.seats[3].pk, reason="cùng tổ")
    laptop.vote(first, [4, 0, 0], passed=True, seats=place.seats[:4])
    opened = laptop.told[3]["at"]
    laptop.note("conclude", item=first.pk, words="")
    laptop.vote(second, [2, 1, 0], passed=False, seats=place.seats[:3])
    laptop.note("conclude", item=second.pk, words="Thành tích chưa rõ.")
    laptop.note("finish")

    laptop.hand_in(leave)

    session.refresh_from_db()
    assert (session.status, session.finished_at.isoformat()) == (
        "minutes", laptop.told[-1]["at"]
    )  # fmt: skip
    assert [place.status(0), place.status(1)] == ["passed", "rejected"]
    round_ = first.rounds.get()
    assert round_.opened_at.isoformat() == opened
    assert (round_.agreed, round_.present, round_.members, round_.passed) == (
        4, 4, 5, True
    )  # fmt: skip
    assert second.rounds.get().recused_present == 1
    assert place.again(row).answer_reason == "ốm"
    assert {one.entered_by for one in PaperCount.objects.filter(round=round_)} == {
        place.secretary, place.users[1]
    }  # fmt: skip
    line = AuditEntry.objects.get(action="ballotround.added", subject_id=round_.pk)
    assert (line.actor, line.detail["recorded_at"]) == (place.secretary, opened)
    [told] = of_audit([line])
    assert [one.label for one in told.changes][-1] == "Ghi ngoài mạng lúc"
    assert "nộp lúc" in told.changes[-1].after


def test_the_same_twice_counts_once_and_another_is_refused(place):
    session, leave = away(place)
    laptop = Laptop(place, session).vote(
        place.items(session)[0], [5, 0, 0], passed=True
    )
    laptop.hand_in(leave)
    before = AuditEntry.objects.count()
    laptop.hand_in(leave)
    assert (BallotRound.objects.count(), AuditEntry.objects.count()) == (1, before)
    laptop.note("finish")
    with pytest.raises(actions.Over, match="đã nộp từ trước"):
        laptop.hand_in(leave)


def test_what_cannot_be_done_is_told_item_by_item_and_nothing_is_written(place):
    session, leave = away(place)
    first, second = place.items(session)
    laptop = Laptop(place, session).vote(first, [5, 0, 0], [4, 1, 0], passed=True)
    laptop.note("conclude", item=first.pk, words="")
    laptop.vote(second, [0, 5, 0], passed=False)
    laptop.note("conclude", item=second.pk, words="")
    laptop.note("finish")
    with pytest.raises(actions.Problems) as found:
        laptop.hand_in(leave)
    assert [item for item, _ in found.value.found] == [first.pk, second.pk]
    assert "Hai người nhập số phiếu giấy khác nhau" in found.value.found[0][1]
    assert "Ghi lý do không thông qua" in found.value.found[1][1]
    assert BallotTaken.objects.count() == 0
    assert place.again(leave).is_away

    mended = Laptop(place, session).vote(first, [5, 0, 0], passed=True)
    mended.note("mended", item=first.pk, reason="Nhập nhầm")
    mended.hand_in(leave)
    assert first.rounds.get().passed
    line = AuditEntry.objects.get(action="agendaitem.mended")
    assert line.detail["reason"] == "Nhập nhầm"


def test_another_result_than_the_laptop_showed_is_refused(place):
    session, leave = away(place)
    laptop = Laptop(place, session).vote(
        place.items(session)[0], [3, 2, 0], passed=True
    )
    with pytest.raises(actions.Problems) as found:
        laptop.hand_in(leave)
    assert "khác với kết quả đã hiện" in found.value.found[0][1]


def test_the_second_counter_is_another_member_who_may_count(place):
    session, leave = away(place)
    item = place.items(session)[0]
    for who in (place.secretary, Sitting(1, proposals=0).users[0]):
        laptop = Laptop(place, session)
        laptop.vote(item, [5, 0, 0], passed=True)
        laptop.told[2]["second_by"] = who.pk
        with pytest.raises(actions.Problems) as found:
            laptop.hand_in(leave)
        assert "Người kiểm phiếu thứ hai" in found.value.found[0][1]


def test_taken_back_it_goes_on_here_and_the_laptop_is_refused(place):
    session, leave = away(place)
    laptop = Laptop(place, session).note("finish")
    with pytest.raises(PermissionDenied):
        actions.recall_session(session.pk, by=place.users[1], reason="Hỏng máy")
    with pytest.raises(Refused, match="Ghi lý do"):
        actions.recall_session(session.pk, by=place.users[0], reason=" ")
    actions.recall_session(session.pk, by=place.users[0], reason="Hỏng máy.")
    with pytest.raises(actions.Over, match="đã lấy lại phiên họp: Hỏng máy"):
        laptop.hand_in(leave)
    place.opened(session, 0)  # it goes on here


def test_only_who_took_it_hands_it_in_and_only_by_its_key(place):
    session, leave = away(place)
    laptop = Laptop(place, session)
    with pytest.raises(PermissionDenied):
        laptop.hand_in(leave, by=place.users[1])
    leave.key = "khong"
    with pytest.raises(Refused, match="không giữ bản mang đi"):
        laptop.hand_in(leave)


def test_what_does_not_go_along(place):
    session = place.running(kind="mixed")
    with pytest.raises(Refused, match="có mặt"):
        actions.take_session_away(session.pk, by=place.secretary, device="M")
    other = Sitting(3)
    session = other.running()
    other.opened(session, 0)
    with pytest.raises(Refused, match="lượt biểu quyết đang mở"):
        actions.take_session_away(session.pk, by=other.secretary, device="M")


def test_a_session_opened_without_network_takes_the_rules_of_that_day(place):
    session = place.planned()
    actions.invite(session.pk, by=place.secretary)
    leave = actions.take_session_away(session.pk, by=place.secretary, device="M")
    laptop = Laptop(place, session).note("open")
    for row in session.attendances.all():
        laptop.note("mark", row=row.pk, presence="present")
    item = place.items(session)[0]
    laptop.vote(item, [5, 0, 0], passed=True)
    laptop.hand_in(leave)
    assert place.again(session).opened_at.isoformat() == laptop.told[0]["at"]
    assert place.again(item).rounds.get().passed


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[1]", '[{"at": "2026-11-01", "do": "finish"}]',
        '[{"at": "2026-11-01T08:00:00+07:00", "do": "khong"}]',
        '[{"at": "2026-11-01T08:00:00+07:00", "do": "mark", "row": "1", "presence": ""}]',
        '[{"at": "2026-11-01T08:00:00+07:00", "do": "count", "item": 1, "first": [1],'
        ' "second": [1], "second_by": 1}]',
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused(text):
    with pytest.raises(Refused, match="Không đọc được dữ liệu"):
        recorded.read(text)
