"""Đề nghị khen thưởng: who is proposed for what, by whom to whom, and how far it has come."""

from datetime import date

from django.db import models
from django.db.models import Count, Q, Value
from django.db.models.functions import Concat, Now

from awards.models.catalogue import Award, Regime, Subject
from awards.models.merits import Merit
from campaigns.models import Campaign
from units.constraints import filled_when, in_order, one_of
from units.models import Honouree, PeersManager, Unit, User, scoped
from units.search import LONGEST, Folded, key


class Status(models.TextChoices):
    """Tình trạng của đề nghị."""

    DRAFT = "draft", "Đang lập"
    CONFIRMING = "confirming", "Chờ thủ trưởng xác nhận"
    SENT = "sent", "Đã nộp"
    APPRAISING = "appraising", "Đang thẩm định"
    RETURNED = "returned", "Cần bổ sung"
    READY = "ready", "Đủ điều kiện trình"
    PASSED = "passed", "Thông qua"
    REJECTED = "rejected", "Không thông qua"
    DECIDED = "decided", "Đã có quyết định"
    RAISED = "raised", "Đã trình cấp trên"
    DECLINED = "declined", "Cấp trên không tặng"
    UNFIT = "unfit", "Không đủ điều kiện"
    WITHDRAWN = "withdrawn", "Đã rút"


class PetitionQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Of the unit's own; to the authority and its council what came to it."""
        near, own = user.units_near, user.units_read
        return self.filter(Q(unit__in=own) | Q(authority__in=near))


class Petition(models.Model):
    """Tờ trình: the proposals that one unit sends to one authority at one time."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị trình", related_name="petitions"
    )
    authority = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan nhận", related_name="+"
    )
    reference = models.CharField("số, ký hiệu tờ trình", max_length=60, blank=True)
    dated = models.DateField("ngày tờ trình", null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    sent_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(PetitionQuerySet)()

    class Meta:
        verbose_name = "tờ trình khen thưởng"

    def __str__(self):
        return self.reference or f"Tờ trình của {self.unit}"


class ProposalQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """The proposing unit's own; to the authority and its council what was sent to it."""
        near, own = user.units_near, user.units_read
        # What the head of the unit has not confirmed has not left the unit.
        inside = Q(status__in=Proposal.INSIDE, sent_at=None)
        return self.filter(Q(unit__in=own) | Q(authority__in=near) & ~inside)

    def of_campaign(self, campaign: Campaign):
        return self.filter(campaign=campaign)

    def to_decide(self, authority: Unit):
        """Đã thông qua, chưa có trong quyết định nào; in the order of awards and names."""
        found = self.filter(authority=authority).free_to_decide()
        return found.select_related(
            "award", "honouree", "collective", "unit", "campaign__host"
        ).order_by("award__position", "subject_name", "pk")

    def waiting_in(self, authorities) -> int:
        """How many were passed in these authorities and stand in no decision."""
        return self.filter(authority__in=authorities).free_to_decide().count()

    def free_to_decide(self):
        """Passed, in no decision, and the session that passed it is closed: until then it may be
        voted on again.
        """
        passed = self.filter(status="passed", goes_up=False, decision_lines=None)
        return passed.in_no_session()

    def to_submit(self, authority: Unit):
        """Chờ trình cấp trên: passed, of an award that a superior confers, in no submission."""
        found = self.filter(authority=authority).free_to_submit()
        return found.select_related(
            "award", "honouree", "collective", "unit", "campaign__host"
        ).order_by("award__position", "subject_name", "pk")

    def free_to_submit(self):
        """As ``free_to_decide``, of what goes up."""
        held = self.model.objects.filter(
            submission_lines__answer__in=["waiting", "given", "refused"]
        )
        passed = self.filter(status="passed", goes_up=True).in_no_session()
        return passed.exclude(pk__in=held.order_by().values("pk"))

    def submittable_in(self, authorities) -> int:
        """How many wait in these authorities to be submitted."""
        return self.filter(authority__in=authorities).free_to_submit().count()

    def in_no_session(self):
        """On the agenda of no session that is not over."""
        held = self.model.objects.filter(
            agenda_items__isnull=False, agenda_items__released_at=None
        )
        return self.exclude(pk__in=held.order_by().values("pk"))

    def waiting_for_council(self, authority: int | None):
        """Đủ điều kiện, chưa vào phiên họp nào; in the order of awards, ranks and names."""
        ready = self.filter(authority=authority, status="ready").in_no_session()
        return ready.select_related("award", "unit", "campaign").order_by(
            "award__position", "rank", "subject_name", "pk"
        )

    def to_publish(self, authority: int | None, day: date):
        """Đủ điều kiện trình, not on show on that day: in the order of the council's lists.

        ``shown_until``: they were shown before, until then.
        """
        ready = self.filter(authority=authority, status="ready")
        shown = Proposal.objects.filter(publicity_rows__publicity__last_day__gte=day)
        before = Proposal.objects.filter(pk=models.OuterRef("pk")).order_by()
        last = models.Max("publicity_rows__publicity__last_day")
        until = before.values("pk").annotate(last=last).values("last")
        found = ready.exclude(pk__in=shown.order_by().values("pk")).annotate(
            shown_until=models.Subquery(until)
        )
        return found.select_related("award", "unit", "campaign", "honouree").order_by(
            "award__position", "rank", "subject_name", "pk"
        )

    def not_own_of(self, account: int):
        """Trừ việc của chính người này (``Proposal.own_to``): others confirm and weigh that."""
        own = Q(created_by=account) | Q(sent_by=account) | Q(confirmed_by=account)
        return self.exclude(own | Q(honouree__account=account))

    def to_confirm(self, units):
        """Chờ thủ trưởng các đơn vị này xác nhận."""
        return self.filter(status="confirming", unit__in=units)

    def of_unit(self, unit: Unit):
        return self.filter(unit=unit)

    def in_state(self, *states: str):
        return self.filter(status__in=states)

    def of_award(self, award: int):
        return self.filter(award=award)

    def of_year(self, year: int):
        """Lập trong năm."""
        return self.filter(created_at__year=year)

    def to_mend(self, units):
        """Bị trả lại, by the authority or by the head; the oldest first."""
        back = Q(status="returned") | Q(status="draft") & ~Q(given_back_because="")
        found = self.filter(back, unit__in=units).order_by("pk")
        return found.select_related("authority")

    def within(self, ids):
        return self.filter(pk__in=ids)

    def weighed_in(self, session):
        """Đã có kết luận ở phiên họp này."""
        found = self.filter(agenda_items__session=session)
        return found.exclude(agenda_items__outcome="waiting").distinct().order_by("pk")

    def weighed_of(self, honourees, collectives):
        """About any of these people or units, and once sent: taken back ones no more."""
        sent = self.exclude(status=Status.WITHDRAWN).filter(sent_at__isnull=False)
        return sent.filter(Q(honouree__in=honourees) | Q(collective__in=collectives))

    def of_decision(self, decision):
        return self.filter(decision_lines__decision=decision).order_by("pk")

    def named(self, words: str):
        """Subjects whose name holds every word, without diacritics."""
        found = self.alias(folded=Folded(Concat(Value(" "), "subject_name")))
        for word in key(words[:LONGEST]).split():
            found = found.filter(folded__contains=f" {word}")
        return found

    def counted(self):
        """(status, how many)."""
        return self.order_by().values_list("status").annotate(count=Count("pk"))

    def for_list(self):
        """The newest first."""
        return self.select_related(
            "unit", "authority", "campaign", "award", "honouree", "collective"
        ).order_by("-pk")

    def for_page(self):
        return self.select_related(
            "unit__kind", "authority__kind", "campaign__host", "award", "honouree__unit",
            "collective__kind", "petition", "regime", "created_by", "sent_by",
            "confirmed_by", "appraised_by",
        )  # fmt: skip


class Proposal(models.Model):
    """Một đề nghị: one subject, one award, one achievement, and the dossier for it.

    The subject is an ``honouree`` (cá nhân, hộ, tập thể not in the tree) or a unit of the tree
    (``collective``). ``subject_name`` and ``subject_title`` are as they stand in the papers:
    copied anew while it is written, still from reception on. ``received_on`` and ``regime`` say
    which law it is weighed by. A council's conclusion never confers: the decision does.
    """

    Status = Status

    MOVES = {
        Status.DRAFT: {Status.CONFIRMING, Status.SENT},
        # Given back by the head: to what it was before it was shown to the head.
        Status.CONFIRMING: {
            Status.DRAFT, Status.RETURNED, Status.SENT, Status.WITHDRAWN,
        },
        Status.SENT: {Status.APPRAISING, Status.RETURNED, Status.WITHDRAWN},
        Status.APPRAISING: {
            Status.RETURNED, Status.READY, Status.UNFIT, Status.WITHDRAWN,
        },
        Status.RETURNED: {Status.CONFIRMING, Status.SENT, Status.WITHDRAWN},
        Status.READY: {
            Status.APPRAISING, Status.PASSED, Status.REJECTED, Status.WITHDRAWN,
        },
        Status.PASSED: {
            Status.READY, Status.REJECTED, Status.DECIDED, Status.RAISED,
        },
        Status.REJECTED: {Status.READY, Status.PASSED},
        Status.DECIDED: {Status.PASSED, Status.RAISED},
        # Back to passed: given back by the superior, or withdrawn from there.
        Status.RAISED: {Status.PASSED, Status.DECIDED, Status.DECLINED},
        Status.DECLINED: {Status.RAISED, Status.PASSED, Status.DECIDED},
        Status.UNFIT: {Status.APPRAISING},
        Status.WITHDRAWN: {Status.DRAFT},
    }  # fmt: skip
    # Only the unit sees these, until the authority had the proposal once (``sent_at``).
    INSIDE = (Status.DRAFT, Status.CONFIRMING)
    # The unit may write on these.
    OPEN = (Status.DRAFT, Status.RETURNED)
    # Of these the council or the decision has spoken.
    CLOSED = (
        Status.PASSED, Status.REJECTED, Status.DECIDED, Status.RAISED, Status.DECLINED,
    )  # fmt: skip
    # Until here the unit may take it back.
    WITHDRAWABLE = (
        Status.CONFIRMING, Status.SENT, Status.APPRAISING, Status.RETURNED,
    )  # fmt: skip
    # Of whoever is honoured the book keeps nothing: nothing is ever erased from it.
    PERSONAL = frozenset({"subject_name", "subject_title", "summary", "report"})

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị đề nghị", related_name="proposals",
        editable=False,
    )  # fmt: skip
    authority = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cơ quan xét", related_name="proposals_sent",
        editable=False,
    )  # fmt: skip
    petition = models.ForeignKey(
        Petition, models.PROTECT, null=True, editable=False, related_name="proposals"
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, verbose_name="phong trào",
        related_name="proposals",
    )  # fmt: skip
    award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True,
        verbose_name="danh hiệu, hình thức", related_name="proposals",
    )  # fmt: skip
    merit = models.CharField(
        "loại hình", max_length=10, choices=Merit, default=Merit.CAMPAIGN
    )
    honouree = models.ForeignKey(
        Honouree, models.PROTECT, null=True, blank=True, verbose_name="cá nhân, hộ",
        related_name="proposals",
    )  # fmt: skip
    collective = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="tập thể",
        related_name="proposals_for",
    )  # fmt: skip
    subject_name = models.CharField(
        "tên ghi trong văn bản", max_length=200, blank=True, editable=False
    )
    subject_title = models.CharField(
        "chức vụ, nơi công tác", max_length=300, blank=True, editable=False
    )
    posthumous = models.BooleanField("truy tặng", default=False)
    # The authority weighs it and submits it to the superior that confers the award.
    goes_up = models.BooleanField("trình cấp trên", default=False, editable=False)
    # Of what came with a submission from below: the proposal that it carries on.
    raised_from = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="raised_as",
        verbose_name="đề nghị của cấp dưới",
    )  # fmt: skip
    period_from = models.DateField("lập thành tích từ ngày", null=True, blank=True)
    period_to = models.DateField("lập thành tích đến ngày", null=True, blank=True)
    summary = models.TextField("tóm tắt thành tích", max_length=4_000, blank=True)
    report = models.TextField("báo cáo thành tích", max_length=40_000, blank=True)
    status = models.CharField(
        "tình trạng", max_length=10, choices=Status, default=Status.DRAFT
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    rank = models.PositiveSmallIntegerField("thứ tự ưu tiên", null=True, blank=True)
    received_on = models.DateField("ngày tiếp nhận", null=True, editable=False)
    regime = models.ForeignKey(
        Regime, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="chế độ pháp luật",
    )  # fmt: skip
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    appraised_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    appraised_at = models.DateTimeField(null=True, editable=False)
    # Lời của Hội đồng, or of who appraised: what the unit is told, never a bare "không đạt".
    conclusion = models.TextField("kết luận", max_length=2_000, blank=True)
    appraisal = models.TextField(
        "ý kiến thẩm định", max_length=4_000, blank=True, editable=False
    )
    received_why = models.CharField(
        "lý do ghi ngày tiếp nhận trước hôm nay",
        max_length=500,
        blank=True,
        editable=False,
    )
    withdrawn_because = models.CharField(
        "lý do rút", max_length=500, blank=True, editable=False
    )
    given_back_because = models.CharField(
        "lý do thủ trưởng trả lại", max_length=1_000, blank=True, editable=False
    )
    # Which row of which pasted list it came from: a list sent twice is entered once.
    batch = models.CharField(max_length=40, blank=True, editable=False)
    batch_row = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = PeersManager.from_queryset(ProposalQuerySet)()

    class Meta:
        verbose_name = "đề nghị khen thưởng"
        constraints = [
            models.CheckConstraint(
                condition=Q(honouree=None) | Q(collective=None),
                name="proposal_has_one_subject",
                violation_error_message="Chọn một đối tượng: cá nhân, hộ hoặc tập thể.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(award__isnull=False)
                & (Q(honouree__isnull=False) | Q(collective__isnull=False)),
                name="a_sent_proposal_says_whom_and_what",
                violation_error_message="Chọn hình thức khen thưởng và đối tượng đề nghị.",
            ),
            in_order(
                "period_from", "period_to", name="proposal_period_in_order",
                message="Ngày cuối lập thành tích không được trước ngày đầu.",
            ),
            one_of("status", Status, name="proposal_status_is_known"),
            one_of("merit", Merit, name="proposal_merit_is_known"),
            models.CheckConstraint(
                condition=Q(received_on=None, regime=None)
                | Q(received_on__isnull=False, regime__isnull=False),
                name="proposal_is_received_under_a_law",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "confirming", "sent", "returned", "withdrawn"])
                | Q(received_on__isnull=False),
                name="what_is_weighed_was_received",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["rejected", "unfit"]) | ~Q(conclusion=""),
                name="a_refusal_has_its_reason",
                violation_error_message="Ghi lý do để đơn vị đề nghị được biết.",
            ),
            filled_when(
                Q(confirmed_at__isnull=False), "confirmed_by",
                name="proposal_confirmation_is_whole",
            ),
            models.UniqueConstraint(
                fields=["created_by", "batch", "batch_row"], condition=~Q(batch=""),
                name="a_row_of_a_list_is_entered_once",
                violation_error_message="Danh sách này đã được ghi.",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_because=""),
                name="what_was_withdrawn_has_its_reason",
                violation_error_message="Ghi lý do rút đề nghị.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["campaign", "status"], name="proposal_of_campaign"),
            models.Index(fields=["authority", "status"], name="proposal_of_authority"),
            models.Index(fields=["unit", "status"], name="proposal_of_unit"),
        ]

    def __str__(self):
        return self.subject_name or "Đề nghị chưa ghi đối tượng"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_unsent(self) -> bool:
        """It has not left the unit, and is not about to."""
        return self.is_open and not self.sent_at

    @property
    def is_from_above(self) -> bool:
        """Cơ quan xét tự đề nghị cho đối tượng bên dưới."""
        return self.unit_id == self.authority_id

    @property
    def own_to(self) -> set[int | None]:
        """Việc của chính mình: accounts that wrote, sent or confirmed it, or whom it is for.

        As ``ProposalQuerySet.not_own_of``.
        """
        return {
            self.created_by_id, self.sent_by_id, self.confirmed_by_id,
            self.subject_account,
        }  # fmt: skip

    @property
    def subject_account(self) -> int | None:
        """The account of whom it is for."""
        return self.honouree.account_id if self.honouree else None

    @property
    def subject_kind(self) -> str:
        """A value of ``Subject``; "" while nobody is named."""
        if self.collective_id:
            return Subject.COLLECTIVE
        if self.honouree is None:
            return ""
        return _SUBJECTS[Honouree.Kind(self.honouree.kind)]

    def keep_aside(self, entry, before, after) -> None:
        """The newest words stand in the record; older ones are kept nowhere."""


_SUBJECTS = {
    Honouree.Kind.INDIVIDUAL: Subject.PERSON,
    Honouree.Kind.COLLECTIVE: Subject.COLLECTIVE,
    Honouree.Kind.HOUSEHOLD: Subject.HOUSEHOLD,
}
