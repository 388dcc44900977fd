"""Danh sách: indicator by indicator, the whole against what was due of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from campaigns.overseeing import words
from campaigns.overseeing.board import Board
from campaigns.overseeing.history import MANY, Course, courses_of
from campaigns.overseeing.wholes import Level, Whole
from campaigns.progress.pace import Standing, level_words
from campaigns.progress.shares import percent
from campaigns.views.progress.bars import bar_of
from campaigns.views.progress.seen import Seen, opened, tools, url

PAGE = 20
# Which standings of units are counted beside a whole, in this order.
COUNTED = {
    Standing.REACHED: "dat",
    Standing.NEAR: "gan",
    Standing.BEHIND: "cham",
    Standing.BLANK: "chua",
}
TAGS = {
    Level.DONE: ("ok", "check-circle-fill"),
    Level.ON_PACE: ("ok", "check-circle"),
    Level.NEAR: ("warn", "exclamation-circle-fill"),
    Level.BEHIND: ("bad", "exclamation-triangle-fill"),
    Level.BLANK: ("mute", "circle"),
    Level.NOT_DUE: ("mute", "clock"),
}


@require_safe
def indicator_list(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Từng chỉ tiêu; ``?muc=`` one level, ``?phan=`` one section of the plan."""
    head = opened(request, pk)
    seen = Seen.of(request, head.campaign)
    section = request.GET.get("phan")
    wholes = [
        one
        for one in seen.wholes()
        if section is None or one.indicator.section == section
    ]
    asked = request.GET.get("muc", "")
    level = next((one for one in Level if one.value == asked), None)
    kept = {} if section is None else {"phan": section}
    page = Paginator(
        [one for one in wholes if level is None or one.level is level], PAGE
    ).get_page(request.GET.get("trang"))
    board = seen.board() if seen.count <= MANY else None
    courses = courses_of(board, list(page)) if board else {}
    context = head.context("campaign-indicators")
    context |= tools(head, seen, "indicator-list")
    figures = url(head, "indicator-figures")
    context |= {
        "section": section,
        "kept": kept | ({"muc": asked} if level else {}),
        "sorts": [
            {
                "label": label[:1].upper() + label[1:],
                "count": count,
                "url": seen.query(**kept, muc=key) or "?",
                "now": key == (level.value if level else ""),
            }
            for key, label, count in _levels(wholes)
            if count or key in ("", asked)
        ],
        "page": page,
        "listed": [
            _listed(one, board, courses.get(one.indicator.pk), seen, figures)
            for one in page
        ],
        "today": localdate(),
    }
    return render(request, "campaigns/progress/indicator_list.html", context)


def _levels(wholes: list[Whole]) -> list[tuple[str, str, int]]:
    counted = [
        (one.value, one.label, sum(whole.level is one for whole in wholes))
        for one in Level
    ]
    return [("", "Tất cả", len(wholes)), *counted]


def _listed(
    one: Whole, board: Board | None, course: Course | None, seen: Seen, figures: str
) -> dict[str, Any]:
    indicator, goal = one.indicator, one.course.goal
    kind, icon = TAGS[one.level]
    units = {taking.pk: taking.unit for taking in board.taking} if board else {}
    return {
        "indicator": indicator,
        "tag": kind,
        "icon": icon,
        "label": one.level.label[:1].upper() + one.level.label[1:],
        "value": words.whole_figure(one.value, one.course.scale),
        "need": words.need(one.required, indicator),
        "final": level_words(goal, one.course.scale) if goal else "",
        "rule": one.verdict.rule,
        "told": one.outcome.tally.words(),
        "mixed": one.outcome.mixed,
        "bar": bar_of(one),
        "percent": percent(one.done) if one.done is not None else None,
        "url": figures + seen.query(ct=indicator.pk),
        "counts": [
            {
                "count": one.counts[standing],
                "label": standing.label if standing is not Standing.BLANK else "chưa có số",
                "sign": words.sign(standing),
                "url": figures + seen.query(ct=indicator.pk, tt=key),
            }
            for standing, key in COUNTED.items()
            if one.counts[standing]
        ],
        "forecast": course.forecast if course else None,
        "movers": [
            {
                "label": label,
                "unit": units[mover.unit],
                "words": mover.words(one.course.scale),
                "url": _mover_url(board, mover.unit, indicator.pk, figures, seen),
            }
            for label, movers in (
                ("Chậm lại", course.laggards if course else []),
                ("Bứt lên", course.surges if course else []),
            )
            for mover in movers
        ],
    }  # fmt: skip


def _mover_url(
    board: Board | None, taking: int, indicator: int, figures: str, seen: Seen
) -> str:
    assert board  # who moved is known of units that were read
    cell = board.cells[taking, indicator]
    return f"{figures.removesuffix('so-lieu/')}{cell.pk}/{seen.query()}"
