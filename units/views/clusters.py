"""Cụm, khối thi đua: the list, one of them, and what those do who look after it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from units import actions, book_links, permissions
from units.forms.clusters import (
    AppointForm,
    EndOfficeForm,
    FoundForm,
    JoinForm,
    LeaveForm,
)
from units.long_lists import page_of
from units.models import ClusterOffice, Unit, UnitName
from units.pages import answer
from units.permissions import require
from units.posted import posted
from units.queries import clusters as queries
from units.queries.clusters import STATES
from units.search import plain_words
from units.views.shared import UNPROCESSABLE, done
from units.wording import vn_date, vn_number


@require_safe
def cluster_list(request: HttpRequest) -> HttpResponse:
    """Cụm, khối: ``?q= &tt=``, all in the address."""
    today = localdate()
    words = plain_words(request.GET.get("q"))
    state = request.GET.get("tt", "")
    state = state if state in STATES else ""
    seen = Unit.objects.clusters_of(request.user)
    page = page_of(
        request, queries.filtered(seen, words=words, state=state, today=today)
    )
    context = {
        "page": page,
        "rows": queries.rows(list(page), today),
        "words": words,
        "state": state,
        "state_word": STATES.get(state, ""),
        "states": [("", "Còn hoạt động"), *STATES.items()],
        "is_narrowed": bool(words or state),
        "keeps": permissions.keeps_somebody(request.user),
    }
    return answer(request, "units/cluster_list.html", "results", context)


@require_safe
def cluster_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một cụm, khối: its members, its heads over the years, what is being handed over."""
    cluster = _get(request, pk)
    today = localdate()
    keeps = permissions.can_keep_clusters(request.user, cluster)
    page = queries.page_of_cluster(cluster, today)
    past = [office for office in page.offices if office.valid_to < today]
    context = {
        "cluster": cluster,
        "cluster_page": page,
        "today": today,
        "past": past,
        "first_name": UnitName.objects.of_unit(cluster).last(),
        "has_ended": cluster.has_ended(today),
        "keeps": keeps and not cluster.has_ended(today),
        "administers": keeps and permissions.can_administer(request.user, cluster),
        "book_url": book_links.book_url(request.user, cluster, "don-vi", cluster.pk),
        "crumbs": crumbs(),
    }
    return render(request, "units/cluster.html", context)


@require_http_methods(["GET", "POST"])
def cluster_found(request: HttpRequest) -> HttpResponse:
    """Thành lập cụm, khối: ``?don-vi=`` says under which authority."""
    require(permissions.keeps_somebody(request.user))
    user = request.user
    if request.method == "POST" and request.POST.get("tim"):
        form = FoundForm(initial=request.POST.dict(), user=user)
    elif request.method == "POST":
        form = FoundForm(request.POST, user=user)
    else:
        own = Unit.objects.filter(path__in=user.kept_paths).order_by("path").first()
        start = {"unit": request.GET.get("don-vi") or own}
        form = FoundForm(initial=start, user=user)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        cluster = done(form, actions.found_cluster, by=user, unit_id=unit.pk, **given)
        if cluster is not None:
            messages.success(
                request, f"Đã thành lập {cluster}. Tiếp theo: thêm thành viên."
            )
            return redirect("cluster-join", cluster.pk)
    return form_page(
        request,
        form,
        title="Thành lập cụm, khối",
        lead="Theo quyết định của cơ quan có thẩm quyền. Thành viên vẫn trực thuộc nơi cũ.",
        act="Thành lập",
    )


@require_http_methods(["GET", "POST"])
def cluster_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Thêm thành viên: ``loc`` in what is sent asks only for other units to choose from."""
    cluster = _get_kept(request, pk)
    if request.method == "POST" and not request.POST.get("loc"):
        form = JoinForm(request.POST, cluster=cluster, user=request.user)
    else:
        typed = request.POST.dict() | {"units": request.POST.getlist("units")}
        form = JoinForm(initial=typed, cluster=cluster, user=request.user)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        members = done(
            form,
            actions.add_cluster_members,
            cluster.pk,
            by=request.user,
            unit_ids=given["units"],
            valid_from=given["valid_from"],
            basis=given["basis"],
        )
        if members is not None:
            messages.success(request, f"Đã thêm {vn_number(len(members))} thành viên.")
            return redirect("cluster", cluster.pk)
    context = {
        "cluster": cluster,
        "form": form,
        "crumbs": crumbs(cluster),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/cluster_join.html", context, status=status)


@require_http_methods(["GET", "POST"])
def cluster_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Cho thôi thành viên."""
    cluster = _get_kept(request, pk)
    page = queries.page_of_cluster(cluster, localdate())
    form = LeaveForm(posted(request), rows=page.members, coming=page.to_come)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        members = done(
            form,
            actions.end_cluster_members,
            cluster.pk,
            by=request.user,
            member_ids=given["members"],
            valid_to=given["valid_to"],
            basis=given["basis"],
        )
        if members is not None:
            messages.success(
                request,
                f"{vn_number(len(members))} thành viên thôi tham gia sau ngày "
                f"{vn_date(given['valid_to'])}.",
            )
            return redirect("cluster", cluster.pk)
    return form_page(
        request,
        form,
        cluster,
        title="Cho thôi thành viên",
        lead="Đơn vị đang là trưởng hoặc phó thì cho thôi chức vụ trước.",
        act="Cho thôi",
    )


@require_http_methods(["GET", "POST"])
def cluster_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Cử trưởng, phó: of this term or of one to come."""
    cluster = _get_kept(request, pk)
    page = queries.page_of_cluster(cluster, localdate())
    form = AppointForm(posted(request), page=page)
    if form.is_bound and form.is_valid():
        offices = done(
            form,
            actions.appoint_cluster_heads,
            cluster.pk,
            by=request.user,
            **form.facts,
        )
        if offices is not None:
            names = ", ".join(f"{one.unit} ({one.title.lower()})" for one in offices)
            messages.success(request, f"Đã cử {names}.")
            return redirect("cluster", cluster.pk)
    return form_page(
        request,
        form,
        cluster,
        title=f"Cử trưởng, phó {page.word}",
        lead="Nhiệm kỳ sắp tới ghi trước được; hai bên bàn giao dần trước ngày đổi.",
        act="Cử trưởng, phó",
    )


@require_http_methods(["GET", "POST"])
def cluster_office_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Cho thôi trưởng, phó trước hạn; a term to come is taken back."""
    seen = ClusterOffice.objects.filter(
        cluster__in=Unit.objects.clusters_of(request.user)
    )
    office = get_object_or_404(seen.select_related("unit", "cluster__parent"), pk=pk)
    cluster = office.cluster
    require(permissions.can_keep_clusters(request.user, cluster))
    form = EndOfficeForm(posted(request), office=office)
    if form.is_bound and form.is_valid():
        ended = done(
            form,
            actions.end_cluster_office,
            office.pk,
            by=request.user,
            valid_to=form.cleaned_data.get("valid_to"),
            basis=form.cleaned_data["basis"],
        )
        if ended is not None:
            messages.success(
                request, f"Đã ghi {office.unit} thôi làm {office.title.lower()}."
            )
            return redirect("cluster", cluster.pk)
    return form_page(
        request,
        form,
        cluster,
        title=f"Cho thôi {office.title.lower()}: {office.unit}",
        lead=f"Nhiệm kỳ từ ngày {vn_date(office.valid_from)} đến hết ngày "
        f"{vn_date(office.valid_to)}, theo {office.basis}.",
        act="Bỏ nhiệm kỳ này" if office.valid_from > localdate() else "Cho thôi",
    )


# ---- help, also of the hand-overs ----------------------------------------------------------


def crumbs(cluster: Unit | None = None) -> list[tuple[str, str]]:
    found = [("Cụm, khối thi đua", reverse("cluster-list"))]
    if cluster:
        found.append((str(cluster), reverse("cluster", args=[cluster.pk])))
    return found


def form_page(request, form, cluster=None, *, status=200, back="", **words):
    context = {
        "form": form,
        "crumbs": crumbs(cluster),
        "back": back
        or (
            reverse("cluster", args=[cluster.pk])
            if cluster
            else reverse("cluster-list")
        ),
        **words,
    }
    status = UNPROCESSABLE if form.errors else status
    return render(request, "units/user_form.html", context, status=status)


def _get(request, pk) -> Unit:
    """The cluster, or 404 to whom it does not concern."""
    seen = Unit.objects.clusters_of(request.user)
    return get_object_or_404(seen.select_related("kind", "parent"), pk=pk)


def _get_kept(request, pk) -> Unit:
    """403 to who sees it and does not look after it."""
    cluster = _get(request, pk)
    require(permissions.can_keep_clusters(request.user, cluster))
    return cluster
