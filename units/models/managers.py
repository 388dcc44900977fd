from django.db import models
from django.db.models import FETCH_PEERS, Q
from django.utils.timezone import localdate


class PeersManager(models.Manager):
    """Default manager: a forgotten ``select_related`` costs one query, not one a row."""

    def get_queryset(self):
        return super().get_queryset().fetch_mode(FETCH_PEERS)


def in_force(day) -> Q:
    """Rows whose ``valid_from`` to ``valid_to`` hold ``day``; without an end they go on."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


class DatedQuerySet(models.QuerySet):
    """Hàng có thời hạn: units, names, places, roles."""

    def on(self, day=None):
        """Rows in force on ``day`` (today)."""
        return self.filter(in_force(day or localdate()))
