"""Đối tượng khen thưởng."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.people import SINCE, UnitFactory
from units.models import Honouree, Position


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
