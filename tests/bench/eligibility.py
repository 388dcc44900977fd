"""Xét điều kiện: 500 proposals before an authority that has weighed 5.000 in five years.

Printed as ratios of one run: the whole against reading the same proposals once with what a list
of them shows, and what twice as many cost.
"""

from datetime import date
from time import perf_counter

from django.db import connection
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    teardown_databases,
)

from awards.eligibility.weighing import weigh
from awards.models import Honour, Proposal
from tests.award_law import award, confer, lay_law, propose
from tests.factories import HonoureeFactory, UnitFactory
from units.models import UnitKind

NOW = date(2026, 11, 27)
UNITS, PROPOSALS, PAST, PROMISED = 50, 500, 5_000, 5.0
STREETS = (
    "Nguyễn Trãi",
    "Lê Lợi",
    "Trần Phú",
    "Hai Bà Trưng",
    "Quang Trung",
    "Phan Chu Trinh",
)
DEEDS = (
    "vận động nhân dân hiến đất mở rộng ngõ", "tổ chức dọn vệ sinh môi trường sáng thứ bảy",
    "tham mưu cải cách thủ tục hành chính", "tuần tra ban đêm giữ gìn an ninh trật tự",
    "dạy nghề cho lao động nông thôn", "xây nhà đại đoàn kết cho hộ nghèo",
    "tiếp nhận hồ sơ trực tuyến tại bộ phận một cửa", "trồng cây xanh ven đường liên thôn",
)  # fmt: skip


def main() -> None:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        lay_law()
        rows = _place()
        weigh(rows[:1], NOW)  # templates of queries are made once
        took, queries, found = _weighed(rows)
        half, _, _ = _weighed(rows[: PROPOSALS // 2])
        listed = _timed(lambda: list(Proposal.objects.select_related("award", "unit")))
        assert len(found) == PROPOSALS
        assert queries == _weighed(rows[:1])[1], "more proposals asked more queries"
        lines = sum(map(len, found.values()))
        print(f"{PROPOSALS} proposals, {lines} lines, {PAST} past: {queries} queries")
        print(f"time ÷ the promised {PROMISED:.0f} s: {took / PROMISED:.2f}")
        print(f"time ÷ half as many: {took / half:.2f}")
        print(f"time ÷ reading the list once: {took / listed:.0f}")
    finally:
        teardown_databases(databases, verbosity=0)


def _timed(work):
    start = perf_counter()
    work()
    return perf_counter() - start


def _weighed(rows):
    with CaptureQueriesContext(connection) as asked:
        start = perf_counter()
        found = weigh(rows, NOW)
        took = perf_counter() - start
    return took, len(asked), found


def _text(number):
    """Four deeds of eight in their own order, with their own figures: what offices write."""
    deeds = [DEEDS[(number * k + k * k) % len(DEEDS)] for k in (1, 3, 5, 7)]
    told = [
        f"{deed} {STREETS[(number + k) % len(STREETS)]} được {number % 97 + k} lượt"
        for k, deed in enumerate(deeds)
    ]
    return (
        "Đồng chí đã "
        + "; ".join(told)
        + f"; năm qua hoàn thành {number} việc được giao"
    )


def _place():
    authority = UnitFactory.create(kind=UnitKind.objects.get(code="ubnd-xa"))
    units = [UnitFactory.create(parent=authority, quiet=True) for _ in range(UNITS)]
    people = [HonoureeFactory.create(unit=units[n % UNITS]) for n in range(PROPOSALS)]
    given = confer(people[0], "ldtt", authority=authority)
    ldtt = award("ldtt")
    Honour.objects.bulk_create(
        Honour(
            honouree=people[n % PROPOSALS], award=ldtt, award_name="Lao động tiên tiến",
            merit="service", authority=authority, decided_by="Chủ tịch",
            reference=f"{n}/QĐ-UBND", decided_on=date(2022 + n % 5, 1, 15),
            period_from=date(2021 + n % 5, 1, 1), period_to=date(2021 + n % 5, 12, 31),
            achievement=_text(n + 10_000),
        )
        for n in range(PAST)
    )  # fmt: skip
    first = propose(units[0], "cstd-co-so", honouree=people[0], summary=_text(0))
    others = [
        Proposal(
            unit=person.unit, authority=authority, award=first.award, merit="service",
            status="sent", created_by=first.created_by, honouree=person,
            subject_name=person.name, period_from=first.period_from,
            period_to=first.period_to, summary=_text(n), report="Báo cáo",
        )
        for n, person in enumerate(people[1:], start=1)
    ]  # fmt: skip
    Proposal.objects.bulk_create(others)
    _ = given
    return list(Proposal.objects.order_by("pk"))
