"""Hoàn tác: a message that says what was thrown away offers to bring it back."""

from django.urls import reverse

_MARK = "undo:"


def undo_of(slug: str, pk: int) -> str:
    """``extra_tags`` of the message about the thing of that kind in the trash."""
    return f"{_MARK}{slug}:{pk}"


def url_of(extra_tags: str | None) -> str:
    """The address that brings it back; "" for any other message."""
    if not extra_tags or not extra_tags.startswith(_MARK):
        return ""
    slug, _, pk = extra_tags.removeprefix(_MARK).partition(":")
    return reverse("trash-restore", args=[slug, pk])
