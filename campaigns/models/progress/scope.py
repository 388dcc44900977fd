"""Phạm vi: rows of a campaign that belong to one unit each."""

from django.db import models
from django.db.models import Q

from units.models import User, scoped


class OfUnitQuerySet(models.QuerySet):
    """Rows with ``campaign`` and ``unit``: seen by the unit and by whoever runs the campaign.

    Both stand in the row itself, so that a list of a province asks no other table; they never
    change. ``campaigns`` takes the campaigns that the person's own authority runs.
    """

    @scoped
    def visible_to(self, user: User):
        own = user.units_read
        return self.filter(Q(unit__in=own) | Q(campaign__host__in=own))

    @scoped
    def of_units_of(self, user: User):
        """Của đơn vị mình: what the person's own units owe or have given."""
        return self.filter(unit__in=user.units_read)

    @scoped
    def run_by(self, user: User):
        """Của phong trào mình theo dõi: of campaigns of the person's own authority."""
        return self.filter(campaign__host__in=user.units_read)
