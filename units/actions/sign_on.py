"""Đăng nhập liên thông: an account that exists is linked to who its person is elsewhere."""

from django.db import transaction
from django.utils.timezone import now

from units import permissions
from units.actions.accounts import lock_user, note
from units.errors import Refused
from units.models import Identity, User
from units.permissions import require
from units.workflow import add, remove


@transaction.atomic
def link_identity(
    user_id: int, *, by: User, issuer: str, subject: str, provider: str
) -> Identity:
    """Liên kết, by the person themselves, after the provider has said who they are there."""
    user = lock_user(user_id)
    require(permissions.can_change_password(by, user))
    identity = Identity(user=user, issuer=issuer, subject=subject)
    add(identity, by=by)
    note("user.identity_linked", user, by=by, provider=provider)
    return identity


@transaction.atomic
def unlink_identity(identity_id: int, *, by: User) -> User:
    """Bỏ liên kết; a way to sign in must be left."""
    identity = Identity.objects.get(pk=identity_id)
    user = lock_user(identity.user_id)
    require(permissions.can_change_password(by, user))
    others = user.identities.exclude(pk=identity.pk).exists() or user.passkeys.exists()
    if not user.has_usable_password() and not others:
        raise Refused("Đây là cách đăng nhập duy nhất của tài khoản nên chưa bỏ được.")
    issuer = identity.issuer
    remove(identity, by=by, issuer=issuer)
    note("user.identity_unlinked", user, by=by, issuer=issuer)
    return user


def take_identity(identity: Identity) -> None:
    identity.used_at = now()
    identity.save(update_fields=["used_at"])
