"""Các trang của đơn vị tham gia, side by side."""

from typing import Any

from units.pages import url_or_none

_TABS = (
    ("report-list", "Báo cáo"),
    ("task-list", "Nhiệm vụ"),
    ("registration-home", "Đăng ký"),
    ("example-list", "Điển hình"),
    ("raised-list", "Kiến nghị"),
)


def unit_tabs(now: str) -> list[dict[str, Any]]:
    """What a unit does in the campaigns in which it takes part."""
    return [
        {"label": label, "url": url, "now": name == now}
        for name, label in _TABS
        if (url := url_or_none(f"campaigns:{name}"))
    ]
