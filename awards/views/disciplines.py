"""Vụ việc đang xác minh, kỷ luật: of the authority that weighs, and of nobody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from awards import actions, permissions
from awards.forms.disciplines import DisciplineForm, SettleForm
from awards.models import Discipline
from awards.subject_search import subjects_named
from awards.views.catalogue import crumbs
from units.permissions import require
from units.posted import posted
from units.search import plain_words
from units.views.shared import UNPROCESSABLE, done, form_page


@require_safe
def discipline_list(request: HttpRequest) -> HttpResponse:
    """Vụ việc của cơ quan mình xét: those still open first."""
    hosts = permissions.discipline_authorities_of(request.user)
    require(bool(hosts))
    rows = list(Discipline.objects.visible_to(request.user).for_list())
    verifying = Discipline.Status.VERIFYING
    context = {
        "open": [row for row in rows if row.status == verifying],
        "settled": [row for row in rows if row.status != verifying],
        "many": len(hosts) > 1,
        "crumbs": crumbs(),
    }
    return render(request, "awards/discipline_list.html", context)


@require_http_methods(["GET", "POST"])
def discipline_record(request: HttpRequest) -> HttpResponse:
    """Ghi vụ việc: first who is meant is looked for by name, then chosen."""
    hosts = permissions.discipline_authorities_of(request.user)
    require(bool(hosts))
    data = posted(request)
    words = plain_words((data or request.GET).get("words"))
    found = subjects_named(words, hosts) if words else []
    form = DisciplineForm(data, hosts=hosts, found=found, initial={"words": words})
    searching = data is not None and "tim" in data
    if searching:
        form = DisciplineForm(
            hosts=hosts, found=found, initial={**data.dict(), "words": words}
        )
    elif form.is_bound and form.is_valid():
        given = form.cleaned_data
        saved = done(
            form, actions.record_discipline, given["authority"], by=request.user,
            begun_on=given["begun_on"], basis=given["basis"], **form.subject_ids,
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã ghi vụ việc. Đơn vị đề nghị không xem được.")
            return redirect("awards:discipline-list")
    context = {
        "form": form,
        "words": words,
        "found": found,
        "back": reverse("awards:discipline-list"),
        "crumbs": [*crumbs(), ("Vụ việc, kỷ luật", reverse("awards:discipline-list"))],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/discipline_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def discipline_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi kết luận."""
    seen = Discipline.objects.visible_to(request.user).for_list()
    case = get_object_or_404(seen, pk=pk)
    require(permissions.can_keep_discipline(request.user, case.authority))
    form = SettleForm(posted(request))
    if form.is_bound and form.is_valid():
        saved = done(
            form, actions.settle_discipline, pk, by=request.user, **form.cleaned_data
        )
        if saved is not None:
            messages.success(request, "Đã ghi kết luận.")
            return redirect("awards:discipline-list")
    cases = reverse("awards:discipline-list")
    return form_page(
        request, "units/user_form.html", form,
        title=f"Kết luận: {case.honouree or case.collective}",
        lead=f"Đang ghi: {case.basis}.", act="Ghi kết luận", back=cases,
        crumbs=[*crumbs(), ("Vụ việc, kỷ luật", cases)],
    )  # fmt: skip
