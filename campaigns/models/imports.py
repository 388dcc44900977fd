"""Bản đọc chờ xem lại: what the reader made of a file, before anything is created from it."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import now

from units.constraints import filled_when
from units.models import User, scoped
from units.models.trash import (
    Discardable,
    DiscardableQuerySet,
    DiscardedManager,
    LivingManager,
)


class ImportDraftQuerySet(DiscardableQuerySet):
    @scoped
    def of(self, user: User):
        """The person's own; nobody else sees them."""
        return self.filter(owner=user).defer("source").order_by("-pk")

    @scoped
    def offered_to(self, user: User):
        """The person's own that can still become a campaign."""
        return self.of(user).filter(problem="")

    def waiting(self):
        """Files that a worker has yet to read."""
        return self.filter(source__isnull=False)

    def refused(self):
        return self.exclude(problem="")

    def older_than(self, age: timedelta):
        return self.filter(created_at__lt=now() - age)


class ImportDraft(Discardable):
    """Bản đọc: the plan's twin as JSON text, with how sure each guess is.

    A file that takes long to read waits here as ``source`` until a worker has read it; then
    its bytes go, and either the twin or ``problem``, one sentence, takes their place.

    Not a record of office: it belongs to the person who uploaded the file and goes when the
    campaign is made from it, or after thirty days; what its owner throws away lies in the
    trash first.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    file_name = models.CharField(max_length=255)
    source = models.BinaryField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    twin = models.TextField(blank=True)
    reading = models.JSONField(
        default=dict
    )  # confidence, suspicions, warnings of the reader
    # Of a file that is read as the plan of a superior. Proven: its signatures are valid and
    # trusted, and ``twin`` is the one that they cover; else ``warning`` says why not.
    is_superior = models.BooleanField(default=False, editable=False)
    is_proven = models.BooleanField(default=False, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    signers = models.TextField(max_length=1000, blank=True, editable=False)
    warning = models.TextField(max_length=600, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = LivingManager.from_queryset(ImportDraftQuerySet)()
    discarded = DiscardedManager.from_queryset(ImportDraftQuerySet)()

    class Meta:
        verbose_name = "bản đọc"
        constraints = [
            filled_when(
                Q(discarded_at__isnull=False),
                "discarded_by",
                name="import_in_the_trash_has_who_threw_it",
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False, problem="", twin="")
                | (Q(source__isnull=True, twin="") & ~Q(problem=""))
                | (Q(source__isnull=True, problem="") & ~Q(twin="")),
                name="import_waits_was_refused_or_read",
            ),
            models.CheckConstraint(
                condition=Q(is_proven=False)
                | Q(is_superior=True, warning="") & ~Q(sha256="") & ~Q(signers=""),
                name="a_proven_reading_has_its_signers",
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        # not by the source, which a list does not load
        return not self.twin and not self.problem
