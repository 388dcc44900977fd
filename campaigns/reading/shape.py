"""Hình dạng JSON: a reading as ``import_plan --json`` prints it."""

from datetime import date
from decimal import Decimal

from campaigns import outline
from campaigns.content import Line, PaperKind, PlanContent, Side, TargetNote
from campaigns.outline import LineKind
from campaigns.reading import assignments
from campaigns.reading.language import is_capitals, squeeze


def as_json(reading) -> dict:
    """Only values that JSON knows; a field on which the paper is silent is null or []."""
    content = reading.content
    head = content.letterhead
    sides = {
        side: [s.name for s in content.subjects if s.side is side] for side in Side
    }
    return {
        "kind": content.kind.value,
        "authority": _joined(head.authority),
        "parent_authority": _joined(head.parent_authority),
        "number": head.number,
        "symbol": head.symbol or None,
        "place": head.place or None,
        "date": _day(head.issued_on),
        "title": content.title or None,
        "addressees": list(head.addressees),
        "legal_bases": [c.text for c in content.citations],
        "superior_plan": next(
            (c.text for c in content.citations if c.is_superior_plan), None
        ),
        "campaign_start": _day(content.starts_on),
        "campaign_end": _day(content.ends_on),
        "phases": [
            {
                "name": p.name,
                "start": _day(p.starts_on),
                "end": _day(p.ends_on),
                "text": _text_under(content, p.line),
            }
            for p in content.phases
        ],
        "targets": [row for target in content.targets for row in _target(target)],
        "deadlines": [
            {"text": d.text, "date": _day(d.due_on)} for d in content.deadlines
        ],
        "registrations": [
            {"what": r.what, "minimum": r.minimum, "deadline": _day(r.deadline)}
            for r in content.registrations
        ],
        "subjects": {side.value: sides[side] for side in Side},
        "award_forms": [f.name for f in content.award_forms],
        "assignments": [
            {"unit": a.unit, "tasks": assignments.count_tasks(content.lines, a.line)}
            for a in content.assignments
        ],
        "recipients": list(content.recipients),
        "signing_authority": [
            line
            for line in (
                *content.signature.authority_lines,
                content.signature.title_below,
            )
            if line
        ],
        "signer": content.signature.signer or None,
        "section_headings": section_headings(content),
        "confidence": {path: round(value, 2) for path, value in reading.sure.items()},
        "warnings": list(reading.warnings),
        "suspicions": [
            {"line": s.line, "found": s.found, "suggestion": s.suggestion, "why": s.why}
            for s in reading.suspicions
        ],
        "outline": [
            {
                "kind": line.kind.value,
                "marker": marker,
                "text": line.text,
                "is_title": line.is_title,
            }
            for line, marker in zip(content.lines, content.markers, strict=True)
        ],
    }


def section_headings(content: PlanContent) -> list[str]:
    """Headings of the top level with their numbers; annexes apart."""
    if content.kind is PaperKind.NEWS:
        return []
    body = _body(content)
    kinds = {line.kind for _, line, _ in body}
    if LineKind.SECTION in kinds or LineKind.PART in kinds:
        wanted = {LineKind.SECTION, LineKind.PART}
    elif LineKind.DIVISION in kinds:
        wanted = {LineKind.DIVISION}
    elif bare := [line.text for _, line, _ in body if _is_bare(line)]:
        return bare
    else:
        wanted = {LineKind.ITEM}
    items = wanted == {LineKind.ITEM}
    if items and (labels := _labels(body)):
        return labels
    return [
        squeeze(f"{marker} {line.text}")
        for index, line, marker in body
        if line.kind in wanted and _is_heading(content, index)
    ]


def _labels(body) -> list[str]:
    """Headings that run into their text ("1. Thời gian: từ …"), where every item has one."""
    items = [
        (line.text.partition(":"), marker)
        for _, line, marker in body
        if line.kind is LineKind.ITEM
    ]
    if len(items) < 2 or not all(
        sign and len(label.split()) <= 6 for (label, sign, _), _ in items
    ):
        return []
    return [squeeze(f"{marker} {label}") for (label, _, _), marker in items]


def _is_bare(line: Line) -> bool:
    return line.kind is LineKind.PARAGRAPH and line.is_title and is_capitals(line.text)


def _body(content: PlanContent):
    rows = []
    for index, (line, marker) in enumerate(
        zip(content.lines, content.markers, strict=True)
    ):
        if line.kind is LineKind.ANNEX:
            break
        rows.append((index, line, marker))
    return rows


def _is_heading(content: PlanContent, index: int) -> bool:
    line = content.lines[index]
    if line.is_title:
        return True
    if line.kind is not LineKind.ITEM:
        return True
    # "1. Một số yêu cầu:" with bullets below, and "2. Hình thức" too
    below = list(outline.span(content.lines, index))[1:]
    return bool(below) and len(line.text.split()) <= 20


def _target(target: TargetNote) -> list[dict]:
    """One row for each number: milestones and the value itself are rows of their own."""
    rows = [
        _row(target, milestone.value, milestone.due_on)
        for milestone in target.milestones
        if (milestone.value, milestone.due_on) != (target.value, target.deadline)
    ]
    return [*rows, _row(target, target.value, target.deadline)]


def _row(target: TargetNote, value: Decimal | None, due: date | None) -> dict:
    return {
        "text": target.name,
        "value": _number(value),
        "value_max": _number(target.value_max),
        "unit": target.unit or None,
        "comparator": target.comparator.value if target.comparator else None,
        "deadline": _day(due),
        "responsible": target.responsible or None,
    }


def _text_under(content: PlanContent, index: int) -> str:
    lines = content.lines
    rows = [
        i for i in outline.span(lines, index) if lines[i].kind is not LineKind.ANNEX
    ]
    markers = content.markers
    return squeeze(
        " ".join(f"{markers[i] if i != index else ''} {lines[i].text}" for i in rows)
    )


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _joined(lines: str) -> str | None:
    return squeeze(lines) or None
