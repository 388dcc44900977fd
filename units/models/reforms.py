"""Việc sắp xếp đã ghi: what one act did to the tree, kept so that it can be called off whole."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import localdate

from units.constraints import filled_when
from units.models.audit import AuditEntry
from units.models.managers import PeersManager, scoped
from units.models.people import User
from units.models.tree import Unit, reached


class ReformQuerySet(models.QuerySet):
    def of_unit(self, unit):
        """In which the unit is named, the first to take effect first."""
        return self.filter(sides__unit=unit).order_by("effective_on", "pk")

    def to_come(self):
        """Whose day has not come, and that were not called off."""
        return self.filter(effective_on__gt=localdate(), called_off_at=None)

    def ending(self, unit):
        """Of those to come the newest that sets the last day of the unit; None: none does."""
        lines = AuditEntry.objects.filter(
            subject=unit._meta.label, subject_id=unit.pk, action="unit.amended",
            detail__after__has_key="valid_to",
        )  # fmt: skip
        mine = ReformWrite.objects.filter(entry_id__in=lines.order_by().values("pk"))
        found = self.to_come().filter(pk__in=mine.values("reform"))
        return found.order_by("-pk").first()

    def laying(self, unit):
        """Of those to come the one that lays the unit; None: it was laid by itself."""
        sides = ReformUnit.objects.filter(unit=unit, side=ReformUnit.Side.NEW)
        return self.to_come().filter(pk__in=sides.values("reform")).first()

    @scoped
    def visible_to(self, user):
        """That name a unit of the branch of an administrator."""
        sides = ReformUnit.objects.filter(reached(user, "unit__path"))
        return self.filter(pk__in=sides.values("reform"))


class Reform(models.Model):
    """Việc sắp xếp: one act, from a day on, by which paper; what it wrote (``ReformWrite``).

    Until its day it may be called off (``rút lại``), which brings everything back.
    """

    class Kind(models.TextChoices):
        MOVE = "move", "Chuyển nơi trực thuộc"
        MERGER = "merger", "Sáp nhập"
        DIVISION = "division", "Chia, tách"
        DISSOLUTION = "dissolution", "Giải thể"

    # Whose administrators read of it in the book: the first of those that it is about.
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    kind = models.CharField("cách sắp xếp", max_length=12, choices=Kind)
    # Named as on the day it was written: a new unit is no more once it is called off.
    title = models.CharField("nội dung", max_length=400)
    effective_on = models.DateField("có hiệu lực từ ngày")
    basis = models.CharField("văn bản căn cứ", max_length=300)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    called_off_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="người rút lại",
    )  # fmt: skip
    called_off_at = models.DateTimeField("rút lại lúc", null=True, editable=False)
    reason = models.CharField("lý do rút lại", max_length=500, blank=True)

    objects = PeersManager.from_queryset(ReformQuerySet)()

    class Meta:
        verbose_name = "việc sắp xếp"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["move", "merger", "division", "dissolution"]),
                name="reform_kind_is_known",
            ),
            filled_when(
                ~Q(reason=""), "called_off_by", "called_off_at",
                name="what_is_called_off_has_its_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["effective_on"], name="reform_day")]

    def __str__(self):
        return self.title

    @property
    def lines(self) -> models.QuerySet[AuditEntry]:
        """What it wrote in the book, in that order."""
        ids = self.writes.values("entry_id")
        return AuditEntry.objects.filter(pk__in=ids).order_by("pk")

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    @property
    def is_to_come(self) -> bool:
        return self.effective_on > localdate() and not self.is_called_off


class ReformUnitQuerySet(models.QuerySet):
    def for_page(self):
        return self.select_related("unit__kind").order_by("pk")


class ReformUnit(models.Model):
    """Một đơn vị có trong việc sắp xếp, and on which side."""

    class Side(models.TextChoices):
        SUBJECT = "subject", "Đơn vị được sắp xếp"
        TAKER = "taker", "Đơn vị nhận"
        NEW = "new", "Đơn vị mới"
        ALONG = "along", "Chuyển hoặc kết thúc theo"

    reform = models.ForeignKey(Reform, models.CASCADE, related_name="sides")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    side = models.CharField("vai", max_length=8, choices=Side)

    objects = PeersManager.from_queryset(ReformUnitQuerySet)()

    class Meta:
        verbose_name = "việc sắp xếp"
        constraints = [
            models.UniqueConstraint(
                fields=["reform", "unit"], name="a_unit_stands_once_in_a_reform"
            ),
            models.CheckConstraint(
                condition=Q(side__in=["subject", "taker", "new", "along"]),
                name="reform_side_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.unit}: {self.get_side_display()}"


class ReformWriteQuerySet(models.QuerySet):
    def undone(self):
        """Ids of the lines of reforms that are called off, and of their calling off."""
        return self.filter(reform__called_off_at__isnull=False).values("entry_id")


class ReformWrite(models.Model):
    """Việc đã ghi: which line of the audit book the act wrote. Calling it off reads it, and adds
    those that it writes itself.

    By id, as everywhere in the book: no foreign key stands in its way.
    """

    reform = models.ForeignKey(Reform, models.CASCADE, related_name="writes")
    entry_id = models.BigIntegerField(unique=True)

    objects = PeersManager.from_queryset(ReformWriteQuerySet)()

    class Meta:
        verbose_name = "việc đã ghi khi sắp xếp"
        ordering = ["entry_id"]

    def __str__(self):
        return f"{self.reform_id}: {self.entry_id}"
