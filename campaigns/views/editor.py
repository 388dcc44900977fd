"""Soạn kế hoạch: one page a section, with the outline beside it and the sheet to come.

GET shows a section; POST saves its form and does what the pressed button says. The fragment
for htmx is the section itself, with the outline and the save state beside it.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, company, standing
from campaigns.fingerprint import fingerprint
from campaigns.models import Plan
from campaigns.outline import LineKind, closing_lines
from campaigns.papers import effect_of
from campaigns.sections import BASES, RECIPIENTS, Section
from campaigns.views import facts, line_rows, lines, notes, removals, reworked
from campaigns.views.desk import BIG_KINDS, Desk, heading, outline_context
from campaigns.views.lines import Outcome
from campaigns.views.opening import opening_context
from campaigns.views.posted import read_lines
from campaigns.views.shared import (
    campaign_url,
    get_plan_to_edit,
)
from units.errors import Refused
from units.pages import number_in, url_or_none
from units.wording import vn_date, vn_time

PAGE = "campaigns/editor.html"
LAST_WITH_LINES = -3  # recipients and signer follow it


@require_safe
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Vào soạn: the first section where something is missing, of those that are open."""
    plan = get_plan_to_edit(request, pk)
    if not plan.is_open:
        return closed(request, plan)
    desk = Desk(plan)
    opened = [page.slug for page in desk.pages if desk.opened_on(page) != 0]
    wanting = [gap.section for gap in desk.gaps if gap.section in opened]
    slug = next(iter([*wanting, *opened]), desk.pages[0].slug)
    return redirect(desk.url(slug))


@require_http_methods(["GET", "POST"])
def plan_section(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Soạn một mục."""
    plan = get_plan_to_edit(request, pk)
    if not plan.is_open and request.method == "GET":
        return closed(request, plan)
    desk = Desk(plan)
    page = _page(request, desk, slug)
    if page is None:
        raise Http404
    if request.method == "GET":
        return _show(request, desk, page, _from_query(request, desk, page))
    if page.holds_lines:
        outcome = lines.perform(request, desk, page)
    else:
        outcome = facts.perform(request, desk, page)
    return _answer(request, desk, page, outcome)


@require_safe
@never_cache
def plan_company(request: HttpRequest, pk: int) -> HttpResponse:
    """Ai đang cùng soạn, for the editor's open pages; ``?muc=``: on which of them one is."""
    plan = get_plan_to_edit(request, pk)
    if not request.htmx:
        return redirect("campaigns:plan-edit", pk)
    section = request.GET.get("muc", "")[:80]
    others = company.note(plan.pk, request.user, section)
    context = {"company": others, "plan": plan, "section": section}
    return render(request, f"{PAGE}#company", context)


def _page(request, desk, slug) -> Section | None:
    """The section of the address; sections are counted, so a colleague may have moved it.

    What comes back in a form tells by its lines where it belongs now.
    """
    if request.method == "POST":
        for key in read_lines(request.POST).edits:
            if found := desk.page_of(key):
                return found
    counted = slug.startswith("muc-")
    return desk.page(slug) or (desk.pages[LAST_WITH_LINES] if counted else None)


def closed(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The plan waits or is approved: to the page that tells so."""
    messages.info(
        request,
        f"Kế hoạch đang ở trạng thái “{plan.get_status_display()}” nên không sửa được.",
    )
    return redirect("campaigns:plan-check", plan.pk)


# ---- after a POST ----------------------------------------------------------------------


def _answer(request, before: Desk, page: Section, outcome: Outcome):
    act, _, argument = request.POST.get("act", "luu").partition(":")
    if act == "tu-luu":
        return _autosaved(request, before, page, outcome)
    after = _as_saved(before)
    if outcome.status >= 400:
        # What was typed is not stored whole: the answer is the page itself.
        page = after.page(page.slug) or after.pages[0]
        return _show(request, after, page, outcome, status=outcome.status)
    target = _same_page(before, after, page)
    match act:
        case "luu-tiep":
            target = after.neighbours(target)[1] or target
        case "ve-truoc":
            target = after.neighbours(target)[0] or target
        case "den":
            target = after.page(argument) or target
        case "hoan-tac" if outcome.focus:
            target = after.page_of(outcome.focus) or target
        case "kiem-tra" | "tim-thay":
            name = "plan-check" if act == "kiem-tra" else "plan-find"
            return _leave(request, reverse(f"campaigns:{name}", args=[after.plan.pk]))
        case "muc-moi" if argument in {kind for kind, _ in BIG_KINDS}:
            try:
                target, outcome = _add_big(request, after, target, argument)
            except Refused as refusal:
                outcome = Outcome(problem=str(refusal), status=422)
            after = Desk(after.plan)
    if request.htmx:
        response = _show(request, after, target, outcome)
        url = after.url(target.slug)
        if target.slug != page.slug:
            response["HX-Push-Url"] = url
        if after.plan.version != before.plan.version or act == "muc-moi":
            response["HX-Trigger"] = "plan-saved"
        return response
    if outcome.note and outcome.note.form.initial and act in ("them-moc", "bo-moc"):
        return _show(request, after, target, outcome)
    if outcome.problem:
        messages.warning(request, outcome.problem)
    return redirect(after.url(target.slug) + _query(outcome))


def _as_saved(before):
    """The plan as it stands after the act; who may edit it was asked when the request came."""
    return Desk(get_object_or_404(Plan.objects.for_desk(), pk=before.plan.pk))


def _autosaved(request, before, page, outcome):
    """The save state, the fingerprints and what tells of the section: never what is typed."""
    context: dict[str, Any]
    if outcome.status >= 400:
        context = {
            "state": "bad",
            "text": _not_saved(outcome),
            "retry": True,
        }
        return render(request, f"{PAGE}#saved", context, status=outcome.status)
    after = _as_saved(before)
    page = _same_page(before, after, page)
    context = {
        "state": "ok",
        "text": f"Đã lưu nháp lúc {vn_time(now())}",
        "seen": _fingerprints(request, after, page),
        **_beside(after, page),
    }
    if page.slug == RECIPIENTS:
        context |= {"page": page, "plan": after.plan, "printed": after.rows.recipients}
    if page.holds_lines:
        shown = line_rows.rows(after, page, Outcome())
        context["noted"] = [row for row in shown if row.chips]
    response = render(request, f"{PAGE}#saved", context)
    if after.plan.version != before.plan.version:
        response["HX-Trigger"] = "plan-saved"
    return response


def _not_saved(outcome):
    if outcome.status != 409:
        return "Chưa lưu: còn ô cần sửa"
    if outcome.own:
        return "Chưa lưu: anh/chị vừa sửa cùng dòng ở một thẻ khác"
    return "Chưa lưu: người khác vừa sửa cùng dòng"


def _fingerprints(request, desk, page):
    """Hidden inputs (name, value) for what the form shows and what is stored alike.

    A line or field that a colleague changed keeps its old fingerprint: its words on the
    screen are the old ones, and the next save must not pass them off as an answer.
    """
    if not page.holds_lines:
        return facts.fingerprints(desk, page, request.POST)
    stored = {line.pk: fingerprint(line) for line in desk.rows.lines}
    return [
        (f"l{key}-seen", stored[key])
        for key, edit in read_lines(request.POST).edits.items()
        if stored.get(key) == fingerprint(edit)
    ]


def _same_page(before, after, page):
    """The page on which the first line still there of ``page`` stands now."""
    if not page.holds_lines:
        return after.page(page.slug)
    for position in page.lines:
        found = after.page_of(before.rows.lines[position].pk)
        if found:
            return found
    place = before.pages.index(page)
    return (
        after.page(page.slug)
        or after.pages[min(place, len(after.pages) + LAST_WITH_LINES)]
    )


def _add_big(request, desk, page, kind):
    """Thêm mục lớn, phần, phụ lục: behind this page; an annex behind all others."""
    stored = desk.rows.lines
    # Nothing but annexes comes behind "Trên đây là …".
    closing = closing_lines(desk.content.lines).start
    if kind == LineKind.ANNEX:
        place = len(stored)
    elif page.holds_lines:
        place = min(page.lines.stop, closing)
    else:
        place = closing
    after = stored[place - 1].pk if place else None
    added = actions.insert_line(desk.plan.pk, by=request.user, after=after, kind=kind)
    target = Desk(desk.plan).page_of(added.pk)
    return target, Outcome(focus=added.pk)


def _leave(request, url):
    if request.htmx:
        response = HttpResponse()
        response["HX-Redirect"] = url
        return response
    return redirect(url)


# ---- showing ---------------------------------------------------------------------------


def _show(request, desk: Desk, page: Section, outcome: Outcome, status: int = 200):
    before, after = desk.neighbours(page)
    offered = outcome.removed or request.method == "GET"
    removed = removals.newest(request.session, desk.plan.pk) if offered else None
    context = {
        "plan": desk.plan,
        "page": page,
        "heading": heading(desk, page),
        "before": before,
        "after": after,
        "url": desk.url(page.slug),
        "campaign_url": campaign_url(desk.plan.campaign),
        "standing": standing.OF_PLAN[Plan.Status(desk.plan.status)],
        "check_url": reverse("campaigns:plan-check", args=[desk.plan.pk]),
        "preview_url": url_or_none("reports:plan-preview", desk.plan.pk),
        "word_url": url_or_none("reports:plan-word", desk.plan.pk),
        "open_return": desk.open_return,
        "effect": effect_of(desk.plan),
        "is_closed": desk.opened_on(page) == 0,
        **opening_context(desk, request.user),
        "company": company.note(desk.plan.pk, request.user, heading(desk, page)),
        "section": heading(desk, page),
        "sealing_key": _sealing_key(request.user, desk.plan),
        "problem": outcome.problem,
        "removed": removed,
        "removed_before": removals.count(request.session, desk.plan.pk) - 1,
        "pasted": reworked.newest(request.session, desk.plan.pk)
        if outcome.pasted
        else None,
        "state": "bad" if status >= 400 else "ok",
        "save_text": "Chưa lưu" if status >= 400 else _saved_words(desk.plan),
        "in_place": status >= 400 or request.method == "POST",
        **_beside(desk, page),
    }
    if page.holds_lines:
        context |= {
            "rows": line_rows.rows(desk, page, outcome),
            "place": _place(desk, page, outcome),
            "offered": _offered(desk, page),
            "section_template": "campaigns/section_lines.html",
        }
    else:
        context |= facts.context(desk, page, outcome)
    whole = f"{PAGE}#answer" if request.htmx else PAGE
    return render(request, whole, context, status=status)


def _sealing_key(user, plan):
    """With which the browser seals what it keeps of this person's unsaved words in this plan."""
    made = salted_hmac("campaigns.unsaved", f"{user.pk}:{plan.pk}", algorithm="sha256")
    return ",".join(map(str, made.digest()))


def _beside(desk, page):
    """What tells of the section around its form: the outline, how much, what is missing."""
    found = outline_context(desk, page.slug)
    gaps = next(item.gaps for item in found["outline"] if item.slug == page.slug)
    amount = desk.amount(page) if page.holds_lines else ""
    return found | {
        "page_gaps": [{"gap": gap, "at": desk.field_of(gap)} for gap in gaps],
        "amount": amount,
    }


def _offered(desk, page):
    """Văn bản trong sổ that the plan may still cite, on the page of its căn cứ."""
    if page.slug != BASES or desk.opening is not None:  # a new line is no opened place
        return []
    return desk.register.offered(desk.content, localdate())


def _place(desk, page, outcome):
    """Which line of the plan the sheet marks: the one being written, or whose note is open;
    else the page's first."""
    focus = outcome.note.line if outcome.note else outcome.focus
    for position in page.lines:
        if desk.rows.lines[position].pk == focus:
            return position
    return page.lines.start


def _saved_words(plan: Plan) -> str:
    if localdate(plan.changed_at) == localdate():
        return f"Đã lưu lúc {vn_time(plan.changed_at)}"
    return f"Đã lưu ngày {vn_date(plan.changed_at)}"


def _from_query(request, desk, page) -> Outcome:
    """``?dong=12&o=up``: the focus; ``?ghi-chu=dot:12``, ``?sua=dot:5``: an open note."""
    query = request.GET
    outcome = Outcome(removed="da-xoa" in query, pasted="da-dan" in query)
    outcome.focus, outcome.control = number_in(query, "dong"), query.get("o", "text")
    for name, opens in (("ghi-chu", notes.new_note), ("sua", notes.edit_note)):
        kind, _, key = query.get(name, "").partition(":")
        number = number_in({"key": key}, "key")
        if number is not None and page.holds_lines:
            outcome.note = opens(notes.DeskSource(desk), kind, number)
            outcome.control = ""
    return outcome


def _query(outcome: Outcome) -> str:
    """The address's part that ``_from_query`` reads back."""
    query = {}
    if outcome.focus:
        query["dong"] = str(outcome.focus)
        if outcome.control not in ("text", ""):
            query["o"] = outcome.control
    if outcome.note:
        kind = outcome.note.kind.slug
        if outcome.note.key:
            query["sua"] = f"{kind}:{outcome.note.key}"
        else:
            query["ghi-chu"] = f"{kind}:{outcome.note.line}"
    if outcome.removed:
        query["da-xoa"] = "1"
    if outcome.pasted:
        query["da-dan"] = "1"
    return f"?{urlencode(query)}" if query else ""
