"""Vị trí của các trang báo cáo, đăng ký: each page below the list from which its reader comes.

Whoever works in the unit comes from the unit's own list, the authority from its campaign.
"""

from django.urls import reverse

from campaigns import permissions
from campaigns.models import (
    Campaign,
    Participation,
    ProgressReport,
    ReportingPeriod,
    Undertaking,
)
from campaigns.views.shared import campaign_url
from units.models import User
from units.wording import excerpt

type Crumbs = list[tuple[str, str]]
NAMED = 80  # characters, cut between words


def above_report(user: User, taking: Participation, period: ReportingPeriod) -> Crumbs:
    """What a report of this unit and period stands below."""
    campaign = taking.campaign
    if _is_hosts(user, campaign) and not permissions.can_report(user, taking):
        board = campaign_url(campaign, "campaign-reports")
        return [_name(campaign), ("Báo cáo", f"{board}?ky={period.pk}")]
    return [("Báo cáo", reverse("campaigns:report-list"))]


def to_report(user: User, report: ProgressReport) -> Crumbs:
    """Down to the report itself, for what stands below it."""
    taking = taking_of(report)
    above = above_report(user, taking, report.period)
    mine = permissions.can_report(user, taking)
    label = str(report.period.label) if mine else str(report)
    return [
        *above, (excerpt(label, NAMED), reverse("campaigns:report", args=[report.pk]))
    ]  # fmt: skip


def taking_of(report: ProgressReport) -> Participation:
    """Its participation, with the unit and the campaign that are at hand already."""
    taking = report.participation
    taking.campaign, taking.unit = report.campaign, report.unit
    return taking


def above_registration(
    user: User, taking: Participation, call: int | None = None
) -> Crumbs:
    """What registrations of this unit stand below."""
    campaign = taking.campaign
    if _is_hosts(user, campaign) and not permissions.can_register(user, taking):
        board = campaign_url(campaign, "campaign-registrations")
        return [_name(campaign), ("Đăng ký", f"{board}?yc={call}" if call else board)]
    return [("Đăng ký", reverse("campaigns:registration-home"))]


def above_undertaking(user: User, undertaking: Undertaking) -> Crumbs:
    """An example of others is found among the examples."""
    read = user.units_read
    if undertaking.unit_id in read or undertaking.campaign.host_id in read:
        # Not read: its unit and its campaign are at hand.
        taking = Participation(
            pk=undertaking.participation_id, campaign=undertaking.campaign,
            unit=undertaking.unit,
        )  # fmt: skip
        return above_registration(user, taking, undertaking.call_id)
    return [("Điển hình", reverse("campaigns:example-list"))]


def to_undertaking(user: User, undertaking: Undertaking) -> Crumbs:
    page = reverse("campaigns:undertaking", args=[undertaking.pk])
    above = above_undertaking(user, undertaking)
    return [*above, (excerpt(str(undertaking), NAMED), page)]


def _is_hosts(user: User, campaign: Campaign) -> bool:
    return permissions.can_see_progress(user, campaign)


def _name(campaign: Campaign) -> tuple[str, str]:
    return excerpt(campaign.name, NAMED), campaign_url(campaign)
