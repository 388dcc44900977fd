"""Giấy mời họp: drafted from the session, signed, sent to every seat, replaced, called off."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from awards import actions
from awards.convoking import mailing
from awards.convoking.paper import content_of
from awards.convoking.standing import force_of, over, why_not_number
from awards.models import (
    Attendance,
    Convocation,
    ConvocationCopy,
    CouncilSession,
    PapersTaken,
    SessionLetter,
)
from reports import actions as reports
from reports import issuing
from reports.checking import Level, check
from reports.models import Document, NumberSeries
from reports.rendering import page_texts, render_preview
from tests.convoking_scene import Convoking
from tests.office import register_certificate, take_keys
from units import audit
from units.errors import Overtaken, Refused
from units.models import User

pytestmark = pytest.mark.django_db
Status = Convocation.Status


@pytest.fixture
def place():
    return Convoking()


def fresh(made):
    return Convocation.objects.for_page().get(pk=made.pk)


def book(thing):
    return [one.action for one in audit.history(thing)][::-1]


def said_of(made):
    return [line.text for line in content_of(fresh(made)).lines]


# ---- lời văn -----------------------------------------------------------------------------


def test_it_is_worded_from_the_session(place):
    session = place.session(planned_at=datetime(2026, 12, 7, 1, 30, tzinfo=UTC))
    actions.add_topic(session.pk, by=place.secretary, topic="Góp ý quy chế")
    made = place.whole(session)
    content = content_of(fresh(made))
    name = place.council.name

    assert content.letterhead.symbol == "GM-HĐTĐKT"
    assert content.title == f"Dự phiên họp số 1/2026 của {name}"
    assert said_of(made)[:7] == [
        f"{name} trân trọng kính mời: Các thành viên {name}.",
        "Khách mời: Ông Trần Văn B, Văn phòng UBND.",
        "Thời gian: 08 giờ 30, Thứ Hai, ngày 07/12/2026.",
        "Địa điểm: Phòng họp số 2.",
        f"Chủ trì: Chủ tịch Hội đồng {place.users[0].full_name}.",
        "Nội dung:",
        "Xét khen thưởng: xét 1 đề nghị khen thưởng theo danh sách trong tài liệu phiên họp;",
    ]
    # Whose the proposals are stands in the papers, not in what goes out.
    assert place.proposals[0].subject_name not in " ".join(said_of(made))
    assert content.recipients == ("Các thành viên Hội đồng", "Lưu: VT, HĐTĐKT")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["meeting", "written", "mixed"])
def test_its_pages_keep_to_the_decree(place, kind):
    made = place.whole(place.session(kind=kind))
    paper = render_preview(content_of(fresh(made)))
    found = [one for one in check(paper.pdf, final=False) if one.level == Level.ERROR]

    assert found == []
    said = " ".join(" ".join(page_texts(paper.pdf)).split())
    if kind == "written":
        assert "V/v lấy ý kiến" in said
        assert "Kính gửi:" in said
        assert "GIẤY MỜI" not in said
    else:
        assert "GIẤY MỜI" in said
        assert "/GM-HĐTĐKT" in said


def test_a_written_session_has_a_letter_with_its_deadline(place):
    made = place.drafted(place.session(kind="written"))
    assert made.is_letter
    assert content_of(fresh(made)).letterhead.symbol == "HĐTĐKT"
    assert any(one.startswith("Thời hạn gửi ý kiến: trước") for one in said_of(made))
    assert not any(one.startswith("Địa điểm") for one in said_of(made))


# ---- soạn, trình -------------------------------------------------------------------------


def test_the_way_to_the_signer(place):
    made = place.submitted()
    assert (made.status, made.submitted_by) == (Status.SUBMITTED, place.secretary)
    actions.take_convocation_back(made.pk, by=place.secretary)
    actions.submit_convocation(made.pk, by=place.secretary)
    actions.return_convocation(made.pk, by=place.users[0], reason="Ghi thêm khách mời")
    made = fresh(made)
    assert (made.status, made.return_reason) == (Status.DRAFT, "Ghi thêm khách mời")
    actions.drop_convocation(made.pk, by=place.secretary)
    assert book(made) == [
        "convocation.added", "convocation.amended", "convocation.submitted",
        "convocation.taken_back", "convocation.submitted", "convocation.returned",
        "convocation.dropped",
    ]  # fmt: skip


def test_what_is_missing_is_told_at_once(place):
    made = place.drafted(place.session(place=""))
    with pytest.raises(Refused, match=r"Ghi địa điểm họp.* Chọn người ký\."):
        actions.submit_convocation(made.pk, by=place.secretary)


def test_two_at_once_overwrite_nothing(place):
    made = place.whole()
    with pytest.raises(Overtaken):
        actions.amend_convocation(made.pk, by=place.secretary, version=0, changes={})


def test_there_is_one_under_way(place):
    made = place.drafted()
    with pytest.raises(Refused, match="đã có giấy mời đang soạn"):
        actions.draft_convocation(made.session_id, by=place.secretary)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Convocation.objects.filter(pk=made.pk).update(status="submitted")


def test_a_session_that_moved_is_worded_anew_before_it_is_sent(place):
    made = place.whole()
    session = CouncilSession.objects.get(pk=made.session_id)
    _move(place, session)
    with pytest.raises(Refused, match="Soạn lại theo phiên họp"):
        actions.submit_convocation(made.pk, by=place.secretary)
    actions.reword_convocation(made.pk, by=place.secretary)
    actions.submit_convocation(made.pk, by=place.secretary)
    assert fresh(made).place == "Hội trường"


def test_a_council_without_a_letterhead_is_told_what_to_do(place):
    session = place.session()
    type(place.council).objects.filter(pk=place.council.pk).update(letterhead="")
    with pytest.raises(Refused, match="chưa có tên cơ quan"):
        actions.draft_convocation(session.pk, by=place.secretary)


def test_who_may_not(place):
    made = place.submitted()
    for by in (place.users[1], place.clerk, place.secretary):
        with pytest.raises(PermissionDenied):
            actions.approve_convocation(made.pk, by=by)
    with pytest.raises(PermissionDenied):
        actions.nudge_members(made.session_id, by=place.users[1])
    with pytest.raises(PermissionDenied):
        actions.draft_convocation(made.session_id, by=place.users[0])


# ---- ban hành ----------------------------------------------------------------------------


def test_once_issued_every_seat_is_invited_and_has_its_copy(place):
    made = place.issued()
    session = made.session

    assert session.status == "invited"
    rows = ConvocationCopy.objects.of(made)
    assert {one.seat_id for one in rows} == {
        *(seat.pk for seat in place.seats), place.secretary_seat.pk,
    }  # fmt: skip
    assert Attendance.objects.filter(session=session, answer="").count() == 5
    assert SessionLetter.objects.filter(kind="sent").count() == 5
    # Once more, and nothing is doubled.
    actions.record_convocation_issue(
        made.pk, by=place.clerk, number=5, issued_on=localdate(), code=made.code
    )
    assert ConvocationCopy.objects.count() == 5


def test_what_went_out_stays_as_it_is(place):
    made = place.issued()
    with transaction.atomic(), pytest.raises(IntegrityError):
        Convocation.objects.filter(pk=made.pk).update(title="Khác")
    actions.open_convocation(made.pk, by=place.users[1])
    opened = ConvocationCopy.objects.filter(opened_at__isnull=False)
    with transaction.atomic(), pytest.raises(IntegrityError):
        opened.update(opened_at=now())


def test_opening_is_a_receipt_and_no_answer(place):
    made = place.issued()
    first = actions.open_convocation(made.pk, by=place.users[1])
    again = actions.open_convocation(made.pk, by=place.users[1])
    assert first.opened_at == again.opened_at
    assert book(first) == ["convocationcopy.added", "convocationcopy.opened"]
    row = Attendance.objects.get(session=made.session, seat=place.seats[1])
    assert (row.answer, row.presence) == ("", "")


def test_another_time_asks_for_another_paper_that_says_what_changed(place):
    made = place.issued()
    session = made.session
    with pytest.raises(Refused, match="chưa đổi thời gian, địa điểm"):
        actions.draft_convocation(session.pk, by=place.secretary)
    actions.answer_invitation(session.pk, by=place.users[1], answer="come")
    _move(place, session)
    assert fresh(made).differs

    again = place.issued(session, number=6)
    assert again.replaces_id == made.pk
    assert again.changes == "Địa điểm: Phòng họp số 2 đổi thành Hội trường"
    assert "Giấy mời này thay thế Giấy mời số 05/GM-HĐTĐKT ngày" in " ".join(
        said_of(again)
    )
    # Said of the other room: asked again.
    row = Attendance.objects.get(session=session, seat=place.seats[1])
    assert (row.answer, row.answered_at) == ("", None)
    assert force_of(made).words == "Đã bị thay thế"
    assert force_of(again).words == "Còn hiệu lực"
    assert set(over([made.pk, again.pk])) == {made.pk}


def test_calling_off_tells_all_who_were_invited(place):
    made = place.issued()
    actions.cancel_session(made.session_id, by=place.secretary, reason="Hoãn vì bão")
    told = SessionLetter.objects.filter(kind="cancelled")
    assert told.count() == 5
    assert force_of(fresh(made)).words == "Phiên họp đã hủy"


def test_what_is_no_longer_so_gets_no_number(place):
    made = place.submitted()
    assert why_not_number(fresh(made)) == ""
    _move(place, made.session)
    assert "đã đổi thời gian" in why_not_number(fresh(made))
    actions.cancel_session(made.session_id, by=place.secretary, reason="Hoãn")
    assert "đã hủy" in why_not_number(fresh(made))


# ---- nhắc, thư ---------------------------------------------------------------------------


def test_who_has_not_answered_is_reminded_once_a_day(place):
    made = place.issued()
    actions.answer_invitation(made.session_id, by=place.users[1], answer="come")
    letters = actions.nudge_members(made.session_id, by=place.secretary)
    assert len(letters) == 4
    with pytest.raises(Refused, match="Hôm nay đã nhắc"):
        actions.nudge_members(made.session_id, by=place.secretary)


def test_letters_leave_at_once_and_reminders_in_working_hours(
    place, settings, monkeypatch
):
    settings.MAIL_IS_SENT = True
    User.objects.filter(pk=place.users[1].pk).update(email="uy.vien@vi-du.vn")
    made = place.issued()
    sent = SessionLetter.objects.get(kind="sent", seat=place.seats[1])
    nudge = next(
        one
        for one in actions.nudge_members(made.session_id, by=place.secretary)
        if one.seat_id == place.seats[1].pk
    )
    at = {"now": datetime(2026, 12, 7, 22, 0, tzinfo=UTC)}  # 05:00 the next morning
    monkeypatch.setattr(mailing, "now", lambda: at["now"])
    mailing.send_letter(sent.pk)
    mailing.send_letter(sent.pk)
    mailing.send_letter(nudge.pk)
    assert [one.subject for one in mail.outbox] == [
        f"Giấy mời: {made.session}, {place.council}"
    ]
    assert "Giấy mời số 05/GM-HĐTĐKT" in mail.outbox[0].body
    at["now"] = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)  # 08:00, a Tuesday
    mailing.send_letter(nudge.pk)
    assert mail.outbox[1].subject.startswith("Đề nghị trả lời giấy mời")
    assert nudge.pk not in mailing.owed(now() + timedelta(minutes=1))


@pytest.fixture
def mailed(place, settings):
    """The letter that invites the second member, of an installation that mails."""
    settings.MAIL_IS_SENT = True
    User.objects.filter(pk=place.users[1].pk).update(email="uy.vien@vi-du.vn")
    place.made = place.issued()
    return SessionLetter.objects.get(kind="sent", seat=place.seats[1])


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (ConnectionRefusedError(), ""),
        (SMTPServerDisconnected(), ""),
        (SMTPRecipientsRefused({"uy.vien@vi-du.vn": (450, b"later")}), ""),
        (
            SMTPRecipientsRefused({"uy.vien@vi-du.vn": (550, b"nobody")}),
            "Máy chủ thư không nhận địa chỉ này.",
        ),
    ],
)
def test_an_outage_is_tried_again_and_only_a_last_word_is_final(
    mailed, monkeypatch, error, failure
):
    def fail(*args):
        raise error

    monkeypatch.setattr(mailing, "send_mail", fail)
    mailing.send_letter(mailed.pk)
    mailed.refresh_from_db()
    assert (mailed.tries, mailed.mailed_at, mailed.failure) == (1, None, failure)
    assert (mailed.pk in mailing.owed(now() + timedelta(minutes=3))) == (not failure)


def test_a_day_of_silence_does_not_give_a_letter_up(mailed):
    SessionLetter.objects.filter(pk=mailed.pk).update(tries=10)
    later = mailed.made_at + timedelta(minutes=2**10)
    assert mailed.pk not in mailing.owed(later - timedelta(minutes=1))
    assert mailed.pk in mailing.owed(later + timedelta(minutes=1))
    week = mailed.made_at + mailing.GIVEN_UP_AFTER + timedelta(minutes=1)
    assert mailed.pk not in mailing.owed(week)
    mailed.refresh_from_db()
    assert mailed.failure == "Không gửi được trong bảy ngày."


def test_a_late_letter_that_is_no_longer_true_stays(place, mailed, monkeypatch):
    (nudge,) = [
        one
        for one in actions.nudge_members(mailed.session_id, by=place.secretary)
        if one.seat_id == mailed.seat_id
    ]
    actions.answer_invitation(mailed.session_id, by=place.users[1], answer="come")
    tuesday = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
    monkeypatch.setattr(mailing, "now", lambda: tuesday)
    mailing.send_letter(nudge.pk)
    nudge.refresh_from_db()
    assert nudge.failure == "Không gửi nữa: thành viên đã trả lời."
    actions.cancel_session(mailed.session_id, by=place.secretary, reason="Trùng lịch")
    mailing.send_letter(mailed.pk)
    mailed.refresh_from_db()
    assert mailed.failure == "Không gửi nữa: phiên họp đã khai mạc hoặc đã hủy."
    assert mail.outbox == []
    off = SessionLetter.objects.get(kind="cancelled", seat=mailed.seat)
    mailing.send_letter(off.pk)
    assert "Trùng lịch" in mail.outbox[0].body


def test_without_a_mail_server_nothing_is_owed(place):
    place.issued()
    assert not SessionLetter.objects.owed().exists()
    assert mailing.owed(now() + timedelta(days=1)) == []


def test_every_taking_of_papers_is_written_down(place):
    session = place.session()
    actions.take_papers(session.pk, by=place.users[1], left_out=1, sha256="0" * 64)
    taken = PapersTaken.objects.get()
    assert (taken.person, taken.left_out) == (place.users[1], 1)
    with pytest.raises(PermissionDenied):
        actions.take_papers(session.pk, by=place.clerk, left_out=0, sha256="")


# ---- văn bản -----------------------------------------------------------------------------


@pytest.mark.slow
def test_its_paper_is_signed_numbered_and_sealed(place, settings, office, pictures):
    take_keys(settings, office)
    chair = place.users[0]
    register_certificate(
        office, name=chair.full_name, key=f"chu-tich-{chair.pk}", picture=pictures[0],
        user=chair, post="Chủ tịch",
    )  # fmt: skip
    register_certificate(
        office, name=place.council.name, key=f"hoi-dong-{place.council.pk}",
        picture=pictures[1], unit=place.council,
    )  # fmt: skip
    NumberSeries.objects.create(unit=place.council, name="Văn bản đi")
    made = place.submitted()

    document = reports.sign_convocation(made.pk, by=chair, seen=made.version)
    issuing.render(document.pk)
    issuing.sign(document.pk)
    assert Document.objects.get().problem == ""
    assert fresh(made).status == Status.SIGNED
    reports.issue_document(document.pk, by=place.clerk, day=localdate())
    issuing.seal(document.pk)

    made, document = fresh(made), Document.objects.get()
    assert (made.status, made.number, made.code) == ("issued", 1, document.code)
    assert str(document) == "Giấy mời số 01/GM-HĐTĐKT"
    assert document.register_entry.kind_and_title.startswith("Giấy mời: Dự phiên họp")
    assert ConvocationCopy.objects.filter(convocation=made).count() == 5


def _move(place, session):
    session.refresh_from_db()
    actions.amend_session(
        session.pk, by=place.secretary, title=session.title,
        planned_at=session.planned_at, kind=session.kind, place="Hội trường",
        opinions_due=session.opinions_due, chair_id=session.chair_id,
        secretary_id=session.secretary_id,
    )  # fmt: skip
    session.refresh_from_db()
