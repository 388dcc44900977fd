"""Quy định có ngày: what a council and a dossier are asked for, by award and by date.

The code knows the shape of the rules, never their numbers.
"""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from awards.models.catalogue import Award, Subject
from awards.models.merits import Merit
from awards.models.rulings import Ruling
from units.constraints import one_at_a_time, one_of, or_none
from units.numerals import vn_number


class BallotKind(models.TextChoices):
    """Cách biểu quyết."""

    SECRET = "secret", "Bỏ phiếu kín"
    OPEN = "open", "Biểu quyết công khai"


class Denominator(models.TextChoices):
    """Tính tỷ lệ trên số nào."""

    MEMBERS = "members", "tổng số thành viên Hội đồng"
    PRESENT = "present", "số thành viên dự họp, cho ý kiến"
    VALID = "valid", "số phiếu hợp lệ"


class Operator(models.TextChoices):
    """Đạt ngưỡng hay vượt ngưỡng."""

    AT_LEAST = "at_least", "từ"
    MORE_THAN = "more_than", "trên"


class CouncilRule(Ruling):
    """Quy định bỏ phiếu of the council for one award (none: for all that have no row).

    The quorum is ``quorum_parts`` of ``quorum_of`` members: whole numbers, since two thirds are
    no decimal.
    """

    KEY = ("award",)

    award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="danh hiệu, hình thức",
    )  # fmt: skip
    quorum_parts = models.PositiveSmallIntegerField("số phần phải có mặt", default=2)
    quorum_of = models.PositiveSmallIntegerField("trên số phần", default=3)
    threshold = models.DecimalField(
        "tỷ lệ phải đạt (%)", max_digits=5, decimal_places=2
    )
    operator = models.CharField("so với tỷ lệ", max_length=10, choices=Operator)
    denominator = models.CharField("tính trên", max_length=10, choices=Denominator)
    ballot = models.CharField("cách biểu quyết", max_length=10, choices=BallotKind)
    written_opinions = models.BooleanField("tính ý kiến bằng văn bản", default=True)
    chair_agrees = models.BooleanField("chủ tịch phải đồng ý", default=False)

    class Meta(Ruling.Meta):
        verbose_name = "quy định bỏ phiếu"
        constraints = [
            *Ruling.Meta.constraints,
            one_of("operator", Operator, name="council_operator_is_known"),
            one_of("denominator", Denominator, name="council_denominator_is_known"),
            one_of("ballot", BallotKind, name="council_ballot_is_known"),
            models.CheckConstraint(
                condition=Q(threshold__gte=0, threshold__lte=100),
                name="council_threshold_is_a_share",
                violation_error_message="Tỷ lệ phải đạt từ 0 đến 100%.",
            ),
            models.CheckConstraint(
                condition=Q(quorum_of__gte=1, quorum_parts__lte=F("quorum_of")),
                name="council_quorum_is_a_share",
                violation_error_message="Số phần phải có mặt không được lớn hơn tổng số phần.",
            ),
            one_at_a_time(
                or_none("authority"), or_none("award"), name="one_council_rule_at_a_time",
                message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        share = vn_number(self.threshold)
        return (
            f"{self.get_operator_display()} {share}% {self.get_denominator_display()}"
        )

    @property
    def more(self) -> str:
        """What else the row says."""
        said = [
            f"họp khi có mặt ít nhất {self.quorum_parts}/{self.quorum_of} số thành viên",
            self.get_ballot_display().lower(),
        ]
        if self.written_opinions:
            said.append("tính cả ý kiến bằng văn bản")
        if self.chair_agrees:
            said.append("chủ tịch Hội đồng phải đồng ý")
        return "; ".join(said)


class Paper(models.TextChoices):
    """Loại giấy tờ của hồ sơ."""

    PETITION = "petition", "Tờ trình, văn bản đề nghị kèm danh sách"
    REPORT = "report", "Báo cáo thành tích"
    SUMMARY = "summary", "Tóm tắt thành tích"
    REVIEW = "review", "Biên bản bình xét, xét khen thưởng"
    INITIATIVE = "initiative", "Chứng nhận, xác nhận sáng kiến, đề tài"
    CONCURRENCE = "concurrence", "Ý kiến hiệp y"
    PUBLIC = "public", "Kết quả lấy ý kiến Nhân dân"
    CONFIRMATION = "confirmation", "Xác nhận của cơ quan có thẩm quyền"
    OTHER = "other", "Giấy tờ khác"


class DossierRequirement(Ruling):
    """Giấy tờ phải có trong hồ sơ: for one award (none: every award) of a kind of merit."""

    Paper = Paper
    KEY = ("paper", "award", "merit", "subject")

    award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="danh hiệu, hình thức",
    )  # fmt: skip
    merit = models.CharField(
        "loại hình", max_length=10, choices=Merit, blank=True,
        help_text="Để trống là mọi loại hình.",
    )  # fmt: skip
    subject = models.CharField(
        "đối tượng", max_length=10, choices=Subject, blank=True,
        help_text="Để trống là mọi đối tượng.",
    )  # fmt: skip
    paper = models.CharField("giấy tờ", max_length=12, choices=Paper)
    name = models.CharField("tên giấy tờ", max_length=200)
    mandatory = models.BooleanField("bắt buộc", default=True)
    copies = models.PositiveSmallIntegerField("số bản", default=1)
    form_number = models.CharField("mẫu số", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta(Ruling.Meta):
        verbose_name = "giấy tờ trong hồ sơ"
        ordering = ["position", "pk"]
        constraints = [
            *Ruling.Meta.constraints,
            one_of("paper", Paper, name="dossier_paper_is_known"),
            one_at_a_time(
                or_none("authority"), or_none("award"), "merit", "subject", "paper",
                Case(
                    When(paper__in=["confirmation", "other"], then=F("name")),
                    default=Value(""),
                ),
                name="one_dossier_requirement_at_a_time", message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def said(self) -> str:
        """Giấy tờ ấy là gì, as a list of papers tells them apart."""
        return self.name if self.paper in (Paper.CONFIRMATION, Paper.OTHER) else ""

    @property
    def more(self) -> str:
        said = [
            "bắt buộc" if self.mandatory else "không bắt buộc",
            f"{self.copies} bản",
        ]
        if self.form_number:
            said.append(self.form_number)
        if self.merit:
            said.append(f"chỉ {self.get_merit_display().lower()}")
        if self.subject:
            said.append(f"chỉ {self.get_subject_display()}")
        return "; ".join(said)
