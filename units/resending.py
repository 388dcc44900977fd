"""Gửi tiếp: what was typed into a form outlives the session in which it was typed.

A form that arrives without a session, or with the token of an earlier one, comes back as a
page that holds its fields; after signing in they are sent again to where they were meant to
go, by a button that the person presses. Passwords and files are not carried.
"""

import json
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LEFT_OUT = {"csrfmiddlewaretoken", "mat_khau", "password", "old", "new", "again"}


@dataclass(frozen=True)
class Typed:
    """Nội dung đã gõ: the address it was sent to (a path here) and its fields in order."""

    address: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False

    @property
    def packed(self) -> str:
        """For one hidden field of a form."""
        whole = {
            "address": self.address,
            "fields": self.fields,
            "files": self.had_files,
        }
        return json.dumps(whole, ensure_ascii=False)

    @property
    def words(self) -> list[str]:
        """What a person wrote of it, to be looked at: values with a blank in them."""
        return [value for _, value in self.fields if " " in value.strip()]


def typed_in(request: HttpRequest) -> Typed:
    """What this POST brought."""
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        if name not in LEFT_OUT
        for value in values
    )
    return Typed(request.get_full_path(), fields, had_files=bool(request.FILES))


def unpacked(text: str) -> Typed | None:
    """``Typed.packed`` read back; None for anything else, or an address elsewhere."""
    try:
        whole = json.loads(text)
        fields = tuple((str(name), str(value)) for name, value in whole["fields"])
        typed = Typed(str(whole["address"]), fields, bool(whole["files"]))
    except (ValueError, TypeError, KeyError):
        return None
    here = typed.address.startswith("/") and url_has_allowed_host_and_scheme(
        typed.address, allowed_hosts=None
    )
    return typed if here else None


def is_from_here(request: HttpRequest) -> bool:
    """The browser itself says that a page of this site sent the form.

    No page can write this header, so such a form may be shown again for sending although
    its token is stale.
    """
    sender = request.headers.get("Origin", "")
    return sender == f"{request.scheme}://{request.get_host()}"
