"""Số đo chữ: widths and coverage of the four faces, so that lines can be broken before layout.

Kerning is off on the paper (as in Word's default), so a text is exactly as wide as the
sum of its advances.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path

FONT_DIR = Path(__file__).resolve().parents[2] / "static" / "pdf" / "fonts"
FACES = {
    "regular": "LiberationSerif-Regular.ttf",
    "bold": "LiberationSerif-Bold.ttf",
    "italic": "LiberationSerif-Italic.ttf",
    "bold-italic": "LiberationSerif-BoldItalic.ttf",
}
ASCENT, DESCENT, LINE = 0.891, 0.216, 1.149  # in em, the same in all four faces
MM = 72 / 25.4  # points in a millimetre


@cache
def advances(face: str) -> dict[int, float]:
    """Code point → advance in em."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 slow, and only a paper needs it

    with TTFont(FONT_DIR / FACES[face], lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}


@cache
def coverage() -> frozenset[int]:
    """Code points that every face can print."""
    return frozenset.intersection(*(frozenset(advances(face)) for face in FACES))


@lru_cache(maxsize=20_000)
def _word_width(word: str, face: str) -> float:
    table = advances(face)
    return sum(table.get(ord(letter), 1.0) for letter in word)


def width(text: str, face: str, size: float) -> float:
    """Width of one line in points."""
    space = advances(face)[0x20]
    words = text.split(" ")
    return size * (
        sum(_word_width(word, face) for word in words) + space * (len(words) - 1)
    )


def line_count(
    text: str, face: str, size: float, measure: float, first: float = 0
) -> int:
    """How many lines a paragraph takes, ``first`` being its indent. Points."""
    space = advances(face)[0x20] * size
    lines, used = 1, first
    for word in text.split():
        word_width = _word_width(word, face) * size
        if used and used + word_width > measure:
            lines += 1
            used = 0.0
        used += word_width + space
    return lines


def balance(
    units: Sequence[str],
    face: str,
    size: float,
    measure: float,
    cost: Callable[[str, str], float] = lambda left, right: 0.0,
) -> list[str]:
    """Break ``units`` (words that hold together) into the fewest lines, of like widths.

    ``cost`` says how bad a break between two units is, as a share of a line's width.
    """
    widths = [width(unit, face, size) for unit in units]
    space = advances(face)[0x20] * size
    fewest = _greedy(widths, space, measure)
    if fewest <= 1:
        return [" ".join(units)] if units else []
    ideal = (sum(widths) + space * (len(widths) - fewest)) / fewest
    count = len(units)
    unreachable = (float("inf"), 0)
    # best[n][k]: cost of setting the first k units in n lines, and where the last begins
    best = [[unreachable] * (count + 1) for _ in range(fewest + 1)]
    best[0][0] = (0.0, 0)
    for number in range(1, fewest + 1):
        for end in range(1, count + 1):
            bad = cost(units[end - 1], units[end]) if end < count else 0.0
            line = -space
            for start in range(end - 1, -1, -1):
                line += widths[start] + space
                if line > measure and start < end - 1:
                    break
                total = (
                    best[number - 1][start][0]
                    + (line - ideal) ** 2
                    + (bad * ideal) ** 2
                )
                if total < best[number][end][0]:
                    best[number][end] = (total, start)
    lines, end = [], count
    for number in range(fewest, 0, -1):
        start = best[number][end][1]
        lines.append(" ".join(units[start:end]))
        end = start
    return lines[::-1]


def _greedy(widths: Sequence[float], space: float, measure: float) -> int:
    lines, used = 0, 0.0
    for unit in widths:
        if not lines or used + space + unit > measure:
            lines, used = lines + 1, unit
        else:
            used += space + unit
    return lines
