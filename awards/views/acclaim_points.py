"""Bảng điểm suy tôn của một thành viên: scored by itself, checked by others, settled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from awards import actions, permissions
from awards.cluster_rounds import checkers_of, members_today, total
from awards.forms.acclaim import SaidForm, ScoreForm
from awards.forms.proposals import ReasonForm
from awards.models import ClusterCheck, ClusterEntry, ClusterRound
from awards.views.acclaim import crumbs
from campaigns.pacts import head_of
from campaigns.views.shared import small_page
from units.models import Unit
from units.permissions import require
from units.posted import posted
from units.views.shared import UNPROCESSABLE, done

SEND = "gui"  # the button that sends besides saving


@require_http_methods(["GET", "POST"])
def acclaim_score(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Tự chấm điểm của một thành viên."""
    seen = ClusterRound.objects.visible_to(request.user).for_page()
    round_ = get_object_or_404(seen, pk=pk)
    member = get_object_or_404(Unit, pk=unit)
    require(permissions.can_score_acclaim(request.user, member))
    entry = round_.entries.filter(unit=member).first()  # type: ignore[attr-defined]
    points = {one.criterion_id: one for one in entry.points.all()} if entry else {}
    form = ScoreForm(
        posted(request),
        criteria=list(round_.criteria.all()),
        points=points,  # type: ignore[attr-defined]
    )
    if form.is_bound and form.is_valid():
        send = SEND in request.POST
        saved = done(
            form, actions.save_scores, pk, unit, by=request.user, points=form.scored,
            send=send,
        )  # fmt: skip
        if saved is not None:
            said = "Đã gửi bảng tự chấm điểm." if send else "Đã lưu bảng tự chấm điểm."
            messages.success(request, said)
            return redirect("awards:acclaim-entry", saved.pk)
    back = reverse("awards:acclaim", args=[pk])
    return _grid(
        request, form, round_, back=back, title=f"Tự chấm điểm: {member}", act="Lưu",
        send=SEND, lead="Ghi điểm, kết quả đạt được và văn bản minh chứng của từng tiêu chí. Gửi "
        "rồi thì trưởng trả lại mới sửa được.",
        returned=entry.returned_because if entry else "",
    )  # fmt: skip


@require_safe
def acclaim_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Bảng điểm: what was claimed, proposed, settled, side by side."""
    entry = _entry(request, pk)
    round_, user = entry.round, request.user
    points = _points(entry)
    is_open = round_.status == ClusterRound.Status.SCORING
    leads = is_open and permissions.can_lead_acclaim(user, head_of(round_.cluster))
    context = {
        "entry": entry,
        "round": round_,
        "points": points,
        "claimed": total((one.criterion.kind, one.claimed) for one in points),
        "settled": total((one.criterion.kind, one.settled) for one in points)
        if points and all(one.settled is not None for one in points)
        else None,
        "can_score": is_open
        and not entry.sent_at
        and permissions.can_score_acclaim(user, entry.unit),
        "checks_for": _checking(user, entry) if is_open and entry.sent_at else [],
        "leads": leads and entry.sent_at,
        "crumbs": [
            *crumbs(round_.cluster),
            (str(round_), reverse("awards:acclaim", args=[round_.pk])),
        ],
    }
    return render(request, "awards/acclaim/entry.html", context)


@require_http_methods(["GET", "POST"])
def acclaim_check(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Chấm chéo, for one of one's units."""
    entry = _entry(request, pk)
    checker = get_object_or_404(Unit, pk=unit)
    require(permissions.can_score_acclaim(request.user, checker))
    rows = ClusterCheck.objects.filter(point__entry=entry, checker=checker)
    before = {one.point_id: (one.proposed, one.remark) for one in rows}
    form = SaidForm(
        posted(request), points=_points(entry), before=before, words="Nhận xét"
    )
    if form.is_bound and form.is_valid():
        checked = done(
            form, actions.cross_check, pk, unit, by=request.user, points=form.said
        )
        if checked is not None:
            messages.success(request, f"Đã ghi điểm chấm chéo của {checker}.")
            return redirect("awards:acclaim-entry", pk)
    return _grid(
        request, form, entry.round, back=reverse("awards:acclaim-entry", args=[pk]),
        title=f"Chấm chéo {entry}", act="Ghi điểm chấm chéo",
        lead=f"{checker} chấm. Đề nghị điểm khác điểm tự chấm thì ghi nhận xét; đơn vị được chấm "
        "đọc được.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def acclaim_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Thống nhất điểm."""
    entry = _led(request, pk)
    points = _points(entry)
    before = {
        one.pk: (one.settled, one.reason) for one in points if one.settled is not None
    }
    form = SaidForm(posted(request), points=points, before=before, words="Lý do")
    if (
        form.is_bound
        and form.is_valid()
        and done(form, actions.settle_points, pk, by=request.user, points=form.said)
    ):
        messages.success(request, f"Đã thống nhất điểm của {entry}.")
        return redirect("awards:acclaim", entry.round_id)
    return _grid(
        request, form, entry.round, back=reverse("awards:acclaim-entry", args=[pk]),
        title=f"Thống nhất điểm của {entry}", act="Lưu điểm thống nhất",
        lead="Điểm này vào bảng tổng hợp của cụm, khối. Khác điểm tự chấm thì ghi lý do.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def acclaim_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại bảng điểm."""
    entry = _led(request, pk)
    form = ReasonForm(posted(request), longest=500)
    back = reverse("awards:acclaim-entry", args=[pk])
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, actions.return_entry, pk, by=request.user, reason=reason):
            messages.success(request, f"Đã trả lại bảng điểm của {entry}.")
            return redirect(back)
    return small_page(
        request, form, title=f"Trả lại bảng điểm của {entry}", act="Trả lại", back=back,
        about=str(entry),
        lead="Đơn vị sửa và gửi lại; điểm chấm chéo và điểm đã thống nhất của bảng này bị bỏ.",
    )  # fmt: skip


def _grid(request, form, round_, **words) -> HttpResponse:
    at = (str(round_), reverse("awards:acclaim", args=[round_.pk]))
    context = {"form": form, "round": round_, "crumbs": [*crumbs(round_.cluster), at]}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/acclaim/grid.html", context | words, status=status)


def _points(entry: ClusterEntry):
    found = entry.points.select_related("criterion")  # type: ignore[attr-defined]
    return list(found.prefetch_related("checks"))


def _checking(user, entry: ClusterEntry) -> list[Unit]:
    """Units for which the person may check that entry."""
    members = members_today(entry.round.cluster)
    return [
        one
        for one in checkers_of(entry.round, members)
        if one.pk != entry.unit_id and permissions.can_score_acclaim(user, one)
    ]


def _entry(request, pk) -> ClusterEntry:
    seen = ClusterEntry.objects.visible_to(request.user).for_page()
    return get_object_or_404(seen, pk=pk)


def _led(request, pk) -> ClusterEntry:
    entry = _entry(request, pk)
    require(permissions.can_lead_acclaim(request.user, head_of(entry.round.cluster)))
    return entry
