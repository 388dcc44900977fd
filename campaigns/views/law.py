"""Sổ văn bản pháp luật trên màn hình: what may be cited, what is over and what took over; what a
place has issued is written in, corrected, taken out."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions, permissions
from campaigns.forms import LegalTextForm
from campaigns.models import LegalText
from campaigns.statutes import Register, basis_of
from campaigns.views.shared import UNPROCESSABLE
from units.errors import Refused
from units.pages import answer
from units.permissions import require
from units.posted import posted
from units.search import plain_words
from units.views.shared import done, watching

OF_PLACES = "dia-phuong"
IN_FORCE, TO_COME, OVER = "dang", "sap", "het"
STATES = {
    IN_FORCE: "Đang có hiệu lực",
    TO_COME: "Chưa có hiệu lực",
    OVER: "Hết hiệu lực",
}


@require_safe
def law_register(request: HttpRequest) -> HttpResponse:
    """Sổ văn bản pháp luật: all of it on one page, narrowed by words, by state, by whose it is."""
    today = localdate()
    words = plain_words(request.GET.get("q"))
    asked = request.GET.get("tt", "")
    state = asked if asked in STATES else ""
    only_own = request.GET.get("cua") == OF_PLACES
    texts = _seen(request.user)
    if only_own:
        texts = texts.of_places()
    found = [(text, _state(text, today)) for text in Register(texts).found(words)]
    counts = [own for _, own in found]
    context = {
        "rows": [
            {
                "text": text,
                "state": own,
                "label": STATES[own],
                "basis": basis_of(text),
                "is_kept": permissions.keeps_text(request.user, text),
            }
            for text, own in found
            if state in ("", own)
        ],
        "words": words,
        "state": state,
        "only_own": only_own,
        "can_add": bool(permissions.law_hosts_of(request.user)),
        "states": [
            {"value": value, "label": label, "count": counts.count(value)}
            for value, label in STATES.items()
        ],
        "total": len(found),
        "today": today,
    }
    return answer(request, "campaigns/law_register.html", "results", context)


@require_http_methods(["GET", "POST"])
def law_add(request: HttpRequest) -> HttpResponse:
    """Ghi văn bản của địa phương vào sổ."""
    hosts = permissions.law_hosts_of(request.user)
    require(bool(hosts))
    form = LegalTextForm(
        posted(request), hosts=hosts, known=_known(request.user),
        initial={"issuer": hosts[0].name if len(hosts) == 1 else ""},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        text = done(
            form, actions.add_legal_text, form.unit_id, by=request.user, **form.values
        )
        if text is not None:
            messages.success(request, f"Đã ghi {text} vào sổ.")
            return redirect(_row(text))
    return _form_page(request, form, title="Ghi văn bản của địa phương")


@require_http_methods(["GET", "POST"])
def law_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa một dòng của địa phương."""
    text = _get(request, pk)
    form = LegalTextForm(
        posted(request), hosts=[], known=_known(request.user), text=text
    )
    watching(form, text)
    if form.is_bound and form.is_valid():
        saved = done(
            form, actions.amend_legal_text, pk, by=request.user, **form.values,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if saved is not None:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect(_row(saved))
    return _form_page(request, form, title=f"Sửa: {text}", text=text)


@require_POST
def law_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ dòng ghi nhầm khỏi sổ."""
    text = _get(request, pk)
    try:
        actions.drop_legal_text(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("campaigns:law-amend", pk)
    messages.success(request, f"Đã bỏ {text} khỏi sổ.")
    return redirect("campaigns:law-register")


def _form_page(request, form, *, title, text=None):
    context = {
        "form": form,
        "title": title,
        "lead": "Dòng căn cứ ghép từ các ô dưới đây: loại, số, ngày, cơ quan ban hành, trích yếu.",
        "text": text,
        "basis": basis_of(text) if text else "",
        "crumbs": [("Văn bản pháp luật", reverse("campaigns:law-register"))],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "campaigns/law_form.html", context, status=status)


def _get(request, pk):
    """404 where it is not seen, or of the whole country; 403 where another keeps it."""
    seen = LegalText.objects.visible_to(request.user).for_register()
    text = get_object_or_404(seen, pk=pk)
    require(permissions.can_keep_law(request.user, text.unit))
    return text


def _known(user):
    return list(_seen(user))


def _seen(user):
    texts = LegalText.objects
    return (texts.of_country() | texts.visible_to(user)).for_register()


def _row(text):
    return f"{reverse('campaigns:law-register')}#vb-{text.code}"


def _state(text: LegalText, day: date) -> str:
    if text.is_over(day):
        return OVER
    return TO_COME if text.is_to_come(day) else IN_FORCE
