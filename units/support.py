"""Xem với vai trên một yêu cầu: whom the pages see, and what is closed meanwhile.

Three things keep it to looking: the middleware refuses whatever is not a GET, ``require``
grants nothing to such a request, and the audit book takes no line from it.
"""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import now

from units import audit, permissions, presence
from units.models import SupportView, Term, User

KEY = "support_view"
# The only acts of a supporter who looks: both as themselves.
OWN_ACTS = {"support-end", "logout"}
# What is a person's own affair, opens a way in, signs, or is a file of people's data that is
# taken away under a name.
CLOSED = {
    "user-password", "user-invite", "user-create", "reports:plan-sign", "export",
    "export-file", "support-person", "support-unit", "honouree-file", "sheet-current",
    "sheet-result", "reports:register-file", "reports:document-edxml",
    "campaigns:evidence-file", "campaigns:campaign-tasks-export", "awards:paper-file",
    "reports:print-file", "reports:pact-sign", "reports:pact-scan-file",
    "reports:minutes-sign", "reports:minutes-file", "reports:submission-sign",
    "reports:submission-package", "reports:submission-sheet", "reports:merit-report",
    "reports:merit-summary", "reports:petition-sheet", "reports:session-papers",
    "reports:convocation-sign", "awards:honour-scan", "awards:honouree-honours-file",
    "awards:unit-honours-file",
}  # fmt: skip
CLOSED_PATHS = ("/dang-nhap/", "/doi-mat-khau/", "/tai-khoan/", "/moi/")


def is_closed(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name in CLOSED or request.path.startswith(CLOSED_PATHS)


def lasts() -> timedelta | None:
    """How long one view may last; None: nobody set it, so none may begin."""
    return Term.objects.length(Term.Code.SUPPORT)


def current(request: HttpRequest, user: User) -> SupportView | None:
    """The view that this session is in, as long as its time, its person and its right last."""
    if not user.is_authenticated or not (pk := request.session.get(KEY)):
        return None
    view = SupportView.objects.for_page().filter(pk=pk, supporter=user.pk).first()
    if view is None or view.is_over or not may_go_on(view):
        return None
    return view


def may_go_on(view: SupportView) -> bool:
    """What let it begin holds still."""
    if view.person:
        return permissions.can_view_as(view.supporter, view.person)
    return permissions.can_view_role(view.supporter, view.unit, view.role)


def seen_as(request: HttpRequest, user: User) -> User:
    """The visitor as the pages see them."""
    view = current(request, user)
    if view is None:
        return user
    presence.look_on(view.pk, user.pk)
    return view.as_user()


@transaction.atomic
def end(view_id: int, *, by: User | None) -> None:
    """The view is over; ``by`` None: its time was. Twice is once."""
    views = SupportView.objects.select_for_update(no_key=True)
    view = views.filter(pk=view_id, ended_at=None).first()
    if view is None:
        return
    view.ended_at = min(now(), view.ends_at)
    view.save(update_fields=["ended_at"])
    audit.write("supportview.ended", view, by=by)


def end_overdue() -> int:
    """By the clock: views that their supporters left open; how many."""
    overdue = list(SupportView.objects.overdue().values_list("pk", flat=True))
    for pk in overdue:
        end(pk, by=None)
    return len(overdue)
