"""Cây đơn vị cỡ cả nước: the same pages over 1,500 units and over 150,000."""

from statistics import median
from time import perf_counter

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests.factories import MembershipFactory, Role
from units.models import Unit, User

SMALL, LARGE = 1_500, 150_000
ROUNDS = 15
PICK_MS, GROWTH = 50, 1.3
TYPED = ("phu", "thi l", "to dan ph", "ubnd xuan", "tan qu", "zzz")


def main() -> None:
    small, large = _times(SMALL), _times(LARGE)
    for name, seconds in large.items():
        ratio = seconds / small[name]
        print(f"  {name:<44}{ratio:6.2f} × {small[name] * 1000:.1f} ms")
    slowest = max(seconds for name, seconds in large.items() if name.startswith("gõ"))
    shown = "đạt" if slowest * 1000 <= PICK_MS else "QUÁ"
    print(f"  chọn đơn vị chậm nhất: {slowest * 1000 / PICK_MS:.2f} × 50 ms  {shown}")


def _times(units: int) -> dict[str, float]:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("seed_scale", units=units, yes=True, verbosity=0)
        print(f"{Unit.objects.count()} đơn vị")
        commune = Unit.objects.get(code="QM.X7")
        officer = _administrator(commune)
        queries = {
            f"gõ “{text}”": Unit.objects.on().named(text).select_related("kind")[:20]
            for text in TYPED
        }
        queries |= {
            "đơn vị trực thuộc một xã": Unit.objects.on()
            .under(commune)
            .for_pick()[:50],
            "đơn vị mình quản trị": Unit.objects.administered_by(officer).for_pick()[
                :50
            ],
            "chọn trong đơn vị mình quản trị": (
                Unit.objects.administered_by(officer).named("to dan")[:20]
            ),
        }
        return {name: _median(query) for name, query in queries.items()}
    finally:
        teardown_databases(databases, verbosity=0)


def _administrator(unit: Unit) -> User:
    return MembershipFactory(unit=unit, role=Role.ADMINISTRATOR).user


def _median(query) -> float:
    times = []
    for _ in range(ROUNDS):
        connection.queries_log.clear()
        start = perf_counter()
        list(query.all())
        times.append(perf_counter() - start)
    return median(times)
