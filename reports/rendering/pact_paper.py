"""Giao ước thi đua: one paper with the words, what each member undertakes, and a place for each
to sign, side by side.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.template import Context
from django.utils.text import capfirst

from campaigns.content import Letterhead
from reports.rendering import engine, lookup, metrics, naming, wording
from reports.rendering.marks import PaperMarks, PaperRefused, RenderedPaper
from reports.rendering.paper import template, top_of
from reports.rendering.printing import anchors_on
from units.wording import vn_date

MOST_MEMBERS = 18  # signatures of one file, with room for the archive's stamps
MOST_PAGES = 40
_SHEETS = ("paper.css", "foot.css", "pact.css")
_ACROSS = 2  # places to sign beside each other
_COLUMN = metrics.MM * 76


@dataclass(frozen=True, slots=True, kw_only=True)
class PactMember:
    """Một thành viên: the lines above its signature, and who signs; ``on_paper``: not here."""

    position: int
    unit: str
    undertakes: str
    lines: tuple[str, ...]
    signer: str
    on_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PactRecord:
    """Nội dung bản giao ước. ``marks`` has its code and address."""

    letterhead: Letterhead
    name: str
    text: str
    starts_on: date
    ends_on: date
    members: tuple[PactMember, ...]
    marks: PaperMarks


def seat_anchor(position: int) -> str:
    """Where the member at ``position`` signs, among the anchors of the rendered paper."""
    return f"seat-{position}"


def render_pact(record: PactRecord) -> RenderedPaper:
    """Tagged PDF/A-3, equal bytes for equal facts. Raises PaperRefused, naming the place."""
    foot, assets = lookup.foot(record.marks)
    html = template("pact.html").render(
        Context(_context(record) | foot, use_l10n=False)
    )
    document = engine.layout(html, assets, _SHEETS)
    if len(document.pages) > MOST_PAGES:
        raise PaperRefused(
            f"Giao ước dài {len(document.pages)} trang, nhiều hơn {MOST_PAGES} trang in được. "
            "Rút gọn nội dung."
        )
    return RenderedPaper(
        pdf=engine.write(document),
        page_count=len(document.pages),
        anchors=anchors_on(document.pages),
    )


def _context(record: PactRecord) -> dict[str, Any]:
    top, place, _ = top_of(record.letterhead, record.marks)
    name = wording.check(record.name, "Tên giao ước")
    signing = [one for one in record.members if not one.on_paper]
    return top | {
        "document_title": f"Giao ước thi đua: {name}",
        "author": naming.authority_in_text(record.letterhead),
        "place_date": place,
        "title": wording.printed_lines(
            _title(name), "bold", 14, 145 * metrics.MM, "Tên giao ước"
        ),
        "paragraphs": list(_paragraphs(record.text)),
        "term": f"Giao ước được thực hiện từ ngày {vn_date(record.starts_on)} đến hết ngày "
        f"{vn_date(record.ends_on)}.",
        "members": [_row(one) for one in record.members],
        "closing": _closing(len(record.members), len(signing)),
        "rows": list(batched(map(_place, record.members), _ACROSS, strict=False)),
    }


def _title(name: str) -> str:
    """Trích yếu under "GIAO ƯỚC THI ĐUA", which is not said twice."""
    begins = re.match(r"giao ước(?: thi đua)?\b[\s:,.-]*", name, re.IGNORECASE)
    rest = name[begins.end() :] if begins else name
    return capfirst(rest) or name


def _paragraphs(text: str) -> Iterator[str]:
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        yield wording.printed(line, f"Dòng {number} của giao ước")


def _row(member: PactMember) -> dict[str, Any]:
    where = f"Việc của {member.unit}"
    lines = [line.strip() for line in member.undertakes.splitlines() if line.strip()]
    return {
        "position": member.position,
        "unit": wording.printed(member.unit, "Tên thành viên"),
        "lines": [wording.printed(line, where) for line in lines],
    }


def _place(member: PactMember) -> dict[str, Any]:
    return {
        "anchor": seat_anchor(member.position),
        "unit": wording.printed_lines(
            member.unit.upper(), "bold", 13, _COLUMN, "Tên thành viên"
        ),
        "lines": [
            wording.printed_lines(line, "bold", 13, _COLUMN, "Quyền hạn, chức vụ")
            for line in member.lines
        ],
        "signer": wording.printed_lines(
            member.signer, "bold", 13, _COLUMN, "Họ tên người ký"
        ),
        "on_paper": member.on_paper,
    }


def _closing(members: int, signing: int) -> str:
    said = f"Giao ước có {members:02d} thành viên ký vào cùng một bản điện tử."
    if signing == members:
        return said
    return (
        f"Giao ước có {members:02d} thành viên: {signing:02d} thành viên ký số vào cùng một bản "
        f"điện tử này, {members - signing:02d} thành viên ký trên bản giấy in từ bản này, bản "
        "quét cất kèm ở hệ thống."
    )
