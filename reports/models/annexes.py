"""Phụ lục ở tệp riêng: the files of annexes that are issued beside their paper (R75)."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from reports.models.document import Document, KeptFile
from units.models import PeersManager


class AnnexFileQuerySet(models.QuerySet):
    def of_document(self, document: Document):
        return self.filter(document=document).order_by("position", "pk")

    def rendered(self):
        return self.filter(stage="rendered")

    def official(self):
        return self.filter(stage__in=AnnexFile.OFFICIAL)

    def of_issued(self):
        """Official files, of papers that are issued: what anybody may have."""
        return self.official().filter(document__status="issued")

    def current(self):
        """Of issued papers, the latest official file of each annex."""
        later = self.model._default_manager.filter(
            document=models.OuterRef("document"), position=models.OuterRef("position"),
            stage="archived", pk__gt=models.OuterRef("pk"),
        )  # fmt: skip
        return self.of_issued().exclude(models.Exists(later))

    def owing(self):
        """Those that still owe their long-term data."""
        return self.current().filter(owed__len__gt=0)

    def ending_before(self, day: datetime):
        """Those whose archive stamp ends before ``day``, or nobody knows when."""
        soon = Q(stamp_until=None) | Q(stamp_until__lt=day)
        return self.current().filter(soon, level="B-LTA")

    def newest(self):
        return self.order_by("pk").last()


class AnnexFile(KeptFile):
    """Tệp phụ lục: one finished stage of an annex, stored under its hash and never changed.

    It is rendered with its paper, before the leader signs, and sealed before its paper is: an
    annex is public from the moment at which its paper is issued, never before.
    """

    class Stage(models.TextChoices):
        RENDERED = "rendered", "Bản trình ký"
        ISSUED = "issued", "Bản ban hành"
        ARCHIVED = "archived", "Bản lưu trữ dài hạn"

    OFFICIAL = frozenset({Stage.ISSUED, Stage.ARCHIVED})

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="annex_files", editable=False
    )
    position = models.PositiveSmallIntegerField("thứ tự", editable=False)
    marker = models.CharField("số phụ lục", max_length=30, editable=False)
    title = models.TextField("tên phụ lục", editable=False)
    pages = models.PositiveSmallIntegerField("số trang", editable=False)
    stage = models.CharField("bản", max_length=10, choices=Stage, editable=False)

    objects = PeersManager.from_queryset(AnnexFileQuerySet)()

    class Meta:
        verbose_name = "tệp phụ lục"
        ordering = ["document", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position", "stage"],
                condition=~Q(stage="archived"),
                name="one_file_per_annex_and_stage",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["rendered", "issued", "archived"]),
                name="annex_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1), name="annexes_count_from_one"
            ),
        ]

    def __str__(self):
        return self.marker

    @property
    def key(self) -> str:
        """Its name in the store while it is written."""
        return f"{self.document.code}-phu-luc-{self.position}-{self.stage}"

    @property
    def is_official(self) -> bool:
        return self.stage in self.OFFICIAL
