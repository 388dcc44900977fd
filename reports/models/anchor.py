"""Biên bản niêm nhật ký: the anchor of a day as a paper that can be kept elsewhere."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from units.constraints import filled_when
from units.models import AuditAnchor, Membership, PeersManager, Unit, User, scoped


class AnchorPaperQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """The seal is of the whole installation: who administers anything reads its papers."""
        administers = bool(user.units_as(Membership.Role.ADMINISTRATOR))
        return self.all() if administers else self.none()

    def of(self, anchors):
        """The papers of these anchors, without the unsigned pages that one may still hold."""
        found = self.filter(anchor__in=anchors).select_related("unit")
        return found.defer("draft")

    def signed(self):
        return self.filter(status="signed")

    def made_by(self, unit: Unit, first: date, last: date | None):
        """Papers that the agency made on these days."""
        found = self.filter(unit=unit, created_at__date__gte=first)
        return found if last is None else found.filter(created_at__date__lte=last)

    def waiting(self):
        """Made and not signed, the oldest day first."""
        return self.filter(status="rendered").order_by("anchor_id")

    def for_file(self):
        return self.select_related("unit", "anchor").defer("draft")


class AnchorPaper(models.Model):
    """Biên bản niêm: one for each anchor, rendered and then signed by the agency's seal alone.

    ``draft`` holds the unsigned pages until they are signed. A signed one never changes (a
    trigger), and nothing makes a second for the same day: ``anchor`` is unique.
    """

    class Status(models.TextChoices):
        RENDERED = "rendered", "Chờ ký"
        SIGNED = "signed", "Đã ký"

    MOVES = {Status.RENDERED: {Status.SIGNED}, Status.SIGNED: set()}

    anchor = models.OneToOneField(
        AuditAnchor, models.PROTECT, verbose_name="neo", related_name="paper"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan ký", related_name="+"
    )
    status = models.CharField(
        "trạng thái",
        max_length=10,
        choices=Status,
        default=Status.RENDERED,
        editable=False,
    )
    problem = models.TextField("vướng mắc", blank=True, editable=False)
    draft = models.BinaryField(default=b"", blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    size = models.PositiveIntegerField("cỡ (byte)", null=True, editable=False)
    level = models.CharField("mức PAdES", max_length=5, blank=True, editable=False)
    signer_name = models.CharField(
        "chủ thể chứng thư", max_length=200, blank=True, editable=False
    )
    signed_at = models.DateTimeField("ký lúc", null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(AnchorPaperQuerySet)()

    class Meta:
        verbose_name = "biên bản niêm"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["rendered", "signed"]),
                name="anchor_paper_status_is_known",
            ),
            filled_when(
                Q(status="signed"), "signed_at", "size",
                name="anchor_paper_signature_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="signed", draft=b"") & ~Q(sha256="")
                | Q(status="rendered", sha256="") & ~Q(draft=b""),
                name="anchor_paper_is_draft_or_file",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Biên bản niêm nhật ký ngày {self.anchor_id:%d/%m/%Y}"

    @property
    def key(self) -> str:
        """Its name in the store while it is written."""
        return f"niem-{self.anchor_id.isoformat()}"

    @property
    def file_name(self) -> str:
        return f"BB-niem-nhat-ky-{self.anchor_id.isoformat()}.pdf"


class AnchorSigner(models.Model):
    """Cơ quan ký niêm: whose seal signs from now on; the last row counts, the others tell.

    Needed only where the rule (``reports.queries.anchor_signer``) finds more than one.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan ký niêm", related_name="+"
    )
    chosen_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "cơ quan ký niêm"
        ordering = ["-pk"]

    def __str__(self):
        return str(self.unit)
