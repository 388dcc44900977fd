"""Mật khẩu lần đầu of the accounts that an import opened: drawn when they are handed out.

Nothing keeps them; whoever loses one is given another on the page of the account.
"""

from dataclasses import dataclass

from django.db import transaction

from units import audit, passwords, permissions
from units.actions.accounts import set_password
from units.actions.sheets.asking import lock
from units.errors import Refused
from units.models import AuditEntry, SheetImport, SheetKind, SheetWrite, User
from units.permissions import require

AT_ONCE = 50  # a slow hash each; whoever waits for them waits some seconds


@dataclass(frozen=True)
class Slip:
    """Một phiếu to hand over."""

    username: str
    full_name: str
    home: str
    password: str


def without_password(kept: SheetImport):
    """Accounts of the import that never got a password, by name."""
    return [user for user in _opened(kept) if not user.has_usable_password()]


@transaction.atomic
def draw_first_passwords(import_id: int, *, by: User) -> list[Slip]:
    """Rút mật khẩu cho các tài khoản mới of the import that have none yet, some at a time."""
    kept = lock(import_id)
    require(permissions.can_administer(by, kept.unit))
    if kept.kind != SheetKind.ACCOUNT or kept.status != SheetImport.Status.DONE:
        raise Refused("Đợt nhập này không có tài khoản mới để giao mật khẩu.")
    waiting = without_password(kept)[:AT_ONCE]
    if not waiting:
        raise Refused("Mọi tài khoản của đợt nhập này đã được giao mật khẩu.")
    slips = []
    for user in waiting:
        word = passwords.drawn()
        set_password(user.pk, by=by, password=word)
        home = str(user.home) if user.home else ""
        slips.append(Slip(user.username, user.full_name, home, word))
    audit.write("sheetimport.passwords_drawn", kept, by=by, count=len(slips))
    return slips


def _opened(kept):
    entries = SheetWrite.objects.filter(sheet_import=kept).values("entry_id")
    added = AuditEntry.objects.filter(pk__in=entries, action="user.added")
    users = User.objects.within(added.values("subject_id")).in_use()
    return users.filter(last_login=None).for_list()
