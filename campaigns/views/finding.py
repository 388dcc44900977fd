"""Tìm và thay: words found all over a plan, replaced at the places that a person leaves ticked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from campaigns import actions
from campaigns.actions import LeftLine, LineEdit
from campaigns.fingerprint import fingerprint
from campaigns.forms import FindForm
from campaigns.models import PlanLine
from campaigns.sections import GENERAL, RECIPIENTS
from campaigns.seeking import Span, Wanted, replaced
from campaigns.views import reworked
from campaigns.views.desk import Desk
from campaigns.views.editor import closed
from campaigns.views.shared import UNPROCESSABLE, campaign_url, get_plan_to_edit
from units.wording import excerpt, vn_number

MOST = 200  # places of one page
AROUND = 60  # letters shown before and behind
NAMED = 3  # lines left alone that the message names


@dataclass(frozen=True)
class Hit:
    """Một chỗ tìm thấy, ready for the page."""

    key: str  # "line:which", the value of its box
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class FoundLine:
    """Một dòng có chữ cần tìm."""

    id: str
    seen: str
    number: str
    section: str
    url: str
    hits: list[Hit]
    is_closed: bool


@require_http_methods(["GET", "POST"])
def plan_find(request: HttpRequest, pk: int) -> HttpResponse:
    """Tìm ``?tim=``, thay bằng ``?thay=``; ``hoa``, ``tu``: cases count, whole words alone."""
    plan = get_plan_to_edit(request, pk)
    if not plan.is_open:
        return closed(request, plan)
    if request.method == "POST" and request.POST.get("act") == "hoan-tac":
        return _undo(request, plan)
    asked = request.POST if request.method == "POST" else request.GET
    form = FindForm(asked if request.method == "POST" or "tim" in asked else None)
    valid = form.is_bound and form.is_valid()
    if valid and request.method == "POST":
        return _replace(request, plan, form)
    desk = Desk(plan)
    context = _found(desk, form.wanted) if valid else {}
    context |= {
        "plan": plan,
        "form": form,
        "asked": form.is_bound and valid,
        "instead": form.cleaned_data["thay"] if valid else "",
        "given": [(name, asked[name]) for name in form.fields if name in asked],
        "campaign_url": campaign_url(plan.campaign),
        "edit_url": reverse("campaigns:plan-edit", args=[pk]),
        "last": reworked.newest(request.session, pk),
    }
    status = 200 if valid or not form.is_bound else UNPROCESSABLE
    return render(request, "campaigns/find.html", context, status=status)


def _found(desk: Desk, wanted: Wanted) -> dict[str, Any]:
    """Lines of the page with their places, and how many there are in all."""
    lines, total, open_places = [], 0, 0
    for position, line in enumerate(desk.rows.lines):
        spans = wanted.spans(line.text)
        total += len(spans)
        if not spans or open_places >= MOST:
            continue
        page = desk.page_at(position)
        is_closed = desk.opening is not None and line.pk not in desk.opening.lines
        shown = spans[: MOST - open_places]
        open_places += len(shown)
        lines.append(
            FoundLine(
                id=str(line.pk),
                seen=fingerprint(line),
                number=desk.content.markers[position],
                section=page.name,
                url=f"{desk.url(page.slug)}?dong={line.pk}",
                hits=[_hit(line, index, span) for index, span in enumerate(shown)],
                is_closed=is_closed,
            )
        )
    return {
        "lines": lines,
        "total": total,
        "more": total - open_places,
        "can_replace": any(not line.is_closed for line in lines),
        "elsewhere": _elsewhere(desk, wanted),
    }


def _hit(line: PlanLine, index: int, span: Span) -> Hit:
    start, stop = span
    before, after = line.text[max(0, start - AROUND) : start], line.text[stop:]
    return Hit(
        key=f"{line.pk}:{index}",
        before=("…" if start > AROUND else "") + before,
        found=line.text[start:stop],
        after=after[:AROUND] + ("…" if len(after) > AROUND else ""),
    )


def _elsewhere(desk, wanted):
    """What stands around the lines is written on pages of its own."""
    places = [
        ("Trích yếu", desk.content.title, GENERAL),
        ("Tên phong trào", desk.plan.campaign.name, GENERAL),
        ("Nơi nhận", "\n".join(desk.rows.recipients), RECIPIENTS),
    ]
    return [
        {"name": name, "amount": amount, "url": desk.url(slug)}
        for name, text, slug in places
        if (amount := len(wanted.spans(text)))
    ]


def _replace(request, plan, form) -> HttpResponse:
    """The chosen places of each line that is still what the page showed."""
    act, _, one = request.POST.get("act", "thay").partition(":")
    chosen = _by_line([one] if act == "mot" else request.POST.getlist("chon"))
    before = {line.pk: line for line in plan.lines.filter(pk__in=chosen)}
    instead, edits, places = form.cleaned_data["thay"], [], 0
    for pk, line in before.items():
        spans = form.wanted.spans(line.text)
        seen = request.POST.get(f"l{pk}-seen", "")
        if fingerprint(line) == seen:
            places += len(chosen[pk] & set(range(len(spans))))
        edits.append(
            LineEdit(
                pk=pk, kind=line.kind, seen=seen, marker=line.marker,
                text=replaced(line.text, spans, instead, chosen[pk]),
                is_title=line.is_title,
            )
        )  # fmt: skip
    left = actions.rework_lines(plan.pk, by=request.user, edits=edits)
    passed_by = {line.pk for line in left}
    written = [line for pk, line in before.items() if pk not in passed_by]
    places -= sum(
        len(chosen[line.pk])
        for line in left
        if fingerprint(before[line.pk]) == request.POST.get(f"l{line.pk}-seen", "")
    )
    if written and places:
        told = (
            f"Đã thay {vn_number(places)} chỗ “{form.cleaned_data['tim']}” bằng “{instead}”"
            if instead
            else f"Đã bỏ chữ “{form.cleaned_data['tim']}” ở {vn_number(places)} chỗ"
        )
        told += f", ở {vn_number(len(written))} dòng."
        reworked.keep(
            request.session, plan.pk, told, before=written, now=_lines_now(plan)
        )
    elif not left:
        messages.info(request, "Chưa chọn chỗ nào để thay.")
    _tell_left(request, left)
    given = {name: request.POST[name] for name in form.fields if name in request.POST}
    return _back(plan, given)


def _by_line(keys: Sequence[str]) -> dict[int, set[int]]:
    """ "12:0", "12:3" → {12: {0, 3}}; anything else is no place."""
    found: dict[int, set[int]] = {}
    for key in keys:
        line, _, which = key.partition(":")
        if line.isdecimal() and which.isdecimal() and len(key) < 30:
            found.setdefault(int(line), set()).add(int(which))
    return found


def _undo(request, plan) -> HttpResponse:
    last = reworked.newest(request.session, plan.pk)
    if last is None:
        messages.info(request, "Không còn lần thay nào để hoàn tác.")
        return _back(plan, request.POST)
    left = actions.rework_lines(
        plan.pk, by=request.user, edits=last["back"], gone=last["gone"]
    )
    reworked.drop(request.session, plan.pk)
    messages.success(request, "Đã hoàn tác.")
    _tell_left(request, left)
    return _back(plan, request.POST)


def _tell_left(request, left: list[LeftLine]) -> None:
    if not left:
        return
    named = "; ".join(f"“{excerpt(line.text, 60)}” {line.why}" for line in left[:NAMED])
    more = f" và {len(left) - NAMED} dòng nữa" if len(left) > NAMED else ""
    messages.warning(request, f"Để nguyên {len(left)} dòng: {named}{more}.")


def _lines_now(plan) -> dict[int, PlanLine]:
    return {line.pk: line for line in plan.lines.all()}


def _back(plan, given) -> HttpResponse:
    query = urlencode(
        {name: given[name] for name in FindForm.base_fields if name in given}
    )
    url = reverse("campaigns:plan-find", args=[plan.pk])
    return redirect(f"{url}?{query}" if query else url)
