"""Chứng thư số đã đăng ký: whose it is, and how its mark looks on paper."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from units.models import PeersManager, Unit, User, scoped


class CertificateQuerySet(models.QuerySet):
    def current(self):
        return self.filter(retired_at=None)

    def by_machine(self):
        """Those whose key the signing worker reaches."""
        return self.current().exclude(held=Certificate.Held.OUTSIDE)

    @scoped
    def asking(self, user: User):
        """That of this person which is unlocked at each signature."""
        remote = self.current().filter(user=user, held=Certificate.Held.REMOTE)
        return remote.exclude(asks_pin="", asks_otp="")

    def outside(self):
        """Those whose key only their holder has."""
        return self.current().filter(held=Certificate.Held.OUTSIDE)

    def held_by(self, unit: Unit) -> set[str]:
        """Where the keys of its seal are held."""
        return set(self.current().filter(unit=unit).values_list("held", flat=True))

    def of_agencies(self):
        """Seals of agencies that are still there, with which the worker can sign."""
        living = Unit.objects.on().values("pk")
        return self.by_machine().filter(unit__in=living).select_related("unit")


class Certificate(models.Model):
    """Chứng thư số: whose it is, and where its key is held.

    The private key is never here. ``key`` is its name in the signing worker's store, empty
    where only the holder has it (a token of one's own); ``fingerprint`` is the certificate it
    must bear. One may have one of each: a key that the machine reaches, and one's own device.
    ``picture`` is the handwritten signature or the seal (R70, R71), a PNG with alpha, already
    brought to one ink and 300 dpi.
    """

    class Held(models.TextChoices):
        STORE = "store", "Kho khóa của máy ký"
        OUTSIDE = "outside", "Thiết bị của người ký"
        REMOTE = "remote", "Dịch vụ ký số từ xa"

    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    held = models.CharField(
        "nơi giữ khóa", max_length=10, choices=Held, default=Held.STORE
    )
    key = models.CharField("tên khóa", max_length=100, blank=True)
    # What its holder types for each signature at a remote service: the service's own names.
    asks_pin = models.CharField("tên mã PIN", max_length=100, blank=True)
    asks_otp = models.CharField("tên mã OTP", max_length=100, blank=True)
    sends_otp = models.BooleanField("gửi OTP khi xin", default=False)
    common_name = models.CharField("chủ thể", max_length=200)
    fingerprint = models.CharField("dấu vân tay SHA-256", max_length=64)
    valid_from = models.DateTimeField("hiệu lực từ")
    valid_to = models.DateTimeField("hiệu lực đến")
    # Empty where the holder's own device draws its mark.
    picture = models.BinaryField("ảnh chữ ký hoặc con dấu", blank=True)
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
            models.CheckConstraint(
                condition=Q(held__in=["store", "outside", "remote"]),
                name="certificate_holding_is_known",
            ),
            models.CheckConstraint(
                condition=Q(held="outside", key="") | ~Q(held="outside") & ~Q(key=""),
                name="a_key_has_a_name_where_it_is_kept",
            ),
            models.UniqueConstraint(
                fields=["key", "held"],
                condition=Q(retired_at=None) & ~Q(held="outside"),
                name="one_current_owner_per_key",
                violation_error_message="Khóa này đang đăng ký cho người hoặc cơ quan khác.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[owner],
                    condition=Q(retired_at=None) & holding,
                    name=f"one_current_certificate_{name}_per_{owner}",
                )
                for owner in ("user", "unit")
                for name, holding in (
                    ("outside", Q(held="outside")),
                    ("here", ~Q(held="outside")),
                )
            ),
        ]

    def __str__(self):
        return self.common_name

    @property
    def asks(self) -> bool:
        """Its holder unlocks it at each signature."""
        return bool(self.asks_pin or self.asks_otp)

    @property
    def owner(self) -> str:
        """The holder as the signing room names them: "user:17", "unit:3"."""
        return f"user:{self.user_id}" if self.user_id else f"unit:{self.unit_id}"
