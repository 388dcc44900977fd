"""Bình xét ở đơn vị: a meeting of the unit that votes on what it will propose."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from awards.models.proposals import Proposal
from campaigns.models import Campaign
from units.models import PeersManager, Unit, User, scoped


class PeerReviewQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """The unit's own; to others with a proposal that they see and that was voted on there."""
        seen = Proposal.objects.visible_to(user).order_by().values("pk")
        lines = PeerReviewLine.objects.filter(proposal__in=seen)
        return self.filter(
            Q(unit__in=user.units_read) | Q(pk__in=lines.values("review"))
        )

    def for_page(self):
        return self.select_related("unit", "campaign", "recorded_by")


class PeerReview(models.Model):
    """Một buổi bình xét, with who was there; the votes stand in its lines."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="đơn vị"
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="phong trào",
    )  # fmt: skip
    held_on = models.DateField("ngày họp")
    place = models.CharField("địa điểm", max_length=200, blank=True)
    total = models.PositiveSmallIntegerField("tổng số người được mời")
    present = models.PositiveSmallIntegerField("số người dự họp")
    chair = models.CharField("chủ trì", max_length=150)
    secretary = models.CharField("thư ký", max_length=150, blank=True)
    remarks = models.TextField("ý kiến thảo luận", max_length=4_000, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(PeerReviewQuerySet)()

    class Meta:
        verbose_name = "buổi bình xét"
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=1, present__lte=F("total")),
                name="who_came_was_invited",
                violation_error_message="Số người dự họp từ 1 đến tổng số người được mời.",
            )
        ]
        indexes = [models.Index(fields=["unit", "held_on"], name="peer_review_of_unit")]

    def __str__(self):
        return f"Bình xét ngày {self.held_on:%d/%m/%Y}"


class PeerReviewLineQuerySet(models.QuerySet):
    def about(self, proposals):
        """The newest meeting first."""
        found = self.filter(proposal__in=proposals).select_related("review")
        return found.order_by("-review__held_on", "-pk")


class PeerReviewLine(models.Model):
    """Số phiếu của một đề nghị."""

    review = models.ForeignKey(
        PeerReview, models.CASCADE, related_name="lines", editable=False
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="peer_votes", editable=False
    )
    votes_for = models.PositiveSmallIntegerField("đồng ý")
    votes_against = models.PositiveSmallIntegerField("không đồng ý")
    # Of the meeting, so that the database holds the votes against who was there.
    present = models.PositiveSmallIntegerField(editable=False)

    objects = PeersManager.from_queryset(PeerReviewLineQuerySet)()

    class Meta:
        verbose_name = "kết quả bình xét"
        ordering = ["-votes_for", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "proposal"], name="a_proposal_is_voted_on_once"
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("votes_for") + F("votes_against")),
                name="no_more_votes_than_people",
                violation_error_message="Số phiếu đồng ý và không đồng ý cộng lại không được "
                "lớn hơn số người dự họp.",
            ),
        ]

    def __str__(self):
        return f"{self.votes_for} đồng ý, {self.votes_against} không đồng ý"
