"""Các trang của mục Khen thưởng."""

from django.urls import reverse

from units.models import User


def tabs(user: User, now: str) -> list[dict]:
    """Parts of the room, each at its own address; the cases only for who keeps them."""
    parts = [
        ("awards:proposal-list", "Đề nghị"),
        ("awards:decision-list", "Quyết định"),
        ("awards:catalogue", "Danh mục"),
    ]
    return [
        {"label": label, "url": reverse(name), "now": name == now}
        for name, label in parts
    ]
