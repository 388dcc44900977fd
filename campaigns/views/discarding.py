"""Bỏ bản nháp vào thùng rác, sau khi hỏi lại."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from campaigns import actions, permissions
from campaigns.models import Plan
from campaigns.papers import effect_of
from campaigns.views.shared import campaign_url
from units.permissions import require
from units.undoing import undo_of


@require_http_methods(["GET", "POST"])
def plan_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Bỏ bản nháp: it comes back whole for as long as the trash keeps it."""
    plans = Plan.objects.visible_to(request.user).select_related("campaign", "issuer")
    plan = get_object_or_404(plans, pk=pk)
    require(permissions.can_edit(request.user, plan))
    if (effect := effect_of(plan)) is not None:
        return _discard_change(request, plan, effect)
    if request.method == "POST":
        actions.discard_draft(plan.pk, by=request.user)
        messages.success(
            request,
            f"Đã bỏ bản nháp “{plan.campaign}” vào thùng rác.",
            extra_tags=undo_of("phong-trao", plan.campaign_id),
        )
        return redirect("campaigns:campaign-list")
    context = {
        "question": f"Bỏ bản nháp “{plan.campaign}” vào thùng rác?",
        "consequences": [
            "Phong trào cùng kế hoạch, các dòng và ghi chú không còn hiện ở đâu nữa, với mọi "
            "người của cơ quan.",
            "Người soạn thảo của cơ quan khôi phục được nguyên vẹn từ Thùng rác trong thời hạn "
            "giữ.",
        ],
        "act": "Bỏ vào thùng rác",
        "danger": True,
        "safe_url": campaign_url(plan.campaign),
    }
    return render(request, "confirm.html", context)


def _discard_change(request, plan, effect):
    """Bỏ bản sửa đổi, thu hồi đang soạn: the plan that it is about stays as it is."""
    what = f"{effect.get_kind_display().lower()} {effect.cited}"
    if request.method == "POST":
        actions.discard_draft(plan.pk, by=request.user)
        messages.success(
            request,
            f"Đã bỏ bản {what} vào thùng rác.",
            extra_tags=undo_of("ban-sua-doi", plan.pk),
        )
        return redirect(campaign_url(plan.campaign))
    context = {
        "question": f"Bỏ bản {what} vào thùng rác?",
        "consequences": [
            "Kế hoạch đã ban hành giữ nguyên; soạn bản khác được ngay.",
            "Người soạn thảo của cơ quan khôi phục được từ Thùng rác, khi chưa có bản khác.",
        ],
        "act": "Bỏ vào thùng rác",
        "danger": True,
        "safe_url": reverse("campaigns:plan-check", args=[plan.pk]),
    }
    return render(request, "confirm.html", context)
