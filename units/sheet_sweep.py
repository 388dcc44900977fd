"""Nhập Excel, phần của đồng hồ: what is owed is found again, what is old goes."""

from datetime import timedelta

from django.db import transaction

from units import audit
from units.models import SheetImport, SheetRow, Term


def owed(older_than: timedelta = timedelta(seconds=40)) -> list[int]:
    """Ids of imports that a worker should be at."""
    waiting = SheetImport.objects.owed().asked_before(older_than)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tidy() -> int:
    """Bỏ tệp quá thời hạn (``Term``); how many files went. Without a term nothing goes.

    What nobody confirmed goes whole, sooner where it is about people: it may hold identifying
    numbers. Of what was carried out the file and the words of its rows go, which hold names;
    that it was done, by whom, what it wrote and how many rows of each sort there were stays.
    """
    old, people = _past(Term.Code.SHEET), _past(Term.Code.SHEET_OF_PEOPLE).of_people()
    unfinished = (old | people).unfinished()
    dropped = list(unfinished.select_for_update(skip_locked=True))
    for kept in dropped:
        audit.write("sheetimport.expired", kept, by=None, file_name=kept.file_name)
        kept.delete()
    done = old.finished().with_words()
    ids = list(done.values_list("pk", flat=True))
    SheetRow.objects.filter(sheet_import__in=ids).delete()
    SheetImport.objects.filter(pk__in=ids).update(source=None)
    return len(dropped) + len(ids)


def _past(code):
    age = Term.objects.length(code)
    imports = SheetImport.objects.defer("source")
    return imports.asked_before(age) if age else imports.none()
