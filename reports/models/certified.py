"""Bản sao y: electronic copies of issued papers that the issuing authority has certified."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from reports.models.document import Document
from units.constraints import filled_when
from units.models import PeersManager, Unit, User, scoped


class CertifiedCopyQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """To whoever keeps the papers of the authority that made them."""
        return self.filter(issuer__in=user.units_read)

    def of_document(self, document: Document):
        return self.filter(document=document).order_by("pk")

    def for_list(self):
        chosen = self.select_related("document", "issuer", "requested_by")
        return chosen.order_by("-year", "issuer", "-number")

    def owed(self):
        """Numbered and not signed yet, the oldest first."""
        return self.filter(status="requested").order_by("pk")

    def signed(self):
        return self.filter(status="signed")


class CertifiedCopy(models.Model):
    """Bản sao y: a file of its own beside the original, under a number of its own.

    The number is given when the clerk asks for it, and stays; numbers of one authority and
    year have no gap. A signed copy never changes (a trigger).
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", "Đang ký"
        SIGNED = "signed", "Đã ký"

    MOVES = {Status.REQUESTED: {Status.SIGNED}, Status.SIGNED: set()}

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="copies", editable=False
    )
    issuer = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name="cơ quan sao",
        related_name="+",
        editable=False,
    )
    year = models.PositiveSmallIntegerField("năm", editable=False)
    number = models.PositiveIntegerField("số", editable=False)
    symbol = models.CharField("ký hiệu", max_length=33, editable=False)
    status = models.CharField(
        "trạng thái", max_length=10, choices=Status, default=Status.REQUESTED,
        editable=False,
    )  # fmt: skip
    problem = models.TextField("vướng mắc", blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    size = models.PositiveIntegerField("cỡ (byte)", null=True, editable=False)
    level = models.CharField("mức PAdES", max_length=5, blank=True, editable=False)
    signer_name = models.CharField(
        "chủ thể chứng thư", max_length=200, blank=True, editable=False
    )
    signed_at = models.DateTimeField("ký lúc", null=True, editable=False)
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    requested_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(CertifiedCopyQuerySet)()

    class Meta:
        verbose_name = "bản sao y"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["requested", "signed"]),
                name="copy_status_is_known",
            ),
            models.UniqueConstraint(
                fields=["issuer", "year", "number"], name="one_copy_a_number"
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(status="requested"),
                name="one_copy_under_way",
                violation_error_message="Một bản sao của văn bản này đang được ký.",
            ),
            filled_when(
                Q(status="signed"), "size", "signed_at", name="a_signed_copy_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(status="requested", sha256="")
                | (Q(status="signed") & ~Q(sha256="")),
                name="a_signed_copy_has_its_file",
            ),
        ]

    def __str__(self):
        return f"Bản sao y số {self.number:02d}/{self.symbol}"

    @property
    def key(self) -> str:
        """Its name in the store while it is written."""
        return f"sao-y-{self.pk}"

    @property
    def file_name(self) -> str:
        return f"SY-{self.number:02d}-{self.year}-{self.pk}.pdf"


class CopiedAnnexQuerySet(models.QuerySet):
    def of_signed(self):
        return self.filter(copy__status="signed").select_related("copy__document")


class CopiedAnnex(models.Model):
    """Phụ lục của bản sao y: an annex that was issued in a file of its own, copied likewise.

    Under the number of its copy; signed before the paper's own pages are, and never changed.
    """

    copy = models.ForeignKey(
        CertifiedCopy, models.PROTECT, related_name="annexes", editable=False
    )
    position = models.PositiveSmallIntegerField("thứ tự", editable=False)
    marker = models.CharField("số phụ lục", max_length=30, editable=False)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    size = models.PositiveIntegerField("cỡ (byte)", editable=False)
    level = models.CharField("mức PAdES", max_length=5, editable=False)
    signed_at = models.DateTimeField("ký lúc", editable=False)

    objects = PeersManager.from_queryset(CopiedAnnexQuerySet)()

    class Meta:
        verbose_name = "phụ lục của bản sao y"
        ordering = ["copy", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "position"], name="one_copy_of_an_annex"
            )
        ]

    def __str__(self):
        return f"{self.marker}, {str(self.copy)[0].lower()}{str(self.copy)[1:]}"

    @property
    def key(self) -> str:
        """Its name in the store while it is written."""
        return f"sao-y-phu-luc-{self.copy_id}-{self.position}"

    @property
    def file_name(self) -> str:
        return f"{self.copy.file_name.removesuffix('.pdf')}-PL{self.position}.pdf"
