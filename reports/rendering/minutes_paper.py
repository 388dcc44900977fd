"""Biên bản phiên họp (Mẫu 1.9, Nghị định 30/2020/NĐ-CP): numbered, without a line of place and
date; signed by the secretary on the left, the chair on the right, Nơi nhận below; the count of
votes follows on pages across.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.utils.safestring import mark_safe

from campaigns.content import Letterhead
from reports.rendering import engine, lookup, metrics, naming, wording
from reports.rendering.marks import PaperMarks, PaperRefused, RenderedPaper
from reports.rendering.pact_paper import seat_anchor
from reports.rendering.paper import template, top_of
from reports.rendering.printing import anchors_on

MOST_PAGES = 120
_SHEETS = ("paper.css", "foot.css", "pact.css")
_COLUMN = metrics.MM * 76
# Of the table across the page, with the share of its width that each column has.
TALLY_HEAD = (
    ("TT", 4), ("Đề nghị", 14), ("Lượt", 5), ("Tổng số thành viên", 6),
    ("Dự họp, cho ý kiến", 6), ("Không tham gia xét", 7), ("Phiếu phát ra", 5),
    ("Phiếu thu về", 5), ("Trong đó phiếu giấy", 6), ("Đồng ý", 5),
    ("Không đồng ý", 7), ("Không hợp lệ", 7), ("Tính trên", 5), ("Cần ít nhất", 5),
    ("Tỷ lệ đồng ý", 6), ("Kết quả", 7),
)  # fmt: skip
_WORDS = 1  # the column that is text
_ITEM = re.compile(r"\d+\. ")
_LABEL = re.compile(r"[^:]{1,50}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSigner:
    """Một chữ ký: the capacity above it, and who signs."""

    position: int
    lines: tuple[str, ...]
    signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesRecord:
    """Nội dung biên bản. The last of ``lines`` says when it ended; a row of ``tally`` has a cell
    for each of ``TALLY_HEAD``. ``marks`` has its code and address.
    """

    letterhead: Letterhead
    number: str  # "03/BB-HĐTĐKT"
    subject: str
    lines: tuple[str, ...]
    tally: tuple[tuple[str, ...], ...]
    signers: tuple[MinutesSigner, ...]
    recipients: tuple[str, ...]
    marks: PaperMarks


def render_minutes(record: MinutesRecord) -> RenderedPaper:
    """Tagged PDF/A-3, equal bytes for equal facts. Raises PaperRefused, naming the place."""
    foot, assets = lookup.foot(record.marks)
    html = template("minutes.html").render(
        Context(_context(record) | foot, use_l10n=False)
    )
    document = engine.layout(html, assets, _SHEETS)
    if len(document.pages) > MOST_PAGES:
        raise PaperRefused(
            f"Biên bản dài {len(document.pages)} trang, nhiều hơn {MOST_PAGES} trang in được. In "
            "biên bản từ trang phiên họp để ký trên bản giấy."
        )
    return RenderedPaper(
        pdf=engine.write(document),
        page_count=len(document.pages),
        anchors=anchors_on(document.pages),
    )


def _context(record: MinutesRecord) -> dict[str, Any]:
    top, _, _ = top_of(record.letterhead, record.marks)
    *said, closing = record.lines
    return top | {
        "document_title": f"Biên bản số {record.number}",
        "author": naming.authority_in_text(record.letterhead),
        "description": record.subject,
        "number": f"Số: {wording.check(record.number, 'Số, ký hiệu')}",
        "title": wording.printed_lines(
            record.subject, "bold", 14, 145 * metrics.MM, "Trích yếu"
        ),
        "paragraphs": list(_paragraphs(said)),
        "closing": wording.printed(wording.closed(closing), "Dòng kết thúc"),
        "places": [_place(one) for one in record.signers],
        "recipients": [
            mark_safe(f"- {wording.printed(one, 'Nơi nhận')}")
            for one in record.recipients
        ],
        "head": TALLY_HEAD,
        "rows": [_cells(row) for row in record.tally],
        "attached": f"(Kèm theo Biên bản số {record.number})",
    }


def _paragraphs(lines: list[str]) -> Iterator[dict[str, Any]]:
    """An item of the agenda is bold, and stays with what is said of it; so is a label.

    The last one stays with the signatures.
    """
    for number, line in enumerate(lines, 1):
        where = f"Dòng {number} của biên bản"
        if _ITEM.match(line):
            yield {"html": wording.printed(line, where), "css": "head keep"}
            continue
        label = "" if line.startswith("- ") else _label(line)
        rest = wording.printed(line[len(label) :], where)
        yield {
            "label": label,
            "html": mark_safe(f" {rest}") if label and rest else rest,
            "css": "" if rest and number < len(lines) else "keep",
        }


def _label(line: str) -> str:
    found = _LABEL.match(line)
    return found[0] if found else ""


def _place(signer: MinutesSigner) -> dict[str, Any]:
    return {
        "anchor": seat_anchor(signer.position),
        "lines": [
            wording.printed_lines(line, "bold", 14, _COLUMN, "Tư cách ký")
            for line in signer.lines
        ],
        "signer": wording.printed_lines(
            signer.signer, "bold", 14, _COLUMN, "Họ tên người ký"
        ),
    }


def _cells(row: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "html": wording.printed(cell, "Bảng kiểm phiếu"),
            "is_number": column != _WORDS,
        }
        for column, cell in enumerate(row)
    ]
