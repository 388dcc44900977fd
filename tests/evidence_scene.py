"""Báo cáo thử: a ward runs a campaign, a unit under it writes a report."""

from datetime import date

from tests.factories import (
    MembershipFactory,
    ParticipationFactory,
    PlanFactory,
    ProgressReportFactory,
    Role,
    UserFactory,
    Ward,
)


def report_under(host: Ward):
    """A report that a unit under the ward is writing."""
    campaign = PlanFactory(issuer=host.unit, issued=True).campaign
    taking = ParticipationFactory(campaign=campaign)
    return ProgressReportFactory(participation=taking)


def somebody(unit, role=Role.REPORTER, **membership):
    user = UserFactory()
    MembershipFactory(user=user, unit=unit, role=role, **membership)
    return user


def later(report, month=11, **values):
    """Another report of the same unit, of a later month."""
    return ProgressReportFactory(
        participation=report.participation,
        period__label=f"Tháng {month}/2023",
        period__starts_on=date(2023, month, 1),
        period__ends_on=date(2023, month, 28),
        period__due_on=date(2024, 1, 8),
        **values,
    )
