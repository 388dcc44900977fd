"""Viết hoa, viết thường: names in capitals where the decree wants them, titles out of capitals."""

import re
from collections import Counter
from collections.abc import Iterable

from campaigns.content import PlanContent

_WORD = re.compile(r"\w+")
_LONGEST = 5  # words that are looked up together: "Đại hội đại biểu toàn quốc"
_ENDS = '.;:!?“"(-–/'


def title_of(content: PlanContent) -> str:
    """Trích yếu in thường (R21): a title typed in capitals takes the plan's own spelling.

    Each run of words is written as the plan writes it within its sentences; what the plan
    does not use is written small.
    """
    title = " ".join(content.title.split())
    if not title.isupper() or len(title.split()) < 3:
        return content.title
    texts = [line.text for line in content.lines if not line.text.isupper()]
    spellings = _spellings(texts)
    found = list(_WORD.finditer(title))
    words = [match[0] for match in found]
    written: list[str] = []
    while len(written) < len(words):
        at = len(written)
        for count in range(min(_LONGEST, len(words) - at), 0, -1):
            key = tuple(word.lower() for word in words[at : at + count])
            if count == 1 or key in spellings:
                spelled = spellings.get(key)
                written += spelled.most_common(1)[0][0] if spelled else key
                break
    out, end = [], 0
    for match, word in zip(found, written, strict=True):
        out += [title[end : match.start()], word]
        end = match.end()
    text = "".join(out) + title[end:]
    return text[:1].upper() + text[1:]


def _spellings(texts: Iterable[str]) -> dict[tuple[str, ...], Counter[tuple[str, ...]]]:
    """How runs of one to five words are written, sentences' first words left out."""
    found: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}
    for text in texts:
        words = list(_WORD.finditer(text))
        for start, first in enumerate(words):
            before = text[: first.start()].rstrip()
            if not before or before[-1] in _ENDS:
                continue
            for count in range(1, _LONGEST + 1):
                run = words[start : start + count]
                if len(run) < count or _parted(text, run):
                    break
                written = tuple(match[0] for match in run)
                key = tuple(word.lower() for word in written)
                found.setdefault(key, Counter())[written] += 1
    return found


def _parted(text: str, run: list[re.Match[str]]) -> bool:
    between = text[run[0].end() : run[-1].start()]
    return any(mark in between for mark in ".;:!?")
