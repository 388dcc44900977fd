from django.db import models
from django.db.models import FETCH_PEERS


class PeersManager(models.Manager):
    """Default manager: a forgotten ``select_related`` costs one query, not one a row."""

    def get_queryset(self):
        return super().get_queryset().fetch_mode(FETCH_PEERS)
