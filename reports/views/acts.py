"""Việc làm với văn bản: duyệt và ký, ký lại, trả lại, cấp số và ban hành."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from campaigns import readiness
from campaigns.models import Plan
from campaigns.permissions import can_sign
from campaigns.queries import content_of
from reports import actions, permissions, tasks
from reports.forms import PasswordForm, ReasonForm, SignForm
from reports.models import Certificate, Document
from reports.origins import origin_of
from reports.views.confirming import is_confirmed
from reports.views.documents import get, issue_part, page
from reports.views.possible import issue_form
from reports.views.previews import ask_for
from units import form_messages, visitors
from units.authority import authority_lines
from units.errors import Refused
from units.permissions import require
from units.posted import posted
from units.wording import vn_date, vn_datetime

CODES, CODE_WINDOW = 5, 600  # one-time codes that one person may ask for, seconds


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("mat_khau", "pin", "otp")
@never_cache
def plan_sign(request, pk):
    """Duyệt và ký: the leader says once more who they are, then a worker signs."""
    plans = Plan.objects.visible_to(request.user).for_list()
    plan = get_object_or_404(plans.select_related("signer__unit"), pk=pk)
    require(can_sign(request.user, plan))
    certificate = Certificate.objects.asking(request.user).first()
    sent = sent_code(request, certificate)
    form = SignForm(None if sent else posted(request), certificate=certificate)
    seen = _number(request.GET.get("phien_ban", ""))
    content = content_of(plan)
    waits = plan.status == Plan.Status.SUBMITTED
    printed = readiness.printed_of(plan, content)
    found = readiness.obstacles(plan, content, printed)
    if not found.is_drawn and waits:
        ask_for(plan)
        if request.method == "POST":  # the page says that it waits, and looks again
            seen = _number(request.POST.get("phien_ban", "")) or plan.version
            return redirect(f"{request.path}?phien_ban={seen}")
    faults = [f"{gap.text.rstrip('.')}." for gap in found.gaps]
    if sent:
        seen = _number(request.POST.get("phien_ban", ""))
    elif request.method == "POST":
        confirmed = not faults and is_confirmed(
            request, form, by_machine=not signs_outside(request)
        )
        seen = _number(request.POST.get("phien_ban", ""))
        if confirmed:
            try:
                document = actions.approve_and_sign(
                    plan.pk,
                    by=request.user,
                    seen=seen,
                    outside=signs_outside(request),
                    unlock=form.unlock,
                )
            except Refused as refusal:
                form_messages.refused(form, refusal)
                seen = (
                    None  # told of the change; from here on it is the plan as it stands
                )
            else:
                return redirect("reports:document", document.pk)
    context = {
        "plan": plan,
        "seen": plan.version if seen is None else seen,
        # The words that the link was made for are no longer those that would be signed.
        "moved": request.method == "GET" and seen not in (None, plan.version),
        "review_url": reverse("campaigns:plan-review", args=[plan.pk]),
        "faults": faults,
        # Nothing is known of the pages of these very words yet: nobody signs them.
        "is_drawn": found.is_drawn,
        "form": form,
        "sends_otp": form.sends_otp,
        "waits": waits,
        "capacity": authority_lines(plan.signer).lines,
    }
    return render(
        request,
        "reports/plan_sign.html",
        context,
        status=422 if form.errors or (faults and form.is_bound) else 200,
    )


def signs_outside(request) -> bool:
    """Which of the two buttons: the machine signs, or a device of one's own."""
    return request.POST.get("cach") == "ngoai"


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 10 else None


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("mat_khau", "pin", "otp")
def document_retry(request, pk):
    """Ký lại. Refused, it stands at this address: asked for again, that gives the paper's page."""
    document = get(request, pk)
    require(permissions.can_retry(request.user, document))
    if request.method == "GET":
        return redirect("reports:document", document.pk)
    certificate = Certificate.objects.asking(request.user).first()
    if sent_code(request, certificate):
        return redirect("reports:document", document.pk)
    form = PasswordForm(request.POST, certificate=certificate)
    if not is_confirmed(request, form, by_machine=not signs_outside(request)):
        return page(request, document, status=422, password_form=form)
    actions.retry_document(
        document.pk, by=request.user, outside=signs_outside(request), unlock=form.unlock
    )
    return redirect("reports:document", document.pk)


@require_http_methods(["GET", "POST"])
def document_return(request, pk):
    """Trả kế hoạch, quyết định về để sửa; as ``document_retry`` where it is asked for again."""
    document = get(request, pk)
    require(permissions.can_give_up(request.user, document))
    if request.method == "GET":
        return redirect("reports:document", document.pk)
    form = ReasonForm(request.POST, undone="Chưa trả lại được")
    if not form.is_valid():
        return page(request, document, status=422, return_form=form)
    actions.return_stopped(
        document.pk, by=request.user, reason=form.cleaned_data["reason"]
    )
    noun = origin_of(document).noun
    messages.success(request, f"Đã trả {noun} về để sửa, kèm lý do.")
    return redirect("reports:document", document.pk)


@require_http_methods(["GET", "POST"])
@never_cache
def document_issue(request, pk):
    """Cấp số, đóng dấu và ban hành: asks once more, in a dialog or on a page of its own."""
    document = get(request, pk)
    require(permissions.can_issue(request.user, document))
    form = issue_form(document, posted(request))
    if request.method == "GET" or not form.is_valid():
        return _issue_form(request, document, form)
    given = form.cleaned_data
    try:
        if "xac_nhan" in request.POST:
            actions.issue_document(document.pk, by=request.user, **given)
            return redirect("reports:document", document.pk)
        number = actions.expected_number(document, given["day"])
    except Refused as refusal:
        form_messages.refused(form, refusal)
        return _issue_form(request, document, form)
    asked = {
        "given": given,
        "consequence": origin_of(document).consequence(),
        "question": f"Ban hành văn bản số {number} ngày {vn_date(given['day'])}?",
    }
    if request.htmx:
        return issue_part(request, document, form, **asked)
    campaign = origin_of(document).campaign(request.user)
    context = {
        "document": document, "campaign": campaign, "form": form, "expected": number, **asked
    }  # fmt: skip
    return render(request, "reports/document_issue.html", context)


def _issue_form(request, document, form):
    """The form as it came back, or empty; htmx gets its part of the page."""
    status = 422 if form.errors else 200
    is_late = request.method == "POST" and document.number is not None
    if is_late:  # a colleague, or another tab, was quicker
        who = (
            "Anh/chị" if document.numbered_by == request.user else document.numbered_by
        )
        messages.info(
            request,
            f"{who} đã cấp số {document.number_and_symbol} lúc "
            f"{vn_datetime(document.numbered_at)}. Không cấp số lần nữa.",
        )
    if request.htmx and document.status != Document.Status.SIGNED:
        return HttpResponseClientRefresh()
    if is_late:
        return redirect("reports:document", document.pk)
    if request.htmx:
        return issue_part(request, document, form, status=status)
    return page(request, document, status=status, issue_form=form)


def sent_code(request, certificate) -> bool:
    """Asked for a one-time code instead of signing: a worker has the service send it."""
    if certificate is None or request.POST.get("cach") != "otp":
        return False
    if not certificate.sends_otp:
        return False
    who = str(request.user.pk)
    if not visitors.may("ma-otp", who, times=CODES, seconds=CODE_WINDOW):
        messages.error(
            request,
            f"Đã xin {CODES} mã OTP trong {CODE_WINDOW // 60} phút. Chờ ít phút.",
        )
    elif tasks.wake(tasks.send_code, certificate.pk):
        messages.info(
            request,
            "Đã nhờ dịch vụ ký số gửi mã OTP. Nhận được mã thì nhập mật khẩu, mã PIN, mã OTP rồi "
            "ký.",
        )
    else:
        messages.error(request, "Máy ký chưa nhận việc lúc này. Thử lại sau ít phút.")
    return True
