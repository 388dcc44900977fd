"""Lượt làm dở: what a worker has begun, so that its death is noticed."""

from django.db import models
from django.db.models.functions import Now

from units.models import PeersManager


class AttemptQuerySet(models.QuerySet):
    def given_up(self):
        """Work that nobody tries any more, the latest first."""
        return self.exclude(code="").order_by("-last_at")

    def codes_of(self, works) -> dict[str, str]:
        """Of these pieces of work those given up, with the code of each."""
        found = self.given_up().filter(work__in=works).order_by()
        return dict(found.values_list("work", "code"))


class Attempt(models.Model):
    """Lượt làm dở: a piece of work that was begun and whose end nobody has told.

    Written before the work starts and gone when it ends, well or badly. A worker that dies
    over it (memory, a fault in a library) leaves the row, and the next one counts on.
    ``work`` names the work: "seal:17", "preview:9f…". ``code`` stands where it was given up:
    the page shows it, the log tells under it what happened.
    """

    work = models.CharField("việc", max_length=100, unique=True)
    begun = models.PositiveSmallIntegerField("số lần bắt đầu", default=0)
    last_at = models.DateTimeField("lần cuối", db_default=Now())
    code = models.CharField("mã", max_length=8, blank=True, db_index=True)

    objects = PeersManager.from_queryset(AttemptQuerySet)()

    class Meta:
        verbose_name = "lượt làm dở"

    def __str__(self):
        return f"{self.work} × {self.begun}"
