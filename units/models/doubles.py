"""Trùng: records that may be of one and the same, and what became of them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from units.constraints import filled_when
from units.models.honourees import Honouree
from units.models.managers import PeersManager, scoped
from units.models.people import User

_MERGED = Q(first__status=Honouree.Status.MERGED) | Q(
    second__status=Honouree.Status.MERGED
)


class LikelyDoubleQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user):
        """Pairs of which the person looks after both; of one alone nothing is told."""
        kept = Honouree.objects.kept_by(user).present().order_by().values("pk")
        return self.filter(first__in=kept, second__in=kept)

    @scoped
    def merged_for(self, user):
        """Pairs of the branch of which one record was merged: their old address leads on."""
        kept = Honouree.objects.kept_by(user).order_by().values("pk")
        return self.filter(_MERGED, first__in=kept, second__in=kept)

    def open(self):
        return self.filter(dismissed_by=None)

    def dismissed(self):
        return self.filter(dismissed_by__isnull=False)

    def between(self, ids):
        return self.filter(first__in=ids, second__in=ids)

    def of_unmerged(self):
        return self.exclude(_MERGED)

    def of(self, honouree):
        return self.filter(Q(first=honouree) | Q(second=honouree))

    def among(self, ids):
        """With one of these records, or between them."""
        return self.filter(Q(first__in=ids) | Q(second__in=ids))

    def for_page(self, pk):
        """One pair with who dismissed it; None where it is not among these."""
        pairs = self.select_related("first__unit", "second__unit", "dismissed_by")
        return pairs.filter(pk=pk).first()

    def for_list(self):
        """Those found last come first."""
        return self.select_related("first__unit", "second__unit").order_by("-pk")


class LikelyDouble(models.Model):
    """Cặp có thể trùng, and why; ``dismissed_by`` says that they are two.

    Written whenever a record is added or changed (``units.doubles``): a list of pairs of a
    whole province then costs no comparison of everybody with everybody. Those of a record that
    was merged stay behind, unseen, until it is parted again.
    """

    class Reason(models.TextChoices):
        IDENTITY = "identity", "Cùng số định danh"
        BIRTH = "birth", "Cùng họ tên và năm sinh"
        UNIT = "unit", "Cùng họ tên, cùng đơn vị"

    first = models.ForeignKey(Honouree, models.PROTECT, related_name="+")
    second = models.ForeignKey(Honouree, models.PROTECT, related_name="+")
    reason = models.CharField("vì sao", max_length=10, choices=Reason)
    dismissed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PeersManager.from_queryset(LikelyDoubleQuerySet)()

    class Meta:
        verbose_name = "cặp có thể trùng"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="a_pair_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="the_older_of_a_pair_is_first"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["identity", "birth", "unit"]),
                name="reason_of_a_pair_is_known",
            ),
            filled_when(
                Q(dismissed_by__isnull=False), "dismissed_by", "dismissed_at",
                name="dismissal_is_whole",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.first} – {self.second}"

    @property
    def can_be_two(self) -> bool:
        """Not said to be two yet, and not of one number, which is of one person."""
        return self.dismissed_by_id is None and self.reason != self.Reason.IDENTITY


class HonoureeMerge(models.Model):
    """Một lần gộp: ``other`` became a pointer to ``kept``; what was moved is told beside."""

    kept = models.ForeignKey(Honouree, models.PROTECT, related_name="merges")
    other = models.ForeignKey(Honouree, models.PROTECT, related_name="+")
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(db_default=Now(), editable=False)
    # What ``other`` was before, and which blanks of ``kept`` it filled (names of fields).
    status_before = models.CharField(max_length=10, choices=Honouree.Status)
    filled = models.CharField(max_length=200, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PeersManager()

    class Meta:
        verbose_name = "lần gộp"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at=None),
                name="merged_into_one_at_most",
            ),
            filled_when(
                Q(undone_by__isnull=False), "undone_by", "undone_at",
                name="undoing_of_a_merge_is_whole",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.other} → {self.kept}"


class MergedLink(models.Model):
    """Một bản ghi đã chuyển sang: which column of which row pointed to the other record."""

    merge = models.ForeignKey(HonoureeMerge, models.PROTECT, related_name="links")
    table = models.CharField(max_length=80)  # "units.Position"
    column = models.CharField(max_length=40)
    row_id = models.BigIntegerField()

    objects = PeersManager()

    class Meta:
        verbose_name = "bản ghi đã chuyển khi gộp"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.table} {self.row_id}"
