"""Quyết định khen thưởng trên màn hình: the list, one of them, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from awards import actions, permissions
from awards.deciding import faults, words
from awards.deciding.paper import in_order, rows_of, split
from awards.deciding.standing import acts_against, force_of
from awards.forms.decisions import (
    CancelForm,
    DecisionReturnForm,
    LineForm,
    WordsForm,
)
from awards.models import Decision, DecisionLine, Proposal
from awards.views.drafts import choose_page, edit_page
from awards.views.room import tabs
from campaigns.content import PaperKind
from units.models import Membership, Unit
from units.permissions import require
from units.posted import posted
from units.views.shared import UNPROCESSABLE, done

PAGE = 25
Status = Decision.Status
SIGNS = {
    Status.DRAFT: ("mute", "pencil"),
    Status.SUBMITTED: ("gold", "pen"),
    Status.APPROVED: ("info", "arrow-repeat"),
    Status.SIGNED: ("gold", "journal-text"),
    Status.ISSUED: ("ok", "check-circle-fill"),
    Status.DROPPED: ("mute", "archive"),
}


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """Quyết định của cơ quan mình, and those issued above; the newest first."""
    seen = Decision.objects.visible_to(request.user)
    state = request.GET.get("tt", "")
    found = seen.with_status(state) if state in Status.values else seen.living()
    page = Paginator(found.for_list(), PAGE).get_page(request.GET.get("trang"))
    authorities = permissions.drafts_for(request.user)
    context = {
        "page": page,
        "rows": [(one, SIGNS[Status(one.status)]) for one in page],
        "states": Status.choices,
        "state": state,
        "waiting": Proposal.objects.waiting_in(authorities) if authorities else 0,
        "can_draft": bool(authorities),
        "tabs": tabs("awards:decision-list"),
    }
    return render(request, "awards/decision_list.html", context)


@require_http_methods(["GET", "POST"])
def decision_start(request: HttpRequest) -> HttpResponse:
    """Lập quyết định: choose among what was passed, grouped as it will be printed."""
    authorities = permissions.drafts_for(request.user)
    require(bool(authorities))
    asked = request.POST.get("co-quan") or request.GET.get("co-quan") or ""
    authority = next(
        (one for one in authorities if str(one.pk) == asked), authorities[0]
    )
    return choose_page(
        request,
        lambda chosen: actions.draft_decision(
            authority.pk, by=request.user, proposals=chosen
        ),
        template="awards/decision_start.html",
        said=lambda amount: "Đã lập quyết định; xem lại lời văn, danh sách.",
        back=lambda made: reverse("awards:decision", args=[made.pk]),
        context=lambda: {
            "authorities": authorities,
            "authority": authority,
            "proposals": _waiting(authority),
            "crumbs": crumbs_to(),
        },
    )


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, decision_of(request, pk))


@require_http_methods(["GET", "POST"])
def decision_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa lời văn; where a colleague was quicker both texts are there."""
    made = decision_of(request, pk)
    require(permissions.can_draft_decision(request.user, made.authority))
    if not made.is_open:
        return redirect("awards:decision", pk)
    signers = list(Membership.objects.signers_of(made.authority, PaperKind.DECISION))
    form = WordsForm(posted(request), made=made, signers=signers)
    return edit_page(
        request, form, actions.amend_decision, pk, template="awards/decision_edit.html",
        back=reverse("awards:decision", args=[pk]), now=lambda: decision_of(request, pk),
        decision=made, crumbs=crumbs_to(made),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def line_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa một dòng của danh sách."""
    lines = DecisionLine.objects.visible_to(request.user).for_page()
    line = get_object_or_404(lines.select_related("decision__authority"), pk=pk)
    require(permissions.can_draft_decision(request.user, line.decision.authority))
    if not line.decision.is_open:
        return redirect("awards:decision", line.decision_id)
    form = LineForm(posted(request), line=line)
    if form.is_bound and form.is_valid():
        saved = done(form, actions.amend_line, pk, by=request.user, **form.cleaned_data)
        if saved is not None:
            messages.success(request, "Đã lưu.")
            return redirect("awards:decision", line.decision_id)
    context = {"line": line, "form": form, "crumbs": crumbs_to(line.decision)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/decision_line.html", context, status=status)


@require_http_methods(["GET", "POST"])
def decision_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Thêm đề nghị đã thông qua vào danh sách."""
    made = decision_of(request, pk)
    require(permissions.can_draft_decision(request.user, made.authority))
    if not made.is_open or made.kind != Decision.Kind.CONFER:
        return redirect("awards:decision", pk)
    return choose_page(
        request,
        lambda chosen: actions.add_to_decision(pk, by=request.user, proposals=chosen),
        template="awards/decision_start.html",
        said=lambda amount: (
            f"Đã thêm {amount} trường hợp. Xem lại các điều, hoặc soạn lại theo "
            "danh sách."
        ),
        back=lambda made: reverse("awards:decision", args=[pk]),
        context=lambda: {
            "decision": made,
            "authority": made.authority,
            "proposals": _waiting(made.authority),
            "crumbs": crumbs_to(made),
        },
    )


@require_POST
def line_drop(request: HttpRequest, pk: int) -> HttpResponse:
    lines = DecisionLine.objects.visible_to(request.user)
    line = get_object_or_404(lines, pk=pk)
    actions.drop_line(pk, by=request.user)
    messages.success(request, f"Đã bỏ {line.subject_name} khỏi danh sách.")
    return redirect("awards:decision", line.decision_id)


@require_POST
def decision_reword(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(
        request,
        pk,
        actions.reword_decision,
        "Đã soạn lại trích yếu, các điều, nơi nhận.",
    )


@require_POST
def decision_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.submit_decision, "Đã trình ký.")


@require_POST
def decision_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.take_decision_back, "Đã rút về để sửa.")


@require_POST
def decision_drop(request: HttpRequest, pk: int) -> HttpResponse:
    made = decision_of(request, pk)
    actions.drop_decision(pk, by=request.user)
    messages.success(request, f"Đã bỏ “{made}”; các đề nghị chờ quyết định khác.")
    return redirect("awards:decision-list")


@require_http_methods(["GET", "POST"])
def decision_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại để sửa, with a reason."""
    made = decision_of(request, pk)
    require(permissions.can_return_decision(request.user, made))
    if request.method == "GET":
        return redirect("awards:decision", pk)
    form = DecisionReturnForm(request.POST)
    if form.is_valid():
        saved = done(
            form, actions.return_decision, pk, by=request.user,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã trả lại để sửa, kèm lý do.")
            return redirect("awards:decision", pk)
    return page_of(request, made, status=UNPROCESSABLE, return_form=form)


@require_http_methods(["GET", "POST"])
def decision_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Lập quyết định hủy bỏ đối với một số hoặc tất cả trường hợp."""
    made = decision_of(request, pk)
    require(permissions.can_draft_decision(request.user, made.authority))
    lines = [one for one in DecisionLine.objects.of(made).standing().for_page()]
    if made.status != Status.ISSUED or made.kind != Decision.Kind.CONFER or not lines:
        return redirect("awards:decision", pk)
    form = CancelForm(posted(request), lines=lines)
    if form.is_bound and form.is_valid():
        drafted = done(
            form, actions.draft_cancellation, pk, by=request.user,
            lines=[int(one) for one in form.cleaned_data["lines"]],
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if drafted is not None:
            messages.success(
                request, "Đã lập quyết định hủy bỏ; có hiệu lực khi được ký, ban hành."
            )
            return redirect("awards:decision", drafted.pk)
    context = {"decision": made, "form": form, "crumbs": crumbs_to(made)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "awards/decision_cancel.html", context, status=status)


@require_safe
@never_cache
def decision_payment(request: HttpRequest, pk: int) -> HttpResponse:
    """Danh sách chi tiền thưởng, to print and to sign for what one was handed."""
    made = decision_of(request, pk)
    require(permissions.can_draft_decision(request.user, made.authority))
    lines = in_order(rows_of(made))
    context = {
        "decision": made,
        "lines": list(enumerate(lines, 1)),
        "total": words.total_of(lines),
        "crumbs": crumbs_to(made),
    }
    return render(request, "awards/decision_payment.html", context)


def page_of(
    request: HttpRequest, made: Decision, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of one decision; ``forms`` replace the empty ones (bound, with errors)."""
    user = request.user
    lines = in_order(rows_of(made))
    drafts = permissions.can_draft_decision(user, made.authority)
    open_ = drafts and made.is_open
    issued = made.status == Status.ISSUED
    acts = acts_against(made)
    force = force_of(made, acts) if issued else None
    context = {
        "decision": made,
        "sign": SIGNS[Status(made.status)],
        "lines": list(enumerate(lines, 1)),
        "total": words.total_of(lines),
        "paper_url": reverse("reports:decision-paper", args=[made.pk])
        if made.status in (Status.APPROVED, Status.SIGNED, Status.ISSUED)
        else "",
        "bases": split(made.bases),
        "articles": list(enumerate(split(made.articles), 1)),
        "recipients": split(made.recipients),
        "faults": faults.blocking(made, lines) if open_ else [],
        "is_own": permissions.can_follow_decision(user, made),
        "can_edit": open_,
        "can_add": open_ and made.kind == Decision.Kind.CONFER,
        "can_take_back": drafts and made.status == Status.SUBMITTED,
        "can_sign": made.status == Status.SUBMITTED
        and permissions.can_sign_decision(user, made),
        "can_return": made.status == Status.SUBMITTED
        and permissions.can_return_decision(user, made),
        "can_cancel": drafts
        and issued
        and made.kind == Decision.Kind.CONFER
        and not (force and force.is_over),
        "can_pay": drafts and bool(lines),
        "return_form": forms.get("return_form") or DecisionReturnForm(),
        "force": force,
        "cancelling": acts,
        "form": next(iter(forms.values()), None),
        "crumbs": crumbs_to(),
    }
    return render(request, "awards/decision.html", context, status=status)


def _act(
    request: HttpRequest, pk: int, act: Callable[..., Decision], said: str
) -> HttpResponse:
    decision_of(request, pk)
    act(pk, by=request.user)
    messages.success(request, said)
    return redirect("awards:decision", pk)


def decision_of(request: HttpRequest, pk: int) -> Decision:
    """The decision, if this user may see it; else 404."""
    seen = Decision.objects.visible_to(request.user).for_page()
    return get_object_or_404(seen, pk=pk)


def _waiting(authority: Unit) -> list[tuple[Proposal, str]]:
    """Chờ quyết định, each with its award as the paper will name it."""
    found = list(Proposal.objects.to_decide(authority))
    names = words.names_on(localdate(), authority, [one.award for one in found])
    return [(one, names[one.award_id]) for one in found]


def crumbs_to(made: Decision | None = None) -> list[tuple[str, str]]:
    """Links to what stands above a page of the decision, or above its own page."""
    found = [("Quyết định khen thưởng", reverse("awards:decision-list"))]
    if made is not None:
        found.append((str(made), reverse("awards:decision", args=[made.pk])))
    return found
