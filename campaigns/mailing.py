"""Thư đôn đốc: sent by a worker and tried again; what was not sent stands in the database."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import now

from campaigns.models import NudgeLetter
from units.mailing import FOOT, can_send

A_SWEEP = 200
GIVEN_UP_AFTER = timedelta(days=7)  # a reminder of last week is none


def send_nudge(letter_id: int) -> None:
    """Gửi thư đôn đốc, once; not after it left or was given up."""
    rows = NudgeLetter.objects.owed().select_related(
        "nudge__campaign", "nudge__sent_by", "nudge__unit", "user"
    )
    letter = rows.filter(pk=letter_id).first()
    if letter is None or not can_send():
        return
    nudge = letter.nudge
    NudgeLetter.objects.filter(pk=letter.pk).update(tries=F("tries") + 1)
    try:
        send_mail(
            " ".join(f"Đôn đốc đăng ký: {nudge.campaign}".split())[:200],
            f"Kính gửi {letter.user.full_name}, {nudge.unit},\n\n"
            f"{nudge.sent_by}, {nudge.campaign.host}, đôn đốc việc đăng ký thực hiện phong "
            f"trào “{nudge.campaign}”:\n\n{nudge.text}\n\n"
            f"Đăng ký tại: {settings.PUBLIC_URL}{reverse('campaigns:registration-home')}"
            + FOOT,
            None,
            [letter.address],
        )
    except SMTPRecipientsRefused:
        _give_up(letter.pk, "Máy chủ thư không nhận địa chỉ này.")
        return
    NudgeLetter.objects.filter(pk=letter.pk).update(mailed_at=now())


def owed(before: datetime) -> list[int]:
    """Letters that ought to have left by now; what is too old is given up."""
    if not can_send():
        return []
    waiting = NudgeLetter.objects.owed()
    old = waiting.filter(nudge__sent_at__lt=before - GIVEN_UP_AFTER)
    old.update(failure="Không gửi được trong bảy ngày.")
    tired = waiting.filter(tries__gte=NudgeLetter.TRIES)
    tired.update(failure=f"Không gửi được sau {NudgeLetter.TRIES} lần thử.")
    late = waiting.filter(nudge__sent_at__lt=before).order_by("pk")
    return list(late.values_list("pk", flat=True)[:A_SWEEP])


def _give_up(letter_id, why):
    NudgeLetter.objects.filter(pk=letter_id).update(failure=why)
