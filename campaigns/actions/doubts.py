"""Điều nên xem lại: looked at and let stand, or put before the officer again."""

from django.db import transaction
from django.utils.timezone import now

from campaigns.actions.locking import lock_open
from campaigns.doubts import key, look_through
from campaigns.fingerprint import fingerprint
from campaigns.models import PlanDoubt
from campaigns.queries import content_of, rows_of
from units.errors import Refused
from units.models import User
from units.workflow import add, move, remove

GONE = "Điều này không còn trong danh sách nên xem lại."


@transaction.atomic
def settle_doubt(plan_id: int, *, by: User, doubt: str) -> PlanDoubt:
    """Đã xem, giữ nguyên. ``doubt``: its key. Twice is once; the words of the plan stay."""
    plan = lock_open(plan_id, by)
    rows = rows_of(plan)
    looks = look_through(plan, rows, content_of(plan, rows))
    kept = {key(row.text, row.line_id): row for row in plan.doubts.for_page()}
    pairs = zip(looks.gaps, looks.keys, strict=True)
    gap = next((gap for gap, own in pairs if doubt and own == doubt), None)
    if gap is None:
        if any(settled.key == doubt for settled in looks.settled):
            return kept[doubt]
        raise Refused(GONE)
    line = None if gap.line is None else rows.lines[gap.line]
    row = kept.get(doubt)
    words = fingerprint(line) if line else ""
    if row is not None and row.words != words:
        remove(row, by=by, plan=plan.pk, text=row.text)  # it spoke of another line
        row = None
    if row is None:
        row = PlanDoubt(plan=plan, line=line, words=words, text=gap.text)
        add(row, by=by)
    move(row, PlanDoubt.Status.SETTLED, by=by, settled_by=by, settled_at=now())
    return row


@transaction.atomic
def reopen_doubt(plan_id: int, *, by: User, doubt: str) -> PlanDoubt:
    """Đưa lại vào danh sách nên xem."""
    plan = lock_open(plan_id, by)
    settled = plan.doubts.for_page().filter(status=PlanDoubt.Status.SETTLED)
    row = next((row for row in settled if key(row.text, row.line_id) == doubt), None)
    if row is None:
        raise Refused(GONE)
    move(row, PlanDoubt.Status.OPEN, by=by, settled_by=None, settled_at=None)
    return row
