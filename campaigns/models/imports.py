"""Bản đọc chờ xem lại: what the reader made of a file, before anything is created from it."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.timezone import now

from units.models import PeersManager, User


class ImportDraftQuerySet(models.QuerySet):
    def of(self, user: User):
        """The person's own; nobody else sees them."""
        return self.filter(owner=user).order_by("-pk")

    def older_than(self, age: timedelta):
        return self.filter(created_at__lt=now() - age)


class ImportDraft(models.Model):
    """Bản đọc: the plan's twin as JSON text, with how sure each guess is.

    Not a record of office: it belongs to the person who uploaded the file and goes when the
    campaign is made from it or after thirty days.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    file_name = models.CharField(max_length=255)
    twin = models.TextField()
    reading = models.JSONField(
        default=dict
    )  # confidence, suspicions, warnings of the reader
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(ImportDraftQuerySet)()

    class Meta:
        verbose_name = "bản đọc"

    def __str__(self):
        return self.file_name
