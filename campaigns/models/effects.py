"""Văn bản tác động lên văn bản: which issued plan a paper amends, replaces, corrects, recalls."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Now

from campaigns.models.plan import Plan
from units.constraints import filled_when
from units.models import Membership, PeersManager, User, scoped


class PlanEffectQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """What was issued, to anybody; of drafts, to those who see them."""
        return self.filter(
            Q(from_day__isnull=False) | Q(plan__issuer__in=user.units_read)
        )

    @scoped
    def in_the_trash_of(self, user: User):
        """Những bản đang soạn đã bỏ, of where one writes; the last one first."""
        own = user.units_as(Membership.Role.OFFICER)
        rows = self.filter(is_dropped=True, plan__issuer__in=own)
        return rows.select_related(
            "plan__issuer", "plan__campaign", "plan__discarded_by"
        ).order_by("-plan__discarded_at")

    def issued(self):
        return self.filter(from_day__isnull=False)

    def in_force(self, day: date | None = None):
        """In force on that day; today where none is named."""
        found = self.filter(from_day__isnull=False)
        if day is None:
            return found.filter(ended_day=None)
        return found.filter(Q(ended_day=None) | Q(ended_day__gt=day), from_day__lte=day)

    def of_root(self, root_id: int):
        """Of one plan and all that was made of it, in the order of issue."""
        return self.filter(root=root_id).order_by("pk")

    def rewording(self, root_id: int):
        """What amends or corrects the plan, of what was issued, in order."""
        found = self.issued().of_root(root_id)
        return found.filter(kind__in=PlanEffect.DERIVED)

    def before(self, effect: "PlanEffect"):
        """In force when that one was begun."""
        then = Q(ended_day=None) | Q(ended_by__gt=effect.pk)
        return self.filter(then, pk__lt=effect.pk)

    def about(self, plan_id: int):
        """What the paper of this plan does and what was done to it; of the plan that it amends
        or corrects only what ends that.
        """
        own = PlanEffect.objects.filter(plan=plan_id, kind__in=PlanEffect.DERIVED)
        ends = Q(kind__in=["recall", "replace"], target__in=own.values("root"))
        found = self.filter(Q(plan=plan_id) | Q(target=plan_id) | ends)
        return found.select_related("ended_by").order_by("pk")

    def ending(self, plan_ids):
        """What recalls or replaces one of these plans, or the plan that one of them amends or
        corrects; each with these (``made_of_it``).
        """
        made = PlanEffect.objects.filter(plan__in=plan_ids, kind__in=PlanEffect.DERIVED)
        of_target = made.filter(root=OuterRef("target")).order_by()
        ends = self.filter(kind__in=[PlanEffect.Kind.RECALL, PlanEffect.Kind.REPLACE])
        named = Q(target__in=plan_ids) | Q(target__in=made.order_by().values("root"))
        return ends.filter(named).annotate(
            made_of_it=ArraySubquery(of_target.values("plan"))
        )

    def open_on(self, root_id: int):
        """Bản đang soạn; None: none. There is one at a time."""
        found = self.filter(root=root_id, from_day=None, is_dropped=False)
        return found.select_related("plan").first()


class PlanEffect(models.Model):
    """Tác động: what the paper ``plan`` does to ``target``, from the day on which it is issued.

    ``root`` is the plan that all of it is about, ``base`` the text that the working copy began
    with. ``ended_day``: the paper was recalled, and the text is again what it was before.
    """

    class Kind(models.TextChoices):
        AMEND = "amend", "Sửa đổi, bổ sung"
        REPLACE = "replace", "Thay thế"
        CORRECT = "correct", "Đính chính"
        RECALL = "recall", "Thu hồi"

    # The working copy is the plan as it should read; the paper is written from the difference.
    DERIVED = frozenset({Kind.AMEND, Kind.CORRECT})

    plan = models.OneToOneField(
        Plan, models.CASCADE, related_name="effect", editable=False
    )
    kind = models.CharField("loại tác động", max_length=7, choices=Kind)
    target = models.ForeignKey(
        Plan, models.PROTECT, related_name="affected_by", editable=False,
        verbose_name="văn bản chịu tác động",
    )  # fmt: skip
    root = models.ForeignKey(Plan, models.PROTECT, related_name="+", editable=False)
    base = models.ForeignKey(
        Plan, models.PROTECT, null=True, related_name="+", editable=False
    )
    reason = models.TextField("lý do", max_length=2000)
    # The target as it is cited, and the codes and names under which anybody finds both.
    cited = models.CharField("viện dẫn", max_length=600)
    target_code = models.CharField(max_length=8, blank=True, editable=False)
    paper_cited = models.CharField(max_length=600, blank=True, editable=False)
    paper_code = models.CharField(max_length=8, blank=True, editable=False)
    begun_at = models.DateTimeField(db_default=Now(), editable=False)
    is_dropped = models.BooleanField(
        "đã bỏ vào thùng rác", default=False, editable=False
    )
    from_day = models.DateField("có hiệu lực từ", null=True, editable=False)
    ended_day = models.DateField("thôi hiệu lực từ", null=True, editable=False)
    ended_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PeersManager.from_queryset(PlanEffectQuerySet)()

    class Meta:
        verbose_name = "tác động lên văn bản"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="recall", base=None)
                | Q(kind__in=["amend", "replace", "correct"], base__isnull=False),
                name="effect_kind_is_known_and_has_its_base",
            ),
            models.UniqueConstraint(
                fields=["root"],
                condition=Q(from_day=None, is_dropped=False),
                name="one_open_change_of_a_plan",
                violation_error_message="Kế hoạch này đang có một văn bản sửa đổi, thay thế, đính "
                "chính hoặc thu hồi chưa ban hành. Làm tiếp hoặc bỏ văn bản đó trước.",
            ),
            models.CheckConstraint(
                condition=Q(plan__gt=F("target"), target__gte=F("root")),
                name="an_effect_looks_back",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_change_has_its_reason",
                violation_error_message="Ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(is_dropped=False) | Q(from_day=None),
                name="only_an_open_change_is_dropped",
            ),
            models.CheckConstraint(
                condition=Q(ended_day=None)
                | Q(from_day__isnull=False, ended_day__gte=F("from_day")),
                name="an_effect_ends_after_it_began",
            ),
            filled_when(
                Q(ended_day__isnull=False), "ended_by", name="an_ended_effect_has_its_recall"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} {self.cited}"

    @property
    def is_derived(self) -> bool:
        return self.kind in self.DERIVED

    @property
    def is_text(self) -> bool:
        """From its issue on the campaign reads the words of ``plan``."""
        return self.kind != self.Kind.RECALL
