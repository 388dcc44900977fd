"""Ghi và đọc nhật ký nghiệp vụ."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Field, ForeignKey, Model

from units import presence
from units.errors import Overtaken
from units.models import AuditEntry, User
from units.placing import place_of
from units.vietnamese import stored
from units.wording import vn_datetime

ABOUT = 300  # characters of a record's name

ASIDE = "…"  # in the place of a personal value, which is kept beside the book
_NOTED: ContextVar[list[AuditEntry] | None] = ContextVar("audit_noted", default=None)


@contextmanager
def noting() -> Iterator[list[AuditEntry]]:
    """The lines that are written inside, in their order: what exactly an act has done."""
    written: list[AuditEntry] = []
    token = _NOTED.set(written)
    try:
        yield written
    finally:
        _NOTED.reset(token)
        _note(written)  # whoever notes around it reads them, too


def write(action: str, subject, *, by: User | None, **detail) -> AuditEntry:
    """Add one line. Call it inside the transaction that makes the change.

    In what capacity, from where and for which unit is known without being told
    (``units.presence``); the name of the record is kept, since it may change or go.
    """
    entry = _line(action, subject, by, detail)
    entry.save(force_insert=True)
    _note([entry])
    return entry


def write_all(
    action: str, subjects: Iterable, *, by: User | None,
    detail: Callable[..., dict] = lambda _: {}, place: int | None = None,
) -> list[AuditEntry]:  # fmt: skip
    """A line for each of many records, in their order, at once; ``detail`` of each.

    ``place``: whose administrators read of it, where the records themselves are no more.
    """
    entries = [_line(action, one, by, detail(one)) for one in subjects]
    for entry in entries if place else ():
        entry.unit_id = place
    AuditEntry.objects.bulk_create(entries, batch_size=2_000)
    _note(entries)
    return entries


def _line(action, subject, by, detail):
    _refuse_looking()
    capacity = presence.capacity_of(by)
    if recorded := presence.recorded_at():
        detail = {**detail, "recorded_at": recorded}
    return AuditEntry(
        actor=by,
        role=capacity.role if capacity else "",
        held_in_id=capacity.held_in if capacity else None,
        address=presence.address(),
        unit_id=place_of(subject, by),
        action=action,
        subject=subject._meta.label,
        subject_id=subject.pk,
        about="" if is_personal(type(subject)) else stored(str(subject))[:ABOUT],
        detail=_plain(detail),
    )


def _note(entries):
    if (noted := _NOTED.get()) is not None:
        noted.extend(entries)


def is_personal(model: type[Model]) -> bool:
    """The record is of somebody who is honoured, or names one: the book keeps no name of it."""
    near = [model, *(field.related_model for field in model._meta.concrete_fields)]
    return any(hasattr(one, "PERSONAL") for one in near)


def _refuse_looking():
    """Whoever looks on as another changes nothing, whatever a page was about to do."""
    if presence.looking():
        raise PermissionDenied


def history(subject):
    """Lines about ``subject``, newest first."""
    return AuditEntry.objects.filter(
        subject=subject._meta.label, subject_id=subject.pk
    ).select_related("actor")


def mark(subject) -> int:
    """Mốc của một bản ghi: its newest line, which tells whether it was amended since; 0: none."""
    return history(subject).values_list("pk", flat=True).first() or 0


STILL_TYPED = (
    "Điều anh/chị gõ còn ở đây, chưa lưu: mở trang này ở thẻ khác để xem bản mới, rồi bấm lưu "
    "lần nữa nếu vẫn muốn thay."
)


def require_unchanged(
    subject, seen: int | None, *, by, then: str = STILL_TYPED,
    verbs: Iterable[str] = ("amended", "corrected"),
) -> None:  # fmt: skip
    """Nobody has amended ``subject`` since the line ``seen`` (``mark``); None asks nothing.

    ``then``: what the sentence says to do; ``verbs``: what counts as amending it.
    ``by``, the same account in another tab, is told apart from others. The caller holds the
    record. Raises ``Overtaken``.
    """
    if seen is None:
        return
    name = subject._meta.model_name
    actions = [f"{name}.{verb}" for verb in verbs]
    newer = history(subject).filter(action__in=actions, pk__gt=seen).first()
    if newer is not None:
        at = vn_datetime(newer.at)
        told = f"{newer.actor or 'Hệ thống'} vừa sửa thông tin này lúc {at}."
        if newer.actor_id == by.pk:
            told = f"Anh/chị vừa sửa thông tin này ở thẻ khác lúc {at}."
        raise Overtaken(f"{told} {then}", newer.pk)


def read_back(field: Field, kept: Any) -> Any:
    """What the book keeps as text or as an id, as the record has it."""
    if kept is None or (kept == "" and field.null):
        return None
    if isinstance(field, ForeignKey):
        return field.related_model._default_manager.get(pk=kept)
    return field.to_python(kept)


def _plain(value):
    """What JSON can hold: dates as ISO, decimals as text."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value
