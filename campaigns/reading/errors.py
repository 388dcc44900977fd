"""Không đọc được: what the reader says when it gives up."""

from units.errors import Unreadable

__all__ = ["TakesLong", "Unreadable"]


class TakesLong(Exception):
    """Đọc lâu: somebody waits, and the reading would take more than about two seconds."""
