"""Sổ nhật ký nghiệp vụ."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat, Left, Now

from units import search
from units.models.books import BookQuerySet

SEARCHED = 2_000  # characters of what a line says that can be found


class AuditEntryQuerySet(BookQuerySet):
    def about_account(self, account):
        return self.filter(subject=account._meta.label, subject_id=account.pk)

    def done_since(self, moment, *, but_by):
        """Lines after ``moment`` by anybody else, also by nobody known."""
        return self.filter(at__gt=moment).exclude(actor=but_by)

    def unsealed(self):
        """Lines that no link holds yet, in the order in which they were begun."""
        sealed = AuditSeal.objects.filter(entry_id=models.OuterRef("pk"))
        return self.filter(~models.Exists(sealed)).order_by("pk")


class AuditEntry(models.Model):
    """Một dòng nhật ký: who did what to which record, and what it was before.

    ``role`` held in ``held_in`` is the capacity in which it was done, ``unit`` the unit that
    it concerns: its administrators read the line. ``form`` says which of these columns the
    seal covers (``units.sealing.link``): lines of form 1 are older than the columns.

    No foreign key to its subject, so that the book never stands in the way of live data;
    the database refuses to change or remove a line (migration 0001).
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    role = models.CharField(max_length=20, blank=True)
    held_in = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", editable=False
    )
    address = models.GenericIPAddressField(null=True)
    # A unit that was laid by mistake and taken back is not held by the book either.
    unit = models.ForeignKey(
        "units.Unit", models.DO_NOTHING, null=True, related_name="+", editable=False,
        db_index=False, db_constraint=False,
    )  # fmt: skip
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    about = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)
    form = models.PositiveSmallIntegerField(default=2, editable=False)
    folded = models.GeneratedField(
        expression=search.Folded(
            Concat(
                "about",
                Value(" "),
                Left(Cast("detail", models.TextField()), SEARCHED),
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = models.Manager.from_queryset(AuditEntryQuerySet)()

    class Meta:
        verbose_name = "dòng nhật ký"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["subject", "subject_id", "-id"], name="audit_of_subject"
            ),
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["unit", "-at", "-id"], name="audit_of_unit"),
            models.Index(
                fields=["unit", "actor", "-at", "-id"], name="audit_of_unit_actor"
            ),
            models.Index(
                fields=["unit", "action", "-at", "-id"], name="audit_of_unit_action"
            ),
            models.Index(fields=["actor", "-at", "-id"], name="audit_of_actor"),
            models.Index(fields=["action", "-at", "-id"], name="audit_of_action"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="audit_folded"),
        ]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.action}"


class AuditSeal(models.Model):
    """Mắt xích: what a line of the book said when it was sealed, linked to the link before.

    ``digest`` is SHA-256 over the digest before and the line (``units.sealing``). Links
    follow each other in the order of sealing, which need not be that of the lines: a long
    transaction may commit its line after a later one has been sealed.
    """

    position = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    entry_id = models.BigIntegerField(unique=True)
    digest = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "mắt xích nhật ký"
        ordering = ["position"]

    def __str__(self):
        return f"{self.position}: {bytes(self.digest).hex()[:16]}"


class AuditAnchorQuerySet(models.QuerySet):
    def until(self, day=None):
        """Anchors of ``day`` and before; without a day all of them."""
        return self.filter(day__lte=day) if day else self.all()

    def before(self, day):
        """The anchor before that of ``day``; None: it is the first."""
        return self.filter(day__lt=day).order_by("day").last()

    def newest(self):
        return self.order_by("day").last()


class AuditAnchor(models.Model):
    """Neo của một ngày: the last link of the day, to be kept outside this database too."""

    day = models.DateField(primary_key=True)
    position = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    objects = models.Manager.from_queryset(AuditAnchorQuerySet)()

    class Meta:
        verbose_name = "neo nhật ký"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day.isoformat()} {self.position} {self.whole_digest}"

    @property
    def whole_digest(self) -> str:
        return bytes(self.digest).hex()

    @property
    def short_digest(self) -> str:
        return self.whole_digest[:16]
