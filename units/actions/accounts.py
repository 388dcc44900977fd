"""Tài khoản: opened, corrected, given a password, closed; its sessions."""

import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from units import (
    audit,
    passwords,
    permissions,
    sessions,
    tasks,
    tree_lock,
    visitors,
)
from units.actions.administrators import hold_tops_of, require_others_than
from units.errors import Refused
from units.models import AccountNotice, Unit, User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import add, amend, amend_as

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


@transaction.atomic
def create_user(
    *, by: User, unit_id: int, username: str, full_name: str, password: str | None,
    email: str = "", is_demonstration: bool = False,
) -> User:  # fmt: skip
    """Mở tài khoản at the unit where the person works; it can do nothing before it has a role.

    Without a password nobody signs in until an invitation is accepted.
    """
    tree_lock.hold_still()
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_administer(by, unit))
    return add_user(
        username,
        full_name,
        password,
        by=by,
        home=unit,
        email=email,
        is_demonstration=is_demonstration,
    )


@transaction.atomic
def amend_account(
    user_id: int, *, by: User, full_name: str, email: str, seen: int | None = None
) -> User:
    """Sửa họ tên, thư điện tử. The name on papers that were signed stays.

    ``seen``: refused if amended since (``audit.mark``).
    """
    user = lock_user(user_id)
    require(permissions.can_administer_account(by, user))
    audit.require_unchanged(user, seen, by=by)
    amend(user, by=by, full_name=full_name, email=email)
    return user


@transaction.atomic
def close_account(user_id: int, *, by: User) -> User:
    """Ngừng dùng: nobody signs in with it, and its sessions end; what it did stays."""
    hold_tops_of(user_id)
    user = lock_user(user_id)
    require(permissions.can_administer_account(by, user))
    if user.pk == by.pk:
        raise Refused("Không thể tự ngừng tài khoản của chính mình.")
    require_others_than(user)
    amend_as("closed", user, by=by, is_active=False)
    sessions.end_all(user)
    return user


@transaction.atomic
def reopen_account(user_id: int, *, by: User) -> User:
    """Dùng lại."""
    user = lock_user(user_id)
    require(permissions.can_administer_account(by, user))
    amend_as("reopened", user, by=by, is_active=True)
    return user


@transaction.atomic
def set_password(user_id: int, *, by: User, password: str) -> User:
    """Đặt lại mật khẩu for somebody who works only in units that ``by`` administers."""
    user = lock_user(user_id)
    require(permissions.can_administer_account(by, user))
    check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user)
    forget_tries(user)
    note("user.password_set", user, by=by)
    return user


@transaction.atomic
def change_password(
    user_id: int, *, by: User, password: str, session: str = ""
) -> User:
    """Đổi mật khẩu của chính mình; the old one was asked for before (``units.passwords``).

    All sessions end but the one with the key ``session``.
    """
    user = lock_user(user_id)
    require(permissions.can_change_password(by, user))
    if user.check_password(password):
        raise Refused("Mật khẩu mới phải khác mật khẩu đang dùng.", at="new")
    check_password(password, user, at="new")
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user, but=session)
    note("user.password_changed", user, by=by)
    return user


@transaction.atomic
def change_email(user_id: int, *, by: User, email: str) -> User:
    """Đổi thư điện tử của chính mình; the old address is told of it too."""
    user = lock_user(user_id)
    require(permissions.can_change_password(by, user))
    was = user.email
    if amend(user, by=by, email=email):
        note("user.email_changed", user, by=by, was=was)
    return user


@transaction.atomic
def end_session(user_id: int, *, by: User, handle: str) -> User:
    """Kết thúc một phiên của chính mình."""
    user = lock_user(user_id)
    require(permissions.can_change_password(by, user))
    if not sessions.end(user, handle):
        raise Refused("Phiên này đã kết thúc.")
    audit.write("user.session_ended", user, by=by)
    return user


@transaction.atomic
def end_other_sessions(user_id: int, *, by: User, session: str) -> int:
    """Kết thúc mọi phiên khác của chính mình; how many there were."""
    user = lock_user(user_id)
    require(permissions.can_change_password(by, user))
    ended = sessions.end_all(user, but=session)
    audit.write("user.session_ended", user, by=by)
    return ended


@transaction.atomic
def end_sessions_of(user_id: int, *, by: User) -> int:
    """Kết thúc mọi phiên của một người, by their administrator."""
    user = lock_user(user_id)
    require(permissions.can_administer_account(by, user))
    ended = sessions.end_all(user)
    note("user.sessions_ended", user, by=by)
    return ended


def plain_username(written: str) -> str:
    """As it is kept and typed at the door."""
    return stored(written).strip().lower()


def why_not_called(username: str) -> str:
    """Why no account can have that name; "" where one could."""
    if _USERNAME.fullmatch(username):
        return ""
    return (
        "Tên đăng nhập gồm 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối. "
        f"Đang nhập: {username}"
    )


def add_user(username, full_name, password, *, by, **rest):
    username = plain_username(username)
    if why := why_not_called(username):
        raise Refused(why, at="username")
    user = User(username=username, full_name=full_name, **rest)
    if password is not None:
        check_password(password, user)
    user.set_password(password)
    add(user, by=by)
    return user


def note(action: str, user: User, *, by: User, tell: bool = True, **detail) -> None:
    """A line in the book about the way into an account, and a letter to its person."""
    entry = audit.write(action, user, by=by, **detail)
    if tell and (user.email or detail.get("was")):
        AccountNotice.objects.create(entry=entry)
        tasks.tell_person.delay_on_commit(entry.pk)


def forget_tries(user: User) -> None:
    """A new password starts with no wrong tries behind it."""
    visitors.forget(passwords.BY_NAME, user.username)
    visitors.forget("mat-khau", str(user.pk))


def check_password(password: str, user: User, *, at: str = "password") -> None:
    """``at`` names the field in which the form asks for it."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), at=at) from error


def lock_user(user_id: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user_id)
