"""Lời mời cho tài khoản mới of an import: many at once, each as one would do it by hand."""

from django.db import transaction

from units import audit, permissions
from units.actions.inviting import invite
from units.actions.sheets.asking import lock
from units.errors import Refused
from units.models import (
    AuditEntry,
    Invitation,
    SheetImport,
    SheetKind,
    SheetWrite,
    User,
)
from units.permissions import require

INVITED_AT_ONCE = 50  # slips of one printing


def uninvited(kept: SheetImport) -> list[User]:
    """Accounts that the import opened, without a password and without an open invitation."""
    if kept.kind != SheetKind.ACCOUNT or kept.status != SheetImport.Status.DONE:
        return []
    entries = SheetWrite.objects.filter(sheet_import=kept).values("entry_id")
    opened = AuditEntry.objects.filter(pk__in=entries, action="user.added")
    users = User.objects.within(opened.values("subject_id")).in_use().for_list()
    waiting = users.exclude(pk__in=Invitation.objects.good().values("user"))
    return [user for user in waiting if not user.has_usable_password()]


@transaction.atomic
def invite_all(import_id: int, *, by: User, by_mail: bool) -> list[Invitation]:
    """Mời: by letter whoever has an address, or by slips, ``INVITED_AT_ONCE`` at a time."""
    kept = lock(import_id)
    require(permissions.can_administer(by, kept.unit))
    waiting = uninvited(kept)
    if by_mail:
        waiting = [user for user in waiting if user.email]
    if not waiting:
        raise Refused("Mọi tài khoản mới của đợt nhập này đã được mời.")
    invited = [
        invite(user.pk, by=by, by_mail=by_mail) for user in waiting[:INVITED_AT_ONCE]
    ]
    audit.write("sheetimport.invited", kept, by=by, count=len(invited))
    return invited
