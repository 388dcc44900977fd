"""Đơn vị tham gia: added, taken out and brought back by the host; who answers for the unit."""

from django.db import transaction
from django.utils.timezone import localdate, now

from campaigns import owed, permissions
from campaigns.actions.progress.laying import allocate_all
from campaigns.actions.progress.locking import lock_campaign
from campaigns.actions.progress.receiving import renew_allocations
from campaigns.models import Campaign, Indicator, Participation
from units.errors import Refused
from units.models import Unit, User
from units.models.tree import COUNCIL
from units.permissions import require
from units.wording import vn_date
from units.workflow import add, amend_as


@transaction.atomic
def add_participation(campaign_id: int, *, by: User, unit_id: int) -> Participation:
    """Thêm đơn vị: it owes whatever all others owe."""
    campaign = lock_campaign(campaign_id, by)
    unit = _below(campaign, unit_id)
    there = Participation.objects.filter(campaign=campaign, unit=unit).first()
    if there is not None and there.left_at:
        raise Refused(
            f"{unit} đã thôi tham gia từ {vn_date(there.left_at)}. Bấm “Đưa lại” ở dòng của đơn "
            "vị ấy.",
            at="other",
        )
    common = owed_by_all(campaign)
    participation = Participation(
        campaign=campaign, unit=unit, unit_name=unit.name,
        source=Participation.Source.ADDED,
    )  # fmt: skip
    add(participation, by=by)
    for indicator in common:
        allocate_all(indicator, [participation], by=by)
    return participation


@transaction.atomic
def take_out(participation_id: int, *, by: User, reason: str) -> Participation:
    """Đưa đơn vị ra khỏi phong trào: it owes no more, and its figures count no more."""
    participation = _lock(participation_id, by)
    if participation.left_at:
        raise Refused(f"{participation} đã thôi tham gia rồi.")
    if not reason.strip():
        raise Refused("Ghi lý do đưa đơn vị ra khỏi phong trào.", at="reason")
    amend_as(
        "left", participation, by=by, left_at=now(), left_by=by,
        left_reason=reason.strip(),
    )  # fmt: skip
    renew_allocations(list(participation.allocations.all()))
    return participation


@transaction.atomic
def bring_back(participation_id: int, *, by: User) -> Participation:
    """Đưa lại: with what it owed and reported before."""
    participation = _lock(participation_id, by)
    if not participation.left_at:
        raise Refused(f"{participation} đang tham gia.")
    amend_as(
        "brought_back", participation, by=by, left_at=None, left_by=None, left_reason=""
    )
    renew_allocations(list(participation.allocations.all()))
    return participation


@transaction.atomic
def name_contact(
    participation_id: int, *, by: User, person_in_charge: str, contact: str
) -> Participation:
    """Đầu mối: the unit says who answers for it, and under which office number."""
    taking = Participation.objects.select_related("unit")
    participation = taking.select_for_update(of=["self"], no_key=True).get(
        pk=participation_id
    )
    require(permissions.can_name_contact(by, participation))
    if participation.left_at:
        raise Refused("Đơn vị không còn tham gia phong trào này.")
    amend_as(
        "contact_named", participation, by=by,
        person_in_charge=person_in_charge.strip(), contact=contact.strip(),
    )  # fmt: skip
    return participation


def owed_by_all(campaign: Campaign) -> list[Indicator]:
    """Giao cho mọi đơn vị: every unit that takes part owes them; of nobody's, all are."""
    taking = Participation.objects.filter(campaign=campaign).active().count()
    found = Indicator.objects.of(campaign).with_owing()
    return [one for one in found if one.owing == taking]  # type: ignore[attr-defined]


def _below(campaign: Campaign, unit_id: int) -> Unit:
    authority = owed.authority_of(campaign.host)
    below = Unit.objects.under(authority).on().exclude(kind__code=COUNCIL)
    unit = below.exclude(pk__in=[authority.pk, campaign.host_id]).filter(pk=unit_id)
    found = unit.first()
    if found is None:
        raise Refused(
            f"Chỉ thêm được đơn vị trực thuộc {authority}, còn hoạt động vào ngày "
            f"{vn_date(localdate())}.",
            at="other",
        )
    return found


def _lock(participation_id: int, by: User) -> Participation:
    """Its campaign's row locked."""
    campaign_id = Participation.objects.values_list("campaign", flat=True)
    lock_campaign(campaign_id.get(pk=participation_id), by)
    return Participation.objects.select_related("unit").get(pk=participation_id)
