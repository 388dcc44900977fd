"""Phiên họp Hội đồng: the session, what it weighs, who was asked and came, who stood aside."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from awards.models.council import Seat
from awards.models.proposals import Proposal
from awards.models.rules import BallotKind, Denominator, Operator
from units.constraints import filled_when, one_of
from units.models import PeersManager, Unit, User, scoped


class Status(models.TextChoices):
    """Tình trạng của phiên họp."""

    PLANNED = "planned", "Dự kiến"
    INVITED = "invited", "Đã mời"
    RUNNING = "running", "Đang họp"
    MINUTES = "minutes", "Chờ ký biên bản"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


class Kind(models.TextChoices):
    """Hình thức họp."""

    MEETING = "meeting", "Họp"
    WRITTEN = "written", "Lấy ý kiến bằng văn bản"
    MIXED = "mixed", "Họp, kết hợp lấy ý kiến bằng văn bản"


class CouncilSessionQuerySet(models.QuerySet):
    def that_passed(self, proposals):
        """Phiên họp đã thông qua các đề nghị này, in their order."""
        found = self.filter(items__proposal__in=proposals, items__outcome="passed")
        return found.distinct().order_by("year", "number")

    @scoped
    def visible_to(self, user: User):
        """Those of the councils in which the person has a role."""
        return self.filter(unit__in=user.units_read)

    def of_council(self, council: Unit):
        """The newest first."""
        return self.filter(unit=council).order_by("-year", "-number")

    def for_page(self):
        return self.select_related("unit__parent", "chair", "secretary")

    @scoped
    def running_for(self, user: User):
        """Under way, of the person's own seat."""
        seats = Seat.objects.of_person(user).values("pk")
        found = self.filter(status=Status.RUNNING, attendances__seat__in=seats)
        return found.distinct()


class CouncilSession(models.Model):
    """Phiên họp số ``number`` of the council ``unit`` in ``year``.

    ``opinions_due``: until when who is not in the room sends an opinion; a meeting has none.
    """

    Status, Kind = Status, Kind
    MOVES = {
        Status.PLANNED: {Status.INVITED, Status.CANCELLED},
        Status.INVITED: {Status.RUNNING, Status.CANCELLED},
        Status.RUNNING: {Status.MINUTES},
        Status.MINUTES: {Status.RUNNING, Status.CLOSED},
        Status.CLOSED: set(),
        Status.CANCELLED: set(),
    }
    AHEAD = (Status.PLANNED, Status.INVITED)
    # What is weighed may still change; who is asked answers, stands aside, is called over.
    PLANNING = (*AHEAD, Status.RUNNING)
    SITTING = (Status.INVITED, Status.RUNNING)
    # What is left is to be read by all its members, also by who stood aside.
    TOLD = (Status.MINUTES, Status.CLOSED)

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="council_sessions", editable=False,
        verbose_name="Hội đồng",
    )  # fmt: skip
    number = models.PositiveSmallIntegerField("phiên số", editable=False)
    year = models.PositiveSmallIntegerField("năm", editable=False)
    kind = models.CharField(
        "hình thức", max_length=10, choices=Kind, default=Kind.MEETING
    )
    title = models.CharField("về việc", max_length=300)
    planned_at = models.DateTimeField("thời gian")
    place = models.CharField("địa điểm", max_length=200, blank=True)
    opinions_due = models.DateTimeField("nhận ý kiến đến", null=True, blank=True)
    chair = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="chủ trì",
    )  # fmt: skip
    secretary = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="thư ký phiên họp",
    )  # fmt: skip
    status = models.CharField(
        "tình trạng", max_length=10, choices=Status, default=Status.PLANNED,
        editable=False,
    )  # fmt: skip
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    invited_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField("khai mạc", null=True, editable=False)
    finished_at = models.DateTimeField("bế mạc", null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    cancel_reason = models.CharField(
        "lý do hủy", max_length=500, blank=True, editable=False
    )

    objects = PeersManager.from_queryset(CouncilSessionQuerySet)()

    class Meta:
        verbose_name = "phiên họp Hội đồng"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], name="council_session_number_once",
                violation_error_message="Số phiên họp này đã có trong năm.",
            ),
            one_of("status", Status, name="council_session_status_is_known"),
            one_of("kind", Kind, name="council_session_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(title=""), name="council_session_says_what_about",
                violation_error_message="Ghi phiên họp về việc gì.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["running", "minutes", "closed"])
                | Q(opened_at__isnull=False, invited_at__isnull=False),
                name="a_session_that_runs_was_opened",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["minutes", "closed"])
                | Q(finished_at__isnull=False),
                name="a_session_that_is_over_was_ended",
            ),
            filled_when(Q(status="closed"), "closed_at", name="a_closed_session_says_when"),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancel_reason__gt="")
                | ~Q(status="cancelled") & Q(cancel_reason=""),
                name="a_cancelled_session_has_its_reason",
                violation_error_message="Ghi lý do hủy phiên họp.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "status"], name="council_session_of_unit")
        ]

    def __str__(self):
        return f"Phiên họp số {self.number}/{self.year}"

    @property
    def is_told(self) -> bool:
        return self.status in self.TOLD

    @property
    def takes_opinions(self) -> bool:
        """Who is not in the room may send an opinion."""
        return self.kind != Kind.MEETING


class AttendanceQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(
            session__in=CouncilSession.objects.visible_to(user).order_by()
        )

    @scoped
    def waiting_for(self, user: User):
        """Invitations that the person has not answered."""
        return self.filter(
            seat__account=user, answer="", session__status=Status.INVITED
        ).select_related("session__unit")

    def for_list(self):
        """In the order of the list of members."""
        rows = self.select_related("seat__account")
        return sorted(rows, key=lambda one: (one.seat.rank, one.seat.name, one.pk))


class Attendance(models.Model):
    """Giấy mời và điểm danh: one row for a seat of a session, from the day it was invited."""

    class Answer(models.TextChoices):
        COME = "come", "Sẽ dự họp"
        ABSENT = "absent", "Vắng mặt"
        WRITING = "writing", "Gửi ý kiến bằng văn bản"

    class Presence(models.TextChoices):
        PRESENT = "present", "Có mặt"
        ABSENT = "absent", "Vắng mặt"

    session = models.ForeignKey(
        CouncilSession, models.PROTECT, related_name="attendances", editable=False
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="attendances", editable=False
    )
    invited_at = models.DateTimeField(db_default=Now(), editable=False)
    answer = models.CharField("trả lời", max_length=10, choices=Answer, blank=True)
    answer_reason = models.CharField("lý do vắng", max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    presence = models.CharField(
        "điểm danh", max_length=10, choices=Presence, blank=True, editable=False
    )

    objects = PeersManager.from_queryset(AttendanceQuerySet)()

    class Meta:
        verbose_name = "giấy mời, điểm danh"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "seat"], name="a_seat_is_invited_once",
                violation_error_message="Thành viên này đã được mời.",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "come", "absent", "writing"])
                & Q(presence__in=["", "present", "absent"]),
                name="attendance_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(answer="absent") | ~Q(answer_reason=""),
                name="who_is_absent_says_why",
                violation_error_message="Ghi lý do vắng mặt.",
            ),
            filled_when(~Q(answer=""), "answered_at", name="an_answer_says_when"),
        ]  # fmt: skip

    def __str__(self):
        return str(self.seat)

    @property
    def is_present(self) -> bool:
        return self.presence == self.Presence.PRESENT

    @property
    def writes(self) -> bool:
        """Sends an opinion instead of coming."""
        return self.answer == self.Answer.WRITING and not self.is_present


class Outcome(models.TextChoices):
    """Kết luận của Hội đồng về một mục."""

    WAITING = "waiting", "Chờ xét"
    PASSED = "passed", "Thông qua"
    REJECTED = "rejected", "Không thông qua"
    DEFERRED = "deferred", "Để phiên sau"


class AgendaItemQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(
            session__in=CouncilSession.objects.visible_to(user).order_by()
        )

    def of_session(self, session: CouncilSession):
        return self.filter(session=session).order_by("position", "pk")

    def holding(self, proposal):
        """On whose agenda the proposal stands, of sessions that are not over."""
        return self.filter(proposal=proposal, released_at=None)

    def weighed(self):
        """What is voted on."""
        return self.filter(proposal__isnull=False)

    def concluded(self):
        """Of which the council has said something."""
        return self.weighed().exclude(outcome=Outcome.WAITING)

    def for_page(self):
        return self.select_related(
            "session", "proposal__unit", "proposal__award", "proposal__honouree",
            "proposal__collective", "proposal__campaign",
        )  # fmt: skip


class AgendaItem(models.Model):
    """Một mục của chương trình: a topic in words, or a proposal to be voted on.

    The rule by which it is voted (``threshold`` … ``rule_basis``) is a copy, read on the day the
    session opens or, where no rule was laid down, entered for this session with its basis; from
    the first round on it is frozen, by the database as well. ``released_at``: no longer of an
    open session, so that the proposal may come before another.
    """

    Outcome = Outcome
    RULE = (
        "threshold", "operator", "denominator", "ballot", "written_opinions",
        "chair_agrees", "quorum_parts", "quorum_of", "rule_basis",
    )  # fmt: skip

    session = models.ForeignKey(
        CouncilSession, models.PROTECT, related_name="items", editable=False
    )
    position = models.PositiveSmallIntegerField("thứ tự", editable=False)
    topic = models.CharField("nội dung", max_length=500, blank=True)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="agenda_items",
        verbose_name="đề nghị", editable=False,
    )  # fmt: skip
    threshold = models.DecimalField(
        "tỷ lệ phải đạt (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    operator = models.CharField(
        "so với tỷ lệ", max_length=10, choices=Operator, blank=True
    )
    denominator = models.CharField(
        "tính trên", max_length=10, choices=Denominator, blank=True
    )
    ballot = models.CharField(
        "cách biểu quyết", max_length=10, choices=BallotKind, blank=True
    )
    written_opinions = models.BooleanField("tính ý kiến bằng văn bản", default=False)
    chair_agrees = models.BooleanField("chủ tịch phải đồng ý", default=False)
    quorum_parts = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_of = models.PositiveSmallIntegerField(null=True, blank=True)
    rule_basis = models.CharField("căn cứ", max_length=300, blank=True)
    # Nhập cho phiên này: read from no rule of the catalogue.
    rule_entered = models.BooleanField(default=False, editable=False)
    outcome = models.CharField(
        "kết luận", max_length=10, choices=Outcome, default=Outcome.WAITING,
        editable=False,
    )  # fmt: skip
    conclusion = models.TextField("lời kết luận", max_length=2_000, blank=True)
    concluded_at = models.DateTimeField(null=True, editable=False)
    concluded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    released_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(AgendaItemQuerySet)()

    class Meta:
        verbose_name = "mục của phiên họp"
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal=None) & ~Q(topic="")
                | Q(proposal__isnull=False, topic=""),
                name="an_item_is_a_topic_or_a_proposal",
                violation_error_message="Ghi nội dung của mục.",
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(released_at=None),
                name="a_proposal_in_one_open_session",
                violation_error_message="Đề nghị này đang nằm trong một phiên họp chưa kết thúc.",
            ),
            one_of("outcome", Outcome, name="item_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(
                    rule_basis="", threshold=None, quorum_parts=None, quorum_of=None,
                    operator="", denominator="", ballot="",
                )
                | ~Q(rule_basis="")
                & Q(
                    threshold__gte=0, threshold__lte=100, quorum_of__gte=1,
                    quorum_parts__lte=models.F("quorum_of"),
                    operator__in=Operator.values, denominator__in=Denominator.values,
                    ballot__in=BallotKind.values,
                ),
                name="the_rule_of_an_item_is_whole",
                violation_error_message="Quy định bỏ phiếu phải ghi đủ, tỷ lệ từ 0 đến 100%.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["rejected", "deferred"]) | ~Q(conclusion=""),
                name="what_is_not_passed_has_its_words",
                violation_error_message="Ghi lời kết luận để đơn vị đề nghị được biết lý do.",
            ),
            filled_when(
                ~Q(outcome="waiting"), "concluded_at", "concluded_by",
                name="a_conclusion_is_whole",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["session", "position"], name="item_of_session")]

    def __str__(self):
        return str(self.proposal) if self.proposal_id else self.topic

    @property
    def has_rule(self) -> bool:
        return bool(self.rule_basis)

    @property
    def is_secret(self) -> bool:
        return self.ballot == BallotKind.SECRET


class RecusalQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(
            item__session__in=CouncilSession.objects.visible_to(user).order_by()
        )

    @scoped
    def of_person(self, user: User):
        """In force, of the person's own seats."""
        return self.living().filter(seat__account=user)

    @scoped
    def hiding(self, user: User):
        """Of what they hide from the person until the minutes are written."""
        told = CouncilSession.TOLD
        return self.of_person(user).exclude(item__session__status__in=told)

    def of_session(self, session: CouncilSession):
        return self.filter(item__session=session)

    def living(self):
        return self.filter(dropped_at=None)


class Recusal(models.Model):
    """Không tham gia xét: a seat that stands aside from one item, from then on."""

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="recusals", editable=False
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", editable=False)
    reason = models.CharField("lý do", max_length=300)
    declared = models.BooleanField("tự khai", default=False, editable=False)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    dropped_at = models.DateTimeField(null=True, editable=False)
    dropped_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = PeersManager.from_queryset(RecusalQuerySet)()

    class Meta:
        verbose_name = "không tham gia xét"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat"], condition=Q(dropped_at=None),
                name="a_seat_stands_aside_once",
                violation_error_message="Đã ghi thành viên này không tham gia xét đề nghị.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_recusal_has_its_reason",
                violation_error_message="Ghi lý do không tham gia xét.",
            ),
            filled_when(
                ~Q(dropped_reason=""), "dropped_at", name="a_dropped_recusal_says_why"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.seat}: {self.item}"
