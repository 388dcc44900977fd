"""Quyết định khen thưởng: who is given what, for what, with how much money."""

from datetime import date

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Now

from awards.models.catalogue import Award, Subject
from awards.models.honours import Honour
from awards.models.merits import Merit
from awards.models.proposals import Proposal
from campaigns.models import Campaign
from units.constraints import filled_when, of_one, one_of
from units.models import (
    Honouree,
    Membership,
    PeersManager,
    Unit,
    User,
    scoped,
)


class DecisionStatus(models.TextChoices):
    """Tình trạng của quyết định."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ ký"
    APPROVED = "approved", "Đang ký"
    SIGNED = "signed", "Đã ký, chờ cấp số"
    ISSUED = "issued", "Đã ban hành"
    DROPPED = "dropped", "Đã bỏ"


class DecisionKind(models.TextChoices):
    """Quyết định làm gì."""

    CONFER = "confer", "Tặng thưởng"
    CANCEL = "cancel", "Hủy bỏ, thu hồi"


class DecisionQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Under way: to the authority and its council. Issued: also below it."""
        own = user.units_near
        issued = Q(status="issued", authority__in=user.chain_of_units)
        return self.filter(Q(authority__in=own) | issued)

    def for_list(self):
        return (
            self.select_related("authority", "campaign__host", "signer__user")
            .annotate(count=models.Count("lines"), total=Sum("lines__amount"))
            .order_by("-pk")
        )

    def for_page(self):
        return self.select_related(
            "authority", "campaign__host", "signer__user", "signer__unit", "target",
            "created_by", "submitted_by",
        )  # fmt: skip

    def cancelling(self, code: str):
        """Đã ban hành, hủy bỏ quyết định mang mã này, the oldest first."""
        found = self.filter(status="issued", kind="cancel", target_code=code)
        return found.annotate(count=models.Count("lines")).order_by("issued_on", "pk")

    def on_show(self, authority: Unit, since: date):
        """Công khai: what the authority has given since that day, with how many of each kind.

        Of no person: whoever asks has looked up the rule that lets everybody read them. What
        takes back is told with what it took back, never by itself.
        """
        lines = models.Count("lines")
        gone = Q(lines__cancelled_by__decision__status="issued")
        found = self.filter(
            authority=authority, kind="confer", status="issued", issued_on__gte=since
        )
        return found.annotate(
            count=lines, gone=models.Count("lines", filter=gone),
            **{
                kind.value: models.Count("lines", filter=Q(lines__subject=kind))
                for kind in Subject
            },
        ).order_by("-issued_on", "-number", "-pk")  # fmt: skip

    def taken_back_whole(self, ids) -> list[int]:
        """Ids of those of ``ids`` none of whose lines is left."""
        cancelled = Q(lines__cancelled_by__decision__status="issued")
        counted = self.filter(pk__in=ids).annotate(
            all=models.Count("lines"), gone=models.Count("lines", filter=cancelled)
        )
        whole = counted.filter(all__gt=0, gone=F("all"))
        return list(whole.order_by("pk").values_list("pk", flat=True))

    def within(self, ids):
        return self.filter(pk__in=ids)

    def living(self):
        return self.exclude(status="dropped")

    def with_status(self, status: str):
        return self.filter(status=status)

    @scoped
    def to_sign(self, user: User):
        """Chờ chính người này ký."""
        return self.filter(status="submitted", signer__user=user).order_by("pk")

    def left_by(self, unit: Unit):
        """Chưa có số: what a unit that is no more leaves."""
        under_way = ["draft", "submitted", "approved", "signed"]
        return self.filter(authority=unit, status__in=under_way)

    def returned_in(self, authorities):
        """Bị trả lại để sửa."""
        found = self.filter(status="draft", authority__in=authorities)
        return found.exclude(return_reason="")


class Decision(models.Model):
    """Một quyết định: draft → sent to its signer → signed → issued, by the head's own power.

    ``bases``, ``articles`` and ``recipients`` are the words as they will be printed, one a line;
    the list of the lines is the annex. ``CANCEL`` takes back what ``target`` gave (Điều 93 Luật
    Thi đua, khen thưởng), with its effect on honours and money.
    """

    Status, Kind = DecisionStatus, DecisionKind
    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.DROPPED},
        Status.SUBMITTED: {Status.DRAFT, Status.APPROVED},
        Status.APPROVED: {Status.SIGNED, Status.DRAFT},
        Status.SIGNED: {Status.ISSUED, Status.DRAFT},
        Status.ISSUED: set(),
        Status.DROPPED: set(),
    }

    kind = models.CharField(
        "loại quyết định", max_length=10, choices=DecisionKind,
        default=DecisionKind.CONFER, editable=False,
    )  # fmt: skip
    authority = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan", related_name="decisions",
        editable=False,
    )  # fmt: skip
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, verbose_name="phong trào",
        related_name="decisions",
    )  # fmt: skip
    target = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="cancelled_by",
        verbose_name="quyết định bị hủy bỏ",
    )  # fmt: skip
    # Copied, so that the public page of what was cancelled can be told (row-level policy).
    target_code = models.CharField(max_length=8, blank=True, editable=False)
    title = models.CharField("trích yếu", max_length=500)
    bases = models.TextField("căn cứ", max_length=10_000, blank=True)
    articles = models.TextField("các điều", max_length=20_000, blank=True)
    recipients = models.TextField("nơi nhận", max_length=5_000, blank=True)
    fund = models.CharField("nguồn tiền thưởng", max_length=200, blank=True)
    reason = models.CharField("lý do hủy bỏ", max_length=1_000, blank=True)
    signer = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, verbose_name="người ký",
        related_name="+",
    )  # fmt: skip
    # The day whose base salary and multipliers the amounts are of; at issue: the paper's date.
    reckoned_on = models.DateField("tính tiền thưởng theo ngày", editable=False)
    status = models.CharField(
        "tình trạng", max_length=10, choices=DecisionStatus,
        default=DecisionStatus.DRAFT,
    )  # fmt: skip
    version = models.PositiveIntegerField(default=0, editable=False)
    return_reason = models.CharField("lý do trả lại", max_length=1_000, blank=True)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True, editable=False)
    number = models.PositiveIntegerField("số", null=True, editable=False)
    issued_on = models.DateField("ngày ban hành", null=True, editable=False)
    code = models.CharField("mã tra cứu", max_length=8, blank=True, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(DecisionQuerySet)()

    class Meta:
        verbose_name = "quyết định khen thưởng"
        constraints = [
            one_of("status", DecisionStatus, name="decision_status_is_known"),
            one_of("kind", DecisionKind, name="decision_kind_is_known"),
            filled_when(
                Q(status__in=["submitted", "approved", "signed", "issued"]),
                "submitted_by", "submitted_at", name="a_sent_decision_says_who_sent_it",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "dropped"]) | Q(signer__isnull=False),
                name="a_sent_decision_has_its_signer",
                violation_error_message="Chọn người ký quyết định.",
            ),
            filled_when(
                Q(status="issued"), "number", "issued_on",
                name="an_issued_decision_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(kind="confer", target=None)
                | Q(kind="cancel", target__isnull=False) & ~Q(reason=""),
                name="a_cancellation_says_of_what_and_why",
                violation_error_message="Ghi lý do hủy bỏ.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["authority", "status"], name="decision_of_authority")
        ]

    def __str__(self):
        return self.title

    noun = "Quyết định"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def number_and_symbol(self) -> str:
        """ "05/QĐ-UBND", or "…/QĐ-UBND" while there is no number."""
        given = f"{self.number:02d}" if self.number else "…"
        return f"{given}/{self.symbol}"


class DecisionLineQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(decision__in=Decision.objects.visible_to(user))

    def of(self, decision: Decision):
        return self.filter(decision=decision).order_by("position", "pk")

    def standing(self):
        """Neither cancelled nor in a cancellation that is being written."""
        return self.filter(cancelled_by=None)

    def issued_for(self, proposals):
        """Đã ban hành, của các đề nghị này."""
        found = self.filter(proposal__in=proposals, decision__status="issued")
        return found.select_related("decision")

    def taking_back(self, lines):
        """Đã ban hành, hủy bỏ các dòng này."""
        found = self.filter(cancels__in=lines, decision__status="issued")
        return found.select_related("decision")

    def for_page(self):
        return self.select_related(
            "award", "proposal__unit", "honouree", "collective", "honour"
        )

    def for_public(self):
        """With whether another decision has taken the line back (``is_taken_back``)."""
        gone = self.model.objects.filter(
            cancels=models.OuterRef("pk"), decision__status="issued"
        )
        return self.select_related("honouree").annotate(
            is_taken_back=models.Exists(gone)
        )

    def personal_in(self, decisions):
        """Cá nhân, hộ gia đình of these decisions (ids): whose names are masked."""
        found = self.filter(decision__in=decisions).exclude(subject="collective")
        return found.select_related("honouree")


class DecisionLine(models.Model):
    """Một dòng của danh sách: subject, award, achievement and its period, and the money.

    Names are copied when the line is laid and stay as they are printed. ``before`` is factor ×
    base salary, ``amount`` what is paid after rounding; ``unpaid_because`` says why a line is
    paid nothing (cùng kỳ, chỉ hưởng mức cao nhất).
    """

    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="lines", editable=False
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, editable=False,
        related_name="decision_lines",
    )  # fmt: skip
    # Of a cancellation: the line that it takes back.
    cancels = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="cancelled_by"
    )
    position = models.PositiveIntegerField("thứ tự", default=0)
    subject = models.CharField("đối tượng", max_length=10, choices=Subject)
    honouree = models.ForeignKey(
        Honouree, models.PROTECT, null=True, editable=False, related_name="+"
    )
    collective = models.ForeignKey(
        Unit, models.PROTECT, null=True, editable=False, related_name="+"
    )
    subject_name = models.CharField("tên", max_length=200)
    subject_title = models.CharField(
        "chức vụ, nơi công tác", max_length=300, blank=True
    )
    posthumous = models.BooleanField("truy tặng", default=False)
    award = models.ForeignKey(
        Award, models.PROTECT, related_name="+", verbose_name="danh hiệu, hình thức"
    )
    award_name = models.CharField("danh hiệu, hình thức", max_length=200)
    merit = models.CharField("loại hình", max_length=10, choices=Merit)
    achievement = models.CharField("thành tích", max_length=1_000)
    period_from = models.DateField("từ ngày", null=True, editable=False)
    period_to = models.DateField("đến ngày", null=True, editable=False)
    factor = models.DecimalField(
        "hệ số", max_digits=14, decimal_places=8, null=True, editable=False
    )
    base_salary = models.PositiveIntegerField(
        "mức lương cơ sở (đồng)", null=True, editable=False
    )
    before = models.DecimalField(
        "trước làm tròn (đồng)", max_digits=20, decimal_places=8, null=True,
        editable=False,
    )  # fmt: skip
    amount = models.PositiveIntegerField(
        "tiền thưởng (đồng)", null=True, editable=False
    )
    money_basis = models.CharField("căn cứ mức tiền", max_length=300, blank=True)
    unpaid_because = models.CharField("lý do không chi", max_length=300, blank=True)
    honour = models.OneToOneField(
        Honour, models.PROTECT, null=True, editable=False, related_name="line"
    )

    objects = PeersManager.from_queryset(DecisionLineQuerySet)()

    class Meta:
        verbose_name = "dòng quyết định"
        ordering = ["position", "pk"]
        constraints = [
            # A dropped or given-back decision lets its lines go.
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(proposal__isnull=False),
                name="a_proposal_is_decided_once",
                violation_error_message="Đề nghị này đã có trong một quyết định.",
            ),
            models.UniqueConstraint(
                fields=["cancels"], condition=Q(cancels__isnull=False),
                name="a_line_is_cancelled_once",
                violation_error_message="Dòng này đã có trong một quyết định hủy bỏ.",
            ),
            of_one("honouree", "collective", name="line_is_of_one_subject"),
            one_of("subject", Subject, name="line_subject_is_known"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(before=None) | Q(amount__gte=F("before"))
                | Q(amount=0),
                name="money_is_never_rounded_down",
            ),
            models.CheckConstraint(
                condition=Q(unpaid_because="") | Q(amount=0),
                name="what_is_not_paid_is_nothing",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.subject_name}: {self.award_name}"
