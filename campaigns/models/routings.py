"""Lượt duyệt: the steps on which one submission of a plan goes, copied when it was sent."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from campaigns.models.plan import Plan
from campaigns.models.routes import (
    ASKED_ROLES,
    Asked,
    Route,
    StandIn,
    Step,
    StepMode,
)
from units.constraints import filled_when, one_of
from units.models import Membership, PeersManager, User, scoped


class RoutingQuerySet(models.QuerySet):
    def current(self, plans):
        """The way on which each of ``plans`` goes, or has gone to its end."""
        return self.filter(plan__in=plans).exclude(status="dropped")

    def for_map(self):
        """With steps, whom they ask and who acted."""
        asked = RoutingParty.objects.select_related("unit", "acted_by", "acted_for")
        steps = RoutingStep.objects.prefetch_related(models.Prefetch("parties", asked))
        return self.prefetch_related(models.Prefetch("steps", steps))


class Routing(models.Model):
    """Lượt duyệt: under way, done, or dropped (taken back, returned as a whole)."""

    class Status(models.TextChoices):
        RUNNING = "running", "Đang qua các bước"
        DONE = "done", "Đã qua các bước"
        DROPPED = "dropped", "Không dùng nữa"

    MOVES = {
        Status.RUNNING: {Status.DONE, Status.DROPPED},
        Status.DONE: {Status.DROPPED},
        Status.DROPPED: set(),
    }

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="routings", editable=False
    )
    route = models.ForeignKey(Route, models.PROTECT, related_name="+", editable=False)
    status = models.CharField(
        "trạng thái",
        max_length=7,
        choices=Status,
        default=Status.RUNNING,
        editable=False,
    )
    begun_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(RoutingQuerySet)()

    class Meta:
        verbose_name = "lượt duyệt"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["running", "done", "dropped"]),
                name="routing_status_is_known",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=~Q(status="dropped"),
                name="one_routing_of_a_plan",
            ),
        ]

    def __str__(self):
        return f"Lượt duyệt của {self.plan}"


class RoutingStep(Step):
    """Bước đang qua: waiting, open since ``opened_at`` until ``due_on``, done."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Chưa đến lượt"
        OPEN = "open", "Đang chờ"
        DONE = "done", "Đã xong"

    MOVES = {
        Status.WAITING: {Status.OPEN},
        Status.OPEN: {Status.DONE},
        Status.DONE: set(),
    }

    routing = models.ForeignKey(
        Routing, models.CASCADE, related_name="steps", editable=False
    )
    status = models.CharField(
        "trạng thái",
        max_length=7,
        choices=Status,
        default=Status.WAITING,
        editable=False,
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    due_on = models.DateField("hạn", null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager()

    class Meta(Step.Meta):
        verbose_name = "bước duyệt"
        constraints = [
            models.UniqueConstraint(
                fields=["routing", "position"], name="one_step_at_a_place"
            ),
            one_of("mode", StepMode, name="step_mode_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "open", "done"]), name="step_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["routing"], condition=Q(status="open"), name="one_step_is_open"
            ),
            filled_when(
                Q(status__in=["open", "done"]), "opened_at", "due_on",
                name="an_open_step_has_its_days",
            ),
            filled_when(Q(status="done"), "done_at", name="a_done_step_has_its_time"),
        ]  # fmt: skip


def _stands_in(user: User) -> bool:
    """Is anybody's stand-in today: one query a request, and only of who is asked by no role."""
    if "_stands_in" not in user.__dict__:
        user.__dict__["_stands_in"] = StandIn.objects.on().filter(deputy=user).exists()
    return user.__dict__["_stands_in"]


class RoutingPartyQuerySet(models.QuerySet):
    @scoped
    def asking(self, user: User):
        """Whom ``user`` may act as today: by a role of their own, or standing in.

        ``campaigns.roster`` says the same of rows that were read already.
        """
        if not user.units_as(*ASKED_ROLES) and not _stands_in(user):
            return self.none()
        title = OuterRef("title")
        held = Membership.objects.on().filter(
            unit=OuterRef("unit"), role=OuterRef("role"), user__is_active=True
        )
        kind = [OuterRef("routing__plan__kind")]
        kinds = Q(delegation__kinds=[]) | Q(delegation__kinds__contains=kind)
        giver = Q(delegation__giver__in=Membership.objects.on())
        named = (
            Q(title__iexact=title)
            | Q(capacity="acting", unit__head_title__iexact=title)
            | Q(giver, kinds, delegation__giver__title__iexact=title)
        )
        instead = StandIn.objects.on().filter(deputy=user)
        away = instead.filter(unit=OuterRef("unit")).values("absent")
        mine = Q(user=user) | Q(user__in=away)
        # Few rows are of the person's units; only of them the roles are looked at.
        roles = {role for _, role in user.roles}
        near = Q(unit__in=user.units_as(), role__in=roles)
        near |= Q(unit__in=instead.order_by().values("unit"))
        any_title = Q(Exists(held.filter(mine)), title="")
        return self.filter(near, any_title | Q(Exists(held.filter(mine, named))))

    def under_way(self):
        """Of ways on which plans go that are not issued yet."""
        dropped, issued = (
            Q(routing__status="dropped"),
            Q(routing__plan__status="issued"),
        )
        return self.filter(~dropped & ~issued)

    @scoped
    def waiting_for(self, user: User):
        """Of open steps of plans that were sent, nobody having acted there yet."""
        return (
            self.asking(user)
            .filter(
                step__status="open",
                acted_at=None,
                routing__status="running",
                routing__plan__status="submitted",
            )
            .exclude(routing__plan__submitted_by=user)
            .exclude(routing__plan__created_by=user)
            .exclude(routing__parties__acted_by=user)
            .order_by("routing", "pk")
        )


class RoutingParty(Asked):
    """Người được hỏi: ``names`` held the role when the plan was sent; who acted, and for whom."""

    routing = models.ForeignKey(
        Routing, models.CASCADE, related_name="parties", editable=False
    )
    step = models.ForeignKey(
        RoutingStep, models.CASCADE, related_name="parties", editable=False
    )
    names = models.CharField("người giữ vai trò khi trình", max_length=300, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    acted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    acted_for = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    acted_at = models.DateTimeField(null=True, editable=False)
    capacity = models.CharField("chức vụ khi xem xét", max_length=200, blank=True)
    remark = models.TextField("ý kiến", max_length=2000, blank=True)

    objects = PeersManager.from_queryset(RoutingPartyQuerySet)()

    class Meta:
        verbose_name = "người của bước duyệt"
        ordering = ["pk"]
        constraints = [
            filled_when(
                Q(acted_at__isnull=False), "acted_by", name="who_agreed_is_known"
            ),
            models.CheckConstraint(
                condition=Q(acted_by=None) | ~Q(acted_by=F("submitted_by")),
                name="nobody_agrees_to_what_they_sent",
                violation_error_message="Không ai xem xét kế hoạch do chính mình trình.",
            ),
            models.UniqueConstraint(
                fields=["routing", "acted_by"],
                name="one_person_agrees_once",
                violation_error_message="Anh/chị đã xem xét kế hoạch này ở một bước khác; bước này "
                "cần một người khác.",
            ),
        ]
