"""Thành tích khen thưởng: what a person, a household or a collective has been given."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from awards.models.catalogue import Award
from awards.models.merits import Merit
from units.constraints import in_order, of_one, one_of
from units.models import Honouree, PeersManager, Unit, User, scoped


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
        return self.select_related("line").order_by("-decided_on", "-pk")

    def cancelled_by(self, decision):
        """Given by the lines that this decision takes back."""
        return self.filter(line__cancelled_by__decision=decision)

    def standing(self):
        """Còn hiệu lực: neither cancelled nor recalled."""
        return self.filter(cancelled_on=None)


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
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["honouree", "decided_on"], name="honour_of_honouree"),
            models.Index(fields=["collective", "decided_on"], name="honour_of_unit"),
        ]

    def __str__(self):
        return f"{self.award_name} ({self.reference})"
