"""Giấy khen, giấy chứng nhận: whole sheets by R124, words for pre-printed stock, calibration.

What is too long for its place is set smaller, down to a size that can still be read from a
wall; beyond that it is refused, naming the diploma.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template import Context
from django.utils.safestring import mark_safe

from reports.rendering import engine, lookup, metrics, naming, wording
from reports.rendering.marks import PaperMarks, PaperRefused, RenderedPaper
from reports.rendering.paper import template
from reports.rendering.printing import anchors_on
from units.wording import code_groups

_SHEETS = ("diploma.css",)
_STEP = 0.5  # points by which a text that is too long gets smaller
_CHUNK = 50  # sheets laid out at once: what is set is told, and memory stays small
MM = metrics.MM


@dataclass(frozen=True, slots=True, kw_only=True)
class DiplomaRecord:
    """Chữ của một giấy khen. ``signer_lines``: above the name, one each."""

    head: str
    gives: str
    award: str
    subject: str
    about: str
    merit: str
    decision: str  # số, ký hiệu
    decided_on: date
    number: int
    place: str
    signer_lines: tuple[str, ...]
    signer: str
    marks: PaperMarks

    @property
    def where(self) -> str:
        return f"giấy khen số {self.number:02d} ({self.subject})"

    @property
    def texts(self) -> dict[str, str]:
        """What is printed in each place."""
        day = naming.date_words(self.decided_on)
        return {
            "head": self.head.upper(),
            "gives": self.gives.upper(),
            "award": self.award.upper(),
            "subject": self.subject,
            "about": self.about,
            "merit": self.merit,
            "decision": f"Quyết định số {self.decision} {day}",
            "number": f"Số sổ vàng: {naming.number_text(self.number)}",
            "date": naming.date_line(self.place, self.decided_on),
            "signer": "\n".join(line.upper() for line in self.signer_lines),
            "name": self.signer,
            "code": f"Mã tra cứu: {code_groups(self.marks.code)}"
            if self.marks.code
            else "",
        }


@dataclass(frozen=True, slots=True)
class Setting:
    """Cách đặt một phần chữ: its face, its size, the smallest that may be, lines, millimetres."""

    face: str
    size: float
    least: float
    lines: int
    width_mm: float


# On a whole sheet: between the margins of diploma.css.
WHOLE = {
    "head": Setting("bold", 20, 13, 2, 235),
    "gives": Setting("bold", 18, 12, 1, 235),
    "award": Setting("bold", 44, 22, 2, 235),
    "subject": Setting("bold", 26, 16, 2, 225),
    "about": Setting("regular", 15, 12, 2, 225),
    "merit": Setting("regular", 17, 12, 3, 225),
    "decision": Setting("bold-italic", 13, 10, 2, 92),
    "number": Setting("bold-italic", 13, 10, 1, 92),
    "date": Setting("bold-italic", 13, 10, 2, 118),
    "signer": Setting("bold", 13, 10, 4, 118),
    "name": Setting("bold", 14, 11, 1, 118),
}
NAMES = {
    "head": "Chức vụ người tặng", "gives": "Dòng “Tặng”", "award": "Tên hình thức",
    "subject": "Tên đối tượng", "about": "Chức vụ, địa chỉ", "merit": "Thành tích",
    "decision": "Số quyết định", "number": "Số sổ vàng", "date": "Địa danh, ngày",
    "signer": "Quyền hạn, chức vụ", "name": "Họ tên người ký", "code": "Mã tra cứu",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPlace:
    """Chỗ in một phần chữ trên phôi, millimetres from the upper left corner; points."""

    part: str
    x: float
    y: float
    width: float
    size: float
    align: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StockSheet:
    """Phôi: its size and the places of what is printed on it, in millimetres."""

    name: str
    width: float
    height: float
    places: tuple[PrintPlace, ...]


@dataclass(frozen=True, slots=True)
class Offset:
    """Bù lệch của máy in, millimetres: it prints so far to the right and down of the place."""

    dx: float = 0
    dy: float = 0
    printer: str = ""


def check_name(text: str, where: str) -> None:
    """Raises PaperRefused for a name that no sheet can bear."""
    wording.check(text, where)


def render_diploma(record: DiplomaRecord, *, seal_mm: float) -> RenderedPaper:
    """One sheet, tagged PDF/A-3, equal bytes for equal words; ``anchors["seal"]`` is for the seal.

    Raises PaperRefused, naming what does not fit.
    """
    document = engine.layout(*_whole([record], seal_mm))
    return RenderedPaper(
        pdf=engine.write(document),
        page_count=len(document.pages),
        anchors=anchors_on(document.pages),
    )


def print_whole(
    records: Sequence[DiplomaRecord], tell: Callable[[int], None] = lambda done: None
) -> bytes:
    """Tệp in trọn tờ: one page each, in their order; ``tell`` hears how many are set."""
    return _in_chunks(records, lambda some: engine.layout(*_whole(some, 0)), tell)


def print_on_stock(
    records: Sequence[DiplomaRecord], stock: StockSheet, offset: Offset,
    tell: Callable[[int], None] = lambda done: None,
) -> bytes:  # fmt: skip
    """Tệp in lên phôi: the words alone, each at its millimetre, the printer's offset undone."""

    def layout(some):
        sheets = [[*_placed(record, stock, offset)] for record in some]
        context = {
            "document_title": f"In giấy khen lên phôi {stock.name}",
            "width": _mm(stock.width),
            "height": _mm(stock.height),
            "sheets": sheets,
        }
        html = template("stock.html").render(Context(context, use_l10n=False))
        return engine.layout(html, {}, ("stock.css",))

    return _in_chunks(records, layout, tell)


def render_calibration(stock: StockSheet, offset: Offset) -> bytes:
    """Tờ căn chỉnh: a ruler over the sheet, a cross at 20 mm, and where each part goes."""
    context = {
        "stock": wording.check(stock.name, "Tên phôi"),
        "printer": wording.check(offset.printer, "Tên máy in"),
        "dx": _mm(-offset.dx),
        "dy": _mm(-offset.dy),
        "width": _mm(stock.width),
        "height": _mm(stock.height),
        "across": _ruler(stock.width, offset.dx),
        "down": _ruler(stock.height, offset.dy),
        "aim_x": _mm(20 - offset.dx),
        "aim_y": _mm(20 - offset.dy),
        "places": [
            {
                "x": _mm(one.x - offset.dx), "y": _mm(one.y - offset.dy),
                "width": _mm(one.width), "align": one.align, "label": NAMES[one.part],
                "high": _mm(one.size * metrics.LINE / MM),
            }
            for one in stock.places
        ],
    }  # fmt: skip
    html = template("calibration.html").render(Context(context, use_l10n=False))
    return engine.write(engine.layout(html, {}, ("stock.css",)), tagged=False)


def _whole(records, seal_mm):
    """HTML, pictures and style sheets of whole sheets."""
    assets, sheets = {}, []
    for at, record in enumerate(records):
        texts = record.texts
        sheet: dict[str, Any] = {
            part: _fitted(texts[part], part, how, record.where)
            for part, how in WHOLE.items()
        }
        if record.marks.code:
            name = f"qr-{at}.svg"
            assets[name] = lookup.qr_svg(record.marks.url)
            sheet |= {
                "qr": name, "code": code_groups(record.marks.code),
                "url": record.marks.url,
            }  # fmt: skip
        sheets.append(sheet)
    first = records[0]
    context = {
        "document_title": f"{first.award}: {first.subject}"
        if len(records) == 1
        else f"{first.award}, {len(records)} tờ",
        "author": first.head,
        "sheets": sheets,
        "seal_mm": f"{seal_mm:g}" if seal_mm else "",
    }
    html = template("diploma.html").render(Context(context, use_l10n=False))
    return html, assets, _SHEETS


def _placed(record, stock, offset):
    texts = record.texts
    for place in stock.places:
        text = texts[place.part]
        if not text:
            continue
        face = WHOLE[place.part].face if place.part in WHOLE else "regular"
        lines = WHOLE[place.part].lines if place.part in WHOLE else 1
        how = Setting(face, place.size, max(6, place.size * 0.6), lines, place.width)
        fitted = _fitted(text, place.part, how, record.where)
        yield {
            "css": face, "html": fitted["html"], "size": fitted["size"],
            "x": _mm(place.x - offset.dx), "y": _mm(place.y - offset.dy),
            "width": _mm(place.width), "align": place.align,
        }  # fmt: skip


def _fitted(text: str, part: str, how: Setting, where: str) -> dict[str, str]:
    """The text in balanced lines, at the greatest size at which it has room."""
    name = f"{NAMES[part]} của {where}"
    pieces = [wording.check(line, name) for line in text.split("\n") if line.strip()]
    measure, size = how.width_mm * MM, how.size
    while True:
        lines = [
            line
            for one in pieces
            for line in wording.lines(one, how.face, size, measure)
        ]
        wide = max((metrics.width(line, how.face, size) for line in lines), default=0)
        if len(lines) <= how.lines and wide <= measure:
            html = mark_safe(wording.lines_html(lines))
            return {"html": html, "size": f"{size:g}"}
        if size - _STEP < how.least:
            raise PaperRefused(
                f"{name} dài {len(text)} ký tự, không vừa chỗ in. Rút gọn rồi làm lại."
            )
        size -= _STEP


def _in_chunks(records, layout, tell) -> bytes:
    from reports.rendering.joining import joined  # noqa: PLC0415  loads pikepdf

    parts = []
    for start in range(0, len(records), _CHUNK):
        some = records[start : start + _CHUNK]
        parts.append(engine.write(layout(some), tagged=False))
        tell(start + len(some))
    return joined(parts)


def _ruler(length: float, off: float) -> list[dict[str, Any]]:
    return [
        {"at": _mm(at - off), "label": str(at), "strong": at % 50 == 0}
        for at in range(0, int(length) + 1, 10)
    ]


def _mm(value: float) -> str:
    return f"{float(value):.1f}"
