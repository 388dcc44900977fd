"""Xác thực hai bước: added, used and taken away; and the rule of an authority about it.

Whoever changes their own proved themselves a moment before (``units.entry.is_fresh``).
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import now

from units import one_time, permissions, sessions
from units.actions.accounts import lock_user, note
from units.errors import Refused
from units.models import (
    AuthenticatorApp,
    FactorRule,
    Passkey,
    RecoveryCode,
    Unit,
    User,
)
from units.passkeys import New
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend, remove

MOST_PASSKEYS = 10


@transaction.atomic
def add_app(
    user_id: int, *, by: User, secret: bytes, step: int, session: str = ""
) -> User:
    """Bật ứng dụng mã, after its first code was shown; sessions without it end.

    ``step``: of that code, which is used up by it as every code is by signing in.
    """
    user = _own(user_id, by)
    if AuthenticatorApp.objects.filter(user=user).exists():
        raise Refused("Tài khoản đã có một ứng dụng mã; gỡ ứng dụng cũ trước.")
    app = AuthenticatorApp(user=user, secret=one_time.seal(secret), last_step=step)
    add(app, by=by)
    note("user.app_added", user, by=by)
    sessions.end_all(user, but=session)
    return user


@transaction.atomic
def remove_app(user_id: int, *, by: User) -> User:
    """Gỡ ứng dụng mã của chính mình."""
    user = _own(user_id, by)
    app = AuthenticatorApp.objects.filter(user=user).first()
    if app is None:
        raise Refused("Tài khoản không có ứng dụng mã nào.")
    _keep_one(user, others=user.passkeys.exists())
    remove(app, by=by)
    _without_factor(user)
    note("user.app_removed", user, by=by)
    return user


@transaction.atomic
def add_passkey(
    user_id: int, *, by: User, name: str, new: New, session: str = ""
) -> Passkey:
    """Thêm khóa truy cập; sessions that were opened without it end."""
    user = _own(user_id, by)
    held = list(user.passkeys.all())
    if len(held) >= MOST_PASSKEYS:
        raise Refused(f"Một tài khoản có tối đa {MOST_PASSKEYS} khóa; gỡ bớt khóa cũ.")
    if Passkey.objects.filter(credential_id=new.credential_id).exists():
        raise Refused("Khóa này đã được đăng ký.")
    key = Passkey(
        user=user,
        name=name.strip() or f"Khóa {len(held) + 1}",
        credential_id=new.credential_id,
        credential=new.credential,
        uses=new.uses,
    )
    add(key, by=by)
    note("user.passkey_added", user, by=by, name=key.name)
    sessions.end_all(user, but=session)
    return key


@transaction.atomic
def remove_passkey(passkey_id: int, *, by: User) -> User:
    """Gỡ một khóa truy cập của chính mình."""
    key = Passkey.objects.get(pk=passkey_id)
    user = _own(key.user_id, by)
    others = AuthenticatorApp.objects.filter(user=user).exists()
    _keep_one(user, others=others or user.passkeys.exclude(pk=key.pk).exists())
    name = key.name
    remove(key, by=by, name=name)
    _without_factor(user)
    note("user.passkey_removed", user, by=by, name=name)
    return user


@transaction.atomic
def renew_recovery_codes(user_id: int, *, by: User) -> list[str]:
    """Mã dự phòng mới, told this once; the old ones are good for nothing."""
    user = _own(user_id, by)
    if not user.has_second_factor:
        raise Refused("Bật ứng dụng mã hoặc khóa truy cập trước.")
    codes = one_time.new_recovery_codes()
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=one_time.recovery_digest(code)) for code in codes
    )
    note("user.recovery_renewed", user, by=by)
    return codes


@transaction.atomic
def take_app_code(user: User, code: str) -> bool:
    """Dùng mã của ứng dụng: once each, also when it is sent twice at one moment."""
    app = AuthenticatorApp.objects.select_for_update().filter(user=user).first()
    if app is None:
        return False
    secret = one_time.unseal(app.secret)
    step = one_time.matching_step(secret, code, after=app.last_step)
    if step is None:
        return False
    app.last_step = step
    app.save(update_fields=["last_step"])
    return True


@transaction.atomic
def take_recovery_code(user: User, code: str) -> bool:
    """Dùng mã dự phòng."""
    digest = one_time.recovery_digest(code)
    unused = user.recovery_codes.filter(digest=digest, used_at=None)
    if unused.update(used_at=now()) == 0:
        return False
    left = user.recovery_codes.filter(used_at=None).count()
    note("user.recovery_used", user, by=user, left=left)
    return True


def take_passkey(key: Passkey) -> None:
    """Dùng khóa truy cập: its count as it now stands."""
    key.used_at = now()
    key.save(update_fields=["uses", "used_at"])


@transaction.atomic
def reset_factors(user_id: int, *, by: User) -> User:
    """Gỡ xác thực hai bước cho người mất điện thoại, mất khóa; their sessions end.

    Nobody does it for themselves: whoever sits at an open session could.
    """
    user = lock_user(user_id)
    require(permissions.can_administer_account(by, user))
    if user.pk == by.pk:
        raise Refused("Không thể tự gỡ cho chính mình; nhờ một quản trị khác.")
    if not user.has_second_factor:
        raise Refused(f"{user} chưa bật xác thực hai bước.")
    # Else one password of an administrator would be all that stands before a signature.
    if user.must_keep_factor and not by.has_second_factor:
        raise Refused(
            f"Vai trò của {user} phải có xác thực hai bước. Bật xác thực hai bước cho tài "
            "khoản của chính anh/chị trước khi gỡ."
        )
    for app in AuthenticatorApp.objects.filter(user=user):
        remove(app, by=by)
    for key in user.passkeys.all():
        remove(key, by=by, name=key.name)
    _without_factor(user)
    sessions.end_all(user)
    note("user.factor_reset", user, by=by)
    return user


@transaction.atomic
def set_factor_rule(
    unit_id: int, *, by: User, is_required: bool, grace_days: int, reason: str,
    valid_from: date,
) -> FactorRule:  # fmt: skip
    """Quy định xác thực hai bước of an authority from a day on; the one before ends with it."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_reorganise(by, unit))
    if not reason.strip():
        raise Refused("Ghi căn cứ hoặc lý do của quy định.", at="reason")
    for rule in FactorRule.objects.of_unit(unit):
        if rule.valid_from > valid_from:
            raise Refused(
                f"Đã có quy định từ ngày {vn_date(rule.valid_from)}; quy định mới phải từ ngày "
                "đó trở đi.",
                at="valid_from",
            )
        if rule.valid_from == valid_from:
            amend(
                rule, by=by, is_required=is_required, grace_days=grace_days, reason=reason
            )  # fmt: skip
            return rule
        if rule.valid_to is None or rule.valid_to >= valid_from:
            amend(rule, by=by, valid_to=valid_from - timedelta(days=1))
    rule = FactorRule(
        unit=unit, is_required=is_required, grace_days=grace_days, reason=reason,
        valid_from=valid_from,
    )  # fmt: skip
    add(rule, by=by)
    return rule


def _own(user_id, by) -> User:
    user = lock_user(user_id)
    require(permissions.can_change_password(by, user))
    return user


def _keep_one(user, *, others):
    if not others and user.must_keep_factor:
        raise Refused(
            "Vai trò của anh/chị phải có xác thực hai bước. Bật cách khác trước khi gỡ cách này."
        )


def _without_factor(user):
    """Recovery codes stand in for a factor; without any they open nothing."""
    if not user.has_second_factor:
        user.recovery_codes.all().delete()
