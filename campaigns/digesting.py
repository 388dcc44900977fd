"""Thư nhắc việc: the one letter of a morning, sent by a worker and tried again.

Whoever takes a digest puts the moment of its next try off first, its row locked and skipped by
others: two workers send one letter. A worker that dies before the row says that the letter has
left sends it once more, under the same Message-ID, by which mail programs know it.
"""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.timezone import localdate, localtime, now

from campaigns import telling_due
from campaigns.models import Digest
from units.mailing import FOOT, can_send

TAKEN_FOR = timedelta(minutes=10)  # longer than any task may run
A_SWEEP = 1_000  # letters of one minute
HEARD_NOTHING = "không nối được máy chủ thư"
Status = Digest.Status


def owed() -> list[int]:
    """Letters whose time has come; none while there is no mail server to ask."""
    if not can_send():
        return []
    return list(Digest.objects.owed(now()).values_list("pk", flat=True)[:A_SWEEP])


def send(digest_id: int) -> None:
    """Gửi thư, once. What was sent in meanwhile is left out of it; nothing left, no letter."""
    digest = _take(digest_id)
    if digest is None:
        return
    today = localdate(now())
    told = telling_due.of_digest(digest, today)
    if digest.day < today:
        _done(digest, Status.FAILED, failure="không gửi được trong ngày")
    elif told.is_empty:
        _done(digest, Status.SETTLED)
    elif not digest.user.email:
        _done(digest, Status.SITE, why_site=Digest.WhySite.NO_ADDRESS)
    else:
        _deliver(digest, told)


@transaction.atomic
def _take(digest_id: int) -> Digest | None:
    due = Digest.objects.owed(now()).filter(pk=digest_id).select_related("user")
    digest = due.select_for_update(of=["self"], skip_locked=True).first()
    if digest is None:
        return None
    digest.status = Status.SENDING
    digest.next_try_at = now() + TAKEN_FOR
    digest.tries += 1
    digest.failure = ""
    digest.save(update_fields=["status", "next_try_at", "tries", "failure"])
    return digest


def _deliver(digest, told) -> None:
    host = urlsplit(settings.PUBLIC_URL).hostname
    letter = EmailMessage(
        told.subject,
        telling_due.letter(told) + FOOT,
        None,
        [digest.user.email],
        headers={"Message-ID": f"<nhac-viec-{digest.pk}@{host}>"},
    )
    try:
        letter.send()
    except SMTPRecipientsRefused as refused:
        code = max((code for code, _ in refused.recipients.values()), default=0)
        said = f"máy chủ thư không nhận địa chỉ này ({code})"
        _not_sent(digest, said, for_good=code >= 500)
    except SMTPResponseException as silent:
        _not_sent(digest, f"máy chủ thư không nhận ({silent.smtp_code})")
    except OSError:
        _not_sent(digest, HEARD_NOTHING)
    else:
        _done(digest, Status.SENT, sent_at=now())


def _not_sent(digest, said: str, *, for_good: bool = False) -> None:
    if for_good or digest.tries >= Digest.TRIES:
        _done(digest, Status.FAILED, failure=said)
        return
    again = now() + timedelta(minutes=2**digest.tries)
    said = f"{said}, tự gửi lại từ {localtime(again):%H:%M}"
    _mine(digest).update(status=Status.QUEUED, next_try_at=again, failure=said)


def _done(digest, status, **changes) -> None:
    _mine(digest).update(**{"failure": ""} | changes, status=status, next_try_at=None)


def _mine(digest):
    """As this worker took it: another that took it since says what became of it."""
    return Digest.objects.filter(
        pk=digest.pk, status=Status.SENDING, tries=digest.tries
    )
