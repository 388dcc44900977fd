"""Đơn vị tham gia và nhiệm vụ được giao: who owes what since the plan was issued."""

from datetime import date, datetime, time
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.timezone import get_current_timezone, make_aware

from campaigns.models.campaign import Campaign
from campaigns.models.progress.scope import OfUnitQuerySet
from units.constraints import filled_when
from units.models import PeersManager, Unit, User

BLOCK = 64  # units that are added up together, by their number in the table


def block_of(participation_id: int) -> int:
    """Khối: which of the kept sums the unit is a part of."""
    return participation_id // BLOCK


def span_of(block: int) -> tuple[int, int]:
    return block * BLOCK, block * BLOCK + BLOCK - 1


class ParticipationQuerySet(OfUnitQuerySet):
    def of(self, campaign: Campaign):
        return self.filter(campaign=campaign)

    def active(self):
        """Đang tham gia: not taken out of the campaign."""
        return self.filter(left_at=None)

    def left(self):
        """Đã thôi tham gia."""
        return self.exclude(left_at=None)

    def named(self, words):
        return self.filter(unit__in=Unit.objects.named(words).order_by().values("pk"))

    def in_blocks(self, blocks):
        """Of those that are added up together (``tallies.BlockSum``)."""
        spans = [Q(pk__range=span_of(block)) for block in blocks]
        return self.filter(reduce(or_, spans)) if spans else self.none()

    def owing(self, period):
        """Phải báo cáo kỳ này: not those that were added when it was over, unless they report
        all the same (``owing.owes``)."""
        zone = get_current_timezone()
        after = make_aware(datetime.combine(period.ends_on, time.max), zone)
        late = Q(source="added", joined_at__gt=after)
        return self.filter(~late | Exists(self._reports(period)))

    def unsent(self, period):
        """Chưa gửi báo cáo của kỳ, and not exempt from it."""
        come = Q(submitted_at__isnull=False) | ~Q(status__in=["draft", "returned"])
        return self.owing(period).exclude(Exists(self._reports(period).filter(come)))

    def _reports(self, period):
        reports = self.model._meta.get_field("reports").related_model.objects
        return reports.filter(participation=OuterRef("pk"), period=period)

    def kinds(self):
        """(kind, code, name, how many units) of the kinds of unit, the most frequent first."""
        named = self.order_by().values_list(
            "unit__kind", "unit__kind__code", "unit__kind__name"
        )
        return named.annotate(count=Count("pk")).order_by("-count", "unit__kind__name")

    def numbered(self, number: str):
        """Of an address; a number that no table holds is of none."""
        return self.filter(pk=number) if len(number) < 19 else self.none()

    def of_kind(self, kind: int | None):
        return self if kind is None else self.filter(unit__kind=kind)

    def with_counts(self):
        """``owing``: how many indicators it owes; ``exempted``: from how many."""
        living = Q(allocations__indicator__ended_at=None)
        exempt = living & Q(allocations__exempted_at__isnull=False)
        owing = living & Q(allocations__exempted_at=None)
        return self.annotate(
            owing=Count("allocations", filter=owing),
            exempted=Count("allocations", filter=exempt),
        )

    def for_list(self):
        """In the order of the tree."""
        return self.select_related("unit__heir", "left_by").order_by("unit__path", "pk")

    def for_board(self):
        """In the order of the tree, with the kind of each unit."""
        return self.select_related("unit__heir", "unit__kind").order_by(
            "unit__path", "pk"
        )


class Participation(models.Model):
    """Đơn vị tham gia một phong trào.

    Laid down when the plan is issued, from the tasks it gives and from its recipients; the
    officer of the host adds and takes out. ``unit_name`` is how the unit was called then.
    """

    class Source(models.TextChoices):
        ASSIGNED = "assigned", "Được giao nhiệm vụ trong kế hoạch"
        RECIPIENT = "recipient", "Có tên ở nơi nhận"
        ADDED = "added", "Cơ quan phát động thêm"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="participations", editable=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị", related_name="participations"
    )
    unit_name = models.CharField("tên đơn vị", max_length=200)
    source = models.CharField("vì sao", max_length=9, choices=Source)
    # Whom the officer of the host turns to; of the unit's own choosing.
    person_in_charge = models.CharField("người phụ trách", max_length=100, blank=True)
    contact = models.CharField("điện thoại công vụ", max_length=60, blank=True)
    joined_at = models.DateTimeField(db_default=Now(), editable=False)
    left_at = models.DateTimeField(null=True, editable=False)
    left_reason = models.CharField("lý do thôi tham gia", max_length=500, blank=True)
    left_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PeersManager.from_queryset(ParticipationQuerySet)()

    class Meta:
        verbose_name = "đơn vị tham gia"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"], name="a_unit_takes_part_once",
                violation_error_message="Đơn vị này đã có trong danh sách tham gia.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["assigned", "recipient", "added"]),
                name="participation_source_is_known",
            ),
            filled_when(
                Q(left_at__isnull=False), "left_by", name="who_left_has_who_took_it_out"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | ~Q(left_reason=""),
                name="who_left_has_a_reason",
                violation_error_message="Ghi lý do đưa đơn vị ra khỏi phong trào.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "campaign"], name="participation_of_unit")
        ]

    def __str__(self):
        return self.unit_name


class UnitTaskQuerySet(OfUnitQuerySet):
    def living(self):
        """Of the plan as it stands and of units that still take part."""
        return self.filter(dropped_at=None, participation__left_at=None)

    def open(self):
        """Chưa xong: neither done nor told that it cannot be."""
        return self.filter(status__in=["todo", "doing"], dropped_at=None)

    def due_until(self, day):
        """Đến hạn: open ones with their day, the soonest first."""
        return self.living().open().filter(due_on__lte=day).order_by("due_on", "pk")

    def of_campaign(self, campaign: Campaign):
        return self.filter(campaign=campaign)

    def for_list(self):
        return self.select_related("unit").order_by("position", "pk")

    def for_board(self):
        """Unit by unit in the order of the tree, as the plan lists them."""
        return self.select_related("unit").order_by("unit__path", "position", "pk")

    def for_person(self):
        """Open ones first, the soonest due before the others."""
        finished = models.Case(
            models.When(status__in=["done", "unable"], then=1), default=0
        )
        chosen = self.select_related("unit", "campaign")
        return chosen.order_by(
            finished, models.F("due_on").asc(nulls_last=True), "position", "pk"
        )

    def for_page(self):
        return self.select_related(
            "participation__unit", "campaign__host", "unit", "done_by"
        )


class UnitTask(models.Model):
    """Nhiệm vụ được giao: one line under "- Phòng X:" of the plan, with its day and its answer.

    The unit says how far it is, that it is done and how, or why it cannot be; ``dropped_at``:
    an amendment took the line away.
    """

    class Status(models.TextChoices):
        TODO = "todo", "Chưa làm"
        DOING = "doing", "Đang làm"
        DONE = "done", "Đã xong"
        UNABLE = "unable", "Không thực hiện được"

    # What was told by mistake is told anew.
    MOVES = {
        Status.TODO: {Status.DOING, Status.DONE, Status.UNABLE},
        Status.DOING: {Status.TODO, Status.DONE, Status.UNABLE},
        Status.DONE: {Status.TODO, Status.DOING, Status.UNABLE},
        Status.UNABLE: {Status.TODO, Status.DOING, Status.DONE},
    }

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="tasks", editable=False
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    position = models.PositiveIntegerField(editable=False)
    text = models.CharField("nhiệm vụ", max_length=2000)
    due_on = models.DateField("hạn", null=True, blank=True)
    owner = models.CharField("người làm", max_length=100, blank=True)
    status = models.CharField(
        "trạng thái", max_length=6, choices=Status, default=Status.TODO, editable=False
    )
    result = models.TextField("kết quả", max_length=4000, blank=True)
    done_on = models.DateField("ngày xong", null=True, blank=True)
    reason = models.CharField("lý do không thực hiện được", max_length=1000, blank=True)
    link = models.URLField("đường dẫn minh chứng", max_length=500, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    done_at = models.DateTimeField(null=True, editable=False)
    dropped_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(UnitTaskQuerySet)()

    class Meta:
        verbose_name = "nhiệm vụ được giao"
        ordering = ["participation", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["todo", "doing", "done", "unable"]),
                name="unit_task_status_is_known",
            ),
            filled_when(Q(status="done"), "done_by", "done_at", name="done_has_who_and_when"),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(status="done"),
                name="only_what_is_done_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status="unable") & ~Q(reason="")
                | ~Q(status="unable") & Q(reason=""),
                name="what_cannot_be_done_says_why",
                violation_error_message="Ghi lý do không thực hiện được.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "status", "due_on"], name="task_of_unit")
        ]

    def __str__(self):
        return self.text[:80]

    def is_overdue(self, today: date) -> bool:
        waits = self.status in (self.Status.TODO, self.Status.DOING)
        return waits and self.due_on is not None and self.due_on < today
