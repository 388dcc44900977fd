"""Phiên bản của kế hoạch: what it said each time it was worth keeping."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.models.plan import Plan
from units.constraints import filled_when
from units.models import PeersManager, User, scoped


class PlanVersionQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """To those who see the draft; never to who sees the issued plan from below."""
        return self.filter(plan__issuer__in=user.units_read)

    def for_list(self):
        """The newest first with why each was kept, without their long contents; two queries."""
        occasions = VersionOccasion.objects.select_related("kept_by")
        return (
            self.defer("twin")
            .prefetch_related(models.Prefetch("occasions", occasions))
            .order_by("-number")
        )

    def of_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def twins(self, numbers: Collection[int]) -> dict[int, str]:
        """The contents of these, by their numbers."""
        kept = self.filter(number__in=numbers)
        return dict(kept.values_list("number", "twin"))

    def newest_of(self, plan: Plan):
        """None: nothing was kept yet."""
        return self.filter(plan=plan).order_by("-number").first()


class PlanVersion(models.Model):
    """Phiên bản: the plan's twin as JSON text, frozen; equal contents in a row are one version.

    ``changes``: in how many places it differs from the one before.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="versions", editable=False
    )
    number = models.PositiveIntegerField("số thứ tự", editable=False)
    twin = models.TextField("nội dung", editable=False)
    changes = models.PositiveIntegerField(
        "số chỗ đổi so với phiên bản trước", null=True, editable=False
    )
    kept_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(PlanVersionQuerySet)()

    class Meta:
        verbose_name = "phiên bản kế hoạch"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="one_version_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(number=1, changes=None)
                | Q(number__gt=1, changes__isnull=False, changes__gte=1),
                name="a_later_version_differs_from_the_one_before",
            ),
            models.CheckConstraint(
                condition=~Q(twin=""), name="a_version_has_its_content"
            ),
        ]

    def __str__(self):
        return f"Phiên bản {self.number}"


class VersionOccasionQuerySet(models.QuerySet):
    def submissions_of(self, plan: Plan):
        """Each submission with its version, the last first."""
        found = self.filter(version__plan=plan, reason="submitted")
        return found.select_related("version").defer("version__twin").order_by("-pk")


class VersionOccasion(models.Model):
    """Dịp giữ phiên bản: why, by whom, when; the same words may be kept more than once.

    ``turn``: which submission of the plan it was.
    """

    class Reason(models.TextChoices):
        BEGUN = "begun", "Bản đầu"
        SUBMITTED = "submitted", "Bản trình"
        MARKED = "marked", "Mốc"

    version = models.ForeignKey(
        PlanVersion, models.CASCADE, related_name="occasions", editable=False
    )
    reason = models.CharField("lý do giữ", max_length=10, choices=Reason)
    turn = models.PositiveIntegerField("lần trình", null=True, editable=False)
    name = models.CharField("tên mốc", max_length=100, blank=True)
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    kept_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(VersionOccasionQuerySet)()

    class Meta:
        verbose_name = "dịp giữ phiên bản"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=["begun", "submitted", "marked"]),
                name="reason_to_keep_a_version_is_known",
            ),
            filled_when(
                Q(reason="submitted"), "turn", name="a_submission_has_its_turn"
            ),
            models.CheckConstraint(
                condition=Q(reason="marked") & ~Q(name="")
                | ~Q(reason="marked") & Q(name=""),
                name="a_mark_has_its_name",
                violation_error_message="Đặt tên cho mốc để sau này nhận ra bản này.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """ "Bản trình lần 2", "Mốc: Xin ý kiến các phòng"."""
        match self.reason:
            case self.Reason.SUBMITTED:
                return f"Bản trình lần {self.turn}"
            case self.Reason.MARKED:
                return f"Mốc: {self.name}"
        return "Bản đầu"
