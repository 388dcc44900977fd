"""Minh chứng: files and photos of a report or of an undertaking."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from campaigns.evidence import ALIKE
from campaigns.models.campaign import Campaign
from campaigns.models.progress.indicators import Allocation
from campaigns.models.progress.reports import ProgressReport
from campaigns.models.progress.scope import OfUnitQuerySet
from campaigns.models.progress.undertakings import Undertaking
from units.models import PeersManager, Unit, User, scoped


class Bands(Func):
    """The print of a photo in seven pieces: of two that differ in six bits one is the same."""

    function = "campaigns_bands"
    output_field = ArrayField(models.IntegerField())


class Distance(Func):
    """Bits in which two prints differ."""

    template = "bit_count((%(expressions)s)::bit(64))"
    arg_joiner = " # "
    output_field = models.BigIntegerField()


class EvidenceQuerySet(OfUnitQuerySet):
    @scoped
    def visible_to(self, user: User):
        """The unit's own; to whoever runs the campaign what the unit has sent, or what was
        typed in for it."""
        own = user.units_read
        sent = Q(report__entered_for_unit=True) | ~Q(report__status="draft")
        registered = Q(undertaking__entered_for_unit=True)
        registered |= ~Q(undertaking__status="draft")
        sent = Q(report__isnull=False) & sent | Q(report=None) & registered
        return self.filter(Q(unit__in=own) | Q(campaign__host__in=own) & sent)

    def for_list(self):
        return self.select_related("allocation__indicator").order_by("pk")

    def for_page(self):
        return self.select_related(
            "campaign__host", "unit", "report__period", "report__participation__unit",
            "report__campaign__host", "undertaking", "allocation__indicator",
        )  # fmt: skip

    def among(self, pks):
        return self.filter(pk__in=pks)

    def with_file(self, digest: str):
        """Rows that need this file of the store."""
        return self.filter(Q(sha256=digest) | Q(thumbnail_sha256=digest))

    def like(self, original_sha256: str, fingerprint: int | None):
        """Giống tệp này: the same file, or a photo of the same shot; the nearest first."""
        same = self.filter(original_sha256=original_sha256)
        found = same.annotate(far=Value(-1, models.BigIntegerField()))
        if fingerprint is not None:
            bits = Value(fingerprint, models.BigIntegerField())
            near = self.alias(bands=Bands("fingerprint")).annotate(
                far=Distance(F("fingerprint"), bits)
            )
            near = near.filter(bands__overlap=Bands(bits), far__lte=ALIKE)
            found = found.union(near, all=True)
        return found.order_by("far", "pk")

    def of_report(self, report: ProgressReport):
        return self.filter(report=report).order_by("pk")

    def of_undertaking(self, undertaking: Undertaking):
        return self.filter(undertaking=undertaking).order_by("pk")


class Evidence(models.Model):
    """Một tệp minh chứng of exactly one report (and maybe one of its lines) or undertaking.

    The file lies under ``sha256``, checked, re-encoded and without what a camera wrote into
    it; ``original_sha256`` and ``fingerprint`` (of the picture, 64 bits) find the same one in
    other reports. Nobody but the unit and who runs the campaign sees it.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", "Ảnh"
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        SHEET = "xlsx", "Excel"

    class Moment(models.TextChoices):
        """Lúc nào: of the photos of a work."""

        NONE = "", "Không ghi"
        BEFORE = "before", "Trước khi làm"
        DURING = "during", "Đang làm"
        AFTER = "after", "Sau khi xong"
        OPENING = "opening", "Khánh thành, gắn biển"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    report = models.ForeignKey(
        ProgressReport,
        models.CASCADE,
        null=True,
        related_name="evidence",
        editable=False,
    )
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="của chỉ tiêu",
    )  # fmt: skip
    undertaking = models.ForeignKey(
        Undertaking, models.CASCADE, null=True, related_name="evidence", editable=False
    )
    moment = models.CharField("lúc chụp", max_length=7, choices=Moment, blank=True)
    # Bản giấy của đơn vị: what was typed in for a unit was read from it.
    is_source = models.BooleanField("là văn bản của đơn vị", default=False)
    caption = models.CharField("chú thích", max_length=300, blank=True)
    kind = models.CharField("loại tệp", max_length=5, choices=Kind, editable=False)
    file_name = models.CharField("tên tệp", max_length=255, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    original_sha256 = models.CharField(max_length=64, editable=False)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    fingerprint = models.BigIntegerField(null=True, editable=False)
    size = models.PositiveIntegerField("cỡ tệp (byte)", editable=False)
    taken_at = models.DateTimeField("chụp lúc", null=True, editable=False)
    latitude = models.DecimalField(
        "vĩ độ", max_digits=8, decimal_places=5, null=True, editable=False
    )
    longitude = models.DecimalField(
        "kinh độ", max_digits=8, decimal_places=5, null=True, editable=False
    )
    # Where the same file, or a photo of the same shot, was used before.
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", editable=False
    )
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(EvidenceQuerySet)()

    class Meta:
        verbose_name = "minh chứng"
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, undertaking=None)
                | Q(report=None, undertaking__isnull=False, allocation=None),
                name="evidence_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["report", "original_sha256"],
                condition=Q(report__isnull=False),
                name="evidence_stands_once_in_a_report",
                violation_error_message="Báo cáo này đã có tệp đó.",
            ),
            models.UniqueConstraint(
                fields=["undertaking", "original_sha256"],
                condition=Q(undertaking__isnull=False),
                name="evidence_stands_once_in_an_undertaking",
                violation_error_message="Mô hình, công trình này đã có tệp đó.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["photo", "pdf", "docx", "xlsx"]),
                name="evidence_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(moment__in=["", "before", "during", "after", "opening"]),
                name="evidence_moment_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(sha256="") & ~Q(original_sha256=""),
                name="evidence_has_its_file",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["original_sha256"], name="evidence_original"),
            models.Index(
                fields=["fingerprint"], condition=Q(fingerprint__isnull=False),
                name="evidence_fingerprint",
            ),
            models.Index(fields=["campaign", "unit"], name="evidence_of_campaign"),
        ]  # fmt: skip

    def __str__(self):
        return self.caption or self.file_name
