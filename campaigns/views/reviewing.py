"""Kiểm tra, trình duyệt, rút về; trang của lãnh đạo: duyệt, trả lại."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import (
    actions,
    changes,
    looking,
    permissions,
    readiness,
    standing,
    statutes,
)
from campaigns.forms import MarkForm, ReturnForm
from campaigns.models import Plan, PlanVersion, VersionOccasion
from campaigns.papers import effect_of
from campaigns.queries import signature_of
from campaigns.sections import BASES, GENERAL, RECIPIENTS, SIGNER
from campaigns.views.comment_rows import places_said
from campaigns.views.desk import Desk, outline_context, superior_context
from campaigns.views.line_comments import panel
from campaigns.views.opening import look_again_context, opening_context
from campaigns.views.passing import turn_context
from campaigns.views.route_map import map_context
from campaigns.views.shared import (
    UNPROCESSABLE,
    campaign_url,
    compare_url,
    get_plan,
    get_plan_to_edit,
)
from campaigns.way import way_of
from campaigns.wording import KIND_OF_FIELD, between, describe
from units import form_messages
from units.errors import Refused
from units.pages import url_or_none
from units.permissions import require
from units.posted import posted

Status = Plan.Status


@require_safe
def plan_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Kiểm tra trước khi trình: what is missing first, then all that was filled in."""
    plan = get_plan_to_edit(request, pk)
    return check_page(request, plan)


@require_http_methods(["GET", "POST"])
def plan_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Trình duyệt; refused, the page says why. Asked for again by its address: the page itself."""
    plan = get_plan_to_edit(request, pk)
    if request.method == "GET":
        return redirect("campaigns:plan-check", plan.pk)
    try:
        actions.submit_plan(plan.pk, by=request.user)
    except Refused as refusal:
        plan = get_plan_to_edit(request, pk)
        if plan.is_open:
            return check_page(request, plan, refused=str(refusal))
        messages.info(
            request, str(refusal)
        )  # sent already, by a colleague or another tab
        return redirect("campaigns:plan-check", plan.pk)
    signer = plan.signer.user.full_name if plan.signer else "lãnh đạo"
    messages.success(
        request,
        f"Đã trình {signer}. Kế hoạch khóa sửa đến khi được duyệt hoặc trả lại.",
    )
    return redirect("campaigns:plan-check", plan.pk)


@require_POST
def plan_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút về để sửa tiếp."""
    plan = get_plan_to_edit(request, pk)
    actions.withdraw_plan(plan.pk, by=request.user)
    messages.success(request, "Đã rút kế hoạch về. Anh/chị sửa tiếp được.")
    return redirect("campaigns:plan-check", plan.pk)


@require_POST
def plan_own_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Dùng tên cơ quan mình: the head that was read from another authority's file goes."""
    plan = get_plan_to_edit(request, pk)
    actions.take_own_head(plan.pk, by=request.user)
    messages.success(request, f"Phần đầu văn bản đã theo tên của {plan.issuer}.")
    return redirect("campaigns:plan-check", plan.pk)


@require_POST
def plan_cite_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Thay căn cứ đã hết hiệu lực bằng văn bản thay thế nó."""
    plan = get_plan_to_edit(request, pk)
    line = actions.cite_anew(
        plan.pk, by=request.user, code=request.POST.get("van-ban", "")
    )
    messages.success(request, f"Đã thay: {line.text}")
    return redirect(_looks_url(plan))


@require_POST
def plan_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Đã xem một điều nên xem lại: it is told no more, nor to the leader as something open."""
    plan = get_plan_to_edit(request, pk)
    actions.settle_doubt(plan.pk, by=request.user, doubt=request.POST.get("dieu", ""))
    return redirect(_looks_url(plan))


@require_POST
def plan_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Đưa lại vào danh sách nên xem."""
    plan = get_plan_to_edit(request, pk)
    actions.reopen_doubt(plan.pk, by=request.user, doubt=request.POST.get("dieu", ""))
    return redirect(_looks_url(plan))


def _looks_url(plan):
    return reverse("campaigns:plan-check", args=[plan.pk]) + "#nen-xem"


@require_safe
def plan_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Duyệt: the sheets, what the plan promises, and the two buttons."""
    plan = get_plan(request, pk)
    require(permissions.can_read_for_review(request.user, plan))
    if plan.status == Status.SUBMITTED and permissions.can_sign(request.user, plan):
        looking.note_look(request.user, plan)
    return _review_page(request, plan)


@require_http_methods(["GET", "POST"])
def plan_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại để sửa, với lý do."""
    plan = get_plan(request, pk)
    require(permissions.can_review(request.user, plan))
    form = ReturnForm(posted(request), places=places_said(request.user, plan))
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_plan(
                plan.pk,
                by=request.user,
                reason=form.cleaned_data["reason"],
                **form.opens,
            )
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            messages.success(
                request, "Đã trả lại. Người soạn thấy lý do trên bản nháp của mình."
            )
            return redirect(campaign_url(plan.campaign))
    context = _head(plan) | {
        "form": form,
        "review_url": reverse("campaigns:plan-review", args=[plan.pk]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/return.html", context, status=status)


def check_page(request, plan, refused="", mark=None):
    """``mark``: the form of a version that could not be kept, as typed."""
    desk = Desk(plan)
    blocking = readiness.blocking(plan, desk.content)
    context = _head(plan) | {
        "blocking": _with_urls(desk, blocking),
        "advice": [
            {
                "gap": gap,
                "key": key,
                "url": desk.gap_url(gap),
                "code": statutes.code_in(gap.act),
            }
            for gap, key in zip(desk.gaps, desk.looks.keys, strict=True)
            if not gap.blocks
        ],
        "settled": [
            {"item": item, "url": desk.gap_url(item.gap)} for item in desk.looks.settled
        ],
        "refused": refused,
        "form_is_checked": desk.printed_faults is not None,
        "printed_faults": desk.printed_faults or [],
        "format_url": url_or_none("reports:plan-format", plan.pk),
        "is_open": plan.is_open,
        "is_submitted": plan.status == Status.SUBMITTED,
        "open_return": desk.open_return,
        "since": _since(desk, plan.returns.first()) if not plan.approved_at else None,
        "summary": _summary(desk),
        "edit_url": reverse("campaigns:plan-edit", args=[plan.pk]),
        "preview_url": url_or_none("reports:plan-preview", plan.pk),
        "word_url": url_or_none("reports:plan-word", plan.pk),
        "newest_version": PlanVersion.objects.of_plan(plan).for_list().first(),
        "mark_form": mark or MarkForm(),
        **superior_context(desk),
        **_way(desk.plan, request.user),
        **panel(desk),
        **opening_context(desk, request.user),
        **outline_context(desk),
    }
    status = UNPROCESSABLE if refused or mark else 200
    return render(request, "campaigns/check.html", context, status=status)


def _review_page(request, plan):
    desk = Desk(plan)
    submitted = plan.status == Status.SUBMITTED
    form = ReturnForm(places=places_said(request.user, plan) if submitted else ())
    earlier = list(plan.returns.select_related("returned_by"))
    content = desk.content
    context = _head(plan) | {
        "form": form,
        "is_submitted": plan.status == Status.SUBMITTED,
        "is_signer": permissions.can_sign(request.user, plan),
        "can_review": permissions.can_review(request.user, plan),
        "submitted_by": plan.submitted_by,
        "preview_url": url_or_none("reports:plan-preview", plan.pk),
        "word_url": url_or_none("reports:plan-word", plan.pk),
        "sign_url": _sign_url(plan),
        "format_url": _format_url(plan) if desk.printed_faults is None else "",
        "faults": readiness.obstacles(plan, content, desk.printed_faults).gaps,
        "return_url": reverse("campaigns:plan-return", args=[plan.pk]),
        "signature": signature_of(plan),
        "dates": between(content.starts_on, content.ends_on),
        "advice": [gap for gap in desk.gaps if not gap.blocks],
        "settled": desk.looks.settled,
        "understood": [
            {
                "kind": kind,
                "notes": [_told(content, note) for note in getattr(content, name)],
            }
            for name, kind in KIND_OF_FIELD.items()
            if getattr(content, name) and name != "citations"
        ],
        "recipients": content.recipients,
        "earlier": earlier,
        "since": _since(desk, earlier[0] if earlier else None),
        "last_sent_url": _last_sent_url(plan),
        **_way(plan, request.user),
        **panel(desk),
        **opening_context(desk, request.user),
        **look_again_context(desk, request.user, earlier[0] if earlier else None),
    }
    return render(request, "campaigns/review.html", context)


def _way(plan, user) -> dict[str, Any]:
    """Where on its route the plan is, and what of it waits for the visitor."""
    way = way_of(plan)
    return map_context(plan, way, user) | turn_context(plan, way, user)


def _last_sent_url(plan):
    """This submission beside the one before; "" of the first."""
    sent = VersionOccasion.objects.submissions_of(plan)[:2]
    numbers = [one.version.number for one in sent]
    return compare_url(plan, numbers[1], numbers[0]) if len(numbers) > 1 else ""


def _told(content, note) -> str:
    """The note in words, as its own line has them."""
    return describe(note, content.lines[note.line].text)


def _since(desk, returned):
    """What was done since the plan came back the last time."""
    return changes.since_return(desk.plan, returned, desk.rows, desk.content.markers)


def _sign_url(plan):
    """Where the leader signs the version that this page shows, and no later one."""
    url = url_or_none("reports:plan-sign", plan.pk)
    return url and f"{url}?phien_ban={plan.version}"


def _format_url(plan):
    """Where the page learns how the check of its pages ended; gives the way to sign then."""
    url = url_or_none("reports:plan-format", plan.pk)
    return url and f"{url}?ky={plan.version}"


def _head(plan) -> dict[str, Any]:
    return {
        "plan": plan,
        "campaign_url": campaign_url(plan.campaign),
        "standing": standing.OF_PLAN[Status(plan.status)],
        "effect": effect_of(plan),
    }


def _with_urls(desk, gaps):
    return [{"gap": gap, "url": desk.gap_url(gap)} for gap in gaps]


def _summary(desk) -> list[dict[str, Any]]:
    """Every section with what stands in it, in short."""
    plan, content = desk.plan, desk.content
    notes: dict[int, list[str]] = {}
    for name, kind in KIND_OF_FIELD.items():
        for note in getattr(content, name):
            notes.setdefault(note.line, []).append(
                f"{kind.label}: {_told(content, note)}"
            )
    found = []
    for page in desk.pages:
        more = 0
        if page.slug == GENERAL:
            head = content.letterhead
            says = [
                content.title,
                " · ".join(
                    filter(
                        None,
                        (head.authority.replace("\n", " "), head.symbol, head.place),
                    )
                ),
            ]
        elif page.slug == RECIPIENTS:
            says = ["; ".join(content.recipients)]
        elif page.slug == SIGNER:
            block = content.signature
            says = [" – ".join([*block.authority_lines, block.signer])]
        else:
            body = page.lines[1:] if page.slug != BASES else page.lines
            says = [content.lines[i].text for i in body][:3]
            more = max(len(body) - 3, 0)
        found.append(
            {
                "name": page.name,
                "url": desk.url(page.slug) if plan.is_open else "",
                "says": [text for text in says if text.strip()],
                "more": more,
                "notes": [text for i in page.lines for text in notes.get(i, ())],
            }
        )
    return found
