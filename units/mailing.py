"""Thư: what an account's person is told by e-mail. Called by tasks, safe to run again."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils.timezone import now

from units import acts, inviting
from units.models import AccountNotice, Invitation, User
from units.wording import vn_datetime

FOOT = "\n\nThư này do phần mềm Thi đua tự gửi; không trả lời thư này."

# A letter about one's account that could not leave for so long is news no more.
GIVEN_UP_AFTER = timedelta(days=30)


def can_send() -> bool:
    """There is a mail server."""
    return settings.MAIL_IS_SENT


def send_invitation(invitation_id: int) -> None:
    """Thư mời, once: not after it was used, withdrawn or sent."""
    invitation = Invitation.objects.select_related("user").get(pk=invitation_id)
    if invitation.sent_at or not invitation.send_to or not invitation.is_good:
        return
    user = invitation.user
    send_mail(
        "Lời mời đặt mật khẩu vào phần mềm Thi đua",
        f"Kính gửi {user.full_name},\n\n"
        f"Quản trị đơn vị đã mở cho anh/chị tài khoản {user.username} trong phần mềm Thi đua.\n"
        "Mở đường dẫn sau để tự đặt mật khẩu:\n\n"
        f"{inviting.link_of(invitation)}\n\n"
        f"Đường dẫn dùng được một lần, đến {vn_datetime(invitation.expires_at)}. Không chuyển "
        "tiếp thư này cho người khác. Nếu anh/chị không chờ lời mời này thì bỏ qua thư."
        + FOOT,
        None,
        [invitation.send_to],
    )
    Invitation.objects.filter(pk=invitation_id).update(sent_at=now())


def tell_person(entry_id: int) -> None:
    """Báo cho chủ tài khoản that the way in has changed, by whom and when; once."""
    notices = AccountNotice.objects.select_related("entry__actor")
    notice = notices.filter(pk=entry_id).first()
    if notice is None:  # told already
        return
    entry = notice.entry
    user = User.objects.filter(pk=entry.subject_id).first()
    known = (user.email if user else "", entry.detail.get("was"))
    addresses = [address for address in known if address]
    if user and addresses:
        _tell(user, entry, addresses)
    notice.delete()


def owed(before: datetime) -> list[int]:
    """Lines whose person ought to have heard of them; what nobody could be told is given up."""
    AccountNotice.objects.waiting(before - GIVEN_UP_AFTER).delete()
    return list(AccountNotice.objects.waiting(before).values_list("pk", flat=True))


def _tell(user, entry, addresses):
    who = "chính tài khoản này" if entry.actor_id == user.pk else str(entry.actor)
    act = acts.act_of(entry.action, entry.subject)
    send_mail(
        f"Tài khoản Thi đua {user.username}: {act[:1].lower()}{act[1:]}",
        f"Kính gửi {user.full_name},\n\n"
        f"Lúc {vn_datetime(entry.at)}, tài khoản {user.username} có thay đổi: {act}.\n"
        f"Người thực hiện: {who}.\n\n"
        "Nếu anh/chị không làm và không nhờ việc này, đề nghị báo ngay quản trị đơn vị."
        + FOOT,
        None,
        addresses,
    )
