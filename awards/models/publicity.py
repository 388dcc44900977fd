"""Công khai: how long citizens see who is nominated and who was honoured, and what is masked."""

from django.db import models
from django.db.models import Q

from awards.models.rulings import Ruling
from units.constraints import one_at_a_time, or_none

LONGEST_BEFORE, LONGEST_AFTER = 60, 3_650  # days


class PublicityRule(Ruling):
    """Quy định công khai of an authority; where there is none, nothing is published.

    Days are counted from the day after the first one (Điều 147 Bộ luật Dân sự); 0: not shown.
    What is masked is a person's or a household's: collectives stand with their names.
    """

    days_before = models.PositiveSmallIntegerField(
        "số ngày công khai đề nghị", default=0,
        help_text="Trước khi Hội đồng họp. Ghi 0 nếu không công khai danh sách đề nghị.",
    )  # fmt: skip
    days_after = models.PositiveSmallIntegerField(
        "số ngày công khai quyết định", default=0,
        help_text="Kể từ ngày ban hành. Ghi 0 nếu không công khai quyết định.",
    )  # fmt: skip
    masks_names = models.BooleanField("che chữ đệm của họ tên", default=True)
    masks_post = models.BooleanField("che chức vụ, nơi công tác, địa chỉ", default=True)
    child_age = models.PositiveSmallIntegerField(
        "chỉ ghi chữ đầu họ tên người dưới (tuổi)", null=True, blank=True,
        help_text="Ví dụ 16. Theo ngày sinh, năm sinh đã ghi; để trống nếu không che riêng.",
    )  # fmt: skip

    class Meta(Ruling.Meta):
        verbose_name = "quy định công khai"
        constraints = [
            *Ruling.Meta.constraints,
            models.CheckConstraint(
                condition=Q(days_before__lte=LONGEST_BEFORE, days_after__lte=LONGEST_AFTER),
                name="publicity_ends",
                violation_error_message=f"Công khai đề nghị không quá {LONGEST_BEFORE} ngày, "
                "công khai quyết định không quá 3.650 ngày.",
            ),
            models.CheckConstraint(
                condition=Q(child_age=None) | Q(child_age__gte=1, child_age__lte=18),
                name="publicity_child_age_is_one",
                violation_error_message="Tuổi ghi từ 1 đến 18, hoặc để trống.",
            ),
            one_at_a_time(
                or_none("authority"), name="one_publicity_rule_at_a_time",
                message=Ruling.TAKEN,
            ),
        ]  # fmt: skip

    def __str__(self):
        return (
            f"{_shown('đề nghị', self.days_before)}; "
            f"{_shown('quyết định', self.days_after)}"
        )

    @property
    def more(self) -> str:
        """What is masked."""
        masked = []
        if self.masks_names:
            masked.append("chữ đệm của họ tên")
        if self.masks_post:
            masked.append("chức vụ, nơi công tác, địa chỉ")
        said = [f"che {', '.join(masked)}" if masked else "ghi đủ họ tên, chức vụ"]
        if self.child_age:
            said.append(f"người dưới {self.child_age} tuổi chỉ ghi chữ đầu họ tên")
        return "; ".join(said)


def _shown(what: str, days: int) -> str:
    return f"công khai {what} {days} ngày" if days else f"không công khai {what}"
