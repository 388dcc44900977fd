"""Thanh tiến độ: how far, and the tick of what was due, as the templates draw them."""

from dataclasses import dataclass
from fractions import Fraction

from campaigns.overseeing.wholes import Level, Whole
from campaigns.progress.shares import percent

FILLS = {
    Level.DONE: "ok",
    Level.ON_PACE: "ok",
    Level.NEAR: "warn",
    Level.BEHIND: "bad",
    Level.BLANK: "bad",
    Level.NOT_DUE: "info",
}


@dataclass(frozen=True)
class Bar:
    """In hundredths of its length. ``tick`` None: nothing was due."""

    fill: int
    kind: str
    tick: int | None
    words: str


def bar(done: Fraction | None, due: Fraction | None, kind: str, name: str) -> Bar:
    filled = min(100, percent(done)) if done is not None else 0
    tick = min(100, percent(due)) if due is not None else None
    said = f"{name}: {f'đạt {filled}%' if done is not None else 'chưa có số'}"
    if tick is not None:
        said += f", mức phải đạt đến nay {tick}%"
    return Bar(filled, kind, tick, said)


def bar_of(one: Whole) -> Bar | None:
    """None of what is measured by no figure."""
    if one.course.goal is None:
        return None
    return bar(one.done, one.due, FILLS[one.level], str(one.indicator))
