"""Cây đơn vị của người quản trị: unfolded by and by, or found by some letters."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from units.fields import VietnameseDateField
from units.forms.picking import ENDED, found, offered
from units.long_lists import page_of
from units.models import UnitKind
from units.models.tree import MOST_FOUND, UnitQuerySet
from units.pages import answer
from units.queries.branch import Branch
from units.search import plain_words
from units.views.shared import (
    get_unit,
    require_administrator,
    tabs,
)
from units.wording import vn_date

DAY = VietnameseDateField(label="Ngày xem", required=False, example="30/06/2025")


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """Đơn vị: ``?q= &loai= &ngay= &het=1``, all in the address."""
    require_administrator(request)
    words = plain_words(request.GET.get("q"))
    kind = request.GET.get("loai", "")
    branch, wrong_day = view_of(request)
    kinds = list(UnitKind.objects.all())
    chosen = next((one for one in kinds if one.code == kind), None)
    is_search = bool(words or chosen)
    top = None
    if is_search:
        units = branch.found(words, chosen.code if chosen else "")
    else:
        units = branch.tops()
        tops = list(units[:2])
        if len(tops) == 1:
            top, units = tops[0], branch.parts_of(tops[0])
    page = page_of(request, units)
    listed = list(page)
    rows = branch.rows([top, *listed] if top else listed)
    context = {
        "top": rows.pop(0) if top else None,
        "rows": rows,
        "page": page,
        "is_search": is_search,
        "is_cut": is_search and words and page.paginator.count >= MOST_FOUND,
        "kinds": kinds,
        "words": words,
        "kind": chosen,
        "branch": branch,
        "typed_day": request.GET.get("ngay", "").strip()[:40],
        "wrong_day": wrong_day,
        "query": day_query(branch),
        "level": 2 if top else 1,
        "tabs": tabs("unit-list"),
    }
    return answer(request, "units/unit_list.html", "results", context)


@require_safe
def unit_parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Các đơn vị trực thuộc: a fragment of the tree, the first fifty."""
    unit = get_unit(request, pk)
    branch, _ = view_of(request)
    page = page_of(request, branch.parts_of(unit))
    level = request.GET.get("bac", "")
    context = {
        "unit": unit,
        "rows": branch.rows(list(page)),
        "page": page,
        "branch": branch,
        "query": day_query(branch),
        "level": int(level) if level.isdecimal() and len(level) < 3 else 2,
    }
    return render(request, "units/unit_parts.html", context)


@require_safe
def unit_pick(request: HttpRequest, field: str) -> HttpResponse:
    """Kết quả chọn đơn vị: radio buttons for what is typed, today's units of the branch."""
    require_administrator(request)
    return picked(request, field, "unit-pick")


@require_safe
def unit_pick_coming(request: HttpRequest, field: str) -> HttpResponse:
    """Likewise for a form that asks for a day: also units that are to come."""
    require_administrator(request)
    return picked(request, field, "unit-pick-coming")


@require_safe
def unit_pick_ended(request: HttpRequest, field: str) -> HttpResponse:
    """Likewise where the day may have passed: also units that have ended, marked as such."""
    require_administrator(request)
    return picked(request, field, ENDED)


def picked(request: HttpRequest, field: str, route: str) -> HttpResponse:
    """Of the units that may be chosen those that what is typed finds."""
    return picked_among(request, field, offered(route, request.user))  # type: ignore[arg-type]


def picked_among(request: HttpRequest, field: str, among: UnitQuerySet) -> HttpResponse:
    """Of these units those that what is typed finds."""
    words = plain_words(request.GET.get(f"{field}_tim"))
    units, more = found(among, words)
    context = {
        "name": field,
        "id": f"id_{field}",
        "units": units,
        "more": more,
        "words": words,
    }
    return render(request, "units/pick_found.html", context)


def view_of(request: HttpRequest) -> tuple[Branch, str]:
    """The branch as the address asks for it; a sentence where its day is none."""
    today = localdate()
    typed = request.GET.get("ngay", "").strip()
    day, wrong = today, ""
    try:
        day = DAY.clean(typed) or today
    except ValidationError as refusal:
        (wrong,) = refusal.messages
    branch = Branch(
        user=request.user,
        day=day,
        is_today=day == today,
        ended=request.GET.get("het") == "1",
    )
    return branch, wrong


def day_query(branch: Branch) -> str:
    """What links within the tree carry on."""
    parts = [] if branch.is_today else [f"ngay={vn_date(branch.day)}"]
    return "&".join([*parts, *(["het=1"] if branch.ended else [])])
