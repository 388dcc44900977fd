"""Sổ văn bản pháp luật: what a plan may cite, from when to when it holds, and what took over.

Rows are law and come from ``campaigns/law``; the code knows their shape only.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from units.certainty import Certainty
from units.constraints import in_order
from units.models import PeersManager
from units.wording import vn_long_date


class LegalTextQuerySet(models.QuerySet):
    def for_register(self):
        """The newest first, each with what replaced it and what it amends; one query."""
        return self.select_related("replaced_by", "amends").order_by(
            F("issued_on").desc(), "code"
        )


class LegalText(models.Model):
    """Văn bản pháp luật. ``name`` is what its căn cứ says behind number, day and issuer.

    ``valid_from`` None: the first day is not known; ``valid_to`` is the last day.
    """

    class Kind(models.TextChoices):
        LAW = "law", "Luật"
        ORDINANCE = "ordinance", "Pháp lệnh"
        RESOLUTION = "resolution", "Nghị quyết"
        DECREE = "decree", "Nghị định"
        DECISION = "decision", "Quyết định"
        CIRCULAR = "circular", "Thông tư"

    code = models.SlugField("mã", max_length=40, unique=True)
    kind = models.CharField("loại văn bản", max_length=12, choices=Kind)
    number = models.CharField("số, ký hiệu", max_length=60, unique=True)
    name = models.CharField("trích yếu", max_length=500)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành")
    valid_from = models.DateField("có hiệu lực từ ngày", null=True, blank=True)
    valid_to = models.DateField("hiệu lực đến hết ngày", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="văn bản thay thế", related_name="replaced",
        null=True, blank=True,
    )  # fmt: skip
    amends = models.ForeignKey(
        "self", models.PROTECT, verbose_name="sửa đổi, bổ sung cho", related_name="amendments",
        null=True, blank=True,
    )  # fmt: skip
    source = models.CharField("nguồn", max_length=300)
    certainty = models.CharField("mức chắc chắn", max_length=8, choices=Certainty)

    objects = PeersManager.from_queryset(LegalTextQuerySet)()

    class Meta:
        verbose_name = "văn bản pháp luật"
        ordering = ["-issued_on", "code"]
        constraints = [
            in_order(
                "valid_from", "valid_to", name="legal_text_ends_after_it_starts",
                message="Ngày hết hiệu lực không được trước ngày có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(valid_to__isnull=False),
                name="a_replaced_legal_text_has_its_last_day",
                violation_error_message="Văn bản đã bị thay thế phải có ngày hết hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["law", "ordinance", "resolution", "decree", "decision", "circular"]
                ),
                name="legal_text_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=["read", "second", "check"]),
                name="legal_text_certainty_is_known",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def is_named(self) -> bool:
        """Luật, pháp lệnh: cited by name and day, without number and issuer (R46)."""
        return self.kind in (self.Kind.LAW, self.Kind.ORDINANCE)

    @property
    def title(self) -> str:
        """ "Luật Thi đua, khen thưởng số 06/2022/QH15", "Nghị định số 152/2025/NĐ-CP"."""
        name = f" {self.name}" if self.is_named else ""
        return f"{self.get_kind_display()}{name} số {self.number}"

    @property
    def cited(self) -> str:
        """Như một căn cứ ghi, without its first word and last sign (R46)."""
        whose = "" if self.is_named else f" của {self.issuer} {self.name}"
        return f"{self.named}{whose}"

    @property
    def named(self) -> str:
        """Loại, số (tên của luật), ngày: "Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025"."""
        own = self.name if self.is_named else f"số {self.number}"
        return f"{self.get_kind_display()} {own} {vn_long_date(self.issued_on)}"

    @property
    def rank(self) -> tuple[int, date]:
        """Thứ bậc: the order of căn cứ, a law before a decree, the older first."""
        return self.Kind.values.index(self.kind), self.issued_on

    def holds_on(self, day: date) -> bool:
        return not self.is_over(day) and not self.is_to_come(day)

    def is_over(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day

    def is_to_come(self, day: date) -> bool:
        return self.valid_from is not None and day < self.valid_from
