"""Nhắc việc: the ladder, what was told to whom and why, the one letter of a day."""

import secrets
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.progress.participation import Participation
from campaigns.models.progress.periods import ReportingPeriod
from campaigns.models.progress.scope import OfUnitQuerySet
from campaigns.models.progress.undertakings import RegistrationCall
from units.constraints import filled_when, in_order, one_at_a_time
from units.models import PeersManager, Unit, User, scoped
from units.models.managers import DatedQuerySet


class Rung(models.TextChoices):
    """Bậc: whom a step reaches; the further down this list, the further up it goes."""

    REPORTER = "reporter", "Người báo cáo của đơn vị"
    HEAD = "head", "Người đứng đầu đơn vị"
    OFFICER = "officer", "Cán bộ cơ quan phát động"
    CHAIR = "chair", "Người đứng đầu cơ quan phát động"


def day_words(days: int) -> str:
    """ "7 ngày trước hạn", "ngày đến hạn", "3 ngày sau hạn"."""
    if days == 0:
        return "ngày đến hạn"
    return f"{abs(days)} ngày {'trước' if days < 0 else 'sau'} hạn"


class ReminderStepQuerySet(DatedQuerySet):
    def common(self):
        """Bậc thang chung of the installation."""
        return self.filter(unit=None)

    def of_unit(self, unit: Unit):
        return self.filter(unit=unit)

    def for_list(self):
        return self.order_by("days", "pk")


class ReminderStep(models.Model):
    """Một bậc nhắc việc: so many days before or after the due day, whom, from when to when.

    Those of an authority stand in the place of the common ones (``unit`` None) on every day
    on which it has any.
    """

    EARLIEST, LATEST = -60, 90

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="của", related_name="+", null=True, blank=True,
        editable=False,
    )  # fmt: skip
    days = models.SmallIntegerField("số ngày so với hạn")
    reaches = models.CharField("nhắc ai", max_length=8, choices=Rung)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(ReminderStepQuerySet)()

    class Meta:
        verbose_name = "bậc nhắc việc"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="reminder_step_ends_after_it_starts",
                message="Ngày thôi áp dụng không được trước ngày áp dụng.",
            ),
            models.CheckConstraint(
                condition=Q(reaches__in=["reporter", "head", "officer", "chair"]),
                name="reminder_step_reaches_somebody_known",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=-60, days__lte=90), name="reminder_step_is_near",
                violation_error_message="Chỉ nhắc trong vòng 60 ngày trước hạn đến 90 ngày sau "
                "hạn.",
            ),
            models.CheckConstraint(
                condition=Q(reaches="reporter") | Q(days__gt=0),
                name="only_what_is_late_goes_up",
                violation_error_message="Chỉ báo lên trên khi đã quá hạn; trước hạn và ngày đến "
                "hạn thì nhắc người báo cáo.",
            ),
            one_at_a_time(
                "unit", "days", "reaches", name="one_reminder_step_at_a_time",
                message="Bậc thang đã có bậc này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{day_words(self.days)}: {self.get_reaches_display()}"

    @property
    def words(self) -> str:
        return day_words(self.days)


class DigestQuerySet(models.QuerySet):
    @scoped
    def of_person(self, user: User):
        """Gửi cho chính mình."""
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)

    def owed(self, at: datetime):
        """Letters that are to go now: their time has come, or who took them is no more."""
        return self.filter(next_try_at__lte=at).order_by("next_try_at", "pk")


class Digest(models.Model):
    """Bản nhắc việc của một người trong một ngày, with its one letter.

    Queued, it waits for ``next_try_at``; whoever sends it puts that moment off first. Once it
    has left, is given up, or was for the site only, nothing is to be tried any more.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "Chờ gửi thư"
        SENDING = "sending", "Đang gửi thư"
        SENT = "sent", "Đã gửi thư"
        FAILED = "failed", "Chưa gửi được thư"
        SETTLED = "settled", "Đã nộp trước khi thư đi"
        SITE = "site", "Chỉ báo trên trang"

    class WhySite(models.TextChoices):
        NO_ADDRESS = "address", "tài khoản chưa ghi thư điện tử"
        SWITCHED_OFF = "off", "người nhận không nhận thư nhắc việc"
        NO_SERVER = "server", "hệ thống chưa nối máy chủ thư"

    TRIES = 6
    WAITING = (Status.QUEUED, Status.SENDING)

    user = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    day = models.DateField("ngày", editable=False)
    status = models.CharField(
        "thư", max_length=7, choices=Status, default=Status.QUEUED, editable=False
    )
    why_site = models.CharField(
        "vì sao không gửi thư",
        max_length=7,
        choices=WhySite,
        blank=True,
        editable=False,
    )
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField("thư đi lúc", null=True, editable=False)
    failure = models.CharField(max_length=200, blank=True, editable=False)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField("đã xem lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(DigestQuerySet)()

    class Meta:
        verbose_name = "bản nhắc việc"
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["queued", "sending", "sent", "failed", "settled", "site"]
                ),
                name="digest_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(why_site__in=["", "address", "off", "server"]),
                name="why_a_digest_stays_here_is_known",
            ),
            filled_when(
                Q(status__in=["queued", "sending"]), "next_try_at",
                name="a_digest_that_waits_has_its_time",
            ),
            filled_when(Q(status="sent"), "sent_at", name="a_digest_sent_has_its_time"),
            models.CheckConstraint(
                condition=Q(status="site") & ~Q(why_site="")
                | ~Q(status="site") & Q(why_site=""),
                name="a_digest_kept_here_says_why",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["next_try_at"], name="digest_owed",
                condition=Q(next_try_at__isnull=False),
            ),
            models.Index(
                fields=["user"], name="digest_unread", condition=Q(read_at=None)
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user}, {self.day:%d/%m/%Y}"

    @property
    def letter(self) -> str:
        """What became of the letter, in words."""
        said = self.get_status_display()
        if self.status == self.Status.SITE:
            return f"{said}: {self.get_why_site_display()}"
        return f"{said}: {self.failure}" if self.failure else said


class ReminderQuerySet(OfUnitQuerySet):
    @scoped
    def to_person(self, user: User):
        """Gửi cho chính mình."""
        return self.filter(user=user)

    def told(self):
        return self.filter(why_not="")

    def about(self, thing: ReportingPeriod | RegistrationCall):
        """Of one period, or of one call to register."""
        if isinstance(thing, ReportingPeriod):
            return self.filter(period=thing)
        return self.filter(call=thing)

    def for_ledger(self):
        """By unit, then the newest first."""
        found = self.select_related("unit", "user", "digest")
        return found.order_by("unit__path", "-made_at", "-pk")

    def for_letter(self):
        return self.select_related(
            "campaign__host", "unit", "period", "call", "participation"
        ).order_by("due_on", "period", "call", "unit__path", "pk")


class Reminder(models.Model):
    """Một lần nhắc: who was told of which report or registration, at which step; or why nobody
    was.

    The row is the ledger and never changes. A person is told of one thing at one step once.
    ``user`` None: the step reaches nobody there.
    """

    class WhyNot(models.TextChoices):
        NOBODY = "nobody", "chưa có ai giữ vai trò này trong hệ thống"
        NOT_WANTED = "unwanted", "người nhận chỉ muốn được nhắc sát hạn hơn"

    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, related_name="reminders", editable=False
    )
    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="reminders", editable=False
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, null=True, related_name="reminders",
        editable=False,
    )  # fmt: skip
    call = models.ForeignKey(
        RegistrationCall, models.PROTECT, null=True, related_name="reminders",
        editable=False,
    )  # fmt: skip
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    reaches = models.CharField("bậc", max_length=8, choices=Rung, editable=False)
    days = models.SmallIntegerField("số ngày so với hạn", editable=False)
    due_on = models.DateField("hạn", editable=False)
    why_not = models.CharField(
        "vì sao không nhắc", max_length=8, choices=WhyNot, blank=True, editable=False
    )
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(ReminderQuerySet)()

    class Meta:
        verbose_name = "lần nhắc việc"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "participation", "period", "days"],
                name="a_person_is_told_of_a_report_once",
            ),
            models.UniqueConstraint(
                fields=["user", "participation", "call", "days"],
                name="a_person_is_told_of_a_registration_once",
            ),
            models.UniqueConstraint(
                fields=["participation", "period", "days", "reaches"],
                condition=Q(user=None), name="that_nobody_is_there_is_said_once",
            ),
            models.UniqueConstraint(
                fields=["participation", "call", "days", "reaches"],
                condition=Q(user=None), name="that_nobody_registers_is_said_once",
            ),
            models.CheckConstraint(
                condition=Q(period=None, call__isnull=False)
                | Q(period__isnull=False, call=None),
                name="a_reminder_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(reaches__in=["reporter", "head", "officer", "chair"]),
                name="reminder_reaches_somebody_known",
            ),
            models.CheckConstraint(
                condition=Q(why_not="", digest__isnull=False, user__isnull=False)
                | Q(why_not="nobody", digest=None, user=None)
                | Q(why_not="unwanted", digest=None, user__isnull=False),
                name="a_reminder_is_told_or_says_why_not",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["campaign", "period"], name="reminder_of_campaign"),
        ]

    def __str__(self):
        return self.why

    @property
    def thing(self) -> ReportingPeriod | RegistrationCall:
        thing = self.period or self.call
        assert thing is not None, "a_reminder_is_of_one_thing"
        return thing

    @property
    def why(self) -> str:
        """Vì sao nhắc: which step it was."""
        return f"{day_words(self.days)}, {self.get_reaches_display().lower()}"


class ReminderChoice(models.Model):
    """Tùy chọn nhắc việc of one person; without a row everything is told, also by letter.

    ``by_mail`` is about one's own work. What is told to a person because others are late
    (``Rung`` above the reporter) always goes by letter too, and no step after the due day can
    be declined: else whoever is late could switch off what makes it known.
    """

    user = models.OneToOneField(
        User, models.PROTECT, related_name="reminder_choice", editable=False
    )
    by_mail = models.BooleanField("nhận thư nhắc việc của mình", default=True)
    lead_days = models.PositiveSmallIntegerField(
        "nhắc trước hạn nhiều nhất", null=True, blank=True
    )

    objects = PeersManager()

    class Meta:
        verbose_name = "tùy chọn nhắc việc"

    def __str__(self):
        return f"{self.user}"

    def wants(self, days: int) -> bool:
        return self.lead_days is None or days > 0 or -days <= self.lead_days


def new_feed_token() -> str:
    """Opens a person's due days without signing in; it cannot be guessed."""
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """Địa chỉ lịch of one person, which calendar programs read without signing in."""

    # Never in the audit book: who knows the token reads the days.
    PERSONAL = frozenset({"token"})

    user = models.OneToOneField(
        User, models.PROTECT, related_name="calendar_feed", editable=False
    )
    token = models.CharField(
        max_length=43, unique=True, default=new_feed_token, editable=False
    )
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "địa chỉ lịch"

    def __str__(self):
        return f"{self.user}"

    def keep_aside(self, entry, before, after) -> None:
        """Nothing: the old address is kept nowhere."""
