"""Đối tượng khen thưởng."""

from importlib import import_module

import factory
from django.apps import apps
from factory.django import DjangoModelFactory

from tests.factories.people import SINCE, UnitFactory
from units.models import Honouree, PersonalDataClass, Position


class HonoureeFactory(DjangoModelFactory):
    """Somebody who works in the unit since SINCE; ``kind="household"`` and so on."""

    class Meta:
        model = Honouree
        skip_postgeneration_save = True

    kind = Honouree.Kind.INDIVIDUAL
    name = factory.Sequence(lambda n: f"Trần Thị Mẫu {n}")
    unit = factory.SubFactory(UnitFactory)

    @factory.post_generation
    def position(self, create, extracted, **kwargs):
        Position.objects.create(
            honouree=self, unit=self.unit, title=self.title, valid_from=SINCE,
            valid_to=self.left_on,
        )  # fmt: skip


def data_classes():
    """The catalogue as it is shipped; a test on real transactions empties that table too."""
    if not PersonalDataClass.objects.exists():
        import_module("units.migrations.0012_people_to_honour").fill(apps, None)
