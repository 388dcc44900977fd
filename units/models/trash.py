"""Thùng rác: a record that was thrown away stands still, invisible, until it comes back or goes."""

from django.db import models
from django.db.models.functions import Now

from units.models.managers import PeersManager
from units.models.people import User


class LivingManager(PeersManager):
    """Default manager of what can be thrown away: whoever forgets the trash does not see it."""

    def get_queryset(self):
        return super().get_queryset().filter(discarded_at=None)


class DiscardedManager(PeersManager):
    """What lies in the trash, and nothing else."""

    def get_queryset(self):
        return super().get_queryset().filter(discarded_at__isnull=False)


class DiscardableQuerySet(models.QuerySet):
    def discarded_before(self, age):
        return self.filter(discarded_at__lt=Now() - age)


class Discardable(models.Model):
    """Bỏ được vào thùng rác, by ``units.workflow.discard``; when and by whom."""

    discarded_at = models.DateTimeField("bỏ lúc", null=True, editable=False)
    discarded_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="người bỏ",
    )  # fmt: skip

    class Meta:
        abstract = True
