"""Thành tích khen thưởng: what a person, a household or a collective has been given."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper

from awards.models.catalogue import Award
from awards.models.dossiers import FileKind
from awards.models.merits import Merit
from units.constraints import in_order, of_one, one_of
from units.models import Honouree, PeersManager, SheetImport, Unit, User, scoped


class HonourQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Of people whom the person may see; of units what was conferred there or on them, and on
        those of the branch that the person looks after.
        """
        people = Honouree.objects.visible_to(user).order_by().values("pk")
        units = Unit.objects.with_honours_for(user).order_by().values("pk")
        return self.filter(
            Q(honouree__in=people) | Q(collective__in=units)
            | Q(authority__in=user.units_near)
        )  # fmt: skip

    def of_subject(self, honouree: int | None, collective: int | None):
        """Of that person or household, or of that unit; the newest first."""
        if honouree is not None:
            return self.filter(honouree=honouree)
        return self.filter(honouree=None, collective=collective)

    def with_reference(self, reference: str, day):
        return self.filter(reference__iexact=reference.strip(), decided_on=day)

    def for_list(self):
        return (
            self.select_related(
                "line", "award", "collective", "honouree", "source__created_by"
            )
            .prefetch_related("papers")
            .order_by("-decided_on", "-pk")
        )

    def of_predecessors(self, units):
        """Of units that others followed: told to whoever reads of their successor."""
        return self.filter(honouree=None, collective__in=units)

    def cancelled_by(self, decision):
        """Given by the lines that this decision takes back."""
        return self.filter(line__cancelled_by__decision=decision)

    def standing(self):
        """Còn hiệu lực: neither cancelled nor recalled."""
        return self.filter(cancelled_on=None)

    def with_papers(self):
        """Each says in ``is_on_paper`` whether a copy of its decision is kept."""
        papers = HonourPaper.objects.filter(honour=models.OuterRef("pk"))
        return self.annotate(is_on_paper=models.Exists(papers))

    def of_places(self, honourees, collectives):
        """Of any of these people and households, or of these units."""
        return self.filter(Q(honouree__in=honourees) | Q(collective__in=collectives))

    def under_references(self, references, days):
        """Of decisions of these days that have one of these numbers, in whatever case."""
        upper = {reference.upper() for reference in references}
        return self.annotate(said=Upper("reference")).filter(
            said__in=upper, decided_on__in=days
        )


class Honour(models.Model):
    """Một lần được khen: an award conferred on one subject, with its decision and period.

    ``award_name`` and ``decided_by`` are as the decision has them. Of what was conferred outside
    this installation ``imported`` is true and ``authority`` may be empty.
    """

    honouree = models.ForeignKey(
        Honouree, models.PROTECT, null=True, blank=True, related_name="honours",
        verbose_name="cá nhân, hộ",
    )  # fmt: skip
    collective = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="honours",
        verbose_name="tập thể",
    )  # fmt: skip
    award = models.ForeignKey(
        Award,
        models.PROTECT,
        related_name="honours",
        verbose_name="danh hiệu, hình thức",
    )
    award_name = models.CharField("tên danh hiệu, hình thức", max_length=200)
    merit = models.CharField("loại hình", max_length=10, choices=Merit)
    authority = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="honours_conferred",
        verbose_name="cơ quan khen thưởng",
    )  # fmt: skip
    decided_by = models.CharField("người quyết định", max_length=200)
    reference = models.CharField("số, ký hiệu quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    achievement = models.CharField("thành tích", max_length=4_000, blank=True)
    period_from = models.DateField("lập thành tích từ ngày", null=True, blank=True)
    period_to = models.DateField("lập thành tích đến ngày", null=True, blank=True)
    posthumous = models.BooleanField("truy tặng", default=False)
    amount = models.PositiveIntegerField("tiền thưởng (đồng)", null=True, blank=True)
    imported = models.BooleanField("nhập từ hồ sơ cũ", default=False, editable=False)
    # Of what came in a file: which, and in which of its rows; who sent it stands there.
    source = models.ForeignKey(
        SheetImport, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="đợt nhập",
    )  # fmt: skip
    source_row = models.PositiveIntegerField("dòng của tệp", null=True, editable=False)
    remark = models.CharField("ghi chú", max_length=500, blank=True)
    # What was odd when it was written, and was confirmed all the same.
    doubt = models.CharField("điều còn ngờ", max_length=500, blank=True, editable=False)
    cancelled_on = models.DateField("hủy bỏ từ ngày", null=True, editable=False)
    cancelled_because = models.CharField(
        "lý do hủy bỏ", max_length=500, blank=True, editable=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(HonourQuerySet)()

    class Meta:
        verbose_name = "thành tích khen thưởng"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            of_one("honouree", "collective", name="honour_is_of_one_subject"),
            in_order(
                "period_from", "period_to", name="honour_period_in_order",
                message="Ngày cuối lập thành tích không được trước ngày đầu.",
            ),
            one_of("merit", Merit, name="honour_merit_is_known"),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_because="")
                | Q(cancelled_on__isnull=False) & ~Q(cancelled_because=""),
                name="a_cancelled_honour_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(source=None, source_row=None)
                | Q(source__isnull=False, source_row__isnull=False, imported=True),
                name="an_honour_out_of_a_file_names_its_row",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["honouree", "decided_on"], name="honour_of_honouree"),
            models.Index(fields=["collective", "decided_on"], name="honour_of_unit"),
        ]

    def __str__(self):
        return f"{self.award_name} ({self.reference})"


class HonourPaperQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Who reads of the honour."""
        seen = Honour.objects.visible_to(user).order_by().values("pk")
        return self.filter(honour__in=seen)

    def with_file(self, digest: str):
        return self.filter(Q(sha256=digest) | Q(thumbnail_sha256=digest))

    def for_page(self):
        return self.select_related(
            "honour__honouree__unit", "honour__collective", "uploaded_by"
        )


class HonourPaper(models.Model):
    """Bản chụp quyết định: the paper of an honour that was written by hand or out of a file."""

    Kind = FileKind

    honour = models.ForeignKey(
        Honour, models.CASCADE, related_name="papers", editable=False
    )
    kind = models.CharField("loại tệp", max_length=5, choices=FileKind, editable=False)
    file_name = models.CharField("tên tệp", max_length=255, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    original_sha256 = models.CharField(max_length=64, editable=False)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField("cỡ tệp (byte)", editable=False)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(HonourPaperQuerySet)()

    class Meta:
        verbose_name = "bản chụp quyết định"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["honour", "original_sha256"], name="a_scan_stands_once",
                violation_error_message="Đã có tệp này.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[FileKind.PHOTO, FileKind.PDF]),
                name="a_scan_is_a_photo_or_a_pdf",
                violation_error_message="Bản chụp quyết định là ảnh hoặc PDF.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.file_name
