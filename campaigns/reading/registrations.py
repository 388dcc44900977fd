"""Yêu cầu đăng ký: what every unit must register, how many, and by when."""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.reading import dates, numbers, sentences
from campaigns.reading.context import Context
from campaigns.reading.language import fold, squeeze

_REGISTERS = re.compile(r"\bđăng\s+k[ýí]\b")
_NOT_A_DUTY = re.compile(
    r"(?:việc|theo\s+dõi[^.;]{0,40}|tổng\s+hợp[^.;]{0,40}|kết\s+quả|đã|danh\s+sách|nội\s+dung|giấy|chưa|tự\s+nguyện|hồ\s+sơ|công\s+trình\s+đã)\s+(?:các\s+)?đăng\s+k[ýí]$"
)
_AT_LEAST = re.compile(r"(?:ít\s+nhất|tối\s+thiểu|từ)\s*(?:là\s+|có\s+|từ\s+)?$")
_WHAT = re.compile(
    r"\s*([^\d,;.:()]{3,90}?)(?=\s+(?:hoặc|và\s+\d|nhằm|chậm|trước|để|gửi|về\s+|trong|chào\s+mừng|với|theo|nộp)\b|[,;.:(]|$)"
)
_PLAIN = re.compile(
    r"đăng\s+k[ýí]\s+((?:thi\s+đua|các\s+công\s+trình|công\s+trình|mô\s+hình|nội\s+dung|danh\s+hiệu|phần\s+việc|chỉ\s+tiêu)[^,;.:()]{0,70}?)(?=\s+(?:gửi|về\s+|trước|chậm|với|nộp|theo)\b|[,;.:(]|$)"
)


@dataclass(frozen=True, slots=True)
class Registration:
    line: int
    what: str
    minimum: int
    deadline: date | None
    sure: float


def read_registrations(context: Context) -> list[Registration]:
    found = []
    for index in context.body():
        text = context.entries[index].text
        for start, end in sentences.sentences(text):
            if made := _in_sentence(context, index, squeeze(text[start:end])):
                found.append(made)
    return found


def _in_sentence(context: Context, index: int, sentence: str) -> Registration | None:
    folded = fold(sentence)
    match = next(
        (
            m
            for m in _REGISTERS.finditer(folded)
            if not _NOT_A_DUTY.search(folded[: m.end()])
        ),
        None,
    )
    if not match:
        return None
    after = folded[match.end() :]
    due = _due(sentence, folded, context)
    for figure in numbers.figures(sentence):
        if (
            figure.start < match.end()
            or figure.percent
            or figure.fraction
            or figure.value > 100
        ):
            continue
        told = (
            due and figure.start - match.end() <= 1
        )  # "đăng ký 01 việc, trước ngày …"
        if (
            not (told or _AT_LEAST.search(folded[: figure.start]))
            or figure.start - match.end() > 90
            or ";" in folded[match.end() : figure.start]
        ):
            continue
        what = _WHAT.match(sentence[figure.end :])
        if what and figure.value == int(figure.value):
            return Registration(index, squeeze(what[1]), int(figure.value), due, 0.9)
    plain = _PLAIN.match(folded, match.start())
    if plain and due and after:
        return Registration(
            index, squeeze(sentence[plain.start(1) : plain.end(1)]), 1, due, 0.7
        )
    return None


def _due(sentence: str, folded: str, context: Context) -> date | None:
    for point in dates.moments(sentence, context.year):
        before = folded[: point.start]
        if point.last and re.search(
            r"(?:chậm\s+nhất|trước|hạn|muộn\s+nhất|xong)[^.;]{0,30}$", before
        ):
            return context.soonest(point)
    return None
