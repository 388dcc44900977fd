"""Nhật ký của người quản trị: what was done, and who looked at what, in their branch."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from units import acts, narrating, sealing
from units.access import What, looked_at
from units.fields import parse_date
from units.models import Access, AuditEntry, User
from units.models.access import AT_THE_DOOR
from units.pages import answer, number_in
from units.queries import books
from units.queries.books import DOOR, Book, Sought
from units.views.shared import require_administrator, tabs

# What the access log is filtered by.
AT_DOOR = [(DOOR, "Mọi lần vào, ra"), *((one.value, one.label) for one in AT_THE_DOOR)]
OF_DATA = [(one.value, one.label) for one in What if one not in AT_THE_DOOR]
# Tabs of the room: URL name, what it is called.
ROOM = (("audit", "Việc đã làm"), ("access-log", "Truy cập"), ("seal", "Niêm"))


@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Việc đã làm: ``?q= &nguoi= &dv= &viec= &dt= &tu= &den=``, a page below ``?duoi=``."""
    require_administrator(request)
    book = Book(AuditEntry, request.user, sought_in(request))
    place = _place(request, book)
    context = _context(request, "audit", book, place) | {
        "lines": narrating.of_audit(place.rows),
        "groups": acts.groups(),
        "chosen_act": acts.ACTS.get(book.sought.act, ""),
        "sealed": sealing.newest(),
    }
    return answer(request, "units/book.html", "results", context)


@require_safe
def access_list(request: HttpRequest) -> HttpResponse:
    """Truy cập: who came in, views of personal data, files and lists that were taken away."""
    require_administrator(request)
    book = Book(Access, request.user, sought_in(request))
    place = _place(request, book)
    looked_at(request, What.VIEWED, Access, about="Nhật ký truy cập")
    labels = dict(AT_DOOR + OF_DATA)
    context = _context(request, "access-log", book, place) | {
        "lines": narrating.of_access(place.rows),
        "groups": [("Dữ liệu", OF_DATA), ("Đăng nhập", AT_DOOR)],
        "chosen_act": labels.get(book.sought.act, ""),
    }
    return answer(request, "units/book.html", "results", context)


def room(now: str) -> list[dict]:
    """The tabs of the room of the books."""
    return [
        {"label": label, "url": reverse(name), "now": name == now}
        for name, label in ROOM
    ]


def sought_in(request: HttpRequest) -> Sought:
    return books.read(request.GET, parse_date)


def _place(request, book):
    return book.page(
        below=number_in(request.GET, "duoi"), above=number_in(request.GET, "tren")
    )


def _context(request, name, book, place):
    """What both books show besides their lines."""
    sought = book.sought
    query = request.GET.copy()
    for key in ("duoi", "tren"):
        query.pop(key, None)
    kept = query.urlencode()

    def page(**key):
        return f"?{kept}&{'&'.join(f'{k}={v}' for k, v in key.items())}".replace(
            "?&", "?"
        )

    mine = User.objects.reached_by(request.user)
    actors = {row.actor_id if name == "audit" else row.user_id for row in place.rows}
    days = [request.GET.get(key, "").strip()[:40] for key in ("tu", "den")]
    return {
        "url": reverse(name),
        "room": room(name),
        "tabs": tabs("audit"),
        "is_audit": name == "audit",
        "sought": sought,
        "subject_name": book.subject_name,
        "typed_since": days[0],
        "typed_until": days[1],
        "wrong_day": next(
            (
                typed
                for typed, day in zip(days, (sought.since, sought.until), strict=True)
                if typed and day is None
            ),
            "",
        ),
        "known": set(mine.within(actors - {None}).values_list("pk", flat=True)),
        "older": page(duoi=place.rows[-1].pk) if place.has_older else "",
        "newer": page(tren=place.rows[0].pk) if place.has_newer and place.rows else "",
        "newest": f"?{kept}" if kept else reverse(name),
        "export_url": reverse(
            "book-export", args=["audit" if name == "audit" else "access"]
        ),
        "export_query": kept,
    }
