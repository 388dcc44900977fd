"""Giấy khen, giấy chứng nhận: one for each line of a decision, signed and found by its code."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now

from awards.models import Decision, DecisionLine
from reports.models.document import new_code
from units.constraints import filled_when, one_of
from units.models import PeersManager, User, scoped


class BatchStatus(models.TextChoices):
    """Tình trạng của lượt làm."""

    RUNNING = "running", "Đang làm"
    PAUSED = "paused", "Tạm dừng"


class DiplomaBatchQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """To whom the issued decision is."""
        return self.filter(decision__in=Decision.objects.visible_to(user))

    def for_page(self):
        return self.select_related("decision__authority", "asked_by")

    def of_decision(self, decision: Decision):
        return self.filter(decision=decision)

    def owed(self):
        """Of which a worker still has something to make, the oldest first."""
        left = Diploma.objects.filter(
            batch=OuterRef("pk"), status__in=["waiting", "rendered"]
        )
        return self.filter(Exists(left), status="running").order_by("pk")


class DiplomaBatch(models.Model):
    """Giấy khen của một quyết định: the words that all of them share, frozen when it is begun.

    It begins paused, to be read through: what is sealed is never changed.

    ``head`` is who gives, ``signer_lines`` the lines above the name, one a line.
    """

    Status = BatchStatus
    MOVES = {Status.RUNNING: {Status.PAUSED}, Status.PAUSED: {Status.RUNNING}}

    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="diplomas", editable=False,
        verbose_name="quyết định",
    )  # fmt: skip
    head = models.CharField("người tặng", max_length=300, editable=False)
    place = models.CharField("địa danh", max_length=100, editable=False)
    signer_lines = models.TextField("quyền hạn, chức vụ", editable=False)
    signer_name = models.CharField("người ký", max_length=200, editable=False)
    status = models.CharField(
        "tình trạng", max_length=10, choices=BatchStatus, default=BatchStatus.PAUSED,
        editable=False,
    )  # fmt: skip
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(DiplomaBatchQuerySet)()

    class Meta:
        verbose_name = "lượt làm giấy khen"
        constraints = [
            one_of("status", BatchStatus, name="diploma_batch_status_is_known")
        ]

    def __str__(self):
        return f"Giấy khen theo Quyết định số {self.decision.number_and_symbol}"


class DiplomaStatus(models.TextChoices):
    """Tình trạng của một giấy khen."""

    WAITING = "waiting", "Chờ làm"
    RENDERED = "rendered", "Chờ đóng dấu"
    SIGNED = "signed", "Đã ký số"
    STOPPED = "stopped", "Chưa làm được"


class DiplomaQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(batch__in=DiplomaBatch.objects.visible_to(user))

    def of_batch(self, batch: DiplomaBatch):
        """In the order of the golden book."""
        return self.filter(batch=batch).defer("draft").order_by("number")

    def for_page(self):
        """``is_recalled``: an issued decision took its line back."""
        gone = DecisionLine.objects.filter(
            cancels=OuterRef("line"), decision__status="issued"
        )
        return self.select_related("line").annotate(is_recalled=Exists(gone))

    def for_paper(self):
        return self.select_related("batch__decision__authority__seal_of")

    def next_of(self, batch_id: int, status: str):
        """Numbers of those of a batch that wait for that step."""
        found = self.filter(batch=batch_id, status=status).order_by("number")
        return list(found.values_list("pk", flat=True))

    def counts_of(self, batch: DiplomaBatch) -> dict[str, int]:
        """How many there are of each status."""
        found = self.filter(batch=batch).values_list("status").annotate(n=Count("pk"))
        return dict(found.order_by())

    def public(self, code: str):
        """The diploma with this code that was signed or printed, or None."""
        printed = Q(printed__printing__status__in=["ready", "gone"])
        known = self.filter(Q(status="signed") | printed, code=code).distinct()
        found = known.for_page()
        chosen = found.defer("draft").select_related("batch__decision__authority")
        return chosen.first()

    def signed(self):
        return self.filter(status="signed").defer("draft")


class Diploma(models.Model):
    """Một giấy khen: its words copied from its line; ``number`` is its place in the golden book.

    The number is the line's in the list of the decision (số sổ vàng). waiting → rendered →
    signed; the pages wait in ``draft`` for the seal. Signed, it never changes (a trigger).
    """

    Status = DiplomaStatus
    MOVES = {
        Status.WAITING: {Status.RENDERED, Status.STOPPED},
        Status.RENDERED: {Status.SIGNED, Status.STOPPED, Status.WAITING},
        Status.STOPPED: {Status.WAITING},
        Status.SIGNED: set(),
    }

    batch = models.ForeignKey(
        DiplomaBatch, models.PROTECT, related_name="items", editable=False
    )
    line = models.OneToOneField(
        DecisionLine, models.PROTECT, related_name="diploma", editable=False
    )
    number = models.PositiveIntegerField("số sổ vàng", editable=False)
    code = models.CharField("mã tra cứu", max_length=8, unique=True, default=new_code)
    gives = models.CharField("làm gì", max_length=40, editable=False)
    award = models.CharField("tên gọi", max_length=300, editable=False)
    subject = models.CharField("tên", max_length=300, editable=False)
    about = models.CharField(
        "chức vụ, địa chỉ", max_length=500, blank=True, editable=False
    )
    merit = models.TextField("thành tích", editable=False)
    status = models.CharField(
        "tình trạng", max_length=10, choices=DiplomaStatus,
        default=DiplomaStatus.WAITING, editable=False,
    )  # fmt: skip
    problem = models.TextField("vướng mắc", blank=True, editable=False)
    draft = models.BinaryField(default=b"", editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    size = models.PositiveIntegerField("cỡ (byte)", null=True, editable=False)
    level = models.CharField("mức PAdES", max_length=5, blank=True, editable=False)
    signer_name = models.CharField(
        "chủ thể chứng thư", max_length=200, blank=True, editable=False
    )
    signed_at = models.DateTimeField("ký lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(DiplomaQuerySet)()

    class Meta:
        verbose_name = "giấy khen"
        constraints = [
            one_of("status", DiplomaStatus, name="diploma_status_is_known"),
            models.UniqueConstraint(
                fields=["batch", "number"], name="one_diploma_a_number"
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(problem=""),
                name="a_stopped_diploma_says_why",
            ),
            filled_when(
                Q(status="signed"), "size", "signed_at", name="a_signed_diploma_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(status="signed", draft=b"") & ~Q(sha256="")
                | Q(status="rendered", sha256="") & ~Q(draft=b"")
                | Q(status__in=["waiting", "stopped"], sha256="", draft=b""),
                name="a_diploma_is_draft_or_file",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Giấy khen số {self.number:02d}: {self.subject}"

    @property
    def key(self) -> str:
        """Its name in the store while it is written."""
        return f"giay-khen-{self.pk}"

    @property
    def file_name(self) -> str:
        return f"GK-{self.number:03d}-{self.code}.pdf"
