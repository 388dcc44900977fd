"""Bảng địa chỉ: for every address of the site which row of ``units.powers`` opens it.

A new page is one row here. ``seen`` is the row whose people see the thing at all (404 for all
others), ``power`` the row that opens the page or does the act (403 for those who only see).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns import doubts
from tests.factories import PASSWORD
from tests.matrix.scene import DRAFT, ISSUED, NO_SUCH, OWN, PERSON, Scene
from tests.paper_files import file_of, small_pdf

SIGNED_IN, EVERYBODY = "", "verify"
Args = Callable[[Scene], list[Any]]


@dataclass(frozen=True)
class Address:
    """Một địa chỉ; ``get`` and ``post`` are what those get who may, None where it is 405."""

    name: str
    args: Args = lambda scene: []
    seen: str = SIGNED_IN
    power: str = ""
    place: str = ""  # of the thing; "": wherever the visitor holds the role
    power_place: str = ""  # where the power is held, if not where the thing is
    # Of what two sides see: the other side's row and place; of an act that both do, likewise.
    also_seen: tuple[str, str] | None = None
    also_power: tuple[str, str] | None = None
    get: int | None = 200
    post_power: str = ""  # where a form asks for more than its page does
    post: int | None = None
    htmx: int | None = None  # of a GET, where it differs
    data: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    queries: tuple[str, ...] = ()  # other ways of asking for it
    about: Callable[[Scene], tuple[str, ...]] = lambda scene: ()  # such, of its things
    if_signed_in: int | None = None  # of a public page that is no page for them
    shows: tuple[str, ...] = ()  # marks that this address shows besides
    shows_to: str = EVERYBODY  # to whom of the ward, by that row
    is_room: bool = (
        False  # 403 to whoever administers nothing, before the thing is looked for
    )
    owner: str = ""  # the visitor whose own it is
    is_of_all: bool = False  # tells of the whole installation, on purpose

    def url(self, scene: Scene) -> str:
        return reverse(self.name, args=self.args(scene))

    def missing(self, scene: Scene) -> str | None:
        """The same address of a thing that does not exist; None where it names none."""
        args = self.args(scene)
        if not args or (self.seen in (SIGNED_IN, EVERYBODY) and not self.owner):
            return None
        missing = [NO_SUCH if isinstance(one, int) else one for one in args]
        return reverse(self.name, args=missing)


def of(name: str) -> Args:
    """The number of that thing of the scene: "draft", "issued.plan"."""

    def args(scene):
        found = scene
        for part in name.split("."):
            found = getattr(found, part)
        return [found.pk]

    return args


def _with(name: str, *more: Any) -> Args:
    return lambda scene: [*of(name)(scene), *more]


def _page(scene):
    return [scene.issued.pk, file_of(scene.issued).sha256[:16]]


def _code(scene):
    return [scene.issued.code]


def _authority(scene):
    return [scene.unit.code]


def _branch(name: str, **more: Any) -> Address:
    """A page about the ward or one of its people, for who administers it."""
    return Address(name, seen="see-branch", place="ward", **more)


def _room(name: str, **more: Any) -> Address:
    """A page of administrators that is about nothing in particular."""
    return Address(name, power="see-branch", **more)


def _book(name: str, **more: Any) -> Address:
    """A book of all that happens in the branch; it quotes what was written."""
    marks = (DRAFT, ISSUED, OWN, PERSON)
    return Address(
        name, power="read-book", shows=marks, shows_to="read-book", about=_lines_about,
        **more,
    )  # fmt: skip


def _lines_about(scene):
    """All lines of a book about one thing of the ward."""
    things = (
        scene.subject, scene.role, scene.honouree, scene.draft, scene.draft.campaign,
        scene.reading, scene.signed, scene.sheet,
    )  # fmt: skip
    families = (
        ("tai-khoan", scene.subject), ("doi-tuong", scene.honouree),
        ("phong-trao", scene.draft.campaign), ("van-ban", scene.signed),
    )  # fmt: skip
    return (
        *(f"dt={one._meta.label}:{one.pk}" for one in things),
        *(f"dt={slug}:{one.pk}" for slug, one in families),
    )


def _honouree(name: str, **more: Any) -> Address:
    return Address(name, of("honouree"), "see-honourees", place="ward", **more)


def _position(name: str, **more: Any) -> Address:
    thing = of("position")
    return Address(name, thing, "see-honourees", "keep-honourees", place="ward", **more)


def _cluster(name: str, thing: str = "cluster", **more: Any) -> Address:
    """Of the cluster that the province set up; the ward and its office are members."""
    return Address(name, of(thing), "see-clusters", place="cluster", **more)


def _item(name: str, thing: str, power: str, power_place: str, post: int) -> Address:
    return _cluster(
        name, thing, power=power, power_place=power_place, get=None, post=post
    )


def _export(name: str) -> Address:
    return Address(
        name, of("export"), power="read-book", owner="administrator", shows=(PERSON,),
        shows_to="read-book",
    )  # fmt: skip


def _plan(name: str, thing: str, power: str, **more: Any) -> Address:
    return Address(name, of(thing), "see-drafts", power, "ward", **more)


def _tab(name: str, **more: Any) -> Address:
    """A page of how the issued campaign of the ward is tracked."""
    return _tracked(name, _with("issued.plan.campaign", "mau"), **more)


def _tracked(name: str, args: Args, **more: Any) -> Address:
    # The province sees the issued campaign, too, and the office that takes part in it.
    return Address(name, args, "see-issued", "run-campaign", "ward", **more)


def _hosted(name: str, thing: str, **more: Any) -> Address:
    """About one unit that takes part, for the authority that runs the campaign."""
    return Address(name, of(thing), "see-progress", "run-campaign", "ward", **more)


def _paper(name: str, **more: Any) -> Address:
    return Address(name, seen="see-issued-papers", place="ward", **more)


def _public(name: str, **more: Any) -> Address:
    return Address(name, seen=EVERYBODY, **more)


def _rehearsed(scene):
    """The form of a reform, sent to see what it would do."""
    return {"buoc": "xem"}


def _signed_file(scene):
    return {"tep": SimpleUploadedFile("ky.pdf", small_pdf("Ký"), "application/pdf")}


UNITS = [
    _public("login", if_signed_in=302, post=200),
    _public("login-again", get=None, post=302),
    Address("logout", get=None, post=302),
    Address("password-change", post=422),
    _public("guide", queries=("q=phong trao",)),
    _public("guide-page", args=lambda scene: ["van-thu"]),
    _room("power-list", queries=("vt=clerk",)),
    _room(
        "unit-list",
        queries=("q=phuong", "q=phuong&ngay=30/06/2025", "loai=ubnd&het=1"),
    ),
    _room("unit-pick", args=lambda scene: ["unit"], queries=("unit_tim=phuong",)),
    _room(
        "unit-pick-coming", args=lambda scene: ["unit"], queries=("unit_tim=phuong",)
    ),
    _room("unit-pick-ended", args=lambda scene: ["unit"], queries=("unit_tim=phuong",)),
    _branch("unit", args=of("unit"), queries=("het=1",)),
    _branch("unit-parts", args=of("unit")),
    _branch("awards:unit-authority", args=of("unit"), queries=("ngay=30/06/2025",)),
    Address(
        "unit-heir",
        of("ended"),
        "see-branch",
        "reorganise",
        "office",
        post=422,
        data=_rehearsed,
    ),
    _branch("unit-create", args=of("unit"), power="administer", post=422),
    _branch("unit-amend", args=of("unit"), power="administer", post=422),
    _branch(
        "unit-rename", args=of("unit"), power="administer", post=422, data=_rehearsed
    ),
    _branch(
        "unit-move", args=of("unit"), power="reorganise", post=422, data=_rehearsed
    ),
    _branch("unit-take-back", args=of("unit"), power="reorganise", post=422),
    _branch("unit-name-take-back", args=of("unit"), power="administer", post=422),
    _branch("unit-name-correct", args=of("unit"), power="administer", post=422),
    _branch("reform", args=of("reform")),
    _branch("reform-call-off", args=of("reform"), power="reorganise", post=422),
    _branch("unit-merge", args=of("unit"), post=422, data=_rehearsed),
    _branch(
        "unit-divide", args=of("unit"), power="reorganise", post=422, data=_rehearsed
    ),
    _branch(
        "unit-dissolve", args=of("unit"), power="reorganise", post=422, data=_rehearsed
    ),
    _room("kind-list"),
    Address("kind-add", power="keep-kinds", post=422),
    Address("kind-amend", lambda scene: ["phong"], power="keep-kinds", post=422),
    _room("user-list", queries=("q=nguoi", "vt=officer", "vt=khong", "vt=ngung")),
    _room("user-create", post=422),
    _room("signature-words", queries=("unit=1&capacity=head",)),
    _branch("user", args=of("subject")),
    _branch("user-amend", args=of("subject"), power="administer-account", post=422),
    _branch("user-password", args=of("subject"), power="administer-account", post=422),
    _branch("user-close", args=of("subject"), power="administer-account", post=302),
    _branch("user-reopen", args=of("subject"), power="administer-account", post=302),
    _branch("role-grant", args=of("subject"), post=422),
    _branch("role-delegate", args=of("subject"), post=422),
    _branch("role-end", args=of("role"), power="administer", post=422),
    _public("login-step", get=302, post=302),
    _public("login-passkey", get=None, post=422),
    _public("passkey-options"),
    _public("sign-on", args=lambda scene: ["khong-co"], get=404, if_signed_in=302),
    _public("sign-on-return", args=lambda scene: ["khong-co"], get=404),
    _public("invitation", args=lambda scene: ["khong-co"], get=404, post=404),
    Address("account"),
    Address("account-confirm", post=422),
    # Whoever did not prove themselves a moment ago is asked to, whatever it is about.
    Address("account-email", get=302, post=302),
    Address("sessions-end", get=None, post=302),
    Address("session-end", lambda scene: ["khong-co"], get=None, post=302),
    Address("factor-start"),
    Address("app-add", get=302, post=302),
    Address("app-remove", get=302, post=302),
    Address("passkey-add", get=302, post=302),
    Address("passkey-add-options"),
    Address("passkey-remove", lambda scene: [1], get=302, post=302),
    Address("recovery-codes", get=None, post=302),
    Address("identity-link", lambda scene: ["khong-co"], get=None, post=302),
    Address("identity-unlink", of("identity"), get=302, post=302),
    _branch("unit-factor-rule", args=of("unit"), post_power="reorganise", post=422),
    _branch("user-move", args=of("subject"), power="administer-account", post=422),
    _branch("user-invite", args=of("subject"), power="administer-account", post=302),
    _branch(
        "user-uninvite",
        args=of("subject"),
        power="administer-account",
        get=None,
        post=302,
    ),
    _branch(
        "user-factor-reset", args=of("subject"), power="administer-account", post=302
    ),
    _branch(
        "user-sessions-end", args=of("subject"), power="administer-account", post=302
    ),
    _branch("support-person", args=of("subject"), power="view-as", post=422),
    _branch("support-unit", args=of("unit"), power="view-as", post=422),
    Address("support-end", get=None, post=302),
    Address("trash"),
    Address(
        "trash-restore",
        lambda scene: ["phong-trao", scene.thrown.campaign_id],
        "edit",
        "",
        "ward",
        get=None,
        post=302,
    ),
    Address("honouree-list", power="see-honourees", queries=("q=ba", "q=ong&loai=x")),
    Address("honouree-create", power="keep-honourees", post=422),
    Address("honouree-alike", power="keep-honourees", get=None, post=200),
    Address(
        "honouree-unit-pick",
        lambda scene: ["unit"],
        power="keep-honourees",
        queries=("unit_tim=phuong",),
    ),
    Address(
        "honouree-unit-pick-ended",
        lambda scene: ["unit"],
        power="keep-honourees",
        queries=("unit_tim=phuong",),
    ),
    Address("double-list", power="keep-honourees"),
    Address("double", of("pair"), "keep-honourees", "", "ward", post=422),
    Address("merge-undo", of("merge"), "keep-honourees", "", "ward", post=302),
    Address("personal-data", power="keep-honourees"),
    Address("retention-carry-out", power="erase-honouree", get=None, post=302),
    Address(
        "retention-set", lambda scene: ["details"], power="set-retention", post=422
    ),
    _honouree("honouree"),
    _honouree("honouree-amend", power="keep-honourees", post=422),
    _honouree("honouree-place", power="keep-honourees", post=422),
    _honouree("position-earlier", power="keep-honourees", post=422),
    _position("position-amend", post=422),
    _position("position-drop", post=302),
    _honouree("honouree-release", power="keep-honourees", post=422),
    _honouree("honouree-account", power="keep-honourees", post=302),
    _honouree("honouree-file", power="keep-honourees"),
    _honouree("honouree-erase", power="erase-honouree", post=422),
    Address("cluster-list", queries=("q=cum", "tt=khuyet", "tt=ban-giao", "tt=het")),
    Address("cluster-found", power="keep-clusters", post=422),
    _cluster("cluster"),
    _cluster("cluster-join", power="keep-clusters", post=422),
    _cluster("cluster-leave", power="keep-clusters", post=422),
    _cluster("cluster-appoint", power="keep-clusters", post=422),
    _cluster("cluster-office-end", "term", power="keep-clusters", post=422),
    _cluster("cluster-handover", "handover"),
    _item("cluster-item-give", "waiting_item", "hand-cluster-over", "office", 302),
    _item("cluster-item-withdraw", "given_item", "hand-cluster-over", "office", 302),
    _item("cluster-item-take", "given_item", "take-cluster-over", "ward", 302),
    _item("cluster-item-return", "next_item", "take-cluster-over", "ward", 422),
    Address("cluster-piece-list", power="keep-pieces"),
    Address("cluster-piece-add", power="keep-pieces", post=422),
    Address("cluster-piece-amend", of("piece"), "keep-pieces", "", "ward", post=422),
    _book("audit", queries=("q=thi dua", "viec=plan.added", "dt=units.User")),
    _book("access-log", queries=("q=thi dua",)),
    Address("seal", power="read-book", is_of_all=True),
    Address("seal-check", power="read-book", get=None, post=302),
    Address(
        "book-export",
        lambda scene: ["audit"],
        power="read-book",
        get=None,
        post=302,
        data=lambda scene: {"dang": "csv", "bo-loc": ""},
    ),
    _export("export"),
    _export("export-file"),
    _room("sheet-list"),
    _room("sheet-new", queries=("loai=tai-khoan",), post=422),
    _room("sheet-template", args=lambda scene: ["don-vi"]),
    _branch(
        "sheet-current", args=lambda scene: ["don-vi", scene.unit.pk], is_room=True
    ),
    _branch("sheet", args=of("sheet")),
    _branch("sheet-columns", args=of("sheet"), power="administer", post=422),
    _branch("sheet-watch", args=of("sheet"), get=302, htmx=200),
    _branch("sheet-rehearse", args=of("sheet"), power="administer", get=None, post=302),
    _branch(
        "sheet-carry-out", args=of("sheet"), power="administer", get=None, post=302
    ),
    _branch("sheet-undo", args=of("sheet"), power="administer", get=302, post=302),
    _branch("sheet-drop", args=of("sheet"), power="administer", post=302),
    _branch("sheet-result", args=of("sheet")),
    _branch("sheet-invite", args=of("sheet"), power="administer", get=None, post=302),
]


def _progress(name: str, args: Args, power: str = "", **more: Any) -> Address:
    """Of the office that takes part: it sees it, and so does who runs the campaign."""
    return Address(
        f"campaigns:{name}", args, "see-own-progress", power, "office",
        also_seen=("see-progress", "ward"), **more,
    )  # fmt: skip


def _taking(period: str) -> Args:
    return lambda scene: [scene.joined.pk, getattr(scene, period).pk]


def _ladder(name: str, **more: Any) -> Address:
    """Of the authority itself: whoever works there sees it, its officers keep it."""
    return Address(
        f"campaigns:{name}", of("unit"), "see-progress", "keep-ladder", "ward", **more
    )


_HOST = {"power_place": "ward"}
PROGRESS = [
    Address("campaigns:report-list"),
    Address("campaigns:report-next", get=302),
    Address("campaigns:task-list", queries=("tt=qua-han", "tt=xong")),
    _progress("task", of("task"), post_power="report", post=422),
    Address("campaigns:raised-list"),
    _progress("raised", of("raised")),
    _progress("raised-assign", of("raised"), "assign-raised", power_place="ward", post=422),
    _progress("raised-answer", of("raised"), "answer-raised", power_place="ward", post=422),
    _progress(
        "explanation-drop", of("asked"), "ask-explanation", power_place="ward", get=None,
        post=302,
    ),
    Address(
        "campaigns:explanation-ask",
        lambda scene: [scene.issued.plan.campaign_id, "x", scene.allocation.pk],
        "see-issued", "ask-explanation", "ward", post=422,
    ),
    _progress(
        "report-begin", _taking("last_period"), "report",
        also_power=("report-for-units", "ward"), post=302,
        data=lambda scene: {"provenance": "Báo cáo số 1/BC"},
    ),
    _progress("report-exempt", _taking("last_period"), "receive-reports", **_HOST, post=422),
    _progress("report", of("progress"), post_power="report", post=422),
    _progress("report-check", of("progress"), "report", get=302, post=302),
    _progress("evidence", of("progress"), post_power="report", post=422),
    _progress("evidence-describe", of("photo"), "report", post=422),
    _progress("evidence-remove", of("photo"), "report", post=302),
    _progress("evidence-file", of("photo"), queries=("xem=1",)),
    _progress("evidence-thumbnail", of("photo")),
    _progress("report-withdraw", of("progress"), "report", get=None, post=302),
    _progress(
        "report-receive", of("progress"), "receive-reports", **_HOST, get=None, post=302
    ),
    _progress("report-return", of("progress"), "receive-reports", **_HOST, post=422),
    _progress("report-undo", of("progress"), "receive-reports", **_HOST, post=422),
    _progress(
        "report-exempt-end", of("progress"), "receive-reports", **_HOST, get=None, post=302
    ),
    Address(
        "campaigns:campaign-reports", _with("issued.plan.campaign", "x"), "see-issued",
        "see-progress", "ward",
    ),
    Address(
        "campaigns:campaign-reminders", _with("issued.plan.campaign", "x"), "see-issued",
        "run-campaign", "ward", queries=("ky=0",),
    ),
    _ladder("ladder", post=422),
    _ladder("ladder-drop", get=None, post=302),
    _ladder("ladder-common", get=None, post=302),
    Address("campaigns:notices"),
    Address("campaigns:notices-read", get=None, post=302),
    Address("campaigns:reminder-choice", post=422),
    Address("campaigns:calendar-make", get=None, post=302),
    Address("campaigns:calendar-end", get=None, post=302),
    Address(
        "campaigns:calendar-feed", lambda scene: [scene.feed.token], seen=EVERYBODY,
        shows=(ISSUED,),
    ),
    *[
        Address(
            f"campaigns:{name}", _with("issued.plan.campaign", "x"), "see-issued",
            "see-progress", "ward", queries=("ky=1&nhom=x&cham=1", "tt=cham&muc=dat"),
        )
        for name in (
            "campaign-indicators", "indicator-list", "indicator-figures", "indicator-export",
            "phase-list", "campaign-undertakings", "campaign-raised", "campaign-tasks",
            "campaign-tasks-export",
        )
    ],
    Address(
        "campaigns:indicator-cell",
        lambda scene: [scene.issued.plan.campaign_id, "x", scene.allocation.pk],
        "see-issued", "see-progress", "ward",
    ),
]  # fmt: skip


def _rule(scene):
    return ["dieu-kien", scene.award_rule.pk]


AWARD_LAW = [
    Address("awards:catalogue", queries=("ngay=30/06/2025",)),
    Address("awards:award", lambda scene: ["ldtt"], queries=("ngay=30/06/2025",)),
    Address("awards:common-rules"),
    Address("awards:award-add", power="keep-common-rules", post=422),
    Address(
        "awards:rule-lay", lambda scene: ["ho-so"], power="keep-own-rules", post=422,
        also_power=("keep-common-rules", ""),
    ),
    Address(
        "awards:rule-confirm", _rule, power="keep-own-rules", power_place="ward", post=422,
        is_of_all=True
    ),
    Address(
        "awards:rule-end", _rule, power="keep-own-rules", power_place="ward", post=422,
        is_of_all=True
    ),
    Address(
        "awards:rule-withdraw", _rule, power="keep-own-rules", power_place="ward", get=None,
        post=302,
    ),
    Address(
        "awards:discipline-list", power="keep-discipline", shows=(PERSON,),
        shows_to="keep-discipline",
    ),
    Address("awards:discipline-record", power="keep-discipline", post=422),
    Address(
        "awards:discipline-settle", of("case"), "keep-discipline", place="ward", post=422,
        shows=(PERSON,),
    ),
]  # fmt: skip


CAMPAIGNS = [
    Address("campaigns:campaign-list", queries=("q=thi dua", "nam=2023", "tt=cho-ky")),
    Address(
        "campaigns:law-register", queries=("q=thi dua", "tt=het", "cua=dia-phuong"),
        shows=(ISSUED,), shows_to="see-law",
    ),
    Address("campaigns:template-list", power="start"),
    Address(
        "campaigns:template-begin", of("template"), "see-template", "start", place="ward",
        post=422,
    ),
    Address("campaigns:sample-begin", lambda scene: ["chao-mung"], power="start", post=422),
    Address(
        "campaigns:template-amend", of("template"), "see-template", "keep-template",
        place="ward", post=422,
    ),
    Address(
        "campaigns:template-keep", of("draft"), "see-drafts", "keep-template", place="ward",
        post=422,
    ),
    Address(
        "campaigns:law-add", power="keep-law", post=422, shows=(ISSUED,),
        shows_to="see-law",
    ),
    Address(
        "campaigns:law-amend", of("rule"), "see-law", "keep-law", place="ward", post=422
    ),
    Address(
        "campaigns:law-drop", of("rule"), "see-law", "keep-law", place="ward", get=None,
        post=302,
    ),
    Address("campaigns:campaign-start", power="start", post=422),
    Address("campaigns:superior-list", power="start", queries=("q=thi dua",)),
    Address("campaigns:superior-upload", power="read-file", get=302, post=422),
    Address("campaigns:import-answer", of("reading"), "own-reading", post=422),
    Address("campaigns:import-upload", power="read-file", get=302, post=422),
    Address("campaigns:import-review", of("reading"), "own-reading", post=302),
    Address("campaigns:import-wait", of("waiting"), "own-reading", get=302, htmx=200),
    Address("campaigns:import-drop", of("reading"), "own-reading", post=302),
    Address("campaigns:campaign", of("draft.campaign"), "see-drafts", "", "ward", get=302),
    Address("campaigns:campaign-detail", _with("draft.campaign", "x"), "see-drafts", "", "ward"),
    *PROGRESS,
    Address("campaigns:campaign-documents", _with("draft.campaign", "x"), "see-drafts", "", "ward"),
    Address("campaigns:campaign-history", _with("draft.campaign", "x"), "see-drafts", "", "ward"),
    Address(
        "campaigns:campaign-answers", _with("issued.plan.campaign", "x"), "see-issued",
        "see-answers", "ward",
    ),
    # Of one's own authority nobody answers a plan; whoever stands above it neither.
    Address(
        "campaigns:plan-answer", of("issued.plan"), "see-issued", "record", "ward", post=200
    ),
    _plan("campaigns:plan-superior", "draft", "see-drafts"),
    _plan(
        "campaigns:plan-superior-seen", "draft", "edit", get=None, post=302,
        data=lambda scene: {"ban": scene.issued.plan_id},
    ),
    Address(
        "campaigns:superior-note-take", of("item"), "see-drafts", "edit", "ward", get=None,
        post=302,
    ),
    _plan("campaigns:plan-edit", "draft", "edit", get=302),
    *[
        Address(
            "campaigns:plan-section", _with("draft", slug), "see-drafts", "edit", "ward",
            post=status,
        )
        for slug, status in (
            ("thong-tin", 422), ("can-cu", 302), ("muc-1", 302), ("noi-nhan", 302),
            ("nguoi-ky", 302),
        )
    ],
    _plan("campaigns:plan-check", "draft", "edit"),
    _plan("campaigns:plan-company", "draft", "edit", get=302, htmx=200),
    _plan(
        "campaigns:plan-find", "draft", "edit", post=422, queries=("tim=a&thay=b",),
    ),
    _plan("campaigns:plan-keep-version", "draft", "edit", get=302, post=422),
    _plan("campaigns:plan-versions", "draft", "see-drafts"),
    _plan(
        "campaigns:plan-compare", "draft", "see-drafts",
        queries=("tu=1&den=nay", "tu=1&den=1&ca=1"),
    ),
    *[
        Address(name, of("issued.plan"), "see-issued", "see-drafts", "ward")
        for name in ("campaigns:plan-versions", "campaigns:plan-compare")
    ],
    Address(
        "campaigns:plan-change", of("issued.plan"), "see-issued", "change-issued", "ward",
        post=422,
    ),
    Address("campaigns:plan-consolidated", of("issued.plan"), "see-issued", "", "ward"),
    _plan("campaigns:plan-carry-on", "draft", "start", post=422),
    _plan("campaigns:plan-discard", "draft", "edit", post=302),
    _plan("campaigns:plan-submit", "draft", "edit", get=302, post=302),
    _plan("campaigns:plan-own-head", "draft", "edit", get=None, post=302),
    _plan(
        "campaigns:plan-cite-anew", "draft", "edit", get=None, post=302,
        data=lambda scene: {"van-ban": "nd-98-2023"},
    ),
    _plan(
        "campaigns:plan-settle", "draft", "edit", get=None, post=302,
        data=lambda scene: {"dieu": doubts.key(scene.doubt.text, None)},
    ),
    _plan(
        "campaigns:plan-reopen", "draft", "edit", get=None, post=302,
        data=lambda scene: {"dieu": doubts.key(scene.settled.text, None)},
    ),
    _plan(
        "campaigns:plan-comments", "draft", "see-drafts", post_power="comment", post=422,
        queries=("loc=tat-ca", "dong=chung", "tra-loi=1"),
    ),
    _plan("campaigns:comment-answer", "comment", "comment", get=None, post=422),
    _plan("campaigns:comment-close", "comment", "comment", get=None, post=302),
    _plan("campaigns:comment-reopen", "comment", "comment", get=None, post=302),
    _plan("campaigns:comment-accept", "comment", "edit", get=None, post=302),
    Address(
        "campaigns:comment-withdraw", of("own_comment"), "see-drafts", "own-comment", "ward",
        get=None, post=302,
    ),
    _plan("campaigns:plan-open-ask", "limited", "edit", post=422),
    _plan("campaigns:plan-open", "limited", "review", get=None, post=302),
    _plan("campaigns:plan-open-decline", "limited", "review", post=422),
    _plan("campaigns:plan-look-again", "sent", "review", get=None, post=302),
    _plan("campaigns:plan-withdraw", "sent", "edit", get=None, post=302),
    _plan("campaigns:plan-review", "sent", "read-for-review"),
    _plan("campaigns:plan-return", "sent", "review", post=422),
    _plan("campaigns:plan-agree", "routed", "pass-step", post=422),
    _plan("campaigns:plan-step-return", "routed", "pass-step", post=422),
    _tab("campaigns:track-units", queries=("q=phong", "tt=thoi")),
    _tab("campaigns:track-unit-add", post=422),
    _hosted("campaigns:participation-out", "joined", post=422),
    _hosted("campaigns:participation-back", "gone", get=None, post=302),
    Address(
        "campaigns:participation-contact", of("joined"), "see-own-progress", "name-contact",
        "office", post=302,
    ),
    _tab("campaigns:track-allotments", queries=("theo=trong-so",), post=302),
    _tab("campaigns:track-paste", post=422),
    _tab("campaigns:track-spread", post=422),
    _tab("campaigns:track-undo", get=None, post=302),
    _hosted("campaigns:participation-allotments", "joined"),
    _hosted("campaigns:allocation-exempt", "allocation", post=422),
    _hosted("campaigns:allocation-owe", "exempted", get=None, post=302),
    _tab("campaigns:track-indicators"),
    _tracked("campaigns:indicator-measure", of("indicator"), post=422),
    _tab("campaigns:track-feeds"),
    _tracked("campaigns:indicator-feed", of("indicator"), post=302),
    _tab("campaigns:track-periods"),
    _tab("campaigns:periods-lay", post=422),
    _tab("campaigns:period-add", post=422),
    _tracked(
        "campaigns:track-pick", _with("issued.plan.campaign", "unit"),
        queries=("unit_tim=phong",),
    ),
    *[
        _tracked(f"campaigns:period-{act}", of("next_period"), post=422)
        for act in ("amend", "postpone", "lock", "unlock", "open")
    ],
    _tracked("campaigns:period-remove", of("free_period"), get=None, post=302),
    _hosted("campaigns:opening-close", "opening", get=None, post=302),
    _branch("campaigns:unit-routes", args=of("unit")),
    _branch("campaigns:route-begin", args=of("unit"), post=422),
    _branch("campaigns:stand-in-name", args=of("unit"), post=422),
    _branch("campaigns:stand-in-end", args=of("stand_in"), get=None, post=302),
    _branch("campaigns:route", args=of("route")),
    _branch("campaigns:route-step-add", args=of("route"), post=422),
    _branch("campaigns:route-apply", args=of("route"), post=422),
    _branch("campaigns:route-end", args=of("set_route"), post=422),
    _branch("campaigns:route-drop", args=of("route"), get=None, post=302),
    _branch("campaigns:route-step-amend", args=of("route_step"), post=422),
    _branch("campaigns:route-step-move", args=of("route_step"), get=None, post=302),
    _branch("campaigns:route-step-remove", args=of("route_step"), get=None, post=302),
]  # fmt: skip
TO_OFFICE = ("see-own-progress", "office")  # what the office sent, it sees as well
OF_UNIT = {"shows": (DRAFT,), "shows_to": "see-issued"}  # what a unit writes is its own


def _own(name: str, **more: Any) -> Address:
    """What the office under the ward is still writing."""
    return Address(
        name, of("undertaking"), "see-own-progress", place="office", **OF_UNIT, **more
    )


def _sent(name: str, thing: str, power: str = "", **more: Any) -> Address:
    """What the office has sent to the ward; an example is for all whom the campaign reaches."""
    at = "office" if power == "register-works" else ""
    more |= {"power_place": at}
    if thing == "example":
        return Address(name, of(thing), "see-issued", power, "ward", **more)
    return Address(
        name, of(thing), "see-progress", power, "ward", also_seen=TO_OFFICE, **more
    )


def _board(name: str, power: str, **more: Any) -> Address:
    args = _with("issued.plan.campaign", "x")
    return Address(name, args, "see-issued", power, "ward", **more)


def _pact(name: str, thing: str, power: str = "", **more: Any) -> Address:
    return _cluster(name, thing, power=power, power_place="ward", **more)


REGISTRATION = [
    Address("campaigns:registration-home", **OF_UNIT),
    Address("campaigns:example-list", queries=("buoc=found", "buoc=spread")),
    _sent("campaigns:registration-begin", "joined", "register-works", post=422),
    _sent("campaigns:registration-for-unit", "joined", "register-for-units", post=422),
    Address(
        "campaigns:registration-late", lambda scene: [scene.joined.pk, scene.call.pk],
        "see-progress", "receive-registrations", "ward", also_seen=TO_OFFICE, post=422,
    ),
    _sent(
        "campaigns:registration-late-end", "late", "receive-registrations", get=None,
        post=302,
    ),
    _own("campaigns:undertaking"),
    _own("campaigns:undertaking-edit", power="register-works", post=422),
    _own("campaigns:undertaking-submit", power="register-works", get=None, post=422),
    _own("campaigns:undertaking-drop", power="register-works", post=302),
    *[_sent("campaigns:undertaking", thing) for thing in ("registered", "built", "example")],
    _sent(
        "campaigns:undertaking-withdraw", "registered", "register-works", get=None, post=302
    ),
    _sent("campaigns:undertaking-carry-out", "built", "register-works", post=302),
    _sent(
        "campaigns:undertaking-files", "built", "register-works", get=None, post=302,
        data=lambda scene: {"file": SimpleUploadedFile("anh.pdf", small_pdf("Ảnh"))},
    ),
    _sent("campaigns:undertaking-file-describe", "shot", "register-works", post=302),
    _sent("campaigns:undertaking-file-remove", "shot", "register-works", post=302),
    _sent(
        "campaigns:undertaking-approve", "registered", "receive-registrations", get=None,
        post=302,
    ),
    _sent("campaigns:undertaking-return", "registered", "receive-registrations", post=422),
    _sent("campaigns:undertaking-undo", "built", "receive-registrations", post=422),
    _sent("campaigns:example-step", "built", "choose-examples", post=422),
    _sent("campaigns:example-drop", "example", "choose-examples", post=422),
    _sent("campaigns:example-adopt", "example", "register-works", post=422),
    _board(
        "campaigns:campaign-registrations", "see-progress",
        queries=("tt=cho", "tt=chua-gui", "tt=qua-han", "tt=them"),
    ),
    _board("campaigns:campaign-nudge", "nudge", post=422),
    _board("campaigns:campaign-contacts", "nudge", queries=("ai=tat-ca",)),
    _board("campaigns:campaign-examples", "", queries=("buoc=found",)),
    _cluster("campaigns:pact-list"),
    _pact("campaigns:pact-begin", "cluster", "write-pact", post=422),
    _pact("campaigns:pact", "pact"),
    _pact("campaigns:pact-edit", "pact", "write-pact", post=422),
    _pact("campaigns:pact-agree", "pact", "agree-pact", get=None, post=422),
    _pact("campaigns:pact-complete", "pact", "write-pact", get=None, post=302),
    _pact("campaigns:pact-end", "pact", "write-pact", post=422),
    _pact("campaigns:agreement-take-back", "agreement", "agree-pact", post=422),
    _pact("campaigns:agreement-signer", "agreement", "agree-pact", post=302),
    _pact("reports:pact-paper", "pact"),
    _pact("reports:pact-paper", "pact_paper.pact"),
    _pact("reports:pact-lay", "pact", "lay-pact", get=None, post=302),
    _pact("reports:pact-file", "pact_paper", queries=("xem",)),
    _pact("reports:pact-drop", "pact_paper", "lay-pact", post=422),
    _pact("reports:pact-sign", "seat", "sign-pact", post=422),
    _pact("reports:pact-refuse", "seat", "sign-pact", post=422),
    _pact("reports:pact-signed", "seat", "sign-pact", get=None, post=422),
    _pact("reports:pact-scan", "paper_seat", "lay-pact", post=422),
    _pact("reports:pact-scan-file", "scanned_seat", queries=("xem",)),
]  # fmt: skip


def _council(name: str, thing: str, power: str = "", **more: Any) -> Address:
    """Of the council of the ward."""
    args = more.pop("args", of(thing))
    return Address(name, args, "see-council", power, "council", **more)


_HOLDS, _BALLOTS, _SITS = "hold-sessions", "hold-ballots", "answer-invitation"
COUNCILS = [
    Address("awards:council-home", queries=("hd=1", "hd=x")),
    _council("awards:term-lay", "council", "keep-council", post=422),
    _council("awards:seat-add", "council_term", "keep-council", post=422),
    _council("awards:seat-end", "council_seat", "keep-council", post=422),
    _council(
        "awards:council-publicity", "council", post_power="publish-nominees", post=422,
    ),
    _council("awards:session-plan", "council", _HOLDS, post=422),
    *[_council("awards:session", thing) for thing in ("planned", "invited", "sitting", "over")],
    *[
        _council("awards:session-run", thing, _BALLOTS)
        for thing in ("planned", "invited", "sitting", "over")
    ],
    *[_council("awards:session-minutes", thing) for thing in ("sitting", "over")],
    _council("reports:minutes-paper", "over"),
    _council("reports:minutes-lay", "over", "lay-minutes", get=None, post=302),
    _council("reports:minutes-file", "minutes", queries=("xem",)),
    _council("reports:minutes-drop", "minutes", "lay-minutes", post=422),
    _council(
        "reports:minutes-sign", "minutes_seat", "sign-minutes", owner="council secretary",
        post=422,
    ),
    _council(
        "reports:minutes-signed", "minutes_seat", "sign-minutes", owner="council secretary",
        get=None, post=422,
    ),
    *[
        _council("awards:convocation", f"convocation{one}")
        for one in ("", "_sent", "_issued")
    ],
    _council("awards:convocation-draft", "planned", "convoke", get=None, post=302),
    _council("awards:convocation-edit", "convocation", "convoke", post=422),
    *[
        _council(f"awards:convocation-{act}", "convocation", "convoke", get=None, post=302)
        for act in ("reword", "submit", "drop")
    ],
    _council(
        "awards:convocation-take-back", "convocation_sent", "convoke", get=None, post=302
    ),
    _council(
        "awards:convocation-return", "convocation_sent", "return-convocation", post=422
    ),
    _council("awards:members-nudge", "invited", "convoke", get=None, post=302),
    _council("awards:session-calendar", "planned"),
    _council("reports:convocation-preview", "convocation"),
    _council("reports:convocation-paper", "convocation_issued", get=302),
    _council(
        "reports:convocation-page",
        args=lambda scene: [scene.convocation.pk, scene.preview, 1, 90], thing="",
    ),
    _council(
        "reports:convocation-sign", "convocation_sent", "sign-convocation", post=422
    ),
    _council("reports:session-papers", "planned", "take-papers", post=422),
    _council("awards:session-amend", "planned", _HOLDS, post=422),
    _council("awards:session-cancel", "planned", _HOLDS, post=422),
    _council("awards:session-invite", "planned", _HOLDS, get=None, post=302),
    _council("awards:session-open", "invited", _HOLDS, get=None, post=302),
    _council("awards:session-finish", "sitting", _HOLDS, get=None, post=302),
    _council("awards:session-resume", "over", _HOLDS, get=None, post=302),
    _council("awards:session-close", "over", _HOLDS, get=None, post=302),
    _council("awards:session-answer", "invited", _SITS, post=422),
    _council("awards:session-leave", "invited", "take-session-away", post=422),
    _council("awards:session-recall", "carried", "recall-session", post=422),
    _council(
        "awards:session-package", "carried", "take-session-away", owner="council secretary"
    ),
    _council("awards:session-return", "carried", "take-session-away", post=422),
    Address("awards:council-offline"),
    Address("awards:council-worker"),
    _council(
        "awards:attendance", "invited", _HOLDS, get=None, post=302,
        args=lambda scene: [scene.sitting.pk, scene.attendance.pk],
    ),
    _council(
        "awards:attendance-answer", "sitting", _HOLDS, post=422,
        args=lambda scene: [scene.sitting.pk, scene.attendance.pk],
    ),
    _council("awards:session-pick", "planned", _HOLDS, post=422),
    _council("awards:topic-add", "planned", _HOLDS, post=422),
    _council("awards:item-remove", "weighed", _HOLDS, get=None, post=302),
    _council("awards:rule-enter", "unruled", _HOLDS, post=422),
    _council("awards:recusal-declare", "weighed", _SITS, post=422),
    _council(
        "awards:recusal-record", "weighed", _HOLDS, post=422,
        queries=("ghe=1&vi=ban", "ghe=x"),
    ),
    _council("awards:recusal-drop", "recusal", _HOLDS, post=422),
    _council("awards:ballot", "sitting", "vote", post=422),
    _council("awards:rounds-open", "sitting", _BALLOTS, get=None, post=302),
    _council("awards:paper-give", "sitting", _BALLOTS, post=302),
    _council("awards:conclude-passed", "sitting", _BALLOTS, get=None, post=302),
    *[
        _council("awards:round", thing, post=200)
        for thing in ("ballot_round", "counted")
    ],
    _council("awards:round-close", "ballot_round", _BALLOTS, post=302),
    _council("awards:round-void", "ballot_round", _BALLOTS, post=422),
    _council("awards:paper-count", "ballot_round", "count-paper", post=422),
    _council(
        "awards:paper-back", "ballot_round", _BALLOTS, get=None, post=302,
        args=lambda scene: [scene.ballot_round.pk, scene.council_seat.pk],
    ),
    _council("awards:round-hands", "open_round", _BALLOTS, post=422),
    _council("awards:round-again", "counted_item", _BALLOTS, post=422),
    _council("awards:item-conclude", "counted_item", _BALLOTS, post=422),
    _council("awards:item-defer", "weighed", _BALLOTS, post=422),
]  # fmt: skip
REPORTS = [
    Address("home", queries=("loai=duyet",)),
    Address("reports:document-list", queries=("q=thi dua", "tt=signed", "nam=2026")),
    _paper("reports:document", args=of("issued")),
    Address("reports:document-edxml", of("issued"), "see-issued-papers", "see-register", "ward"),
    _paper("reports:document-text", args=of("issued")),
    _paper("reports:document-word", args=of("issued")),
    Address("reports:document-word", of("signed"), "see-papers", "", "ward"),
    _paper("reports:document-watch", args=of("issued")),
    _paper("reports:document-file", args=_with("issued", "issued"), queries=("xem",)),
    Address(
        "reports:document-file", _with("issued", "signed"), "see-papers", "", "ward"
    ),
    _paper("reports:annex-file", args=_with("issued", 1), queries=("xem",)),
    _paper("reports:document-page", args=lambda scene: [*_page(scene), 1, 90]),
    _paper("reports:document-strip", args=_page),
    Address("reports:document", of("signed"), "see-papers", "", "ward"),
    Address(
        "reports:document-issue", of("signed"), "see-papers", "issue", "ward", post=422,
    ),
    Address(
        "reports:document-retry", of("stopped"), "see-papers", "sign-again", "ward",
        get=302, post=302, data=lambda scene: {"mat_khau": PASSWORD},
    ),
    Address(
        "reports:document-return", of("stopped"), "see-papers", "give-up", "ward",
        get=302, post=302, data=lambda scene: {"reason": "Sửa lại."},
    ),
    Address(
        "reports:document-signed", of("stopped"), "see-papers", "sign-outside", "ward",
        get=302, post=302, data=_signed_file,
    ),
    Address(
        "reports:document-sealed", of("signed"), "see-papers", "issue", "ward",
        get=302, post=302, data=_signed_file,
    ),
    Address(
        "reports:document-seal-way", of("signed"), "see-papers", "issue", "ward",
        get=None, post=302,
    ),
    Address(
        "reports:delivery-settle", of("delivery"), "see-papers", "keep-deliveries", "ward",
        post=302, data=lambda scene: {"way": "paper"},
    ),
    Address(
        "reports:delivery-unit-pick", lambda scene: ["unit"], power="keep-deliveries",
        queries=("unit_tim=phuong",), is_of_all=True,
    ),
    Address(
        "reports:letter-again", of("mailed.delivery"), "see-papers", "keep-deliveries",
        "ward", get=None, post=302,
    ),
    Address("reports:correspondent-list", power="keep-correspondents"),
    Address(
        "reports:correspondent-amend", of("known"), "keep-correspondents", place="ward",
        post=422,
    ),
    Address(
        "reports:correspondent-forget", of("known"), "keep-correspondents", place="ward",
        get=None, post=302,
    ),
    Address("reports:of-campaign", of("draft.campaign"), "see-drafts", "", "ward"),
    _plan(
        "reports:plan-sign", "sent", "sign", post=302,
        data=lambda scene: {"mat_khau": PASSWORD},
    ),
    Address("reports:desk", power="sign"),
    Address(
        "reports:desk-sign", power="sign", get=302, post=302,
        data=lambda scene: {
            "k": f"{scene.sent.pk}:{scene.sent_digest}", "mat_khau": PASSWORD
        },
    ),
    Address("reports:desk-result", of("round"), owner="leader"),
    _plan("reports:plan-preview", "draft", "see-drafts"),
    _plan("reports:plan-text", "draft", "see-drafts"),
    _plan("reports:plan-word", "draft", "see-drafts"),
    _plan("reports:plan-format", "draft", "see-drafts", get=302, htmx=200),
    Address(
        "reports:preview-page", lambda scene: [scene.draft.pk, scene.preview, 1, 90],
        "see-drafts", "", "ward",
    ),
    Address("reports:unit-series", of("unit"), "keep-series", place="ward"),
    Address("reports:series-open", of("unit"), "keep-series", place="ward", post=422),
    Address(
        "reports:series-continue", of("ward.series"), "keep-series", place="ward", post=422
    ),
    Address("reports:register", queries=("in",)),
    Address("reports:register-file", seen="see-register", place="ward"),
    Address(
        "reports:copy-certify", of("issued"), "see-issued-papers", "certify-copy", "ward",
        get=None, post=302,
    ),
    Address("reports:copy-file", of("copy"), "see-papers", "", "ward", queries=("xem",)),
    Address("reports:copy-annex", _with("copy", 1), "see-papers", "", "ward", queries=("xem",)),
    Address("reports:copy-list"),
    Address("reports:register-edxml", seen="see-register", place="ward", post=422),
    Address("reports:agency-code", of("unit"), "keep-series", place="ward", post=302),
    Address("reports:register-paper", power="register", post=422),
    Address(
        "reports:record-dispatch", of("entry"), "see-register", "keep-register", "ward",
        post=302,
    ),
    Address(
        "reports:void-number", of("entry"), "see-register", "keep-register", "ward",
        post=302, data=lambda scene: {"reason": "In hỏng."},
    ),
    Address(
        "reports:anchor-file", of("record"), "read-book", is_of_all=True, queries=("xem",)
    ),
    Address("reports:anchor-signer", power="choose-anchor-signer", post=422),
    _public("reports:verify-home"),
    _public(
        "reports:verify-upload", get=None, post=200,
        data=lambda scene: {
            "tep": SimpleUploadedFile("a.pdf", small_pdf("a"), "application/pdf")
        },
    ),
    _public("reports:delivery-link", args=lambda scene: [scene.mailed.token], get=302),
    _public("reports:verify", shows=(ISSUED,), args=_code),
    _public("reports:verify-file", shows=(ISSUED,), args=_code),
    _public("reports:verify-annex", shows=(ISSUED,), args=lambda scene: [*_code(scene), 1]),
    _public("reports:verify-pages", shows=(ISSUED,), args=_code),
    _public("reports:verify-page", shows=(ISSUED,), args=lambda scene: [*_code(scene), 1, 90]),
    _public(
        "reports:verify-diploma-file", shows=(ISSUED,),
        args=lambda scene: [scene.diploma.code],
    ),
    _public("reports:verify-pact-file", args=lambda scene: [scene.pact_paper.code], get=404),
    _public("reports:public-awards", shows=(ISSUED,), args=_authority),
    _public(
        "reports:public-decision", shows=(ISSUED,),
        args=lambda scene: [*_authority(scene), scene.decision_issued.pk],
    ),
    _public("reports:health-live"),
    _public("reports:health-ready", get=503),
    _public("reports:metrics"),
]  # fmt: skip


def _decision(
    name: str, thing: str = "decision", power: str = "", **more: Any
) -> Address:
    """A decision of the ward that is not issued: the council's secretary sees it, too."""
    return Address(name, of(thing), "see-decisions", power, "ward", **more)


def _given(name: str, power: str = "", **more: Any) -> Address:
    return Address(
        name, of("decision_issued"), "see-issued-decisions", power, "ward", **more
    )


def _submission(
    name: str, thing: str = "submission", power: str = "", **more: Any
) -> Address:
    return Address(name, of(thing), "see-submissions", power, "ward", **more)


_DRAFTS = "draft-submission"
SUBMISSIONS = [
    Address("awards:submission-list", queries=("tt=draft",)),
    Address("awards:submission-start", power=_DRAFTS, post=422),
    _submission("awards:submission"),
    _submission("awards:submission", "submission_sent"),
    _submission("awards:submission-edit", power=_DRAFTS, post=422),
    _submission("awards:submission-add", power=_DRAFTS, post=422),
    _submission("awards:submission-reword", power=_DRAFTS, get=None, post=302),
    _submission("awards:submission-submit", power=_DRAFTS, get=None, post=302),
    _submission("awards:submission-drop", power=_DRAFTS, get=None, post=302),
    _submission(
        "awards:submission-take-back", "submission_sent", _DRAFTS, get=None, post=302
    ),
    _submission(
        "awards:submission-return", "submission_sent", "return-submission", get=302,
        post=422,
    ),
    _submission("awards:submission-withdraw", power=_DRAFTS, post=422),
    _submission(
        "awards:submission-line-drop", "submission_line", _DRAFTS, get=None, post=302
    ),
    _submission("awards:submission-line-answer", "submission_line", _DRAFTS, post=422),
    _submission(
        "awards:submission-line-undo", "submission_line", _DRAFTS, get=None, post=302
    ),
    _submission("reports:submission-preview"),
    _submission("reports:submission-paper", get=302),
    _submission(
        "reports:submission-sign", "submission_sent", "sign-submission", post=422
    ),
    _submission("reports:submission-package", power="take-submission", get=404),
    _submission("reports:submission-sheet", power="take-submission", get=404),
    Address(
        "reports:submission-page",
        lambda scene: [scene.submission.pk, scene.preview, 1, 90], "see-submissions", "",
        "ward",
    ),
]  # fmt: skip

DECISIONS = [
    _honouree("awards:honouree-honours"),
    _honouree("awards:honouree-honour-record", power="record-honours", post=422),
    Address("awards:unit-honours", of("unit"), "see-unit-honours", place="ward"),
    Address(
        "awards:unit-honour-record", of("unit"), "see-unit-honours", "record-honours",
        "ward", post=422,
    ),
    Address(
        "awards:honour-drop", of("honour"), "see-honourees", "record-honours", "ward",
        get=None, post=302,
    ),
    _honouree("awards:honouree-honours-file"),
    Address("awards:unit-honours-file", of("unit"), "see-unit-honours", place="ward"),
    Address(
        "awards:honour-scan-add", of("honour"), "see-honourees", "record-honours", "ward",
        post=422,
    ),
    Address("awards:honour-scan", of("honour_scan"), "see-honourees", place="ward"),
    Address(
        "awards:honour-scan-drop", of("honour_scan"), "see-honourees", "record-honours",
        "ward", post=302,
    ),
    Address("awards:decision-list", queries=("tt=draft", "tt=issued")),
    Address(
        "awards:decision-start", power="draft-decision", post=422,
    ),
    _decision("awards:decision"),
    _decision("awards:decision", "decision_sent"),
    _given("awards:decision"),
    _decision("awards:decision-edit", power="draft-decision", post=422),
    _decision("awards:decision-add", power="draft-decision", post=422),
    _decision("awards:decision-line", "decision_line", "draft-decision", post=422),
    _decision(
        "awards:decision-line-drop", "decision_line", "draft-decision", get=None, post=302
    ),
    _decision("awards:decision-reword", power="draft-decision", get=None, post=302),
    _decision("awards:decision-submit", power="draft-decision", get=None, post=302),
    _decision("awards:decision-drop", power="draft-decision", get=None, post=302),
    _decision(
        "awards:decision-take-back", "decision_sent", "draft-decision", get=None, post=302
    ),
    _decision(
        "awards:decision-return", "decision_sent", "return-decision", get=302, post=422
    ),
    _given("awards:decision-cancel", "draft-decision", post=422),
    _given("awards:decision-payment", "draft-decision"),
    _decision("reports:decision-preview"),
    _given("reports:decision-preview"),
    _given("reports:decision-paper", get=302),
    Address(
        "reports:decision-page", lambda scene: [scene.decision.pk, scene.preview, 1, 90],
        "see-decisions", "", "ward",
    ),
    _decision("reports:decision-sign", "decision_sent", "sign-decision", post=422),
    _given("reports:decision-diplomas", post_power="make-diplomas", post=302),
    *[
        Address(
            f"reports:diplomas-{act}", of("batch"), "see-issued-decisions", "make-diplomas",
            "ward", get=None, post=422 if act == "print" else 302,
        )
        for act in ("pause", "resume", "retry", "print")
    ],
    Address(
        "reports:diploma-amend", of("diploma_stopped"), "see-issued-decisions",
        "make-diplomas", "ward", post=422,
    ),
    Address(
        "reports:diploma-file", of("diploma"), "see-issued-decisions", place="ward",
        queries=("xem",),
    ),
    _decision("reports:print-file", "diploma_print", "make-diplomas", queries=("xem",)),
    _decision("reports:print-retry", "diploma_print", "make-diplomas", get=None, post=302),
    Address("reports:stock-list", power="make-diplomas"),
    _decision("reports:stock", "stock", "make-diplomas", post=422),
    _decision("reports:stock-retire", "stock", "make-diplomas", get=None, post=302),
    _decision("reports:stock-calibration", "stock", "make-diplomas"),
    _decision("reports:stock-add", "unit", "make-diplomas", post=422),
    _decision("reports:printer-add", "unit", "make-diplomas", post=422),
    _decision("reports:printer-amend", "printer", "make-diplomas", post=422),
    _decision("reports:printer-retire", "printer", "make-diplomas", get=None, post=302),
]  # fmt: skip


def _proposed(
    name: str, thing: str = "proposal", power: str = "", **more: Any
) -> Address:
    """Of what the office has sent to the ward: both sides see it; acts are the office's."""
    both = {"place": "office", "also_seen": ("see-proposals", "ward")}
    return Address(f"awards:{name}", of(thing), "see-proposals", power, **both | more)


def _weighed(name: str, thing: str = "proposal", **more: Any) -> Address:
    """Likewise; acts are those of the ward that weighs it."""
    return _proposed(name, thing, "appraise-proposals", power_place="ward", **more)


def _drafted(name: str, thing: str = "proposal_draft", **more: Any) -> Address:
    """What only the office has."""
    return Address(
        f"awards:{name}",
        of(thing),
        "see-proposals",
        "write-proposals",
        "office",
        **more,
    )


def _picking(name: str, power: str, **more: Any) -> Address:
    """A page about what was ticked; nothing was."""
    return Address(f"awards:{name}", power=power, get=302, post=302, **more)


PROPOSALS = [
    Address(
        "awards:proposal-list",
        queries=("tt=da-nop", "q=ba", "nam=2026&pt=1&ht=1&dv=1", "tt=la&nam=x&pt=x"),
    ),
    Address(
        "awards:campaign-proposals", _with("issued.plan.campaign", "mau"), "see-issued", "",
        "ward", queries=("tt=da-nop",),
    ),
    Address("awards:proposal-begin", power="write-proposals", post=422),
    Address("awards:proposal-grid", power="write-proposals", post=200),
    Address(
        "awards:subject-pick", of("office"), "write-proposals", place="office",
        queries=("subject_tim=ba",),
    ),
    _picking("proposals-send", "write-proposals"),
    Address("awards:proposals-confirm", power="confirm-proposals", post=302),
    _picking("proposals-receive", "appraise-proposals"),
    _proposed("proposal"),
    _proposed("proposal-history"),
    *[
        Address(
            f"reports:merit-{name}", of("proposal"), "see-proposals", place="office",
            also_seen=("see-proposals", "ward"),
        )
        for name in ("report", "summary")
    ],
    Address("reports:petition-sheet", power="write-proposals", get=302),
    _drafted("proposal-edit", post=302, queries=("tim=ba",)),
    _drafted("proposal-drop", post=302),
    _drafted("figure-drop", "figure_in_draft", get=None, post=302),
    _drafted("paper-add", post=422),
    _proposed("paper-file", "paper", queries=("xem",)),
    _drafted("paper-drop", "paper_in_draft", post=302),
    _proposed("proposal-withdraw", power="write-proposals", post=422),
    _proposed("proposal-reopen", "proposal_withdrawn", "write-proposals", get=None, post=302),
    Address(
        # Not sent yet: what is inside the ward is read there, and not by the council.
        "awards:proposal-give-back", of("proposal_confirming"), "see-drafts",
        "confirm-proposals", "ward", post=422,
    ),
    _weighed("proposal-appraise", get=None, post=302),
    _weighed("proposal-return", post=422),
    _weighed("proposal-ready", get=None, post=302),
    _weighed("proposal-unfit", post=422),
    _weighed("proposal-undo", "proposal_ready", get=None, post=302),
    Address("awards:review-list"),
    _picking("review-record", "write-proposals"),
    _proposed("review", "review"),
    _proposed("review-amend", "review", "write-proposals", post=422),
    _proposed("review-drop", "review", "write-proposals", post=302),
    Address("awards:result-list"),
    _proposed("result-notice", "results"),
    Address("awards:opinion-list"),
    _picking("opinion-ask", "ask-opinions"),
    _proposed("opinion", "opinion"),
    _proposed("opinion-answer", "opinion", "answer-opinions", post=422),
    _proposed("opinion-record", "opinion", "ask-opinions", power_place="ward", post=422),
    _proposed("opinion-drop", "opinion", "ask-opinions", power_place="ward", post=422),
]  # fmt: skip


def _acclaim(
    name: str, thing: str = "acclaim", power: str = "", **more: Any
) -> Address:
    return _pact(f"awards:{name}", thing, power, **more)


def _for_ward(thing: str) -> Args:
    return lambda scene: [getattr(scene, thing).pk, scene.unit.pk]


ACCLAIM = [
    _acclaim("acclaim-list", "cluster"),
    _acclaim("acclaim-open", "cluster", "lead-acclaim", post=422),
    *[_acclaim("acclaim", f"acclaim{more}") for more in ("", "_voting", "_closed")],
    _acclaim("acclaim-amend", power="lead-acclaim", post=422),
    _acclaim("acclaim-cancel", power="lead-acclaim", post=422),
    _acclaim("acclaim-checkers", power="lead-acclaim", post=302),
    _acclaim("acclaim-vote-open", power="lead-acclaim", get=None, post=302),
    _acclaim("acclaim-reopen", "acclaim_voting", "lead-acclaim", get=None, post=302),
    _acclaim("acclaim-close", "acclaim_voting", "lead-acclaim", post=422),
    Address(
        "awards:acclaim-vote", of("acclaim_voting"), "see-clusters", "vote-acclaim", "cluster",
        power_place="ward", also_power=("vote-acclaim", "office"), post=422,
    ),
    Address(
        "awards:acclaim-score", _for_ward("acclaim"), "see-clusters", "score-acclaim",
        "cluster", power_place="ward", post=302,
    ),
    _acclaim("acclaim-entry", "entry_acclaim"),
    Address(
        "awards:acclaim-check", _for_ward("entry_acclaim"), "see-clusters", "score-acclaim",
        "cluster", power_place="ward", post=422,
    ),
    _acclaim("acclaim-settle", "entry_acclaim", "lead-acclaim", post=422),
    _acclaim("acclaim-return", "entry_acclaim", "lead-acclaim", post=422),
    _pact("reports:acclaim-minutes", "acclaim_closed"),
    _pact("reports:acclaim-propose", "acclaim_closed", "lead-acclaim", get=None, post=302),
]  # fmt: skip


ADDRESSES = [
    *UNITS,
    *CAMPAIGNS,
    *REGISTRATION,
    *ACCLAIM,
    *AWARD_LAW,
    *PROPOSALS,
    *COUNCILS,
    *DECISIONS,
    *SUBMISSIONS,
    *REPORTS,
]
