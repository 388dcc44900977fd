"""Danh mục khen thưởng: the list, one award with all its rules, what holds for all of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from awards import catalogue, permissions, rulings
from awards.models import Award
from awards.naming import name_of
from awards.rewards import Book
from awards.views.room import day_asked
from units.pages import answer
from units.permissions import administers_something
from units.views.shared import tabs


@require_safe
def catalogue_list(request: HttpRequest) -> HttpResponse:
    """Danh mục vào ``?ngay=``: money, vote and papers of every award."""
    day, typed, problem = day_asked(request)
    unit = catalogue.unit_of(request.user)
    rows = catalogue.entries(day, unit)
    context = {
        "families": [
            {
                "label": label,
                "rows": [row for row in rows if row.award.family == family],
            }
            for family, label in Award.Family.choices
        ],
        "total": len(rows),
        "unit": unit,
        "day": day,
        "typed": typed,
        "problem": problem,
        "tabs": tabs("awards:catalogue")
        if administers_something(request.user)
        else None,
        "can_add": permissions.can_keep_common_rules(request.user),
        "can_see_cases": bool(permissions.discipline_authorities_of(request.user)),
    }
    return answer(request, "awards/catalogue_list.html", "results", context)


@require_safe
def award_page(request: HttpRequest, code: str) -> HttpResponse:
    """Một danh hiệu, hình thức: what applies on ``?ngay=``, and the history of its rules."""
    award = catalogue.coded(code)
    if award is None:
        raise Http404
    day, typed, problem = day_asked(request)
    unit = catalogue.unit_of(request.user)
    chain = rulings.chain_of(unit)
    names = catalogue.names_of(award)
    context = {
        "award": award,
        "name": name_of(names, day) or award.code,
        "deciders": catalogue.deciders_of(award, day),
        "money": catalogue.money_of(Book.of(chain), award, day, unit),
        "vote": rulings.council_rule_on(award, unit, day),
        "papers": rulings.requirements_on(
            award, catalogue.usual_merit(award), award.subjects[0], unit, day
        ),
        "keepsake": rulings.keepsake_on(award, unit, day),
        "unit": unit,
        "day": day,
        "typed": typed,
        "problem": problem,
        "parts": _history(request.user, award, chain),
        "crumbs": crumbs(),
    }
    return render(request, "awards/award.html", context)


@require_safe
def common_rules(request: HttpRequest) -> HttpResponse:
    """Quy định dùng chung: base salary, rounding, and what holds for every award."""
    unit = catalogue.unit_of(request.user)
    context = {
        "parts": _history(request.user, None, rulings.chain_of(unit)),
        "unit": unit,
        "crumbs": crumbs(),
    }
    return render(request, "awards/common_rules.html", context)


def crumbs() -> list[tuple[str, str]]:
    return [("Danh mục khen thưởng", reverse("awards:catalogue"))]


def _history(user, award, chain):
    hosts = [unit.pk for unit in permissions.rule_hosts_of(user)]
    keeps_common = permissions.can_keep_common_rules(user)
    return catalogue.parts(award, localdate(), [*chain, *hosts], hosts, keeps_common)
