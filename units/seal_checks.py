"""Kiểm tra niêm từ màn hình: a worker walks the chain and tells how far it has come.

The book of a province has millions of lines, more than one task may walk. How far the walk
has come stands in the row, so that every turn goes on where the last one ended, also where
that one was killed.
"""

from time import monotonic

from django.db import transaction
from django.utils.timezone import now

from units import sealing
from units.alone import alone
from units.models import SealCheck, SealFault

KEPT = 100  # faults of one check that are told one by one
A_TURN = 60  # seconds; other work of the same worker comes in between


def run(check_id: int) -> bool:
    """Walk on for a turn. False: some of the chain is left."""
    with alone(f"seal-check:{check_id}") as mine:
        check = SealCheck.objects.waiting().filter(pk=check_id).first()
        if not mine or check is None:
            return True
        end = monotonic() + A_TURN
        mark = sealing.Mark(check.position, bytes(check.digest), check.done)
        for stretch in sealing.stretches(mark):
            _note(check, stretch)
            if monotonic() >= end:
                return stretch.is_last
    return True


@transaction.atomic
def _note(check: SealCheck, stretch: sealing.Stretch) -> None:
    """What was found and how far the walk has come: both or neither."""
    SealFault.objects.bulk_create(
        SealFault(
            check_made=check,
            position=fault.position,
            entry_id=fault.entry_id,
            sentence=fault.sentence[:200],
        )
        for fault in stretch.faults[: max(0, KEPT - check.fault_count)]
    )
    check.position, check.digest = stretch.end.position, stretch.end.digest
    check.done = stretch.end.walked
    check.fault_count += len(stretch.faults)
    check.finished_at = now() if stretch.is_last else None
    check.save(
        update_fields=["position", "digest", "done", "fault_count", "finished_at"]
    )
