"""Cụm, khối thi đua."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from tests.factories.people import SINCE, UnitFactory, UnitKindFactory
from units.models import (
    ClusterHandover,
    ClusterMember,
    ClusterOffice,
    HandoverItem,
    HandoverPiece,
)
from units.models.tree import CLUSTER

DECISION = "Quyết định số 12/QĐ-UBND"


class ClusterFactory(UnitFactory):
    """Under ``parent``, the authority that set it up."""

    class Params:
        quiet = factory.Trait()

    kind = factory.SubFactory(UnitKindFactory, code=CLUSTER, name="Cụm, khối thi đua")
    parent = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Cụm thi đua số {n} tỉnh Mẫu")
    short_name = factory.Sequence(lambda n: f"Cụm thi đua số {n}")
    place = symbol = letterhead = collective = head_title = ""


class ClusterMemberFactory(DjangoModelFactory):
    class Meta:
        model = ClusterMember

    cluster = factory.SubFactory(ClusterFactory)
    unit = factory.SubFactory(
        UnitFactory, parent=factory.SelfAttribute("..cluster.parent")
    )
    valid_from = SINCE
    basis = DECISION


class ClusterOfficeFactory(DjangoModelFactory):
    """A head all this year; ``unit`` is a member already."""

    class Meta:
        model = ClusterOffice

    office = "head"
    valid_from = factory.LazyFunction(lambda: localdate().replace(month=1, day=1))
    valid_to = factory.LazyFunction(lambda: localdate().replace(month=12, day=31))
    basis = DECISION


class ClusterHandoverFactory(DjangoModelFactory):
    """From ``giver`` to the head of ``term``, due in ten days, with ``items`` of them."""

    class Meta:
        model = ClusterHandover
        skip_postgeneration_save = True

    cluster = factory.SelfAttribute("term.cluster")
    taker = factory.SelfAttribute("term.unit")
    due_on = factory.LazyFunction(lambda: localdate() + timedelta(days=10))

    @factory.post_generation
    def items(handover, create, wanted, **kwargs):
        for number, name in enumerate(wanted or ("Quy chế", "Biên bản"), 1):
            HandoverItem.objects.create(handover=handover, position=number, name=name)


class HandoverPieceFactory(DjangoModelFactory):
    """One of the common catalogue, where a test begins with an empty database."""

    class Meta:
        model = HandoverPiece

    name = factory.Sequence(lambda n: f"Mục {n}")
    valid_from = SINCE
