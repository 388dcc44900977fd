"""Thành phần Hội đồng: terms by decision, and who holds which seat from when to when."""

from django.db import models
from django.db.models import Case, Q, Value, When

from units.constraints import in_order, one_at_a_time, one_of
from units.models import PeersManager, Unit, User, scoped
from units.models.managers import DatedQuerySet


class CouncilTermQuerySet(DatedQuerySet):
    @scoped
    def visible_to(self, user: User):
        """Those of the councils in which the person has a role."""
        return self.filter(unit__in=user.units_read)

    def of_council(self, council: Unit):
        """The newest first."""
        return self.filter(unit=council).order_by("-valid_from")


class CouncilTerm(models.Model):
    """Nhiệm kỳ of a council (``unit``, of kind Hội đồng TĐKT), by a decision of its authority."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="council_terms", editable=False,
        verbose_name="Hội đồng",
    )  # fmt: skip
    reference = models.CharField("số, ký hiệu quyết định", max_length=100)
    decided_on = models.DateField("ngày quyết định")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(CouncilTermQuerySet)()

    class Meta:
        verbose_name = "nhiệm kỳ Hội đồng"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="council_term_in_order",
                message="Ngày cuối nhiệm kỳ không được trước ngày đầu.",
            ),
            one_at_a_time(
                "unit", name="one_council_term_at_a_time",
                message="Hội đồng đã có nhiệm kỳ khác trong thời gian này.",
            ),
            models.CheckConstraint(
                condition=~Q(reference=""), name="council_term_has_its_decision",
                violation_error_message="Ghi số, ký hiệu quyết định lập Hội đồng.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Nhiệm kỳ theo {self.reference}"


class Position(models.TextChoices):
    """Vị trí trong Hội đồng, in the order of its list."""

    CHAIR = "chair", "Chủ tịch"
    FIRST_VICE = "first", "Phó Chủ tịch thứ nhất"
    STANDING_VICE = "standing", "Phó Chủ tịch thường trực"
    VICE = "vice", "Phó Chủ tịch"
    MEMBER = "member", "Ủy viên"
    SECRETARY = "secretary", "Thư ký"


class SeatQuerySet(DatedQuerySet):
    @scoped
    def visible_to(self, user: User):
        """Those of the councils in which the person has a role."""
        return self.filter(unit__in=user.units_read)

    @scoped
    def of_person(self, user: User):
        """Ghế của chính người ấy."""
        return self.filter(account=user)

    def of_council(self, council: Unit):
        return self.filter(unit=council)

    def of_term(self, term: CouncilTerm):
        return self.filter(term=term)

    def for_list(self):
        """The chair first, then by position and name."""
        ranks = [When(position=one, then=Value(n)) for n, one in enumerate(Position)]
        return self.select_related("account").order_by(
            Case(*ranks, default=len(ranks)), "name", "pk"
        )


class Seat(models.Model):
    """Ghế: who sits in the council in which position, with or without an account here.

    ``name`` is as papers have it. Who has no account votes on paper or by hand. ``unit`` is the
    council of the term, kept here so that the database can tell two chairs of one council.
    """

    Position = Position

    term = models.ForeignKey(
        CouncilTerm, models.PROTECT, related_name="seats", editable=False,
        verbose_name="nhiệm kỳ",
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="council_seats", editable=False,
        verbose_name="Hội đồng",
    )  # fmt: skip
    account = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="council_seats",
        verbose_name="tài khoản",
    )  # fmt: skip
    name = models.CharField("họ và tên", max_length=100)
    position = models.CharField("vị trí", max_length=10, choices=Position)
    title = models.CharField("chức vụ", max_length=200, blank=True)
    represents = models.CharField("đại diện cho", max_length=200, blank=True)
    votes = models.BooleanField("có quyền biểu quyết", default=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(SeatQuerySet)()

    class Meta:
        verbose_name = "thành viên Hội đồng"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="council_seat_in_order",
                message="Ngày thôi không được trước ngày bắt đầu.",
            ),
            one_of("position", Position, name="council_position_is_known"),
            one_at_a_time(
                "unit", name="one_chair_at_a_time", condition=Q(position="chair"),
                message="Hội đồng đã có Chủ tịch trong thời gian này. Cho thôi Chủ tịch cũ trước.",
            ),
            one_at_a_time(
                "unit", "account", name="one_council_seat_a_person",
                condition=Q(account__isnull=False),
                message="Người này đã là thành viên Hội đồng trong thời gian này.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="council_seat_names_somebody",
                violation_error_message="Ghi họ và tên thành viên.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def called(self) -> str:
        """ "Chủ tịch Hội đồng Nguyễn Mạnh Hà"."""
        return f"{self.get_position_display()} Hội đồng {self.name}"

    @property
    def rank(self) -> int:
        return list(Position).index(Position(self.position))
