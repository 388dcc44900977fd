"""Từ chối: what an act says when it may not be done now."""


class Refused(Exception):
    """The act is not possible in this state; the text is one Vietnamese sentence for the user."""
