"""Quy trình duyệt: who looks at a paper of an authority, in what order, before its signer does.

A route is drafted, then put in force from a day; its steps are then what they are, and a
change is another route. ``campaigns.models.routings`` holds the copy on which a plan goes.
"""

from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Now

from campaigns.models.plan import KIND_LABELS
from units.constraints import filled_when, in_order, one_at_a_time, one_of
from units.models import Membership, PeersManager, Unit, User, scoped
from units.models.managers import DatedQuerySet
from units.models.tree import reached

MOST_DAYS = 60
ASKED_ROLES = (
    Membership.Role.LEADER,
    Membership.Role.OFFICER,
    Membership.Role.CLERK,
    Membership.Role.SECRETARY,
)


class StepMode(models.TextChoices):
    """How many of those whom a step asks must agree."""

    ALL = "all", "Tất cả đồng ý"
    ANY = "any", "Một người là đủ"


class Step(models.Model):
    """Một bước, in a route or on its way."""

    position = models.PositiveSmallIntegerField("thứ tự", editable=False)
    name = models.CharField("tên bước", max_length=60)
    mode = models.CharField(
        "cách đồng ý", max_length=3, choices=StepMode, default=StepMode.ALL
    )
    days = models.PositiveSmallIntegerField("số ngày làm việc", default=2)

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self):
        return self.name


class Asked(models.Model):
    """Người của một bước: whoever holds that role in that unit, of that title where one is said."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị", related_name="+"
    )
    role = models.CharField("vai trò", max_length=20, choices=Membership.Role)
    title = models.CharField("chức vụ", max_length=100, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.title or self.get_role_display()}, {self.unit}"


class RouteQuerySet(DatedQuerySet):
    @scoped
    def administered_by(self, user: User):
        """Of the units that the person administers."""
        return self.filter(reached(user, "unit__path"))

    def of_unit(self, unit: Unit):
        """Drafts first, then the newest; with their steps and whom these ask."""
        asked = RouteParty.objects.select_related("unit").order_by("pk")
        steps = RouteStep.objects.prefetch_related(models.Prefetch("parties", asked))
        found = self.filter(unit=unit).prefetch_related(models.Prefetch("steps", steps))
        return found.order_by("status", "-valid_from", "-pk")

    def for_paper(self, unit: Unit, kind: str, day=None):
        """The route in force for such a paper; None: its signer alone decides."""
        return self.on(day).filter(unit=unit, kind=kind, status="set").first()


class Route(models.Model):
    """Quy trình duyệt of one kind of paper of one authority."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang lập"
        SET = "set", "Đã áp dụng"

    MOVES = {Status.DRAFT: {Status.SET}, Status.SET: set()}

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan ban hành", related_name="routes"
    )
    kind = models.CharField(
        "loại văn bản",
        max_length=10,
        choices=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        default="plan",
    )
    status = models.CharField(
        "trạng thái", max_length=5, choices=Status, default=Status.DRAFT, editable=False
    )
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(RouteQuerySet)()

    class Meta:
        verbose_name = "quy trình duyệt"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "set"]), name="route_status_is_known"
            ),
            filled_when(Q(status="set"), "valid_from", name="a_route_in_force_has_its_day"),
            models.CheckConstraint(
                condition=Q(status="set") | Q(valid_to=None), name="a_draft_route_has_no_end"
            ),
            in_order(
                "valid_from", "valid_to", name="route_ends_after_it_starts",
                message="Ngày cuối của quy trình không được trước ngày bắt đầu.",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(status="draft"),
                name="one_draft_of_a_route",
                violation_error_message="Đang có một bản quy trình lập dở cho loại văn bản này.",
            ),
            one_at_a_time(
                "unit", "kind", name="one_route_at_a_time", condition=Q(status="set"),
                message="Loại văn bản này đã có quy trình áp dụng trong thời gian đó.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Quy trình duyệt {self.get_kind_display().lower()}, {self.unit}"


class RouteStep(Step):
    """Bước của quy trình."""

    route = models.ForeignKey(
        Route, models.CASCADE, related_name="steps", editable=False
    )

    objects = PeersManager()

    class Meta(Step.Meta):
        verbose_name = "bước của quy trình"
        constraints = [
            models.UniqueConstraint(
                fields=["route", "position"], name="one_step_at_a_place_of_a_route",
                deferrable=Deferrable.DEFERRED,
            ),
            one_of("mode", StepMode, name="route_step_mode_is_known"),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MOST_DAYS), name="route_step_has_its_days",
                violation_error_message=f"Số ngày làm việc từ 1 đến {MOST_DAYS}.",
            ),
        ]  # fmt: skip


class RouteParty(Asked):
    """Người được hỏi ở một bước của quy trình."""

    step = models.ForeignKey(
        RouteStep, models.CASCADE, related_name="parties", editable=False
    )

    objects = PeersManager()

    class Meta:
        verbose_name = "người của bước"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "unit", "role", "title"],
                name="whom_a_step_asks_it_asks_once",
                violation_error_message="Bước này đã hỏi vai trò đó.",
            )
        ]


class StandInQuerySet(DatedQuerySet):
    @scoped
    def administered_by(self, user: User):
        return self.filter(reached(user, "unit__path"))

    def of_unit(self, unit: Unit):
        """In force or to come; the first to begin first."""
        found = self.filter(unit=unit).select_related("absent", "deputy")
        return found.order_by("valid_from", "pk")


class StandIn(models.Model):
    """Người thay khi vắng: looks at papers in the place of who is away from that unit."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị", related_name="+"
    )
    absent = models.ForeignKey(
        User, models.PROTECT, verbose_name="người vắng", related_name="+"
    )
    deputy = models.ForeignKey(
        User, models.PROTECT, verbose_name="người thay", related_name="+"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = PeersManager.from_queryset(StandInQuerySet)()

    class Meta:
        verbose_name = "người thay khi vắng"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="stand_in_ends_after_it_starts",
                message="Ngày cuối không được trước ngày đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(absent=models.F("deputy")), name="nobody_stands_in_for_oneself",
                violation_error_message="Người thay phải là người khác.",
            ),
            one_at_a_time(
                "unit", "absent", name="one_stand_in_at_a_time",
                message="Người này đã có người thay trong thời gian đó.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.deputy} thay {self.absent}, {self.unit}"
