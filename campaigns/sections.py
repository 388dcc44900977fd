"""Mục soạn thảo: the plan cut into pages that one writes one at a time.

Fixed pages for what stands around the outline, and one page for each of its big parts
(mục lớn, phụ lục), whatever they are called.
"""

from dataclasses import dataclass

from campaigns.content import PlanContent
from campaigns.outline import LineKind

GENERAL, BASES, RECIPIENTS, SIGNER = "thong-tin", "can-cu", "noi-nhan", "nguoi-ky"


@dataclass(frozen=True)
class Section:
    """One page of the editor. ``lines`` are positions in the plan's outline."""

    slug: str
    name: str
    lines: range = range(0)

    @property
    def holds_lines(self) -> bool:
        return self.slug not in (GENERAL, RECIPIENTS, SIGNER)


def sections(content: PlanContent) -> list[Section]:
    """Pages in the order in which the paper is read.

    The page "căn cứ" holds all lines before the first big part: bases and opening words.
    """
    starts = [
        index
        for index, line in enumerate(content.lines)
        if line.kind in (LineKind.PART, LineKind.SECTION, LineKind.ANNEX)
    ]
    first = starts[0] if starts else len(content.lines)
    pages = [
        Section(GENERAL, "Thông tin chung"),
        Section(BASES, "Căn cứ, mở đầu", range(first)),
    ]
    markers = content.markers
    for number, start in enumerate(starts, 1):
        end = starts[number] if number < len(starts) else len(content.lines)
        line = content.lines[start]
        pages.append(
            Section(
                f"muc-{number}",
                f"{markers[start]} {line.text}".strip(),
                range(start, end),
            )
        )
    pages += [Section(RECIPIENTS, "Nơi nhận"), Section(SIGNER, "Người ký")]
    return pages


def section_of(content: PlanContent, line: int) -> str:
    """Slug of the page on which the line stands."""
    return next(page.slug for page in sections(content) if line in page.lines)
