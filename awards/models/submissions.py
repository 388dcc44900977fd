"""Trình cấp trên: what an authority's council passed and a superior confers (khen cao)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from awards.models.catalogue import Award, Subject
from awards.models.honours import Honour
from awards.models.merits import Merit
from awards.models.proposals import Proposal
from awards.models.rulings import LawRow, LawRowQuerySet
from units.constraints import filled_when, of_one, one_at_a_time, one_of
from units.models import (
    Honouree,
    Membership,
    PeersManager,
    Unit,
    UnitKind,
    User,
    scoped,
)


class SubmissionRouteQuerySet(LawRowQuerySet):
    def from_kind(self, kind: int, day: date):
        """Nơi trình of an authority of that kind on that day."""
        return self.on(day).filter(kind=kind).select_related("to")

    def for_history(self):
        return super().for_history().select_related("kind", "to")


class SubmissionRoute(LawRow):
    """Đường trình: to whom an authority of ``kind`` submits what it may not confer itself."""

    KEY = ("kind",)

    kind = models.ForeignKey(
        UnitKind, models.PROTECT, verbose_name="loại cơ quan trình", related_name="+"
    )
    to = models.ForeignKey(
        UnitKind, models.PROTECT, verbose_name="loại cơ quan nhận", related_name="+"
    )

    objects = PeersManager.from_queryset(SubmissionRouteQuerySet)()

    class Meta(LawRow.Meta):
        verbose_name = "đường trình khen thưởng"
        constraints = [
            *LawRow.Meta.constraints,
            one_at_a_time(
                "kind", name="one_submission_route_at_a_time",
                message="Loại cơ quan này đã có nơi trình trong thời gian đó.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} trình {self.to}"


class SubmissionStatus(models.TextChoices):
    """Tình trạng của tờ trình."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ ký"
    APPROVED = "approved", "Đang ký"
    SIGNED = "signed", "Đã ký, chờ cấp số"
    ISSUED = "issued", "Đã trình"
    WITHDRAWN = "withdrawn", "Đã rút"
    DROPPED = "dropped", "Đã bỏ"


class SubmissionQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """The authority's own and its council's; to the superior's what has arrived there."""
        near = user.units_near
        arrived = Q(superior__in=near, arrived_at__isnull=False)
        return self.filter(Q(authority__in=near) | arrived)

    def for_list(self):
        """With how many lines there are (``count``) and how many wait (``waiting``)."""
        waits = Q(lines__answer="waiting")
        return (
            self.select_related("authority", "superior")
            .annotate(
                count=models.Count("lines"),
                waiting=models.Count("lines", filter=waits),
            )
            .order_by("-pk")
        )

    def for_page(self):
        return self.select_related(
            "authority__kind", "superior", "signer__user", "signer__unit", "created_by",
            "submitted_by",
        )  # fmt: skip

    def within(self, ids):
        return self.filter(pk__in=ids)

    def living(self):
        return self.exclude(status="dropped")

    def with_status(self, status: str):
        return self.filter(status=status)

    @scoped
    def to_sign(self, user: User):
        """Chờ chính người này ký."""
        return self.filter(status="submitted", signer__user=user).order_by("pk")

    def returned_in(self, authorities):
        """Bị trả lại để sửa."""
        found = self.filter(status="draft", authority__in=authorities)
        return found.exclude(return_reason="")

    def unanswered_in(self, authorities):
        """Đã trình, còn dòng chờ trả lời; the oldest first."""
        found = self.filter(authority__in=authorities, status="issued")
        return found.for_list().filter(waiting__gt=0).order_by("issued_on", "pk")

    def left_by(self, unit: Unit):
        """Chưa có số: what a unit that is no more leaves."""
        under_way = ["draft", "submitted", "approved", "signed"]
        return self.filter(authority=unit, status__in=under_way)


class Submission(models.Model):
    """Một tờ trình: draft → sent to its signer → signed → issued, then waits for its answer.

    ``superior`` where the one that it goes to works in this installation; ``superior_name`` is
    as the paper addresses it. ``bases``, ``body`` and ``recipients`` are the words as they will
    be printed, one paragraph a line; the lines are the annex (danh sách trích ngang).
    """

    Status = SubmissionStatus
    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.DROPPED},
        Status.SUBMITTED: {Status.DRAFT, Status.APPROVED},
        Status.APPROVED: {Status.SIGNED, Status.DRAFT},
        Status.SIGNED: {Status.ISSUED, Status.DRAFT},
        Status.ISSUED: {Status.WITHDRAWN},
        Status.WITHDRAWN: set(),
        Status.DROPPED: set(),
    }

    authority = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan trình", related_name="submissions",
        editable=False,
    )  # fmt: skip
    superior = models.ForeignKey(
        Unit, models.PROTECT, null=True, verbose_name="cơ quan nhận", related_name="+",
        editable=False,
    )  # fmt: skip
    superior_name = models.CharField("kính gửi", max_length=300)
    title = models.CharField("trích yếu", max_length=500)
    bases = models.TextField("căn cứ", max_length=10_000, blank=True)
    body = models.TextField("nội dung trình", max_length=20_000, blank=True)
    recipients = models.TextField("nơi nhận", max_length=5_000, blank=True)
    signer = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, verbose_name="người ký",
        related_name="+",
    )  # fmt: skip
    status = models.CharField(
        "tình trạng", max_length=10, choices=SubmissionStatus,
        default=SubmissionStatus.DRAFT,
    )  # fmt: skip
    version = models.PositiveIntegerField(default=0, editable=False)
    return_reason = models.CharField("lý do trả lại", max_length=1_000, blank=True)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True, editable=False)
    number = models.PositiveIntegerField("số", null=True, editable=False)
    issued_on = models.DateField("ngày ban hành", null=True, editable=False)
    code = models.CharField("mã tra cứu", max_length=8, blank=True, editable=False)
    arrived_at = models.DateTimeField("đến cấp trên lúc", null=True, editable=False)
    withdrawn_because = models.CharField("lý do rút", max_length=1_000, blank=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(SubmissionQuerySet)()

    class Meta:
        verbose_name = "tờ trình cấp trên"
        constraints = [
            one_of("status", SubmissionStatus, name="submission_status_is_known"),
            filled_when(
                Q(status__in=["submitted", "approved", "signed", "issued", "withdrawn"]),
                "submitted_by", "submitted_at", name="a_sent_submission_says_who_sent_it",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "dropped"]) | Q(signer__isnull=False),
                name="a_sent_submission_has_its_signer",
                violation_error_message="Chọn người ký tờ trình.",
            ),
            filled_when(
                Q(status__in=["issued", "withdrawn"]), "number", "issued_on",
                name="an_issued_submission_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None)
                | Q(superior__isnull=False, status__in=["issued", "withdrawn"]),
                name="what_arrived_was_issued_to_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_because=""),
                name="a_withdrawn_submission_says_why",
                violation_error_message="Ghi lý do rút tờ trình.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["authority", "status"], name="submission_of_authority"
            ),
            models.Index(fields=["superior", "status"], name="submission_to_superior"),
        ]

    def __str__(self):
        return self.title

    noun = "Tờ trình"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def number_and_symbol(self) -> str:
        """ "05/TTr-UBND", or "…/TTr-UBND" while there is no number."""
        given = f"{self.number:02d}" if self.number else "…"
        return f"{given}/{self.symbol}"


class Answer(models.TextChoices):
    """Trả lời của cấp trên về một trường hợp."""

    WAITING = "waiting", "Đang chờ"
    GIVEN = "given", "Được tặng"
    REFUSED = "refused", "Không được tặng"
    RETURNED = "returned", "Trả lại bổ sung"
    WITHDRAWN = "withdrawn", "Đã rút"


class SubmissionLineQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(submission__in=Submission.objects.visible_to(user))

    def of(self, submission: Submission):
        return self.filter(submission=submission).order_by("position", "pk")

    def for_page(self):
        # The superior sees the lines, not what they came from: no join that loses them.
        chosen = self.select_related("award", "arrived")
        return chosen.prefetch_related("proposal__unit")

    def standing(self):
        """Those that hold their proposal: neither given back nor withdrawn."""
        return self.exclude(answer__in=["returned", "withdrawn"])

    def carried_by(self, proposals):
        """Lines that arrived as these proposals, and still stand."""
        found = self.standing().filter(arrived__in=proposals)
        return found.select_related("submission", "proposal").order_by("pk")

    def about(self, proposal: Proposal):
        """Where the proposal was submitted, the newest first."""
        found = self.filter(Q(proposal=proposal) | Q(arrived=proposal))
        return found.select_related("submission__superior", "arrived").order_by("-pk")


class SubmissionLine(models.Model):
    """Một dòng của danh sách trích ngang, and what the superior answers to it.

    Names are copied when the line is laid, as they are printed. ``arrived`` is the proposal
    that came to be at the superior; its fate is written here as it happens there.
    """

    Answer = Answer
    amount = None  # as the lists of decisions are printed; no money is asked for

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="lines", editable=False
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="submission_lines", editable=False
    )
    arrived = models.OneToOneField(
        Proposal, models.PROTECT, null=True, related_name="arrived_by", editable=False
    )
    position = models.PositiveIntegerField("thứ tự", default=0)
    subject = models.CharField("đối tượng", max_length=10, choices=Subject)
    honouree = models.ForeignKey(
        Honouree, models.PROTECT, null=True, editable=False, related_name="+"
    )
    collective = models.ForeignKey(
        Unit, models.PROTECT, null=True, editable=False, related_name="+"
    )
    subject_name = models.CharField("tên", max_length=200)
    subject_title = models.CharField(
        "chức vụ, nơi công tác", max_length=300, blank=True
    )
    posthumous = models.BooleanField("truy tặng", default=False)
    award = models.ForeignKey(
        Award, models.PROTECT, related_name="+", verbose_name="danh hiệu, hình thức"
    )
    award_name = models.CharField("danh hiệu, hình thức", max_length=200)
    merit = models.CharField("loại hình", max_length=10, choices=Merit)
    achievement = models.CharField("thành tích", max_length=1_000)
    period_from = models.DateField("từ ngày", null=True, editable=False)
    period_to = models.DateField("đến ngày", null=True, editable=False)
    answer = models.CharField(
        "trả lời", max_length=10, choices=Answer, default=Answer.WAITING
    )
    answer_reference = models.CharField(
        "số, ký hiệu văn bản trả lời", max_length=60, blank=True
    )
    answered_on = models.DateField("ngày văn bản trả lời", null=True, blank=True)
    answer_reason = models.CharField("lý do", max_length=2_000, blank=True)
    # Who wrote down an answer on paper; of what flowed back from the superior nobody.
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    honour = models.OneToOneField(
        Honour, models.PROTECT, null=True, editable=False,
        related_name="submission_line",
    )  # fmt: skip

    objects = PeersManager.from_queryset(SubmissionLineQuerySet)()

    class Meta:
        verbose_name = "dòng tờ trình cấp trên"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=~Q(answer__in=["returned", "withdrawn"]),
                name="a_proposal_is_submitted_once",
                violation_error_message="Đề nghị này đã có trong một tờ trình.",
            ),
            of_one("honouree", "collective", name="submission_line_is_of_one_subject"),
            one_of("subject", Subject, name="submission_subject_is_known"),
            one_of("answer", Answer, name="answer_is_known"),
            models.CheckConstraint(
                condition=~Q(answer="given")
                | ~Q(answer_reference="") & Q(answered_on__isnull=False),
                name="what_was_given_names_its_decision",
                violation_error_message="Ghi số, ngày quyết định khen thưởng của cấp trên.",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["refused", "returned"]) | ~Q(answer_reason=""),
                name="no_refusal_of_a_superior_without_reason",
                violation_error_message="Ghi lý do cấp trên nêu.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.subject_name}: {self.award_name}"

    @property
    def is_mended(self) -> bool:
        """Cấp trên trả lại để bổ sung: the unit mends the proposal that arrived there."""
        return (
            self.arrived is not None and self.arrived.status == Proposal.Status.RETURNED
        )
