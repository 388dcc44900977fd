"""Giao ước của cụm, khối: the list, one of them, written by the head, agreed to by members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns import actions, permissions
from campaigns.forms.progress_pacts import PactSignerForm
from campaigns.forms.progress_registering import AgreeForm, PactForm, WhyForm
from campaigns.models import Pact, PactAgreement
from campaigns.pacts import PACT, head_of, members_of, sides
from campaigns.views.shared import UNPROCESSABLE, small_page
from units.errors import Refused
from units.models import Membership, Unit
from units.models.clusters import word_for
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching

TAGS = {
    Pact.Status.OPEN: ("info", "hourglass-split"),
    Pact.Status.COMPLETE: ("ok", "check-circle-fill"),
    Pact.Status.SIGNING: ("gold", "pen"),
    Pact.Status.SIGNED: ("ok", "shield-check"),
    Pact.Status.ENDED: ("mute", "archive"),
}


@require_safe
def pact_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Giao ước của một cụm, khối, the newest first."""
    cluster = _cluster(request, pk)
    pacts = Pact.objects.of_cluster(cluster)
    members = members_of(cluster).count()
    found = list(pacts)
    agreed: dict[int, int] = {}
    living = PactAgreement.objects.filter(pact__in=found).living()
    for one in living.values_list("pact", flat=True):
        agreed[one] = agreed.get(one, 0) + 1
    context = {
        "cluster": cluster,
        "word": word_for(cluster),
        "rows": [
            {
                "pact": one,
                "tag": TAGS[Pact.Status(one.status)],
                "agreed": agreed.get(one.pk, 0),
                "members": members,
            }
            for one in found
        ],
        "writes": permissions.can_write_pact(request.user, head_of(cluster)),
        "crumbs": _crumbs(cluster),
    }
    return render(request, "campaigns/progress/pact_list.html", context)


@require_http_methods(["GET", "POST"])
def pact_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Viết giao ước."""
    cluster = _cluster(request, pk)
    require(permissions.can_write_pact(request.user, head_of(cluster)))
    form = PactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        pact = done(
            form, actions.begin_pact, cluster.pk, by=request.user, **form.cleaned_data
        )
        if pact is not None:
            messages.success(request, "Đã lưu giao ước, các thành viên thấy ngay.")
            return redirect("campaigns:pact", pact.pk)
    return _form(
        request, form, cluster, title="Viết giao ước", act="Lưu và lấy ý kiến thành viên",
        back=reverse("campaigns:pact-list", args=[cluster.pk]),
        lead="Các thành viên đọc và từng đơn vị đồng ý; đủ mọi thành viên thì giao ước có giá "
        "trị. Sửa sau khi đã có đơn vị đồng ý thì phải đồng ý lại.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def pact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa giao ước."""
    pact = _get(request, pk)
    require(permissions.can_write_pact(request.user, head_of(pact.cluster)))
    agreed = pact.agreements.living().exists()  # type: ignore[attr-defined]
    form = watching(PactForm(posted(request), pact=pact, asks_reason=agreed), pact)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        saved = done(form, actions.amend_pact, pk, by=request.user, **given)
        if saved is not None:
            messages.success(request, "Đã lưu giao ước.")
            return redirect("campaigns:pact", pk)
    return _form(
        request, form, pact.cluster, title="Sửa giao ước", act="Lưu",
        back=reverse("campaigns:pact", args=[pk]),
        lead="Thành viên đã đồng ý bản trước phải đồng ý lại." if agreed else "",
    )  # fmt: skip


@require_safe
def pact_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một giao ước: its words, who has agreed, what the visitor may do."""
    return _page(request, _get(request, pk), None)


def _page(request, pact: Pact, form: AgreeForm | None) -> HttpResponse:
    user, status = request.user, Pact.Status(pact.status)
    rows = sides(pact)
    writes = permissions.can_write_pact(user, head_of(pact.cluster))
    mine = _to_agree(user, pact)
    if form is None and mine:
        form = AgreeForm(members=mine, initial={"version": pact.version})
    waiting = [one for one in rows if one.agreement is None]
    kind, icon = TAGS[status]
    lapsed = pact.agreements.exclude(lapsed_at=None)  # type: ignore[attr-defined]
    context = {
        "pact": pact,
        "cluster": pact.cluster,
        "word": word_for(pact.cluster),
        "tag": kind,
        "icon": icon,
        "rows": [
            {
                "side": one,
                "can_take_back": one.agreement is not None
                and status == Pact.Status.OPEN
                and permissions.can_agree_pact(user, one.unit),
                "can_name": one.agreement is not None
                and status in (Pact.Status.OPEN, Pact.Status.COMPLETE)
                and permissions.can_agree_pact(user, one.unit),
            }
            for one in rows
        ],
        "paper_url": reverse("reports:pact-paper", args=[pact.pk])
        if status in Pact.AGREED or pact.version > 1
        else "",
        "agreed": len(rows) - len(waiting),
        "waiting": len(waiting),
        "lapsed": list(lapsed.select_related("agreed_by").order_by("-pk")),
        "form": form if mine else None,
        "writes": writes and status != Pact.Status.ENDED,
        "can_complete": writes and status == Pact.Status.OPEN and rows and not waiting,
        "crumbs": [
            *_crumbs(pact.cluster),
            ("Giao ước", reverse("campaigns:pact-list", args=[pact.cluster_id])),
        ],
    }
    http = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "campaigns/progress/pact.html", context, status=http)


@require_POST
def pact_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Đồng ý."""
    pact = _get(request, pk)
    members = [
        one
        for one in members_of(pact.cluster).for_page()
        if permissions.can_agree_pact(request.user, one.unit)
    ]
    require(bool(members))
    form = AgreeForm(request.POST, members=members)
    if form.is_valid():
        given = form.cleaned_data
        agreement = done(
            form, actions.agree_pact, pk, given["unit"], by=request.user,
            version=given["version"], agreed_on=given["agreed_on"],
            undertakes=given["undertakes"],
        )  # fmt: skip
        if agreement is not None:
            messages.success(request, f"{agreement.unit_name} đã đồng ý giao ước.")
            return redirect("campaigns:pact", pk)
    return _page(request, pact, form)


@require_http_methods(["GET", "POST"])
def agreement_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút việc đồng ý."""
    pacts = Pact.objects.visible_to(request.user)
    rows = PactAgreement.objects.filter(pact__in=pacts).select_related("pact", "unit")
    agreement = get_object_or_404(rows, pk=pk)
    require(permissions.can_agree_pact(request.user, agreement.unit))
    return _why(
        request, actions.take_back_agreement, pk, agreement.pact,
        title=f"Rút việc đồng ý của {agreement.unit}", act="Rút lại",
        said="Đã rút việc đồng ý.",
        lead="Giao ước chờ đơn vị đồng ý lại; các thành viên đọc được lý do.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def agreement_signer(request: HttpRequest, pk: int) -> HttpResponse:
    """Cử người ký, ghi việc đơn vị nhận làm."""
    agreements = PactAgreement.objects.visible_to(request.user).for_page()
    agreement = get_object_or_404(agreements, pk=pk)
    require(permissions.can_agree_pact(request.user, agreement.unit))
    signers = list(Membership.objects.signers_of(agreement.unit, PACT))
    form = PactSignerForm(posted(request), agreement=agreement, signers=signers)
    if request.method == "POST" and form.is_valid():
        named = done(form, actions.name_pact_signer, pk, by=request.user, **form.given)
        if named is not None:
            messages.success(request, "Đã ghi người ký, việc đơn vị nhận làm.")
            return redirect("campaigns:pact", agreement.pact_id)
    return _form(
        request, form, agreement.pact, title=f"Người ký của {agreement.unit}", act="Lưu",
        back=reverse("campaigns:pact", args=[agreement.pact_id]),
        lead="Đủ mọi thành viên đồng ý và cử người ký thì trưởng lập một bản giao ước để mọi "
        "thành viên cùng ký.",
    )  # fmt: skip


@require_POST
def pact_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi nhận đã đủ."""
    pact = _get(request, pk)
    require(permissions.can_write_pact(request.user, head_of(pact.cluster)))
    try:
        actions.complete_pact(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Mọi thành viên đã đồng ý, giao ước có giá trị.")
    return redirect("campaigns:pact", pk)


@require_http_methods(["GET", "POST"])
def pact_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi giao ước."""
    pact = _get(request, pk)
    require(permissions.can_write_pact(request.user, head_of(pact.cluster)))
    return _why(
        request, actions.end_pact, pk, pact, title="Thôi giao ước", act="Thôi giao ước",
        said="Đã thôi giao ước.", lead="Giao ước và các lần đồng ý vẫn xem được.",
    )  # fmt: skip


def _why(request, act_, pk, pact, *, said: str, **words: Any) -> HttpResponse:
    form = WhyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, act_, pk, by=request.user, reason=reason):
            messages.success(request, said)
            return redirect("campaigns:pact", pact.pk)
    back = reverse("campaigns:pact", args=[pact.pk])
    return small_page(request, form, about=str(pact), back=back, **words)


def _form(request, form, cluster, **words: Any) -> HttpResponse:
    return small_page(request, form, about=str(cluster), **words)


def _to_agree(user, pact):
    """Members that have yet to agree and for which the person may."""
    if pact.status == Pact.Status.ENDED:
        return []
    agreed = pact.agreements.living().values("unit")
    rows = members_of(pact.cluster).exclude(unit__in=agreed).for_page()
    return [one for one in rows if permissions.can_agree_pact(user, one.unit)]


def _cluster(request, pk) -> Unit:
    seen = Unit.objects.clusters_of(request.user).select_related("kind", "parent")
    return get_object_or_404(seen, pk=pk)


def _get(request, pk) -> Pact:
    return get_object_or_404(Pact.objects.visible_to(request.user).for_page(), pk=pk)


def _crumbs(cluster):
    return [
        ("Cụm, khối thi đua", reverse("cluster-list")),
        (str(cluster), reverse("cluster", args=[cluster.pk])),
    ]
