"""Mảnh nhỏ: names in lines, the thin rules under them, breaks of a section."""

from collections.abc import Iterable, Sequence

from reports.rendering import metrics, wording
from reports.word.markup import paragraph, run
from reports.word.styles import SET_LINE

_RULE_ABOVE, _RULE_LINE = 1.3, 0.7  # with the rule itself as high as in paper.css


def broken(text: str, face: str, size: float, measure: float) -> list[str]:
    """A title in lines of like widths, as the paper breaks it."""
    return wording.lines(text, face, size, measure)


def names(texts: Iterable[str], style: str, size: float) -> list[str]:
    """Each line a paragraph: so they are typed, and so they are read."""
    own, high = (None, None) if size == 13 else (size, SET_LINE * size)
    return [paragraph(run(text, size=own), style, line=high) for text in texts]


def rule(
    texts: Sequence[str], face: str, size: float, column: float, share: float
) -> str:
    """A thin line under ``texts``, centred in its column, a share of the widest long (R12, R15)."""
    widest = max((metrics.width(text, face, size) for text in texts), default=0.0)
    side = (column - share * widest) / 2
    return paragraph(
        "",
        "GachDuoi",
        before=_RULE_ABOVE,
        line=_RULE_LINE,
        exact=True,
        left=side,
        right=side,
        border=True,
        keep=True,
    )


def hairline(section: str = "") -> str:
    """A paragraph that nobody sees: it ends a section, or a text after a table."""
    return paragraph("", "Ngat", line=0.7, exact=True, section=section)
