"""Nhập Excel, phần của đồng hồ: what is owed is found again, what is old goes."""

from datetime import timedelta

from django.db import transaction

from units import audit
from units.models import SheetImport, SheetRow

KEPT = timedelta(days=30)
KEPT_PERSONAL = timedelta(
    days=7
)  # a file that may hold identifying numbers, unconfirmed


def owed(older_than: timedelta = timedelta(seconds=40)) -> list[int]:
    """Ids of imports that a worker should be at."""
    waiting = SheetImport.objects.owed().asked_before(older_than)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tidy() -> int:
    """Bỏ tệp quá 30 ngày; how many files went.

    What nobody confirmed goes whole. Of what was carried out the file and the words of its
    rows go, which hold people's names; that it was done, by whom, what it wrote and how many
    rows of each sort there were stays.
    """
    old = SheetImport.objects.asked_before(KEPT).defer("source")
    personal = SheetImport.objects.asked_before(KEPT_PERSONAL).of_people()
    unfinished = (old | personal.defer("source")).unfinished()
    dropped = list(unfinished.select_for_update(skip_locked=True))
    for kept in dropped:
        audit.write("sheetimport.expired", kept, by=None, file_name=kept.file_name)
        kept.delete()
    done = old.finished().with_words()
    ids = list(done.values_list("pk", flat=True))
    SheetRow.objects.filter(sheet_import__in=ids).delete()
    SheetImport.objects.filter(pk__in=ids).update(source=None)
    return len(dropped) + len(ids)
