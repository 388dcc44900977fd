"""Ghi chú dữ liệu: typed records on a line; together they make the plan run.

One table a kind. Each has its twin as a value in ``campaigns.content``; field names agree.
"""

from django.db import models
from django.db.models import Q

from campaigns.content import Comparator, Direction, Side
from campaigns.models.lines import PlanLine
from units.constraints import in_order
from units.models import PeersManager, Unit

COMPARATORS = [
    (Comparator.EQUAL.value, "bằng"),
    (Comparator.AT_LEAST.value, "ít nhất"),
    (Comparator.AT_MOST.value, "không quá"),
    (Comparator.RANGE.value, "trong khoảng"),
]
DIRECTIONS = [
    (Direction.HOLD.value, "đạt, giữ mức"),
    (Direction.UP.value, "tăng dần"),
    (Direction.DOWN.value, "giảm dần"),
]
SIDES = [(Side.COLLECTIVE.value, "Tập thể"), (Side.INDIVIDUAL.value, "Cá nhân")]


class NoteQuerySet(models.QuerySet["Note"]):
    def of_plan(self, plan):
        """In the order of the plan's words; none of no plan."""
        if plan is None:
            return self.none()
        return self.filter(line__plan=plan).order_by("line__position", "pk")


class Note(models.Model):
    """Một ghi chú dữ liệu trên một dòng. ``answers``: what of the superior's plan it answers."""

    line = models.ForeignKey(
        PlanLine, models.CASCADE, editable=False, related_name="%(class)s_notes"
    )
    answers = models.ForeignKey(
        "campaigns.SuperiorNote", models.SET_NULL, null=True, blank=True,
        verbose_name="điều cấp trên giao", related_name="%(class)s_notes",
    )  # fmt: skip

    objects = PeersManager.from_queryset(NoteQuerySet)()

    class Meta:
        abstract = True
        ordering = ["line__position", "pk"]

    def __str__(self):
        return f"{self._meta.verbose_name}: {self.line}"


class Citation(Note):
    """Văn bản viện dẫn trong căn cứ."""

    text = models.CharField("văn bản, như in", max_length=300)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    is_superior_plan = models.BooleanField(
        "là kế hoạch cấp trên được hưởng ứng", default=False
    )

    class Meta(Note.Meta):
        verbose_name = "căn cứ viện dẫn"


class Period(Note):
    """Thời gian thi đua của cả phong trào."""

    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta(Note.Meta):
        verbose_name = "thời gian thi đua"
        constraints = [
            in_order(
                "starts_on", "ends_on", name="period_ends_after_it_starts",
                message="Ngày kết thúc thời gian thi đua không được trước ngày bắt đầu.",
            )
        ]  # fmt: skip


class Phase(Note):
    """Đợt thi đua."""

    name = models.CharField("tên đợt", max_length=200)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    plan_due_on = models.DateField(
        "ban hành kế hoạch chi tiết trước ngày", null=True, blank=True
    )

    class Meta(Note.Meta):
        verbose_name = "đợt thi đua"
        constraints = [
            in_order(
                "starts_on", "ends_on", name="phase_ends_after_it_starts",
                message="Ngày kết thúc đợt không được trước ngày bắt đầu.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Target(Note):
    """Chỉ tiêu: what is measured, in which unit, and the figure asked for."""

    name = models.CharField("chỉ tiêu", max_length=500)
    comparator = models.CharField(
        "điều kiện", max_length=5, choices=COMPARATORS, blank=True
    )
    value = models.DecimalField(
        "giá trị", max_digits=20, decimal_places=6, null=True, blank=True
    )
    value_max = models.DecimalField(
        "đến", max_digits=20, decimal_places=6, null=True, blank=True
    )
    unit = models.CharField("đơn vị tính", max_length=60, blank=True)
    direction = models.CharField(
        "hướng", max_length=4, choices=DIRECTIONS, default=Direction.HOLD.value
    )
    shown = models.CharField("cách ghi trong câu", max_length=60, blank=True)
    baseline = models.CharField("so với", max_length=200, blank=True)
    deadline = models.DateField("hoàn thành trước", null=True, blank=True)
    responsible = models.CharField("chủ trì", max_length=300, blank=True)
    phase = models.ForeignKey(
        Phase, models.SET_NULL, null=True, blank=True, verbose_name="thuộc đợt",
        related_name="targets",
    )  # fmt: skip

    class Meta(Note.Meta):
        verbose_name = "chỉ tiêu"
        constraints = [
            models.CheckConstraint(
                condition=Q(value_max=None)
                | Q(value__isnull=False, value_max__gte=models.F("value")),
                name="target_range_in_order",
                violation_error_message="Giá trị cuối của khoảng phải lớn hơn giá trị đầu.",
            ),
            models.CheckConstraint(
                condition=Q(comparator__in=["", *[c.value for c in Comparator]]),
                name="target_comparator_is_known",
            ),
        ]


class Milestone(models.Model):
    """Mốc của chỉ tiêu: "6 tháng đầu năm đạt 70%"."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="milestones")
    label = models.CharField("mốc", max_length=100)
    due_on = models.DateField("đến ngày", null=True, blank=True)
    value = models.DecimalField("mức phải đạt", max_digits=20, decimal_places=6)

    objects = PeersManager()

    class Meta:
        verbose_name = "mốc"
        ordering = ["target", "due_on", "pk"]

    def __str__(self):
        return self.label


class Assignment(Note):
    """Giao nhiệm vụ: the unit named in this line; its tasks are the lines below."""

    unit_name = models.CharField("đơn vị được giao", max_length=300)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="đơn vị trong hệ thống",
        related_name="+",
    )  # fmt: skip

    class Meta(Note.Meta):
        verbose_name = "giao nhiệm vụ"


class Registration(Note):
    """Yêu cầu đăng ký mô hình, công trình."""

    what = models.CharField("nội dung đăng ký", max_length=300)
    minimum = models.PositiveIntegerField("ít nhất", default=1)
    deadline = models.DateField("hạn đăng ký", null=True, blank=True)

    class Meta(Note.Meta):
        verbose_name = "yêu cầu đăng ký"


class Deadline(Note):
    """Thời hạn của một việc."""

    text = models.CharField("việc phải làm", max_length=1000)
    due_on = models.DateField("hạn", null=True, blank=True)

    class Meta(Note.Meta):
        verbose_name = "thời hạn"


class AwardForm(Note):
    """Hình thức khen thưởng."""

    name = models.CharField("hình thức", max_length=300)

    class Meta(Note.Meta):
        verbose_name = "hình thức khen thưởng"


class Subject(Note):
    """Đối tượng thi đua."""

    side = models.CharField("nhóm", max_length=10, choices=SIDES)
    name = models.CharField("đối tượng", max_length=300)

    class Meta(Note.Meta):
        verbose_name = "đối tượng thi đua"
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=[side.value for side in Side]),
                name="subject_side_is_known",
            )
        ]


# The kinds in the order in which the editor offers them; keys are used in addresses.
NOTE_MODELS: dict[str, type[Note]] = {
    "can-cu": Citation,
    "thoi-gian": Period,
    "dot": Phase,
    "chi-tieu": Target,
    "nhiem-vu": Assignment,
    "dang-ky": Registration,
    "thoi-han": Deadline,
    "khen-thuong": AwardForm,
    "doi-tuong": Subject,
}
