"""Gọi tên ghi chú: the kinds of note by the words of the screen, and a note in one short line."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    CitationNote,
    Comparator,
    DeadlineNote,
    Direction,
    Note,
    PeriodNote,
    PhaseNote,
    RegistrationNote,
    Side,
    SubjectNote,
    TargetNote,
)
from campaigns.mismatch import show_number
from units.numerals import with_unit
from units.wording import vn_date


@dataclass(frozen=True)
class NoteKind:
    """Loại ghi chú. ``slug`` is a key of NOTE_MODELS, ``field`` one of NOTE_FIELDS."""

    slug: str
    field: str
    label: str
    icon: str
    tone: str  # kind of sign: "", info, gold, ok
    meaning: str  # what it makes the system do


NOTE_KINDS = {
    kind.slug: kind
    for kind in (
        NoteKind(
            "can-cu", "citations", "Căn cứ viện dẫn", "link-45deg", "",
            "Văn bản được nhắc đến, có số và ngày.",
        ),
        NoteKind(
            "thoi-gian", "periods", "Thời gian thi đua", "calendar-event", "info",
            "Ngày bắt đầu, kết thúc của cả phong trào.",
        ),
        NoteKind(
            "dot", "phases", "Đợt thi đua", "flag", "info",
            "Một chặng của phong trào, có ngày đầu và ngày cuối.",
        ),
        NoteKind(
            "chi-tieu", "targets", "Chỉ tiêu", "bar-chart", "ok",
            "Con số giao, dùng để theo dõi tiến độ.",
        ),
        NoteKind(
            "nhiem-vu", "assignments", "Giao nhiệm vụ", "people", "info",
            "Đơn vị nhận việc; các dòng bên dưới là việc của đơn vị đó.",
        ),
        NoteKind(
            "dang-ky", "registrations", "Yêu cầu đăng ký", "journal-check", "info",
            "Mô hình, công trình mà mỗi đơn vị phải đăng ký.",
        ),
        NoteKind(
            "thoi-han", "deadlines", "Thời hạn", "clock", "info",
            "Việc có ngày phải xong, dùng để nhắc hạn.",
        ),
        NoteKind(
            "khen-thuong", "award_forms", "Hình thức khen thưởng", "award", "gold",
            "Hình thức mà phong trào sẽ xét tặng.",
        ),
        NoteKind(
            "doi-tuong", "subjects", "Đối tượng thi đua", "person", "",
            "Tập thể hoặc cá nhân tham gia.",
        ),
    )
}  # fmt: skip
KIND_OF_FIELD = {kind.field: kind for kind in NOTE_KINDS.values()}

_COMPARED = {
    Comparator.EQUAL: "đạt",
    Comparator.AT_LEAST: "ít nhất",
    Comparator.AT_MOST: "không quá",
}
_WAY = {Direction.UP: "tăng", Direction.DOWN: "giảm", Direction.HOLD: ""}
# Up to the figure, in its own clause.
_RISES = re.compile(r"\btăng\b(?!\s+(?:cường|gia|tốc))[^.;:]{0,60}$")
_ENDS_AT = re.compile(
    r"\b(?:lên|đạt|còn|xuống)(?:\s+(?:tới|đến|mức|dưới|trên|ít\s+nhất|không\s+quá))*\s*$"
)
_SIDE = {Side.COLLECTIVE: "Tập thể", Side.INDIVIDUAL: "Cá nhân"}


def describe(note: Note, words: str = "") -> str:
    """Ghi chú trong một dòng ngắn: "không quá 0,39% · đến 31/12/2023"; ``words``: its line."""
    match note:
        case CitationNote():
            return _join(note.number or note.text, vn_date(note.issued_on))
        case PeriodNote():
            return between(note.starts_on, note.ends_on)
        case PhaseNote():
            plan_due = until(note.plan_due_on)
            return _join(
                note.name,
                between(note.starts_on, note.ends_on, empty=""),
                plan_due and f"kế hoạch chi tiết {plan_due}",
            )
        case TargetNote():
            return _join(
                figure(note, words) or note.name, until(note.deadline), note.phase
            )
        case AssignmentNote():
            return note.unit
        case RegistrationNote():
            return _join(
                f"ít nhất {note.minimum:02d} {note.what}", until(note.deadline)
            )
        case DeadlineNote():
            return _join(until(note.due_on), note.text)
        case AwardFormNote():
            return note.name
        case SubjectNote():
            return f"{_SIDE[note.side]}: {note.name}"
    raise TypeError(type(note))


def figure(note: TargetNote, words: str = "") -> str:
    """Con số của chỉ tiêu: "ít nhất 98%", "tăng ít nhất 5%", "từ 1 đến 2 công trình".

    ``words`` is the line that the target stands in; "" comes back where there is no figure.
    "Tăng", "giảm" are said of a change only, never of a level to reach, though for a level
    too one way is the better (``direction``). A change is:

    - what names its baseline ("so với năm 2021"), or has "tăng" right before its figure, in
      the line, the name or the printed figure, or at the beginning of a name without figure;
    - downwards anything but "không quá": less "by at least", "by 1/3", "by 15 households";
    - never what the sentence lets end at its figure ("tăng lên 98%", "còn 0,39%").
    """
    if note.value is None:
        return note.shown
    value = with_unit(show_number(note.value), note.unit)
    if note.value_max is not None:
        last = with_unit(show_number(note.value_max), note.unit)
        value = f"từ {show_number(note.value)} đến {last}"
    elif note.shown and "/" in note.shown:
        value = note.shown
    moves = is_change(note, words)
    said = [_WAY[note.direction]] if moves else []
    equal = moves and note.comparator is Comparator.EQUAL
    if note.value_max is None and note.comparator in _COMPARED and not equal:
        said.append(_COMPARED[note.comparator])
    return " ".join([*filter(None, said), value])


def is_change(note: TargetNote, words: str) -> bool:
    before = _before_figure(note, words)
    if note.direction is Direction.HOLD or not note.value or _ENDS_AT.search(before):
        return False
    if note.direction is Direction.DOWN:
        return note.comparator is not Comparator.AT_MOST
    return bool(note.baseline.strip() or _RISES.search(before))


def _before_figure(note: TargetNote, words: str) -> str:
    """What is said up to the figure; the name alone where the figure is nowhere."""
    lead = re.split(r"\d", note.shown, maxsplit=1)[0].lower()  # of "tăng từ 5%"
    number = re.escape(show_number(note.value or Decimal(0)))
    printed = "|".join(filter(None, [re.escape(note.shown), f"0?{number}"]))
    for text in (words, note.name):
        if match := re.search(rf"(?<![\d.,])(?:{printed})(?!\d)", text):
            return text[: match.start()].lower() + lead
    return f"{note.name.lower()} {lead}"


def baseline(note: TargetNote) -> str:
    """so với năm 2021"""
    words = note.baseline.strip()
    return words if not words or words.lower().startswith("so ") else f"so với {words}"


def between(start: date | None, end: date | None, empty: str = "chưa ghi ngày") -> str:
    """01/08/2023 – 15/12/2023; "từ …", "đến …" where one end is open."""
    if start and end:
        return f"{vn_date(start)} – {vn_date(end)}"
    if start:
        return f"từ {vn_date(start)}"
    return f"đến {vn_date(end)}" if end else empty


def until(day: date | None) -> str:
    """hạn 15/08/2023"""
    return f"hạn {vn_date(day)}" if day else ""


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
