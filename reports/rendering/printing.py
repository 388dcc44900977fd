"""In văn bản: from a plan's content to the pages of Nghị định 30/2020."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from campaigns.content import PlanContent
from campaigns.twin import to_twin
from reports.rendering import engine, finishing, metrics, paper
from reports.rendering.marks import (
    DRAFT,
    FINAL,
    Anchor,
    FieldPlace,
    PaperMarks,
    PaperRefused,
    RenderedPaper,
)
from reports.rendering.metrics import MM

MOST_PAGES = 300
_PX = 0.75  # points in a CSS pixel


def render_plan(content: PlanContent, *, marks: PaperMarks = FINAL) -> RenderedPaper:
    """Dựng văn bản: tagged PDF/A-3 with its machine-readable twin, equal bytes for equal input.

    Annexes that are issued in files of their own are not in it, but their words are in the twin.
    Raises PaperRefused, naming the place, for what cannot or must not be printed.
    """
    extra = {"code": marks.code, "url": marks.url} if marks.code else {}
    extra |= dict(marks.lineage)
    twin = to_twin(content, extra)
    return _render(content, marks, twin=twin, key=_render_key(twin, marks))


def render_preview(content: PlanContent, *, marks: PaperMarks = DRAFT) -> RenderedPaper:
    """Xem trước: the same pages without tags and twin, in the time of a bare rendering.

    Annexes follow in one run, each on the pages that it has in a file of its own.
    """
    return _render(content, marks)


@cache
def template_version() -> str:
    """Changes with anything of ours that shapes a page: code, template, style sheets, fonts."""
    here = Path(__file__).resolve().parent
    digest = sha256(engine.font_set().encode())
    sources = [
        *here.glob("*.py"),
        *paper.TEMPLATE_DIR.glob("*.html"),
        *engine.ASSET_DIR.glob("*.*"),
    ]
    for path in sorted(sources, key=lambda path: path.name):
        if path.name != "pages.py":
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _render(
    content: PlanContent, marks: PaperMarks, *, twin: bytes | None = None, key: str = ""
) -> RenderedPaper:
    in_one_run = twin is None
    composed = paper.compose(content, marks, in_one_run=in_one_run)
    names = sheets(marks)
    if in_one_run and content.apart and marks.has_foot:
        names += ("apart-draft.css",)
    document = engine.layout(composed.html, composed.assets, names)
    if len(document.pages) > MOST_PAGES:
        raise PaperRefused(
            f"Văn bản dài {len(document.pages)} trang, nhiều hơn 300 trang in được. "
            "Hãy chuyển bớt sang tệp kèm theo."
        )
    anchors = _anchors(document.pages, marks)
    places = {}
    if marks.number_by_field:
        places = {
            "number": _place(anchors["number"], "regular", composed.number),
            "date": _place(anchors["date"], "italic", composed.place_date),
        }
    return RenderedPaper(
        pdf=engine.write(
            document,
            tagged=twin is not None,
            enclosed=finishing.twin_of(twin) if twin is not None else None,
        ),
        page_count=len(document.pages),
        anchors=anchors,
        places=places,
        render_key=key,
    )


def sheets(marks: PaperMarks) -> tuple[str, ...]:
    """Names of the style sheets that the marks ask for."""
    names = ["paper.css"]
    if marks.has_foot:
        names.append("foot.css")
    if marks.draft:
        names.append("draft.css")
    return tuple(names)


def anchors_on(pages: Iterable[Any]) -> dict[str, Anchor]:
    """Rectangles of the named places; where a line goes over pages, its first."""
    anchors: dict[str, Anchor] = {}
    for index, page in enumerate(pages):
        for name, (x1, y1, x2, y2) in page.anchors.items():
            low, high = (page.height - y2) * _PX, (page.height - y1) * _PX
            anchors.setdefault(name, (index, x1 * _PX, low, x2 * _PX, high))
    return anchors


def _anchors(pages: Iterable[Any], marks: PaperMarks) -> dict[str, Anchor]:
    """The named places, and the seal's beside the signature."""
    anchors = anchors_on(pages)
    index, x1, low, x2, high = anchors["signer"]
    # R71: the seal at its own size over the left third of the signature
    side, right, middle = marks.seal_mm * MM, x1 + (x2 - x1) / 3, (low + high) / 2
    anchors["seal"] = (index, right - side, middle - side / 2, right, middle + side / 2)
    return anchors


def _place(anchor: Anchor, face: str, text: str) -> FieldPlace:
    """The line stands where the page would print it: leading halved above and below."""
    index, x1, low, x2, high = anchor
    content_area = (metrics.ASCENT + metrics.DESCENT) * paper.HEAD
    leading = (high - low) - content_area
    return FieldPlace(
        page_index=index,
        centre_x=(x1 + x2) / 2,
        baseline_y=high - leading / 2 - metrics.ASCENT * paper.HEAD,
        font_size=paper.HEAD,
        face=face,
        text=text,
    )


def _render_key(twin: bytes, marks: PaperMarks) -> str:
    digest = sha256(twin)
    for part in (repr(marks), template_version(), *engine.engine_versions()):
        digest.update(b"\0" + part.encode())
    return digest.hexdigest()
