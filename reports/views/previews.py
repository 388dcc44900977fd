"""Xem trước: a draft as the pages it would be printed on."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.models import Plan
from campaigns.papers import is_derived, paper_of
from campaigns.permissions import can_edit, can_read_for_review, can_sign
from campaigns.readiness import PLACE_OF_RULE
from campaigns.sections import GENERAL, section_of
from reports import draft_check, previews, sheets, tasks
from reports.checking import Level
from reports.reading_text import flowing
from reports.rendering import annex_names
from reports.views.files import KEPT, picture

# How large the pages stand, and the words of the choice; the style sheet knows the sizes.
ZOOMS = (("100", "Vừa trang"), ("150", "150%"), ("200", "200%"))
SLOWER_AFTER = 15  # looks at two seconds, then one every five
QUICK = 6  # looks before these, of who waits for the words just written


@require_safe
@never_cache
def plan_preview(request, pk):
    """The pages of the plan as it stands; a fragment for htmx, else a page of its own.

    ``?dong=n``: the n-th line of the plan (from 0) is marked where it begins. ``?vang=1``: the
    last request reached no worker; the next one follows in two minutes. ``?cot=1``: beside
    the editor, where small pictures do.
    """
    plan = get(request, pk)
    content = paper_of(plan)
    key = previews.key_of_content(content)
    preview = previews.ready(key)
    unheard = "vang" in request.GET
    if preview is None and previews.should_ask(key):
        unheard = not tasks.wake(tasks.render_preview, plan.pk)
    look = _number(request.GET.get("lan", ""), 0)
    line = _number(request.GET.get("dong", ""), None)
    if is_derived(plan):
        line = None  # of the plan, not of the paper
    in_column = "cot" in request.GET
    context = {
        "plan": plan,
        "preview": preview,
        "pages": _pages(plan, preview, line),
        "faults": _faults(request, plan, content, preview),
        "hints": _hints(preview),
        "files": files_of(content, preview),
        "line": line,
        "unheard": unheard,
        "watch_url": _watch_url(plan, look + 1, line, unheard, in_column),
        "every": _pause(look),
        "is_slow": look > SLOWER_AFTER + QUICK,
        "in_column": in_column,
        "grows": not in_column,
        "zooms": ZOOMS,
        "sizes": "29.5rem" if in_column else "",  # how wide a page stands
    }
    template = "reports/plan_preview.html" + ("#pages" if request.htmx else "")
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@never_cache
def plan_format(request, pk):
    """Kiểm tra thể thức bản nháp, for the pages that send, review and sign it: waits until it
    is known.

    With faults the page is loaded anew, and lists them where it lists what is missing.
    ``?ky=n``: the leader's page, which gets the way to sign version n when there is nothing
    to find. ``?ky``: the page that signs, which is loaded anew in any case.
    """
    plan = get(request, pk)
    if not request.htmx:
        return redirect("reports:plan-preview", pk)
    preview = ask_for(plan)
    look = _number(request.GET.get("lan", ""), 0)
    signs = request.GET.get("ky")
    watch = {"lan": look + 1} | ({} if signs is None else {"ky": signs})
    seen = _number(signs or "", None)
    context = {
        "preview": preview,
        "hints": len(_hints(preview)),
        "preview_url": reverse("reports:plan-preview", args=[pk]),
        "watch_url": f"{reverse('reports:plan-format', args=[pk])}?{urlencode(watch)}",
        "sign_url": f"{reverse('reports:plan-sign', args=[pk])}?phien_ban={seen}"
        if seen is not None and can_sign(request.user, plan)
        else "",
        "every": 2 if look < SLOWER_AFTER else 5,
    }
    response = render(request, "reports/plan_format.html", context)
    if preview is not None and (
        signs == "" or draft_check.of_preview(preview, paper_of(plan))
    ):
        response["HX-Refresh"] = "true"
    return response


@require_safe
@never_cache
def plan_text(request, pk):
    """Bản chữ của bản dự thảo: the words of every page, for listening and for small screens."""
    plan = get(request, pk)
    preview = ask_for(plan)
    drawn = preview is not None and not preview.problem
    context = {
        "plan": plan,
        "preview": preview,
        "texts": [flowing(words) for words in preview.texts()] if drawn else [],
        "review_url": reverse("campaigns:plan-review", args=[pk])
        if plan.status == Plan.Status.SUBMITTED
        and can_read_for_review(request.user, plan)
        else "",
    }
    return render(request, "reports/plan_text.html", context)


def get(request, pk):
    """Drafts of the user's own authority, and whatever else the user may see."""
    plans = Plan.objects.visible_to(request.user).for_list()
    return get_object_or_404(plans.select_related("signer__unit"), pk=pk)


def ask_for(plan):
    """The finished preview of the plan as it stands; None where a worker was asked for it."""
    return asked(paper_of(plan), tasks.render_preview, plan.pk)


def asked(content, task, pk):
    """The finished preview of these very words; None where a worker was asked for it: by
    ``task``, of what has this id.
    """
    key = previews.key_of_content(content)
    preview = previews.ready(key)
    if preview is None and previews.should_ask(key):
        tasks.wake(task, pk)
    return preview


@require_safe
def preview_page(request, pk, key, page, width):
    get(request, pk)
    return page_picture(request, key, page, width)


def page_picture(request, key, page, width):
    """Picture of one page. The key is a hash of the words: who has it has seen them."""
    preview = previews.ready(key)
    if preview is None or not 1 <= page <= preview.pages:
        raise Http404
    return picture(request, sheets.path(preview.home, page, width), cache=KEPT)


def _faults(request, plan, content, preview):
    """Errors of the pages with the place where each is put right, or is to be seen."""
    if preview is None or preview.problem:
        return []
    derived = is_derived(plan)
    lines = list(plan.lines.order_by("position").values_list("pk", flat=True))
    opens = plan.is_open and can_edit(request.user, plan)

    def url(fault):
        if opens:
            # A paper that is a difference has other lines than the plan.
            known = fault.line is not None and not derived
            slug = (
                section_of(content, fault.line)
                if known
                else PLACE_OF_RULE.get(fault.rule, GENERAL)
            )
            place = reverse("campaigns:plan-section", args=[plan.pk, slug])
            return f"{place}?dong={lines[fault.line]}" if known else place
        return f"#trang-{fault.page}" if fault.page else ""

    return [
        {"text": fault.text, "page": fault.page, "url": url(fault)}
        for fault in draft_check.of_preview(preview, content)
    ]


def files_of(content, preview):
    """Tệp sẽ ban hành: which pages of the one run go to which file; [] where it is one file."""
    if preview is None or preview.problem or not content.apart:
        return []
    starts = [preview.line_pages[at] for at in content.apart]
    ends = [*(start - 1 for start in starts[1:]), preview.pages]
    named = [" ".join(words) for words in annex_names(content)]
    files = [
        ("Văn bản chính", 1, starts[0] - 1),
        *zip(named, starts, ends, strict=True),
    ]
    return [{"name": name, "first": first, "last": last} for name, first, last in files]


def _hints(preview):
    """What may be looked at once more; a plan is sent with it all the same."""
    found = preview.findings if preview else []
    return [finding for finding in found if finding["level"] != Level.ERROR]


def _pause(look):
    """Seconds to the next look, as htmx writes them."""
    if look < QUICK:
        return "0.4"
    return "2" if look < SLOWER_AFTER + QUICK else "5"


def _number(text, default):
    return int(text) if text.isdecimal() and len(text) < 7 else default


def _watch_url(plan, look, line, unheard, in_column):
    address = f"{reverse('reports:plan-preview', args=[plan.pk])}?lan={look}"
    if line is not None:
        address += f"&dong={line}"
    if in_column:
        address += "&cot=1"
    return f"{address}&vang=1" if unheard else address


def _pages(plan, preview, line):
    """Pages with the place of the marked line, if it is on them."""
    if preview is None:
        return []
    marked, top = None, 0.0
    if line is not None and line < len(preview.line_pages):
        marked, top = preview.line_pages[line], preview.line_tops[line]

    def picture_url(page, width):
        return reverse("reports:preview-page", args=[plan.pk, preview.key, page, width])

    def entry(number):
        return {
            "sheet": sheets.sheet(preview.home, number, picture_url),
            "mark": f"{100 * top:.2f}" if number == marked else "",
        }

    return [entry(number) for number in range(1, preview.pages + 1)]
