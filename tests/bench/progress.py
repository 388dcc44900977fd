"""Thực hiện phong trào cỡ cả nước: pages, receipts and a last evening, over two countries.

Every commune runs a campaign of 22 indicators with its neighbourhoods, three months reported:
3,321 communes, 150,000 units, 3.3 million allocations and 10 million figures in the large
country, a tenth of each in the small. The whole country's own campaign has all communes and ten
indicators. Rows are copied from one campaign that was made by acts.

CPU of a page is held against a bare list: fifty reports by one query and one template, without
sign-in, menus or middleware. Sums are kept before, as workers do within a minute.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter, process_time

from django.db import connection, connections
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.utils.timezone import localdate, now

from tests.bench._country import GROWTH, Country, quickest

SMALL, LARGE = 15_000, 150_000
INDICATORS, PERIODS = 22, 3
NATIONAL = 10  # indicators of the country's own campaign
LISTED = 50
RECEIPTS, RECEIPT_MS = 20, 50
AT_ONCE, WORKERS = 300, 8
LIMITS = {
    "tổng quan phong trào của xã": 1.5,
    "ma trận của xã": 3.0,
    "việc của một đơn vị": 1.5,
    "tổng quan phong trào cả nước": 1.5,
    "ma trận cả nước": 3.0,
}
BARE = "danh sách trần"


def main() -> None:
    small, large = Progress(SMALL), Progress(LARGE)
    try:
        small.make()
        large.make()
        bare = max(quickest(BARE, small, large, clock=process_time))
        for name, limit in LIMITS.items():
            little, much = quickest(name, small, large, clock=process_time)
            over = much > limit * bare or much > GROWTH * little
            print(
                f"  {name:<34}{much / bare:5.2f} × danh sách trần (hạn {limit}); "
                f"{much / little:.2f} × khi mười lần dữ liệu (hạn {GROWTH})"
                f"{'  QUÁ' if over else ''}",
                flush=True,
            )
        large.enter()
        spent = large.receipts()
        print(
            f"  một lần tiếp nhận và cộng lại: {spent * 1000 / RECEIPT_MS:.2f} × {RECEIPT_MS} ms"
            f" của cơ sở dữ liệu{'  QUÁ' if spent * 1000 > RECEIPT_MS else ''}"
        )
        took = large.last_evening()
        print(
            f"  {AT_ONCE} đơn vị nộp cùng lúc: không mất báo cáo nào, không lỗi; "
            f"{took / 60:.2f} × một phút"
        )
    finally:
        large.drop()
        small.drop()


class Progress(Country):
    def make(self) -> None:
        super().make()
        start = perf_counter()
        _fill(self)
        print(
            f"  {self.units} đơn vị: {_counts()}, {perf_counter() - start:.0f} s",
            flush=True,
        )

    def receipts(self) -> float:
        """Seconds of the database for one receipt and for the sums that it feeds."""
        return _receipts()

    def last_evening(self) -> float:
        return _last_evening()


def _counts() -> str:
    with connection.cursor() as cursor:
        found = []
        for table, word in (("allocation", "dòng giao"), ("progressvalue", "số liệu")):
            cursor.execute(f"SELECT count(*) FROM campaigns_{table}")
            found.append(f"{cursor.fetchone()[0]:,} {word}".replace(",", "."))
    return ", ".join(found)


def _fill(country: Country) -> None:
    from campaigns import keeping  # noqa: PLC0415  after django.setup
    from campaigns.views.shared import campaign_url  # noqa: PLC0415  likewise
    from tests import factories  # noqa: PLC0415  likewise
    from units.models import Unit  # noqa: PLC0415  likewise

    Unit.objects.filter(code__in=["QM.X7", "QM.0"]).update(
        symbol="UBND", place="Đo", letterhead="ỦY BAN NHÂN DÂN", head_title="Chủ tịch",
        collective="Ủy ban nhân dân",
    )  # fmt: skip
    commune = Unit.objects.get(code="QM.X7")
    first = _campaign(factories.Ward(commune), INDICATORS, 5)
    hosts = "SELECT u.id, row_number() OVER (ORDER BY u.id) - 1 AS n FROM units_unit u"
    _copies(first, f"{hosts} WHERE u.code LIKE 'QM.X%' AND u.code <> 'QM.X7'", "QM.T%")
    top = Unit.objects.get(code="QM.0")
    whole = _campaign(factories.Ward(top), NATIONAL, 6)
    _units(whole, "SELECT id FROM units_unit WHERE code LIKE 'QM.X%'")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for campaign in (first, whole):
        keeping.keep(campaign.pk)
    below = commune.children.order_by("pk")[7]
    member = factories.MembershipFactory(unit=below, role=factories.Role.REPORTER).user
    pages = {
        "tổng quan phong trào của xã": (first.created_by, campaign_url(first, "campaign-detail")),
        "ma trận của xã": (first.created_by, campaign_url(first, "campaign-indicators")),
        "việc của một đơn vị": (member, "/viec/"),
        "tổng quan phong trào cả nước": (
            whole.created_by, campaign_url(whole, "campaign-detail"),
        ),
        "ma trận cả nước": (whole.created_by, campaign_url(whole, "campaign-indicators")),
    }  # fmt: skip
    country.works = {name: _page(*page) for name, page in pages.items()}
    country.works[BARE] = _bare()


def _page(user, address: str):
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def ask():
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer

    return ask


TEMPLATE = """<!doctype html><title>Báo cáo</title><table>{% for row in rows %}
<tr><td><a href="/r/{{ row.pk }}">{{ row.unit.name }}</a></td><td>{{ row.period.label }}</td>
<td>{{ row.get_status_display }}</td><td>{{ row.submitted_at|date:"d/m/Y H:i" }}</td>
<td>{{ row.submitted_by.full_name }}</td></tr>{% endfor %}</table>"""


def _bare():
    from campaigns.models import ProgressReport  # noqa: PLC0415  after django.setup

    template = engines["django"].from_string(TEMPLATE)
    rows = ProgressReport.objects.select_related("unit", "period", "submitted_by")
    request = RequestFactory().get("/")

    def view(request):
        shown = list(rows.order_by("-submitted_at", "-pk")[:LISTED])
        return HttpResponse(template.render({"rows": shown}, request))

    return lambda: view(request)


def _campaign(ward, indicators: int, number: int):
    """Issued by its acts, with periods and indicators that lie in the past and ahead."""
    from campaigns.models import Campaign  # noqa: PLC0415  after django.setup
    from tests import factories  # noqa: PLC0415  likewise
    from tests.superiors import issue  # noqa: PLC0415  likewise

    campaign = issue(ward, factories.ready_content(), number=number).campaign
    start = localdate() - timedelta(days=30 * PERIODS + 5)
    Campaign.objects.filter(pk=campaign.pk).update(
        starts_on=start, ends_on=localdate() + timedelta(days=60)
    )
    campaign.reporting_periods = [
        factories.ReportingPeriodFactory(
            campaign=campaign, label=f"Kỳ {n + 1}", starts_on=start + timedelta(days=30 * n),
            ends_on=start + timedelta(days=30 * n + 29),
            due_on=start + timedelta(days=30 * n + 40),
        )
        for n in range(PERIODS)
    ]  # fmt: skip
    for n in range(indicators):
        factories.IndicatorFactory(
            campaign=campaign, section=f"Phần {n // 6}", value=Decimal(10), position=n
        )
    return campaign


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _copy(table: str, of: str, source: str, **changed: str) -> None:
    """Rows of a table like those of ``t`` (``of``: which), one for each of ``source``."""
    names = _columns(table)
    made = ", ".join(changed.get(name, f"t.{name}") for name in names)
    with connection.cursor() as cursor:
        keys = _lift(cursor, table)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)})"
            f" SELECT {made} FROM {table} t CROSS JOIN ({source}) s WHERE {of}"
        )
        _put_back(cursor, table, keys)
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
            f" (SELECT max(id) FROM {table}))"
        )


def _lift(cursor, table: str) -> list[tuple[str, str]]:
    """As a restore does: neither keys nor marks are looked at row by row."""
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = %s::regclass",
        [table],
    )
    keys = cursor.fetchall()
    for name, _ in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return keys


def _put_back(cursor, table: str, keys: list[tuple[str, str]]) -> None:
    for name, definition in keys:
        cursor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID"
        )
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _copies(first, hosts: str, below: str) -> None:
    """Campaigns like the first for each of the hosts, and all their units."""
    base = 1_000
    _copy(
        "campaigns_campaign",
        f"t.id = {first.pk}",
        hosts,
        id=f"{base} + s.n",
        host_id="s.id",
    )
    _copy(
        "campaigns_plan", f"t.campaign_id = {first.pk}", hosts, id=f"{base} + s.n",
        campaign_id=f"{base} + s.n", issuer_id="s.id",
    )  # fmt: skip
    for table, many in (("reportingperiod", PERIODS), ("indicator", INDICATORS)):
        rank = (
            f"(SELECT count(*) FROM campaigns_{table} o"
            f" WHERE o.campaign_id = {first.pk} AND o.id < t.id)"
        )
        _copy(
            f"campaigns_{table}", f"t.campaign_id = {first.pk}", hosts,
            id=f"100000 + s.n * {many} + {rank}", campaign_id=f"{base} + s.n",
        )  # fmt: skip
    _units(first, f"SELECT id FROM units_unit WHERE code LIKE '{below}'", of_host=True)


def _units(campaign, units: str, *, of_host: bool = False) -> None:
    """Participations, allocations, reports and figures of these units, in the campaign of the
    unit above each, or all in this one."""
    from tests import factories  # noqa: PLC0415  after django.setup

    taking = factories.ParticipationFactory(campaign=campaign, source="assigned")
    line = factories.AllocationFactory(
        participation=taking, indicator=campaign.indicators.first()
    )
    report = factories.ProgressReportFactory(
        participation=taking, period=campaign.reporting_periods[0], approved=True
    )
    figure = factories.ProgressValueFactory(
        report=report, allocation=line, cause="Mưa nhiều; tháng sau làm bù."
    )
    many, at = campaign.indicators.count(), campaign.pk * 1_000_000
    which = "c.host_id = u.parent_id" if of_host else f"c.id = {campaign.pk}"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS do_don_vi")
        cursor.execute(
            "CREATE TABLE do_don_vi AS SELECT u.id AS unit, c.id AS campaign,"
            f" {at} + row_number() OVER (ORDER BY c.id, u.id) AS p"
            f" FROM units_unit u JOIN campaigns_campaign c ON {which}"
            f" WHERE u.id IN ({units}) AND c.id <> 0"
        )
    ranked = (
        "(SELECT id, campaign_id, row_number() OVER (PARTITION BY campaign_id ORDER BY id) - 1"
        " AS k FROM campaigns_{})"
    )
    lines = (
        f"do_don_vi d JOIN {ranked.format('indicator')} i ON i.campaign_id = d.campaign"
    )
    months = f"{ranked.format('reportingperiod')} m"
    _copy(
        "campaigns_participation", f"t.id = {taking.pk}", "SELECT * FROM do_don_vi",
        id="s.p", campaign_id="s.campaign", unit_id="s.unit",
    )  # fmt: skip
    _copy(
        "campaigns_allocation", f"t.id = {line.pk}",
        f"SELECT d.*, i.id AS i, i.k AS k FROM {lines}",
        id=f"s.p * {many} + s.k", campaign_id="s.campaign", unit_id="s.unit",
        participation_id="s.p", indicator_id="s.i", result="(s.p + s.k) % 11",
    )  # fmt: skip
    _copy(
        "campaigns_progressreport", f"t.id = {report.pk}",
        f"SELECT d.*, m.id AS m, m.k AS k FROM do_don_vi d JOIN {months}"
        " ON m.campaign_id = d.campaign",
        id=f"s.p * {PERIODS} + s.k", campaign_id="s.campaign", unit_id="s.unit",
        participation_id="s.p", period_id="s.m",
        submitted_at="t.submitted_at + s.p * interval '1 ms'",
    )  # fmt: skip
    _copy(
        "campaigns_progressvalue", f"t.id = {figure.pk}",
        f"SELECT d.p, i.k AS i, m.k AS m FROM {lines} JOIN {months}"
        " ON m.campaign_id = d.campaign",
        id=f"(s.p * {many} + s.i) * {PERIODS} + s.m", report_id=f"s.p * {PERIODS} + s.m",
        allocation_id=f"s.p * {many} + s.i", value="(s.p + s.i) % 11",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE do_don_vi")
        cursor.execute(
            "INSERT INTO campaigns_summark (campaign_id) SELECT DISTINCT campaign_id"
            " FROM campaigns_participation p WHERE NOT EXISTS"
            " (SELECT 1 FROM campaigns_blocksum b WHERE b.campaign_id = p.campaign_id)"
        )
    report.values.all().delete()
    report.delete()
    line.delete()
    taking.delete()


def _receipts() -> float:
    """Of the country's own campaign, which is the largest: the median of some."""
    from campaigns import keeping  # noqa: PLC0415  after django.setup
    from campaigns.actions.progress.receiving import receive_report  # noqa: PLC0415  likewise
    from campaigns.models import Campaign, ProgressReport  # noqa: PLC0415  likewise

    campaign = Campaign.objects.get(host__code="QM.0")
    found = ProgressReport.objects.filter(campaign=campaign).order_by("pk")[:RECEIPTS]
    ids = [one.pk for one in found]
    ProgressReport.objects.filter(pk__in=ids).update(
        status="submitted", approved_by=None, approved_at=None
    )
    keeping.keep(campaign.pk)
    spent = []
    for pk in ids:
        total = 0.0

        def timed(execute, sql, params, many, context):
            nonlocal total
            start = perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                total += perf_counter() - start

        with connection.execute_wrapper(timed):
            receive_report(pk, by=campaign.created_by)
            keeping.keep(campaign.pk)
        spent.append(total)
    return median(spent)


def _last_evening() -> float:
    """So many units of one campaign send at once, over real pages: seconds until all have."""
    from campaigns.models import (  # noqa: PLC0415  after django.setup
        Campaign,
        Participation,
        ProgressReport,
    )
    from tests import factories  # noqa: PLC0415  likewise

    campaign = Campaign.objects.get(host__code="QM.0")
    period = campaign.periods.order_by("-starts_on").first()
    taking = list(Participation.objects.of(campaign).select_related("unit")[:AT_ONCE])
    ProgressReport.objects.filter(participation__in=taking, period=period).update(
        status="draft", submitted_at=None, submitted_by=None, approved_by=None, approved_at=None
    )  # fmt: skip
    reports = dict(
        ProgressReport.objects.filter(
            participation__in=taking, period=period
        ).values_list("participation", "pk")
    )
    clients = []
    for one in taking:
        user = factories.MembershipFactory(
            unit=one.unit, role=factories.Role.REPORTER
        ).user
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        client.force_login(user)
        clients.append((client, reports[one.pk]))

    def send(job) -> int:
        client, pk = job
        try:
            return client.post(f"/bao-cao/{pk}/xem-lai/").status_code
        finally:
            connections.close_all()

    start = perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        codes = set(pool.map(send, clients))
    took = perf_counter() - start
    sent = ProgressReport.objects.filter(pk__in=reports.values(), status="submitted")
    assert codes == {302}, codes
    assert sent.count() == AT_ONCE, f"{AT_ONCE - sent.count()} báo cáo mất"
    assert sent.filter(submitted_at__gte=now() - timedelta(hours=1)).count() == AT_ONCE
    return took
