"""Khung trang: what every page of the interface knows (navigation, person, reader's settings)."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from units import guide_links, no_role
from units.models import Membership
from units.models.tree import COUNCIL
from units.pages import url_or_none
from units.visitors import CACHE_AWAY

THEMES = ("auto", "light", "dark")
TEXT_SIZES = ("", "lon", "rat-lon")
# (URL name, label, label on a phone, icon), in the order of the day's work.
NAVIGATION = (
    ("home", "Việc cần làm", "Việc", "check2-square"),
    ("campaigns:campaign-list", "Phong trào", "Phong trào", "flag"),
    ("campaigns:report-list", "Báo cáo", "Báo cáo", "bar-chart"),
    ("awards:proposal-list", "Khen thưởng", "Khen", "award"),
    ("awards:council-home", "Hội đồng", "Hội đồng", "people"),
    ("reports:document-list", "Văn bản", "Văn bản", "file-earmark-text"),
    ("reports:register", "Sổ văn bản", "Sổ", "journal-text"),
)
# Who reports for a unit has no register of papers to keep; all others have no reports to write.
REPORTS, REGISTER = "campaigns:report-list", "reports:register"
# Who sits in a council has its door; there the register makes room for it, where a room of
# administration follows.
COUNCIL_DOOR = "awards:council-home"
# Screens that belong to a room without lying under its address: beginnings of URL names.
SCREENS_OF = {"campaigns:campaign-list": ("campaigns:", "reports:plan-", "cluster")}
# A person's own, behind no door of the bar.
OWN_SCREENS = ("campaigns:notices", "campaigns:reminder-choice")
# The administrator's room has several doors; whoever administers nothing sees none.
# Where somebody sets up what the notice on every other page asks for.
FACTOR_SCREENS = ("factor-start", "app-add", "passkey-add", "account-confirm")
ADMINISTRATION = ("unit-list", "Quản trị", "Quản trị", "building")
ADMINISTRATION_PATHS = (
    "unit-list",
    "kind-list",
    "user-list",
    "honouree-list",
    "sheet-list",
    "audit",
    "power-list",
    "awards:catalogue",
)
# Values that pages of mistakes show of whoever is signed in.
BAR = ("nav", "support_view", "authority", "factor_duty")
# Who administers nothing may still look after people who can be honoured, or read of them.
HONOUREES = ("honouree-list", "Đối tượng", "Đối tượng", "people")


def shell(request: HttpRequest) -> dict:
    """Values for ``base.html`` and ``public.html``.

    ``theme`` and ``text_size`` come from cookies, so the first paint is right. ``nav`` is a
    list of dicts ``label, short, url, icon, active, count``; a view that knows counts leaves
    them in ``request.nav_counts`` (URL name → number). Whatever needs the session or the
    database is lazy, so a public page touches neither and stays cacheable.
    """
    memberships = SimpleLazyObject(lambda: _memberships(request))
    values = {
        "theme": _one_of(THEMES, request.COOKIES.get("td-theme"), "auto"),
        "text_size": _one_of(TEXT_SIZES, request.COOKIES.get("td-text"), ""),
        "nav": SimpleLazyObject(lambda: _navigation(request, memberships)),
        "home_url": url_or_none("home") or "/",
        "verify_url": url_or_none("reports:verify-home"),
        "logout_url": url_or_none("logout"),
        "password_url": url_or_none("password-change"),
        "trash_url": url_or_none("trash"),
        "support_view": SimpleLazyObject(
            lambda: getattr(request.user, "seen_by", None) if _known(request) else None
        ),
        "guide_url": url_or_none("guide"),
        "help_url": SimpleLazyObject(lambda: _help(request, memberships)),
        "factor_duty": SimpleLazyObject(lambda: _factor_duty(request)),
        "current_unit": SimpleLazyObject(
            lambda: memberships[0].unit if memberships else None
        ),
        "authority": SimpleLazyObject(
            lambda: str(memberships[0].unit) if memberships else ""
        ),
        # Asked only by pages of somebody without a role.
        "role_notice": SimpleLazyObject(
            lambda: no_role.notice(request.user) if _known(request) else None  # type: ignore[arg-type]
        ),
        "current_roles": SimpleLazyObject(
            lambda: [
                f"{m.title or m.get_role_display()} · {m.unit}" for m in memberships
            ]
        ),
    }
    # Pages of mistakes ask it before anything else.
    values["stands"] = SimpleLazyObject(lambda: _stands(request, values))
    return values


def _stands(request: HttpRequest, values: dict) -> bool:
    """The visitor is signed in, and all that the bar is made of can be had just now.

    Whoever has no session is not looked for: what is missing is missing for everybody alike,
    and a database that is away must not take the page of a mistake with it.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        for name in BAR:
            bool(values[name])  # asks the session and the database now
        return bool(values["nav"])
    except (DatabaseError, *CACHE_AWAY):
        return False


def _help(request: HttpRequest, memberships) -> str:
    """The part of the guide that explains this screen; "" where there is no guide."""
    screen = request.resolver_match.view_name if request.resolver_match else None
    if url_or_none("guide") is None:
        return ""
    return guide_links.of_screen(screen, lambda: [item.role for item in memberships])


def _factor_duty(request: HttpRequest):
    """The most pressing role that asks for a second factor; None on the way to it."""
    screen = request.resolver_match.view_name if request.resolver_match else ""
    if not _known(request) or screen in FACTOR_SCREENS:
        return None
    return next(iter(request.user.factor_duties), None)  # type: ignore[union-attr]


def _navigation(request: HttpRequest, memberships) -> list[dict]:
    if not _known(request):
        return []
    counts = getattr(request, "nav_counts", {})
    reports = any(
        one.role == Membership.Role.REPORTER or not one.unit.issues_papers
        for one in memberships
    )
    sits = any(one.unit.kind.code == COUNCIL for one in memberships)
    last = _administration(request, memberships)
    left_out = {REGISTER if reports else REPORTS}
    if not sits:
        left_out.add(COUNCIL_DOOR)
    elif not reports and last:
        left_out.add(REGISTER)
    # Whoever holds no role sees no campaign, paper or register: only why.
    doors = [
        (*door, url)
        for door in NAVIGATION[: None if memberships else 1]
        if door[0] not in left_out and (url := url_or_none(door[0]))
    ]
    # A screen that lies behind a door is of no other; the last has screens within others' rooms.
    is_last = any(door["active"] for door in last)
    is_room = any(request.path.startswith(url) for *_, url in doors)
    shown = [
        {
            "label": label,
            "short": short,
            "url": url,
            "icon": icon,
            "active": not is_last
            and (request.path.startswith(url) if is_room else _is_of(request, name)),
            "count": counts.get(name),
        }
        for name, label, short, icon, url in doors
    ]
    return [*shown, *last]


def _is_of(request, name):
    """A screen whose address lies elsewhere: the plan of a campaign."""
    screen = request.resolver_match.view_name if request.resolver_match else ""
    if screen in OWN_SCREENS:
        return False
    room = url_or_none(ADMINISTRATION[0])
    is_of_room = bool(room) and request.path.startswith(room)
    return screen.startswith(SCREENS_OF.get(name, ())) and not is_of_room


def _administration(request, memberships):
    """The last door of the bar: the administrator's room, else that of the honourees."""
    held = {item.role for item in memberships}
    if Membership.Role.ADMINISTRATOR in held:
        (name, label, short, icon), rooms = ADMINISTRATION, ADMINISTRATION_PATHS
    elif held & {Membership.Role.SECRETARY, Membership.Role.OFFICER}:
        (name, label, short, icon), rooms = HONOUREES, HONOUREES[:1]
    else:
        return []
    url = url_or_none(name)
    if not url:
        return []
    doors = tuple(filter(None, map(url_or_none, rooms)))
    active = request.path.startswith(doors)
    return [
        {
            "label": label,
            "short": short,
            "url": url,
            "icon": icon,
            "active": active,
            "count": None,
        }
    ]


def _memberships(request: HttpRequest) -> list[Membership]:
    """Today's roles with their units, in the order in which they were given."""
    if not _known(request):
        return []
    if assumed := getattr(request.user, "assumed", None):
        return [assumed]
    mine = Membership.objects.on().filter(user=request.user.pk)
    return list(mine.select_related("unit__kind").order_by("pk"))


def _known(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def _one_of(allowed: tuple[str, ...], value: str | None, default: str) -> str:
    return value if value in allowed else default
