"""Giấy tờ của đề nghị khen thưởng: báo cáo thành tích, tóm tắt thành tích, tờ trình kèm danh sách.

They are laid to be printed and signed by hand: what the sheet says is the caller's, its shape is
that of Nghị định 30/2020/NĐ-CP.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.utils.safestring import mark_safe

from campaigns.content import Letterhead
from reports.rendering import engine, metrics, naming, wording
from reports.rendering.marks import DRAFT, FINAL, PaperRefused, RenderedPaper
from reports.rendering.paper import addressees_of, template, top_of
from reports.rendering.printing import anchors_on

MOST_PAGES = 60
_SHEETS = ("paper.css", "pact.css", "sheet.css")
_COLUMN = metrics.MM * 76
_TITLE = metrics.MM * 145


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTable:
    """Bảng: a name and a share of the width for each column; ``centred``: which are no text."""

    head: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    centred: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """Một phần: its heading (of none ""), its paragraphs, then its table."""

    heading: str = ""
    lines: tuple[str, ...] = ()
    table: SheetTable | None = None
    after: tuple[str, ...] = ()  # paragraphs below the table


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSigner:
    """Một chỗ ký: who signs there (a line each), how, and the name where it is known."""

    capacity: str
    how: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecord:
    """Nội dung một giấy tờ. With ``recipients`` one signs beside them, else side by side.

    ``listed`` follows on pages across. ``longest``: how many pages it may have when it is signed.
    """

    letterhead: Letterhead
    number: str = ""
    kind: str
    subject: str
    form: str = ""  # "Theo Mẫu số …": from the rule that asks for the paper
    parts: tuple[SheetPart, ...]
    signers: tuple[SheetSigner, ...]
    recipients: tuple[str, ...] = ()
    listed: SheetTable | None = None
    draft: bool = False
    longest: int = MOST_PAGES


def render_sheet(record: SheetRecord) -> RenderedPaper:
    """Tagged PDF/A-3, equal bytes for equal facts. Raises PaperRefused, naming the place.

    A draft is drawn with "DỰ THẢO" behind its words, however long it is.
    """
    html = template("sheet.html").render(Context(_context(record), use_l10n=False))
    drawn = ("draft.css",) if record.draft else ()
    document = engine.layout(html, {}, (*_SHEETS, *drawn))
    pages = len(document.pages)
    if pages > MOST_PAGES or (pages > record.longest and not record.draft):
        raise PaperRefused(
            f"{record.kind.capitalize()} dài {pages} trang, nhiều hơn {record.longest} trang được "
            "in. Rút gọn rồi tải lại."
        )
    return RenderedPaper(
        pdf=engine.write(document),
        page_count=pages,
        anchors=anchors_on(document.pages),
    )


def _context(record: SheetRecord) -> dict[str, Any]:
    marks = DRAFT if record.draft else FINAL
    top, place, _ = top_of(record.letterhead, marks)
    return top | {
        "document_title": f"{record.kind.capitalize()}: {record.subject}",
        "author": naming.authority_in_text(record.letterhead),
        "number": _number(record.number),
        "place_date": place,
        "kind": record.kind,
        "title": wording.printed_lines(record.subject, "bold", 14, _TITLE, "Trích yếu"),
        "form": wording.printed(record.form, "Mẫu số") if record.form else "",
        "addressees": addressees_of(record.letterhead),
        "parts": list(_parts(record)),
        "signers": [_signer(one) for one in record.signers],
        "recipients": [
            mark_safe(f"- {wording.printed(one, 'Nơi nhận')}")
            for one in record.recipients
        ],
        "listed": _table(record.listed, "Danh sách") if record.listed else None,
    }


def _number(text: str) -> str:
    """As given: the room for a number that is written by hand is blanks."""
    wording.check(text, "Số, ký hiệu")
    return text


def _parts(record: SheetRecord) -> Iterator[dict[str, Any]]:
    """The last paragraph ends in "./." (R45), and stays with the signatures."""
    last = len(record.parts) - 1
    for number, part in enumerate(record.parts):
        where = part.heading or "Nội dung"
        lines, after = list(part.lines), list(part.after)
        ends = after or (lines if part.table is None else [])
        if number == last and ends:
            ends[-1] = wording.closed(wording.check(ends[-1], where))
        yield {
            "heading": wording.printed(part.heading, "Đề mục") if part.heading else "",
            "lines": [wording.printed(line, where) for line in lines],
            "table": _table(part.table, where) if part.table else None,
            "after": [wording.printed(line, where) for line in after],
        }


def _table(table: SheetTable, where: str) -> dict[str, Any]:
    return {
        "head": table.head,
        "rows": [
            [
                {
                    "html": wording.printed(cell, where),
                    "is_centred": column in table.centred,
                }
                for column, cell in enumerate(row)
            ]
            for row in table.rows
        ],
    }


def _signer(signer: SheetSigner) -> dict[str, Any]:
    return {
        "capacity": [
            wording.printed_lines(line, "bold", 13, _COLUMN, "Tư cách ký")
            for line in signer.capacity.split("\n")
        ],
        "how": wording.printed(signer.how, "Tư cách ký") if signer.how else "",
        "name": wording.printed_lines(
            signer.name, "bold", 13, _COLUMN, "Họ tên người ký"
        )
        if signer.name
        else "",
    }
