"""Sổ nhật ký: its seal walked along, a part of it taken away as a file."""

from django.db import IntegrityError, transaction

from units import exporting, permissions, sealing, tasks
from units.access import What, looked_at
from units.errors import Refused
from units.models import BookExport, SealCheck, User
from units.permissions import require
from units.vietnamese import stored
from units.wording import vn_number
from units.workflow import add

MOST = 100_000  # lines of one file
QUICK = 1_000  # lines that need no worker
AT_ONCE = 3  # files of one person that are being made


@transaction.atomic
def check_seal(*, by: User) -> SealCheck:
    """Kiểm tra niêm: a worker walks the chain. One that is under way is not begun twice."""
    require(permissions.administers_something(by))
    if under_way := SealCheck.objects.waiting().first():
        return under_way
    newest = sealing.newest()
    check = SealCheck(started_by=by, total=newest.position if newest else 0)
    try:
        with transaction.atomic():
            add(check, by=by)
    except IntegrityError:  # somebody else asked at this moment
        return SealCheck.objects.waiting().get()
    tasks.check_seal.delay_on_commit(check.pk)
    return check


def export_book(*, by: User, kind: str, form: str, query: str) -> BookExport:
    """Xuất nhật ký: small files at once, others by a worker; the access log says who took it."""
    export = _ask(by, kind, form, query)
    if export.total <= QUICK:
        exporting.make(export.pk)
    return export


@transaction.atomic
def _ask(by, kind, form, query) -> BookExport:
    require(permissions.administers_something(by))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # counts one at a time
    if BookExport.objects.of(by).waiting().count() >= AT_ONCE:
        raise Refused(
            f"Máy đang làm {AT_ONCE} tệp của anh/chị. Chờ xong rồi xuất tiếp."
        )
    export = BookExport(owner=by, kind=kind, form=form, query=stored(query)[:1000])
    book = exporting.book_of(export)
    export.total = book.count(MOST + 1)
    if export.total == 0:
        raise Refused("Bộ lọc này không có dòng nào để xuất.")
    if export.total > MOST:
        raise Refused(
            f"Bộ lọc này có hơn {vn_number(MOST)} dòng, nhiều hơn một tệp chứa được. "
            "Chọn khoảng ngày hẹp hơn rồi xuất từng phần."
        )
    add(export, by=by)
    about = (
        f"{export.get_kind_display()}, {vn_number(export.total)} dòng ({export.form})"
    )
    looked_at(by, What.EXPORTED, book.model, about=about)
    if export.total > QUICK:
        tasks.make_export.delay_on_commit(export.pk)
    return export
