"""Phong trào thi đua."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from units.constraints import filled_when, in_order
from units.models import Unit, User, scoped
from units.models.trash import (
    Discardable,
    DiscardableQuerySet,
    DiscardedManager,
    LivingManager,
)


class CampaignQuerySet(DiscardableQuerySet):
    @scoped
    def visible_to(self, user: User):
        """Campaigns of the user's own authority; once issued, also of the authorities above."""
        own = user.units_read
        issued = Q(plans__status__in=["issued"], host__in=user.chain_of_units)
        return self.filter(Q(host__in=own) | issued).distinct()

    def going_on_after(self, day):
        """Whose last day is not before that one, or is not known."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def for_list(self):
        return self.select_related("host").order_by("-starts_on", "-pk")


class Campaign(Discardable):
    """Phong trào thi đua: one campaign of one authority, told by its plan.

    The dates repeat the plan's period so that lists can sort by them; only
    ``campaigns.actions`` writes both.
    """

    class Type(models.TextChoices):
        THEMATIC = "thematic", "Theo chuyên đề (theo đợt)"
        REGULAR = "regular", "Thường xuyên"

    host = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan phát động", related_name="campaigns"
    )
    name = models.CharField("tên phong trào", max_length=500)
    type = models.CharField(
        "hình thức", max_length=10, choices=Type, default=Type.THEMATIC
    )
    slogan = models.CharField("chủ đề", max_length=300, blank=True)
    starts_on = models.DateField("bắt đầu", null=True, blank=True)
    ends_on = models.DateField("kết thúc", null=True, blank=True)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="hưởng ứng phong trào",
        related_name="answered_by",
    )  # fmt: skip
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = LivingManager.from_queryset(CampaignQuerySet)()
    discarded = DiscardedManager.from_queryset(CampaignQuerySet)()

    class Meta:
        verbose_name = "phong trào"
        constraints = [
            filled_when(
                Q(discarded_at__isnull=False), "discarded_by",
                name="campaign_in_the_trash_has_who_threw_it",
            ),
            in_order(
                "starts_on", "ends_on", name="campaign_ends_after_it_starts",
                message="Ngày kết thúc phong trào không được trước ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(type__in=["thematic", "regular"]), name="campaign_type_is_known"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name
