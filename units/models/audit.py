"""Sổ nhật ký nghiệp vụ."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class AuditEntry(models.Model):
    """Một dòng nhật ký: who did what to which record, and what it was before.

    No foreign key to its subject, so that the book never stands in the way of live data;
    the database refuses to change or remove a line (migration 0001).
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = "dòng nhật ký"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["subject", "subject_id", "-id"], name="audit_of_subject"
            )
        ]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.action}"
