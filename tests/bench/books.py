"""Nhật ký cỡ cả nước: the reader's pages over 1,500 lines of the audit book and 300,000.

The same tree and the same people both times; a commune's administrator reads a few units,
the country's all of them.
"""

from functools import partial
from time import perf_counter

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from tests.factories import MembershipFactory, Role, UserFactory
from units.models import AuditEntry, Unit, User
from units.queries.books import PAGE, Book, Sought

UNITS = 5_000
SMALL, LARGE = 1_500, 300_000
ROUNDS = 15
GROWTH = 1.3
# Lines of two years: every other one of the commune's units, the others of all; by ten people.
# Rare words stand in 120 lines whatever the size, so that each page is a full one.
FILL = """
INSERT INTO units_auditentry
    (at, actor_id, role, held_in_id, address, unit_id, action, subject, subject_id, about,
     detail, form)
SELECT now() - (%(lines)s - n) * (interval '730 days' / %(lines)s),
    people[1 + n / 2 %% cardinality(people)], 'officer', unit, '192.0.2.7', unit,
    (ARRAY['unit.amended', 'user.amended', 'membership.added', 'planline.amended'])
        [1 + n / 2 %% 4],
    'units.Unit', unit,
    CASE WHEN n %% (%(lines)s / 120) = 0 THEN 'Kế hoạch hiếm'
        ELSE 'Tổ dân phố số ' || n %% 90 END,
    jsonb_build_object('before', jsonb_build_object('head_title', 'Tổ phó'),
        'after', jsonb_build_object('head_title', 'Tổ trưởng ' || n)), 2
FROM (SELECT array_agg(id) AS own FROM units_unit WHERE path LIKE %(commune)s) AS c,
    (SELECT array_agg(id ORDER BY md5(id::text)) AS units FROM units_unit) AS u,
    (SELECT array_agg(id) AS people FROM
        (SELECT id FROM units_user ORDER BY id LIMIT 10) AS ten) AS p,
    generate_series(1, %(lines)s) AS n,
    LATERAL (SELECT CASE WHEN n %% 2 = 0 THEN own[1 + n / 2 %% cardinality(own)]
        ELSE units[1 + n / 2 %% cardinality(units)] END AS unit) AS chosen
"""


def main() -> None:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("seed_scale", units=UNITS, yes=True, verbosity=0)
        commune = Unit.objects.get(code="QM.X7")
        UserFactory.create_batch(10)
        readers = {
            "xã": _administrator(commune),
            "cả nước": _administrator(*Unit.objects.filter(parent=None)),
        }
        small, large = (_times(n, commune, readers) for n in (SMALL, LARGE))
    finally:
        teardown_databases(databases, verbosity=0)
    for name, seconds in large.items():
        ratio = seconds / small[name]
        shown = "đạt" if ratio <= GROWTH else "QUÁ"
        print(f"  {name:<44}{ratio:6.2f} × {small[name] * 1000:.1f} ms  {shown}")


def _administrator(*units: Unit) -> User:
    user = MembershipFactory(unit=units[0], role=Role.ADMINISTRATOR).user
    for unit in units[1:]:
        MembershipFactory(user=user, unit=unit, role=Role.ADMINISTRATOR)
    return user


def _times(lines: int, commune: Unit, readers: dict[str, User]) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE units_auditentry CASCADE")
        cursor.execute(FILL, {"lines": lines, "commune": f"{commune.path}%"})
        cursor.execute("VACUUM ANALYZE units_auditentry")
    print(f"{AuditEntry.objects.count()} dòng")
    found = {}
    for name, reader in readers.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(reader)
        for address in _addresses(reader):
            title = f"{name}: {address[0]}"
            found[title] = _best(partial(_open, client, address[1]))
    return found


def _addresses(reader: User) -> list[tuple[str, str]]:
    """The first page, one in the middle by its key, and each filter."""
    person = User.objects.order_by("pk").first()
    book = Book(AuditEntry, reader, Sought()).every()
    middle = book[book.count() // 2]
    day = middle.at.strftime("%d/%m/%Y")
    return [
        ("trang đầu", "/nhat-ky/"),
        ("trang ở giữa sổ", f"/nhat-ky/?duoi={middle.pk}"),
        ("đến một ngày ở giữa", f"/nhat-ky/?den={day}"),
        ("một việc", "/nhat-ky/?viec=unit.amended"),
        ("một người", f"/nhat-ky/?nguoi={person.username}"),
        ("chữ hiếm", "/nhat-ky/?q=ke hoach hiem"),
        ("chữ thường gặp", "/nhat-ky/?q=to dan pho"),
    ]


def _open(client: Client, address: str) -> None:
    answer = client.get(address)
    lines = answer.content.count(b'class="td-book__l"')
    assert (answer.status_code, lines) == (200, PAGE), (address, lines)


def _best(act) -> float:
    """The quickest of some rounds: what else the machine does meanwhile is left out."""
    act()
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        act()
        times.append(perf_counter() - start)
    return min(times)
