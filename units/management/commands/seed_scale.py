"""Một nước: 34 provinces, 3,321 communes, their neighbourhoods and people, to measure on.

Adds units, and two people who can be honoured in each, beside what there is (codes begin with
"QM."), so that a database for measuring is filled in a minute. Never run on a database that is
used: it asks.
"""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from units import calendar
from units.models import Honouree, LikelyDouble, Position, Unit, UnitKind
from units.models.tree import draw_ids

PROVINCES, COMMUNES, WHOLE = 34, 3_321, 150_000
PEOPLE = 2  # in each unit
DOUBLED = 200  # of so many people one has a likely double
FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Vũ", "Bùi", "Đỗ", "Ngô", "Lý",
)  # fmt: skip
SINCE = date(2025, 7, 1)
# Syllables that names of communes are made of; joined they are thousands of different names.
FIRST = (
    "An", "Bình", "Cẩm", "Diên", "Đông", "Giao", "Hòa", "Khánh", "Kỳ", "Lệ", "Long", "Minh",
    "Nghĩa", "Phú", "Quảng", "Sơn", "Tân", "Thạnh", "Thị", "Trường", "Vĩnh", "Xuân", "Yên",
)  # fmt: skip
SECOND = (
    "Ân", "Bảo", "Châu", "Định", "Giang", "Hải", "Hưng", "Lạc", "Lộc", "Mỹ", "Ngọc", "Phong",
    "Phước", "Quý", "Thành", "Thịnh", "Thủy", "Tiến", "Trạch", "Trung", "Văn", "Ý",
)  # fmt: skip


class Command(BaseCommand):
    help = "Thêm cây đơn vị cỡ cả nước (150.000 đơn vị) để đo hiệu năng."

    def add_arguments(self, parser):
        parser.add_argument("--units", type=int, default=WHOLE, help="tổng số đơn vị")
        parser.add_argument(
            "--yes", action="store_true", help="đây không phải cơ sở dữ liệu đang dùng"
        )

    @transaction.atomic
    def handle(self, *, units: int, yes: bool, **options):
        if not yes:
            raise CommandError(
                "Lệnh này thêm hàng vạn đơn vị giả. Chỉ chạy trên cơ sở dữ liệu để đo, "
                "với --yes."
            )
        if Unit.objects.filter(code__startswith="QM.").exists():
            raise CommandError("Cơ sở dữ liệu này đã có cây để đo.")
        committee, neighbourhood = (
            UnitKind.objects.get_or_create(code=code, defaults={"name": name})[0]
            for code, name in (
                ("ubnd", "Ủy ban nhân dân"),
                ("to-dan-pho", "Tổ dân phố"),
            )
        )
        top = self._row(committee, None, "QM.0", "Cả nước")
        self._store([top])
        provinces = [
            self._row(committee, top, f"QM.{n}", f"UBND tỉnh {_name(n)} {n}")
            for n in range(1, PROVINCES + 1)
        ]
        self._store(provinces)
        communes = [
            self._row(
                committee, provinces[n % PROVINCES], f"QM.X{n}",
                f"UBND {'xã' if n % 3 else 'phường'} {_name(n)}",
            )
            for n in range(_share(units))
        ]  # fmt: skip
        self._store(communes)
        rest = max(0, units - 1 - PROVINCES - len(communes))
        for start in range(0, rest, 10_000):
            self._store(
                [
                    self._row(
                        neighbourhood, communes[n % len(communes)], f"QM.T{n}",
                        f"{'Thôn' if n % 2 else 'Tổ dân phố'} {_name(n // 7)} {n % 19 + 1}",
                    )
                    for n in range(start, min(start + 10_000, rest))
                ]
            )  # fmt: skip
        ids = list(
            Unit.objects.filter(code__startswith="QM.").values_list("pk", flat=True)
        )
        for start in range(0, len(ids), 10_000):
            self._settle(ids[start : start + 10_000])
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE units_unit, units_unitname, units_unitplace, units_honouree, "
                "units_position, units_likelydouble"
            )
        self.stdout.write(
            f"Đã thêm {len(ids)} đơn vị, {PEOPLE * len(ids)} đối tượng khen thưởng."
        )

    def _settle(self, units: list[int]) -> None:
        """People of these units, each with a position; some with a likely double."""
        people = Honouree.objects.bulk_create(
            [
                Honouree(
                    kind=_kind(unit + n), unit_id=unit, title="Tổ viên" if n else "",
                    name=f"{FAMILIES[unit % len(FAMILIES)]} {_name(unit // 7 + n)}",
                    birth_year=None if _kind(unit + n) != "individual"
                    else 1950 + (unit + n) % 55,
                )
                for unit in units
                for n in range(PEOPLE)
            ],
            batch_size=2_000,
        )  # fmt: skip
        Position.objects.bulk_create(
            [
                Position(
                    honouree=one, unit_id=one.unit_id, title=one.title, valid_from=SINCE
                )
                for one in people
            ],
            batch_size=2_000,
        )
        LikelyDouble.objects.bulk_create(
            LikelyDouble(first=one, second=other, reason=LikelyDouble.Reason.UNIT)
            for one, other in zip(people[::DOUBLED], people[1::DOUBLED], strict=False)
        )

    def _row(self, kind, parent, code, name) -> Unit:
        return Unit(
            kind=kind,
            parent=parent,
            code=code,
            name=name,
            short_name=name,
            valid_from=SINCE,
        )

    def _store(self, units: list[Unit]) -> None:
        """Many rows at once, each with an id of the sequence and the path that follows."""
        for unit, pk in zip(units, draw_ids(len(units)), strict=True):
            unit.take_place(pk)
        Unit.objects.bulk_create(units, batch_size=2_000)
        calendar.begin_all(units)


def _kind(number: int) -> str:
    """Nineteen of twenty are individuals."""
    return "household" if number % 20 == 0 else "individual"


def _share(units: int) -> int:
    """How many communes: as many neighbourhoods in each, whatever the size of the country."""
    return max(1, COMMUNES * units // WHOLE)


def _name(number: int) -> str:
    second = SECOND[number // len(FIRST) % len(SECOND)]
    return f"{FIRST[number % len(FIRST)]} {second}"
