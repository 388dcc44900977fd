"""Công khai: rules for tests."""

from factory.django import DjangoModelFactory

from awards.models import PublicityRule
from tests.factories.people import SINCE


class PublicityRuleFactory(DjangoModelFactory):
    """Of every authority: nominees 5 days, decisions 30; names and posts are masked."""

    class Meta:
        model = PublicityRule

    valid_from = SINCE
    basis = "Quy chế công khai của phường"
    certainty = "check"
    days_before = 5
    days_after = 30
    child_age = 16
