"""Lập kế hoạch trả lời cấp trên: which plan, then what of it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, revising, superiors
from campaigns.answers import content_issued, own_names
from campaigns.content import PlanContent
from campaigns.forms import SuperiorFileForm, SuperiorForm
from campaigns.models import ImportDraft, Plan
from campaigns.offering import OFFERED, citation_words, offers
from campaigns.permissions import hosts_of
from campaigns.reading import Unreadable
from campaigns.reading.limits import LARGEST_FILE, check_size
from campaigns.views.shared import UNPROCESSABLE, get_plan, go
from campaigns.wording import KIND_OF_FIELD, describe
from units import form_messages
from units.errors import Refused
from units.models import Unit
from units.pages import answer
from units.permissions import require
from units.posted import posted
from units.search import plain_words
from units.uploads import limit_upload

PAGE_SIZE = 30
LISTED = "campaigns/superior_list.html"
TOO_LARGE = (
    f"Tệp lớn hơn {LARGEST_FILE // 2**20} MB nên chưa đọc. Bỏ bớt ảnh hoặc tách phụ lục ra "
    "tệp riêng rồi chọn lại."
)


@require_safe
def superior_list(request: HttpRequest) -> HttpResponse:
    """Chọn kế hoạch cấp trên: those of this installation, or a file."""
    require(bool(hosts_of(request.user)))
    return _list(request, SuperiorFileForm())


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def superior_upload(request: HttpRequest) -> HttpResponse:
    """Nhận tệp của cấp trên; a worker looks at its signatures and reads it."""
    limit = limit_upload(request, LARGEST_FILE)
    try:
        return _upload(request, limit)
    except (RequestDataTooBig, TooManyFieldsSent):
        require(bool(hosts_of(request.user)))
        request.POST = QueryDict()  # the body is spent
        return superior_refused(request, TOO_LARGE)


@csrf_protect
@require_http_methods(["GET", "POST"])
def _upload(request, limit):
    require(bool(hosts_of(request.user)))
    if request.method == "GET":
        return redirect("campaigns:superior-list")
    form = SuperiorFileForm(request.POST, request.FILES)
    if limit.too_large:
        return superior_refused(request, TOO_LARGE)
    if not form.is_valid():
        return _list(request, form)
    file = form.cleaned_data["file"]
    try:
        check_size(file.size)
        draft = actions.keep_source(
            by=request.user, file_name=file.name, content=file.read(), is_superior=True
        )
    except (Unreadable, Refused) as refusal:
        return superior_refused(request, str(refusal))
    return go(request, reverse("campaigns:import-review", args=[draft.pk]))


@require_http_methods(["GET", "POST"])
def plan_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Chọn từ kế hoạch cấp trên ban hành trong hệ thống này."""
    plan = get_plan(request, pk)
    hosts = superiors.hosts_for(request.user, plan.pk)
    require(bool(hosts))

    def make(**chosen):
        return actions.answer_plan(plan.pk, by=request.user, **chosen)

    back = reverse("campaigns:superior-list")
    return _choose(request, content_issued(plan), hosts, make, back)


@require_http_methods(["GET", "POST"])
def import_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Chọn từ kế hoạch cấp trên đọc từ tệp, after it was looked through where it had to be."""
    made = Plan.objects.made_of_reading(pk, request.user).first()
    if made is not None:  # gone back to, or clicked twice
        return go(request, reverse("campaigns:plan-check", args=[made.pk]))
    draft = get_object_or_404(ImportDraft.objects.of(request.user), pk=pk)
    hosts = hosts_of(request.user)
    require(bool(hosts))
    if not draft.twin:
        return redirect("campaigns:import-review", draft.pk)

    def make(**chosen):
        return actions.answer_reading(draft.pk, by=request.user, **chosen)

    back = reverse("campaigns:import-review", args=[draft.pk])
    return _choose(request, revising.load(draft).content, hosts, make, back, draft)


def _list(request, form):
    words = plain_words(request.GET.get("q"))
    plans = superiors.found(superiors.offered(request.user), words)
    page = Paginator(plans, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": [
            {
                "plan": plan,
                "number": plan.known_number if plan.source_number else plan.symbol,
                "url": reverse("campaigns:plan-answer", args=[plan.pk]),
            }
            for plan in page
        ],
        "words": words,
        "form": form,
    }
    status = UNPROCESSABLE if form.errors else 200
    return answer(request, LISTED, "results", context, status=status)


def superior_refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """The same page, with what is wrong with the file beside its field."""
    form = SuperiorFileForm({})
    form.errors.clear()
    form.add_error("file", sentence)
    return _list(request, form)


def _choose(
    request: HttpRequest, superior: PlanContent, hosts: Sequence[Unit],
    make: Callable[..., Plan], back: str, draft: ImportDraft | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of the choice; what was typed stays where something is wrong."""
    names = [name for host in hosts for name in own_names(host)]
    offered = offers(superior, names)
    cited = citation_words(superior)
    form = SuperiorForm(
        posted(request),
        hosts=list(hosts),
        offers=offered,
        initial={"title": superior.title, "cited": _about(cited, superior.title)},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            plan = make(
                host_id=form.host_id, title=given["title"], cited=given["cited"],
                chosen=form.chosen,
            )  # fmt: skip
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            return redirect("campaigns:plan-check", plan.pk)
    markers = superior.markers
    context: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "cited": cited,
        "title": superior.title,
        "back": back,
        "groups": [
            {
                "kind": KIND_OF_FIELD[kind],
                "rows": [
                    {
                        "row": row,
                        "where": markers[row.offer.note.line],
                        "told": describe(row.offer.note, row.offer.words),
                    }
                    for row in rows
                ],
            }
            for kind in OFFERED
            if (rows := list(form.rows(kind)))
        ],
    }
    status = UNPROCESSABLE if form.errors else 200
    return answer(request, "campaigns/answer.html", "choice", context, status=status)


def _about(cited: str, title: str) -> str:
    """ "… về phát động thi đua": the trích yếu begins small after "về"."""
    title = title.strip()
    if not title:
        return cited
    words = title if title[:2].isupper() else title[:1].lower() + title[1:]
    return f"{cited} {words}" if words.startswith("về ") else f"{cited} về {words}"
