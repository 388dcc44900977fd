"""Cách vào tài khoản: invitations, second factors, sign-on elsewhere, sessions.

What proves a person is kept so that reading the database does not let one in: codes as
digests, the secret of an authenticator app sealed (``units.one_time``), of a passkey only
its public half.
"""

from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from units.constraints import in_order, one_at_a_time
from units.models.managers import DatedQuerySet, PeersManager
from units.models.tree import Unit


class Session(AbstractBaseSession):
    """Phiên đăng nhập: Django's, with whose it is, from where, since when, last seen when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    address = models.CharField("địa chỉ", max_length=45, blank=True)
    agent = models.CharField("trình duyệt", max_length=200, blank=True)
    began_at = models.DateTimeField("đăng nhập lúc", null=True)
    seen_at = models.DateTimeField("dùng lần cuối", null=True)

    class Meta:
        verbose_name = "phiên đăng nhập"

    @property
    def handle(self) -> str:
        """Names the session on a page; its key would be as good as its cookie."""
        return sha256(self.session_key.encode()).hexdigest()[:24]

    @classmethod
    def get_session_store_class(cls):
        # Asked for only by management of old sessions, long after the start.
        from units.sessions import SessionStore  # noqa: PLC0415 it stands on this model

        return SessionStore


class FactorRuleQuerySet(DatedQuerySet):
    def of_chains(self, ids):
        return self.filter(unit__in=ids)

    def of_unit(self, unit):
        return self.filter(unit=unit).order_by("valid_from")


class FactorRule(models.Model):
    """Quy định xác thực hai bước of an authority and all below it, with its dates.

    The nearest rule above a unit holds there; where none is in force, two steps are
    required at once. ``grace_days`` run from the later of two days: that of the rule, and
    that on which somebody takes up a role that asks for it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="factor_rules")
    is_required = models.BooleanField("bắt buộc", default=True)
    grace_days = models.PositiveSmallIntegerField("số ngày để bật", default=14)
    reason = models.CharField("căn cứ, lý do", max_length=300)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(FactorRuleQuerySet)()

    class Meta:
        verbose_name = "quy định xác thực hai bước"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="factor_rule_ends_after_it_starts",
                message="Ngày hết hiệu lực không được trước ngày có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(grace_days__lte=90), name="factor_grace_is_short",
                violation_error_message="Thời gian để bật tối đa 90 ngày.",
            ),
            one_at_a_time(
                "unit", name="one_factor_rule_at_a_time",
                message="Đơn vị đã có quy định cho thời gian này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.unit}: {'bắt buộc' if self.is_required else 'không bắt buộc'}"

    def due_on(self, since: date) -> date | None:
        """From which day somebody in a role since ``since`` must have two steps; None: never."""
        if not self.is_required:
            return None
        return max(self.valid_from, since) + timedelta(days=self.grace_days)


class AuthenticatorApp(models.Model):
    """Ứng dụng mã (TOTP): its sealed secret, and the last step whose code was taken."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="authenticator_app"
    )
    secret = models.TextField(editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeersManager()

    class Meta:
        verbose_name = "ứng dụng mã"

    def __str__(self):
        return "Ứng dụng mã"


class Passkey(models.Model):
    """Khóa truy cập (passkey) hoặc khóa bảo mật: its id and public key (WebAuthn)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="passkeys"
    )
    name = models.CharField("tên khóa", max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True, editable=False)
    credential = models.BinaryField(editable=False)  # AttestedCredentialData
    uses = models.BigIntegerField(default=0, editable=False)  # the key's own counter
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "khóa truy cập"
        ordering = ["pk"]

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """Mã dự phòng: a digest; used once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "mã dự phòng"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"], name="recovery_codes_differ"
            )
        ]

    def __str__(self):
        return "Mã dự phòng"


class Identity(models.Model):
    """Đăng nhập liên thông: who the person is at a provider (OpenID Connect)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="identities"
    )
    issuer = models.CharField("nơi cấp", max_length=200)
    subject = models.CharField("mã người dùng", max_length=64, editable=False)  # digest
    linked_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "liên kết đăng nhập"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="identity_is_of_one_account",
                violation_error_message="Danh tính này đã liên kết với một tài khoản khác.",
            ),
            models.UniqueConstraint(
                fields=["issuer", "user"], name="one_identity_of_an_issuer",
                violation_error_message="Tài khoản đã liên kết với nơi này; bỏ liên kết cũ trước.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.issuer


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(used_at=None, withdrawn_at=None)

    def good(self):
        """Those that still open their accounts."""
        return self.open().filter(expires_at__gt=now())

    def waiting_for_mail(self, before):
        """Letters that should have left by now."""
        return self.open().filter(
            sent_at=None, created_at__lt=before, expires_at__gt=now()
        ).exclude(send_to="")  # fmt: skip


class Invitation(models.Model):
    """Lời mời đặt mật khẩu: one link, good for one time and some days (``units.inviting``)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations"
    )
    nonce = models.CharField(max_length=64, editable=False)
    send_to = models.EmailField("gửi đến", blank=True)  # empty: printed on a slip
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("hạn dùng")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    used_at = models.DateTimeField("dùng lúc", null=True, blank=True)
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    objects = PeersManager.from_queryset(InvitationQuerySet)()

    class Meta:
        verbose_name = "lời mời"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_an_account",
                violation_error_message="Tài khoản đang có một lời mời.",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None),
                name="invitation_is_used_or_withdrawn",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Lời mời {self.user}"

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= now()

    @property
    def is_good(self) -> bool:
        """It still opens the account."""
        return not (self.used_at or self.withdrawn_at or self.has_run_out)


class AccountNoticeQuerySet(models.QuerySet):
    def waiting(self, before):
        """Letters that should have left by now."""
        return self.filter(created_at__lt=before)


class AccountNotice(models.Model):
    """Thư báo còn nợ: a line about the way into an account, of which its person has yet to hear.

    Written in the transaction of the act and gone once the letter is; a message to the worker
    may be lost, this is not.
    """

    entry = models.OneToOneField(
        "units.AuditEntry", models.PROTECT, primary_key=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeersManager.from_queryset(AccountNoticeQuerySet)()

    class Meta:
        verbose_name = "thư báo còn nợ"

    def __str__(self):
        return f"Thư báo {self.pk}"


def proven(user: str) -> Q:
    """Condition: the account whose id is at ``user`` has a second factor."""
    return Q(
        Exists(AuthenticatorApp.objects.filter(user=OuterRef(user)))
        | Exists(Passkey.objects.filter(user=OuterRef(user)))
    )
