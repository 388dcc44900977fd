"""Chọn đơn vị trong một phong trào: those that take part, or that may be added to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse

from campaigns.models import Campaign, Participation
from campaigns.owed import answering, authority_of
from units.models import Unit, User
from units.models.tree import CLUSTER, COUNCIL, UnitQuerySet

# Names of fields, and so of what their search finds.
TAKING, OTHER, OWNER = "unit", "other", "owner"


def taking(campaign: Campaign) -> UnitQuerySet:
    """Đang tham gia."""
    active = Participation.objects.active().filter(campaign=campaign)
    return _listed(Unit.objects.within(active.values("unit")))


def others(campaign: Campaign) -> UnitQuerySet:
    """Thêm được: of today, below the authority, not among those that take part or left."""
    authority = authority_of(campaign.host)
    there = Participation.objects.filter(campaign=campaign).values("unit")
    below = Unit.objects.under(authority).on()
    below = below.exclude(kind__code__in=[CLUSTER, COUNCIL])
    below = below.exclude(pk__in=[authority.pk, campaign.host_id])
    return _listed(below.exclude(pk__in=there))


def owners(campaign: Campaign) -> UnitQuerySet:
    """Trả lời kiến nghị được: the host, its authority and whoever is below that today."""
    return _listed(answering(campaign.host))


OFFERED: dict[str, Callable[[Campaign], UnitQuerySet]] = {
    TAKING: taking,
    OTHER: others,
    OWNER: owners,
}


def choose_unit(form: forms.Form, campaign: Campaign, user: User, name: str) -> None:
    """The field ``name`` of the form chooses among what its name offers."""
    field: Any = form.fields[name]
    typed = form.data if form.is_bound else form.initial
    url = reverse("campaigns:track-pick", args=[campaign.pk, name])
    field.choose_among(OFFERED[name](campaign), user, typed, name, url)


def _listed(units: UnitQuerySet) -> UnitQuerySet:
    return units.select_related("kind", "parent", "heir")
