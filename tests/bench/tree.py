"""Cây đơn vị cỡ cả nước: queries and administrators' pages, over 1,500 units and 150,000."""

from functools import partial
from statistics import median
from time import perf_counter

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from tests.factories import MembershipFactory, Role
from units.models import Honouree, Membership, Unit, User

SMALL, LARGE = 1_500, 150_000
ROUNDS = 15
PICK_MS, GROWTH = 50, 1.3
NAMES = ("Nguyễn Thị Ánh", "Đặng Văn An", "Trần Bích Liên", "Hoàng Văn Hạ", "Vũ Đức")
PAGES = (
    "/don-vi/",
    "/don-vi/?ngay=01/01/2024",
    "/don-vi/?q=to dan",
    "/don-vi/?loai=to-dan-pho",
    "/don-vi/chon/x/?x_tim=to da",
    "/nguoi-dung/",
    "/nguoi-dung/?q=bich l",
    "/nguoi-dung/?vt=officer",
    "/nguoi-dung/?vt=khong",
    "/nguoi/",
    "/nguoi/?q=nguyen b",
    "/nguoi/?loai=household",
    "/nguoi/?tt=tat-ca",
    "/nguoi/trung/",
    "/nguoi/du-lieu/",
    "/nguoi-dung/?q=zzz",
    "/nguoi/?q=zzz",
    "/nhat-ky/",
    "/thung-rac/",
)
# Lists that are walked by their rows: a page in the middle of each.
WALKED = (
    "/nguoi-dung/?",
    "/nguoi-dung/?vt=officer&",
    "/nguoi/?",
    "/don-vi/?loai=to-dan-pho&",
)
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
        found = {
            name: _median(partial(_read, query)) for name, query in queries.items()
        }
        _people()
        top = Unit.objects.filter(parent=None).first()
        province = Unit.objects.get(pk=commune.chain[1])
        for who, unit in (("xã", commune), ("tỉnh", province), ("cả nước", top)):
            user = _administrator(unit)
            client = Client(SERVER_NAME="localhost")
            client.force_login(user)
            middle = [
                f"{address}sau={_middle(rows)}"
                for address, rows in zip(WALKED, _walked(user), strict=True)
            ]
            for address in (*PAGES, *middle, f"/don-vi/{unit.pk}/"):
                assert client.get(address).status_code == 200, address
                name = f"{who} {address.partition('sau=')[0]}"
                name += "… trang ở giữa" if "sau=" in address else ""
                found[name.replace(str(unit.pk), "…")] = _median(
                    partial(client.get, address)
                )
        return found
    finally:
        teardown_databases(databases, verbosity=0)


def _walked(user: User) -> list:
    """What the lists of ``WALKED`` show to this administrator."""
    people = User.objects.reached_by(user)
    return [
        people.for_list(),
        people.holding("officer", seen_by=user).for_list(),
        Honouree.objects.visible_to(user).with_status("active").for_list(),
        Unit.objects.administered_by(user).on().of_kind("to-dan-pho").for_pick(),
    ]


def _middle(rows) -> int:
    ids = rows.values_list("pk", flat=True)
    return ids[rows.order_by().count() // 2]


def _administrator(unit: Unit) -> User:
    return MembershipFactory(unit=unit, role=Role.ADMINISTRATOR).user


def _people() -> None:
    """An officer in every unit, and statistics as a server keeps them."""
    units = Unit.objects.values_list("pk", flat=True)
    users = User.objects.bulk_create(
        [
            User(
                username=f"can-bo-{pk}",
                full_name=f"{NAMES[pk % len(NAMES)]} {pk % 97}",
                home_id=pk,
                password="!",
            )
            for pk in units
        ],
        batch_size=5000,
    )
    # One full page of people in the measured commune, whatever the size of the country.
    commune = Unit.objects.get(code="QM.X7")
    Honouree.objects.bulk_create(
        Honouree(kind="individual", unit=commune, name=f"{NAMES[n % len(NAMES)]} {n}")
        for n in range(60)
    )
    Membership.objects.bulk_create(
        [
            Membership(
                user=user,
                unit_id=user.home_id,
                role=Role.OFFICER,
                valid_from="2020-01-01",
            )
            for user in users
        ],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _read(query) -> None:
    list(query.all())


def _median(work) -> float:
    times = []
    for _ in range(ROUNDS):
        connection.queries_log.clear()
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)
