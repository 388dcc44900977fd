"""Chung cho các trang quản trị: what one may see, how htmx and plain requests are answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.db.models import Model
from django.forms import Form, HiddenInput, IntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from units import audit, form_messages, permissions
from units.errors import Asked, Overtaken, Refused
from units.models import Unit, User
from units.permissions import require
from units.queries.becoming import dropped

UNPROCESSABLE = 422


def require_administrator(request: HttpRequest) -> None:
    """403 for whoever administers nothing today."""
    require(permissions.administers_something(request.user))


def get_unit(request: HttpRequest, pk: int) -> Unit:
    """The unit, or 404 where the person does not administer it."""
    mine = Unit.objects.administered_by(request.user)
    found = mine.select_related("kind", "parent", "seal_of", "handover__heir")
    return get_object_or_404(found, pk=pk)


def telling[**P](
    whither: Callable[[int, User], tuple[str, str] | None],
) -> Callable[
    [Callable[Concatenate[HttpRequest, int, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, int, P], HttpResponse],
]:
    """A page of what was dropped in another tab leads on, and says so.

    ``whither``: of an id and a visitor the address and the sentence; None for all to whom there
    is no such page, and never was.
    """

    def around(
        view: Callable[Concatenate[HttpRequest, int, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, int, P], HttpResponse]:
        @wraps(view)
        def within(
            request: HttpRequest, pk: int, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            try:
                return view(request, pk, *args, **kwargs)
            except Http404:
                found = whither(pk, request.user)
                if found is None:
                    raise
                address, sentence = found
                messages.warning(request, sentence)
                return redirect(address)

        return within

    return around


def _list_of_units(pk: int, user: User) -> tuple[str, str] | None:
    sentence = dropped(pk, user)
    return (reverse("unit-list"), sentence) if sentence else None


def telling_of_dropped[**P](
    view: Callable[Concatenate[HttpRequest, int, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, int, P], HttpResponse]:
    """A page of a unit: whoever administered it comes to the list of units."""
    return telling(_list_of_units)(view)


def get_user(request: HttpRequest, pk: int) -> User:
    """The account, or 404 where the person who works there is none of the visitor's business."""
    seen = User.objects.reached_by(request.user)
    return get_object_or_404(seen.select_related("home"), pk=pk)


def done(form: Form, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any | None:
    """What the act gives, or None with its sentence on the form, where it is refused.

    What only asks once more (``Asked``) goes on to the view.
    """
    try:
        return act(*args, **kwargs)
    except Asked:
        raise
    except Refused as refusal:
        form_messages.refused(form, refusal)
        if isinstance(refusal, Overtaken):  # to save again is to have seen that
            data: Any = form.data.copy()  # type: ignore[attr-defined]
            data["seen"] = str(refusal.mark)
            form.data = data
        return None


def form_page(
    request: HttpRequest, template: str, form: Any, **words: Any
) -> HttpResponse:
    """A page that is one form, as it is given or with what is wrong beside its fields."""
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template, {"form": form, **words}, status=status)


def watching[F: Form](form: F, record: Model) -> F:
    """Hai người cùng sửa: ``form`` remembers where the book stood when it was opened.

    An act that is given its ``seen`` refuses what was amended since.
    """
    form.fields["seen"] = IntegerField(
        required=False, initial=audit.mark(record), widget=HiddenInput()
    )
    form.helper.render_hidden_fields = True  # type: ignore[attr-defined]
    return form


def unit_crumbs(request: HttpRequest, unit: Unit, *, itself: bool = False) -> list:
    """Links to what stands above the unit in the branch, the highest first."""
    mine = Unit.objects.administered_by(request.user)
    above = [pk for pk in unit.chain if itself or pk != unit.pk]
    found = mine.within(above).for_pick()
    return [
        ("Đơn vị", reverse("unit-list")),
        *[(str(one), reverse("unit", args=[one.pk])) for one in found],
    ]


def unit_form_page(
    request: HttpRequest, unit: Unit, form: Any, **words: Any
) -> HttpResponse:
    """A form about a unit; ``words``: title, lead, act, and where it leads back to if not to
    the unit's page (back, crumbs)."""
    crumbs = {"crumbs": unit_crumbs(request, unit, itself=True)}
    return form_page(request, "units/unit_form.html", form, unit=unit, **crumbs | words)


def tabs(now: str) -> list[dict]:
    """The parts of the administrator's room."""
    return [
        {"label": label, "url": reverse(name), "now": name == now}
        for name, label in (
            ("unit-list", "Đơn vị"),
            ("user-list", "Người và vai trò"),
            ("sheet-list", "Nhập Excel"),
            ("audit", "Nhật ký"),
            ("honouree-list", "Đối tượng khen thưởng"),
            ("awards:catalogue", "Danh mục khen thưởng"),
            ("power-list", "Ai được làm gì"),
        )
    ]
