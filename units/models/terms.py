"""Thời hạn lưu, thời hạn dùng: numbers with dates, never in code."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from units.constraints import in_order, one_at_a_time
from units.models.managers import DatedQuerySet, PeersManager


class TermQuerySet(DatedQuerySet):
    def length(self, code: str, day=None) -> timedelta | None:
        """How long it is on ``day`` (today); None where nobody set it: then nothing ends by it."""
        term = self.on(day).filter(code=code).first()
        return term.length if term else None


class Term(models.Model):
    """Thời hạn: how long something is kept or may last, from a day on, on what basis."""

    class Code(models.TextChoices):
        ACCESS_LOG = "access_log", "Lưu nhật ký truy cập (ngày)"
        EXPORT = "export", "Giữ tệp đã xuất (ngày)"
        TRASH = "trash", "Giữ trong thùng rác (ngày)"
        SUPPORT = "support", "Một lần xem với vai (phút)"
        SHEET = "sheet", "Giữ tệp nhập từ bảng tính (ngày)"
        SHEET_OF_PEOPLE = "sheet_of_people", "Giữ tệp về người chưa xác nhận (ngày)"
        CLUSTER_HANDOVER = (
            "cluster_handover",
            "Bàn giao cụm, khối khi đổi trưởng (ngày)",
        )

    _UNITS = {
        Code.ACCESS_LOG: "days",
        Code.EXPORT: "days",
        Code.TRASH: "days",
        Code.SUPPORT: "minutes",
        Code.SHEET: "days",
        Code.SHEET_OF_PEOPLE: "days",
        Code.CLUSTER_HANDOVER: "days",
    }

    code = models.CharField("thời hạn của", max_length=20, choices=Code)
    value = models.PositiveIntegerField("số")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)

    objects = PeersManager.from_queryset(TermQuerySet)()

    class Meta:
        verbose_name = "thời hạn"
        ordering = ["code", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=1),
                name="term_is_not_nothing",
                violation_error_message="Thời hạn ít nhất là 1.",
            ),
            in_order(
                "valid_from", "valid_to", name="term_ends_after_it_starts",
                message="Ngày thôi áp dụng không được trước ngày bắt đầu.",
            ),
            one_at_a_time(
                "code", name="one_term_at_a_time",
                message="Đã có thời hạn khác áp dụng trong thời gian này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_code_display()}: {self.value}"

    @property
    def length(self) -> timedelta:
        return timedelta(**{self._UNITS[self.Code(self.code)]: self.value})
