"""Xem trước: a draft as the pages it would be printed on."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.models import Plan
from reports import previews, tasks
from reports.views.files import KEPT, picture
from reports.webp import size_of

SLOWER_AFTER = 15  # looks at two seconds, then one every five


@require_safe
@never_cache
def plan_preview(request, pk):
    """The pages of the plan as it stands; a fragment for htmx, else a page of its own.

    ``?dong=n``: the n-th line of the plan (from 0) is marked where it begins. ``?vang=1``: the
    last request reached no worker; the next one follows in two minutes.
    """
    plan = _get(request, pk)
    key = previews.key_of(plan)
    preview = previews.ready(key)
    unheard = "vang" in request.GET
    if preview is None and previews.should_ask(key):
        unheard = not tasks.wake(tasks.render_preview, plan.pk)
    look = _number(request.GET.get("lan", ""), 0)
    line = _number(request.GET.get("dong", ""), None)
    context = {
        "plan": plan,
        "preview": preview,
        "pages": _pages(plan, preview, line),
        "line": line,
        "unheard": unheard,
        "watch_url": _watch_url(plan, look + 1, line, unheard),
        "every": 2 if look < SLOWER_AFTER else 5,
        "is_slow": look > SLOWER_AFTER,
    }
    template = "reports/plan_preview.html" + ("#pages" if request.htmx else "")
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def preview_page(request, pk, key, page):
    """Picture of one page. The key is a hash of the words: who has it has seen them."""
    _get(request, pk)
    preview = previews.ready(key)
    if preview is None or not 1 <= page <= preview.pages:
        raise Http404
    return picture(request, preview.image(page), cache=KEPT)


def _get(request, pk):
    """Drafts of the user's own authority, and whatever else the user may see."""
    plans = Plan.objects.visible_to(request.user).for_list()
    return get_object_or_404(plans.select_related("signer__unit"), pk=pk)


def _number(text, default):
    return int(text) if text.isdecimal() and len(text) < 7 else default


def _watch_url(plan, look, line, unheard):
    address = f"{reverse('reports:plan-preview', args=[plan.pk])}?lan={look}"
    if line is not None:
        address += f"&dong={line}"
    return f"{address}&vang=1" if unheard else address


def _pages(plan, preview, line):
    """Pages with the place of the marked line, if it is on them."""
    if preview is None:
        return []
    marked, top = None, 0.0
    if line is not None and line < len(preview.line_pages):
        marked, top = preview.line_pages[line], preview.line_tops[line]

    def entry(number):
        size = size_of(preview.image(number))
        return {
            "number": number,
            "image": reverse(
                "reports:preview-page", args=[plan.pk, preview.key, number]
            ),
            "across": bool(size and size[0] > size[1]),
            "mark": f"{100 * top:.2f}" if number == marked else "",
        }

    return [entry(number) for number in range(1, preview.pages + 1)]
