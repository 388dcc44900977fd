"""Thời hạn: every duty that is bound to a date."""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.outline import LineKind
from campaigns.reading import dates, sentences
from campaigns.reading.context import Context
from campaigns.reading.language import fold, squeeze

# Words that make the date behind them a limit.
_LIMIT = re.compile(
    r"(?:trước(?:\s+(?:hoặc\s+trong\s+)?(?:\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{1,2}(?:\s*phút)?)?,?\s*)?)?|chậm\s+nhất(?:\s+(?:là|vào|đến|trước|trong))*|muộn\s+nhất(?:\s+(?:là|vào))?|"
    r"hạn(?:\s+(?:cuối|chót|nộp|gửi))*(?:\s+(?:là|đến|cuối))*|thời\s+hạn(?:\s+(?:\w+\s+){0,4}(?:là|đến|trước))?|xong\s+trước|"
    r"không\s+(?:quá|muộn\s+hơn)|thời\s+gian\s+(?:nộp|gửi|báo\s+cáo|trình|hoàn\s+thành|đăng\s+ký)[^.;]{0,80}?)"
    r"\s*:?\s*(?:(?:hết\s+)?ngày\s*)?$"
)
# A duty and a plain date: "hoàn thành trong tháng 4/2026", "tổng kết vào tháng 4 năm 2026".
_DUTY = re.compile(
    r"\b(?:họp|khai\s+mạc|bế\s+mạc|tổng\s+kết|sơ\s+kết|báo\s+cáo|gửi|nộp|hoàn\s+thành|ban\s+hành|đăng\s+ký|trình|công\s+bố|khen\s+thưởng|"
    r"tổ\s+chức|triển\s+khai|thực\s+hiện|xây\s+dựng|phát\s+động|chấm|xét|bình\s+xét|thẩm\s+định|kiểm\s+tra|trao|đánh\s+giá|tổng\s+hợp)\b"
)
_CLOCK = r"(?:(?:hồi\s+)?\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{1,2}\s*(?:phút)?)?\s*,?\s*)?"
_WEEKDAY = r"(?:(?:sáng|chiều|tối|thứ\s+\w+|chủ\s+nhật)\s*,?\s*)*"
_SETS_CLOCK = re.compile(
    rf"\b(?:vào|lúc|trong)\s+(?:lúc\s+)?{_CLOCK}{_WEEKDAY}(?:ngày\s*)?$"
)
_SETS = re.compile(
    r"\b(?:vào|trong|xong\s+trong|vào\s+cuối|trong\s+thời\s+gian|vào\s+đầu|"
    r"dự\s+kiến(?:\s+(?:vào|trong))?)\s+(?:ngày\s+)?$|:\s*(?:ngày\s*)?$"
)
_LATEST_FAR = re.compile(
    r"\bchậm\s+nhất\b[^.;:]{0,140}?\bngày\s*$|\bthời\s+(?:hạn|gian)\s+chậm\s+nhất\b[^.;]{0,140}?ngày\s*$"
)
_BY = re.compile(
    r"\b(?:hoàn\s+thành|xong|kết\s+thúc|đăng\s+ký|nộp|gửi|nhận)\b[^.;]{0,60}?\b(?:đến|hết|đến\s+hết)\s+(?:ngày\s+)?$"
)
_OF_A_PAPER = re.compile(
    r"(?:số\s*\S+|/[a-zđ][\w&-]*|-ct/tw|luật[^.;]{0,60}|điều\s+\d+[^.;]{0,20})\s*,?\s*ngày\s*$"
)
_OF_A_PAPER_NUMBER = re.compile(
    r"\d+\s*[/-]\s*[a-zđ][\w&/-]*\s*,?\s*(?:ký\s+)?(?:ngày\s*)?$"
)
_EVENT = re.compile(
    r"(?:kỷ\s+niệm|kỉ\s+niệm|thành\s+lập|ngày\s+(?:sinh|mất|truyền\s+thống|quốc\s+khánh|bầu\s+cử)|chào\s+mừng|nhân\s+dịp|"
    r"giải\s+phóng|quốc\s+khánh|phụ\s+nữ|nhà\s+giáo|thầy\s+thuốc|báo\s+chí)[^.;]{0,80}?\(?\s*(?:ngày\s*)?$"
)
_HANDS_IN = re.compile(r"\b(?:nhận|nộp|gửi|tiếp\s+nhận)\b[^.;]{0,60}$")
_RECURRING = re.compile(r"\s*(?:của\s+)?(?:hàng|hằng|mỗi)\s+(?:tháng|quý|năm|tuần)")
_REPEATED = re.compile(
    r"(?:trước|chậm\s+nhất(?:\s+(?:là|vào|trước))*|vào|hạn(?:\s+\w+)?|đến)\s+"
    r"(?:ngày\s+\d{1,2}|(?:ngày\s+)?(?:đầu|cuối|thứ\s+\w+))"
    r"(?:\s+(?:cuối|đầu))?\s+(?:của\s+)?(?:hàng|hằng|mỗi)\s+(?:tháng|quý|năm|tuần)"
)
_PAST = re.compile(r"\b(?:đã|từ\s+khi|sau\s+khi|trước\s+đây)\b")


_LIMITED = 0.9  # sureness of a date that a word of limit stands before


@dataclass(frozen=True, slots=True)
class Deadline:
    """Một thời hạn: the sentence and the last day."""

    line: int
    text: str
    due_on: date
    sure: float


def read_deadlines(
    context: Context, skip: set[int], due_targets: set[tuple[int, date]]
) -> list[Deadline]:
    """Deadlines of the body in order.

    ``skip``: lines that state phases or the period. ``due_targets``: (line, date) of targets;
    such a date is a deadline of its own only after "trước", "chậm nhất" and the like.
    """
    found: list[Deadline] = []
    for index in context.body():
        entry = context.entries[index]
        if entry.kind is LineKind.TABLE:
            continue
        spans = sentences.sentences(entry.text)
        for start, end in spans:
            for deadline in _in_sentence(context, index, start, end, skip):
                if (
                    deadline.sure >= _LIMITED
                    or (index, deadline.due_on) not in due_targets
                ):
                    found.append(deadline)
    return found


def repeated(context: Context) -> list[tuple[int, str]]:
    """Limits that come again and again, their line and as printed ("trước ngày 20 hằng
    tháng"): no date."""
    found: list[tuple[int, str]] = []
    for index in context.body():
        text = context.entries[index].text
        limits = _REPEATED.finditer(fold(text))
        found.extend((index, text[m.start() : m.end()]) for m in limits)
    return found


def _in_sentence(
    context: Context, index: int, start: int, end: int, skip: set[int]
) -> list[Deadline]:
    text = context.entries[index].text[start:end]
    folded = fold(text)
    ranges = [(s.start, s.end) for s in dates.spans(text, context.year)]
    seen: set[date] = set()
    found = []
    for point in dates.moments(text, context.year):
        if (
            point.last is None
            or point.grain == "year"
            or _RECURRING.match(folded, point.end)
        ):
            continue
        before = folded[: point.start]
        named = folded.startswith("ngày", point.start)
        with_day = before + ("ngày " if named else "")
        if _OF_A_PAPER.search(with_day) or _OF_A_PAPER_NUMBER.search(before):
            continue
        sure = _limit(folded, before, with_day, point, index in skip)
        span = next(((a, b) for a, b in ranges if a <= point.start < b), None)
        if span and not re.search(r"chậm\s+nhất|trước\s+(?:ngày\s*)?$|hạn\b", before):
            # the time for handing in ends with a deadline, other spans do not
            if point.end < span[1] or not _HANDS_IN.search(folded[: span[0]]):
                continue
            sure = 0.75
        due = context.soonest(point)
        if not sure or due is None or due in seen:
            continue
        if not point.year_given:
            if sure < _LIMITED or (
                context.issued_on is None and context.titled_year is None
            ):
                continue
            sure = 0.9
        seen.add(due)
        found.append(Deadline(index, squeeze(text), due, sure))
    return found


def _limit(folded: str, before: str, with_day: str, point, skipped: bool) -> float:
    """How surely the date is a limit of a duty; 0 where it is not."""
    near = with_day[-120:]
    if _LIMIT.search(near) or _LATEST_FAR.search(with_day[-220:]):
        return _LIMITED
    if skipped:
        return _after_the_period(before, point)
    if _EVENT.search(before[-130:]) or (
        folded[point.start - 1 : point.start] == "(" and point.grain == "day"
    ):
        return 0.0
    if (
        point.grain in ("month", "quarter")
        and not before.strip(" (")
        and _DUTY.search(folded[point.end : point.end + 40])
    ):
        return 0.8  # "(Tháng 12/2022 ban hành …)"
    if _BY.search(near):
        return 0.85
    if not point.year_given or _PAST.search(near):
        return 0.0
    if _SETS_CLOCK.search(with_day[-60:]) and _DUTY.search(before):
        return 0.8
    if _SETS.search(with_day[-40:]) and _DUTY.search(near[-90:]):
        return 0.8
    return 0.0


def _after_the_period(before: str, point) -> float:
    """In the sentence that states the period only a closing duty counts."""
    closing = re.search(
        r"\b(?:họp|khai\s+mạc|bế\s+mạc|tổng\s+kết|sơ\s+kết|báo\s+cáo|nộp|gửi)\b[^.;]{0,60}$",
        before,
    )
    return 0.8 if closing and _SETS.search(before + " ") and point.year_given else 0.0
