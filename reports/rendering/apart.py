"""Phụ lục ở tệp riêng: each annex as a paper of its own, made from the outline of the whole.

It has no head, no signing block and no data for machines: those are the main paper's, whose
twin holds the words of every annex, so that the signer's signature covers them. The line
with number and time (R75) is put in when the agency signs the file.
"""

from dataclasses import dataclass

from django.template import Context

from campaigns.content import PlanContent
from reports.rendering import engine, lookup, naming, paper, printing
from reports.rendering.decree import as_printed
from reports.rendering.marks import PaperMarks, PaperRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedAnnex:
    """Một phụ lục đã dàn trang: unsigned, equal bytes for equal input.

    ``marker`` ("Phụ lục II") and ``title`` are what lists call it.
    """

    marker: str
    title: str
    pdf: bytes
    page_count: int


def render_annexes(content: PlanContent, *, marks: PaperMarks) -> list[RenderedAnnex]:
    """Every annex that is issued in a file of its own, in their order; [] of most plans.

    Raises PaperRefused as printing the whole does.
    """
    content = as_printed(content)
    if not content.apart:
        return []
    _, annexes = paper.parts(content, annex_base=1)
    return [_render(content, annex, marks) for annex in annexes]


def annex_names(content: PlanContent) -> list[tuple[str, str]]:
    """(marker, title) of each annex in a file of its own."""
    content = as_printed(content)
    return [_name(content, at) for at in content.apart]


def _name(content: PlanContent, at: int) -> tuple[str, str]:
    return content.markers[at], " ".join(content.lines[at].text.split())


def _render(
    content: PlanContent, annex: paper.Annex, marks: PaperMarks
) -> RenderedAnnex:
    marker, title = _name(content, annex.line)
    whole = naming.document_title(content)
    context = {
        "document_title": f"{marker} {whole[:1].lower()}{whole[1:]}",
        "author": naming.authority_in_text(content.letterhead),
        "annex": annex,
    }
    foot, assets = lookup.foot(marks)
    context |= foot
    html = paper.template("annex.html").render(Context(context, use_l10n=False))
    sheets = (*printing.sheets(marks), "apart.css")
    document = engine.layout(html, assets, sheets)
    if len(document.pages) > printing.MOST_PAGES:
        raise PaperRefused(
            f"{marker} dài {len(document.pages)} trang, nhiều hơn 300 trang in được."
        )
    return RenderedAnnex(
        marker=marker,
        title=title,
        pdf=engine.write(document, tagged=True),
        page_count=len(document.pages),
    )
