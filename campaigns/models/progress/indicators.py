"""Chỉ tiêu đang theo dõi và mức giao cho từng đơn vị."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.notes import COMPARATORS, DIRECTIONS, Target
from campaigns.models.progress.participation import Participation
from campaigns.models.progress.scope import OfUnitQuerySet
from campaigns.progress.measures import Measure, OverPeriods, OverUnits
from units.constraints import filled_when
from units.models import PeersManager, Unit, User

MEASURES = [(one.value, one.label) for one in Measure]
OVER_PERIODS = [(one.value, one.label) for one in OverPeriods]
OVER_UNITS = [(one.value, one.label) for one in OverUnits]


def figure(label: str, **options):
    return models.DecimalField(
        label, max_digits=20, decimal_places=6, null=True, blank=True, **options
    )


class IndicatorQuerySet(models.QuerySet):
    def of(self, campaign: Campaign):
        """In the order of the plan; those that an amendment took away are left out."""
        return self.filter(campaign=campaign, ended_at=None).order_by("position", "pk")

    def with_steps(self):
        return self.prefetch_related("steps")

    def feeding(self, campaign: Campaign | int):
        """Of campaigns below: what feeds an indicator of this one."""
        found = self.filter(feeds__campaign=campaign, ended_at=None)
        return found.order_by("feeds__position", "campaign__host__path", "pk")

    def for_feeding(self):
        return self.select_related("campaign__host", "feeds__campaign__host")

    def with_owing(self):
        """``owing``: how many units that take part it is allocated to."""
        living = Q(allocations__participation__left_at=None)
        return self.annotate(owing=Count("allocations", filter=living))


class Indicator(models.Model):
    """Chỉ tiêu theo dõi: a target of the issued plan, and how its figures are added up.

    What is measured is copied from the plan's note when it is issued and follows its
    amendments; how it is measured (``measure``, ``over_periods``, ``over_units``, baseline) is
    the officer's to say. ``feeds``: the superior's indicator that collects from this one.
    """

    class Source(models.TextChoices):
        REPORTED = "reported", "Số đơn vị báo cáo"
        COLLECTED = "collected", "Số cộng từ các đơn vị bên dưới của đơn vị đó"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="indicators", editable=False
    )
    target = models.ForeignKey(
        Target, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name="chỉ tiêu trong kế hoạch",
    )  # fmt: skip
    feeds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="fed_by",
        verbose_name="góp vào chỉ tiêu cấp trên",
    )  # fmt: skip
    # Said by an officer: to lay down the frame again leaves it as it is.
    feeds_by_hand = models.BooleanField(default=False, editable=False)
    position = models.PositiveIntegerField(editable=False)
    section = models.CharField("mục nội dung", max_length=300, blank=True)
    name = models.CharField("chỉ tiêu", max_length=500)
    short_name = models.CharField("tên gọn trên bảng", max_length=60, blank=True)
    measure = models.CharField("cách đo", max_length=9, choices=MEASURES)
    unit_of_measure = models.CharField("đơn vị tính", max_length=60, blank=True)
    comparator = models.CharField(
        "điều kiện", max_length=5, choices=COMPARATORS, blank=True
    )
    value = figure("mức giao")
    value_max = figure("đến")
    direction = models.CharField("hướng", max_length=4, choices=DIRECTIONS)
    shown = models.CharField("cách ghi trong kế hoạch", max_length=60, blank=True)
    # "Giảm 1/3", "tăng 5%": the figure is the size of a change, not a level.
    is_change = models.BooleanField(default=False, editable=False)
    baseline = models.CharField("so với", max_length=200, blank=True)
    baseline_value = figure("số gốc để so")
    numerator_label = models.CharField("tử số là", max_length=200, blank=True)
    denominator_label = models.CharField("mẫu số là", max_length=200, blank=True)
    ranks = ArrayField(
        models.CharField(max_length=60), verbose_name="các mức, tốt nhất trước",
        default=list, blank=True,
    )  # fmt: skip
    deadline = models.DateField("hoàn thành trước", null=True, blank=True)
    over_periods = models.CharField(
        "cộng qua các kỳ", max_length=8, choices=OVER_PERIODS
    )
    over_units = models.CharField(
        "cộng qua các đơn vị", max_length=8, choices=OVER_UNITS
    )
    source = models.CharField(
        "số lấy từ đâu", max_length=9, choices=Source, default=Source.REPORTED
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(IndicatorQuerySet)()

    class Meta:
        verbose_name = "chỉ tiêu theo dõi"
        ordering = ["campaign", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__in=[one.value for one in Measure]),
                name="indicator_measure_is_known",
            ),
            models.CheckConstraint(
                condition=Q(over_periods__in=[one.value for one in OverPeriods])
                & Q(over_units__in=[one.value for one in OverUnits]),
                name="indicator_is_added_up_in_a_known_way",
            ),
            models.CheckConstraint(
                condition=Q(value_max=None)
                | Q(value__isnull=False, value_max__gte=F("value")),
                name="indicator_range_in_order",
                violation_error_message="Giá trị cuối của khoảng phải lớn hơn giá trị đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(feeds=F("pk")), name="no_indicator_feeds_itself"
            ),
            # One of a campaign collects for one of the superior's.
            models.UniqueConstraint(
                fields=["campaign", "feeds"], condition=Q(ended_at=None),
                name="one_indicator_feeds_another_once",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.short_name or self.name


class IndicatorStep(models.Model):
    """Mốc lộ trình: "6 tháng đầu năm đạt 70%"."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="steps")
    label = models.CharField("mốc", max_length=100)
    due_on = models.DateField("đến ngày")
    value = models.DecimalField("mức phải đạt", max_digits=20, decimal_places=6)

    objects = PeersManager()

    class Meta:
        verbose_name = "mốc lộ trình"
        ordering = ["indicator", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "due_on"], name="one_step_a_day",
                violation_error_message="Chỉ tiêu đã có mốc vào ngày này.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.label


class AllocationQuerySet(OfUnitQuerySet):
    def living(self):
        """Of indicators that the plan still has and units that still take part."""
        return self.filter(indicator__ended_at=None, participation__left_at=None)

    def owed(self):
        """Phải báo cáo: not exempt."""
        return self.living().filter(exempted_at=None)

    def of_board(self, campaign: Campaign, only: list[int] | None = None):
        """Of a campaign; ``only``: of these participations alone."""
        found = self.filter(campaign=campaign)
        return found if only is None else found.filter(participation__in=only)

    def of_campaign(self, campaign_id: int):
        return self.filter(campaign=campaign_id)

    def collecting(self):
        """To which something was collected."""
        return self.filter(
            Q(collected__isnull=False) | Q(collected_denominator__isnull=False)
        )

    def of_participation(self, participation_id: int):
        return self.filter(participation=participation_id)

    def for_list(self):
        return self.select_related("indicator", "unit").order_by(
            "unit__path", "indicator__position", "pk"
        )


class Allocation(models.Model):
    """Giao chỉ tiêu: what one unit owes of an indicator; empty figures are the indicator's own.

    ``result…``: what its approved reports add up to, by the indicator's rule over periods,
    kept here by the act that approves (and withdraws); None is blank, never zero.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="allocations", editable=False
    )
    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="allocations", editable=False
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    value = figure("mức giao")
    value_max = figure("đến")
    baseline_value = figure("số gốc để so")
    weight = models.DecimalField("trọng số", max_digits=12, decimal_places=4, default=1)
    exempt_reason = models.CharField("lý do miễn", max_length=500, blank=True)
    exempted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    exempted_at = models.DateTimeField(null=True, editable=False)
    result = figure("kết quả", editable=False)
    result_numerator = figure("tử số", editable=False)
    result_denominator = figure("mẫu số", editable=False)
    result_text = models.TextField("diễn giải", blank=True, editable=False)
    result_on = models.DateField("kết quả đến ngày", null=True, editable=False)
    # What the unit's own campaign adds up to, where that feeds this indicator.
    collected = figure("số cộng từ bên dưới", editable=False)
    collected_numerator = figure("tử số cộng từ bên dưới", editable=False)
    collected_denominator = figure("mẫu số cộng từ bên dưới", editable=False)

    objects = PeersManager.from_queryset(AllocationQuerySet)()

    class Meta:
        verbose_name = "giao chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "participation"], name="allocated_once"
            ),
            models.CheckConstraint(
                condition=Q(value_max=None)
                | Q(value__isnull=False, value_max__gte=F("value")),
                name="allocated_range_in_order",
                violation_error_message="Giá trị cuối của khoảng phải lớn hơn giá trị đầu.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0), name="weight_is_not_negative",
                violation_error_message="Trọng số không được âm.",
            ),
            filled_when(
                Q(exempted_at__isnull=False), "exempted_by",
                name="who_is_exempt_has_who_exempted",
            ),
            models.CheckConstraint(
                condition=Q(exempted_at=None) | ~Q(exempt_reason=""),
                name="who_is_exempt_has_a_reason",
                violation_error_message="Ghi lý do miễn chỉ tiêu cho đơn vị.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["campaign", "unit"], name="allocation_of_campaign"),
            models.Index(fields=["unit", "campaign"], name="allocation_of_unit"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.unit}"
