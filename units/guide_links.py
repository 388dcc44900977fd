"""Hướng dẫn trang này: which part of the guide explains a screen, to whom.

Screens of higher apps are known here by their URL names, as in the navigation.
"""

from collections.abc import Callable, Iterable

from units import guide
from units.guide_awards import AWARDS
from units.models import Membership

Role = Membership.Role
Place = tuple[str, str]  # page of the guide, anchor in it

OFFICER, LEADER, CLERK = "can-bo-soan-thao", "lanh-dao", "van-thu"
ADMINISTRATOR = "quan-tri"
# What somebody of that role reads first; the first of these that a person holds counts.
OWN_PAGE: dict[str, str] = {
    Role.OFFICER: OFFICER,
    Role.LEADER: LEADER,
    Role.CLERK: CLERK,
    Role.ADMINISTRATOR: ADMINISTRATOR,
    Role.SECRETARY: "don-vi-va-hoi-dong",
    Role.MEMBER: "don-vi-va-hoi-dong",
    Role.REPORTER: "don-vi-va-hoi-dong",
}
_CAMPAIGN: Place = ("", "trang-cua-mot-phong-trao")
_PAPER: Place = ("", "trang-cua-mot-van-ban")
_WRITE: Place = (OFFICER, "2-soan")
_VERSIONS: Place = (OFFICER, "phien-ban")
_START: Place = (OFFICER, "1-lap-phong-trao")
_SUPERIOR: Place = (OFFICER, "tu-ke-hoach-cap-tren")
_READING: Place = (OFFICER, "xem-lai-ban-doc")
_ISSUE: Place = (CLERK, "cap-so-dong-dau-ban-hanh")
_BOOK: Place = (CLERK, "so-dang-ky-van-ban-di")
_SIGN: Place = (LEADER, "duyet-va-ky")
_DESK: Place = (LEADER, "ky-nhieu-ke-hoach-mot-luot")
_REPORTS: Place = ("don-vi-va-hoi-dong", "bao-cao-tien-do")
_EVIDENCE: Place = ("don-vi-va-hoi-dong", "minh-chung")
_REMINDED: Place = ("", "nhac-viec-va-lich")
_LADDER: Place = (OFFICER, "nhac-viec-tu-dong")
_RECEIVING: Place = (OFFICER, "6-theo-doi-tiep-nhan-bao-cao")
_OVERSEEING: Place = (OFFICER, "xem-phong-trao-di-toi-dau")
_STEPS: Place = (LEADER, "o-mot-buoc-cua-quy-trinh-duyet")
_LAID: Place = (ADMINISTRATOR, "lap-sua-don-vi")
_REFORM: Place = (ADMINISTRATOR, "sap-xep-don-vi")
_CALLED_OFF: Place = (ADMINISTRATOR, "rut-lai-viec-sap-xep")
_PEOPLE: Place = (ADMINISTRATOR, "nguoi-va-vai-tro")
_HONOUREES: Place = (ADMINISTRATOR, "doi-tuong-khen-thuong")
_DOUBLES: Place = (ADMINISTRATOR, "co-the-trung")
_PERSONAL: Place = (ADMINISTRATOR, "du-lieu-ca-nhan")
_CLOSING: Place = (ADMINISTRATOR, "dat-lai-mat-khau-ngung-dung")
_TRASH: Place = (OFFICER, "thung-rac")
_SUPPORT: Place = (ADMINISTRATOR, "xem-voi-vai")
_BOOKS: Place = (ADMINISTRATOR, "nhat-ky")
_SEAL: Place = (ADMINISTRATOR, "kiem-tra-niem")
_RECORD: Place = (ADMINISTRATOR, "bien-ban-niem-ky-so")
_INVITING: Place = (ADMINISTRATOR, "moi-dat-mat-khau")
_TWO_STEPS: Place = ("", "xac-thuc-hai-buoc")
_ACCOUNT: Place = ("", "tai-khoan-mat-khau")
_ROLES: Place = (ADMINISTRATOR, "giao-vai-tro-thoi-vai-tro")
_SHEETS: Place = (ADMINISTRATOR, "nhap-tu-tep-excel")
_CLUSTERS: Place = (ADMINISTRATOR, "cum-khoi-thi-dua")
_TAKING: Place = (OFFICER, "don-vi-tham-gia")
_ALLOTTING: Place = (OFFICER, "giao-chi-tieu")
_PERIODS: Place = (OFFICER, "ky-bao-cao")
_HANDING: Place = ("don-vi-va-hoi-dong", "ban-giao-khi-doi-truong-cum-khoi")
_REGISTERING: Place = ("don-vi-va-hoi-dong", "dang-ky-mo-hinh-cong-trinh")
_EXAMPLES: Place = ("don-vi-va-hoi-dong", "dien-hinh-tien-tien")
_PACTS: Place = ("don-vi-va-hoi-dong", "giao-uoc-thi-dua-cua-cum-khoi")
_DECIDING: Place = (OFFICER, "7-duyet-dang-ky-don-doc-dien-hinh")
_PIECES: Place = (ADMINISTRATOR, "danh-muc-ban-giao")


def _screens(names: str, place: Place) -> dict[str, Place]:
    """Screens of campaigns that one part explains; names with blanks between."""
    return {f"campaigns:{name}": place for name in names.split()}


SCREENS: dict[str, Place] = {
    "home": ("", "viec-can-lam"),
    "password-change": _ACCOUNT,
    "account": _ACCOUNT,
    "account-confirm": _ACCOUNT,
    "account-email": _ACCOUNT,
    "factor-start": _TWO_STEPS,
    "app-add": _TWO_STEPS,
    "app-remove": _TWO_STEPS,
    "passkey-add": _TWO_STEPS,
    "passkey-remove": _TWO_STEPS,
    "recovery-codes": _TWO_STEPS,
    "identity-unlink": _ACCOUNT,
    "unit-factor-rule": (ADMINISTRATOR, "quy-dinh-xac-thuc-hai-buoc"),
    "user-invite": _INVITING,
    "user-factor-reset": _CLOSING,
    "user-sessions-end": _CLOSING,
    "unit-list": (ADMINISTRATOR, "don-vi"),
    "unit": (ADMINISTRATOR, "trang-cua-mot-don-vi"),
    "unit-create": _LAID,
    "unit-amend": _LAID,
    "unit-rename": _REFORM,
    "unit-move": _REFORM,
    "unit-merge": _REFORM,
    "unit-divide": _REFORM,
    "unit-dissolve": _REFORM,
    "unit-take-back": _REFORM,
    "unit-name-take-back": _REFORM,
    "unit-name-correct": _REFORM,
    "reform": _CALLED_OFF,
    "reform-call-off": _CALLED_OFF,
    "unit-heir": (ADMINISTRATOR, "ban-giao-khi-don-vi-ket-thuc"),
    "power-list": (ADMINISTRATOR, "ai-duoc-lam-gi"),
    "user-list": _PEOPLE,
    "user": _PEOPLE,
    "user-create": (ADMINISTRATOR, "mo-tai-khoan"),
    "user-amend": _PEOPLE,
    "user-move": _PEOPLE,
    "user-password": _CLOSING,
    "user-close": _CLOSING,
    "user-reopen": _CLOSING,
    "support-person": _SUPPORT,
    "support-unit": _SUPPORT,
    "support-end": _SUPPORT,
    "audit": _BOOKS,
    "access-log": _BOOKS,
    "seal": _SEAL,
    "seal-check": _SEAL,
    "reports:anchor-file": _RECORD,
    "reports:anchor-signer": _RECORD,
    "book-export": _BOOKS,
    "export": _BOOKS,
    "role-grant": _ROLES,
    "kind-list": (ADMINISTRATOR, "loai-don-vi"),
    "kind-add": (ADMINISTRATOR, "loai-don-vi"),
    "kind-amend": (ADMINISTRATOR, "loai-don-vi"),
    "cluster-list": ("don-vi-va-hoi-dong", "cum-khoi-cua-don-vi"),
    "cluster": ("don-vi-va-hoi-dong", "cum-khoi-cua-don-vi"),
    "cluster-found": _CLUSTERS,
    "cluster-join": _CLUSTERS,
    "cluster-leave": _CLUSTERS,
    "cluster-appoint": _CLUSTERS,
    "cluster-office-end": _CLUSTERS,
    "cluster-handover": _HANDING,
    "cluster-item-give": _HANDING,
    "cluster-item-withdraw": _HANDING,
    "cluster-item-take": _HANDING,
    "cluster-item-return": _HANDING,
    "cluster-piece-list": _PIECES,
    "cluster-piece-add": _PIECES,
    "cluster-piece-amend": _PIECES,
    "role-delegate": (ADMINISTRATOR, "uy-quyen-ky"),
    "role-end": _ROLES,
    "sheet-list": _SHEETS,
    "sheet-new": _SHEETS,
    "sheet": _SHEETS,
    "sheet-columns": _SHEETS,
    "sheet-undo": _SHEETS,
    "sheet-drop": _SHEETS,
    "sheet-invite": _SHEETS,
    "honouree-list": _HONOUREES,
    "honouree": _HONOUREES,
    "honouree-create": _HONOUREES,
    "honouree-amend": _HONOUREES,
    "honouree-place": _HONOUREES,
    "honouree-release": _HONOUREES,
    "position-earlier": _HONOUREES,
    "position-amend": _HONOUREES,
    "position-drop": _HONOUREES,
    "honouree-account": _HONOUREES,
    "double-list": _DOUBLES,
    "double": _DOUBLES,
    "merge-undo": _DOUBLES,
    "personal-data": _PERSONAL,
    "retention-carry-out": _PERSONAL,
    "retention-set": _PERSONAL,
    "honouree-erase": _PERSONAL,
    "campaigns:campaign-list": ("", "tim-mot-phong-trao-mot-van-ban"),
    "campaigns:campaign-start": _START,
    "campaigns:import-upload": _START,
    "campaigns:plan-change": (OFFICER, "5-sua-doi-dinh-chinh-thu-hoi"),
    "campaigns:plan-consolidated": (OFFICER, "5-sua-doi-dinh-chinh-thu-hoi"),
    "campaigns:plan-carry-on": (OFFICER, "dung-lai-ke-hoach-nam-truoc"),
    "campaigns:import-wait": _START,
    "campaigns:import-review": _READING,
    "campaigns:import-drop": _READING,
    "campaigns:campaign": _CAMPAIGN,
    "campaigns:campaign-detail": _CAMPAIGN,
    "campaigns:campaign-documents": _CAMPAIGN,
    "campaigns:campaign-history": _CAMPAIGN,
    "campaigns:plan-edit": _WRITE,
    "campaigns:plan-section": _WRITE,
    "campaigns:plan-company": _WRITE,
    "campaigns:plan-find": (OFFICER, "tim-va-thay"),
    "campaigns:plan-check": (OFFICER, "3-xem-truoc-kiem-tra-trinh"),
    **dict.fromkeys(
        [
            "campaigns:superior-list",
            "campaigns:superior-upload",
            "campaigns:plan-answer",
            "campaigns:import-answer",
            "campaigns:plan-superior",
            "campaigns:plan-superior-seen",
            "campaigns:superior-note-take",
            "campaigns:campaign-answers",
        ],
        _SUPERIOR,
    ),
    **dict.fromkeys(
        [
            "campaigns:track-units",
            "campaigns:track-unit-add",
            "campaigns:participation-out",
        ],
        _TAKING,
    ),
    **dict.fromkeys(
        [
            "campaigns:track-indicators",
            "campaigns:indicator-measure",
        ],
        (OFFICER, "chi-tieu-theo-doi"),
    ),
    **dict.fromkeys(
        ["campaigns:track-feeds", "campaigns:indicator-feed"],
        (OFFICER, "gop-len-cap-tren"),
    ),
    **dict.fromkeys(
        [
            "campaigns:track-allotments",
            "campaigns:track-paste",
            "campaigns:track-spread",
            "campaigns:participation-allotments",
            "campaigns:allocation-exempt",
        ],
        _ALLOTTING,
    ),
    "campaigns:participation-contact": ("don-vi-va-hoi-dong", "dau-moi-cua-don-vi"),
    **dict.fromkeys(
        [
            "campaigns:track-periods",
            "campaigns:periods-lay",
            "campaigns:period-add",
            "campaigns:period-amend",
            "campaigns:period-postpone",
            "campaigns:period-lock",
            "campaigns:period-unlock",
            "campaigns:period-open",
        ],
        _PERIODS,
    ),
    **dict.fromkeys(
        [
            "campaigns:report-list",
            "campaigns:report-next",
            "campaigns:raised-list",
            "campaigns:raised",
            "campaigns:raised-answer",
            "campaigns:report-begin",
            "campaigns:report",
            "campaigns:report-check",
            "campaigns:report-withdraw",
        ],
        _REPORTS,
    ),
    **_screens("task-list task", ("don-vi-va-hoi-dong", "nhiem-vu-duoc-giao")),
    **_screens(
        "campaign-tasks campaign-tasks-export",
        (OFFICER, "nhiem-vu-cua-cac-don-vi"),
    ),
    **dict.fromkeys(
        [
            "campaigns:evidence",
            "campaigns:evidence-describe",
            "campaigns:evidence-remove",
            "campaigns:evidence-file",
            "campaigns:evidence-thumbnail",
        ],
        _EVIDENCE,
    ),
    **dict.fromkeys(
        [
            "campaigns:campaign-indicators",
            "campaigns:indicator-list",
            "campaigns:phase-list",
            "campaigns:indicator-figures",
            "campaigns:indicator-cell",
            "campaigns:indicator-export",
            "campaigns:campaign-undertakings",
            "campaigns:campaign-raised",
            "campaigns:raised-assign",
            "campaigns:explanation-ask",
            "campaigns:explanation-drop",
        ],
        _OVERSEEING,
    ),
    **dict.fromkeys(
        [
            "campaigns:campaign-reports",
            "campaigns:report-receive",
            "campaigns:report-return",
            "campaigns:report-undo",
            "campaigns:report-exempt",
            "campaigns:report-exempt-end",
        ],
        _RECEIVING,
    ),
    **dict.fromkeys(
        [
            "campaigns:notices",
            "campaigns:notices-read",
            "campaigns:reminder-choice",
            "campaigns:calendar-make",
            "campaigns:calendar-end",
            "campaigns:calendar-feed",
        ],
        _REMINDED,
    ),
    **dict.fromkeys(
        [
            "campaigns:campaign-reminders",
            "campaigns:ladder",
            "campaigns:ladder-drop",
            "campaigns:ladder-common",
        ],
        _LADDER,
    ),
    **_screens(
        "registration-home registration-begin undertaking undertaking-edit "
        "undertaking-submit undertaking-withdraw undertaking-drop undertaking-carry-out "
        "undertaking-files undertaking-file-describe undertaking-file-remove",
        _REGISTERING,
    ),
    **_screens(
        "campaign-registrations campaign-nudge campaign-contacts registration-for-unit "
        "registration-late registration-late-end undertaking-approve undertaking-return "
        "undertaking-undo example-step example-drop campaign-examples",
        _DECIDING,
    ),
    **_screens("example-list example-adopt", _EXAMPLES),
    **_screens(
        "pact-list pact-begin pact pact-edit pact-agree pact-complete pact-end "
        "agreement-take-back agreement-signer",
        _PACTS,
    ),
    **dict.fromkeys(
        [
            f"reports:pact-{name}"
            for name in (
                "paper",
                "lay",
                "file",
                "drop",
                "sign",
                "refuse",
                "signed",
                "scan",
                "scan-file",
            )
        ],
        ("don-vi-va-hoi-dong", "ky-giao-uoc"),
    ),
    **AWARDS,
    "campaigns:plan-keep-version": _VERSIONS,
    "campaigns:plan-versions": _VERSIONS,
    "campaigns:plan-compare": _VERSIONS,
    "campaigns:plan-own-head": (OFFICER, "3-xem-truoc-kiem-tra-trinh"),
    "campaigns:plan-submit": (OFFICER, "3-xem-truoc-kiem-tra-trinh"),
    "campaigns:plan-discard": _TRASH,
    "trash": _TRASH,
    "trash-restore": _TRASH,
    "campaigns:plan-settle": (OFFICER, "nen-xem-lai"),
    "campaigns:plan-cite-anew": (OFFICER, "can-cu-tu-so"),
    "campaigns:law-register": (OFFICER, "can-cu-tu-so"),
    "campaigns:template-list": (OFFICER, "tu-mau"),
    "campaigns:template-begin": (OFFICER, "tu-mau"),
    "campaigns:sample-begin": (OFFICER, "tu-mau"),
    "campaigns:template-keep": (OFFICER, "tu-mau"),
    "campaigns:template-amend": (OFFICER, "tu-mau"),
    "campaigns:law-add": (OFFICER, "van-ban-cua-dia-phuong"),
    "campaigns:law-amend": (OFFICER, "van-ban-cua-dia-phuong"),
    "campaigns:law-drop": (OFFICER, "van-ban-cua-dia-phuong"),
    "campaigns:plan-reopen": (OFFICER, "nen-xem-lai"),
    "campaigns:plan-withdraw": (OFFICER, "3-xem-truoc-kiem-tra-trinh"),
    "campaigns:plan-comments": (OFFICER, "gop-y"),
    **dict.fromkeys(
        [
            f"campaigns:comment-{act}"
            for act in ("answer", "close", "reopen", "accept", "withdraw")
        ],
        (OFFICER, "gop-y"),
    ),
    "campaigns:plan-review": _SIGN,
    "campaigns:plan-return": (LEADER, "tra-lai-de-sua"),
    "campaigns:plan-agree": _STEPS,
    "campaigns:plan-step-return": _STEPS,
    **dict.fromkeys(
        [
            f"campaigns:{name}"
            for name in (
                "unit-routes",
                "route-begin",
                "route",
                "route-step-add",
                "route-step-amend",
                "route-apply",
                "route-end",
                "stand-in-name",
            )
        ],
        (ADMINISTRATOR, "quy-trinh-duyet"),
    ),
    "campaigns:plan-open-ask": (OFFICER, "chi-mo-nhung-cho-da-gop-y"),
    "campaigns:plan-open": (LEADER, "tra-lai-de-sua"),
    "campaigns:plan-open-decline": (LEADER, "tra-lai-de-sua"),
    "campaigns:plan-look-again": (LEADER, "tra-lai-de-sua"),
    "reports:plan-sign": _SIGN,
    "reports:plan-preview": (OFFICER, "3-xem-truoc-kiem-tra-trinh"),
    "reports:plan-text": (OFFICER, "xem-tren-dien-thoai"),
    "reports:document-list": ("", "tim-mot-phong-trao-mot-van-ban"),
    "reports:document": _PAPER,
    "reports:document-text": _PAPER,
    "reports:document-issue": _ISSUE,
    "reports:delivery-settle": (CLERK, "noi-nhan"),
    "reports:correspondent-list": (CLERK, "gui-ra-ngoai-he-thong"),
    "reports:correspondent-amend": (CLERK, "gui-ra-ngoai-he-thong"),
    "reports:document-retry": (LEADER, "khi-chua-ky-duoc"),
    "reports:document-return": (LEADER, "khi-chua-ky-duoc"),
    "reports:document-signed": (LEADER, "ky-bang-thiet-bi-cua-minh"),
    "reports:document-sealed": (CLERK, "dong-dau-bang-thiet-bi-cua-co-quan"),
    "reports:document-seal-way": (CLERK, "dong-dau-bang-thiet-bi-cua-co-quan"),
    "reports:desk": _DESK,
    "reports:desk-sign": _DESK,
    "reports:desk-result": _DESK,
    "reports:unit-series": (ADMINISTRATOR, "day-so-van-ban-di"),
    "reports:series-open": (ADMINISTRATOR, "day-so-van-ban-di"),
    "reports:series-continue": (ADMINISTRATOR, "day-so-van-ban-di"),
    "reports:register": _BOOK,
    "reports:register-paper": _BOOK,
    "reports:copy-list": (CLERK, "sao-y"),
    "reports:register-edxml": (CLERK, "xuat-edxml"),
    "reports:agency-code": (CLERK, "xuat-edxml"),
    "reports:record-dispatch": _BOOK,
    "reports:void-number": _BOOK,
    "reports:verify-home": ("tra-cuu", ""),
    "reports:verify-upload": ("tra-cuu", ""),
    "reports:verify": ("tra-cuu", ""),
    "reports:verify-pages": ("tra-cuu", ""),
    "reports:verify-pact-file": ("tra-cuu", ""),
    "reports:verify-diploma-file": ("tra-cuu", ""),
    "reports:public-awards": ("tra-cuu", "cong-khai-khen-thuong"),
    "reports:public-decision": ("tra-cuu", "cong-khai-khen-thuong"),
}
# Where one screen is two things to two people.
OF_ROLE: dict[tuple[str, str], Place] = {
    ("reports:document", Role.CLERK): _ISSUE,
    ("campaigns:plan-check", Role.LEADER): _SIGN,
    ("campaigns:plan-compare", Role.LEADER): (LEADER, "so-voi-ban-trinh-lan-truoc"),
    ("reports:plan-preview", Role.LEADER): _SIGN,
}


def of_screen(name: str | None, roles: Callable[[], Iterable[str]]) -> str:
    """The address of the part that explains the screen of that URL name; "" for the guide.

    ``roles`` are asked for only where the answer depends on them: a public page must not
    look into the session.
    """
    if name in ("guide", "guide-page"):
        return ""
    place = SCREENS.get(name or "")
    if place and not any(name == screen for screen, _ in OF_ROLE):
        return guide.url_of(*place)
    held = set(roles())
    if Role.OFFICER not in held:
        for (screen, role), other in OF_ROLE.items():
            if screen == name and role in held:
                return guide.url_of(*other)
    return guide.url_of(*(place or (own_page(held), "")))


def own_page(roles: Iterable[str]) -> str:
    """Slug of the page for somebody with these roles; "" where none is."""
    held = set(roles)
    return next((slug for role, slug in OWN_PAGE.items() if role in held), "")
