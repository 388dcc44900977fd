"""Mẫu kế hoạch: a plan that an authority keeps to begin others from."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from units.models import PeersManager, Unit, User, scoped


class PlanTemplateQuerySet(models.QuerySet):
    @scoped
    def visible_to(self, user: User):
        """Of the person's own units, and what those above them share."""
        shared = Q(is_shared=True, is_offered=True, unit__in=user.chain_of_units)
        return self.filter(Q(unit__in=user.units_read) | shared)

    def offered(self):
        return self.filter(is_offered=True)

    def for_list(self):
        """Those of the highest first, by name, without their long contents."""
        return self.select_related("unit").defer("twin").order_by("unit__path", "name")


class PlanTemplate(models.Model):
    """Mẫu: ``twin`` is the plan as it was when kept (``campaigns.twin``), nothing follows it.

    ``is_shared``: units below begin from it, too. ``is_offered``: not put aside.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="của", related_name="+", editable=False
    )
    name = models.CharField("tên mẫu", max_length=120)
    about = models.CharField("dùng khi", max_length=300, blank=True)
    twin = models.TextField("nội dung", editable=False)
    is_shared = models.BooleanField("các đơn vị bên dưới cùng dùng", default=False)
    is_offered = models.BooleanField("đang dùng", default=True)
    kept_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PeersManager.from_queryset(PlanTemplateQuerySet)()

    class Meta:
        verbose_name = "mẫu kế hoạch"
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="a_template_has_a_name",
                violation_error_message="Đặt tên cho mẫu.",
            ),
            models.UniqueConstraint(
                fields=["unit", "name"], name="templates_of_a_unit_have_their_own_names",
                violation_error_message="Cơ quan đã có mẫu tên này. Đặt tên khác.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name
