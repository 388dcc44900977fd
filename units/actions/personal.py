"""Dữ liệu cá nhân: erased on request or when its time is over; how long it is kept.

What is issued stays: a paper holds its own words and is not touched by anything here. The
audit book never held the values (``units.workflow``), only that they were changed and by whom.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from units import audit, permissions, retention
from units.actions.honourees import lock, lock_open
from units.actions.numbers import settle_number
from units.errors import Refused
from units.models import (
    Honouree,
    LikelyDouble,
    PersonalChange,
    PersonalDataClass,
    RetentionDue,
    SheetRow,
    User,
)
from units.permissions import require
from units.vietnamese import fold
from units.workflow import add, amend, move, remove

Code = PersonalDataClass.Code
Status = Honouree.Status
ERASED_NAME = "Đã xóa dữ liệu cá nhân"
NAMES_NOBODY = (
    "Lý do và căn cứ ở lại trong nhật ký nên không ghi tên người được xóa dữ liệu. Ghi “người "
    "có dữ liệu”, “chủ hộ” thay cho tên."
)
_DETAILS = {
    "birth_date": None,
    "gender": "",
    "identity_digest": "",
    "identity_tail": "",
}


@transaction.atomic
def erase_honouree(honouree_id: int, *, by: User, reason: str, basis: str) -> Honouree:
    """Xóa dữ liệu cá nhân: of the record remain its number, its kind and its unit.

    What was merged into it goes with it. ``reason`` says who asked and why, ``basis`` the
    paper or provision; both stay in the audit book, so they name nobody.
    """
    honouree = lock_open(honouree_id)
    require(permissions.can_erase_honouree(by, honouree))
    if not reason.strip():
        raise Refused("Ghi lý do xóa dữ liệu.", at="reason")
    if not basis.strip():
        raise Refused("Ghi căn cứ: văn bản hoặc yêu cầu, ngày nhận.", at="basis")
    if _names(honouree, reason):
        raise Refused(NAMES_NOBODY, at="reason")
    if _names(honouree, basis):
        raise Refused(NAMES_NOBODY, at="basis")
    _reduce(honouree, set(Code), by=by, reason=reason, basis=basis)
    return honouree


@transaction.atomic
def carry_out_retention(due_ids: Iterable[int], *, by: User) -> int:
    """Xóa dữ liệu hết thời hạn: the noted classes of the chosen ones; how many were done."""
    dues = list(
        RetentionDue.objects.within(list(due_ids))
        .open()
        .select_for_update(of=("self",))
        .order_by("honouree", "pk")
    )
    rules = PersonalDataClass.objects.by_code()
    done = 0
    for due in dues:
        honouree = lock(due.honouree_id)
        require(permissions.can_erase_honouree(by, honouree))
        rule = rules.get(due.code)
        if (
            rule is None
            or honouree.left_on is None
            or retention.ends_on(honouree.left_on, rule) >= localdate()
        ):
            continue  # erased with its name a moment ago, come back, or kept longer now
        _reduce(
            honouree, {due.code}, by=by, reason="Hết thời hạn giữ", basis=rule.basis
        )
        amend(due, by=by, done_by=by, done_at=now())
        done += 1
    return done


@transaction.atomic
def set_retention(
    code: str, *, by: User, keep_months: int, valid_from: date, decided_by: str
) -> PersonalDataClass:
    """Định thời hạn giữ một loại dữ liệu từ một ngày, within the bounds of the catalogue."""
    require(permissions.can_set_retention(by))
    if not decided_by.strip():
        raise Refused("Ghi văn bản ấn định thời hạn.", at="decided_by")
    rows = PersonalDataClass.objects.filter(code=code).order_by("-valid_from")
    now_kept = rows.select_for_update().first()
    if now_kept is None:
        raise Refused("Không có loại dữ liệu này.")
    if valid_from <= now_kept.valid_from:
        raise Refused(
            f"Thời hạn đang ghi áp dụng từ {now_kept.valid_from:%d/%m/%Y}; "
            "ngày mới phải sau ngày đó.",
            at="valid_from",
        )
    if not now_kept.least_months <= keep_months <= now_kept.most_months:
        raise Refused(
            f"Thời hạn phải từ {now_kept.least_months} đến {now_kept.most_months} tháng. "
            f"Đang nhập: {keep_months}.",
            at="keep_months",
        )
    amend(now_kept, by=by, valid_to=valid_from - timedelta(days=1))
    rule = PersonalDataClass(
        code=code, purpose=now_kept.purpose, basis=now_kept.basis, keep_months=keep_months,
        least_months=now_kept.least_months, most_months=now_kept.most_months,
        decided_by=decided_by, valid_from=valid_from,
    )  # fmt: skip
    add(rule, by=by)
    return rule


def _reduce(honouree, codes: Collection[str], *, by, reason, basis) -> None:
    """Take the classes away, here and from all that was merged into the record."""
    for child in honouree.merged_from.all():
        _reduce(lock(child.pk), codes, by=by, reason=reason, basis=basis)
    whole = Code.NAME in codes  # of one without a name nothing else may be kept
    if whole or Code.MEMBERS in codes:
        for member in honouree.members.all():
            remove(member, by=by)
    if whole or Code.CAREER in codes:
        for position in honouree.positions.all():
            remove(position, by=by)
        amend(honouree, by=by, title="")
    if whole or Code.DETAILS in codes:
        number = honouree.identity_digest
        amend(honouree, by=by, **_DETAILS, shares_number=False)
        settle_number(number)
    if whole:
        amend(honouree, by=by, name=ERASED_NAME, birth_year=None, account=None)
        move(honouree, Status.ERASED, by=by, merged_into=None)
        LikelyDouble.objects.of(honouree).delete()
        RetentionDue.objects.filter(honouree=honouree).open().delete()
    if whole:
        # What a file said of the record; that it was imported stays in the book.
        SheetRow.objects.about_honouree(honouree.pk).delete()
    # After the amendments above, which kept aside what they took away.
    _forget(honouree, codes, whole)
    audit.write(
        "honouree.reduced", honouree, by=by, reason=reason, basis=basis,
        classes=sorted(Code) if whole else sorted(codes),
    )  # fmt: skip


def _names(honouree, text) -> bool:
    """Whether the given name and the word before it, of a person or a member, stand in it."""
    if honouree.kind == Honouree.Kind.COLLECTIVE:
        return False
    people = [honouree.name, *honouree.members.values_list("full_name", flat=True)]
    words = f" {' '.join(re.findall(r'\w+', fold(text)))} "
    ends = [fold(name).split()[-2:] for name in people]
    return any(f" {' '.join(end)} " in words for end in ends if len(end) == 2)


def _forget(honouree, codes, whole):
    changes = PersonalChange.objects.filter(honouree=honouree)
    if whole or Code.CHANGES in codes:
        changes.delete()
        return
    fields = [*(_DETAILS if Code.DETAILS in codes else ())]
    fields += ["title"] if Code.CAREER in codes else []
    changes.filter(field__in=fields).delete()
