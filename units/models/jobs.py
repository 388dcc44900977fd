"""Việc nền của người quản trị: a walk along the seal, a file made of a book."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import localtime

from units.models.managers import PeersManager, scoped
from units.models.people import User


class SealCheckQuerySet(models.QuerySet):
    def waiting(self):
        """The one whose walk is not over, if there is one."""
        return self.filter(finished_at=None)


class SealCheck(models.Model):
    """Một lần kiểm tra niêm: how far it has come, and what it found."""

    started_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    total = models.BigIntegerField("số mắt xích", default=0)
    done = models.BigIntegerField(default=0, editable=False)
    # The link that was walked last: where the next turn goes on (units.seal_checks).
    position = models.BigIntegerField(default=0, editable=False)
    digest = models.BinaryField(max_length=32, default=bytes(32))
    fault_count = models.BigIntegerField(default=0, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(SealCheckQuerySet)()

    class Meta:
        verbose_name = "lần kiểm tra niêm"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finished_at"],
                condition=Q(finished_at=None),
                nulls_distinct=False,
                name="one_seal_check_at_a_time",
                violation_error_message="Đang có một lần kiểm tra chuỗi niêm.",
            )
        ]

    def __str__(self):
        return f"{self.total} mắt xích"


class SealFault(models.Model):
    """Chỗ hỏng that a check found; of very many the first hundred are kept."""

    check_made = models.ForeignKey(SealCheck, models.CASCADE, related_name="faults")
    position = models.BigIntegerField()
    entry_id = models.BigIntegerField(null=True)
    sentence = models.CharField(max_length=200)

    objects = PeersManager()

    class Meta:
        verbose_name = "chỗ hỏng của chuỗi niêm"
        ordering = ["pk"]

    def __str__(self):
        return self.sentence


class BookExportQuerySet(models.QuerySet):
    @scoped
    def of(self, user: User):
        """The person's own; nobody else sees or takes them. Without the file itself."""
        return self.filter(owner=user).defer("content")

    def older_than(self, age):
        return self.filter(created_at__lt=Now() - age)

    def waiting(self):
        return self.filter(finished_at=None)


class BookExport(models.Model):
    """Bản xuất nhật ký: what was asked for, and the file once it is made.

    ``query`` is the filter as the address of the page said it; whose branch it is read from
    is decided when the file is made.
    """

    class Kind(models.TextChoices):
        AUDIT = "audit", "Nhật ký"
        ACCESS = "access", "Nhật ký truy cập"

    class Form(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"

    owner = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField("sổ", max_length=10, choices=Kind)
    form = models.CharField("dạng tệp", max_length=4, choices=Form)
    query = models.CharField("bộ lọc", max_length=1000, blank=True)
    total = models.PositiveIntegerField("số dòng")
    done = models.PositiveIntegerField(default=0, editable=False)
    content = models.BinaryField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(BookExportQuerySet)()

    class Meta:
        verbose_name = "bản xuất nhật ký"
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, content=None)
                | Q(finished_at__isnull=False, content__isnull=False),
                name="export_is_finished_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["audit", "access"]) & Q(form__in=["xlsx", "csv"]),
                name="export_kind_and_form_are_known",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.total} dòng"

    @property
    def file_name(self) -> str:
        names = {self.Kind.AUDIT: "nhat-ky", self.Kind.ACCESS: "nhat-ky-truy-cap"}
        at = f"{localtime(self.created_at):%Y%m%d-%H%M}"  # as the pages tell it
        return f"{names[self.Kind(self.kind)]}-{at}.{self.form}"
