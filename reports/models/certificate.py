"""Chứng thư số đã đăng ký: whose it is, and how its mark looks on paper."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from units.models import PeersManager, Unit, User


class CertificateQuerySet(models.QuerySet):
    def current(self):
        return self.filter(retired_at=None)

    def of_agencies(self):
        """Seals in use of agencies that are still there."""
        living = Unit.objects.on().values("pk")
        return self.current().filter(unit__in=living).select_related("unit")


class Certificate(models.Model):
    """Chứng thư số: which key in the signing worker's store belongs to which person or agency.

    The private key is never here; ``key`` is its name in the store and ``fingerprint`` the
    certificate it must bear. ``picture`` is the handwritten signature or the seal (R70, R71),
    a PNG with alpha, already brought to one ink and 300 dpi.
    """

    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    key = models.CharField("tên khóa", max_length=100)
    common_name = models.CharField("chủ thể", max_length=200)
    fingerprint = models.CharField("dấu vân tay SHA-256", max_length=64)
    valid_from = models.DateTimeField("hiệu lực từ")
    valid_to = models.DateTimeField("hiệu lực đến")
    picture = models.BinaryField("ảnh chữ ký hoặc con dấu")
    # Filled where a seal's certificate was taken under another name than its agency's.
    name_reason = models.CharField("lý do nhận tên khác", max_length=300, blank=True)
    registered_at = models.DateTimeField(db_default=Now(), editable=False)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PeersManager.from_queryset(CertificateQuerySet)()

    class Meta:
        verbose_name = "chứng thư số"
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(unit=None),
                name="a_certificate_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(retired_at=None),
                name="one_current_owner_per_key",
                violation_error_message="Khóa này đang đăng ký cho người hoặc cơ quan khác.",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(retired_at=None),
                name="one_current_certificate_per_person",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(retired_at=None),
                name="one_current_certificate_per_agency",
            ),
        ]

    def __str__(self):
        return self.common_name

    @property
    def owner(self) -> str:
        """The holder as the signing room names them: "user:17", "unit:3"."""
        return f"user:{self.user_id}" if self.user_id else f"unit:{self.unit_id}"
