"""Cây đơn vị cỡ cả nước: queries and administrators' pages, over 1,500 units and 150,000.

A commune is as large in one country as in the other, so that like pages are compared: those of
a commune and of the whole country show as many rows in both. A province has a hundred times as
much in the large one, and fills pages that are half empty in the small: after the times stand
the rows that were shown. The two are asked in turn, and the quickest answer of each counts, for
what else the machine does meanwhile only ever adds.
"""

from collections.abc import Callable
from functools import partial

from django.db import connection
from django.test import Client

from tests.bench._country import GROWTH, Country, quickest
from tests.factories import MembershipFactory, Role
from units.models import Honouree, Membership, Unit, User

SMALL, LARGE = 1_500, 150_000
PICK_MS = 50
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
    small, large = Tree(SMALL), Tree(LARGE)
    slowest = 0.0
    try:
        small.make()
        large.make()
        for name in large.works:
            little, much = quickest(name, small, large)
            rows = "".join(f" {country.rows[name]:>4}" for country in (small, large))
            slowest = max(slowest, much if name.startswith("gõ") else 0.0)
            shown = "  QUÁ" if much > GROWTH * little else ""
            print(
                f"  {name:<44}{much / little:6.2f} × {little * 1000:.1f} ms{rows}{shown}"
            )
    finally:
        large.drop()
        small.drop()
    shown = "đạt" if slowest * 1000 <= PICK_MS else "QUÁ"
    print(f"  chọn đơn vị chậm nhất: {slowest * 1000 / PICK_MS:.2f} × 50 ms  {shown}")


class Tree(Country):
    """With its people; ``rows``: how many each page shows."""

    def __init__(self, units: int) -> None:
        super().__init__(units)
        self.rows: dict[str, int] = {}

    def make(self) -> None:
        super().make()
        print(f"{Unit.objects.count()} đơn vị", flush=True)
        _people()
        self.works = _works()
        self.rows = {name: _rows_of(work()) for name, work in self.works.items()}


def _works() -> dict[str, Callable[[], object]]:
    commune = Unit.objects.get(code="QM.X7")
    officer = _administrator(commune)
    mine = Unit.objects.administered_by(officer)
    queries = {
        f"gõ “{text}”": Unit.objects.on().named(text).select_related("kind")[:20]
        for text in TYPED
    }
    queries |= {
        "đơn vị trực thuộc một xã": Unit.objects.on().under(commune).for_pick()[:50],
        "đơn vị mình quản trị": mine.for_pick()[:50],
        "chọn trong đơn vị mình quản trị": mine.named("to dan")[:20],
    }
    works: dict[str, Callable[[], object]] = {
        name: partial(_read, query) for name, query in queries.items()
    }
    top = Unit.objects.get(parent=None)
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
            if address.endswith(f"/{unit.pk}/"):
                name = f"{who} /don-vi/…/"
            works[name] = partial(client.get, address)
    return works


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


def _read(query) -> list:
    return list(query.all())


def _rows_of(answer) -> int:
    """Of what was read, or of the table that a page shows."""
    return (
        len(answer)
        if isinstance(answer, list)
        else max(0, answer.content.count(b"<tr>") - 1)
    )
