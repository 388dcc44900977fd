"""Lượt ký nhiều văn bản: what a leader had signed with one unlock, and what came of each."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.models import Plan
from reports.models.document import Document
from units.models import PeersManager, User, scoped


class SigningRoundQuerySet(models.QuerySet):
    @scoped
    def of(self, user: User):
        """One's own; nobody signs for another."""
        return self.filter(signer=user)

    def for_page(self):
        items = SigningItem.objects.select_related("plan", "document")
        return self.prefetch_related(models.Prefetch("items", items))


class SigningRound(models.Model):
    """Lượt ký."""

    signer = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(SigningRoundQuerySet)()

    class Meta:
        verbose_name = "lượt ký"

    def __str__(self):
        return f"Lượt ký số {self.pk}"


class SigningItem(models.Model):
    """Một văn bản của lượt ký: ``digest`` of what was listed; its paper, or why there is none."""

    round = models.ForeignKey(
        SigningRound, models.CASCADE, related_name="items", editable=False
    )
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", editable=False)
    title = models.CharField("trích yếu", max_length=500, editable=False)
    digest = models.CharField("dấu của nội dung", max_length=64, editable=False)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="+", editable=False
    )
    problem = models.TextField("vì sao chưa ký", blank=True, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "văn bản của lượt ký"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document=None) & ~Q(problem="")
                | Q(document__isnull=False, problem=""),
                name="an_item_of_a_round_has_one_end",
            ),
            models.UniqueConstraint(
                fields=["round", "plan"], name="a_plan_is_signed_once_a_round"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def short_code(self) -> str:
        """The beginning of the fingerprint, as lists show it."""
        return short(self.digest)


def short(digest: str) -> str:
    """ "3f9a 07c2": what two lists can be compared by."""
    return f"{digest[:4]} {digest[4:8]}"
