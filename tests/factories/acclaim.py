"""Suy tôn ở cụm, khối: a round, its criteria, points, votes."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from awards.models import (
    ClusterBallot,
    ClusterCheck,
    ClusterChecker,
    ClusterChoice,
    ClusterCriterion,
    ClusterEntry,
    ClusterPoint,
    ClusterRound,
)
from tests.factories.clusters import ClusterFactory
from tests.factories.people import UserFactory


class ClusterRoundFactory(DjangoModelFactory):
    """Points are given; one flag, one certificate."""

    class Meta:
        model = ClusterRound

    cluster = factory.SubFactory(ClusterFactory)
    year = factory.LazyFunction(lambda: localdate().year)
    scores_due = factory.LazyFunction(lambda: localdate() + timedelta(days=5))
    checks_due = factory.LazyFunction(lambda: localdate() + timedelta(days=9))
    flag_places = 1
    certificate_places = 1
    basis = "Quyết định số 9/QĐ-UBND"
    opened_by = factory.SubFactory(UserFactory)


class ClusterCriterionFactory(DjangoModelFactory):
    class Meta:
        model = ClusterCriterion

    round = factory.SubFactory(ClusterRoundFactory)
    position = factory.Sequence(lambda n: n % 30_000 + 1)
    name = factory.Sequence(lambda n: f"Tiêu chí {n}")
    maximum = Decimal(60)


class ClusterCheckerFactory(DjangoModelFactory):
    class Meta:
        model = ClusterChecker


class ClusterEntryFactory(DjangoModelFactory):
    class Meta:
        model = ClusterEntry

    class Params:
        sent = factory.Trait(
            sent_by=factory.SubFactory(UserFactory), sent_at=factory.LazyFunction(now)
        )

    round = factory.SubFactory(ClusterRoundFactory)
    unit_name = factory.SelfAttribute("unit.name")


class ClusterPointFactory(DjangoModelFactory):
    class Meta:
        model = ClusterPoint

    round = factory.SelfAttribute("entry.round")
    maximum = factory.SelfAttribute("criterion.maximum")
    claimed = Decimal(50)


class ClusterCheckFactory(DjangoModelFactory):
    class Meta:
        model = ClusterCheck

    round = factory.SelfAttribute("point.round")
    checker_name = factory.SelfAttribute("checker.name")
    maximum = factory.SelfAttribute("point.maximum")
    proposed = Decimal(50)
    checked_by = factory.SubFactory(UserFactory)


class ClusterBallotFactory(DjangoModelFactory):
    class Meta:
        model = ClusterBallot

    unit_name = factory.SelfAttribute("unit.name")
    cast_by = factory.SubFactory(UserFactory)


class ClusterChoiceFactory(DjangoModelFactory):
    class Meta:
        model = ClusterChoice

    round = factory.SelfAttribute("ballot.round")
