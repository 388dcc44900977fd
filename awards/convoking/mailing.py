"""Thư về phiên họp: sent by a worker and tried again; what was not sent stands in the database."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localtime, now

from awards.convoking.laying import moment
from awards.models import Attendance, CouncilSession, SessionLetter
from campaigns import workdays
from campaigns.reminding import BEGINS
from units.mailing import FOOT, can_send

logger = logging.getLogger(__name__)
A_SWEEP = 200
GIVEN_UP_AFTER = timedelta(days=7)
Kind = SessionLetter.Kind


def send_letter(letter_id: int) -> None:
    """Gửi thư, once; a reminder not before the working day begins."""
    rows = SessionLetter.objects.owed().select_related(
        "session__unit", "seat__account", "convocation"
    )
    letter = rows.filter(pk=letter_id).first()
    if letter is None or not can_send() or _is_quiet(letter, now()):
        return
    same = SessionLetter.objects.filter(pk=letter.pk)
    if untrue := _why_untrue(letter):
        same.update(failure=untrue)
        return
    same.update(tries=F("tries") + 1)
    try:
        send_mail(_subject(letter), _text(letter) + FOOT, None, [letter.address])
    except SMTPRecipientsRefused as refused:
        code = max((code for code, _ in refused.recipients.values()), default=0)
        if code >= 500:  # the mail server's last word; others ask to try again
            same.update(failure="Máy chủ thư không nhận địa chỉ này.")
    except (SMTPException, OSError):
        logger.exception("session letter %s", letter.pk)  # the next sweep tries again
    else:
        same.update(mailed_at=now())


def owed(before: datetime) -> list[int]:
    """Letters that ought to have left by now; what is too old is given up."""
    if not can_send():
        return []
    waiting = SessionLetter.objects.owed()
    waiting.filter(made_at__lt=before - GIVEN_UP_AFTER).update(
        failure="Không gửi được trong bảy ngày."
    )
    late = waiting.filter(made_at__lt=before).order_by("pk")
    told = late.values_list("pk", "made_at", "tries")
    return [pk for pk, made, tries in told if _next_try(made, tries) < before][:A_SWEEP]


def _next_try(made_at: datetime, tries: int) -> datetime:
    """Each time twice as long after it was made; the seventh day comes before a 14th try."""
    return made_at + (timedelta(minutes=2**tries) if tries else timedelta())


def _why_untrue(letter: SessionLetter) -> str:
    """A letter that waited may tell what is no longer so: then it is not sent, and says why."""
    if letter.kind == Kind.CANCELLED:
        return ""
    if letter.session.status not in CouncilSession.AHEAD:
        return "Không gửi nữa: phiên họp đã khai mạc hoặc đã hủy."
    rows = Attendance.objects.filter(session=letter.session_id, seat=letter.seat_id)
    if letter.kind == Kind.NUDGE and rows.exclude(answer="").exists():
        return "Không gửi nữa: thành viên đã trả lời."
    return ""


def _is_quiet(letter: SessionLetter, at: datetime) -> bool:
    """As of every reminder: nobody is reminded before half past seven or on days off."""
    here = localtime(at)
    early = here.time() < BEGINS or not workdays.is_one(here.date())
    return letter.kind == Kind.NUDGE and early


def _subject(letter):
    session = letter.session
    head = {
        Kind.SENT: "Giấy mời",
        Kind.NUDGE: "Đề nghị trả lời giấy mời",
        Kind.CANCELLED: "Hủy",
    }[Kind(letter.kind)]
    return " ".join(f"{head}: {session}, {session.unit}".split())[:200]


def _text(letter):
    session, made = letter.session, letter.convocation
    said = [f"Kính gửi {letter.seat.called},", ""]
    if letter.kind == Kind.CANCELLED:
        said += [f"{session} của {session.unit} đã hủy. Lý do: {session.cancel_reason}"]
    else:
        if made is not None and made.number:
            said.append(
                f"{session.unit} gửi {made.noun} số {made.number_and_symbol}: {made.title}."
            )
            if made.replaces_id:
                said += ["Thay thế giấy mời trước. Nội dung thay đổi:", made.changes]
        else:
            said.append(f"{session.unit} mời anh/chị dự {session}: {session.title}.")
        said.append(f"Thời gian: {moment(session.planned_at)}.")
        if session.place:
            said.append(f"Địa điểm: {session.place}.")
        if session.opinions_due:
            said.append(f"Nhận ý kiến đến: {moment(session.opinions_due)}.")
        if letter.kind == Kind.NUDGE:
            said.append("Anh/chị chưa trả lời giấy mời này.")
    path = reverse("awards:session", args=[session.pk])
    if made is not None and letter.kind != Kind.CANCELLED:
        path = reverse("awards:convocation", args=[made.pk])
    return "\n".join([*said, "", f"Xem tại: {settings.PUBLIC_URL}{path}"])
