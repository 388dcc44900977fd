"""Công khai khen thưởng: what anyone reads of one authority's decisions, as long as its rule says.

Made without the request, like ``/x/``: the same for everybody. An authority that is none,
one without a rule, a decision outside its days are answered alike. Names are masked, so a list
leads to the paper itself, which names everybody in full, only where it masks nothing; else to
the page where whoever holds the paper types its code.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from awards.deciding.standing import acts_against, force_of
from awards.publicity.showing import Board, board_of, listed, sheet_of
from reports.forms import CodeForm
from reports.views.public_page import A_MINUTE, page
from units import fence

PAGE = 20  # decisions


@require_safe
@login_not_required
def public_awards(request: HttpRequest, key: str) -> HttpResponse:
    """Bảng công khai của một cơ quan: decisions within their days, the newest first."""
    board = board_of(key, localdate())
    if board is None:
        return _nothing()
    # Of nobody signed in the fence lets nothing through. It is lowered around what this authority
    # shows by its own rule, which is for all: its decisions and lists within their days.
    with fence.lowered():
        nominees = board.nominees()
        found = Paginator(board.decisions(), PAGE).get_page(request.GET.get("trang"))
        rows = listed(board, list(found))
    context = {
        **_of(board),
        "page": found,
        "nominees": nominees,
        "rows": [(one, _paper_of(one.decision.code, one.is_masked)) for one in rows],
    }
    return _public("public_awards", context)


@require_safe
@login_not_required
def public_decision(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Danh sách công khai của một quyết định."""
    board = board_of(key, localdate())
    if board is None:
        return _nothing()
    # As above; another's decision, one under way, one whose days are over is not among them.
    with fence.lowered():
        decision = board.decision(pk)
        if decision is None:
            return _nothing()
        sheet = sheet_of(board, decision)
        force = force_of(decision, acts_against(decision))
    context = {
        **_of(board),
        "decision": decision,
        "sheet": sheet,
        "force": force,
        "paper": _paper_of(decision.code, sheet.is_masked),
        "last_day": board.last_day_of(decision),
        "back": reverse("reports:public-awards", args=[key]),
    }
    return _public("public_decision", context)


def _of(board: Board) -> dict:
    return {
        "board": board,
        "authority": board.authority,
        "public_authority": board.authority.name,
        "key": board.authority.code,
    }


def _paper_of(code: str, is_masked: bool) -> str:
    """The page of the paper; "": it says more than the list may."""
    return "" if is_masked or not code else reverse("reports:verify", args=[code])


def _public(name, context) -> HttpResponse:
    response = page(name, context, cache=A_MINUTE)
    # A copy that a search engine keeps has no last day.
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _nothing() -> HttpResponse:
    return page("public_nothing", {"code_form": CodeForm()}, status=404)
