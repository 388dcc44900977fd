"""Còn thiếu gì: the checklist before a plan is sent for approval.

Saving never asks for any of this; only "Trình duyệt" does, and only for what blocks.
"""

import re
from dataclasses import dataclass, field

from campaigns.content import PaperKind, PlanContent
from campaigns.mismatch import mismatches
from campaigns.models import Plan
from campaigns.outline import LineKind, span
from campaigns.sections import BASES, GENERAL, RECIPIENTS, SIGNER, section_of, sections
from units.vietnamese import fold


@dataclass(frozen=True)
class Gap:
    """One thing missing; ``section`` is the editor page where it is put right.

    ``at`` is the field of the plan, ``line`` the place of the line, where it is one of these.
    """

    text: str
    section: str
    blocks: bool
    at: str = field(default="", compare=False)
    line: int | None = field(default=None, compare=False)


def gaps(plan: Plan, content: PlanContent) -> list[Gap]:
    """What is missing, blocking things first."""
    found = [*_blocking(plan, content), *_advice(content)]
    return sorted(found, key=lambda gap: not gap.blocks)


def _blocking(plan, content):
    head = content.letterhead
    if not content.title.strip():
        yield Gap("chưa ghi trích yếu", GENERAL, True, "title")
    elif "cong hoa xa hoi chu nghia" in fold(content.title):
        yield Gap("trích yếu lẫn cả Quốc hiệu: xóa phần đó", GENERAL, True, "title")
    if not head.authority.strip():
        yield Gap("chưa ghi tên cơ quan ban hành", GENERAL, True, "letterhead")
    if not head.symbol.strip():
        yield Gap("chưa ghi ký hiệu văn bản", GENERAL, True, "symbol")
    if not head.place.strip():
        yield Gap("chưa ghi địa danh", GENERAL, True, "place")
    if content.kind is PaperKind.NEWS:
        yield Gap(
            "tin, bài không phải loại văn bản ban hành được: chọn loại khác",
            GENERAL,
            True,
            "kind",
        )
    if not any(line.text.strip() for line in content.lines if line.kind in _BODY):
        yield Gap("kế hoạch chưa có nội dung", BASES, True)
    for page in sections(content):
        if page.holds_lines and page.slug != BASES and not _has_words(content, page):
            yield Gap(f"mục “{page.name}” chưa có nội dung", page.slug, True)
    if not content.recipients:
        yield Gap("chưa có nơi nhận", RECIPIENTS, True, "recipients")
    elif not re.match(r"Lưu: VT, \S", content.recipients[-1]):  # R82
        yield Gap(
            "nơi nhận phải kết thúc bằng dòng “Lưu: VT, <đơn vị soạn thảo>”",
            RECIPIENTS,
            True,
            "recipients",
        )
    if plan.signer_id is None:
        yield Gap("chưa chọn người ký", SIGNER, True, "signer")


def _advice(content):
    if not any(line.kind is LineKind.BASIS for line in content.lines):
        yield Gap("chưa có căn cứ ban hành", BASES, False)
    if not content.periods and not content.phases:
        yield Gap("chưa đánh dấu thời gian thi đua", _first_section(content), False)
    if not content.assignments:
        yield Gap("chưa giao nhiệm vụ cho đơn vị nào", _first_section(content), False)
    for slip in mismatches(content):
        yield Gap(
            f"“{content.lines[slip.line].text[:60]}”: {slip.text}",
            section_of(content, slip.line),
            False,
            line=slip.line,
        )


def _has_words(content, page):
    """Words below the heading; a part (Phần I) has those of its sections."""
    below = span(content.lines, page.lines.start)[1:]
    return any(content.lines[index].text.strip() for index in below)


def _first_section(content):
    return next((p.slug for p in sections(content) if p.slug.startswith("muc-")), BASES)


_BODY = {
    LineKind.PARAGRAPH, LineKind.ITEM, LineKind.SUBITEM, LineKind.POINT, LineKind.DASH,
    LineKind.PLUS, LineKind.TABLE, LineKind.DIVISION,
}  # fmt: skip
