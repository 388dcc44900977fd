"""Kiểm tra thể thức của bản nháp: what the check of its last drawn pages refuses, and where.

``settings.PLAN_CHECKS`` names ``faults``: a plan with faults is not sent for approval, so
that the leader does not meet them after signing.
"""

import re
from dataclasses import dataclass

from campaigns.content import PlanContent
from reports import previews
from reports.checking import Level

_QUOTED = re.compile(r"“(.*?)…?”", re.DOTALL)
SURE = 8  # letters that must agree before a line is named


@dataclass(frozen=True)
class Fault:
    """Một lỗi thể thức. ``page`` from 1, ``line`` a place in the outline; None: not known."""

    text: str
    page: int | None = None
    line: int | None = None
    rule: str = ""


def faults(content: PlanContent) -> list[Fault] | None:
    """Errors of the drawn pages of just these words; None while they are not drawn."""
    preview = previews.ready(previews.key_of_content(content))
    return None if preview is None else of_preview(preview, content)


def of_preview(preview: previews.Preview, content: PlanContent) -> list[Fault]:
    """Errors of one drawn preview of ``content``."""
    if preview.problem:
        return [Fault(preview.problem)]
    return [
        Fault(
            finding["message_vi"],
            finding["page"],
            _line(content, preview, finding["page"], finding["where"]),
            finding["rule"],
        )
        for finding in preview.findings
        if finding["level"] == Level.ERROR
    ]


def _line(content, preview, page, where):
    """The line that a finding quotes: its printed words begin alike, it begins on that page
    or before."""
    found = _QUOTED.search(where)
    quoted = _plain(found[1]) if found else ""
    if len(quoted) < SURE:
        return None
    for index, (line, marker) in enumerate(
        zip(content.lines, content.markers, strict=True)
    ):
        starts = preview.line_pages[index] if index < len(preview.line_pages) else 0
        if page is not None and starts > page:
            continue
        for printed in (_plain(f"{marker} {line.text}"), _plain(line.text)):
            alike = printed.startswith(quoted) or quoted.startswith(printed[:60])
            if alike and len(printed) >= SURE:
                return index
    return None


def _plain(text):
    return re.sub(r"[\s./;]+", "", text).casefold()
