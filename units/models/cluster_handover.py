"""Bàn giao khi đổi trưởng cụm, khối: what is handed over, and how far that has come."""

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Now
from django.utils.timezone import localdate

from units.constraints import filled_when, in_order, one_at_a_time
from units.models.clusters import ClusterOffice
from units.models.managers import DatedQuerySet, PeersManager, scoped
from units.models.people import User
from units.models.tree import Unit


class HandoverPieceQuerySet(DatedQuerySet):
    def used_by(self, authority):
        """The common ones, and those of the authority and of what it stands under."""
        return self.filter(Q(unit=None) | Q(unit__in=authority.chain))

    @scoped
    def concerning(self, user):
        """For who looks after clusters: the common ones, those of the authorities looked
        after, and those that come down to these from above.
        """
        if not user.kept_branches:
            return self.none()
        above = {int(pk) for path in user.kept_paths for pk in path.split("/") if pk}
        kept = Unit.objects.kept_by(user).values("pk")
        return self.filter(Q(unit=None) | Q(unit__in=kept) | Q(unit__in=above))

    def for_list(self):
        return self.select_related("unit").order_by(
            F("unit__path").asc(nulls_first=True), "position", "pk"
        )


class HandoverPiece(models.Model):
    """Mục bàn giao: what an outgoing head hands over; ``unit`` None: in every cluster."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="cơ quan dùng",
        related_name="handover_pieces",
    )  # fmt: skip
    name = models.CharField("tên mục", max_length=150)
    hint = models.CharField("gồm những gì", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=100)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)

    objects = PeersManager.from_queryset(HandoverPieceQuerySet)()

    class Meta:
        verbose_name = "mục bàn giao cụm, khối"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="handover_piece_ends_after_it_starts",
                message="Ngày thôi dùng không được trước ngày bắt đầu dùng.",
            ),
            one_at_a_time(
                "unit", "name", name="one_handover_piece_of_a_name_at_a_time",
                message="Cơ quan đã có mục bàn giao mang tên này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class ClusterHandoverQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def of_clusters(self, ids):
        return self.filter(cluster__in=ids)

    @scoped
    def visible_to(self, user):
        """Of the clusters that concern the person."""
        return self.filter(cluster__in=Unit.objects.clusters_of(user))

    def between(self, units):
        """In which one of these units (ids) gives or takes."""
        return self.filter(Q(giver__in=units) | Q(taker__in=units))

    def counted(self):
        """With how many items there are (``total``), were given and not yet taken
        (``given``), and taken (``taken``)."""
        status = HandoverItem.Status
        return self.annotate(
            total=Count("items"),
            given=Count("items", filter=Q(items__status=status.GIVEN)),
            taken=Count("items", filter=Q(items__status=status.TAKEN)),
        )

    def for_page(self):
        return self.select_related("cluster__parent", "giver__heir", "taker", "term")


class ClusterHandover(models.Model):
    """Bàn giao cụm, khối: from the outgoing head to that of ``term``.

    Closed by the last item that is taken; then the database lets nothing of it change.
    """

    cluster = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cụm, khối", related_name="cluster_handovers"
    )
    giver = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="bên giao", related_name="+"
    )
    taker = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="bên nhận", related_name="+"
    )
    term = models.OneToOneField(
        ClusterOffice, models.PROTECT, verbose_name="nhiệm kỳ nhận bàn giao",
        related_name="handover",
    )  # fmt: skip
    due_on = models.DateField("hạn bàn giao")
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField("bàn giao xong lúc", null=True, editable=False)

    objects = PeersManager.from_queryset(ClusterHandoverQuerySet)()

    class Meta:
        verbose_name = "bàn giao cụm, khối"
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")),
                name="nobody_hands_a_cluster_over_to_itself",
                violation_error_message="Bên giao và bên nhận phải là hai đơn vị.",
            ),
        ]

    def __str__(self):
        return f"{self.cluster}: {self.giver} bàn giao cho {self.taker}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_stuck(self) -> bool:
        """Somebody took or returned an item: that stays said, and with it the hand-over."""
        return self.is_closed or self.items.answered().exists()

    @property
    def is_late(self) -> bool:
        return not self.is_closed and self.due_on < localdate()


class HandoverItemQuerySet(models.QuerySet):
    def for_page(self):
        return self.select_related("given_by", "taken_by").order_by("position", "pk")

    def left(self):
        """Not yet taken."""
        return self.exclude(status=HandoverItem.Status.TAKEN)

    def answered(self):
        """Of which the other side has said something: it took the item, or gave it back."""
        return self.filter(Q(status=HandoverItem.Status.TAKEN) | ~Q(returned_note=""))

    def touched(self):
        """Of which somebody has said something."""
        return self.exclude(status=HandoverItem.Status.WAITING, returned_note="")


class HandoverItem(models.Model):
    """Một mục của lần bàn giao: given by one side, taken by the other.

    Its words are those of the catalogue on the day the hand-over was opened. ``is_absent``:
    there is no such thing; ``given_note`` says why, and the other side takes that too.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Chưa giao"
        GIVEN = "given", "Đã giao, chờ nhận"
        TAKEN = "taken", "Đã nhận"

    MOVES = {
        Status.WAITING: {Status.GIVEN},
        Status.GIVEN: {Status.WAITING, Status.TAKEN},
        Status.TAKEN: set(),
    }

    handover = models.ForeignKey(
        ClusterHandover,
        models.PROTECT,
        verbose_name="lần bàn giao",
        related_name="items",
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên mục", max_length=150)
    hint = models.CharField("gồm những gì", max_length=300, blank=True)
    status = models.CharField(
        "trạng thái", max_length=10, choices=Status, default=Status.WAITING,
        editable=False,
    )  # fmt: skip
    is_absent = models.BooleanField("không có", default=False, editable=False)
    given_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="người giao",
    )  # fmt: skip
    given_at = models.DateTimeField("giao lúc", null=True, editable=False)
    given_note = models.CharField("ghi chú khi giao", max_length=500, blank=True)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="người nhận",
    )  # fmt: skip
    taken_at = models.DateTimeField("nhận lúc", null=True, editable=False)
    taken_note = models.CharField("ghi chú khi nhận", max_length=500, blank=True)
    returned_note = models.CharField("lý do trả lại", max_length=500, blank=True)

    objects = PeersManager.from_queryset(HandoverItemQuerySet)()

    class Meta:
        verbose_name = "mục bàn giao"
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "position"], name="one_handover_item_in_a_place"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "given", "taken"]),
                name="handover_item_status_is_known",
            ),
            filled_when(
                Q(status__in=["given", "taken"]), "given_by", "given_at",
                name="handover_item_given_is_whole",
            ),
            filled_when(
                Q(status="taken"), "taken_by", "taken_at",
                name="handover_item_taken_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_absent=False)
                | (~Q(given_note="") & ~Q(status="waiting")),
                name="what_there_is_not_has_its_reason",
                violation_error_message="Ghi lý do không có.",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None) | ~Q(taken_by=F("given_by")),
                name="nobody_takes_what_they_gave",
                violation_error_message="Người đã giao không tự xác nhận nhận.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name} – {self.handover}"
