"""Tiền thưởng: multipliers, the base salary, what a collective gets, how it is rounded; and
what is handed over besides the money.
"""

from django.db import models
from django.db.models import Q

from awards.models.catalogue import Award, Subject
from awards.models.merits import Merit
from awards.models.rulings import Ruling
from units.constraints import one_at_a_time, one_of, or_none
from units.numerals import vn_number


class BaseSalary(Ruling):
    """Mức lương cơ sở: of the whole country; read at the day of the decision."""

    amount = models.PositiveIntegerField("mức lương cơ sở (đồng)")

    class Meta(Ruling.Meta):
        verbose_name = "mức lương cơ sở"
        constraints = [
            *Ruling.Meta.constraints,
            models.CheckConstraint(
                condition=Q(authority=None), name="base_salary_is_of_the_country",
                violation_error_message="Mức lương cơ sở là của cả nước.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=100_000), name="base_salary_is_in_dong",
                violation_error_message="Ghi mức lương cơ sở bằng đồng, từ 100.000.",
            ),
            one_at_a_time(name="one_base_salary_at_a_time", message=Ruling.TAKEN),
        ]  # fmt: skip

    def __str__(self):
        return f"{vn_number(self.amount)} đồng"


class Multiplier(Ruling):
    """Hệ số tiền thưởng × mức lương cơ sở; ``is_max``: the text says "không quá"."""

    KEY = ("award", "subject")

    award = models.ForeignKey(
        Award, models.PROTECT, related_name="+", verbose_name="danh hiệu, hình thức"
    )
    subject = models.CharField("đối tượng", max_length=10, choices=Subject)
    value = models.DecimalField("hệ số", max_digits=6, decimal_places=3)
    is_max = models.BooleanField("là mức tối đa", default=False)

    class Meta(Ruling.Meta):
        verbose_name = "hệ số tiền thưởng"
        constraints = [
            *Ruling.Meta.constraints,
            one_of("subject", Subject, name="multiplier_subject_is_known"),
            models.CheckConstraint(
                condition=Q(value__gt=0, value__lte=100), name="multiplier_is_positive",
                violation_error_message="Hệ số phải lớn hơn 0 và không quá 100.",
            ),
            one_at_a_time(
                or_none("authority"), "award", "subject", name="one_multiplier_at_a_time",
                message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        upto = "không quá " if self.is_max else ""
        return f"{self.get_subject_display()}: {upto}{vn_number(self.value)} lần mức lương cơ sở"


class SubjectFactor(Ruling):
    """Tập thể, hộ gia đình gấp mấy lần cá nhân, where the award has no figure of its own."""

    KEY = ("family", "subject")

    family = models.CharField("nhóm", max_length=10, choices=Award.Family)
    subject = models.CharField("đối tượng", max_length=10, choices=Subject)
    value = models.DecimalField("gấp (lần)", max_digits=6, decimal_places=3)

    class Meta(Ruling.Meta):
        verbose_name = "hệ số theo đối tượng"
        constraints = [
            *Ruling.Meta.constraints,
            one_of("subject", Subject, name="factor_subject_is_known"),
            one_of("family", Award.Family, name="factor_family_is_known"),
            models.CheckConstraint(
                condition=Q(value__gt=0, value__lte=100), name="factor_is_positive",
                violation_error_message="Hệ số phải lớn hơn 0 và không quá 100.",
            ),
            one_at_a_time(
                or_none("authority"), "family", "subject", name="one_subject_factor_at_a_time",
                message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        whom = f"{self.get_family_display()}, {self.get_subject_display()}"
        return f"{whom}: gấp {vn_number(self.value)} lần cá nhân"


class RoundingRule(Ruling):
    """Làm tròn: up to whole ``round_to``; ``once``: after all factors, else after the first too."""

    round_to = models.PositiveIntegerField("làm tròn lên đến (đồng)", default=10_000)
    once = models.BooleanField("nhân hết các hệ số rồi mới làm tròn", default=True)

    class Meta(Ruling.Meta):
        verbose_name = "cách làm tròn"
        constraints = [
            *Ruling.Meta.constraints,
            models.CheckConstraint(
                condition=Q(round_to__gte=1), name="rounding_has_a_unit",
                violation_error_message="Ghi số đồng để làm tròn, từ 1.",
            ),
            one_at_a_time(
                or_none("authority"), name="one_rounding_at_a_time", message=Ruling.TAKEN
            ),
        ]  # fmt: skip

    def __str__(self):
        order = "một lần, sau khi nhân" if self.once else "sau mỗi hệ số"
        return f"Làm tròn lên đến {vn_number(self.round_to)} đồng, {order}"


class Keepsake(Ruling):
    """Hiện vật kèm theo: certificate, frame, badge; an award may name money alone."""

    KEY = ("award",)

    award = models.ForeignKey(
        Award, models.PROTECT, related_name="+", verbose_name="danh hiệu, hình thức"
    )
    certificate = models.BooleanField("bằng, giấy chứng nhận", default=True)
    frame = models.BooleanField("khung", default=True)
    badge = models.BooleanField("huy hiệu, hộp", default=False)

    class Meta(Ruling.Meta):
        verbose_name = "hiện vật khen thưởng"
        constraints = [
            *Ruling.Meta.constraints,
            one_at_a_time(
                or_none("authority"), "award", name="one_keepsake_at_a_time",
                message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        given = [
            str(self._meta.get_field(name).verbose_name)
            for name in ("certificate", "frame", "badge")
            if getattr(self, name)
        ]
        return (
            ", ".join(given) or "Chỉ có tiền thưởng, không có hiện vật"
        ).capitalize()


class Step(models.TextChoices):
    """Bước có thời hạn."""

    PROCESSING = "processing", "Giải quyết hồ sơ"
    PUBLICITY = "publicity", "Công khai danh sách"
    OPINION = "opinion", "Lấy ý kiến Nhân dân"
    CONCURRENCE = "concurrence", "Trả lời hiệp y"
    SUPPLEMENT = "supplement", "Bổ sung hồ sơ"


class DayKind(models.TextChoices):
    """Tính theo ngày nào."""

    WORKING = "working", "ngày làm việc"
    CALENDAR = "calendar", "ngày"


class TimeLimit(Ruling):
    """Thời hạn của một bước: how many days, working or calendar."""

    KEY = ("step", "award", "merit")

    Step = Step
    Days = DayKind

    step = models.CharField("bước", max_length=12, choices=Step)
    award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="danh hiệu, hình thức",
    )  # fmt: skip
    merit = models.CharField(
        "loại hình", max_length=10, choices=Merit, blank=True,
        help_text="Để trống là mọi loại hình.",
    )  # fmt: skip
    days = models.PositiveSmallIntegerField("số ngày")
    day_kind = models.CharField("tính theo", max_length=10, choices=DayKind)

    class Meta(Ruling.Meta):
        verbose_name = "thời hạn của một bước"
        constraints = [
            *Ruling.Meta.constraints,
            one_of("step", Step, name="timed_step_is_known"),
            one_of("day_kind", DayKind, name="kind_of_days_is_known"),
            one_at_a_time(
                or_none("authority"), "step", or_none("award"), "merit",
                name="one_time_limit_at_a_time", message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_step_display()}: {self.days} {self.get_day_kind_display()}"

    @property
    def more(self) -> str:
        return f"chỉ {self.get_merit_display().lower()}" if self.merit else ""
