"""Everything that changes units and people: one function, one act of an administrator.

Each act asks who (permissions) and when, then adds. Only ``establish`` asks nobody: it
lays the top of a tree from the command line, before there is anyone to ask.
"""

import re
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from units import audit, permissions
from units.errors import Refused
from units.models import Membership, Unit, UnitKind, User
from units.permissions import require
from units.vietnamese import stored
from units.workflow import add, amend

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
# What an administrator writes of a unit; its place in the tree follows from its parent.
UNIT_FIELDS = frozenset(
    {
        "code", "name", "short_name", "place", "symbol", "letterhead_parent", "letterhead",
        "collective", "head_title", "seal_of", "seal_mm", "valid_from", "valid_to",
    }
)  # fmt: skip


@transaction.atomic
def establish(
    *, kind_code: str, kind_name: str, username: str, full_name: str, password: str,
    is_demonstration: bool = False, **unit,
) -> tuple[Unit, User]:  # fmt: skip
    """Lập cơ quan đầu tiên: the top of a tree with its first administrator.

    Run at installation, by whoever holds the machine; the audit book names no person.
    """
    top = _add_unit(None, _kind(kind_code, kind_name, by=None), by=None, **unit)
    administrator = _add_user(
        username, full_name, password, by=None, is_demonstration=is_demonstration
    )
    role = Membership(
        user=administrator,
        unit=top,
        role=Membership.Role.ADMINISTRATOR,
        valid_from=top.valid_from,
    )
    add(role, by=None)
    return top, administrator


@transaction.atomic
def create_unit(
    *, by: User, parent_id: int, kind_code: str, kind_name: str, **unit
) -> Unit:
    """Lập đơn vị trực thuộc; ``unit`` are any of UNIT_FIELDS."""
    parent = Unit.objects.select_for_update(no_key=True).get(pk=parent_id)
    require(permissions.can_administer(by, parent))
    return _add_unit(parent, _kind(kind_code, kind_name, by=by), by=by, **unit)


@transaction.atomic
def create_user(
    *, by: User, username: str, full_name: str, password: str, email: str = "",
    is_demonstration: bool = False,
) -> User:  # fmt: skip
    """Mở tài khoản; it can do nothing before it is given a role."""
    require(permissions.can_open_accounts(by))
    return _add_user(
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


def _add_unit(parent, kind, *, by, **values):
    unknown = values.keys() - UNIT_FIELDS
    if unknown:
        raise TypeError(
            f"not fields of a unit that an administrator writes: {sorted(unknown)}"
        )
    unit = Unit(parent=parent, kind=kind, **values)
    unit.take_place()
    add(unit, by=by)
    return unit


def _add_user(username, full_name, password, *, by, **rest):
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


def _kind(code, name, *, by):
    kind = UnitKind.objects.filter(code=code).first()
    if kind is None:
        kind = UnitKind(code=code, name=name)
        add(kind, by=by)
    return kind
