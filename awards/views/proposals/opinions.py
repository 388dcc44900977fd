"""Hiệp y, lấy ý kiến: asked, answered in the system or on paper, dropped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from awards.actions import opinions as opinion_acts
from awards.forms.proposals import ReasonForm
from awards.forms.reviews import AnswerForm, AskForm
from awards.models import OpinionRequest
from awards.models.proposals import Status
from awards.permissions import proposals as permissions
from awards.views.proposals.shared import (
    PICKED,
    crumbs,
    form_page,
    looked_file,
    picked,
)
from campaigns.evidence import LARGEST_FILE
from units import form_messages
from units.access import What, looked_at
from units.errors import Refused
from units.long_lists import page_of
from units.permissions import require
from units.posted import posted
from units.uploads import limit_upload
from units.views.shared import done

OPINIONS = "Hỏi ý kiến"


@require_safe
def opinion_list(request: HttpRequest) -> HttpResponse:
    """Đã hỏi ai, ai hỏi mình."""
    seen = OpinionRequest.objects.visible_to(request.user).for_page()
    page = page_of(request, seen.order_by("-pk"))
    today = localdate()
    context = {
        "page": page,
        "rows": [(one, one.holds_up(today)) for one in page],
        "crumbs": crumbs(),
    }
    return render(request, "awards/proposals/opinions.html", context)


@require_http_methods(["GET", "POST"])
def opinion_ask(request: HttpRequest) -> HttpResponse:
    """Hỏi ý kiến về các đề nghị đã chọn (``?ma=``), of one authority."""
    require(bool(permissions.appraises_somewhere(request.user)))
    found = [
        one
        for one in picked(request)
        if one.status == Status.APPRAISING
        and permissions.can_ask_opinions(request.user, one.authority)
    ]
    if not found or len({one.authority_id for one in found}) > 1:
        messages.info(
            request, "Đánh dấu các đề nghị đang thẩm định rồi bấm Hỏi ý kiến."
        )
        return redirect(f"{reverse('awards:proposal-list')}?tt=tham-dinh")
    start = {"purpose": OpinionRequest.Purpose.CONCURRENCE}
    form = AskForm(posted(request), user=request.user, initial=start)
    is_search = bool(request.POST.get("tim"))
    if request.method == "POST" and not is_search and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        asked = done(
            form, opinion_acts.ask_opinion, found[0].authority_id, by=request.user,
            proposal_ids=[one.pk for one in found], unit_id=unit.pk if unit else None,
            **given,
        )  # fmt: skip
        if asked is not None:
            messages.success(request, f"Đã gửi câu hỏi tới {asked.asked}.")
            return redirect("awards:opinion", asked.pk)
    if is_search:
        form = AskForm(initial=request.POST.dict(), user=request.user)
        form.fields["unit"].choose_for(request.user, request.POST, "unit")
    names = ", ".join(str(one) for one in found[:3])
    more = f" và {len(found) - 3} đề nghị nữa" if len(found) > 3 else ""
    return form_page(
        request, form, title="Hỏi hiệp y, lấy ý kiến", act="Gửi câu hỏi",
        lead=f"Về đề nghị cho {names}{more}. Nơi được hỏi đọc tên, hình thức và tóm tắt thành "
        "tích như hôm nay, không đọc hồ sơ.",
        back=reverse("awards:proposal-list"), path=crumbs(),
        hidden=[(PICKED, one.pk) for one in found],
    )  # fmt: skip


@require_safe
def opinion_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Một lần hỏi: what was asked about, until when, what was answered."""
    opinion = _get(request, pk)
    looked_at(request, What.VIEWED, opinion)
    asks = permissions.can_ask_opinions(request.user, opinion.authority)
    is_open = not opinion.answered_on and not opinion.dropped_at
    context = {
        "opinion": opinion,
        "items": list(opinion.items.all()),
        "papers": list(opinion.papers.all()),
        "waits": opinion.holds_up(localdate()),
        "asks": asks,
        "can_answer": is_open and permissions.can_answer_opinion(request.user, opinion),
        "can_record": is_open and asks,
        "crumbs": _crumbs(),
    }
    return render(request, "awards/proposals/opinion.html", context)


@require_http_methods(["GET", "POST"])
def opinion_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Trả lời thay mặt đơn vị được hỏi."""
    opinion = _get(request, pk)
    require(permissions.can_answer_opinion(request.user, opinion))
    form = AnswerForm(posted(request), on_paper=False)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, opinion_acts.answer_opinion, pk, by=request.user, **given):
            messages.success(request, f"Đã trả lời {opinion.authority}.")
            return redirect("awards:opinion", pk)
    return form_page(
        request, form, title="Trả lời ý kiến", act="Gửi trả lời",
        lead=f"Thay mặt {opinion.unit} trả lời {opinion.authority}.",
        back=reverse("awards:opinion", args=[pk]), path=_crumbs(),
    )  # fmt: skip


@csrf_exempt  # the inner view checks; the limit must stand before the body is read
def opinion_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi trả lời nhận bằng văn bản."""
    return _opinion_record(request, pk, limit_upload(request, LARGEST_FILE))


@csrf_protect
@require_http_methods(["GET", "POST"])
def _opinion_record(request, pk, limit):
    opinion = _get(request, pk)
    require(permissions.can_ask_opinions(request.user, opinion.authority))
    form = AnswerForm(
        posted(request), on_paper=True, initial={"answered_on": localdate()}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _record(request, form, pk, limit)
    ):
        messages.success(request, f"Đã ghi trả lời của {opinion.asked}.")
        return redirect("awards:opinion", pk)
    return form_page(
        request, form, title="Ghi trả lời bằng văn bản", act="Ghi trả lời",
        lead=f"{opinion.asked} trả lời {opinion.authority}.", multipart=True,
        back=reverse("awards:opinion", args=[pk]), path=_crumbs(),
    )  # fmt: skip


def _record(request, form, pk, limit):
    try:
        looked = looked_file(request, limit, "scan")
    except Refused as refusal:
        form_messages.refused(form, refusal)
        return None
    given = form.cleaned_data
    return done(
        form, opinion_acts.record_opinion, pk, by=request.user, answer=given["answer"],
        text=given["text"], answered_on=given["answered_on"], looked=looked,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def opinion_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi hỏi."""
    opinion = _get(request, pk)
    require(permissions.can_ask_opinions(request.user, opinion.authority))
    form = ReasonForm(posted(request), longest=500)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, opinion_acts.drop_opinion, pk, by=request.user,
            reason=form.cleaned_data["reason"],
        )
    ):  # fmt: skip
        messages.success(request, "Đã thôi hỏi; đề nghị không chờ trả lời này nữa.")
        return redirect("awards:opinion", pk)
    return form_page(
        request, form, title="Thôi hỏi ý kiến", act="Thôi hỏi", danger=True,
        lead=f"{opinion.asked} không phải trả lời nữa; việc hỏi này vẫn còn đọc được.",
        back=reverse("awards:opinion", args=[pk]), path=_crumbs(),
    )  # fmt: skip


def _get(request, pk) -> OpinionRequest:
    seen = OpinionRequest.objects.visible_to(request.user).for_page()
    return get_object_or_404(seen, pk=pk)


def _crumbs():
    return [*crumbs(), (OPINIONS, reverse("awards:opinion-list"))]
