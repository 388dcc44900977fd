"""Mẫu kế hoạch: the library, one of it, what is begun from it; a plan kept as one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, carrying, permissions
from campaigns.content import PlanContent
from campaigns.forms import BeginForm, TemplateForm
from campaigns.models import Plan, PlanTemplate
from campaigns.samples import BY_SLUG, SAMPLES
from campaigns.twin import from_own
from campaigns.views.carrying import year_planned
from campaigns.views.shared import UNPROCESSABLE, get_plan
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching

MAKE = "lap"


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """Thư viện mẫu: of one's own units, of those above, of the product."""
    require(bool(permissions.hosts_of(request.user)))
    found = PlanTemplate.objects.visible_to(request.user).for_list()
    own = permissions.template_units_of(request.user)
    context = {
        "templates": [
            {"template": one, "is_kept": one.unit_id in own}
            for one in found
            if one.is_offered or one.unit_id in own
        ],
        "samples": SAMPLES,
        "crumbs": _crumbs()[:1],
    }
    return render(request, "campaigns/template_list.html", context)


@require_http_methods(["GET", "POST"])
def template_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Một mẫu: its words, what the chosen year changes; ``buoc=lap`` makes the campaign."""
    template = _get(request, pk)
    require(bool(permissions.hosts_of(request.user)))
    if not template.is_offered:
        messages.info(
            request, f"Mẫu “{template}” đã cất. Muốn dùng thì bấm Sửa, chọn lại."
        )
        return redirect("campaigns:template-list")

    def make(form):
        return done(
            form, actions.begin_from_template, template.pk, by=request.user,
            host_id=form.host_id, year=form.cleaned_data["year"],
        )  # fmt: skip

    about = {"name": template.name, "about": template.about, "unit": template.unit}
    return _begin(request, from_own(template.twin), make, about)


@require_http_methods(["GET", "POST"])
def sample_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Một mẫu đi kèm phần mềm."""
    require(bool(permissions.hosts_of(request.user)))
    if slug not in BY_SLUG:
        raise Http404
    sample = BY_SLUG[slug]

    def make(form):
        return done(
            form, actions.begin_from_sample, slug, by=request.user,
            host_id=form.host_id, year=form.cleaned_data["year"],
        )  # fmt: skip

    return _begin(
        request, sample.content, make, {"name": sample.name, "about": sample.about}
    )


def _begin(
    request: HttpRequest, content: PlanContent, make: Callable[..., Plan | None],
    about: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    base = carrying.year_of(content)
    year = _usual(base)
    form = BeginForm(
        posted(request), hosts=permissions.hosts_of(request.user), base=base,
        initial={"year": year},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        year = form.cleaned_data["year"]
        if request.POST.get("buoc") == MAKE and (plan := make(form)) is not None:
            messages.success(
                request, "Đã lập bản nháp từ mẫu. Xem lại từng mục trước khi trình."
            )
            return redirect("campaigns:plan-check", plan.pk)
    carried = carrying.carry_on(content, max(year - base, 0) if base else 0).content
    context = about | {
        "form": form,
        "title": carried.title,
        "year": year,
        "lines": [
            {"marker": marker, "text": line.text, "kind": line.kind.value}
            for marker, line in zip(carried.markers, carried.lines, strict=True)
        ],
        "counts": [
            (len(carried.targets), "chỉ tiêu"),
            (len(carried.assignments), "việc giao"),
            (len(carried.deadlines), "thời hạn"),
        ],
        "crumbs": _crumbs(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/template_begin.html", context, status=status)


@require_http_methods(["GET", "POST"])
def template_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Giữ kế hoạch làm mẫu."""
    plan = get_plan(request, pk)
    require(permissions.can_keep_template(request.user, plan.issuer))
    form = TemplateForm(
        posted(request), is_new=True, initial={"name": plan.campaign.name[:120]}
    )
    if form.is_bound and form.is_valid():
        kept = done(
            form, actions.keep_template, plan.pk, by=request.user, **form.cleaned_data
        )
        if kept is not None:
            messages.success(request, f"Đã giữ mẫu “{kept}”.")
            return redirect("campaigns:template-list")
    return _form_page(
        request, form, "Giữ kế hoạch làm mẫu", "Giữ làm mẫu",
        "Mẫu giữ các dòng, chỉ tiêu, phân công như lúc này, không giữ số, ngày ban hành, "
        "người ký. Kế hoạch sửa về sau không làm đổi mẫu.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def template_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Đổi tên, chia sẻ, cất mẫu."""
    template = _get(request, pk)
    require(permissions.can_keep_template(request.user, template.unit))
    names = ("name", "about", "is_shared", "is_offered")
    form = TemplateForm(
        posted(request), is_new=False,
        initial={name: getattr(template, name) for name in names},
    )  # fmt: skip
    watching(form, template)
    if form.is_bound and form.is_valid():
        saved = done(
            form, actions.amend_template, template.pk, by=request.user,
            **form.cleaned_data,
        )  # fmt: skip
        if saved is not None:
            messages.success(request, f"Đã lưu mẫu “{saved}”.")
            return redirect("campaigns:template-list")
    return _form_page(request, form, f"Sửa mẫu: {template}", "Lưu mẫu", "")


def _form_page(request, form, title, act, lead):
    context = {
        "form": form,
        "title": title,
        "act": act,
        "lead": lead,
        "back": reverse("campaigns:template-list"),
        "crumbs": _crumbs(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/user_form.html", context, status=status)


def _get(request, pk):
    seen = PlanTemplate.objects.visible_to(request.user).select_related("unit")
    return get_object_or_404(seen, pk=pk)


def _usual(base: int | None) -> int:
    """Never before the template's own."""
    return max(year_planned(), base or 0)


def _crumbs():
    return [
        ("Lập phong trào", reverse("campaigns:campaign-start")),
        ("Mẫu kế hoạch", reverse("campaigns:template-list")),
    ]
