"""Phong trào đã ban hành: what the tests of tracking begin with."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from campaigns.models import Campaign
from tests.factories import (
    ParticipationFactory,
    PlanFactory,
    ReportingPeriodFactory,
    UnitFactory,
    Ward,
    ward,
)
from units.models import AuditEntry, Unit


@dataclass
class Tracked:
    """A ward and its issued campaign, from 1/1 to 31/12/2026."""

    ward: Ward
    campaign: Campaign

    @property
    def officer(self):
        return self.ward.officer

    def below(self, name: str, **values) -> Unit:
        """A unit under the ward that takes no part."""
        return UnitFactory(
            parent=self.ward.unit, name=name, short_name=name, quiet=True, **values
        )

    def taking(self, *names: str, **values):
        """Participations of new units under the ward."""
        return [
            ParticipationFactory(
                campaign=self.campaign, unit=self.below(name), **values
            )
            for name in names
        ]

    def period(self, label: str, first: date, last: date, due: date, **values):
        return ReportingPeriodFactory(
            campaign=self.campaign, label=label, starts_on=first, ends_on=last,
            due_on=due, **values,
        )  # fmt: skip

    def url(self, name: str) -> str:
        """A page of the tab."""
        return reverse(f"campaigns:{name}", args=[self.campaign.pk, "mau"])

    def told(self, action: str) -> list[dict]:
        """Details of such lines in the book, the oldest first."""
        found = AuditEntry.objects.filter(action=action).order_by("pk")
        return [entry.detail for entry in found]


def tracked() -> Tracked:
    place = ward()
    plan = PlanFactory(
        issuer=place.unit, issued=True, campaign__starts_on=date(2026, 1, 1),
        campaign__ends_on=date(2026, 12, 31),
    )  # fmt: skip
    return Tracked(place, plan.campaign)


def at(name: str, pk: int) -> str:
    return reverse(f"campaigns:{name}", args=[pk])
