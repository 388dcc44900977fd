"""Bình xét ở đơn vị: recorded, amended, its minutes to be printed."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from awards.actions import reviewing
from awards.forms.reviews import ReviewForm
from awards.models import PeerReview, Proposal
from awards.naming import names_on
from awards.permissions import proposals as permissions
from awards.ranking import ranked, ties_in_words
from awards.views.proposals.shared import (
    PICKED,
    UNPROCESSABLE,
    campaigns_for,
    crumbs,
    picked,
)
from units.errors import Refused
from units.long_lists import page_of
from units.permissions import require
from units.posted import posted
from units.views.shared import done, watching


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """Các buổi bình xét of the person's units, and those that came with proposals."""
    rows = PeerReview.objects.visible_to(request.user).for_page()
    page = page_of(request, rows.order_by("-held_on", "-pk"))
    context = {
        "page": page, "crumbs": crumbs(),
        "can_write": bool(permissions.writes_somewhere(request.user)),
    }  # fmt: skip
    return render(request, "awards/proposals/reviews.html", context)


@require_http_methods(["GET", "POST"])
def review_record(request: HttpRequest) -> HttpResponse:
    """Ghi buổi bình xét các đề nghị đã chọn (``?ma=``), all of one unit."""
    require(bool(permissions.writes_somewhere(request.user)))
    found = [
        one
        for one in picked(request)
        if one.is_open and permissions.can_write_proposal(request.user, one)
    ]
    if not found or len({one.unit_id for one in found}) > 1:
        messages.info(
            request,
            "Đánh dấu các đề nghị đang lập của một đơn vị rồi bấm Ghi bình xét.",
        )
        return redirect(f"{reverse('awards:proposal-list')}?tt=dang-lap")
    form = _form(request, found, initial={"campaign": found[0].campaign_id})
    if request.method == "POST" and form.is_valid():
        review = done(
            form, reviewing.record_review, found[0].unit_id, by=request.user,
            votes=form.votes, **form.held,
        )  # fmt: skip
        if review is not None:
            messages.success(request, "Đã ghi buổi bình xét.")
            return redirect("awards:review", review.pk)
    return _form_page(request, form, found, None)


@require_safe
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Biên bản: the order by votes, ties explained; made to be printed."""
    review = _get(request, pk)
    names = names_on(localdate())
    lines = list(review.lines.select_related("proposal"))
    order = ranked(lines)
    rows = [(one, names.get(one.line.proposal.award_id or 0, "")) for one in order]
    own = permissions.can_write_review(request.user, review)
    context = {
        "review": review, "rows": rows, "ties": ties_in_words(order),
        "can_amend": own and all(line.proposal.is_unsent for line in lines),
        "crumbs": [*crumbs(), ("Bình xét", reverse("awards:review-list"))],
        "own": own,
    }  # fmt: skip
    return render(request, "awards/proposals/review.html", context)


@require_http_methods(["GET", "POST"])
def review_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa buổi bình xét."""
    review = _get(request, pk)
    require(permissions.can_write_review(request.user, review))
    lines = list(review.lines.select_related("proposal").order_by("proposal"))
    found = [line.proposal for line in lines]
    initial: dict[str, Any] = {
        name: getattr(review, name)
        for name in (
            "held_on", "place", "total", "present", "chair", "secretary", "remarks",
        )
    }  # fmt: skip
    initial["campaign"] = review.campaign_id
    for line in lines:
        initial[f"phieu-{line.proposal_id}"] = line.votes_for
        initial[f"chong-{line.proposal_id}"] = line.votes_against
    form = watching(_form(request, found, initial, review.campaign), review)
    if request.method == "POST" and form.is_valid():
        amended = done(
            form, reviewing.amend_review, pk, by=request.user, votes=form.votes,
            seen=form.cleaned_data["seen"], **form.held,
        )  # fmt: skip
        if amended is not None:
            messages.success(request, "Đã lưu buổi bình xét.")
            return redirect("awards:review", pk)
    return _form_page(request, form, found, review)


@require_http_methods(["GET", "POST"])
def review_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ buổi bình xét ghi nhầm; GET asks."""
    review = _get(request, pk)
    require(permissions.can_write_review(request.user, review))
    page = reverse("awards:review", args=[pk])
    if request.method == "POST":
        try:
            reviewing.drop_review(pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(page)
        messages.success(request, "Đã bỏ buổi bình xét.")
        return redirect("awards:review-list")
    context = {
        "question": f"Bỏ buổi {str(review).lower()}?",
        "consequences": ["Số phiếu của các đề nghị bị xóa theo."],
        "act": "Bỏ buổi bình xét", "danger": True, "safe_url": page,
    }  # fmt: skip
    return render(request, "confirm.html", context)


def _form(request, found: Sequence[Proposal], initial, campaign=None) -> ReviewForm:
    return ReviewForm(
        posted(request), proposals=found, initial=initial,
        campaigns=campaigns_for(request.user, campaign),
    )  # fmt: skip


def _form_page(request, form, found, review) -> HttpResponse:
    names = names_on(localdate())
    context = {
        "form": form, "review": review, "unit": found[0].unit if found else "",
        "picked": PICKED, "crumbs": [*crumbs(), ("Bình xét", reverse("awards:review-list"))],
        "rows": [
            (one, names.get(one.award_id or 0, ""), box, against)
            for one, box, against in form.rows
        ],
        "back": reverse("awards:review", args=[review.pk])
        if review
        else reverse("awards:proposal-list"),
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/proposals/review_form.html", context, status=status)


def _get(request, pk) -> PeerReview:
    seen = PeerReview.objects.visible_to(request.user).for_page()
    return get_object_or_404(seen, pk=pk)
