"""Công khai: how long citizens see who is nominated and who was honoured, and what is masked."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from awards.models.catalogue import Subject
from awards.models.proposals import Proposal
from awards.models.rulings import Ruling
from units.constraints import one_at_a_time, one_of, or_none
from units.models import PeersManager, Unit, User, scoped

LONGEST_BEFORE, LONGEST_AFTER = 60, 3_650  # days


class PublicityRule(Ruling):
    """Quy định công khai of an authority; where there is none, nothing is published.

    Days are counted from the day after the first one (Điều 147 Bộ luật Dân sự); 0: not shown.
    What is masked is a person's or a household's: collectives stand with their names.
    """

    days_before = models.PositiveSmallIntegerField(
        "số ngày công khai đề nghị", default=0,
        help_text="Trước khi Hội đồng họp. Ghi 0 nếu không công khai danh sách đề nghị.",
    )  # fmt: skip
    days_after = models.PositiveSmallIntegerField(
        "số ngày công khai quyết định", default=0,
        help_text="Kể từ ngày ban hành. Ghi 0 nếu không công khai quyết định.",
    )  # fmt: skip
    masks_names = models.BooleanField("che chữ đệm của họ tên", default=True)
    masks_post = models.BooleanField("che chức vụ, nơi công tác, địa chỉ", default=True)
    child_age = models.PositiveSmallIntegerField(
        "chỉ ghi chữ đầu họ tên người dưới (tuổi)", null=True, blank=True,
        help_text="Ví dụ 16. Theo ngày sinh, năm sinh đã ghi; để trống nếu không che riêng.",
    )  # fmt: skip

    class Meta(Ruling.Meta):
        verbose_name = "quy định công khai"
        constraints = [
            *Ruling.Meta.constraints,
            models.CheckConstraint(
                condition=Q(days_before__lte=LONGEST_BEFORE, days_after__lte=LONGEST_AFTER),
                name="publicity_ends",
                violation_error_message=f"Công khai đề nghị không quá {LONGEST_BEFORE} ngày, "
                "công khai quyết định không quá 3.650 ngày.",
            ),
            models.CheckConstraint(
                condition=Q(child_age=None) | Q(child_age__gte=1, child_age__lte=18),
                name="publicity_child_age_is_one",
                violation_error_message="Tuổi ghi từ 1 đến 18, hoặc để trống.",
            ),
            one_at_a_time(
                or_none("authority"), name="one_publicity_rule_at_a_time",
                message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        return (
            f"{_shown('đề nghị', self.days_before)}; "
            f"{_shown('quyết định', self.days_after)}"
        )

    @property
    def more(self) -> str:
        """What is masked."""
        masked = []
        if self.masks_names:
            masked.append("chữ đệm của họ tên")
        if self.masks_post:
            masked.append("chức vụ, nơi công tác, địa chỉ")
        said = [f"che {', '.join(masked)}" if masked else "ghi đủ họ tên, chức vụ"]
        if self.child_age:
            said.append(f"người dưới {self.child_age} tuổi chỉ ghi chữ đầu họ tên")
        return "; ".join(said)


def _shown(what: str, days: int) -> str:
    return f"công khai {what} {days} ngày" if days else f"không công khai {what}"


class PublicityQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Those of the councils in which the person has a role."""
        return self.filter(unit__in=user.units_read)

    def of_council(self, council: Unit):
        """The newest first."""
        return self.filter(unit=council).order_by("-pk")

    def for_list(self):
        return self.select_related("created_by").annotate(count=models.Count("rows"))

    def on_show(self, authority: Unit, day: date):
        """Đang công khai on that day: of no person, the rule lets everybody read them."""
        found = self.filter(
            authority=authority, first_day__lte=day, last_day__gte=day
        ).order_by("-pk")
        shown = PublicityRow.objects.still_weighed()
        return found.prefetch_related(
            models.Prefetch("rows", queryset=shown, to_attr="shown")
        )


class Publicity(models.Model):
    """Đợt công khai danh sách đề nghị: of the council ``unit``, before it weighs them.

    What citizens read (``rows``) is written once, masked by the rule of the first day, and
    stands: what was shown can be proved. A trigger of the database holds both tables still.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="publicities", verbose_name="Hội đồng",
        editable=False,
    )  # fmt: skip
    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="cơ quan", editable=False
    )
    first_day = models.DateField("từ ngày", editable=False)
    last_day = models.DateField("đến hết ngày", editable=False)
    basis = models.CharField("văn bản căn cứ", max_length=300, editable=False)
    masked = models.CharField("đã che", max_length=300, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(PublicityQuerySet)()

    class Meta:
        verbose_name = "đợt công khai danh sách đề nghị"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="publicity_lasts_a_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["authority", "last_day"], name="publicity_of_authority"
            )
        ]

    def __str__(self):
        return (
            f"Công khai từ {self.first_day:%d/%m/%Y} đến hết {self.last_day:%d/%m/%Y}"
        )


class PublicityRowQuerySet(models.QuerySet):
    def last_days(self, proposals) -> dict[int, date]:
        """Of each of these proposals (ids) that was shown the last day of it."""
        found = self.filter(proposal__in=proposals).order_by().values("proposal")
        last = found.annotate(last=models.Max("publicity__last_day"))
        return dict(last.values_list("proposal", "last"))

    def still_weighed(self):
        """Without what went back to its unit or was given up since: nobody weighs it now."""
        weighed = ["ready", "passed", "rejected", "decided", "raised", "declined"]
        found = self.filter(proposal__status__in=weighed)
        return found.order_by("position", "pk")


class PublicityRow(models.Model):
    """Một dòng đã công khai, as citizens read it."""

    PERSONAL = frozenset({"name", "title", "achievement"})

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="rows", editable=False
    )
    position = models.PositiveSmallIntegerField("thứ tự", editable=False)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="publicity_rows", editable=False
    )
    subject = models.CharField(
        "đối tượng", max_length=10, choices=Subject, editable=False
    )
    name = models.CharField("tên", max_length=200, editable=False)
    title = models.CharField(
        "chức vụ, nơi công tác", max_length=300, blank=True, editable=False
    )
    award_name = models.CharField(
        "danh hiệu, hình thức", max_length=200, editable=False
    )
    proposed_by = models.CharField(
        "đơn vị đề nghị", max_length=200, blank=True, editable=False
    )
    achievement = models.CharField(
        "thành tích", max_length=300, blank=True, editable=False
    )

    objects = PeersManager.from_queryset(PublicityRowQuerySet)()

    class Meta:
        verbose_name = "dòng công khai"
        constraints = [
            models.UniqueConstraint(
                fields=["publicity", "proposal"],
                name="a_proposal_is_shown_once_in_a_list",
            ),
            one_of("subject", Subject, name="publicity_subject_is_known"),
        ]

    def __str__(self):
        return self.name
