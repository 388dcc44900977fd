"""Góp ý: the plan as text with what was said of each line beside it.

Every form and button stands at its place of the plan and changes only that: with htmx the
answer is the one line, without scripts the page again, at that line.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from campaigns import actions, permissions, standing
from campaigns.actions.locking import LINE_GONE
from campaigns.fingerprint import fingerprint
from campaigns.forms import AnswerForm, LineCommentForm, WordsForm
from campaigns.models import Comment, Plan
from campaigns.outline import LineKind
from campaigns.views.comment_rows import FILTERS, GONE, OPEN, WHOLE, Talk
from campaigns.views.shared import UNPROCESSABLE, campaign_url, get_plan
from units import form_messages
from units.errors import Refused
from units.pages import number_in
from units.permissions import require

PAGE = "campaigns/comments.html"


@require_http_methods(["GET", "POST"])
def plan_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """Góp ý; POST adds one.

    ``?dong=`` (a line, or "chung") opens the form there, ``?tra-loi=`` that of an answer,
    ``?cho=`` asks for one place alone, ``?loc=`` says which comments are shown.
    """
    plan = get_plan(request, pk)
    require(permissions.can_read_comments(request.user, plan))
    if request.method == "POST":
        require(permissions.can_comment(request.user, plan))
        return _add(request, plan)
    talk = _talk(request, plan)
    place, form, answered = request.GET.get("cho", ""), None, None
    if talk.can_comment and "dong" in request.GET:
        place = request.GET["dong"]
        form = _new_form(talk, place)
    elif talk.can_comment and "tra-loi" in request.GET:
        answered = talk.find(number_in(request.GET, "tra-loi") or 0)
        if answered is not None:
            place, form = talk.place_of(answered), AnswerForm()
    return _show(request, talk, place, form=form, answered=answered)


@require_POST
def comment_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lời."""
    plan, comment = _comment(request, pk)
    require(permissions.can_comment(request.user, plan))
    above = comment.parent_id or comment.pk
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_comment(
                comment.pk, by=request.user, body=form.cleaned_data["body"]
            )
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            return _done(request, plan, above)
    talk = _talk(request, plan, shown=above)
    answered = talk.find(above)
    place = talk.place_of(answered) if answered else WHOLE
    return _show(request, talk, place, form=form, answered=answered)


@require_POST
def comment_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Khép góp ý: button ``ket-qua`` done or declined."""
    plan, comment = _comment(request, pk)
    outcome = request.POST.get("ket-qua", Comment.Status.DONE)
    actions.close_comment(comment.pk, by=request.user, outcome=outcome)
    return _done(request, plan, comment.pk)


@require_POST
def comment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mở lại góp ý."""
    plan, comment = _comment(request, pk)
    actions.reopen_comment(comment.pk, by=request.user)
    return _done(request, plan, comment.pk)


@require_POST
def comment_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Nhận lời đề nghị: the line takes it."""
    plan, comment = _comment(request, pk)
    actions.accept_suggestion(comment.pk, by=request.user)
    return _done(request, plan, comment.pk)


@require_POST
def comment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Rút góp ý, câu trả lời của mình."""
    plan, comment = _comment(request, pk)
    place, parent = _place(comment), comment.parent_id
    actions.withdraw_comment(comment.pk, by=request.user)
    return _done(request, plan, parent or 0, place)


def comments_url(plan: Plan, line: int | None = None) -> str:
    """The page, at a line of it."""
    address = reverse("campaigns:plan-comments", args=[plan.pk])
    return f"{address}#d-{line}" if line else address


def _comment(request, pk) -> tuple[Plan, Comment]:
    """404 to who does not work in the issuing authority, also where its paper is issued."""
    comments = Comment.objects.visible_to(request.user).select_related("parent")
    comment = get_object_or_404(comments, pk=pk)
    plan = get_plan(request, comment.plan_id)
    return plan, comment


def _add(request, plan):
    place = request.POST.get("dong", WHOLE)
    talk = _talk(request, plan)
    form = _new_form(talk, place, request.POST)
    if form is None:
        # Its line went while it was written: the words stay, for the plan as a whole.
        place, form = WHOLE, WordsForm(request.POST)
        form_messages.refused(form, Refused(f"{LINE_GONE} {STAYS}"))
    elif form.is_valid():
        values = {name: text for name, text in form.cleaned_data.items() if text}
        try:
            comment = actions.add_comment(
                plan.pk,
                by=request.user,
                line_id=None if place == WHOLE else int(place),
                **{"body": ""} | values,
            )
        except Refused as refusal:
            form_messages.refused(form, refusal)
        else:
            return _done(request, plan, comment.pk)
    return _show(
        request, _talk(request, plan), place, form=_seen_anew(form, talk, place)
    )


STAYS = "Lời góp ý còn ở đây: gửi thì thành góp ý chung cho cả kế hoạch."


def _new_form(talk, place, data=None):
    """The form of a comment at that place; None where there is no such line."""
    if place == WHOLE:
        return WordsForm(data)
    line = talk.by_pk.get(number_in({"line": place}, "line"))
    if line is None:
        return None
    initial = {"proposed": line.text, "seen": fingerprint(line)}
    return LineCommentForm(
        data, initial=initial, may_propose=line.kind != LineKind.TABLE
    )


def _seen_anew(form, talk, place):
    """Shown again, the form stands by the line as it reads now, with the words as typed."""
    line = talk.by_pk.get(number_in({"line": place}, "line"))
    if line is not None and "seen" in form.data:
        form.data = form.data.copy()
        form.data["seen"] = fingerprint(line)
    return form


def _talk(request, plan, shown=0):
    asked = request.POST if request.method == "POST" else request.GET
    wanted = asked.get("loc", OPEN)
    shown = shown or number_in(asked, "vua") or 0
    return Talk(plan, request.user, wanted if wanted in FILTERS else OPEN, shown)


def _done(request, plan, shown, place=""):
    """The place where something was done, the comment in sight even if the filter hides it."""
    talk = _talk(request, get_plan(request, plan.pk), shown)
    comment = talk.find(shown)
    place = talk.place_of(comment) if comment else place
    if request.POST.get("ve") == "duyet":
        return redirect(reverse("campaigns:plan-review", args=[plan.pk]) + "#xem-lai")
    if request.htmx:
        return _show(request, talk, place)
    query = {"loc": talk.wanted} | ({"vua": shown} if comment else {})
    at = f"gy-{shown}" if comment else f"d-{place}"
    return redirect(f"{comments_url(plan)}?{urlencode(query)}#{at}")


def _place(comment):
    above = comment.parent or comment
    if above.line_id:
        return str(above.line_id)
    return GONE if above.is_of_line else WHOLE


def _show(request, talk, place="", form=None, answered=None):
    """The page, or for htmx the one place; 422 where a form was sent in vain."""
    whole, gone = talk.group(WHOLE), talk.group(GONE)
    rows = talk.rows()
    for one in (*rows, whole, gone):
        if form is not None and answered is None and one.key_name == place:
            one.form = form
        for said in one.said:
            if answered is not None and said.comment.pk == answered.pk:
                said.form = form
    status = UNPROCESSABLE if form is not None and form.is_bound else 200
    context: dict[str, Any] = {
        "plan": talk.plan,
        "url": comments_url(talk.plan),
        "filters": talk.filters(),
        "wanted": talk.wanted,
        "shown": talk.shown,
        "can_comment": talk.can_comment,
        "is_discussed": talk.is_discussed,
    }
    if request.htmx and place:
        if request.htmx.target not in (f"d-{place}", None):
            # Its line went meanwhile, and took it elsewhere.
            return HttpResponseClientRefresh()
        row = next((row for row in rows if row.key_name == place), None)
        if row is not None:
            context |= {"row": row, "alone": True}
            return render(request, f"{PAGE}#line", context, status=status)
        if place in (WHOLE, GONE):
            context |= {"group": whole if place == WHOLE else gone, "alone": True}
            return render(request, f"{PAGE}#group", context, status=status)
        raise Http404
    context |= {
        "rows": rows,
        "whole": whole,
        "gone": gone,
        "is_empty": not any(one.said for one in (*rows, whole, gone)),
        "campaign_url": campaign_url(talk.plan.campaign),
        "standing": standing.OF_PLAN[Plan.Status(talk.plan.status)],
        "check_url": reverse("campaigns:plan-check", args=[talk.plan.pk])
        if talk.can_edit
        else "",
        "review_url": reverse("campaigns:plan-review", args=[talk.plan.pk])
        if permissions.can_read_for_review(request.user, talk.plan)
        else "",
        "edit_url": reverse("campaigns:plan-edit", args=[talk.plan.pk])
        if talk.can_edit and talk.plan.is_open
        else "",
    }
    return render(request, PAGE, context, status=status)
