"""Biên bản suy tôn của cụm, khối (Mẫu 1.9, Nghị định 30/2020/NĐ-CP): what was said, the table of
points and votes, room for the secretary and the chair to sign by hand.
"""

from dataclasses import dataclass
from typing import Any

from django.template import Context

from campaigns.content import Letterhead
from reports.rendering import engine, metrics, naming, wording
from reports.rendering.marks import FINAL, PaperRefused
from reports.rendering.paper import template, top_of

MOST_PAGES = 40
_SHEETS = ("paper.css", "foot.css", "pact.css")
_COLUMN = metrics.MM * 76
ACCLAIM_HEAD = (
    ("TT", 6), ("Đơn vị", 32), ("Điểm tự chấm", 12), ("Điểm thống nhất", 13),
    ("Số phiếu", 10), ("Hạng", 9), ("Suy tôn đề nghị", 18),
)  # fmt: skip
_WORDS = (1, 6)  # columns that are text


@dataclass(frozen=True, slots=True, kw_only=True)
class AcclaimRecord:
    """Nội dung biên bản: a row of ``rows`` has a cell for each of ``ACCLAIM_HEAD``; the last of
    ``lines`` ends it.
    """

    letterhead: Letterhead
    number: str
    subject: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    secretary: str
    chair: str


def render_acclaim(record: AcclaimRecord) -> bytes:
    """Tagged PDF/A-3. Raises PaperRefused, naming the place."""
    html = template("acclaim.html").render(Context(_context(record), use_l10n=False))
    document = engine.layout(html, {}, _SHEETS)
    if len(document.pages) > MOST_PAGES:
        raise PaperRefused(
            f"Biên bản dài {len(document.pages)} trang, nhiều hơn {MOST_PAGES} trang in được. "
            "Rút gọn ý kiến thảo luận."
        )
    return engine.write(document)


def _context(record: AcclaimRecord) -> dict[str, Any]:
    top, _, _ = top_of(record.letterhead, FINAL)
    *said, closing = record.lines
    number = (
        f"Số: {wording.check(record.number, 'Số, ký hiệu')}" if record.number else ""
    )
    return top | {
        "document_title": f"Biên bản {record.subject}",
        "author": naming.authority_in_text(record.letterhead),
        "number": number,
        "title": wording.printed_lines(
            record.subject, "bold", 14, 145 * metrics.MM, "Trích yếu"
        ),
        "paragraphs": [
            wording.printed(line, f"Dòng {at} của biên bản")
            for at, line in enumerate(said, 1)
        ],
        "closing": wording.printed(wording.closed(closing), "Dòng kết thúc"),
        "head": ACCLAIM_HEAD,
        "rows": [_cells(row) for row in record.rows],
        "places": [
            {
                "capacity": capacity,
                "name": wording.printed_lines(
                    name, "bold", 14, _COLUMN, "Họ tên người ký"
                )
                if name
                else "",
            }
            for capacity, name in (
                ("THƯ KÝ", record.secretary), ("CHỦ TRÌ", record.chair),
            )
        ],
    }  # fmt: skip


def _cells(row: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"html": wording.printed(cell, "Bảng suy tôn"), "is_number": at not in _WORDS}
        for at, cell in enumerate(row)
    ]
