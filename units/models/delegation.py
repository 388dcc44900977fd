"""Ủy quyền ký: the writing on which a signature "TUQ." rests.

Nghị định 30/2020/NĐ-CP, Điều 13: written, for a term, its scope said, and not handed on.
"""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from units.models.managers import PeersManager, scoped
from units.models.memberships import Membership
from units.models.people import User


class DelegationQuerySet(models.QuerySet):
    @scoped
    def of(self, user: User):
        """Given or received by the person."""
        return self.filter(Q(membership__user=user) | Q(giver__user=user))

    def ending(self, today: date, days: int):
        """In force, to end within ``days``; the first to end first."""
        found = self.filter(
            membership__valid_from__lte=today,
            membership__valid_to__gte=today,
            membership__valid_to__lte=today + timedelta(days),
        )
        return found.select_related(
            "membership__user", "membership__unit", "giver__user"
        ).order_by("membership__valid_to", "pk")


class Delegation(models.Model):
    """Ủy quyền: ``giver``, the head, lets the holder of ``membership`` sign in their place.

    ``kinds``: codes of the kinds of paper that it covers; empty: all. The term is that of the
    membership.
    """

    membership = models.OneToOneField(
        Membership, models.PROTECT, related_name="delegation"
    )
    giver = models.ForeignKey(
        Membership, models.PROTECT, verbose_name="người ủy quyền", related_name="+"
    )
    number = models.CharField("số, ký hiệu văn bản ủy quyền", max_length=50)
    signed_on = models.DateField("ngày văn bản ủy quyền")
    kinds = ArrayField(
        models.CharField(max_length=10), verbose_name="loại văn bản", default=list,
        blank=True,
    )  # fmt: skip

    objects = PeersManager.from_queryset(DelegationQuerySet)()

    class Meta:
        verbose_name = "ủy quyền ký"
        constraints = [
            models.CheckConstraint(
                condition=~Q(number=""),
                name="a_delegation_has_its_writing",
                violation_error_message="Ghi số, ký hiệu văn bản ủy quyền.",
            ),
            models.CheckConstraint(
                condition=~Q(giver=models.F("membership")),
                name="nobody_delegates_to_themselves",
                violation_error_message="Không ai ủy quyền cho chính mình.",
            ),
        ]

    def __str__(self):
        return f"{self.number} ngày {self.signed_on:%d/%m/%Y}"
