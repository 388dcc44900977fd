"""Xem với vai: asked for with a reason, ended from the band that stands on every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from units import actions, permissions, support
from units.forms.support import PersonForm, RoleForm
from units.models import Membership, SupportView, User
from units.permissions import require
from units.posted import posted
from units.views.shared import UNPROCESSABLE, done, get_unit, get_user, unit_crumbs


@require_http_methods(["GET", "POST"])
def support_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Xem với vai một người."""
    person = get_user(request, pk)
    require(permissions.can_view_as(request.user, person))
    form = PersonForm(posted(request))
    if form.is_bound and form.is_valid():
        view = done(
            form, actions.view_as_person, pk, by=request.user, **form.cleaned_data
        )
        if view is not None:
            return _begun(request, view)
    crumbs = [
        ("Người và vai trò", reverse("user-list")),
        (str(person), reverse("user", args=[pk])),
    ]
    return _ask(request, form, f"Xem với vai: {person}", crumbs)


@require_http_methods(["GET", "POST"])
def support_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Xem với một vai trò ở một đơn vị."""
    unit = get_unit(request, pk)
    roles = [
        choice
        for choice in Membership.Role.choices
        if permissions.can_view_role(request.user, unit, choice[0])
    ]
    require(bool(roles))
    form = RoleForm(posted(request), roles=roles)
    if form.is_bound and form.is_valid():
        view = done(
            form, actions.view_as_role, pk, by=request.user, **form.cleaned_data
        )
        if view is not None:
            return _begun(request, view)
    crumbs = unit_crumbs(request, unit, itself=True)
    return _ask(request, form, f"Xem với vai ở {unit}", crumbs)


@require_POST
def support_end(request: HttpRequest) -> HttpResponse:
    """Kết thúc, back to where it began."""
    pk = request.session.pop(support.KEY, None)
    if pk is None:
        return redirect("home")
    actions.end_view(pk, by=request.user)
    # Whoever lost the right to look on meanwhile may not see the page of the person either.
    person = User.objects.reached_by(request.user).filter(pk=_person_of(pk)).first()
    if person:
        return redirect("user", person.pk)
    return redirect("unit-list")


def _person_of(pk):
    return SupportView.objects.filter(pk=pk).values("person")[:1]


def _begun(request, view):
    request.session[support.KEY] = view.pk
    return redirect("home")


def _ask(request, form, title, crumbs):
    lasts = support.lasts()
    context = {
        "form": form,
        "title": title,
        "crumbs": crumbs,
        "back": crumbs[-1][1],
        "minutes": int(lasts.total_seconds() // 60) if lasts else None,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "units/support_ask.html", context, status=status)
