"""Tìm chữ: where words stand in a text, however their tones were typed.

"hòa" finds "hoà" and a letter typed in parts finds the same letter typed whole: both sides are
composed, and the tone of oa, oe, uy is moved to its second letter, which keeps every place.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from units.vietnamese import one_placing, stored

Span = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """Chữ cần tìm."""

    words: str
    same_case: bool = False
    whole_words: bool = False

    def spans(self, text: str) -> list[Span]:
        """Where the words stand in a stored text, from left to right; none overlap."""
        if not self.words.strip():
            return []
        return [match.span() for match in self._pattern.finditer(one_placing(text))]

    @cached_property
    def _pattern(self):
        words = re.escape(one_placing(stored(self.words)))
        if self.whole_words:
            words = rf"(?<!\w){words}(?!\w)"
        return re.compile(words, 0 if self.same_case else re.IGNORECASE)


def replaced(
    text: str, spans: Sequence[Span], words: str, chosen: Collection[int] | None = None
) -> str:
    """``text`` with other words at the chosen of the ``spans``; None: at all of them."""
    pieces, end = [], 0
    for index, (start, stop) in enumerate(spans):
        if chosen is None or index in chosen:
            pieces += [text[end:start], stored(words)]
            end = stop
    return "".join([*pieces, text[end:]])
