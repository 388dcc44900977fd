"""Biên bản niêm nhật ký: the anchor of a day on one page, with the anchors for machines inside."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import batched

from django.template import Context, Engine
from django.utils.safestring import mark_safe

from campaigns.content import Letterhead
from reports.rendering import engine, finishing, naming, wording
from reports.rendering.finishing import Enclosed
from reports.rendering.marks import FINAL, RenderedPaper
from reports.rendering.paper import TEMPLATE_DIR, top_of
from reports.rendering.printing import anchors_on
from units.wording import vn_number

ANCHORS_NAME = "neo.txt"
_SHEETS = ("paper.css", "anchor.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAnchor:
    """Một neo: ``position`` links up to the end of ``day``; ``digest`` of the last, in hex."""

    day: date
    position: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorRecord:
    """Nội dung biên bản. ``lines``: every anchor so far, as ``verify_audit --kept`` reads it.

    ``agency`` is the full name of whose seal signs; ``site`` the address of the installation.
    """

    letterhead: Letterhead
    agency: str
    site: str
    anchor: DayAnchor
    before: DayAnchor | None
    lines: tuple[str, ...]
    seal_mm: float = 36.0


def render_anchor_record(record: AnchorRecord) -> RenderedPaper:
    """Tagged PDF/A-3, as a rule one page; ``anchors["seal"]`` is where the seal goes.

    Raises PaperRefused for a name that cannot be printed.
    """
    document = engine.layout(_html(record), {}, _SHEETS)
    enclosed = Enclosed(
        name=ANCHORS_NAME,
        description="Các neo của sổ nhật ký đến ngày này, mỗi dòng một neo",
        content="".join(f"{line}\n" for line in record.lines).encode(),
        relation="Data",
    )
    return RenderedPaper(
        pdf=engine.write(document, enclosed=enclosed),
        page_count=len(document.pages),
        anchors=anchors_on(document.pages),
    )


def anchors_in(pdf: bytes) -> list[str] | None:
    """The lines that a record carries; None where it carries none.

    Raises ValueError for a file that cannot be read as a PDF, or lines that are no text.
    """
    content = finishing.extract(pdf, ANCHORS_NAME)
    return None if content is None else content.decode().splitlines()


def _html(record: AnchorRecord) -> str:
    top, place, _ = top_of(record.letterhead, FINAL)
    anchor, before = record.anchor, record.before
    agency = wording.check(record.agency, "Tên cơ quan")
    context = top | {
        "document_title": f"Biên bản niêm sổ nhật ký ngày {_day(anchor.day)}",
        "author": naming.authority_in_text(record.letterhead),
        "place_date": place,
        "agency": agency,
        "agency_lines": mark_safe(
            wording.lines_html(wording.lines(agency, "bold", 14, 250))
        ),
        "site": wording.check(record.site, "Địa chỉ của hệ thống"),
        "day": _day(anchor.day),
        "day_in_words": naming.date_words(anchor.day),
        "made_in_words": naming.date_words(record.letterhead.issued_on),
        "before_day": _day(before.day) if before else "",
        "sealed": vn_number(anchor.position),
        "sealed_before": vn_number(before.position) if before else "",
        "added": vn_number(anchor.position - (before.position if before else 0)),
        "digest": _grouped(anchor.digest),
        "digest_before": _grouped(before.digest) if before else [],
        "digest_begins": " ".join(_fours(anchor.digest[:16])),
        "count": vn_number(len(record.lines)),
        "anchors_name": ANCHORS_NAME,
        "seal_mm": f"{record.seal_mm:g}",
    }
    return _template().render(Context(context, use_l10n=False))


def _grouped(digest: str) -> list[str]:
    """Four groups of four a line, to be read aloud and compared."""
    return [" ".join(four) for four in batched(_fours(digest), 4, strict=False)]


def _fours(digest: str) -> list[str]:
    return ["".join(four) for four in batched(digest, 4, strict=False)]


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@cache
def _template():
    return Engine(dirs=[TEMPLATE_DIR]).get_template("anchor.html")
