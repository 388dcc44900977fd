"""Danh sách phong trào: which campaigns a person sees, how each stands, what is next in it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, Least

from campaigns.models import (
    Assignment,
    Campaign,
    Deadline,
    Phase,
    Plan,
    Registration,
    Target,
)
from units.models import User
from units.search import LONGEST, Compact, Folded, compact, key

# Keys are used in addresses (?tt=).
STATES = {
    "dang-soan": "Đang soạn",
    "cho-ky": "Chờ duyệt, ký, cấp số",
    "thuc-hien": "Đang thực hiện",
    "ket-thuc": "Đã kết thúc",
}


@dataclass(frozen=True)
class Overview:
    """Tổng số: how many campaigns there are in each of STATES, and between which years."""

    total: int
    in_state: dict[str, int]
    years: list[int]


def campaigns(user: User) -> QuerySet[Campaign]:
    """Phong trào mà người này thấy, each with its newest plan that the person may see.

    Columns added: ``plan_id``, ``plan_status``, ``plan_number``, ``plan_symbol``,
    ``plan_title``.
    """
    plans = (
        Plan.objects.visible_to(user).filter(campaign=OuterRef("pk")).order_by("-pk")
    )
    return Campaign.objects.filter(
        pk__in=Campaign.objects.visible_to(user).order_by().values("pk")
    ).annotate(
        plan_id=Subquery(plans.values("pk")[:1]),
        plan_status=Subquery(plans.values("status")[:1]),
        plan_number=Subquery(plans.values("source_number")[:1]),
        plan_symbol=Subquery(plans.values("symbol")[:1]),
        plan_title=Subquery(plans.values("title")[:1]),
    )


def for_list(rows: QuerySet[Campaign], today: date) -> QuerySet[Campaign]:
    """With what a row of the list tells: ``targets``, ``units`` (counts), ``next_on``.

    The newest first; campaigns without dates, being written, before all.
    """
    return (
        rows.select_related("host")
        .annotate(
            targets=_count(Target),
            units=_count(Assignment),
            next_on=Least(
                _next(Deadline, "due_on", today),
                _next(Registration, "deadline", today),
                _next(Phase, "ends_on", today),
            ),
        )
        .order_by(F("starts_on").desc(nulls_first=True), "-pk")
    )


def in_state(rows: QuerySet[Campaign], state: str, today: date) -> QuerySet[Campaign]:
    """Only those in one of STATES; any other ``state`` leaves all."""
    wanted = _states(today).get(state)
    return rows.filter(wanted) if wanted is not None else rows


def in_year(rows: QuerySet[Campaign], year: int) -> QuerySet[Campaign]:
    """Only those that run, begin or end in ``year``; one without dates belongs to no year."""
    return rows.filter(
        Q(starts_on__lte=date(year, 12, 31))
        & (Q(ends_on__gte=date(year, 1, 1)) | Q(ends_on=None, starts_on__year=year))
    )


def found(rows: QuerySet[Campaign], words: str) -> QuerySet[Campaign]:
    """Tìm theo tên, trích yếu, hoặc số hiệu kế hoạch: "32 kh hdtdkt", "ki niem 20 nam"."""
    words = " ".join(words.split())[:LONGEST]
    if not words:
        return rows
    rows = rows.annotate(
        folded=Folded(
            Concat(
                "name",
                Value(" "),
                "slogan",
                Value(" "),
                Coalesce("plan_title", Value("")),
                output_field=TextField(),
            )
        ),
        number_and_symbol=Compact(
            Concat(
                Coalesce(Cast("plan_number", TextField()), _NOTHING),
                Coalesce(Cast("plan_symbol", TextField()), _NOTHING),
                output_field=TextField(),
            )
        ),
    )
    wanted = Q()
    for word in key(words).split():
        wanted &= Q(folded__contains=word)
    if typed := compact(words).lstrip("0"):
        wanted |= Q(number_and_symbol__startswith=typed)
    return rows.filter(wanted)


def overview(rows: QuerySet[Campaign], today: date) -> Overview:
    """How the whole list divides; one query."""
    states = {
        name: Count("pk", filter=condition)
        for name, condition in _states(today).items()
    }
    keys = {name.replace("-", "_"): count for name, count in states.items()}
    sums = rows.aggregate(
        total=Count("pk"), first=Min("starts_on"), last=Max("starts_on"),
        last_end=Max("ends_on"), **keys,
    )  # fmt: skip
    years = [day.year for day in (sums["first"], sums["last"], sums["last_end"]) if day]
    return Overview(
        total=sums["total"],
        in_state={name: sums[name.replace("-", "_")] for name in STATES},
        years=list(range(max(years), min(years) - 1, -1)) if years else [],
    )


_NOTHING = Value("", output_field=TextField())


def _states(today):
    issued = Q(plan_status=Plan.Status.ISSUED)
    over = Q(ends_on__lt=today)
    return {
        "dang-soan": Q(plan_status__in=list(Plan.OPEN)),
        "cho-ky": Q(
            plan_status__in=[
                Plan.Status.SUBMITTED, Plan.Status.APPROVED, Plan.Status.SIGNED
            ]
        ),
        "thuc-hien": issued & ~over,
        "ket-thuc": issued & over,
    }  # fmt: skip


def _count(table):
    rows = table.objects.filter(line__plan=OuterRef("plan_id")).order_by()
    counted = rows.values("line__plan").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _next(table, column, day):
    rows = table.objects.filter(
        **{"line__plan": OuterRef("plan_id"), f"{column}__gte": day}
    )
    return Subquery(rows.order_by(column).values(column)[:1])
