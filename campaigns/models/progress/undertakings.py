"""Đăng ký: mô hình, công trình, cam kết that units take upon themselves."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.notes import Registration
from campaigns.models.progress.participation import Participation
from campaigns.models.progress.scope import OfUnitQuerySet
from units.constraints import filled_when, in_order
from units.models import Membership, PeersManager, Unit, User, scoped
from units.wording import as_day


class RegistrationCallQuerySet(models.QuerySet):
    def asking(self, kept: int | None = None):
        """Those that the plan still has, and one that a draft was begun by."""
        found = self.filter(Q(ended_at=None) | Q(pk=kept))
        return found.order_by("due_on", "pk")


class RegistrationCall(models.Model):
    """Yêu cầu đăng ký của kế hoạch đã ban hành: what each unit owes, how many, by when."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="registration_calls", editable=False
    )
    note = models.ForeignKey(
        Registration, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    what = models.CharField("nội dung đăng ký", max_length=300)
    minimum = models.PositiveIntegerField("ít nhất", default=1)
    due_on = models.DateField("hạn đăng ký", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(RegistrationCallQuerySet)()

    class Meta:
        verbose_name = "yêu cầu đăng ký"
        ordering = ["campaign", "due_on", "pk"]

    def __str__(self):
        return self.what


class UndertakingQuerySet(OfUnitQuerySet):
    @scoped
    def visible_to(self, user: User):
        """What a unit is still writing is its own; the host sees what was sent to it, and what
        it types in for a unit; an example is there for all whom its campaign reaches.
        """
        own = user.units_read
        ours = Q(campaign__host__in=own) & _sent()
        return self.filter(Q(unit__in=own) | ours | _example_for(user))

    @scoped
    def examples_for(self, user: User):
        """Điển hình of the campaigns that reach the person, or in which their units take part."""
        return self.filter(_example_for(user))

    def sent(self):
        """What the host may look at."""
        return self.filter(_sent())

    def examples(self):
        return self.exclude(stage="")

    def approved(self):
        return self.filter(status="approved")

    def open(self):
        return self.filter(status__in=["draft", "returned"])

    @scoped
    def to_receive(self, user: User):
        hosts = user.units_as(Membership.Role.OFFICER, Membership.Role.SECRETARY)
        found = self.filter(status="submitted", campaign__host__in=hosts)
        return found.exclude(submitted_by=user).exclude(created_by=user)

    def for_list(self):
        return self.select_related("unit", "campaign", "call", "adopted_from").order_by(
            "unit__path", "pk"
        )

    def for_page(self):
        """Without its participation, which of another unit's example nobody may read."""
        return self.select_related(
            "campaign__host", "unit", "call", "created_by", "submitted_by", "approved_by",
            "returned_by",
        )  # fmt: skip


def _sent():
    return ~Q(status="draft") | Q(entered_for_unit=True)


def _example_for(user):
    reached = Campaign.objects.visible_to(user).order_by().values("pk")
    taking = Participation.objects.filter(unit__in=user.units_read).values("campaign")
    return ~Q(stage="") & (Q(campaign__in=reached) | Q(campaign__in=taking))


class Undertaking(models.Model):
    """Mô hình, công trình, phần việc, cam kết mà một đơn vị đăng ký.

    Registered (draft → submitted → approved, or returned), then carried out: begun, finished,
    inaugurated (khánh thành), with a plaque (gắn biển). ``stage``: how far it has come as an
    example to others; ``adopted_from``: whose it is modelled on.
    """

    class Kind(models.TextChoices):
        MODEL = "model", "Mô hình"
        WORK = "work", "Công trình, phần việc"
        INITIATIVE = "initiative", "Sáng kiến"
        PLEDGE = "pledge", "Cam kết, giao ước"

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Chờ duyệt"
        RETURNED = "returned", "Trả lại"
        APPROVED = "approved", "Đã duyệt"

    class Stage(models.TextChoices):
        """Điển hình tiên tiến."""

        NONE = "", "Chưa chọn làm điển hình"
        FOUND = "found", "Phát hiện"
        NURTURED = "nurtured", "Bồi dưỡng"
        SUMMED_UP = "summed_up", "Tổng kết"
        SPREAD = "spread", "Nhân rộng"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.DRAFT, Status.RETURNED, Status.APPROVED},
        Status.RETURNED: {Status.SUBMITTED},
        Status.APPROVED: {Status.SUBMITTED},
    }
    OPEN = {Status.DRAFT, Status.RETURNED}

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="undertakings", editable=False
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    call = models.ForeignKey(
        RegistrationCall, models.PROTECT, null=True, blank=True, related_name="undertakings",
        verbose_name="theo yêu cầu",
    )  # fmt: skip
    kind = models.CharField("loại", max_length=10, choices=Kind)
    # A draft may have none yet.
    name = models.CharField("tên", max_length=300, blank=True)
    description = models.TextField("nội dung, cách làm", max_length=6000, blank=True)
    place = models.CharField("địa điểm", max_length=300, blank=True)
    cost = models.DecimalField(
        "kinh phí (đồng)", max_digits=16, decimal_places=0, null=True, blank=True
    )
    funding = models.CharField("nguồn kinh phí", max_length=300, blank=True)
    person_in_charge = models.CharField("người phụ trách", max_length=100, blank=True)
    starts_on = models.DateField("bắt đầu", null=True, blank=True)
    ends_on = models.DateField("hoàn thành", null=True, blank=True)
    status = models.CharField(
        "trạng thái", max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    provenance = models.CharField("nguồn khi nhập thay", max_length=500, blank=True)
    entered_for_unit = models.BooleanField(
        "cơ quan phát động nhập thay", default=False, editable=False
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    # By which call it was sent on that day: the day counts for no other.
    sent_for = models.ForeignKey(
        RegistrationCall, models.PROTECT, null=True, related_name="+", editable=False
    )
    late_permitted = models.CharField("cho đăng ký muộn vì", max_length=500, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    return_reason = models.TextField("lý do trả lại", max_length=2000, blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    returned_at = models.DateTimeField(null=True, editable=False)
    # Carrying out.
    begun_on = models.DateField("khởi công, bắt đầu", null=True, blank=True)
    finished_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    inaugurated_on = models.DateField("khánh thành ngày", null=True, blank=True)
    plaque_on = models.DateField("gắn biển ngày", null=True, blank=True)
    actual_cost = models.DecimalField(
        "kinh phí đã dùng (đồng)",
        max_digits=16,
        decimal_places=0,
        null=True,
        blank=True,
    )
    outcome = models.TextField("kết quả, hiệu quả", max_length=6000, blank=True)
    stage = models.CharField(
        "điển hình", max_length=9, choices=Stage, blank=True, default="", editable=False
    )
    adopted_from = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="adoptions",
        verbose_name="học theo",
    )  # fmt: skip

    objects = PeersManager.from_queryset(UndertakingQuerySet)()

    class Meta:
        verbose_name = "mô hình, công trình đăng ký"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["model", "work", "initiative", "pledge"]),
                name="undertaking_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "returned", "approved"]),
                name="undertaking_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["", "found", "nurtured", "summed_up", "spread"]),
                name="undertaking_stage_is_known",
            ),
            in_order(
                "starts_on", "ends_on", name="undertaking_ends_after_it_starts",
                message="Ngày hoàn thành không được trước ngày bắt đầu.",
            ),
            in_order(
                "begun_on", "finished_on", name="undertaking_is_finished_after_it_begins",
                message="Ngày hoàn thành thực tế không được trước ngày bắt đầu.",
            ),
            filled_when(
                Q(status="approved"), "approved_by", "approved_at",
                name="an_approved_undertaking_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "returned", "approved"])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="a_sent_undertaking_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(name=""),
                name="a_sent_undertaking_has_a_name",
                violation_error_message="Ghi tên mô hình, công trình.",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned")
                | (~Q(return_reason="") & Q(returned_by__isnull=False)),
                name="a_returned_undertaking_has_its_reason",
                violation_error_message="Ghi lý do trả lại để đơn vị biết cần sửa gì.",
            ),
            models.CheckConstraint(
                condition=Q(stage="") | Q(status="approved"),
                name="only_approved_ones_are_examples",
            ),
            models.CheckConstraint(
                condition=~Q(adopted_from=F("pk")), name="nobody_adopts_its_own"
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="cost_is_not_negative",
                violation_error_message="Kinh phí không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(entered_for_unit=False) | ~Q(provenance=""),
                name="an_undertaking_entered_for_a_unit_has_its_provenance",
                violation_error_message="Ghi rõ nhập thay theo văn bản nào của đơn vị.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["campaign", "status"], name="undertaking_of_campaign"),
            models.Index(fields=["unit", "status"], name="undertaking_of_unit"),
        ]

    def __str__(self):
        return self.name or f"{self.get_kind_display()} chưa đặt tên"

    @property
    def is_late(self) -> bool:
        """Đăng ký muộn: first sent after the last day of the call, whatever came of it."""
        call, day = self.call, as_day(self.submitted_at)
        if call is None or call.due_on is None or day is None:
            return False
        return day > call.due_on

    @property
    def next_stage(self) -> "Undertaking.Stage | None":
        """The one step that may follow as an example; None at the end of the way."""
        order = list(self.Stage)
        place = order.index(self.Stage(self.stage))
        return order[place + 1] if place + 1 < len(order) else None

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN
