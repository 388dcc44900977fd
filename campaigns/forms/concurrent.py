"""Nhiều người cùng sửa: a form that knows what its user saw, field by field.

Beside each field stands a hidden fingerprint of the value that was shown. What only a
colleague changed is kept as the colleague has it; what both changed is told beside the field
with the other's value, the typed text stays, and a second save keeps it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.forms import CheckboxInput

from units.vietnamese import stored
from units.wording import vn_date, vn_number


class ConcurrentFields:
    """Mixin before a Form or ModelForm whose ``initial`` is what is stored now.

    ``changes()`` is what the action is to write: fields that are valid and differ.
    """

    data: Any
    initial: dict[str, Any]
    fields: dict[str, Any]
    cleaned_data: dict[str, Any]

    # Who changed that field last; whether it is the person at the form, in a second window.
    author: Callable[[str], tuple[str, bool]] | None = None
    # Fingerprints from an earlier showing, where this form shows typed text as its initial.
    carried: dict[str, str] | None = None

    @property
    def seen(self) -> Iterator[tuple[str, str]]:
        """Name and value of the hidden inputs; the template writes them into the form."""
        carried = self.carried or {}
        for name in self.fields:
            hidden = self.seen_name(name)
            yield hidden, carried.get(hidden) or fingerprint(self.initial.get(name))

    def clean(self):
        """Hold each field against what its user saw and what is stored now."""
        cleaned = super().clean()  # type: ignore[misc]
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name in [name for name in self.fields if name in cleaned]:
            if self._was_not_sent(name):
                del cleaned[name]  # a request cut short says nothing of this field
                continue
            now = fingerprint(self.initial.get(name))
            saw = self.data.get(self.seen_name(name), now)
            mine = fingerprint(cleaned[name])
            if now in (saw, mine):
                continue
            if mine == saw:
                del cleaned[name]
                self._show_theirs(name)
            else:
                who, own = self.author(name) if self.author else ("", False)
                said = _overtaken(self.initial.get(name), who=who, own=own)
                self.add_error(name, said)  # type: ignore[attr-defined]
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Valid fields whose value is not the stored one."""
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if name in self.cleaned_data
            and fingerprint(self.cleaned_data[name])
            != fingerprint(self.initial.get(name))
        }

    def settled(self) -> Iterator[tuple[str, str]]:
        """As ``seen``, of the valid fields alone that show what is stored now.

        A form that stays on the screen after a save may take these; a field that a colleague
        changed meanwhile still shows its old value there, and keeps its old fingerprint.
        """
        for name in self.fields:
            now = fingerprint(self.initial.get(name))
            if (
                name in self.cleaned_data
                and fingerprint(self.cleaned_data[name]) == now
            ):
                yield self.seen_name(name), now

    def _was_not_sent(self, name: str) -> bool:
        """Neither the value nor what its user saw: an unticked box still sends the latter."""
        sent = (self.add_prefix(name), self.seen_name(name))  # type: ignore[attr-defined]
        return not any(key in self.data for key in sent)

    def _show_theirs(self, name):
        """Drawn again, the form shows a colleague's value where only they changed it."""
        data = self.data.copy()
        key, field = self.add_prefix(name), self.fields[name]  # type: ignore[attr-defined]
        value = field.prepare_value(self.initial.get(name))
        if isinstance(field.widget, CheckboxInput):
            data.pop(key, None)
            if value:
                data[key] = "on"
        else:
            data[key] = "" if value is None else str(value)
        self.data = data

    def seen_name(self, name: str) -> str:
        return f"{self.add_prefix(name)}-seen"  # type: ignore[attr-defined]


def fingerprint(value: Any) -> str:
    """Short hash of a value as a form shows it; an empty one is always the same."""
    return sha256(_text(value).encode()).hexdigest()[:16]


def _text(value):
    match value:
        case None | False:
            return ""
        case True:
            return "1"
        case date():
            return value.isoformat()
        case int() | Decimal():
            return vn_number(value)
        case list() | tuple():
            return "\n".join(_text(item) for item in value)
    return stored(str(getattr(value, "pk", value))).strip()


def _overtaken(theirs, *, who, own):
    match theirs:
        case None | "" | [] | False:
            shown = "đã xóa nội dung ô này"
        case True:
            shown = "đã đánh dấu ô này"
        case date():
            shown = f"đã ghi {vn_date(theirs)}"
        case int() | Decimal():
            shown = f"đã ghi {vn_number(theirs)}"
        case list() | tuple():
            shown = f"đã ghi “{'; '.join(map(str, theirs))}”"
        case _:
            shown = f"đã ghi “{theirs}”"
    other = f"Trong lúc anh/chị soạn, {who or 'người khác'}"
    return (
        f"{'Ở một thẻ khác, anh/chị' if own else other} {shown}. "
        "Chữ anh/chị nhập vẫn còn ở đây; bấm Lưu lần nữa để giữ chữ này."
    )
