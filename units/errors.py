"""Từ chối: what an act says when it may not be done now, what a reader says when it gives up."""


class Refused(Exception):
    """The act is not possible in this state; the text is one Vietnamese sentence for the user."""


class Unreadable(Exception):
    """Không đọc được tệp. ``str(error)`` is one Vietnamese sentence that says what to do."""
