"""Lời văn giống nhau: which texts share most of their word triples. Knows no database.

Case, diacritics and đ make no difference. Exact, and fast for many texts: whichever two share
enough have one of their rarest triples in common (a prefix filter), so only those are compared.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import ceil

from units.vietnamese import fold

SIZE = 3
SHORTEST = 12  # words: of less, likeness says nothing
BITS = 1024
_WORD = re.compile(r"\w+")

Shingles = frozenset[int]


def shingles(text: str) -> Shingles:
    """Bộ ba từ liền nhau; of a short text none."""
    words = _WORD.findall(fold(text))
    if len(words) < SHORTEST:
        return frozenset()
    return frozenset(
        hash(three) for three in zip(words, words[1:], words[2:], strict=False)
    )


def likeness(one: Shingles, other: Shingles) -> Fraction:
    """Phần chung trên phần hợp, from 0 to 1."""
    shared = len(one & other)
    whole = len(one) + len(other) - shared
    return Fraction(shared, whole) if whole else Fraction(0)


def nearest[Key: Hashable](
    text: Shingles, texts: Mapping[Key, Shingles], share: Fraction
) -> list[tuple[Key, Fraction]]:
    """What ``Corpus`` finds, in its order: quicker where one text alone is looked for."""
    found: list[tuple[Key, Fraction]] = []
    first: dict[Shingles, int] = {}  # texts of the same triples stand together
    places: list[int] = []
    for key, other in texts.items():
        if not (text and other) or (alike := likeness(text, other)) < share:
            continue
        places.append(first.setdefault(other, len(found)))
        found.append((key, alike))
    order = sorted(range(len(found)), key=lambda n: (-found[n][1], places[n]))
    return [found[n] for n in order]


class Corpus[Key: Hashable]:
    """Kho lời văn: ``nearest`` finds of a text those at least ``share`` like it."""

    def __init__(self, texts: Mapping[Key, Shingles], share: Fraction):
        self._share = share
        # Texts of the same triples are one.
        same: dict[Shingles, list[Key]] = defaultdict(list)
        for key, found in texts.items():
            if found:
                same[found].append(key)
        self._texts = list(same)
        self._keys = list(same.values())
        self._prints = [_print(found) for found in self._texts]
        self._often = Counter(one for found in self._texts for one in found)
        self._by_prefix: dict[int, list[int]] = defaultdict(list)
        for number, found in enumerate(self._texts):
            for one in self._prefix(found):
                self._by_prefix[one].append(number)

    def _prefix(self, found: Shingles) -> list[int]:
        """Its rarest triples, as many as two alike texts cannot all miss."""
        kept = len(found) - ceil(self._share * len(found)) + 1
        return sorted(found, key=lambda one: (self._often[one], one))[:kept]

    def nearest(self, text: Shingles) -> list[tuple[Key, Fraction]]:
        """Keys with how like they are, the most alike first."""
        found: list[tuple[Key, Fraction]] = []
        for number in self._candidates(text):
            share = likeness(text, self._texts[number])
            if share >= self._share:
                found += [(key, share) for key in self._keys[number]]
        return sorted(found, key=lambda pair: -pair[1])

    def _candidates(self, text: Shingles) -> list[int]:
        """Whose likeness may be enough, by their sizes and prints.

        Likeness ≥ p/q means: shared × (p + q) ≥ p × (size + size); prints that differ in so many
        bits stand for texts that differ in at least as many triples. Whole numbers alone: this is
        asked a million times.
        """
        if not text:
            return []
        own, size = _print(text), len(text)
        part, whole = self._share.numerator, self._share.denominator
        near: set[int] = set()
        for one in self._prefix(text):
            near.update(self._by_prefix.get(one, ()))
        kept = []
        for number in near:
            both = size + len(self._texts[number])
            shared_twice = both - (own ^ self._prints[number]).bit_count()
            if shared_twice * (part + whole) >= 2 * part * both:
                kept.append(number)
        return sorted(kept)


def _print(found: Shingles) -> int:
    """Dấu: a bit for every triple, several may share one; differing bits are differing triples."""
    bits = 0
    for one in found:
        bits |= 1 << (one % BITS)
    return bits
