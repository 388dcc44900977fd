"""Sổ chỉ ghi thêm: what the audit book and the access log have in common."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils.timezone import make_aware


class BookQuerySet(models.QuerySet):
    """Lines by time, the newest first; their place is their time and id, never a count."""

    def by_time(self):
        return self.order_by("-at", "-pk")

    def before(self, at: datetime, pk: int):
        """Lines that stand below that one; the first condition alone is what an index reads."""
        return self.filter(Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=pk)))

    def after(self, at: datetime, pk: int):
        """Lines that stand above it."""
        return self.filter(Q(at__gte=at) & (Q(at__gt=at) | Q(pk__gt=pk)))

    def since(self, day: date):
        return self.filter(at__gte=_midnight(day))

    def until(self, day: date):
        """Up to the end of ``day``."""
        return self.filter(at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day):
    return make_aware(datetime.combine(day, time.min))
