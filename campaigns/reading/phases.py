"""Đợt thi đua và thời gian thi đua: named phases and the period of the whole campaign."""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.outline import LineKind
from campaigns.reading import dates
from campaigns.reading.context import Context
from campaigns.reading.language import squeeze

_ORDINAL = r"(?:thứ\s+)?(?:\d{1,2}(?!\s*[-/]|\d|\s*tháng)|[ivx]{1,4}|nhất|một|hai|ba|tư|bốn|cuối)\b"
_NAME = re.compile(
    rf"(?:(?<=^)|(?<=[.;:(]\s)|(?<=[-+]\s)|(?<=\n))(?:phong\s+trào\s+)?(?P<name>(?:đợt(?:\s+thi\s+đua)?|giai\s+đoạn)\s*{_ORDINAL})"
)
_TITLED = re.compile(r"^(?:đợt|giai\s+đoạn)\s+(?!thi\s+đua\s+này|này)[^:.;]{3,60}:")

_PERIOD_HEAD = re.compile(
    r"thời\s+gian(?:\s+(?:và\s+\w+\s+\w+|tổ\s+chức|thực\s+hiện|triển\s+khai|phát\s+động|thi\s+đua|diễn\s+ra|của))*"
    r"(?:\s+(?:kế\s+hoạch|phong\s+trào|đợt|cuộc|thi\s+đua|chiến\s+dịch|cao\s+điểm))*\s*(?:[:.]|$)"
)
_PERIOD_START = re.compile(
    r"^(?:về\s+)?thời\s+gian\s*(?P<what>(?:tổ\s+chức|thực\s+hiện|triển\s+khai|phát\s+động|thi\s+đua|diễn\s+ra|tiến\s+hành|của|"
    r"kế\s+hoạch|phong\s+trào|đợt|cuộc|cao\s+điểm|đặc\s+biệt|tham\s+gia|và|địa\s+điểm|,|\s)*)(?P<rest>[:.]|(?=\s*(?:từ|bắt\s+đầu|kể\s+từ|trong|được))|$)"
)
_SENTENCE = re.compile(
    r"(?:phong\s+trào|đợt|cuộc)\s+(?:thi\s+đua|phát\s+động|cao\s+điểm)[^.;]{0,120}?(?=(?:bắt\s+đầu\s+)?(?:kể\s+)?từ\s)|"
    r"(?:phát\s+động|tổ\s+chức)\s+(?:phong\s+trào|đợt)[^.;]{0,120}?(?=từ\s)|"
    r"kế\s+hoạch\s+(?:này\s+)?(?:được\s+)?(?:thực\s+hiện|triển\s+khai)[^.;]{0,40}?(?=từ\s)"
)
_NOT_THE_CAMPAIGN = re.compile(
    r"thời\s+gian\s+(?:kiểm\s+tra|trình|nộp|gửi|báo\s+cáo|đánh\s+giá|xét|bình|đăng\s+ký|họp|nhận|chậm|hoàn)"
)
_SHARED_HEAD = re.compile(
    r"thời\s+gian\s+(?:thi\s+đua|thực\s+hiện|tổ\s+chức|phát\s+động)"
)
_OF_CAMPAIGN = re.compile(r"thời\s+gian|thi\s+đua|phong\s+trào|kế\s+hoạch")
_ABOUT_PERIOD = re.compile(r"thời\s+gian|đối\s+tượng|phạm\s+vi|tiến\s+độ")
_LISTED = (
    LineKind.DASH,
    LineKind.ITEM,
    LineKind.POINT,
    LineKind.SUBITEM,
    LineKind.PLUS,
)


@dataclass(frozen=True, slots=True)
class Phase:
    """Một đợt, with the lines that speak of it."""

    line: int
    name: str
    starts_on: date | None
    ends_on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """Thời gian của cả phong trào."""

    line: int
    starts_on: date | None
    ends_on: date | None
    sure: float


def read_phases(context: Context) -> list[Phase]:
    """Named đợt and giai đoạn with dates; a lone name without dates is none."""
    found: list[Phase] = []
    for index in context.body():
        entry = context.entries[index]
        if entry.kind is LineKind.TABLE:
            continue
        names = [m for m in _NAME.finditer(context.folded[index])]
        titled = _TITLED.match(context.folded[index])
        if (
            not names
            and titled
            and entry.kind in _LISTED
            and _of_several(context, index)
        ):
            names = [titled]
        for number, match in enumerate(names):
            end = (
                names[number + 1].start()
                if number + 1 < len(names)
                else len(entry.text)
            )
            found.append(_phase(context, index, match.start(), end))
    dated = [p for p in found if p.starts_on or p.ends_on]
    if not dated:
        return []
    return _one_each(
        [p for p in found if p.starts_on or p.ends_on or len(found) == len(dated) + 1]
    )


def _of_several(context: Context, index: int) -> bool:
    """Whether the lines above speak of numbered phases or of how many there are."""
    above = context.folded[index - 1] + context.above(index)
    return bool(re.search(r"(?:đợt|giai đoạn)\s*\d|\d+\s*(?:đợt|giai đoạn)", above))


def _phase(context: Context, index: int, start: int, end: int) -> Phase:
    text = context.entries[index].text[start:end]
    whole = start == 0 and end == len(context.entries[index].text)
    name, begins, ends = _read(text, context.year)
    below = (
        [context.entries[i].text for i in list(context.under(index))[1:]]
        if whole
        else []
    )
    paragraphs = _paragraphs_after(context, index) if whole and not below else []
    if whole and not (begins or ends):
        for words in (below + paragraphs)[:2]:
            _, begins, ends = _read(words, context.year)
            if begins or ends:
                break
    return Phase(
        index,
        name,
        begins,
        ends,
        squeeze(" ".join([text.strip(" ;."), *below, *paragraphs])),
    )


def _read(text: str, year: int | None) -> tuple[str, date | None, date | None]:
    found = dates.spans(text, year)
    opened = dates.open_ends(text, year)
    cut = min([s.start for s in found[:1] + opened[:1]], default=len(text))
    begins = ends = None
    if found and (not opened or found[0].start <= opened[0].start):
        begins, ends = found[0].first, found[0].last
    elif opened:
        begins = opened[0].first
    else:
        name_end = re.match(r"\S+(?:\s+thi\s+đua)?\s+\S+", text)
        after = text[name_end.end() :] if name_end else text
        points = [p for p in dates.moments(after, year) if p.first]
        points = [p for p in points if p.grain != "year" or p.start <= 3]
        if points and points[0].start < 60:
            at = points[0]
            limit = re.search(
                r"(?:đến|trước|hết|chậm nhất)\s*(?:hết\s*)?(?:ngày\s*)?$",
                after[: at.start].lower(),
            )
            begins, ends = (None if limit else at.first), at.last
            cut = (name_end.end() if name_end else 0) + at.start
    head = text[:cut]
    parts = [p.strip(" -–(.,") for p in re.split(r"[:(]", head) if p.strip(" -–(.,")]
    name = squeeze(": ".join(parts[:2])) if parts else squeeze(head)
    if len(name) > 80:
        name = (
            parts[0]
            if parts and len(parts[0]) <= 80
            else squeeze(" ".join(head.split()[:3])).strip(" :,")
        )
    return re.sub(r"\s+(?:bắt đầu|kể)$", "", name), begins, ends


def _paragraphs_after(context: Context, index: int) -> list[str]:
    texts = []
    for i in range(index + 1, context.closing_at):
        if context.entries[i].kind is not LineKind.PARAGRAPH or context.folded[
            i
        ].startswith(("đợt", "giai đoạn", "(")):
            break
        texts.append(context.entries[i].text)
    return texts


def _one_each(found: list[Phase]) -> list[Phase]:
    kept: list[Phase] = []
    for phase in found:
        same = [
            p
            for p in kept
            if p.name.split(":")[0].lower() == phase.name.split(":")[0].lower()
        ]
        if same or any(
            (p.starts_on, p.ends_on) == (phase.starts_on, phase.ends_on) for p in kept
        ):
            continue
        kept.append(phase)
    return kept


def read_period(context: Context, phases: list[Phase]) -> Period | None:
    """Thời gian of the campaign: as stated under such a heading, in a sentence about the
    movement, or from the first to the last phase."""
    stated = _stated(context)
    if stated and (stated.starts_on or stated.ends_on):
        return stated
    if phases:
        starts = [p.starts_on for p in phases if p.starts_on]
        ends = [p.ends_on for p in phases if p.ends_on]
        last = max(ends) if len(ends) == len(phases) else None
        return Period(phases[0].line, min(starts, default=None), last, 0.75)
    return _sentence(context)


def _stated(context: Context) -> Period | None:
    for index in context.body():
        folded = context.folded[index]
        match = _PERIOD_START.match(folded)
        if not match or _NOT_THE_CAMPAIGN.match(folded):
            continue
        if not match["what"].strip() and not _plain_heading_counts(context, index):
            continue
        for line in [index, *_near(context, index)]:
            if line != index and _NOT_THE_CAMPAIGN.match(context.folded[line]):
                continue
            text = context.entries[line].text
            period = _period_in(context, line, text, single=True)
            if period:
                return period
    return _under_shared_heading(context)


def _under_shared_heading(context: Context) -> Period | None:
    """One heading for several things ("Đối tượng, thời gian thi đua") with its text below."""
    for index in context.body():
        if not (
            context.entries[index].is_title
            and _SHARED_HEAD.search(context.folded[index])
        ):
            continue
        for line in _near(context, index):
            words = context.folded[line]
            if not _OF_CAMPAIGN.search(words) or _NOT_THE_CAMPAIGN.search(words):
                continue
            period = _period_in(context, line, context.entries[line].text, single=False)
            if period:
                return period
    return None


def _plain_heading_counts(context: Context, index: int) -> bool:
    """A bare "Thời gian" means the campaign's only at the top or beside its subjects and scope."""
    if context.entries[index].kind in (LineKind.SECTION, LineKind.PART):
        return True
    return bool(_ABOUT_PERIOD.search(context.nearest(index)))


def _near(context: Context, index: int) -> list[int]:
    lines = [i for i in context.under(index) if i != index][:6]
    if (
        not lines
        and index + 1 < context.closing_at
        and context.entries[index + 1].kind is LineKind.PARAGRAPH
    ):
        lines = [index + 1]
    return lines


def _period_in(
    context: Context, line: int, text: str, *, single: bool
) -> Period | None:
    year = context.year
    if named := _NAME.search(context.folded[line]):
        text = text[: named.start()]
    found = dates.spans(text, year)
    if found:
        span = found[0]
        begins = span.first
        if span.opens == "issue":
            begins = context.issued_on
        return Period(line, begins, span.last, 0.9)
    opened = dates.open_ends(text, year)
    if opened:
        return Period(line, opened[0].first, None, 0.8)
    if not single:
        return None
    folded = context.folded[line]
    points = [p for p in dates.moments(text, year) if p.first]
    if len(points) == 1 and len(text) < 160:
        point = points[0]
        before = folded[: point.start]
        if re.search(r"(?:đến|hết|trước)\s*(?:hết\s*|cuối\s*)?(?:ngày\s*)?$", before):
            return Period(line, None, point.last, 0.7)
        if re.search(r"\btừ\s+(?:ngày\s+)?$", before):
            return Period(line, point.first, None, 0.7)
        if re.search(
            r"(?:trong|cả|:|thời\s+gian|thực\s+hiện|^)\s*(?:ngày\s+|cả\s+)?$", before
        ):
            return Period(line, point.first, point.last, 0.75)
    return None


def _sentence(context: Context) -> Period | None:
    """ "Phong trào thi đua … từ … đến …" anywhere in the body."""
    for index in range(len(context.entries)):
        if index >= context.annex_at:
            break
        folded = context.folded[index]
        for match in _SENTENCE.finditer(folded):
            tail = context.entries[index].text[match.end() : match.end() + 140]
            found = dates.spans(tail, context.year)
            if found and found[0].start < 12:
                span = found[0]
                begins = context.issued_on if span.opens == "issue" else span.first
                return Period(index, begins, span.last, 0.7)
    return None
