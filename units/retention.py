"""Thời hạn giữ dữ liệu cá nhân: what has run out, noted for people to decide on.

The clock only notes (``note_due``); what is done with it is an act of somebody
(``units.actions.carry_out_retention``).
"""

import calendar
from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from units.models import (
    Honouree,
    HouseholdMember,
    PersonalChange,
    PersonalDataClass,
    Position,
    RetentionDue,
)

Code = PersonalDataClass.Code


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    return _shifted(day, -months)


def ends_on(left_on: date, rule: PersonalDataClass) -> date:
    """The last day on which data of this class is kept."""
    return _shifted(left_on, rule.keep_months)


@transaction.atomic
def note_due(day: date | None = None) -> int:
    """Note whose data has run out by ``day`` (today), and drop notes that no longer hold."""
    day = day or localdate()
    rules = PersonalDataClass.objects.by_code(day)
    fresh = []
    still = Q(pk__in=[])
    for code, rule in rules.items():
        over = having(code).filter(left_on__lt=months_before(day, rule.keep_months))
        still |= Q(code=code, honouree__in=over.order_by().values("pk"))
        known = RetentionDue.objects.open().filter(code=code, honouree=OuterRef("pk"))
        fresh += [
            RetentionDue(honouree_id=pk, code=code, due_on=ends_on(left_on, rule))
            for pk, left_on in over.exclude(Exists(known)).values_list("pk", "left_on")
            if left_on
        ]
    RetentionDue.objects.open().exclude(still).delete()
    RetentionDue.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=2000)
    return len(fresh)


def having(code: str) -> QuerySet[Honouree]:
    """Those who have left and of whom data of this class is still kept."""
    left = Honouree.objects.with_status(Honouree.Status.LEFT)
    match code:
        case Code.DETAILS:
            return left.exclude(birth_date=None, gender="", identity_digest="")
        case Code.CAREER:
            return left.filter(_exist(Position, "honouree") | ~Q(title=""))
        case Code.MEMBERS:
            return left.filter(_exist(HouseholdMember, "household"))
        case Code.CHANGES:
            return left.filter(_exist(PersonalChange, "honouree"))
    return left


def terms(honouree: Honouree) -> Iterator[tuple[PersonalDataClass, date | None]]:
    """Each class with the last day on which it is kept of this one; None while followed."""
    for rule in PersonalDataClass.objects.by_code().values():
        yield rule, ends_on(honouree.left_on, rule) if honouree.left_on else None


def _exist(model, column):
    return Exists(model._default_manager.filter(**{column: OuterRef("pk")}))


def _shifted(day, months):
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))
