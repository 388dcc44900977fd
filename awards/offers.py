"""Hình thức có thể đề nghị: what the authorities over a unit, and it itself, may confer."""

from dataclasses import dataclass
from datetime import date

from awards.models import Award, Conferral, Proposal, SubmissionRoute
from awards.naming import names_on
from campaigns.models import AwardForm, Campaign
from units.models import Membership, Unit
from units.vietnamese import fold


@dataclass(frozen=True)
class Offer:
    """Một thẻ: an award that ``authority`` may confer. ``named``: the campaign's plan names it."""

    authority: Unit
    award: Award
    name: str
    decided_by: str
    named: bool = False
    # Cơ quan xét trình cấp trên, who confers it; ``decided_by`` is the superior's head.
    goes_up: bool = False

    @property
    def key(self) -> str:
        """How a form says which: the authority and the award."""
        return _key(self.authority.pk, self.award.pk)


def key_of(proposal: Proposal) -> str:
    """The same of what a proposal asks for; "" while it asks for nothing."""
    award = proposal.award_id
    return _key(proposal.authority_id, award) if award else ""


def _key(authority: int, award: int) -> str:
    return f"{authority}-{award}"


def authorities_over(unit: Unit, day: date) -> list[Unit]:
    """Cơ quan xét: the nearest above that may confer something, and the unit if it may itself.

    Who is above the nearest gets its proposals from there, not from below it.
    """
    found = _conferring(unit, day)
    above = [one for one in found if one.pk != unit.pk][:1]
    return [*above, *[one for one in found if one.pk == unit.pk]]


def offers_to(unit: Unit, day: date, campaign: Campaign | None = None) -> list[Offer]:
    """What ``unit`` may propose on ``day``; what the campaign's plan names comes first."""
    authorities = authorities_over(unit, day)
    rows = Conferral.objects.on(day).filter(kind__in=[a.kind_id for a in authorities])
    by_kind: dict[int, list[Conferral]] = {}
    for row in rows.select_related("award").order_by("award__position", "pk"):
        by_kind.setdefault(row.kind_id, []).append(row)
    names = names_on(day)
    planned = _planned(campaign) if campaign else []
    found: dict[str, Offer] = {}
    for authority in authorities:
        for row in by_kind.get(authority.kind_id, []):
            name = names.get(row.award_id, row.award.code)
            offer = Offer(
                authority, row.award, name, row.decided_by, _is_named(name, planned)
            )
            found.setdefault(offer.key, offer)
    for authority in authorities:
        for row in above(authority, day):
            name = names.get(row.award_id, row.award.code)
            named = _is_named(name, planned)
            offer = Offer(
                authority, row.award, name, row.decided_by, named, goes_up=True
            )
            # What may be asked for directly is not asked for by way of a submission as well.
            if all(one.award.pk != row.award_id for one in found.values()):
                found[offer.key] = offer
    return sorted(found.values(), key=lambda offer: not offer.named)


def above(authority: Unit, day: date) -> list[Conferral]:
    """Cấp trên tặng: what the authority may submit for, by the route of its kind ."""
    routes = SubmissionRoute.objects.from_kind(authority.kind_id, day).values("to")
    rows = Conferral.objects.on(day).filter(kind__in=routes).select_related("award")
    own = Conferral.objects.on(day).filter(kind=authority.kind_id).values("award")
    return list(rows.exclude(award__in=own).order_by("award__position", "pk"))


def superior_of(authority: Unit, day: date) -> Unit | None:
    """Cơ quan cấp trên: the nearest above of the kind to which it submits; None: not here."""
    routes = SubmissionRoute.objects.from_kind(authority.kind_id, day).values("to")
    over = Unit.objects.filter(pk__in=authority.chain, kind__in=routes)
    found = [one for one in over.exclude(pk=authority.pk) if not one.has_ended(day)]
    return max(found, key=lambda one: len(one.path), default=None)


def _conferring(unit, day):
    """The unit and those above it that may confer something, the nearest first."""
    chain = Unit.objects.filter(pk__in=unit.chain).select_related("kind")
    above = sorted(chain, key=lambda one: -len(one.path))
    kinds = set(
        Conferral.objects.on(day)
        .filter(kind__in=[one.kind_id for one in above])
        .values_list("kind", flat=True)
    )
    return [
        one
        for one in above
        if one.kind_id in kinds and one.valid_from <= day and not one.has_ended(day)
    ]


def _planned(campaign):
    """Folded names of the forms that the issued plan of the campaign speaks of."""
    rows = AwardForm.objects.filter(
        line__plan__campaign=campaign, line__plan__status="issued"
    )
    return [fold(name) for name in rows.values_list("name", flat=True).distinct()]


def _is_named(name, planned):
    """ "Giấy khen của Chủ tịch UBND phường" names the Giấy khen; a title its whole name."""
    words = fold(name)
    if not words.startswith(("giay khen", "bang khen")):
        return any(words in one for one in planned)
    return any(" ".join(words.split()[:2]) in one for one in planned)


def works_here(superior: Unit) -> bool:
    """Cấp trên dùng hệ thống: it lasts, and somebody there receives proposals."""
    if superior.has_ended():
        return False
    role = Membership.Role.OFFICER
    return (
        Membership.objects.on()
        .filter(unit=superior, role=role, user__is_active=True)
        .exists()
    )
