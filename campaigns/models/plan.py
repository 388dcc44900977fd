"""Kế hoạch: the paper a campaign is told by, while it is being written and after."""

from datetime import date

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.text import capfirst

from campaigns.content import PaperKind
from campaigns.models.campaign import Campaign
from units.constraints import filled_when
from units.models import Membership, PeersManager, Unit, User, scoped
from units.models.paths import is_one_of
from units.models.trash import (
    Discardable,
    DiscardableQuerySet,
    DiscardedManager,
    LivingManager,
)
from units.models.tree import COUNCIL

KIND_LABELS = {
    PaperKind.PLAN: "Kế hoạch",
    PaperKind.GUIDANCE: "Hướng dẫn",
    PaperKind.DIRECTIVE: "Chỉ thị",
    PaperKind.LETTER: "Công văn",
    PaperKind.NEWS: "Tin, bài",
}


class PlanQuerySet(DiscardableQuerySet):
    @scoped
    def visible_to(self, user: User):
        """Drafts: to those who hold a role in the issuing authority, and to whom a step of the
        way on which they go asks. Issued: also below it.
        """
        own = user.units_read
        issued = Q(status="issued", issuer__in=user.chain_of_units)
        return self.filter(Q(issuer__in=own) | issued | _asking(user))

    @scoped
    def reaching(self, user: User):
        """Đã ban hành and seen by the person; no step of a way asks anybody of these."""
        seen = {*user.units_read, *user.chain_of_units}
        return self.filter(status="issued", issuer__in=seen)

    @scoped
    def to_answer(self, user: User, host: Unit):
        """Issued plans that reach ``user`` and that ``host`` may answer, the newest first.

        Those of the authorities above it and of their councils, or of what these have taken
        over; of others only where they give a task to ``host`` or name it among their recipients.
        """
        above = Unit.objects.filter(pk__in=host.chain).exclude(pk=host.pk)
        of_superior = Q(issuer__in=above) | Q(issuer__heir__in=above)
        councils = Q(issuer__parent__in=above, issuer__kind__code=COUNCIL)
        of_superior |= councils & ~Q(issuer=host)
        # One by one: each begins with the few rows that name the host.
        for named in ("lines__assignment_notes__unit", "recipients__unit"):
            asked = self.filter(**{named: host}).exclude(issuer=host).order_by()
            of_superior |= Q(pk__in=asked.values("pk"))
        issued = self.visible_to(user).current().filter(status="issued")
        found = issued.filter(of_superior)
        return found.select_related("campaign", "issuer").order_by("-pk")

    @scoped
    def to_use_again(self, user: User):
        """Issued plans of where one writes, the newest first: a new one may begin with them."""
        own = user.units_as(Membership.Role.OFFICER)
        issued = self.visible_to(user).current()
        issued = issued.filter(status="issued", issuer__in=own)
        return issued.select_related("campaign", "issuer").order_by("-pk")

    def for_list(self):
        return self.select_related(
            "campaign", "issuer", "signer__user", "submitted_by", "effect"
        ).order_by("-pk")

    def for_desk(self):
        """With all that its own pages tell of one plan besides its lines."""
        return self.select_related(
            "campaign",
            "issuer__seal_of",
            "signer__user",
            "signer__unit",
            "answer",
            "effect__root",
        )

    def issued(self):
        return self.filter(status="issued")

    @scoped
    def to_sign(self, user: User):
        """Chờ ký: of those that wait for the person, the ones that name them as the signer."""
        found = self.waiting_for(user).filter(status="submitted", signer__user=user)
        return found.select_related(
            "campaign",
            "issuer",
            "signer__user",
            "signer__unit",
            "submitted_by",
            "effect",
        ).order_by("submitted_at", "pk")

    @scoped
    def sent_by(self, user: User):
        """Plans that ``user`` sent and that wait for a leader or a clerk."""
        return self.filter(
            submitted_by=user, status__in=["submitted", "approved", "signed"]
        )

    @scoped
    def drafts_of(self, user: User):
        """Drafts that ``user`` began and may still write on, the last one saved first."""
        drafts = user.units_as(Membership.Role.OFFICER)
        return (
            self.for_desk()
            .filter(status="draft", created_by=user, issuer__in=drafts)
            .order_by("-changed_at", "-pk")
        )

    @scoped
    def made_of_reading(self, number: int, user: User):
        """Kế hoạch lập từ bản đọc: the plan that ``user`` made of the reading, if any."""
        return self.visible_to(user).filter(reading_number=number, created_by=user)

    def left_by(self, unit: Unit, day: date):
        """What a unit that is no more on ``day`` leaves: not issued, or of a campaign not over."""
        over = Q(status="issued", campaign__ends_on__lt=day)
        return self.filter(campaign__host=unit).exclude(over)

    def newest_of(self, campaign: Campaign):
        """The plan that the campaign reads: as amended, corrected or replaced. What is still
        to be issued is not read; one that was recalled is, where nothing took its place.
        """
        return self.filter(campaign=campaign).read().first()

    def newest_open(self, campaign: Campaign):
        """Bản sửa đổi, thay thế, đính chính, thu hồi chưa ban hành; None: none."""
        return self.filter(campaign=campaign, force="coming").order_by("-pk").first()

    def read(self):
        """Bản được đọc: the current ones first, then the recalled ones, the newest first."""
        found = self.filter(force__in=["current", "recalled"])
        return found.order_by("force", "-pk")

    def current(self):
        """Không tính bản đã có bản sau, đã thu hồi, chưa ban hành."""
        return self.filter(force="current")

    @scoped
    def waiting_for(self, user: User):
        """Plans on which ``user`` must act now: a leader's reviews, an officer's returns.

        What came back with only some places open is looked at again by who returned it alone.
        No leader is asked while a plan goes through the steps of its route.
        """
        leads = user.units_as(Membership.Role.LEADER)
        drafts = user.units_as(Membership.Role.OFFICER)
        mine = Q(status="submitted", issuer__in=leads) & ~Q(submitted_by=user)
        mine &= ~Q(routings__status="running")
        return self.filter(
            mine & ~Exists(PlanReturn.looked_at_by_another(user))
            | Q(status="returned", issuer__in=drafts)
        )


def _asking(user: User):
    """Condition: some step of the way on which the plan goes asks this person."""
    asked = apps.get_model("campaigns", "RoutingParty").objects.asking(user)
    if asked.query.is_empty():
        return Q(pk__in=[])
    asked = asked.under_way()
    return is_one_of("pk", ArraySubquery(asked.order_by().values("routing__plan")))


class Plan(Discardable):
    """Kế hoạch: outline lines with notes, letterhead facts and the signing block.

    Draft → submitted → approved → signed → issued, or returned with a reason. ``status``
    changes only through ``campaigns.actions``; ``version`` grows with every saved change and
    guards against two people (or tabs) overwriting each other.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Bản nháp"
        SUBMITTED = "submitted", "Chờ duyệt"
        RETURNED = "returned", "Yêu cầu sửa"
        APPROVED = "approved", "Chờ ký số"
        SIGNED = "signed", "Đã ký, chờ cấp số"
        ISSUED = "issued", "Đã ban hành"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.RETURNED, Status.APPROVED, Status.DRAFT},
        Status.RETURNED: {Status.SUBMITTED},
        Status.APPROVED: {Status.SIGNED, Status.RETURNED},
        # Back to writing only where the authority has ended before its paper had a number.
        Status.SIGNED: {Status.ISSUED, Status.RETURNED},
        Status.ISSUED: set(),
    }
    OPEN = {Status.DRAFT, Status.RETURNED}

    class Force(models.TextChoices):
        """Bản đang được đọc: which of its plans a campaign reads. In this order."""

        CURRENT = "current", "Đang được đọc"
        RECALLED = "recalled", "Đã thu hồi"
        PAST = "past", "Đã có bản sau"
        COMING = "coming", "Chưa ban hành"
        LETTER = "letter", "Văn bản thu hồi"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plans")
    issuer = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan ban hành", related_name="plans"
    )
    kind = models.CharField(
        "loại văn bản",
        max_length=10,
        choices=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        default=PaperKind.PLAN.value,
    )
    title = models.CharField("trích yếu", max_length=500, blank=True)  # R180: ≤ 500
    letterhead_parent = models.TextField("cơ quan chủ quản", max_length=300, blank=True)
    letterhead = models.TextField(
        "tên cơ quan trên văn bản", max_length=300, blank=True
    )
    force = models.CharField(
        max_length=8, choices=Force, default=Force.CURRENT, editable=False
    )
    symbol = models.CharField("ký hiệu", max_length=30, blank=True)
    place = models.CharField("địa danh", max_length=100, blank=True)
    addressees = ArrayField(
        models.CharField(max_length=300),
        verbose_name="kính gửi",
        default=list,
        blank=True,
    )
    # What a document that was read in carries; the register gives the real number (R110).
    source_number = models.PositiveIntegerField(
        "số trên văn bản gốc", null=True, blank=True
    )
    source_date = models.DateField("ngày trên văn bản gốc", null=True, blank=True)
    # The reading (bản đọc) that became this plan and is gone: whoever goes back to it is
    # led here, and clicking twice makes one plan.
    reading_number = models.PositiveBigIntegerField(
        "số bản đọc", null=True, unique=True, editable=False
    )
    signer = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, verbose_name="người ký",
        related_name="+",
    )  # fmt: skip
    # Printed as read where no signer of this installation is chosen.
    authority_lines = ArrayField(
        models.CharField(max_length=150), verbose_name="quyền hạn, chức vụ", default=list,
        blank=True,
    )  # fmt: skip
    title_below = models.CharField("chức vụ ở cơ quan", max_length=150, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=100, blank=True)
    drafter_mark = models.CharField(
        "ký hiệu người soạn thảo", max_length=30, blank=True
    )
    annexes_apart = models.BooleanField(
        "phụ lục ban hành thành tệp riêng", default=False
    )
    status = models.CharField(
        "trạng thái",
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        editable=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)

    objects = LivingManager.from_queryset(PlanQuerySet)()
    discarded = DiscardedManager.from_queryset(PlanQuerySet)()

    class Meta:
        verbose_name = "kế hoạch"
        constraints = [
            filled_when(
                Q(discarded_at__isnull=False), "discarded_by",
                name="plan_in_the_trash_has_who_threw_it",
            ),
            models.CheckConstraint(
                condition=Q(
                    force__in=["current", "recalled", "past", "coming", "letter"]
                )
                & (Q(force__in=["current", "coming"]) | Q(status="issued")),
                name="plan_force_is_known",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(status__in=["draft", "returned"]),
                name="only_a_draft_is_thrown_away",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["draft", "submitted", "returned", "approved", "signed", "issued"]
                ),
                name="plan_status_is_known",
            ),
            filled_when(
                Q(status__in=["submitted", "returned", "approved", "signed", "issued"]),
                "submitted_by", "submitted_at",
                name="plan_submission_is_whole",
            ),
            filled_when(
                Q(status__in=["approved", "signed", "issued"]),
                "approved_by", "approved_at",
                name="plan_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("submitted_by")),
                name="nobody_approves_their_own_plan",
                violation_error_message="Không ai duyệt kế hoạch do chính mình trình.",
            ),
        ]  # fmt: skip

    def __str__(self):
        # Only where it was asked for with the plan: a name costs no question.
        effect = self._state.fields_cache.get("effect")
        if effect is not None and effect.is_derived and effect.from_day is None:
            return str(effect)
        return self.subject

    @property
    def subject(self) -> str:
        """Trích yếu as it stands alone, of a plan without one the name of its campaign."""
        return capfirst(self.title or self.campaign.name)

    @property
    def known_number(self) -> str:
        """ "32/KH-HĐTĐKT"; of a text that amends or corrects, the number of its plan. "": none."""
        try:
            effect = self.effect
        except Plan.effect.RelatedObjectDoesNotExist:
            effect = None
        own = effect.root if effect is not None and effect.is_derived else self
        if not own.source_number:
            return ""
        return f"{own.source_number:02d}/{own.symbol}"

    @property
    def is_open(self) -> bool:
        """Còn sửa được."""
        return self.status in self.OPEN


class PlanReturnQuerySet(models.QuerySet):
    def open_of(self, plans):
        """Why each of ``plans`` came back, where it was not sent again."""
        return self.filter(plan__in=plans, answered_at=None).select_related(
            "returned_by"
        )

    def newest_of(self, plans):
        """The last return of each of ``plans``."""
        last = self.filter(plan__in=plans).order_by("plan", "-pk").distinct("plan")
        return last.select_related("returned_by")


class PlanReturn(models.Model):
    """Yêu cầu sửa: why a plan came back; pinned on the draft until it is sent again.

    ``scope`` places: only the lines and parts that it names (``ReturnPlace``) are open, and
    when the plan is sent again who returned it looks at it first (``looked_again_at``).
    """

    class Scope(models.TextChoices):
        WHOLE = "whole", "Cả kế hoạch"
        PLACES = "places", "Những chỗ được góp ý"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="returns")
    reason = models.TextField("lý do", max_length=2000)
    returned_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    returned_at = models.DateTimeField(db_default=Now(), editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    scope = models.CharField(
        "phạm vi mở", max_length=6, choices=Scope, default=Scope.WHOLE
    )
    # Where on its route it came back; None: to the signer's desk, or there was no route.
    step = models.ForeignKey(
        "campaigns.RoutingStep", models.SET_NULL, null=True, blank=True, related_name="+",
        editable=False,
    )  # fmt: skip
    looked_again_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    looked_again_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(PlanReturnQuerySet)()

    class Meta:
        verbose_name = "yêu cầu sửa"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_return_has_its_reason",
                violation_error_message="Ghi lý do trả lại để người soạn biết cần sửa gì.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(answered_at=None),
                name="one_open_return_per_plan",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["whole", "places"]), name="return_scope_is_known"
            ),
            filled_when(
                Q(looked_again_at__isnull=False), "looked_again_by",
                name="looked_again_has_who_looked",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.reason

    @staticmethod
    def leads_still(prefix: str = "") -> Exists:
        """Who returned the plan leads there today."""
        held = Membership.objects.on().filter(
            role=Membership.Role.LEADER,
            user=OuterRef(f"{prefix}returned_by"),
            user__is_active=True,
            unit=OuterRef(f"{prefix}plan__issuer"),
        )
        return Exists(held)

    @classmethod
    def looked_at_by_another(cls, user: User):
        """Of a plan (OuterRef): its last return, where its places are for another to look at."""
        last = (
            cls.objects.filter(plan=OuterRef("plan")).order_by("-pk").values("pk")[:1]
        )
        return (
            cls.objects.filter(plan=OuterRef("pk"), pk=last, scope=cls.Scope.PLACES)
            .filter(cls.leads_still(), looked_again_at=None)
            .exclude(returned_by=user)
        )
