"""Cụm, khối thi đua: who is a member of one, who its head and deputies, from when to when.

A cluster is a ``Unit`` of the kind ``CLUSTER`` under the authority that set it up. Its members
keep their own places in the tree.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from units.constraints import in_order, one_at_a_time
from units.models.managers import DatedQuerySet, PeersManager
from units.models.tree import Unit


class OfClusterQuerySet(DatedQuerySet):
    def of_cluster(self, cluster):
        return self.filter(cluster=cluster)

    def of_clusters(self, ids):
        return self.filter(cluster__in=ids)

    def of_unit(self, unit):
        return self.filter(unit=unit)


class ClusterMemberQuerySet(OfClusterQuerySet):
    def for_page(self):
        """Units of a kind together, each kind by name."""
        return self.select_related("unit__kind").order_by(
            "unit__kind__name", "unit__folded_name", "valid_from"
        )

    def covering(self, start, end):
        """Members on every day from ``start`` to ``end``."""
        return self.reaching(end).filter(valid_from__lte=start)


class _Dated(models.Model):
    """Từ ngày, đến ngày, theo văn bản nào; and by which paper it ended before its time."""

    valid_from = models.DateField("từ ngày")
    basis = models.CharField("văn bản căn cứ", max_length=300)
    end_basis = models.CharField("văn bản thôi", max_length=300, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        # PostgreSQL makes no range of dates in the wrong order, so that the exclusion
        # constraints must not be asked about them.
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            message = f"ngày {self.valid_to:%d/%m/%Y} trước ngày bắt đầu."
            raise ValidationError({"valid_to": message})


class ClusterMember(_Dated):
    """Thành viên của cụm, khối: one unit, from a day on."""

    cluster = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cụm, khối", related_name="cluster_members"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="thành viên",
        related_name="cluster_memberships",
    )  # fmt: skip
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = PeersManager.from_queryset(ClusterMemberQuerySet)()

    class Meta:
        verbose_name = "thành viên cụm, khối"
        constraints = [
            in_order(
                "valid_from", "valid_to", name="cluster_member_ends_after_it_starts",
                message="Ngày thôi tham gia không được trước ngày bắt đầu.",
            ),
            one_at_a_time(
                "cluster", "unit", name="one_membership_of_a_cluster_at_a_time",
                message="Đơn vị đã là thành viên của cụm, khối trong thời gian này.",
            ),
            models.CheckConstraint(
                condition=~Q(cluster=F("unit")),
                name="no_cluster_is_its_own_member",
                violation_error_message="Cụm, khối không là thành viên của chính nó.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.unit} – {self.cluster}"


class ClusterOfficeQuerySet(OfClusterQuerySet):
    def heads(self):
        return self.filter(office=ClusterOffice.Office.HEAD)

    def last_of_all(self, start, end):
        """Whose last day lies between these, and whom nobody follows yet."""
        later = self.model.objects.heads().filter(
            cluster=OuterRef("cluster"), valid_from__gt=OuterRef("valid_to")
        )
        ending = self.filter(
            ~Exists(later), valid_from__lte=start, valid_to__range=(start, end)
        )
        return ending.select_related("unit", "cluster").order_by("valid_to", "pk")

    def for_page(self):
        """The newest term first, in each the head before the deputies."""
        return self.select_related("unit", "cluster").order_by(
            "-valid_from", "-office", "unit__folded_name"
        )


class ClusterOffice(_Dated):
    """Trưởng, phó cụm, khối: a member that holds the office for a term.

    The database keeps that there is one head at a time, and that whoever holds an office is
    a member on all days of the term (migration 0033).
    """

    class Office(models.TextChoices):
        DEPUTY = "deputy", "Phó"
        HEAD = "head", "Trưởng"

    cluster = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="cụm, khối", related_name="cluster_offices"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="thành viên", related_name="held_offices"
    )
    office = models.CharField("chức vụ", max_length=10, choices=Office)
    valid_to = models.DateField("đến ngày")

    objects = PeersManager.from_queryset(ClusterOfficeQuerySet)()

    class Meta:
        verbose_name = "nhiệm kỳ trưởng, phó cụm, khối"
        constraints = [
            models.CheckConstraint(
                condition=Q(office__in=["deputy", "head"]), name="cluster_office_is_known"
            ),
            in_order(
                "valid_from", "valid_to", name="cluster_office_ends_after_it_starts",
                message="Ngày cuối của nhiệm kỳ không được trước ngày đầu.",
            ),
            one_at_a_time(
                "cluster", name="one_head_of_a_cluster_at_a_time",
                condition=Q(office="head"),
                message="Cụm, khối đã có trưởng trong thời gian này.",
            ),
            one_at_a_time(
                "cluster", "unit", name="one_office_in_a_cluster_at_a_time",
                message="Đơn vị đã giữ chức trưởng hoặc phó trong thời gian này.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.post}: {self.unit}"

    @property
    def is_head(self) -> bool:
        return self.office == self.Office.HEAD

    @property
    def title(self) -> str:
        """ "Trưởng khối", "Phó cụm": as the cluster calls itself."""
        return f"{self.get_office_display()} {word_for(self.cluster)}"

    @property
    def post(self) -> str:
        """ "Trưởng Cụm thi đua số 1"."""
        return f"{self.get_office_display()} {self.cluster}"


def word_for(cluster: Unit) -> str:
    """ "khối" or "cụm", by the name that the cluster bears."""
    return "khối" if cluster.short_name.casefold().startswith("khối") else "cụm"
