"""Kế hoạch trả lời cấp trên: whose plan this one answers, and what of it each note answers."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from campaigns.models.campaign import Campaign
from campaigns.models.plan import Plan
from units.constraints import filled_when
from units.models import Membership, PeersManager, Unit, User, scoped

# Kinds of note that an authority below must answer for, as in ``campaigns.content.NOTE_FIELDS``.
ANSWERED = ("targets", "registrations", "deadlines", "phases", "periods", "assignments")


class PlanAnswerQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Of the plans that one sees as drafts; not of those that reach one as issued papers."""
        return self.filter(plan__issuer__in=user.units_read)

    @scoped
    def to_look_at(self, user: User):
        """Those of the person's drafting whose superior has issued another plan since.

        One that does not reach the person, after a reform say, is none of theirs to see.
        """
        current = (
            Plan.objects.visible_to(user)
            .issued()
            .current()
            .filter(campaign=OuterRef("source__campaign"))
        )
        newer = Exists(current.filter(pk__gt=OuterRef("source")))
        # A recall gives back a text that is older than the one that was looked at.
        older = Exists(current.filter(pk__lt=OuterRef("source")))
        drafts = user.units_as(Membership.Role.OFFICER)
        living = self.filter(plan__issuer__in=drafts, plan__discarded_at=None)
        given_back = ~Q(source__force="current") & older
        return living.filter(newer | given_back).order_by("-pk")

    def for_list(self):
        """Without the long content."""
        return self.select_related("plan__campaign", "source__issuer").defer("twin")

    def for_page(self):
        return self.select_related(
            "source__campaign", "source__issuer", "source__effect", "seen_by",
            "plan__campaign", "plan__issuer", "plan__effect__root",
        )  # fmt: skip

    def issued_below(self, campaign: Campaign):
        """Issued plans that answer the campaign, of units that stand under its host today."""
        below = Unit.objects.under(campaign.host).exclude(pk=campaign.host_id)
        return self.filter(
            source__campaign=campaign,
            plan__status="issued",
            plan__force="current",
            plan__issuer__in=below,
        ).order_by("plan__issuer__path", "pk")


class PlanAnswer(models.Model):
    """Nguồn cấp trên: the superior's plan as it was when the officers last looked at it.

    ``twin`` holds its content, so that neither a reform nor a later paper takes away what was
    answered. ``source`` is that plan where it was issued in this installation; else the file
    that it was read from is named by its hash.
    """

    class Origin(models.TextChoices):
        HERE = "here", "Ban hành trong hệ thống này"
        SIGNED = "signed", "Tệp có chữ ký số hợp lệ, kèm dữ liệu"
        READ = "read", "Đọc từ tệp, người soạn đã xem lại"

    plan = models.OneToOneField(
        Plan, models.CASCADE, related_name="answer", editable=False
    )
    origin = models.CharField("nguồn", max_length=6, choices=Origin)
    source = models.ForeignKey(
        Plan, models.PROTECT, null=True, editable=False, related_name="answered_by",
        verbose_name="kế hoạch cấp trên",
    )  # fmt: skip
    cited = models.CharField("viện dẫn", max_length=1000)
    twin = models.TextField("nội dung", editable=False)
    file_name = models.CharField("tên tệp", max_length=255, blank=True)
    file_sha256 = models.CharField("mã băm của tệp", max_length=64, blank=True)
    signers = models.TextField("người ký tệp", max_length=1000, blank=True)
    begun_at = models.DateTimeField(db_default=Now(), editable=False)
    seen_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    seen_at = models.DateTimeField(null=True, editable=False)

    objects = PeersManager.from_queryset(PlanAnswerQuerySet)()

    class Meta:
        verbose_name = "nguồn cấp trên"
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="here", source__isnull=False, file_sha256="")
                | (Q(origin__in=["signed", "read"], source=None) & ~Q(file_name="")),
                name="an_answer_knows_what_it_answers",
            ),
            models.CheckConstraint(
                condition=~Q(origin="signed") | ~Q(file_sha256="") & ~Q(signers=""),
                name="a_signed_source_has_its_hash_and_signers",
            ),
            models.CheckConstraint(
                condition=~Q(twin=""), name="an_answer_has_what_it_answers"
            ),
            filled_when(
                Q(seen_at__isnull=False), "seen_by",
                name="seen_changes_have_who_saw_them",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.cited


class SuperiorNote(models.Model):
    """Điều cấp trên giao: one note of the superior's plan that this unit answers for.

    ``place`` among the notes of its ``kind`` in ``PlanAnswer.twin``; None once the superior's
    plan has it no more. Notes of the plan point at it (``Note.answers``).
    """

    answer = models.ForeignKey(
        PlanAnswer, models.CASCADE, related_name="items", editable=False
    )
    kind = models.CharField("loại", max_length=13)
    place = models.PositiveIntegerField(null=True, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "điều cấp trên giao"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(ANSWERED)), name="superior_note_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["answer", "kind", "place"], name="one_row_a_superior_note"
            ),
        ]

    def __str__(self):
        return str(self.answer)
