"""Phiếu: rounds, who has voted, and what was cast: two things that nothing joins.

*That* a member voted stands in ``BallotTaken``. *What* was cast lies in the closed box
(``BallotBox``, one sealed value for the whole round that is shuffled and sealed anew with every
ballot) and comes out as ``BallotSlip`` only when the round is closed, all slips at once and in
the order of their marks. See docs/decisions/0071.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from awards.models.council import Seat
from awards.models.sessions import AgendaItem, CouncilSession, Recusal
from units.constraints import filled_when, one_of
from units.models import PeersManager, User, scoped


class Choice(models.TextChoices):
    """Lựa chọn trên phiếu."""

    AGREE = "agree", "Đồng ý"
    AGAINST = "against", "Không đồng ý"
    BLANK = "blank", "Phiếu trắng, không hợp lệ"


class RoundStatus(models.TextChoices):
    """Tình trạng của lượt biểu quyết."""

    OPEN = "open", "Đang biểu quyết"
    CLOSED = "closed", "Đã kiểm phiếu"
    VOID = "void", "Đã hủy"


class Way(models.TextChoices):
    """Bằng cách nào."""

    SCREEN = "screen", "Trên máy"
    PAPER = "paper", "Phiếu giấy"
    HAND = "hand", "Giơ tay, theo biên bản"


class BallotRoundQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Of the person's councils; without items from which the person stands aside."""
        items = AgendaItem.objects.visible_to(user).order_by()
        hidden = Recusal.objects.hiding(user).order_by().values("item")
        return self.filter(item__in=items).exclude(item__in=hidden)

    def open(self):
        return self.filter(status=RoundStatus.OPEN)

    def of_session(self, session: CouncilSession):
        return self.filter(item__session=session).order_by("item__position", "number")

    def living(self):
        """Not called off; the last of an item is the one that counts."""
        return self.exclude(status=RoundStatus.VOID).order_by("number")

    def counted(self):
        return self.filter(status=RoundStatus.CLOSED)

    def for_page(self):
        return self.select_related(
            "item__session__unit", "item__proposal__award", "item__proposal__unit"
        )


class BallotRound(models.Model):
    """Lượt biểu quyết ``number`` of an item; a recount is another round, the old one stays.

    What it was reckoned from (``members``, ``present``, ``recused``) and what came out stand
    here from its closing on. ``chair_agreed``: said openly where the rule asks for it, since
    a secret ballot does not tell the chair's.
    """

    Status = RoundStatus
    MOVES = {
        RoundStatus.OPEN: {RoundStatus.CLOSED, RoundStatus.VOID},
        RoundStatus.CLOSED: set(),
        RoundStatus.VOID: set(),
    }

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="rounds", editable=False
    )
    number = models.PositiveSmallIntegerField("lượt", editable=False)
    status = models.CharField(
        max_length=10, choices=RoundStatus, default=RoundStatus.OPEN, editable=False
    )
    reason = models.CharField("lý do biểu quyết lại", max_length=500, blank=True)
    opened_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.CharField(
        "lý do hủy lượt", max_length=500, blank=True, editable=False
    )
    members = models.PositiveSmallIntegerField(null=True, editable=False)
    present = models.PositiveSmallIntegerField(null=True, editable=False)
    recused = models.PositiveSmallIntegerField(null=True, editable=False)
    recused_present = models.PositiveSmallIntegerField(null=True, editable=False)
    taken_count = models.PositiveSmallIntegerField(null=True, editable=False)
    agreed = models.PositiveSmallIntegerField("đồng ý", null=True, editable=False)
    against = models.PositiveSmallIntegerField(
        "không đồng ý", null=True, editable=False
    )
    blank = models.PositiveSmallIntegerField("không hợp lệ", null=True, editable=False)
    chair_agreed = models.BooleanField("chủ tịch đồng ý", null=True, editable=False)
    passed = models.BooleanField("đạt", null=True, editable=False)

    objects = PeersManager.from_queryset(BallotRoundQuerySet)()

    class Meta:
        verbose_name = "lượt biểu quyết"
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(status="open"), name="one_open_round_an_item",
                violation_error_message="Đề nghị này đang được biểu quyết.",
            ),
            one_of("status", RoundStatus, name="round_status_is_known"),
            filled_when(
                Q(status="closed"), "closed_by", "closed_at", "members", "present",
                "recused", "recused_present", "taken_count", "agreed", "against", "blank",
                "passed", name="a_closed_round_is_counted",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | Q(
                    taken_count=Coalesce("agreed", 0) + Coalesce("against", 0)
                    + Coalesce("blank", 0)
                ),
                name="as_many_ballots_as_voters",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="another_round_has_its_reason",
                violation_error_message="Ghi lý do biểu quyết lại.",
            ),
            models.CheckConstraint(
                condition=Q(status="void", void_reason__gt="")
                | ~Q(status="void") & Q(void_reason=""),
                name="a_void_round_has_its_reason",
                violation_error_message="Ghi lý do hủy lượt biểu quyết.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Lượt {self.number}: {self.item}"


class BallotBox(models.Model):
    """Hòm phiếu of a secret round while it is open; emptied when it is closed.

    ``sealed``: all ballots cast so far, shuffled and sealed as one. ``half``: that half of the
    key which lies here; without the secret of the installation nothing opens it.
    """

    round = models.OneToOneField(
        BallotRound, models.CASCADE, related_name="box", editable=False
    )
    half = models.BinaryField(editable=False)
    sealed = models.BinaryField(editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "hòm phiếu"

    def __str__(self):
        return str(self.round)


class BallotTaken(models.Model):
    """Đã bỏ phiếu, đã nhận phiếu giấy: that a seat voted in a round, never what.

    No time stands here, and nothing that a slip has.
    """

    Way = Way

    round = models.ForeignKey(
        BallotRound, models.PROTECT, related_name="taken", editable=False
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", editable=False)
    way = models.CharField(max_length=10, choices=Way, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "lượt bỏ phiếu"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "seat"], name="a_seat_votes_once",
                violation_error_message="Thành viên này đã bỏ phiếu hoặc đã nhận phiếu giấy.",
            ),
            one_of("way", Way, name="ballot_way_is_known"),
        ]  # fmt: skip

    def __str__(self):
        return str(self.seat)


class BallotSlipQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Of rounds that are counted."""
        rounds = BallotRound.objects.visible_to(user).counted().order_by()
        return self.filter(round__in=rounds)


class BallotSlip(models.Model):
    """Phiếu kín đã kiểm: written when its round is closed, in the order of the marks.

    ``mark`` is the digest of the code on the receipt; a paper ballot has one that nobody holds.
    No voter, no time, no running number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        BallotRound, models.PROTECT, related_name="slips", editable=False
    )
    choice = models.CharField(max_length=10, choices=Choice, editable=False)
    mark = models.CharField(max_length=64, editable=False)

    objects = PeersManager.from_queryset(BallotSlipQuerySet)()

    class Meta:
        verbose_name = "phiếu kín"
        ordering = ["mark"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mark"], name="slip_mark_once"),
            one_of("choice", Choice, name="slip_choice_is_known"),
        ]

    def __str__(self):
        return str(self.round)


class NamedVoteQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Of rounds that are counted."""
        rounds = BallotRound.objects.visible_to(user).counted().order_by()
        return self.filter(taken__round__in=rounds)

    def of_round(self, round_: BallotRound):
        return self.filter(taken__round=round_)

    def for_list(self):
        rows = self.select_related("taken__seat")
        return sorted(rows, key=lambda one: (one.taken.seat.rank, one.taken.seat.name))


class NamedVote(models.Model):
    """Ý kiến biểu quyết công khai: who chose what, since the rule says openly."""

    taken = models.OneToOneField(
        BallotTaken, models.PROTECT, related_name="vote", editable=False
    )
    choice = models.CharField(max_length=10, choices=Choice, editable=False)
    entered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )

    objects = PeersManager.from_queryset(NamedVoteQuerySet)()

    class Meta:
        verbose_name = "ý kiến biểu quyết"
        constraints = [one_of("choice", Choice, name="vote_choice_is_known")]

    def __str__(self):
        return str(self.taken)


class PaperCount(models.Model):
    """Kiểm phiếu giấy: what one of two people counted; emptied once it is among the slips."""

    round = models.ForeignKey(
        BallotRound, models.PROTECT, related_name="paper_counts", editable=False
    )
    entered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    agreed = models.PositiveSmallIntegerField(null=True, editable=False)
    against = models.PositiveSmallIntegerField(null=True, editable=False)
    blank = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "kiểm phiếu giấy"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "entered_by"], name="a_person_counts_once",
                violation_error_message="Anh/chị đã nhập số phiếu giấy của lượt này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.entered_by}: {self.round}"

    @property
    def counted(self) -> tuple[int | None, int | None, int | None]:
        return (self.agreed, self.against, self.blank)
