"""Chương trình: what is weighed, by which rule, and who stands aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from awards import actions, permissions
from awards.council.attending import room_of
from awards.forms.council import RecusalForm, RuleForm, TopicForm, WordsForm
from awards.models import AgendaItem, Proposal, Recusal
from awards.views.council_sessions import (
    get_session,
    page_of,
    room_page_of,
    session_crumbs,
)
from campaigns.views.shared import small_page
from units.errors import Refused
from units.pages import numbers_of
from units.permissions import require
from units.posted import posted
from units.views.shared import UNPROCESSABLE, done


def get_item(request: HttpRequest, pk: int) -> AgendaItem:
    """The item, or 404 where the person is of another council."""
    items = AgendaItem.objects.visible_to(request.user).for_page()
    found = items.select_related("session__unit__parent", "proposal__award")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "POST"])
def session_pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Đưa đề nghị vào chương trình, from those that wait."""
    session = get_session(request, pk)
    require(permissions.can_hold_sessions(request.user, session.unit))
    problem = ""
    picked = numbers_of(request.POST.getlist("de-nghi"))
    if request.method == "POST":
        try:
            added = actions.add_proposals(pk, by=request.user, proposal_ids=picked)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"Đã đưa {len(added)} đề nghị vào chương trình.")
            return redirect(room_page_of(session))
    context = {
        "session": session,
        "rows": [
            {"proposal": one, "is_picked": one.pk in picked}
            for one in Proposal.objects.waiting_for_council(session.unit.parent_id)
        ],
        "problem": problem,
        "back": room_page_of(session),
        "crumbs": session_crumbs(session),
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "awards/council/pick.html", context, status=status)


@require_http_methods(["GET", "POST"])
def topic_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Thêm nội dung."""
    session = get_session(request, pk)
    require(permissions.can_hold_sessions(request.user, session.unit))
    form = TopicForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.add_topic, pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Đã thêm vào chương trình.")
        return redirect(room_page_of(session))
    return small_page(
        request, form, title="Thêm nội dung họp", act="Thêm", back=room_page_of(session),
        crumbs=session_crumbs(session), lead="Nội dung không bỏ phiếu khen thưởng.",
    )  # fmt: skip


@require_POST
def item_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ khỏi chương trình."""
    item = get_item(request, pk)
    require(permissions.can_hold_sessions(request.user, item.session.unit))
    try:
        actions.remove_item(pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ khỏi chương trình.")
    return redirect(room_page_of(item.session))


@require_http_methods(["GET", "POST"])
def rule_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Nhập quy định bỏ phiếu cho phiên này."""
    item = get_item(request, pk)
    require(permissions.can_hold_sessions(request.user, item.session.unit))
    form = RuleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        amount = done(
            form, actions.enter_rule, pk, by=request.user, **form.cleaned_data
        )
        if amount is not None:
            messages.success(
                request, f"Đã ghi quy định cho {amount} đề nghị của phiên."
            )
            return redirect(room_page_of(item.session))
    return small_page(
        request, form, title=f"Quy định bỏ phiếu: {item}", act="Lưu quy định",
        back=room_page_of(item.session), crumbs=session_crumbs(item.session),
        lead="Danh mục chưa có quy định về hình thức khen thưởng này vào ngày khai mạc. Nhập "
        "theo quy chế của Hội đồng; quy định được in vào biên bản và không đổi được sau khi đã "
        "biểu quyết.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def recusal_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Tự khai không tham gia xét."""
    item = get_item(request, pk)
    require(permissions.can_answer_invitation(request.user, item.session.unit))
    form = WordsForm(posted(request), name="reason", label="Lý do", longest=300)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, actions.declare_recusal, pk, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, "Đã ghi anh/chị không tham gia xét đề nghị này.")
        return redirect(page_of(item.session))
    return small_page(
        request, form, title=f"Không tham gia xét: {item}", act="Không tham gia xét",
        back=page_of(item.session), crumbs=session_crumbs(item.session),
        lead="Anh/chị không bỏ phiếu, không thấy lượt biểu quyết và kết quả của đề nghị này cho "
        "đến khi phiên họp bế mạc. Lý do được ghi vào biên bản.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def recusal_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi thành viên không tham gia xét."""
    item = get_item(request, pk)
    require(permissions.can_hold_sessions(request.user, item.session.unit))
    seats = [row.seat for row in room_of(item.session).voting]
    wanted = {"seat": request.GET.get("ghe", ""), "reason": request.GET.get("vi", "")}
    form = RecusalForm(posted(request), seats=seats, initial=wanted)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        recusal = done(
            form, actions.record_recusal, pk, given["seat"], by=request.user,
            reason=given["reason"],
        )  # fmt: skip
        if recusal is not None:
            messages.success(request, f"Đã ghi {recusal.seat} không tham gia xét.")
            return redirect(room_page_of(item.session))
    return small_page(
        request, form, title=f"Không tham gia xét: {item}", act="Ghi lại",
        back=room_page_of(item.session), crumbs=session_crumbs(item.session),
        lead="Người ấy không bỏ phiếu, không thấy lượt biểu quyết và kết quả của đề nghị này "
        "cho đến khi phiên họp bế mạc.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def recusal_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ việc ghi nhầm."""
    rows = Recusal.objects.visible_to(request.user)
    recusal = get_object_or_404(
        rows.select_related("seat", "item__session__unit", "item__proposal"), pk=pk
    )
    session = recusal.item.session
    require(permissions.can_hold_sessions(request.user, session.unit))
    form = WordsForm(posted(request), name="reason", label="Lý do bỏ", longest=300)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.drop_recusal, pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{recusal.seat} lại tham gia xét.")
        return redirect(room_page_of(session))
    return small_page(
        request, form, title=f"{recusal.seat} lại tham gia xét {recusal.item}",
        act="Ghi lại", back=room_page_of(session), crumbs=session_crumbs(session), lead="",
    )  # fmt: skip
