"""Số tổng được giữ: what units come to together, so that no page adds up thousands of cells.

Triggers of the database note every change that a sum depends on (``SumMark``); a worker makes
the sums anew (``campaigns.keeping``), and whoever reads before it has come adds up what was
noted by itself (``overseeing.kept``). Nothing here is written by an act.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.progress.indicators import Indicator
from campaigns.models.progress.participation import Participation
from campaigns.models.progress.periods import ReportingPeriod
from units.models import PeersManager, UnitKind


class SumMark(models.Model):
    """Dấu thay đổi: a sum of this unit, or (None) of the whole campaign, has to be made anew.

    Written by triggers; several of one thing may stand at once, so that nobody waits.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="+", editable=False
    )
    participation_id = models.BigIntegerField(null=True, editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "dấu thay đổi của số tổng"
        indexes = [models.Index(fields=["campaign"], name="sum_mark_of_campaign")]

    def __str__(self):
        return f"{self.campaign_id}/{self.participation_id or '*'}"


def _number(label: str):
    return models.PositiveIntegerField(label, default=0, editable=False)


def _figure(label: str):
    """As exact as a sum of any results is."""
    return models.DecimalField(
        label, max_digits=60, decimal_places=20, default=0, editable=False
    )


def _extreme(label: str):
    return models.DecimalField(
        label, max_digits=20, decimal_places=6, null=True, editable=False
    )


class KeptQuerySet(models.QuerySet):
    def of(self, campaign: Campaign, period: ReportingPeriod | None):
        return self.filter(campaign=campaign, period=period)

    def blocks(self, campaign: Campaign, period: ReportingPeriod | None):
        """(block, period, until) of what is kept of now and of that period."""
        found = self.filter(campaign=campaign)
        found = found.filter(Q(period=None) | Q(period=period))
        return found.order_by().values_list("block", "period", "until").distinct()

    def overtaken(self, day):
        """What held until a day that is over."""
        return self.filter(period=None, until__lt=day)


class KeptOn(models.Model):
    """``period`` None: up to now."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="+", editable=False
    )
    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, null=True, related_name="+", editable=False
    )
    block = models.IntegerField(editable=False)

    objects = PeersManager.from_queryset(KeptQuerySet)()

    class Meta:
        abstract = True


class BlockSum(KeptOn):
    """Số tổng của một khối đơn vị: of up to 64 units of one kind in one indicator; the columns
    are those of ``overseeing.sums.CellSum``. ``until``: the last day on which it holds; None:
    it is the same on every day."""

    until = models.DateField(null=True, editable=False)
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="+", editable=False
    )
    kind = models.ForeignKey(UnitKind, models.CASCADE, related_name="+", editable=False)
    given = _number("có số")
    blank = _number("chưa có số")
    exempt = _number("được miễn")
    valued = _number("có giá trị")
    total = _figure("tổng")
    counted = _number("có tử số, mẫu số")
    numerators = _figure("tổng tử số")
    denominators = _figure("tổng mẫu số")
    weights = _figure("tổng trọng số")
    weighted = _figure("tổng theo trọng số")
    at_goal = _number("đạt mức giao")
    lowest = _extreme("thấp nhất")
    highest = _extreme("cao nhất")
    reached = _number("đạt")
    near = _number("gần đạt")
    behind = _number("chậm")
    unknown = _number("chưa nộp")
    not_due = _number("chưa đến hạn")
    asked = _figure("mức phải đạt cộng lại")
    own = _number("có mức riêng")
    due = _number("đã đến hạn")
    early = _number("chưa đến hạn xét")
    need_least = models.CharField(max_length=120, null=True, editable=False)  # noqa: DJ001  none is due of
    need_most = models.CharField(max_length=120, null=True, editable=False)  # noqa: DJ001  anybody

    class Meta:
        verbose_name = "số tổng của khối đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "period", "indicator", "kind", "block"],
                name="one_sum_a_block", nulls_distinct=False,
            )
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["until"], condition=Q(until__isnull=False),
                name="sum_that_a_day_overtakes",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.indicator_id}/{self.kind_id}/{self.block}"


class UnitBehind(KeptOn):
    """Đơn vị đang chậm: in ``behind`` indicators; ``worst``: how far below the level where it is
    furthest, as a share of it, below zero. A unit that is not behind has no row."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="lateness", editable=False
    )
    behind = _number("chậm")
    worst = models.DecimalField(max_digits=30, decimal_places=12, editable=False)

    class Meta:
        verbose_name = "đơn vị đang chậm"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "period"], name="one_lateness_a_unit",
                nulls_distinct=False,
            )
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["campaign", "period", "worst"], name="who_is_furthest_behind"
            )
        ]

    def __str__(self):
        return f"{self.participation_id}: {self.behind}"


class UnitShare(models.Model):
    """Ô của bản đồ nhiệt: the percent of a unit at the end of a period (``overseeing.heat``)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="shares", editable=False
    )
    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="+", editable=False
    )
    percent = models.IntegerField(editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "ô của bản đồ nhiệt"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "period"], name="one_share_a_period"
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.percent}%"
