"""Thư gửi văn bản: the letter to a recipient outside, sent by a worker and tried again.

A row says when its letter is to go. Whoever takes it puts that moment off first, so that two
workers send one letter; a worker that dies after the mail server took the letter and before
the row says so sends it once more, under the same Message-ID, by which mail programs know it.
"""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localtime, now

from reports.models import Sending
from units.mailing import FOOT, can_send
from units.wording import vn_date
from units.workflow import amend_as

TAKEN_FOR = timedelta(minutes=10)  # longer than any task may run
A_SWEEP = 200  # letters of one minute
HEARD_NOTHING = "Không nối được máy chủ thư"
NOT_NOW = "Máy chủ thư không nhận ({code})"


def link_of(sending: Sending) -> str:
    """Đường dẫn của riêng nơi nhận ấy: leads to the public page of the paper."""
    return (
        f"{settings.PUBLIC_URL}{reverse('reports:delivery-link', args=[sending.token])}"
    )


def owed() -> list[int]:
    """Letters whose time has come; none while there is no mail server to ask."""
    if not can_send():
        return []
    return list(Sending.objects.owed(now()).values_list("pk", flat=True)[:A_SWEEP])


def send(sending_id: int) -> None:
    """Gửi thư, once. Not before its time, not after it left."""
    due = Sending.objects.owed(now()).order_by().filter(pk=sending_id)
    if not due.update(next_try_at=now() + TAKEN_FOR, tries=F("tries") + 1, failure=""):
        return
    sending = Sending.objects.for_letter().get(pk=sending_id)
    try:
        _letter(sending).send()
    except SMTPRecipientsRefused as refused:
        code = max((code for code, _ in refused.recipients.values()), default=0)
        said = f"Máy chủ thư không nhận địa chỉ này ({code})"
        _not_sent(sending, said, refused=code >= 500)
    except SMTPResponseException as silent:
        _not_sent(sending, NOT_NOW.format(code=silent.smtp_code))
    except OSError:
        _not_sent(sending, HEARD_NOTHING)
    else:
        _note(sending, "mailed", mailed_at=now(), next_try_at=None, failure="")


def _letter(sending):
    document = sending.delivery.document
    code = f"{document.code[:4]}-{document.code[4:]}"
    subject = f"{document}: {document.subject}"
    host = urlsplit(settings.PUBLIC_URL).hostname
    return EmailMessage(
        " ".join(subject.split()),
        f"Kính gửi {sending.delivery.text},\n\n"
        f"{document.issuer.name} gửi {document}, ngày {vn_date(document.issued_on)}:\n"
        f"{document.subject}\n\n"
        + _annexes_told(document)
        + "Xem, tải bản ký số và kiểm tra chữ ký tại:\n\n"
        f"{link_of(sending)}\n\n"
        f"Đường dẫn này của riêng nơi nhận; lần mở đầu tiên được ghi lại. Mã tra cứu: {code}."
        + FOOT,
        None,
        [sending.address],
        headers={"Message-ID": f"<van-ban-{sending.pk}-{document.code}@{host}>"},
    )


def _annexes_told(document):
    if not document.annex_count:
        return ""
    return f"Kèm theo {document.annex_count} phụ lục ở tệp riêng, tải ở cùng trang.\n\n"


def _not_sent(sending, said, *, refused=False):
    """``refused``: the address itself, by the mail server's last word; else tried again."""
    if refused:
        sentence = f"{said}. Sửa địa chỉ rồi ghi lại, hoặc giao đường dẫn."
        _note(sending, "failed", next_try_at=None, failure=sentence)
        return
    if sending.tries >= Sending.TRIES:
        sentence = (
            f"{said} sau {sending.tries} lần thử. Gửi lại thư, hoặc giao đường dẫn."
        )
        _note(sending, "failed", next_try_at=None, failure=sentence)
        return
    again = now() + timedelta(minutes=2**sending.tries)
    sentence = f"{said}. Tự gửi lại từ {localtime(again):%H:%M}."
    _same(sending).update(next_try_at=again, failure=sentence)


@transaction.atomic
def _note(sending, verb, **changes):
    """Into the book, unless the clerk changed the address meanwhile."""
    current = _same(sending).select_for_update(no_key=True).first()
    if current is not None:
        amend_as(verb, current, by=current.sent_by, **changes)


def _same(sending):
    return Sending.objects.filter(pk=sending.pk, token=sending.token)
