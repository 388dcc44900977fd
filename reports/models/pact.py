"""Bản nhiều người ký: one paper that several sign one after another, in one file.

Of a pact, which all members of a cluster sign, or of a council's session: its minutes, signed
by the session's secretary and its chair. What differs is told by ``reports.joint``.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from awards.models import CouncilSession, Recusal
from campaigns.models import Pact
from reports.models.document import new_code
from units.constraints import filled_when
from units.models import PeersManager, Unit, User, scoped

if TYPE_CHECKING:
    from reports.models.seats import PactFile


class PactPaperQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Those of the pacts that concern the person; minutes of the councils where they have a
        role, but not of a session that goes on while they stand aside from part of it.
        """
        sessions = CouncilSession.objects.visible_to(user)
        hidden = Recusal.objects.hiding(user).order_by().values("item__session")
        read = sessions.order_by().exclude(pk__in=hidden).values("pk")
        pacts = Pact.objects.visible_to(user).values("pk")
        return self.filter(Q(pact__in=pacts) | Q(session__in=read))

    def pacts(self):
        return self.filter(pact__isnull=False)

    def minutes(self):
        return self.filter(session__isnull=False)

    def of_session(self, session: CouncilSession):
        """The newest first."""
        return self.filter(session=session).order_by("-pk")

    def of_pact(self, pact: Pact):
        """The newest first."""
        return self.filter(pact=pact).order_by("-pk")

    def for_page(self):
        chosen = self.select_related(
            "pact__cluster", "session__unit", "laid_by", "refused_by"
        )
        return chosen.prefetch_related(
            models.Prefetch("seats", _seats().for_list()), "files"
        )

    def living(self):
        """Under way: at most one of a pact, of a session."""
        return self.filter(status__in=["requested", "stopped", "signing"])

    def in_force(self):
        """Of the very words to which all agree; of the session as it was ended."""
        agreed = Q(pact__version=F("version"), pact__status__in=["signing", "signed"])
        waits = Q(session__status="minutes", session__finished_at=F("ended_at"))
        return self.filter(agreed | waits | Q(session__isnull=False, status="complete"))

    def complete(self):
        return self.filter(status="complete").order_by("pk")

    def public(self, code: str):
        """The complete paper with this code, or None: what anyone may see of a code."""
        found = self.complete().for_page()
        return found.filter(code=code).first()

    def owed(self):
        """On which a worker has still something to do (``reports.pacting``), the oldest first."""
        asked = _seats().asked().values("paper")
        under_way = self.living().in_force()
        waiting = Q(status="requested") | Q(status="signing", pk__in=asked)
        done = Q(status="signing", problem="") & ~Q(pk__in=_open_seats())
        return under_way.filter(waiting | done).order_by("pk")


class PactPaper(models.Model):
    """Bản giao ước, biên bản: the words, frozen, and a seat for each who signs.

    Exactly one of ``pact`` and ``session``. Of minutes ``text`` and ``tally`` have one line a
    paragraph, cells of a row divided by tabs; ``ended_at`` is the end of the session that they
    tell of: a session that goes on has another, and its earlier minutes no force.

    requested → signing → complete. Who has signed is what the signatures in the file say; each
    is a row of ``PactFile``, made upon the one before. Refused by a member, or given up
    (``dropped``), it stays as it is and another is made. Complete, it never changes (a trigger);
    changed words take its force, not its file (``is_in_force``).
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", "Đang dựng trang"
        STOPPED = "stopped", "Chưa dựng được"
        SIGNING = "signing", "Đang ký"
        COMPLETE = "complete", "Mọi thành viên đã ký"
        REFUSED = "refused", "Có thành viên không ký"
        DROPPED = "dropped", "Đã bỏ"

    MOVES = {
        Status.REQUESTED: {Status.SIGNING, Status.STOPPED, Status.DROPPED},
        Status.STOPPED: {Status.DROPPED},
        Status.SIGNING: {Status.COMPLETE, Status.REFUSED, Status.DROPPED},
        Status.COMPLETE: set(),
        Status.REFUSED: set(),
        Status.DROPPED: set(),
    }

    pact = models.ForeignKey(
        Pact, models.PROTECT, null=True, related_name="papers", editable=False,
        verbose_name="giao ước",
    )  # fmt: skip
    session = models.ForeignKey(
        CouncilSession, models.PROTECT, null=True, related_name="papers", editable=False,
        verbose_name="phiên họp",
    )  # fmt: skip
    version = models.PositiveIntegerField("bản thứ", editable=False)
    letterhead = models.CharField("tên in trên giao ước", max_length=300)
    # Of minutes: the authority above the council, number and symbol, trích yếu, Nơi nhận.
    letterhead_parent = models.CharField("cơ quan chủ quản", max_length=300, blank=True)
    symbol = models.CharField("số, ký hiệu", max_length=50, blank=True)
    subject = models.CharField("trích yếu", max_length=500, blank=True)
    recipients = models.TextField("nơi nhận", blank=True)
    tally = models.TextField("kiểm phiếu", blank=True)
    place = models.CharField("địa danh", max_length=100)
    name = models.CharField("tên giao ước", max_length=300)
    text = models.TextField("nội dung")
    starts_on = models.DateField("thực hiện từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    ended_at = models.DateTimeField("bế mạc", null=True, editable=False)
    laid_on = models.DateField("ngày lập")
    code = models.CharField("mã tra cứu", max_length=8, unique=True, default=new_code)
    status = models.CharField(
        "trạng thái", max_length=10, choices=Status, default=Status.REQUESTED,
        editable=False,
    )  # fmt: skip
    problem = models.TextField("vướng mắc", blank=True, editable=False)
    reason = models.CharField("lý do", max_length=500, blank=True, editable=False)
    refused_by = models.ForeignKey(
        "PactSeat", models.PROTECT, null=True, related_name="+", editable=False
    )
    pages = models.PositiveSmallIntegerField("số trang", null=True, editable=False)
    laid_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    laid_at = models.DateTimeField(db_default=Now(), editable=False)
    completed_at = models.DateTimeField("đủ chữ ký lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(PactPaperQuerySet)()

    class Meta:
        verbose_name = "bản giao ước để ký"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    pact__isnull=False, session=None, starts_on__isnull=False,
                    ends_on__isnull=False, ended_at=None,
                )
                | Q(
                    pact=None, session__isnull=False, starts_on=None, ends_on=None,
                    ended_at__isnull=False, symbol__gt="", subject__gt="",
                ),
                name="a_joint_paper_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "requested", "stopped", "signing", "complete", "refused", "dropped",
                    ]
                ),
                name="pact_paper_status_is_known",
            ),
            models.UniqueConstraint(
                fields=["pact"],
                condition=Q(status__in=["requested", "stopped", "signing"]),
                name="one_pact_paper_under_way",
                violation_error_message="Giao ước này đã có bản đang ký.",
            ),
            models.UniqueConstraint(
                fields=["pact", "version"], condition=Q(status="complete"),
                name="one_complete_paper_of_a_version",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(status__in=["requested", "stopped", "signing"]),
                name="one_minutes_paper_under_way",
                violation_error_message="Phiên họp này đã có biên bản đang ký.",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(status="complete"),
                name="the_minutes_of_a_session_are_signed_once",
                violation_error_message="Biên bản của phiên họp này đã ký xong.",
            ),
            filled_when(
                Q(status="complete"), "completed_at", name="a_complete_paper_has_its_time"
            ),
            filled_when(
                Q(status="refused"), "refused_by", name="a_refused_paper_names_the_member"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["refused", "dropped"]) | ~Q(reason=""),
                name="a_paper_given_up_has_its_reason",
                violation_error_message="Ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(problem=""),
                name="a_stopped_pact_paper_says_why",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def unit_id(self) -> int:
        """Whose book its lines stand in: the cluster's, the council's."""
        return self.whose.pk

    @property
    def whose(self) -> Unit:
        """The cluster, the council."""
        if self.pact is not None:
            return self.pact.cluster
        assert self.session is not None  # the database asks for one of the two
        return self.session.unit

    @property
    def is_minutes(self) -> bool:
        return self.session_id is not None

    @property
    def called(self) -> str:
        return "Biên bản" if self.is_minutes else "Bản giao ước"

    @property
    def called_short(self) -> str:
        return "Biên bản" if self.is_minutes else "Giao ước"

    @property
    def called_within(self) -> str:
        """Likewise, inside a sentence about what it says."""
        return "biên bản" if self.is_minutes else "giao ước"

    @property
    def is_given_up(self) -> bool:
        return self.status in (self.Status.REFUSED, self.Status.DROPPED)

    @property
    def is_in_force(self) -> bool:
        """Of the words as they stand; what was changed or ended took its force away."""
        return not self.is_given_up and not self._lapsed

    @property
    def why_not_in_force(self) -> str:
        """One sentence; "" while it is in force."""
        if self.status == self.Status.REFUSED:
            return f"{self.refused_by} không ký: {self.reason}"
        if self.status == self.Status.DROPPED:
            return f"Đã bỏ bản ký này: {self.reason}"
        return self._lapsed

    @property
    def _lapsed(self) -> str:
        """How what it is of has left its words behind; "": it has not."""
        if self.pact is not None:
            return self._pact_went_on(self.pact)
        if self.status == self.Status.COMPLETE:
            return ""  # the session was closed with it, for good
        assert self.session is not None
        return self._session_went_on(self.session)

    def _pact_went_on(self, pact: Pact) -> str:
        if pact.status == Pact.Status.ENDED:
            return f"Giao ước đã thôi: {pact.end_reason}"
        signs = pact.status in (Pact.Status.SIGNING, Pact.Status.SIGNED)
        if signs and pact.version == self.version:
            return ""
        return (
            f"Nội dung giao ước đã sửa (nay là bản thứ {pact.version}), bản này không còn "
            "hiệu lực."
        )

    def _session_went_on(self, session: CouncilSession) -> str:
        if session.status == CouncilSession.Status.CLOSED:
            return "Phiên họp đã kết thúc theo biên bản ký trên bản giấy."
        if session.finished_at != self.ended_at:
            return "Phiên họp đã họp tiếp sau khi lập biên bản này."
        return ""

    @property
    def newest(self) -> "PactFile | None":
        """The file with all signatures so far; None before its pages are set."""
        chain = [file for file in self.files.all() if file.is_of_chain]
        return chain[-1] if chain else None

    @property
    def file_name(self) -> str:
        return f"{'BB' if self.is_minutes else 'GU'}-{self.code}.pdf"


def _seats() -> Any:
    """Chỗ ký: they stand beside (``reports.models.seats``), which knows this module."""
    return PactPaper.seats.rel.related_model._default_manager  # type: ignore[attr-defined]


def _open_seats():
    """Papers with a member that has yet to sign."""
    unsigned = _seats().filter(signer__isnull=False).unsigned()
    unscanned = _seats().filter(signer=None, scan_sha256="")
    seats = _seats().filter(
        Q(pk__in=unsigned.values("pk")) | Q(pk__in=unscanned.values("pk"))
    )
    return seats.order_by().values("paper")
