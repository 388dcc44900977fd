"""Tài khoản: opened, corrected, given a password, closed."""

import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from units import audit, permissions
from units.errors import Refused
from units.models import Unit, User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import add, amend

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


@transaction.atomic
def create_user(
    *, by: User, unit_id: int, username: str, full_name: str, password: str | None,
    email: str = "", is_demonstration: bool = False,
) -> User:  # fmt: skip
    """Mở tài khoản at the unit where the person works; it can do nothing before it has a role.

    ``password`` None: nobody signs in before one is set.
    """
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
def amend_account(user_id: int, *, by: User, full_name: str, email: str) -> User:
    """Sửa họ tên, thư điện tử. The name on papers that were signed stays."""
    user = _lock(user_id)
    require(permissions.can_administer_account(by, user))
    amend(user, by=by, full_name=full_name, email=email)
    return user


@transaction.atomic
def close_account(user_id: int, *, by: User) -> User:
    """Ngừng dùng: nobody signs in with it, and its sessions end; what it did stays."""
    user = _lock(user_id)
    require(permissions.can_administer_account(by, user))
    if user.pk == by.pk:
        raise Refused("Không thể tự ngừng tài khoản của chính mình.")
    amend(user, by=by, is_active=False)
    return user


@transaction.atomic
def reopen_account(user_id: int, *, by: User) -> User:
    """Dùng lại."""
    user = _lock(user_id)
    require(permissions.can_administer_account(by, user))
    amend(user, by=by, is_active=True)
    return user


@transaction.atomic
def set_password(user_id: int, *, by: User, password: str) -> User:
    """Đặt lại mật khẩu for somebody who works only in units that ``by`` administers."""
    user = _lock(user_id)
    require(permissions.can_administer_account(by, user))
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.write("user.password_set", user, by=by)
    return user


@transaction.atomic
def change_password(user_id: int, *, by: User, password: str) -> User:
    """Đổi mật khẩu của chính mình; the old one was asked for before (``units.passwords``).

    Sessions that stand on the old password end with it.
    """
    user = _lock(user_id)
    require(permissions.can_change_password(by, user))
    if user.check_password(password):
        raise Refused("Mật khẩu mới phải khác mật khẩu đang dùng.")
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.write("user.password_changed", user, by=by)
    return user


def add_user(username, full_name, password, *, by, **rest):
    username = stored(username).strip().lower()
    if not _USERNAME.fullmatch(username):
        raise Refused(
            "Tên đăng nhập gồm 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối. "
            f"Đang nhập: {username}"
        )
    user = User(username=username, full_name=full_name, **rest)
    if password is None:
        user.set_unusable_password()
    else:
        _check_password(password, user)
        user.set_password(password)
    add(user, by=by)
    return user


def _check_password(password, user):
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _lock(user_id) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user_id)
