"""Vụ việc đang xác minh, kỷ luật: kept by the authority that weighs, told to nobody else."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from units.constraints import filled_when, in_order, of_one, one_of
from units.models import Honouree, PeersManager, Unit, User, scoped
from units.models.tree import COUNCIL


class CaseStatus(models.TextChoices):
    """Tình trạng của vụ việc."""

    VERIFYING = "verifying", "Đang xác minh"
    DISCIPLINED = "disciplined", "Bị kỷ luật"
    CLEARED = "cleared", "Đã kết luận, không vi phạm"


class DisciplineQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Of the authorities that the person serves as an officer or through their council."""
        councils = Unit.objects.of_kind(COUNCIL).filter(
            pk__in=user.units_as("secretary")
        )
        return self.filter(
            Q(authority__in=user.units_as("officer", "secretary"))
            | Q(authority__in=councils.order_by().values("parent"))
        )

    def of_subjects(self, honourees, collectives):
        return self.filter(Q(honouree__in=honourees) | Q(collective__in=collectives))

    def for_list(self):
        return self.select_related("honouree", "collective", "authority").order_by(
            "-begun_on", "-pk"
        )


class Discipline(models.Model):
    """Vụ việc của một đối tượng: under verification, disciplined until a day, or cleared.

    While it is verified nothing is conferred; of who is disciplined achievements count from the
    end of that time. ``basis`` is the paper that says so. Whoever proposes reads none of it.
    """

    Status = CaseStatus

    MOVES = {
        CaseStatus.VERIFYING: {CaseStatus.DISCIPLINED, CaseStatus.CLEARED},
        CaseStatus.DISCIPLINED: {CaseStatus.CLEARED},
        CaseStatus.CLEARED: set(),
    }
    # Whatever is said of somebody here stays out of the book, which nobody can erase.
    PERSONAL = frozenset({"basis", "settled_by_paper"})

    authority = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="cơ quan ghi",
        editable=False,
    )  # fmt: skip
    honouree = models.ForeignKey(
        Honouree, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="cá nhân, hộ",
    )  # fmt: skip
    collective = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="tập thể",
    )  # fmt: skip
    status = models.CharField(
        "tình trạng", max_length=12, choices=CaseStatus, default=CaseStatus.VERIFYING
    )
    begun_on = models.DateField("từ ngày")
    ended_on = models.DateField("đến hết ngày", null=True, blank=True)
    basis = models.CharField("văn bản, căn cứ", max_length=300)
    settled_by_paper = models.CharField(
        "văn bản kết luận", max_length=300, blank=True, editable=False
    )
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(DisciplineQuerySet)()

    class Meta:
        verbose_name = "vụ việc, kỷ luật"
        constraints = [
            of_one(
                "honouree", "collective", name="discipline_is_of_one_subject",
                message="Chọn một đối tượng: cá nhân, hộ hoặc tập thể.",
            ),
            in_order(
                "begun_on", "ended_on", name="discipline_in_order",
                message="Ngày cuối không được trước ngày bắt đầu.",
            ),
            one_of("status", CaseStatus, name="discipline_status_is_known"),
            filled_when(
                ~Q(status="verifying"), "ended_on", name="what_is_settled_has_its_end"
            ),
            models.CheckConstraint(
                condition=Q(status="verifying") | ~Q(settled_by_paper=""),
                name="what_is_settled_has_its_paper",
                violation_error_message="Ghi văn bản kết luận.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["honouree"], name="discipline_of_honouree"),
            models.Index(fields=["collective"], name="discipline_of_unit"),
        ]

    def __str__(self):
        return f"{self.get_status_display()}: {self.honouree or self.collective}"
