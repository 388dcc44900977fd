"""Lần xem sau cùng: which version of a plan somebody had before their eyes, and when."""

from django.db import models
from django.db.models.functions import Now

from campaigns.models.plan import Plan
from units.models import PeersManager, User, scoped


class PlanLookQuerySet(models.QuerySet):
    @scoped
    def of(self, user: User):
        return self.filter(user=user)


class PlanLook(models.Model):
    """Lần xem: kept beside the access log, no line of the audit book; one row a person and plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="looks", editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", editable=False)
    number = models.PositiveIntegerField("phiên bản", editable=False)
    looked_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(PlanLookQuerySet)()

    class Meta:
        verbose_name = "lần xem kế hoạch"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "plan"], name="one_look_of_a_person_at_a_plan"
            )
        ]

    def __str__(self):
        return f"{self.user}: phiên bản {self.number}"
