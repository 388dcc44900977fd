"""Các trang của mục Khen thưởng."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from units.fields import VietnameseDateField


def tabs(now: str) -> list[dict]:
    """Parts of the room, each at its own address."""
    parts = [
        ("awards:proposal-list", "Đề nghị"),
        ("awards:decision-list", "Quyết định"),
        ("awards:submission-list", "Trình cấp trên"),
        ("awards:catalogue", "Danh mục"),
    ]
    return [
        {"label": label, "url": reverse(name), "now": name == now}
        for name, label in parts
    ]


def day_asked(request: HttpRequest, usual: date | None = None) -> tuple[date, str, str]:
    """``?ngay=`` (else ``usual``, else today), as it was typed, and what is wrong with how it
    was written.
    """
    typed = request.GET.get("ngay", "").strip()
    day = usual or localdate()
    if not typed:
        return day, f"{day:%d/%m/%Y}", ""
    try:
        return VietnameseDateField().clean(typed), typed, ""
    except ValidationError as error:
        return day, typed, " ".join(error.messages)
