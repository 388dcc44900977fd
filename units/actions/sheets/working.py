"""Nhập Excel, phần của máy: looked through by doing it all and rolling back, then carried out.

What is owed stands in ``SheetImport.status``. The real run does once more what the dry run
did, in one transaction with the row of the import locked, and stays only if every row comes
out as the dry run told; so it is done once and whole, or not at all.
"""

import logging
from collections.abc import Callable
from functools import partial
from secrets import token_hex

from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils.timezone import now

from units import presence, sheet_sorts, sheets
from units.actions.sheets.account_rows import AccountRows
from units.actions.sheets.asking import lock
from units.actions.sheets.honouree_rows import HonoureeRows
from units.actions.sheets.rows import Cell, Given, Outcome, Sheet, Told, perform
from units.actions.sheets.undoing import BuiltUpon, undo
from units.actions.sheets.unit_rows import UnitRows
from units.alone import alone
from units.errors import Refused, Unreadable
from units.models import (
    SheetCell,
    SheetImport,
    SheetKind,
    SheetRow,
    SheetWrite,
    User,
)
from units.tree_lock import TreeBusy
from units.visitors import CACHE_AWAY
from units.waking import does
from units.workflow import move

logger = logging.getLogger(__name__)
Status = SheetImport.Status
WRITING = (Status.WAITING, Status.CARRYING)
MOST_TRIES = 3  # what ended three workers is not given to a fourth
STEP = 20  # rows between two notes of how far it has come
# What may pass by itself. A broken rule of the database passes only while rows are written:
# somebody wrote the same at this moment, and the next run tells it.
PASSING = (OSError, OperationalError, InterfaceError)
ROWS: dict[str, Callable[..., Sheet]] = {
    SheetKind.UNIT: UnitRows,
    SheetKind.ACCOUNT: AccountRows,
    SheetKind.HONOUREE: HonoureeRows,
}
# What is told of a file that was to be looked through or carried out, and of an import that
# was to be undone: there all that it wrote is still there.
STOPPED = (
    "Máy làm tệp này ba lần đều dừng giữa chừng, chưa có gì được ghi. Chia tệp nhỏ hơn."
)
TOO_LONG = (
    "Tệp làm quá bốn phút chưa xong nên đã dừng, chưa có gì được ghi. Chia tệp nhỏ hơn."
)
BROKEN = (
    "Hệ thống gặp lỗi khi xử lý tệp này, chưa có gì được ghi. Mã để báo hỗ trợ: {code}."
)
NOT_UNDONE = "Chưa hoàn tác dòng nào, dữ liệu đã nhập còn nguyên."
UNDOING_STOPPED = (
    f"Máy hoàn tác ba lần đều dừng giữa chừng. {NOT_UNDONE} Hoàn tác lại sau ít phút; vẫn "
    "dừng thì báo hỗ trợ."
)
UNDOING_TOO_LONG = (
    f"Hoàn tác quá bốn phút chưa xong nên đã dừng. {NOT_UNDONE} Hoàn tác lại vào lúc ít "
    "người dùng; vẫn dừng thì báo hỗ trợ."
)
UNDOING_BROKEN = (
    f"Hệ thống gặp lỗi khi hoàn tác. {NOT_UNDONE} Mã để báo hỗ trợ: {{code}}."
)


class Moved(Exception):
    """The real run came out otherwise than the dry run had told."""

    def __init__(self, told: list[Told]):
        super().__init__()
        self.told = told


@does("sheet")
def work(import_id: int) -> None:
    """Làm việc đang nợ of an import; nothing where it is done, or another is at it."""
    with alone(f"sheet:{import_id}") as mine:
        kept = SheetImport.objects.owed().filter(pk=import_id).first()
        if not mine or kept is None:
            return
        if kept.tries >= MOST_TRIES:
            _fail(import_id, STOPPED, UNDOING_STOPPED)
            return
        SheetImport.objects.filter(pk=import_id).update(tries=F("tries") + 1)
        presence.begin(kept.asked_from)
        try:
            _DO[kept.status](kept)
        except PASSING:
            raise
        except (
            TreeBusy
        ):  # no fault of the file: it stays owed, and the clock comes again
            SheetImport.objects.filter(pk=import_id).update(tries=F("tries") - 1)
        except Unreadable as refusal:
            _fail(import_id, str(refusal), str(refusal))
        except SoftTimeLimitExceeded:
            _fail(import_id, TOO_LONG, UNDOING_TOO_LONG)
        except Exception as unforeseen:
            if isinstance(unforeseen, IntegrityError) and kept.status in WRITING:
                raise
            code = token_hex(2).upper()
            logger.exception("sheet %s failed, code %s", import_id, code)
            _fail(import_id, BROKEN.format(code=code), UNDOING_BROKEN.format(code=code))
        finally:
            presence.end()
            _note(import_id, None)


def work_now(kept: SheetImport) -> None:
    """For a short one, while whoever asked waits; the clock comes back to what fails in passing."""
    try:
        work(kept.pk)
    except (*PASSING, IntegrityError):
        logger.warning("sheet %s left to the worker", kept.pk, exc_info=True)


def progress_of(import_id: int) -> int:
    """Rows that are through, of what is being done now; 0 where nobody tells."""
    try:
        return cache.get(_name(import_id)) or 0
    except CACHE_AWAY:
        return 0


# ---- the three pieces of work ---------------------------------------------------------------


def _rehearse(kept):
    with transaction.atomic():
        told = _perform(kept)
        transaction.set_rollback(True)
    _tell(kept.pk, Status.WAITING, told)


def _carry_out(kept):
    try:
        _carry_out_whole(kept)
    except Moved as moved:
        _tell(kept.pk, Status.CARRYING, moved.told, has_moved=True)


@transaction.atomic
def _carry_out_whole(kept):
    locked = lock(kept.pk)
    if locked.status != Status.CARRYING:
        return
    told = _perform(kept)
    if [one.promise for one in told] != _promised(locked):
        raise Moved(told)
    writes = [
        SheetWrite(sheet_import=locked, row_number=one.number, entry_id=entry.pk)
        for one in told
        for entry in one.entries
    ]
    SheetWrite.objects.bulk_create(writes, batch_size=2_000)
    rows = list(locked.rows.all())
    for row, one in zip(rows, told, strict=True):
        row.record_id = one.record_id
    SheetRow.objects.bulk_update(rows, ["record_id"], batch_size=1_000)
    move(locked, Status.DONE, by=kept.asked_by, done_by=kept.asked_by, done_at=now())
    if kept.kind == SheetKind.HONOUREE:
        # It may hold identifying numbers, which nothing here keeps.
        SheetImport.objects.filter(pk=kept.pk).update(source=None)


def _undo(kept):
    try:
        with transaction.atomic():
            locked = lock(kept.pk)
            if locked.status != Status.UNDOING:
                return
            undo(locked, by=kept.asked_by)
            move(
                locked, Status.UNDONE, by=kept.asked_by, undone_by=kept.asked_by,
                undone_at=now(),
            )  # fmt: skip
    except (BuiltUpon, Refused) as found:
        _stop_undoing(kept, str(found))


@transaction.atomic
def _stop_undoing(kept, why):
    locked = lock(kept.pk)
    if locked.status == Status.UNDOING:
        move(locked, Status.DONE, by=kept.asked_by, problem=why[:300])


_DO = {
    Status.WAITING: _rehearse,
    Status.CARRYING: _carry_out,
    Status.UNDOING: _undo,
}


# ---- help -----------------------------------------------------------------------------------


def _perform(kept) -> list[Told]:
    layout = sheets.LAYOUTS[kept.kind]
    table = sheets.read_table(kept.file_name, bytes(kept.source), layout)
    fields = [
        (column.position, column.field) for column in kept.columns.all() if column.field
    ]
    rows = [
        Given(
            layout,
            row.number,
            {field: row.cells[position] for position, field in fields},
        )
        for row in table.rows
    ]
    # Fresh: what they may do is asked as of now.
    by = User.objects.get(pk=kept.asked_by_id)
    sheet = _maker(kept)(rows, by=by, top=kept.unit)
    return perform(sheet, lambda done: _note(kept.pk, done))


def _maker(kept) -> Callable[..., Sheet]:
    if kept.kind in ROWS:
        return ROWS[kept.kind]
    return partial(sheet_sorts.rows_of(kept.kind), source=kept)


@transaction.atomic
def _tell(import_id, status, told, *, has_moved=False):
    """Keep what every row would do; whoever asked meanwhile for something else keeps it."""
    locked = lock(import_id)
    if locked.status != status:
        return
    locked.rows.all().delete()
    rows = [
        SheetRow(
            sheet_import=locked, number=one.number, outcome=one.outcome,
            title=one.title, words=one.words,
        )
        for one in told
    ]  # fmt: skip
    SheetRow.objects.bulk_create(rows, batch_size=2_000)
    SheetCell.objects.bulk_create(
        [
            SheetCell(
                row=row, label=cell.label, before=cell.before, after=cell.after,
                fault=cell.fault,
            )
            for row, one in zip(rows, told, strict=True)
            for cell in one.cells
        ],
        batch_size=2_000,
    )  # fmt: skip
    counts = {
        str(outcome): sum(1 for one in told if one.outcome == outcome)
        for outcome in Outcome
    }
    move(
        locked, Status.REHEARSED, by=locked.asked_by, has_moved=has_moved,
        rows_in_all=len(told), **counts,
    )  # fmt: skip


def _promised(locked):
    """What the dry run told, as ``Told.promise`` says it."""
    rows = locked.rows.prefetch_related("cells")
    return [
        (
            row.number,
            row.title,
            row.outcome,
            row.words,
            tuple(
                Cell(cell.label, cell.before, cell.after, cell.fault)
                for cell in row.cells.all()
            ),
        )
        for row in rows
    ]


@transaction.atomic
def _fail(import_id, problem, problem_undoing):
    locked = lock(import_id)
    if locked.status == Status.UNDOING:
        move(locked, Status.DONE, by=locked.asked_by, problem=problem_undoing)
    elif locked.status in SheetImport.OWED:
        move(locked, Status.FAILED, by=locked.asked_by, problem=problem)


def _note(import_id, done):
    if done is not None and done % STEP:
        return
    try:
        if done is None:
            cache.delete(_name(import_id))
        else:
            cache.set(_name(import_id), done, 600)
    except CACHE_AWAY:
        pass


def _name(import_id):
    return f"sheet-progress:{import_id}"
