"""Suy tôn ở cụm, khối: one round a year, its criteria, the points of each member, the open vote.

Points are given in three layers that stay beside each other: what the member claims, what
others propose when they check it, what the head of the cluster settles. The vote is open: who
voted for whom is told (docs/decisions/0082).
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from awards.models.catalogue import Award
from awards.models.proposals import Proposal
from units.constraints import filled_when, one_of
from units.models import PeersManager, Unit, User, scoped


class ClusterRoundStatus(models.TextChoices):
    """Tình trạng của đợt suy tôn."""

    SCORING = "scoring", "Đang chấm điểm"
    VOTING = "voting", "Đang biểu quyết"
    CLOSED = "closed", "Đã có kết quả"
    CANCELLED = "cancelled", "Đã thôi"


class ClusterRoundQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Those of the clusters that concern the person."""
        return self.filter(cluster__in=Unit.objects.clusters_of(user).values("pk"))

    def of_cluster(self, cluster: Unit):
        """The newest year first."""
        return self.filter(cluster=cluster).order_by("-year", "-pk")

    def living(self):
        return self.exclude(status=ClusterRoundStatus.CANCELLED)

    def under_way(self):
        return self.filter(
            status__in=[ClusterRoundStatus.SCORING, ClusterRoundStatus.VOTING]
        )

    def counted(self):
        """``sent``: how many members have sent their points; ``cast``: how many have voted."""
        sent = Q(entries__sent_at__isnull=False)
        return self.annotate(
            sent=models.Count("entries", filter=sent, distinct=True),
            cast=models.Count("ballots", distinct=True),
        )

    def for_page(self):
        return self.select_related(
            "cluster__kind", "cluster__parent__kind", "flag_award", "certificate_award",
            "opened_by",
        )  # fmt: skip


class ClusterRound(models.Model):
    """Đợt suy tôn của một cụm, khối trong một năm.

    How many are honoured, by which paper, from what share of votes on, and what decides among
    equals are data of the round: every province has its own rules.
    """

    Status = ClusterRoundStatus
    MOVES = {
        ClusterRoundStatus.SCORING: {
            ClusterRoundStatus.VOTING, ClusterRoundStatus.CANCELLED,
        },
        ClusterRoundStatus.VOTING: {
            ClusterRoundStatus.SCORING, ClusterRoundStatus.CLOSED,
            ClusterRoundStatus.CANCELLED,
        },
        ClusterRoundStatus.CLOSED: set(),
        ClusterRoundStatus.CANCELLED: set(),
    }  # fmt: skip

    cluster = models.ForeignKey(
        Unit, models.PROTECT, related_name="cluster_rounds", editable=False,
        verbose_name="cụm, khối",
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("năm")
    status = models.CharField(
        "tình trạng", max_length=10, choices=ClusterRoundStatus,
        default=ClusterRoundStatus.SCORING, editable=False,
    )  # fmt: skip
    scores_due = models.DateField("tự chấm điểm đến hết ngày")
    checks_due = models.DateField("chấm chéo đến hết ngày")
    flag_places = models.PositiveSmallIntegerField("số Cờ thi đua", default=0)
    certificate_places = models.PositiveSmallIntegerField("số Bằng khen", default=0)
    flag_award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="hình thức cho đơn vị dẫn đầu",
    )  # fmt: skip
    certificate_award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="hình thức cho đơn vị tiếp theo",
    )  # fmt: skip
    basis = models.CharField("căn cứ", max_length=500)
    least_percent = models.PositiveSmallIntegerField(
        "tỷ lệ phiếu tối thiểu (%)", default=0
    )
    self_vote = models.BooleanField("được bỏ phiếu cho chính mình", default=False)
    ties_by_points = models.BooleanField(
        "bằng phiếu thì xếp theo tổng điểm", default=False
    )
    opened_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    # Of the meeting, from its closing on.
    held_on = models.DateField("ngày họp", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    chair = models.CharField("chủ trì", max_length=150, blank=True)
    secretary = models.CharField("thư ký", max_length=150, blank=True)
    number = models.CharField("số, ký hiệu biên bản", max_length=60, blank=True)
    remarks = models.TextField("ý kiến thảo luận", max_length=4_000, blank=True)
    order_reason = models.CharField(
        "xếp thứ tự các đơn vị bằng phiếu theo", max_length=1_000, blank=True
    )
    voters = models.PositiveSmallIntegerField(null=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    cancel_reason = models.CharField("lý do thôi", max_length=500, blank=True)

    objects = PeersManager.from_queryset(ClusterRoundQuerySet)()

    class Meta:
        verbose_name = "đợt suy tôn của cụm, khối"
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year"], condition=~Q(status="cancelled"),
                name="one_round_of_a_cluster_a_year",
                violation_error_message="Cụm, khối đã có đợt suy tôn của năm này.",
            ),
            one_of("status", ClusterRoundStatus, name="cluster_round_status_is_known"),
            models.CheckConstraint(
                condition=Q(flag_places__gt=0) | Q(certificate_places__gt=0),
                name="a_round_has_places",
                violation_error_message="Ghi số Cờ thi đua hoặc số Bằng khen được suy tôn.",
            ),
            models.CheckConstraint(
                condition=Q(least_percent__lte=100), name="least_percent_is_a_share",
                violation_error_message="Tỷ lệ phiếu tối thiểu từ 0 đến 100.",
            ),
            models.CheckConstraint(
                condition=Q(checks_due__gte=F("scores_due")),
                name="checks_follow_scores",
                violation_error_message="Hạn chấm chéo không được trước hạn tự chấm điểm.",
            ),
            filled_when(
                Q(status="closed"), "closed_by", "closed_at", "held_on", "voters",
                name="a_closed_round_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                name="a_cancelled_round_has_its_reason",
                violation_error_message="Ghi lý do thôi đợt suy tôn.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Suy tôn năm {self.year}"

    @property
    def places(self) -> int:
        """How many a ballot may name."""
        return self.flag_places + self.certificate_places

    @property
    def is_over(self) -> bool:
        return not self.MOVES[ClusterRoundStatus(self.status)]


class CriterionKind(models.TextChoices):
    """Loại điểm."""

    BASE = "base", "Điểm tiêu chí"
    BONUS = "bonus", "Điểm thưởng"
    MINUS = "minus", "Điểm trừ"


class ClusterCriterion(models.Model):
    """Tiêu chí của đợt, with the most points that it gives (or takes)."""

    round = models.ForeignKey(
        ClusterRound, models.CASCADE, related_name="criteria", editable=False
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tiêu chí", max_length=500)
    maximum = models.DecimalField("điểm tối đa", max_digits=7, decimal_places=2)
    kind = models.CharField(
        "loại điểm", max_length=5, choices=CriterionKind, default=CriterionKind.BASE
    )

    objects = PeersManager()

    class Meta:
        verbose_name = "tiêu chí suy tôn"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"], name="one_criterion_at_a_position"
            ),
            models.CheckConstraint(
                condition=Q(maximum__gt=0), name="a_criterion_gives_points",
                violation_error_message="Điểm tối đa của tiêu chí phải lớn hơn 0.",
            ),
            one_of("kind", CriterionKind, name="criterion_kind_is_known"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class ClusterChecker(models.Model):
    """Đơn vị được cử chấm chéo. Where none is named, every member checks the others."""

    round = models.ForeignKey(
        ClusterRound, models.CASCADE, related_name="checkers", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "đơn vị chấm chéo"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"], name="a_checker_is_named_once"
            )
        ]

    def __str__(self):
        return str(self.unit)


class Distinction(models.TextChoices):
    """Được suy tôn."""

    FLAG = "flag", "Cờ thi đua"
    CERTIFICATE = "certificate", "Bằng khen"


class ClusterEntryQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        rounds = ClusterRound.objects.visible_to(user).order_by()
        return self.filter(round__in=rounds.values("pk"))

    def sent(self):
        return self.filter(sent_at__isnull=False)

    def for_page(self):
        return self.select_related("round__cluster__parent", "unit", "sent_by")


class ClusterEntry(models.Model):
    """Bảng điểm của một thành viên; from the closing on with its votes and what it was given."""

    round = models.ForeignKey(
        ClusterRound, models.CASCADE, related_name="entries", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    unit_name = models.CharField("tên đơn vị", max_length=200, editable=False)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    returned_because = models.CharField(
        "lý do trả lại", max_length=500, blank=True, editable=False
    )
    votes = models.PositiveSmallIntegerField("số phiếu", null=True, editable=False)
    place = models.PositiveSmallIntegerField("hạng", null=True, editable=False)
    order = models.PositiveSmallIntegerField(
        "thứ tự trong các đơn vị bằng phiếu", null=True, editable=False
    )
    distinction = models.CharField(
        "được suy tôn", max_length=11, choices=Distinction, blank=True, editable=False
    )
    proposal = models.OneToOneField(
        Proposal, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = PeersManager.from_queryset(ClusterEntryQuerySet)()

    class Meta:
        verbose_name = "bảng điểm suy tôn"
        ordering = ["unit_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"], name="a_member_has_one_entry"
            ),
            filled_when(
                Q(sent_at__isnull=False), "sent_by", name="a_sent_entry_says_by_whom"
            ),
            filled_when(
                Q(place__isnull=False), "votes", name="a_ranked_entry_has_its_votes"
            ),
            one_of("distinction", Distinction, name="distinction_is_known", blank=True),
            models.CheckConstraint(
                condition=Q(distinction="") | Q(place__isnull=False),
                name="who_is_honoured_was_ranked",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.unit_name


class ClusterPoint(models.Model):
    """Điểm của một tiêu chí: claimed with a note and evidence, settled with a reason."""

    round = models.ForeignKey(
        ClusterRound, models.CASCADE, related_name="+", editable=False
    )
    entry = models.ForeignKey(
        ClusterEntry, models.CASCADE, related_name="points", editable=False
    )
    criterion = models.ForeignKey(
        ClusterCriterion, models.PROTECT, related_name="points", editable=False
    )
    # Of the criterion, so that the database holds the points against it.
    maximum = models.DecimalField(max_digits=7, decimal_places=2, editable=False)
    claimed = models.DecimalField("điểm tự chấm", max_digits=7, decimal_places=2)
    note = models.TextField("kết quả đạt được", max_length=2_000, blank=True)
    evidence = models.CharField("minh chứng", max_length=1_000, blank=True)
    settled = models.DecimalField(
        "điểm thống nhất", max_digits=7, decimal_places=2, null=True, blank=True
    )
    reason = models.CharField("lý do điểm khác tự chấm", max_length=500, blank=True)

    objects = PeersManager()

    class Meta:
        verbose_name = "điểm suy tôn"
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "criterion"], name="a_criterion_is_scored_once"
            ),
            models.CheckConstraint(
                condition=Q(claimed__gte=0, claimed__lte=F("maximum")),
                name="claimed_points_are_within_bounds",
                violation_error_message="Điểm tự chấm từ 0 đến điểm tối đa của tiêu chí.",
            ),
            models.CheckConstraint(
                condition=Q(settled=None)
                | Q(settled__gte=0, settled__lte=F("maximum")),
                name="settled_points_are_within_bounds",
                violation_error_message="Điểm thống nhất từ 0 đến điểm tối đa của tiêu chí.",
            ),
            models.CheckConstraint(
                condition=Q(settled=None) | Q(settled=F("claimed")) | ~Q(reason=""),
                name="other_points_have_their_reason",
                violation_error_message="Điểm thống nhất khác điểm tự chấm thì ghi lý do.",
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.claimed}"


class ClusterCheck(models.Model):
    """Chấm chéo: what another member proposes for one criterion, and why."""

    round = models.ForeignKey(
        ClusterRound, models.CASCADE, related_name="+", editable=False
    )
    point = models.ForeignKey(
        ClusterPoint, models.CASCADE, related_name="checks", editable=False
    )
    checker = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    checker_name = models.CharField("đơn vị chấm", max_length=200, editable=False)
    maximum = models.DecimalField(max_digits=7, decimal_places=2, editable=False)
    proposed = models.DecimalField("điểm đề nghị", max_digits=7, decimal_places=2)
    remark = models.CharField("nhận xét", max_length=500, blank=True)
    checked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    checked_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "điểm chấm chéo"
        ordering = ["checker_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "checker"], name="a_checker_checks_a_point_once"
            ),
            models.CheckConstraint(
                condition=Q(proposed__gte=0, proposed__lte=F("maximum")),
                name="proposed_points_are_within_bounds",
                violation_error_message="Điểm đề nghị từ 0 đến điểm tối đa của tiêu chí.",
            ),
        ]

    def __str__(self):
        return f"{self.checker_name}: {self.proposed}"


class ClusterBallot(models.Model):
    """Phiếu của một thành viên, open; one a member, cast once."""

    round = models.ForeignKey(
        ClusterRound, models.CASCADE, related_name="ballots", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    unit_name = models.CharField("tên đơn vị", max_length=200, editable=False)
    cast_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    cast_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "phiếu suy tôn"
        ordering = ["unit_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"], name="a_member_votes_once",
                violation_error_message="Đơn vị đã bỏ phiếu suy tôn.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.unit_name


class ClusterChoice(models.Model):
    """Một đơn vị được phiếu ấy suy tôn."""

    round = models.ForeignKey(
        ClusterRound, models.CASCADE, related_name="+", editable=False
    )
    ballot = models.ForeignKey(
        ClusterBallot, models.CASCADE, related_name="choices", editable=False
    )
    entry = models.ForeignKey(
        ClusterEntry, models.CASCADE, related_name="chosen_by", editable=False
    )

    objects = PeersManager()

    class Meta:
        verbose_name = "lựa chọn suy tôn"
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "entry"], name="a_ballot_names_a_member_once"
            )
        ]

    def __str__(self):
        return str(self.entry)
