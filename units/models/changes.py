"""Đơn vị theo thời gian: names, places in the tree and lineage, each with its dates.

These rows are the truth; the columns of ``Unit`` with the same names show today's row, so
that lists need no join. ``units.calendar`` keeps the two together.
"""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Now
from django.utils.timezone import localdate

from units import search
from units.constraints import in_order, one_at_a_time
from units.models.managers import DatedQuerySet, PeersManager, in_force
from units.models.tree import PLAIN_NAME, Unit


class OfUnitQuerySet(DatedQuerySet):
    def of_unit(self, unit):
        """Newest first."""
        return self.filter(unit=unit).order_by("-valid_from")


class UnitNameQuerySet(OfUnitQuerySet):
    def in_use(self, unit):
        """Tên đang dùng; of a unit to come the first, of one that has ended the last."""
        day = max(localdate(), unit.valid_from)
        return self.of_unit(unit).filter(valid_from__lte=day)[0]

    def named(self, text):
        """Names that hold every word of ``text``, as ``Unit.objects.named`` compares them."""
        found = self.annotate(
            folded=search.Folded(
                Concat(Value(" "), "short_name", output_field=models.TextField())
            )
        )
        words = search.key(text[: search.LONGEST]).split()
        for word in words:
            found = found.filter(folded__contains=f" {word}")
        return found if words else self.none()


class UnitPlaceQuerySet(OfUnitQuerySet):
    def showing(self, day, *, ended=False, coming=False):
        """Places on ``day``; with ``ended`` also the last places of what was no more by then,
        with ``coming`` the first ones of what is to come."""
        day = day or localdate()
        wanted = in_force(day)
        if ended:
            wanted |= Q(valid_to__lt=day, valid_to=F("unit__valid_to"))
        if coming:
            wanted |= Q(valid_from__gt=day, valid_from=F("unit__valid_from"))
        return self.filter(wanted)

    def moved(self):
        """Places that are not, or not for ever, where the unit stands today."""
        return self.filter(Q(valid_to__isnull=False) | Q(valid_from__gt=localdate()))


class UnitName(models.Model):
    """Tên của đơn vị trong một thời gian, with what its papers say at their head."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField("tên đầy đủ", max_length=200, validators=[PLAIN_NAME])
    short_name = models.CharField("tên gọn", max_length=100, validators=[PLAIN_NAME])
    place = models.CharField("địa danh", max_length=100, blank=True)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True)
    letterhead_parent = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    letterhead = models.CharField("tên trên văn bản", max_length=200, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("văn bản căn cứ", max_length=300, blank=True)

    objects = PeersManager.from_queryset(UnitNameQuerySet)()

    class Meta:
        verbose_name = "tên đơn vị"
        ordering = ["unit", "-valid_from"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="unit_name_ends_after_it_starts",
                message="Ngày thôi dùng tên không được trước ngày bắt đầu dùng.",
            ),
            one_at_a_time(
                "unit", name="one_name_at_a_time",
                message="Đơn vị đã có tên khác trong thời gian này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.short_name


# What a name consists of: the columns that ``UnitName`` and ``Unit`` share.
NAME_FIELDS = (
    "name", "short_name", "place", "symbol", "letterhead_parent", "letterhead",
)  # fmt: skip


class UnitPlace(models.Model):
    """Đơn vị trực thuộc ai trong một thời gian; ``parent`` None: nobody, the top of a tree."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places")
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="trực thuộc",
        related_name="+",
    )  # fmt: skip
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("văn bản căn cứ", max_length=300, blank=True)

    objects = PeersManager.from_queryset(UnitPlaceQuerySet)()

    class Meta:
        verbose_name = "vị trí trong cây đơn vị"
        ordering = ["unit", "-valid_from"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="unit_place_ends_after_it_starts",
                message="Ngày thôi trực thuộc không được trước ngày bắt đầu.",
            ),
            one_at_a_time(
                "unit", name="one_place_at_a_time",
                message="Đơn vị đã trực thuộc nơi khác trong thời gian này.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("unit")),
                name="no_unit_stands_under_itself",
                violation_error_message="Đơn vị không thể trực thuộc chính nó.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["valid_to"],
                name="unit_place_that_ends",
                condition=Q(valid_to__isnull=False),
            ),
            models.Index(fields=["valid_from"], name="unit_place_begins"),
        ]

    def __str__(self):
        return f"{self.unit} thuộc {self.parent}"


class SuccessionQuerySet(models.QuerySet):
    def followed_by(self, units):
        """Ids of those that any of these units has followed by today."""
        begun = self.filter(successor__in=units, effective_on__lte=localdate())
        return begun.order_by().values_list("predecessor", flat=True)

    def around(self, unit):
        """Whom the unit follows and who follows it, oldest first."""
        return (
            self.filter(Q(predecessor=unit) | Q(successor=unit))
            .select_related("predecessor", "successor")
            .order_by("effective_on", "pk")
        )


class Succession(models.Model):
    """Kế thừa: ``successor`` takes over from ``predecessor``, whole or in part, from a day on."""

    class Kind(models.TextChoices):
        MERGER = "merger", "Sáp nhập, hợp nhất"
        DIVISION = "division", "Chia, tách"
        TAKEOVER = "takeover", "Giải thể, chuyển giao nhiệm vụ"

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="inheritances")
    kind = models.CharField("cách thức", max_length=10, choices=Kind)
    effective_on = models.DateField("có hiệu lực từ ngày")
    basis = models.CharField("văn bản căn cứ", max_length=300)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(SuccessionQuerySet)()

    class Meta:
        verbose_name = "kế thừa"
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="one_succession_between_two_units",
                violation_error_message="Hai đơn vị này đã được ghi là kế thừa nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="no_unit_succeeds_itself",
                violation_error_message="Đơn vị không thể kế thừa chính nó.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["merger", "division", "takeover"]),
                name="succession_kind_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"
