"""Suy tôn ở cụm, khối: the rounds of a cluster, one of them, what its head does."""

from typing import Any

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

from awards import actions, permissions
from awards.acclaim_words import TAGS, can_score, to_vote
from awards.cluster_rounds import (
    candidates_of,
    members_today,
    rows_of,
    standing_of,
)
from awards.forms.acclaim import CheckersForm, CloseForm, RoundForm, VoteForm
from awards.forms.proposals import ReasonForm
from awards.models import ClusterRound
from awards.naming import name_on
from campaigns.pacts import head_of
from campaigns.views.shared import small_page
from units.errors import Refused
from units.models import Unit
from units.models.clusters import word_for
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching

Status = ClusterRound.Status


@require_safe
def acclaim_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Các đợt suy tôn của một cụm, khối, the newest first."""
    cluster = _cluster(request, pk)
    rounds = list(ClusterRound.objects.of_cluster(cluster).counted())
    context = {
        "cluster": cluster,
        "word": word_for(cluster),
        "rows": [(one, TAGS[Status(one.status)]) for one in rounds],
        "members": len(members_today(cluster)),
        "leads": permissions.can_lead_acclaim(request.user, head_of(cluster)),
        "crumbs": crumbs(cluster)[:-1],
    }
    return render(request, "awards/acclaim/list.html", context)


@require_http_methods(["GET", "POST"])
def acclaim_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở đợt suy tôn, with the words of the last one."""
    cluster = _cluster(request, pk)
    require(permissions.can_lead_acclaim(request.user, head_of(cluster)))
    last = ClusterRound.objects.of_cluster(cluster).living().first()
    year = max(localdate().year, last.year + 1 if last else 0)
    form = RoundForm(posted(request), like=last, year=year)
    if form.is_bound and form.is_valid():
        round_ = done(
            form, actions.open_acclaim, cluster.pk, by=request.user, **form.told
        )
        if round_ is not None:
            messages.success(request, "Đã mở đợt suy tôn, các thành viên thấy ngay.")
            return redirect("awards:acclaim", round_.pk)
    return small_page(
        request, form, title="Mở đợt suy tôn", act="Mở đợt suy tôn",
        lead=f"Tiêu chí, số lượng lấy theo đợt năm {last.year}; sửa lại nếu quy định năm nay khác."
        if last
        else "Ghi tiêu chí, số lượng, cách xếp theo quy định của cơ quan tổ chức cụm, khối.",
        back=reverse("awards:acclaim-list", args=[pk]), crumbs=crumbs(cluster),
    )  # fmt: skip


@require_safe
def acclaim_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một đợt suy tôn: points, votes, the ranking, what the visitor may do."""
    round_ = _round(request, pk)
    user, status = request.user, Status(round_.status)
    rows = rows_of(round_)
    leads = permissions.can_lead_acclaim(user, head_of(round_.cluster))
    standing = (
        standing_of(round_, rows) if status in (Status.VOTING, Status.CLOSED) else None
    )
    context = {
        "round": round_,
        "cluster": round_.cluster,
        "word": word_for(round_.cluster),
        "tag": TAGS[status],
        "criteria": list(round_.criteria.all()),  # type: ignore[attr-defined]
        "checkers": list(round_.checkers.select_related("unit")),  # type: ignore[attr-defined]
        "awards": [
            name_on(award, localdate())
            for award in (round_.flag_award, round_.certificate_award)
        ],
        "rows": [
            {"row": row, "can_score": can_score(user, round_, row)} for row in rows
        ],
        "shows_votes": status in (Status.VOTING, Status.CLOSED),
        "standing": standing,
        "result": _result(standing, rows) if standing else [],
        "cast": sum(row.ballot is not None for row in rows),
        "votes_for": to_vote(user, round_, rows),
        "leads": leads,
        "can_propose": leads
        and status == Status.CLOSED
        and any(
            row.entry
            and row.entry.distinction
            and not row.entry.proposal_id
            and not row.unit.has_ended(localdate())
            for row in rows
        ),
        "crumbs": crumbs(round_.cluster),
    }
    return render(request, "awards/acclaim/page.html", context)


def _result(standing, rows):
    by_entry = {row.entry.pk: row for row in rows if row.entry}
    labels = {"flag": "Cờ thi đua", "certificate": "Bằng khen", "": ""}
    return [
        (one, by_entry[one.candidate.key], labels[one.distinction])
        for one in standing.ranking
    ]


@require_http_methods(["GET", "POST"])
def acclaim_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa đợt suy tôn."""
    round_ = _led(request, pk)
    form = watching(RoundForm(posted(request), like=round_, year=round_.year), round_)
    if (
        form.is_bound
        and form.is_valid()
        and done(form, actions.amend_acclaim, pk, by=request.user, **form.told)
    ):
        messages.success(request, "Đã lưu đợt suy tôn.")
        return redirect("awards:acclaim", pk)
    return _small(request, form, round_, title="Sửa đợt suy tôn", act="Lưu")


@require_http_methods(["GET", "POST"])
def acclaim_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi đợt suy tôn."""
    round_ = _led(request, pk)
    form = ReasonForm(posted(request), longest=500)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if done(
            form, actions.cancel_acclaim, pk, by=request.user, reason=given["reason"]
        ):
            messages.success(request, "Đã thôi đợt suy tôn; điểm đã chấm vẫn xem được.")
            return redirect("awards:acclaim", pk)
    return _small(
        request, form, round_, title="Thôi đợt suy tôn", act="Thôi đợt suy tôn",
        lead="Điểm, phiếu đã có vẫn xem được. Sau đó mở được đợt khác của năm ấy.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def acclaim_checkers(request: HttpRequest, pk: int) -> HttpResponse:
    """Cử đơn vị chấm chéo."""
    round_ = _led(request, pk)
    named = list(round_.checkers.values_list("unit", flat=True))  # type: ignore[attr-defined]
    form = CheckersForm(
        posted(request), members=members_today(round_.cluster), initial={"units": named}
    )
    if form.is_bound and form.is_valid():
        ids = form.cleaned_data["units"]
        if done(form, actions.name_checkers, pk, by=request.user, unit_ids=ids):
            messages.success(request, "Đã ghi đơn vị chấm chéo.")
            return redirect("awards:acclaim", pk)
    return _small(request, form, round_, title="Cử đơn vị chấm chéo", act="Lưu")


@require_POST
def acclaim_vote_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở biểu quyết."""
    return _plain(
        request, pk, actions.open_acclaim_vote,
        "Đã mở biểu quyết. Mỗi đơn vị thành viên bỏ một phiếu.",
    )  # fmt: skip


@require_POST
def acclaim_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Đưa về chấm điểm."""
    return _plain(request, pk, actions.reopen_scoring, "Đã đưa về chấm điểm.")


def _plain(request, pk, act, said) -> HttpResponse:
    _led(request, pk)
    try:
        act(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("awards:acclaim", pk)


@require_http_methods(["GET", "POST"])
def acclaim_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Phiếu suy tôn."""
    round_ = _round(request, pk)
    members = members_today(round_.cluster)
    own = [one for one in members if permissions.can_vote_acclaim(request.user, one)]
    require(bool(own))
    rows = rows_of(round_)
    waiting = to_vote(request.user, round_, rows)
    if not waiting:
        if round_.status != Status.VOTING:
            text = (
                f"{round_}: {round_.get_status_display().lower()}, không bỏ phiếu được."
            )
        else:
            text = "Đơn vị đã bỏ phiếu suy tôn; phiếu đã bỏ không đổi được."
        messages.info(request, text)
        return redirect("awards:acclaim", pk)
    points = {row.entry.pk: row.points for row in rows if row.entry}
    entries = {row.entry.pk: row.entry for row in rows if row.entry}
    form = VoteForm(
        posted(request), units=waiting, most=round_.places, self_vote=round_.self_vote,
        entries=[(entries[one.key], points[one.key]) for one in candidates_of(rows)],
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        ballot = done(
            form, actions.cast_acclaim, pk, given["unit"], by=request.user,
            entries=given["entries"],
        )  # fmt: skip
        if ballot is not None:
            messages.success(request, f"{ballot.unit_name} đã bỏ phiếu suy tôn.")
            return redirect("awards:acclaim", pk)
    return _small(
        request, form, round_, title="Phiếu suy tôn", act="Bỏ phiếu",
        lead="Biểu quyết công khai: các thành viên thấy đơn vị nào suy tôn đơn vị nào. Phiếu đã bỏ "
        "không đổi được.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def acclaim_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Khép biểu quyết, ghi kết quả."""
    round_ = _led(request, pk)
    rows = rows_of(round_)
    standing = standing_of(round_, rows)
    contested = standing.contested if round_.status == Status.VOTING else []
    form = CloseForm(posted(request), contested=contested)
    if (
        form.is_bound
        and form.is_valid()
        and done(form, actions.close_acclaim, pk, by=request.user, **form.told)
    ):
        messages.success(request, "Đã ghi kết quả suy tôn.")
        return redirect("awards:acclaim", pk)
    waiting = [str(row.unit) for row in rows if row.is_member and row.ballot is None]
    return _small(
        request, form, round_, title="Ghi kết quả suy tôn", act="Khép biểu quyết, ghi kết quả",
        lead=f"Chưa bỏ phiếu: {', '.join(waiting)}. Khép rồi thì không bỏ phiếu được nữa."
        if waiting
        else "Mọi thành viên đã bỏ phiếu.",
    )  # fmt: skip


def _small(request, form, round_: ClusterRound, **words: Any) -> HttpResponse:
    back = reverse("awards:acclaim", args=[round_.pk])
    path = [*crumbs(round_.cluster), (str(round_), back)]
    return small_page(request, form, back=back, crumbs=path, **words)


def _cluster(request, pk) -> Unit:
    seen = Unit.objects.clusters_of(request.user).select_related("kind", "parent")
    return get_object_or_404(seen, pk=pk)


def _round(request, pk) -> ClusterRound:
    seen = ClusterRound.objects.visible_to(request.user).for_page()
    return get_object_or_404(seen, pk=pk)


def _led(request, pk) -> ClusterRound:
    round_ = _round(request, pk)
    require(permissions.can_lead_acclaim(request.user, head_of(round_.cluster)))
    return round_


def crumbs(cluster: Unit) -> list[tuple[str, str]]:
    return [
        ("Cụm, khối thi đua", reverse("cluster-list")),
        (str(cluster), reverse("cluster", args=[cluster.pk])),
        ("Suy tôn", reverse("awards:acclaim-list", args=[cluster.pk])),
    ]
