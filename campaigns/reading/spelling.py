"""Lỗi quét, lỗi gõ: words that scanning or typing has likely spoiled.

Three rules of the language, no list of documents: a fixed expression whose marks are wrong
("phân đấu" for "phấn đấu"), a fixed expression with one letter wrong ("đơn giải hóa"), and
letters that make no Vietnamese syllable ("đẩymạnh", "đ ộng"). Nothing is corrected here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from campaigns.content import PlanContent
from campaigns.outline import LineKind
from campaigns.reading import phrases
from campaigns.reading.language import bare, fold
from campaigns.reading.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 20_000  # characters of a line that is looked through
_FEW = 40  # more than this and the officer would not read them
_CONSONANTS = re.compile(r"[bcdđghklmnpqrstvx]{1,3}", re.I)
_VOWEL = re.compile(
    r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.I
)
_MARKED = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Một chỗ nghi sai: in ``lines[line]``, what stands there, what was likely meant, why."""

    line: int
    found: str
    suggestion: str
    why: str


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    folded: str
    bare: str


def read_suspicions(content: PlanContent) -> list[Suspicion]:
    """Likely faults in the lines, in order; at most ``_FEW`` of them."""
    found: list[Suspicion] = []
    for index, line in enumerate(content.lines):
        if line.kind is LineKind.TABLE or len(line.text) > _LONGEST:
            continue
        for suspicion in _in_text(index, line.text):
            if suspicion not in found:
                found.append(suspicion)
        if len(found) >= _FEW:
            return found[:_FEW]
    return found


def _in_text(index: int, text: str) -> Iterator[Suspicion]:
    tokens = [
        _Token(m.start(), m.end(), m[0], fold(m[0]), bare(m[0]))
        for m in _WORD.finditer(text)
    ]
    covered = -1
    for i, token in enumerate(tokens):
        if token.start < covered:
            continue
        made = (
            _marks(text, tokens, i)
            or _letter(text, tokens, i)
            or _broken(text, tokens, i)
        )
        if made:
            start, end, suggestion, why = made
            covered = end
            yield Suspicion(index, text[start:end], suggestion, why)


def _run(text: str, tokens: list[_Token], i: int, length: int) -> list[_Token]:
    """``length`` tokens from ``i`` on that only single spaces (or a hyphen) part."""
    run = tokens[i : i + length]
    if len(run) < length:
        return []
    for above, below in pairwise(run):
        if text[above.end : below.start] not in (" ", "  "):
            return []
    return run


# ---- marks -----------------------------------------------------------------------------
@cache
def _by_bare() -> dict[str, tuple[str, ...]]:
    """Skeleton of a fixed expression → the spellings that are right."""
    right: dict[str, list[str]] = {}
    for phrase in (*phrases.FIXED, *phrases.ALSO_RIGHT):
        right.setdefault(bare(phrase), []).append(phrase)
    meant = {bare(p) for p in phrases.FIXED}
    return {
        skeleton: tuple(forms) for skeleton, forms in right.items() if skeleton in meant
    }


@cache
def _first_bares() -> frozenset[str]:
    return frozenset(skeleton.split()[0] for skeleton in _by_bare())


def _marks(text: str, tokens: list[_Token], i: int) -> tuple[int, int, str, str] | None:
    if tokens[i].bare not in _first_bares():
        return None
    for length in (3, 2):
        run = _run(text, tokens, i, length)
        if not run:
            continue
        right = _by_bare().get(" ".join(t.bare for t in run))
        written = " ".join(t.folded for t in run)
        if not right or _same(written, right):
            if (
                right
                and written in phrases.IN_CONTEXT
                and _context_says_no(text, tokens, i, length)
            ):
                return (
                    run[0].start,
                    run[-1].end,
                    _like(right[0], run[0].text),
                    _WHY_MARKS,
                )
            continue
        if _with_neighbours(text, tokens, i, length):
            continue
        if any(t.text.isupper() and len(t.text) > 1 for t in run) != all(
            t.text.isupper() for t in run
        ):
            continue  # an abbreviation beside a word
        unmarked = not any(_MARKED.search(t.text) for t in run)
        if unmarked and length == 2 and not _mostly_marked(tokens):
            continue  # text typed without any marks
        return run[0].start, run[-1].end, _like(right[0], run[0].text), _WHY_MARKS
    return None


def _same(written: str, right: tuple[str, ...]) -> bool:
    return any(written == fold(form) for form in right)


def _with_neighbours(text: str, tokens: list[_Token], i: int, length: int) -> bool:
    """Whether the first or last word belongs to the word beside it ("tình hình | thực tế")."""
    before = _run(text, tokens, i - 1, 2) if i else []
    after = _run(text, tokens, i + length - 1, 2)
    return any(
        run and " ".join(t.folded for t in run) in phrases.NEIGHBOURS
        for run in (before, after)
    )


def _context_says_no(text: str, tokens: list[_Token], i: int, length: int) -> bool:
    """ "Phần đầu" before a verb or a figure, at the head of a sentence, is no "first part"."""
    after = fold(text[tokens[i + length - 1].end :])[:40]
    head = i == 0 or text[: tokens[i].start].rstrip()[-1:] in ".;:-–+•("
    return head and bool(
        re.match(
            r"\s+(?:\d|đến|đạt|hoàn\s+thành|thực\s+hiện|tỷ\s+lệ|có|trong|xây|giảm|tăng|mỗi|trên|hết|vượt|tổ\s+chức|"
            r"khơi|phát\s+(?:huy|triển)|nâng|duy\s+trì|giữ|không|đẩy|tạo|triển|đưa|huy\s+động|"
            r"(?:bảo|đảm)\s+(?:đảm|bảo)|kết\s+nạp|trồng|vận\s+động|trở\s+thành|đón|hỗ\s+trợ|sớm)",
            after,
        )
    )


def _mostly_marked(tokens: list[_Token]) -> bool:
    return sum(bool(_MARKED.search(t.text)) for t in tokens) > 0.4 * len(tokens)


# ---- one letter ------------------------------------------------------------------------
@cache
def _long_by_frame() -> dict[tuple[int, tuple[str, ...]], list[tuple[str, ...]]]:
    """(place of the gap, the other words) → expressions of three and four words."""
    frames: dict[tuple[int, tuple[str, ...]], list[tuple[str, ...]]] = {}
    for phrase in phrases.LONG:
        words = tuple(fold(phrase).split())
        for place in range(len(words)):
            rest = words[:place] + words[place + 1 :]
            frames.setdefault((place, rest), []).append(words)
    return frames


@cache
def _openings() -> tuple[frozenset[str], frozenset[str]]:
    """First and second words of the longer expressions: one of them must be right."""
    words = [fold(phrase).split() for phrase in phrases.LONG]
    return frozenset(w[0] for w in words), frozenset(w[1] for w in words)


def _letter(
    text: str, tokens: list[_Token], i: int
) -> tuple[int, int, str, str] | None:
    firsts, seconds = _openings()
    second = tokens[i + 1].folded if i + 1 < len(tokens) else ""
    if tokens[i].folded not in firsts and second not in seconds:
        return None
    for length in (4, 3):
        run = _run(text, tokens, i, length)
        if not run:
            continue
        written = tuple(t.folded for t in run)
        for place in range(length):
            frame = (place, written[:place] + written[place + 1 :])
            for words in _long_by_frame().get(frame, ()):
                wrong, right = written[place], words[place]
                if _one_letter(bare(wrong), bare(right)) and not _with_neighbours(
                    text, tokens, i + place, 1
                ):
                    token = run[place]
                    suggestion = " ".join(
                        _like(words[k], run[k].text) for k in range(length)
                    )
                    if not token.text.isupper() or all(t.text.isupper() for t in run):
                        return run[0].start, run[-1].end, suggestion, _WHY_LETTER
    return None


def _one_letter(a: str, b: str) -> bool:
    """Whether one letter added, dropped or changed makes ``b`` of ``a``."""
    if a.replace("y", "i") == b.replace("y", "i") or abs(len(a) - len(b)) > 1:
        return False  # kỉ niệm and kỷ niệm are both right
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if len(a) == len(b):
        return a[start + 1 :] == b[start + 1 :]
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[start + 1 :] == shorter[start:]


# ---- broken syllables ------------------------------------------------------------------
def _broken(
    text: str, tokens: list[_Token], i: int
) -> tuple[int, int, str, str] | None:
    token = tokens[i]
    if _CONSONANTS.fullmatch(token.text) and token.text.islower():
        run = _run(text, tokens, i, 2)
        if run and _VOWEL.match(run[1].text) and _MARKED.search(run[1].text):
            joined = token.text + run[1].text
            if is_syllable(joined) and not _stands_for_itself(text, token):
                return token.start, run[1].end, joined, _WHY_SPLIT
        return None
    if len(token.text) < 5 or not _MARKED.search(token.text) or is_syllable(token.text):
        return None
    if not token.text[1:].islower():
        return None
    parts = [
        (token.text[:k], token.text[k:])
        for k in range(2, len(token.text) - 1)
        if is_syllable(token.text[:k])
        and is_syllable(token.text[k:])
        and _MARKED.search(token.text[k:])
    ]
    if parts and _MARKED.search(parts[-1][0]):
        return token.start, token.end, " ".join(parts[-1]), _WHY_JOINED
    return None


def _stands_for_itself(text: str, token: _Token) -> bool:
    """A letter of the outline ("đ)") or of a name."""
    return (
        text[token.end : token.end + 1] in ").:/-"
        or text[max(0, token.start - 1) : token.start] in '(“"/'
    )


def _like(word: str, model: str) -> str:
    """``word`` with the capitals of ``model``."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


_WHY_MARKS = (
    "Dấu thanh hoặc dấu mũ khác với cách viết quen dùng; hay gặp khi quét văn bản."
)
_WHY_LETTER = (
    "Sai một chữ cái trong cụm từ quen dùng; hay gặp khi quét hoặc gõ văn bản."
)
_WHY_SPLIT = "Một tiếng bị tách rời bởi dấu cách."
_WHY_JOINED = "Hai tiếng bị viết dính vào nhau."
