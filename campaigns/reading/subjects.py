"""Đối tượng thi đua: collectives and individuals who take part."""

import re
from dataclasses import dataclass

from campaigns import outline
from campaigns.content import Side
from campaigns.outline import LineKind
from campaigns.reading.context import Context
from campaigns.reading.language import fold, key, squeeze

_HEAD = re.compile(
    r"đối\s+tượng(?!\s*(?:,\s*[^:]{0,60})?\s*(?:khen|kiểm|giám|đề\s+nghị|xét|áp\s+dụng|thụ\s+hưởng|được\s+khen|hưởng|bảo\s+trợ|chính\s+sách))"
)
_STATED = re.compile(
    r"đối\s+tượng\s+(?:tham\s+gia\s+)?(?:phong\s+trào\s+|đợt\s+)?(?:thi\s+đua|tham\s+gia|phát\s+động)"
)
_OPENS = re.compile(r"đối\s+tượng(?:\s+(?:được\s+)?khen\s+thưởng)?\s*:")
_COLLECTIVE = re.compile(
    r"^(?:đối\s+với\s+|về\s+|các\s+)?tập\s+thể(?:\s+(?:gồm|bao\s+gồm|là|gồm\s+có))*\s*(?:[:.]|$)\s*"
)
_INDIVIDUAL = re.compile(
    r"^(?:đối\s+với\s+|về\s+|các\s+)?cá\s+nhân(?:\s+(?:gồm|bao\s+gồm|là|gồm\s+có))*\s*(?:[:.]|$)\s*"
)
_AWARD = re.compile(r"khen\s+thưởng|kiểm\s+tra|giám\s+sát|tiêu\s+chuẩn")
_CALLED = re.compile(r"[,.…\s]*\((?:sau\s+đây\s+)?gọi\s+(?:chung|tắt|là).*?\)", re.I)


@dataclass(frozen=True, slots=True)
class Subject:
    line: int
    side: Side
    name: str
    sure: float


def read_subjects(context: Context) -> list[Subject]:
    """Subjects under a heading "Đối tượng (tham gia) thi đua"; none where only awards,
    inspections or readers have subjects."""
    found: list[Subject] = []
    for index in context.body():
        folded = context.folded[index]
        entry = context.entries[index]
        if not _HEAD.search(folded) or (
            len(folded.split()) > 25 and not _STATED.match(folded)
        ):
            continue
        if (
            entry.kind is LineKind.PARAGRAPH
            and not entry.is_title
            and not _STATED.match(folded)
        ):
            continue
        if _AWARD.search(folded) or (
            _AWARD.search(context.nearest(index)) and not _STATED.search(folded)
        ):
            continue
        found = _labelled(context, index)
        if found:
            return found
    return found


def of_awards_only(context: Context) -> int | None:
    """The line under awards that names who takes part ("Đối tượng: tập thể, cá nhân, …"),
    in a paper that says it nowhere else; None where there is none."""
    for index in context.body():
        folded = context.folded[index]
        if (
            _OPENS.match(folded)
            and "tập thể" in folded
            and "cá nhân" in folded
            and _AWARD.search(" ".join((folded, *context.headings(index))))
        ):
            return index
    return None


def _labelled(context: Context, heading: int) -> list[Subject]:
    rows = list(context.under(heading))[1:]
    found: list[Subject] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        folded = context.folded[row]
        if _HEAD.search(folded) and _AWARD.search(folded):
            break
        for pattern, side in (
            (_COLLECTIVE, Side.COLLECTIVE),
            (_INDIVIDUAL, Side.INDIVIDUAL),
        ):
            if match := pattern.match(folded):
                text = context.entries[row].text[match.end() :]
                if text.strip():
                    found.extend(
                        Subject(row, side, name, 0.85) for name in _names(text)
                    )
                else:
                    below = _items(context, row)
                    found.extend(
                        Subject(i, side, name, 0.9)
                        for i in below
                        if (name := _finished(context.entries[i].text))
                    )
        index += 1
    return _unique(found)


def _items(context: Context, row: int) -> list[int]:
    rows = list(context.under(row))[1:]
    numbered = [i for i in rows if context.entries[i].kind in outline.DEPTH]
    if numbered:
        top = min(outline.depth(context.entries[i].kind) for i in numbered)
        return [i for i in numbered if outline.depth(context.entries[i].kind) == top]
    following = []
    own = outline.depth(context.entries[row].kind)
    for i in range(row + 1, context.closing_at):
        if (
            context.entries[i].kind in outline.DEPTH
            and outline.depth(context.entries[i].kind) <= own
        ):
            break
        following.append(i)
    return following


def _names(text: str) -> list[str]:
    text = _CALLED.sub("", text)
    return [name for name in (_finished(part) for part in text.split(";")) if name]


def _finished(text: str) -> str:
    text = _CALLED.sub("", text)
    return squeeze(text).strip(" ;.,…-–+")


def _unique(found: list[Subject]) -> list[Subject]:
    seen: set[tuple[Side, str]] = set()
    kept = []
    for subject in found:
        mark = (subject.side, key(subject.name))
        if mark not in seen and fold(subject.name) not in ("tập thể", "cá nhân"):
            seen.add(mark)
            kept.append(subject)
    return kept
