"""Biểu mẫu đã gửi hay chưa."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for ``Form(posted(request))``; None for a form nobody has sent yet.

    Not ``request.POST or None``: a form sent with nothing in it is a form sent.
    """
    return request.POST if request.method == "POST" else None
