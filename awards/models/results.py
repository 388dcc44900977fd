"""Thông báo kết quả xét: what a session of the council said of one unit's proposals."""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now

from awards.models.proposals import Proposal
from awards.models.sessions import CouncilSession, Outcome
from units.constraints import filled_when
from units.models import PeersManager, Unit, User, scoped

TOLD = [Outcome.PASSED.value, Outcome.REJECTED.value, Outcome.DEFERRED.value]


class ResultNoticeQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """The unit's own; to the authority and its council what went out from there."""
        near, own = user.units_near, user.units_read
        return self.filter(Q(unit__in=own) | Q(authority__in=near))

    def unopened_by(self, units):
        """Chưa ai của các đơn vị này mở; the oldest first."""
        found = self.filter(unit__in=units, opened_at=None).order_by("pk")
        return found.select_related("council", "unit")

    def of_session(self, session: CouncilSession):
        return self.filter(session=session).order_by("pk")

    def for_list(self):
        """The newest first, with how many proposals went which way."""
        counts = {
            one.value: Count("lines", filter=Q(lines__outcome=one.value))
            for one in (Outcome.PASSED, Outcome.REJECTED, Outcome.DEFERRED)
        }
        return self.for_page().annotate(**counts).order_by("-pk")

    def for_page(self):
        # Never with its session: the unit that reads the notice does not see that row.
        return self.select_related("council", "unit", "authority", "opened_by")


class ResultNotice(models.Model):
    """Thông báo: of one session to one unit, made when the session is closed; it stays as it is.

    What it says of the session is copied, since the unit sees neither the session nor its
    agenda. ``opened_at``: when somebody of the unit first opened it.
    """

    session = models.ForeignKey(
        CouncilSession, models.PROTECT, related_name="notices", editable=False
    )
    council = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="Hội đồng"
    )
    authority = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="cơ quan xét",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="result_notices", editable=False,
        verbose_name="đơn vị đề nghị",
    )  # fmt: skip
    number = models.PositiveSmallIntegerField("phiên số", editable=False)
    year = models.PositiveSmallIntegerField("năm", editable=False)
    held_on = models.DateField("ngày họp", editable=False)
    about = models.CharField("về việc", max_length=300, editable=False)
    secretary = models.CharField("thư ký", max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField("gửi lúc", db_default=Now(), editable=False)
    opened_at = models.DateTimeField("mở lúc", null=True, editable=False)
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PeersManager.from_queryset(ResultNoticeQuerySet)()

    class Meta:
        verbose_name = "thông báo kết quả xét"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "unit"], name="a_unit_is_told_once_of_a_session",
                violation_error_message="Đơn vị đã có thông báo kết quả của phiên họp này.",
            ),
            filled_when(
                Q(opened_at__isnull=False), "opened_by",
                name="who_opened_the_results_is_known",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["unit"], name="results_unopened", condition=Q(opened_at=None)
            ),
            models.Index(fields=["authority"], name="results_of_authority"),
        ]

    def __str__(self):
        return f"Kết quả {self.session_name[:1].lower()}{self.session_name[1:]}"

    @property
    def session_name(self) -> str:
        """As the session calls itself."""
        return f"Phiên họp số {self.number}/{self.year}"


class ResultLineQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        seen = ResultNotice.objects.visible_to(user).order_by()
        return self.filter(notice__in=seen)

    def of_notice(self, notice: ResultNotice):
        found = self.filter(notice=notice).order_by("position", "pk")
        return found.select_related("proposal")

    def about(self, proposal: Proposal):
        """Of every session that weighed it, the last first."""
        found = self.filter(proposal=proposal).order_by("-notice")
        return found.select_related("notice__council")


class ResultLine(models.Model):
    """Một dòng: what the council said of one proposal, in its own words."""

    Outcome = Outcome

    notice = models.ForeignKey(
        ResultNotice, models.PROTECT, related_name="lines", editable=False
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="results", editable=False
    )
    position = models.PositiveSmallIntegerField(editable=False)
    award_name = models.CharField(
        "danh hiệu, hình thức", max_length=200, editable=False
    )
    outcome = models.CharField(
        "kết luận", max_length=10, choices=Outcome, editable=False
    )
    words = models.TextField(
        "lời của Hội đồng", max_length=2_000, blank=True, editable=False
    )

    objects = PeersManager.from_queryset(ResultLineQuerySet)()

    class Meta:
        verbose_name = "dòng thông báo kết quả xét"
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "proposal"], name="a_result_is_told_once",
                violation_error_message="Thông báo đã có đề nghị này.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=TOLD), name="a_told_result_is_a_conclusion",
            ),
            models.CheckConstraint(
                condition=Q(outcome="passed") | ~Q(words=""),
                name="no_refusal_is_told_without_words",
                violation_error_message="Thông báo không thông qua, để phiên sau phải có lý do.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.proposal}: {self.outcome_words}"

    @property
    def outcome_words(self) -> str:
        """As a letter says it, never a bare "không đạt"."""
        return _WORDS[Outcome(self.outcome)]


_WORDS = {
    Outcome.PASSED: "Được thông qua",
    Outcome.REJECTED: "Chưa được thông qua",
    Outcome.DEFERRED: "Để xét ở phiên sau",
}
