"""Liên thông: by which code other systems know an authority."""

from django.core.validators import RegexValidator
from django.db import models

from units.models import PeersManager, Unit

WRONG_CODE = (
    "Mã định danh gồm chữ hoa không dấu, chữ số, các phần cách nhau bằng dấu chấm, ví dụ "
    "H40.12.3."
)


class AgencyCodeQuerySet(models.QuerySet):
    def of(self, unit: Unit) -> str:
        """The unit's code, or ""."""
        return self.filter(unit=unit).values_list("code", flat=True).first() or ""

    def of_all(self, units) -> dict[int, str]:
        """Codes by unit, of those that have one."""
        return dict(self.filter(unit__in=units).values_list("unit", "code"))


class AgencyCode(models.Model):
    """Mã định danh cơ quan (OrganId, QĐ 20/2020/QĐ-TTg), as it is written in edXML."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+", editable=False)
    code = models.CharField(
        "mã định danh", max_length=13,
        validators=[RegexValidator(r"\A[A-Z0-9]+(\.[A-Z0-9]+)*\Z", WRONG_CODE)],
    )  # fmt: skip

    objects = PeersManager.from_queryset(AgencyCodeQuerySet)()

    class Meta:
        verbose_name = "mã định danh cơ quan"
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="an_agency_code_is_of_one",
                violation_error_message="Mã định danh này đã ghi cho cơ quan khác.",
            ),
        ]

    def __str__(self):
        return self.code
