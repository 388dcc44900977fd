"""Lời mời: an account's person sets the first password, and nobody else ever knows it."""

from django.db import transaction
from django.utils.timezone import now

from units import inviting, permissions, tasks
from units.actions.accounts import check_password, lock_user, note
from units.errors import Refused
from units.models import Invitation, User
from units.permissions import require
from units.workflow import add, amend


@transaction.atomic
def invite(user_id: int, *, by: User, by_mail: bool) -> Invitation:
    """Mời, hoặc mời lại: the link before this one opens nothing any more."""
    user = lock_user(user_id)
    require(permissions.can_administer_account(by, user))
    if not user.is_active:
        raise Refused(f"Tài khoản của {user} đang ngừng dùng.")
    if user.has_usable_password():
        raise Refused(
            f"{user} đã đặt mật khẩu. Quên mật khẩu thì dùng “Đặt lại mật khẩu”."
        )
    if by_mail and not user.email:
        raise Refused(
            "Tài khoản chưa có thư điện tử. Ghi thư điện tử hoặc in phiếu mời."
        )
    for earlier in user.invitations.open():
        amend(earlier, by=by, withdrawn_at=now())
    invitation = Invitation(
        user=user,
        nonce=inviting.new_nonce(),
        send_to=user.email if by_mail else "",
        expires_at=now() + inviting.GOOD_FOR,
    )
    add(invitation, by=by)
    note("user.invited", user, by=by, send_to=invitation.send_to, tell=False)
    if by_mail:
        tasks.send_invitation.delay_on_commit(invitation.pk)
    return invitation


@transaction.atomic
def withdraw_invitation(user_id: int, *, by: User) -> User:
    """Thu hồi lời mời chưa dùng."""
    user = lock_user(user_id)
    require(permissions.can_administer_account(by, user))
    earlier = list(user.invitations.open())
    if not earlier:
        raise Refused("Không còn lời mời nào chưa dùng.")
    for invitation in earlier:
        amend(invitation, by=by, withdrawn_at=now())
    note("user.invitation_withdrawn", user, by=by, tell=False)
    return user


@transaction.atomic
def accept_invitation(token: str, *, password: str) -> User:
    """Nhận lời mời: whoever holds the link sets the password, once."""
    invitation = inviting.found(token)
    if invitation is None:
        raise Refused("Đường dẫn không đúng. Mở lại từ thư mời hoặc phiếu mời.")
    user = lock_user(invitation.user_id)
    invitation = Invitation.objects.select_related("user").get(pk=invitation.pk)
    if sentence := inviting.why_closed(invitation):
        raise Refused(sentence)
    check_password(password, user, at="new")
    user.set_password(password)
    user.save(update_fields=["password"])
    amend(invitation, by=user, used_at=now())
    note("user.invitation_accepted", user, by=user)
    return user
