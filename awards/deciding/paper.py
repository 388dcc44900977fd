"""Văn bản quyết định: the decision as the value that is printed, signed and kept as a twin."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from awards.deciding.words import ORDER, head_of, total_of
from awards.models import Decision, DecisionLine, Subject
from campaigns.content import (
    Letterhead,
    Line,
    PaperKind,
    PlanContent,
    SignatureBlock,
)
from campaigns.heads import default_symbol
from campaigns.outline import LineKind
from units.authority import authority_lines
from units.numerals import vn_number
from units.wording import vn_date

GROUPS = {
    Subject.COLLECTIVE: "Tập thể",
    Subject.PERSON: "Cá nhân",
    Subject.HOUSEHOLD: "Hộ gia đình",
}


def split(text: str) -> list[str]:
    """One line a paragraph; empty ones say nothing."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def rows_of(decision: Decision) -> list[DecisionLine]:
    """Its list in the order in which it was laid; one query."""
    return list(DecisionLine.objects.of(decision).for_page())


def symbol_of(decision: Decision) -> str:
    return default_symbol(PaperKind.DECISION, decision.authority)


def content_of(decision: Decision) -> PlanContent:
    """Its paper as it would be printed now. ``decision`` as ``for_page`` reads it."""
    return paper_of(decision, rows_of(decision))


def paper_of(decision: Decision, lines: Sequence[DecisionLine]) -> PlanContent:
    """Equal decisions print equal papers. ``lines`` in the order of the list."""
    authority, signer = decision.authority, decision.signer
    block = authority_lines(signer, own_power=True) if signer else None
    return PlanContent(
        kind=PaperKind.DECISION,
        letterhead=Letterhead(
            parent_authority=authority.letterhead_parent,
            authority=authority.letterhead,
            symbol=symbol_of(decision),
            place=authority.place,
        ),
        title=decision.title,
        competence=head_of(authority).upper(),
        lines=tuple(_lines(decision, lines)),
        recipients=tuple(split(decision.recipients)),
        signature=SignatureBlock(
            authority_lines=block.lines if block else (),
            title_below=block.title_below if block else "",
            signer=signer.user.full_name if signer else "",
        ),
    )


def _lines(decision: Decision, lines: Sequence[DecisionLine]) -> Iterator[Line]:
    for text in split(decision.bases):
        yield Line(kind=LineKind.BASIS, text=text.rstrip(" ;."))
    for number, text in enumerate(split(decision.articles), 1):
        yield Line(kind=LineKind.ITEM, marker=f"Điều {number}.", text=text)
    if lines:
        yield Line(kind=LineKind.ANNEX, text=annex_title(decision))
        yield from tables(lines)


def annex_title(decision: Decision) -> str:
    if decision.kind == Decision.Kind.CANCEL:
        return "Danh sách bị hủy bỏ quyết định khen thưởng"
    return "Danh sách được khen thưởng"


def tables(lines: Sequence[Any]) -> Iterator[Line]:
    """A table for each kind of subject; numbers run through: số sổ vàng takes them (R125)."""
    parts = in_order(lines)
    number, many = 0, len({line.subject for line in lines}) > 1
    names = {line.award_name for line in lines}
    paid = any(line.amount for line in lines)
    for kind, group in groupby(parts, key=lambda line: line.subject):
        rows = [_head(Subject(kind), len(names) > 1, paid)]
        of_kind = list(group)
        for line in of_kind:
            number += 1
            rows.append(_row(number, line, len(names) > 1, paid))
        if many:
            yield Line(kind=LineKind.SECTION, text=GROUPS[Subject(kind)], is_title=True)
        yield Line(kind=LineKind.TABLE, text="\n".join("\t".join(row) for row in rows))
    if paid:
        yield Line(
            kind=LineKind.PARAGRAPH,
            text=f"Tổng số tiền thưởng: {vn_number(total_of(lines))} đồng.",
        )


def in_order[Row: Any](lines: Sequence[Row]) -> list[Row]:
    """Tập thể, cá nhân, hộ gia đình; inside them as they were laid."""
    order = {kind.value: at for at, kind in enumerate(ORDER)}
    return sorted(lines, key=lambda line: order[line.subject])


def _head(kind: Subject, with_award: bool, paid: bool) -> list[str]:
    name = "Họ và tên" if kind == Subject.PERSON else "Tên"
    place = "Chức vụ, đơn vị" if kind == Subject.PERSON else "Đơn vị, địa chỉ"
    found = ["Số TT", name, place]
    if with_award:
        found.append("Danh hiệu, hình thức")
    found.append("Thành tích")
    if paid:
        found.append("Tiền thưởng (đồng)")
    return found


def _row(number: int, line: DecisionLine, with_award: bool, paid: bool) -> list[str]:
    name = f"{line.subject_name} (truy tặng)" if line.posthumous else line.subject_name
    found = [str(number), name, line.subject_title]
    if with_award:
        found.append(line.award_name)
    found.append(_achieved(line))
    if paid:
        found.append(vn_number(line.amount) if line.amount is not None else "")
    return [" ".join(cell.split()) for cell in found]


def _achieved(line: DecisionLine) -> str:
    """The achievement with its period, from which the next award is counted (NĐ 152/2025, Đ4)."""
    first, last = line.period_from, line.period_to
    if first and last:
        span = f"từ ngày {vn_date(first)} đến ngày {vn_date(last)}"
    elif last:
        span = f"đến ngày {vn_date(last)}"
    elif first:
        span = f"từ ngày {vn_date(first)}"
    else:
        return line.achievement
    return f"{line.achievement.rstrip(' .')} ({span})"
