"""Trình cấp trên trên màn hình: the list, one submission, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from awards import actions, offers, permissions
from awards.deciding.paper import in_order, split
from awards.forms.submissions import (
    SubmissionReasonForm,
    SubmissionWordsForm,
    SuperiorAnswerForm,
)
from awards.models import Proposal, Submission, SubmissionLine
from awards.naming import names_on
from awards.submitting import faults
from awards.submitting.paper import rows_of
from awards.submitting.words import superior_name
from awards.views.drafts import choose_page, edit_page
from awards.views.proposals.shared import form_page, looked_file
from awards.views.room import tabs
from campaigns.content import PaperKind
from campaigns.evidence import LARGEST_FILE
from units import form_messages
from units.errors import Refused
from units.models import Membership, Unit
from units.permissions import require
from units.posted import posted
from units.uploads import limit_upload
from units.views.shared import UNPROCESSABLE, done

PAGE = 25
Status, Answer = Submission.Status, SubmissionLine.Answer
SIGNS = {
    Status.DRAFT: ("mute", "pencil"),
    Status.SUBMITTED: ("gold", "pen"),
    Status.APPROVED: ("info", "arrow-repeat"),
    Status.SIGNED: ("gold", "journal-text"),
    Status.ISSUED: ("info", "send"),
    Status.WITHDRAWN: ("mute", "arrow-counterclockwise"),
    Status.DROPPED: ("mute", "archive"),
}
ANSWERS = {
    Answer.WAITING: ("gold", "hourglass-split"),
    Answer.GIVEN: ("ok", "award"),
    Answer.REFUSED: ("bad", "x-circle-fill"),
    Answer.RETURNED: ("warn", "arrow-return-left"),
    Answer.WITHDRAWN: ("mute", "arrow-counterclockwise"),
}


@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """Tờ trình của cơ quan mình, and those that came from below; the newest first."""
    seen = Submission.objects.visible_to(request.user)
    state = request.GET.get("tt", "")
    found = seen.with_status(state) if state in Status.values else seen.living()
    page = Paginator(found.for_list(), PAGE).get_page(request.GET.get("trang"))
    authorities = permissions.submits_for(request.user)
    context = {
        "page": page,
        "rows": [(one, SIGNS[Status(one.status)]) for one in page],
        "states": Status.choices,
        "state": state,
        "waiting": Proposal.objects.submittable_in(authorities) if authorities else 0,
        "can_draft": bool(authorities),
        "tabs": tabs("awards:submission-list"),
    }
    return render(request, "awards/submission_list.html", context)


@require_http_methods(["GET", "POST"])
def submission_start(request: HttpRequest) -> HttpResponse:
    """Chờ trình cấp trên: choose among what was passed and a superior confers."""
    authorities = permissions.submits_for(request.user)
    require(bool(authorities))
    asked = request.POST.get("co-quan") or request.GET.get("co-quan") or ""
    authority = next(
        (one for one in authorities if str(one.pk) == asked), authorities[0]
    )
    day = localdate()
    superior = offers.superior_of(authority, day)
    return choose_page(
        request,
        lambda chosen: actions.draft_submission(
            authority.pk, by=request.user, proposals=chosen
        ),
        template="awards/submission_start.html",
        said=lambda amount: "Đã lập tờ trình; xem lại lời văn, danh sách.",
        back=lambda made: reverse("awards:submission", args=[made.pk]),
        context=lambda: {
            "authorities": authorities,
            "authority": authority,
            "superior": superior_name(authority, superior, day),
            "is_here": superior is not None and offers.works_here(superior),
            "proposals": _waiting(authority),
            "crumbs": crumbs_to(),
        },
    )


@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, submission_of(request, pk))


@require_http_methods(["GET", "POST"])
def submission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sửa lời văn; where a colleague was quicker both texts are there."""
    made = submission_of(request, pk)
    require(permissions.can_draft_submission(request.user, made.authority))
    if not made.is_open:
        return redirect("awards:submission", pk)
    signers = list(Membership.objects.signers_of(made.authority, PaperKind.SUBMISSION))
    form = SubmissionWordsForm(posted(request), made=made, signers=signers)
    return edit_page(
        request, form, actions.amend_submission, pk, template="awards/submission_edit.html",
        back=reverse("awards:submission", args=[pk]),
        now=lambda: submission_of(request, pk), submission=made, crumbs=crumbs_to(made),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def submission_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Thêm đề nghị vào danh sách."""
    made = submission_of(request, pk)
    require(permissions.can_draft_submission(request.user, made.authority))
    if not made.is_open:
        return redirect("awards:submission", pk)
    return choose_page(
        request,
        lambda chosen: actions.add_to_submission(pk, by=request.user, proposals=chosen),
        template="awards/submission_start.html",
        said=lambda amount: (
            f"Đã thêm {amount} trường hợp. Xem lại nội dung trình, hoặc soạn lại "
            "theo danh sách."
        ),
        back=lambda made: reverse("awards:submission", args=[pk]),
        context=lambda: {
            "submission": made,
            "authority": made.authority,
            "superior": made.superior_name,
            "is_here": made.superior is not None and offers.works_here(made.superior),
            "proposals": _waiting(made.authority),
            "crumbs": crumbs_to(made),
        },
    )


@require_POST
def line_drop(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line_of(request, pk)
    actions.drop_submission_line(pk, by=request.user)
    messages.success(request, f"Đã bỏ {line.subject_name} khỏi danh sách.")
    return redirect("awards:submission", line.submission_id)


@require_POST
def submission_reword(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(
        request, pk, actions.reword_submission,
        "Đã soạn lại trích yếu, nội dung trình, nơi nhận.",
    )  # fmt: skip


@require_POST
def submission_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.submit_submission, "Đã trình ký.")


@require_POST
def submission_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.take_submission_back, "Đã rút về để sửa.")


@require_POST
def submission_drop(request: HttpRequest, pk: int) -> HttpResponse:
    made = submission_of(request, pk)
    actions.drop_submission(pk, by=request.user)
    messages.success(request, f"Đã bỏ “{made}”; các đề nghị chờ tờ trình khác.")
    return redirect("awards:submission-list")


@require_http_methods(["GET", "POST"])
def submission_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lại để sửa, with a reason."""
    made = submission_of(request, pk)
    require(permissions.can_return_submission(request.user, made))
    if request.method == "GET":
        return redirect("awards:submission", pk)
    form = _return_form(request.POST)
    if form.is_valid():
        saved = done(
            form, actions.return_submission, pk, by=request.user,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã trả lại để sửa, kèm lý do.")
            return redirect("awards:submission", pk)
    return page_of(request, made, status=UNPROCESSABLE, return_form=form)


@require_http_methods(["GET", "POST"])
def submission_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút hồ sơ đã trình, with a reason."""
    made = submission_of(request, pk)
    require(permissions.can_draft_submission(request.user, made.authority))
    form = SubmissionReasonForm(
        posted(request), label="Lý do rút", lead="Chưa rút được"
    )
    if form.is_bound and form.is_valid():
        saved = done(
            form, actions.withdraw_submission, pk, by=request.user,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if saved is not None:
            messages.success(request, "Đã rút hồ sơ; các đề nghị chờ trình lại.")
            return redirect("awards:submission", pk)
    return form_page(
        request, form, title="Rút hồ sơ đã trình", act="Rút hồ sơ", danger=True,
        lead=f"Rút Tờ trình số {made.number_and_symbol} gửi {made.superior_name}. Các đề nghị trở "
        "lại chờ trình cấp trên; văn bản đã ban hành vẫn được lưu.",
        back=reverse("awards:submission", args=[pk]), path=crumbs_to(made),
    )  # fmt: skip


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def line_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi trả lời của cấp trên nhận bằng văn bản."""
    return _line_answer(request, pk, limit_upload(request, LARGEST_FILE))


@csrf_protect
@require_http_methods(["GET", "POST"])
def _line_answer(request, pk, limit):
    line = _line_of(request, pk)
    made = line.submission
    require(permissions.can_draft_submission(request.user, made.authority))
    form = SuperiorAnswerForm(posted(request))
    if request.method == "POST" and form.is_valid() and _kept(request, form, pk, limit):
        messages.success(request, f"Đã ghi trả lời về {line.subject_name}.")
        return redirect("awards:submission", made.pk)
    return form_page(
        request, form, title="Ghi trả lời của cấp trên", act="Ghi trả lời",
        lead=f"{line.subject_name}: {line.award_name}. Tờ trình số {made.number_and_symbol} gửi "
        f"{made.superior_name}.",
        multipart=True, back=reverse("awards:submission", args=[made.pk]),
        path=crumbs_to(made),
    )  # fmt: skip


def _kept(request, form, pk, limit):
    try:
        looked = looked_file(request, limit, "scan")
    except Refused as refusal:
        form_messages.refused(form, refusal)
        return None
    given = form.cleaned_data
    return done(
        form, actions.record_superior_answer, pk, by=request.user, looked=looked,
        answer=given["answer"], reference=given["reference"],
        answered_on=given["answered_on"], reason=given["reason"],
    )  # fmt: skip


@require_POST
def line_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ trả lời ghi nhầm."""
    line = _line_of(request, pk)
    actions.undo_superior_answer(pk, by=request.user)
    messages.success(request, f"Đã bỏ trả lời về {line.subject_name}.")
    return redirect("awards:submission", line.submission_id)


def page_of(
    request: HttpRequest, made: Submission, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of one submission; ``forms`` replace the empty ones (bound, with errors)."""
    user = request.user
    lines = in_order(rows_of(made))
    drafts = permissions.can_draft_submission(user, made.authority)
    open_ = drafts and made.is_open
    issued = made.status == Status.ISSUED
    is_own = permissions.can_follow_submission(user, made)
    context = {
        "submission": made,
        "sign": SIGNS[Status(made.status)],
        "lines": [
            (number, line, _sign_of(line)) for number, line in enumerate(lines, 1)
        ],
        "bases": split(made.bases),
        "body": split(made.body),
        "recipients": split(made.recipients),
        "faults": faults.blocking(made, lines) if open_ else [],
        "is_own": is_own,
        "can_take": permissions.can_take_submission(user, made),
        "has_answers": made.status in (Status.ISSUED, Status.WITHDRAWN),
        "paper_url": reverse("reports:submission-paper", args=[made.pk])
        if made.status
        in (Status.APPROVED, Status.SIGNED, Status.ISSUED, Status.WITHDRAWN)
        else "",
        "can_edit": open_,
        "can_take_back": drafts and made.status == Status.SUBMITTED,
        "can_sign": made.status == Status.SUBMITTED
        and permissions.can_sign_submission(user, made),
        "can_return": made.status == Status.SUBMITTED
        and permissions.can_return_submission(user, made),
        "can_answer": drafts and issued,
        "can_withdraw": drafts
        and issued
        and all(line.answer == Answer.WAITING for line in lines),
        "return_form": forms.get("return_form") or _return_form(),
        "form": next(iter(forms.values()), None),
        "crumbs": crumbs_to(),
    }
    return render(request, "awards/submission.html", context, status=status)


def _sign_of(line: SubmissionLine) -> tuple[str, str, str]:
    """Kind, words and picture of the answer; what is mended waits, and says for whom."""
    if line.answer == Answer.WAITING and line.is_mended:
        return ("warn", "Cấp trên trả lại bổ sung", "arrow-return-left")
    kind, picture = ANSWERS[Answer(line.answer)]
    return (kind, line.get_answer_display(), picture)


def _return_form(data: Any = None) -> SubmissionReasonForm:
    return SubmissionReasonForm(data, label="Lý do trả lại", lead="Chưa trả lại được")


def _act(
    request: HttpRequest, pk: int, act: Callable[..., Submission], said: str
) -> HttpResponse:
    submission_of(request, pk)
    act(pk, by=request.user)
    messages.success(request, said)
    return redirect("awards:submission", pk)


def submission_of(request: HttpRequest, pk: int) -> Submission:
    """The submission, if this user may see it; else 404."""
    seen = Submission.objects.visible_to(request.user).for_page()
    return get_object_or_404(seen, pk=pk)


def _line_of(request: HttpRequest, pk: int) -> SubmissionLine:
    lines = SubmissionLine.objects.visible_to(request.user)
    return get_object_or_404(lines.select_related("submission__authority"), pk=pk)


def _waiting(authority: Unit) -> list[tuple[Proposal, str]]:
    """Chờ trình cấp trên, each with what its award is called."""
    found = list(Proposal.objects.to_submit(authority))
    called = names_on(localdate(), {one.award_id for one in found if one.award_id})
    return [(one, called.get(one.award_id or 0, str(one.award))) for one in found]


def crumbs_to(made: Submission | None = None) -> list[tuple[str, str]]:
    """Links to what stands above a page of the submission, or above its own page."""
    found = [("Trình cấp trên", reverse("awards:submission-list"))]
    if made is not None:
        found.append((str(made), reverse("awards:submission", args=[made.pk])))
    return found
