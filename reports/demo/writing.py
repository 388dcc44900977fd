"""Soạn một kế hoạch dòng này sau dòng kia, with the notes beside the words they belong to."""

from dataclasses import replace
from typing import Any

from campaigns.cells import table_text
from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    DeadlineNote,
    Line,
    Note,
    PeriodNote,
    PhaseNote,
    PlanContent,
    RegistrationNote,
    SubjectNote,
    TargetNote,
)
from campaigns.outline import LineKind

# The line that is being written; the writer puts its position here.
HERE = -1

_FIELD = {
    CitationNote: "citations",
    PeriodNote: "periods",
    PhaseNote: "phases",
    TargetNote: "targets",
    AssignmentNote: "assignments",
    RegistrationNote: "registrations",
    DeadlineNote: "deadlines",
    AwardFormNote: "award_forms",
    SubjectNote: "subjects",
}


class Writer:
    """Each method adds one line of its kind; the notes given with it point at that line."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._notes: dict[str, list[Note]] = {name: [] for name in _FIELD.values()}

    def basis(self, text: str, *notes: Note) -> None:
        self._add(LineKind.BASIS, text, notes)

    def section(self, text: str) -> None:
        self._add(LineKind.SECTION, text)

    def division(self, text: str, *notes: Note) -> None:
        self._add(LineKind.DIVISION, text, notes)

    def title(self, text: str, *notes: Note) -> None:
        """Khoản có tiêu đề: "1. Mục đích" on a line of its own, bold."""
        self._add(LineKind.ITEM, text, notes, is_title=True)

    def item(self, text: str, *notes: Note) -> None:
        self._add(LineKind.ITEM, text, notes)

    def subtitle(self, text: str, *notes: Note) -> None:
        self._add(LineKind.SUBITEM, text, notes, is_title=True)

    def point(self, text: str, *notes: Note) -> None:
        self._add(LineKind.POINT, text, notes)

    def dash(self, text: str, *notes: Note) -> None:
        self._add(LineKind.DASH, text, notes)

    def plus(self, text: str, *notes: Note) -> None:
        self._add(LineKind.PLUS, text, notes)

    def paragraph(self, text: str, *notes: Note) -> None:
        self._add(LineKind.PARAGRAPH, text, notes)

    def annex(self, text: str) -> None:
        self._add(LineKind.ANNEX, text)

    def table(self, *rows: tuple[str, ...]) -> None:
        """Bảng: the first row is its head."""
        self._add(LineKind.TABLE, table_text(rows))

    def content(self, **rest) -> PlanContent:
        """The plan; ``rest`` are its title, letterhead, recipients, signature …"""
        notes: dict[str, Any] = {
            name: tuple(notes) for name, notes in self._notes.items()
        }
        return PlanContent(lines=tuple(self._lines), **notes, **rest)

    def _add(self, kind, text, notes=(), *, is_title=False):
        for note in notes:
            self._notes[_FIELD[type(note)]].append(replace(note, line=len(self._lines)))
        self._lines.append(Line(kind=kind, text=text, is_title=is_title))
