"""Dóng hàng: which lines of one text are which of another; knows neither plans nor pages.

The work is bounded by the number of lines, however little the texts have in common: lines that
occur once anchor those around them, and what is left is held only against its few likeliest
partners.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# What stands in a line and of which sort it is: only lines of one sort are held together.
Item = tuple[str, str]

NEAR, FAR = 0.45, 0.65  # how alike two lines are at least, at their place and elsewhere
FEW = 4  # words: a shorter line is not looked for elsewhere
COMMON = 12  # lines that share two words in a row; more say nothing
CANDIDATES = 4  # held against a line, besides those at its place and of its very words


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Một cặp dòng; ``is_moved``: against the order of the others."""

    left: int
    right: int
    is_moved: bool = False


def align(left: Sequence[Item], right: Sequence[Item]) -> list[Pair]:
    """Pairs in the order of ``left``. Exchanging the texts exchanges the pairs, no more."""
    if list(right) < list(left):
        turned = align(right, left)
        return sorted(Pair(pair.right, pair.left, pair.is_moved) for pair in turned)
    return _Aligner(left, right).pairs()


def merged(pairs: Sequence[Pair], left: int, right: int) -> Iterator[tuple]:
    """(left, right, is_moved) in reading order; None where a line has no partner.

    A line that was moved stands where it went.
    """
    gone = {pair.left for pair in pairs if pair.is_moved}
    came = {pair.right: pair.left for pair in pairs if pair.is_moved}
    kept = [pair for pair in pairs if not pair.is_moved]
    i = j = 0
    for pair in [*kept, Pair(left, right)]:
        yield from (
            (one, None, False) for one in range(i, pair.left) if one not in gone
        )
        yield from ((came.get(one), one, one in came) for one in range(j, pair.right))
        if pair.left < left:
            yield pair.left, pair.right, False
        i, j = pair.left + 1, pair.right + 1


def patience(
    a: Sequence[Hashable], b: Sequence[Hashable]
) -> tuple[list[tuple[int, int]], list[tuple[int, int, int, int]]]:
    """Equal elements in order, and the gaps (a from, to, b from, to) between them.

    Common beginnings and ends, then what occurs once on both sides, then the same between.
    """
    pairs, gaps = [], []
    waiting = [(0, len(a), 0, len(b))]
    while waiting:
        start, end, first, last = waiting.pop()
        while start < end and first < last and a[start] == b[first]:
            pairs.append((start, first))
            start, first = start + 1, first + 1
        while start < end and first < last and a[end - 1] == b[last - 1]:
            end, last = end - 1, last - 1
            pairs.append((end, last))
        if start == end and first == last:
            continue
        anchors = _anchors(a, b, start, end, first, last)
        if not anchors:
            gaps.append((start, end, first, last))
            continue
        pairs += anchors
        i, j = start, first
        for x, y in [*anchors, (end, last)]:
            waiting.append((i, x, j, y))
            i, j = x + 1, y + 1
    return sorted(pairs), sorted(gaps)


def _anchors(a, b, start, end, first, last):
    once = {word for word, times in Counter(a[start:end]).items() if times == 1}
    seen = Counter(b[first:last])
    where = {b[j]: j for j in range(first, last) if seen[b[j]] == 1 and b[j] in once}
    found = [(i, where[a[i]]) for i in range(start, end) if a[i] in where]
    return [found[k] for k in rising([j for _, j in found])]


def rising(values: Sequence[int]) -> list[int]:
    """Indexes of a longest rising part."""
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        at = bisect_left(tops, value)
        before.append(tails[at - 1] if at else -1)
        tails[at : at + 1], tops[at : at + 1] = [index], [value]
    found = []
    index = tails[-1] if tails else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


class _Aligner:
    def __init__(self, left: Sequence[Item], right: Sequence[Item]):
        self.left, self.right = left, right
        self.words: dict[Item, list[str]] = {}
        self.counts: dict[Item, Counter[str]] = {}

    def pairs(self) -> list[Pair]:
        equal, gaps = patience(self.left, self.right)
        found = sorted(equal + self._resembling(gaps))
        kept = set(self._heaviest(found))
        return [Pair(i, j, (i, j) not in kept) for i, j in found]

    def _resembling(self, gaps):
        """Lines that were rewritten or moved, the likeliest pair first."""
        scored = []
        for (i, j), is_near in self._candidates(gaps):
            alike = likeness(self._count(self.left[i]), self._count(self.right[j]))
            if alike >= (NEAR if is_near else FAR):
                scored.append((-(alike + 0.2 * is_near), abs(i - j), i, j))
        pairs, used, taken = [], set(), set()
        for _, _, i, j in sorted(scored):
            if i not in used and j not in taken:
                used.add(i)
                taken.add(j)
                pairs.append((i, j))
        return pairs

    def _candidates(self, gaps):
        """((left, right), at the same place): a few of each left line."""
        free = [j for _, _, first, last in gaps for j in range(first, last)]
        same: dict[Item, list[int]] = defaultdict(list)
        sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
        for j in free:
            same[self.right[j]].append(j)
            for two in self._twos(self.right[j]):
                sharing[two].append(j)
        for start, end, first, last in gaps:
            for i in range(start, end):
                near = {first + i - start, last - end + i}
                near = {j for j in near if first <= j < last}
                item = self.left[i]
                for j in self._likely(item, near, same, sharing):
                    if self.right[j][0] == item[0]:
                        yield (i, j), first <= j < last

    def _likely(self, item, near, same, sharing):
        votes: Counter[int] = Counter()
        for two in self._twos(item):
            if len(sharing.get(two, ())) <= COMMON:
                votes.update(sharing.get(two, ()))
        best = sorted(votes, key=lambda j: (-votes[j], j))[:CANDIDATES]
        exact = same.get(item, [])
        if not item[1].strip() or (len(exact) > 1 and len(self._split(item)) < FEW):
            exact = []
        elsewhere = {*best, *exact[:CANDIDATES]}
        if len(self._split(item)) < FEW:
            elsewhere = {j for j in elsewhere if self.right[j] == item}
        return sorted(near | elsewhere)

    def _heaviest(self, pairs):
        """The part of ``pairs`` that keeps the order and holds the most words."""
        best: dict[int, tuple[int, int]] = {}
        size = len(self.right) + 1
        tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)
        before = []
        for index, (i, j) in enumerate(pairs):
            weight, last = 0, -1
            at = j
            while at > 0:
                weight, last = max((weight, last), tree[at])
                at -= at & -at
            before.append(last)
            weight += 1 + len(self._split(self.left[i]))
            best[index] = (weight, index)
            at = j + 1
            while at <= size:
                tree[at] = max(tree[at], (weight, index))
                at += at & -at
        index = max(best.values())[1] if best else -1
        while index >= 0:
            yield pairs[index]
            index = before[index]

    def _split(self, item):
        if item not in self.words:
            self.words[item] = re.findall(r"\w+", item[1].lower())
        return self.words[item]

    def _count(self, item):
        if item not in self.counts:
            self.counts[item] = Counter(self._split(item))
        return self.counts[item]

    def _twos(self, item):
        words = self._split(item)
        return set(pairwise(words))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0 to 1: how many of their words two lines share."""
    total = one.total() + other.total()
    if not total:
        return 1.0
    if len(other) < len(one):
        one, other = other, one
    return 2 * sum(min(times, other[word]) for word, times in one.items()) / total
