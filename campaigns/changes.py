"""Thay đổi từ lần trả lại: what the book tells was done to a plan since it came back.

Only what differs in the end counts: words that were put back as they stood are no change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from campaigns import chronicle
from campaigns.mismatch import show_number
from campaigns.models import NOTE_MODELS, Campaign, Plan, PlanLine, PlanReturn
from campaigns.queries import PlanRows
from campaigns.worddiff import Piece, pieces, replaced
from units import audit
from units.models import AuditEntry
from units.wording import excerpt, vn_date

LONG = 1500  # words of a line beyond which it is told as a whole
LONGEST = 240  # letters of a line that are quoted
AROUND = 60  # letters kept on each side of a changed word
_NOTES = {table._meta.label: table for table in NOTE_MODELS.values()}
_TOLD: list[type[models.Model]] = [PlanLine, Plan, Campaign, *_NOTES.values()]
_MODELS = {table._meta.label: table for table in _TOLD}
_HEAD = -1.0  # what belongs to no line stands before all lines


@dataclass(frozen=True)
class Change:
    """Một chỗ đã đổi: what was done, at which number of the outline, and the words."""

    what: str
    where: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Since:
    """Mọi thay đổi từ lần trả lại ``returned``, in the order of the plan."""

    returned: PlanReturn
    changes: list[Change]


@dataclass
class _Trace:
    """What the book says of one record, earliest words and latest."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    is_new: bool = False
    removed: dict[str, Any] | None = None

    def note(self, verb: str, detail: dict[str, Any]) -> None:
        match verb:
            case "added":
                self.is_new = True
            case "removed":
                self.removed = detail
            case "amended":
                self._changed(detail["before"], detail["after"])
            case "moved" | "recipients_set" | "milestones_set":
                self._changed({verb: detail["before"]}, {verb: detail["after"]})

    def _changed(self, before, after):
        self.before = before | self.before
        self.after |= after

    @property
    def changed(self) -> dict[str, tuple[Any, Any]]:
        """field → (first, last), where they differ."""
        return {
            name: (old, self.after[name])
            for name, old in self.before.items()
            if old != self.after[name]
        }


def since_return(
    plan: Plan, returned: PlanReturn | None, rows: PlanRows, markers: Sequence[str]
) -> Since | None:
    """What changed since ``returned``, the plan's last; None where it never came back.

    ``markers``: the numbers of ``rows.lines`` as they are printed.
    """
    if returned is None:
        return None
    start = audit.history(returned).order_by("pk").values("pk")[:1]
    book = chronicle.of_campaign(plan.campaign).filter(pk__gt=start).order_by("pk")
    told = _Told(plan, rows, markers, _traces(book))
    return Since(returned, told.changes())


def _traces(book: Iterable[AuditEntry]) -> dict[tuple[str, int], _Trace]:
    found: dict[tuple[str, int], _Trace] = {}
    for entry in book:
        if entry.subject in _MODELS:
            trace = found.setdefault((entry.subject, entry.subject_id), _Trace())
            trace.note(entry.action.partition(".")[2], entry.detail)
    return found


class _Told:
    """The traces put into words."""

    def __init__(self, plan, rows, markers, traces):
        self.plan = plan
        self.places = {line.pk: i for i, line in enumerate(rows.lines)}
        self.lines, self.markers = rows.lines, markers
        self.line_of = {
            (note._meta.label, note.pk): note.line_id
            for notes in rows.notes.values()
            for note in notes
        }
        self.lines_told = {
            pk: trace
            for (label, pk), trace in traces.items()
            if label == PlanLine._meta.label
        }
        self.traces = traces
        self.come_back = self._come_back()

    def changes(self) -> list[Change]:
        found: list[tuple[float, Change]] = []
        for (label, pk), trace in self.traces.items():
            if trace.is_new and trace.removed is not None:
                continue
            if label == PlanLine._meta.label:
                found += self._of_line(pk, trace)
            elif label in _NOTES:
                found += self._of_note(label, pk, trace)
            elif label == Campaign._meta.label or pk == self.plan.pk:
                found += self._of_head(label, trace)
        return [change for _, change in sorted(found, key=lambda item: item[0])]

    def _come_back(self) -> dict[int, dict[str, Any]]:
        """Hoàn tác: a line added with the words of a removed one → what was removed."""
        gone: dict[tuple, list[int]] = {}
        for pk, trace in self.lines_told.items():
            if trace.removed is not None and not trace.is_new:
                gone.setdefault(_words(trace.removed | trace.before), []).append(pk)
        found = {}
        for pk, trace in self.lines_told.items():
            if not trace.is_new or pk not in self.places:
                continue
            line = self.lines[self.places[pk]]
            words = _words({name: getattr(line, name) for name in _WORDS})
            if gone.get(words):
                old = gone[words].pop(0)
                found[pk] = found[old] = self.lines_told[old].removed
        return found

    def _of_line(self, pk, trace):
        if pk in self.come_back:
            return
        if trace.removed is not None:
            after = self.places.get(trace.removed.get("after"), -1)
            text = (trace.removed | trace.before).get("text", "")
            yield (
                after + 0.5,
                Change("Xóa dòng", "", [Piece("del", excerpt(text, LONGEST))]),
            )
        elif pk in self.places:
            place = self.places[pk]
            where, line = self._where(place), self.lines[place]
            if trace.is_new:
                yield (
                    place,
                    Change(
                        "Thêm dòng", where, [Piece("ins", excerpt(line.text, LONGEST))]
                    ),
                )
                return
            changed = dict(trace.changed)
            if "text" in changed:
                yield place, Change("Sửa dòng", where, diff(*changed.pop("text")))
            if changed.pop("moved", None):
                yield (
                    place,
                    Change(
                        "Chuyển chỗ dòng",
                        where,
                        [Piece("", excerpt(line.text, LONGEST))],
                    ),
                )
            yield from self._fields("Sửa", PlanLine, changed, where, place)

    def _of_note(self, label, pk, trace):
        table = _NOTES[label]
        name = str(table._meta.verbose_name)
        if trace.removed is not None:
            words = trace.before.get("name") or _named(trace.removed)
            yield (
                _HEAD,
                Change(
                    f"Bỏ ghi chú {name}", "", [Piece("del", excerpt(words, LONGEST))]
                ),
            )
            return
        line = self.line_of.get((label, pk))
        if line not in self.places:
            return
        place = self.places[line]
        where = self._where(place)
        if trace.is_new:
            if not self._came_back(line, table):
                text = excerpt(self.lines[place].text, LONGEST)
                yield place, Change(f"Thêm ghi chú {name}", where, [Piece("", text)])
            return
        yield from self._fields(f"Ghi chú {name}:", table, trace.changed, where, place)

    def _where(self, place):
        """The printed number; a dash alone would not tell one line from another."""
        marker = self.markers[place]
        return marker if any(map(str.isalnum, marker)) else ""

    def _came_back(self, line, table):
        """The note came back with its line, which was removed meanwhile."""
        kinds = [slug for slug, known in NOTE_MODELS.items() if known is table]
        left = self.come_back.get(line, {}).get("notes", [])
        return any(kept.get("kind") in kinds for kept in left)

    def _of_head(self, label, trace):
        changed = trace.changed
        if label == Campaign._meta.label:
            # Its days follow the notes of the plan, which are told themselves.
            changed = {
                name: pair for name, pair in changed.items() if not name.endswith("_on")
            }
        if "recipients_set" in changed:
            pieces = diff(*map(_shown_list, changed.pop("recipients_set")))
            yield _HEAD, Change("Sửa nơi nhận", "", pieces)
        yield from self._fields("Sửa", _MODELS[label], changed, "", _HEAD)

    def _fields(self, verb, table, changed, where, place):
        columns = [column.name for column in table._meta.concrete_fields]
        for name in sorted(changed, key=[*columns, "milestones_set"].index):
            old, new = changed[name]
            if name == "milestones_set":
                yield place, Change(f"{verb} mốc", where, [])
                continue
            column = table._meta.get_field(name)
            pair = _shown(column, old), _shown(column, new)
            free = isinstance(column, models.CharField | models.TextField)
            pieces = diff(*pair) if free and not column.choices else replaced(*pair)
            yield place, Change(f"{verb} {column.verbose_name}", where, pieces)


def diff(before: str, after: str) -> list[Piece]:
    """Hai bản so từng từ; long passages that stayed are shortened."""
    if max(len(text.split()) for text in (before, after)) > LONG:
        return replaced(excerpt(before, LONGEST), excerpt(after, LONGEST))
    found = pieces(before, after)
    last = len(found) - 1
    return [
        piece
        if piece.kind
        else Piece("", _around(piece.text, first=at == 0, last=at == last))
        for at, piece in enumerate(found)
    ]


_WORDS = ("kind", "text", "marker", "is_title")


def _words(values):
    return tuple(values.get(name) for name in _WORDS)


def _named(values):
    known = (
        values.get(name) for name in ("name", "what", "text", "unit_name", "number")
    )
    return next((text for text in known if text), "")


def _around(text, *, first, last):
    if len(text) <= 2 * AROUND + 1:
        return text
    start = "" if first else text[:AROUND]
    end = "" if last else text[-AROUND:]
    return f"{start}…{end}"


def _shown_list(values):
    return "; ".join(map(str, values or ()))


def _shown(column, value):
    """A value of the book as it stands on the screen; records of other tables are not named."""
    if value is None or value == "" or column.is_relation:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return _shown_list(value)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateField):
        return vn_date(date.fromisoformat(value))
    if isinstance(column, models.DecimalField):
        return show_number(Decimal(value))
    return str(value)
