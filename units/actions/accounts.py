"""Tài khoản và vai trò: opened, given a password, granted a role."""

import re
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from units import audit, permissions
from units.errors import Refused
from units.models import Membership, Unit, User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import add, amend

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


@transaction.atomic
def create_user(
    *, by: User, username: str, full_name: str, password: str, email: str = "",
    is_demonstration: bool = False,
) -> User:  # fmt: skip
    """Mở tài khoản; it can do nothing before it is given a role."""
    require(permissions.can_open_accounts(by))
    return add_user(
        username,
        full_name,
        password,
        by=by,
        email=email,
        is_demonstration=is_demonstration,
    )


@transaction.atomic
def set_password(user_id: int, *, by: User, password: str) -> User:
    """Đặt lại mật khẩu for somebody who works only in units that ``by`` administers."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    require(permissions.can_set_password(by, user))
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
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    require(permissions.can_change_password(by, user))
    if user.check_password(password):
        raise Refused("Mật khẩu mới phải khác mật khẩu đang dùng.")
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.write("user.password_changed", user, by=by)
    return user


@transaction.atomic
def grant_membership(
    *, by: User, user_id: int, unit_id: int, role: str, valid_from: date,
    valid_to: date | None = None, title: str = "", capacity: str = "", title_below: str = "",
) -> Membership:  # fmt: skip
    """Giao vai trò cho một người ở một đơn vị, trong một thời hạn."""
    unit = Unit.objects.get(pk=unit_id)
    require(permissions.can_administer(by, unit))
    if capacity and not unit.issues_papers:
        raise Refused(f"{unit} không ban hành văn bản nên không có người ký.")
    membership = Membership(
        user=User.objects.get(pk=user_id), unit=unit, role=role, title=title,
        capacity=capacity, title_below=title_below, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    add(membership, by=by)
    return membership


@transaction.atomic
def end_membership(membership_id: int, *, by: User, valid_to: date) -> Membership:
    """Thôi giữ vai trò từ sau ngày ``valid_to``."""
    held = Membership.objects.select_for_update(of=["self"], no_key=True)
    membership = held.select_related("unit", "user").get(pk=membership_id)
    require(permissions.can_administer(by, membership.unit))
    if valid_to < membership.valid_from:
        raise Refused("Ngày thôi giữ vai trò phải sau ngày nhận.")
    amend(membership, by=by, valid_to=valid_to)
    return membership


def add_user(username, full_name, password, *, by, **rest):
    username = stored(username).strip().lower()
    if not _USERNAME.fullmatch(username):
        raise Refused(
            "Tên đăng nhập gồm 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối. "
            f"Đang nhập: {username}"
        )
    user = User(username=username, full_name=full_name, **rest)
    _check_password(password, user)
    user.set_password(password)
    add(user, by=by)
    return user


def _check_password(password, user):
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
