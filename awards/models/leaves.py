"""Phiên họp mang đi: a session that is held on one laptop, without network, until it is back."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from awards.models.sessions import CouncilSession
from units.constraints import filled_when
from units.models import PeersManager, User, scoped


class SessionLeaveQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        return self.filter(
            session__in=CouncilSession.objects.visible_to(user).order_by()
        )

    def of_session(self, session: CouncilSession):
        """The newest first."""
        return self.filter(session=session).select_related("taken_by").order_by("-pk")

    def away(self):
        """Neither back nor taken back."""
        return self.filter(returned_at=None, recalled_at=None)


class SessionLeave(models.Model):
    """Một lần mang phiên họp đi: by whom, on which machine, and how it came back.

    ``key`` is known to that browser alone: what is handed in under it counts once. ``digest``:
    of what was handed in, so that the same twice is told from another. While a row is away the
    database refuses every change of the session but through its return (migration 0075).
    """

    session = models.ForeignKey(
        CouncilSession, models.PROTECT, related_name="leaves", editable=False
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    device = models.CharField("tên máy", max_length=100)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    taken_at = models.DateTimeField(db_default=Now(), editable=False)
    returned_at = models.DateTimeField("nộp lại", null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    recalled_at = models.DateTimeField("lấy lại", null=True, editable=False)
    recalled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    recall_reason = models.CharField(
        "lý do lấy lại", max_length=500, blank=True, editable=False
    )

    objects = PeersManager.from_queryset(SessionLeaveQuerySet)()

    class Meta:
        verbose_name = "phiên họp mang đi"
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(returned_at=None, recalled_at=None),
                name="a_session_is_away_once",
                violation_error_message="Phiên họp này đang được mang đi trên một máy khác.",
            ),
            models.CheckConstraint(
                condition=~Q(device=""), name="a_leave_names_its_machine",
                violation_error_message="Ghi tên máy mang đi.",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(recalled_at=None),
                name="a_leave_ends_one_way",
            ),
            filled_when(
                ~Q(digest=""), "returned_at", name="what_is_handed_in_has_its_digest"
            ),
            models.CheckConstraint(
                condition=Q(
                    recalled_at=None, recalled_by=None, recall_reason=""
                )
                | Q(recalled_at__isnull=False, recalled_by__isnull=False)
                & ~Q(recall_reason=""),
                name="a_recall_is_whole",
                violation_error_message="Ghi lý do lấy lại phiên họp.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.session}, máy “{self.device}”"

    @property
    def is_away(self) -> bool:
        return self.returned_at is None and self.recalled_at is None
