"""Điển hình tiên tiến: of a campaign, of all that reach a person; chosen, led on, adopted."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, permissions
from campaigns.forms.progress_registering import AdoptForm, ExampleForm, WhyForm
from campaigns.models import Campaign, Participation, Undertaking
from campaigns.views.overview import Head
from campaigns.views.progress.crumbs import to_undertaking
from campaigns.views.progress.tabs import unit_tabs
from campaigns.views.shared import campaign_url, small_page
from units import fence
from units.models import User
from units.permissions import require
from units.posted import posted
from units.views.shared import done
from units.wording import vn_number

Stage, Status = Undertaking.Stage, Undertaking.Status
PAGE = 30
HINTS = {
    Stage.FOUND: "Vì sao đáng học: cách làm mới, kết quả rõ, nơi khác làm được.",
    Stage.NURTURED: "Đã giúp gì: kinh phí, người, hướng dẫn; còn cần gì.",
    Stage.SUMMED_UP: "Kết quả sau thời gian theo dõi; bài học.",
    Stage.SPREAD: "Nhân rộng đến đâu, ai làm theo, bằng cách nào.",
}


@require_safe
def example_list(request: HttpRequest) -> HttpResponse:
    """Điển hình của mọi phong trào đến được người xem: ``?buoc=``."""
    found = Undertaking.objects.examples_for(request.user)
    context = _list_context(request, found) | {
        "tabs": unit_tabs("example-list"), "url": reverse("campaigns:example-list"),
    }  # fmt: skip
    return render(request, "campaigns/progress/example_list.html", context)


@require_safe
def campaign_examples(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Điển hình của một phong trào."""
    campaigns = Campaign.objects.visible_to(request.user).for_list()
    campaign = get_object_or_404(campaigns, pk=pk)
    head = Head.of(request.user, campaign)
    found = Undertaking.objects.examples_for(request.user).filter(campaign=campaign)
    context = head.context("campaign-examples") | _list_context(request, found)
    context |= {
        "url": campaign_url(campaign, "campaign-examples"),
        "chooses": permissions.can_choose_examples(request.user, campaign),
        "board_url": campaign_url(campaign, "campaign-registrations"),
    }
    return render(request, "campaigns/progress/campaign_examples.html", context)


def _list_context(request, found: QuerySet[Undertaking]) -> dict[str, Any]:
    wanted = request.GET.get("buoc", "")
    stages = [one for one in Stage if one]
    wanted = wanted if wanted in stages else ""
    counted = found.order_by().values_list("stage").annotate(number=Count("pk"))
    counts = dict(counted)
    shown = found.filter(stage=wanted) if wanted else found
    rows = shown.select_related("unit", "campaign__host").order_by(
        "-approved_at", "-pk"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    examples = list(page)
    adopted = adoptions(examples)
    return {
        "page": page,
        "total": sum(counts.values()),
        "wanted": wanted,
        "stages": [
            {"value": one.value, "label": one.label, "count": counts.get(one, 0)}
            for one in stages
            if counts.get(one) or one == wanted
        ],
        "rows": [
            {
                "undertaking": one,
                "url": reverse("campaigns:undertaking", args=[one.pk]),
                "stage": one.get_stage_display(),
                "credit": credit(adopted.get(one.pk, 0)),
            }
            for one in examples
        ],
    }


def adoptions(examples: list[Undertaking]) -> dict[int, int]:
    """Example → how many units have adopted it, and were approved: one query.

    Whose campaign an example reaches reads that others learnt from it, though what those have
    registered is theirs: nothing but the number and (``_adopters``) the names is told.
    """
    if not examples:
        return {}
    with fence.lowered():
        rows = Undertaking.objects.approved().filter(adopted_from__in=examples)
        counted = (
            rows.order_by()
            .values_list("adopted_from")
            .annotate(units=Count("unit", distinct=True))
        )
        return dict(counted)


def credit(number: int) -> str:
    """ "đã được 3 đơn vị học theo"; nothing where nobody has."""
    return f"đã được {vn_number(number)} đơn vị học theo" if number else ""


def example_context(user: User, undertaking: Undertaking) -> dict[str, Any]:
    """For the page of an undertaking: its steps, who adopted it, what may follow."""
    steps = list(undertaking.steps.select_related("by"))
    chooses = undertaking.status == Status.APPROVED and permissions.can_choose_examples(
        user, undertaking.campaign
    )
    following = undertaking.next_stage if chooses else None
    context: dict[str, Any] = {
        "steps": steps,
        "next_stage": following.label if following else "",
        "drops_example": chooses and bool(undertaking.stage),
        "origin": _origin(user, undertaking),
    }
    if undertaking.stage or steps:
        adopters = _adopters(undertaking)
        approved = [one for one in adopters if one["is_approved"]]
        context |= {
            "adopters": adopters,
            "credit": credit(len({one["unit"] for one in approved})),
            "can_adopt": bool(undertaking.stage) and bool(_takings(user, undertaking)),
        }
    return context


def _adopters(example) -> list[dict[str, Any]]:
    """Who adopted it, with the state of what they sent; drafts are nobody's business."""
    with fence.lowered():
        rows = Undertaking.objects.filter(adopted_from=example).exclude(status="draft")
        found = rows.select_related("unit", "campaign").order_by("approved_at", "pk")
        return [
            {
                "unit": str(one.unit),
                "campaign": one.campaign.name
                if one.campaign_id != example.campaign_id
                else "",
                "label": one.get_status_display(),
                "tag": {"approved": "ok", "returned": "warn"}.get(one.status, "info"),
                "is_approved": one.status == Status.APPROVED,
                "finished_on": one.finished_on,
            }
            for one in found
        ]


def _origin(user, undertaking) -> dict[str, str] | None:
    """Học theo ai: named always, also once it is no example any more; opened where it is one."""
    if undertaking.adopted_from_id is None:
        return None
    seen = Undertaking.objects.visible_to(user)
    is_seen = seen.filter(pk=undertaking.adopted_from_id).exists()
    with fence.lowered():
        rows = Undertaking.objects.select_related("unit")
        example = rows.get(pk=undertaking.adopted_from_id)
    url = reverse("campaigns:undertaking", args=[example.pk]) if is_seen else ""
    return {"unit": str(example.unit), "name": str(example), "url": url}


def _takings(user, example) -> list[Participation]:
    """Where the person may register what they learnt; the example's own campaign first."""
    units = [*user.units_read]
    rows = Participation.objects.of_units_of(user).active()
    rows = rows.filter(unit__in=units).exclude(unit=example.unit_id)
    rows = rows.exclude(undertakings__adopted_from=example)
    found = rows.select_related("campaign__host", "unit").order_by(
        "-campaign__starts_on", "pk"
    )
    return sorted(
        (one for one in found if permissions.can_register(user, one)),
        key=lambda one: one.campaign_id != example.campaign_id,
    )


@require_http_methods(["GET", "POST"])
def example_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Chọn làm điển hình, đưa sang bước sau."""
    undertaking = _get(request, pk)
    require(permissions.can_choose_examples(request.user, undertaking.campaign))
    page = reverse("campaigns:undertaking", args=[pk])
    following = undertaking.next_stage
    if following is None:
        messages.info(request, "Điển hình đã ở bước cuối, nhân rộng.")
        return redirect(page)
    form = ExampleForm(
        posted(request), initial={"stage": following.value}, hint=HINTS[following]
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        step = done(
            form, actions.take_example_on, pk, by=request.user, stage=given["stage"],
            on=given["on"], note=given["note"],
        )  # fmt: skip
        if step is not None:
            messages.success(request, f"Đã ghi bước “{step}”.")
            return redirect(page)
    first = not undertaking.stage
    return _small(
        request, form, page, undertaking,
        title="Chọn làm điển hình" if first else f"Điển hình: {following.label.lower()}",
        act="Chọn làm điển hình" if first else "Ghi bước này",
        lead="Phát hiện, bồi dưỡng, tổng kết, nhân rộng: mỗi bước ghi ngày và nhận xét, không "
        "sửa về sau. Đơn vị khác trong phong trào xem được điển hình và học theo.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def example_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi chọn làm điển hình."""
    undertaking = _get(request, pk)
    require(permissions.can_choose_examples(request.user, undertaking.campaign))
    page = reverse("campaigns:undertaking", args=[pk])
    form = WhyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, actions.drop_example, pk, by=request.user, reason=reason):
            messages.success(request, "Đã thôi chọn làm điển hình.")
            return redirect(page)
    return _small(
        request, form, page, undertaking, title="Thôi chọn làm điển hình", act="Thôi chọn",
        lead="Các bước đã ghi vẫn còn; đơn vị đã học theo giữ mô hình của mình.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def example_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Học theo: a draft of one's own begun from the example."""
    example = get_object_or_404(
        Undertaking.objects.examples_for(request.user).for_page(), pk=pk
    )
    takings = _takings(request.user, example)
    require(bool(takings))
    page = reverse("campaigns:undertaking", args=[pk])
    form = AdoptForm(posted(request), takings=takings)
    if request.method == "POST" and form.is_valid():
        adopted = done(
            form,
            actions.adopt_example,
            pk,
            form.cleaned_data["taking"],
            by=request.user,
        )
        if adopted is not None:
            messages.success(
                request,
                "Đã lập bản nháp theo điển hình. Sửa cho hợp với đơn vị mình rồi gửi.",
            )
            return redirect("campaigns:undertaking-edit", adopted.pk)
    return _small(
        request, form, page, example, title="Học theo điển hình này", act="Lập bản nháp",
        lead="Tên và cách làm được chép sang bản nháp của đơn vị; ghi rõ học theo ai. Đăng ký "
        "được duyệt như mọi đăng ký khác.",
    )  # fmt: skip


def _small(request, form, back, undertaking, **words) -> HttpResponse:
    return small_page(
        request, form, back=back, about=str(undertaking),
        crumbs=to_undertaking(request.user, undertaking), **words,
    )  # fmt: skip


def _get(request, pk) -> Undertaking:
    seen = Undertaking.objects.visible_to(request.user)
    return get_object_or_404(seen.for_page(), pk=pk)
