"""Vẽ chỗ ngồi: seats on a half circle, those present filled, a stroke where enough are there."""

from dataclasses import dataclass
from math import cos, pi, sin

WIDTH, RADIUS, MIDDLE_Y = 220.0, 88.0, 104.0
DOT = 8.0


@dataclass(frozen=True)
class Chair:
    """Một chỗ: where, and whether somebody is there."""

    x: str
    y: str
    is_present: bool
    name: str


@dataclass(frozen=True)
class Seats:
    """Hình chỗ ngồi. ``stroke``: the ends of the mark, None where nothing is asked."""

    chairs: tuple[Chair, ...]
    dot: str
    stroke: tuple[str, str, str, str] | None


def _at(angle, radius):
    return WIDTH / 2 - radius * cos(angle), MIDDLE_Y - radius * sin(angle)


def seats_of(people: list[tuple[str, bool]], needed: int | None) -> Seats:
    """``people``: names and whether they are there; drawn from left to right, who came first."""
    rows = sorted(people, key=lambda one: not one[1])
    count = len(rows)
    step = pi / (count - 1) if count > 1 else 0.0
    start = 0.0 if count > 1 else pi / 2
    chairs = []
    for number, (name, is_present) in enumerate(rows):
        x, y = _at(start + number * step, RADIUS)
        chairs.append(Chair(f"{x:.1f}", f"{y:.1f}", is_present, name))
    stroke = None
    if needed and 0 < needed <= count and count > 1:
        angle = min((needed - 0.5) * step, pi)
        inner, outer = _at(angle, RADIUS - 14), _at(angle, RADIUS + 14)
        stroke = tuple(f"{value:.1f}" for value in (*inner, *outer))
    dot = min(DOT, RADIUS * step / 2 - 1) if count > 1 else DOT
    return Seats(tuple(chairs), f"{max(dot, 2):.1f}", stroke)  # type: ignore[arg-type]
