"""Thời gian thi đua: the period of the whole campaign.

As stated under such a heading, else from the first to the last phase, else in a sentence
about the movement. The time for sending, judging or reporting is not the campaign's.
"""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.outline import LineKind
from campaigns.reading import dates, sentences
from campaigns.reading.context import Context
from campaigns.reading.phases import NAME, Phase

_STATED = re.compile(
    r"^(?:về\s+)?thời\s+gian\s*(?P<what>(?:tổ\s+chức|thực\s+hiện|triển\s+khai|phát\s+động|"
    r"thi\s+đua|diễn\s+ra|tiến\s+hành|của|kế\s+hoạch|phong\s+trào|đợt|cuộc\s+thi|hội\s+thi|cuộc|"
    r"cao\s+điểm|đặc\s+biệt|tham\s+gia|chiến\s+dịch|và|địa\s+điểm|tiến\s+độ|,|\s)*)"
    r"(?:[:.]|(?=\s*(?:từ|bắt\s+đầu|kể\s+từ|trong|được|là|dự\s+kiến))|$)"
)
_OTHER_TIME = re.compile(
    r"(?:^|thời\s+gian\s+)(?:kiểm\s+tra|trình|nộp|gửi|báo\s+cáo|đánh\s+giá|xét|bình|đăng\s+ký|họp|"
    r"nhận|chậm|hoàn|chấm|sơ\s+khảo|chung\s+khảo|tổng\s+kết|sơ\s+kết|khảo\s+sát|thẩm\s+định|"
    r"xây\s+dựng|phát\s+động\s*:|ban\s+hành|tập\s+huấn|trao|công\s+bố|tổ\s+chức\s+(?:hội|lễ|cuộc))"
)
_SHARED_HEAD = re.compile(
    r"thời\s+gian\s+(?:thi\s+đua|thực\s+hiện|tổ\s+chức|phát\s+động)|"
    r"(?:,|và)\s*thời\s+gian|thời\s+gian\s*(?:,|và)"
)
_OF_CAMPAIGN = re.compile(r"thời\s+gian|thi\s+đua|phong\s+trào|kế\s+hoạch")
_SENTENCE = re.compile(
    r"(?:phong\s+trào|đợt|cuộc)\s+(?:thi\s+đua|phát\s+động|cao\s+điểm)[^.;]{0,120}?"
    r"(?=(?:bắt\s+đầu\s+)?(?:kể\s+)?từ\s)|"
    r"(?:phát\s+động|tổ\s+chức)\s+(?:phong\s+trào|đợt)[^.;]{0,120}?(?=từ\s)|"
    r"kế\s+hoạch\s+(?:này\s+)?(?:được\s+)?(?:thực\s+hiện|triển\s+khai)[^.;]{0,40}?(?=từ\s)"
)
_BESIDE = re.compile(r"thời\s+gian|đối\s+tượng|phạm\s+vi|tiến\s+độ")
_UNTIL = re.compile(r"(?:đến|hết|trước)\s*(?:hết\s*|cuối\s*)?(?:ngày\s*)?$")
_SINCE = re.compile(r"\btừ\s+(?:ngày\s+)?$")
_WITHIN = re.compile(r"(?:trong|cả|:|thời\s+gian|thực\s+hiện|^)\s*(?:cả\s+)?$")


@dataclass(frozen=True, slots=True)
class Period:
    """Thời gian của cả phong trào, and the line that states it."""

    line: int
    starts_on: date | None
    ends_on: date | None
    sure: float


def read_period(context: Context, phases: list[Phase]) -> Period | None:
    """The campaign's period, None where the paper does not state one."""
    found = _stated(context) or _under_shared_heading(context)
    if found:
        return found
    if phases:
        starts = [p.starts_on for p in phases if p.starts_on]
        ends = [p.ends_on for p in phases if p.ends_on]
        last = max(ends) if len(ends) == len(phases) else None
        return Period(phases[0].line, min(starts, default=None), last, 0.75)
    return _in_sentence(context)


def _stated(context: Context) -> Period | None:
    for index in context.body():
        for start, end in sentences.sentences(context.entries[index].text):
            folded = context.folded[index][start:end]
            match = _STATED.match(folded)
            if not match or _OTHER_TIME.match(folded):
                continue
            if not match["what"].strip(" ,") and not _counts_bare(
                context, index, start
            ):
                continue
            own = _read(
                context, index, context.entries[index].text[start:], single=True
            )
            if own:
                return own
            for line in _below(context, index) if start == 0 else []:
                if _OTHER_TIME.match(context.folded[line]):
                    continue
                found = _read(context, line, context.entries[line].text, single=True)
                if found:
                    return found
    return None


def _counts_bare(context: Context, index: int, start: int) -> bool:
    """A bare "Thời gian" means the campaign's only at the top or beside subjects and scope."""
    if start:
        return False
    if context.depth(index) <= context.top_depth:
        return True
    return bool(_BESIDE.search(context.nearest(index)))


def _under_shared_heading(context: Context) -> Period | None:
    """One heading for several things ("Đối tượng, thời gian thi đua") with its text below."""
    for index in context.body():
        if not (
            context.entries[index].is_title
            and _SHARED_HEAD.search(context.folded[index])
        ):
            continue
        for line in _below(context, index):
            words = context.folded[line]
            if not _OF_CAMPAIGN.search(words) or _OTHER_TIME.search(words):
                continue
            found = _read(context, line, context.entries[line].text, single=False)
            if found:
                return found
    return None


def _below(context: Context, index: int) -> list[int]:
    lines = [i for i in context.under(index) if i != index][:6]
    after = index + 1
    if not lines and after < context.closing_at:
        lines = [after] if context.entries[after].kind is LineKind.PARAGRAPH else []
    return lines


def _read(context: Context, line: int, text: str, *, single: bool) -> Period | None:
    """The period in the words before the first phase is named."""
    named = NAME.search(
        context.folded[line][len(context.entries[line].text) - len(text) :]
    )
    if named:
        text = text[: named.start()]
    year = context.year
    found = dates.spans(text, year)
    if found:
        span = found[0]
        begins = context.issued_on if span.opens == "issue" else span.first
        return Period(line, begins, span.last, 0.9)
    opened = dates.open_ends(text, year)
    if opened:
        return Period(line, opened[0].first, None, 0.8)
    points = [p for p in dates.moments(text, year) if p.first]
    if not single or len(points) != 1 or len(text) > 160:
        return None
    return _single(line, context.folded[line], points[0])


def _single(line: int, folded: str, point: dates.Moment) -> Period | None:
    """One date or month: an end, a beginning, or a month and more as a whole."""
    before = folded[: point.start]
    if _UNTIL.search(before):
        return Period(line, None, point.last, 0.7)
    if _SINCE.search(before):
        return Period(line, point.first, None, 0.7)
    if point.grain != "day" and _WITHIN.search(before):
        return Period(line, point.first, point.last, 0.75)
    return None


def _in_sentence(context: Context) -> Period | None:
    """ "Phong trào thi đua … từ … đến …" anywhere in the paper."""
    for index in range(context.annex_at):
        for match in _SENTENCE.finditer(context.folded[index]):
            tail = context.entries[index].text[match.end() : match.end() + 140]
            found = dates.spans(tail, context.year)
            if found and found[0].start < 12:
                span = found[0]
                begins = context.issued_on if span.opens == "issue" else span.first
                return Period(index, begins, span.last, 0.7)
    return None
