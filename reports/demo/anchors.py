"""Neo và biên bản niêm trình diễn: the book of the demonstration, sealed by Kon Tum's province."""

import time
from collections.abc import Callable

from django.utils.timezone import localdate

from reports import queries, tasks
from reports.demo.showing import ShowFailed
from reports.models import AnchorPaper
from units import sealing
from units.models import AuditAnchor


def seal(tell: Callable[[str], None], wait: float) -> None:
    """An anchor of today where there is none at all yet, and a paper for every anchor.

    Waits for the workers at most ``wait`` seconds; the clock makes those of later days.
    """
    if AuditAnchor.objects.newest() is None:
        sealing.anchor(localdate())
    signer = queries.anchor_signer()
    if signer.unit is None:
        raise ShowFailed(f"Chưa ký được biên bản niêm: {signer.why_not}")
    tasks.wake(tasks.render_anchor_papers)
    deadline = time.monotonic() + wait
    while True:
        signed = AnchorPaper.objects.signed().count()
        if signed == AuditAnchor.objects.count():
            tell(f"  {signer.unit}: đã ký {signed} biên bản niêm nhật ký")
            return
        if time.monotonic() > deadline:
            raise ShowFailed(
                f"Đã chờ {wait:.0f} giây mà worker chưa ký xong biên bản niêm. Kiểm tra worker "
                "đang chạy và tệp nhật ký trong var/log."
            )
        time.sleep(0.3)
