"""Danh sách đề nghị: which a person sees, narrowed by the address, with how many in each state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min
from django.utils.timezone import localdate

from awards.council.recusing import hidden_from
from awards.models import Award, Proposal
from awards.models.proposals import ProposalQuerySet
from awards.proposal_words import STATES
from campaigns.models import Campaign
from units.models import Unit, User
from units.pages import number_in
from units.search import plain_words


@dataclass(frozen=True)
class Filter:
    """Bộ lọc as the address says it; what it says wrongly counts as not said."""

    state: str = ""
    campaign: int | None = None
    award: int | None = None
    unit: int | None = None
    year: int | None = None
    words: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filter":
        state = query.get("tt", "")
        year = number_in(query, "nam")
        return cls(
            state=state if state in STATES else "",
            campaign=number_in(query, "pt"),
            award=number_in(query, "ht"),
            unit=number_in(query, "dv"),
            year=year if year and 1900 < year < 2200 else None,
            words=plain_words(query.get("q")),
        )

    @property
    def is_set(self) -> bool:
        return any(vars(self).values())

    def rest(self, rows: ProposalQuerySet) -> ProposalQuerySet:
        """Narrowed by all but the state."""
        if self.campaign:
            rows = rows.filter(campaign=self.campaign)
        if self.award:
            rows = rows.of_award(self.award)
        if self.unit:
            rows = rows.filter(unit=self.unit)
        if self.year:
            rows = rows.of_year(self.year)
        return rows.named(self.words) if self.words else rows

    def narrowed(self, rows: ProposalQuerySet) -> ProposalQuerySet:
        rows = self.rest(rows)
        return rows.in_state(STATES[self.state]) if self.state else rows


@dataclass(frozen=True)
class Choices:
    """Những gì để lọc: only what stands in the person's own proposals."""

    campaigns: list[tuple[int, str]] = field(default_factory=list)
    awards: list[tuple[int, str]] = field(default_factory=list)
    units: list[tuple[int, str]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Listed:
    """Danh sách, nothing of it asked for yet: ``seen`` all that the person sees there."""

    seen: ProposalQuerySet
    sought: Filter

    @property
    def rows(self) -> ProposalQuerySet:
        return self.sought.narrowed(self.seen).for_list()

    def counts(self) -> dict[str, int]:
        """By state, of all that fits the rest."""
        return dict(self.sought.rest(self.seen).counted())

    def choices(self, names: Mapping[int, str]) -> Choices:
        """``names``: what awards are called today."""
        plain = self.seen.order_by()
        awards = Award.objects.filter(pk__in=plain.values("award")).order_by("position")
        campaigns = Campaign.objects.filter(pk__in=plain.values("campaign"))
        units = Unit.objects.filter(pk__in=plain.values("unit")).order_by("path")
        first: Any = plain.aggregate(first=Min("created_at"))["first"]
        this = localdate().year
        return Choices(
            campaigns=list(campaigns.order_by("-pk").values_list("pk", "name")),
            awards=[(one.pk, names.get(one.pk, one.code)) for one in awards],
            units=list(units.values_list("pk", "short_name")),
            years=list(range(this, first.year - 1, -1)) if first else [],
        )


def listed(user: User, sought: Filter, among: ProposalQuerySet | None = None) -> Listed:
    """``among``: those of one campaign."""
    seen = among if among is not None else Proposal.objects.visible_to(user)
    if hidden := hidden_from(user):
        # Of what one stands aside from, nothing tells that the council has spoken.
        seen = seen.exclude(pk__in=hidden, status__in=Proposal.CLOSED)
    return Listed(seen, sought)
