"""In giấy khen: pre-printed stock by the millimetre, printers, and who printed what when."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from reports.models.diploma import Diploma, DiplomaBatch
from units.constraints import filled_when, one_of
from units.models import PeersManager, Unit, User, scoped


class OfUnitQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """To whoever works in the unit, or in the council that serves it."""
        return self.filter(unit__in=user.units_near)

    def of_unit(self, unit: Unit):
        """In use, by name."""
        return self.filter(unit=unit, retired_at=None).order_by("name")


class OfUnit(models.Model):
    """What an authority prints with: a name that is its own while it is in use."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="cơ quan"
    )
    retired_at = models.DateTimeField("thôi dùng lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(OfUnitQuerySet)()

    class Meta:
        abstract = True


class Stock(OfUnit):
    """Phôi giấy khen: sheets that a printing house made, with all but the words of each."""

    name = models.CharField("tên phôi", max_length=100)
    width_mm = models.DecimalField(
        "rộng (mm)", max_digits=5, decimal_places=1, default=Decimal(297),
        validators=[MinValueValidator(100), MaxValueValidator(500)],
    )  # fmt: skip
    height_mm = models.DecimalField(
        "cao (mm)", max_digits=5, decimal_places=1, default=Decimal(210),
        validators=[MinValueValidator(100), MaxValueValidator(500)],
    )  # fmt: skip

    class Meta:
        verbose_name = "phôi giấy khen"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(retired_at=None),
                name="one_stock_a_name",
                violation_error_message="Đã có phôi mang tên này.",
            ),
            models.CheckConstraint(
                condition=Q(width_mm__range=(100, 500), height_mm__range=(100, 500)),
                name="stock_fits_a_printer",
                violation_error_message="Khổ phôi từ 100 đến 500 mm mỗi chiều.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Part(models.TextChoices):
    """Phần chữ: what of a diploma has a place of its own on the stock."""

    HEAD = "head", "Chức vụ người tặng"
    GIVES = "gives", "TẶNG"
    AWARD = "award", "Tên hình thức"
    SUBJECT = "subject", "Tên đối tượng"
    ABOUT = "about", "Chức vụ, địa chỉ"
    MERIT = "merit", "Thành tích"
    DECISION = "decision", "Số quyết định, ngày"
    NUMBER = "number", "Số sổ vàng"
    DATE = "date", "Địa danh, ngày"
    SIGNER = "signer", "Quyền hạn, chức vụ"
    NAME = "name", "Họ tên người ký"
    CODE = "code", "Mã tra cứu"


class Align(models.TextChoices):
    """Căn chữ."""

    LEFT = "left", "Trái"
    CENTER = "center", "Giữa"
    RIGHT = "right", "Phải"


class StockPlace(models.Model):
    """Chỗ in: millimetres from the upper left corner of the sheet; not printed: on it already."""

    stock = models.ForeignKey(
        Stock, models.CASCADE, related_name="places", editable=False
    )
    part = models.CharField("phần chữ", max_length=10, choices=Part, editable=False)
    is_printed = models.BooleanField("in", default=True)
    x_mm = models.DecimalField("cách mép trái (mm)", max_digits=5, decimal_places=1)
    y_mm = models.DecimalField("cách mép trên (mm)", max_digits=5, decimal_places=1)
    width_mm = models.DecimalField("rộng (mm)", max_digits=5, decimal_places=1)
    size_pt = models.DecimalField("cỡ chữ (pt)", max_digits=4, decimal_places=1)
    align = models.CharField("căn", max_length=6, choices=Align, default=Align.CENTER)

    objects = PeersManager()

    class Meta:
        verbose_name = "chỗ in trên phôi"
        ordering = ["pk"]
        constraints = [
            one_of("part", Part, name="part_of_a_diploma_is_known"),
            one_of("align", Align, name="alignment_is_known"),
            models.UniqueConstraint(fields=["stock", "part"], name="one_place_a_part"),
            models.CheckConstraint(
                condition=Q(x_mm__gte=0, y_mm__gte=0, width_mm__gte=5)
                & Q(size_pt__range=(6, 72)),
                name="a_place_is_on_the_sheet",
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.get_part_display())


class Printer(OfUnit):
    """Máy in: by how much it prints beside the place, as its calibration sheet shows."""

    name = models.CharField("tên máy in", max_length=100)
    dx_mm = models.DecimalField(
        "lệch sang phải (mm)", max_digits=4, decimal_places=1, default=Decimal(0)
    )
    dy_mm = models.DecimalField(
        "lệch xuống dưới (mm)", max_digits=4, decimal_places=1, default=Decimal(0)
    )

    class Meta:
        verbose_name = "máy in"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(retired_at=None),
                name="one_printer_a_name",
                violation_error_message="Đã có máy in mang tên này.",
            ),
            models.CheckConstraint(
                condition=Q(dx_mm__range=(-30, 30), dy_mm__range=(-30, 30)),
                name="a_printer_is_off_by_little",
                violation_error_message="Độ lệch từ -30 đến 30 mm.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class PrintStatus(models.TextChoices):
    """Tình trạng của tệp in."""

    ASKED = "asked", "Đang dựng tệp in"
    READY = "ready", "Có tệp in"
    STOPPED = "stopped", "Chưa dựng được"
    GONE = "gone", "Tệp in đã dọn"


class DiplomaPrintQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """To whoever may print: who works in the authority, or in its council."""
        near = user.units_near
        return self.filter(batch__decision__authority__in=near)

    def of_batch(self, batch: DiplomaBatch):
        """The newest first."""
        chosen = self.filter(batch=batch).select_related("stock", "printer", "asked_by")
        counted = chosen.annotate(amount=models.Count("printed"))
        return counted.order_by("-pk")

    def owed(self):
        return self.filter(status="asked").order_by("pk")


class DiplomaPrint(models.Model):
    """Lần in: a line of the log of prints, and the one file that was made of many diplomas.

    ``stock`` is empty where whole sheets are printed. What is printed once more has its reason.
    """

    Status = PrintStatus
    MOVES = {
        Status.ASKED: {Status.READY, Status.STOPPED},
        Status.READY: {Status.GONE},
        Status.STOPPED: {Status.ASKED},
        Status.GONE: set(),
    }

    batch = models.ForeignKey(
        DiplomaBatch, models.PROTECT, related_name="prints", editable=False
    )
    stock = models.ForeignKey(
        Stock, models.PROTECT, null=True, related_name="+", editable=False
    )
    printer = models.ForeignKey(
        Printer, models.PROTECT, null=True, related_name="+", editable=False
    )
    reason = models.CharField(
        "lý do in lại", max_length=500, blank=True, editable=False
    )
    status = models.CharField(
        "tình trạng", max_length=10, choices=PrintStatus, default=PrintStatus.ASKED,
        editable=False,
    )  # fmt: skip
    done = models.PositiveIntegerField("đã dựng", default=0, editable=False)
    problem = models.TextField("vướng mắc", blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField("cỡ (byte)", null=True, editable=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    made_at = models.DateTimeField("dựng xong lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(DiplomaPrintQuerySet)()

    class Meta:
        verbose_name = "lần in giấy khen"
        constraints = [
            one_of("status", PrintStatus, name="print_status_is_known"),
            filled_when(
                Q(status__in=["ready", "gone"]), "size", "made_at",
                name="a_print_that_is_made_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(problem=""),
                name="a_stopped_print_says_why",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Lần in số {self.pk}"

    @property
    def key(self) -> str:
        """Its name in the store while it is written."""
        return f"in-giay-khen-{self.pk}"

    @property
    def file_name(self) -> str:
        return f"In-giay-khen-{self.pk}.pdf"


class PrintedDiploma(models.Model):
    """Một giấy khen của lần in."""

    printing = models.ForeignKey(
        DiplomaPrint, models.CASCADE, related_name="printed", editable=False
    )
    diploma = models.ForeignKey(
        Diploma, models.PROTECT, related_name="printed", editable=False
    )

    objects = PeersManager()

    class Meta:
        verbose_name = "giấy khen của lần in"
        constraints = [
            models.UniqueConstraint(
                fields=["printing", "diploma"], name="a_diploma_once_a_print"
            )
        ]

    def __str__(self):
        return str(self.diploma)
