"""Nhập Excel, phần của người làm: a file is taken in, its columns named, its carrying out asked.

These acts only write down what is wanted; ``working`` does what is owed.
"""

from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import now

from units import permissions, presence, tasks
from units.errors import Refused
from units.models import (
    SheetColumn,
    SheetHeading,
    SheetImport,
    SheetKind,
    SheetWrite,
    Unit,
    User,
)
from units.permissions import require
from units.sheets import LAYOUTS, Table
from units.sheets.columns import heading_key, is_ignored
from units.workflow import add, move, remove

Status = SheetImport.Status
AT_ONCE = 200  # rows that somebody waits for; more are left to a worker
WAITING_AT_ONCE = 5  # files of one authority that a worker has yet to look through
NO_KEY = "Chưa có cột “{label}”: không có cột này thì không biết dòng nào là của ai."


@transaction.atomic
def keep_sheet(
    *, by: User, unit_id: int, kind: str, file_name: str, content: bytes, table: Table
) -> SheetImport:
    """Nhận tệp: kept with what its headings mean; looked through at once where all are known."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require(permissions.can_administer(by, unit))
    waiting = SheetImport.objects.owed().filter(unit=unit).count()
    if waiting >= WAITING_AT_ONCE:
        raise Refused(
            f"Đang có {waiting} tệp của {unit} chưa xử lý xong. Chờ xong rồi chọn tệp này."
        )
    kept = SheetImport(
        kind=kind, unit=unit, file_name=file_name[:255], source=content,
        sha256=sha256(content).hexdigest(), rows_in_all=len(table.rows),
        created_by=by, asked_by=by, asked_from=presence.address(),
    )  # fmt: skip
    add(kept, by=by)
    columns = list(_understood(kept, table))
    SheetColumn.objects.bulk_create(columns)
    named = {column.field for column in columns}
    key = LAYOUTS[kind].columns[0].key
    if key in named and all(column.is_settled for column in columns):
        _ask(kept, Status.WAITING, by)
    return kept


@transaction.atomic
def name_columns(import_id: int, *, by: User, fields: Mapping[int, str]) -> SheetImport:
    """Ghép cột: ``fields`` says of each position which field it is, "" for none.

    Remembered for the authority: the same headings are not asked about again.
    """
    kept = lock(import_id)
    require(permissions.can_administer(by, kept.unit))
    if kept.status == Status.REHEARSED:
        move(kept, Status.MAPPING, by=by, has_moved=False)
    elif kept.status != Status.MAPPING:
        raise Refused("Tệp này không còn ở bước ghép cột.")
    layout = LAYOUTS[kept.kind]
    chosen = [field for field in fields.values() if field]
    if len(chosen) != len(set(chosen)):
        raise Refused("Có hai cột được ghép vào cùng một ô dữ liệu.")
    if unknown := set(chosen) - {column.key for column in layout.columns}:
        raise Refused(f"Không có ô dữ liệu “{min(unknown)}”.")
    first = layout.columns[0]
    if first.key not in chosen:
        raise Refused(NO_KEY.format(label=first.label))
    columns = list(kept.columns.all())
    kept.columns.update(field="", is_settled=True)
    for column in columns:
        column.field = fields.get(column.position, "")
        column.is_settled = True
        _remember(kept, column)
    SheetColumn.objects.bulk_update(columns, ["field"])
    _ask(kept, Status.WAITING, by)
    return kept


@transaction.atomic
def rehearse_again(import_id: int, *, by: User) -> SheetImport:
    """Xem thử lại: as the data are now."""
    kept = lock(import_id)
    require(permissions.can_administer(by, kept.unit))
    _ask(kept, Status.WAITING, by)
    return kept


@transaction.atomic
def ask_to_carry_out(
    import_id: int, *, by: User, doubts_seen: bool = False
) -> SheetImport:
    """Nhập: what the dry run showed, all of it or nothing. Asked twice it is done once.

    ``doubts_seen``: whoever asks has looked at the rows that are odd (of past awards alone).
    """
    kept = lock(import_id)
    require(permissions.can_administer(by, kept.unit))
    if kept.refused:
        raise Refused(
            f"Còn {kept.refused} dòng bị từ chối nên chưa nhập dòng nào. Sửa tệp rồi chọn lại."
        )
    if not kept.added and not kept.changed:
        raise Refused("Tệp này không làm thay đổi gì.")
    asked = kept.kind == SheetKind.HONOUR and not doubts_seen
    if asked and (doubts := kept.rows.doubtful().count()):
        raise Refused(
            f"Còn {doubts} dòng cần xem. Mở mục Cần xem, đối chiếu với quyết định giấy, đánh dấu "
            "đã xem rồi nhập."
        )
    _ask(kept, Status.CARRYING, by)
    return kept


@transaction.atomic
def ask_to_undo(import_id: int, *, by: User) -> SheetImport:
    """Hoàn tác cả đợt nhập; whether nothing was built on it is asked when it is done."""
    kept = lock(import_id)
    require(permissions.can_administer(by, kept.unit))
    _ask(kept, Status.UNDOING, by)
    return kept


@transaction.atomic
def drop_sheet(import_id: int, *, by: User) -> None:
    """Bỏ tệp that nothing was written from."""
    kept = lock(import_id)
    require(permissions.can_administer(by, kept.unit))
    if kept.status not in SheetImport.UNFINISHED:
        raise Refused("Tệp đã nhập thì giữ lại để biết đã nhập những gì.")
    remove(kept, by=by, file_name=kept.file_name, unit=kept.unit_id, kind=kept.kind)


def lock(import_id: int) -> SheetImport:
    kept = SheetImport.objects.select_for_update(no_key=True, of=("self",))
    return kept.select_related("unit").defer("source").get(pk=import_id)


def is_long(kept: SheetImport) -> bool:
    """A worker does it; whoever asked looks on."""
    if kept.status == Status.UNDOING:
        return SheetWrite.objects.filter(sheet_import=kept).count() > AT_ONCE
    return kept.rows_in_all > AT_ONCE


def _ask(kept, status, by):
    move(
        kept, status, by=by, asked_by=by, asked_at=now(), asked_from=presence.address(),
        tries=0, problem="", has_moved=False,
    )  # fmt: skip
    if is_long(kept):
        tasks.work_on_sheet.delay_on_commit(kept.pk)


def _understood(kept, table):
    layout = LAYOUTS[kept.kind]
    remembered = dict(
        SheetHeading.objects.filter(unit=kept.unit, kind=kept.kind).values_list(
            "heading", "field"
        )
    )
    taken: set[str] = set()
    for position, heading in enumerate(table.headings):
        key = heading_key(heading)[:200]
        column = layout.recognised(heading) if key else None
        if column and column.key not in taken:
            field, settled = column.key, True
        elif key in remembered and remembered[key] not in taken - {""}:
            field, settled = remembered[key], True
        else:
            # Blank columns and ordinals say nothing; of a heading that stands there twice,
            # or is not known, somebody must tell.
            field, settled = "", is_ignored(heading) or not heading
        taken.add(field)
        yield SheetColumn(
            sheet_import=kept, position=position, heading=heading, field=field,
            is_settled=settled,
        )  # fmt: skip


def _remember(kept, column):
    key = heading_key(column.heading)[:200]
    known = LAYOUTS[kept.kind].recognised(column.heading)
    if key and not (known and known.key == column.field):
        SheetHeading.objects.update_or_create(
            unit=kept.unit, kind=kept.kind, heading=key,
            defaults={"field": column.field},
        )  # fmt: skip
