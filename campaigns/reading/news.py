"""Tin, bài: a report about a plan, with a site's menus around it."""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.reading import dates, organisations, signs
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
# "Sáng 12/02, UBND xã … tổ chức hội nghị phát động phong trào thi đua …"
_LAUNCHES = re.compile(
    r"(?:(?:vừa|đã|mới|long\s+trọng)\s+)*(?:tổ\s+chức\s+(?:hội\s+nghị|lễ|buổi\s+lễ)\s+)?"
    r"phát\s+động(?P<rest>\s+(?:đợt\s+|phong\s+trào\s+|cuộc\s+)*thi\s+đua\b[^.,;]*)"
)
_HAPPENED = re.compile(
    r"\W*(?:(?:sáng|chiều|tối|trưa)\b|(?:vừa\s+qua|mới\s+đây|hôm\s+nay)\b)"
)
_SUBJECT = re.compile(r"\s*,?\s*(?:của\s+[^,.;]{3,80}?\s+)?(?:về\s+việc|về|v/v)?\s*")
_DATELINE = re.compile(r"^\(?[\w.\s]{2,60}?(?:\)|\.vn\)?)?\s*[-–]\s+")
_LONG = 90  # characters of a paragraph of an article
_SHORT = 40  # of one that comes after it


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


def read_launch(blocks: list[Block]) -> Report | None:
    """An article that tells how a movement was started, whatever paper stands behind it.

    Only where the text shows itself as one: a time of posting or of the event, a headline, and
    no numbered line.
    """
    texts = [block for block in blocks if isinstance(block, Par)]
    if any(signs.begins_with_marker(par.text) for par in texts):
        return None
    for place, par in enumerate(texts[:6]):
        folded = fold(par.text)
        match = _LAUNCHES.search(folded) if len(par.text) >= _LONG else None
        if not match:
            continue
        above = texts[:place]
        posted = any(signs.WEB_NOTE.match(fold(p.text)) for p in above)
        if not (posted or _HAPPENED.match(folded)):
            return None
        report = _report(par, match)
        headline = next((_LAUNCHES.search(fold(p.text)) for p in above[:1]), None)
        if headline:
            text = above[0].text
            report.title = squeeze(text[headline.start("rest") : headline.end("rest")])
        report.title = report.title[:1].upper() + report.title[1:]
        return report if report.authority else None
    return None


def _report(block: Par, match: re.Match) -> Report:
    text = block.text
    groups = match.groupdict()
    issued = None
    if groups.get("date"):
        points = dates.moments(text[match.start("date") : match.end("date")])
        issued = points[0].first if points else None
    if issued is None:
        issued = _opening_date(text, match.start())
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


def _opening_date(text: str, before: int) -> date | None:
    """ "Ngày 04/01/2022, UBND … ban hành …": the date that opens the sentence."""
    start = max(text.rfind(". ", 0, before), text.rfind(" - ", 0, before), -1) + 1
    opening = re.match(r"\W*ngày\s", fold(text[start:before]))
    points = dates.moments(text[start:before]) if opening else []
    return points[0].first if points and points[0].year_given else None


def _issuer(before: str) -> str:
    parts = re.split(r"[.;:,]\s+|\s[-–]\s+", before)
    last = _without_person(squeeze(parts[-1]).strip(" ,")) if parts else ""
    return last if organisations.is_unit(last) and len(last.split()) < 16 else ""


_LEADER = re.compile(r"^(?:phó\s+)?chủ\s+tịch(?:\s+thường\s+trực)?\s+(?=ubnd|ủy\s+ban)")
_SURNAMES = (
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|đoàn|"
    "trương|mai|tạ|hà|cao|lưu|triệu|lò|vi|hầu|giàng|sùng|quách|trịnh|đào|lâm|thái"
)
_PERSON = re.compile(rf"\s+(?:{_SURNAMES})\s+\S+\s+\S+(?:\s+\S+)?$")


def _without_person(name: str) -> str:
    """ "Chủ tịch UBND tỉnh Nguyễn Văn A" → "UBND tỉnh"."""
    lead = _LEADER.match(fold(name))
    if not lead:
        return name
    rest = name[lead.end() :]
    person = _PERSON.search(fold(rest))
    if person and not fold(rest).endswith("hồ chí minh"):
        rest = rest[: person.start()]
    return rest


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
    while end < len(blocks) and _is_sentence(blocks[end]):
        end += 1
    for index in range(long_[-1], start, -1):
        block = blocks[index]
        if isinstance(block, Par) and re.search(r"\./\.?\s*$", block.text):
            end = index + 1
            break
    return blocks[start:end], len(blocks) - (end - start)


_IMPRINT = re.compile(
    r"bản quyền|ghi rõ nguồn|giấy phép|điện thoại|e-?mail|truy cập|trực tuyến|online|\bsđt\b"
)


def _is_sentence(block: Block) -> bool:
    """A short paragraph that still belongs to the article, not to the foot of the page."""
    return (
        isinstance(block, Par)
        and len(block.text) >= _SHORT
        and block.links < 0.5
        and re.search(r"[.!…][”\"]?$", block.text) is not None
        and not _IMPRINT.search(fold(block.text))
    )
