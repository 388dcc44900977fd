"""Quy trình duyệt, người thay."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from campaigns.models import Route, RouteParty, RouteStep, StandIn
from tests.factories.people import MembershipFactory, UnitFactory, UserFactory


class RouteFactory(DjangoModelFactory):
    """In force since a month ago; ``draft=True`` for one that is being made."""

    class Meta:
        model = Route

    class Params:
        draft = factory.Trait(status="draft", valid_from=None)

    unit = factory.SubFactory(UnitFactory)
    status = "set"
    valid_from = factory.LazyFunction(lambda: localdate() - timedelta(days=30))
    made_by = factory.SubFactory(UserFactory)


class RouteStepFactory(DjangoModelFactory):
    class Meta:
        model = RouteStep

    route = factory.SubFactory(RouteFactory)
    position = factory.LazyAttribute(lambda step: step.route.steps.count() + 1)
    name = factory.Sequence(lambda n: f"Thẩm tra {n}")


class RoutePartyFactory(DjangoModelFactory):
    class Meta:
        model = RouteParty

    step = factory.SubFactory(RouteStepFactory)
    unit = factory.SelfAttribute("step.route.unit")
    role = "leader"


class StandInFactory(DjangoModelFactory):
    """In force for a week around today."""

    class Meta:
        model = StandIn

    unit = factory.SubFactory(UnitFactory)
    absent = factory.SubFactory(UserFactory)
    deputy = factory.SubFactory(UserFactory)
    valid_from = factory.LazyFunction(lambda: localdate() - timedelta(days=3))
    valid_to = factory.LazyFunction(lambda: localdate() + timedelta(days=3))
    named_by = factory.SubFactory(UserFactory)


def route_asking(unit, *steps, **route):
    """A route whose steps ask these memberships: each a list, or one of them alone."""
    made = RouteFactory(unit=unit, **route)
    for number, asked in enumerate(steps, 1):
        mode = "any" if isinstance(asked, tuple) else "all"
        step = RouteStepFactory(
            route=made, position=number, name=f"Bước {number}", mode=mode
        )
        for held in asked if isinstance(asked, list | tuple) else [asked]:
            RoutePartyFactory(
                step=step, unit=held.unit, role=held.role, title=held.title
            )
    return made


def holder(unit, role, title, **more):
    """Somebody new with that role and title there."""
    return MembershipFactory(unit=unit, role=role, title=title, **more)
