"""Bảng chỉ tiêu, tổng quan: what the pages cost at 40 units and at 400, ten indicators each.

Both campaigns lie in one database; a page of each is asked in turn, and the quickest answer
counts. After the ratio stands the time of the large one, and how much of the list of campaigns
(a page of a few queries) it costs. Sums are kept, as a worker does within a minute.
"""

from datetime import timedelta
from decimal import Decimal
from time import process_time

from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.utils.timezone import localdate, now

SMALL, LARGE = 40, 400
INDICATORS, PERIODS, ROUNDS = 10, 6, 7
PAGES = {
    "tổng quan": "campaign-detail",
    "ma trận": "campaign-indicators",
    "ma trận, một kỳ": "campaign-indicators",
    "danh sách": "indicator-list",
    "số liệu": "indicator-figures",
}


def main() -> None:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        _measure()
    finally:
        teardown_databases(databases, verbosity=0)


def _measure() -> None:
    from campaigns import keeping  # noqa: PLC0415  after django.setup
    from campaigns.views.shared import campaign_url  # noqa: PLC0415  likewise

    small, large = _campaign(SMALL), _campaign(LARGE)
    for one in (small, large):
        keeping.keep(one.pk)
        keeping.keep_period(one.pk, one.periods.order_by("starts_on").last().pk)
    clients = [_client(one) for one in (small, large)]
    bare = _quickest(clients[0], "/phong-trao/")
    for label, name in PAGES.items():
        times = []
        for one, client in zip((small, large), clients, strict=True):
            address = campaign_url(one, name)
            if label.endswith("một kỳ"):
                address += f"?ky={one.periods.order_by('starts_on').last().pk}"
            times.append(_quickest(client, address))
        little, much = times
        print(
            f"  {label:<20}{much / little:6.2f} × {little * 1000:.0f} ms; "
            f"{little / bare:.1f} và {much / bare:.1f} × danh sách phong trào",
            flush=True,
        )


def _quickest(client: Client, address: str) -> float:
    assert client.get(address).status_code == 200, address
    best = float("inf")
    for _ in range(ROUNDS):
        start = process_time()
        client.get(address)
        best = min(best, process_time() - start)
    return best


def _client(campaign) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(campaign.created_by)
    return client


def _campaign(units: int):
    """Of a ward with so many units, which have all reported in every period."""
    from campaigns.models import (  # noqa: PLC0415  after django.setup
        Allocation,
        Campaign,
        Participation,
        ProgressReport,
        ProgressValue,
    )
    from tests import factories  # noqa: PLC0415  likewise
    from tests.superiors import issue  # noqa: PLC0415  likewise

    ward = factories.Ward(
        factories.UnitFactory(place=f"Đo {units}", short_name=f"UBND phường {units}")
    )
    campaign = issue(ward, factories.ready_content(), number=5).campaign
    start = localdate() - timedelta(days=30 * PERIODS)
    Campaign.objects.filter(pk=campaign.pk).update(
        starts_on=start, ends_on=localdate() + timedelta(days=60)
    )
    periods = [
        factories.ReportingPeriodFactory(
            campaign=campaign, label=f"Kỳ {n + 1}", starts_on=start + timedelta(days=30 * n),
            ends_on=start + timedelta(days=30 * n + 29),
            due_on=start + timedelta(days=30 * n + 29),
        )
        for n in range(PERIODS)
    ]  # fmt: skip
    indicators = [
        factories.IndicatorFactory(campaign=campaign, section=f"Phần {n // 3}")
        for n in range(INDICATORS)
    ]
    below = [
        factories.UnitFactory(
            parent=ward.unit,
            name=f"Tổ dân phố {n}",
            short_name=f"Tổ dân phố {n}",
            quiet=True,
        )
        for n in range(units)
    ]
    taking = Participation.objects.bulk_create(
        Participation(campaign=campaign, unit=unit, unit_name=unit.name, source="added")
        for unit in below
    )
    rows = Allocation.objects.bulk_create(
        Allocation(
            campaign=campaign, unit=one.unit, participation=one, indicator=indicator,
            result=Decimal(one.pk % 11),
        )
        for one in taking
        for indicator in indicators
    )  # fmt: skip
    reports = ProgressReport.objects.bulk_create(
        ProgressReport(
            campaign=campaign, unit=one.unit, participation=one, period=period,
            status="approved", created_by=ward.officer, submitted_by=ward.officer,
            submitted_at=now(), approved_by=ward.leader, approved_at=now(),
        )
        for one in taking
        for period in periods
    )  # fmt: skip
    lines: dict[int, list] = {}
    for row in rows:
        lines.setdefault(row.participation_id, []).append(row)
    ProgressValue.objects.bulk_create(
        (
            ProgressValue(report=report, allocation=row, value=Decimal(row.pk % 11))
            for report in reports
            for row in lines[report.participation_id]
        ),
        batch_size=5000,
    )
    return campaign
