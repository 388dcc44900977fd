"""Đăng ký muộn, đôn đốc, các bước của điển hình: what is kept beside an undertaking."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.progress.participation import Participation
from campaigns.models.progress.scope import OfUnitQuerySet
from campaigns.models.progress.undertakings import RegistrationCall, Undertaking
from units.models import PeersManager, Unit, User, scoped


class LatePermissionQuerySet(OfUnitQuerySet):
    def in_use(self, day):
        return self.filter(until__gte=day, closed_at=None)

    def for_page(self):
        return self.select_related(
            "campaign__host", "participation", "call", "opened_by"
        )


class LatePermission(models.Model):
    """Cho đăng ký muộn: one unit may answer one call until a day; what it sends is stamped."""

    call = models.ForeignKey(
        RegistrationCall,
        models.PROTECT,
        related_name="late_permissions",
        editable=False,
    )
    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="late_permissions", editable=False
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    until = models.DateField("được đăng ký đến hết ngày")
    reason = models.CharField("lý do", max_length=500)
    opened_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(LatePermissionQuerySet)()

    class Meta:
        verbose_name = "cho đăng ký muộn"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_late_permission_has_its_reason",
                violation_error_message="Ghi lý do cho đăng ký muộn.",
            ),
            models.UniqueConstraint(
                fields=["call", "participation"], condition=Q(closed_at=None),
                name="one_late_permission_at_a_time",
                violation_error_message="Đơn vị đang được đăng ký muộn rồi.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.reason


class NudgeQuerySet(OfUnitQuerySet):
    def of_day(self, day):
        return self.filter(sent_on=day)

    def about_registration(self):
        return self.filter(about=Nudge.About.REGISTRATION)

    def for_list(self):
        return self.select_related("unit", "sent_by").order_by("-pk")


class Nudge(models.Model):
    """Đôn đốc: which unit was told what it still owes, when and by whom; once a day."""

    class About(models.TextChoices):
        REGISTRATION = "registration", "Đăng ký"
        REPORT = "report", "Báo cáo"

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="nudges", editable=False
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    about = models.CharField("về việc", max_length=12, choices=About)
    text = models.TextField("nội dung", max_length=2000)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    sent_on = models.DateField("ngày đôn đốc", editable=False)
    sent_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(NudgeQuerySet)()

    class Meta:
        verbose_name = "đôn đốc"
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=["registration", "report"]),
                name="nudge_is_about_something_known",
            ),
            models.UniqueConstraint(
                fields=["participation", "about", "sent_on"], name="one_nudge_a_day",
                violation_error_message="Hôm nay đã đôn đốc đơn vị này rồi.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["campaign", "sent_on"], name="nudge_of_campaign")
        ]

    def __str__(self):
        return self.text[:80]


class NudgeLetterQuerySet(models.QuerySet):
    @scoped
    def to_person(self, user: User):
        """Gửi cho chính mình, of units that one still works in."""
        return self.filter(user=user, nudge__unit__in=user.units_read)

    def unread(self):
        return self.filter(read_at=None)

    def of_days(self, days):
        found = self.filter(nudge__sent_on__in=days)
        return found.select_related(
            "nudge__campaign__host", "nudge__unit", "nudge__sent_by"
        ).order_by("-nudge__sent_at", "-pk")

    def owed(self):
        """Thư chưa gửi: tried again until it left or was given up."""
        return self.exclude(address="").filter(mailed_at=None, failure="")


class NudgeLetter(models.Model):
    """Người được đôn đốc: one person of the unit, and the letter if there is an address."""

    TRIES = 6

    nudge = models.ForeignKey(
        Nudge, models.CASCADE, related_name="letters", editable=False
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    address = models.EmailField("thư điện tử", blank=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    failure = models.CharField(max_length=200, blank=True, editable=False)
    read_at = models.DateTimeField("đã xem lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(NudgeLetterQuerySet)()

    class Meta:
        verbose_name = "người được đôn đốc"
        constraints = [
            models.UniqueConstraint(
                fields=["nudge", "user"], name="a_nudge_tells_a_person_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="nudge_letters_owed",
                condition=Q(mailed_at=None, failure="") & ~Q(address=""),
            ),
            models.Index(fields=["user"], name="nudge_of_person"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user}"


class ExampleStep(models.Model):
    """Một bước của điển hình: since when, who said so and why. Never changed afterwards."""

    Stage = Undertaking.Stage

    undertaking = models.ForeignKey(
        Undertaking, models.PROTECT, related_name="steps", editable=False
    )
    stage = models.CharField("bước", max_length=9, choices=Stage, blank=True)
    on = models.DateField("ngày")
    note = models.TextField("nhận xét, việc đã làm", max_length=2000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "bước của điển hình"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["", "found", "nurtured", "summed_up", "spread"]),
                name="example_step_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(stage="") | ~Q(note=""),
                name="an_example_ends_with_a_reason",
                violation_error_message="Ghi lý do thôi chọn làm điển hình.",
            ),
        ]

    def __str__(self):
        return self.get_stage_display() if self.stage else "Thôi chọn làm điển hình"
