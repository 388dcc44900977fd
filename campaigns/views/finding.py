"""Tìm và thay: words found all over a plan, replaced at the places that a person leaves ticked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from campaigns import actions
from campaigns.actions import AroundEdit, LeftLine, LineEdit
from campaigns.actions.reworking import PARTS, TITLE
from campaigns.actions.reworking import RECIPIENTS as AROUND_RECIPIENTS
from campaigns.fingerprint import fingerprint, fingerprint_of_words
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
    """Lines of the page with their places, and how many there are in all.

    Around them: trích yếu before, nơi nhận behind.
    """
    inside, room, more = [], MOST, 0
    for position, line in enumerate(desk.rows.lines):
        spans = wanted.spans(line.text)
        shown = spans[:room]
        room -= len(shown)
        more += len(spans) - len(shown)
        if not shown:
            continue
        page = desk.page_at(position)
        inside.append(
            FoundLine(
                id=str(line.pk),
                seen=fingerprint(line),
                number=desk.content.markers[position],
                section=page.name,
                url=f"{desk.url(page.slug)}?dong={line.pk}",
                hits=[
                    _hit(str(line.pk), line.text, index, span)
                    for index, span in enumerate(shown)
                ],
                is_closed=desk.opening is not None
                and line.pk not in desk.opening.lines,
            )
        )
    title, recipients = (_found_around(desk, wanted, one) for one in _around(desk))
    lines = [*title, *inside, *recipients]
    return {
        "lines": lines,
        "total": sum(len(line.hits) for line in lines) + more,
        "more": more,
        "can_replace": any(not line.is_closed for line in lines),
        "elsewhere": _elsewhere(desk, wanted),
    }


@dataclass(frozen=True)
class Around:
    """Chữ quanh các dòng: trích yếu, nơi nhận."""

    what: str
    name: str
    text: str
    slug: str


def _around(desk: Desk) -> tuple[Around, Around]:
    recipients = "\n".join(desk.rows.recipients)
    return (
        Around(TITLE, "Trích yếu", desk.content.title, GENERAL),
        Around(AROUND_RECIPIENTS, "Nơi nhận", recipients, RECIPIENTS),
    )


def _found_around(desk: Desk, wanted: Wanted, one: Around) -> list[FoundLine]:
    spans = wanted.spans(one.text)
    if not spans:
        return []
    opening = desk.opening
    return [
        FoundLine(
            id=one.what,
            seen=fingerprint_of_words(one.text),
            number=one.name,
            section=one.name,
            url=desk.url(one.slug),
            hits=[
                _hit(one.what, one.text, index, span)
                for index, span in enumerate(spans)
            ],
            is_closed=opening is not None and PARTS[one.what] not in opening.parts,
        )
    ]


def _hit(line: str, text: str, index: int, span: Span) -> Hit:
    """Of what stands line by line only the line of the place is shown around it."""
    begin = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    start, stop = span[0] - begin, span[1] - begin
    text = text[begin:] if end < 0 else text[begin:end]
    before, after = text[max(0, start - AROUND) : start], text[stop:]
    return Hit(
        key=f"{line}:{index}",
        before=("…" if start > AROUND else "") + before,
        found=text[start:stop],
        after=after[:AROUND] + ("…" if len(after) > AROUND else ""),
    )


def _elsewhere(desk, wanted):
    """The name of the campaign is no word of the plan; it is written on a page of its own."""
    amount = len(wanted.spans(desk.plan.campaign.name))
    place = {"name": "Tên phong trào", "amount": amount, "url": desk.url(GENERAL)}
    return [place] if amount else []


def _replace(request, plan, form) -> HttpResponse:
    """The chosen places of each line that is still what the page showed."""
    act, _, one = request.POST.get("act", "thay").partition(":")
    chosen = _by_line([one] if act == "mot" else request.POST.getlist("chon"))
    before = {str(line.pk): line for line in _chosen_lines(plan, chosen)}
    beside = {one.what: one for one in _around(Desk(plan)) if one.what in chosen}
    instead, spans_of = form.cleaned_data["thay"], {}
    seen = {key: request.POST.get(f"l{key}-seen", "") for key in (*before, *beside)}

    def new_text(key, text):
        spans_of[key] = form.wanted.spans(text)
        return replaced(text, spans_of[key], instead, chosen[key])

    edits = [
        LineEdit(
            pk=line.pk, kind=line.kind, seen=seen[key], marker=line.marker,
            text=new_text(key, line.text), is_title=line.is_title,
        )
        for key, line in before.items()
    ]  # fmt: skip
    around = [
        AroundEdit(key, new_text(key, one.text), seen[key])
        for key, one in beside.items()
    ]
    left = actions.rework_lines(plan.pk, by=request.user, edits=edits, around=around)
    passed_by = {str(line.pk) for line in left}
    written = [key for key in seen if key not in passed_by]
    places = sum(len(chosen[key] & set(range(len(spans_of[key])))) for key in written)
    if places:
        told = (
            f"Đã thay {vn_number(places)} chỗ “{form.cleaned_data['tim']}” bằng “{instead}”"
            if instead
            else f"Đã bỏ chữ “{form.cleaned_data['tim']}” ở {vn_number(places)} chỗ"
        )
        told += f", {_where(written, beside)}."
        now = {
            one.what: one for one in _around(Desk(get_plan_to_edit(request, plan.pk)))
        }
        reworked.keep(
            request.session, plan.pk, told, now=_lines_now(plan),
            before=[before[key] for key in written if key in before],
            around=[
                AroundEdit(key, beside[key].text, fingerprint_of_words(now[key].text))
                for key in written
                if key in beside
            ],
        )  # fmt: skip
    elif not left:
        messages.info(request, "Chưa chọn chỗ nào để thay.")
    _tell_left(request, left)
    given = {name: request.POST[name] for name in form.fields if name in request.POST}
    return _back(plan, given)


def _where(written: Sequence[str], beside: Mapping[str, Around]) -> str:
    """ "ở 2 dòng, trích yếu"."""
    lines = len([key for key in written if key not in beside])
    names = [one.name.lower() for key, one in beside.items() if key in written]
    return "ở " + ", ".join([*([f"{vn_number(lines)} dòng"] if lines else []), *names])


def _chosen_lines(plan, chosen) -> QuerySet[PlanLine]:
    return plan.lines.filter(pk__in=[key for key in chosen if key.isdecimal()])


def _by_line(keys: Sequence[str]) -> dict[str, set[int]]:
    """ "12:0", "12:3", "title:0" → {"12": {0, 3}, "title": {0}}; anything else is no place."""
    found: dict[str, set[int]] = {}
    for key in keys:
        line, _, which = key.partition(":")
        known = line.isdecimal() or line in (TITLE, AROUND_RECIPIENTS)
        if known and which.isdecimal() and len(key) < 30:
            found.setdefault(line, set()).add(int(which))
    return found


def _undo(request, plan) -> HttpResponse:
    last = reworked.newest(request.session, plan.pk)
    if last is None:
        messages.info(request, "Không còn lần thay nào để hoàn tác.")
        return _back(plan, request.POST)
    left = actions.rework_lines(
        plan.pk, by=request.user, edits=last["back"], gone=last["gone"],
        around=last["around"],
    )  # fmt: skip
    reworked.drop(request.session, plan.pk)
    messages.success(request, "Đã hoàn tác.")
    _tell_left(request, left)
    return _back(plan, request.POST)


def _tell_left(request, left: list[LeftLine]) -> None:
    if not left:
        return
    named = "; ".join(f"“{excerpt(line.text, 60)}” {line.why}" for line in left[:NAMED])
    what = "dòng" if all(isinstance(line.pk, int) for line in left) else "chỗ"
    more = f" và {len(left) - NAMED} {what} nữa" if len(left) > NAMED else ""
    messages.warning(request, f"Để nguyên {len(left)} {what}: {named}{more}.")


def _lines_now(plan) -> dict[int, PlanLine]:
    return {line.pk: line for line in plan.lines.all()}


def _back(plan, given) -> HttpResponse:
    query = urlencode(
        {name: given[name] for name in FindForm.base_fields if name in given}
    )
    url = reverse("campaigns:plan-find", args=[plan.pk])
    return redirect(f"{url}?{query}" if query else url)
