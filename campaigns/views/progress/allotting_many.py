"""Giao nhiều ô một lượt: a block pasted from Excel, a total spread by a rule."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns import actions
from campaigns.allotting import Meant
from campaigns.allotting_pasted import Pasted, read_pasted
from campaigns.forms.progress_allotting import PasteForm, SpreadForm
from campaigns.models import Allocation, Campaign, Indicator, Participation
from campaigns.progress.allotting import Face
from campaigns.progress.spreading import (
    NotSpread,
    Spread,
    by_result,
    by_weight,
    equally,
    words,
)
from campaigns.views.progress.allotting import BACK, columns_of, face_of
from campaigns.views.progress.framing import run_campaign
from campaigns.views.shared import UNPROCESSABLE, campaign_url
from units.posted import posted
from units.views.shared import done
from units.wording import excerpt

SHOWN = 50  # faults that are told one by one


@require_http_methods(["GET", "POST"])
def track_paste(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Dán từ Excel: all of it, or nothing while a cell of it is wrong."""
    campaign = run_campaign(request, pk)
    face, columns = face_of(request), columns_of(campaign)
    form, read = PasteForm(posted(request)), Pasted({}, [])
    if form.is_bound and form.is_valid():
        taking = list(
            Participation.objects.filter(campaign=campaign).active().for_list()
        )
        text = form.cleaned_data["table"]
        read = read_pasted(text, columns, taking, face, _owed(campaign))
        if read.faults:
            form.add_error("table", f"Có {len(read.faults)} ô, dòng cần sửa.")
        elif (answer := _allot(request, campaign, form, read.cells, face)) is not None:
            return answer
    context = _context(campaign, form) | {
        "face": face,
        "columns": columns,
        "faults": read.faults[:SHOWN],
        "more": max(0, len(read.faults) - SHOWN),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/progress/paste.html", context, status=status)


@require_http_methods(["GET", "POST"])
def track_spread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Chia theo quy tắc: shown first (``buoc=xem``), allotted with the second button."""
    campaign = run_campaign(request, pk)
    indicators = list(Indicator.objects.of(campaign))
    form = SpreadForm(posted(request), indicators=indicators)
    parts: list[tuple[Allocation, Any]] = []
    if form.is_bound and form.is_valid():
        parts = _spread(campaign, form)
        if parts and request.POST.get("buoc") != "xem":
            target = form.chosen.pk
            cells = {
                (row.participation_id, target): Meant(
                    {"value": part, "value_max": None}
                )
                for row, part in parts
            }
            answer = _allot(request, campaign, form, cells, Face.LEVEL)
            if answer is not None:
                return answer
    context = _context(campaign, form) | {"parts": parts}
    if parts:
        given = form.cleaned_data
        context |= {
            "total": given["total"],
            "words": words(Spread(given["rule"]), given["places"]),
            "chosen": form.chosen,
        }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/progress/spread.html", context, status=status)


def _spread(campaign, form) -> list[tuple[Allocation, Any]]:
    """Each unit that owes the target, and its part; none where the form says why."""
    given = form.cleaned_data
    found = Allocation.objects.owed().filter(campaign=campaign)
    rows = list(found.filter(indicator=form.chosen).for_list())
    total, places = given["total"], given["places"]
    try:
        match Spread(given["rule"]):
            case Spread.EQUALLY:
                parts = equally(total, len(rows), places)
            case Spread.BY_WEIGHT:
                parts = by_weight(total, [row.weight for row in rows], places)
            case _:
                parts = by_result(total, [row.result for row in rows], places)
    except NotSpread as error:
        form.add_error(None, str(error))
        return []
    return list(zip(rows, parts, strict=True))


def _allot(request, campaign, form: Form, cells, face) -> HttpResponse | None:
    """On to the grid; None where the act refuses, with its sentence on the form."""
    entry = done(form, actions.allot, campaign.pk, by=request.user, cells=cells)
    if form.errors:
        return None
    if entry is None:
        messages.info(request, "Mọi ô đã đúng như thế, không có ô nào đổi.")
    else:
        messages.success(request, f"Đã giao {entry.detail['cells']} ô.")
    return redirect(f"{campaign_url(campaign, BACK)}?theo={face}")


def _owed(campaign: Campaign) -> dict[tuple[int, int], bool]:
    """What is allotted, and whether it is exempt."""
    rows = Allocation.objects.living().filter(campaign=campaign)
    found = rows.values_list("participation", "indicator", "exempted_at")
    return {(unit, target): exempted is not None for unit, target, exempted in found}


def _context(campaign, form) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "form": form,
        "back": campaign_url(campaign, BACK),
        "crumbs": [
            (excerpt(campaign.name, 80), campaign_url(campaign)),
            ("Giao chỉ tiêu", campaign_url(campaign, BACK)),
        ],
    }
