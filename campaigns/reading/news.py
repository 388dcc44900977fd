"""Tin, bài: a report about a plan, with a site's menus around it."""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.reading import dates, organisations
from campaigns.reading.language import fold, squeeze
from campaigns.reading.manuscript import Block, Grid, Par

_ISSUES = re.compile(
    r"(?:(?:vừa|đã|mới|có)\s+)*(?:ký\s+)?ban\s+hành\s+(?:kế\s+hoạch|chỉ\s+thị|hướng\s+dẫn)\s*(?:số\s*)?(?P<number>\d{1,5})\s*/\s*"
    r"(?P<symbol>[a-zđ&]+(?:-[a-zđ0-9&]+)*)(?:\s*,?\s*(?P<date>ngày\s*\d{1,2}\s*(?:[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|tháng\s*\d{1,2}\s*năm\s*\d{4})))?"
    r"(?P<rest>\s*[^.]*)"
)
_ISSUES_UNNUMBERED = re.compile(
    r"(?:(?:vừa|đã|mới)\s+)+(?:ký\s+)?ban\s+hành\s+(?:kế\s+hoạch|chỉ\s+thị|hướng\s+dẫn)(?P<rest>\s+[^.]*)"
)
_SUBJECT = re.compile(r"\s*,?\s*(?:của\s+[^,.;]{3,80}?\s+)?(?:về\s+việc|về|v/v)?\s*")
_DATELINE = re.compile(r"^\(?[\w.\s]{2,60}?(?:\)|\.vn\)?)?\s*[-–]\s+")
_LONG = 90


@dataclass(slots=True)
class Report:
    """Điều bài báo cho biết về kế hoạch."""

    number: int | None
    symbol: str
    issued_on: date | None
    title: str
    authority: str
    line: Par


def read_report(blocks: list[Block]) -> Report | None:
    """The plan that a news text reports, or None if the text is no such report."""
    looked = 0
    for block in blocks:
        if isinstance(block, Grid) or len(block.text) < 60:
            continue
        looked += 1
        if looked > 6:
            return None
        folded = fold(block.text)
        match = _ISSUES.search(folded) or _ISSUES_UNNUMBERED.search(folded)
        if match:
            return _report(block, match)
    return None


def _report(block: Par, match: re.Match) -> Report:
    text = block.text
    groups = match.groupdict()
    issued = None
    if groups.get("date"):
        points = dates.moments(text[match.start("date") : match.end("date")])
        issued = points[0].first if points else None
    rest = text[match.start("rest") : match.end("rest")]
    lead = _SUBJECT.match(fold(rest))
    title = squeeze(rest[lead.end() if lead else 0 :]).strip(' ,;:-“”"')
    before = text[: match.start()]
    if dateline := _DATELINE.match(before):
        before = before[dateline.end() :]
    authority = _issuer(before)
    symbol = (
        text[match.start("symbol") : match.end("symbol")]
        if groups.get("symbol")
        else ""
    )
    number = int(groups["number"]) if groups.get("number") else None
    return Report(number, symbol, issued, title, authority, block)


def _issuer(before: str) -> str:
    parts = re.split(r"[.;:,]\s+|\s[-–]\s+", before)
    last = squeeze(parts[-1]).strip(" ,") if parts else ""
    return last if organisations.is_unit(last) and len(last.split()) < 16 else ""


def without_chrome(blocks: list[Block]) -> tuple[list[Block], int]:
    """(the article, number of lines left out): from the headline above the first long
    paragraph to the last sentence."""
    long_ = [
        i
        for i, block in enumerate(blocks)
        if isinstance(block, Par) and len(block.text) >= _LONG and block.links < 0.5
    ]
    if not long_:
        return blocks, 0
    start = long_[0]
    above = blocks[start - 1] if start else None
    if isinstance(above, Par) and len(above.text.split()) >= 5:
        start -= 1
    end = long_[-1] + 1
    for index in range(long_[-1], start, -1):
        block = blocks[index]
        if isinstance(block, Par) and re.search(r"\./\.?\s*$", block.text):
            end = index + 1
            break
    return blocks[start:end], len(blocks) - (end - start)
