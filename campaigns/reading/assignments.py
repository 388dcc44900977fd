"""Phân công nhiệm vụ: which unit is given tasks, and how many."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns import closings, outline
from campaigns.content import Line
from campaigns.outline import LineKind
from campaigns.reading import organisations
from campaigns.reading.context import Context
from campaigns.reading.language import fold, key, squeeze

_SECTION = re.compile(
    r"tổ\s+chức\s+(?:triển\s+khai\s+)?thực\s+hiện|phân\s+công|trách\s+nhiệm\s+(?:của|thực\s+hiện|các|tổ\s+chức)|tổ\s+chức\s+triển\s+khai"
    r"|nhiệm\s+vụ\s+(?:cụ\s+thể\s+)?(?:của|cho)\s+các|giao\s+nhiệm\s+vụ|biện\s+pháp\s+tổ\s+chức\s+thực\s+hiện"
)
_DEEPER = re.compile(
    r"phân\s+công|trách\s+nhiệm|đơn\s+vị|cơ\s+quan|cấp\s+|tổ\s+chức\s+thực\s+hiện|nhiệm\s+vụ|khối|đối\s+với"
)
_NO_UNIT = re.compile(
    r"^(?:chế\s+độ|kinh\s+phí|thời\s+gian|công\s+tác|hồ\s+sơ|kế\s+hoạch\s+này|căn\s+cứ|trên\s+cơ\s+sở|khen\s+thưởng|tuyên\s+truyền|"
    r"tiến\s+độ|lộ\s+trình|báo\s+cáo|tổ\s+chức(?!\s+(?:chính|đoàn|hội|thành|xã|công|cơ|đảng))|hội\s+nghị|hội\s+thi|hội\s+thảo|"
    r"ban\s+hành|trường\s+hợp|bản\s+(?!(?:làng))|xã\s+hội\s+hóa|ngành\s+nghề|thống\s+kê\s+(?:kết|số)|báo\s+cáo|tổ\s+chức\s+các|đội\s+ngũ|nhân\s+viên\s+là)"
)
_HAS_DUTY = re.compile(
    r"\s*(?:có\s+(?:trách\s+)?nhiệm(?:\s+vụ)?|thực\s+hiện\s+(?:các\s+)?(?:nhiệm\s+vụ|nội\s+dung)[^:]{0,30})\s*:?\s*$"
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Một đơn vị được giao, with the lines that hold its tasks."""

    line: int
    unit: str
    lines: tuple[int, ...]
    sure: float


def read_assignments(context: Context) -> list[Assignment]:
    """Units with tasks, in order; a unit named twice in a row counts once."""
    found: list[Assignment] = []
    for index in context.body():
        entry = context.entries[index]
        if not _SECTION.search(context.folded[index]) or len(entry.text.split()) > 14:
            continue
        if not (entry.is_title or entry.kind in (LineKind.SECTION, LineKind.PART)):
            continue
        if found and index <= found[-1].lines[-1]:
            continue
        found.extend(_below(context, index))
    return _merged(found)


def count_tasks(lines: Sequence[Line], index: int) -> int:
    """How many tasks stand under a unit's line: its top-level items, with the paragraph
    before them; 1 where the task runs on in the line itself."""
    rows = list(outline.span(lines, index))[1:]
    rows = _without_closing(lines, rows)
    numbered = [i for i in rows if lines[i].kind in outline.DEPTH]
    if not numbered:
        paragraphs = [i for i in rows if lines[i].kind is LineKind.PARAGRAPH]
        runs_in = _runs_in(lines[index].text)
        return max(1, len(paragraphs) + (1 if runs_in and paragraphs else 0))
    top = min(outline.depth(lines[i].kind) for i in numbered)
    count = sum(outline.depth(lines[i].kind) == top for i in numbered)
    lead = [
        i for i in rows if i < numbered[0] and not lines[i].text.rstrip().endswith(":")
    ]
    return count + len(lead)


def _runs_in(text: str) -> bool:
    _, sign, after = text.partition(":")
    return bool(sign and len(after.split()) > 3)


def _without_closing(lines: Sequence[Line], rows: list[int]) -> list[int]:
    """Rows up to the words that close the plan as a whole."""
    for place, row in enumerate(rows):
        if lines[row].kind is LineKind.PARAGRAPH and closings.closes(
            fold(lines[row].text)
        ):
            return rows[:place]
    return rows


def _below(context: Context, heading: int) -> list[Assignment]:
    children = _children(context, heading)
    found: list[Assignment] = []
    for child in children:
        assignment = _unit_at(context, child)
        if assignment:
            found.append(assignment)
        elif context.entries[child].is_title or (
            _DEEPER.search(context.folded[child])
            and len(context.folded[child].split()) < 25
        ):
            below = _children(context, child)
            units = [a for a in (_unit_at(context, i) for i in below) if a]
            if _DEEPER.search(context.folded[child]) and len(units) >= max(
                1, len(below) // 2
            ):
                found.extend(units)
    if not found:
        found = _by_bullets(context, heading)
    return found


def _children(context: Context, heading: int) -> list[int]:
    rows = [i for i in list(context.under(heading))[1:] if _is_numbered(context, i)]
    if not rows:
        return []
    top = min(context.depth(i) for i in rows)
    return [i for i in rows if context.depth(i) == top]


def _is_numbered(context: Context, index: int) -> bool:
    return context.entries[index].kind in outline.DEPTH


def _by_bullets(context: Context, heading: int) -> list[Assignment]:
    """A section without numbers whose paragraphs begin with a unit ("Sở X: …")."""
    rows = [i for i in list(context.under(heading))[1:] if i < context.closing_at]
    return [
        a
        for a in (
            _unit_at(context, i)
            for i in rows
            if context.entries[i].kind is LineKind.PARAGRAPH
        )
        if a
    ]


def _unit_at(context: Context, index: int) -> Assignment | None:
    entry = context.entries[index]
    rows = tuple(context.under(index))
    name, sure = unit_of(
        entry.text,
        bold_to=entry.bold_to,
        is_title=entry.is_title,
        has_tasks=len(rows) > 1 or _text_follows(context, index),
    )
    if not name or _NO_UNIT.match(fold(name)):
        return None
    if len(rows) == 1 and _text_follows(context, index):
        rows = (index, index + 1)
    return Assignment(index, name, rows, sure)


def _text_follows(context: Context, index: int) -> bool:
    return (
        index + 1 < context.closing_at
        and context.entries[index + 1].kind is LineKind.PARAGRAPH
    )


def unit_of(
    text: str, *, bold_to: int = 0, is_title: bool = False, has_tasks: bool = False
) -> tuple[str, float]:
    """(unit that a line gives tasks to or "", how sure)."""
    if bold_to >= 4 and bold_to < len(text.rstrip(" :.")):
        bold = organisations.plain_unit(text[:bold_to])
        if (
            organisations.is_unit(bold)
            and len(bold.split()) <= 45
            and bold_to < len(text) - 8
        ):
            return bold, 0.95
    words = len(text.split())
    before, sign, after = text.partition(":")
    if (
        sign
        and after.strip()
        and len(before.split()) <= 45
        and before.count("(") == before.count(")")
    ):
        unit = organisations.plain_unit(before)
        if organisations.is_unit(unit):
            inner = organisations.unit_before_verb(before, strong=True)
            duty = _HAS_DUTY.search(fold(unit))
            if inner and (duty or len(before.split()) > 14):
                return inner, 0.85
            if acting := organisations.unit_with_duty(before):
                return acting, 0.8
            return unit, 0.9
    if text.rstrip().endswith(":"):
        unit = organisations.unit_before_verb(text, strong=True)
        if unit:
            return unit, 0.85
        unit = organisations.plain_unit(text)
        return (unit, 0.9) if organisations.is_unit(unit) and words <= 60 else ("", 0.0)
    if is_title or (has_tasks and words <= 40 and not re.search(r"[.;]\s", text)):
        unit = organisations.plain_unit(text)
        if acting := organisations.unit_with_duty(text):
            return acting, 0.8
        if organisations.is_unit(unit) and not re.search(
            r"\bcó trách nhiệm\b|\bchủ trì\b|\btham mưu\b", fold(unit)
        ):
            return unit, 0.9
    unit = organisations.unit_before_verb(text) or _after_comma(text)
    return (unit, 0.7) if unit else ("", 0.0)


def _after_comma(text: str) -> str:
    """ "Căn cứ …, Ban X xây dựng …": the unit after the opening phrase."""
    folded = fold(text)
    if not re.match(r"(?:căn\s+cứ|trên\s+cơ\s+sở|theo)\b", folded):
        return ""
    for match in re.finditer(r",\s+", text):
        rest = text[match.end() :]
        if rest[:1].isupper() and organisations.is_unit(rest):
            unit = organisations.unit_before_verb(rest)
            if unit and len(unit.split()) <= 20:
                return unit
    return ""


def _merged(found: list[Assignment]) -> list[Assignment]:
    kept: list[Assignment] = []
    for assignment in found:
        if kept and key(kept[-1].unit) == key(assignment.unit):
            before = kept.pop()
            kept.append(
                Assignment(
                    before.line,
                    before.unit,
                    before.lines + assignment.lines,
                    before.sure,
                )
            )
        else:
            kept.append(assignment)
    return kept


def responsible_by_line(found: Sequence[Assignment]) -> dict[int, str]:
    return {line: squeeze(a.unit) for a in found for line in a.lines}
