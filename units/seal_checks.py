"""Kiểm tra niêm từ màn hình: a worker walks the chain and tells how far it has come."""

from django.utils.timezone import now

from units import sealing
from units.alone import alone
from units.models import SealCheck, SealFault

KEPT = 100  # faults of one check that are told one by one


def run(check_id: int) -> None:
    """Walk the whole chain. A worker that was killed is followed by one that begins anew."""
    with alone(f"seal-check:{check_id}") as mine:
        checks = SealCheck.objects.filter(pk=check_id)
        if not mine or not checks.filter(finished_at=None).exists():
            return
        SealFault.objects.filter(check_made=check_id).delete()

        def tell(done: int) -> None:
            checks.update(done=done)

        count = 0
        for count, fault in enumerate(sealing.faults(seen=tell), 1):
            if count <= KEPT:
                SealFault.objects.create(
                    check_made_id=check_id,
                    position=fault.position,
                    entry_id=fault.entry_id,
                    sentence=fault.sentence[:200],
                )
        checks.update(fault_count=count, finished_at=now())
