"""Không đọc được: what the reader says when it gives up."""


class Unreadable(Exception):
    """Không đọc được tệp. ``str(error)`` is one Vietnamese sentence that says what to do."""


class TakesLong(Exception):
    """Đọc lâu: somebody waits, and the reading would take more than about two seconds."""
