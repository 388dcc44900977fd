"""Điều kiện khen thưởng thành hàng: which conditions are looked at, with which numbers.

A kind without a row in force is not looked at. Only missing papers keep a proposal from being
sent; everything else is put before those who decide.
"""

from django.db import models
from django.db.models import Q

from awards.models.catalogue import Award, Subject
from awards.models.rulings import Ruling
from units.constraints import one_at_a_time, one_of, or_none
from units.numerals import vn_number


class Condition(models.TextChoices):
    """Loại điều kiện, in the order in which a card lists them."""

    DOSSIER = "dossier", "Hồ sơ đủ giấy tờ"
    CONFERRAL = "conferral", "Đúng thẩm quyền khen thưởng"
    SUBJECT = "subject", "Đúng đối tượng của danh hiệu, hình thức"
    DOUBLE = "double", "Chưa được khen cho cùng thành tích"
    INTERVAL = "interval", "Khoảng cách với lần khen trước"
    CHAIN = "chain", "Danh hiệu, hình thức đã đạt trước đó"
    DISCIPLINE = (
        "discipline",
        "Không có vụ việc đang xác minh, không trong thời gian kỷ luật",
    )
    DISSOLVED = "dissolved", "Đơn vị đang hoạt động"
    CAP = "cap", "Trong tỷ lệ, số lượng của đơn vị"
    TARGETS = "targets", "Hoàn thành chỉ tiêu của phong trào"
    REGISTRATION = "registration", "Đăng ký thi đua"
    CONFLICT = "conflict", "Người đề nghị không đề nghị cho chính mình"
    WORDING = "wording", "Lời văn báo cáo thành tích không trùng báo cáo khác"


class Severity(models.TextChoices):
    """Khi chưa đạt thì sao."""

    LACKING = "lacking", "phải bổ sung mới nộp được"
    COUNCIL = "council", "Hội đồng xem xét"
    INFORM = "inform", "chỉ nêu để biết"


class ReadOn(models.TextChoices):
    """Quy định đang có hiệu lực vào ngày nào thì dùng."""

    RECEIVED = "received", "ngày tiếp nhận hồ sơ"
    TODAY = "today", "ngày xem xét"
    PERIOD_END = "period_end", "ngày cuối lập thành tích"


class EligibilityRule(Ruling):
    """Một điều kiện: its kind, its numbers, what follows, and at which day it is read."""

    Kind = Condition
    KEY = ("kind", "award", "subject", "of_award")

    kind = models.CharField("điều kiện", max_length=12, choices=Condition)
    award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="danh hiệu, hình thức được đề nghị",
    )  # fmt: skip
    subject = models.CharField(
        "đối tượng", max_length=10, choices=Subject, blank=True,
        help_text="Để trống là mọi đối tượng.",
    )  # fmt: skip
    of_award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="tính trên danh hiệu, hình thức",
    )  # fmt: skip
    count = models.PositiveSmallIntegerField("số lần, số lượng", null=True, blank=True)
    months = models.PositiveSmallIntegerField("số tháng", null=True, blank=True)
    share = models.DecimalField(
        "tỷ lệ (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    consecutive = models.BooleanField("liên tục các năm liền nhau", default=False)
    only_service = models.BooleanField("chỉ tính khen thưởng công trạng", default=False)
    severity = models.CharField(
        "khi chưa đạt", max_length=8, choices=Severity, default=Severity.COUNCIL
    )
    read_on = models.CharField(
        "theo quy định vào", max_length=10, choices=ReadOn, default=ReadOn.RECEIVED
    )

    class Meta(Ruling.Meta):
        verbose_name = "điều kiện khen thưởng"
        constraints = [
            *Ruling.Meta.constraints,
            one_of("kind", Condition, name="condition_is_known"),
            one_of("read_on", ReadOn, name="condition_is_read_on_a_known_day"),
            one_of("severity", Severity, name="condition_severity_is_known"),
            models.CheckConstraint(
                condition=Q(kind="dossier", severity="lacking")
                | ~Q(kind="dossier") & ~Q(severity="lacking"),
                name="only_missing_papers_block",
                violation_error_message="Chỉ hồ sơ thiếu giấy tờ mới phải bổ sung; điều kiện "
                "khác do Hội đồng xem xét hoặc chỉ nêu để biết.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["double", "wording"]) | Q(share__isnull=False),
                name="a_likeness_has_its_share",
                violation_error_message="Ghi tỷ lệ lời văn trùng nhau (%).",
            ),
            models.CheckConstraint(
                condition=~Q(kind="interval") | Q(months__isnull=False),
                name="an_interval_has_its_months",
                violation_error_message="Ghi số tháng giữa hai lần khen.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="chain") | Q(of_award__isnull=False, count__gte=1),
                name="a_chain_says_of_what_and_how_many",
                violation_error_message="Chọn danh hiệu phải đạt trước đó và ghi số lần.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cap")
                | Q(share__isnull=False, of_award__isnull=False)
                | Q(share=None, count__isnull=False),
                name="a_cap_has_its_share_or_number",
                violation_error_message="Ghi tỷ lệ và danh hiệu dùng để tính tỷ lệ, hoặc ghi số "
                "lượng.",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=100),
                name="condition_share_is_a_share",
                violation_error_message="Tỷ lệ từ 0 đến 100%.",
            ),
            one_at_a_time(
                or_none("authority"), "kind", or_none("award"), "subject",
                or_none("of_award"), name="one_condition_at_a_time", message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def more(self) -> str:
        """The numbers of the row, in words."""
        said = []
        if self.subject:
            said.append(f"chỉ {self.get_subject_display()}")
        if self.count is not None:
            times = "lần" if self.kind == Condition.CHAIN else "trường hợp"
            said.append(f"{self.count} {times}")
        if self.share is not None:
            said.append(f"{vn_number(self.share)}%")
        if self.months is not None:
            said.append(f"{self.months} tháng")
        if self.consecutive:
            said.append("liên tục")
        if self.only_service:
            said.append("chỉ tính khen thưởng công trạng")
        said.append(f"chưa đạt: {self.get_severity_display()}")
        said.append(f"theo quy định vào {self.get_read_on_display()}")
        return "; ".join(said)
