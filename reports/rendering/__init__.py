"""Dựng văn bản: plan contents become pages. Loading this loads no engine."""

from reports.rendering.anchor_record import (
    AnchorRecord,
    DayAnchor,
    anchors_in,
    render_anchor_record,
)
from reports.rendering.apart import RenderedAnnex, annex_names, render_annexes
from reports.rendering.diploma_paper import (
    DiplomaRecord,
    Offset,
    PrintPlace,
    StockSheet,
    check_name,
    print_on_stock,
    print_whole,
    render_calibration,
    render_diploma,
)
from reports.rendering.finishing import extract_twin
from reports.rendering.marks import (
    DRAFT,
    FINAL,
    Anchor,
    FieldPlace,
    PaperMarks,
    PaperRefused,
    RenderedPaper,
)
from reports.rendering.merit_paper import (
    SheetPart,
    SheetRecord,
    SheetSigner,
    SheetTable,
    render_sheet,
)
from reports.rendering.minutes_paper import (
    TALLY_HEAD,
    MinutesRecord,
    MinutesSigner,
    render_minutes,
)
from reports.rendering.naming import date_line, file_name, number_line
from reports.rendering.pact_paper import (
    MOST_MEMBERS,
    PactMember,
    PactRecord,
    render_pact,
    seat_anchor,
)
from reports.rendering.pages import page_images, page_looks, page_texts, strip_of
from reports.rendering.printing import render_plan, render_preview, template_version

__all__ = [
    "DRAFT",
    "FINAL",
    "MOST_MEMBERS",
    "TALLY_HEAD",
    "Anchor",
    "AnchorRecord",
    "DayAnchor",
    "DiplomaRecord",
    "FieldPlace",
    "MinutesRecord",
    "MinutesSigner",
    "Offset",
    "PactMember",
    "PactRecord",
    "PaperMarks",
    "PaperRefused",
    "PrintPlace",
    "RenderedAnnex",
    "RenderedPaper",
    "SheetPart",
    "SheetRecord",
    "SheetSigner",
    "SheetTable",
    "StockSheet",
    "anchors_in",
    "annex_names",
    "check_name",
    "date_line",
    "extract_twin",
    "file_name",
    "number_line",
    "page_images",
    "page_looks",
    "page_texts",
    "print_on_stock",
    "print_whole",
    "render_anchor_record",
    "render_annexes",
    "render_calibration",
    "render_diploma",
    "render_minutes",
    "render_pact",
    "render_plan",
    "render_preview",
    "render_sheet",
    "seat_anchor",
    "strip_of",
    "template_version",
]
