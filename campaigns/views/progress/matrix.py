"""Đợt và chỉ tiêu: units × indicators, and the figures behind any count of them."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from campaigns import permissions
from campaigns.models import Indicator, Participation
from campaigns.overseeing import words
from campaigns.overseeing.board import DUE, Board, Cell
from campaigns.overseeing.wholes import Whole
from campaigns.progress.measures import OverUnits
from campaigns.progress.pace import Standing, judge
from campaigns.views.overview import Head
from campaigns.views.progress.seen import Seen, opened, tools, url

PAGE = 40
LISTED = 50


@dataclass(frozen=True)
class Column:
    """Một cột: its heading, what is due, what all come to."""

    indicator: Indicator
    title: str
    need: str
    begins: bool  # a section of the plan begins here
    total: str
    told: str
    url: str


@dataclass(frozen=True)
class Shown:
    """Một ô như bảng vẽ. ``text`` "": nothing stands here."""

    url: str = ""
    text: str = ""
    sign: str = ""
    word: str = ""
    begins: bool = False


@dataclass(frozen=True)
class Row:
    taking: Participation
    url: str
    cells: list[Shown]
    reached: int
    due: int
    state: str = ""  # why there are no figures
    late: bool = False


@require_safe
def campaign_indicators(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ma trận."""
    head = opened(request, pk)
    seen = Seen.of(request, head.campaign)
    wholes = seen.wholes()
    page = Paginator(seen.taking(), PAGE).get_page(request.GET.get("trang"))
    figures = url(head, "indicator-figures")
    columns = _columns(wholes, seen, figures)
    count = sum(one.counts[Standing.BEHIND] for one in wholes)
    context = head.context("campaign-indicators")
    context |= tools(head, seen, "campaign-indicators")
    context |= {
        "page": page,
        "columns": columns,
        "sections": [
            {"name": name, "span": len(list(group))}
            for name, group in groupby(columns, key=lambda one: one.indicator.section)
        ],
        "rows": _rows(seen.board(page), seen, columns, figures),
        "behind": count,
        "behind_url": seen.query(**({} if seen.only_behind else {"cham": 1})) or "?",
        "told": seen.frame.told,
        "export_url": url(head, "indicator-export") + seen.query(),
        "runs": permissions.can_run(request.user, head.campaign),
    }
    return render(request, "campaigns/progress/matrix.html", context)


def _columns(wholes: list[Whole], seen: Seen, figures: str) -> list[Column]:
    found: list[Column] = []
    for one in wholes:
        indicator = one.indicator
        before = found[-1].indicator.section if found else None
        given = one.outcome.tally
        found.append(
            Column(
                indicator=indicator,
                title=words.short(indicator),
                need=one.cells.need,
                begins=indicator.section != before,
                total=_total(one),
                told=f"{given.given}/{given.expected}" if given.expected else "",
                url=figures + seen.query(ct=indicator.pk),
            )
        )
    return found


def _total(one: Whole) -> str:
    if one.value is None:
        return "–"
    if one.indicator.over_units == OverUnits.COUNT:
        return f"{one.value} đơn vị đạt"
    return words.figure(one.value, one.indicator)


def _rows(board: Board, seen: Seen, columns: list[Column], figures: str) -> list[Row]:
    today = localdate()
    query = seen.query()
    found = []
    for one in board.taking:
        cells = board.of_unit(one.pk)
        due = [cell for cell in cells if cell.standing in DUE]
        blank = not any(cell.part.is_given for cell in cells)
        late = blank and board.is_overdue(one, today)
        found.append(
            Row(
                taking=one,
                url=figures + seen.query(dv=one.pk, tt="den-han" if due else ""),
                cells=[
                    _shown(board.cells.get((one.pk, column.indicator.pk)), column, seen, query)
                    for column in columns
                ],
                reached=sum(cell.standing is Standing.REACHED for cell in due),
                due=len(due),
                state=_state(board, one.pk, late=late) if blank else "",
                late=late,
            )
        )  # fmt: skip
    return found


def _state(board: Board, taking: int, *, late: bool) -> str:
    sent = board.sent.get(taking)
    if late:
        return "Quá hạn"
    if sent is not None and sent.status == "submitted":
        return "Chờ tiếp nhận"
    if sent is not None and sent.status == "exempt":
        return "Được miễn"
    return "Chưa nộp"


def _shown(cell: Cell | None, column: Column, seen: Seen, query: str) -> Shown:
    if cell is None or (seen.only_behind and cell.standing is not Standing.BEHIND):
        return Shown(begins=column.begins)
    word = cell.note or cell.standing.label
    text = words.figure(cell.value, column.indicator)
    if not text:
        text = "miễn" if cell.standing is Standing.EXEMPT else "–"
    return Shown(
        url=f"{cell.pk}/{query}",
        text=text,
        sign=words.sign(cell.standing),
        word=word if word != text else "",
        begins=column.begins,
    )


@require_safe
def indicator_figures(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Số liệu: the figures behind a count, of a unit (``?dv=``), of an indicator (``?ct=``),
    of a standing (``?tt=``)."""
    head = opened(request, pk)
    seen = Seen.of(request, head.campaign)
    asked = request.GET.get("dv", "")
    unit = seen.taking().numbered(asked).first() if asked.isdecimal() else None
    indicator = _asked(seen.frame.indicators, request.GET.get("ct", ""))
    board = seen.board([unit] if unit else None, indicator)
    cells = list(board.every())
    sort = request.GET.get("tt", "")
    labels = {key: label for key, (label, _) in words.SORTS.items()} | {
        words.HAS: "Có số"
    }
    sort = sort if sort in labels else ""
    kept = {"dv": unit.pk if unit else "", "ct": indicator.pk if indicator else ""}
    counts = {key: sum(words.is_in(cell, key) for cell in cells) for key in labels}
    page = Paginator([c for c in cells if words.is_in(c, sort)], LISTED).get_page(
        request.GET.get("trang")
    )
    names = {one.pk: one for one in board.indicators}
    units = {one.pk: one for one in board.taking}
    context = head.context("campaign-indicators")
    context |= tools(head, seen, "indicator-figures")
    context |= {
        "unit": unit,
        "indicator": indicator,
        "kept": {key: value for key, value in kept.items() if value},
        "sort": sort,
        "sorts": [
            {
                "label": label,
                "count": counts[key],
                "url": seen.query(**kept, tt=key) or "?",
                "now": key == sort,
            }
            for key, label in labels.items()
            if counts[key] or key in ("", sort)
        ],
        "page": page,
        "listed": [
            _listed(head, seen, cell, units[cell.taking], names[cell.indicator])
            for cell in page
        ],
    }
    return render(request, "campaigns/progress/figure_list.html", context)


def _asked(rows, wanted: str):
    return next((one for one in rows if str(one.pk) == wanted), None)


def _listed(head, seen, cell: Cell, taking, indicator) -> dict[str, Any]:
    verdict = judge(cell.value, cell.required, is_exempt=cell.part.is_exempt)
    kind, icon = words.TAGS[cell.standing]
    label = cell.note or cell.standing.label
    return {
        "url": cell_url(head, cell) + seen.query(),
        "unit": taking.unit,
        "indicator": indicator,
        "value": words.cell_figure(cell, indicator),
        "need": words.need(cell.required, indicator) or "chưa xét",
        "tag": kind,
        "icon": icon,
        "label": label[:1].upper() + label[1:],
        "sub": verdict.words,
    }


def cell_url(head: Head, cell: Cell) -> str:
    return f"{url(head, 'campaign-indicators')}{cell.pk}/"
