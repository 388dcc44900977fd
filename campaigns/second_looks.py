"""Câu chữ nên xem lại: what the words themselves give away, typed here or read from a file.

A sentence that stops before its end, and the names of another agency of the same level, as
the plan of a neighbour keeps them when it is taken over. No rule of form: nothing blocks.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from campaigns.closings import closes
from campaigns.content import Line, PlanContent
from campaigns.gap import Gap
from campaigns.outline import LineKind, span
from campaigns.sections import section_of
from units.likeness import begins_agency
from units.models import Unit

# After these a Vietnamese sentence goes on. Words that also end a compound (hiện tại, kèm
# theo, tự do, đạt được) are left out.
_GOES_ON = re.compile(
    r"\b(?:và|hoặc|của|với|để|nhằm|là|các|những|nếu|bởi|hay|rằng)\s*$", re.IGNORECASE
)
_ENDS = '.;:!?…)”"’»]'
_ADDRESS = re.compile(r"(?:\S+@\S+|\b(?:https?://|www\.)\S+|\S+\.vn(?:/\S*)?)$")
_SENTENCES = {
    LineKind.PARAGRAPH, LineKind.ITEM, LineKind.SUBITEM, LineKind.POINT, LineKind.DASH,
    LineKind.PLUS,
}  # fmt: skip
_TITLES = {LineKind.PART, LineKind.SECTION, LineKind.ANNEX, LineKind.TABLE}

# The levels of an agency that a plan can be taken over from: a neighbour is of one's own.
_LEVELS = (
    ("phường", "xã", "thị trấn", "đặc khu"),
    ("quận", "huyện", "thị xã"),
    ("tỉnh",),
)
# Who speaks in a plan, and of what land it speaks.
_SPEAKS = (
    r"UBND|Ủy\s+ban\s+nhân\s+dân|Uỷ\s+ban\s+nhân\s+dân|HĐND|Hội\s+đồng\s+nhân\s+dân|Đảng\s+ủy"
    r"|Đảng\s+uỷ|HĐTĐKT|Hội\s+đồng\s+Thi\s+đua\s*[-–,]?\s*Khen\s+thưởng|trên\s+địa\s+bàn|toàn"
)
_WORDS = r"\w+(?:\s+\w+){0,3}"
_CITED = re.compile(r"\d+\s*/(?:\d{4}/)?[A-ZĐ][\w-]*[^.;]*$")
_FORMER = re.compile(r"\s*[(,]?\s*(?:cũ|trước\s+đây|nay\s+là)\b")


def looks(issuer: Unit, content: PlanContent) -> list[Gap]:
    """What deserves a second look, in the order of the lines."""
    found = [*_midway(content), *_others(issuer, content)]
    told = {gap.line for gap in found}
    found += [gap for gap in _unmarked(content) if gap.line not in told]
    return sorted(found, key=lambda gap: gap.line or 0)


def _midway(content: PlanContent) -> Iterator[Gap]:
    last = _last_line(content)
    for index, line in enumerate(content.lines):
        text = line.text.rstrip()
        if line.kind in _TITLES or line.is_title or not text:
            continue
        if _GOES_ON.search(text):
            yield _gap(content, index, f"dòng dừng giữa câu: “{_tail(text)}”")
        elif index == last and text[-1] not in _ENDS and not closes(text):
            yield _gap(
                content,
                index,
                f"nội dung kết thúc giữa câu, có thể thiếu phần cuối: “{_tail(text)}”",
            )


def _unmarked(content: PlanContent) -> Iterator[Gap]:
    """Sentences without a sign at their end, in a plan that otherwise sets one.

    Headings and what leads to lines below it have none; nor has a list that goes without
    throughout: who writes so means it.
    """
    body = takewhile(lambda line: line.kind is not LineKind.ANNEX, content.lines)
    ends = {
        index: line.text.rstrip()[-1] in _ENDS
        for index, line in enumerate(body)
        if _is_sentence(content, index)
    }
    if not ends or sum(ends.values()) < MARKED * len(ends):
        return
    for index, is_marked in ends.items():
        if not is_marked:
            text = content.lines[index].text.rstrip()
            yield _gap(content, index, f"dòng chưa có dấu ở cuối câu: “{_tail(text)}”")


MARKED = 0.8  # of the sentences of a plan; where fewer end in a sign, none is missed
SENTENCE = 8  # words; shorter lines are names, days, figures


def _is_sentence(content, index):
    line = content.lines[index]
    if line.kind not in _SENTENCES or line.is_title:
        return False
    text = line.text.strip()
    if len(text.split()) < SENTENCE or closes(text) or _ADDRESS.search(text):
        return False
    return len(span(content.lines, index)) == 1 and not text.endswith(",")


def _last_line(content: PlanContent) -> int | None:
    """The last line with words before the annexes; None where it is no sentence."""
    last: int | None = None
    for index, line in enumerate(content.lines):
        if line.kind is LineKind.ANNEX:
            break
        if line.text.strip():
            last = index
    return last


def _others(issuer: Unit, content: PlanContent) -> Iterator[Gap]:
    """Names of other agencies of the issuer's own level, once each, where they stand first."""
    level, own = _own_names(issuer)
    if not level:
        return
    pattern = re.compile(
        rf"\b(?:{_SPEAKS})\s+(?:{'|'.join(level)})\s+({_WORDS})", re.IGNORECASE
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for index, line in enumerate(content.lines):
        for name, words in _named(line, pattern):
            if not any(begins_agency(known, name) for known in own):
                found.setdefault(name.casefold(), []).append((index, words))
    if not found:
        return
    once = {
        name
        for row in (issuer.names.all() if issuer.pk else ())
        for name in _places((row.name, row.short_name), level)
    }
    for name, places in found.items():
        if any(begins_agency(known, name) for known in once):
            continue
        (first, words), more = places[0], len({index for index, _ in places}) - 1
        also = f" và {more} dòng nữa" if more else ""
        yield _gap(
            content,
            first,
            f"thân bài nhắc cơ quan khác: “{words}” ở dòng này{also};"
            f" kế hoạch do {issuer} ban hành",
        )


def _named(line: Line, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """(name, words as written); not in bases, nor where a paper of that agency is cited."""
    if line.kind in (LineKind.BASIS, LineKind.TABLE):
        return
    for match in pattern.finditer(line.text):
        # A name ends before a small letter: "Hoa Sen thực hiện" → "Hoa Sen".
        words = takewhile(
            lambda word: word[0].isupper() or word.isdecimal(), match[1].split()
        )
        name = " ".join(words)
        end = match.start(1) + len(name)
        cited = _CITED.search(line.text[: match.start()])
        if name and not cited and not _FORMER.match(line.text[end:]):
            yield name, line.text[match.start() : end]


def _own_names(issuer: Unit) -> tuple[tuple[str, ...], set[str]]:
    """The words of the issuer's level, and its own names after them."""
    writings = (issuer.name, issuer.short_name, " ".join(issuer.letterhead.split()))
    for level in _LEVELS:
        if own := set(_places(writings, level)):
            return level, own
    return (), set()


def _places(writings: tuple[str, ...], level: tuple[str, ...]) -> Iterator[str]:
    """What follows the word of the level: "UBND phường Mẫu" → "Mẫu"."""
    for writing in writings:
        words = rf"\b(?:{'|'.join(level)})\s+(\S.*)$"
        if match := re.search(words, writing, re.IGNORECASE):
            yield match[1]


def _gap(content, index, text):
    return Gap(text, section_of(content, index), False, line=index)


def _tail(text):
    return text if len(text) <= 60 else f"…{text[-60:].split(' ', 1)[-1]}"
