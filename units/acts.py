"""Từ ngữ của sổ nhật ký: how acts, records and columns are called on the screen.

Every app says here what its acts are called (``know``, when Django starts); an act that
nobody named is told by its record and its verb, so no line ever shows an English name.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from units import search
from units.models import AuditEntry
from units.vietnamese import sort_key

ACTS: dict[str, str] = {}
_FIELDS: dict[str, str] = {}
_AREAS: dict[str, str] = {}  # of a record, by the name of its model
OTHER = "Việc khác"
_VERBS = {
    "added": "Thêm",
    "amended": "Sửa",
    "removed": "Xóa",
    "moved": "Chuyển",
    "discarded": "Bỏ vào thùng rác",
    "restored": "Khôi phục",
    "purged": "Xóa hẳn",
}


def know(
    acts: Mapping[str, str],
    fields: Mapping[str, str] | None = None,
    areas: Mapping[str, str] | None = None,
) -> None:
    """Names of acts; of values that are no column of a record (``fields``), too.

    ``areas``: names of models, with blanks between, by what one looks for them under.
    """
    ACTS.update(acts)
    _FIELDS.update(fields or {})
    for area, models in (areas or {}).items():
        _AREAS.update(dict.fromkeys(models.split(), area))
    _all.cache_clear()


def model_of(label: str) -> type[Model] | None:
    """The model of ``subject``; None where it exists no more."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def kind_of(label: str) -> str:
    """ "Đơn vị", "kế hoạch" …: what the record is."""
    model = model_of(label)
    return _capital(str(model._meta.verbose_name)) if model else "Bản ghi cũ"


# Acts whose names say all that their lines hold.
PLAIN = frozenset({"user.closed", "user.reopened"})


def action_of(entry: AuditEntry) -> str:
    """The act of a line; older lines called some acts an amendment: the closing of an account,
    the undoing of a merge.
    """
    after = entry.detail.get("after")
    if entry.action == "user.amended" and isinstance(after, dict):
        if after == {"is_active": False}:
            return "user.closed"
        if after == {"is_active": True}:
            return "user.reopened"
    if entry.action == "honoureemerge.amended" and isinstance(after, dict):
        return "honoureemerge.undone" if "undone_at" in after else entry.action
    return entry.action


def act_of(action: str, label: str) -> str:
    """ "Giao vai trò"; "Kế hoạch: chờ duyệt" of a move that has no name of its own."""
    if action in ACTS:
        return ACTS[action]
    verb, kind = action.partition(".")[2], kind_of(label)
    if verb in _VERBS:
        return f"{_VERBS[verb]} {kind[:1].lower()}{kind[1:]}"
    status: Any = getattr(model_of(label), "Status", None)
    if status is not None and verb in status.values:
        name = status(verb).label
        return f"{kind}: {name[:1].lower()}{name[1:]}"
    return f"{kind}: việc khác"


def field_of(label: str, name: str) -> str:
    """ "Họ và tên": what a column or a kept value is called."""
    model: Any = model_of(label)
    if model is not None:
        try:
            called = str(model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            called = ""
        if called and called != name.replace("_", " "):  # one that was given
            return _capital(called)
    return _capital(_FIELDS.get(name, "nội dung"))


def called(word: str) -> list[str]:
    """The acts in whose names a word begins so ("uy quyen" finds "Thêm ủy quyền ký")."""
    return [action for action, name in _all() if f" {word}" in name]


@cache
def _all() -> list[tuple[str, str]]:
    """Every act that a book may hold, with its folded name: those named, and verbs of records."""
    found = dict(ACTS)
    for model in apps.get_models():
        for verb in _VERBS:
            action = f"{model._meta.model_name}.{verb}"
            found.setdefault(action, act_of(action, model._meta.label))
    return [(action, f" {search.key(name)}") for action, name in found.items()]


def groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Named acts by what they are about, for a list to choose from; both in Vietnamese order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for action, name in ACTS.items():
        area = _AREAS.get(action.partition(".")[0], OTHER)
        found.setdefault(area, []).append((action, name))
    for options in found.values():
        options.sort(key=lambda option: sort_key(option[1]))
    return sorted(found.items(), key=lambda group: sort_key(group[0]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
